// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <utility>

namespace mdmc::bench {

/// A descriptor, closed with the object.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : m_fd(fd) { }
    Descriptor(Descriptor &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) { }
    Descriptor &operator=(Descriptor &&other) noexcept;
    ~Descriptor();
    int get() const { return m_fd; }
    bool isOpen() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// As many open files as the system allows; children inherit it.
void raiseDescriptorLimit();

/// Connects to 127.0.0.1, from an address of its own in 127.0.0.0/8: the server counts and limits clients by address,
/// and thousands of clients do not share one. Blocks for the moment that loopback takes. Not open on failure.
Descriptor connectLoopback(quint16 port, quint32 sourceIndex);

/// Writes everything, waiting where the socket is full. False when the peer is gone.
bool sendAll(int fd, const QByteArray &bytes);

} // namespace mdmc::bench
