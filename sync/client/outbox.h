// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "sync/protocol/operation.h"

#include <limits>
#include <map>
#include <optional>

namespace mdmc::sync {

/// An operation that is not settled yet, with what the replica keeps beside it.
struct OutboxEntry {
    enum class State : quint8 {
        Queued = 0,  ///< Never left this computer.
        Sent = 1,    ///< May have reached the server: sent again, but for its bases as it was, until a result comes.
        Decided = 2, ///< Took effect at `seq`; overlaid until the cursor passes it.
    };
    Operation operation;
    State state = State::Queued;
    qint64 seq = 0;
    UtcMs sentAt = 0;
    std::optional<RecordRef> subject; ///< The record that the creation of an activity changes too.
    QByteArray before;                ///< Values before the edit (command_codec.h), for *Needs attention*.
    bool isReoffered = false;         ///< Acknowledged in an epoch that is gone.
};

/// Which of a record's fields applied operations wrote.
struct WrittenFields {
    std::map<int, qint64> seqs; ///< The last sequence number at which each was written.
    qint64 createdSeq = 0;      ///< All of them were written by a creation then; 0: by none.

    void add(const Operation &applied, qint64 seq);
};

/// The outbox and the archive of acknowledged operations. Runs inside the caller's transaction.
///
/// What was sent is known in memory only: it spares a durable write before every push. After a restart everything that
/// waits counts as sent, which is always safe: an operation that was sent is the same one when it is sent again.
class Outbox {
public:
    explicit Outbox(storage::Database &database) : m_db(database) {}

    Result<> append(const OutboxEntry &entry);
    Result<std::optional<OutboxEntry>> find(qint64 n);
    /// Everything that the display of the record depends on, in n order: its operations and, for a subject, activities.
    Result<std::vector<OutboxEntry>> of(const RecordRef &record);
    Result<bool> concerns(const RecordRef &record);
    /// How many there are in each state, and when the oldest without a result was made (0: none).
    struct Tally {
        int queued = 0;
        int sent = 0;
        int decided = 0;
        UtcMs oldestEditedAt = 0;
    };
    Result<Tally> tally();
    /// Also the decided ones that are still overlaid, in n order.
    Result<std::vector<OutboxEntry>> first(int limit);
    /// Operations without a result, in n order, from the first.
    Result<std::vector<OutboxEntry>> undecided(int limit, qint64 afterN = std::numeric_limits<qint64>::min());
    Result<std::vector<OutboxEntry>> decidedUpTo(qint64 seq);
    Result<std::vector<OutboxEntry>> all();

    /// Everything up to `lastN` has left this computer, or is about to.
    void noteSent(qint64 firstN, qint64 lastN, UtcMs at);
    /// After opening, and after a transaction failed: whatever waits may have been sent.
    Result<> assumeSent();
    /// They have other numbers now.
    void forgetSent() { m_sent.clear(); }
    Result<> markDecided(qint64 n, qint64 seq);
    /// The same for what took effect as written: the bases of its edits become `seq`, which is what the fields are of now.
    Result<> markApplied(Operation operation, qint64 seq);
    /// Those without a result from `firstN` to `lastN`, in n order.
    Result<std::vector<OutboxEntry>> undecidedBetween(qint64 firstN, qint64 lastN);
    /// Keeps the undecided ones from `firstN` to `lastN` in the archive, as sent under `client`.
    Result<> archiveBetween(const RecordId &client, qint64 firstN, qint64 lastN);
    /// Removes the undecided ones from `firstN` to `lastN`.
    Result<> removeBetween(qint64 firstN, qint64 lastN);
    Result<> replaceOperation(const Operation &operation);
    Result<> remove(const OutboxEntry &entry);
    Result<> removeAll();
    Result<> forgetBefore(const RecordRef &record);
    /// A later operation on a field that an applied one wrote has seen its value: its base becomes that one's sequence
    /// number. Also of those that left: what was decided is known by its hash, which bases are no part of, and what was
    /// not goes out again in another push, where the server need not know any more whose the value is (simulator, seed
    /// 1010388). Only of those above `afterN`: the others have a result of their own. Once for all that was decided
    /// together: it reads what waits for each of the records.
    Result<> raiseBases(const std::map<RecordRef, WrittenFields> &written, qint64 afterN);
    /// The other way round, for edits that are being made: where an applied operation that is still overlaid wrote the
    /// field, its author saw that, though the server's row with it has not come yet (simulator, seed 1008734).
    Result<> raiseToApplied(const RecordRef &record, std::vector<FieldEdit> &edits);
    Result<qint64> undecidedCount();
    Result<std::optional<qint64>> firstUndecided();

    /// By the server's clock: what was archived since the last call counts from now, what is older than `keepMs` goes.
    Result<> ageArchive(UtcMs now, qint64 keepMs);
    /// Archived operations of `client` with a number above `lastN`, taken out of the archive, in n order.
    Result<std::vector<Operation>> takeArchived(const RecordId &client, qint64 lastN);

private:
    Result<std::vector<OutboxEntry>> readAll(storage::Statement &rows);
    Result<OutboxEntry> readEntry(storage::Statement &row) const;
    qint64 lastSentN() const;

    storage::Database &m_db;
    std::map<qint64, UtcMs> m_sent; ///< When those up to this number were sent last; 0: before this run, perhaps.
    std::optional<qint64> m_undecided; ///< How many; nothing: to be counted.
};

} // namespace mdmc::sync
