// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/file_kind.h"
#include "core/exchange/text_encoding.h"

#include <QBuffer>
#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

Q_DECLARE_METATYPE(mdmc::exchange::TextEncoding)

namespace {

QByteArray utf16(const QString &text, bool isLittle, bool hasBom)
{
    QByteArray bytes;
    const auto put = [&](char16_t unit) {
        const char low = char(unit & 0xFF);
        const char high = char(unit >> 8);
        bytes += isLittle ? low : high;
        bytes += isLittle ? high : low;
    };
    if (hasBom)
        put(0xFEFF);
    for (const QChar c : text)
        put(c.unicode());
    return bytes;
}

Result<DetectedEncoding> detect(QByteArray bytes)
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return detectEncoding(buffer);
}

QString decodeInPieces(const QByteArray &bytes, TextEncoding encoding, qsizetype pieceSize)
{
    TextDecoder decoder(encoding);
    QString text;
    for (qsizetype at = 0; at < bytes.size(); at += pieceSize)
        text += decoder.decode(bytes.mid(at, pieceSize));
    return text + decoder.finish();
}

const QString french = QStringLiteral("Prénom;Budget (€)\r\nLoïc;« 1 500 € » – l’œuvre\r\n");

} // namespace

class TestTextEncoding : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void detects_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<TextEncoding>("encoding");
        QTest::addColumn<int>("bomSize");
        QTest::addColumn<bool>("isCertain");
        const QByteArray cp1252("Pr\xE9nom;Budget (\x80)\r\nLo\xEF"
                                "c;\xAB 1 500 \x80 \xBB \x96 l\x92\x9Cuvre\r\n");
        QTest::newRow("ascii") << QByteArray("a;b\n1;2\n") << TextEncoding::Utf8 << 0 << true;
        QTest::newRow("utf-8") << french.toUtf8() << TextEncoding::Utf8 << 0 << true;
        QTest::newRow("utf-8 bom") << "\xEF\xBB\xBF" + french.toUtf8() << TextEncoding::Utf8 << 3 << true;
        QTest::newRow("utf-8 emoji") << QStringLiteral("a;🎵\n").toUtf8() << TextEncoding::Utf8 << 0 << true;
        QTest::newRow("utf-16 le bom") << utf16(french, true, true) << TextEncoding::Utf16Le << 2 << true;
        QTest::newRow("utf-16 be bom") << utf16(french, false, true) << TextEncoding::Utf16Be << 2 << true;
        QTest::newRow("utf-16 le") << utf16(french, true, false) << TextEncoding::Utf16Le << 0 << false;
        QTest::newRow("utf-16 be") << utf16(french, false, false) << TextEncoding::Utf16Be << 0 << false;
        QTest::newRow("cp1252") << cp1252 << TextEncoding::Cp1252 << 0 << true;
        QTest::newRow("cp1252 late") << QByteArray(3'000'000, 'a') + "\xE9\n" << TextEncoding::Cp1252 << 0 << true;
        // Every special character of French in one: valid UTF-8 sequences by chance would be rare pairs such as "Ã©".
        QTest::newRow("cp1252 quotes") << QByteArray("d\x92"
                                                     "abord \x93"
                                                     "Caf\xE9\x94\n")
                                       << TextEncoding::Cp1252 << 0 << true;
    }
    void detects()
    {
        QFETCH(QByteArray, bytes);
        const auto found = detect(bytes);
        QVERIFY2(found, found ? "" : qPrintable(found.error().detail));
        QTEST(found->encoding, "encoding");
        QTEST(found->bomSize, "bomSize");
        QTEST(found->isCertain, "isCertain");
        QCOMPARE(found->damagedBytes, 0);
    }

    void reportsDamagedUtf8()
    {
        const QByteArray bytes = QStringLiteral("éèàùçœéèàùçœ;é\n").toUtf8() + "caf\xE9;x\n";
        const auto found = detect(bytes);
        QVERIFY(found);
        QCOMPARE(found->encoding, TextEncoding::Utf8);
        QVERIFY(!found->isCertain);
        QCOMPARE(found->damagedBytes, 1);
        QVERIFY(decodeInPieces(bytes, found->encoding, 1).contains(u'\xFFFD'));
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("field");
        QTest::newRow("empty") << QByteArray() << QStringLiteral("file.empty");
        QTest::newRow("only a mark") << QByteArray("\xEF\xBB\xBF") << QStringLiteral("file.empty");
        QTest::newRow("xlsx") << QByteArray("PK\x03\x04\x14\0\x06\0[Content_Types].xml xl/workbook.xml", 43)
                              << QStringLiteral("file.xlsx");
        QTest::newRow("ods") << QByteArray("PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
                             << QStringLiteral("file.ods");
        QTest::newRow("zip") << QByteArray("PK\x03\x04\x14list.csv") << QStringLiteral("file.zip");
        QTest::newRow("xls") << QByteArray("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", 10) << QStringLiteral("file.xls");
        QTest::newRow("pdf") << QByteArray("%PDF-1.7\n%\xE2\xE3") << QStringLiteral("file.pdf");
        QTest::newRow("gzip") << QByteArray("\x1F\x8B\x08\0", 4) << QStringLiteral("file.gzip");
        QTest::newRow("html") << QByteArray("\r\n<!DOCTYPE HTML><table>") << QStringLiteral("file.html");
        QTest::newRow("json") << QByteArray("[{\"a\":1}]") << QStringLiteral("file.json");
        QTest::newRow("vcard") << QByteArray("BEGIN:VCARD\r\n") << QStringLiteral("file.vcard");
        QTest::newRow("png") << QByteArray("\x89PNG\r\n\x1A\n") << QStringLiteral("file.image");
        QTest::newRow("zero byte") << QByteArray("a;b\n1;\0002\n", 8) << QStringLiteral("file.binary");
        QTest::newRow("zero byte late") << QByteArray(1'000'000, 'a') + QByteArray(1, '\0')
                                        << QStringLiteral("file.binary");
        QTest::newRow("controls") << QByteArray(400, '\x02') << QStringLiteral("file.binary");
        // "Éric à Orléans" as old Macintosh text: 0x8F is undefined in Windows-1252.
        QTest::newRow("macintosh") << QByteArray("\x83ric \x88 Orl\x8E"
                                                 "ans; m\x8Fre\n")
                                   << QStringLiteral("file.encoding");
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        const auto found = detect(bytes);
        QVERIFY(!found);
        QTEST(found.error().field, "field");
        QVERIFY(found.error().detail.endsWith(u'.') || found.error().detail.endsWith(u'"'));
    }

    void decodesAlikeInAnyPieces_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<TextEncoding>("encoding");
        QTest::addColumn<QString>("text");
        const QString text = QStringLiteral("é€🎵 œ\uFEFFz\r\n");
        QTest::newRow("utf-8") << text.toUtf8() << TextEncoding::Utf8 << text;
        QTest::newRow("utf-16 le") << utf16(text, true, false) << TextEncoding::Utf16Le << text;
        QTest::newRow("utf-16 be") << utf16(text, false, false) << TextEncoding::Utf16Be << text;
        QTest::newRow("cp1252") << QByteArray("\x80\x9C\xE9\x92\x8Cz\xFF") << TextEncoding::Cp1252
                                << QStringLiteral("€œé’Œzÿ");
        QTest::newRow("cp1252 undefined") << QByteArray("a\x81z") << TextEncoding::Cp1252 << QStringLiteral("a\uFFFDz");
        QTest::newRow("utf-16 odd end") << utf16(QStringLiteral("ab"), true, false) + 'x' << TextEncoding::Utf16Le
                                        << QStringLiteral("ab\uFFFD");
        QTest::newRow("utf-16 lone surrogate")
            << QByteArray("a\0\x3C\xD8z\0", 6) << TextEncoding::Utf16Le << QStringLiteral("a\uFFFDz");
        QTest::newRow("utf-8 cut off") << QByteArray("a\xC3") << TextEncoding::Utf8 << QStringLiteral("a\uFFFD");
    }
    void decodesAlikeInAnyPieces()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(TextEncoding, encoding);
        QFETCH(QString, text);
        for (qsizetype size = 1; size <= bytes.size(); ++size)
            QCOMPARE(decodeInPieces(bytes, encoding, size), text);
    }
};

QTEST_GUILESS_MAIN(TestTextEncoding)
#include "test_text_encoding.moc"
