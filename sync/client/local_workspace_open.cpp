// SPDX-License-Identifier: GPL-3.0-or-later
// How a workspace comes to be open: key, database, owner, then both threads.
#include "sync/client/local_workspace.h"

#include "core/base/log.h"

#include <QDir>

namespace mdmc::sync {

namespace {

/// The writer appends and touches few rows at a time; lists and searches are the reader's (local_workspace.cpp).
/// Together they keep the program under 150 MB with 100,000 leads.
constexpr int kWriterCacheKib = 24 * 1024;
constexpr int kIndexCacheKib = 2 * 1024; ///< Reads every row once, in their order.

/// Stable per person and server, so that a profile folder may be moved.
QString keyNameOf(const Profile &profile)
{
    const QString server = profile.server.isEmpty() ? QStringLiteral("local") : profile.server.toString();
    return QStringLiteral("replica/%1@%2").arg(profile.userId.toString(), server);
}

/// A folder holds one person's replica of one server.
Result<> checkSamePerson(const QString &dir, const Profile &wanted)
{
    const auto present = Profile::load(dir);
    if (!present)
        return present.error().code == ErrorCode::NotFound ? Result<>() : Result<>(tl::unexpected(present.error()));
    if (present->userId != wanted.userId || present->server != wanted.server)
        return failure(ErrorCode::AlreadyExists,
                       QStringLiteral("the folder holds the replica of another person or server"));
    return {};
}

/// A replica that is there but does not open is damage, whatever the database calls it: neither the passphrase, which
/// has just proved right, nor a record is to blame.
Result<storage::Database> openDatabase(const storage::OpenOptions &options, const security::ReplicaKeyGrant &grant)
{
    auto database = storage::Database::open(options);
    if (database)
        return database;
    const Error &error = database.error();
    if (error.code == ErrorCode::NotFound)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("the database file is missing or empty"));
    if (error.code == ErrorCode::WrongKey && grant.protection == security::KeyProtection::Passphrase && !grant.isNew)
        return failure(ErrorCode::StorageCorrupt,
                       QStringLiteral("the passphrase is right, the database does not open: ") + error.detail);
    return database;
}

} // namespace

void LocalWorkspace::makeHost(std::unique_ptr<Replica> replica)
{
    Replica *raw = replica.get();
    QtLink::Settings settings;
    settings.server = m_profile.server;
    settings.extraCertificate = raw->meta().bytes(meta::kExtraCertificate).value_or(QByteArray());
    // Inside of the encrypted replica, whose key is in the keychain or under the passphrase: as safe as there, and a
    // rotated token is on the disk before it is used, whatever happens.
    settings.loadRefreshToken = [raw] { return raw->meta().text(meta::kRefreshToken).value_or(QString()); };
    settings.storeRefreshToken = [raw](const QString &token) {
        if (!raw->meta().set(meta::kRefreshToken, token.toUtf8()))
            qCWarning(lcSync) << "the refresh token could not be stored: the next start will ask for the password";
    };
    m_host = new WorkspaceHost(std::move(replica), std::move(settings), m_writerThread);
    connect(
        m_host, &WorkspaceHost::newStatus, this,
        [this](const SyncStatus &status) {
            m_status = status;
            Q_EMIT statusChanged(status);
        },
        Qt::QueuedConnection);
    connect(m_host, &WorkspaceHost::newRefusal, this, &Workspace::refused, Qt::QueuedConnection);
    connect(m_host, &WorkspaceHost::newChanges, m_host, [this](const ChangeSet &changes) { announce(changes); });
}

Result<> LocalWorkspace::openReplica(const KeyAccess &keys, const std::function<Result<>(Replica &)> &prepare,
                                     const SignIn *credentials)
{
    if (!QDir().mkpath(m_profile.dir))
        return failure(ErrorCode::StorageFailure, QStringLiteral("the profile's folder cannot be made"));
    QFile::setPermissions(m_profile.dir, QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    security::ReplicaKeyRequest request;
    request.databasePath = m_profile.databasePath();
    request.keyFilePath = m_profile.keyFilePath();
    request.keyName = keyNameOf(m_profile);
    request.keyStore = keys.keyStore;
    request.askPassphrase = keys.askPassphrase;
    MDMC_ASSIGN(const security::ReplicaKeyGrant grant, security::resolveReplicaKey(request));
    const storage::OpenOptions options{.path = m_profile.databasePath(),
                                       .key = grant.key,
                                       .create = prepare != nullptr,
                                       .cacheKib = kWriterCacheKib,
                                       .vfs = {}};
    MDMC_ASSIGN(storage::Database database, openDatabase(options, grant));
    const auto recentRows = std::make_shared<storage::RecentRows>();
    database.noteRowsIn(recentRows);
    static const SystemClock clock;
    static SystemRandom random;
    MDMC_ASSIGN(std::unique_ptr<Replica> replica, Replica::open(std::move(database), clock, random));
    if (prepare)
        MDMC_TRY(prepare(*replica));
    if (credentials) {
        MDMC_TRY(replica->meta().set(meta::kExtraCertificate, credentials->extraCertificate));
        MDMC_TRY(replica->meta().set(meta::kDeviceName, credentials->deviceName.toUtf8()));
    }
    if (const auto name = replica->meta().text(meta::kWorkspaceName); name && !name->isEmpty())
        m_profile.workspaceName = *name;
    MDMC_TRY(openReaders(grant.key, recentRows));
    replica->setReader([options] {
        storage::OpenOptions reading = options;
        reading.create = false;
        reading.readOnly = true;
        reading.cacheKib = kIndexCacheKib;
        return storage::Database::open(reading);
    });
    makeHost(std::move(replica));
    Snapshot opened;
    MDMC_ASSIGN(opened.localValues, m_host->replica().localValues());
    MDMC_ASSIGN(opened.undo, m_host->replica().undoState());
    opened.actor = m_host->replica().actor();
    opened.status = m_host->engine().status();
    m_opened = std::move(opened);
    return {};
}

void LocalWorkspace::finishOpening(Result<> result, Opened opened)
{
    // On the writer's thread. What was gathered belongs to the owner from here on.
    QMetaObject::invokeMethod(
        this,
        [this, result = std::move(result), opened = std::move(opened)] {
            if (m_opened) {
                m_status = m_opened->status;
                m_undoState = m_opened->undo;
                m_actor = m_opened->actor;
                m_localValues = std::move(m_opened->localValues);
                m_opened.reset();
            }
            const bool isOpen = result.has_value();
            if (isOpen)
                goOnline();
            opened(result); // May take this object away.
        },
        Qt::QueuedConnection);
}

void LocalWorkspace::open(const KeyAccess &keys, Opened opened)
{
    m_writerThread.post([this, keys, opened = std::move(opened)](bool isCancelled) {
        if (!isCancelled)
            finishOpening(openReplica(keys, nullptr, nullptr), opened);
    });
}

void LocalWorkspace::openSeeded(const User &user, std::vector<Record> seed, const KeyAccess &keys, Opened opened)
{
    m_profile.userId = user.id;
    m_profile.email = user.email;
    m_writerThread.post([this, user, seed = std::move(seed), keys, opened = std::move(opened)](bool isCancelled) {
        if (isCancelled)
            return;
        const auto prepare = [&](Replica &replica) -> Result<> {
            MDMC_TRY(replica.setOwner({user, {}, m_profile.workspaceName}));
            return replica.seed(seed);
        };
        Result<> result;
        if (const auto present = Profile::load(m_profile.dir); present || present.error().code != ErrorCode::NotFound)
            result = failure(ErrorCode::AlreadyExists, QStringLiteral("the folder holds a replica already"));
        if (result)
            result = openReplica(keys, prepare, nullptr);
        if (result)
            result = m_profile.save();
        finishOpening(std::move(result), opened);
    });
}

void LocalWorkspace::openSignedIn(const SignIn &credentials, const KeyAccess &keys, Opened opened)
{
    m_writerThread.post([this, credentials, keys, opened = std::move(opened)](bool isCancelled) {
        if (isCancelled)
            return;
        const Result<QUrl> server = checkedServer(credentials.server);
        if (!server)
            return finishOpening(tl::unexpected<Error>(server.error()), opened);
        m_signInNetwork = new QNetworkAccessManager;
        m_signInClient = new AuthClient(*m_signInNetwork, *server, credentials.extraCertificate);
        m_signInClient->login(
            credentials.email, credentials.password, credentials.deviceName,
            [this, server = *server, credentials, keys, opened](tl::expected<SignedIn, LinkFailure> answer) {
                // As a job of its own: a close that comes while it asks for the key waits until it is done, and does not
                // take away the client in whose answer this is.
                m_writerThread.post([this, server, credentials, keys, opened, answer](bool isCancelled) {
                    if (isCancelled)
                        return;
                    finishOpening(answer ? openAnswered(server, credentials, keys, *answer)
                                         : Result<>(tl::unexpected<Error>(answer.error().error)),
                                  opened);
                });
            });
    });
}

Result<> LocalWorkspace::openAnswered(const QUrl &server, const SignIn &credentials, const KeyAccess &keys,
                                      const SignedIn &answer)
{
    Profile profile = m_profile;
    profile.server = server;
    profile.email = answer.user.email;
    profile.userId = answer.user.id;
    profile.workspaceName = answer.workspaceName;
    MDMC_TRY(checkSamePerson(profile.dir, profile));
    m_profile = profile;
    const auto prepare = [&](Replica &replica) {
        return replica.setOwner({answer.user, server.toString(), answer.workspaceName});
    };
    MDMC_TRY(openReplica(keys, prepare, &credentials));
    MDMC_TRY(m_profile.save());
    m_host->link().setTokens(answer);
    return {};
}

} // namespace mdmc::sync
