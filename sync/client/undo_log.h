// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "sync/client/workspace.h"

namespace mdmc::sync {

/// What a command did and what would take it back.
struct UndoStep {
    qint64 id = 0;
    QString label;
    std::vector<RecordEdit> forward;
    std::vector<RecordEdit> backward;
    qint64 firstN = 0; ///< Operations that the command became.
    qint64 lastN = 0;
    RecordId batch = {};   ///< Steps of one batch are taken back together; null: alone.
};

/// The persistent line of undo: steps done, then steps undone. Runs inside the caller's transaction.
class UndoLog {
public:
    static constexpr int kMaxSteps = 200;   ///< Kept at least; a batch counts as one.
    static constexpr int kForgetEvery = 16; ///< Steps: the oldest are looked for so often, not with each edit.

    explicit UndoLog(storage::Database &database) : m_db(database) {}

    /// Appends a step; what had been undone can no longer be redone.
    Result<> push(const UndoStep &step);
    Result<std::optional<UndoStep>> lastDone();
    Result<std::optional<UndoStep>> firstUndone();
    Result<> setUndone(qint64 id, bool isUndone);
    Result<> remove(qint64 id);
    /// Steps whose operation the server refused: taking them back would make no sense.
    Result<> removeByOperation(qint64 n);
    /// Steps that hold values of a record that left the person's sight.
    Result<> forget(const RecordId &record);
    /// Numbers of operations have changed (another client id): steps no longer know theirs.
    Result<> forgetNumbers();
    Result<UndoState> state();
    /// What the field of the record was when a step, the last of them first, set it or took it away; nothing: none did.
    Result<std::optional<Value>> lastValue(const RecordRef &record, int field);

private:
    Result<> forgetOldest();
    /// What was undone lies behind what was not: the newest tells whether there is any.
    Result<bool> isAnyUndone();
    Result<std::optional<UndoStep>> first(QByteArrayView sql);
    /// Ids are used again, so a step never goes without the records it is found by.
    template<typename... Args>
    Result<> removeWhere(const QByteArray &condition, const Args &...args);
    storage::Database &m_db;
};

} // namespace mdmc::sync
