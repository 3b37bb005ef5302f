// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace mdmc::exchange {

/// A title as files have it, folded to words (`foldToWords`), and the field that it means. A title may mean two fields
/// with different weight: `nom` is a last name beside a first name, else a whole name.
struct ColumnTitle {
    const char *words;
    const char *target;
    double weight = 1.0;
};

/// The known titles, French and English.
std::span<const ColumnTitle> columnTitles();
/// Words in a title that say that it is about a field, not the field: `email opt out`, `date du dernier appel`.
std::span<const char *const> foreignWords();

} // namespace mdmc::exchange
