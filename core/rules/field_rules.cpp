// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/field_rules.h"

#include "core/rules/contact_text.h"

#include <QLocale>
#include <QRegularExpression>

#include <algorithm>

namespace mdmc {

namespace {

using Found = std::optional<std::pair<ViolationKind, const char *>>;

Found found(ViolationKind kind, const char *detail)
{
    return std::pair(kind, detail);
}

bool isOneOf(QLatin1String name, std::initializer_list<QLatin1String> names)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// Lists whose values must be entries; genres, goals and tags may also be free text.
bool isClosedList(QLatin1String list)
{
    return isOneOf(list, {QLatin1String("priority"), QLatin1String("lostReason"), QLatin1String("source"),
                          QLatin1String("platform")});
}

bool hasControlCharacter(QStringView text, bool isLong)
{
    return std::any_of(text.begin(), text.end(), [isLong](QChar c) {
        return c.category() == QChar::Other_Control && !(isLong && (c == u'\n' || c == u'\t'));
    });
}

/// A text cut inside a surrogate pair cannot be encoded, and would come back as something else.
bool hasLoneSurrogate(QStringView text)
{
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (!text[i].isSurrogate())
            continue;
        if (!text[i].isHighSurrogate() || i + 1 == text.size() || !text[i + 1].isLowSurrogate())
            return true;
        ++i;
    }
    return false;
}

bool isCountry(QStringView text)
{
    const auto isUpper = [](QChar c) { return c >= u'A' && c <= u'Z'; };
    return text.size() == 2 && std::all_of(text.begin(), text.end(), isUpper)
           && QLocale::codeToTerritory(text) != QLocale::AnyTerritory;
}

bool isLocaleName(const QString &text)
{
    static const QRegularExpression form(QStringLiteral("^[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*$"));
    return form.match(text).hasMatch();
}

Found checkForm(const FieldInfo &field, const QString &text)
{
    using enum ViolationKind;
    if (isOneOf(field.name, {QLatin1String("email"), QLatin1String("emails")}))
        return isEmail(text) ? Found() : found(Malformed, "not an e-mail address");
    if (field.name == QLatin1String("phones"))
        return toE164(text) ? Found() : found(Malformed, "not a phone number");
    if (field.name == QLatin1String("spotifyId"))
        return spotifyArtistId(text) == text ? Found() : found(Malformed, "not a Spotify artist");
    if (field.name == QLatin1String("country"))
        return isCountry(text) ? Found() : found(Malformed, "not an ISO 3166-1 country code");
    if (field.name == QLatin1String("locale"))
        return isLocaleName(text) ? Found() : found(Malformed, "not a language tag");
    return {};
}

Found checkText(EntityType type, const FieldInfo &field, const QString &text, const RuleContext &context)
{
    using enum ViolationKind;
    const bool isLong = field.has(FieldFlag::LongText);
    if (text.size() > (isLong ? kMaxLongTextLength : kMaxTextLength))
        return found(TooLong, isLong ? "longer than 20,000 characters" : "longer than 500 characters");
    if (hasControlCharacter(text, isLong))
        return found(Malformed, "holds control characters");
    if (hasLoneSurrogate(text))
        return found(Malformed, "holds half a character");
    if (const auto keys = closedChoice(type, field.name);
        !keys.empty() && std::none_of(keys.begin(), keys.end(), [&](QLatin1String key) { return text == key; }))
        return found(NotInList, "not one of the known keys");
    if (field.list && isClosedList(QLatin1String(field.list))) {
        const std::vector<ListItem> items = context.list(QString::fromLatin1(field.list));
        const auto isEntry = [&text](const ListItem &item) { return item.key == text; };
        if (!items.empty() && std::none_of(items.begin(), items.end(), isEntry))
            return found(NotInList, "not in the workspace's list");
    }
    return checkForm(field, text);
}

Found checkMoney(const Money &money)
{
    using enum ViolationKind;
    const auto isUpper = [](QChar c) { return c >= u'A' && c <= u'Z'; };
    if (money.currency.size() != 3 || !std::all_of(money.currency.begin(), money.currency.end(), isUpper))
        return found(Malformed, "not an ISO 4217 currency code");
    if (money.minor < 0)
        return found(OutOfRange, "an amount is not negative");
    if (money.minor > kMaxMoneyMinor)
        return found(OutOfRange, "the amount is too large");
    return {};
}

Found checkInteger(const FieldInfo &field, qint64 number)
{
    qint64 maximum = std::numeric_limits<qint64>::max();
    if (isOneOf(field.name, {QLatin1String("probability"), QLatin1String("score")}))
        maximum = 100;
    else if (field.name == QLatin1String("colour"))
        maximum = 7;
    else if (field.name == QLatin1String("rottenAfterDays"))
        maximum = 3650;
    else if (field.name == QLatin1String("position"))
        maximum = 1'000'000'000;
    if (number < 0 || number > maximum)
        return found(ViolationKind::OutOfRange, "outside the range of this field");
    return {};
}

Found checkYear(int year)
{
    return year < kFirstYear || year > kLastYear ? found(ViolationKind::OutOfRange, "outside 1900–2200") : Found();
}

Found checkOne(EntityType type, const FieldInfo &field, const Value &value, const RuleContext &context)
{
    switch (field.type) {
    case FieldType::Text: return checkText(type, field, value.as<QString>(), context);
    case FieldType::Money: return checkMoney(value.as<Money>());
    case FieldType::Integer: return checkInteger(field, value.as<qint64>());
    case FieldType::Date: return checkYear(value.as<QDate>().year());
    case FieldType::Timestamp:
        return checkYear(QDateTime::fromMSecsSinceEpoch(value.as<qint64>(), Qt::UTC).date().year());
    case FieldType::Id:
        if (field.hasReference && field.merge != Merge::Server && !context.exists(field.refers, value.as<RecordId>()))
            return found(ViolationKind::UnknownReference, "no such record");
        return {};
    case FieldType::Bytes:
        return value.as<QByteArray>().size() > kMaxLongTextLength * 4 ? found(ViolationKind::TooLong, "too many bytes")
                                                                      : Found();
    case FieldType::Bool:
    case FieldType::TextSet: break;
    }
    return {};
}

std::vector<Violation> checkSet(EntityType type, const FieldInfo &field, const QStringList &entries,
                                const QStringList &old, const RuleContext &context)
{
    std::vector<Violation> violations;
    if (entries.size() > kMaxSetEntries && entries.size() > old.size())
        violations.push_back({field.name, ViolationKind::TooLong, QStringLiteral("more than 50 entries")});
    for (qsizetype i = 0; i < entries.size() && violations.size() < size_t(kMaxSetEntries); ++i) {
        if (old.contains(entries[i]))
            continue;
        Found problem = entries[i].isEmpty() ? found(ViolationKind::Required, "an entry must not be empty")
                                             : checkText(type, field, entries[i], context);
        if (problem)
            violations.push_back({QStringLiteral("%1[%2]").arg(field.name).arg(i), problem->first,
                                  QString::fromUtf8(problem->second)});
    }
    return violations;
}

} // namespace

std::vector<Violation> checkFieldValue(EntityType type, const FieldInfo &field, const Value &value, const Value *old,
                                       const RuleContext &context)
{
    if (!value.fits(field.type))
        return {{field.name, ViolationKind::Malformed, QStringLiteral("a value of another type")}};
    if (field.type == FieldType::TextSet)
        return checkSet(type, field, value.as<QStringList>(), old ? old->as<QStringList>() : QStringList(), context);
    if (const Found problem = checkOne(type, field, value, context))
        return {{field.name, problem->first, QString::fromUtf8(problem->second)}};
    return {};
}

std::vector<QLatin1String> closedChoice(EntityType type, QLatin1String fieldName)
{
    using Keys = std::vector<QLatin1String>;
    const auto is = [fieldName](const char *name) { return fieldName == QLatin1String(name); };
    const auto keys = [](std::initializer_list<const char *> names) { return Keys(names.begin(), names.end()); };
    switch (type) {
    case EntityType::User:
        if (is("role")) return keys({"admin", "manager", "account_manager", "finance", "read_only"});
        if (is("scope")) return keys({"own", "team", "all"});
        break;
    case EntityType::Stage:
        if (is("kind")) return keys({"open", "won", "lost", "parked"});
        break;
    case EntityType::Lead:
        if (is("consent")) return keys({"granted", "denied"});
        break;
    case EntityType::Campaign:
    case EntityType::CampaignLine:
        if (is("status")) return keys({"draft", "active", "paused", "completed", "cancelled"});
        break;
    case EntityType::Activity:
        if (is("kind")) return keys({"note", "call", "email", "meeting"});
        if (is("subjectType")) return keys({"lead", "campaign"});
        break;
    case EntityType::Task:
        if (is("subjectType")) return keys({"lead", "campaign"});
        break;
    case EntityType::Conflict:
        if (is("resolution")) return keys({"restored", "dismissed"});
        break;
    default: break;
    }
    return {};
}

} // namespace mdmc
