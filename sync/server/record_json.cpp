// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/record_json.h"

#include "core/model/cbor_pull.h"
#include "core/model/value_codec.h"

#include <QDateTime>
#include <QJsonDocument>

#include <array>
#include <charconv>
#include <chrono>
#include <map>

namespace mdmc::sync {

namespace {

QJsonValue valueToJson(FieldType type, const Value &value)
{
    if (value.isEmpty())
        return QJsonValue::Null;
    switch (type) {
    case FieldType::Bool: return value.as<bool>();
    case FieldType::Integer: return value.as<qint64>();
    case FieldType::Timestamp:
        return QDateTime::fromMSecsSinceEpoch(value.as<qint64>(), Qt::UTC).toString(Qt::ISODateWithMs);
    case FieldType::Date: return value.as<QDate>().toString(Qt::ISODate);
    case FieldType::Text: return value.as<QString>();
    case FieldType::Id: return value.as<RecordId>().toString();
    case FieldType::Money: {
        const Money money = value.as<Money>();
        return QJsonObject{{QStringLiteral("minor"), money.minor}, {QStringLiteral("currency"), money.currency}};
    }
    case FieldType::TextSet: return QJsonArray::fromStringList(value.as<QStringList>());
    case FieldType::Bytes: return QString::fromLatin1(value.as<QByteArray>().toBase64());
    }
    return QJsonValue::Null;
}

/// Whole numbers only: JSON knows doubles, which hold integers exactly up to 2^53.
std::optional<qint64> wholeNumber(const QJsonValue &json)
{
    if (!json.isDouble())
        return std::nullopt;
    const double number = json.toDouble();
    if (number != std::floor(number) || std::abs(number) > 9007199254740992.0)
        return std::nullopt;
    return json.toInteger();
}

/// JSON can escape half a surrogate pair, which is no character and could not be stored as UTF-8.
std::optional<QString> textFromJson(const QJsonValue &json)
{
    const QString text = json.toString();
    return json.isString() && text.isValidUtf16() ? std::optional(text) : std::nullopt;
}

std::optional<Value> moneyFromJson(const QJsonValue &json)
{
    const QJsonObject object = json.toObject();
    const auto minor = wholeNumber(object.value(QLatin1String("minor")));
    const auto currency = textFromJson(object.value(QLatin1String("currency")));
    if (!minor || !currency || currency->isEmpty() || object.size() != 2)
        return std::nullopt;
    return Value(Money{*minor, *currency});
}

std::optional<Value> textsFromJson(const QJsonValue &json)
{
    if (!json.isArray())
        return std::nullopt;
    QStringList texts;
    for (const QJsonValue &item : json.toArray()) {
        const auto text = textFromJson(item);
        if (!text)
            return std::nullopt;
        texts.append(*text);
    }
    return Value(texts);
}

std::optional<Value> valueFromJson(FieldType type, const QJsonValue &json)
{
    if (json.isNull())
        return Value();
    switch (type) {
    case FieldType::Bool: return json.isBool() ? std::optional(Value(json.toBool())) : std::nullopt;
    case FieldType::Integer:
        if (const auto number = wholeNumber(json))
            return Value(*number);
        return std::nullopt;
    case FieldType::Timestamp: {
        const QDateTime time = QDateTime::fromString(json.toString(), Qt::ISODateWithMs);
        return time.isValid() ? std::optional(Value(time.toMSecsSinceEpoch())) : std::nullopt;
    }
    case FieldType::Date: {
        const QDate day = QDate::fromString(json.toString(), Qt::ISODate);
        return day.isValid() ? std::optional(Value(day)) : std::nullopt;
    }
    case FieldType::Text:
        if (const auto text = textFromJson(json))
            return Value(*text);
        return std::nullopt;
    case FieldType::Id: {
        const auto id = RecordId::fromString(json.toString());
        return id ? std::optional(Value(*id)) : std::nullopt;
    }
    case FieldType::Money: return moneyFromJson(json);
    case FieldType::TextSet: return textsFromJson(json);
    case FieldType::Bytes: break;
    }
    return std::nullopt;
}

/// `text` is UTF-8.
void appendText(QByteArray &out, QByteArrayView text)
{
    static constexpr char hex[] = "0123456789abcdef";
    out.append('"');
    const char *plain = text.begin(); // What may go as it is, up to `at`.
    for (const char *at = text.begin(); at != text.end(); ++at) {
        const char c = *at;
        if (uchar(c) >= 0x20 && c != '"' && c != '\\')
            continue;
        out.append(plain, at - plain);
        plain = at + 1;
        if (uchar(c) >= 0x20)
            out.append('\\').append(c);
        else
            out.append("\\u00").append(hex[uchar(c) >> 4]).append(hex[uchar(c) & 15]);
    }
    out.append(plain, text.end() - plain).append('"');
}

void appendInteger(QByteArray &out, qint64 number)
{
    std::array<char, 20> text;
    out.append(text.data(), std::to_chars(text.begin(), text.end(), number).ptr - text.begin());
}

/// The canonical form, as RecordId::toString().
void appendId(QByteArray &out, QByteArrayView id)
{
    static constexpr char hex[] = "0123456789abcdef";
    std::array<char, 38> text;
    char *at = text.data();
    *at++ = '"';
    for (int i = 0; i < 16; ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10)
            *at++ = '-';
        *at++ = hex[uchar(id[i]) >> 4];
        *at++ = hex[uchar(id[i]) & 15];
    }
    *at++ = '"';
    out.append(text.data(), at - text.data());
}

char *putDigits(char *at, unsigned number, int digits)
{
    for (int i = digits - 1; i >= 0; --i, number /= 10)
        at[i] = char('0' + number % 10);
    return at + digits;
}

/// Of the years 0 to 9999.
char *putDay(char *at, std::chrono::sys_days day)
{
    const std::chrono::year_month_day date(day);
    at = putDigits(at, unsigned(int(date.year())), 4);
    *at++ = '-';
    at = putDigits(at, unsigned(date.month()), 2);
    *at++ = '-';
    return putDigits(at, unsigned(date.day()), 2);
}

/// `2026-11-22T18:20:00.000Z`; Qt's own formatting takes ten times as long.
void appendTimestamp(QByteArray &out, qint64 ms)
{
    using namespace std::chrono;
    constexpr qint64 kEndOf9999 = 253'402'300'799'999;
    if (ms < 0 || ms > kEndOf9999) {
        appendText(out, valueToJson(FieldType::Timestamp, Value(ms)).toString().toUtf8());
        return;
    }
    const sys_time<milliseconds> time{milliseconds(ms)};
    const auto day = floor<days>(time);
    const hh_mm_ss clock(time - day);
    std::array<char, 26> text;
    char *at = text.data();
    *at++ = '"';
    at = putDay(at, day);
    *at++ = 'T';
    at = putDigits(at, unsigned(clock.hours().count()), 2);
    *at++ = ':';
    at = putDigits(at, unsigned(clock.minutes().count()), 2);
    *at++ = ':';
    at = putDigits(at, unsigned(clock.seconds().count()), 2);
    *at++ = '.';
    at = putDigits(at, unsigned(clock.subseconds().count()), 3);
    *at++ = 'Z';
    *at++ = '"';
    out.append(text.data(), at - text.data());
}

void appendDate(QByteArray &out, qint64 julianDay)
{
    constexpr qint64 kUnixEpoch = 2'440'588; // As a Julian day
    constexpr qint64 kEndOf9999 = 2'932'896; // In days from there
    if (julianDay < kUnixEpoch || julianDay - kUnixEpoch > kEndOf9999) {
        appendText(out, valueToJson(FieldType::Date, Value(QDate::fromJulianDay(julianDay))).toString().toUtf8());
        return;
    }
    std::array<char, 12> text;
    char *at = text.data();
    *at++ = '"';
    at = putDay(at, std::chrono::sys_days(std::chrono::days(julianDay - kUnixEpoch)));
    *at++ = '"';
    out.append(text.data(), at - text.data());
}

/// False: the item is not what the field wants.
bool appendItem(QByteArray &out, FieldType type, CborPull &row)
{
    if (row.takeNull()) {
        out.append("null");
        return true;
    }
    switch (type) {
    case FieldType::Bool: out.append(row.boolean() ? "true" : "false"); break;
    case FieldType::Integer: appendInteger(out, row.integer()); break;
    case FieldType::Timestamp: appendTimestamp(out, row.integer()); break;
    case FieldType::Date: appendDate(out, row.integer()); break;
    case FieldType::Text: appendText(out, row.text()); break;
    case FieldType::Id: {
        const QByteArrayView id = row.bytes();
        if (id.size() != 16)
            return false;
        appendId(out, id);
        break;
    }
    case FieldType::Money:
        if (row.array() != 2)
            return false;
        out.append("{\"minor\":");
        appendInteger(out, row.integer());
        out.append(",\"currency\":");
        appendText(out, row.text());
        out.append('}');
        break;
    case FieldType::TextSet: {
        const quint64 count = row.array();
        out.append('[');
        for (quint64 i = 0; i < count && !row.failed(); ++i) {
            if (i > 0)
                out.append(',');
            appendText(out, row.text());
        }
        out.append(']');
        break;
    }
    case FieldType::Bytes: appendText(out, row.bytes().toByteArray().toBase64()); break;
    }
    return !row.failed();
}

/// What stands before each field's value: `,"name":`.
const std::vector<QByteArray> &labelsOf(EntityType type)
{
    static const auto all = [] {
        std::map<EntityType, std::vector<QByteArray>> labels;
        for (const EntityInfo *info : allEntities())
            for (const FieldInfo &field : info->fields)
                labels[info->type].push_back(",\"" + QByteArray(field.name.data(), field.name.size()) + "\":");
        return labels;
    }();
    return all.at(type);
}

/// False, with anything appended: the row is out of the ordinary, or none.
bool appendPlain(QByteArray &out, const EntityInfo &info, QByteArrayView packed)
{
    CborPull row(packed);
    constexpr quint64 stateItems = 5; // Type, id, rev, deleted, versions
    if (row.array() < stateItems + quint64(info.fieldCount()) || row.number() != quint64(info.type))
        return false;
    const QByteArrayView id = row.bytes();
    if (id.size() != 16)
        return false;
    out.append("{\"id\":");
    appendId(out, id);
    out.append(",\"rev\":");
    appendInteger(out, row.integer());
    row.integer(); // Deleted
    row.bytes(); // Versions
    const std::vector<QByteArray> &labels = labelsOf(info.type);
    for (int i = 0; i < info.fieldCount(); ++i) {
        out.append(labels[size_t(i)]);
        if (!appendItem(out, info.field(i).type, row))
            return false;
    }
    out.append('}');
    return true;
}

} // namespace

Result<> appendJson(QByteArray &out, EntityType type, QByteArrayView packed)
{
    const qsizetype start = out.size();
    if (appendPlain(out, entityInfo(type), packed))
        return {};
    out.truncate(start);
    MDMC_ASSIGN(const Record record, decodeRecord(packed.toByteArray()));
    if (record.type != type)
        return failure(ErrorCode::InvalidInput, QStringLiteral("a row of another type"));
    out.append(QJsonDocument(toJson(record)).toJson(QJsonDocument::Compact));
    return {};
}

QJsonObject toJson(const Record &record)
{
    QJsonObject object{{QStringLiteral("id"), record.id.toString()}, {QStringLiteral("rev"), record.rev}};
    const EntityInfo &info = record.info();
    for (int i = 0; i < info.fieldCount(); ++i)
        object.insert(info.field(i).name, valueToJson(info.field(i).type, record.values[size_t(i)]));
    return object;
}

Result<std::vector<FieldChange>> changesFromJson(const EntityInfo &info, const QJsonObject &object)
{
    std::vector<FieldChange> changes;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.key() == QLatin1String("id") || it.key() == QLatin1String("rev"))
            continue;
        const int position = info.indexOf(QStringView(it.key()));
        if (position < 0)
            return failure(ErrorCode::InvalidInput, QStringLiteral("There is no such field."), it.key().left(100));
        const FieldInfo &field = info.field(position);
        if (field.merge == Merge::Server)
            return failure(ErrorCode::InvalidInput, QStringLiteral("The server computes this field."), it.key());
        std::optional<Value> value = valueFromJson(field.type, it.value());
        if (!value)
            return failure(ErrorCode::InvalidInput, QStringLiteral("The value does not fit this field."), it.key());
        changes.push_back({position, std::move(*value)});
    }
    return changes;
}

} // namespace mdmc::sync
