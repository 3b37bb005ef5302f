// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/protocol/merge.h"
#include "sync/server/operation_processor.h"

namespace mdmc::sync {

/// The row as it goes over the wire: a tombstone without its values.
Record forWire(Record record);

/// Decides single operations of one client within a working set. An error means that something unexpected happened;
/// a refusal is a result.
class Decision {
public:
    struct Setting {
        WorkingSet &rows;
        const Clock &clock;
        Random &random;
        const SyncLimits &limits;
        Actor actor;
        RecordId client;
        UtcMs receivedAt = 0;
    };
    explicit Decision(Setting setting) : m_s(std::move(setting)) { }

    Result<OperationResult> decide(const Operation &op);
    const SyncLimits &limits() const { return m_s.limits; }
    /// The operation turned out to have taken effect before, at `seq`: sent again, or known under another number.
    void recognise(const Operation &op, qint64 seq);

private:
    using Row = WorkingSet::Row;
    struct Loser;

    Result<OperationResult> create(const Operation &op);
    Result<OperationResult> patch(const Operation &op, const Row &row, ChangeKind kind);
    Result<Record> merge(const Operation &op, const Record &before, const std::vector<FieldEdit> &edits,
                         std::vector<Loser> &losers);
    Result<OperationResult> patchTombstone(const Operation &op, const Row &row);
    Result<OperationResult> remove(const Operation &op, const Row &row);
    Result<std::vector<Loser>> unseenEdits(const Operation &deletion, const Record &record);
    Result<OperationResult> existing(const Operation &op);

    std::optional<OperationResult> checkShape(const Operation &op) const;
    Result<std::optional<OperationResult>> checkRules(const Operation &op, const Record &after, const Row *before);
    Result<> checkAsked(const Record &before, const Record &asked) const;
    std::optional<OperationResult> checkUnique(const Operation &op, const Record &record) const;
    Result<FieldState> stateOf(const Record &record, const Operation &op, const FieldEdit &edit,
                               std::optional<Change> &lastChange);
    Result<RecordId> putConflict(const Loser &loser, const Operation &op);
    Result<std::optional<OperationResult>> checkSettling(const Operation &op, const Row &conflict);
    Result<std::optional<OperationResult>> checkLost(const Operation &op, const Row &row, const Record &asked);
    Result<> followActivity(const Record &activity, const WorkingSet::Cause &cause, UtcMs at);
    void auditChange(const Record &after, const Record *before, const QString &action, std::span<const int> fields);

    OperationResult applied(const Operation &op, qint64 seq) const;
    OperationResult rejected(const Operation &op, RejectReason reason, const QString &detail, const QString &field = {},
                             const Row *row = nullptr) const;
    WorkingSet::Cause causeOf(const Operation &op) const;

    Setting m_s;
    bool isOwn(const Operation &op, int field, qint64 version, const std::optional<Change> &change) const;

    std::set<qint64> m_recognised;
    std::set<std::tuple<RecordRef, int, qint64>> m_recognisedFields; ///< Row, field, version
};

} // namespace mdmc::sync
