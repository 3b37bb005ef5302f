// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong on purpose, as steps of a history.
#include "sync/protocol/codec.h"
#include "sync/server/working_set.h"
#include "tests/simulation/eyes.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;
using Disk = test::SimulatedDisk;

namespace {

constexpr qint64 kHourMs = 3'600'000;
constexpr qint64 kDayMs = 24 * kHourMs;
constexpr size_t kMostClients = 10;

// Network -------------------------------------------------------------------------------------------------------------

void divide(World &world, ClientNode &client, const Step &step)
{
    world.network().partition(client.index()) = {step.fault != Fault::PartitionDown, step.fault != Fault::PartitionUp};
    world.happened(step.fault);
    world.timeline().after(1000 + qint64(step.dice % 180'000), [&world, index = client.index()] {
        world.network().partition(index) = {};
    });
}

void storm(World &world, const Step &step)
{
    world.happened(step.fault);
    world.network().cut(-1);
    const qint64 version = world.server().isUp() ? world.server().sessionVersion(world.people().front().id) : 0;
    const Pass pass{world.people().front().id, version, world.trueTime() + kHourMs};
    SeededRandom random(step.dice);
    for (int i = 0; i < 200; ++i) {
        Hello hello;
        hello.application = QStringLiteral("stranger");
        hello.clientId = RecordId::mint(world.server().clock(), random);
        world.timeline().after(qint64(i % 50), [&world, pass, frame = encodeFrame(std::vector<Message>{hello})] {
            if (world.server().isUp())
                world.server().post(-1, pass, frame, [](const Result<QByteArray> &, qint64) {});
        });
    }
}

// Disks ---------------------------------------------------------------------------------------------------------------

void fillDisk(World &world, ClientNode &client, const Step &step)
{
    Disk &disk = step.dice % 3 == 0 ? world.server().disk() : client.disk();
    disk.setCapacity(disk.usedBytes() + qint64((step.dice >> 8) % 65'536));
    world.happened(step.fault);
    world.timeline().after(2000 + qint64((step.dice >> 24) % 60'000), [&disk] { disk.setCapacity(-1); });
}

/// Opens or says that it is damaged; never anything else. What the log held is lost, so the client leaves the world.
void damageLog(World &world, ClientNode &client, const Step &step)
{
    if (!client.isUp() || client.index() == 0)
        return;
    client.kill(false);
    const QString log = QString(ClientNode::kPath) + QStringLiteral("-wal");
    const QByteArray content = client.disk().content(log);
    if (content.isEmpty())
        return client.startLater(0);
    const qint64 at = qint64((step.dice >> 16) % quint64(content.size()));
    client.disk().overwrite(log, at, QByteArray(1, char(content[at] ^ (1 << (step.dice & 7)))));
    world.happened(step.fault);
    client.disk().heal();
    auto database = storage::Database::open(
        {.path = ClientNode::kPath, .key = ClientNode::key(), .cacheKib = 2048, .vfs = client.disk().name()});
    if (database) {
        if (const auto whole = database->integrityCheck(); !whole)
            world.fail(13, QStringLiteral("client %1 opened over a damaged log, but is not whole: %2")
                               .arg(client.index()).arg(whole.error().detail));
    } else if (database.error().code != ErrorCode::StorageCorrupt && database.error().code != ErrorCode::WrongKey) {
        world.fail(13, QStringLiteral("a damaged log is called %1").arg(errorCodeName(database.error().code)));
    }
    client.retire(QStringLiteral("its log was damaged"));
}

void tryWrongKey(World &world, ClientNode &client, const Step &step)
{
    if (client.isRetired())
        return;
    client.shutDown();
    const security::SecretKey wrong = *security::SecretKey::fromBytes(QByteArray(32, 'x'));
    qint64 busyBefore = client.disk().busyLeft();
    auto opened = client.start(wrong);
    // A store that is kept busy on purpose cannot be looked at yet; each attempt uses some of that up.
    while (!opened && opened.error().code == ErrorCode::StorageBusy && client.disk().busyLeft() < busyBefore) {
        busyBefore = client.disk().busyLeft();
        opened = client.start(wrong);
    }
    if (client.endAtStop())
        return;
    world.happened(step.fault);
    if (opened || opened.error().code != ErrorCode::WrongKey)
        world.fail(13, QStringLiteral("client %1 started with a wrong key: %2").arg(client.index())
                           .arg(opened ? QStringLiteral("opened") : QString(errorCodeName(opened.error().code))));
    client.startLater(100);
}

/// The revision of one row is another one: what the server has is not what is here.
void flipBit(World &world, ClientNode &client, const Step &step)
{
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    const auto lead = eyes.any(EntityType::Lead);
    if (!lead || lead->rev == 0)
        return;
    const qint64 rev = lead->rev ^ (qint64(1) << eyes.roll(10));
    const auto flipped = client.replica().database().run(
        "UPDATE lead SET rev=?2 WHERE id=?1 AND NOT EXISTS(SELECT 1 FROM sync_shadow s WHERE s.id=lead.id)", lead->id, rev);
    if (!flipped || client.replica().database().changes() == 0)
        return;
    world.happened(step.fault, lead->id.toString());
    world.needCheck();
}

// Clocks --------------------------------------------------------------------------------------------------------------

void turnClock(World &world, ClientNode &client, const Step &step)
{
    SimulatedClock &clock = client.clock();
    const qint64 sign = step.dice & 1 ? 1 : -1;
    const qint64 range = step.fault == Fault::ClockJump ? kDayMs : 3650 * kDayMs;
    world.happened(step.fault);
    if (step.fault == Fault::ClockFrozen) {
        clock.freeze();
        world.timeline().after(qint64(step.dice % quint64(kHourMs)), [&clock] { clock.thaw(); });
        return;
    }
    clock.setSkew((step.fault == Fault::ClockJump ? clock.skew() : 0) + sign * qint64((step.dice >> 8) % quint64(range)));
}

// People --------------------------------------------------------------------------------------------------------------

/// What the person sees changes, and changes back after `ms`.
void flipScope(World &world, ClientNode &client, const Step &step, qint64 ms)
{
    const auto set = [&world, id = client.user().id](const QString &scope) {
        if (!world.server().isUp())
            return QString();
        std::optional<User> user = world.server().user(id);
        if (!user)
            return QString();
        const QString before = std::exchange(user->scope, scope);
        return world.server().changeUser(*user) ? before : QString();
    };
    const QString before = set(step.dice % 2 ? QStringLiteral("own") : QStringLiteral("team"));
    if (before.isEmpty())
        return;
    world.happened(step.fault);
    world.timeline().after(ms, [set, before] { set(before); });
}

void revokeSessions(World &world, ClientNode &client, const Step &step)
{
    if (world.server().isUp() && world.server().endSessions(client.user().id))
        world.happened(step.fault);
}

/// Everybody is away; the others come back first. Once or twice: what was decided is known for 100 days.
void letTimePass(World &world, ClientNode &client, const Step &step)
{
    if (world.faults()[Fault::LongAbsence] >= 2)
        return;
    for (const auto &node : world.clients())
        node->shutDown();
    world.happened(step.fault);
    world.timeline().advance(45 * kDayMs);
    for (const auto &node : world.clients())
        node->startLater(node->index() == client.index() ? 60'000 + qint64(step.dice % 60'000) : 0);
    world.timeline().advance(1000);
}

void workOffline(World &world, ClientNode &client, const Step &step)
{
    client.setOnline(false);
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    const int title = entityInfo(EntityType::Lead).indexOf(QLatin1String("artistName"));
    Command rows{QStringLiteral("many"), {}};
    for (int i = 0; i < 1200; ++i)
        rows.edits.push_back({RecordEdit::Kind::Create, EntityType::Lead, eyes.mint(), {{title, Value(eyes.freshText())}}});
    if (client.commit(rows))
        world.happened(step.fault);
}

// Operations ----------------------------------------------------------------------------------------------------------

void poison(World &world, ClientNode &client, const Step &step)
{
    if (!client.isUp() || !world.server().isUp())
        return;
    Eyes eyes(client, step.dice);
    const RecordEdit edit = eyes.newRecord(EntityType::Lead);
    if (!client.commit({QStringLiteral("poison"), {edit}}))
        return;
    world.server().poison(edit.id);
    world.happened(step.fault, edit.id.toString());
}

void oversize(World &world, ClientNode &client, const Step &step)
{
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    const auto lead = eyes.any(EntityType::Lead);
    if (!lead)
        return;
    // Just within the limit, or beyond it, in letters of two bytes.
    const int notes = entityInfo(EntityType::Lead).indexOf(QLatin1String("notes"));
    const QString text = QString(eyes.roll(2) ? 19'980 : 40'000, u'é') + eyes.freshText();
    (void)client.commit({QStringLiteral("oversized"), {{RecordEdit::Kind::Patch, EntityType::Lead, lead->id,
                                                        {{notes, Value(text)}}}}});
    world.happened(step.fault);
}

/// A row comes to hold fields of a later version, as when a newer server had been there.
void addUnknownFields(World &world, const Step &step)
{
    ServerNode &server = world.server();
    if (!server.isUp())
        return;
    const auto change = [&]() -> Result<bool> {
        MDMC_ASSIGN(StoreTransaction transaction, StoreTransaction::begin(server.store(), Store::Mode::Write));
        WorkingSet rows(server.store());
        MDMC_ASSIGN(const std::vector<Record> leads, server.store().all(EntityType::Lead));
        if (leads.empty())
            return false;
        MDMC_ASSIGN(const WorkingSet::Row *present, rows.find({EntityType::Lead, leads[step.dice % leads.size()].id}));
        if (!present || present->record.isDeleted())
            return false;
        WorkingSet::Row row = *present;
        QByteArray later("\x81\x68", 2); // CBOR: an array of one text of eight bytes.
        later += QByteArray::number(step.dice % 90'000'000 + 10'000'000);
        row.record.extra = later;
        WorkingSet::Cause cause;
        cause.effectiveAt = server.clock().nowUtc();
        MDMC_TRY(rows.put(std::move(row), ChangeKind::Update, cause, std::vector<int>()));
        rows.keepGroup();
        MDMC_TRY(rows.write(server.random(), server.clock().nowUtc()));
        MDMC_TRY(transaction.commit());
        return true;
    };
    if (change().value_or(false)) {
        world.happened(step.fault);
        server.headMoved();
    }
}

} // namespace

void injectFault(World &world, ClientNode &client, const Step &step)
{
    const quint64 dice = step.dice;
    const qint64 k = 1 + qint64((dice >> 8) % (dice & 16 ? 40 : 600));
    switch (step.fault) {
    case Fault::SlowReader:
        world.happened(step.fault);
        return world.network().stopReading(client.index(), world.timeline().now() + qint64(dice % 40'000));
    case Fault::PartitionBoth:
    case Fault::PartitionUp:
    case Fault::PartitionDown: return divide(world, client, step);
    case Fault::ConnectionsCut:
        world.happened(step.fault);
        return world.network().cut(dice % 3 == 0 ? -1 : client.index());
    case Fault::ReconnectStorm: return storm(world, step);
    case Fault::ClientKilled:
    case Fault::ClientPowerCut: return client.stopAt(k, step.fault == Fault::ClientPowerCut, dice & 1);
    case Fault::ServerKilled:
    case Fault::ServerPowerCut: return world.server().stopAt(k, step.fault == Fault::ServerPowerCut, dice & 1);
    case Fault::DiskFull: return fillDisk(world, client, step);
    case Fault::StoreBusy:
        world.happened(step.fault);
        return (dice & 1 ? world.server().disk() : client.disk()).busyFor(qint64((dice >> 8) % 80));
    case Fault::LogDamaged: return damageLog(world, client, step);
    case Fault::WrongKey: return tryWrongKey(world, client, step);
    case Fault::Cloned:
        if (world.clients().size() >= kMostClients || client.isRetired())
            return;
        world.happened(step.fault);
        world.addClone(client);
        return;
    case Fault::RolledBack: return world.rollBack(client.index(), dice);
    case Fault::BackupRestored:
    case Fault::FailoverTailLost: return world.restoreServer(dice, step.fault == Fault::BackupRestored);
    case Fault::ClockJump:
    case Fault::ClockWrong:
    case Fault::ClockFrozen: return turnClock(world, client, step);
    case Fault::TokenExpired:
        world.happened(step.fault);
        client.link().expirePass();
        return world.server().expireSessions(client.index());
    case Fault::SessionsRevoked: return revokeSessions(world, client, step);
    case Fault::ScopeFlip: return flipScope(world, client, step, 3000 + qint64(dice % 100'000));
    case Fault::RevokedInSnapshot: return flipScope(world, client, step, 20 + qint64(dice % 400));
    case Fault::LongAbsence: return letTimePass(world, client, step);
    case Fault::ManyPending: return workOffline(world, client, step);
    case Fault::ChecksumFlip: return world.atRest([&world, &client, step] { flipBit(world, client, step); });
    case Fault::Compaction: return foldLog(world, step);
    case Fault::EvictionUncounted: return evictUncounted(world, client, step);
    case Fault::Poison: return poison(world, client, step);
    case Fault::OversizedField: return oversize(world, client, step);
    case Fault::SchemaNewer: return addUnknownFields(world, step);
    default: return;
    }
}

} // namespace mdmc::simulation
