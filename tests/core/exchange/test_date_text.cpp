// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/date_text.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

Q_DECLARE_METATYPE(mdmc::exchange::DateOrder)

class TestDateText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void dates_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QDate>("dayFirst");
        QTest::addColumn<QDate>("monthFirst");
        const auto both = [](const char *text, int year, int month, int day) {
            QTest::newRow(text) << QString::fromUtf8(text) << QDate(year, month, day) << QDate(year, month, day);
        };
        const auto none
            = [](const char *text) { QTest::newRow(text) << QString::fromUtf8(text) << QDate() << QDate(); };
        both("2026-12-31", 2026, 12, 31);
        both("2026/12/31", 2026, 12, 31);
        both("2026-03-14 09:21", 2026, 3, 14);
        both("2026-03-14T09:21:33.120Z", 2026, 3, 14);
        both("20261231", 2026, 12, 31);
        both("31 déc. 2026", 2026, 12, 31);
        both("31 décembre 2026", 2026, 12, 31);
        both("jeudi 31 décembre 2026", 2026, 12, 31);
        both("mar. 3 mars 2026", 2026, 3, 3);
        both("1er janvier 2027", 2027, 1, 1);
        both("le 14 juillet 2026 à 20h30", 2026, 7, 14);
        both("3 juin 2026", 2026, 6, 3);
        both("15 août 2026", 2026, 8, 15);
        both("Dec 31, 2026", 2026, 12, 31);
        both("December 31st, 2026", 2026, 12, 31);
        both("Thu, 31 Dec 2026 10:00:00 +0100", 2026, 12, 31);
        both("Monday, March 2, 2026", 2026, 3, 2);
        both("31-Dec-26", 2026, 12, 31);
        both("46387", 2026, 12, 31);
        both("46387.75", 2026, 12, 31);
        both("1798675200000", 2026, 12, 31);
        both(" 05/05/2026 ", 2026, 5, 5);
        QTest::newRow("both orders") << QStringLiteral("03/04/2026") << QDate(2026, 4, 3) << QDate(2026, 3, 4);
        QTest::newRow("dots") << QStringLiteral("31.12.26") << QDate(2026, 12, 31) << QDate();
        QTest::newRow("last century") << QStringLiteral("31-12-75") << QDate(1975, 12, 31) << QDate();
        QTest::newRow("american") << QStringLiteral("12/31/2026 3:45 PM") << QDate() << QDate(2026, 12, 31);
        QTest::newRow("single digits") << QStringLiteral("3/4/2026") << QDate(2026, 4, 3) << QDate(2026, 3, 4);
        QTest::newRow("leap day") << QStringLiteral("29/02/2028") << QDate(2028, 2, 29) << QDate();
        for (const char *text : {"", "31/02/2026", "29/02/2027", "2026-13-01", "0000-00-00", "45/01/2026", "bientôt",
                                 "printemps", "12/2026", "2026", "1 500", "31/12-2026", "2026-03-14 25:00",
                                 "31 brumaire 2026", "99999", "06 39 98 00 01", "12/31/20266"})
            none(text);
    }
    void dates()
    {
        QFETCH(QString, text);
        QFETCH(QDate, dayFirst);
        QFETCH(QDate, monthFirst);
        QCOMPARE(parseDate(text, DateOrder::DayFirst).value_or(QDate()), dayFirst);
        QCOMPARE(parseDate(text, DateOrder::MonthFirst).value_or(QDate()), monthFirst);
    }

    void moments_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QByteArray>("zone");
        QTest::addColumn<QString>("utc");
        const QByteArray paris("Europe/Paris");
        QTest::newRow("day") << QStringLiteral("31/12/2026") << QByteArray("UTC")
                             << QStringLiteral("2026-12-31T00:00:00.000Z");
        QTest::newRow("day in Paris") << QStringLiteral("31/12/2026") << paris
                                      << QStringLiteral("2026-12-30T23:00:00.000Z");
        QTest::newRow("time in Paris") << QStringLiteral("2026-07-14 09:21") << paris
                                       << QStringLiteral("2026-07-14T07:21:00.000Z");
        QTest::newRow("zulu wins") << QStringLiteral("2026-07-14T09:21:33.5Z") << paris
                                   << QStringLiteral("2026-07-14T09:21:33.500Z");
        QTest::newRow("offset wins") << QStringLiteral("2026-07-14T09:21:00+02:00") << paris
                                     << QStringLiteral("2026-07-14T07:21:00.000Z");
        QTest::newRow("noon") << QStringLiteral("1/2/2026 12:05 PM") << QByteArray("UTC")
                              << QStringLiteral("2026-02-01T12:05:00.000Z");
        QTest::newRow("midnight") << QStringLiteral("1/2/2026 12:05 am") << QByteArray("UTC")
                                  << QStringLiteral("2026-02-01T00:05:00.000Z");
        QTest::newRow("french") << QStringLiteral("14 juillet 2026 à 20h30") << QByteArray("UTC")
                                << QStringLiteral("2026-07-14T20:30:00.000Z");
        QTest::newRow("serial") << QStringLiteral("46387,75") << QByteArray("UTC")
                                << QStringLiteral("2026-12-31T18:00:00.000Z");
        QTest::newRow("milliseconds") << QStringLiteral("1798675200000") << paris
                                      << QStringLiteral("2026-12-31T00:00:00.000Z");
    }
    void moments()
    {
        QFETCH(QString, text);
        QFETCH(QByteArray, zone);
        const auto at = parseDateTime(text, DateOrder::DayFirst, QTimeZone(zone));
        QVERIFY(at);
        QTEST(QDateTime::fromMSecsSinceEpoch(*at, Qt::UTC).toString(Qt::ISODateWithMs), "utc");
    }

    void verdict_data()
    {
        QTest::addColumn<QStringList>("values");
        QTest::addColumn<DateOrder>("preference");
        QTest::addColumn<DateOrder>("order");
        QTest::addColumn<bool>("isCertain");
        QTest::addColumn<bool>("isContradictory");
        QTest::addColumn<qint64>("dates");
        QTest::addColumn<qint64>("others");
        const auto values = [](const char *text) { return QString::fromUtf8(text).split(u';'); };
        const auto day = DateOrder::DayFirst;
        const auto month = DateOrder::MonthFirst;
        QTest::newRow("day proves") << values("03/04/2026;31/12/2026;") << month << day << true << false << 2ll << 0ll;
        QTest::newRow("month proves") << values("03/04/2026;12/31/2026") << day << month << true << false << 2ll << 0ll;
        QTest::newRow("preference day") << values("03/04/2026;05/06/2026") << day << day << false << false << 2ll
                                        << 0ll;
        QTest::newRow("preference month")
            << values("03/04/2026;05/06/2026") << month << month << false << false << 2ll << 0ll;
        QTest::newRow("both ways") << values("13/04/2026;14/04/2026;04/15/2026") << month << day << false << true << 2ll
                                   << 1ll;
        QTest::newRow("iso only") << values("2026-04-03;2026-05-06") << month << month << true << false << 2ll << 0ll;
        QTest::newRow("same in both") << values("05/05/2026;x") << day << day << true << false << 1ll << 1ll;
        QTest::newRow("empty") << QStringList() << month << month << true << false << 0ll << 0ll;
    }
    void verdict()
    {
        QFETCH(QStringList, values);
        QFETCH(DateOrder, preference);
        DateEvidence evidence;
        for (const QString &value : values)
            evidence.add(value);
        const auto verdict = evidence.verdict(preference);
        QTEST(verdict.order, "order");
        QTEST(verdict.isCertain, "isCertain");
        QTEST(verdict.isContradictory, "isContradictory");
        QTEST(verdict.dates, "dates");
        QTEST(verdict.others, "others");
    }
};

QTEST_GUILESS_MAIN(TestDateText)
#include "test_date_text.moc"
