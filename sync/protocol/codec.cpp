// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"

#include "sync/protocol/cbor_fields.h"
#include "sync/protocol/compression.h"

namespace mdmc::sync {

namespace {

constexpr char kPlain = 0;
constexpr char kZstd = 1;
/// Of one frame. A request that fits into a few bytes can ask for a page of a megabyte.
constexpr size_t kMaxMessages = 32;
/// Smaller messages gain nothing from compression.
constexpr qsizetype kCompressFrom = 1024;

/// Number of a message on the wire: its place in `Message`. Append only.
template<size_t Index>
using MessageAt = std::variant_alternative_t<Index, Message>;

// Each message's fields, in wire order; one overload serves both directions. Append only.
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Hello>
void fields(C &c, M &m) { c.array(m.protocolMin, m.protocolMax, m.schemaVersion, m.application, m.clientId, m.cursor, m.lastN, m.outboxSize, m.scopeTag, m.formerIds); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Push>
void fields(C &c, M &m) { c.array(m.operations, m.skipped); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, AckResults>
void fields(C &c, M &m) { c.array(m.n); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, Pull>
void fields(C &c, M &m) { c.array(m.cursor, m.maxChanges, m.waitMs, m.scopeTag); }
template<typename C, typename M> requires std::is_same_v<std::remove_const_t<M>, SnapshotRequest>
void fields(C &c, M &m) { c.array(m.type, m.after, m.maxRows); }
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
void fields(C &c, M &m) { c.array(m.results, m.head, m.client); }
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

} // namespace

QByteArray encodeFrame(const std::vector<Message> &messages)
{
    QByteArray plain;
    {
        QCborStreamWriter writer(&plain);
        cbor::Out out(writer);
        writer.startArray(quint64(messages.size()));
        for (const Message &message : messages) {
            writer.startArray(2);
            writer.append(quint64(message.index()));
            std::visit([&out](const auto &body) { fields(out, body); }, message);
            writer.endArray();
        }
        writer.endArray();
    }
    if (plain.size() > kCompressFrom)
        return kZstd + compressZstd(plain);
    return kPlain + plain;
}

QByteArray encodeFrame(const Message &message)
{
    return encodeFrame(std::vector<Message>{message});
}

Result<std::vector<Message>> decodeFrame(const QByteArray &frame, const SyncLimits &limits)
{
    if (frame.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("empty frame"));
    QByteArray plain;
    if (frame[0] == kZstd) {
        MDMC_ASSIGN(plain, decompressZstd(QByteArrayView(frame).sliced(1), limits.maxInflatedBytes));
    } else if (frame[0] == kPlain) {
        if (frame.size() > limits.maxInflatedBytes)
            return failure(ErrorCode::TooLarge, QStringLiteral("frame over %1 bytes").arg(limits.maxInflatedBytes));
        plain = frame.sliced(1);
    } else {
        return failure(ErrorCode::Unsupported, QStringLiteral("unknown frame compression %1").arg(int(quint8(frame[0]))));
    }
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
