// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/common/surface.h"
#include "ui/pages/sync/sync_presenter.h"

class QGridLayout;
class QLabel;

namespace mdmc::ui {

class Button;
class InlineNotice;

/// One edit on its way: what it changes, how far it has come, and what happens next.
class PendingPane : public Surface<> {
    Q_OBJECT
public:
    explicit PendingPane(SyncPresenter &presenter, QWidget *parent = nullptr);
    void show(qint64 n);
    void copy();

Q_SIGNALS:
    void copied(const QString &text);

private:
    void buildTable(const sync::PendingOperation &operation);

    SyncPresenter &m_presenter;
    qint64 m_n = 0;
    QLabel *m_title;
    QLabel *m_facts;
    InlineNotice *m_state;
    QWidget *m_table;
    QGridLayout *m_grid;
    std::optional<sync::PendingOperation> m_shown;
};

} // namespace mdmc::ui
