// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/http/limits.h"

#include <QByteArray>

namespace mdmc::http {

/// Joins the chunks of a request body (RFC 9112, 7.1). How the bytes are cut makes no difference: each is looked at
/// once and taken at once. Chunk extensions and trailers are checked for their form and thrown away.
class ChunkedBody {
public:
    enum class Verdict { NeedMore, Done, TooLarge, TrailersTooLarge, Malformed };

    explicit ChunkedBody(const Limits &limits) : m_limits(limits) {}

    /// Takes from `bytes` what belongs to the body, all of it unless the body ends before; `taken` says how many. What
    /// the chunks hold is appended to `body`. After anything but NeedMore there is no going on.
    Verdict feed(QByteArrayView bytes, qsizetype &taken, QByteArray &body);

private:
    enum class State { SizeLine, Data, DataEnd, Trailers };

    /// A whole line is in `m_line`, without its end.
    Verdict endLine();
    Verdict endSizeLine();
    Verdict endTrailer() const;

    Limits m_limits;
    State m_state = State::SizeLine;
    QByteArray m_line;
    bool m_sawCr = false;
    qint64 m_left = 0;    ///< Bytes of the chunk still to come.
    qint64 m_total = 0;   ///< Of all chunks announced so far.
    qint64 m_trailers = 0;
};

} // namespace mdmc::http
