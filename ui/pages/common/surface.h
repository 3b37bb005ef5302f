// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QPainter>
#include <QWidget>

namespace mdmc::ui {

/// A widget on the ground of content.
template <typename Base = QWidget> class Surface : public Base {
public:
    using Base::Base;

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(this->rect(), Colours::of(this)[Role::Surface]); }
};

/// Takes everything out of a layout. Widgets are hidden now and deleted later: one of them may be the sender.
void clearLayout(QLayout *layout);

} // namespace mdmc::ui
