// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/default_lists.h"
#include "sync/client/replica.h"
#include "tests/support/results.h"
#include "tests/support/simulated_disk.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace mdmc::sync::test {

using Kind = RecordEdit::Kind;

inline int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

inline FieldChange leadText(const char *name, const QString &value)
{
    return {leadField(name), Value(value)};
}

/// A real replica in a temporary folder, filled by a snapshot as from a server whose part the test plays.
class ReplicaFixture {
public:
    explicit ReplicaFixture(Role role = Role::Manager, Sight sight = Sight::All) : ReplicaFixture(nullptr, role, sight) {}
    /// On a simulated disk, which must outlive the fixture.
    explicit ReplicaFixture(mdmc::test::SimulatedDisk *disk, Role role = Role::Manager, Sight sight = Sight::All)
        : m_disk(disk)
    {
        me.id = RecordId::mint(clock, random);
        me.name = QStringLiteral("Me");
        me.email = QStringLiteral("me@example.org");
        me.role = roleKey(role);
        me.scope = sightKey(sight);
        other = me;
        other.id = RecordId::mint(clock, random);
        other.email = QStringLiteral("other@example.org");
        lists = defaultWorkspaceRecords(clock, random);
        for (const Record &record : lists)
            if (record.type == EntityType::Stage)
                stages.push_back(fromRecord<Stage>(record));
        open();
        require(replica->setOwner({me, QStringLiteral("https://example.org"), QStringLiteral("Studio")}));
    }

    QString path() const { return m_disk ? QStringLiteral("replica.db") : dir.filePath(QStringLiteral("replica.db")); }
    static security::SecretKey key() { return *security::SecretKey::fromBytes(QByteArray(32, 'k')); }

    void open() { require(tryOpen()); }
    Result<> tryOpen()
    {
        replica.reset();
        storage::OpenOptions options{.path = path(), .key = key(), .create = true, .cacheKib = 2048, .vfs = {}};
        if (m_disk)
            options.vfs = m_disk->name();
        MDMC_ASSIGN(storage::Database database, storage::Database::open(options));
        MDMC_ASSIGN(replica, Replica::open(std::move(database), clock, random));
        return {};
    }

    template<typename T>
    static void require(const Result<T> &result)
    {
        if (!result)
            qFatal("%s: %s", qPrintable(errorCodeName(result.error().code)), qPrintable(result.error().detail));
    }

    // The server's part --------------------------------------------------------------------------------------

    Cursor cursorAt(qint64 seq) const { return {epoch, seq, QByteArray::number(seq)}; }

    /// A server row at the next sequence; all its fields get that version.
    Record serverRow(Record record)
    {
        record.rev = ++seq;
        std::fill(record.versions.begin(), record.versions.end(), seq);
        return record;
    }

    /// The row with one field changed at the next sequence.
    Record changed(Record record, const char *field, Value value)
    {
        record.setValue(QLatin1String(field), std::move(value));
        record.rev = ++seq;
        record.versions[size_t(record.info().indexOf(QLatin1String(field)))] = seq;
        return record;
    }

    Record leadRow(const QString &artist)
    {
        Lead lead;
        lead.id = RecordId::mint(clock, random);
        lead.artistName = artist;
        lead.pipelineId = stages.front().pipelineId;
        lead.stageId = stages.front().id;
        lead.ownerId = me.id;
        lead.priority = QStringLiteral("normal");
        return serverRow(toRecord(lead));
    }

    /// All pages of a snapshot with these rows besides people and lists, `perPage` at a time. Stops after `maxPages`.
    SnapshotOutcome snapshot(const std::vector<Record> &rows, int perPage = 100, int maxPages = 1000)
    {
        std::vector<Record> all = rows;
        if (baseRows.empty()) {
            baseRows = {serverRow(toRecord(me)), serverRow(toRecord(other))};
            for (const Record &record : lists)
                baseRows.push_back(serverRow(record));
        }
        all.insert(all.end(), baseRows.begin(), baseRows.end());
        require(replica->beginSnapshot(epoch, "tag", 0));
        SnapshotOutcome outcome;
        for (int page = 0; page < maxPages && !outcome.isComplete; ++page)
            outcome = snapshotPage(all, perPage);
        return outcome;
    }

    SnapshotOutcome snapshotPage(const std::vector<Record> &all, int perPage)
    {
        const auto request = replica->nextSnapshotPage(perPage);
        require(request);
        SnapshotPage page;
        page.type = request->type;
        page.head = cursorAt(seq);
        std::vector<Record> ofType;
        for (const Record &row : all)
            if (row.type == request->type)
                ofType.push_back(row);
        page.liveCount = qint64(ofType.size());
        std::sort(ofType.begin(), ofType.end(), [](const Record &a, const Record &b) { return a.id < b.id; });
        for (const Record &row : ofType)
            if (row.id > request->after && int(page.rows.size()) < perPage)
                page.rows.push_back(row);
        page.isLastOfType = ofType.empty() || page.rows.empty() || page.rows.back().id == ofType.back().id;
        page.isLast = page.isLastOfType && page.type == allEntities().back()->type;
        const auto outcome = replica->applySnapshotPage(page);
        require(outcome);
        return *outcome;
    }

    PullOutcome pull(std::vector<Record> rows, std::vector<RecordRef> evicted = {})
    {
        const auto here = replica->cursor();
        require(here);
        Changes changes;
        changes.from = here->seq;
        changes.to = cursorAt(seq);
        changes.rows = std::move(rows);
        changes.evictedCount = qint64(evicted.size());
        changes.evicted = std::move(evicted);
        const auto outcome = replica->applyChanges(changes);
        require(outcome);
        return *outcome;
    }

    OperationResult applied(qint64 n)
    {
        OperationResult result;
        result.n = n;
        result.seq = ++seq;
        return result;
    }

    static OperationResult rejected(qint64 n, RejectReason reason, qint64 cause = 0)
    {
        OperationResult result;
        result.n = n;
        result.outcome = Outcome::Rejected;
        result.reason = reason;
        result.cause = cause;
        result.field = QStringLiteral("notes");
        return result;
    }

    PushOutcome results(const std::vector<OperationResult> &list)
    {
        const auto outcome = replica->applyResults(list);
        require(outcome);
        return *outcome;
    }

    std::vector<Operation> push()
    {
        const auto operations = replica->nextPush({});
        require(operations);
        return *operations;
    }

    // The person's part --------------------------------------------------------------------------------------

    Result<ChangeSet> commit(Kind kind, const RecordId &id, std::vector<FieldChange> changes = {})
    {
        return replica->commit({QStringLiteral("Edit"), {{kind, EntityType::Lead, id, std::move(changes)}}});
    }

    std::optional<Record> row(const RecordId &id, EntityType type = EntityType::Lead)
    {
        const auto record = replica->store().load(type, id);
        require(record);
        return *record;
    }

    Lead lead(const RecordId &id)
    {
        const auto record = row(id);
        return record ? fromRecord<Lead>(*record) : Lead{};
    }

    qint64 rowsIn(const char *table)
    {
        return replica->database().queryInt64(QByteArray("SELECT count(*) FROM ") + table)->value_or(-1);
    }

    /// Whether any table of the database, full-text blobs included, holds the bytes.
    bool holds(const QByteArray &canary)
    {
        QByteArrayList tables;
        {
            auto names = replica->database().prepare("SELECT name FROM sqlite_schema WHERE type='table' AND sql NOT LIKE "
                                                     "'CREATE VIRTUAL%'");
            while (*names->step())
                tables.append(names->columnText(0).toUtf8());
        }
        for (const QByteArray &table : tables) {
            auto rows = replica->database().prepare(QByteArray("SELECT * FROM \"" + table + '"'));
            while (*rows->step())
                for (int column = 0; column < rows->columnCount(); ++column)
                    if (rows->columnBlob(column).toLower().contains(canary))
                        return true;
        }
        return false;
    }

    QTemporaryDir dir;
    ManualClock clock;
    SeededRandom random{7};
    QByteArray epoch = QByteArray(16, 'e');
    qint64 seq = 10;
    User me, other;
    std::vector<Record> lists;
    std::vector<Record> baseRows;
    std::vector<Stage> stages;
    std::unique_ptr<Replica> replica;

private:
    mdmc::test::SimulatedDisk *m_disk = nullptr;
};

} // namespace mdmc::sync::test
