// SPDX-License-Identifier: GPL-3.0-or-later
// Indexes of what a person sorts and filters by: made while nobody edits, kept over everything that happens to a
// replica.
#include "core/storage/field_index.h"
#include "tests/sync/client/engine_fixture.h"

namespace mdmc::sync {

using namespace test;

namespace {

constexpr int kRows = 40;

template <typename Base> struct Indexed : Base {
    Indexed()
    {
        if constexpr (std::is_same_v<Base, ReplicaFixture>)
            this->snapshot({});
        this->replica->setIndexRows(10);
        for (int i = 0; i < kRows; ++i) {
            leads.push_back(this->leadRow(QStringLiteral("Act%1").arg(i)));
            leads.back().setValue(QLatin1String("priority"), Value(QString::number(i % 3)));
        }
        this->pull(leads);
    }

    void use(std::initializer_list<const char *> names, std::initializer_list<const char *> shown = {})
    {
        std::vector<int> fields, shownFields;
        for (const char *name : names)
            fields.push_back(leadField(name));
        for (const char *name : shown)
            shownFields.push_back(leadField(name));
        this->require(this->replica->useFields(EntityType::Lead, fields, shownFields));
    }

    void finish()
    {
        for (int i = 0; i < 100 && this->replica->isIndexing(); ++i)
            this->require(this->replica->indexNext());
        for (int i = 0; i < 100 && this->replica->wantsFieldIndex(); ++i)
            this->require(this->replica->makeFieldIndex());
        QVERIFY(!this->replica->wantsFieldIndex());
    }

    void reopen()
    {
        this->open();
        this->replica->setIndexRows(10);
    }

    QByteArrayList indexes()
    {
        QByteArrayList names = storage::fieldIndexes(this->replica->database()).value();
        std::sort(names.begin(), names.end());
        return names;
    }

    /// The structure is checked, which compares every index with its rows.
    void verifySound() { VERIFY_OK(this->replica->database().integrityCheck()); }

    std::vector<Record> leads;
};

using Fixture = Indexed<ReplicaFixture>;
using EngineBench = Indexed<Bench>;

} // namespace

class TestReplicaFieldIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void made()
    {
        Fixture f;
        QVERIFY(!f.replica->wantsFieldIndex());
        f.use({"priority", "country"});
        QVERIFY(f.replica->wantsFieldIndex());
        QCOMPARE(f.indexes(), QByteArrayList());
        f.reopen();
        QVERIFY(f.replica->wantsFieldIndex());
        VERIFY_OK(f.replica->makeFieldIndex());
        QCOMPARE(f.indexes(), QByteArrayList{"lead_on_priority"}); // The one that sorts first
        f.reopen();
        VERIFY_OK(f.replica->makeFieldIndex());
        QCOMPARE(f.indexes(), (QByteArrayList{"lead_on_country", "lead_on_priority"}));
        QVERIFY(!f.replica->wantsFieldIndex());
        VERIFY_OK(f.replica->makeFieldIndex());
        f.use({"country"});
        QVERIFY(!f.replica->wantsFieldIndex());
        VERIFY_OK(f.commit(Kind::Patch, f.leads[3].id, {leadText("priority", QStringLiteral("high"))}));
        VERIFY_OK(f.commit(Kind::Delete, f.leads[4].id));
        f.pull({f.changed(f.leads[5], "country", Value(QStringLiteral("FR")))}, {{EntityType::Lead, f.leads[6].id}});
        f.verifySound();
        storage::RecordQuery query;
        query.sort = {leadField("priority"), Qt::DescendingOrder};
        QCOMPARE(storage::queryRowIds(f.replica->database(), query)->size(), size_t(kRows - 2));
    }

    void notForFewRows()
    {
        Fixture f;
        f.replica->setIndexRows(1000);
        f.use({"priority"}, {"ownerId"});
        QVERIFY(!f.replica->wantsFieldIndex());
        f.reopen();
        f.finish();
        QCOMPARE(f.indexes(), (QByteArrayList{"lead_on_owner_id", "lead_on_priority"})); // Now there are many.
    }

    /// What a list shows follows what it was arranged by, as far as there is room.
    void whatIsShownFollows()
    {
        Fixture f;
        f.use({}, {"artistName", "stageId", "budget", "priority", "ownerId", "nextStep", "platforms"});
        f.finish();
        QCOMPARE(f.indexes(), (QByteArrayList{"lead_on_budget", "lead_on_owner_id", "lead_on_platforms", "lead_on_priority",
                                              "lead_on_stage_id"}));
        f.use({"country", "releaseDate"}, {"stageId", "budget"}); // The last one shown has no room any more.
        f.finish();
        QCOMPARE(f.indexes(), (QByteArrayList{"lead_on_budget", "lead_on_country", "lead_on_owner_id", "lead_on_priority",
                                              "lead_on_release_date", "lead_on_stage_id"}));
        f.verifySound();
    }

    void theLongestUnusedGoes()
    {
        Fixture f;
        for (const char *name : {"priority", "country", "source", "budget", "ownerId", "releaseDate"})
            f.use({name});
        f.finish();
        QCOMPARE(f.indexes().size(), 6);
        f.use({"priority"});
        f.use({"consent", "nextStepOn"});
        QCOMPARE(f.indexes().size(), 6);
        f.finish();
        QCOMPARE(f.indexes(),
                 (QByteArrayList{"lead_on_budget", "lead_on_consent", "lead_on_next_step_on", "lead_on_owner_id",
                                 "lead_on_priority", "lead_on_release_date"}));
        f.verifySound();
    }

    /// It takes no room of another, and none takes its.
    void whatNeverChangesStays()
    {
        Fixture f;
        f.use({}, {"createdAt"});
        for (const char *name : {"priority", "country", "source", "budget", "ownerId", "releaseDate", "nextStepOn"})
            f.use({name}, {"stageId"});
        f.finish();
        QCOMPARE(f.indexes().size(), 7);
        QVERIFY(f.indexes().contains("lead_on_created_at"));
        VERIFY_OK(f.commit(Kind::Create, RecordId::mint(f.clock, f.random), {leadText("artistName", QStringLiteral("New"))}));
        f.verifySound();
    }

    /// Of a later version, or of a field that this one does not index.
    void unknownNames()
    {
        Fixture f;
        VERIFY_OK(f.replica->database().exec("CREATE INDEX lead_on_hat_size ON lead(score) WHERE deleted IS 0"));
        VERIFY_OK(
            f.replica->meta().set(meta::kFieldIndexes, QByteArray("lead_on_hat_size,lead_on_notes,lead_on_priority")));
        f.reopen();
        f.finish();
        QCOMPARE(f.indexes(), QByteArrayList{"lead_on_priority"});
    }

    /// Whoever comes in between does not wait, and nothing is left of what was begun.
    void givenUpWhenSomebodyWaits()
    {
        Fixture f;
        f.use({"priority"});
        const std::atomic<bool> isAwaited = true;
        VERIFY_ERROR(f.replica->makeFieldIndex(&isAwaited), ErrorCode::Cancelled);
        QCOMPARE(f.indexes(), QByteArrayList());
        QVERIFY(f.replica->wantsFieldIndex());
        VERIFY_OK(f.commit(Kind::Patch, f.leads[3].id, {leadText("priority", QStringLiteral("high"))}));
        VERIFY_OK(f.replica->makeFieldIndex());
        QCOMPARE(f.indexes(), QByteArrayList{"lead_on_priority"});
        f.verifySound();
    }

    void aFailureLeavesNothing()
    {
        Fixture f;
        f.use({"priority"});
        VERIFY_OK(f.replica->database().exec("PRAGMA query_only=ON"));
        QVERIFY(!f.replica->makeFieldIndex());
        QVERIFY(!f.replica->useFields(EntityType::Lead, {leadField("country")}));
        VERIFY_OK(f.replica->database().exec("PRAGMA query_only=OFF"));
        QCOMPARE(f.indexes(), QByteArrayList());
        f.finish();
        QCOMPARE(f.indexes(), QByteArrayList{"lead_on_priority"});
    }

    /// Everything is evicted and loaded anew: what there was is there afterwards, what was not yet follows.
    void aFirstLoad_data()
    {
        QTest::addColumn<int>("indexRows");
        QTest::addColumn<QByteArrayList>("wanted");
        QTest::newRow("in pieces") << 10 << QByteArrayList{"lead_on_country", "lead_on_priority"};
        QTest::newRow("at once") << 1000 << QByteArrayList{"lead_on_priority"}; // For few rows none is made.
    }
    void aFirstLoad()
    {
        QFETCH(int, indexRows);
        QFETCH(QByteArrayList, wanted);
        Fixture f;
        f.use({"priority"});
        f.finish();
        f.use({"country"});
        std::vector<RecordRef> evicted;
        for (const std::vector<Record> &rows : {f.leads, f.baseRows})
            for (const Record &row : rows)
                evicted.push_back({row.type, row.id});
        f.pull({}, evicted);
        f.replica->setIndexRows(indexRows);
        QVERIFY(!f.snapshot(f.leads, 100, 3).isComplete);
        QVERIFY(!f.replica->wantsFieldIndex());
        VERIFY_OK(f.replica->makeFieldIndex());
        QCOMPARE(f.indexes(), QByteArrayList());
        f.snapshot(f.leads);
        QVERIFY(!f.replica->wantsFieldIndex());
        f.finish();
        QCOMPARE(f.indexes(), wanted);
        f.verifySound();
    }

    void madeOnceThePersonRests()
    {
        EngineBench b;
        b.use({"priority"});
        b.edit(QStringLiteral("mine"));
        b.engine->tick();
        QCOMPARE(b.indexes(), QByteArrayList());
        QVERIFY(b.engine->msToNextTick() <= SyncEngine::kQuietMs);
        b.clock.advance(SyncEngine::kQuietMs);
        b.engine->tick();
        QCOMPARE(b.indexes(), QByteArrayList{"lead_on_priority"});
        QVERIFY(b.engine->msToNextTick() > SyncEngine::kQuietMs);
        b.use({"country"});
        b.engine->personActed();
        b.engine->tick();
        QCOMPARE(b.indexes().size(), 1);
        b.clock.advance(SyncEngine::kQuietMs);
        b.engine->tick();
        QCOMPARE(b.indexes().size(), 2);
    }

    /// Given up again and again, it is tried less and less often.
    void triedLessOften()
    {
        EngineBench b;
        b.use({"priority"});
        b.isWaitedFor = true;
        qint64 pause = SyncEngine::kQuietMs;
        for (int i = 0; i < 8; ++i) {
            b.engine->tick();
            QCOMPARE(b.engine->msToNextTick(), pause);
            b.clock.advance(pause);
            pause = std::min(2 * pause, SyncEngine::kMaxQuietMs);
        }
        b.isWaitedFor = false;
        b.engine->tick();
        QCOMPARE(b.indexes(), QByteArrayList{"lead_on_priority"});
        b.use({"country"});
        b.isWaitedFor = true;
        b.engine->tick();
        QCOMPARE(b.engine->msToNextTick(), SyncEngine::kQuietMs);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaFieldIndex)
#include "test_replica_field_index.moc"
