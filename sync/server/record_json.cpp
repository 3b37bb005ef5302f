// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/record_json.h"

#include <QDateTime>

#include <chrono>

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

void appendText(QByteArray &out, QStringView text)
{
    static constexpr char hex[] = "0123456789abcdef";
    out.append('"');
    const QByteArray utf8 = text.toUtf8();
    for (const char c : utf8) {
        if (c == '"' || c == '\\')
            out.append('\\').append(c);
        else if (uchar(c) >= 0x20)
            out.append(c);
        else
            out.append("\\u00").append(hex[uchar(c) >> 4]).append(hex[uchar(c) & 15]);
    }
    out.append('"');
}

void appendDigits(QByteArray &out, unsigned number, int digits)
{
    const qsizetype end = out.size() + digits;
    out.resize(end);
    for (qsizetype at = end - 1; at >= end - digits; --at, number /= 10)
        out[at] = char('0' + number % 10);
}

void appendDay(QByteArray &out, std::chrono::sys_days day)
{
    const std::chrono::year_month_day date(day);
    appendDigits(out, unsigned(int(date.year())), 4);
    out.append('-');
    appendDigits(out, unsigned(date.month()), 2);
    out.append('-');
    appendDigits(out, unsigned(date.day()), 2);
}

/// `2026-11-22T18:20:00.000Z`; Qt's own formatting takes ten times as long.
void appendTimestamp(QByteArray &out, qint64 ms)
{
    using namespace std::chrono;
    const sys_time<milliseconds> at{milliseconds(ms)};
    const auto day = floor<days>(at);
    const hh_mm_ss time(at - day);
    appendDay(out, day);
    out.append('T');
    appendDigits(out, unsigned(time.hours().count()), 2);
    out.append(':');
    appendDigits(out, unsigned(time.minutes().count()), 2);
    out.append(':');
    appendDigits(out, unsigned(time.seconds().count()), 2);
    out.append('.');
    appendDigits(out, unsigned(time.subseconds().count()), 3);
    out.append('Z');
}

void appendValue(QByteArray &out, FieldType type, const Value &value)
{
    if (value.isEmpty()) {
        out.append("null");
        return;
    }
    switch (type) {
    case FieldType::Bool: out.append(value.as<bool>() ? "true" : "false"); return;
    case FieldType::Integer: out.append(QByteArray::number(value.as<qint64>())); return;
    case FieldType::Timestamp: {
        constexpr qint64 kYear9999 = 253'402'300'799'999;
        const qint64 ms = value.as<qint64>();
        if (ms >= 0 && ms <= kYear9999) {
            out.append('"');
            appendTimestamp(out, ms);
            out.append('"');
        } else {
            appendText(out, valueToJson(type, value).toString());
        }
        return;
    }
    case FieldType::Text: appendText(out, *value.get<QString>()); return;
    case FieldType::Id: out.append('"').append(value.as<RecordId>().toString().toLatin1()).append('"'); return;
    case FieldType::Money: {
        const Money money = value.as<Money>();
        out.append("{\"minor\":").append(QByteArray::number(money.minor)).append(",\"currency\":");
        appendText(out, money.currency);
        out.append('}');
        return;
    }
    case FieldType::TextSet: {
        out.append('[');
        for (const QString &text : *value.get<QStringList>()) {
            if (!out.endsWith('['))
                out.append(',');
            appendText(out, text);
        }
        out.append(']');
        return;
    }
    case FieldType::Date:
    case FieldType::Bytes: appendText(out, valueToJson(type, value).toString()); return;
    }
    out.append("null");
}

} // namespace

void appendJson(QByteArray &out, const Record &record)
{
    const EntityInfo &info = record.info();
    out.append("{\"id\":\"").append(record.id.toString().toLatin1()).append("\",\"rev\":");
    out.append(QByteArray::number(record.rev));
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        out.append(",\"").append(field.name.data(), field.name.size()).append("\":");
        appendValue(out, field.type, record.values[size_t(i)]);
    }
    out.append('}');
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
