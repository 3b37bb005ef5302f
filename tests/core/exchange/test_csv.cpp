// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/csv_reader.h"
#include "core/exchange/csv_writer.h"

#include <QBuffer>
#include <QTest>

#include <random>

using namespace mdmc;
using namespace mdmc::exchange;

using Table = QList<QStringList>;

namespace {

struct Reading {
    CsvFormat format;
    QStringList header;
    std::vector<CsvRow> rows;
    qint64 blanks = 0;

    Table cells() const
    {
        Table table;
        for (const CsvRow &row : rows)
            table.append(row.cells);
        return table;
    }
};

Result<Reading> read(QByteArray bytes, const CsvOptions &options = {})
{
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    MDMC_ASSIGN(auto reader, CsvReader::open(buffer, options));
    Reading reading{reader.format(), reader.header(), {}, 0};
    for (;;) {
        MDMC_ASSIGN(auto row, reader.next());
        if (!row)
            break;
        reading.rows.push_back(std::move(*row));
    }
    reading.blanks = reader.blankRowCount();
    return reading;
}

/// The records of a text handed over in the given pieces.
Result<std::vector<CsvRow>> records(const QStringList &pieces, QChar delimiter)
{
    CsvRecords records(delimiter);
    std::vector<CsvRow> rows;
    const auto drain = [&]() -> Result<> {
        for (;;) {
            MDMC_ASSIGN(auto row, records.next());
            if (!row)
                return {};
            rows.push_back(std::move(*row));
        }
    };
    for (const QString &piece : pieces) {
        records.feed(piece);
        MDMC_TRY(drain());
    }
    records.finish();
    MDMC_TRY(drain());
    return rows;
}

QStringList list(std::initializer_list<const char16_t *> cells)
{
    QStringList result;
    for (const char16_t *cell : cells)
        result.append(QString::fromUtf16(cell));
    return result;
}

/// A device that fails after so many bytes.
class FailingDevice : public QBuffer {
public:
    FailingDevice(QByteArray *bytes, qint64 limit) : QBuffer(bytes), m_limit(limit) {}
    bool isArmed = false;

protected:
    qint64 readData(char *data, qint64 size) override
    {
        if (isArmed && pos() >= m_limit)
            return -1;
        return QBuffer::readData(data, isArmed ? qMin(size, m_limit - pos()) : size);
    }

private:
    qint64 m_limit;
};

} // namespace

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsCells_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<Table>("rows");
        QTest::newRow("plain") << QByteArray("a,b\n1,2\n") << Table{list({u"1", u"2"})};
        QTest::newRow("no line end") << QByteArray("a,b\n1,2") << Table{list({u"1", u"2"})};
        QTest::newRow("cr lf") << QByteArray("a,b\r\n1,2\r\n3,4\r\n") << Table{list({u"1", u"2"}), list({u"3", u"4"})};
        QTest::newRow("cr") << QByteArray("a,b\r1,2\r3,4\r") << Table{list({u"1", u"2"}), list({u"3", u"4"})};
        QTest::newRow("mixed ends") << QByteArray("a,b\r\n1,2\n3,4\r5,6")
                                    << Table{list({u"1", u"2"}), list({u"3", u"4"}), list({u"5", u"6"})};
        QTest::newRow("quotes") << QByteArray("a;b\n\"x;y\";\"say \"\"hi\"\"\"\n")
                                << Table{list({u"x;y", u"say \"hi\""})};
        QTest::newRow("new lines") << QByteArray("a;b\n\"x\r\ny\n\nz\";2\n") << Table{list({u"x\r\ny\n\nz", u"2"})};
        QTest::newRow("empty quoted") << QByteArray("a;b\n\"\";2\n") << Table{list({u"", u"2"})};
        QTest::newRow("padding of quotes") << QByteArray("a;b\n \"x;y\" ; 2\n") << Table{list({u"x;y", u" 2"})};
        QTest::newRow("stray inside") << QByteArray("a;b\n7\" single;2\n") << Table{list({u"7\" single", u"2"})};
        QTest::newRow("undoubled") << QByteArray("a;b\n\"the \"Best\" of\";2\n")
                                   << Table{list({u"the \"Best\" of", u"2"})};
        QTest::newRow("unclosed at end") << QByteArray("a;b\n\"x;2\ny;3\n")
                                         << Table{list({u"\"x", u"2"}), list({u"y", u"3"})};
        QTest::newRow("unclosed before quoted")
            << QByteArray("a;b\n\"x;2\n\"y\";3\n") << Table{list({u"\"x", u"2"}), list({u"y", u"3"})};
        QTest::newRow("guard") << QByteArray("a;b\n'+33 6;'quoted'\n") << Table{list({u"+33 6", u"'quoted'"})};
        QTest::newRow("last cell empty") << QByteArray("a;b;c\n1;2;\n") << Table{list({u"1", u"2", u""})};
        QTest::newRow("padded by spreadsheet") << QByteArray("a;b;;\n1;2;;\n") << Table{list({u"1", u"2"})};
    }
    void readsCells()
    {
        QFETCH(QByteArray, bytes);
        const auto reading = read(bytes);
        QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
        QTEST(reading->cells(), "rows");
    }

    void notesAndLines()
    {
        const auto reading = read("a;b\n\n\"x\ny\";2\n;\n7\" q;2\n1\n1;2;3\n\"un;2\n1;caf\xEF\xBF\xBD\n;;\n\n");
        QVERIFY(reading);
        const std::vector<std::pair<qint64, CsvNotes>> expected = {{3, {}},
                                                                   {6, CsvNote::StrayQuote},
                                                                   {7, CsvNote::FewerCells},
                                                                   {8, CsvNote::MoreCells},
                                                                   {9, CsvNote::UnclosedQuote},
                                                                   {10, CsvNote::UndecodableText}};
        QCOMPARE(reading->rows.size(), expected.size());
        for (size_t i = 0; i < expected.size(); ++i) {
            QCOMPARE(reading->rows[i].line, expected[i].first);
            QCOMPARE(reading->rows[i].notes, expected[i].second);
        }
        QCOMPARE(reading->blanks, 2); // lines 2 and 5; those at the end are none
        QCOMPARE(reading->rows[2].cell(1), QString());
        QCOMPARE(reading->rows[3].cell(2), QStringLiteral("3"));
    }

    void delimiter_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QChar>("delimiter");
        QTest::newRow("semicolon") << QByteArray("a;b\n1;2\n") << QChar(u';');
        QTest::newRow("comma") << QByteArray("a,b\n1,2\n") << QChar(u',');
        QTest::newRow("tab") << QByteArray("a\tb\n1\t2\n") << QChar(u'\t');
        QTest::newRow("bar") << QByteArray("a|b\n1|2\n") << QChar(u'|');
        QTest::newRow("decimal commas") << QByteArray("nom;budget\nx;1,5\ny;2,5\nz;3,5\n") << QChar(u';');
        QTest::newRow("commas outnumber")
            << QByteArray("name;notes\nx;a, b, c, d, e\ny;f, g, h, i, j\n") << QChar(u';');
        QTest::newRow("inside quotes") << QByteArray("\"a;1\",\"b;2\"\n\"c;3\",\"d;4\"\n\"e;5\",f\n") << QChar(u',');
        QTest::newRow("inside quotes, alike") << QByteArray("n,\"a;b\"\n1,\"c;d\"\n") << QChar(u',');
        QTest::newRow("uneven rows") << QByteArray("a\tb\tc\n1, x\t2\n1\n1\t2\t3\t4\n1\t2\t3\n") << QChar(u'\t');
        QTest::newRow("lists in cells") << QByteArray("mail,genre,x\na@x; b@y,pop; rock,1\nc@x; d@y,pop; rock,2\n")
                                        << QChar(u',');
        QTest::newRow("one column") << QByteArray("mail\na@example.org\nb@example.org\n") << QChar(u',');
        QTest::newRow("header only") << QByteArray("prénom;nom;budget, ht\n") << QChar(u';');
    }
    void delimiter()
    {
        QFETCH(QByteArray, bytes);
        const auto reading = read(bytes);
        QVERIFY(reading);
        QTEST(reading->format.delimiter, "delimiter");
    }

    void honoursSepLine()
    {
        for (const QByteArray first : {"sep=|\r\n", "\"SEP=|\"\n", "\xEF\xBB\xBFsep=|\r"}) {
            const auto reading = read(first + "a|b;c\r\n1|2;3\r\n");
            QVERIFY(reading);
            QVERIFY(reading->format.hasSepLine);
            QCOMPARE(reading->format.delimiter, QChar(u'|'));
            QCOMPARE(reading->header, list({u"a", u"b;c"}));
            QCOMPARE(reading->rows.at(0).line, 3);
        }
    }

    void optionsWin()
    {
        CsvOptions options;
        options.delimiter = u',';
        options.encoding = TextEncoding::Cp1252;
        options.hasHeader = false;
        const auto reading = read("caf\xC3\xA9,b;c\n", options);
        QVERIFY(reading);
        QCOMPARE(reading->header, list({u"Column 1", u"Column 2"}));
        QCOMPARE(reading->cells(), Table{list({u"cafÃ©", u"b;c"})});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("line");
        const QByteArray head("a;b\n1;2\n");
        QTest::newRow("blank lines") << QByteArray("\n\r\n  \n;;\n") << QStringLiteral("file.empty") << QString();
        QTest::newRow("long cell") << head + QByteArray((1 << 20) + 1, 'x') + ";2\n"
                                   << QStringLiteral("file.cell") << QStringLiteral("line 3");
        QTest::newRow("endless quote") << head + '"' + QByteArray(3 << 20, 'x') << QStringLiteral("file.cell")
                                       << QStringLiteral("line 3");
        QTest::newRow("columns") << head + QByteArray(1001, ';') + '\n'
                                 << QStringLiteral("file.columns") << QStringLiteral("line 3");
        QTest::newRow("zero") << QByteArray("\xFF\xFE"
                                            "a\0;\0b\0\n\0\0\0;\0",
                                            14)
                              << QStringLiteral("file.binary") << QStringLiteral("line 2");
        QTest::newRow("workbook") << QByteArray("PK\x03\x04[Content_Types].xml") << QStringLiteral("file.xlsx")
                                  << QString();
    }
    void refuses()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, line);
        const auto reading = read(bytes);
        QVERIFY(!reading);
        QTEST(reading.error().field, "field");
        QVERIFY2(reading.error().detail.contains(line), qPrintable(reading.error().detail));
    }

    void longestAllowed()
    {
        const QByteArray cell(1 << 20, 'x');
        const auto reading = read("a;b\n\"" + cell + "\";2\n" + cell + ";2\n");
        QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
        QCOMPARE(reading->rows.size(), 2u);
        const auto wide = read(QByteArray("a;b\n") + QByteArray(998, ';') + "x\n");
        QVERIFY(wide);
        QCOMPARE(wide->rows.at(0).cells.size(), 999);
    }

    void givesUpOnRuinedQuotes()
    {
        QByteArray bytes("a;b\n");
        for (int i = 0; i < 300; ++i)
            bytes += "\"x" + QByteArray::number(i) + ";\n";
        const auto reading = read(bytes);
        QVERIFY(!reading);
        QCOMPARE(reading.error().field, QStringLiteral("file.quotes"));
    }

    void reportsReadFailure()
    {
        QByteArray bytes("a;b\n");
        while (bytes.size() < 300'000)
            bytes += "one;two\n";
        FailingDevice device(&bytes, 150'000);
        device.open(QIODevice::ReadOnly | QIODevice::Unbuffered);
        auto reader = CsvReader::open(device);
        QVERIFY(reader);
        device.isArmed = true;
        auto row = reader->next();
        while (row && *row)
            row = reader->next();
        QVERIFY(!row);
        QCOMPARE(row.error().code, ErrorCode::StorageFailure);
    }

    void everySplitGivesTheSameRows_data()
    {
        QTest::addColumn<QString>("text");
        QTest::newRow("tricky") << QStringLiteral(
            "a;b;c\r\n\"x\r\n\"\"y\"\";\";  \"pad\" ;\r\n\r7\" s;\"the \"B\" o\";\"\"\n;;\n\"é🎵\" x;1;2\r\n");
        QTest::newRow("unclosed") << QStringLiteral("a;b\n\"x;2\n\"y\"\"\";3\r\n\"\n\n\"z;\"w\";\n\"open;1\r\nlast");
        QTest::newRow("ends in cr") << QStringLiteral("a;b\r\"1\r\";2\r");
    }
    void everySplitGivesTheSameRows()
    {
        QFETCH(QString, text);
        const auto whole = records({text}, u';');
        QVERIFY(whole);
        QVERIFY(whole->size() > 1);
        for (qsizetype first = 0; first <= text.size(); ++first) {
            for (qsizetype second = first; second <= text.size(); ++second) {
                const auto split = records({text.left(first), text.mid(first, second - first), text.mid(second)}, u';');
                QVERIFY(split);
                QVERIFY2(*split == *whole, qPrintable(QStringLiteral("split at %1 and %2").arg(first).arg(second)));
            }
        }
        QStringList singles;
        for (const QChar c : text)
            singles.append(c);
        const auto one = records(singles, u';');
        QVERIFY(one);
        QVERIFY(*one == *whole);
    }

    void guards_data()
    {
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("cell");
        QTest::newRow("plain") << QStringLiteral("Léa") << QStringLiteral("Léa");
        QTest::newRow("formula") << QStringLiteral("=cmd|' /C calc'!A0") << QStringLiteral("'=cmd|' /C calc'!A0");
        QTest::newRow("phone") << QStringLiteral("+33 6 39 98 00 01") << QStringLiteral("'+33 6 39 98 00 01");
        QTest::newRow("minus") << QStringLiteral("-12.50") << QStringLiteral("'-12.50");
        QTest::newRow("at") << QStringLiteral("@artist") << QStringLiteral("'@artist");
        QTest::newRow("tab") << QStringLiteral("\tx") << QStringLiteral("'\tx");
        QTest::newRow("cr") << QStringLiteral("\rx") << QStringLiteral("'\rx");
        QTest::newRow("full width") << QStringLiteral("＝1+1") << QStringLiteral("'＝1+1");
        QTest::newRow("apostrophe") << QStringLiteral("'90s") << QStringLiteral("'90s");
        QTest::newRow("guarded already") << QStringLiteral("'=1") << QStringLiteral("''=1");
    }
    void guards()
    {
        QFETCH(QString, value);
        QTEST(guardFormula(value), "cell");
        QCOMPARE(unguardFormula(guardFormula(value)), value);
    }

    /// Property: what our writer wrote, our reader reads, cell for cell.
    void roundTrip()
    {
        const quint32 seed = qEnvironmentVariableIsSet("MDMC_SEED") ? qEnvironmentVariableIntValue("MDMC_SEED")
                                                                    : std::random_device{}();
        qInfo("seed %u", seed);
        std::mt19937 random(seed);
        const QString alphabet = QStringLiteral("a'=+-@;,|\t\r\n\" é€🎵\uFF1D");
        for (const QChar delimiter : {QChar(u';'), QChar(u','), QChar(u'\t')}) {
            Table table;
            for (int row = 0; row < 200; ++row) {
                QStringList cells;
                for (int column = 0; column < 4; ++column) {
                    QString cell;
                    for (auto length = random() % 6; length > 0; --length)
                        cell += alphabet[qsizetype(random() % size_t(alphabet.size()))];
                    cells.append(cell.toUtf8().contains("\xEF\xBF\xBD") || !cell.isValidUtf16() ? QStringLiteral("x")
                                                                                                : cell);
                }
                cells.append(QStringLiteral("end"));
                table.append(cells);
            }
            QBuffer buffer;
            buffer.open(QIODevice::WriteOnly);
            CsvWriter writer(buffer, {delimiter, true, true});
            QVERIFY(writer.writeRow(list({u"a", u"b", u"c", u"d", u"e"})));
            for (const QStringList &cells : table)
                QVERIFY(writer.writeRow(cells));
            QVERIFY(writer.finish());
            CsvOptions options;
            options.delimiter = delimiter;
            const auto reading = read(buffer.data(), options);
            QVERIFY2(reading, reading ? "" : qPrintable(reading.error().detail));
            QCOMPARE(reading->format.encoding.bomSize, 3);
            QCOMPARE(reading->cells(), table);
        }
    }

    void writeFailureIsReported()
    {
        QFile full(QStringLiteral("/dev/full"));
        if (!full.open(QIODevice::WriteOnly | QIODevice::Unbuffered))
            QSKIP("this system has no /dev/full");
        CsvWriter writer(full);
        QVERIFY(writer.writeRow({QStringLiteral("x")}));
        const auto result = writer.finish();
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::StorageFull);
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "test_csv.moc"
