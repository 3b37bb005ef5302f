// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/widgets/panels.h"

#include <QSet>

namespace mdmc::ui {

class Timeline;

/// The conflicts of one record, for panes without a timeline of their own; hidden while there are none.
class ConflictSection : public Section {
    Q_OBJECT
public:
    ConflictSection(PageContext &context, EntityType type, QWidget *parent = nullptr);
    void showRecord(const RecordId &id);

Q_SIGNALS:
    void settled(const QString &text); ///< Can be undone.
    void failed(const QString &sentence);

private:
    void read();
    void settle(const QString &conflict, const QString &action);

    PageContext &m_context;
    EntityType m_type;
    RecordId m_id;
    Timeline *m_timeline;
    QSet<QString> m_underWay;
};

} // namespace mdmc::ui
