// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/sync_status_view.h"

#include <QWidget>

class QLabel;

namespace mdmc::ui {

class Button;
class StatusDot;

/// The line under the content: the page's summary at the left, the honest state of sync at the right.
class StatusLine final : public QWidget {
    Q_OBJECT
public:
    explicit StatusLine(QWidget *parent = nullptr);
    void setSummary(const QString &text);
    void setSync(const SyncStatusView &status);
    QString syncSentence() const;

Q_SIGNALS:
    void syncPressed();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_summary;
    StatusDot *m_dot;
    Button *m_sync;
};

} // namespace mdmc::ui
