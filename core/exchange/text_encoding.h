// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QString>

class QIODevice;

/// Files that people bring in and take out: text encodings, CSV, dates, guesses at what a column holds.
namespace mdmc::exchange {

enum class TextEncoding {
    Utf8,
    Utf16Le,
    Utf16Be,
    Cp1252, ///< Windows "ANSI" of Western Europe, what Excel in French writes.
};

/// Name as people know it, the same in every language: `UTF-8`, `UTF-16 LE`, `UTF-16 BE`, `Windows-1252`.
QString encodingName(TextEncoding encoding);

/// What a file turned out to be.
struct DetectedEncoding {
    TextEncoding encoding = TextEncoding::Utf8;
    int bomSize = 0;         ///< Bytes of the byte order mark at the start of the file; 0 without one.
    bool isCertain = true;   ///< False where only statistics speak for it: let the person look at the preview.
    qint64 damagedBytes = 0; ///< Bytes that do not fit; they are decoded as U+FFFD, never dropped.

    bool operator==(const DetectedEncoding &) const = default;
};

/// Reads the whole device once, in chunks and in constant memory, because the first accent of a long file may come
/// late; leaves it at its start. The device is open for reading and seekable. Refuses with `Unsupported`, `field`
/// naming the kind, what is not text: `file.xlsx`, `file.ods`, `file.xls`, `file.pdf`, `file.zip`, `file.gzip`,
/// `file.html`, `file.json`, `file.vcard`, `file.image`, `file.binary`; `file.encoding` for text in none of the four
/// encodings; `InvalidInput`/`file.empty` for nothing at all; `StorageFailure`/`file.read` when reading fails.
Result<DetectedEncoding> detectEncoding(QIODevice &device);

/// Turns bytes that arrive in chunks into text. Characters cut by a chunk's end are completed by the next one.
class TextDecoder {
public:
    explicit TextDecoder(TextEncoding encoding) : m_encoding(encoding) {}

    QString decode(QByteArrayView bytes);
    /// Text of what is left over: U+FFFD for a character that the file's end cuts off, else nothing.
    QString finish();

private:
    QString decodeUtf8(const QByteArray &bytes, bool isLast);
    QString decodeUtf16(const QByteArray &bytes, bool isLast);

    TextEncoding m_encoding;
    QByteArray m_rest;
};

} // namespace mdmc::exchange
