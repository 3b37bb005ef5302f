// SPDX-License-Identifier: GPL-3.0-or-later
// Real replicas and the real server's session, without a network: a client that was away for long, a server that was
// set back, a replica that was copied.
#include "sync/client/replica.h"
#include "sync/protocol/codec.h"
#include "sync/server/maintenance.h"
#include "sync/server/session.h"
#include "tests/sync/server/workspace_fixture.h"

#include <QTemporaryDir>

namespace mdmc::sync {

using test::at;
using Kind = RecordEdit::Kind;

namespace {

template <typename T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s: %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    return std::move(*result);
}
void must(const Result<> &result)
{
    if (!result)
        qFatal("%s: %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
}

security::SecretKey key()
{
    return *security::SecretKey::fromBytes(QByteArray(32, 'k'));
}

constexpr int kPerPage = 50; ///< Rows of a page of a snapshot.

/// A person's computer that speaks to the server when told to.
class Computer {
public:
    Computer(test::Workspace &server, const User &user, const QString &path) : m_server(server), m_user(user), m_path(path)
    {
        open();
        must(replica->setOwner({user, QStringLiteral("https://example.org"), QStringLiteral("Studio")}));
    }

    void open()
    {
        replica.reset();
        replica = must(Replica::open(
            must(storage::Database::open({.path = m_path, .key = key(), .create = true, .cacheKib = 2048, .vfs = {}})),
            m_server.clock, m_random));
    }

    Welcome::Resume greet(SyncSession &session)
    {
        const auto welcome = std::get<Welcome>(session.handle(must(replica->hello())).front());
        switch (welcome.resume) {
        case Welcome::Resume::EpochMismatch: must(replica->changeEpoch(welcome.lastN, welcome.formerLastN)); break;
        case Welcome::Resume::ClientForked: must(replica->renewClientId()); break;
        case Welcome::Resume::Snapshot:
            reoffered += must(replica->offerMissing(welcome.lastN, welcome.formerLastN));
            must(replica->beginSnapshot(welcome.epoch, welcome.scopeTag, welcome.floor));
            ++snapshots;
            while (!takePage(session)) { }
            break;
        case Welcome::Resume::Tail: reoffered += must(replica->offerMissing(welcome.lastN, welcome.formerLastN)); break;
        }
        return welcome.resume;
    }
    bool takePage(SyncSession &session)
    {
        auto page = std::get<SnapshotPage>(session.handle(must(replica->nextSnapshotPage(kPerPage))).front());
        if (page.compressed)
            page = must(readCompressed(*page.compressed));
        return must(replica->applySnapshotPage(page)).isComplete;
    }
    void pull(SyncSession &session)
    {
        while (true) {
            const auto hello = must(replica->hello());
            const auto changes = std::get<Changes>(session.handle(Pull{hello.cursor, 50, 0, hello.scopeTag}).front());
            QCOMPARE(must(replica->applyChanges(changes)).verdict, PullOutcome::Verdict::Applied);
            if (!changes.hasMore)
                return;
        }
    }
    /// Sends all that waits. `isAnswerLost`: the server decides, the computer never hears.
    void push(SyncSession &session, bool isAnswerLost = false)
    {
        while (true) {
            const auto operations = must(replica->nextPush({}));
            if (operations.empty())
                return;
            const auto results = std::get<PushResult>(session.handle(Push{operations, {}}).front()).results;
            if (isAnswerLost)
                return;
            const PushOutcome outcome = must(replica->applyResults(results));
            if (outcome.isForked) {
                must(replica->renewClientId());
                greet(session);
            }
        }
    }
    void sync()
    {
        SyncSession session({*m_server.store, *m_server.processor, m_server.clock, {}, {}, SyncSession::Kind::Request, {}, {}},
                            actorFor(m_user));
        for (int i = 0; i < 4; ++i) {
            const auto resume = greet(session);
            if (resume == Welcome::Resume::Tail || resume == Welcome::Resume::Snapshot)
                break;
        }
        push(session);
        pull(session);
    }
    void loseAnswer()
    {
        SyncSession session({*m_server.store, *m_server.processor, m_server.clock, {}, {}, SyncSession::Kind::Request, {}, {}},
                            actorFor(m_user));
        greet(session);
        push(session, true);
    }

    RecordId create(const QString &artist)
    {
        const RecordId id = RecordId::mint(m_server.clock, m_random);
        commit(Kind::Create, id, {{at(EntityType::Lead, "artistName"), Value(artist)}});
        return id;
    }
    void note(const RecordId &lead, const QString &text) { commit(Kind::Patch, lead, {{at(EntityType::Lead, "notes"), Value(text)}}); }
    void commit(Kind kind, const RecordId &id, std::vector<FieldChange> changes)
    {
        m_server.clock.advance(1000);
        must(replica->commit({QStringLiteral("Edit"), {{kind, EntityType::Lead, id, std::move(changes)}}, {}}));
    }
    std::optional<Lead> lead(const RecordId &id)
    {
        const auto row = must(replica->store().load(EntityType::Lead, id));
        return row && !row->isDeleted() ? std::optional(fromRecord<Lead>(*row)) : std::nullopt;
    }
    QString path() const { return m_path; }

    std::unique_ptr<Replica> replica;
    int snapshots = 0;
    int reoffered = 0;

private:
    test::Workspace &m_server;
    User m_user;
    QString m_path;
    SeededRandom m_random{quint64(qHash(m_path))};
};

struct World : test::Workspace {
    QString file(const char *name) const { return dir.filePath(QString::fromLatin1(name)); }
    void backUp() { must(store->database().backupTo(file("backup.db"), EmbeddedStore::fileKey(key()))); }
    void setBack()
    {
        processor.reset();
        store = must(EmbeddedStore::open({file("backup.db"), key(), false}));
        processor = std::make_unique<OperationProcessor>(*store, clock, random);
    }
    bool isSame(Computer &computer, const User &user)
    {
        ChangeFeed feed(*store);
        return must(computer.replica->differing(must(feed.checksums(actorFor(user), {})))).empty()
            && must(computer.replica->cursor()).seq == head();
    }
    QTemporaryDir dir;
};

} // namespace

class TestAbsence : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fortyFiveDays()
    {
        World w;
        Computer ana(w, w.ana, w.file("ana.db")), boss(w, w.boss, w.file("boss.db"));
        ana.sync();
        const RecordId kept = ana.create(QStringLiteral("Kept")), gone = ana.create(QStringLiteral("Gone"));
        ana.sync();
        boss.sync();
        ana.note(kept, QStringLiteral("typed away"));
        ana.note(gone, QStringLiteral("typed on what is deleted meanwhile"));
        const RecordId made = ana.create(QStringLiteral("Made away"));
        must(boss.replica->commit({QStringLiteral("Delete"), {{Kind::Delete, EntityType::Lead, gone, {}}}, {}}));
        boss.sync();
        w.clock.advance(45 * Maintenance::kDayMs);
        const RecordId young = boss.create(QStringLiteral("Young"));
        boss.commit(Kind::Patch, young, {{at(EntityType::Lead, "ownerId"), Value(w.ana.id)}});
        boss.sync();
        Maintenance maintenance(*w.store, w.clock);
        must(maintenance.run());
        QCOMPARE(maintenance.done().tombstones, 1);

        ana.open();
        ana.sync();
        QCOMPARE(ana.snapshots, 2);
        QCOMPARE(ana.lead(kept)->notes, QStringLiteral("typed away"));
        QCOMPARE(w.lead(kept).notes, QStringLiteral("typed away"));
        QCOMPARE(w.lead(made).artistName, QStringLiteral("Made away"));
        QVERIFY(ana.lead(young) && !ana.lead(gone));
        QCOMPARE(must(ana.replica->counts()).pending, 0);
        QCOMPARE(must(ana.replica->counts()).attention, 1); // Nothing that was typed vanishes.
        QVERIFY(w.isSame(ana, w.ana));
        boss.sync();
        QCOMPARE(boss.snapshots, 1); // Above the floor nobody noticed.
        QVERIFY(w.isSame(boss, w.boss));
    }

    void whatTheServerLostComesBack_data()
    {
        QTest::addColumn<bool>("hasAnaForked");
        QTest::newRow("under the same id") << false;
        QTest::newRow("under a former id as well") << true;
    }
    void whatTheServerLostComesBack()
    {
        QFETCH(bool, hasAnaForked);
        World w;
        Computer ana(w, w.ana, w.file("ana.db")), ben(w, w.ben, w.file("ben.db")), boss(w, w.boss, w.file("boss.db"));
        ana.sync();
        const RecordId lead = ana.create(QStringLiteral("Shared"));
        ana.sync();
        for (Computer *computer : {&ben, &boss})
            computer->sync();
        w.backUp();
        ana.note(lead, QStringLiteral("first"));
        ana.sync();
        if (hasAnaForked)
            must(ana.replica->renewClientId());
        ana.note(lead, QStringLiteral("second"));
        const RecordId made = ana.create(QStringLiteral("Made since"));
        ana.sync();
        const RecordId bens = ben.create(QStringLiteral("Ben's"));
        ben.sync();
        boss.sync();
        w.setBack();
        QVERIFY(!w.store->load({EntityType::Lead, made}).value());

        for (int round = 0; round < 2; ++round)
            for (Computer *computer : {&ben, &boss, &ana})
                computer->sync();
        QCOMPARE(w.lead(lead).notes, QStringLiteral("second"));
        QCOMPARE(w.lead(made).artistName, QStringLiteral("Made since"));
        QCOMPARE(w.lead(bens).artistName, QStringLiteral("Ben's"));
        QVERIFY(w.conflicts().empty());
        QCOMPARE(w.store->database().queryInt64("SELECT count(*) FROM audit WHERE action='epoch'")->value(), 1);
        for (auto [computer, user] : {std::pair(&ana, &w.ana), {&ben, &w.ben}, {&boss, &w.boss}}) {
            QVERIFY(w.isSame(*computer, *user));
            QCOMPARE(must(computer->replica->counts()).attention, 0);
            QCOMPARE(must(computer->replica->counts()).pending, 0);
        }
        const qint64 head = w.head();
        for (Computer *computer : {&ana, &ben, &boss})
            computer->sync();
        QCOMPARE(w.head(), head); // Offered once.
    }

    /// More changes at once than a page of the tail holds, after the pages were made: they are used once.
    void preparedPagesBeforeWhatCannotBeFollowed()
    {
        World w;
        test::TestClient ana(w, w.ana);
        std::vector<RecordId> leads;
        for (int i = 0; i < 230; ++i)
            leads.push_back(ana.createLead(QStringLiteral("Large"), {test::assign("notes", QString(20'000, QChar(0x20ac)))}));
        PreparedSnapshot::Options options{.path = QStringLiteral(":memory:"), .key = key()};
        options.limits.maxPageChanges = kPerPage;
        options.policy.leastRows = 1;
        PreparedSnapshot prepared(options, w.clock);
        while (must(prepared.makeNext(*w.store))) { }
        const qint64 madeAt = w.head();
        std::vector<Operation> group;
        for (const RecordId &lead : leads)
            group.push_back(ana.make(OperationKind::Patch, EntityType::Lead, lead, {test::assign("nextStep", QStringLiteral("Call"), madeAt)}));
        for (Operation &op : group) {
            op.group = group.front().n;
            op.groupSize = int(group.size());
        }
        QCOMPARE(ana.push(group).back().outcome, Outcome::Applied);

        Computer admin(w, w.admin, w.file("admin.db"));
        SyncSession::Setting setting{*w.store, *w.processor, w.clock, {}, {}, SyncSession::Kind::Request, {}, {}};
        setting.arePagesPacked = true;
        setting.prepared = &prepared;
        SyncSession session(setting, actorFor(w.admin));
        QCOMPARE(admin.greet(session), Welcome::Resume::Snapshot);
        QVERIFY(prepared.status().served > 0);
        QCOMPARE(must(admin.replica->cursor()).seq, madeAt);
        QCOMPARE(admin.greet(session), Welcome::Resume::Snapshot);
        QCOMPARE(admin.greet(session), Welcome::Resume::Tail);
        QVERIFY(w.isSame(admin, w.admin));
    }

    /// The cursor had not come as far as what was lost: no epoch changes, the operation comes back all the same.
    void whatWasAcknowledgedPastTheCursorComesBack()
    {
        World w;
        Computer ana(w, w.ana, w.file("ana.db"));
        ana.sync();
        const RecordId lead = ana.create(QStringLiteral("Lead"));
        ana.sync();
        w.backUp();
        ana.note(lead, QStringLiteral("acknowledged"));
        SyncSession session({*w.store, *w.processor, w.clock, {}, {}, SyncSession::Kind::Request, {}, {}}, actorFor(w.ana));
        ana.greet(session);
        ana.push(session); // And then nothing is pulled.
        QCOMPARE(must(ana.replica->counts()).pending, 0);
        w.setBack();
        const QByteArray epoch = w.cursor().epoch;
        ana.sync();
        QCOMPARE(ana.reoffered, 1);
        QCOMPARE(w.cursor().epoch, epoch);
        QCOMPARE(w.lead(lead).notes, QStringLiteral("acknowledged"));
        QVERIFY(w.isSame(ana, w.ana));
    }

    /// Both copies hold what was sent and never answered, and what was never sent.
    void aCopiedReplicaAppliesNothingTwice()
    {
        World w;
        Computer ana(w, w.ana, w.file("ana.db"));
        ana.sync();
        const RecordId lead = ana.create(QStringLiteral("Lead"));
        ana.sync();
        const int platforms = at(EntityType::Lead, "platforms");
        ana.commit(Kind::Patch, lead, {{platforms, Value(QStringList{QStringLiteral("spotify")})}});
        const RecordId sent = ana.create(QStringLiteral("Sent"));
        ana.loseAnswer();
        ana.note(lead, QStringLiteral("not sent yet"));
        const RecordId waiting = ana.create(QStringLiteral("Waiting"));
        must(ana.replica->database().backupTo(w.file("copy.db"), key()));
        QVERIFY(QFile::exists(w.file("copy.db")));
        Computer copy(w, w.ana, w.file("copy.db"));

        ana.sync();
        // Taken back before the copy comes: it must not come again.
        ana.commit(Kind::Patch, lead, {{platforms, Value(QStringList())}});
        ana.note(lead, QStringLiteral("typed since"));
        ana.sync();
        const qint64 head = w.head();
        const RecordId before = must(copy.replica->hello()).clientId;
        copy.sync();
        QVERIFY(must(copy.replica->hello()).clientId != before);
        QCOMPARE(w.head(), head);
        QVERIFY(w.lead(lead).platforms.isEmpty());
        QCOMPARE(w.lead(lead).notes, QStringLiteral("typed since"));
        QVERIFY(w.conflicts().empty());
        QVERIFY(copy.lead(sent) && copy.lead(waiting));
        for (Computer *computer : {&ana, &copy}) {
            QCOMPARE(must(computer->replica->counts()).attention, 0);
            QCOMPARE(must(computer->replica->counts()).pending, 0);
            QVERIFY(w.isSame(*computer, w.ana));
        }
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestAbsence)
#include "test_absence.moc"
