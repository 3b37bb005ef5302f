// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/value_codec.h"

#include <QCborArray>
#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QCborValue>

namespace mdmc {

namespace {

constexpr qsizetype kMaxStringBytes = 1 << 20;

auto malformed(const char *what)
{
    return failure(ErrorCode::InvalidInput, QStringLiteral("malformed CBOR: expected %1").arg(QLatin1String(what)));
}

Result<QString> readText(QCborStreamReader &reader)
{
    if (!reader.isString())
        return malformed("text");
    QString text;
    auto chunk = reader.readString();
    while (chunk.status == QCborStreamReader::Ok) {
        text += chunk.data;
        if (text.size() > kMaxStringBytes)
            return malformed("text under 1 MiB");
        chunk = reader.readString();
    }
    if (chunk.status == QCborStreamReader::Error)
        return malformed("valid UTF-8");
    return text;
}

Result<QByteArray> readBytes(QCborStreamReader &reader)
{
    if (!reader.isByteArray())
        return malformed("bytes");
    QByteArray bytes;
    auto chunk = reader.readByteArray();
    while (chunk.status == QCborStreamReader::Ok) {
        bytes += chunk.data;
        if (bytes.size() > kMaxStringBytes)
            return malformed("bytes under 1 MiB");
        chunk = reader.readByteArray();
    }
    if (chunk.status == QCborStreamReader::Error)
        return malformed("bytes");
    return bytes;
}

Result<qint64> readInteger(QCborStreamReader &reader)
{
    if (reader.isUnsignedInteger()) {
        const quint64 value = reader.toUnsignedInteger();
        if (value > quint64(std::numeric_limits<qint64>::max()))
            return malformed("an integer of 64 bits");
        reader.next();
        return qint64(value);
    }
    if (reader.isNegativeInteger()) {
        const quint64 magnitude = quint64(reader.toNegativeInteger()); // n stands for -1 - (n - 1) = -n; 0 for -2^64
        if (magnitude == 0 || magnitude > quint64(std::numeric_limits<qint64>::max()))
            return malformed("an integer of 64 bits");
        reader.next();
        return -qint64(magnitude);
    }
    return malformed("an integer");
}

Result<Value> readMoney(QCborStreamReader &reader)
{
    if (!reader.isArray() || !reader.isLengthKnown() || reader.length() != 2 || !reader.enterContainer())
        return malformed("an amount");
    MDMC_ASSIGN(const qint64 minor, readInteger(reader));
    MDMC_ASSIGN(const QString currency, readText(reader));
    if (reader.hasNext() || !reader.leaveContainer())
        return malformed("an amount");
    return Value(Money{minor, currency});
}

Result<Value> readTextSet(QCborStreamReader &reader)
{
    if (!reader.isArray() || !reader.enterContainer())
        return malformed("a set of texts");
    QStringList texts;
    while (reader.hasNext()) {
        MDMC_ASSIGN(QString text, readText(reader));
        texts.append(std::move(text));
        if (texts.size() > 1000)
            return malformed("a set of at most 1000 texts");
    }
    if (reader.lastError() != QCborError::NoError || !reader.leaveContainer())
        return malformed("a set of texts");
    return Value(texts);
}

void appendVarint(QByteArray &out, quint64 value)
{
    while (value >= 0x80) {
        out.append(char(value | 0x80));
        value >>= 7;
    }
    out.append(char(value));
}

std::optional<quint64> takeVarint(const QByteArray &in, qsizetype &at)
{
    quint64 value = 0;
    for (int shift = 0; shift < 64 && at < in.size(); shift += 7) {
        const quint8 byte = quint8(in[at++]);
        value |= quint64(byte & 0x7f) << shift;
        if (!(byte & 0x80))
            return value;
    }
    return std::nullopt;
}

} // namespace

void writeValue(QCborStreamWriter &writer, FieldType type, const Value &value)
{
    struct Visitor {
        QCborStreamWriter &w;
        void operator()(std::monostate) const { w.append(nullptr); }
        void operator()(bool v) const { w.append(v); }
        void operator()(qint64 v) const { w.append(v); }
        void operator()(const QString &v) const { w.append(QStringView(v)); }
        void operator()(const RecordId &v) const { w.appendByteString(reinterpret_cast<const char *>(v.data()), 16); }
        void operator()(const Money &v) const
        {
            w.startArray(2);
            w.append(v.minor);
            w.append(QStringView(v.currency));
            w.endArray();
        }
        void operator()(const QDate &v) const { w.append(qint64(v.toJulianDay())); }
        void operator()(const QStringList &v) const
        {
            w.startArray(quint64(v.size()));
            for (const QString &text : v)
                w.append(QStringView(text));
            w.endArray();
        }
        void operator()(const QByteArray &v) const { w.append(v); }
    };
    // A value of another type than the field's is our own bug; writing "not set" keeps the stream readable.
    Q_ASSERT(value.fits(type));
    std::visit(Visitor{writer}, value.fits(type) ? value.variant() : Value::Variant{});
}

Result<Value> readValue(QCborStreamReader &reader, FieldType type)
{
    if (reader.isNull()) {
        reader.next();
        return Value();
    }
    switch (type) {
    case FieldType::Bool: {
        if (!reader.isBool())
            return malformed("a boolean");
        const bool value = reader.toBool();
        reader.next();
        return Value(value);
    }
    case FieldType::Integer:
    case FieldType::Timestamp: {
        MDMC_ASSIGN(const qint64 value, readInteger(reader));
        return Value(value);
    }
    case FieldType::Date: {
        MDMC_ASSIGN(const qint64 day, readInteger(reader));
        const QDate date = QDate::fromJulianDay(day);
        if (!date.isValid())
            return malformed("a date");
        return Value(date);
    }
    case FieldType::Text: {
        MDMC_ASSIGN(const QString text, readText(reader));
        return Value(text);
    }
    case FieldType::Id: {
        MDMC_ASSIGN(const QByteArray bytes, readBytes(reader));
        const std::optional<RecordId> id = RecordId::fromBytes(bytes);
        if (!id)
            return malformed("an id of 16 bytes");
        return Value(*id);
    }
    case FieldType::Money: return readMoney(reader);
    case FieldType::TextSet: return readTextSet(reader);
    case FieldType::Bytes: {
        MDMC_ASSIGN(const QByteArray bytes, readBytes(reader));
        return Value(bytes);
    }
    }
    return malformed("a value");
}

QByteArray encodeValue(FieldType type, const Value &value)
{
    QByteArray out;
    QCborStreamWriter writer(&out);
    writeValue(writer, type, value);
    return out;
}

Result<Value> decodeValue(FieldType type, const QByteArray &cbor)
{
    QCborStreamReader reader(cbor);
    return readValue(reader, type);
}

void writeRecord(QCborStreamWriter &writer, const Record &record)
{
    const EntityInfo &info = record.info();
    const QCborArray extra = record.extra.isEmpty() ? QCborArray() : QCborValue::fromCbor(record.extra).toArray();
    writer.startArray(quint64(5 + info.fieldCount() + extra.size()));
    writer.append(quint64(record.type));
    writer.appendByteString(reinterpret_cast<const char *>(record.id.data()), 16);
    writer.append(record.rev);
    writer.append(record.deleted);
    writer.append(packVersions(record.versions, record.rev));
    for (int i = 0; i < info.fieldCount(); ++i)
        writeValue(writer, info.field(i).type, record.values[size_t(i)]);
    for (const QCborValue &value : extra)
        value.toCbor(writer);
    writer.endArray();
}

Result<Record> readRecord(QCborStreamReader &reader)
{
    if (!reader.isArray() || !reader.enterContainer())
        return malformed("a row");
    MDMC_ASSIGN(const qint64 number, readInteger(reader));
    const EntityInfo *info = findEntity(quint64(number));
    if (!info)
        return failure(ErrorCode::Unsupported, QStringLiteral("unknown record type %1").arg(number));
    MDMC_ASSIGN(const QByteArray idBytes, readBytes(reader));
    const std::optional<RecordId> id = RecordId::fromBytes(idBytes);
    if (!id)
        return malformed("an id of 16 bytes");
    Record record(info->type, *id);
    MDMC_ASSIGN(record.rev, readInteger(reader));
    MDMC_ASSIGN(record.deleted, readInteger(reader));
    MDMC_ASSIGN(const QByteArray packed, readBytes(reader));
    std::optional<std::vector<qint64>> versions = unpackVersions(packed, record.rev, size_t(info->fieldCount()));
    if (!versions)
        return malformed("versions");
    record.versions = std::move(*versions);
    for (int i = 0; i < info->fieldCount() && reader.hasNext(); ++i) {
        MDMC_ASSIGN(record.values[size_t(i)], readValue(reader, info->field(i).type));
    }
    QCborArray extra;
    while (reader.hasNext() && extra.size() < 1000) {
        const QCborValue value = QCborValue::fromCbor(reader);
        if (value.isInvalid() || reader.lastError() != QCborError::NoError)
            return malformed("a readable field");
        extra.append(value);
    }
    if (!extra.isEmpty())
        record.extra = QCborValue(extra).toCbor();
    if (reader.lastError() != QCborError::NoError || !reader.leaveContainer())
        return malformed("the end of a row");
    return record;
}

QByteArray encodeRecord(const Record &record)
{
    QByteArray out;
    QCborStreamWriter writer(&out);
    writeRecord(writer, record);
    return out;
}

Result<Record> decodeRecord(const QByteArray &cbor)
{
    QCborStreamReader reader(cbor);
    return readRecord(reader);
}

Result<qint64> decodeRecordRev(QByteArrayView cbor)
{
    QCborStreamReader reader(cbor.data(), cbor.size());
    if (!reader.isArray() || !reader.enterContainer())
        return malformed("a row");
    MDMC_TRY(readInteger(reader)); // Type
    MDMC_TRY(readBytes(reader));   // Id
    return readInteger(reader);
}

QByteArray packVersions(const std::vector<qint64> &versions, qint64 rev)
{
    QByteArray out;
    const bool allEqual = std::all_of(versions.begin(), versions.end(), [&](qint64 v) { return v == versions.front(); });
    out.append(char(allEqual ? 0 : 1));
    if (allEqual) {
        appendVarint(out, versions.empty() ? 0 : quint64(versions.front()));
        return out;
    }
    // Zigzag: a version is at most rev on the server, but a row that is pending here may hold any mixture. Modulo 2^64,
    // so that any two numbers, from whomever they came, have a difference.
    for (const qint64 version : versions) {
        const qint64 delta = qint64(quint64(rev) - quint64(version));
        appendVarint(out, (quint64(delta) << 1) ^ quint64(delta >> 63));
    }
    return out;
}

std::optional<std::vector<qint64>> unpackVersions(const QByteArray &packed, qint64 rev, size_t count)
{
    std::vector<qint64> versions(count, 0);
    if (packed.isEmpty())
        return versions;
    qsizetype at = 1;
    if (packed[0] == 0) {
        const std::optional<quint64> version = takeVarint(packed, at);
        if (!version || at != packed.size())
            return std::nullopt;
        std::fill(versions.begin(), versions.end(), qint64(*version));
        return versions;
    }
    if (packed[0] != 1)
        return std::nullopt;
    for (size_t i = 0; at < packed.size(); ++i) {
        const std::optional<quint64> zigzag = takeVarint(packed, at);
        if (!zigzag)
            return std::nullopt;
        if (i < count)
            versions[i] = qint64(quint64(rev) - ((*zigzag >> 1) ^ (quint64(0) - (*zigzag & 1))));
    }
    return versions;
}

} // namespace mdmc
