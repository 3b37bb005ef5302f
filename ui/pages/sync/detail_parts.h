// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>

class QWidget;

namespace mdmc::ui {

class Button;

/// The buttons under a detail of the sync page; in some languages they need two lines.
QWidget *buttonBar(const QList<Button *> &buttons, QWidget *parent);

} // namespace mdmc::ui
