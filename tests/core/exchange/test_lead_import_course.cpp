// SPDX-License-Identifier: GPL-3.0-or-later
// The course of an import: in chunks, cancelled, failing, taken up again.
#include "tests/core/exchange/lead_import_fixture.h"

using namespace mdmc;
using namespace mdmc::exchange;
using namespace mdmc::exchange::test;

class TestLeadImportCourse : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void resumesAfterACrash()
    {
        // Only names: nothing but their ids can tell that these leads are there.
        QString text = QStringLiteral("Artist,E-mail\n");
        for (int i = 0; i < 50; ++i)
            text += QStringLiteral("Artist %1,%2\n")
                        .arg(i)
                        .arg(i % 10 == 0 ? QStringLiteral("a%1@example.org").arg(i / 20) : QString());
        Bench whole(text);
        whole.run();
        const auto wanted = whole.book.leads;
        QCOMPARE(wanted.size(), 48u);

        Bench bench(text);
        bench.run(7, 3);
        QVERIFY(bench.book.size() > 0 && bench.book.size() < wanted.size());
        // The commit of the chunk that crashed may or may not have happened: nothing depends on where chunks end.
        const auto rows = bench.run(10);
        QVERIFY(bench.book.leads == wanted);
        QCOMPARE(bench.counts.unchanged, 20);
        QCOMPARE(bench.counts.created, 28);
        QCOMPARE(bench.counts.duplicatesInFile, 2);
        QCOMPARE(kindsOf(rows.front()), Kinds{RowIssueKind::AlreadyImported});
    }

    void idsBelongToFileAndReplica()
    {
        Bench bench(QStringLiteral("Artist\nNova\nLune\n"));
        const auto import = bench.open().value();
        const auto same = bench.open().value();
        QVERIFY(import->importId());
        QCOMPARE(import->importId(), same->importId());
        bench.options.idSalt = "another replica";
        QVERIFY(bench.open().value()->importId() != import->importId());
        bench.options.idSalt.clear();
        const auto rows = bench.run();
        QVERIFY(rows[0].leadId < rows[1].leadId); // so that they load fast
        QCOMPARE(rows[0].leadId.toString()[14], QLatin1Char('8'));
        QVERIFY(QStringLiteral("89ab").contains(rows[0].leadId.toString()[19]));
        bench.setText(QStringLiteral("Artist\nNova\nLunes\n"));
        QVERIFY(bench.open().value()->importId() != import->importId());
    }

    void undoneImportCanBeRepeated()
    {
        Bench bench(QStringLiteral("Artist\nNova\nLune\n"));
        for (int round = 1; round <= 3; ++round) {
            QCOMPARE(outcomes(bench.run()), QStringLiteral("created created"));
            QCOMPARE(bench.book.size(), size_t(2 * round));
            QCOMPARE(outcomes(bench.run()), QStringLiteral("unchanged unchanged"));
            for (auto &[id, record] : bench.book.leads)
                record.deleted = kPendingSequence;
        }
    }

    void cancelling()
    {
        Bench bench(QStringLiteral("Artist\nA\nB\nC\nD\nE\n"));
        {
            const auto import = bench.open().value();
            std::vector<PlannedRow> rows;
            QCOMPARE(import->nextChunk(2, bench.context, bench.book, rows).value(), true);
            QCOMPARE(rows.size(), 2u);
            QCOMPARE(import->counts().created, 2);
            QVERIFY(import->bytesRead() <= import->bytesTotal());
        }
        QCOMPARE(bench.book.size(), 0u); // Planning alone changes nothing
        const auto import = bench.open().value();
        std::vector<PlannedRow> rows;
        QCOMPARE(import->nextChunk(5, bench.context, bench.book, rows).value(), true);
        QCOMPARE(import->nextChunk(5, bench.context, bench.book, rows).value(), false);
        QCOMPARE(import->nextChunk(5, bench.context, bench.book, rows).value(), false);
        QCOMPARE(rows.size(), 5u);
        QCOMPARE(import->bytesRead(), import->bytesTotal());
    }

    void failingLookupStops()
    {
        Bench bench(QStringLiteral("Artist,E-mail\nA,a@example.org\nB,b@example.org\nC,c@example.org\n"));
        bench.book.failsAfter = 1;
        const auto import = bench.open().value();
        std::vector<PlannedRow> rows;
        VERIFY_ERROR(import->nextChunk(10, bench.context, bench.book, rows), ErrorCode::StorageFailure);
        QCOMPARE(rows.size(), 1u);
        QCOMPARE(import->counts().rows, 1);
    }

    void hundredThousandRowsInChunks()
    {
        constexpr int count = 100'000;
        QByteArray text = "Artist,E-mail\n";
        for (int i = 0; i < count; ++i)
            text += "Artist " + QByteArray::number(i) + ",a" + QByteArray::number(i % (count - 10)) + "@example.org\n";
        QBuffer file(&text);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const ListRuleContext context = ListRuleContext::defaults();
        ImportOptions options;
        options.mapping.targets = {QStringLiteral("artistName"), QStringLiteral("emails")};
        const auto import = LeadImport::open(file, {}, options, context).value();
        LeadBook empty;
        std::set<RecordId> ids;
        std::vector<PlannedRow> rows;
        qint64 largest = 0;
        for (bool isMore = true; isMore;) {
            rows.clear(); // A caller keeps one chunk at a time
            const auto next = import->nextChunk(500, context, empty, rows);
            VERIFY_OK(next);
            isMore = *next;
            largest = qMax(largest, qint64(rows.size()));
            for (const PlannedRow &row : rows) {
                if (row.outcome == RowOutcome::Created)
                    ids.insert(row.leadId);
            }
        }
        QCOMPARE(largest, 500);
        QCOMPARE(import->counts().rows, count);
        QCOMPARE(import->counts().created, count - 10);
        QCOMPARE(import->counts().duplicatesInFile, 10);
        QCOMPARE(qint64(ids.size()), qint64(count - 10));
    }
};

QTEST_GUILESS_MAIN(TestLeadImportCourse)
#include "test_lead_import_course.moc"
