// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/client/undo_log.h"

#include "sync/client/command_codec.h"

#include <set>

namespace mdmc::sync {

template<typename... Args>
Result<> UndoLog::removeWhere(const QByteArray &condition, const Args &...args)
{
    MDMC_TRY(m_db.run(QByteArray("DELETE FROM undo_step WHERE " + condition), args...));
    return m_db.run("DELETE FROM undo_record WHERE step NOT IN (SELECT id FROM undo_step)");
}

Result<bool> UndoLog::isAnyUndone()
{
    MDMC_ASSIGN(const auto newest, m_db.queryInt64("SELECT is_undone FROM undo_step ORDER BY id DESC LIMIT 1"));
    return newest.value_or(0) != 0;
}

Result<> UndoLog::push(const UndoStep &step)
{
    MDMC_ASSIGN(const bool hasUndone, isAnyUndone());
    if (hasUndone)
        MDMC_TRY(removeWhere("is_undone=1"));
    MDMC_TRY(m_db.run("INSERT INTO undo_step(label, batch, forward, backward, first_n, last_n) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
                      step.label, step.batch, encodeEdits(step.forward), encodeEdits(step.backward), step.firstN, step.lastN));
    const qint64 id = m_db.lastInsertRowId();
    std::set<RecordId> records;
    for (const RecordEdit &edit : step.forward)
        records.insert(edit.id);
    for (const RecordId &record : records)
        MDMC_TRY(m_db.run("INSERT INTO undo_record(step, id) VALUES(?1, ?2)", id, record));
    return id % kForgetEvery == 0 ? forgetOldest() : Result<>();
}

Result<> UndoLog::forgetOldest()
{
    // Newest first, a batch being as new as its last step: where the first step lies that is one too many.
    MDMC_ASSIGN(const std::optional<qint64> last,
                m_db.queryInt64("SELECT max(id) AS last FROM undo_step GROUP BY coalesce(batch, id) "
                                "ORDER BY last DESC LIMIT 1 OFFSET ?1", kMaxSteps));
    return last ? removeWhere("id<=?1", *last) : Result<>();
}

Result<std::optional<UndoStep>> UndoLog::first(QByteArrayView sql)
{
    MDMC_ASSIGN(storage::Statement row, m_db.prepare(sql));
    MDMC_ASSIGN(const bool found, row.step());
    if (!found)
        return std::optional<UndoStep>();
    UndoStep step{row.columnInt64(0), row.columnText(1), {}, {}, row.columnInt64(4), row.columnInt64(5),
                  row.columnRecordId(6)};
    MDMC_ASSIGN(step.forward, decodeEdits(row.columnBlob(2)));
    MDMC_ASSIGN(step.backward, decodeEdits(row.columnBlob(3)));
    return std::optional<UndoStep>(std::move(step));
}

Result<std::optional<UndoStep>> UndoLog::lastDone()
{
    return first("SELECT id, label, forward, backward, first_n, last_n, batch FROM undo_step WHERE is_undone=0 "
                 "ORDER BY id DESC LIMIT 1");
}

Result<std::optional<UndoStep>> UndoLog::firstUndone()
{
    MDMC_ASSIGN(const bool isAny, isAnyUndone());
    if (!isAny)
        return std::optional<UndoStep>();
    return first("SELECT id, label, forward, backward, first_n, last_n, batch FROM undo_step WHERE is_undone=1 "
                 "ORDER BY id LIMIT 1");
}

Result<> UndoLog::setUndone(qint64 id, bool isUndone)
{
    return m_db.run("UPDATE undo_step SET is_undone=?2, first_n=0, last_n=0 WHERE id=?1", id, isUndone);
}

Result<> UndoLog::remove(qint64 id)
{
    return removeWhere("id=?1", id);
}

Result<> UndoLog::removeByOperation(qint64 n)
{
    return removeWhere("?1 BETWEEN first_n AND last_n", n);
}

Result<> UndoLog::forget(const RecordId &record)
{
    // Nearly always there is none, and many records may go at once.
    MDMC_ASSIGN(const auto known, m_db.queryInt64("SELECT 1 FROM undo_record WHERE id=?1", record));
    return known ? removeWhere("id IN (SELECT step FROM undo_record WHERE id=?1)", record) : Result<>();
}

Result<> UndoLog::forgetNumbers()
{
    return m_db.run("UPDATE undo_step SET first_n=0, last_n=0");
}

Result<UndoState> UndoLog::state()
{
    UndoState state;
    MDMC_ASSIGN(const auto undo,
                m_db.queryText("SELECT label FROM undo_step WHERE is_undone=0 ORDER BY id DESC LIMIT 1"));
    MDMC_ASSIGN(const std::optional<UndoStep> redo, firstUndone());
    state.canUndo = undo.has_value();
    state.canRedo = redo.has_value();
    state.undoLabel = undo.value_or(QString());
    state.redoLabel = redo ? redo->label : QString();
    return state;
}

Result<std::optional<Value>> UndoLog::lastValue(const RecordRef &record, int field)
{
    MDMC_ASSIGN(storage::Statement steps,
                m_db.prepare("SELECT s.backward, s.forward FROM undo_record r JOIN undo_step s ON s.id=r.step WHERE r.id=?1 "
                             "ORDER BY s.id DESC"));
    steps.bind(1, record.id);
    while (true) {
        MDMC_ASSIGN(const bool hasRow, steps.step());
        if (!hasRow)
            return std::optional<Value>();
        for (const int column : {0, 1}) {
            MDMC_ASSIGN(const std::vector<RecordEdit> edits, decodeEdits(steps.columnBlob(column)));
            for (const RecordEdit &edit : edits)
                for (const FieldChange &change : edit.changes)
                    if (edit.type == record.type && edit.id == record.id && change.field == field && !change.value.isEmpty())
                        return std::optional(change.value);
        }
    }
}

} // namespace mdmc::sync
