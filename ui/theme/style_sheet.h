// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace mdmc::ui {

class Colours;

/// The application's one style sheet, generated from the tokens. Variants are dynamic properties:
/// QPushButton[kind="primary" | "quiet" | "danger" | "link"], QLabel[tone="secondary" | "positive" | "warning" |
/// "negative" | "accent"], QLabel[type="section" | "page" | "figure" | "strong" | "secondary"].
QString styleSheet(const Colours &colours);

} // namespace mdmc::ui
