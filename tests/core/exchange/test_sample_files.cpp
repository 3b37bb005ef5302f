// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/column_guess.h"
#include "core/exchange/csv_reader.h"
#include "core/exchange/date_text.h"

#include <QFile>
#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

/// The realistic files of tests/data/import, read as an import would, against the numbers their generator wrote down.
class TestSampleFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QFile file(QStringLiteral(MDMC_TEST_DATA "/import/expected.json"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_expected = QJsonDocument::fromJson(file.readAll()).object();
        QCOMPARE(m_expected.size(), 4);
    }

    void reads_data()
    {
        QTest::addColumn<QString>("targets");
        QTest::newRow("hubspot_contacts.csv")
            << QStringLiteral("ignore firstName lastName emails phones phones artistName genres spotifyUrl stage "
                              "ignore owner createdAt ignore "
                              "country source budget priority ignore ignore notes");
        QTest::newRow("pipedrive_deals_persons.csv")
            << QStringLiteral("ignore ignore budget currency stage ignore owner createdAt ignore lostReason tags "
                              "artistName genres spotifyUrl "
                              "releaseDate source notes fullName emails emails phones phones ignore");
        QTest::newRow("excel_fr.csv") << QStringLiteral("firstName lastName artistName emails phones genres spotifyUrl "
                                                        "budget stage priority source platforms goals "
                                                        "releaseDate createdAt owner country notes");
        QTest::newRow("hand_made.csv") << QStringLiteral(
            "artistName fullName emails phones ignore genres spotifyUrl budget ignore owner releaseDate notes");
    }
    void reads()
    {
        QFETCH(QString, targets);
        const QString name = QString::fromLatin1(QTest::currentDataTag());
        const QJsonObject facts = m_expected[name].toObject();
        QFile file(QStringLiteral(MDMC_TEST_DATA "/import/") + name);
        QVERIFY(file.open(QIODevice::ReadOnly));
        auto reader = CsvReader::open(file);
        QVERIFY2(reader, reader ? "" : qPrintable(reader.error().detail));
        QCOMPARE(encodingName(reader->format().encoding.encoding), facts[u"encoding"].toString());
        QCOMPARE(reader->format().encoding.bomSize > 0, facts[u"bom"].toBool());
        QVERIFY(reader->format().encoding.isCertain);
        QCOMPARE(QString(reader->format().delimiter), facts[u"delimiter"].toString());
        QCOMPARE(reader->header().size(), facts[u"columns"].toInt());

        std::vector<ColumnSample> columns;
        for (const QString &title : reader->header())
            columns.push_back({title, {}});
        int marginal = 0;
        for (;;) {
            const auto row = reader->next();
            QVERIFY2(row, row ? "" : qPrintable(row.error().detail));
            if (!*row)
                break;
            QVERIFY(!((*row)->notes & CsvNote::UndecodableText));
            QVERIFY(!((*row)->notes & CsvNote::UnclosedQuote));
            marginal += (*row)->notes.testFlag(CsvNote::MoreCells) ? 1 : 0;
            for (size_t i = 0; i < columns.size(); ++i)
                columns[i].values.append((*row)->cell(qsizetype(i)));
        }
        QCOMPARE(reader->rowCount(), facts[u"rows"].toInt());
        QCOMPARE(reader->blankRowCount(), facts[u"blankRows"].toInt());
        QCOMPARE(reader->bytesRead(), reader->bytesTotal());
        QCOMPARE(marginal, name == QLatin1String("hand_made.csv") ? 1 : 0);
        compareGuesses(columns, targets);
        compareDates(columns, facts);
    }

private:
    void compareGuesses(const std::vector<ColumnSample> &columns, const QString &targets)
    {
        std::vector<ColumnSample> samples = columns;
        for (ColumnSample &sample : samples)
            sample.values.resize(50);
        QStringList found;
        for (const ColumnGuess &guess : guessColumns(samples))
            found.append(guess.target);
        QCOMPARE(found.join(u' '), targets);
    }

    void compareDates(const std::vector<ColumnSample> &columns, const QJsonObject &facts)
    {
        const auto guesses = guessColumns(columns);
        qint64 others = 0;
        for (size_t i = 0; i < columns.size(); ++i) {
            if (guesses[i].target != QLatin1String("createdAt") && guesses[i].target != QLatin1String("releaseDate"))
                continue;
            DateEvidence evidence;
            for (const QString &value : columns[i].values)
                evidence.add(value);
            const auto verdict = evidence.verdict(DateOrder::DayFirst);
            QCOMPARE(verdict.order, DateOrder::DayFirst);
            QVERIFY(verdict.dates > 200);
            others += verdict.others;
        }
        QCOMPARE(others, facts[u"badDates"].toInt());
    }

    QJsonObject m_expected;
};

QTEST_GUILESS_MAIN(TestSampleFiles)
#include "test_sample_files.moc"
