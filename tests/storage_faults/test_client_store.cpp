// SPDX-License-Identifier: GPL-3.0-or-later
// Each call of a replica, with each of its storage calls going wrong: it happens whole or not at all, says so, and goes
// on once the disk is well.
#include "core/model/value_codec.h"
#include "core/storage/field_index.h"
#include "tests/support/fault_sweep.h"
#include "tests/sync/client/replica_fixture.h"

#include <QLoggingCategory>

namespace mdmc::sync {

using namespace test;
using mdmc::test::Content;
using mdmc::test::differenceOf;
using mdmc::test::SimulatedDisk;
using mdmc::test::Trouble;

namespace {

using Step = std::function<Result<>()>;

template <typename T> Result<> done(const Result<T> &result)
{
    return result ? Result<>() : Result<>(tl::unexpected<Error>(result.error()));
}

Result<Content> contentAndIndexes(storage::Database &database)
{
    MDMC_ASSIGN(Content content, mdmc::test::contentOf(database));
    MDMC_ASSIGN(QByteArrayList indexes, storage::fieldIndexes(database));
    std::sort(indexes.begin(), indexes.end());
    content.emplace("indexes of fields", std::move(indexes));
    return content;
}

/// A replica in the middle of its life: rows, edits that wait and that were sent, one refused, one conflict, undo. The
/// same one again for every attempt.
class Life {
public:
    /// Below the rows of its first load, `indexRows` leaves indexes and full text to be made in pieces.
    explicit Life(int indexRows) : f(&disk)
    {
        f.replica->setIndexRows(indexRows);
        for (int i = 0; i < 12; ++i)
            leads.push_back(f.leadRow(QStringLiteral("Act %1").arg(i)));
        conflict = f.serverRow(toRecord(conflictOver(leads[5].id)));
        std::vector<Record> rows = leads;
        rows.push_back(conflict);
        f.snapshot(rows, 50);
        patch(0, "refused");
        patch(1, "decided");
        f.push();
        f.results({ReplicaFixture::rejected(1, RejectReason::Permission), f.applied(2)});
        patch(2, "sent");
        f.push();
        patch(3, "waiting");
        attention = f.replica->attention()->front().id;
        pages = pagesFor(rows);
        f.replica.reset();
        m_image = disk.image();
        m_seq = f.seq;
    }

    /// As it was at the end of the constructor, in a process of its own.
    void begin()
    {
        f.replica.reset();
        disk.load(m_image);
        reopen();
    }
    void reopen()
    {
        sameAgain();
        f.open();
        limitLog();
    }
    /// The next call draws the same ids as at the first attempt.
    void sameAgain()
    {
        f.seq = m_seq;
        f.random = SeededRandom(99);
    }
    /// A log of a few pages, so that the calls below move it into the file as well.
    void limitLog() { ReplicaFixture::require(f.replica->database().exec("PRAGMA wal_autocheckpoint=6")); }

    void patch(size_t lead, const char *notes)
    {
        ReplicaFixture::require(f.commit(Kind::Patch, leads[lead].id, {leadText("notes", QString::fromLatin1(notes))}));
    }

    Content content()
    {
        const auto all = contentAndIndexes(f.replica->database());
        ReplicaFixture::require(all);
        return *all;
    }

    SimulatedDisk disk;
    ReplicaFixture f;
    std::vector<Record> leads;
    Record conflict;
    qint64 attention = 0;
    std::vector<SnapshotPage> pages; ///< Of a later snapshot, which lacks the last lead.

private:
    Conflict conflictOver(const RecordId &lead)
    {
        Conflict made;
        made.id = RecordId::mint(f.clock, f.random);
        made.subjectType = QStringLiteral("lead");
        made.subjectId = lead;
        made.field = QStringLiteral("notes");
        made.losingValue = encodeValue(FieldType::Text, Value(QStringLiteral("the loser")));
        made.winningValue = encodeValue(FieldType::Text, Value(QStringLiteral("the winner")));
        made.losingAuthorId = f.me.id;
        made.winningAuthorId = f.other.id;
        made.detectedAt = f.clock.nowUtc();
        return made;
    }

    std::vector<SnapshotPage> pagesFor(std::vector<Record> rows)
    {
        rows.insert(rows.end(), f.baseRows.begin(), f.baseRows.end());
        std::vector<SnapshotPage> all;
        for (const EntityInfo *info : allEntities()) {
            SnapshotPage page;
            page.type = info->type;
            page.head = f.cursorAt(f.seq);
            for (const Record &row : rows)
                if (row.type == info->type && row.id != leads.back().id)
                    page.rows.push_back(row);
            std::sort(page.rows.begin(), page.rows.end(), [](const Record &a, const Record &b) { return a.id < b.id; });
            page.liveCount = qint64(page.rows.size());
            page.isLastOfType = true;
            page.isLast = info == allEntities().back();
            all.push_back(std::move(page));
        }
        return all;
    }

    SimulatedDisk::Image m_image;
    qint64 m_seq = 0;
};

/// What is tried: sets the scene on the sound disk, then returns the call that meets the fault.
struct Action {
    const char *name;
    std::function<Step(Life &)> prepare;
    bool isIndexing = false; ///< In a life whose search is not made yet.
};

constexpr int kPieceRows = 5;
constexpr int kManyRows = 1000;

Step editing(Life &life, Kind kind, size_t lead, std::vector<FieldChange> changes = {})
{
    return [&life, kind, lead, changes] { return done(life.f.commit(kind, life.leads[lead].id, changes)); };
}

Command import(int rows)
{
    ManualClock clock;
    SeededRandom random(5);
    Command command{QStringLiteral("Import"), {}};
    for (int i = 0; i < rows; ++i)
        command.edits.push_back({Kind::Create,
                                 EntityType::Lead,
                                 RecordId::mint(clock, random),
                                 {leadText("artistName", QStringLiteral("Imported %1").arg(i))}});
    return command;
}

Step applyingChanges(Life &life)
{
    Changes batch;
    batch.from = life.f.replica->cursor()->seq;
    batch.rows.push_back(life.f.changed(life.leads[2], "firstName", Value(QStringLiteral("Theirs"))));
    batch.rows.push_back(life.f.changed(life.leads[7], "notes", Value(QStringLiteral("Theirs"))));
    batch.rows.push_back(life.f.leadRow(QStringLiteral("Theirs")));
    batch.evicted.push_back({EntityType::Lead, life.leads[8].id});
    batch.evictedCount = 1;
    batch.to = life.f.cursorAt(life.f.seq);
    return [&life, batch] { return done(life.f.replica->applyChanges(batch)); };
}

/// The pages of a later snapshot up to the n-th; that one is what is tried.
Step applyingPage(Life &life, size_t nth)
{
    ReplicaFixture::require(life.f.replica->beginSnapshot(life.f.epoch, "tag", 0));
    for (size_t i = 0; i < nth; ++i)
        ReplicaFixture::require(life.f.replica->applySnapshotPage(life.pages[i]));
    return [&life, nth] { return done(life.f.replica->applySnapshotPage(life.pages[nth])); };
}

/// The piece of the search after `nth` others.
Step indexing(Life &life, int nth)
{
    Replica &replica = *life.f.replica;
    replica.setIndexRows(kPieceRows);
    for (int i = 0; i < nth; ++i)
        ReplicaFixture::require(replica.indexNext());
    return [&life] { return done(life.f.replica->indexNext()); };
}

/// Match keys and full text that another thread has made, all that is left to do, are taken over.
Step takingOver(Life &life)
{
    Replica &replica = *life.f.replica;
    replica.setReader([path = life.f.path(), vfs = life.disk.name()] {
        return storage::Database::open({.path = path, .key = ReplicaFixture::key(), .readOnly = true, .vfs = vfs});
    });
    const auto isIndexLeft = [&] { return !replica.meta().bytes(meta::kIndexesLeft).value().isEmpty(); };
    while (isIndexLeft())
        ReplicaFixture::require(replica.indexNext());
    if (!QTest::qWaitFor([&] { return replica.isBuilt(); }, 60'000))
        qFatal("the other thread does not end");
    // How much of the log was moved while the other thread read is a matter of chance.
    ReplicaFixture::require(replica.database().checkpoint());
    return [&life]() -> Result<> {
        do {
            MDMC_TRY(life.f.replica->indexNext([] { return true; }));
        } while (life.f.replica->isIndexing());
        return {};
    };
}

/// How many pieces there are, of which the first make indexes and the others match keys and full text.
struct Pieces {
    int indexes = 0;
    int all = 0;
};
Pieces piecesOf(Life &life)
{
    Pieces pieces;
    life.f.replica->setIndexRows(kPieceRows);
    while (life.f.replica->isIndexing()) {
        const auto left = life.f.replica->meta().bytes(meta::kIndexesLeft);
        pieces.indexes += left && !left->isEmpty() ? 1 : 0;
        ++pieces.all;
        ReplicaFixture::require(life.f.replica->indexNext());
    }
    life.begin();
    return pieces;
}

std::vector<Action> actions()
{
    const auto pageOfLeads = [](const Life &life) {
        const auto found = std::find_if(life.pages.begin(), life.pages.end(),
                                        [](const SnapshotPage &page) { return page.type == EntityType::Lead; });
        return size_t(found - life.pages.begin());
    };
    return {
        {"patch", [](Life &l) { return editing(l, Kind::Patch, 4, {leadText("notes", QStringLiteral("mine"))}); }},
        {"delete", [](Life &l) { return editing(l, Kind::Delete, 4); }},
        {"import", [](Life &l) -> Step { return [&l] { return done(l.f.replica->commit(import(40))); }; }},
        {"undo", [](Life &l) -> Step { return [&l] { return done(l.f.replica->undo()); }; }},
        {"redo",
         [](Life &l) -> Step {
             ReplicaFixture::require(l.f.replica->undo());
             return [&l] { return done(l.f.replica->redo()); };
         }},
        {"next push", [](Life &l) -> Step { return [&l] { return done(l.f.replica->nextPush({})); }; }},
        {"results",
         [](Life &l) -> Step {
             l.f.push();
             const std::vector<OperationResult> results{l.f.applied(3),
                                                        ReplicaFixture::rejected(4, RejectReason::Validation)};
             return [&l, results] { return done(l.f.replica->applyResults(results)); };
         }},
        {"acknowledged", [](Life &l) -> Step { return [&l] { return l.f.replica->setAcknowledged(2); }; }},
        {"new client id", [](Life &l) -> Step { return [&l] { return l.f.replica->renewClientId(); }; }},
        {"new epoch", [](Life &l) -> Step { return [&l] { return l.f.replica->changeEpoch(1); }; }},
        {"changes", applyingChanges},
        {"begin of a snapshot",
         [](Life &l) -> Step { return [&l] { return l.f.replica->beginSnapshot(l.f.epoch, "tag", 0); }; }},
        {"page of a snapshot", [pageOfLeads](Life &l) { return applyingPage(l, pageOfLeads(l)); }},
        {"last page of a snapshot", [](Life &l) { return applyingPage(l, l.pages.size() - 1); }},
        {"retry", [](Life &l) -> Step { return [&l] { return done(l.f.replica->retry(l.attention, {})); }; }},
        {"discard", [](Life &l) -> Step { return [&l] { return l.f.replica->discard(l.attention); }; }},
        {"restore", [](Life &l) -> Step { return [&l] { return done(l.f.replica->restore(l.conflict.id)); }; }},
        {"audit", [](Life &l) -> Step { return [&l] { return done(l.f.replica->audit()); }; }},
        {"asking for the index of a field",
         [](Life &l) -> Step {
             return [&l] {
                 l.f.replica->setIndexRows(kPieceRows);
                 return l.f.replica->useFields(EntityType::Lead, {leadField("priority")});
             };
         }},
        {"index of a field",
         [](Life &l) -> Step {
             l.f.replica->setIndexRows(kPieceRows);
             ReplicaFixture::require(l.f.replica->useFields(EntityType::Lead, {leadField("priority")}));
             return [&l] { return l.f.replica->makeFieldIndex(); };
         }},
        {"index", [](Life &l) { return indexing(l, 0); }, true},
        {"first piece of the full text", [](Life &l) { return indexing(l, piecesOf(l).indexes); }, true},
        {"piece of the full text", [](Life &l) { return indexing(l, piecesOf(l).indexes + 1); }, true},
        {"last piece of the full text", [](Life &l) { return indexing(l, piecesOf(l).all - 1); }, true},
        {"taking over what another thread made", takingOver, true},
        {"close",
         [](Life &l) -> Step {
             return [&l]() -> Result<> {
                 l.f.replica.reset();
                 l.sameAgain();
                 return l.f.tryOpen();
             };
         }},
    };
}

} // namespace

class TestClientStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=false"));
    } // Failures by the thousand.
    void everyCallOfEveryAction_data();
    void everyCallOfEveryAction();
    void everyCallOfOpening_data();
    void everyCallOfOpening();
    void aFullDiskKeepsWhatWasTyped();
    void aBusyStoreIsNoLoss();

private:
    void verifyOneOf(const Content &found, const Result<> &result);
    void verifyAfterFailure(Life &life, const Action &action, const Step &step, const Result<> &result);
    void verifyAfterEnd(Life &life, const Action &action, const Result<> &result);
    void verifyFinished(Life &life);

    Content m_before;
    Content m_after;
    QString m_at; ///< What is being tried, for messages.
};

#define VERIFY_HERE(condition) QVERIFY2(condition, qPrintable(m_at))
#define VERIFY_SOUND(database)                                                                                         \
    do {                                                                                                               \
        const Result<> sound = mdmc::test::checkSound(database);                                                       \
        QVERIFY2(sound, qPrintable(m_at + QStringLiteral(": ") + (sound ? QString() : sound.error().detail)));         \
    } while (false)

void TestClientStore::everyCallOfEveryAction_data()
{
    mdmc::test::addSweepRows(actions());
}

void TestClientStore::everyCallOfEveryAction()
{
    QFETCH(int, action);
    QFETCH(int, trouble);
    const Action tried = actions()[size_t(action)];
    const auto what = Trouble(trouble);
    static Life indexed(kManyRows);
    static Life unindexed(kPieceRows);
    Life &life = tried.isIndexing ? unindexed : indexed;

    life.begin();
    QCOMPARE(life.f.replica->isIndexing(), tried.isIndexing);
    Step step = tried.prepare(life);
    m_before = life.content();
    life.sameAgain();
    const qint64 start = life.disk.count(callsOf(what));
    VERIFY_OK(step());
    const qint64 calls = life.disk.count(callsOf(what)) - start;
    m_after = life.content();

    int struck = 0;
    for (const qint64 k : mdmc::test::samples(calls, 6, quint64(action * 5 + trouble))) {
        m_at = QStringLiteral("call %1 of %2").arg(k).arg(calls);
        life.begin();
        step = tried.prepare(life);
        life.sameAgain();
        arm(life.disk, what, k);
        const Result<> result = step();
        if (endsProcess(what)) {
            VERIFY_HERE(life.disk.isStopped());
            endProcess(life.disk, what, quint64(k * 31 + action));
            verifyAfterEnd(life, tried, result);
        } else {
            VERIFY_HERE(life.disk.hasFailed());
            verifyAfterFailure(life, tried, step, result);
        }
        if (QTest::currentTestFailed())
            return;
        ++struck;
    }
    QVERIFY(calls == 0 || struck > 0);
}

/// Before or after, nothing between; and after, where the call said so.
void TestClientStore::verifyOneOf(const Content &found, const Result<> &result)
{
    const bool isWhole = found == m_after || (!result && found == m_before);
    QVERIFY2(isWhole,
             qPrintable(QStringLiteral("%1: %2, differs from before in [%3], from after in [%4]")
                            .arg(m_at, result ? QStringLiteral("ok") : result.error().detail,
                                 differenceOf(found, m_before), differenceOf(found, m_after))));
}

/// What a call that met a fault has left: for a process that starts now, and for the one that goes on.
void TestClientStore::verifyAfterFailure(Life &life, const Action &action, const Step &step, const Result<> &result)
{
    {
        SimulatedDisk crashed(life.disk.image());
        auto db = storage::Database::open({.path = life.f.path(), .key = ReplicaFixture::key(), .vfs = crashed.name()});
        VERIFY_OK(db);
        VERIFY_SOUND(*db);
        const auto found = contentAndIndexes(*db);
        VERIFY_OK(found);
        verifyOneOf(*found, result);
        if (QTest::currentTestFailed())
            return;
    }
    life.disk.heal();
    if (!life.f.replica) { // It was the opening that failed.
        life.sameAgain();
        life.f.open();
    }
    const Content here = life.content();
    if (here == m_before && !(m_before == m_after)) {
        VERIFY_HERE(!result);
        life.sameAgain();
        const Result<> again = step();
        QVERIFY2(again, qPrintable(m_at + QStringLiteral(", again: ") + (again ? QString() : again.error().detail)));
    }
    verifyFinished(life);
}

void TestClientStore::verifyAfterEnd(Life &life, const Action &action, const Result<> &result)
{
    life.reopen();
    const Content found = life.content();
    verifyOneOf(found, result);
    VERIFY_SOUND(life.f.replica->database());
    if (!(found == m_after)) {
        // The server sends its part again; what the person did they do again.
        life.begin();
        const Step step = action.prepare(life);
        life.sameAgain();
        VERIFY_OK(step());
    }
    verifyFinished(life);
}

void TestClientStore::verifyFinished(Life &life)
{
    QString different = differenceOf(life.content(), m_after);
    QVERIFY2(different.isEmpty(), qPrintable(m_at + QStringLiteral(": ") + different));
    VERIFY_SOUND(life.f.replica->database());
    life.reopen();
    different = differenceOf(life.content(), m_after);
    QVERIFY2(different.isEmpty(), qPrintable(m_at + QStringLiteral(", reopened: ") + different));
    // And it goes on.
    life.patch(6, "afterwards");
    QCOMPARE(life.f.lead(life.leads[6].id).notes, QStringLiteral("afterwards"));
}

void TestClientStore::everyCallOfOpening_data()
{
    QTest::addColumn<int>("trouble");
    for (const Trouble trouble : mdmc::test::kTroubles)
        QTest::addRow("%s", qPrintable(nameOf(trouble))) << int(trouble);
}

/// The first opening makes the database: schema, client id.
void TestClientStore::everyCallOfOpening()
{
    QFETCH(int, trouble);
    const auto what = Trouble(trouble);
    SimulatedDisk disk;
    ReplicaFixture f(&disk);
    const auto begin = [&] {
        f.replica.reset();
        disk.load({});
        f.random = SeededRandom(3);
    };
    begin();
    const qint64 start = disk.count(callsOf(what));
    f.open();
    const qint64 calls = disk.count(callsOf(what)) - start;
    const auto whole = mdmc::test::contentOf(f.replica->database());
    VERIFY_OK(whole);
    for (const qint64 k : mdmc::test::samples(calls, 25, quint64(trouble))) {
        m_at = QStringLiteral("call %1 of %2").arg(k).arg(calls);
        begin();
        arm(disk, what, k);
        const Result<> opened = f.tryOpen();
        if (endsProcess(what)) {
            VERIFY_HERE(disk.isStopped());
            endProcess(disk, what, quint64(k));
        } else {
            VERIFY_HERE(disk.hasFailed());
            disk.heal();
        }
        f.random = SeededRandom(3);
        const Result<> again = f.tryOpen();
        QVERIFY2(again, qPrintable(m_at + QStringLiteral(": ") + (again ? QString() : again.error().detail)));
        VERIFY_SOUND(f.replica->database());
        const auto found = mdmc::test::contentOf(f.replica->database());
        VERIFY_OK(found);
        const QString different = differenceOf(*found, *whole);
        QVERIFY2(different.isEmpty(), qPrintable(m_at + QStringLiteral(": ") + different));
        VERIFY_OK(f.replica->setOwner({f.me, QStringLiteral("https://example.org"), QStringLiteral("Studio")}));
    }
}

void TestClientStore::aFullDiskKeepsWhatWasTyped()
{
    Life life(kManyRows);
    life.begin();
    const int pending = life.f.replica->counts()->pending;
    const Content before = life.content();
    life.disk.setCapacity(life.disk.usedBytes());
    int refused = 0;
    int saved = 0;
    for (int i = 0; i < 30; ++i) {
        const auto result = life.f.commit(Kind::Patch, life.leads[4].id,
                                          {leadText("notes", QString(300 * i, QLatin1Char('x')) + QString::number(i))});
        if (result) {
            ++saved;
        } else {
            VERIFY_ERROR(result, ErrorCode::StorageFull);
            ++refused;
        }
        QCOMPARE(life.f.replica->counts()->pending, pending + saved);
    }
    QVERIFY(refused > 5);
    // Reading goes on, and what was saved before is there.
    QCOMPARE(life.f.lead(life.leads[3].id).notes, QStringLiteral("waiting"));
    if (saved == 0)
        QCOMPARE(differenceOf(life.content(), before), QString());
    life.disk.setCapacity(-1);
    life.patch(4, "room again");
    QCOMPARE(life.f.replica->counts()->pending, pending + saved + 1);
    life.disk.kill();
    life.reopen();
    QCOMPARE(life.f.lead(life.leads[4].id).notes, QStringLiteral("room again"));
    QCOMPARE(life.f.replica->counts()->pending, pending + saved + 1);
    VERIFY_OK(mdmc::test::checkSound(life.f.replica->database()));
}

void TestClientStore::aBusyStoreIsNoLoss()
{
    Life life(kManyRows);
    life.begin();
    life.disk.busyFor(3);
    life.patch(4, "waited a moment");
    life.disk.busyFor(1'000'000);
    VERIFY_ERROR(life.f.commit(Kind::Patch, life.leads[4].id, {leadText("notes", QStringLiteral("never"))}),
                 ErrorCode::StorageBusy);
    life.disk.heal();
    QCOMPARE(life.f.lead(life.leads[4].id).notes, QStringLiteral("waited a moment"));
    life.patch(4, "again");
    QCOMPARE(life.f.lead(life.leads[4].id).notes, QStringLiteral("again"));
}

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestClientStore)
#include "test_client_store.moc"
