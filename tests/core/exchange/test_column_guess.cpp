// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/column_guess.h"
#include "core/exchange/column_titles.h"
#include "core/exchange/folded_text.h"

#include <QTest>

using namespace mdmc::exchange;

namespace {

QStringList targetsOf(const std::vector<ColumnSample> &columns)
{
    QStringList targets;
    for (const ColumnGuess &guess : guessColumns(columns))
        targets.append(guess.target);
    return targets;
}

QStringList split(const char *text)
{
    return QString::fromUtf8(text).split(u'|');
}

} // namespace

class TestColumnGuess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void folds()
    {
        QCOMPARE(foldAccents(u"Œuvre ÉTÉ ç"), QStringLiteral("oeuvre ete c"));
        QCOMPARE(foldToWords(u"  N° de tél. (mobile) "), QStringLiteral("n de tel mobile"));
        QCOMPARE(foldToWords(u"Nom d’artiste"), QStringLiteral("nom d artiste"));
    }

    void knownTitlesAreFolded()
    {
        for (const ColumnTitle &title : columnTitles()) {
            QCOMPARE(QString::fromLatin1(title.words), foldToWords(QString::fromLatin1(title.words)));
            QVERIFY(importTargets().contains(QLatin1String(title.target)));
        }
    }

    void titles_data()
    {
        QTest::addColumn<QStringList>("headers");
        QTest::addColumn<QStringList>("targets");
        QTest::newRow("french") << split(
            "Prénom|Nom|E-mail|Téléphone|Nom d'artiste|Lien Spotify|Style|Budget (€)|Étape|Priorité|Source|Objectifs|"
            "Plateformes|Propriétaire|Date de création|Date de sortie|Notes|Pays|Devise|Motif de perte")
                                << split("firstName|lastName|emails|phones|artistName|spotifyUrl|genres|budget|stage|"
                                         "priority|source|goals|"
                                         "platforms|owner|createdAt|releaseDate|notes|country|currency|lostReason");
        QTest::newRow("capitals without accents") << split("PRENOM|NOM|COURRIEL|TEL.|ARTISTE|STATUT|COMMENTAIRES")
                                                  << split("firstName|lastName|emails|phones|artistName|stage|notes");
        QTest::newRow("hubspot") << split(
            "Record ID|First Name|Last Name|Email|Phone Number|Mobile Phone Number|Lead Status|Lifecycle Stage|"
            "Contact owner|Create Date|Last Activity Date|Country/Region|Original Source|Email opt out|Email Domain")
                                 << split("ignore|firstName|lastName|emails|phones|phones|stage|ignore|owner|createdAt|"
                                          "ignore|country|source|"
                                          "ignore|ignore");
        QTest::newRow("pipedrive") << split(
            "Deal - ID|Deal - Title|Deal - Value|Deal - Currency of Value|Deal - Stage|Deal - Status|Deal - Owner|"
            "Deal - Deal created|Deal - Expected close date|Deal - Lost reason|Person - Name|Person - Email - Work|"
            "Person - Email - Home|Person - Phone - Mobile|Organization - Name")
                                   << split("ignore|ignore|budget|currency|stage|ignore|owner|createdAt|ignore|"
                                            "lostReason|fullName|emails|emails|"
                                            "phones|ignore");
        QTest::newRow("several") << split("Email|Email 2|Work email|Tél. 1|Tél. 2|Name")
                                 << split("emails|emails|emails|phones|phones|fullName");
        QTest::newRow("nom alone") << split("Nom|E-mail") << split("fullName|emails");
        QTest::newRow("nom et prénom") << split("Nom et prénom|Mail") << split("fullName|emails");
        QTest::newRow("first and name") << split("First name|Name") << split("firstName|lastName");
        QTest::newRow("once only") << split("Statut|Étape|Artiste|Nom d'artiste")
                                   << split("ignore|stage|artistName|ignore");
        QTest::newRow("slips") << split("Prenmo|Telephonne|Adresse e-mial") << split("firstName|phones|emails");
        QTest::newRow("camel") << split("FirstName|artistname|e_mail") << split("firstName|artistName|emails");
        QTest::newRow("longer") << split("E-mail du manager|Budget total|Lien Spotify de l'artiste")
                                << split("emails|budget|spotifyUrl");
        QTest::newRow("unknown") << split("Pointure|Signe astrologique||x|Nom du label")
                                 << split("ignore|ignore|ignore|ignore|ignore");
        QTest::newRow("contract") << split("Valeur du contrat|Budget|Prochaine étape|Étape|Tags|Alias")
                                  << split("contractValue|budget|nextStep|stage|tags|aliases");
    }
    void titles()
    {
        QFETCH(QStringList, headers);
        std::vector<ColumnSample> columns;
        for (const QString &header : headers)
            columns.push_back({header, {}});
        QTEST(targetsOf(columns), "targets");
    }

    void valuesSpeak()
    {
        const QStringList mails = split("lea@example.org|THEO@example.com; b@example.org||ines@example.net|n/a");
        const QStringList links
            = split("https://open.spotify.com/intl-fr/artist/x?si=1|spotify:artist:y|open.spotify.com/artist/z");
        const QStringList numbers
            = split("+33 6 39 98 00 01|06.39.98.00.02|0033639980003 / 01 99 00 00 04|'+447700900001");
        const QStringList dates = split("01/02/2026|02/03/2026|05.04.2026");
        QCOMPARE(targetsOf({{QStringLiteral("Colonne A"), mails},
                            {QString(), links},
                            {QStringLiteral("Où joindre"), numbers},
                            {QString(), dates}}),
                 split("emails|spotifyUrl|phones|ignore"));
        // The values contradict the titles.
        QCOMPARE(targetsOf({{QStringLiteral("Contact"), mails}, {QStringLiteral("Artiste"), links}}),
                 split("emails|spotifyUrl"));
        QCOMPARE(targetsOf({{QStringLiteral("E-mail"), split("oui|non|oui|non")}}), split("ignore"));
        // An owner may be named by address.
        QCOMPARE(targetsOf({{QStringLiteral("Contact owner"), mails}, {QStringLiteral("Email"), mails}}),
                 split("owner|emails"));
    }

    void scores()
    {
        const auto guesses = guessColumns({{QStringLiteral("E-mail"), {}}, {QStringLiteral("Truc"), {}}});
        QCOMPARE(guesses[0], (ColumnGuess{QStringLiteral("emails"), 1.0}));
        QCOMPARE(guesses[1], (ColumnGuess{QStringLiteral("ignore"), 0.0}));
    }

    void header()
    {
        QVERIFY(looksLikeHeader(split("Nom|E-mail|Téléphone")));
        QVERIFY(!looksLikeHeader(split("Léa|lea@example.org|")));
        QVERIFY(!looksLikeHeader(split("Léa||+33 6 39 98 00 01")));
    }
};

QTEST_GUILESS_MAIN(TestColumnGuess)
#include "test_column_guess.moc"
