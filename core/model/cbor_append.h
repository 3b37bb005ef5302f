// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

namespace mdmc {

/// Appends CBOR items to bytes: the same ones that QCborStreamWriter writes, without a device for each of them.
class CborAppend {
public:
    explicit CborAppend(QByteArray &out) : m_out(out) {}

    void array(quint64 size) { head(4, size); }
    void number(quint64 value) { head(0, value); }
    void integer(qint64 value) { value < 0 ? head(1, quint64(-1 - value)) : head(0, quint64(value)); }
    void boolean(bool value) { m_out.append(value ? '\xf5' : '\xf4'); }
    void null() { m_out.append('\xf6'); }
    void bytes(QByteArrayView value)
    {
        head(2, quint64(value.size()));
        m_out.append(value.data(), value.size());
    }
    /// UTF-8.
    void text(QByteArrayView value)
    {
        head(3, quint64(value.size()));
        m_out.append(value.data(), value.size());
    }
    /// Items that are CBOR already.
    void items(QByteArrayView cbor) { m_out.append(cbor.data(), cbor.size()); }

private:
    void head(uchar major, quint64 value)
    {
        char bytes[9];
        int width = 0;
        if (value < 24) {
            m_out.append(char(major << 5 | uchar(value)));
            return;
        }
        const uchar info = value <= 0xff ? 24 : value <= 0xffff ? 25 : value <= 0xffffffffU ? 26 : 27;
        bytes[width++] = char(major << 5 | info);
        for (int shift = (8 << (info - 24)) - 8; shift >= 0; shift -= 8)
            bytes[width++] = char(value >> shift);
        m_out.append(bytes, width);
    }

    QByteArray &m_out;
};

} // namespace mdmc
