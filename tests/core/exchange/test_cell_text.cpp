// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/cell_text.h"
#include "core/exchange/country_names.h"
#include "core/exchange/seen_hashes.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

class TestCellText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<QStringList>("entries");
        const auto list = [](std::initializer_list<const char *> texts) {
            QStringList entries;
            for (const char *text : texts)
                entries.append(QString::fromUtf8(text));
            return entries;
        };
        QTest::newRow("empty") << " ; ; " << list({});
        QTest::newRow("comma") << "Pop, Rock" << list({"Pop", "Rock"});
        QTest::newRow("semicolon wins") << "Paris, France; Lyon" << list({"Paris, France", "Lyon"});
        QTest::newRow("slash with spaces") << "Pop / R&B/Soul" << list({"Pop", "R&B/Soul"});
        QTest::newRow("comma in brackets")
            << "Meta (Facebook, Instagram), TikTok" << list({"Meta (Facebook, Instagram)", "TikTok"});
        QTest::newRow("lines") << "a\r\nb\n\nc" << list({"a", "b", "c"});
        QTest::newRow("quoted") << "\"a; b\"; c" << list({"a; b", "c"});
        QTest::newRow("quoted alone") << "\"a, b\"" << list({"a, b"});
        QTest::newRow("doubled quotes") << "\"say \"\"x\"\"\"" << list({"say \"x\""});
        QTest::newRow("quote never closed") << "\"a, b" << list({"\"a", "b"});
        QTest::newRow("quote in the middle") << "the \"best\", of" << list({"the \"best\"", "of"});
    }
    void lists()
    {
        QFETCH(QString, cell);
        QFETCH(QStringList, entries);
        QCOMPARE(splitList(cell), entries);
        QCOMPARE(splitList(joinList(entries)), entries);
    }

    void joinedListsAreReadBack()
    {
        // All short lists over the characters that mean something.
        static const QString letters = QStringLiteral("a\";,/( ");
        QStringList entries;
        for (const QChar first : letters) {
            for (const QChar second : letters) {
                for (const QChar third : letters) {
                    const QString entry = (QString(first) + second + third).trimmed();
                    if (entry.isEmpty())
                        continue;
                    entries.append(entry);
                    QCOMPARE(splitList(joinList({entry})), QStringList(entry));
                    QCOMPARE(splitList(joinList({entry, QStringLiteral("b")})),
                             QStringList({entry, QStringLiteral("b")}));
                }
            }
        }
        QCOMPARE(splitList(joinList(entries)), entries);
    }

    void emails()
    {
        QCOMPARE(splitEmails(QStringLiteral("Léa <lea@example.org>; mailto:a@b.fr / c@d.fr,e@f.fr g@h.fr")),
                 QStringList({QStringLiteral("lea@example.org"), QStringLiteral("a@b.fr"), QStringLiteral("c@d.fr"),
                              QStringLiteral("e@f.fr"), QStringLiteral("g@h.fr")}));
        QCOMPARE(splitEmails(QStringLiteral("jo hn@example.org")), QStringList(QStringLiteral("jo hn@example.org")));
    }

    void phones()
    {
        const QString first = QStringLiteral("+33639980012");
        const QString second = QStringLiteral("+33639980013");
        for (const char *cell :
             {"06 39 98 00 12 / 06 39 98 00 13", "0639980012;0033639980013", "06.39.98.00.12\n06.39.98.00.13",
              "0639980012/0639980013", "06 39 98 00 12 ou 06 39 98 00 13"})
            QCOMPARE(splitPhones(QString::fromUtf8(cell), u"FR"), QStringList({first, second}));
        QCOMPARE(splitPhones(QStringLiteral("06/39/98/00/12"), u"FR"), QStringList(first));
        QCOMPARE(splitPhones(QStringLiteral("07700 900123"), u"GB"), QStringList(QStringLiteral("+447700900123")));
        QCOMPARE(splitPhones(QStringLiteral("ask Bob"), u"FR"), QStringList(QStringLiteral("ask Bob")));
    }

    void names()
    {
        QCOMPARE(splitName(QStringLiteral("Léa Valdorne")),
                 (PersonName{QStringLiteral("Léa"), QStringLiteral("Valdorne")}));
        QCOMPARE(splitName(QStringLiteral("DE LA TOUR Jean Éric")),
                 (PersonName{QStringLiteral("Jean Éric"), QStringLiteral("DE LA TOUR")}));
        QCOMPARE(splitName(QStringLiteral("Valdorne,  Léa")),
                 (PersonName{QStringLiteral("Léa"), QStringLiteral("Valdorne")}));
        QCOMPARE(splitName(QStringLiteral("ZAHO")), (PersonName{QStringLiteral("ZAHO"), QString()}));
        QCOMPARE(splitName(QStringLiteral("LÉA VALDORNE")),
                 (PersonName{QStringLiteral("LÉA"), QStringLiteral("VALDORNE")}));
    }

    void amounts_data()
    {
        QTest::addColumn<QString>("cell");
        QTest::addColumn<qint64>("minor");
        QTest::addColumn<QString>("currency");
        QTest::newRow("plain") << "1234.50" << qint64(123450) << "EUR";
        QTest::newRow("without tax") << "2 000 € HT" << qint64(200000) << "EUR";
        QTest::newRow("about") << "~ 3k" << qint64(300000) << "EUR";
        QTest::newRow("at most") << "500 max" << qint64(50000) << "EUR";
        QTest::newRow("code behind") << "5.00 BRL" << qint64(500) << "BRL";
        QTest::newRow("code before") << "INR 1500" << qint64(150000) << "INR";
        QTest::newRow("word") << "à définir" << qint64(-1) << "";
    }
    void amounts()
    {
        QFETCH(QString, cell);
        QFETCH(qint64, minor);
        QFETCH(QString, currency);
        const auto money = readAmount(cell, QStringLiteral("EUR"));
        QCOMPARE(money ? money->minor : -1, minor);
        QCOMPARE(money ? money->currency : QString(), currency);
    }

    void currencies()
    {
        QCOMPARE(readCurrency(QStringLiteral(" gbp")), QStringLiteral("GBP"));
        QCOMPARE(readCurrency(QStringLiteral("€")), QStringLiteral("EUR"));
        QCOMPARE(readCurrency(QStringLiteral("euros")), QStringLiteral("EUR"));
        QVERIFY(!readCurrency(QStringLiteral("money")));
        QVERIFY(!readCurrency(QString()));
    }

    void countries()
    {
        for (const auto &[text, code] :
             {std::pair{"France", "FR"}, std::pair{"belgique", "BE"}, std::pair{"Belgium", "BE"},
              std::pair{"United Kingdom", "GB"}, std::pair{"UK", "GB"}, std::pair{"ROYAUME-UNI", "GB"},
              std::pair{"Côte d’Ivoire", "CI"}, std::pair{"Deutschland", "DE"}, std::pair{"fr", "FR"},
              std::pair{"États-Unis", "US"}, std::pair{"Germany", "DE"}, std::pair{"España", "ES"}})
            QCOMPARE(countryCode(QString::fromUtf8(text)), QString::fromLatin1(code));
        for (const char *text : {"", "Atlantis", "zz", "001", "World"})
            QVERIFY2(!countryCode(QString::fromLatin1(text)), text);
    }

    void seenHashes()
    {
        SeenHashes seen;
        constexpr int count = 200'000;
        for (int i = 0; i < count; i += 2)
            seen.insert(QStringLiteral("e:a%1@example.org").arg(i));
        for (int i = 0; i < count; ++i)
            QCOMPARE(seen.contains(QStringLiteral("e:a%1@example.org").arg(i)), i % 2 == 0);
        QVERIFY(seen.bytes() <= size_t(count / 2) * 24);
    }
};

QTEST_GUILESS_MAIN(TestCellText)
#include "test_cell_text.moc"
