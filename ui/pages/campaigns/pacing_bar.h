// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/painting.h"

#include <QPainter>
#include <QWidget>

namespace mdmc::ui {

/// How far something has gone, 0–1.
class PacingBar final : public QWidget {
    Q_OBJECT
public:
    explicit PacingBar(QWidget *parent = nullptr) : QWidget(parent) { setFixedHeight(6); }
    void setRatio(double ratio)
    {
        m_ratio = ratio;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Colours &colours = Colours::of(this);
        paintRounded(painter, rect(), 3, colours[ui::Role::Line]);
        if (m_ratio > 0)
            paintRounded(painter, QRectF(0, 0, std::max(6.0, width() * m_ratio), height()), 3,
                         colours[ui::Role::Accent]);
    }

private:
    double m_ratio = 0;
};

} // namespace mdmc::ui
