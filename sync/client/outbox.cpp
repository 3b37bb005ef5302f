// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/outbox.h"

#include "sync/protocol/codec.h"

namespace mdmc::sync {

namespace {

constexpr char kSelect[] =
    "SELECT op, state, seq, sent_at, subject_type, subject_id, before, is_reoffered, n, grp FROM outbox ";

QByteArray select(const char *rest)
{
    return QByteArray(kSelect) + rest;
}

} // namespace

void WrittenFields::add(const Operation &applied, qint64 seq)
{
    if (applied.kind == OperationKind::Delete)
        return;
    if (applied.kind == OperationKind::Create)
        createdSeq = std::max(createdSeq, seq);
    for (const FieldEdit &edit : applied.edits) {
        qint64 &last = seqs[edit.field];
        last = std::max(last, seq);
    }
}

Result<OutboxEntry> Outbox::readEntry(storage::Statement &row) const
{
    OutboxEntry entry;
    MDMC_ASSIGN(entry.operation, decodeOperation(row.columnBlob(0)));
    entry.state = OutboxEntry::State(row.columnInt(1));
    entry.seq = row.columnInt64(2);
    entry.sentAt = row.columnInt64(3);
    if (!row.isNull(4))
        entry.subject = RecordRef{EntityType(row.columnInt(4)), row.columnRecordId(5)};
    entry.before = row.columnBlob(6);
    entry.isReoffered = row.columnBool(7);
    entry.operation.n = row.columnInt64(8); // Below 1 for what was decided before the client took another id.
    entry.operation.group = row.columnInt64(9);
    const auto sent = m_sent.lower_bound(entry.operation.n);
    if (entry.state == OutboxEntry::State::Queued && entry.operation.n > 0 && sent != m_sent.end()) {
        entry.state = OutboxEntry::State::Sent;
        entry.sentAt = sent->second;
    }
    return entry;
}

Result<> Outbox::append(const OutboxEntry &entry)
{
    const Operation &op = entry.operation;
    MDMC_ASSIGN(storage::Statement insert,
                m_db.prepare("INSERT INTO outbox(n, grp, type, id, subject_type, subject_id, op, before, state, seq, "
                             "is_reoffered) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"));
    insert.bindAll(op.n, op.group, op.type, op.id);
    if (entry.subject)
        insert.bind(5, entry.subject->type).bind(6, entry.subject->id);
    Operation stored = op; // In the form that can be read again.
    if (op.n < 1)
        stored.n = stored.group = stored.groupSize = 1;
    insert.bind(7, encodeOperation(stored)).bind(8, entry.before).bind(9, entry.state).bind(10, entry.seq);
    insert.bind(11, entry.isReoffered);
    if (m_undecided && entry.state != OutboxEntry::State::Decided)
        ++*m_undecided;
    return insert.run();
}

Result<std::vector<OutboxEntry>> Outbox::readAll(storage::Statement &rows)
{
    std::vector<OutboxEntry> entries;
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return entries;
        MDMC_ASSIGN(OutboxEntry entry, readEntry(rows));
        entries.push_back(std::move(entry));
    }
}

Result<std::optional<OutboxEntry>> Outbox::find(qint64 n)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare(select("WHERE n=?1")));
    row.bind(1, n);
    MDMC_ASSIGN(const bool found, row.step());
    if (!found)
        return std::optional<OutboxEntry>();
    MDMC_ASSIGN(OutboxEntry entry, readEntry(row));
    return std::optional<OutboxEntry>(std::move(entry));
}

Result<std::vector<OutboxEntry>> Outbox::of(const RecordRef &record)
{
    MDMC_ASSIGN(storage::Statement rows,
                m_db.prepare(select("WHERE (id=?1 AND type=?2) OR (subject_id=?1 AND subject_type=?2) ORDER BY n")));
    rows.bindAll(record.id, record.type);
    return readAll(rows);
}

Result<bool> Outbox::concerns(const RecordRef &record)
{
    MDMC_ASSIGN(
        const auto found,
        m_db.queryInt64("SELECT 1 FROM outbox WHERE (id=?1 AND type=?2) OR (subject_id=?1 AND subject_type=?2) LIMIT 1",
                        record.id, record.type));
    return found.has_value();
}

Result<Outbox::Tally> Outbox::tally()
{
    Tally tally;
    {
        MDMC_ASSIGN(storage::Statement rows, m_db.prepare("SELECT state, count(*) FROM outbox GROUP BY state"));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            switch (OutboxEntry::State(rows.columnInt(0))) {
            case OutboxEntry::State::Queued: tally.queued = rows.columnInt(1); break;
            case OutboxEntry::State::Sent: tally.sent = rows.columnInt(1); break;
            case OutboxEntry::State::Decided: tally.decided = rows.columnInt(1); break;
            }
        }
    }
    if (const qint64 sentN = lastSentN(); sentN > 0) {
        MDMC_ASSIGN(const auto sent, m_db.queryInt64("SELECT count(*) FROM outbox WHERE state=0 AND n<=?1", sentN));
        tally.queued -= int(sent.value_or(0));
        tally.sent += int(sent.value_or(0));
    }
    MDMC_ASSIGN(const std::vector<OutboxEntry> oldest, undecided(1));
    if (!oldest.empty())
        tally.oldestEditedAt = oldest.front().operation.editedAt;
    return tally;
}

Result<std::vector<OutboxEntry>> Outbox::first(int limit)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("ORDER BY n LIMIT ?1")));
    rows.bind(1, limit);
    return readAll(rows);
}

Result<std::vector<OutboxEntry>> Outbox::undecided(int limit, qint64 afterN)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE state<2 AND n>?2 ORDER BY n LIMIT ?1")));
    rows.bindAll(limit, afterN);
    return readAll(rows);
}

Result<std::vector<OutboxEntry>> Outbox::undecidedBetween(qint64 firstN, qint64 lastN)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE state<2 AND n BETWEEN ?1 AND ?2 ORDER BY n")));
    rows.bindAll(firstN, lastN);
    return readAll(rows);
}

Result<std::vector<OutboxEntry>> Outbox::decidedUpTo(qint64 seq)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE state=2 AND seq<=?1 ORDER BY n")));
    rows.bind(1, seq);
    return readAll(rows);
}

Result<std::vector<OutboxEntry>> Outbox::all()
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("ORDER BY n")));
    return readAll(rows);
}

void Outbox::noteSent(qint64 firstN, qint64 lastN, UtcMs at)
{
    // What comes before was decided; what of it was sent last once more is told by its new time.
    m_sent.erase(m_sent.begin(), m_sent.lower_bound(firstN));
    m_sent.insert_or_assign(lastN, at);
}

Result<> Outbox::assumeSent()
{
    m_undecided.reset();
    MDMC_ASSIGN(const auto last, m_db.queryInt64("SELECT max(n) FROM outbox WHERE state<2"));
    if (last.value_or(0) > lastSentN())
        m_sent.insert_or_assign(*last, UtcMs(0));
    return {};
}

qint64 Outbox::lastSentN() const
{
    return m_sent.empty() ? 0 : m_sent.rbegin()->first;
}

Result<> Outbox::markDecided(qint64 n, qint64 seq)
{
    if (m_undecided)
        --*m_undecided;
    return m_db.run("UPDATE outbox SET state=2, seq=?2 WHERE n=?1", n, seq);
}

Result<> Outbox::markApplied(Operation operation, qint64 seq)
{
    if (m_undecided)
        --*m_undecided;
    if (operation.kind != OperationKind::Delete) // Whose base says what its author saw of the record.
        for (FieldEdit &edit : operation.edits)
            edit.base = std::max(edit.base, seq);
    return m_db.run("UPDATE outbox SET state=2, seq=?2, op=?3 WHERE n=?1", operation.n, seq, encodeOperation(operation));
}

Result<> Outbox::replaceOperation(const Operation &operation)
{
    return m_db.run("UPDATE outbox SET op=?2 WHERE n=?1", operation.n, encodeOperation(operation));
}

Result<> Outbox::remove(const OutboxEntry &entry)
{
    if (m_undecided && entry.state != OutboxEntry::State::Decided)
        --*m_undecided;
    return m_db.run("DELETE FROM outbox WHERE n=?1", entry.operation.n);
}

Result<> Outbox::removeAll()
{
    m_undecided.reset();
    return m_db.run("DELETE FROM outbox");
}

Result<> Outbox::forgetBefore(const RecordRef &record)
{
    return m_db.run("UPDATE outbox SET before=NULL WHERE id=?1 AND type=?2", record.id, record.type);
}

Result<> Outbox::raiseBases(const std::map<RecordRef, WrittenFields> &written, qint64 afterN)
{
    for (const auto &[record, fields] : written) {
        std::vector<OutboxEntry> later;
        {
            MDMC_ASSIGN(storage::Statement rows,
                        m_db.prepare(select("WHERE id=?1 AND type=?2 AND n>?3 AND state<2")));
            rows.bindAll(record.id, record.type, afterN);
            MDMC_ASSIGN(later, readAll(rows));
        }
        for (OutboxEntry &entry : later) {
            bool isRaised = false;
            for (FieldEdit &edit : entry.operation.edits) {
                const auto field = fields.seqs.find(edit.field);
                const qint64 seq = std::max(fields.createdSeq, field == fields.seqs.end() ? 0 : field->second);
                isRaised = isRaised || edit.base < seq;
                edit.base = std::max(edit.base, seq);
            }
            if (isRaised)
                MDMC_TRY(replaceOperation(entry.operation));
        }
    }
    return {};
}

Result<> Outbox::raiseToApplied(const RecordRef &record, std::vector<FieldEdit> &edits)
{
    MDMC_ASSIGN(storage::Statement rows, m_db.prepare(select("WHERE id=?1 AND type=?2 AND state=2")));
    rows.bindAll(record.id, record.type);
    MDMC_ASSIGN(const std::vector<OutboxEntry> applied, readAll(rows));
    for (const OutboxEntry &entry : applied) {
        if (entry.operation.kind == OperationKind::Delete)
            continue;
        for (FieldEdit &edit : edits) {
            if (entry.operation.kind == OperationKind::Create)
                edit.base = std::max(edit.base, entry.seq);
            for (const FieldEdit &written : entry.operation.edits)
                if (written.field == edit.field) // One that merged kept its bases; another epoch takes `seq` back.
                    edit.base = std::max(edit.base, std::min(written.base, entry.seq));
        }
    }
    return {};
}

Result<qint64> Outbox::undecidedCount()
{
    if (!m_undecided) {
        MDMC_ASSIGN(const auto count, m_db.queryInt64("SELECT count(*) FROM outbox WHERE state<2"));
        m_undecided = count.value_or(0);
    }
    return *m_undecided;
}

Result<std::optional<qint64>> Outbox::firstUndecided()
{
    return m_db.queryInt64("SELECT n FROM outbox WHERE state<2 ORDER BY n LIMIT 1");
}

Result<> Outbox::archiveBetween(const RecordId &client, qint64 firstN, qint64 lastN)
{
    return m_db.run("INSERT OR REPLACE INTO acked_ops(client, n, type, id, op, acked_at) "
                    "SELECT ?1, n, type, id, op, 0 FROM outbox WHERE n BETWEEN ?2 AND ?3 AND state<2",
                    client, firstN, lastN);
}

Result<> Outbox::removeBetween(qint64 firstN, qint64 lastN)
{
    MDMC_TRY(m_db.run("DELETE FROM outbox WHERE n BETWEEN ?1 AND ?2 AND state<2", firstN, lastN));
    if (m_undecided)
        *m_undecided -= m_db.changes();
    return {};
}

Result<> Outbox::ageArchive(UtcMs now, qint64 keepMs)
{
    MDMC_TRY(m_db.run("UPDATE acked_ops SET acked_at=?1 WHERE acked_at=0", now));
    return m_db.run("DELETE FROM acked_ops WHERE acked_at<?1", now - keepMs);
}

Result<std::vector<Operation>> Outbox::takeArchived(const RecordId &client, qint64 lastN)
{
    std::vector<Operation> operations;
    {
        MDMC_ASSIGN(storage::Statement rows,
                    m_db.prepare("SELECT op FROM acked_ops WHERE client=?1 AND n>?2 ORDER BY n"));
        rows.bindAll(client, lastN);
        while (true) {
            MDMC_ASSIGN(const bool hasRow, rows.step());
            if (!hasRow)
                break;
            MDMC_ASSIGN(Operation operation, decodeOperation(rows.columnBlob(0)));
            operations.push_back(std::move(operation));
        }
    }
    MDMC_TRY(m_db.run("DELETE FROM acked_ops WHERE client=?1 AND n>?2", client, lastN));
    return operations;
}

} // namespace mdmc::sync
