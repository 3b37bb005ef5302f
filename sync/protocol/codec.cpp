// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"

#include "core/model/cbor_append.h"
#include "core/model/cbor_pull.h"
#include "sync/protocol/cbor_fields.h"
#include "sync/protocol/compression.h"

#include <algorithm>

namespace mdmc::sync {

namespace {

constexpr char kPlain = 0;
constexpr char kZstd = 1;
constexpr char kZstdFrames = 2;
/// Of one frame. A request that fits into a few bytes can ask for a page of a megabyte.
constexpr size_t kMaxMessages = 32;
/// Of one frame: each message that is compressed already, and what lies before, between and behind them.
constexpr int kMaxParts = 2 * int(kMaxMessages) + 1;
/// Smaller messages gain nothing from compression.
constexpr qsizetype kCompressFrom = 1024;

/// Number of a message on the wire: its place in `Message`. Append only.
template<size_t Index>
using MessageAt = std::variant_alternative_t<Index, Message>;

// Each message's fields, in wire order; one overload serves both directions. Append only.
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Hello>
void fields(C &c, M &m) { c.array(m.protocolMin, m.protocolMax, m.schemaVersion, m.application, m.clientId, m.cursor, m.lastN, m.outboxSize, m.scopeTag, m.formerIds, m.seen); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Push>
void fields(C &c, M &m) { c.array(m.operations, m.skipped, m.afterN); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, AckResults>
void fields(C &c, M &m) { c.array(m.n); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Pull>
void fields(C &c, M &m) { c.array(m.cursor, m.maxChanges, m.waitMs, m.scopeTag); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, SnapshotRequest>
void fields(C &c, M &m) { c.array(m.type, m.after, m.maxRows, m.notBefore, m.maxPages); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, ChecksumRequest>
void fields(C &c, M &m) { c.array(m.bucketsOf); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, BucketRequest>
void fields(C &c, M &m) { c.array(m.type, m.bucket); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Renew>
void fields(C &c, M &m) { c.array(m.accessToken); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Ping>
void fields(C &c, M &m) { c.array(m.sentAt); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Welcome>
void fields(C &c, M &m) { c.array(m.protocol, m.epoch, m.head, m.floor, m.lastN, m.serverTime, m.schemaVersion, m.limits, m.scopeTag, m.userId, m.workspaceName, m.resume, m.formerLastN); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, PushResult>
void fields(C &c, M &m) { c.array(m.results, m.head, m.client, m.at); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Changes>
void fields(C &c, M &m) { c.array(m.from, m.to, m.hasMore, m.rows, m.evicted, m.evictedCount); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, SnapshotPage>
void fields(C &c, M &m) { c.array(m.type, m.rows, m.isLastOfType, m.isLast, m.head, m.liveCount); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, ChecksumReply>
void fields(C &c, M &m) { c.array(m.at, m.sums); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, BucketReply>
void fields(C &c, M &m) { c.array(m.type, m.bucket, m.at, m.rows); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Behind>
void fields(C &c, M &m) { c.array(m.head); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, TokenExpiring>
void fields(C &c, M &m) { c.array(m.inMs); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, ScopeChanged>
void fields(C &c, M &m) { c.array(m.scopeTag); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Pong>
void fields(C &c, M &m) { c.array(m.sentAt, m.serverTime); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, ProtocolError>
void fields(C &c, M &m) { c.array(m.code, m.detail, m.retryAfterMs, m.isFatal); }

template<size_t Index = 0>
Message readBody(cbor::In &in, quint64 kind)
{
    if constexpr (Index < std::variant_size_v<Message>) {
        if (kind == Index) {
            MessageAt<Index> message;
            fields(in, message);
            return message;
        }
        return readBody<Index + 1>(in, kind);
    } else {
        in.fail(Error{ErrorCode::Unsupported, QStringLiteral("unknown message kind %1").arg(kind), {}});
        return Ping{};
    }
}

template<typename T>
Result<T> readOne(const QByteArray &cbor)
{
    QCborStreamReader reader(cbor);
    cbor::In in(reader);
    T value;
    in.get(value);
    if (in.failed)
        return tl::unexpected<Error>(in.error);
    return value;
}

template<typename T>
QByteArray writeOne(const T &value)
{
    QByteArray out;
    QCborStreamWriter writer(&out);
    cbor::Out(writer).put(value);
    return out;
}

/// Number and fields of one message.
QByteArray encodeMessage(const Message &message)
{
    QByteArray bytes;
    QCborStreamWriter writer(&bytes);
    cbor::Out out(writer);
    writer.startArray(2);
    writer.append(quint64(message.index()));
    std::visit([&out](const auto &body) { fields(out, body); }, message);
    writer.endArray();
    return bytes;
}

constexpr int kPageFields = 6;

/// As `fields` of SnapshotPage has it.
void appendPacked(QByteArray &plain, const SnapshotPage &page, size_t kind)
{
    plain.reserve(plain.size() + page.packed->cbor.size() + 128);
    CborAppend out(plain);
    out.array(2);
    out.number(quint64(kind));
    out.array(kPageFields);
    out.number(quint64(page.type));
    out.array(quint64(page.packed->count));
    out.items(page.packed->cbor);
    out.boolean(page.isLastOfType);
    out.boolean(page.isLast);
    out.array(3);
    out.bytes(page.head.epoch);
    out.integer(page.head.seq);
    out.bytes(page.head.tag);
    out.integer(page.liveCount);
}

/// Rows of `type`, each of them well-formed as far as its id. Nothing: anything else.
std::optional<PackedRows> pullRows(CborPull &cbor, EntityType type)
{
    constexpr quint64 kMaxRows = 100'000;
    const quint64 count = cbor.array();
    if (cbor.failed() || count > kMaxRows)
        return std::nullopt;
    PackedRows rows;
    const qsizetype start = cbor.position();
    for (quint64 i = 0; i < count; ++i) {
        const qsizetype rowStart = cbor.position();
        cbor.skip();
        if (cbor.failed())
            return std::nullopt;
        if (i != 0 && i + 1 != count)
            continue;
        CborPull row(cbor.since(rowStart));
        row.array();
        const bool isOfType = row.number() == quint64(type);
        const auto id = RecordId::fromBytes(row.bytes().toByteArray());
        if (row.failed() || !isOfType || !id || id->isNull())
            return std::nullopt;
        (i == 0 ? rows.first : rows.last) = *id;
    }
    if (count == 1)
        rows.last = rows.first;
    rows.count = int(count);
    rows.cbor = cbor.since(start).toByteArray();
    return rows;
}

/// The snapshot page that comes next; nothing where something else comes, or in another form than this build writes.
std::optional<SnapshotPage> pullPage(CborPull &cbor)
{
    static const size_t kind = Message(SnapshotPage()).index();
    if (cbor.array() != 2 || cbor.number() != quint64(kind) || cbor.array() != kPageFields)
        return std::nullopt;
    const EntityInfo *info = findEntity(cbor.number());
    if (cbor.failed() || !info)
        return std::nullopt;
    SnapshotPage page;
    page.type = info->type;
    page.packed = pullRows(cbor, page.type);
    if (!page.packed)
        return std::nullopt;
    page.isLastOfType = cbor.boolean();
    page.isLast = cbor.boolean();
    if (cbor.array() != 3)
        return std::nullopt;
    page.head.epoch = cbor.bytes().toByteArray();
    page.head.seq = cbor.integer();
    page.head.tag = cbor.bytes().toByteArray();
    page.liveCount = cbor.integer();
    return cbor.failed() ? std::nullopt : std::optional(std::move(page));
}

Result<QByteArray> inflate(const QByteArray &frame, const SyncLimits &limits)
{
    if (frame.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("empty frame"));
    if (frame[0] == kZstd)
        return decompressZstd(QByteArrayView(frame).sliced(1), limits.maxInflatedBytes);
    if (frame[0] == kZstdFrames)
        return decompressZstdFrames(QByteArrayView(frame).sliced(1), limits.maxInflatedBytes, kMaxParts);
    if (frame[0] != kPlain)
        return failure(ErrorCode::Unsupported, QStringLiteral("unknown frame compression %1").arg(int(quint8(frame[0]))));
    if (frame.size() > limits.maxInflatedBytes)
        return failure(ErrorCode::TooLarge, QStringLiteral("frame over %1 bytes").arg(limits.maxInflatedBytes));
    // Not a copy: whoever inflates has the frame as long as that.
    return QByteArray::fromRawData(frame.constData() + 1, frame.size() - 1);
}

Result<std::vector<Message>> readMessages(const QByteArray &plain)
{
    QCborStreamReader reader(plain);
    cbor::In in(reader);
    std::vector<Message> messages;
    if (in.enter()) {
        while (!in.failed && reader.hasNext() && in.enter()) {
            quint64 kind = 0;
            in.field(kind);
            Message message = readBody(in, kind);
            in.leave();
            if (messages.size() >= kMaxMessages)
                return failure(ErrorCode::TooLarge, QStringLiteral("a frame holds at most %1 messages").arg(kMaxMessages));
            messages.push_back(std::move(message));
        }
        in.leave();
    }
    if (!in.failed && plain.size() != reader.currentOffset())
        in.fail("nothing after the messages");
    if (in.failed)
        return tl::unexpected<Error>(in.error);
    return messages;
}

void appendMessage(QByteArray &plain, const Message &message)
{
    const SnapshotPage *page = std::get_if<SnapshotPage>(&message);
    if (page && page->packed)
        appendPacked(plain, *page, message.index());
    else
        plain.append(encodeMessage(message));
}

bool isCompressed(const Message &message)
{
    const SnapshotPage *page = std::get_if<SnapshotPage>(&message);
    return page && page->compressed;
}

/// What is compressed already goes in as it is, and what lies between as zstd frames of its own.
QByteArray encodeFrames(const std::vector<Message> &messages)
{
    QByteArray frame(1, kZstdFrames);
    QByteArray plain;
    CborAppend(plain).array(quint64(messages.size()));
    for (const Message &message : messages) {
        if (!isCompressed(message)) {
            appendMessage(plain, message);
            continue;
        }
        if (!plain.isEmpty())
            frame += compressZstd(std::exchange(plain, {}));
        frame += *std::get<SnapshotPage>(message).compressed;
    }
    if (!plain.isEmpty())
        frame += compressZstd(plain);
    return frame;
}

} // namespace

QByteArray encodeFrame(const std::vector<Message> &messages)
{
    if (std::any_of(messages.begin(), messages.end(), isCompressed))
        return encodeFrames(messages);
    QByteArray plain;
    CborAppend frame(plain);
    frame.array(quint64(messages.size()));
    for (const Message &message : messages)
        appendMessage(plain, message);
    if (plain.size() > kCompressFrom)
        return kZstd + compressZstd(plain);
    return kPlain + plain;
}

QByteArray compressMessage(const Message &message)
{
    QByteArray plain;
    appendMessage(plain, message);
    return compressZstd(plain);
}

std::vector<QByteArray> framesOf(std::vector<Message> messages, const SyncLimits &limits)
{
    if (messages.empty())
        return {};
    QByteArray all = encodeFrame(messages);
    if (messages.size() == 1 || (all.size() <= limits.maxFrameBytes && messages.size() <= kMaxMessages))
        return {std::move(all)};
    const auto middle = messages.begin() + qsizetype(messages.size() / 2);
    std::vector<Message> rest(std::make_move_iterator(middle), std::make_move_iterator(messages.end()));
    messages.erase(middle, messages.end());
    std::vector<QByteArray> frames = framesOf(std::move(messages), limits);
    for (QByteArray &frame : framesOf(std::move(rest), limits))
        frames.push_back(std::move(frame));
    return frames;
}

QByteArray encodeFrame(const Message &message)
{
    return encodeFrame(std::vector<Message>{message});
}

qint64 plainSize(const QByteArray &frame, const SyncLimits &limits)
{
    if (frame.startsWith(kZstdFrames))
        return limits.maxInflatedBytes; // Only the first says what it holds.
    return !frame.isEmpty() && frame[0] == kZstd ? inflatedSize(QByteArrayView(frame).sliced(1), limits.maxInflatedBytes)
                                                : std::min<qint64>(frame.size(), limits.maxInflatedBytes);
}

Result<std::vector<Message>> decodeFrame(const QByteArray &frame, const SyncLimits &limits)
{
    MDMC_ASSIGN(const QByteArray plain, inflate(frame, limits));
    return readMessages(plain);
}

Result<std::vector<Message>> decodeFramePacked(const QByteArray &frame, const SyncLimits &limits)
{
    MDMC_ASSIGN(const QByteArray plain, inflate(frame, limits));
    CborPull cbor(plain);
    const quint64 count = cbor.array();
    std::vector<Message> messages;
    for (quint64 i = 0; i < count && count <= kMaxMessages && !cbor.failed(); ++i) {
        const qsizetype start = cbor.position();
        if (auto page = pullPage(cbor)) {
            messages.push_back(std::move(*page));
            continue;
        }
        cbor = CborPull(plain); // Anew up to the message, which is none of ours.
        cbor.array();
        for (quint64 passed = 0; passed <= i; ++passed)
            cbor.skip();
        if (cbor.failed())
            break;
        // A frame of this message alone.
        auto other = readMessages('\x81' + cbor.since(start).toByteArray());
        if (!other || other->size() != 1)
            break;
        messages.push_back(std::move(other->front()));
    }
    const bool isWhole = !cbor.failed() && cbor.atEnd() && messages.size() == count;
    return isWhole ? Result<std::vector<Message>>(std::move(messages)) : readMessages(plain);
}

Result<SnapshotPage> readCompressed(const QByteArray &page)
{
    MDMC_ASSIGN(const QByteArray plain, decompressZstd(page, SyncLimits().maxInflatedBytes));
    CborPull cbor(plain);
    std::optional<SnapshotPage> whole = pullPage(cbor);
    if (!whole || !cbor.atEnd())
        return failure(ErrorCode::InvalidInput, QStringLiteral("a page that cannot be read"));
    return std::move(*whole);
}

Result<std::vector<Record>> rowsOf(const SnapshotPage &page)
{
    if (!page.packed)
        return page.rows;
    std::vector<Record> rows;
    CborPull cbor(page.packed->cbor);
    while (!cbor.atEnd()) {
        const qsizetype start = cbor.position();
        cbor.skip();
        if (cbor.failed())
            return failure(ErrorCode::InvalidInput, QStringLiteral("a row that cannot be read"));
        MDMC_ASSIGN(Record row, decodeRecord(cbor.since(start).toByteArray()));
        rows.push_back(std::move(row));
    }
    return rows;
}

QByteArray encodeOperation(const Operation &operation)
{
    return writeOne(operation);
}

Result<Operation> decodeOperation(const QByteArray &cbor)
{
    return readOne<Operation>(cbor);
}

QByteArray encodeResult(const OperationResult &result)
{
    return writeOne(result);
}

Result<OperationResult> decodeResult(const QByteArray &cbor)
{
    return readOne<OperationResult>(cbor);
}

} // namespace mdmc::sync
