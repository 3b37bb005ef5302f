// SPDX-License-Identifier: GPL-3.0-or-later
// Files that were copied and put back: a replica on a second computer, an older backup on the server. Real processes,
// real network; nothing that anybody typed is lost and nothing happens twice.
#include "sync/server/embedded_store.h"
#include "sync/server/server.h"
#include "sync/server/server_keys.h"
#include "tests/sync/both/person.h"

#include <QDir>

namespace mdmc::sync {

using namespace test;

namespace {

using Kind = RecordEdit::Kind;

void copyFolder(const QString &from, const QString &to)
{
    QDir().mkpath(to);
    for (const QFileInfo &file : QDir(from).entryInfoList(QDir::Files | QDir::Hidden))
        if (!QFile::copy(file.filePath(), to + u'/' + file.fileName()))
            qFatal("cannot copy %s", qPrintable(file.filePath()));
}

} // namespace

class TestCopies : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_server = std::make_unique<mdmc::test::ServerProcess>(QStringLiteral(MDMC_BIN_DIR),
                                                               m_dir->filePath(QStringLiteral("server")));
        m_server->init(kAda, kPassword);
        m_server->addUser(kBen, QStringLiteral("Ben"), QStringLiteral("manager"), kPassword, QStringLiteral("all"));
        m_server->start();
        m_ada = std::make_unique<Person>();
        m_ben = std::make_unique<Person>();
        VERIFY_OK(m_ada->signInAs(kAda, m_server->url()));
        VERIFY_OK(m_ben->signInAs(kBen, m_server->url()));
        m_lead = RecordId::mint();
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced(), kPatience);
        VERIFY_OK(m_ada->edit(Kind::Create, m_lead, {text("artistName", QStringLiteral("Shared"))}));
        QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced() && m_ben->isSynced() && m_ben->lead(m_lead), kPatience);
    }

    void cleanup()
    {
        m_ada.reset();
        m_ben.reset();
        m_server.reset();
    }

    void aReplicaOnASecondComputer();
    void anOlderBackupOnTheServer();

private:
    static void goOffline(Person &person)
    {
        person.workspace->goOffline();
        QTRY_VERIFY2_WITH_TIMEOUT(person.isOffline(), qPrintable(whereIs(person)), kPatience);
    }
    /// Connected and in step; signed in anew where the copied session was ended.
    static void settle(Person &person)
    {
        if (person.workspace->status().state != SyncState::SignInNeeded)
            person.workspace->goOnline();
        QTRY_VERIFY2_WITH_TIMEOUT(person.isSynced() || person.workspace->status().state == SyncState::SignInNeeded,
                                  qPrintable(whereIs(person)), kPatience);
        if (!person.isSynced())
            VERIFY_OK(wait(signInAgain(*person.workspace, kPassword)));
        QTRY_VERIFY2_WITH_TIMEOUT(person.isSynced(), qPrintable(whereIs(person)), kPatience);
    }
    static QString whereIs(const Person &person)
    {
        const SyncStatus status = person.workspace->status();
        return QStringLiteral("state %1, %2 waiting, %3")
            .arg(int(status.state))
            .arg(status.pending)
            .arg(status.error ? status.error->detail : QString());
    }
    qint64 leadsOf(Person &person)
    {
        const auto all = person.rows();
        return std::count_if(all.begin(), all.end(),
                             [](const auto &row) { return row.first.type == EntityType::Lead; });
    }
    mdmc::test::Finished command(const QString &what, const QString &file)
    {
        return mdmc::test::runProgram(QStringLiteral(MDMC_BIN_DIR), QStringLiteral("mdmc-server"),
                                      {what, m_server->dataDir(), file});
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<mdmc::test::ServerProcess> m_server;
    std::unique_ptr<Person> m_ada;
    std::unique_ptr<Person> m_ben;
    RecordId m_lead;
};

void TestCopies::aReplicaOnASecondComputer()
{
    goOffline(*m_ada);
    VERIFY_OK(m_ada->edit(Kind::Patch, m_lead, {text("notes", QStringLiteral("before the copy"))}));
    m_ada->workspace.reset();
    Person second;
    copyFolder(m_ada->profile(), second.profile());
    second.keys = m_ada->keys;
    // Here the work goes on first.
    const RecordId here = RecordId::mint();
    const RecordId there = RecordId::mint();
    VERIFY_OK(m_ada->reopen());
    settle(*m_ada);
    VERIFY_OK(m_ada->edit(Kind::Patch, m_lead, {text("firstName", QStringLiteral("Here"))}));
    VERIFY_OK(m_ada->edit(Kind::Create, here, {text("artistName", QStringLiteral("Made here"))}));
    settle(*m_ada);
    // Over there the session has been used up; what is typed gets the same numbers for different edits.
    VERIFY_OK(second.reopen());
    QTRY_COMPARE_WITH_TIMEOUT(second.workspace->status().state, SyncState::SignInNeeded, kPatience);
    VERIFY_OK(second.edit(Kind::Create, there, {text("artistName", QStringLiteral("Made there"))}));
    VERIFY_OK(second.edit(Kind::Patch, m_lead, {text("lastName", QStringLiteral("There"))}));
    settle(second);
    settle(*m_ada);
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(there).has_value() && m_ben->lead(m_lead)->lastName == QLatin1String("There"),
                             kPatience);
    const Lead shared = *m_ben->lead(m_lead);
    QCOMPARE(shared.notes, QStringLiteral("before the copy"));
    QCOMPARE(shared.firstName, QStringLiteral("Here"));
    QVERIFY(m_ben->lead(here));
    QCOMPARE(leadsOf(*m_ben), 3);
    QTRY_COMPARE_WITH_TIMEOUT(differenceOf(m_ada->rows(), m_ben->rows()), QString(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(differenceOf(second.rows(), m_ben->rows()), QString(), kPatience);
    // They are two clients from now on, and both go on.
    VERIFY_OK(m_ada->edit(Kind::Patch, here, {text("notes", QStringLiteral("one"))}));
    VERIFY_OK(second.edit(Kind::Patch, there, {text("notes", QStringLiteral("two"))}));
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(here)->notes == QLatin1String("one")
                                 && m_ben->lead(there)->notes == QLatin1String("two"),
                             kPatience);
    const RecordId ada = m_ada->workspace->actor().userId;
    m_server->terminate();
    auto store = EmbeddedStore::open({storePath(m_server->dataDir()), loadServerKeys(m_server->dataDir())->store});
    VERIFY_OK(store);
    QCOMPARE((*store)->database().queryInt64("SELECT count(*) FROM client_state WHERE user=?1", ada)->value(), 2);
}

void TestCopies::anOlderBackupOnTheServer()
{
    const QString file = m_dir->filePath(QStringLiteral("backup.db"));
    const mdmc::test::Finished saved = command(QStringLiteral("backup"), file); // While it serves.
    QVERIFY2(saved.exitCode == 0, saved.err.constData());

    // Acknowledged, seen by the other, and not in the backup.
    const RecordId later = RecordId::mint();
    VERIFY_OK(m_ada->edit(Kind::Create, later, {text("artistName", QStringLiteral("After the backup"))}));
    VERIFY_OK(m_ada->edit(Kind::Patch, m_lead, {text("notes", QStringLiteral("after the backup"))}));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced() && m_ben->lead(later)
                                 && m_ben->lead(m_lead)->notes == QLatin1String("after the backup"),
                             kPatience);
    goOffline(*m_ben);
    VERIFY_OK(m_ben->edit(Kind::Patch, m_lead, {text("firstName", QStringLiteral("Offline"))}));
    VERIFY_OK(m_ben->edit(Kind::Patch, later, {text("notes", QStringLiteral("of a lead that the server forgets"))}));

    const mdmc::test::Finished refused = command(QStringLiteral("restore"), file);
    QVERIFY(refused.exitCode != 0); // Not under a server that serves.
    m_server->terminate();
    const mdmc::test::Finished restored = command(QStringLiteral("restore"), file);
    QVERIFY2(restored.exitCode == 0, restored.err.constData());
    m_server->start();
    // Ben is quicker than Ada: what he edits is not there yet, so his edit waits for him where he can try again.
    settle(*m_ben);
    QCOMPARE(m_ben->workspace->status().attention, 1);
    const auto items = wait(m_ben->workspace->attention());
    VERIFY_OK(items);
    QCOMPARE(items->front().reason, QStringLiteral("scope_lost")); // As for any row that he may not see.
    settle(*m_ada);
    QCOMPARE(m_ada->workspace->status().attention, 0);
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->lead(later).has_value(), kPatience);
    VERIFY_OK(wait(m_ben->workspace->retry(items->front().id)));
    QTRY_VERIFY2_WITH_TIMEOUT(m_ben->isSynced() && m_ada->isSynced(), qPrintable(whereIs(*m_ada)), kPatience);

    Person fresh;
    VERIFY_OK(fresh.signInAs(kAda, m_server->url()));
    QTRY_VERIFY_WITH_TIMEOUT(fresh.isSynced() && fresh.lead(later), kPatience);
    const Lead shared = *fresh.lead(m_lead);
    QCOMPARE(shared.notes, QStringLiteral("after the backup"));
    QCOMPARE(shared.firstName, QStringLiteral("Offline"));
    QCOMPARE(fresh.lead(later)->notes, QStringLiteral("of a lead that the server forgets"));
    QTRY_COMPARE_WITH_TIMEOUT(differenceOf(m_ada->rows(), fresh.rows()), QString(), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(differenceOf(m_ben->rows(), fresh.rows()), QString(), kPatience);
    QCOMPARE(leadsOf(fresh), 2);
}

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestCopies)
#include "test_copies.moc"
