// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/cbor_fields.h"

namespace mdmc::sync::cbor {

void Out::put(const SyncLimits &v)
{
    array(v.maxPushOperations, v.maxPushBytes, v.maxOperationBytes, v.maxFieldBytes, v.maxPageChanges, v.maxFrameBytes,
          v.maxInflatedBytes, v.pingIntervalMs, v.maxPushesUnderWay);
}

void Out::put(const Operation &v)
{
    const EntityInfo &info = entityInfo(v.type);
    writer.startArray(v.origin ? 12 : 11);
    put(v.n);
    put(v.group);
    put(v.groupSize);
    put(v.type);
    put(v.id);
    put(v.kind);
    writer.startArray(quint64(v.edits.size()));
    for (const FieldEdit &edit : v.edits) {
        writer.startArray(4);
        put(edit.field);
        put(edit.action);
        writeValue(writer, info.field(edit.field).type, edit.value);
        put(edit.base);
        writer.endArray();
    }
    writer.endArray();
    put(v.editedAt);
    put(v.clockOffset);
    put(v.schemaVersion);
    put(v.actor);
    if (v.origin)
        put(*v.origin);
    writer.endArray();
}

void Out::put(const OperationResult &v)
{
    array(v.n, v.outcome, v.seq, v.conflicts, v.reason, v.detail, v.field, v.cause, v.retryAfterMs, v.serverRow);
}

void In::fail(const char *expected)
{
    fail(Error{ErrorCode::InvalidInput, QStringLiteral("malformed message: expected %1").arg(QLatin1String(expected)), {}});
}

void In::fail(Error e)
{
    if (failed)
        return;
    failed = true;
    error = std::move(e);
}

bool In::enter()
{
    if (failed)
        return false;
    if (!count())
        return false;
    if (!reader.isArray() || m_depth >= kMaxDepth || !reader.enterContainer()) {
        fail("an array");
        return false;
    }
    ++m_depth;
    return true;
}

void In::leave()
{
    while (!failed && reader.hasNext())
        skip();
    if (failed)
        return;
    --m_depth;
    if (reader.lastError() != QCborError::NoError || !reader.leaveContainer())
        fail("the end of an array");
}

/// False: that is more than anybody sends in earnest, and reading on would hold everybody else up.
bool In::count(qsizetype parts)
{
    m_parts += parts;
    if (m_parts > kMaxParts)
        fail(Error{ErrorCode::TooLarge, QStringLiteral("a frame of over 1,000,000 parts"), {}});
    return !failed;
}

void In::next()
{
    if (count() && !reader.next())
        fail("another item");
}

void In::skip()
{
    // Fields of a later version. QCborStreamReader::next skips a whole container, to a bounded depth.
    if (count() && !reader.next(kMaxDepth))
        fail("a readable field");
}

template<typename T>
void In::take(Result<T> result, T &into)
{
    if (result)
        into = std::move(*result);
    else
        fail(std::move(result.error()));
}

void In::get(bool &v)
{
    if (!reader.isBool())
        return fail("a boolean");
    v = reader.toBool();
    next();
}

void In::get(qint64 &v)
{
    Value value;
    take(readValue(reader, FieldType::Integer), value);
    if (!failed && value.isEmpty())
        return fail("an integer");
    v = value.as<qint64>();
}

void In::get(int &v)
{
    qint64 wide = 0;
    get(wide);
    if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max())
        return fail("an integer of 32 bits");
    v = int(wide);
}

void In::get(quint64 &v)
{
    if (!reader.isUnsignedInteger())
        return fail("an unsigned integer");
    v = reader.toUnsignedInteger();
    next();
}

void In::get(QString &v)
{
    Value value;
    take(readValue(reader, FieldType::Text), value);
    v = value.as<QString>();
}

void In::get(QByteArray &v)
{
    Value value;
    take(readValue(reader, FieldType::Bytes), value);
    v = value.as<QByteArray>();
}

void In::get(RecordId &v)
{
    Value value;
    take(readValue(reader, FieldType::Id), value);
    v = value.as<RecordId>();
}

void In::get(Record &v)
{
    take(readRecord(reader), v);
}

void In::get(EntityType &v)
{
    quint64 number = 0;
    get(number);
    if (failed)
        return;
    const EntityInfo *info = findEntity(number);
    if (!info)
        return fail(Error{ErrorCode::Unsupported, QStringLiteral("unknown record type %1").arg(number), {}});
    v = info->type;
}

void In::get(SyncLimits &v)
{
    array(v.maxPushOperations, v.maxPushBytes, v.maxOperationBytes, v.maxFieldBytes, v.maxPageChanges, v.maxFrameBytes,
          v.maxInflatedBytes, v.pingIntervalMs, v.maxPushesUnderWay);
}

void In::getEdits(Operation &operation)
{
    if (!enter())
        return;
    const EntityInfo &info = entityInfo(operation.type);
    while (!failed && reader.hasNext()) {
        FieldEdit edit;
        if (!enter())
            return;
        field(edit.field);
        field(edit.action);
        if (!failed && edit.field < 0)
            return fail("a field");
        if (!failed && edit.field >= info.fieldCount())
            skip(); // Of a later schema: the operation is refused for it, not the frame.
        else if (!failed)
            take(readValue(reader, info.field(edit.field).type), edit.value);
        if (const QStringList *texts = edit.value.get<QStringList>())
            count(texts->size());
        field(edit.base);
        leave();
        if (operation.edits.size() >= 1000)
            return fail("at most 1000 edits");
        operation.edits.push_back(std::move(edit));
    }
    leave();
}

void In::get(Operation &v)
{
    if (!enter())
        return;
    field(v.n);
    field(v.group);
    field(v.groupSize);
    field(v.type);
    field(v.id);
    field(v.kind);
    if (!failed)
        getEdits(v);
    field(v.editedAt);
    field(v.clockOffset);
    field(v.schemaVersion);
    field(v.actor);
    field(v.origin);
    leave();
    if (!failed && (v.n < 1 || v.group < 1 || v.group > v.n || v.groupSize < 1 || v.n - v.group >= v.groupSize || v.id.isNull()))
        fail("an operation with a number, a group and an id");
}

void In::get(OperationResult &v)
{
    array(v.n, v.outcome, v.seq, v.conflicts, v.reason, v.detail, v.field, v.cause, v.retryAfterMs, v.serverRow);
}

} // namespace mdmc::sync::cbor
