// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/record_json.h"

#include <QDateTime>

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

} // namespace

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
