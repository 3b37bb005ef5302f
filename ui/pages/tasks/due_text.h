// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDate>
#include <QLocale>

namespace mdmc::ui {

/// A day as people type it: today, tomorrow, a weekday (the next one), `+3` (days from today), 24/12 (the next one),
/// 2026-12-24 or the locale's own form. Invalid when it is none of these, and for an empty text.
QDate dayFromText(const QString &text, const QLocale &locale, QDate today);

} // namespace mdmc::ui
