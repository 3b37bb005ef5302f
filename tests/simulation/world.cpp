// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/world.h"

namespace mdmc::simulation {

namespace {

constexpr qint64 kSettleMs = 45 * 60'000;
constexpr qint64 kSettleStepMs = 5'000;
/// An idle client compares checksums every ten minutes, and repairs at most once in as long.
constexpr qint64 kChecksMs = 22 * 60'000;

} // namespace

World::World(const WorldOptions &options, Templates &templates)
    : m_options(options), m_trace(options.isVerbose), m_people(templates.people()),
      m_ledger(std::make_unique<Ledger>()), m_network(std::make_unique<Network>(*this)),
      m_server(std::make_unique<ServerNode>(*this, templates.server()))
{
    if (const auto started = m_server->start(); !started)
        qFatal("the simulated server does not start: %s", qPrintable(started.error().detail));
    rememberServer();
    for (int i = 0; i < options.clients; ++i) {
        const quint64 dice = diceOf(options.seed, 0x9e09, quint64(i));
        // The first is the administrator; now and then somebody has a second computer, or signs in for the first time.
        const int person = i == 0 ? 0 : dice % 6 == 0 ? int((dice >> 8) % quint64(i)) : i % Templates::kPeople;
        const bool isFresh = (dice >> 40) % 8 == 0;
        m_clients.push_back(std::make_unique<ClientNode>(*this, i, m_people[size_t(person)],
                                                         templates.replica(i, person, isFresh)));
        ClientNode &client = *m_clients.back();
        m_ledger->addClient(i, client.user().id);
        client.link().signIn(m_server->sessionVersion(client.user().id));
        if (const auto started = client.start(); !started)
            qFatal("a simulated client does not start: %s", qPrintable(started.error().detail));
    }
    m_timeline.advance(2000);
}

World::~World() = default;

void World::happened(Fault fault, const QString &what)
{
    m_faults.add(fault);
    m_trace.add(m_timeline.now(), QStringLiteral("FAULT %1 %2").arg(faultName(fault), what));
}

void World::fail(int invariant, const QString &message)
{
    if (m_failure)
        return;
    m_trace.add(m_timeline.now(), QStringLiteral("VIOLATION %1 %2").arg(invariant).arg(message));
    m_failure = Violation{invariant, message};
}

void World::carryOut(const Step &step)
{
    ClientNode &target = client(step.client);
    m_trace.add(m_timeline.now(), step.toString());
    switch (step.kind) {
    case StepKind::Advance: {
        // Mostly moments, sometimes minutes.
        const quint64 size = step.dice % 10;
        m_timeline.advance(qint64((step.dice >> 8) % (size < 6 ? 400 : size < 9 ? 8'000 : 120'000)));
        break;
    }
    case StepKind::OpenClient:
        if (target.isUp() || step.dice % 3 == 0) {
            target.shutDown();
        } else if (!target.isRetired()) {
            target.startLater(0);
        }
        break;
    case StepKind::GoOffline: target.setOnline(false); break;
    case StepKind::GoOnline:
        target.setOnline(true);
        if (target.isUp())
            signInAgain(target);
        break;
    case StepKind::Fault: injectFault(*this, target, step); break;
    default: performAction(*this, target, step); break;
    }
    m_timeline.advance(0);
    // Images to be set back to; taken where the history happens to stand.
    if (step.dice % 7 == 0)
        remember(target.index());
    if (step.dice % 11 == 0)
        rememberServer();
}

// Copies and earlier states ---------------------------------------------------------------------------------------------

ClientNode &World::addClone(ClientNode &origin)
{
    const int index = int(m_clients.size());
    m_clients.push_back(std::make_unique<ClientNode>(*this, index, origin.user(), origin.disk().image()));
    ClientNode &clone = *m_clients.back();
    m_ledger->addClient(index, origin.user().id);
    m_ledger->cloned(origin.index(), index);
    clone.link().signIn(origin.link().sessionVersion());
    clone.startLater(0);
    return clone;
}

void World::remember(int index)
{
    if (client(index).isRetired())
        return;
    std::vector<ClientBackup> &backups = m_clientBackups[index];
    if (backups.size() < 4)
        backups.push_back({client(index).disk().image(), m_ledger->mark(index)});
}

void World::rollBack(int index, quint64 dice)
{
    const auto found = m_clientBackups.find(index);
    ClientNode &node = client(index);
    if (found == m_clientBackups.end() || node.isRetired())
        return;
    const ClientBackup &backup = found->second[dice % found->second.size()];
    if (node.isUp())
        node.kill(false);
    node.disk().load(backup.image);
    m_ledger->rolledBack(index, backup.mark);
    happened(Fault::RolledBack);
    node.startLater(500);
}

void World::rememberServer()
{
    if (!m_server->isUp() || m_serverBackups.size() >= 6)
        return;
    if (m_server->disk().isStopped())
        return; // Its process ends with the call under way, and nobody knows yet what that one wrote (seed 11003860).
    m_serverBackups.push_back({m_server->disk().image(), m_ledger->markServer()});
}

void World::restoreServer(quint64 dice, bool isEpochNew)
{
    const ServerBackup &backup = m_serverBackups[dice % m_serverBackups.size()];
    if (m_server->isUp())
        m_server->kill(false);
    m_server->disk().load(backup.image);
    m_server->disk().heal();
    m_ledger->serverRestored(backup.mark, trueTime());
    if (isEpochNew) {
        // As `mdmc-server restore` prepares a copy.
        const auto renew = [this]() -> Result<> {
            MDMC_ASSIGN(const auto store, sync::EmbeddedStore::open({.path = ServerNode::kPath, .key = ServerNode::key(),
                                                                     .vfs = m_server->disk().name()}));
            MDMC_ASSIGN(auto transaction, sync::StoreTransaction::begin(*store, sync::Store::Mode::Write));
            MDMC_TRY(store->renewEpoch());
            return transaction.commit();
        };
        if (const auto renewed = renew(); !renewed)
            return fail(13, QStringLiteral("a backup does not open: ") + renewed.error().detail);
    }
    happened(isEpochNew ? Fault::BackupRestored : Fault::FailoverTailLost, QStringLiteral("to commit %1").arg(backup.mark));
    m_server->startLater(500);
}

// Coming to rest --------------------------------------------------------------------------------------------------------

void World::calmDown()
{
    m_isCalm = true;
    m_network->heal();
    m_server->disk().heal();
    if (!m_server->isUp())
        m_server->startLater(0);
    for (const auto &client : m_clients) {
        client->disk().heal();
        client->disk().setCapacity(-1);
        client->clock().thaw();
        client->setOnline(true);
        if (!client->isUp() && !client->isRetired())
            client->startLater(0);
    }
    m_server->disk().setCapacity(-1);
    m_timeline.advance(2000);
    for (const auto &work : m_atRest)
        work();
}

/// A session that ended needs its person: whoever still has an account signs in again.
void World::signInAgain(ClientNode &client)
{
    const sync::SyncState state = client.engine().status().state;
    const bool isOut = state == sync::SyncState::SignInNeeded || state == sync::SyncState::Stopped;
    if (!isOut || !m_server->isUp())
        return;
    const auto user = m_server->user(client.user().id);
    if (!user || !user->isActive)
        return;
    client.link().signIn(m_server->sessionVersion(user->id));
    client.setOnline(true);
}

QString World::unrest()
{
    if (!m_server->isUp())
        return QStringLiteral("the server is down");
    const auto head = m_server->store().head();
    if (!head)
        return QStringLiteral("the server cannot say where it stands");
    for (const auto &client : m_clients) {
        if (client->isRetired())
            continue;
        const auto user = m_server->user(client->user().id);
        const bool mayBeOnline = user && user->isActive;
        const QString who = QStringLiteral("client %1 ").arg(client->index());
        if (!client->isUp())
            return who + QStringLiteral("is down");
        if (!mayBeOnline)
            continue;
        const auto cursor = client->replica().cursor();
        const auto counts = client->replica().counts();
        if (!cursor || !counts)
            return who + QStringLiteral("cannot be read");
        const sync::SyncStatus &status = client->engine().status();
        const QString state = QStringLiteral("state %1, error %2 %3, pending %4, cursor %5, head %6")
                                  .arg(int(status.state))
                                  .arg(status.error ? errorCodeName(status.error->code) : QString(),
                                       status.error ? status.error->detail : QString())
                                  .arg(counts->pending).arg(cursor->seq).arg(head->seq);
        if (counts->pending > 0)
            return who + QStringLiteral("has operations without a result: ") + state;
        if (cursor->epoch != head->epoch || cursor->seq != head->seq)
            return who + QStringLiteral("is not at the head: ") + state;
        if (status.state != sync::SyncState::Synced)
            return who + QStringLiteral("is not in step: ") + state;
        const auto scrub = client->replica().meta().bytes(sync::meta::kScrubDue);
        if (!scrub || !scrub->isEmpty())
            return who + QStringLiteral("has removed rows and not rewritten its file");
    }
    return {};
}

std::optional<QString> World::settle()
{
    calmDown();
    const qint64 until = m_timeline.now() + kSettleMs;
    QString reason;
    int quiet = 0;
    const qint64 atLeast = m_needsCheck ? m_timeline.now() + kChecksMs : 0;
    while (m_timeline.now() < until) {
        for (const auto &client : m_clients)
            if (client->isUp())
                signInAgain(*client);
        m_timeline.advance(kSettleStepMs);
        reason = unrest();
        quiet = reason.isEmpty() ? quiet + 1 : 0;
        if (quiet >= 2 && m_timeline.now() >= atLeast)
            break;
        if (m_failure || m_ledger->found())
            return std::nullopt;
    }
    m_trace.add(m_timeline.now(), QStringLiteral("settled: ") + reason);
    m_isSettled = reason.isEmpty();
    return reason.isEmpty() ? std::nullopt : std::optional(reason);
}

} // namespace mdmc::simulation
