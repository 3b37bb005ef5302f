// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/model/record.h"

class QCborStreamReader;
class QCborStreamWriter;

namespace mdmc {

// CBOR of values and records: the one encoding used on the wire, in shadow rows, in the outbox and in conflicts.

/// null | bool | int (Integer, Timestamp; Date as Julian day) | text | 16 bytes (Id) | [minor, currency] | [text…] | bytes.
void writeValue(QCborStreamWriter &writer, FieldType type, const Value &value);
/// InvalidInput when the next item is not such a value; the reader then stands anywhere.
Result<Value> readValue(QCborStreamReader &reader, FieldType type);

QByteArray encodeValue(FieldType type, const Value &value);
Result<Value> decodeValue(FieldType type, const QByteArray &cbor);

/// Positional row: [type, id, rev, deleted, versions, value…, extra…]. Versions are packed as by `packVersions`.
void writeRecord(QCborStreamWriter &writer, const Record &record);
/// A shorter row (an older writer) leaves the missing fields empty; a longer one goes to Record::extra.
Result<Record> readRecord(QCborStreamReader &reader);
QByteArray encodeRecord(const Record &record);
Result<Record> decodeRecord(const QByteArray &cbor);
/// The revision alone, without reading what follows it.
Result<qint64> decodeRecordRev(QByteArrayView cbor);

/// Versions relative to `rev` as varints; one varint when all are equal. Also the form of the column `versions`.
QByteArray packVersions(const std::vector<qint64> &versions, qint64 rev);
/// Always `count` long: missing ones are 0, excess ones are dropped. Nothing on malformed bytes.
std::optional<std::vector<qint64>> unpackVersions(const QByteArray &packed, qint64 rev, size_t count);

} // namespace mdmc
