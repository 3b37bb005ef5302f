// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/money.h"

#include <QDate>
#include <QLocale>
#include <QString>
#include <QTimeZone>

namespace mdmc::ui {

/// Turns values into what people read, in one locale and zone. Cheap to copy. `clock` must outlive it.
class Formatter {
public:
    explicit Formatter(const Clock &clock, QLocale locale = QLocale(), QTimeZone zone = QTimeZone::systemTimeZone());

    /// `1 234,50 €` in French, `€1,234.50` in English: the locale's way with the record's currency; no decimals are
    /// dropped unless all are zero and `trimZeros`.
    QString money(const Money &money, bool trimZeros = false) const;
    /// For cards and board heads: `12.4k €`-like, three significant digits: `€12.4K`, `12,4 k€`.
    QString moneyShort(const Money &money) const;
    QString number(qint64 value) const;
    QString decimal(double value, int decimals) const;
    /// `ratio` 0.125 → `12.5%`, `12,5 %` in French (narrow no-break space).
    QString percent(double ratio, int decimals = 0) const;

    /// Within a week of now *today 14:02*, *yesterday 14:02*, *Monday 14:02*; later or earlier the locale's short date.
    QString dateTime(UtcMs time) const;
    /// *just now*, *4 s ago*, *12 min ago*, then as `dateTime`.
    QString ago(UtcMs time) const;
    /// A day: *today*, *tomorrow*, *Monday*, else the locale's short date.
    QString day(QDate date) const;
    QString fullDateTime(UtcMs time) const; ///< Long, for tool tips.
    QString time(UtcMs time) const;         ///< Hours and minutes.
    /// *about 2 min left*; empty when unknown (< 0).
    QString remaining(qint64 ms) const;

    /// Sets the spaces a typographer would before : ; ! ? % and inside « » when the locale is French; else unchanged.
    QString typeset(const QString &text) const;

    QDate today() const;
    const QLocale &locale() const { return m_locale; }

private:
    bool isFrench() const { return m_locale.language() == QLocale::French; }
    QDateTime local(UtcMs time) const;

    const Clock *m_clock;
    QLocale m_locale;
    QTimeZone m_zone;
};

/// Up to two upper-case letters: `Ana María Ruiz` → `AR`, `Zoé` → `Z`.
QString initials(QStringView name);

} // namespace mdmc::ui
