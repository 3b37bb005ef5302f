// SPDX-License-Identifier: GPL-3.0-or-later
// What stays of a record that is not, or no longer, in the person's sight: what they typed themselves, where edits are
// kept, and nothing else. Words of the record in the full-text index and in steps of undo count.
#include "sync/protocol/merge.h"
#include "tests/sync/client/replica_fixture.h"

#include <functional>

namespace mdmc::sync {

using namespace test;

namespace {

/// Begins unlike any other word: an index leaves out the beginning that a word shares with the one before.
const QString kWord = QStringLiteral("Qxcanary");

struct Fixture : ReplicaFixture {
    /// A table that holds the word and may not: these keep what was typed until the person is done with it.
    QByteArray tableWithWord()
    {
        QByteArrayList tables;
        {
            auto names =
                replica->database().prepare("SELECT name FROM sqlite_schema WHERE type='table' AND sql NOT LIKE "
                                            "'CREATE VIRTUAL%' AND name NOT IN('outbox','attention','acked_ops')");
            while (*names->step())
                tables.append(names->columnText(0).toUtf8());
        }
        for (const QByteArray &table : tables) {
            auto rows = replica->database().prepare(QByteArray("SELECT * FROM \"" + table + '"'));
            while (*rows->step())
                for (int column = 0; column < rows->columnCount(); ++column)
                    if (rows->columnBlob(column).toLower().contains("canary"))
                        return table;
        }
        return {};
    }

    RecordId create()
    {
        const RecordId id = RecordId::mint(clock, random);
        require(commit(Kind::Create, id, {leadText("artistName", kWord)}));
        return id;
    }

    /// The server takes all that waits; the rows do not come.
    void takeAll()
    {
        std::vector<OperationResult> list;
        for (const Operation &operation : push())
            list.push_back(applied(operation.n));
        results(list);
    }

    Record tombstone(const Record &row)
    {
        Record gone = serverRow(Record(row.type, row.id));
        gone.deleted = seq;
        return gone;
    }

    Record stays = leadRow(QStringLiteral("Stays"));
};

using Story = std::function<void(Fixture &)>;

/// Each ends with nobody here seeing the record that has the word.
const std::map<QByteArray, Story> &stories()
{
    static const std::map<QByteArray, Story> all{
        {"created, and given away before it came back",
         [](Fixture &f) {
             f.create();
             f.takeAll();
             f.pull({});
         }},
        {"created, and the changes came before the result",
         [](Fixture &f) {
             f.create();
             const std::vector<Operation> sent = f.push();
             const OperationResult result = f.applied(sent.front().n);
             f.pull({});
             f.results({result});
         }},
        {"created, undone, and out of sight",
         [](Fixture &f) {
             f.create();
             ReplicaFixture::require(f.replica->undo());
             f.takeAll();
             f.pull({});
         }},
        {"created, given away, and a snapshot without it",
         [](Fixture &f) {
             const RecordId id = f.create();
             ReplicaFixture::require(f.commit(Kind::Patch, id, {{leadField("ownerId"), Value(f.other.id)}}));
             f.takeAll();
             f.snapshot({f.stays});
         }},
        {"created with another in one batch",
         [](Fixture &f) {
             const RecordId lost = RecordId::mint(f.clock, f.random), kept = RecordId::mint(f.clock, f.random);
             ReplicaFixture::require(f.replica->commit(
                 {QStringLiteral("Import"),
                  {{Kind::Create, EntityType::Lead, lost, {leadText("artistName", kWord)}},
                   {Kind::Create, EntityType::Lead, kept, {leadText("artistName", QStringLiteral("Kept"))}}}}));
             const std::optional<Record> shown = f.row(kept);
             f.takeAll();
             f.pull({f.serverRow(*shown)});
             QVERIFY(f.row(kept) && !f.row(lost));
         }},
        {"a refused creation",
         [](Fixture &f) {
             f.create();
             f.push();
             f.results({ReplicaFixture::rejected(1, RejectReason::Validation)});
         }},
        {"evicted",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             f.pull({}, {{EntityType::Lead, row.id}});
         }},
        {"evicted when the word was in no row any more",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             f.pull({f.changed(row, "artistName", Value(QStringLiteral("Renamed")))});
             f.pull({}, {{EntityType::Lead, row.id}});
         }},
        {"evicted in the message that renamed it",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row, f.leadRow(QStringLiteral("Another"))});
             f.pull({f.changed(row, "artistName", Value(QStringLiteral("Renamed")))}, {{EntityType::Lead, row.id}});
         }},
        {"deleted by the person, then evicted",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             ReplicaFixture::require(f.commit(Kind::Delete, row.id));
             f.takeAll();
             f.pull({f.tombstone(row)});
             f.pull({}, {{EntityType::Lead, row.id}});
         }},
        {"evicted while an edit waits, which is taken",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             ReplicaFixture::require(f.commit(Kind::Patch, row.id, {leadText("notes", QStringLiteral("typed"))}));
             f.pull({}, {{EntityType::Lead, row.id}});
             f.takeAll();
             f.pull({});
         }},
        {"missing in a later snapshot",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             f.snapshot({f.stays});
         }},
        {"surplus in a repair",
         [](Fixture &f) {
             const Record row = f.leadRow(kWord);
             f.pull({row});
             BucketReply reply;
             reply.type = EntityType::Lead;
             reply.bucket = checksumBucket(row.id);
             reply.at = f.cursorAt(f.seq);
             if (checksumBucket(f.stays.id) == reply.bucket)
                 reply.rows = {f.stays};
             ChangeSet changes;
             const auto repaired = f.replica->repairBucket(reply, changes);
             ReplicaFixture::require(repaired);
             QVERIFY(*repaired);
         }},
    };
    return all;
}

} // namespace

class TestReplicaTraces : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void nothingStays_data()
    {
        QTest::addColumn<QByteArray>("story");
        for (const auto &[name, story] : stories())
            QTest::newRow(name.constData()) << name;
    }

    void nothingStays()
    {
        QFETCH(const QByteArray, story);
        Fixture f;
        f.snapshot({f.stays});
        stories().at(story)(f);
        QVERIFY(!QTest::currentTestFailed());
        QCOMPARE(f.tableWithWord(), QByteArray());
        QCOMPARE(f.rowsIn("undo_step"), 0);
        QCOMPARE(f.rowsIn("outbox"), 0);
        QCOMPARE(f.rowsIn("sync_shadow"), 0);
        QVERIFY(f.row(f.stays.id));
    }

    /// The file is rewritten once after rows were removed: what moving rows between pages left behind goes with it.
    void theFileIsRewrittenAfterRemovals()
    {
        Fixture f;
        std::vector<Record> rows{f.stays};
        for (int i = 0; i < 300; ++i)
            rows.push_back(f.leadRow(QStringLiteral("Artist %1").arg(i)));
        f.snapshot(rows);
        QCOMPARE(f.replica->scrub().value(), false);
        std::vector<RecordRef> leaving;
        for (size_t i = 1; i < rows.size(); ++i)
            leaving.push_back({EntityType::Lead, rows[i].id});
        f.pull({}, leaving);
        const auto pages = [&f] { return f.replica->database().queryInt64("PRAGMA page_count").value().value(); };
        const qint64 before = pages();
        QCOMPARE(f.replica->scrub().value(), true);
        QVERIFY(pages() < before);
        QCOMPARE(f.replica->scrub().value(), false);
        f.open();
        QCOMPARE(f.row(f.stays.id), std::optional(f.stays));
        VERIFY_OK(f.replica->database().integrityCheck());
        VERIFY_OK(f.commit(Kind::Patch, f.stays.id, {leadText("notes", QStringLiteral("goes on"))}));
    }

    /// Otherwise the test above would find nothing whatever is kept.
    void theWordIsFoundWhereItIs()
    {
        Fixture f;
        f.snapshot({f.stays});
        const RecordId id = f.create();
        QCOMPARE(f.lead(id).artistName, kWord);
        QVERIFY(!f.tableWithWord().isEmpty());
        VERIFY_OK(f.replica->database().run("DELETE FROM lead WHERE id=?1", id)); // Behind the back of the index
        QVERIFY(f.tableWithWord() == "lead_fts_data" || f.tableWithWord() == "undo_step");
        VERIFY_OK(f.replica->database().run("DELETE FROM undo_step"));
        QCOMPARE(f.tableWithWord(), QByteArray("lead_fts_data"));
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaTraces)
#include "test_replica_traces.moc"
