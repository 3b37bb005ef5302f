// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <map>

namespace mdmc::bench {

/// Bytes that this process has exchanged with a port, as its TCP sockets count them (TCP_INFO): heads and frames of
/// every kind included, packet headers not. Looks often, since a closed socket takes its count along. Linux only.
class WireCounter {
public:
    explicit WireCounter(quint16 port);

    struct Bytes {
        qint64 received = 0;
        qint64 sent = 0;
    };
    Bytes total();

private:
    void look();

    quint16 m_port;
    QTimer m_timer;
    std::map<quint64, Bytes> m_bySocket; ///< By inode.
};

} // namespace mdmc::bench
