// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/command_codec.h"

#include "core/model/value_codec.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>

namespace mdmc::sync {

namespace {

tl::unexpected<Error> damaged()
{
    return failure(ErrorCode::StorageCorrupt, QStringLiteral("stored edits cannot be read"));
}

Result<quint64> readNumber(QCborStreamReader &reader)
{
    if (!reader.isUnsignedInteger())
        return damaged();
    const quint64 number = reader.toUnsignedInteger();
    reader.next();
    return number;
}

Result<RecordEdit> readEdit(QCborStreamReader &reader)
{
    if (!reader.isArray() || !reader.enterContainer())
        return damaged();
    RecordEdit edit;
    MDMC_ASSIGN(const quint64 kind, readNumber(reader));
    MDMC_ASSIGN(const quint64 type, readNumber(reader));
    const EntityInfo *info = findEntity(type);
    if (!info || kind > quint64(RecordEdit::Kind::Undelete))
        return damaged();
    edit.kind = RecordEdit::Kind(kind);
    edit.type = info->type;
    MDMC_ASSIGN(const Value id, readValue(reader, FieldType::Id));
    edit.id = id.as<RecordId>();
    while (reader.hasNext()) {
        MDMC_ASSIGN(const quint64 field, readNumber(reader));
        if (field >= quint64(info->fieldCount()))
            return damaged();
        MDMC_ASSIGN(Value value, readValue(reader, info->field(int(field)).type));
        edit.changes.push_back({int(field), std::move(value)});
    }
    if (!reader.leaveContainer())
        return damaged();
    return edit;
}

} // namespace

QByteArray encodeEdits(const std::vector<RecordEdit> &edits)
{
    QByteArray cbor;
    QCborStreamWriter writer(&cbor);
    writer.startArray(quint64(edits.size()));
    for (const RecordEdit &edit : edits) {
        writer.startArray(3 + 2 * quint64(edit.changes.size()));
        writer.append(quint64(edit.kind));
        writer.append(quint64(edit.type));
        writeValue(writer, FieldType::Id, Value(edit.id));
        for (const FieldChange &change : edit.changes) {
            writer.append(quint64(change.field));
            writeValue(writer, entityInfo(edit.type).field(change.field).type, change.value);
        }
        writer.endArray();
    }
    writer.endArray();
    return cbor;
}

Result<std::vector<RecordEdit>> decodeEdits(const QByteArray &cbor)
{
    std::vector<RecordEdit> edits;
    if (cbor.isEmpty())
        return edits;
    QCborStreamReader reader(cbor);
    if (!reader.isArray() || !reader.enterContainer())
        return damaged();
    while (reader.hasNext()) {
        MDMC_ASSIGN(RecordEdit edit, readEdit(reader));
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace mdmc::sync
