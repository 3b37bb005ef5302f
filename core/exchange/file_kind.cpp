// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/file_kind.h"

#include <QByteArray>

namespace mdmc::exchange {

namespace {

struct Advice {
    FileKind kind;
    const char *name;
    const char *sentence;
};

constexpr Advice advices[] = {
    {FileKind::Empty, "empty", "The file is empty. Nothing was imported."},
    {FileKind::Xlsx, "xlsx",
     "This looks like an Excel workbook (.xlsx). Save it as \"CSV UTF-8\" in Excel and import that file."},
    {FileKind::Ods, "ods",
     "This looks like an OpenDocument spreadsheet (.ods). Save it as \"Text CSV\" and import that file."},
    {FileKind::Xls, "xls",
     "This looks like an old Excel workbook (.xls). Save it as \"CSV UTF-8\" in Excel and import that file."},
    {FileKind::Pdf, "pdf",
     "This looks like a PDF document. Export the list as CSV where it comes from and import that file."},
    {FileKind::Zip, "zip", "This looks like a ZIP archive. Unpack it and import the CSV file inside."},
    {FileKind::Gzip, "gzip", "This looks like a compressed file. Unpack it and import the CSV file inside."},
    {FileKind::Html, "html",
     "This looks like a web page, not a table of text. Open it in Excel and save it as \"CSV UTF-8\"."},
    {FileKind::Json, "json", "This looks like JSON, not a table of text. Export the list as CSV and import that file."},
    {FileKind::Vcard, "vcard",
     "This looks like a file of vCards, not a table of text. Export the contacts as CSV and import that file."},
    {FileKind::Image, "image",
     "This looks like a picture. Export the list as CSV where it comes from and import that file."},
    {FileKind::Binary, "binary",
     "This is not a text file: it contains zero bytes. Nothing was imported. Export the list as CSV and import that "
     "file."},
};

FileKind zipKind(QByteArrayView head)
{
    const QByteArray bytes = QByteArray::fromRawData(head.data(), head.size());
    if (bytes.contains("opendocument.spreadsheet"))
        return FileKind::Ods;
    const bool isOffice = bytes.contains("[Content_Types].xml") || bytes.contains("xl/");
    return isOffice && !bytes.contains("word/") && !bytes.contains("ppt/") ? FileKind::Xlsx : FileKind::Zip;
}

} // namespace

FileKind sniffFileKind(QByteArrayView head)
{
    const auto begins = [&](const char *magic, qsizetype size) { return head.startsWith(QByteArrayView(magic, size)); };
    if (head.isEmpty())
        return FileKind::Empty;
    if (begins("PK\x03\x04", 4) || begins("PK\x05\x06", 4))
        return zipKind(head);
    if (begins("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8))
        return FileKind::Xls;
    if (begins("%PDF-", 5))
        return FileKind::Pdf;
    if (begins("\x1F\x8B", 2))
        return FileKind::Gzip;
    if (begins("\x89PNG", 4) || begins("\xFF\xD8\xFF", 3) || begins("GIF8", 4))
        return FileKind::Image;
    if (begins("SQLite format 3", 15)
        || begins("\x7F"
                  "ELF",
                  4))
        return FileKind::Binary;
    QByteArray text = head.first(qMin<qsizetype>(head.size(), 256)).toByteArray();
    if (text.startsWith("\xEF\xBB\xBF"))
        text.remove(0, 3);
    text = text.trimmed().toLower();
    if (text.startsWith("<!doctype html") || text.startsWith("<html") || text.startsWith("<table"))
        return FileKind::Html;
    if (text.startsWith("{\"") || text.startsWith("[{") || text.startsWith("{\n") || text.startsWith("{\r"))
        return FileKind::Json;
    if (text.startsWith("begin:vcard"))
        return FileKind::Vcard;
    return FileKind::Text;
}

tl::unexpected<Error> fileKindFailure(FileKind kind)
{
    for (const Advice &advice : advices) {
        if (advice.kind == kind) {
            return failure(kind == FileKind::Empty ? ErrorCode::InvalidInput : ErrorCode::Unsupported,
                           QString::fromLatin1(advice.sentence), QStringLiteral("file.") + QLatin1String(advice.name));
        }
    }
    return failure(ErrorCode::Internal, QStringLiteral("A text file was refused as if it were none."));
}

} // namespace mdmc::exchange
