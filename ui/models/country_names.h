// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

namespace mdmc::ui {

/// The country's name in the program's language, from its ISO 3166-1 alpha-2 code; the code itself where it is none.
QString countryName(const QString &code);

/// The code of a country named in the program's language or in English, whatever its case and accents; empty where the
/// name is none.
QString countryCode(const QString &name);

} // namespace mdmc::ui
