// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QDate>
#include <QString>
#include <QStringView>
#include <QTimeZone>

#include <optional>

namespace mdmc::exchange {

/// Which comes first in `03/04/2026`.
enum class DateOrder { DayFirst, MonthFirst };

/// What a whole column says about the order of its dates. Feed it every value; it keeps four numbers.
class DateEvidence {
public:
    void add(QStringView value);

    struct Verdict {
        DateOrder order = DateOrder::DayFirst;
        bool isCertain = true; ///< False where every date fits both orders and the preference decided, or they contradict.
        bool isContradictory = false; ///< Some dates fit only the one and some only the other.
        qint64 dates = 0;             ///< Values that are a date in the order decided.
        qint64 others = 0;            ///< Values that are no date in it, empty ones not counted.
        bool operator==(const Verdict &) const = default;
    };
    /// The majority of the values that fit one order only decides; `preference` (the locale's) where there are none.
    Verdict verdict(DateOrder preference) const;

private:
    qint64 m_dayFirstOnly = 0;
    qint64 m_monthFirstOnly = 0;
    qint64 m_ambiguous = 0; ///< Fit both orders with different dates.
    qint64 m_sameInBoth = 0;
    qint64 m_neither = 0;
};

/// Reads `2026-12-31`, `31/12/2026`, `31.12.26`, `12/31/2026`, `31 déc. 2026`, `1er janvier 2027`, `Dec 31, 2026`,
/// `20261231`, an Excel serial number (`46387`) or 13-digit milliseconds, each with an optional time. Two-digit years
/// are 1970–2069. Nothing for what is no date, a day that does not exist, or one that fits only the other order: never
/// guessed around.
std::optional<QDate> parseDate(QStringView text, DateOrder order);

/// The same as a moment. A time without an offset, and a date without a time (its start), are taken in `zone`.
std::optional<UtcMs> parseDateTime(QStringView text, DateOrder order, const QTimeZone &zone = QTimeZone::utc());

} // namespace mdmc::exchange
