// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/request_reader.h"

#include <QObject>

#include <memory>
#include <mutex>

class QTcpSocket;
class QWebSocketServer;

namespace mdmc::http {

class Connection;
class Server;

/// Where replies find their connection, or find it gone. Shared with every reply on its way.
struct ReplyGate {
    std::mutex mutex;
    Connection *connection; ///< Null once it is gone; guarded by `mutex`.
};

/// One accepted socket, from handshake to close or to its upgrade. Internal to `Server`, which owns it and lives on the
/// same thread. Bytes stay in the socket until they are understood (`peek`), so the upgrade can hand the socket over as
/// it came, and what is pipelined behind a request waits there, bounded by the socket's read buffer.
class Connection final : public QObject {
    Q_OBJECT
public:
    explicit Connection(Server &server);
    ~Connection() override;

    /// Takes the descriptor over; from then on the peer is known. False when that fails.
    bool open(qintptr descriptor);
    const QHostAddress &directPeer() const { return m_direct; }
    /// What this connection counts under, see `peerKey()`.
    const QByteArray &key() const { return m_key; }
    /// Begins to listen to the peer. Called once, when the server has counted the connection.
    void start();
    /// Closes when idle; else finishes the request at hand and closes then.
    void drain();
    /// Ends what is over its time.
    void sweep(qint64 now);
    /// Closes at once.
    void cut();

    /// Answers request number `serial`, unless that is not the one waited for.
    void answer(quint64 serial, Response response);

private:
    enum class State { Handshaking, Idle, Head, Body, Handling, Replying, Lingering, Upgrading, Gone };

    void process();
    void readHead();
    void admit();
    void readBody();
    void handle();
    void upgrade();
    void finishUpgrade();
    void discard();
    void refuse(const Refusal &refusal);
    void respond(Response response);
    void pump();
    void sendAtOnce();
    void finishReply();
    void gone();
    void enter(State state, int timeoutMs);
    void charge(qint64 bytes);
    qint64 unsent() const;
    bool isSecureSocket() const;

    Server &m_server;
    QHostAddress m_direct; ///< The other end of the socket; behind a proxy not the client.
    QByteArray m_key;
    QTcpSocket *m_socket = nullptr;
    QWebSocketServer *m_upgrader = nullptr;
    std::shared_ptr<ReplyGate> m_gate;
    RequestReader m_reader;
    State m_state = State::Idle;
    qint64 m_deadline = 0; ///< Monotonic; 0 for none.
    quint64 m_serial = 0;  ///< Of the request at hand, from 1.
    QString m_requestId;
    QByteArray m_acceptEncoding;
    bool m_isHead = false;
    bool m_closeAfter = false;
    bool m_mayHaveUnread = false; ///< The peer may still be sending what was refused.
    QByteArray m_head;
    QByteArray m_body;
    qint64 m_sent = 0; ///< Bytes of m_body given to the socket.
    qint64 m_charged = 0;
    qint64 m_discarded = 0;
    bool m_isPumping = false;
};

} // namespace mdmc::http
