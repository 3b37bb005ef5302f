// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace mdmc::exchange {

/// ISO 3166-1 alpha-2 code of a country as people write it: a code, its English or French name, its name in its own
/// language, some usual short forms (`UK`, `USA`). Without case and accents.
std::optional<QString> countryCode(QStringView text);

} // namespace mdmc::exchange
