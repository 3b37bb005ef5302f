// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/import_job.h"

#include "core/base/log.h"
#include "core/base/when_done.h"
#include "core/rules/match_keys.h"

#include <QFileInfo>

namespace mdmc::sync {

namespace {

/// Keeps each commit well under the time in which a person notices that another edit waits behind it.
constexpr int kChunkRows = 250;
/// What makes this replica's ids of imported leads its own; made at the first import.
const QString kSaltKey = QStringLiteral("import.salt");

class ReaderLookup final : public exchange::MatchLookup {
public:
    explicit ReaderLookup(ReplicaReader &reader) : m_reader(reader) {}
    Result<std::vector<RecordId>> byMatchKey(const QString &key) override
    {
        // Without all match keys every lead of the file would seem to be new (sync_meta.h).
        MDMC_ASSIGN(const auto left, m_reader.db.queryInt64("SELECT 1 FROM sync_meta WHERE key IN "
                                                            "('textLeft', 'snapshotIndexes')"));
        if (left)
            return failure(ErrorCode::StorageBusy, QStringLiteral("the leads that arrived are still being indexed"));
        return m_reader.store.byMatchKey(key, 50);
    }
    Result<std::optional<Record>> load(const RecordId &id) override { return m_reader.store.load(EntityType::Lead, id); }

private:
    ReplicaReader &m_reader;
};

QByteArray importSalt(Workspace &workspace)
{
    QByteArray salt = workspace.localValue(kSaltKey);
    if (salt.isEmpty()) {
        salt = RecordId::mint().toBytes();
        workspace.setLocalValue(kSaltKey, salt);
    }
    return salt;
}

Command commandOf(const std::vector<exchange::PlannedRow> &rows, const QString &label, const RecordId &batch)
{
    Command command{label, {}, batch};
    for (const exchange::PlannedRow &row : rows) {
        if (!row.hasEdit())
            continue;
        const auto kind = row.outcome == exchange::RowOutcome::Created ? RecordEdit::Kind::Create : RecordEdit::Kind::Patch;
        command.edits.push_back({kind, EntityType::Lead, row.leadId, row.changes});
    }
    return command;
}

} // namespace

/// Shared with the jobs on the reader's thread, so that it outlives them whatever becomes of the ImportJob.
struct ImportJob::State {
    QFile file;
    std::unique_ptr<exchange::LeadImport> import;
    std::vector<exchange::PlannedRow> chunk;
    bool hasDates = true; ///< The order of the dates is still to be found out.
    bool hasMore = true;
    QFile failedFile;
    std::unique_ptr<exchange::FailedRowsWriter> failedRows;
};

ImportJob::ImportJob(Workspace &workspace, Request request, QObject *parent)
    : QObject(parent), m_workspace(workspace), m_request(std::move(request)), m_state(std::make_shared<State>())
{
    m_request.options.idSalt = importSalt(workspace);
}

void ImportJob::start()
{
    m_isRunning = true;
    m_state->file.setFileName(m_request.path);
    if (!m_state->file.open(QIODevice::ReadOnly))
        return end(Error{ErrorCode::NotFound, QStringLiteral("the file cannot be read: %1").arg(m_state->file.errorString()), QStringLiteral("file")});
    auto opened = m_workspace.read([state = m_state, request = m_request](ReplicaReader &reader) -> Result<> {
        MDMC_ASSIGN(state->import, exchange::LeadImport::open(state->file, request.csv, request.options, reader.rules));
        return {};
    });
    whenDone(opened, this, [this](const Result<> &result) {
        if (!result)
            return end(result.error());
        m_report.begin(*m_state->import, QFileInfo(m_request.path).fileName());
        if (!m_request.failedRowsPath.isEmpty()) {
            m_state->failedFile.setFileName(m_request.failedRowsPath);
            if (!m_state->failedFile.open(QIODevice::WriteOnly | QIODevice::Truncate))
                return end(Error{ErrorCode::StorageFailure, QStringLiteral("the file for failed rows cannot be written"), {}});
            m_state->failedRows = std::make_unique<exchange::FailedRowsWriter>(m_state->failedFile, *m_state->import);
        }
        planWhenIndexed();
    });
}

/// Leads that have just arrived have no match keys yet, and would be taken for new ones.
void ImportJob::planWhenIndexed()
{
    if (m_workspace.status().indexed >= 1)
        return planNext();
    m_waiting = connect(&m_workspace, &Workspace::statusChanged, this, [this](const SyncStatus &status) {
        if (status.indexed < 1)
            return;
        disconnect(m_waiting);
        planNext();
    });
}

void ImportJob::planNext()
{
    if (m_isCancelled) {
        m_report.isCancelled = true;
        return end();
    }
    auto planned = m_workspace.read([state = m_state](ReplicaReader &reader) -> Result<> {
        state->chunk.clear();
        if (state->hasDates) {
            MDMC_ASSIGN(state->hasDates, state->import->scanDates(kChunkRows * 20));
            return {};
        }
        ReaderLookup lookup(reader);
        MDMC_ASSIGN(state->hasMore, state->import->nextChunk(kChunkRows, reader.rules, lookup, state->chunk));
        return {};
    });
    whenDone(planned, this, [this](const Result<> &result) {
        if (!result)
            return end(result.error());
        commitChunk();
    });
}

void ImportJob::commitChunk()
{
    const auto goOn = [this] {
        if (m_state->failedRows)
            if (const auto written = m_state->failedRows->add(m_state->chunk); !written)
                return end(written.error());
        m_report.add(m_state->chunk, m_state->import->counts());
        Q_EMIT progressed(m_state->import->bytesRead(), m_state->import->bytesTotal(), m_report.counts.rows);
        if (m_state->hasMore)
            planNext();
        else
            end();
    };
    const Command command = commandOf(m_state->chunk, m_request.undoLabel, m_state->import->importId());
    if (m_request.options.dryRun || command.edits.empty())
        return goOn();
    whenDone(m_workspace.commit(command), this, [this, goOn](const Result<> &result) {
        if (!result)
            return end(result.error());
        goOn();
    });
}

void ImportJob::end(std::optional<Error> error)
{
    if (!error && m_state->failedRows)
        if (const auto written = m_state->failedRows->finish(); !written)
            error = written.error();
    m_state->failedFile.close();
    m_report.error = std::move(error);
    m_isRunning = false;
    qCInfo(lcImport) << "import ended:" << m_report.counts.rows << "rows," << m_report.counts.created << "created,"
                     << m_report.counts.updated << "updated," << m_report.counts.invalid << "invalid"
                     << (m_report.error ? errorCodeName(m_report.error->code) : QString());
    Q_EMIT finished(m_report);
}

} // namespace mdmc::sync
