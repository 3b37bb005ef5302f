// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QAbstractButton>

namespace mdmc::ui {

/// A pill that can be pressed and, when removable, taken away by its × or by Delete.
class Chip : public QAbstractButton {
    Q_OBJECT
public:
    explicit Chip(const ChipData &data, QWidget *parent = nullptr);
    void setData(const ChipData &data);
    ChipData chip() const { return m_data; }
    void setRemovable(bool removable);
    /// Outlined on the surface instead of filled: filters.
    void setOutlined(bool outlined);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void removeRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QRect crossRect() const;

    ChipData m_data;
    bool m_removable = false;
    bool m_outlined = false;
    bool m_overCross = false;
};

} // namespace mdmc::ui
