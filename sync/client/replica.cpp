// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/replica.h"

#include "core/base/log.h"
#include "core/model/value_codec.h"
#include "sync/client/replica_schema.h"
#include "sync/protocol/merge.h"

namespace mdmc::sync {

namespace {
constexpr qint64 kArchiveMs = 30LL * 24 * 3600 * 1000;
}

Replica::Replica(storage::Database database, const Clock &clock, Random &random)
    : m_db(std::move(database)), m_clock(clock), m_random(random), m_store(m_db, nullptr, true), m_rules(m_store),
      m_meta(m_db), m_outbox(m_db), m_tray(m_db), m_undo(m_db), m_rows(m_db, m_store, m_rules, m_outbox)
{
}

Result<std::unique_ptr<Replica>> Replica::open(storage::Database database, const Clock &clock, Random &random)
{
    MDMC_TRY(storage::migrate(database, replicaMigrations(), kReplicaApplicationId));
    std::unique_ptr<Replica> replica(new Replica(std::move(database), clock, random));
    MDMC_TRY(replica->load());
    return replica;
}

Result<> Replica::load()
{
    MDMC_ASSIGN(const QByteArray clientId, m_meta.bytes(meta::kClientId));
    if (clientId.isEmpty())
        MDMC_TRY(m_meta.set(meta::kClientId, RecordId::mint(m_clock, m_random).toBytes()));
    MDMC_ASSIGN(const QString server, m_meta.text(meta::kServer));
    m_hasServer = !server.isEmpty();
    return recall();
}

Result<> Replica::recall()
{
    m_mustRecall = true;
    MDMC_TRY(recallIndexing());
    MDMC_TRY(m_outbox.assumeSent());
    MDMC_TRY(refreshActor());
    m_mustRecall = false;
    return {};
}

Result<> Replica::refreshActor()
{
    MDMC_ASSIGN(const QByteArray stored, m_meta.bytes(meta::kUser));
    if (stored.isEmpty())
        return {};
    MDMC_ASSIGN(Record record, decodeRecord(stored));
    MDMC_ASSIGN(const std::optional<Record> own, m_store.load(EntityType::User, record.id));
    const User user = fromRecord<User>(own && !own->isDeleted() ? *own : record);
    m_actor = actorFor(user);
    m_rows.setActor(m_actor);
    return {};
}

Result<ChangeSet> Replica::finish(ChangeCollector &changes, bool isLocal)
{
    if (changes.touchesRules()) {
        m_rules.invalidate();
        MDMC_TRY(refreshActor());
    }
    // Also of what only a refused edit had kept here.
    MDMC_TRY(m_rows.purgeText());
    return changes.take(isLocal);
}

Result<> Replica::setOwner(const ReplicaOwner &owner)
{
    return inTransaction([&]() -> Result<> {
        MDMC_TRY(m_meta.set(meta::kUser, encodeRecord(toRecord(owner.user))));
        MDMC_TRY(m_meta.set(meta::kServer, owner.server.toUtf8()));
        MDMC_TRY(m_meta.set(meta::kWorkspaceName, owner.workspaceName.toUtf8()));
        m_hasServer = !owner.server.isEmpty();
        return refreshActor();
    });
}

Result<> Replica::seed(const std::vector<Record> &records)
{
    if (m_hasServer)
        return failure(ErrorCode::Forbidden, QStringLiteral("a replica with a server takes its rows from there"));
    return inTransaction([&]() -> Result<> {
        for (const Record &record : records)
            MDMC_TRY(m_store.save(record));
        m_rules.invalidate();
        return refreshActor();
    });
}

Result<> Replica::setLocalValue(const QString &key, const QByteArray &value)
{
    if (value.isEmpty())
        return m_db.run("DELETE FROM local_value WHERE key=?1", key);
    return m_db.run("INSERT INTO local_value(key, value) VALUES(?1, ?2) "
                    "ON CONFLICT(key) DO UPDATE SET value=excluded.value",
                    key, value);
}

Result<QHash<QString, QByteArray>> Replica::localValues()
{
    QHash<QString, QByteArray> values;
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare("SELECT key, value FROM local_value"));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return values;
        values.insert(rows.columnText(0), rows.columnBlob(1));
    }
}

Result<Hello> Replica::hello()
{
    Hello hello;
    hello.application = QStringLiteral("mdmc-crm " MDMC_VERSION);
    MDMC_ASSIGN(const QByteArray clientId, m_meta.bytes(meta::kClientId));
    hello.clientId = RecordId::fromBytes(clientId).value_or(RecordId());
    MDMC_ASSIGN(hello.cursor, cursor());
    MDMC_ASSIGN(hello.lastN, m_meta.number(meta::kLastN));
    MDMC_ASSIGN(hello.outboxSize, m_outbox.undecidedCount());
    // A snapshot that was broken off has mixed two sights: until one is complete, the rows here are of no scope.
    MDMC_ASSIGN(const bool isBetween, isSnapshotRunning());
    if (!isBetween) {
        MDMC_ASSIGN(hello.scopeTag, m_meta.bytes(meta::kScopeTag));
    }
    MDMC_ASSIGN(hello.formerIds, formerIds());
    MDMC_ASSIGN(const Cursor seen, m_meta.cursor(meta::kSeen));
    if (seen.isBeyond(hello.cursor))
        hello.seen = seen;
    return hello;
}

/// Rows of a snapshot or repair were read beyond the cursor, or results came of what is. Should the server lose that,
/// nothing else here would prove it (simulator, seeds 4005181 and 12001749).
Result<> Replica::noteSeen(const Cursor &head)
{
    MDMC_ASSIGN(const Cursor here, cursor());
    MDMC_ASSIGN(const Cursor seen, m_meta.cursor(meta::kSeen));
    return head.isBeyond(here) && head.isBeyond(seen) ? m_meta.setCursor(meta::kSeen, head) : Result<>();
}

Result<Replica::Counts> Replica::counts()
{
    Counts counts;
    MDMC_ASSIGN(const qint64 pending, m_outbox.undecidedCount());
    MDMC_ASSIGN(const qint64 attention, m_tray.count());
    MDMC_ASSIGN(const auto conflicts,
                m_db.queryInt64("SELECT count(*) FROM conflict WHERE deleted=0 AND resolution IS NULL"));
    counts.pending = int(pending);
    counts.attention = int(attention);
    counts.conflicts = int(conflicts.value_or(0));
    return counts;
}

Result<ChangeSet> Replica::audit()
{
    return inTransaction([&]() -> Result<ChangeSet> {
        ChangeCollector changes;
        std::vector<RecordRef> idle;
        {
            MDMC_ASSIGN(storage::Statement rows,
                        m_db.prepare("SELECT type, id FROM sync_shadow s WHERE NOT EXISTS(SELECT 1 FROM outbox o "
                                     "WHERE o.id=s.id OR o.subject_id=s.id) LIMIT 1000"));
            while (true) {
                MDMC_ASSIGN(const bool hasRow, rows.step());
                if (!hasRow)
                    break;
                idle.push_back({EntityType(rows.columnInt(0)), rows.columnRecordId(1)});
            }
        }
        for (const RecordRef &record : idle) {
            qCWarning(lcSync) << "a shadow without operations collapses" << record.id.toString();
            MDMC_TRY(m_rows.refresh(record, changes));
        }
        return finish(changes, false);
    });
}

Result<bool> Replica::scrub()
{
    MDMC_ASSIGN(const QByteArray due, m_meta.bytes(meta::kScrubDue));
    if (due.isEmpty())
        return false;
    MDMC_ASSIGN(const auto bytes, m_db.queryInt64("SELECT page_count*page_size FROM pragma_page_count, pragma_page_size"));
    if (bytes.value_or(0) > kMaxScrubBytes)
        return false;
    MDMC_TRY(m_db.exec("VACUUM"));
    MDMC_TRY(m_meta.remove(meta::kScrubDue));
    return true;
}

Result<> Replica::ageArchive(UtcMs serverTime)
{
    return inTransaction([&] { return m_outbox.ageArchive(serverTime, kArchiveMs); });
}

Result<std::vector<std::pair<RecordId, qint64>>> Replica::liveRevisions(EntityType type)
{
    const EntityInfo &info = entityInfo(type);
    const QByteArray table(info.table.data(), info.table.size());
    std::vector<std::pair<RecordId, qint64>> revisions;
    {
        // Not by an index of the live rows, which has no revisions: each row's page would be read in the index's order.
        MDMC_ASSIGN(storage::Statement rows,
                    m_db.prepare(QByteArray("SELECT id, rev FROM " + table
                                            + " t NOT INDEXED WHERE deleted=0 AND NOT EXISTS("
                                              "SELECT 1 FROM sync_shadow s WHERE s.type=?1 AND s.id=t.id)")));
        rows.bind(1, type);
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            revisions.emplace_back(rows.columnRecordId(0), rows.columnInt64(1));
        }
    }
    // Where edits wait, the server's row is in the shadow.
    MDMC_ASSIGN(storage::Statement shadows,
                m_db.prepare("SELECT row FROM sync_shadow WHERE type=?1 AND row IS NOT NULL"));
    shadows.bind(1, type);
    while (true) {
        MDMC_ASSIGN(const bool hasRow, shadows.step());
        if (!hasRow)
            return revisions;
        MDMC_ASSIGN(const Record row, decodeRecord(shadows.columnBlob(0)));
        if (!row.isDeleted())
            revisions.emplace_back(row.id, row.rev);
    }
}

Result<std::vector<Checksum>> Replica::differing(const ChecksumReply &reply)
{
    std::vector<Checksum> different;
    MDMC_ASSIGN(const Cursor here, cursor());
    MDMC_ASSIGN(const qint64 staged, stagedCount());
    if (reply.at.epoch != here.epoch || reply.at.seq != here.seq || staged > 0)
        return different;
    std::map<EntityType, std::vector<std::pair<RecordId, qint64>>> byType;
    for (const Checksum &theirs : reply.sums) {
        auto found = byType.find(theirs.type);
        if (found == byType.end()) {
            MDMC_ASSIGN(auto revisions, liveRevisions(theirs.type));
            found = byType.emplace(theirs.type, std::move(revisions)).first;
        }
        Checksum ours{theirs.type, theirs.bucket, 0, 0};
        for (const auto &[id, rev] : found->second) {
            if (theirs.bucket >= 0 && checksumBucket(id) != theirs.bucket)
                continue;
            ++ours.count;
            ours.sum += rowChecksum(id, rev);
        }
        if (!(ours == theirs))
            different.push_back(theirs);
    }
    return different;
}

Result<bool> Replica::repairBucket(const BucketReply &reply, ChangeSet &changes)
{
    return inTransaction([&]() -> Result<bool> {
        ChangeCollector collector;
        MDMC_ASSIGN(const Cursor here, cursor());
        // Nothing here can be newer than the reply then: a higher revision is damage, too.
        const bool isLatest = here.epoch == reply.at.epoch && here.seq <= reply.at.seq;
        MDMC_TRY(noteSeen(reply.at));
        std::set<RecordId> theirs;
        for (const Record &row : reply.rows) {
            theirs.insert(row.id);
            MDMC_TRY(m_rows.takeServerRow(row, isLatest, collector));
        }
        MDMC_ASSIGN(const auto revisions, liveRevisions(reply.type));
        std::vector<RecordRef> surplus;
        for (const auto &[id, rev] : revisions) {
            const bool isTheirs = rev > 0 && (isLatest || rev <= reply.at.seq);
            if (isTheirs && checksumBucket(id) == reply.bucket && !theirs.contains(id))
                surplus.push_back({reply.type, id});
        }
        MDMC_ASSIGN(const bool isAllowed, isRemovalAllowed(surplus, -1));
        if (!isAllowed)
            return false;
        for (const RecordRef &record : surplus)
            MDMC_TRY(m_rows.evictAlone(record, collector));
        MDMC_ASSIGN(changes, finish(collector, false));
        return true;
    });
}

} // namespace mdmc::sync
