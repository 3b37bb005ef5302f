// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "core/model/value_codec.h"
#include "core/storage/record_store.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/compression.h"
#include "sync/protocol/merge.h"
#include "tests/support/test_database.h"

// What comes off the wire and out of the outbox. The first byte chooses the decoder. Whatever decodes must encode to
// something that decodes to the same, since operations and rows are stored, sent on and compared by their encoding.

using namespace mdmc;
using namespace mdmc::sync;
using mdmc::fuzz::require;

namespace {

/// Inflated size allowed at first: a row that names no fields is written with all of them, so what is decoded may
/// encode to several times its size, which must then still be within the default.
constexpr qint64 kInflated = 128 * 1024;

void useOperation(const Operation &operation)
{
    require(operationHash(operation).size() == 16, "an operation has a hash of 16 bytes");
    require(effectiveTime(operation, 1'700'000'000'000) <= 1'700'000'000'000, "a clock reaches past the moment of receipt");
    Record record(operation.type, operation.id);
    overlay(record, operation);
    require(record.values.size() == size_t(record.info().fieldCount()), "an overlay keeps the number of fields");
    for (const FieldEdit &edit : operation.edits) {
        const Merge merge = record.info().field(edit.field).merge;
        decideField(merge, edit, record.values[size_t(edit.field)], {.version = 5, .effectiveAt = 9}, 10);
    }
    require(decodeRecord(encodeRecord(record)).has_value(), "a record made by an operation can be read back");
}

template<typename T, typename Encode, typename Decode>
void roundTrip(const QByteArray &bytes, Encode encode, Decode decode)
{
    const Result<T> first = decode(bytes);
    if (!first) {
        require(!first.error().detail.isEmpty(), "a refusal says why");
        return;
    }
    const QByteArray encoded = encode(*first);
    const Result<T> second = decode(encoded);
    require(second.has_value(), "what was decoded encodes to something that decodes",
            second ? QByteArray() : second.error().detail.toUtf8());
    require(*first == *second, "what was decoded encodes to the same");
    require(encode(*second) == encoded, "encoding is stable");
    if constexpr (std::is_same_v<T, Operation>)
        useOperation(*first);
}

/// A date that storage has no form for. Validation refuses it, so no server has such rows.
bool isBeyondCalendar(const Value &value)
{
    const QDate *date = value.get<QDate>();
    return date && (date->year() < 1 || date->year() > 9999);
}

/// The rows of a page go into their table as they came, or are refused, as they are where they become records first.
void savePage(const SnapshotPage &page)
{
    static storage::Database db = test::recordDatabase();
    static storage::RecordStore store(db);
    const Result<std::vector<Record>> rows = rowsOf(page);
    require(db.exec(QByteArrayView("SAVEPOINT page")).has_value(), "a page can be tried");
    const Result<> saved = store.savePacked(page.type, page.packed->cbor);
    require(saved.has_value() == rows.has_value(), "packed rows are taken where records are",
            (!rows ? rows.error() : !saved ? saved.error() : Error()).detail.toUtf8());
    std::map<RecordId, const Record *> last;
    for (size_t i = 0; rows && i < rows->size(); ++i)
        last[(*rows)[i].id] = &(*rows)[i];
    for (const auto &[id, row] : last) {
        if (std::any_of(row->values.begin(), row->values.end(), isBeyondCalendar))
            continue;
        const auto stored = store.load(page.type, id);
        require(stored && *stored && **stored == *row, "a packed row is stored as its record is");
    }
    require(db.exec(QByteArrayView("ROLLBACK TO page; RELEASE page")).has_value(), "a page can be taken back");
}

void packed(const QByteArray &bytes, const Result<std::vector<Message>> &plain)
{
    const auto messages = decodeFramePacked(bytes, {.maxInflatedBytes = kInflated});
    require(messages || !plain, "a frame can be read with its rows packed, too",
            messages ? QByteArray() : messages.error().detail.toUtf8());
    if (!messages)
        return;
    require(!plain || messages->size() == plain->size(), "the same messages either way");
    for (size_t i = 0; i < messages->size(); ++i) {
        const auto *page = std::get_if<SnapshotPage>(&(*messages)[i]);
        if (!page || !page->packed) {
            require(!plain || (*messages)[i] == (*plain)[i], "a message without packed rows is the same");
            continue;
        }
        if (plain) {
            const std::vector<Record> &rows = std::get<SnapshotPage>((*plain)[i]).rows;
            const auto unpacked = rowsOf(*page);
            require(unpacked && *unpacked == rows, "the rows of a page are the same either way");
            require(page->rowCount() == int(rows.size()) && (rows.empty() || page->lastId() == rows.back().id),
                    "a page tells its rows without looking at them");
        }
        savePage(*page);
    }
}

void frame(const QByteArray &bytes)
{
    const auto first = decodeFrame(bytes, {.maxInflatedBytes = kInflated});
    packed(bytes, first);
    if (!first) {
        require(!first.error().detail.isEmpty(), "a refusal says why");
        return;
    }
    const QByteArray encoded = encodeFrame(*first);
    const auto second = decodeFrame(encoded);
    require(second.has_value(), "messages that were decoded encode to a frame that decodes",
            second ? QByteArray() : second.error().detail.toUtf8());
    require(*first == *second, "messages that were decoded encode to the same");
    for (const Message &message : *first) {
        if (const Push *push = std::get_if<Push>(&message)) {
            for (const Operation &operation : push->operations)
                useOperation(operation);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Steering steering(data, size);
    const uint8_t mode = steering.byte();
    const QByteArray bytes = steering.rest();
    switch (mode % 6) {
    case 0: frame(bytes); break;
    case 1: frame(char(0) + bytes); break;
    case 2: frame(char(1) + compressZstd(bytes)); break; // Mutations of what is inside a compressed frame.
    case 3: roundTrip<Operation>(bytes, encodeOperation, decodeOperation); break;
    case 4: roundTrip<OperationResult>(bytes, encodeResult, decodeResult); break;
    case 5: roundTrip<Record>(bytes, encodeRecord, decodeRecord); break;
    }
    return 0;
}
