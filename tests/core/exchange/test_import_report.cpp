// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import_report.h"

#include "tests/support/lead_book.h"
#include "tests/support/list_rule_context.h"
#include "tests/support/results.h"

#include <QBuffer>
#include <QJsonArray>
#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

namespace {

const QByteArray source = "Artist;E-mail;Genre;Notes\r\n"
                          "Nova;nova@example.org;pop;\r\n"
                          ";;;\"=1+1\"\r\n"
                          "Lune;lune.example.org;;\"two\r\nlines\"\r\n"
                          "Nova again;NOVA@example.org;;\r\n"
                          "Ombre;ombre@example.org;Shatta;ok;in the margin\r\n";

struct Run {
    explicit Run(QByteArray bytes, ImportMode mode = ImportMode::Create)
    {
        file.setData(bytes);
        file.open(QIODevice::ReadOnly);
        options.mode = mode;
        options.mapping = previewFile(file).value().mapping;
        import = LeadImport::open(file, {}, options, context).value();
        report.begin(*import, QStringLiteral("leads.csv"));
        QBuffer failedFile(&failed);
        failedFile.open(QIODevice::WriteOnly);
        FailedRowsWriter writer(failedFile, *import);
        for (bool isMore = true; isMore;) {
            std::vector<PlannedRow> rows;
            isMore = import->nextChunk(2, context, book, rows).value();
            report.add(rows, import->counts());
            if (!writer.add(rows))
                qFatal("not written");
        }
        if (!writer.finish())
            qFatal("not finished");
        failedRows = writer.rowCount();
    }

    QBuffer file;
    ListRuleContext context = ListRuleContext::defaults();
    LeadBook book;
    ImportOptions options;
    std::unique_ptr<LeadImport> import;
    ImportReport report;
    QByteArray failed;
    qint64 failedRows = 0;
};

} // namespace

class TestImportReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void json()
    {
        const Run run(source);
        const QJsonObject json = toJson(run.report);
        const QJsonObject counts = json[u"counts"].toObject();
        QCOMPARE(counts[u"rows"].toInt(), 5);
        QCOMPARE(counts[u"created"].toInt(), 2);
        QCOMPARE(counts[u"invalid"].toInt(), 2);
        QCOMPARE(counts[u"duplicatesInFile"].toInt(), 1);
        QCOMPARE(json[u"file"].toString(), QStringLiteral("leads.csv"));
        QCOMPARE(json[u"encoding"].toString(), QStringLiteral("UTF-8"));
        QCOMPARE(json[u"delimiter"].toString(), QStringLiteral(";"));
        QCOMPARE(json[u"columns"][2][u"target"].toString(), QStringLiteral("genres"));
        QCOMPARE(json[u"importId"].toString(), run.import->importId().toString());
        QCOMPARE(json[u"issues"][u"unknown_genre"].toInt(), 1);
        const QJsonArray rows = json[u"rows"].toArray();
        QCOMPARE(rows.size(), 4); // all but the first, which has nothing to say
        QCOMPARE(rows[1][u"line"].toInt(), 4);
        const QJsonObject issue = rows[1][u"issues"][0].toObject();
        QCOMPARE(issue[u"field"].toString(), QStringLiteral("emails[0]"));
        QCOMPARE(issue[u"column"].toInt(), 2);
        QCOMPARE(issue[u"violation"].toString(), QStringLiteral("malformed"));
        QCOMPARE(issue[u"detail"].toString(), QStringLiteral("emails[0]: “lune.example.org” is no e-mail address."));
        QCOMPARE(rows[2][u"outcome"].toString(), QStringLiteral("duplicate_in_file"));
        QVERIFY(!json.contains(u"error"));
    }

    void keepsOnlySoManyRows()
    {
        const Run run(source);
        ImportReport report;
        report.keptRows = 1;
        std::vector<PlannedRow> rows(3);
        report.add(rows, run.report.counts);
        QCOMPARE(report.rows.size(), 1u);
        QCOMPARE(report.moreRows, 2);
        report.error = Error{ErrorCode::StorageFull, QStringLiteral("full"), {}};
        QCOMPARE(toJson(report)[u"error"][u"code"].toString(), QStringLiteral("storage_full"));
    }

    void failedRowsCanBeImportedOnceCorrected()
    {
        const Run run(source);
        QCOMPARE(run.failedRows, 2);
        const QByteArray wanted = "\xef\xbb\xbf"
                                  "Artist;E-mail;Genre;Notes;Line;Reason\r\n"
                                  ";;;'=1+1;3;The row has neither artist, name, e-mail, phone nor Spotify link.\r\n"
                                  "Lune;lune.example.org;;\"two\r\nlines\";4;emails[0]: “lune.example.org” is no "
                                  "e-mail address.\r\n";
        QCOMPARE(QString::fromUtf8(run.failed), QString::fromUtf8(wanted));

        QByteArray corrected = run.failed;
        corrected.replace("Lune;lune.", "Lune;lune@");
        Run again(corrected);
        QCOMPARE(again.options.mapping.targets.mid(4),
                 QStringList({QStringLiteral("ignore"), QStringLiteral("ignore")}));
        QCOMPARE(again.report.counts.created, 1);
        QCOMPARE(again.report.counts.invalid, 1);
        // No columns are added a second time.
        QVERIFY(again.failed.startsWith("\xef\xbb\xbf"
                                        "Artist;E-mail;Genre;Notes;Line;Reason\r\n;;;'=1+1;2;The row"));
        QCOMPARE(again.failed.count('\n'), 2);
    }

    void nothingFailed()
    {
        const Run run("Artist\nNova\n");
        QVERIFY(run.failed.isEmpty());
    }

    void unmatchedRowsFailToo()
    {
        const Run run("Artist,E-mail\nNova,nova@example.org\n", ImportMode::Update);
        QCOMPARE(run.report.counts.unmatched, 1);
        QVERIFY(run.failed.contains("No lead was found"));
    }

    void everyIssueHasNameAndSentence()
    {
        std::set<QString> names;
        for (int kind = 0; kind <= int(RowIssueKind::UndecodableText); ++kind) {
            const RowIssue issue{RowIssueKind(kind), {}, -1, {}, {}};
            names.insert(rowIssueKindName(issue.kind));
            QVERIFY(describe(issue).size() > 10 || issue.kind == RowIssueKind::InvalidValue);
        }
        QCOMPARE(int(names.size()), int(RowIssueKind::UndecodableText) + 1);
        QVERIFY(!names.contains(QString()));
    }
};

QTEST_GUILESS_MAIN(TestImportReport)
#include "test_import_report.moc"
