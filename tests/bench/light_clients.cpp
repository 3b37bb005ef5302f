// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/light_clients.h"

#include "sync/protocol/codec.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>

namespace mdmc::bench {

namespace {

constexpr size_t kKeptPayloads = 64;
constexpr quint8 kPing = 0x9;
constexpr quint8 kClose = 0x8;

/// A frame of a client: masked as the standard demands, with the mask that changes nothing.
QByteArray clientFrame(quint8 opcode, const QByteArray &payload)
{
    QByteArray frame(1, char(0x80 | opcode));
    if (payload.size() < 126) {
        frame.append(char(0x80 | payload.size()));
    } else {
        frame.append(char(0x80 | 126));
        frame.append(char(payload.size() >> 8)).append(char(payload.size() & 0xff));
    }
    return frame.append(4, '\0') + payload;
}

struct FrameHead {
    quint8 opcode = 0;
    qsizetype begin = 0;
    qsizetype size = 0;
};

/// Of the frame at the beginning of `bytes`; nothing while it is not there as a whole. The server never fragments.
std::optional<FrameHead> frameAt(QByteArrayView bytes)
{
    if (bytes.size() < 2)
        return std::nullopt;
    FrameHead head{quint8(quint8(bytes[0]) & 0x0f), 2, quint8(bytes[1]) & 0x7f};
    const int sizeBytes = head.size == 126 ? 2 : head.size == 127 ? 8 : 0;
    if (sizeBytes > 0) {
        if (bytes.size() < 2 + sizeBytes)
            return std::nullopt;
        head.size = 0;
        for (int i = 0; i < sizeBytes; ++i)
            head.size = head.size << 8 | quint8(bytes[2 + i]);
        head.begin += sizeBytes;
    }
    return bytes.size() < head.begin + head.size ? std::nullopt : std::optional(head);
}

/// Reads, waiting, until `bytes` satisfies; false when the peer closes before.
template <typename Enough> bool readUntil(int fd, QByteArray &bytes, Enough isEnough)
{
    char buffer[16 * 1024];
    while (!isEnough(bytes)) {
        const ssize_t size = ::recv(fd, buffer, sizeof buffer, 0);
        if (size <= 0)
            return false;
        bytes.append(buffer, size);
    }
    return true;
}

} // namespace

LightClients::~LightClients()
{
    m_isStopped = true;
    if (m_thread.joinable())
        m_thread.join();
}

Result<> LightClients::connectAll(const std::vector<Session> &sessions)
{
    m_epoll = Descriptor(::epoll_create1(EPOLL_CLOEXEC));
    for (const Session &session : sessions) {
        Client client{connectLoopback(m_port, quint32(m_clients.size())), {}};
        const int fd = client.socket.get();
        const QByteArray upgrade = "GET /api/v1/sync/live HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                   "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                   "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer "
            + session.token + "\r\n\r\n";
        const auto hasHead = [](const QByteArray &bytes) { return bytes.contains("\r\n\r\n"); };
        if (fd < 0 || !sendAll(fd, upgrade) || !readUntil(fd, client.unread, hasHead))
            return failure(ErrorCode::Unreachable, QStringLiteral("session %1 is not let in").arg(m_clients.size()));
        if (!client.unread.startsWith("HTTP/1.1 101"))
            return failure(ErrorCode::Forbidden, QString::fromLatin1(client.unread.left(400)));
        client.unread.remove(0, client.unread.indexOf("\r\n\r\n") + 4);
        const auto hasFrame = [](const QByteArray &bytes) { return frameAt(bytes).has_value(); };
        if (!sendAll(fd, clientFrame(2, sync::encodeFrame(session.hello))) || !readUntil(fd, client.unread, hasFrame))
            return failure(ErrorCode::Unreachable, QStringLiteral("session %1 is not greeted").arg(m_clients.size()));
        const FrameHead head = *frameAt(client.unread);
        MDMC_ASSIGN(const auto messages, sync::decodeFrame(client.unread.mid(head.begin, head.size)));
        const auto *welcome = messages.empty() ? nullptr : std::get_if<sync::Welcome>(&messages.front());
        if (!welcome || welcome->resume != sync::Welcome::Resume::Tail)
            return failure(ErrorCode::ProtocolViolation, QStringLiteral("a light client may not follow the tail"));
        client.unread.remove(0, head.begin + head.size);
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
        epoll_event event{};
        event.events = EPOLLIN;
        event.data.u64 = m_clients.size();
        m_clients.push_back(std::move(client));
        ::epoll_ctl(m_epoll.get(), EPOLL_CTL_ADD, fd, &event);
    }
    m_thread = std::thread([this] { run(); });
    return {};
}

void LightClients::expect(qint64 minor)
{
    const std::lock_guard lock(m_mutex);
    m_sentAt[minor] = nowNs();
}

Samples LightClients::takeLatencies()
{
    const std::lock_guard lock(m_mutex);
    m_delivered = 0;
    m_sentAt.clear();
    return std::exchange(m_latencies, {});
}

void LightClients::run()
{
    std::array<epoll_event, 256> events;
    while (!m_isStopped) {
        const int count = ::epoll_wait(m_epoll.get(), events.data(), int(events.size()), 50);
        for (int i = 0; i < count; ++i) {
            Client &client = m_clients[events[size_t(i)].data.u64];
            if (client.socket.isOpen() && !readFrom(client)) {
                client.socket = {}; // Closing takes it out of the epoll set.
                ++m_lost;
            }
        }
    }
}

bool LightClients::readFrom(Client &client)
{
    char buffer[64 * 1024];
    const ssize_t size = ::recv(client.socket.get(), buffer, sizeof buffer, 0);
    if (size < 0)
        return errno == EAGAIN || errno == EINTR;
    if (size == 0)
        return false;
    client.unread.append(buffer, size);
    return takeFrames(client);
}

bool LightClients::takeFrames(Client &client)
{
    qsizetype at = 0;
    while (const auto head = frameAt(QByteArrayView(client.unread).sliced(at))) {
        const QByteArray payload = QByteArray::fromRawData(client.unread.constData() + at + head->begin, head->size);
        if (head->opcode == kClose)
            return false;
        if (head->opcode == kPing) {
            if (!sendAll(client.socket.get(), clientFrame(0xA, payload)))
                return false;
        } else {
            note(marksIn(payload));
        }
        at += head->begin + head->size;
    }
    client.unread.remove(0, at);
    return true;
}

const std::vector<qint64> &LightClients::marksIn(const QByteArray &payload)
{
    for (const auto &[known, marks] : m_decoded)
        if (known == payload)
            return marks;
    static const int budget = entityInfo(EntityType::Lead).indexOf(QLatin1String("budget"));
    std::vector<qint64> marks;
    const auto messages = sync::decodeFrame(payload);
    for (const sync::Message &message : messages.value_or(std::vector<sync::Message>()))
        if (const auto *changes = std::get_if<sync::Changes>(&message))
            for (const Record &row : changes->rows)
                if (row.type == EntityType::Lead)
                    marks.push_back(row.values[size_t(budget)].as<Money>().minor);
    std::pair<QByteArray, std::vector<qint64>> entry(QByteArray(payload.constData(), payload.size()), std::move(marks));
    if (m_decoded.size() < kKeptPayloads)
        return m_decoded.emplace_back(std::move(entry)).second;
    m_nextDecoded = (m_nextDecoded + 1) % kKeptPayloads;
    m_decoded[m_nextDecoded] = std::move(entry);
    return m_decoded[m_nextDecoded].second;
}

void LightClients::note(const std::vector<qint64> &marks)
{
    if (marks.empty())
        return;
    const qint64 now = nowNs();
    const std::lock_guard lock(m_mutex);
    for (const qint64 mark : marks)
        if (const auto sent = m_sentAt.find(mark); sent != m_sentAt.end()) {
            m_latencies.add(double(now - sent->second) / 1e6);
            ++m_delivered;
        }
}

} // namespace mdmc::bench
