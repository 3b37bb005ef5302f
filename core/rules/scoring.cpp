// SPDX-License-Identifier: GPL-3.0-or-later
// Weights and limits: reference "Scoring 0–100". Integers only, so that every machine computes the same score.
#include "core/rules/scoring.h"

#include "core/model/entity.h"
#include "core/rules/contact_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace mdmc {

namespace {


QDate utcDay(UtcMs at)
{
    constexpr qint64 dayMs = 86'400'000;
    const qint64 day = at >= 0 ? at / dayMs : -((dayMs - 1 - at) / dayMs);
    return QDate(1970, 1, 1).addDays(day);
}

/// What a thousand units of a currency are worth in euros, roughly: a budget's size class is all the score needs, and
/// a live rate would make the score change without anybody's doing. 0 = unknown.
qint64 eurosPerThousand(QStringView currency)
{
    struct Rate { QStringView currency; qint64 euros; };
    static constexpr std::array<Rate, 6> rates{{
        {u"EUR", 1000}, {u"GBP", 1150}, {u"USD", 900}, {u"CHF", 1050}, {u"CAD", 650}, {u"JPY", 6}}};
    for (const Rate &rate : rates)
        if (rate.currency == currency)
            return rate.euros;
    return 0;
}

/// Against the sizes in which campaigns are sold: from 500, 1,000, 2,500 and 5,000 euros.
int budgetPoints(const Lead &lead)
{
    const std::optional<Money> amount = lead.budget ? lead.budget : lead.contractValue;
    if (!amount || amount->minor <= 0)
        return 0;
    const qint64 perThousand = eurosPerThousand(amount->currency);
    if (perThousand == 0)
        return 10; // There is a budget; its size class is unknown.
    qint64 units = amount->minor;
    for (int i = minorUnitDigits(amount->currency); i > 0; --i)
        units /= 10;
    const qint64 euros = std::min<qint64>(units, 1'000'000'000) * perThousand / 1000;
    if (euros >= 5000) return 25;
    if (euros >= 2500) return 20;
    if (euros >= 1000) return 15;
    if (euros >= 500) return 10;
    return 5;
}

/// Full marks when a campaign can still be prepared and the release is near enough to be planned.
int releasePoints(const Lead &lead, QDate asOf)
{
    if (!lead.releaseDate.isValid() || !asOf.isValid())
        return 0;
    const qint64 days = asOf.daysTo(lead.releaseDate);
    if (days < 0) return 0;
    if (days < 14) return 5;
    if (days <= 70) return 15;
    if (days <= 140) return 8;
    return 3;
}

int contactPoints(const Lead &lead)
{
    if (lead.consent == u"denied")
        return 0;
    int points = 0;
    if (std::any_of(lead.emails.begin(), lead.emails.end(), [](const QString &email) { return isEmail(email); }))
        points += 5;
    if (!lead.phones.isEmpty())
        points += 3;
    if (!lead.firstName.isEmpty() || !lead.lastName.isEmpty())
        points += 2;
    return points;
}

/// Warm introductions first, lists last. A source that the workspace added itself stands in the middle.
int sourcePoints(QStringView source)
{
    struct Weight { QStringView source; int points; };
    static constexpr std::array<Weight, 8> weights{{{u"referral", 10}, {u"label", 10}, {u"event", 8}, {u"form", 7},
        {u"email", 6}, {u"instagramDm", 5}, {u"tiktokDm", 5}, {u"import", 2}}};
    if (source.isEmpty())
        return 0;
    for (const Weight &weight : weights)
        if (weight.source == source)
            return weight.points;
    return 4;
}

bool serves(QStringView platform, const QString &goal)
{
    struct Fit { QStringView platform; std::array<QStringView, 9> goals; };
    static constexpr std::array<Fit, 4> fits{{
        {u"meta", {u"awareness", u"videoViews", u"streams", u"preSaves", u"followers", u"smartLinkTraffic",
                   u"ticketing", u"merch", u"emailList"}},
        {u"tiktok", {u"awareness", u"videoViews", u"streams", u"preSaves", u"followers", u"smartLinkTraffic"}},
        {u"google", {u"awareness", u"videoViews", u"followers", u"smartLinkTraffic", u"ticketing", u"merch"}},
        {u"spotify", {u"awareness", u"streams", u"preSaves", u"followers"}}}};
    for (const Fit &fit : fits)
        if (fit.platform == platform)
            return std::find(fit.goals.begin(), fit.goals.end(), goal) != fit.goals.end();
    return false;
}

int fitPoints(const Lead &lead)
{
    const bool hasMatch = std::any_of(lead.platforms.begin(), lead.platforms.end(), [&](const QString &platform) {
        return std::any_of(lead.goals.begin(), lead.goals.end(),
                           [&](const QString &goal) { return serves(platform, goal); });
    });
    return (lead.platforms.isEmpty() ? 0 : 4) + (lead.goals.isEmpty() ? 0 : 4) + (hasMatch ? 2 : 0);
}

int tractionPoints(const Lead &lead)
{
    return (lead.spotifyId.isEmpty() ? 0 : 6) + (lead.genres.isEmpty() ? 0 : 4);
}

int engagementPoints(const Lead &lead, QDate asOf)
{
    if (!lead.lastActivityAt)
        return 0;
    const qint64 days = utcDay(*lead.lastActivityAt).daysTo(asOf);
    if (days <= 7) return 15;
    if (days <= 14) return 10;
    if (days <= 30) return 5;
    return 0;
}

int returningPoints(const Lead &lead)
{
    const bool isTagged = std::any_of(lead.tags.begin(), lead.tags.end(),
                                      [](const QString &tag) { return foldText(tag) == u"returning"; });
    return lead.companyId || isTagged ? 5 : 0;
}

/// Somebody wrote to them (the lead left the first stage) and nothing has happened for more than 30 days.
bool isWithoutReply(const Lead &lead, const Stage *stage, QDate asOf)
{
    return stage && stage->kind == u"open" && stage->position > 0 && lead.lastActivityAt
           && utcDay(*lead.lastActivityAt).daysTo(asOf) > 30;
}

} // namespace

Score scoreLead(const Lead &lead, const Stage *stage, QDate asOf)
{
    Score score;
    score.factors = {
        {QLatin1String("budget"), QT_TRANSLATE_NOOP("score", "Budget"), budgetPoints(lead), 25},
        {QLatin1String("release"), QT_TRANSLATE_NOOP("score", "Release date"), releasePoints(lead, asOf), 15},
        {QLatin1String("contact"), QT_TRANSLATE_NOOP("score", "Contact data"), contactPoints(lead), 10},
        {QLatin1String("source"), QT_TRANSLATE_NOOP("score", "Source"), sourcePoints(lead.source), 10},
        {QLatin1String("fit"), QT_TRANSLATE_NOOP("score", "Platforms and goals"), fitPoints(lead), 10},
        {QLatin1String("traction"), QT_TRANSLATE_NOOP("score", "Traction"), tractionPoints(lead), 10},
        {QLatin1String("engagement"), QT_TRANSLATE_NOOP("score", "Engagement"), engagementPoints(lead, asOf), 15},
        {QLatin1String("returning"), QT_TRANSLATE_NOOP("score", "Returning client"), returningPoints(lead), 5},
    };
    if (isWithoutReply(lead, stage, asOf))
        score.factors.push_back({QLatin1String("noReply"), QT_TRANSLATE_NOOP("score", "No activity for 30 days"), -10, 0});
    int sum = 0;
    for (const ScoreFactor &factor : score.factors)
        sum += factor.points;
    score.total = std::clamp(sum, 0, 100);
    return score;
}


} // namespace mdmc
