// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/common/surface.h"
#include "ui/pages/sync/sync_presenter.h"

class QLabel;

namespace mdmc::ui {

class Button;
class ValueText;

/// One conflict: which value was kept, which was not, by whom and when; either can be had.
class ConflictPane : public Surface<> {
    Q_OBJECT
public:
    explicit ConflictPane(SyncPresenter &presenter, QWidget *parent = nullptr);
    void show(const RecordId &id);
    void restore();
    void dismiss();

private:
    struct Block {
        QLabel *heading;
        ValueText *value;
        QLabel *who;
    };
    Block addBlock(const QString &heading, class QVBoxLayout *layout, QWidget *parent);
    void setBusy(bool isBusy);

    SyncPresenter &m_presenter;
    RecordId m_id;
    QLabel *m_title;
    QLabel *m_field;
    Block m_kept;
    Block m_lost;
    Block m_now;
    Button *m_restore;
    Button *m_dismiss;
    Button *m_open;
};

} // namespace mdmc::ui
