// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

#include <atomic>

namespace mdmc {

/// Defects that can be switched on one at a time, to prove that the simulator (tests/simulation) finds them. Builds with
/// the CMake option MDMC_MUTATIONS off, releases among them, hold nothing of it: there every question is answered with
/// a constant.
enum class Mutation : quint8 {
    None,
    PlainSequence,        ///< Change numbers come from a sequence that a rolled back transaction does not give back.
    AckBeforeCommit,      ///< The server answers although what it decided is not durable.
    ShadowDroppedEarly,   ///< The server's row replaces the display while edits of it still wait.
    RejectionSwallowed,   ///< A refused operation leaves the outbox and goes nowhere.
    LastArrivalWins,      ///< Of two concurrent edits the one that arrives later wins, whenever it was made.
    EvictionKeepsText,    ///< A row that left the person's sight stays in the full-text index.
    RetryNotIdempotent,   ///< An operation that comes again is decided again.
    GroupSplit,           ///< The operations of a group take effect one by one.
    TombstonePurgedEarly, ///< Folding removes tombstones that cursors above the floor still need.
    ConflictNotRecorded,  ///< The losing value of a conflict is dropped.
    UnknownFieldsDropped, ///< What this build does not know of a row is lost when an edit of it takes effect.
    ClockAdmits,          ///< An edit whose clock lies before the last change loses, concurrent or not.
    CursorAheadOfRows,    ///< The cursor is written before the rows that it stands for.
    ScopeUnchecked,       ///< A row that left the person's sight is sent like any other.
    RowVersions,          ///< Edits of different fields of one row count as concurrent.
    CursorMovesBack,      ///< A batch that comes again sets the cursor back to where it ended.
    DeletedRowsReturn,    ///< An edit of a deleted record brings it back.
    ReofferForgotten,     ///< After a restore the acknowledged operations are not offered again.
    BreakerIgnored,       ///< Any number of rows is removed at the server's word.
    PushUnbounded,        ///< All that waits goes out in one message.
    PoisonBlocks,         ///< An operation at which the server fails is tried again for ever.
    CommitNotSynced,      ///< A commit returns before the disk has it.
    LostResultNotAsked,   ///< A push whose answer was lost is never sent again.
    OverlayForgotten,     ///< A row from the server is displayed without the edits that wait.
    DeletionHidesEdits,   ///< A deletion after an own edit does not ask what others wrote before that one.
    PreparedTooOld,       ///< A prepared page older than what the client has will do.
    PreparedForAll,       ///< People who do not see everything are served prepared pages.
    Count,
};

#ifndef MDMC_NO_MUTATIONS
inline std::atomic<Mutation> activeMutation{Mutation::None};
inline std::atomic<qint64> unconfirmedNumbers{0}; ///< PlainSequence: given out, and not yet committed.
inline bool isMutated(Mutation mutation)
{
    return activeMutation.load(std::memory_order_relaxed) == mutation;
}
inline void setMutation(Mutation mutation)
{
    activeMutation = mutation;
    unconfirmedNumbers = 0;
}
/// How many numbers to draw so that `count` are of use: those that a transaction drew in vain are gone.
inline qint64 drawnNumbers(qint64 count)
{
    return isMutated(Mutation::PlainSequence) ? count + unconfirmedNumbers.exchange(count) : count;
}
inline void confirmNumbers()
{
    unconfirmedNumbers = 0;
}
#else
constexpr bool isMutated(Mutation)
{
    return false;
}
constexpr qint64 drawnNumbers(qint64 count)
{
    return count;
}
constexpr void confirmNumbers() {}
#endif

} // namespace mdmc
