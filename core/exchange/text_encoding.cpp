// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/text_encoding.h"

#include "core/exchange/file_kind.h"

#include <QIODevice>

#include <array>

namespace mdmc::exchange {

namespace {

constexpr qint64 chunkBytes = 256 * 1024;

/// Windows-1252 from 0x80 to 0x9F, WHATWG index; the five bytes it leaves undefined are 0 here.
constexpr std::array<char16_t, 32> cp1252High = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

/// Number of bytes that follow a UTF-8 lead byte; -1 for a byte that cannot lead.
int utf8Following(uchar lead)
{
    if (lead < 0x80)
        return 0;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 1;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 2;
    if (lead >= 0xF0 && lead <= 0xF4)
        return 3;
    return -1;
}

/// Whether `second` may follow `lead`: rules out overlong forms, surrogates and what lies above U+10FFFF.
bool isUtf8Second(uchar lead, uchar second)
{
    if (lead == 0xE0)
        return second >= 0xA0 && second <= 0xBF;
    if (lead == 0xED)
        return second >= 0x80 && second <= 0x9F;
    if (lead == 0xF0)
        return second >= 0x90 && second <= 0xBF;
    if (lead == 0xF4)
        return second >= 0x80 && second <= 0x8F;
    return second >= 0x80 && second <= 0xBF;
}

/// Counts that speak for or against each encoding, gathered byte by byte.
class ByteStatistics {
public:
    void add(QByteArrayView bytes)
    {
        for (const char c : bytes)
            add(static_cast<uchar>(c));
    }
    void finish()
    {
        if (m_pending > 0)
            m_utf8Invalid += m_seen;
    }

    qint64 size() const { return m_size; }
    qint64 zeros() const { return m_evenZeros + m_oddZeros; }
    qint64 evenZeros() const { return m_evenZeros; }
    qint64 oddZeros() const { return m_oddZeros; }
    qint64 controls() const { return m_controls; }
    qint64 utf8Valid() const { return m_utf8Valid; }
    qint64 utf8Invalid() const { return m_utf8Invalid; }
    qint64 cp1252Undefined() const { return m_cp1252Undefined; }
    qint64 highBytes() const { return m_high; }
    /// High bytes that French and English texts hold in Windows-1252: accented letters, €, œ, typographic quotes,
    /// dashes.
    qint64 westernBytes() const { return m_western; }

private:
    void add(uchar byte)
    {
        if (byte == 0)
            ++(m_size % 2 == 0 ? m_evenZeros : m_oddZeros);
        else if (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r' && byte != 0x0B && byte != 0x0C)
            ++m_controls;
        ++m_size;
        if (byte >= 0x80)
            countHigh(byte);
        followUtf8(byte);
    }

    void countHigh(uchar byte)
    {
        ++m_high;
        if (byte < 0xA0) {
            if (cp1252High[byte - 0x80] == 0)
                ++m_cp1252Undefined;
            static constexpr std::array<uchar, 15> usual
                = {0x80, 0x85, 0x8A, 0x8C, 0x8E, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x9A, 0x9C, 0x9E, 0x9F};
            if (std::find(usual.begin(), usual.end(), byte) != usual.end())
                ++m_western;
        } else if (byte >= 0xE0 || byte == 0xA0 || byte == 0xAB || byte == 0xBB || byte == 0xB0 || byte == 0xA3
                   || (byte >= 0xC0 && byte != 0xD7)) {
            ++m_western;
        }
    }

    void followUtf8(uchar byte)
    {
        if (m_pending > 0) {
            const bool fits = m_seen == 1 ? isUtf8Second(m_lead, byte) : (byte & 0xC0) == 0x80;
            if (fits) {
                ++m_seen;
                if (--m_pending == 0)
                    ++m_utf8Valid;
                return;
            }
            m_utf8Invalid += m_seen;
            m_pending = 0;
        }
        const int following = utf8Following(byte);
        if (following < 0) {
            ++m_utf8Invalid;
        } else if (following > 0) {
            m_lead = byte;
            m_pending = following;
            m_seen = 1;
        }
    }

    qint64 m_size = 0;
    qint64 m_evenZeros = 0;
    qint64 m_oddZeros = 0;
    qint64 m_controls = 0;
    qint64 m_high = 0;
    qint64 m_western = 0;
    qint64 m_cp1252Undefined = 0;
    qint64 m_utf8Valid = 0;
    qint64 m_utf8Invalid = 0;
    int m_pending = 0;
    int m_seen = 0;
    uchar m_lead = 0;
};

Result<DetectedEncoding> withoutBom(const ByteStatistics &bytes)
{
    if (bytes.zeros() > 0) {
        // In UTF-16 every delimiter, digit and unaccented letter has one zero byte, always on the same side.
        const qint64 pairs = bytes.size() / 2;
        if (4 * bytes.oddZeros() > pairs && bytes.evenZeros() * 20 < bytes.oddZeros())
            return DetectedEncoding{TextEncoding::Utf16Le, 0, false, bytes.size() % 2};
        if (4 * bytes.evenZeros() > pairs && bytes.oddZeros() * 20 < bytes.evenZeros())
            return DetectedEncoding{TextEncoding::Utf16Be, 0, false, bytes.size() % 2};
        return fileKindFailure(FileKind::Binary);
    }
    if (bytes.controls() > 16 && bytes.controls() * 100 > bytes.size())
        return fileKindFailure(FileKind::Binary);
    if (bytes.utf8Invalid() == 0)
        return DetectedEncoding{TextEncoding::Utf8, 0, true, 0};
    // Accented Windows-1252 text is hardly ever valid UTF-8, so many valid characters mean UTF-8 with some damage.
    if (bytes.utf8Valid() > 10 * bytes.utf8Invalid())
        return DetectedEncoding{TextEncoding::Utf8, 0, false, bytes.utf8Invalid()};
    if (bytes.cp1252Undefined() == 0 && bytes.westernBytes() * 2 >= bytes.highBytes()) {
        const bool isCertain = bytes.westernBytes() * 10 >= bytes.highBytes() * 9;
        return DetectedEncoding{TextEncoding::Cp1252, 0, isCertain, 0};
    }
    return failure(ErrorCode::Unsupported,
                   QStringLiteral("The text of this file is in an encoding other than UTF-8, UTF-16 or Windows-1252. "
                                  "Nothing was imported. Save it as \"CSV UTF-8\" and try again."),
                   QStringLiteral("file.encoding"));
}

std::optional<DetectedEncoding> byBom(QByteArrayView head)
{
    if (head.startsWith(QByteArrayView("\xEF\xBB\xBF", 3)))
        return DetectedEncoding{TextEncoding::Utf8, 3, true, 0};
    if (head.startsWith(QByteArrayView("\xFF\xFE", 2)))
        return DetectedEncoding{TextEncoding::Utf16Le, 2, true, 0};
    if (head.startsWith(QByteArrayView("\xFE\xFF", 2)))
        return DetectedEncoding{TextEncoding::Utf16Be, 2, true, 0};
    return std::nullopt;
}

} // namespace

QString encodingName(TextEncoding encoding)
{
    switch (encoding) {
    case TextEncoding::Utf8:
        return QStringLiteral("UTF-8");
    case TextEncoding::Utf16Le:
        return QStringLiteral("UTF-16 LE");
    case TextEncoding::Utf16Be:
        return QStringLiteral("UTF-16 BE");
    case TextEncoding::Cp1252:
        break;
    }
    return QStringLiteral("Windows-1252");
}

Result<DetectedEncoding> detectEncoding(QIODevice &device)
{
    const auto readFailure = [] {
        return failure(ErrorCode::StorageFailure, QStringLiteral("The file could not be read. Nothing was imported."),
                       QStringLiteral("file.read"));
    };
    if (!device.isReadable() || device.isSequential() || !device.seek(0))
        return readFailure();
    ByteStatistics statistics;
    QByteArray head;
    QByteArray chunk(chunkBytes, Qt::Uninitialized);
    for (;;) {
        const qint64 got = device.read(chunk.data(), chunkBytes);
        if (got < 0)
            return readFailure();
        if (got == 0)
            break;
        if (head.isEmpty()) {
            head = chunk.left(qMin<qint64>(got, 4096));
            if (const FileKind kind = sniffFileKind(head); kind != FileKind::Text)
                return fileKindFailure(kind);
        }
        statistics.add(QByteArrayView(chunk.constData(), got));
    }
    statistics.finish();
    if (!device.seek(0))
        return readFailure();
    if (statistics.size() == 0)
        return fileKindFailure(FileKind::Empty);
    auto found = byBom(head);
    if (!found)
        return withoutBom(statistics);
    if (statistics.size() == found->bomSize)
        return fileKindFailure(FileKind::Empty);
    if (found->encoding != TextEncoding::Utf8) {
        found->damagedBytes = statistics.size() % 2;
    } else {
        if (statistics.zeros() > 0)
            return fileKindFailure(FileKind::Binary);
        found->damagedBytes = statistics.utf8Invalid();
        found->isCertain = found->damagedBytes == 0;
    }
    return *found;
}

QString TextDecoder::decode(QByteArrayView bytes)
{
    if (m_encoding == TextEncoding::Cp1252) {
        QString text(bytes.size(), Qt::Uninitialized);
        QChar *out = text.data();
        for (const char c : bytes) {
            const auto byte = static_cast<uchar>(c);
            const bool isSpecial = byte >= 0x80 && byte < 0xA0;
            const char16_t special = isSpecial ? cp1252High[byte - 0x80] : u'\0';
            *out++ = isSpecial ? QChar(special == 0 ? u'\xFFFD' : special) : QChar(ushort(byte));
        }
        return text;
    }
    const QByteArray joined = m_rest + QByteArray::fromRawData(bytes.data(), bytes.size());
    return m_encoding == TextEncoding::Utf8 ? decodeUtf8(joined, false) : decodeUtf16(joined, false);
}

QString TextDecoder::finish()
{
    const QByteArray rest = std::exchange(m_rest, {});
    return m_encoding == TextEncoding::Utf8 ? decodeUtf8(rest, true) : decodeUtf16(rest, true);
}

QString TextDecoder::decodeUtf8(const QByteArray &bytes, bool isLast)
{
    qsizetype whole = bytes.size();
    if (!isLast) {
        // Only a lead byte among the last three can still wait for bytes of the next chunk.
        for (qsizetype i = bytes.size() - 1; i >= 0 && i >= bytes.size() - 3; --i) {
            const auto byte = static_cast<uchar>(bytes[i]);
            if ((byte & 0xC0) == 0x80)
                continue;
            if (utf8Following(byte) > bytes.size() - 1 - i)
                whole = i;
            break;
        }
    }
    m_rest = bytes.mid(whole);
    // Qt swallows a byte order mark wherever a piece happens to begin with one; only detection may skip the file's own.
    const bool beginsWithMark = bytes.startsWith("\xEF\xBB\xBF") && whole >= 3;
    return (beginsWithMark ? QString(QChar(QChar::ByteOrderMark)) : QString())
           + QString::fromUtf8(bytes.constData(), whole);
}

QString TextDecoder::decodeUtf16(const QByteArray &bytes, bool isLast)
{
    const bool isLittle = m_encoding == TextEncoding::Utf16Le;
    const auto unit = [&](qsizetype index) {
        const auto first = static_cast<uchar>(bytes[2 * index]);
        const auto second = static_cast<uchar>(bytes[2 * index + 1]);
        return char16_t(isLittle ? first | (second << 8) : second | (first << 8));
    };
    qsizetype units = bytes.size() / 2;
    if (!isLast && units > 0 && QChar::isHighSurrogate(unit(units - 1)))
        --units; // its other half comes with the next chunk
    QString text(units, Qt::Uninitialized);
    for (qsizetype i = 0; i < units; ++i) {
        const char16_t current = unit(i);
        if (QChar::isHighSurrogate(current) && i + 1 < units && QChar::isLowSurrogate(unit(i + 1))) {
            text[i] = current;
            text[i + 1] = unit(i + 1);
            ++i;
        } else {
            text[i] = QChar::isSurrogate(current) ? u'\xFFFD' : current;
        }
    }
    m_rest = bytes.mid(2 * units);
    if (isLast && !m_rest.isEmpty()) {
        m_rest.clear();
        text += QChar(u'\xFFFD');
    }
    return text;
}

} // namespace mdmc::exchange
