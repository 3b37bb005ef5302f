// SPDX-License-Identifier: GPL-3.0-or-later
// What a first load leaves for later: made in pieces while the replica is used, it has to become what it would have been
// at once.
#include "core/storage/record_query.h"
#include "sync/protocol/codec.h"
#include "tests/sync/client/replica_fixture.h"

#include <QSemaphore>

namespace mdmc::sync {

using namespace test;

namespace {

constexpr int kRows = 40;
constexpr int kPieceRows = 7;

struct Fixture : ReplicaFixture {
    Fixture()
    {
        replica->setIndexRows(kPieceRows);
        for (int i = 0; i < kRows; ++i) {
            Record row = leadRow(QStringLiteral("Act%1 Émile").arg(i));
            row.setValue(QLatin1String("emails"), Value(QStringList{QStringLiteral("a%1@example.org").arg(i)}));
            leads.push_back(row);
        }
    }

    void reopen()
    {
        open();
        replica->setIndexRows(kPieceRows);
    }

    /// From here on a second thread helps, with at most so much memory, when its connection may be opened.
    void buildAside(qint64 maxBytes = storage::IndexBuild::kMaxBytes)
    {
        const auto open = [this, path = path()] {
            gate.acquire();
            gate.release();
            ++opened;
            return storage::Database::open({.path = path, .key = key(), .readOnly = true, .vfs = {}});
        };
        replica->setReader(open, maxBytes);
    }

    /// Until all that is left is to take what the other thread has made.
    void waitForBuild()
    {
        while (!replica->meta().bytes(meta::kIndexesLeft)->isEmpty())
            piece();
        QTRY_VERIFY_WITH_TIMEOUT(replica->isBuilt(), 60'000);
    }

    bool hasWord(const QByteArray &bytes)
    {
        auto rows = replica->database().prepare("SELECT 1 FROM lead_fts_data WHERE instr(block, ?1)");
        rows->bindBlob(1, bytes);
        return *rows->step();
    }

    bool piece()
    {
        require(replica->indexNext());
        return replica->isIndexing();
    }

    void finish()
    {
        for (int i = 0; i < 100 && replica->isIndexing(); ++i)
            piece();
        QVERIFY(!replica->isIndexing());
        QCOMPARE(replica->indexed(), 1.0);
    }

    int found(const QString &word)
    {
        storage::RecordQuery query;
        query.search = word;
        return int(storage::queryCount(replica->database(), query).value());
    }

    QStringList all(const QByteArray &sql)
    {
        QStringList lines;
        auto rows = replica->database().prepare(sql);
        while (*rows->step()) {
            QStringList cells;
            for (int i = 0; i < rows->columnCount(); ++i)
                cells.append(QString::fromLatin1(rows->columnBlob(i).toHex()));
            lines.append(cells.join(u' '));
        }
        return lines;
    }

    /// Everything that is kept beside the rows.
    QStringList derived()
    {
        storage::Database &db = replica->database();
        QStringList lines = all("SELECT key, lead FROM lead_match ORDER BY key, lead");
        for (const char *table : {"user", "lead", "campaign", "activity", "task"}) {
            const QByteArray name = table;
            require(db.exec(QByteArray("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, '" + name + "_fts', 'instance')")));
            lines += all("SELECT term, doc, \"offset\" FROM temp.words ORDER BY 1, 2, 3");
            require(db.exec(QByteArray("DROP TABLE temp.words")));
        }
        lines += all("SELECT name, sql FROM sqlite_schema WHERE type='index' AND sql IS NOT NULL ORDER BY name");
        return lines + all("SELECT tbl, idx, stat FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY 1, 2");
    }

    /// The same, made anew from the rows alone.
    QStringList madeAtOnce()
    {
        auto transaction = storage::Transaction::begin(replica->database());
        require(transaction);
        replica->store().beginBulk();
        require(replica->store().endBulk());
        return derived(); // Rolled back.
    }

    void verifyComplete()
    {
        const QStringList made = derived();
        QCOMPARE(made, madeAtOnce());
        QVERIFY(made.size() > kRows * 3);
    }

    std::vector<Record> leads;
    QSemaphore gate{1};
    std::atomic<int> opened = 0;
};

const auto kGoesOn = [] { return true; };

} // namespace

class TestReplicaIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theListComesFirst()
    {
        Fixture f;
        QVERIFY(f.snapshot(f.leads).isComplete);
        QVERIFY(f.replica->isIndexing());
        QVERIFY(f.replica->indexed() < 0.5);
        QCOMPARE(f.replica->database().queryInt64("SELECT 1 FROM sqlite_schema WHERE name='lead_by_activity'")->value_or(0), 1);
        QVERIFY(!f.replica->database().queryInt64("SELECT 1 FROM sqlite_schema WHERE name='lead_by_score'")->has_value());
        storage::RecordQuery query;
        QCOMPARE(storage::queryRecords(f.replica->database(), f.replica->store(), query, 100)->size(), size_t(kRows));
        QCOMPARE(f.found(QStringLiteral("emile")), 0);
        double before = f.replica->indexed();
        while (f.piece()) {
            QVERIFY(f.replica->indexed() >= before);
            before = f.replica->indexed();
        }
        QCOMPARE(f.found(QStringLiteral("emile")), kRows);
        f.verifyComplete();
    }

    void theCacheIsWideWhileItLoads()
    {
        Fixture f;
        const auto cache = [&] { return f.replica->database().queryInt64("PRAGMA cache_size")->value(); };
        VERIFY_OK(f.replica->database().exec(QByteArrayView("PRAGMA cache_size=-2000")));
        f.snapshot(f.leads, 10, 8);
        QVERIFY(cache() < -50'000); // In KiB, said as a negative number
        QVERIFY(f.snapshot(f.leads).isComplete);
        QVERIFY(f.replica->isIndexing());
        QVERIFY(cache() > -10'000);
        f.finish();
        QCOMPARE(cache(), -2000);
    }

    void aSmallReplicaIsCompleteAtOnce()
    {
        Fixture f;
        f.replica->setIndexRows(1000);
        QVERIFY(f.snapshot(f.leads).isComplete);
        QVERIFY(!f.replica->isIndexing());
        QCOMPARE(f.found(QStringLiteral("emile")), kRows);
        f.verifyComplete();
    }

    /// Several pieces in one transaction, until somebody waits; one that fails takes those before it along.
    void piecesGoTogetherWhileNobodyWaits()
    {
        Fixture f;
        f.snapshot(f.leads);
        int asked = 0;
        VERIFY_OK(f.replica->indexNext([&] { return ++asked < 16; }));
        QCOMPARE(asked, 16);
        QVERIFY(f.replica->isIndexing());
        const double before = f.replica->indexed();
        const auto failing = [&] {
            if (++asked == 18)
                Fixture::require(f.replica->database().exec(QByteArrayView(
                    "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.sync_meta BEGIN SELECT RAISE(ABORT, 'no'); END")));
            return true;
        };
        QVERIFY(!f.replica->indexNext(failing));
        QVERIFY(asked >= 18);
        QCOMPARE(f.replica->indexed(), before);
        VERIFY_OK(f.replica->indexNext([] { return true; }));
        QVERIFY(!f.replica->isIndexing());
        f.verifyComplete();
    }

    /// After every number of pieces: what is edited, removed and sent then, below the mark and above it, is right.
    void changesInTheMiddle_data()
    {
        QTest::addColumn<int>("pieces");
        QTest::addColumn<bool>("isReopened");
        for (const int pieces : {0, 9, 14, 15, 16, 17, 19, 22, 25}) // The first ones make indexes.
            for (const bool isReopened : {false, true})
                QTest::addRow("after %d%s", pieces, isReopened ? ", reopened" : "") << pieces << isReopened;
    }
    void changesInTheMiddle()
    {
        QFETCH(int, pieces);
        QFETCH(bool, isReopened);
        Fixture f;
        f.snapshot(f.leads);
        for (int i = 0; i < pieces; ++i)
            f.piece();
        if (isReopened)
            f.reopen();
        for (const size_t lead : {size_t(0), size_t(20), size_t(39)}) {
            VERIFY_OK(f.commit(Kind::Patch, f.leads[lead].id, {leadText("artistName", QStringLiteral("Mine%1").arg(lead))}));
            VERIFY_OK(f.commit(Kind::Delete, f.leads[lead == 39 ? 38 : lead + 1].id));
        }
        VERIFY_OK(f.commit(Kind::Create, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("Minenew"))}));
        const Record theirs = f.changed(f.leads[5], "artistName", Value(QStringLiteral("Theirs")));
        const Record late = f.changed(f.leads[35], "artistName", Value(QStringLiteral("Theirs")));
        const Record came = f.leadRow(QStringLiteral("Theirs"));
        f.pull({theirs, late, came}, {{EntityType::Lead, f.leads[6].id}, {EntityType::Lead, f.leads[36].id}});
        f.piece();
        // The last row goes, and its row id comes again.
        f.pull({}, {{EntityType::Lead, came.id}});
        f.pull({f.leadRow(QStringLiteral("Again"))});
        f.finish();
        QCOMPARE(f.found(QStringLiteral("mine")), 4);
        QCOMPARE(f.found(QStringLiteral("theirs")), 2);
        QCOMPARE(f.found(QStringLiteral("again")), 1);
        f.verifyComplete();
    }

    /// By a second thread, from the first piece on or after a restart, it becomes the same.
    void madeAside_data()
    {
        QTest::addColumn<int>("pieces");
        for (const int pieces : {0, 5, 14})
            QTest::addRow("after %d", pieces) << pieces;
    }
    void madeAside()
    {
        QFETCH(int, pieces);
        Fixture f;
        f.snapshot(f.leads);
        for (int i = 0; i < pieces; ++i)
            f.piece();
        f.reopen();
        f.buildAside();
        QCOMPARE(f.found(QStringLiteral("emile")), 0);
        ChangeSet made;
        while (f.replica->isIndexing()) {
            QVERIFY(!made.isWide);
            const auto next = f.replica->indexNext(kGoesOn);
            VERIFY_OK(next);
            made = *next;
        }
        QVERIFY(made.isWide);
        QCOMPARE(f.opened.load(), 1);
        QCOMPARE(f.found(QStringLiteral("emile")), kRows);
        f.verifyComplete();
        // And the index is one that can be written.
        VERIFY_OK(f.commit(Kind::Patch, f.leads[3].id, {leadText("artistName", QStringLiteral("Mine"))}));
        QCOMPARE(f.found(QStringLiteral("mine")), 1);
        QCOMPARE(f.found(QStringLiteral("emile")), kRows - 1);
        f.verifyComplete();
    }

    /// It waits while it may, and says how far it is.
    void theOtherThreadIsWaitedFor()
    {
        Fixture f;
        f.snapshot(f.leads);
        f.buildAside();
        f.gate.acquire();
        int asked = 0;
        for (int i = 0; i < 20; ++i)
            VERIFY_OK(f.replica->indexNext([&] { return ++asked % 10 != 0; }));
        QVERIFY(f.replica->isIndexing());
        QVERIFY(f.replica->indexed() < 0.1);
        QVERIFY(asked > 100);
        f.gate.release();
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        f.verifyComplete();
    }

    /// What is edited, removed and sent before the other thread begins to read, or when it is done.
    void changesMeanwhile_data()
    {
        QTest::addColumn<bool>("isBuilt");
        QTest::addRow("before") << false;
        QTest::addRow("after") << true;
    }
    void changesMeanwhile()
    {
        QFETCH(bool, isBuilt);
        Fixture f;
        f.leads[6].setValue(QLatin1String("artistName"), Value(QStringLiteral("Qzxvword")));
        f.snapshot(f.leads);
        f.buildAside();
        f.gate.acquire();
        f.piece();
        if (isBuilt) {
            f.gate.release();
            f.waitForBuild();
        }
        VERIFY_OK(f.commit(Kind::Patch, f.leads[0].id, {leadText("artistName", QStringLiteral("Mine"))}));
        VERIFY_OK(f.commit(Kind::Patch, f.leads[1].id, {{leadField("emails"), Value(QStringList{QStringLiteral("b@b.example")})}}));
        VERIFY_OK(f.commit(Kind::Delete, f.leads[2].id));
        VERIFY_OK(f.commit(Kind::Create, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("Mine"))}));
        // One that fails takes nothing along of what is remembered.
        QVERIFY(!f.commit(Kind::Patch, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("No"))}));
        const Record came = f.leadRow(QStringLiteral("Theirs"));
        f.pull({f.changed(f.leads[5], "artistName", Value(QStringLiteral("Theirs"))), came},
               {{EntityType::Lead, f.leads[6].id}, {EntityType::Lead, f.leads[39].id}});
        f.pull({}, {{EntityType::Lead, came.id}});
        f.pull({f.leadRow(QStringLiteral("Again"))}); // With the row id of the one that went.
        if (!isBuilt)
            f.gate.release();
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        QCOMPARE(f.opened.load(), 1);
        QCOMPARE(f.found(QStringLiteral("mine")), 2);
        QCOMPARE(f.found(QStringLiteral("theirs")), 1);
        QCOMPARE(f.found(QStringLiteral("again")), 1);
        QVERIFY(!f.hasWord("zxvword")); // Evicted
        QVERIFY(f.hasWord("emile"));
        f.verifyComplete();
    }

    /// What does not fit into memory follows in pieces.
    void moreThanFits()
    {
        Fixture f;
        for (int i = 0; i < 2000; ++i)
            f.leads.push_back(f.leadRow(QStringLiteral("More%1").arg(i)));
        f.replica->setIndexRows(500);
        f.snapshot(f.leads, 5000);
        f.buildAside(1);
        f.waitForBuild();
        VERIFY_OK(f.commit(Kind::Patch, f.leads[10].id, {leadText("artistName", QStringLiteral("Mine"))}));
        VERIFY_OK(f.commit(Kind::Patch, f.leads[1500].id, {leadText("artistName", QStringLiteral("Mine"))}));
        VERIFY_OK(f.replica->indexNext());
        QVERIFY(f.replica->isIndexing());
        const int found = f.found(QStringLiteral("more")); // 1,000 rows are made between two looks at the memory.
        QVERIFY(found > 900 && found < 1000);
        while (f.replica->store().mark(EntityType::Lead) != storage::RecordStore::kAllRows)
            f.piece();
        QCOMPARE(f.opened.load(), 1);
        // The other types, of which there is nothing yet, have a build of their own.
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        QCOMPARE(f.opened.load(), 2);
        QCOMPARE(f.found(QStringLiteral("mine")), 2);
        f.verifyComplete();
    }

    void aConnectionThatCannotBeHad()
    {
        Fixture f;
        f.snapshot(f.leads);
        int asked = 0;
        f.replica->setReader([&asked]() -> Result<storage::Database> {
            ++asked;
            return failure(ErrorCode::StorageFailure);
        });
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("aside: .*storage_failure")));
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        QCOMPARE(asked, 1);
        f.verifyComplete();
    }

    /// The transaction that takes it over fails: it is made anew.
    void aTakeoverThatFails()
    {
        Fixture f;
        f.snapshot(f.leads);
        f.buildAside();
        f.waitForBuild();
        VERIFY_OK(f.replica->database().exec(QByteArrayView(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.lead_match BEGIN SELECT RAISE(ABORT, 'no'); END")));
        QVERIFY(!f.replica->indexNext());
        QVERIFY(!f.replica->isBuilt());
        QCOMPARE(f.found(QStringLiteral("emile")), 0);
        QVERIFY(f.replica->isIndexing());
        VERIFY_OK(f.replica->database().exec(QByteArrayView("DROP TRIGGER broken")));
        VERIFY_OK(f.commit(Kind::Patch, f.leads[39].id, {leadText("artistName", QStringLiteral("Mine"))}));
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        QCOMPARE(f.opened.load(), 2);
        f.verifyComplete();
    }

    void closedMeanwhile()
    {
        Fixture f;
        f.snapshot(f.leads);
        for (const bool isBegun : {false, true}) {
            f.reopen();
            f.buildAside();
            if (!isBegun)
                f.gate.acquire();
            f.piece();
            if (!isBegun)
                f.gate.release();
        }
        f.reopen();
        f.finish();
        f.verifyComplete();
    }

    /// A piece that fails leaves nothing, neither there nor in what the object knows.
    void aPieceThatFailsIsMadeAgain()
    {
        Fixture f;
        f.snapshot(f.leads);
        for (int i = 0; i < 16; ++i)
            f.piece();
        const double before = f.replica->indexed();
        VERIFY_OK(f.replica->database().exec(QByteArrayView(
            "CREATE TEMP TRIGGER broken BEFORE INSERT ON main.sync_meta BEGIN SELECT RAISE(ABORT, 'no'); END")));
        QVERIFY(!f.replica->indexNext());
        QCOMPARE(f.replica->indexed(), before);
        VERIFY_OK(f.replica->database().exec(QByteArrayView("DROP TRIGGER broken")));
        VERIFY_OK(f.commit(Kind::Patch, f.leads[39].id, {leadText("artistName", QStringLiteral("Mine"))}));
        f.finish();
        f.verifyComplete();
    }

    /// Another first load begins (everything was evicted) before the first is done.
    void aSecondFirstLoad_data()
    {
        QTest::addColumn<bool>("isBuilding");
        QTest::addRow("in pieces") << false;
        QTest::addRow("aside") << true;
    }
    void aSecondFirstLoad()
    {
        QFETCH(bool, isBuilding);
        Fixture f;
        f.snapshot(f.leads);
        if (isBuilding) {
            f.buildAside();
            f.waitForBuild();
        } else {
            f.piece();
        }
        std::vector<RecordRef> evicted;
        for (const std::vector<Record> &rows : {f.leads, f.baseRows})
            for (const Record &row : rows)
                evicted.push_back({row.type, row.id});
        f.pull({}, evicted);
        QVERIFY(f.snapshot(f.leads, 100, 3).isComplete == false);
        QVERIFY(!f.replica->isIndexing()); // All of it is to be made at its end.
        QVERIFY(!f.replica->isBuilt());
        f.snapshot(f.leads);
        while (f.replica->isIndexing())
            VERIFY_OK(f.replica->indexNext(kGoesOn));
        QCOMPARE(f.opened.load(), isBuilding ? 2 : 0);
        QCOMPARE(f.found(QStringLiteral("emile")), kRows);
        f.verifyComplete();
    }

    /// Rows of a first load that stay packed are the rows that they would be as records.
    void packedPages()
    {
        Fixture packed;
        Fixture plain;
        std::vector<Record> rows = packed.leads;
        rows[3].setValue(QLatin1String("tags"), Value(QStringList{QStringLiteral("a\"b"), QStringLiteral("𝄞")}));
        rows[4].versions[2] = 3;
        rows[5].setValue(QLatin1String("releaseDate"), Value(QDate(2024, 2, 29)));
        rows[6].setValue(QLatin1String("budget"), Value(Money{-12345, QStringLiteral("CHF")}));
        for (Fixture *f : {&packed, &plain})
            VERIFY_OK(f->replica->beginSnapshot(f->epoch, "tag", 0));
        for (const EntityInfo *info : allEntities()) {
            SnapshotPage page;
            page.type = info->type;
            page.head = packed.cursorAt(packed.seq);
            page.isLastOfType = true;
            page.isLast = info == allEntities().back();
            for (const Record &row : rows)
                if (row.type == info->type)
                    page.rows.push_back(row);
            page.liveCount = qint64(page.rows.size());
            auto messages = decodeFramePacked(encodeFrame(page));
            VERIFY_OK(messages);
            const auto &read = std::get<SnapshotPage>(messages->front());
            QVERIFY(read.packed && read.rows.empty());
            VERIFY_OK(packed.replica->applySnapshotPage(read));
            VERIFY_OK(plain.replica->applySnapshotPage(page));
        }
        packed.finish();
        plain.finish();
        const QByteArray sql = "SELECT rowid, " + storage::RecordStore::selectList(EntityType::Lead)
            + ", sort_key FROM lead ORDER BY rowid";
        QCOMPARE(packed.all(sql), plain.all(sql));
        QCOMPARE(packed.all(sql).size(), kRows);
        QCOMPARE(packed.derived(), plain.derived());
    }

    /// The server's fault is not taken for the disk's, and nothing of the page stays.
    void aPackedRowThatCannotBeRead()
    {
        Fixture f;
        f.snapshot({}, 100, 5); // As far as the leads
        while (f.replica->nextSnapshotPage(1)->type != EntityType::Lead) {
            SnapshotPage none;
            none.type = f.replica->nextSnapshotPage(1)->type;
            none.isLastOfType = true;
            none.head = f.cursorAt(f.seq);
            VERIFY_OK(f.replica->applySnapshotPage(none));
        }
        SnapshotPage page{EntityType::Lead, f.leads, true, false, f.cursorAt(f.seq), kRows};
        auto messages = decodeFramePacked(encodeFrame(page));
        auto &read = std::get<SnapshotPage>(messages->front());
        read.packed->cbor.replace("Act39", "Ac\xff\xff\xff");
        VERIFY_ERROR(f.replica->applySnapshotPage(read), ErrorCode::ProtocolViolation);
        QCOMPARE(f.rowsIn("lead"), 0);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaIndex)
#include "test_replica_index.moc"
