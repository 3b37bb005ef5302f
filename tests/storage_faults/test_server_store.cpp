// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that a server writes, with each of its storage calls going wrong: a group of operations happens whole or
// not at all, what was answered as taken is kept, and the server goes on once its disk is well.
#include "sync/server/embedded_schema.h"
#include "tests/support/fault_sweep.h"
#include "tests/support/results.h"
#include "tests/sync/server/workspace_fixture.h"

#include <QLoggingCategory>

namespace mdmc::sync {

using namespace test;
using mdmc::test::SimulatedDisk;
using mdmc::test::Trouble;

namespace {

using Step = std::function<Result<>()>;

const QString kPassword = QStringLiteral("correct horse 77");

template <typename T> Result<> done(const Result<T> &result)
{
    return result ? Result<>() : Result<>(tl::unexpected<Error>(result.error()));
}

/// What of a store must be whole. Tags, tokens, salts and ids of conflicts are drawn anew at each attempt, so rows are
/// told by their sequence and the rest by how much there is of it.
struct State {
    qint64 seq = 0;
    qint64 lastN = 0;
    std::map<qint64, Record> rows; ///< By rev; conflicts without their id.
    std::map<QByteArray, qint64> counts;
    std::map<RecordId, std::array<qint64, 3>> accounts;
    bool operator==(const State &) const = default;

    QString differenceFrom(const State &other) const
    {
        QStringList found;
        if (seq != other.seq)
            found << QStringLiteral("head %1, not %2").arg(seq).arg(other.seq);
        if (lastN != other.lastN)
            found << QStringLiteral("last n %1, not %2").arg(lastN).arg(other.lastN);
        if (rows != other.rows)
            found << QStringLiteral("rows");
        for (const auto &[table, count] : counts)
            if (const auto it = other.counts.find(table); it == other.counts.end() || it->second != count)
                found << QString::fromUtf8(table);
        if (accounts != other.accounts)
            found << QStringLiteral("accounts");
        return found.join(QStringLiteral(", "));
    }
};

class Life {
public:
    Life() : w(&disk), ana(w, w.ana), ben(w, w.ben)
    {
        require(accounts().setPassword(w.ana.id, kPassword));
        for (const char *name : {"Kept", "Fought over", "Doomed"})
            leads.push_back(ana.createLead(QString::fromLatin1(name), {assign("notes", QStringLiteral("first"))}));
        base = w.row(EntityType::Lead, leads[1]).rev;
        // Somebody else was quicker.
        w.clock.advance(1000);
        TestClient boss(w, w.boss);
        boss.patch(leads[1], {assign("notes", QStringLiteral("boss"), base)});
        refresh = accounts().login(w.ana.email, kPassword, {}).value().refreshToken;
        w.clock.advance(1000);
        w.store.reset();
        m_image = disk.image();
        m_n = ana.n;
    }

    void begin()
    {
        w.processor.reset();
        w.store.reset();
        disk.load(m_image);
        ana.n = m_n;
        reopen();
    }
    void reopen()
    {
        w.random = SeededRandom(99);
        require(w.open());
        require(w.store->database().exec("PRAGMA wal_autocheckpoint=6"));
    }

    template <typename T> static void require(const Result<T> &result)
    {
        if (!result)
            qFatal("%s: %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    }

    Accounts accounts()
    {
        return Accounts(*w.store, tokens, w.clock, w.random,
                        security::PasswordHasher(security::Argon2Cost::forTests()));
    }

    /// Three groups: a new lead with a note, a patch that meets another one, a deletion.
    std::vector<Operation> threeGroups()
    {
        Operation create = ana.makeLead(QStringLiteral("New"));
        Operation note = ana.make(OperationKind::Create, EntityType::Activity, RecordId::mint(w.clock, w.random),
                                  {assign("subjectType", QStringLiteral("lead"), 0, EntityType::Activity),
                                   assign("subjectId", create.id, 0, EntityType::Activity),
                                   assign("kind", QStringLiteral("note"), 0, EntityType::Activity),
                                   assign("body", QStringLiteral("hello"), 0, EntityType::Activity)});
        note.group = create.n;
        create.groupSize = note.groupSize = 2;
        const Operation patch =
            ana.make(OperationKind::Patch, EntityType::Lead, leads[1], {assign("notes", QStringLiteral("ana"), base)});
        const Operation doomed = ana.make(OperationKind::Delete, EntityType::Lead, leads[2]);
        return {create, note, patch, doomed};
    }

    State state()
    {
        State now;
        EmbeddedStore &store = *w.store;
        const auto head = store.head();
        require(head);
        now.seq = head->seq;
        const auto client = store.client(ana.id);
        require(client);
        now.lastN = *client ? (*client)->lastN : 0;
        for (const char *table :
             {"change_log", "op_result", "audit", "row_scope", "client_state", "account", "refresh_token", "setting"})
            now.counts[table] = count(table);
        for (const EntityInfo *info : allEntities())
            readRows(*info, now);
        auto accounts =
            store.database().prepare("SELECT user, failed_attempts, token_version, locked_until FROM account");
        while (*accounts->step())
            now.accounts[accounts->columnRecordId(0)] = {accounts->columnInt64(1), accounts->columnInt64(2),
                                                         accounts->columnInt64(3)};
        return now;
    }

    qint64 count(const QByteArray &table)
    {
        return w.store->database().queryInt64(QByteArray("SELECT count(*) FROM " + table))->value();
    }

    SimulatedDisk disk;
    Workspace w;
    TestClient ana, ben;
    TokenIssuer tokens = TokenIssuer::create(QByteArray(32, 's'), w.clock).value();
    std::vector<RecordId> leads;
    qint64 base = 0;
    QString refresh;

private:
    void readRows(const EntityInfo &info, State &now)
    {
        std::vector<RecordId> ids;
        {
            const QByteArray table(info.table.data(), info.table.size());
            auto statement = w.store->database().prepare(QByteArray("SELECT id FROM \"" + table + '"'));
            require(statement);
            while (*statement->step())
                ids.push_back(statement->columnRecordId(0));
        }
        for (const RecordId &id : ids) {
            Record row = w.row(info.type, id);
            if (row.type == EntityType::Conflict)
                row.id = RecordId();
            const qint64 rev = row.rev;
            now.rows.emplace(rev, std::move(row));
        }
    }

    SimulatedDisk::Image m_image;
    qint64 m_n = 0;
};

struct Action {
    const char *name;
    std::function<Step(Life &)> prepare;
    /// The states that it may leave between before and after: after so many whole groups.
    std::function<void(Life &, int)> partly = {};
    int parts = 0;
    bool hasTail = false; ///< The last part is housekeeping: success does not promise it.
};

/// What was answered as taken must be kept; the rest may be answered anything that makes the client try again.
Step pushing(Life &life, std::vector<Operation> operations)
{
    return [&life, operations]() -> Result<> {
        MDMC_ASSIGN(const DecidedPush outcome,
                    life.w.processor->push({life.ana.id, life.w.ana.id, QStringLiteral("test")}, operations));
        qint64 taken = 0;
        bool isWhole = outcome.results.size() == operations.size();
        for (const OperationResult &result : outcome.results) {
            if (result.outcome == Outcome::Deferred)
                isWhole = false;
            else if (result.outcome == Outcome::Rejected)
                return failure(ErrorCode::Internal, QStringLiteral("refused: ") + result.detail);
            else
                taken = std::max(taken, result.n);
        }
        // Not a promise only: it is there.
        const auto client = life.w.store->client(life.ana.id);
        if (client && *client && (*client)->lastN < taken)
            return failure(ErrorCode::Internal, QStringLiteral("promised and not kept"));
        return isWhole ? Result<>() : failure(ErrorCode::StorageFailure, QStringLiteral("deferred"));
    };
}

std::vector<Action> actions()
{
    return {
        {"push", [](Life &l) { return pushing(l, l.threeGroups()); },
         [](Life &l, int groups) {
             std::vector<Operation> all = l.threeGroups();
             all.resize(size_t(groups) + 1); // The first group has two.
             Life::require(pushing(l, all)());
         },
         2},
        {"push again",
         [](Life &l) {
             const Step step = pushing(l, l.threeGroups());
             Life::require(step());
             return step;
         }},
        {"submit",
         [](Life &l) -> Step {
             std::vector<Operation> one{l.ben.makeLead(QStringLiteral("By hand"))};
             return [&l, one]() -> Result<> {
                 MDMC_ASSIGN(const DecidedPush outcome, l.w.processor->submit({l.ben.id, l.w.ben.id, {}}, one));
                 return outcome.results.front().outcome == Outcome::Applied
                     ? Result<>()
                     : failure(ErrorCode::StorageFailure, QStringLiteral("deferred"));
             };
         },
         // The results are forgotten by a transaction of their own; left there they do no harm, and nobody hears of it.
         [](Life &l, int) {
             Life::require(l.w.processor->push({l.ben.id, l.w.ben.id, {}}, {[&l] {
                                                   l.ben.n = 0;
                                                   return l.ben.makeLead(QStringLiteral("By hand"));
                                               }()}));
         },
         1, true},
        {"acknowledge",
         [](Life &l) -> Step {
             return [&l]() -> Result<> {
                 MDMC_ASSIGN(StoreTransaction t, StoreTransaction::begin(*l.w.store, Store::Mode::Write));
                 MDMC_TRY(l.w.store->acknowledge(l.ana.id, 2));
                 return t.commit();
             };
         }},
        {"sign in",
         [](Life &l) -> Step {
             return [&l] { return done(l.accounts().login(l.w.ana.email, kPassword, QStringLiteral("laptop"))); };
         }},
        {"renewal",
         [](Life &l) -> Step {
             const QString next(43, QLatin1Char('n'));
             return [&l, next] { return done(l.accounts().refresh(l.refresh, next)); };
         }},
        {"password",
         [](Life &l) -> Step {
             return [&l] { return l.accounts().setPassword(l.w.ana.id, QStringLiteral("another horse 78")); };
         }},
        {"new user",
         [](Life &l) -> Step {
             return [&l]() -> Result<> {
                 Accounts accounts = l.accounts();
                 return done(addUser(*l.w.store, accounts, l.w.clock, l.w.random,
                                     {QStringLiteral("Zed"),
                                      QStringLiteral("zed@example.org"),
                                      QStringLiteral("manager"),
                                      {},
                                      l.w.paris.id,
                                      kPassword}));
             };
         }},
        {"records",
         [](Life &l) -> Step {
             std::vector<Record> rows;
             for (int i = 0; i < 30; ++i) {
                 Team team;
                 team.id = RecordId::mint(l.w.clock, l.w.random);
                 team.name = QStringLiteral("Team %1").arg(i);
                 rows.push_back(toRecord(team));
             }
             return [&l, rows] { return writeRecords(*l.w.store, l.w.clock, l.w.random, rows); };
         }},
        {"new epoch",
         [](Life &l) -> Step {
             return [&l]() -> Result<> {
                 const auto head = l.w.store->head();
                 if (!head)
                     return tl::unexpected<Error>(head.error());
                 // A cursor of a future that this store has lost.
                 const Cursor lost{head->epoch, head->seq + 5,
                                   l.w.store->makeTag(head->epoch, head->seq + 5, QByteArray(8, 't'))};
                 return leaveLostHistory(*l.w.store, l.w.clock, lost);
             };
         }},
    };
}

} // namespace

class TestServerStore : public QObject {
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
    void everyCallOfMigrating_data();
    void everyCallOfMigrating();

private:
    void learnStates(Life &life, const Action &action);
    void verifyAllowed(const State &found, const Result<> &result);
    void verifyGap(Life &life);
    void sweepOpening(SimulatedDisk &disk, Workspace &w, Trouble what, const std::function<void()> &begin,
                      const std::function<void()> &verify);

    std::vector<State> m_allowed; ///< Before, what may be between, after.
    bool m_hasTail = false;
    QString m_at;
};

void TestServerStore::learnStates(Life &life, const Action &action)
{
    m_allowed.clear();
    m_hasTail = action.hasTail;
    life.begin();
    Step step = action.prepare(life);
    m_allowed.push_back(life.state());
    for (int part = 1; part <= action.parts; ++part) {
        life.begin();
        action.partly(life, part);
        m_allowed.push_back(life.state());
    }
    life.begin();
    step = action.prepare(life);
    VERIFY_OK(step());
    m_allowed.push_back(life.state());
}

void TestServerStore::verifyAllowed(const State &found, const Result<> &result)
{
    QVERIFY2(result || result.error().code != ErrorCode::Internal, qPrintable(m_at + (result ? QString() : result.error().detail)));
    const bool isSubmitted = m_hasTail && found == m_allowed[1];
    if (result)
        QVERIFY2(found == m_allowed.back() || isSubmitted, qPrintable(m_at + found.differenceFrom(m_allowed.back())));
    QVERIFY2(
        std::find(m_allowed.begin(), m_allowed.end(), found) != m_allowed.end(),
        qPrintable(QStringLiteral("%1: from before: %2; from after: %3")
                       .arg(m_at, found.differenceFrom(m_allowed.front()), found.differenceFrom(m_allowed.back()))));
}

void TestServerStore::verifyGap(Life &life)
{
    const auto log = life.w.store->changesAfter(0, 100'000);
    VERIFY_OK(log);
    QCOMPARE(qint64(log->size()), life.w.head());
    const Result<> sound = mdmc::test::checkSound(life.w.store->database());
    QVERIFY2(sound, qPrintable(m_at + QStringLiteral(": ") + (sound ? QString() : sound.error().detail)));
}

void TestServerStore::everyCallOfEveryAction_data()
{
    mdmc::test::addSweepRows(actions());
}

void TestServerStore::everyCallOfEveryAction()
{
    QFETCH(int, action);
    QFETCH(int, trouble);
    const Action tried = actions()[size_t(action)];
    const auto what = Trouble(trouble);
    static Life life;
    learnStates(life, tried);
    if (QTest::currentTestFailed())
        return;
    life.begin();
    Step step = tried.prepare(life);
    const qint64 start = life.disk.count(callsOf(what));
    VERIFY_OK(step());
    const qint64 calls = life.disk.count(callsOf(what)) - start;

    for (const qint64 k : mdmc::test::samples(calls, 6, quint64(action * 5 + trouble))) {
        m_at = QStringLiteral("call %1 of %2: ").arg(k).arg(calls);
        life.begin();
        step = tried.prepare(life);
        arm(life.disk, what, k);
        const Result<> result = step();
        if (endsProcess(what)) {
            endProcess(life.disk, what, quint64(k * 37 + action));
            life.reopen();
        } else {
            life.disk.heal();
        }
        const State found = life.state();
        verifyAllowed(found, result);
        if (QTest::currentTestFailed())
            return;
        // The client asks again, and has it all in the end.
        if (!(found == m_allowed.back()) && !(m_hasTail && found == m_allowed[1])) {
            life.w.random = SeededRandom(99);
            const Result<> again = step();
            QVERIFY2(again, qPrintable(m_at + QStringLiteral("again: ") + (again ? QString() : again.error().detail)));
        }
        const State end = life.state();
        QVERIFY2(end.rows == m_allowed.back().rows && end.seq == m_allowed.back().seq,
                 qPrintable(m_at + end.differenceFrom(m_allowed.back())));
        verifyGap(life);
        life.reopen();
        verifyGap(life);
        if (QTest::currentTestFailed())
            return;
        QCOMPARE(life.ben.patch(life.leads[0], {assign("firstName", QStringLiteral("Lou"))}).outcome,
                 Outcome::Rejected);
        TestClient boss(life.w, life.w.boss);
        QCOMPARE(boss.patch(life.leads[0], {assign("firstName", QStringLiteral("Lou"))}).outcome, Outcome::Applied);
    }
}

void TestServerStore::everyCallOfOpening_data()
{
    QTest::addColumn<int>("trouble");
    for (const Trouble trouble : mdmc::test::kTroubles)
        QTest::addRow("%s", qPrintable(nameOf(trouble))) << int(trouble);
}

void TestServerStore::everyCallOfOpening()
{
    QFETCH(int, trouble);
    const auto what = Trouble(trouble);
    SimulatedDisk disk;
    Workspace w(&disk);
    const auto begin = [&] {
        w.processor.reset();
        w.store.reset();
        disk.load({});
    };
    begin();
    VERIFY_OK(w.open());
    const auto tables = [&w] {
        return w.store->database().queryText("SELECT group_concat(name || coalesce(sql, '')) FROM sqlite_schema");
    };
    const auto whole = tables();
    VERIFY_OK(whole);
    sweepOpening(disk, w, what, begin, [&] {
        QCOMPARE(*tables(), *whole);
        QCOMPARE(w.store->head()->epoch.size(), 16);
        QCOMPARE(w.store->head()->seq, 0);
    });
}

/// Opens what `begin` leaves on the disk, with each call going wrong, and once more with a disk that is well.
void TestServerStore::sweepOpening(SimulatedDisk &disk, Workspace &w, Trouble what, const std::function<void()> &begin,
                                   const std::function<void()> &verify)
{
    begin();
    const qint64 start = disk.count(callsOf(what));
    VERIFY_OK(w.open());
    const qint64 calls = disk.count(callsOf(what)) - start;
    for (const qint64 k : mdmc::test::samples(calls, 25, quint64(what))) {
        m_at = QStringLiteral("call %1 of %2: ").arg(k).arg(calls);
        begin();
        arm(disk, what, k);
        (void)w.open();
        if (endsProcess(what))
            endProcess(disk, what, quint64(k));
        else
            disk.heal();
        const Result<> again = w.open();
        QVERIFY2(again, qPrintable(m_at + (again ? QString() : again.error().detail)));
        VERIFY_OK(mdmc::test::checkSound(w.store->database()));
        verify();
        if (QTest::currentTestFailed())
            return;
    }
}

void TestServerStore::everyCallOfMigrating_data()
{
    everyCallOfOpening_data();
}

/// A store of the first version with rows in it.
void TestServerStore::everyCallOfMigrating()
{
    QFETCH(int, trouble);
    const auto what = Trouble(trouble);
    SimulatedDisk disk;
    Workspace w(&disk);
    const auto firstVersion = [&]() -> Result<> {
        w.processor.reset();
        w.store.reset();
        disk.load({});
        const auto key = *security::SecretKey::fromBytes(QByteArray(32, 'k'));
        MDMC_ASSIGN(const auto codec, SealedFields::create(key.subkey(2, "mdmcfld1"), key.subkey(3, "mdmcidx1")));
        storage::OpenOptions options{.path = QStringLiteral("workspace.db"), .key = EmbeddedStore::fileKey(key), .create = true};
        options.vfs = disk.name();
        MDMC_ASSIGN(storage::Database database, storage::Database::open(options));
        const std::vector<storage::Migration> migrations = serverMigrations();
        MDMC_TRY(storage::migrate(database, std::span(migrations).first(1), kServerApplicationId));
        storage::RecordStore records(database, codec.get());
        for (int i = 0; i < 200; ++i) {
            Lead lead;
            lead.id = RecordId::mint(w.clock, w.random);
            lead.artistName = QStringLiteral("Act %1").arg(i);
            lead.emails = {QStringLiteral("act%1@example.org").arg(i)};
            Record record = toRecord(lead);
            record.rev = i + 1;
            MDMC_TRY(records.save(record));
        }
        return {};
    };
    const auto leads = [&w]() -> Result<QByteArrayList> {
        MDMC_ASSIGN(const mdmc::test::Content content, mdmc::test::contentOf(w.store->database()));
        return content.at("lead");
    };
    const auto schema = [&w] {
        return w.store->database().queryText("SELECT group_concat(name || coalesce(sql, '')) FROM sqlite_schema");
    };
    VERIFY_OK(firstVersion());
    const auto image = disk.image();
    VERIFY_OK(w.open());
    const auto rows = leads();
    VERIFY_OK(rows);
    QCOMPARE(rows->size(), 200);
    const auto latest = schema();
    VERIFY_OK(latest);
    const auto begin = [&] {
        w.processor.reset();
        w.store.reset();
        disk.load(image);
    };
    sweepOpening(disk, w, what, begin, [&] {
        QCOMPARE(*schema(), *latest);
        QVERIFY2(*leads() == *rows, qPrintable(m_at + QStringLiteral("leads differ")));
    });
}

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestServerStore)
#include "test_server_store.moc"
