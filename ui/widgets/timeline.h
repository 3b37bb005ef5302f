// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QListView>

namespace mdmc::ui {

struct TimelineEntry {
    QString id;
    Symbol symbol = Symbol::ChatLeftText;
    Hue hue = Hue::Slate;
    QString title; ///< `Call`, `Stage: Proposal → Won`; plain text.
    QString author;
    QString when;  ///< Already formatted.
    QString body;  ///< Plain text of any length, lines kept; never HTML.
    bool pending = false; ///< Saved here, not synced yet.
};

/// What happened to a record, newest first. Painted, so hundreds of entries cost what is in sight.
class Timeline : public QListView {
    Q_OBJECT
public:
    explicit Timeline(QWidget *parent = nullptr);
    void setEntries(const QList<TimelineEntry> &entries); ///< Keeps the current entry and the scroll position by id.
    QList<TimelineEntry> entries() const;

Q_SIGNALS:
    void entryActivated(const QString &id);

protected:
    void resizeEvent(QResizeEvent *event) override;
};

} // namespace mdmc::ui
