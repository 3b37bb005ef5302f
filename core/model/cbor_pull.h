// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArrayView>
#include <QUtf8StringView>

#include <limits>

namespace mdmc {

/// Reads CBOR items where they lie, without copying: for rows in their tens of thousands. It knows the shapes that our
/// own writer makes and no others (no indefinite lengths, tags or floats): whoever meets `failed` reads the same bytes
/// with QCborStreamReader, which knows them all and says what is wrong. Never reads beyond its bytes.
class CborPull {
public:
    enum Major : quint8 { Unsigned = 0, Negative = 1, Bytes = 2, Text = 3, Array = 4, Map = 5, Tag = 6, Simple = 7 };

    explicit CborPull(QByteArrayView bytes)
        : m_begin(reinterpret_cast<const uchar *>(bytes.data())), m_at(m_begin), m_end(m_begin + bytes.size())
    {
    }

    bool failed() const { return m_failed; }
    bool atEnd() const { return m_at == m_end; }
    qsizetype position() const { return m_at - m_begin; }
    /// The bytes from `position` up to here.
    QByteArrayView since(qsizetype position) const { return {m_begin + position, m_at - m_begin - position}; }

    bool isNull() const { return m_at < m_end && *m_at == 0xf6; }
    /// Passes over a null. False: something else stands here.
    bool takeNull()
    {
        if (!isNull())
            return false;
        ++m_at;
        return true;
    }
    quint64 array() { return head(Array); }
    quint64 number() { return head(Unsigned); }
    qint64 integer()
    {
        const bool isNegative = m_at < m_end && (*m_at >> 5) == Negative;
        const quint64 value = head(isNegative ? Negative : Unsigned);
        const quint64 highest = quint64(std::numeric_limits<qint64>::max()) - (isNegative ? 1 : 0);
        if (value > highest)
            return fail<qint64>();
        return isNegative ? -1 - qint64(value) : qint64(value);
    }
    bool boolean()
    {
        if (m_at >= m_end || (*m_at != 0xf4 && *m_at != 0xf5))
            return fail<bool>();
        return *m_at++ == 0xf5;
    }
    QByteArrayView bytes() { return string(Bytes); }
    /// Valid UTF-8.
    QByteArrayView text()
    {
        const QByteArrayView view = string(Text);
        if (!QUtf8StringView(view.data(), view.size()).isValidUtf8())
            return fail<QByteArrayView>();
        return view;
    }
    /// Passes over one item with all that is in it.
    void skip()
    {
        // Counted, not nested: no input makes the stack grow.
        for (quint64 left = 1; left > 0 && !m_failed; --left) {
            if (m_at >= m_end)
                return fail<void>();
            switch (*m_at >> 5) {
            case Unsigned:
            case Negative: head(Major(*m_at >> 5)); break;
            case Bytes:
            case Text: string(Major(*m_at >> 5)); break;
            case Array: {
                const quint64 count = head(Array);
                if (count > quint64(m_end - m_at)) // Each item has a byte at least.
                    return fail<void>();
                left += count;
                break;
            }
            case Simple:
                if (*m_at < 0xf4 || *m_at > 0xf6)
                    return fail<void>();
                ++m_at;
                break;
            default: return fail<void>();
            }
        }
    }

private:
    template<typename T>
    T fail()
    {
        m_failed = true;
        m_at = m_end;
        return T();
    }

    quint64 head(Major major)
    {
        if (m_at >= m_end || (*m_at >> 5) != major)
            return fail<quint64>();
        const uchar info = *m_at++ & 0x1f;
        if (info < 24)
            return info;
        if (info > 27 || m_end - m_at < (1 << (info - 24)))
            return fail<quint64>();
        quint64 value = 0;
        for (int i = 1 << (info - 24); i > 0; --i)
            value = value << 8 | *m_at++;
        return value;
    }
    QByteArrayView string(Major major)
    {
        const quint64 size = head(major);
        if (m_failed || size > quint64(m_end - m_at))
            return fail<QByteArrayView>();
        const QByteArrayView view(m_at, qsizetype(size));
        m_at += size;
        return view;
    }

    const uchar *m_begin;
    const uchar *m_at;
    const uchar *m_end;
    bool m_failed = false;
};

} // namespace mdmc
