// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_export.h"

#include "core/exchange/lead_import.h"
#include "tests/support/lead_book.h"
#include "tests/support/list_rule_context.h"
#include "tests/support/results.h"

#include <QBuffer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

namespace {

ListRuleContext workspace()
{
    ListRuleContext context = ListRuleContext::defaults();
    for (const char *name : {"Salomé Kerdorne", "Malik Bressin", "Malik Bressin"}) {
        User user;
        user.id = RecordId::mint();
        user.name = QString::fromUtf8(name);
        user.email = QStringLiteral("user%1@example.org").arg(context.allUsers.size());
        context.add(toRecord(user));
    }
    // A second pipeline whose stages have the names of the first's.
    Pipeline pipeline;
    pipeline.id = RecordId::mint();
    pipeline.name = QStringLiteral("Labels");
    pipeline.position = 1;
    context.add(toRecord(pipeline));
    for (Stage stage : context.stages()) {
        stage.id = RecordId::mint();
        stage.pipelineId = pipeline.id;
        context.add(toRecord(stage));
    }
    return context;
}

/// Leads with everything that is hard to write down and read back.
std::vector<Lead> awkwardLeads(const ListRuleContext &context)
{
    const Stage first = context.stages().front();
    const Stage other = context.stages().back();
    std::vector<Lead> leads;
    const auto add = [&](auto change) {
        Lead lead;
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("Artist %1").arg(leads.size());
        lead.stageId = first.id;
        lead.pipelineId = first.pipelineId;
        lead.emails = {QStringLiteral("lea%1@example.org").arg(leads.size())};
        change(lead);
        leads.push_back(lead);
    };
    add([](Lead &) {});
    add([](Lead &l) { l.emails.clear(); });
    add([](Lead &l) { l.emails = {QStringLiteral("manager@example.org"), QStringLiteral("x@example.org")}; });
    add([](Lead &l) { l.emails = {QStringLiteral("manager@example.org")}; }); // shared with the one before
    add([](Lead &l) {
        l.phones = {QStringLiteral("+33639980012"), QStringLiteral("+447700900123"),
                    QStringLiteral("+33 1 99 00 12 34 ext. 12")};
    });
    add([](Lead &l) {
        l.firstName = QStringLiteral("Jean-Éric");
        l.lastName = QStringLiteral("de la VALLÉE, fils");
    });
    add([](Lead &l) {
        l.genres = {QStringLiteral("rap"), QStringLiteral("electro"), QStringLiteral("Shatta"), QStringLiteral("Jazz")};
        l.platforms = {QStringLiteral("meta"), QStringLiteral("google")};
        l.goals = {QStringLiteral("videoViews"), QStringLiteral("world, domination")};
    });
    add([](Lead &l) {
        l.platforms = {QStringLiteral("meta")};
        l.genres = {QStringLiteral("gone;key")};
    });
    add([](Lead &l) {
        l.tags = {QStringLiteral("a; b"), QStringLiteral("say \"x\""), QStringLiteral("c / d"), QStringLiteral("e, f")};
        l.aliases = {QStringLiteral("Tyler, the Other")};
    });
    add([](Lead &l) {
        l.tags = {QStringLiteral("\"quoted\"")};
        l.aliases = {QStringLiteral("A / B"), QStringLiteral("-")};
    });
    add([](Lead &l) {
        l.artistName = QStringLiteral("=cmd|' /C calc'!A0");
        l.nextStep = QStringLiteral("+1");
        l.notes = QStringLiteral("-first\n\n'@second;\t\"third\"");
        l.firstName = QStringLiteral("'=x");
    });
    add([](Lead &l) {
        l.budget = Money{123456, QStringLiteral("EUR")};
        l.contractValue = Money{500, QStringLiteral("BRL")};
    });
    add([](Lead &l) { l.budget = Money{1234, QStringLiteral("JPY")}; });
    add([](Lead &l) {
        l.budget = Money{1234567, QStringLiteral("KWD")};
        l.contractValue = Money{1, QStringLiteral("KWD")};
    });
    add([](Lead &l) { l.contractValue = Money{99, QStringLiteral("GBP")}; });
    add([&](Lead &l) {
        l.stageId = other.id;
        l.pipelineId = other.pipelineId;
    });
    add([&](Lead &l) {
        l.stageId = context.stageNamed(u"Lost").id;
        l.lostReason = QStringLiteral("noReply");
    });
    add([&](Lead &l) { l.ownerId = context.allUsers[0].id; });
    add([&](Lead &l) { l.ownerId = context.allUsers[2].id; });
    add([](Lead &l) {
        l.ownerId = RecordId::mint();
        l.stageId = RecordId::mint();
    }); // of which this replica knows nothing
    add([](Lead &l) {
        l.priority = QStringLiteral("urgent");
        l.source = QStringLiteral("instagramDm");
        l.spotifyId = QStringLiteral("0123456789abcdefghijkl");
        l.releaseDate = QDate(2026, 3, 4);
        l.nextStepOn = QDate(2027, 12, 31);
        l.country = QStringLiteral("GB");
        l.consent = QStringLiteral("denied");
        l.score = 42;
        l.scoredOn = QDate(2026, 1, 1);
        l.createdAt = 1'760'000'000'000;
        l.lastActivityAt = 1'760'000'000'000;
        l.stageChangedAt = 1'760'000'000'000;
        l.convertedAt = 1'760'000'000'000;
    });
    return leads;
}

QByteArray exported(const std::vector<Lead> &leads, const RuleContext &context, const ExportOptions &options)
{
    QByteArray bytes;
    QBuffer file(&bytes);
    file.open(QIODevice::WriteOnly);
    LeadCsvWriter writer(file, context, options);
    for (const Lead &lead : leads) {
        if (!writer.add(lead))
            qFatal("not written");
    }
    if (!writer.finish())
        qFatal("not finished");
    return bytes;
}

} // namespace

class TestLeadExport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTitleIsRecognised_data()
    {
        QTest::addColumn<int>("titles");
        QTest::newRow("field names") << int(ExportOptions::Titles::FieldNames);
        QTest::newRow("english") << int(ExportOptions::Titles::English);
        QTest::newRow("french") << int(ExportOptions::Titles::French);
    }
    void everyTitleIsRecognised()
    {
        QFETCH(int, titles);
        const ListRuleContext context = workspace();
        ExportOptions options;
        options.titles = ExportOptions::Titles(titles);
        static const QStringList forReading = {QStringLiteral("score"), QStringLiteral("stageChangedAt"),
                                               QStringLiteral("lastActivityAt"), QStringLiteral("convertedAt")};
        QStringList wanted = exportColumns();
        for (QString &target : wanted)
            target = forReading.contains(target) ? QStringLiteral("ignore") : target;
        for (const std::vector<Lead> &leads : {std::vector<Lead>(), awkwardLeads(context)}) {
            QByteArray bytes = exported(leads, context, options);
            QBuffer file(&bytes);
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto preview = previewFile(file);
            VERIFY_OK(preview);
            QCOMPARE(preview->mapping.targets.join(u' '), wanted.join(u' '));
        }
        // Also where a column that says it better is missing.
        for (const QString &column : forReading) {
            options.columns = {QStringLiteral("artistName"), column};
            QByteArray bytes = exported({}, context, options);
            QBuffer file(&bytes);
            QVERIFY(file.open(QIODevice::ReadOnly));
            QCOMPARE(previewFile(file).value().mapping.targets.last(), QStringLiteral("ignore"));
        }
    }

    void importingTheExportChangesNothing_data()
    {
        QTest::addColumn<int>("titles");
        QTest::addColumn<int>("mode");
        QTest::addColumn<char>("delimiter");
        for (int mode = 0; mode < 3; ++mode) {
            QTest::addRow("field names, mode %d", mode) << int(ExportOptions::Titles::FieldNames) << mode << ',';
            QTest::addRow("english, mode %d", mode) << int(ExportOptions::Titles::English) << mode << ',';
            QTest::addRow("french, mode %d", mode) << int(ExportOptions::Titles::French) << mode << ';';
        }
    }
    void importingTheExportChangesNothing()
    {
        QFETCH(int, titles);
        QFETCH(int, mode);
        QFETCH(char, delimiter);
        const ListRuleContext context = workspace();
        const std::vector<Lead> leads = awkwardLeads(context);
        ExportOptions options;
        options.titles = ExportOptions::Titles(titles);
        options.csv.delimiter = QLatin1Char(delimiter);
        QByteArray bytes = exported(leads, context, options);
        LeadBook book;
        for (const Lead &lead : leads)
            book.put(lead);

        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::ReadOnly));
        ImportOptions import;
        import.mode = ImportMode(mode);
        import.mapping = previewFile(file).value().mapping;
        const auto running = LeadImport::open(file, {}, import, context);
        VERIFY_OK(running);
        std::vector<PlannedRow> rows;
        VERIFY_OK((*running)->nextChunk(1000, context, book, rows));
        QCOMPARE(rows.size(), leads.size());
        for (size_t i = 0; i < rows.size(); ++i) {
            QString changes;
            for (const FieldChange &change : rows[i].changes)
                changes +=
                    entityInfo(EntityType::Lead).field(change.field).name + u'=' + toPlainText(change.value) + u' ';
            for (const RowIssue &issue : rows[i].issues)
                changes += describe(issue);
            const auto wanted =
                import.mode == ImportMode::Create ? RowOutcome::DuplicateExisting : RowOutcome::Unchanged;
            QVERIFY2(rows[i].outcome == wanted, qPrintable(QStringLiteral("row %1: %2").arg(i).arg(changes)));
            QCOMPARE(rows[i].leadId, leads[i].id);
        }
    }

    void stageWithoutItsPipeline()
    {
        const ListRuleContext context = workspace();
        const std::vector<Lead> leads = awkwardLeads(context);
        LeadBook book;
        for (const Lead &lead : leads)
            book.put(lead);
        ExportOptions options;
        options.columns = {QStringLiteral("id"), QStringLiteral("stage")};
        QByteArray bytes = exported(leads, context, options);
        QVERIFY(bytes.contains(",On hold\r\n")); // of the second pipeline, by its name
        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::ReadOnly));
        ImportOptions import;
        import.mode = ImportMode::Update;
        import.mapping = previewFile(file).value().mapping;
        const auto running = LeadImport::open(file, {}, import, context).value();
        std::vector<PlannedRow> rows;
        VERIFY_OK(running->nextChunk(1000, context, book, rows));
        QCOMPARE(running->counts().unchanged, qint64(leads.size()));
    }

    /// The same over what the sample files give: nobody chose their values for being easy.
    void samplesThereAndBack()
    {
        const ListRuleContext context = workspace();
        LeadBook book;
        for (const char *name :
             {"hubspot_contacts.csv", "pipedrive_deals_persons.csv", "excel_fr.csv", "hand_made.csv"}) {
            QFile file(QStringLiteral(MDMC_TEST_DATA "/import/") + QLatin1String(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            ImportOptions options;
            options.mapping = previewFile(file).value().mapping;
            const auto import = LeadImport::open(file, {}, options, context).value();
            std::vector<PlannedRow> rows;
            VERIFY_OK(import->nextChunk(1000, context, book, rows));
            for (const PlannedRow &row : rows)
                book.apply(row);
        }
        std::vector<Lead> leads;
        for (const auto &[id, record] : book.leads)
            leads.push_back(fromRecord<Lead>(record));
        QVERIFY(leads.size() > 1000);
        // Into an empty workspace the leads come back as they were, but for their ids.
        for (const bool isEmpty : {false, true}) {
            QByteArray bytes = exported(leads, context, {});
            QBuffer file(&bytes);
            QVERIFY(file.open(QIODevice::ReadOnly));
            ImportOptions options;
            options.mode = ImportMode::CreateAndUpdate;
            options.mapping = previewFile(file).value().mapping;
            const auto import = LeadImport::open(file, {}, options, context).value();
            LeadBook target;
            if (!isEmpty)
                target = book;
            std::vector<PlannedRow> rows;
            VERIFY_OK(import->nextChunk(10'000, context, target, rows));
            QCOMPARE(import->counts().unchanged, isEmpty ? 0 : qint64(leads.size()));
            QCOMPARE(import->counts().created, isEmpty ? qint64(leads.size()) : 0);
            for (size_t i = 0; isEmpty && i < rows.size(); ++i) {
                target.apply(rows[i]);
                Lead back = target.lead(rows[i].leadId);
                back.id = leads[i].id;
                QVERIFY2(back == leads[i], qPrintable(leads[i].artistName));
            }
        }
    }

    void formulasAreGuarded()
    {
        const ListRuleContext context = workspace();
        Lead lead;
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("=cmd|' /C calc'!A0");
        lead.phones = {QStringLiteral("+33639980012")};
        ExportOptions options;
        options.columns = {QStringLiteral("artistName"), QStringLiteral("phones")};
        options.csv.writesBom = false;
        QCOMPARE(exported({lead}, context, options),
                 QByteArray("Artist,Phone\r\n'=cmd|' /C calc'!A0,'+33639980012\r\n"));
    }

    void json()
    {
        const ListRuleContext context = workspace();
        const std::vector<Lead> leads = awkwardLeads(context);
        QByteArray bytes;
        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::WriteOnly));
        LeadJsonWriter writer(file);
        for (const Lead &lead : leads)
            VERIFY_OK(writer.add(lead));
        VERIFY_OK(writer.finish());
        const QJsonArray array = QJsonDocument::fromJson(bytes).array();
        QCOMPARE(array.size(), qsizetype(leads.size()));
        const QJsonObject last = array.last().toObject();
        QCOMPARE(last[u"id"].toString(), leads.back().id.toString());
        QCOMPARE(last[u"releaseDate"].toString(), QStringLiteral("2026-03-04"));
        QCOMPARE(last[u"createdAt"].toString(), QStringLiteral("2025-10-09T08:53:20Z"));
        QCOMPARE(last[u"priority"].toString(), QStringLiteral("urgent"));
        QVERIFY(!last.contains(u"budget"));
        QCOMPARE(array[12][u"budget"].toObject(),
                 (QJsonObject{{QStringLiteral("minor"), 1234}, {QStringLiteral("currency"), QStringLiteral("JPY")}}));
        QCOMPARE(array[8][u"tags"].toArray().size(), 4);
    }

    void nothingToExport()
    {
        QByteArray bytes;
        QBuffer file(&bytes);
        QVERIFY(file.open(QIODevice::WriteOnly));
        LeadJsonWriter writer(file);
        VERIFY_OK(writer.finish());
        QCOMPARE(bytes, QByteArray("[]\n"));
        QVERIFY(exported({}, workspace(), {}).startsWith("\xef\xbb\xbfMDMC ID,Artist,"));
    }
};

QTEST_GUILESS_MAIN(TestLeadExport)
#include "test_lead_export.moc"
