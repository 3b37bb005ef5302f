// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/client_node.h"

#include "sync/protocol/codec.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

/// What a first load leaves for later is made so many rows at a time: small, so that much happens in between.
constexpr int kIndexRows = 5;

/// What a message says, without anything that differs between processes.
QString nameOf(const Message &message)
{
    if (const auto *welcome = std::get_if<Welcome>(&message))
        return QStringLiteral("welcome, head %1, resume %2").arg(welcome->head).arg(int(welcome->resume));
    if (const auto *result = std::get_if<PushResult>(&message)) {
        QString text = QStringLiteral("results");
        for (const OperationResult &one : result->results)
            text += QStringLiteral(" %1:%2").arg(one.n).arg(int(one.outcome));
        return text;
    }
    if (const auto *changes = std::get_if<Changes>(&message))
        return QStringLiteral("changes %1-%2, %3 rows, %4 evicted").arg(changes->from).arg(changes->to.seq)
            .arg(changes->rows.size()).arg(changes->evicted.size());
    if (const auto *page = std::get_if<SnapshotPage>(&message))
        return QStringLiteral("page of %1, %2 rows").arg(entityInfo(page->type).name).arg(page->rows.size());
    if (const auto *error = std::get_if<ProtocolError>(&message))
        return QStringLiteral("error ") + error->code;
    return QStringLiteral("message %1").arg(message.index());
}

} // namespace

ClientNode::ClientNode(World &world, int index, const User &user, const test::SimulatedDisk::Image &image)
    : m_world(world), m_index(index), m_user(user), m_clock(world.timeline()),
      m_random(diceOf(world.options().seed, 0xc1, quint64(index))), m_disk(image), m_link(world.network(), *this)
{
}

ClientNode::~ClientNode() = default;

security::SecretKey ClientNode::key()
{
    return *security::SecretKey::fromBytes(QByteArray(32, 'c'));
}

void ClientNode::retire(const QString &why)
{
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 retires: %2").arg(m_index).arg(why));
    if (isUp())
        kill(false);
    m_world.timeline().cancel(std::exchange(m_start, 0));
    m_isRetired = true;
    m_world.ledger().retired(m_index);
}

Result<> ClientNode::start(const security::SecretKey &key)
{
    m_world.timeline().cancel(std::exchange(m_start, 0));
    if (isUp() || m_isRetired)
        return {};
    storage::OpenOptions options{.path = kPath, .key = key, .cacheKib = 2048, .vfs = m_disk.name()};
    MDMC_ASSIGN(storage::Database database, storage::Database::open(options));
    MDMC_ASSIGN(m_replica, Replica::open(std::move(database), m_clock, m_random));
    m_replica->setIndexRows(kIndexRows);
    if (m_disk.isStopped()) {
        m_replica.reset();
        return failure(ErrorCode::StorageFailure, QStringLiteral("the disk has stopped"));
    }
    {
        const test::SimulatedDisk::Watching watching(m_disk);
        m_world.ledger().opened(m_index, *m_replica, m_world.trueTime());
    }
    m_engine = std::make_unique<SyncEngine>(*m_replica, m_link, m_clock, m_random, *this);
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 up").arg(m_index));
    if (m_isOnline)
        hear({}, [this](LinkEvents &) { m_engine->start(); });
    return {};
}

void ClientNode::startLater(qint64 ms)
{
    if (m_isRetired)
        return;
    m_world.timeline().cancel(m_start);
    m_start = m_world.timeline().after(ms, [this] {
        m_start = 0;
        const auto started = start();
        if (started)
            return;
        if (endAtStop())
            return;
        if (m_disk.hasFailed() || m_world.isTroubled())
            return startLater(3000); // A disk that fails on purpose.
        m_world.fail(13, QStringLiteral("client %1 does not open again: %2 %3")
                             .arg(m_index).arg(errorCodeName(started.error().code), started.error().detail));
    });
}

void ClientNode::forget()
{
    m_world.timeline().cancel(std::exchange(m_alarm, 0));
    m_world.timeline().cancel(std::exchange(m_start, 0));
    m_link.abandon();
    m_engine.reset();
    m_replica.reset();
}

void ClientNode::shutDown()
{
    m_world.timeline().cancel(std::exchange(m_start, 0));
    if (!isUp())
        return;
    m_engine->stop();
    forget();
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 shut").arg(m_index));
}

void ClientNode::kill(bool isPowerCut)
{
    m_world.trace().add(m_world.timeline().now(),
                        (isPowerCut ? QStringLiteral("%1's power is cut") : QStringLiteral("%1 killed")).arg(m_index));
    // The disk first: what the objects still hold open must not tidy up.
    if (isPowerCut)
        m_disk.powerCut(diceOf(m_world.options().seed, quint64(m_index), 0xc07, quint64(++m_deaths)));
    else
        m_disk.kill();
    forget();
}

void ClientNode::stopAt(qint64 k, bool isPowerCut, bool isAnyCall)
{
    m_isPowerAtRisk = isPowerCut;
    m_disk.stopAt(isAnyCall ? test::SimulatedDisk::AnyCall : test::SimulatedDisk::AnyChange, k);
}

void ClientNode::setOnline(bool isOnline)
{
    m_isOnline = isOnline;
    if (!isUp())
        return;
    hear({}, [&](LinkEvents &) { isOnline ? m_engine->start() : m_engine->stop(); });
}

void ClientNode::hear(const QByteArray &frame, const std::function<void(LinkEvents &)> &work)
{
    if (!frame.isEmpty()) {
        SyncLimits limits;
        limits.maxFrameBytes = limits.maxInflatedBytes;
        if (const auto messages = decodeFrame(frame, limits))
            for (const Message &message : *messages) {
                m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 < %2").arg(m_index).arg(nameOf(message)));
                m_world.ledger().delivered(m_index, message);
            }
    }
    work(*m_engine);
    settleCall();
}

/// The disk may have stopped during a call: that call was the process's last.
bool ClientNode::endAtStop()
{
    if (!m_disk.isStopped())
        return false;
    const quint64 dice = diceOf(m_world.options().seed, quint64(m_index), 0xdead, quint64(++m_deaths));
    m_world.happened(m_isPowerAtRisk ? Fault::ClientPowerCut : Fault::ClientKilled);
    kill(m_isPowerAtRisk);
    startLater(300 + qint64(dice % 20'000));
    return true;
}

void ClientNode::settleCall()
{
    if (!isUp())
        return;
    if (endAtStop())
        return;
    {
        const test::SimulatedDisk::Watching watching(m_disk);
        m_world.ledger().afterEngine(m_index, *m_replica, m_world.trueTime());
    }
    m_world.timeline().cancel(m_alarm);
    m_alarm = m_world.timeline().after(m_engine->msToNextTick(), [this] {
        m_alarm = 0;
        tick();
    });
}

void ClientNode::tick()
{
    hear({}, [this](LinkEvents &) { m_engine->tick(); });
}

Result<> ClientNode::act(Ledger::Act kind, const char *what, const std::function<Result<>(Replica &)> &work)
{
    if (!isUp())
        return failure(ErrorCode::Cancelled, QStringLiteral("the program is not running"));
    Result<> result;
    auto watching = std::make_unique<test::SimulatedDisk::Watching>(m_disk);
    m_world.ledger().act(m_index, *m_replica, m_world.trueTime(), kind, [&] {
        watching.reset();
        result = work(*m_replica);
        watching = std::make_unique<test::SimulatedDisk::Watching>(m_disk);
        return result.has_value();
    });
    watching.reset();
    m_world.trace().add(m_world.timeline().now(),
                        QStringLiteral("%1 %2: %3").arg(m_index).arg(QLatin1String(what),
                            result ? QStringLiteral("done")
                                   : QString(errorCodeName(result.error().code)) + u' ' + result.error().field));
    hear({}, [this](LinkEvents &) { m_engine->localChange(); });
    return result;
}

Result<> ClientNode::commit(const Command &command)
{
    const auto done = act(Ledger::Act::Edit, command.label.toLatin1().constData(), [&](Replica &replica) -> Result<> {
        MDMC_TRY(replica.commit(command));
        return {};
    });
    if (done)
        m_world.countOperations(qint64(command.edits.size()));
    return done;
}

void ClientNode::statusChanged(const SyncStatus &status)
{
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 status %2 pending %3 attention %4")
                                                      .arg(m_index).arg(int(status.state)).arg(status.pending)
                                                      .arg(status.attention));
}

void ClientNode::replicaChanged(const ChangeSet &) {}

void ClientNode::operationRefused(const Refusal &refusal)
{
    m_world.trace().add(m_world.timeline().now(), QStringLiteral("%1 refused: %2 %3 %4").arg(m_index)
                                                      .arg(rejectReasonName(refusal.reason), refusal.field,
                                                           refusal.record.id.toString()));
}

} // namespace mdmc::simulation
