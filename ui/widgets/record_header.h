// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>

namespace mdmc::ui {

/// The record table's heading: quiet text aligned as its column, a small arrow at the sorted one.
class RecordHeader final : public QHeaderView {
    Q_OBJECT
public:
    explicit RecordHeader(QWidget *parent);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int logicalIndex) const override;
    QSize sizeHint() const override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    int m_hover = -1;
};

} // namespace mdmc::ui
