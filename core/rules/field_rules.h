// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/validation.h"

#include <vector>

namespace mdmc {

// Limits of stored values; forms offer no more.
inline constexpr qsizetype kMaxTextLength = 500;       ///< UTF-16 units
inline constexpr qsizetype kMaxLongTextLength = 20'000;
inline constexpr qsizetype kMaxSetEntries = 50;
inline constexpr qint64 kMaxMoneyMinor = 1'000'000'000'000'000; ///< So that sums over a workspace fit 64 bits.
inline constexpr int kFirstYear = 1900;
inline constexpr int kLastYear = 2200;

/// What is wrong with a value that is not empty, taken by itself: type, length, form, range, list, reference.
/// Of a set only the entries that `old` does not hold are judged. The keys that a text may hold where it is a closed
/// choice: `closedChoice`.
std::vector<Violation> checkFieldValue(EntityType type, const FieldInfo &field, const Value &value, const Value *old,
                                       const RuleContext &context);

/// The keys that a field may hold when it is a closed choice of this program (roles, kinds, statuses, consent), in the
/// order in which forms show them; empty for every other field.
std::vector<QLatin1String> closedChoice(EntityType type, QLatin1String fieldName);

} // namespace mdmc
