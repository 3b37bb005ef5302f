// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/common/surface.h"
#include "ui/pages/sync/inspector_words.h"
#include "ui/pages/sync/sync_presenter.h"

class QGridLayout;

namespace mdmc::ui {

/// Where the connection stands, fact by fact, and the log to hand on.
class InspectorPane : public Surface<> {
    Q_OBJECT
public:
    explicit InspectorPane(SyncPresenter &presenter, QWidget *parent = nullptr);
    void refresh();
    /// The text of a fact as it stands there, for tests and screen readers; empty when there is none.
    QString fact(const QString &label) const;

    void copyLog();
    void exportLog(); ///< Asks for a file.

Q_SIGNALS:
    void copied(const QString &text);

private:
    SyncPresenter &m_presenter;
    QWidget *m_table;
    QGridLayout *m_grid;
    QList<InspectorFact> m_facts;
};

} // namespace mdmc::ui
