// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/field_text.h"

#include "core/rules/contact_text.h"
#include "ui/models/country_names.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

struct Word {
    const char *field;
    const char *key;
    const char *label;
    Hue hue;
};

// Fixed sets of the records' own description; everything else is a list that an administrator edits.
constexpr Word kWords[] = {
    {"consent", "granted", QT_TRANSLATE_NOOP("word", "Granted"), Hue::Green},
    {"consent", "denied", QT_TRANSLATE_NOOP("word", "Denied"), Hue::Red},
    {"status", "draft", QT_TRANSLATE_NOOP("word", "Draft"), Hue::Slate},
    {"status", "active", QT_TRANSLATE_NOOP("word", "Active"), Hue::Green},
    {"status", "paused", QT_TRANSLATE_NOOP("word", "Paused"), Hue::Amber},
    {"status", "completed", QT_TRANSLATE_NOOP("word", "Completed"), Hue::Blue},
    {"status", "cancelled", QT_TRANSLATE_NOOP("word", "Cancelled"), Hue::Red},
    {"kind", "note", QT_TRANSLATE_NOOP("word", "Note"), Hue::Slate},
    {"kind", "call", QT_TRANSLATE_NOOP("word", "Call"), Hue::Blue},
    {"kind", "email", QT_TRANSLATE_NOOP("word", "E-mail"), Hue::Violet},
    {"kind", "meeting", QT_TRANSLATE_NOOP("word", "Meeting"), Hue::Teal},
    {"role", "admin", QT_TRANSLATE_NOOP("word", "Administrator"), Hue::Violet},
    {"role", "manager", QT_TRANSLATE_NOOP("word", "Manager"), Hue::Blue},
    {"role", "account_manager", QT_TRANSLATE_NOOP("word", "Account manager"), Hue::Teal},
    {"role", "finance", QT_TRANSLATE_NOOP("word", "Finance"), Hue::Amber},
    {"role", "read_only", QT_TRANSLATE_NOOP("word", "Read only"), Hue::Slate},
    {"scope", "own", QT_TRANSLATE_NOOP("word", "Own records"), Hue::Slate},
    {"scope", "team", QT_TRANSLATE_NOOP("word", "The team's records"), Hue::Slate},
    {"scope", "all", QT_TRANSLATE_NOOP("word", "All records"), Hue::Slate},
};

bool isFixed(EntityType type, QLatin1String field)
{
    switch (type) {
    case EntityType::Lead: return field == QLatin1String("consent");
    case EntityType::Campaign:
    case EntityType::CampaignLine: return field == QLatin1String("status");
    case EntityType::Activity: return field == QLatin1String("kind");
    case EntityType::User: return field == QLatin1String("role") || field == QLatin1String("scope");
    default: return false;
    }
}

QString nameOfReference(const Lookups &lookups, EntityType type, const RecordId &id)
{
    switch (type) {
    case EntityType::User: return lookups.userName(id);
    case EntityType::Team: return lookups.teamName(id);
    case EntityType::Stage: return lookups.stageName(id);
    case EntityType::Pipeline: return lookups.pipelineName(id);
    default: return {};
    }
}

/// Entries of a set as typed, separated by commas. A label may hold commas itself (“Meta (Facebook, Instagram)”), so
/// known labels are recognised first, the longest that fits.
QStringList splitSet(const QString &text, const QList<FieldOption> &options)
{
    QStringList keys;
    qsizetype at = 0;
    while (at < text.size()) {
        if (text[at] == QLatin1Char(',') || text[at].isSpace()) {
            ++at;
            continue;
        }
        qsizetype end = text.indexOf(QLatin1Char(','), at);
        end = end < 0 ? text.size() : end;
        QString key = text.mid(at, end - at).trimmed();
        qsizetype longest = 0;
        for (const FieldOption &option : options) {
            const qsizetype after = at + option.label.size();
            const bool isWhole = after >= text.size() || QStringView(text).mid(after).trimmed().isEmpty()
                || QStringView(text).mid(after).trimmed().startsWith(QLatin1Char(','));
            if (option.label.size() > longest && isWhole
                && QStringView(text).mid(at).startsWith(option.label, Qt::CaseInsensitive)) {
                longest = option.label.size();
                key = option.id;
                end = after;
            }
        }
        if (!keys.contains(key))
            keys << key;
        at = end;
    }
    return keys;
}

} // namespace

Hue hueOf(qint64 colour)
{
    return Hue(((colour % int(Hue::Count_)) + int(Hue::Count_)) % int(Hue::Count_));
}

QList<FieldOption> fixedOptions(EntityType type, QLatin1String field)
{
    QList<FieldOption> options;
    if (!isFixed(type, field))
        return options;
    for (const Word &word : kWords)
        if (field == QLatin1String(word.field))
            options << FieldOption{QLatin1String(word.key), QCoreApplication::translate("word", word.label), word.hue};
    return options;
}

QString FieldText::label(const FieldInfo &field)
{
    return QCoreApplication::translate("field", field.label);
}

QString FieldText::label(EntityType type, QLatin1String field)
{
    const EntityInfo &info = entityInfo(type);
    return label(info.field(info.indexOf(field)));
}

QString FieldText::entityLabel(EntityType type)
{
    return QCoreApplication::translate("entity", entityInfo(type).label);
}

QString FieldText::wordOf(EntityType type, const FieldInfo &field, const QString &key) const
{
    if (field.list)
        return m_lookups->listLabel(QString::fromLatin1(field.list), key);
    for (const FieldOption &option : fixedOptions(type, field.name))
        if (option.id == key)
            return option.label;
    if (field.name == QLatin1String("phones"))
        return formatPhone(key);
    if (field.name == QLatin1String("country"))
        return countryName(key);
    return key;
}

QString FieldText::text(EntityType type, int position, const Value &value) const
{
    if (value.isEmpty())
        return {};
    const FieldInfo &field = entityInfo(type).field(position);
    switch (field.type) {
    case FieldType::Bool:
        return value.as<bool>() ? QCoreApplication::translate("word", "Yes")
                                : QCoreApplication::translate("word", "No");
    case FieldType::Integer: return m_format.number(value.as<qint64>());
    case FieldType::Timestamp: return m_format.dateTime(value.as<qint64>());
    case FieldType::Date: return m_format.day(value.as<QDate>());
    case FieldType::Text: return wordOf(type, field, value.as<QString>());
    case FieldType::Id: return nameOfReference(*m_lookups, field.refers, value.as<RecordId>());
    case FieldType::Money: return m_format.money(value.as<Money>(), true);
    case FieldType::Bytes: return {};
    case FieldType::TextSet: {
        QStringList words;
        for (const QString &key : value.as<QStringList>())
            words << wordOf(type, field, key);
        return words.join(QStringLiteral(", "));
    }
    }
    return {};
}

QList<ChipData> FieldText::chips(EntityType type, int position, const Value &value) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    QList<ChipData> chips;
    for (const QString &key : value.as<QStringList>())
        chips << ChipData{wordOf(type, field, key), hue(type, position, Value(key))};
    return chips;
}

Hue FieldText::hue(EntityType type, int position, const Value &value) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    if (const RecordId *id = value.get<RecordId>()) {
        if (field.refers == EntityType::Stage && field.hasReference)
            if (const std::optional<Stage> stage = m_lookups->stage(*id))
                return hueOf(stage->colour);
        return hueFor(nameOfReference(*m_lookups, field.refers, *id));
    }
    const QString key = value.as<QString>();
    if (field.list) {
        const std::optional<ListItem> item = m_lookups->listItem(QString::fromLatin1(field.list), key);
        return item ? hueOf(item->colour) : Hue::Slate;
    }
    for (const FieldOption &option : fixedOptions(type, field.name))
        if (option.id == key)
            return option.hue;
    return Hue::Slate;
}

bool FieldText::isChosen(EntityType type, int position) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    return field.list || field.type == FieldType::Bool || isFixed(type, field.name)
        || (field.hasReference
            && (field.refers == EntityType::User || field.refers == EntityType::Team
                || field.refers == EntityType::Stage || field.refers == EntityType::Pipeline));
}

QList<FieldOption> FieldText::options(EntityType type, int position) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    QList<FieldOption> options;
    if (field.list) {
        for (const ListItem &item : m_lookups->list(QString::fromLatin1(field.list)))
            options << FieldOption{item.key, m_lookups->labelOf(item), hueOf(item.colour)};
        return options;
    }
    if (field.type == FieldType::Bool)
        return {{QStringLiteral("1"), QCoreApplication::translate("word", "Yes"), Hue::Green},
                {QStringLiteral("0"), QCoreApplication::translate("word", "No"), Hue::Slate}};
    if (!field.hasReference)
        return fixedOptions(type, field.name);
    if (field.refers == EntityType::User)
        for (const User &user : m_lookups->activeUsers())
            options << FieldOption{user.id.toString(), user.name, hueFor(user.name)};
    if (field.refers == EntityType::Team)
        for (const Team &team : m_lookups->teams())
            options << FieldOption{team.id.toString(), team.name, hueFor(team.name)};
    if (field.refers == EntityType::Stage)
        for (const Stage &stage : m_lookups->stages())
            options << FieldOption{stage.id.toString(), m_lookups->stageName(stage), hueOf(stage.colour)};
    if (field.refers == EntityType::Pipeline)
        for (const Pipeline &pipeline : m_lookups->pipelines())
            options << FieldOption{pipeline.id.toString(), pipeline.name, Hue::Slate};
    return options;
}

QString FieldText::optionId(const Value &value)
{
    if (const RecordId *id = value.get<RecordId>())
        return id->toString();
    if (const bool *flag = value.get<bool>())
        return *flag ? QStringLiteral("1") : QStringLiteral("0");
    return value.as<QString>();
}

Value FieldText::valueOfOption(const FieldInfo &field, const QString &id)
{
    if (id.isEmpty())
        return {};
    if (field.type == FieldType::Id)
        return Value(RecordId::fromString(id).value_or(RecordId()));
    if (field.type == FieldType::Bool)
        return Value(id == QLatin1String("1"));
    return Value(id);
}

QString FieldText::editText(EntityType type, int position, const Value &value) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    if (const Money *money = value.get<Money>()) {
        QString amount = toDecimal(*money);
        const QString zeros = QLatin1Char('.') + QString(minorUnitDigits(money->currency), QLatin1Char('0'));
        if (amount.endsWith(zeros) && zeros.size() > 1)
            amount.chop(zeros.size());
        amount.replace(QLatin1Char('.'), m_format.locale().decimalPoint());
        return amount + QLatin1Char(' ') + money->currency;
    }
    if (const QDate *date = value.get<QDate>())
        return m_format.locale().toString(*date, QLocale::ShortFormat);
    if (const qint64 *number = value.get<qint64>(); number && field.type == FieldType::Integer)
        return QString::number(*number);
    if (isChosen(type, position))
        return text(type, position, value);
    return toPlainText(value);
}

std::optional<Value> FieldText::parse(EntityType type, int position, const QString &typed, const Value &before) const
{
    const FieldInfo &field = entityInfo(type).field(position);
    const QString text = typed.trimmed();
    if (text.isEmpty())
        return Value();
    if (isChosen(type, position) && field.type != FieldType::TextSet) {
        for (const FieldOption &option : options(type, position))
            if (option.label.compare(text, Qt::CaseInsensitive) == 0 || option.id == text)
                return valueOfOption(field, option.id);
        return std::nullopt;
    }
    switch (field.type) {
    case FieldType::Money: {
        const Money *old = before.get<Money>();
        const auto money = parseMoney(text, old ? old->currency : QStringLiteral("EUR"));
        return money ? std::optional<Value>(*money) : std::nullopt;
    }
    case FieldType::Integer: {
        bool ok = false;
        const qint64 number = m_format.locale().toLongLong(text, &ok);
        return ok ? std::optional<Value>(number) : std::nullopt;
    }
    case FieldType::Date: {
        QDate date = QDate::fromString(text, Qt::ISODate);
        if (!date.isValid())
            date = m_format.locale().toDate(text, QLocale::ShortFormat);
        if (date.isValid() && date.year() < 1970)
            date = date.addYears(100); // Two-digit years of a locale's short form count from 1900.
        return date.isValid() ? std::optional<Value>(date) : std::nullopt;
    }
    case FieldType::TextSet: return Value(splitSet(text, options(type, position)));
    case FieldType::Text:
        if (field.name == QLatin1String("country"))
            if (const QString code = countryCode(text); !code.isEmpty())
                return Value(code);
        return Value(text);
    default: return std::nullopt;
    }
}

} // namespace mdmc::ui
