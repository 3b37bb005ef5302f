// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/money.h"

#include <QTest>

#include <limits>

using namespace mdmc;

class TestMoney : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void prints_data();
    void prints();
    void printedTextReadsBack();
};

void TestMoney::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("standard");
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    const auto row = [](const char16_t *text, qint64 minor, const char *currency = "EUR", const char *standard = "EUR") {
        const QString read = QString::fromUtf16(text);
        QTest::addRow("%s in %s", qUtf8Printable(read), standard)
            << read << QString::fromLatin1(standard) << minor << QString::fromLatin1(currency);
    };
    row(u"0", 0);
    row(u"500", 50000);
    row(u"1 234,56 €", 123456);
    row(u"1\u00a0234,56\u00a0€", 123456);
    row(u"1\u202f234\u202f567,89\u202f€", 123456789);
    row(u"1,234.56", 123456);
    row(u"1.234,56", 123456);
    row(u"1.234.567,89", 123456789);
    row(u"1,234,567", 123456700);
    row(u"1'234.50 CHF", 123450, "CHF");
    row(u"CHF 1’234.50", 123450, "CHF");
    row(u"1.234", 123400);
    row(u"1,234", 123400);
    row(u"12,505", 1250500);
    row(u"12,5", 1250);
    row(u"12.50", 1250);
    row(u"0.500", 50);
    row(u"0,05", 5);
    row(u",5", 50);
    row(u".00", 0);
    row(u"12,5000", 1250);
    row(u"2k", 200000);
    row(u"2,5k€", 250000);
    row(u"12 K €", 1200000);
    row(u"1.2345k", 123450);
    row(u"-12,50", -1250);
    row(u"\u221212,50 €", -1250);
    row(u"+5", 500);
    row(u"€-5", -500);
    row(u"500 euros", 50000);
    row(u"EUR 500", 50000);
    row(u"€1.234", 123400);
    row(u"$99.99", 9999, "USD");
    row(u"CA$ 10", 1000, "CAD");
    row(u"£10", 1000, "GBP");
    row(u"10 gbp", 1000, "GBP");
    row(u"1234", 123400, "USD", "USD");
    row(u"500 €", 50000, "EUR", "USD");
    row(u"¥1200", 1200, "JPY");
    row(u"1200", 1200, "JPY", "JPY");
    row(u"1200.00", 1200, "JPY", "JPY");
    row(u"1.234", 1234, "KWD", "KWD");
    row(u"1,234.5 KWD", 1234500, "KWD");
    row(u"92233720368547758.07", std::numeric_limits<qint64>::max());
}

void TestMoney::reads()
{
    QFETCH(QString, text);
    QFETCH(QString, standard);
    const auto money = parseMoney(text, standard);
    QVERIFY(money.has_value());
    QTEST(money->minor, "minor");
    QTEST(money->currency, "currency");
}

void TestMoney::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("standard");
    const auto row = [](const char16_t *text, const char *standard = "EUR") {
        const QString read = QString::fromUtf16(text);
        QTest::addRow("'%s' in %s", qUtf8Printable(read), standard) << read << QString::fromLatin1(standard);
    };
    row(u"");
    row(u" ");
    row(u"€");
    row(u"k");
    row(u"-");
    row(u".");
    row(u"abc");
    row(u"12abc");
    row(u"12.345,678");
    row(u"1234.567"); // more decimals than cents, too many digits for a group
    row(u"12.05.2026");
    row(u"06 39 98 12 34");
    row(u"1,23,456.5");
    row(u"1 2345");
    row(u"1..5");
    row(u"1 234 567 8");
    row(u"1,5", "JPY");
    row(u"1,2345", "KWD");
    row(u"--5");
    row(u"1e5");
    row(u"٣٤");
    row(u"92233720368547758.08");
    row(u"99999999999999999999");
    row(u"92233720368547759k");
    row(u"1.2345678k");
}

void TestMoney::refuses()
{
    QFETCH(QString, text);
    QFETCH(QString, standard);
    QVERIFY(!parseMoney(text, standard).has_value());
}

void TestMoney::prints_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<QString>("text");
    const auto row = [](qint64 minor, const char *currency, const char *text) {
        QTest::addRow("%s %s", text, currency) << minor << QString::fromLatin1(currency) << QString::fromLatin1(text);
    };
    row(0, "EUR", "0.00");
    row(5, "EUR", "0.05");
    row(-5, "EUR", "-0.05");
    row(123450, "EUR", "1234.50");
    row(1200, "JPY", "1200");
    row(1200, "XPF", "1200");
    row(1, "KWD", "0.001");
    row(1234, "TND", "1.234");
    row(std::numeric_limits<qint64>::max(), "EUR", "92233720368547758.07");
    row(std::numeric_limits<qint64>::min(), "EUR", "-92233720368547758.08");
}

void TestMoney::prints()
{
    QFETCH(qint64, minor);
    QFETCH(QString, currency);
    QTEST(toDecimal({minor, currency}), "text");
}

void TestMoney::printedTextReadsBack()
{
    for (const QString &currency : {QStringLiteral("EUR"), QStringLiteral("JPY"), QStringLiteral("KWD")})
        for (const qint64 minor : {0, 1, 9, 10, 99, 100, 500, 999, 1000, 1234, 10005, 123456, -1, -1234, -100000}) {
            const Money money{minor, currency};
            QCOMPARE(parseMoney(toDecimal(money), currency), std::optional(money));
        }
}

QTEST_GUILESS_MAIN(TestMoney)
#include "test_money.moc"
