// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/security/secret.h"
#include "core/storage/database.h"
#include "sync/protocol/messages.h"
#include "sync/server/store.h"

#include <map>

namespace mdmc::sync {

/// The pages of a snapshot as they go over the wire, made while the server has nothing else to do, so that a first load
/// reads, decrypts, encodes and compresses nothing (docs/decisions/0038-prepared-snapshots.md). For people who see every
/// row, whose pages are the same whoever they are, and stay so whatever changes: others might be handed a row that has
/// left their sight since the page was made.
///
/// The pages lie in an encrypted file of their own, which may be lost at any moment: whatever is wrong with it, it is
/// removed, and pages are read from the store. Same thread as the store.
class PreparedSnapshot {
public:
    struct Policy {
        qint64 leastRows = 5000;          ///< Of all types: a smaller workspace is read as quickly.
        qint64 tailChanges = 2000;        ///< Pages are good for so many changes after the first of them was read,
        double tailPart = 0.05;           ///< or for so many in relation to the rows.
        qint64 maxAgeMs = 7LL * 86'400'000; ///< A deleted row is out of the file then, and the tail far above the floor.
        qint64 pauseMs = 600'000;         ///< From the beginning of one making to that of the next.
        qint64 leastFreeBytes = 512LL << 20; ///< On the disk, else nothing is made.
    };
    struct Options {
        QString path; ///< A file or ":memory:".
        security::SecretKey key;
        SyncLimits limits = {};
        Policy policy = {};
    };
    /// `clock` outlives the object. Touches no file yet.
    PreparedSnapshot(Options options, const Clock &clock);
    ~PreparedSnapshot();

    /// Takes up what an earlier server made, if that is still good.
    void recall(Store &store);
    static constexpr int kMostPages = 4; ///< Together: what a client inflates at once stays small.
    /// The page that was asked for and as many that follow it as the request allows, each `compressed` and nothing else
    /// of it. Nothing where it has to be read: the actor does not see everything, the request does not allow it, there is
    /// no such page, or it is no longer good.
    std::vector<SnapshotPage> pages(Store &store, const Actor &actor, const SnapshotRequest &request);

    /// Removes pages that are no longer good: what was deleted must not lie here for longer, though nobody asks.
    void review(Store &store) { holds(store); }
    /// Whether `makeNext` has something to do. Counts the rows, where it may have.
    Result<bool> isWanted(Store &store);
    /// One piece of a making, a few milliseconds of work, outside of transactions; begins one where none is under way.
    /// True: more is to be done. An error ends the making and leaves nothing of it.
    Result<bool> makeNext(Store &store);
    void drop();

    struct Status {
        bool isReady = false;
        qint64 head = 0; ///< Where the store stood when the first page was read: nothing older is handed out.
        qint64 rows = 0;
        int pages = 0;
        qint64 served = 0; ///< Pages handed out since the object was made.
    };
    Status status() const;

private:
    struct Place {
        EntityType type = EntityType::Team;
        RecordId after;
        auto operator<=>(const Place &) const = default;
    };
    struct Page {
        qint64 rowId = 0;
        qint64 headSeq = 0;
        int rows = 0;
    };
    struct Pages {
        QByteArray epoch;
        qint64 floor = 0;
        qint64 firstSeq = 0;
        Cursor last; ///< Head of the last page.
        UtcMs madeAt = 0;
        qint64 rows = 0;
        std::map<Place, Page> places;
    };
    struct Making;

    qint64 tailLimit(qint64 rows) const;
    Result<bool> areGood(Store &store, const Pages &pages) const;
    bool holds(Store &store);
    std::map<Place, Page>::const_iterator following(std::map<Place, Page>::const_iterator page) const;
    Result<QByteArray> bodyOf(const Page &page);
    Result<Pages> readPages();
    Result<> openFile(bool create);
    Result<> begin(Store &store);
    Result<bool> makePiece(Store &store);
    Result<bool> keepPage();
    Result<> finish();

    const Options m_options;
    const Clock &m_clock;
    std::optional<storage::Database> m_file;
    std::optional<Pages> m_ready;
    std::unique_ptr<Making> m_making;
    std::optional<qint64> m_lastBegun; ///< By the monotonic clock.
    qint64 m_served = 0;
};

} // namespace mdmc::sync
