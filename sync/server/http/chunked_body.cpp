// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/chunked_body.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace mdmc::http {

namespace {

/// Size and extensions of one chunk. Nobody we know sends extensions at all.
constexpr qsizetype kMaxSizeLine = 1024;

bool isText(QByteArrayView line)
{
    return std::none_of(line.begin(), line.end(), [](char c) {
        return (uchar(c) < 0x20 && c != '\t') || uchar(c) == 0x7f;
    });
}

bool isName(QByteArrayView name)
{
    return !name.isEmpty() && std::all_of(name.begin(), name.end(), [](char c) {
        return std::isalnum(uchar(c)) || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

/// Not what frames a message: some program on the way might believe it.
bool isAllowedTrailer(QByteArrayView name)
{
    return name.compare("Content-Length", Qt::CaseInsensitive) != 0
        && name.compare("Transfer-Encoding", Qt::CaseInsensitive) != 0;
}

} // namespace

ChunkedBody::Verdict ChunkedBody::feed(QByteArrayView bytes, qsizetype &taken, QByteArray &body)
{
    taken = 0;
    while (taken < bytes.size()) {
        if (m_state == State::Data) {
            const qsizetype part = qsizetype(std::min<qint64>(m_left, bytes.size() - taken));
            body.append(bytes.sliced(taken, part));
            taken += part;
            m_left -= part;
            if (m_left == 0)
                m_state = State::DataEnd;
            continue;
        }
        const char c = bytes[taken++];
        if (std::exchange(m_sawCr, c == '\r')) {
            if (c != '\n')
                return Verdict::Malformed;
            const Verdict verdict = endLine();
            m_line.clear();
            if (verdict != Verdict::NeedMore)
                return verdict;
        } else if (c == '\n') {
            return Verdict::Malformed;
        } else if (c != '\r') {
            m_line.append(c);
            if (m_state == State::DataEnd || (m_state == State::SizeLine && m_line.size() > kMaxSizeLine))
                return Verdict::Malformed;
            if (m_state == State::Trailers && ++m_trailers > m_limits.maxHeaderBytes)
                return Verdict::TrailersTooLarge;
        }
    }
    return Verdict::NeedMore;
}

ChunkedBody::Verdict ChunkedBody::endLine()
{
    switch (m_state) {
    case State::SizeLine: return endSizeLine();
    case State::DataEnd:
        m_state = State::SizeLine;
        return Verdict::NeedMore;
    case State::Trailers: return m_line.isEmpty() ? Verdict::Done : endTrailer();
    case State::Data: break;
    }
    return Verdict::Malformed;
}

ChunkedBody::Verdict ChunkedBody::endSizeLine()
{
    qsizetype digits = 0;
    while (digits < m_line.size() && std::isxdigit(uchar(m_line[digits])))
        ++digits;
    const QByteArray extensions = m_line.mid(digits).trimmed();
    if (digits == 0 || !isText(m_line) || (!extensions.isEmpty() && !extensions.startsWith(';')))
        return Verdict::Malformed;
    bool fits = false;
    const quint64 size = m_line.left(digits).toULongLong(&fits, 16);
    if (!fits)
        return Verdict::Malformed;
    if (size > quint64(m_limits.maxBody) || qint64(size) > m_limits.maxBody - m_total)
        return Verdict::TooLarge;
    m_total += qint64(size);
    m_left = qint64(size);
    m_state = size == 0 ? State::Trailers : State::Data;
    return Verdict::NeedMore;
}

ChunkedBody::Verdict ChunkedBody::endTrailer() const
{
    const qsizetype colon = m_line.indexOf(':');
    const QByteArrayView name = QByteArrayView(m_line).first(std::max<qsizetype>(colon, 0));
    return isName(name) && isText(m_line) && isAllowedTrailer(name) ? Verdict::NeedMore : Verdict::Malformed;
}

} // namespace mdmc::http
