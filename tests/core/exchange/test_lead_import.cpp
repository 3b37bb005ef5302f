// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/exchange/lead_import_fixture.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace mdmc;
using namespace mdmc::exchange;
using namespace mdmc::exchange::test;

class TestLeadImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sampleFiles()
    {
        QFile facts(QStringLiteral(MDMC_TEST_DATA "/import/expected.json"));
        QVERIFY(facts.open(QIODevice::ReadOnly));
        const QJsonObject expected = QJsonDocument::fromJson(facts.readAll()).object();
        Bench bench;
        qint64 leads = 0;
        for (const char *name :
             {"hubspot_contacts.csv", "pipedrive_deals_persons.csv", "excel_fr.csv", "hand_made.csv"}) {
            const QJsonObject fact = expected[QLatin1String(name)].toObject();
            QFile file(QStringLiteral(MDMC_TEST_DATA "/import/") + QLatin1String(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            bench.setText(QString());
            bench.buffer.close();
            bench.buffer.setData(file.readAll());
            QVERIFY(bench.buffer.open(QIODevice::ReadOnly));
            bench.options.mapping = previewFile(bench.buffer).value().mapping;
            std::map<RowIssueKind, qint64> issues;
            qint64 badEmails = 0;
            const auto rows = bench.run(64);
            for (const PlannedRow &row : rows) {
                for (const RowIssue &issue : row.issues)
                    ++issues[issue.kind];
                badEmails += row.outcome == RowOutcome::Invalid && row.issues.front().field.startsWith(u"emails");
                if (row.outcome == RowOutcome::Invalid && !row.issues.front().isError())
                    QFAIL("an invalid row without a reason");
            }
            int differences = 0;
            const auto compare = [&](const char *key, qint64 found) {
                if (const qint64 wanted = fact[QLatin1String(key)].toInteger(); found != wanted) {
                    ++differences;
                    qWarning("%s: %s is %lld, expected %lld", name, key, found, wanted);
                }
            };
            compare("rows", bench.counts.rows);
            compare("blankRows", bench.counts.blank);
            compare("invalidRows", bench.counts.invalid);
            compare("newLeads", bench.counts.created);
            compare("duplicatesInFile", bench.counts.duplicatesInFile);
            compare("duplicatesOfEarlierFiles", bench.counts.duplicatesOfExisting);
            compare("badEmails", badEmails);
            compare("badDates", issues[RowIssueKind::UnreadableDate]);
            compare("withoutIdentity", issues[RowIssueKind::NoIdentity]);
            compare("openBudgets", issues[RowIssueKind::UnreadableAmount]);
            QCOMPARE(differences, 0);
            QCOMPARE(issues[RowIssueKind::UnknownStage], 0);
            QCOMPARE(issues[RowIssueKind::UnknownCountry], 0);
            leads += bench.counts.created;
            QCOMPARE(qint64(bench.book.size()), leads);
        }
    }

    void readsEveryField()
    {
        Bench bench(QStringLiteral(
            "Artiste;Prénom;Nom;E-mail;Téléphone;Pays;Lien Spotify;Style;Plateformes;Objectifs;Budget;Devise;Étape;"
            "Priorité;Source;Propriétaire;Date de sortie;Prochaine étape;Alias;Tags;Commentaires\n"
            "Nova;Léa;Valdorne;LEA@Example.org, booking@example.org;0470 12 34 56 / +33 6 39 98 00 12;Belgique;"
            "https://open.spotify.com/artist/0123456789abcdefghijkl;\"pop; Shatta\";"
            "\"Meta (Facebook, Instagram), YouTube\";vues clip;12k;GBP;brief/audit reçu;HAUTE;Instagram DM;Salomé;"
            "31/12/2026;rappeler;\"Nova K; Nova X\";EP, urgent;\"L'EP sort\nbientôt\"\n"));
        User owner;
        owner.id = RecordId::mint();
        owner.name = QStringLiteral("Salomé Kerdorne");
        owner.email = QStringLiteral("salome@example.org");
        bench.context.add(toRecord(owner));
        const PlannedRow row = bench.runOne();
        QCOMPARE(kindsOf(row), Kinds{RowIssueKind::UnknownGenre});
        QCOMPARE(row.outcome, RowOutcome::Created);
        const Lead lead = bench.book.lead(row.leadId);
        QCOMPARE(lead.artistName, QStringLiteral("Nova"));
        QCOMPARE(lead.firstName, QStringLiteral("Léa"));
        QCOMPARE(lead.lastName, QStringLiteral("Valdorne"));
        QCOMPARE(lead.emails, QStringList({QStringLiteral("lea@example.org"), QStringLiteral("booking@example.org")}));
        QCOMPARE(lead.phones, QStringList({QStringLiteral("+32470123456"), QStringLiteral("+33639980012")}));
        QCOMPARE(lead.country, QStringLiteral("BE"));
        QCOMPARE(lead.spotifyId, QStringLiteral("0123456789abcdefghijkl"));
        QCOMPARE(lead.genres, QStringList({QStringLiteral("pop"), QStringLiteral("Shatta")}));
        QCOMPARE(lead.platforms, QStringList({QStringLiteral("meta"), QStringLiteral("google")}));
        QCOMPARE(lead.goals, QStringList(QStringLiteral("videoViews")));
        QVERIFY((lead.budget == Money{1200000, QStringLiteral("GBP")}));
        QCOMPARE(lead.stageId, bench.context.stageNamed(u"Brief or audit received").id);
        QVERIFY(lead.pipelineId);
        QCOMPARE(lead.priority, QStringLiteral("high"));
        QCOMPARE(lead.source, QStringLiteral("instagramDm"));
        QCOMPARE(lead.ownerId, owner.id);
        QCOMPARE(lead.releaseDate, QDate(2026, 12, 31));
        QCOMPARE(lead.nextStep, QStringLiteral("rappeler"));
        QCOMPARE(lead.aliases, QStringList({QStringLiteral("Nova K"), QStringLiteral("Nova X")}));
        QCOMPARE(lead.tags, QStringList({QStringLiteral("EP"), QStringLiteral("urgent")}));
        QCOMPARE(lead.notes, QStringLiteral("L'EP sort\nbientôt"));
    }

    void unknownWordsAreNoted()
    {
        Bench bench(QStringLiteral("Artist,Stage,Platforms,Owner,Source,Country,Budget\n"
                                   "Nova,Somewhere,Myspace; TikTok,Nobody,Pigeon,Atlantis,à définir\n"));
        const PlannedRow row = bench.runOne();
        QCOMPARE(row.outcome, RowOutcome::Created);
        const std::set<RowIssueKind> wanted = {RowIssueKind::UnknownStage, RowIssueKind::UnknownListValue,
                                               RowIssueKind::UnknownOwner, RowIssueKind::UnknownCountry,
                                               RowIssueKind::UnreadableAmount};
        const Kinds kinds = kindsOf(row);
        QCOMPARE(std::set<RowIssueKind>(kinds.begin(), kinds.end()), wanted);
        const Lead lead = bench.book.lead(row.leadId);
        QCOMPARE(lead.stageId, bench.context.stageNamed(u"New").id);
        QCOMPARE(lead.platforms, QStringList(QStringLiteral("tiktok")));
        QCOMPARE(lead.source, QStringLiteral("import"));
        QVERIFY(!lead.budget && lead.country.isEmpty() && !lead.ownerId);
        for (const RowIssue &issue : row.issues)
            QVERIFY2(issue.column >= 0 && !issue.text.isEmpty(), rowIssueKindName(issue.kind).data());
    }

    void identity_data()
    {
        QTest::addColumn<QString>("row");
        QTest::addColumn<QString>("artist");
        QTest::addColumn<QString>("issue");
        QTest::newRow("artist") << "Nova,Léa Valdorne,,,"
                                << "Nova"
                                << "";
        QTest::newRow("person") << ",Léa Valdorne,,,"
                                << "Léa Valdorne"
                                << "named_after_person";
        QTest::newRow("capitals first") << ",VALDORNE Léa,,,"
                                        << "Léa VALDORNE"
                                        << "named_after_person";
        QTest::newRow("e-mail") << ",,Lea@example.org,,"
                                << "lea@example.org"
                                << "named_after_contact";
        QTest::newRow("phone") << ",,,0639980012,"
                               << "+33 6 39 98 00 12"
                               << "named_after_contact";
        QTest::newRow("link") << ",,,,spotify:artist:0123456789abcdefghijkl"
                              << "0123456789abcdefghijkl"
                              << "named_after_contact";
        QTest::newRow("dashes") << ",,-,n/a,-"
                                << ""
                                << "no_identity";
    }
    void identity()
    {
        QFETCH(QString, row);
        QFETCH(QString, artist);
        QFETCH(QString, issue);
        Bench bench(QStringLiteral("Artist,Contact,E-mail,Phone,Spotify,Notes\n%1,call\n").arg(row));
        const PlannedRow planned = bench.runOne();
        QCOMPARE(planned.title, artist);
        QCOMPARE(planned.outcome, artist.isEmpty() ? RowOutcome::Invalid : RowOutcome::Created);
        QCOMPARE(planned.issues.empty() ? QString() : QString(rowIssueKindName(planned.issues.front().kind)), issue);
        QVERIFY(planned.issues.size() <= 1);
        QVERIFY(!planned.hasEdit() || planned.leadId);
    }

    void invalidRows_data()
    {
        QTest::addColumn<QString>("cells");
        QTest::addColumn<QString>("field");
        QTest::addColumn<int>("column");
        QTest::newRow("e-mail") << "jo hn@example.org,,,,,"
                                << "emails[0]" << 1;
        QTest::newRow("second e-mail") << "a@example.org; lea@,,,,,"
                                       << "emails[1]" << 1;
        QTest::newRow("phone") << ",12 34,,,,"
                               << "phones[0]" << 2;
        QTest::newRow("track instead of artist") << ",,https://open.spotify.com/track/0123456789abcdefghijkl,,,"
                                                 << "spotifyId" << 3;
        QTest::newRow("day that does not exist") << ",,,31/02/2026,,"
                                                 << "releaseDate" << 4;
        QTest::newRow("negative budget") << ",,,,-500,"
                                         << "budget" << 5;
        QTest::newRow("won without value") << ",,,,,Won"
                                           << "contractValue" << -1;
        QTest::newRow("lost without reason") << ",,,,,Perdu"
                                             << "lostReason" << -1;
    }
    void invalidRows()
    {
        QFETCH(QString, cells);
        QFETCH(QString, field);
        QFETCH(int, column);
        Bench bench(QStringLiteral("Artist,E-mail,Phone,Spotify,Release date,Budget,Stage\nNova,%1\n").arg(cells));
        bench.options.mapping = previewFile(bench.buffer).value().mapping;
        bench.options.mapping.targets[2] = QStringLiteral("phones");
        const PlannedRow row = bench.runOne();
        QCOMPARE(row.outcome, RowOutcome::Invalid);
        QCOMPARE(row.line, 2);
        QCOMPARE(row.issues.size(), 1u);
        QCOMPARE(row.issues.front().field, field);
        QCOMPARE(row.issues.front().column, column);
        QVERIFY(row.issues.front().isError());
        QVERIFY(!describe(row.issues.front()).isEmpty());
        QVERIFY(row.changes.empty() && row.leadId.isNull());
        QCOMPARE(bench.book.size(), 0u);
    }

    void lostReasonOfTheOptions()
    {
        Bench bench(QStringLiteral("Artist,Stage\nNova,Lost\n"));
        bench.options.lostReason = QStringLiteral("other");
        QCOMPARE(bench.runOne().outcome, RowOutcome::Created);
        QCOMPARE(bench.book.artist(QStringLiteral("Nova")).lostReason, QStringLiteral("other"));
    }

    void duplicates()
    {
        Bench bench(QStringLiteral("Artist,E-mail,Phone,Spotify\n"
                                   "Velours,LEA@example.org,,\n" // is there
                                   "Lune,l.une+x@gmail.com,,\n"
                                   "Lune 2,lune@googlemail.com,,\n" // line 3 by e-mail
                                   "Ombre,,0639980012,\n"
                                   "Ombre 2,,+33 6 39 98 00 12,\n" // line 5 by phone
                                   "Néon,nope,06 39 98 00 13,\n" // invalid: its number counts not
                                   "Brume,,06 39 98 00 13,\n"
                                   "Brume 2,brume@example.org,06 39 98 00 13,\n" // line 8 by phone
                                   "Brume 3,brume@example.org,,\n")); // line 9 by e-mail
        const Lead known = knownLead(bench.context);
        bench.book.put(known);
        const auto rows = bench.run(2);
        QCOMPARE(outcomes(rows),
                 QStringLiteral("duplicate_existing created duplicate_in_file created duplicate_in_file "
                                "invalid created duplicate_in_file duplicate_in_file"));
        QCOMPARE(rows.front().leadId, known.id);
        QCOMPARE(rows.front().issues.front().text, known.id.toString());
        QCOMPARE(bench.counts.created, 3);
        QCOMPARE(bench.counts.invalid, 1);
        QCOMPARE(bench.counts.duplicatesInFile, 4);
        QCOMPARE(bench.counts.duplicatesOfExisting, 1);
        QCOMPARE(bench.book.lead(known.id), known);
    }

    void onlyChosenKeysMatch()
    {
        Bench bench(QStringLiteral("Artist,E-mail,Phone\nA,a@example.org,0639980012\nB,a@example.org,0639980013\n"));
        bench.options.matchBy = MatchBy::Phone;
        QCOMPARE(outcomes(bench.run()), QStringLiteral("created created"));
    }

    void updatesOnlyWhatTheRowSays()
    {
        Bench bench(QStringLiteral("E-mail,Artist,Genres,Budget,Notes,Stage,Tags\n"
                                   "lea@example.org,,\"Rock; Pop\",2500,,Nowhere,EP\n"
                                   "nobody@example.org,Lune,,,,,\n"
                                   "LEA@example.org,,,9000,,,\n"));
        bench.options.mode = ImportMode::Update;
        const Lead before = knownLead(bench.context);
        bench.book.put(before);
        const auto rows = bench.run();
        QCOMPARE(outcomes(rows), QStringLiteral("updated unmatched duplicate_in_file"));
        Lead wanted = before;
        wanted.genres = {QStringLiteral("pop"), QStringLiteral("rock")};
        wanted.budget = Money{250000, QStringLiteral("EUR")};
        wanted.tags = {QStringLiteral("EP")};
        QCOMPARE(bench.book.lead(before.id), wanted);
        QCOMPARE(rows.front().changes.size(), 3u);
        QCOMPARE(kindsOf(rows.front()), Kinds{RowIssueKind::UnknownStage});
        QCOMPARE(bench.book.size(), 1u);

        const auto again = bench.run();
        QCOMPARE(outcomes(again), QStringLiteral("unchanged unmatched duplicate_in_file"));
        QVERIFY(again.front().changes.empty());
    }

    void updateChecksTheRules()
    {
        Bench bench(QStringLiteral("E-mail,Stage,Phone\nlea@example.org,Won,\nlea@example.org,,12\n"));
        bench.options.mode = ImportMode::CreateAndUpdate;
        bench.options.mapping.targets = {QStringLiteral("emails"), QStringLiteral("stage"), QStringLiteral("phones")};
        const Lead before = knownLead(bench.context);
        bench.book.put(before);
        const auto rows = bench.run();
        QCOMPARE(outcomes(rows), QStringLiteral("invalid invalid"));
        QCOMPARE(rows[0].issues.front().violation, ViolationKind::WonNeedsContractValue);
        QCOMPARE(rows[1].issues.front().field, QStringLiteral("phones[0]"));
        QCOMPARE(bench.book.lead(before.id), before);
    }

    void severalLeadsFit()
    {
        const QString file = QStringLiteral("Artist,E-mail,Budget\n%1,manager@example.org,700\n");
        for (const auto &[artist, outcome] :
             {std::pair{"velours", RowOutcome::Updated}, std::pair{"Ombre", RowOutcome::Invalid}}) {
            Bench bench(file.arg(QLatin1String(artist)));
            bench.options.mode = ImportMode::CreateAndUpdate;
            for (const char *name : {"Velours", "Lune"}) {
                Lead lead = knownLead(bench.context);
                lead.artistName = QLatin1String(name);
                lead.emails = {QStringLiteral("manager@example.org")};
                bench.book.put(lead);
            }
            const PlannedRow row = bench.runOne();
            QCOMPARE(row.outcome, outcome);
            if (outcome == RowOutcome::Invalid)
                QCOMPARE(kindsOf(row), Kinds{RowIssueKind::AmbiguousMatch});
            else
                QVERIFY((bench.book.lead(row.leadId).budget == Money{70000, QStringLiteral("EUR")}));
        }
    }

    void createsAndUpdates()
    {
        Bench bench(QStringLiteral("Artist,E-mail,Budget\nNova Kestrin,lea@example.org,50\nLune,lune@example.org,\n"));
        bench.options.mode = ImportMode::CreateAndUpdate;
        bench.book.put(knownLead(bench.context));
        QCOMPARE(outcomes(bench.run(1)), QStringLiteral("updated created"));
        QCOMPARE(outcomes(bench.run(1)), QStringLiteral("unchanged unchanged"));
        QCOMPARE(bench.book.size(), 2u);
    }

    void dateOrderOfTheColumn()
    {
        // The last row shows that months come first; nothing is guessed from the first alone.
        Bench bench(QStringLiteral("Artist,Release date\nA,03/04/2026\nB,05/06/2026\nC,12/31/2026\n"));
        bench.run(1);
        QCOMPARE(bench.book.artist(QStringLiteral("A")).releaseDate, QDate(2026, 3, 4));
        const auto import = bench.open().value();
        QVERIFY(!import->dateVerdict(1));
        QCOMPARE(import->scanDates(2).value(), true);
        QCOMPARE(import->scanDates(2).value(), false);
        QCOMPARE(import->dateVerdict(1)->order, DateOrder::MonthFirst);
        QVERIFY(!import->dateVerdict(0));

        bench.options.dateOrder = DateOrder::DayFirst;
        bench.book = LeadBook();
        QCOMPARE(outcomes(bench.run()), QStringLiteral("created created invalid"));
        QCOMPARE(bench.book.artist(QStringLiteral("A")).releaseDate, QDate(2026, 4, 3));
    }

    void blankRowsAreNoRows()
    {
        Bench bench(QStringLiteral("Artist,E-mail\n\nA,\n,\n\nB,\n\n\n"));
        QCOMPARE(outcomes(bench.run()), QStringLiteral("created created"));
        QCOMPARE(bench.counts.rows, 2);
        QCOMPARE(bench.counts.blank, 3);
    }

    void formulasAreText()
    {
        Bench bench(QStringLiteral("Artist,E-mail,Notes\n'=HYPERLINK(\"x\"),,'+1\n=1+1,,@SUM(A1)\n"));
        bench.run();
        QCOMPARE(bench.book.artist(QStringLiteral("=HYPERLINK(\"x\")")).notes, QStringLiteral("+1"));
        QCOMPARE(bench.book.artist(QStringLiteral("=1+1")).notes, QStringLiteral("@SUM(A1)"));
    }

    void badOptions()
    {
        const auto fieldOf = [](Bench &bench) {
            const auto import = bench.open();
            return import ? QStringLiteral("opened") : import.error().field;
        };
        const auto bench = [] { return std::make_unique<Bench>(QStringLiteral("Artist,Budget\nNova,1\n")); };
        auto b = bench();
        b->options.mapping.targets = {QStringLiteral("artistName"), QStringLiteral("nonsense")};
        QCOMPARE(fieldOf(*b), QStringLiteral("mapping[1]"));
        b->options.mapping.targets = {QStringLiteral("artistName"), QStringLiteral("artistName")};
        QCOMPARE(fieldOf(*b), QStringLiteral("mapping[1]"));
        b->options.mapping.targets = {QStringLiteral("ignore"), QStringLiteral("budget")};
        QCOMPARE(fieldOf(*b), QStringLiteral("mapping"));
        b->options.mapping.targets = QStringList(3, QStringLiteral("notes"));
        QCOMPARE(fieldOf(*b), QStringLiteral("mapping"));
        b = bench();
        b->options.stageId = RecordId::mint();
        QCOMPARE(fieldOf(*b), QStringLiteral("stageId"));
        b = bench();
        b->options.ownerId = RecordId::mint();
        QCOMPARE(fieldOf(*b), QStringLiteral("ownerId"));
        b = bench();
        b->options.currency = QStringLiteral("euro");
        QCOMPARE(fieldOf(*b), QStringLiteral("currency"));
        b = bench();
        b->context = ListRuleContext();
        QCOMPARE(fieldOf(*b), QStringLiteral("stageId"));
        b = bench();
        QCOMPARE(fieldOf(*b), QStringLiteral("opened"));
    }
};

QTEST_GUILESS_MAIN(TestLeadImport)
#include "test_lead_import.moc"
