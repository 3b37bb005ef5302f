// SPDX-License-Identifier: GPL-3.0-or-later
// Two people, one pipeline: real server process, real replicas, real network, through Workspace as the window uses it.
#include "tests/sync/both/person.h"

namespace mdmc::sync {

using namespace test;

class TestTwoClients : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<mdmc::test::ServerProcess>(QStringLiteral(MDMC_BIN_DIR), m_dir->filePath(QStringLiteral("server")));
        m_server->init(kAda, kPassword);
        m_server->addUser(kBen, QStringLiteral("Ben"), QStringLiteral("manager"), kPassword, QStringLiteral("all"));
        m_server->start();
        m_ada = std::make_unique<Person>();
        m_ben = std::make_unique<Person>();
        VERIFY_OK(m_ada->signInAs(kAda, m_server->url()));
        VERIFY_OK(m_ben->signInAs(kBen, m_server->url()));
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced() && m_ben->isSynced(), kPatience);
    }

    void cleanup()
    {
        m_ada.reset();
        m_ben.reset();
        m_server.reset();
    }

    void anEditReachesTheOther()
    {
        const RecordId id = RecordId::mint();
        QSignalSpy changes(m_ben->workspace.get(), &Workspace::changed);
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Create, id, {text("artistName", QStringLiteral("Zoé Léa"))}));
        QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(id).has_value(), kPatience);
        QVERIFY(!changes.isEmpty());
        QCOMPARE(m_ben->lead(id)->artistName, QStringLiteral("Zoé Léa"));
        VERIFY_OK(m_ben->edit(RecordEdit::Kind::Patch, id, {text("notes", QStringLiteral("call back"))}));
        QTRY_COMPARE_WITH_TIMEOUT(m_ada->lead(id)->notes, QStringLiteral("call back"), kPatience);
        verifyConverged();
    }

    void bothOfflineThenConverge()
    {
        workOffline();
        m_ada->workspace->goOnline();
        m_ben->workspace->goOnline();
        verifyOutcome();
    }

    void serverKilledInTheMiddle()
    {
        workOffline();
        // More than two pushes hold, so that the server dies between and within them.
        constexpr int kMany = 1500;
        Command import{QStringLiteral("Import"), {}};
        for (int i = 0; i < kMany; ++i)
            import.edits.push_back({RecordEdit::Kind::Create, EntityType::Lead, RecordId::mint(),
                                    {text("artistName", QStringLiteral("Act %1").arg(i))}});
        VERIFY_OK(wait(m_ada->workspace->commit(import)));
        QTRY_VERIFY(m_ada->workspace->status().pending >= kMany);
        const int before = m_ada->workspace->status().pending;
        int atKill = -1;
        const auto killing = connect(m_ada->workspace.get(), &Workspace::statusChanged, this, [&](const SyncStatus &status) {
            if (atKill >= 0 || status.pending >= before)
                return;
            m_server->kill();
            atKill = status.pending;
        });
        m_ada->workspace->goOnline();
        m_ben->workspace->goOnline();
        QTRY_VERIFY_WITH_TIMEOUT(atKill >= 0, kPatience);
        disconnect(killing);
        qInfo() << "killed with" << atKill << "of" << before << "operations undecided";
        QVERIFY(atKill > 0);
        VERIFY_OK(m_ben->reopen());
        m_server->start();
        m_ada->workspace->goOnline();
        m_ben->workspace->goOnline();
        verifyOutcome();
        const auto all = m_ben->rows();
        QCOMPARE(std::count_if(all.begin(), all.end(), [](const auto &row) {
            return row.first.type == EntityType::Lead && fromRecord<Lead>(row.second).artistName.startsWith(QLatin1String("Act "));
        }), kMany);
    }

    /// All at once it would be moved by somebody's edit, who waits for it.
    void theLogIsMovedWhileNobodyEdits()
    {
        const auto sizeOf = [](const QString &path) { return QFileInfo(path).size(); };
        const QString server = m_dir->filePath(QStringLiteral("server/workspace.db"));
        const QString replica = Profile::load(m_ada->profile())->databasePath();
        const qint64 serverBefore = sizeOf(server);
        const qint64 replicaBefore = sizeOf(replica);
        constexpr int kLeads = 350; // Less than what a commit moves by itself.
        constexpr int kNoteBytes = 9'000;
        Command command{QStringLiteral("Import"), {}};
        for (int i = 0; i < kLeads; ++i)
            command.edits.push_back({RecordEdit::Kind::Create, EntityType::Lead, RecordId::mint(),
                                     {text("artistName", QStringLiteral("Act")), text("notes", QString(kNoteBytes, QLatin1Char('n')))}});
        VERIFY_OK(wait(m_ada->workspace->commit(command)));
        QTRY_COMPARE_WITH_TIMEOUT(m_ada->workspace->status().pending, 0, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(sizeOf(replica) - replicaBefore > kLeads * kNoteBytes, kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(sizeOf(server) - serverBefore > kLeads * kNoteBytes, kPatience);
        verifyConverged();
    }

    void aSecondComputerGetsEverything()
    {
        for (int i = 0; i < 5; ++i)
            VERIFY_OK(m_ada->edit(RecordEdit::Kind::Create, RecordId::mint(), {text("artistName", QStringLiteral("Act %1").arg(i))}));
        verifyConverged();
    }

    void aRefusalGoesToAttention()
    {
        // Ben may not see it coming: the account loses its rights while away.
        const RecordId id = RecordId::mint();
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Create, id, {text("artistName", QStringLiteral("Nour"))}));
        QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(id).has_value(), kPatience);
        m_ben->workspace->goOffline();
        QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience);
        VERIFY_OK(m_ben->edit(RecordEdit::Kind::Patch, id, {text("notes", QStringLiteral("typed offline"))}));
        const RecordId user = m_ben->workspace->actor().userId;
        const int role = entityInfo(EntityType::User).indexOf(QLatin1String("role"));
        VERIFY_OK(wait(m_ada->workspace->commit({QStringLiteral("Role"), {{RecordEdit::Kind::Patch, EntityType::User, user,
                                                                          {{role, Value(QStringLiteral("read_only"))}}}}})));
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced(), kPatience);
        QSignalSpy refusals(m_ben->workspace.get(), &Workspace::refused);
        m_ben->workspace->goOnline();
        QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().attention, 1, kPatience);
        QTRY_COMPARE(refusals.size(), 1);
        const auto items = wait(m_ben->workspace->attention());
        VERIFY_OK(items);
        QCOMPARE(items->front().reason, QStringLiteral("permission"));
        QCOMPARE(items->front().fields.front().mine, Value(QStringLiteral("typed offline")));
        QTRY_VERIFY(m_ben->lead(id)->notes.isEmpty()); // Slides back.
        VERIFY_OK(wait(m_ben->workspace->discard(items->front().id)));
        QTRY_COMPARE(m_ben->workspace->status().attention, 0);
    }

    void signingOutEndsTheSession()
    {
        VERIFY_OK(wait(signOut(*m_ben->workspace)));
        VERIFY_OK(m_ben->reopen());
        QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().state, SyncState::SignInNeeded, kPatience);
        VERIFY_ERROR(wait(signInAgain(*m_ben->workspace, QStringLiteral("wrong password here"))), ErrorCode::Unauthenticated);
        VERIFY_OK(wait(signInAgain(*m_ben->workspace, kPassword)));
        QTRY_VERIFY_WITH_TIMEOUT(m_ben->isSynced(), kPatience);
    }

    void badSignIns()
    {
        Person stranger;
        VERIFY_ERROR(stranger.signInAs(QStringLiteral("nobody@example.org"), m_server->url()), ErrorCode::Unauthenticated);
        VERIFY_ERROR(stranger.signInAs(kBen, QStringLiteral("http://127.0.0.1:1")),
                     ErrorCode::Unreachable);
        VERIFY_ERROR(stranger.signInAs(kBen, QStringLiteral("http://example.org")),
                     ErrorCode::InvalidInput);
        QVERIFY(!QFile::exists(stranger.dir.filePath(QStringLiteral("profile/replica.db"))));
    }

private:
    void workOffline()
    {
        m_shared = RecordId::mint();
        m_doomed = RecordId::mint();
        m_new = RecordId::mint();
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Create, m_shared, {text("artistName", QStringLiteral("Shared"))}));
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Create, m_doomed, {text("artistName", QStringLiteral("Doomed"))}));
        QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(m_doomed).has_value() && m_ada->isSynced() && m_ben->isSynced(), kPatience);
        m_ada->workspace->goOffline();
        m_ben->workspace->goOffline();
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOffline() && m_ben->isOffline(), kPatience);

        const auto stages = wait(m_ada->workspace->read([](ReplicaReader &reader) -> Result<std::vector<Stage>> {
            return reader.rules.stages();
        }));
        VERIFY_OK(stages);
        m_stage = stages->at(1).id;
        // Different fields of one lead, the same field of it, a stage, a new lead, a deletion.
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Patch, m_shared, {text("firstName", QStringLiteral("Ana")),
                                                                  text("notes", QStringLiteral("from Ada"))}));
        VERIFY_OK(m_ada->edit(RecordEdit::Kind::Patch, m_shared, {{fieldOf("stageId"), Value(m_stage)}}));
        VERIFY_OK(m_ben->edit(RecordEdit::Kind::Patch, m_shared, {text("lastName", QStringLiteral("Silva")),
                                                                  text("notes", QStringLiteral("from Ben"))}));
        VERIFY_OK(m_ben->edit(RecordEdit::Kind::Create, m_new, {text("artistName", QStringLiteral("New"))}));
        VERIFY_OK(m_ben->edit(RecordEdit::Kind::Delete, m_doomed));
        // What one sees at once is what one typed.
        QCOMPARE(m_ada->lead(m_shared)->notes, QStringLiteral("from Ada"));
        QVERIFY(!m_ben->lead(m_doomed));
        QVERIFY(m_ada->lead(m_doomed));
    }

    void verifyOutcome()
    {
        verifyConverged();
        if (QTest::currentTestFailed())
            return;
        const auto shared = m_ada->lead(m_shared);
        QVERIFY(shared);
        QCOMPARE(shared->firstName, QStringLiteral("Ana"));
        QCOMPARE(shared->lastName, QStringLiteral("Silva"));
        QCOMPARE(shared->stageId, m_stage);
        QCOMPARE(shared->notes, QStringLiteral("from Ben")); // The later edit.
        QVERIFY(m_ada->lead(m_new));
        QVERIFY(!m_ada->lead(m_doomed));
        QCOMPARE(m_ada->workspace->status().attention + m_ben->workspace->status().attention, 0);

        const auto conflicts = wait(m_ada->workspace->conflicts({EntityType::Lead, m_shared}));
        VERIFY_OK(conflicts);
        QCOMPARE(conflicts->size(), size_t(1));
        QCOMPARE(conflicts->front().field, fieldOf("notes"));
        QCOMPARE(conflicts->front().losing, Value(QStringLiteral("from Ada")));
        VERIFY_OK(wait(m_ada->workspace->restore(conflicts->front().id)));
        QTRY_COMPARE_WITH_TIMEOUT(m_ben->lead(m_shared)->notes, QStringLiteral("from Ada"), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().conflicts, 0, kPatience);
        verifyConverged();
    }

    /// Both replicas, and a fresh one that takes the server's snapshot, hold the same rows.
    void verifyConverged()
    {
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced() && m_ben->isSynced(), kPatience);
        QTRY_VERIFY_WITH_TIMEOUT(differenceOf(m_ada->rows(), m_ben->rows()).isEmpty(), 5000);
        Person fresh;
        VERIFY_OK(fresh.signInAs(kAda, m_server->url()));
        QTRY_VERIFY_WITH_TIMEOUT(fresh.isSynced(), kPatience);
        const QString different = differenceOf(m_ada->rows(), fresh.rows());
        QVERIFY2(different.isEmpty(), qPrintable(different));
        QVERIFY(m_ada->rows().size() > 10);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<mdmc::test::ServerProcess> m_server;
    std::unique_ptr<Person> m_ada;
    std::unique_ptr<Person> m_ben;
    RecordId m_shared, m_doomed, m_new, m_stage;
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestTwoClients)
#include "test_two_clients.moc"
