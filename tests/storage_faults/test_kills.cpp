// SPDX-License-Identifier: GPL-3.0-or-later
// Real processes, killed at random moments while they write: a server and two clients without windows. What a client
// was told is saved is on the server in the end, and every database is sound.
//
// A short run by default; MDMC_KILLS=300 for a long one, MDMC_SEED=n to repeat one (the moments remain the machine's).
#include "core/storage/transaction.h"
#include "sync/server/embedded_store.h"
#include "sync/server/server.h"
#include "sync/server/server_keys.h"
#include "tests/support/fault_sweep.h"
#include "tests/sync/both/person.h"

#include <QCoreApplication>
#include <QFile>
#include <QFutureWatcher>
#include <QProcess>
#include <QTimer>

#ifdef Q_OS_LINUX
#include <sys/prctl.h>

#include <csignal>
#endif

namespace mdmc::sync {

using namespace test;

namespace {

/// Keys in a file, for processes that come and go. Replaced as a whole, so that a kill leaves the old or the new one.
class FileKeyStore final : public security::KeyStore {
public:
    explicit FileKeyStore(QString dir) : m_dir(std::move(dir)) { }
    Result<std::optional<security::SecretKey>> load(const QString &name) override
    {
        QFile file(pathOf(name));
        if (!file.open(QIODevice::ReadOnly))
            return std::optional<security::SecretKey>();
        return std::optional(*security::SecretKey::fromBytes(file.readAll()));
    }
    Result<> store(const QString &name, const security::SecretKey &key) override
    {
        QFile file(pathOf(name) + QStringLiteral(".new"));
        const QByteArray bytes(reinterpret_cast<const char *>(key.data()), security::SecretKey::Size);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            return failure(ErrorCode::KeyMissing);
        file.close();
        return file.rename(pathOf(name)) ? Result<>() : Result<>(failure(ErrorCode::KeyMissing));
    }
    Result<> remove(const QString &name) override
    {
        QFile::remove(pathOf(name));
        return {};
    }
    bool available() override { return true; }

private:
    QString pathOf(const QString &name) const
    {
        return m_dir + u'/' + QString::fromLatin1(name.toUtf8().toHex()) + QStringLiteral(".testkey");
    }
    QString m_dir;
};

// The client process ----------------------------------------------------------------------------------------------

/// What a client tried and what it was told is saved; one line each, in order.
struct Entry {
    QByteArray what; ///< try or saved
    QByteArray kind; ///< create or patch
    RecordId lead;
    QString token;
};

std::vector<Entry> readJournal(const QString &path)
{
    std::vector<Entry> entries;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    while (!file.atEnd()) {
        const QByteArrayList words = file.readLine().trimmed().split(' ');
        if (words.size() == 4) // The last line may have been cut.
            entries.push_back({words[0], words[1], *RecordId::fromString(QString::fromLatin1(words[2])),
                               QString::fromLatin1(words[3])});
    }
    return entries;
}

/// Edits without a pause until it is killed.
class Typist : public QObject {
public:
    Typist(Workspace &workspace, const QString &journal, quint64 seed)
        : m_workspace(workspace), m_journal(journal), m_random(seed)
    {
        for (const Entry &entry : readJournal(journal))
            if (entry.what == "saved" && entry.kind == "create")
                m_leads.push_back(entry.lead);
        if (!m_journal.open(QIODevice::Append))
            qFatal("no journal");
        m_journal.write("\n"); // Ends a line that was cut.
    }

    void next()
    {
        const QString token = QString::number(m_random.next(), 36);
        const quint64 dice = m_random.below(20);
        Command command{QStringLiteral("Edit"), {}};
        if (m_leads.empty() || dice < 4) {
            for (int i = 0; i < (dice == 0 ? 30 : 1); ++i) // Now and then a small import.
                command.edits.push_back({RecordEdit::Kind::Create,
                                         EntityType::Lead,
                                         RecordId::mint(),
                                         {text("artistName", QStringLiteral("Act")), text("notes", token)}});
            return commit(command, "create", token);
        }
        const RecordId lead = m_leads[size_t(m_random.below(m_leads.size()))];
        command.edits.push_back({RecordEdit::Kind::Patch, EntityType::Lead, lead, {text("nextStep", token)}});
        commit(command, "patch", token);
    }

private:
    void write(const char *what, const Command &command, const char *kind, const QString &token)
    {
        QByteArray lines;
        for (const RecordEdit &edit : command.edits)
            lines +=
                QByteArray(what) + ' ' + kind + ' ' + edit.id.toString().toLatin1() + ' ' + token.toLatin1() + '\n';
        m_journal.write(lines);
        m_journal.flush(); // With the system: it survives this process.
    }

    void commit(const Command &command, const char *kind, const QString &token)
    {
        write("try", command, kind, token);
        auto *watcher = new QFutureWatcher<Result<>>(this);
        connect(watcher, &QFutureWatcher<Result<>>::finished, this, [this, watcher, command, kind, token] {
            watcher->deleteLater();
            if (const Result<> result = watcher->future().takeResult(); !result)
                qFatal("refused: %s", qPrintable(result.error().detail));
            write("saved", command, kind, token);
            if (QByteArray(kind) == "create")
                for (const RecordEdit &edit : command.edits)
                    m_leads.push_back(edit.id);
            QTimer::singleShot(1, this, [this] { next(); });
        });
        watcher->setFuture(m_workspace.commit(command));
    }

    Workspace &m_workspace;
    QFile m_journal;
    SeededRandom m_random;
    std::vector<RecordId> m_leads;
};

/// client FOLDER SERVER EMAIL SEED
int runClient(const QStringList &arguments)
{
    const QString dir = arguments.at(2);
    FileKeyStore keys(dir);
    const KeyAccess access{&keys, {}};
    const QString profileDir = dir + QStringLiteral("/profile");
    auto profile = Profile::load(profileDir);
    auto opened =
        wait(profile ? openWorkspace(*profile, access)
                     : signIn(profileDir, {QUrl(arguments.at(3)), arguments.at(4), kPassword, {}, {}}, access));
    if (!opened && !profile)
        return 3; // The server is not there yet: there is nothing to work on.
    if (!opened)
        qFatal("the replica does not open: %s", qPrintable(opened.error().detail));
    const std::unique_ptr<Workspace> workspace = std::move(*opened);
    Typist typist(*workspace, dir + QStringLiteral("/journal"), arguments.at(5).toULongLong());
    const auto begin = [&] { typist.next(); };
    // The lists that a lead needs come with the first snapshot.
    bool hasBegun = false;
    const auto look = [&](const SyncStatus &status) {
        if (!hasBegun && (status.lastSyncedAt > 0 || status.state == SyncState::Synced)) {
            hasBegun = true;
            begin();
        }
    };
    QObject::connect(workspace.get(), &Workspace::statusChanged, &typist, look);
    look(workspace->status());
    return QCoreApplication::exec();
}

struct ClientProcess {
    QString dir;
    QString email;
    QProcess process;

    void start(const QString &server, quint64 seed)
    {
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.setStandardOutputFile(dir + QStringLiteral("/log"), QIODevice::Append);
#ifdef Q_OS_LINUX
        process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--client"), dir, server, email, QString::number(seed)});
        if (!process.waitForStarted())
            qFatal("the client cannot be started");
    }
    void kill()
    {
        process.kill();
        process.waitForFinished();
    }
    QString journal() const
    {
        return dir + QStringLiteral("/journal");
    }
};

} // namespace

class TestKills : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingSavedIsLost();

private:
    void killAtRandom(mdmc::test::ServerProcess &server, std::array<ClientProcess, 2> &clients, int kills);
    void verifyServer(const QString &dataDir);
    void verifyReplica(const QString &dir);
    static void verifyJournal(const std::vector<Entry> &journal, const std::map<RecordRef, Record> &rows);

    SeededRandom m_random{1};
};

void TestKills::killAtRandom(mdmc::test::ServerProcess &server, std::array<ClientProcess, 2> &clients, int kills)
{
    int serverKills = 0;
    for (int i = 0; i < kills; ++i) {
        const bool isServer = m_random.below(3) == 0;
        ClientProcess &client = clients[size_t(m_random.below(2))];
        // A moment of work; a client that ends by itself in it has failed.
        const int moment = int(m_random.below(250));
        const bool hasEnded = client.process.waitForFinished(moment);
        QVERIFY2(!hasEnded || client.process.exitCode() == 3, "a client ended by itself: see its log");
        if (isServer) {
            server.kill();
            server.start();
            ++serverKills;
        } else {
            client.kill();
        }
        for (ClientProcess &each : clients)
            if (each.process.state() == QProcess::NotRunning)
                each.start(server.url(), m_random.next());
    }
    qInfo() << kills << "kills," << serverKills << "of the server";
}

void TestKills::nothingSavedIsLost()
{
    const int kills = qEnvironmentVariable("MDMC_KILLS", QStringLiteral("20")).toInt();
    const quint64 seed =
        qEnvironmentVariable("MDMC_SEED", QString::number(QDateTime::currentMSecsSinceEpoch())).toULongLong();
    qInfo() << "seed" << seed;
    m_random = SeededRandom(seed);
    const QTemporaryDir dir;
    mdmc::test::ServerProcess server(QStringLiteral(MDMC_BIN_DIR), dir.filePath(QStringLiteral("server")));
    server.init(kAda, kPassword);
    server.addUser(kBen, QStringLiteral("Ben"), QStringLiteral("manager"), kPassword, QStringLiteral("all"));
    server.start();
    std::array<ClientProcess, 2> clients;
    for (size_t i = 0; i < clients.size(); ++i) {
        clients[i].dir = dir.filePath(QStringLiteral("client%1").arg(i));
        clients[i].email = i == 0 ? kAda : kBen;
        QDir().mkpath(clients[i].dir);
        clients[i].start(server.url(), m_random.next());
    }
    // Nobody is killed before everybody has something to lose.
    for (ClientProcess &client : clients)
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(client.journal()).size() > 100, kPatience);
    killAtRandom(server, clients, kills);
    for (ClientProcess &client : clients)
        client.kill();
    if (QTest::currentTestFailed())
        return;

    // Everything is handed in, and everybody has the same.
    Person fresh;
    std::map<RecordRef, Record> all;
    for (ClientProcess &client : clients) {
        FileKeyStore keys(client.dir);
        const auto profile = Profile::load(client.dir + QStringLiteral("/profile"));
        VERIFY_OK(profile);
        auto opened = wait(openWorkspace(*profile, {&keys, {}}));
        VERIFY_OK(opened);
        fresh.workspace = std::move(*opened);
        QTRY_VERIFY_WITH_TIMEOUT(fresh.isSynced(), kPatience * 4);
        QCOMPARE(fresh.workspace->status().attention, 0);
        fresh.workspace.reset();
    }
    VERIFY_OK(fresh.signInAs(kAda, server.url()));
    QTRY_VERIFY_WITH_TIMEOUT(fresh.isSynced(), kPatience);
    all = fresh.rows();
    size_t saved = 0;
    for (ClientProcess &client : clients) {
        const std::vector<Entry> journal = readJournal(client.journal());
        verifyJournal(journal, all);
        saved +=
            size_t(std::count_if(journal.begin(), journal.end(), [](const Entry &e) { return e.what == "saved"; }));
        FileKeyStore keys(client.dir);
        auto opened = wait(openWorkspace(*Profile::load(client.dir + QStringLiteral("/profile")), {&keys, {}}));
        VERIFY_OK(opened);
        Person again;
        again.workspace = std::move(*opened);
        QTRY_VERIFY_WITH_TIMEOUT(again.isSynced(), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(differenceOf(again.rows(), all), QString(), kPatience);
        again.workspace.reset();
        verifyReplica(client.dir);
        if (QTest::currentTestFailed())
            return;
    }
    qInfo() << saved << "edits were told to be saved," << all.size() << "rows";
    QVERIFY(saved > size_t(kills));
    fresh.workspace.reset();
    server.kill();
    verifyServer(server.dataDir());
}

void TestKills::verifyJournal(const std::vector<Entry> &journal, const std::map<RecordRef, Record> &rows)
{
    std::map<RecordId, QStringList> possible; ///< What the next step of a lead may be now.
    for (const Entry &entry : journal) {
        if (entry.kind == "create" && entry.what == "saved") {
            const auto found = rows.find({EntityType::Lead, entry.lead});
            QVERIFY2(found != rows.end(), qPrintable(QStringLiteral("lead %1 is lost").arg(entry.lead.toString())));
            QCOMPARE(fromRecord<Lead>(found->second).notes, entry.token);
        } else if (entry.kind == "patch") {
            QStringList &values = possible.try_emplace(entry.lead, QStringList{QString()}).first->second;
            if (entry.what == "saved")
                values = QStringList{entry.token};
            else
                values << entry.token; // Killed before it was told: either way is right.
        }
    }
    for (const auto &[lead, values] : possible) {
        const QString found = fromRecord<Lead>(rows.at({EntityType::Lead, lead})).nextStep;
        QVERIFY2(values.contains(found), qPrintable(QStringLiteral("lead %1 has %2").arg(lead.toString(), found)));
    }
}

void TestKills::verifyReplica(const QString &dir)
{
    const auto profile = Profile::load(dir + QStringLiteral("/profile"));
    VERIFY_OK(profile);
    const QStringList keys = QDir(dir).entryList({QStringLiteral("*.testkey")});
    QCOMPARE(keys.size(), 1);
    QFile key(dir + u'/' + keys.front());
    QVERIFY(key.open(QIODevice::ReadOnly));
    auto db = storage::Database::open(
        {.path = profile->databasePath(), .key = *security::SecretKey::fromBytes(key.readAll()), .vfs = {}});
    VERIFY_OK(db);
    VERIFY_OK(mdmc::test::checkSound(*db));
    QCOMPARE(db->queryInt64("SELECT count(*) FROM outbox WHERE state<>2")->value(), 0);
}

void TestKills::verifyServer(const QString &dataDir)
{
    const auto keys = loadServerKeys(dataDir);
    VERIFY_OK(keys);
    auto store = EmbeddedStore::open({storePath(dataDir), keys->store});
    VERIFY_OK(store);
    VERIFY_OK(mdmc::test::checkSound((*store)->database()));
    const auto head = (*store)->head();
    const auto log = (*store)->changesAfter(0, 1'000'000);
    VERIFY_OK(log);
    QCOMPARE(qint64(log->size()), head->seq); // Without gaps, or it would have failed.
}

} // namespace mdmc::sync

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    if (app.arguments().value(1) == QLatin1String("--client"))
        return mdmc::sync::runClient(app.arguments());
    mdmc::sync::TestKills test;
    QTEST_SET_MAIN_SOURCE_PATH
    return QTest::qExec(&test, argc, argv);
}

#include "test_kills.moc"
