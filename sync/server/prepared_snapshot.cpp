// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/prepared_snapshot.h"

#include "core/base/log.h"
#include "core/base/mutation.h"
#include "core/model/value_codec.h"
#include "sync/protocol/codec.h"
#include "sync/server/change_feed.h"

#include <QFile>
#include <QFileInfo>
#include <QStorageInfo>

#include <algorithm>

namespace mdmc::sync {

namespace {

const QString kInMemory = QStringLiteral(":memory:");
/// Of what is in the file; the rows in it are those of a schema version.
constexpr int kFormat = 1;
/// Rows that are read at a time, some 4 ms: whoever comes meanwhile waits no longer.
constexpr qint64 kPieceBytes = 256 * 1024;

constexpr char kSchema[] = "CREATE TABLE page(id INTEGER PRIMARY KEY, type INTEGER NOT NULL, after BLOB NOT NULL, "
                           "head_seq INTEGER NOT NULL, rows INTEGER NOT NULL, body BLOB NOT NULL) STRICT;"
                           // One row, written last: without it the pages are not complete.
                           "CREATE TABLE made(format INTEGER NOT NULL, schema INTEGER NOT NULL, epoch BLOB NOT NULL, "
                           "floor INTEGER NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL, "
                           "last_tag BLOB NOT NULL, at INTEGER NOT NULL, rows INTEGER NOT NULL) STRICT;";

/// Somebody who sees everything: nothing else of an actor decides what a page holds.
Actor everybodysSight()
{
    return Actor{RecordId(), Role::ReadOnly, Sight::All, RecordId(), true};
}

bool seesEverything(const Actor &actor)
{
    return actor.isActive && (actor.sight == Sight::All || isMutated(Mutation::PreparedForAll));
}

void removeFiles(const QString &path)
{
    for (const char *part : {"", "-wal", "-shm", "-journal"})
        QFile::remove(path + QLatin1String(part));
}

} // namespace

/// Pages that are being made, up to the one under way.
struct PreparedSnapshot::Making {
    Pages pages;
    size_t type = 0; ///< Place in allEntities().
    RecordId after;  ///< Where the page under way begins.
    std::optional<SnapshotPage> page; ///< As far as it was read.
};

PreparedSnapshot::PreparedSnapshot(Options options, const Clock &clock) : m_options(std::move(options)), m_clock(clock) { }

PreparedSnapshot::~PreparedSnapshot() = default;

Result<> PreparedSnapshot::openFile(bool create)
{
    storage::OpenOptions options{.path = m_options.path, .key = m_options.key, .vfs = {}};
    options.create = create;
    options.cacheKib = 2048; // Each page is read once.
    options.busyTimeoutMs = 0;
    MDMC_ASSIGN(m_file, storage::Database::open(options));
    // What a power cut takes of it is noticed: every page of the file is authenticated. Nobody waits for the disk.
    return m_file->exec("PRAGMA synchronous=OFF");
}

void PreparedSnapshot::drop()
{
    m_ready.reset();
    m_making.reset();
    m_file.reset();
    if (m_options.path != kInMemory)
        removeFiles(m_options.path);
}

void PreparedSnapshot::recall(Store &store)
{
    m_making.reset();
    if (!m_ready && m_options.path != kInMemory && QFile::exists(m_options.path)) {
        if (!openFile(false))
            return drop();
        auto pages = readPages();
        if (!pages)
            return drop();
        m_ready = std::move(*pages);
    }
    holds(store);
}

Result<PreparedSnapshot::Pages> PreparedSnapshot::readPages()
{
    Pages pages;
    MDMC_ASSIGN(storage::Statement made,
                m_file->prepare("SELECT epoch, floor, first_seq, last_seq, last_tag, at, rows FROM made "
                                "WHERE format=?1 AND schema=?2"));
    made.bindAll(kFormat, kSchemaVersion);
    MDMC_ASSIGN(const bool isComplete, made.step());
    if (!isComplete)
        return failure(ErrorCode::NotFound, QStringLiteral("the pages are of another format, or not complete"));
    pages.epoch = made.columnBlob(0);
    pages.floor = made.columnInt64(1);
    pages.firstSeq = made.columnInt64(2);
    pages.last = {pages.epoch, made.columnInt64(3), made.columnBlob(4)};
    pages.madeAt = made.columnInt64(5);
    pages.rows = made.columnInt64(6);
    MDMC_ASSIGN(storage::Statement rows, m_file->prepare("SELECT id, type, after, head_seq, rows FROM page"));
    while (true) {
        MDMC_ASSIGN(const bool hasRow, rows.step());
        if (!hasRow)
            return pages;
        const EntityInfo *info = findEntity(quint64(rows.columnInt64(1)));
        if (!info)
            return failure(ErrorCode::StorageCorrupt, QStringLiteral("a page of an unknown type"));
        pages.places[{info->type, rows.columnRecordId(2)}] = {rows.columnInt64(0), rows.columnInt64(3), rows.columnInt(4)};
    }
}

qint64 PreparedSnapshot::tailLimit(qint64 rows) const
{
    return std::max(m_options.policy.tailChanges, qint64(double(rows) * m_options.policy.tailPart));
}

/// That the store's history leads on from them, and not too far. The floor has not moved: what was purged since was
/// deleted before the pages were read, and the tail is all there.
Result<bool> PreparedSnapshot::areGood(Store &store, const Pages &pages) const
{
    MDMC_ASSIGN(const Head head, store.head());
    const qint64 tail = head.seq - pages.firstSeq;
    const qint64 age = m_clock.nowUtc() - pages.madeAt;
    if (head.epoch != pages.epoch || head.floor != pages.floor || head.seq < pages.last.seq || tail > tailLimit(pages.rows)
        || age < 0 || age > m_options.policy.maxAgeMs)
        return false;
    if (pages.last.seq == head.seq)
        return pages.last.tag == head.tag;
    MDMC_ASSIGN(const std::optional<Change> change, store.change(pages.last.seq));
    return pages.last.seq == 0 || (change && change->tag == pages.last.tag);
}

bool PreparedSnapshot::holds(Store &store)
{
    if (!m_ready)
        return false;
    const auto good = areGood(store, *m_ready);
    if (good && !*good)
        drop();
    return good && *good;
}

/// In the order of a snapshot: by type as they refer to each other, then by id.
std::map<PreparedSnapshot::Place, PreparedSnapshot::Page>::const_iterator
PreparedSnapshot::following(std::map<Place, Page>::const_iterator page) const
{
    const auto next = std::next(page);
    if (next != m_ready->places.end() && next->first.type == page->first.type)
        return next;
    const auto types = allEntities();
    const auto type = std::find_if(types.begin(), types.end(), [&](const EntityInfo *info) { return info->type == page->first.type; });
    if (type == types.end() || std::next(type) == types.end())
        return m_ready->places.end();
    return m_ready->places.find({(*std::next(type))->type, RecordId()});
}

Result<QByteArray> PreparedSnapshot::bodyOf(const Page &page)
{
    MDMC_ASSIGN(storage::Statement row, m_file->prepare("SELECT body FROM page WHERE id=?1"));
    row.bind(1, page.rowId);
    MDMC_ASSIGN(const bool isThere, row.step());
    if (!isThere)
        return failure(ErrorCode::StorageCorrupt, QStringLiteral("a page is missing"));
    return row.columnBlob(0);
}

std::vector<SnapshotPage> PreparedSnapshot::pages(Store &store, const Actor &actor, const SnapshotRequest &request)
{
    if (request.notBefore < 0 || !seesEverything(actor) || !holds(store))
        return {};
    const bool isAnyAge = isMutated(Mutation::PreparedTooOld);
    const int most = std::clamp(request.maxPages, 1, kMostPages);
    std::vector<SnapshotPage> pages;
    const auto &places = m_ready->places;
    for (auto at = places.find({request.type, request.after});
         at != places.end() && int(pages.size()) < most && at->second.rows <= request.maxRows
         && (at->second.headSeq >= request.notBefore || isAnyAge);
         at = following(at)) {
        auto body = bodyOf(at->second);
        if (!body) {
            qCWarning(lcServer) << "the prepared snapshot cannot be read; it is made anew";
            drop();
            return {};
        }
        SnapshotPage page;
        page.type = at->first.type;
        page.compressed = std::move(*body);
        pages.push_back(std::move(page));
    }
    m_served += qint64(pages.size());
    return pages;
}

Result<bool> PreparedSnapshot::isWanted(Store &store)
{
    if (holds(store) || m_making)
        return m_making != nullptr;
    if (m_lastBegun && m_clock.monotonicMs() - *m_lastBegun < m_options.policy.pauseMs)
        return false;
    qint64 rows = 0;
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(const RowSum all, store.visibleSum(info->type, everybodysSight()));
        rows += all.count;
    }
    if (rows < m_options.policy.leastRows)
        return false;
    return m_options.path == kInMemory
        || QStorageInfo(QFileInfo(m_options.path).path()).bytesAvailable() >= m_options.policy.leastFreeBytes;
}

Result<bool> PreparedSnapshot::makeNext(Store &store)
{
    auto made = makePiece(store);
    if (!made)
        drop();
    return made;
}

Result<> PreparedSnapshot::begin(Store &store)
{
    drop();
    m_lastBegun = m_clock.monotonicMs();
    MDMC_TRY(openFile(true));
    MDMC_TRY(m_file->exec(kSchema));
    MDMC_ASSIGN(const Head head, store.head());
    auto making = std::make_unique<Making>();
    making->pages.epoch = head.epoch;
    making->pages.floor = head.floor;
    making->pages.firstSeq = head.seq;
    making->pages.last = head.cursor();
    making->pages.madeAt = m_clock.nowUtc();
    m_making = std::move(making);
    return {};
}

Result<bool> PreparedSnapshot::makePiece(Store &store)
{
    if (!m_making) {
        MDMC_TRY(begin(store));
        return true;
    }
    MDMC_ASSIGN(const bool areStillGood, areGood(store, m_making->pages));
    if (!areStillGood)
        return failure(ErrorCode::Cancelled, QStringLiteral("too much has changed meanwhile"));
    std::optional<SnapshotPage> &page = m_making->page;
    const EntityType type = allEntities()[m_making->type]->type;
    const int most = m_options.limits.maxPageChanges - (page ? page->packed->count : 0);
    ChangeFeed feed(store, m_options.limits);
    MDMC_ASSIGN(SnapshotPage piece,
                feed.packedSnapshot(everybodysSight(), type, page && page->packed->count > 0 ? page->packed->last : m_making->after,
                                    most, kPieceBytes));
    if (page && piece.head != page->head) {
        page.reset(); // A page is of one moment.
        return true;
    }
    if (!page) {
        page = std::move(piece);
    } else if (piece.packed->count > 0) {
        page->packed->cbor += piece.packed->cbor;
        page->packed->count += piece.packed->count;
        page->packed->last = piece.packed->last;
    }
    page->isLastOfType = piece.isLastOfType;
    page->isLast = piece.isLast;
    const bool isFull = page->packed->cbor.size() >= ChangeFeed::kPageBytes || page->packed->count >= m_options.limits.maxPageChanges;
    if (!isFull && !page->isLastOfType)
        return true;
    return keepPage();
}

/// The page under way is whole. True: another one follows.
Result<bool> PreparedSnapshot::keepPage()
{
    Making &making = *m_making;
    const SnapshotPage page = std::move(*making.page);
    making.page.reset();
    MDMC_TRY(m_file->run("INSERT INTO page(type, after, head_seq, rows, body) VALUES(?1, ?2, ?3, ?4, ?5)", page.type,
                         making.after.toBytes(), page.head.seq, page.packed->count, compressMessage(page)));
    MDMC_TRY(m_file->moveLog()); // A little each time, and not all of it at once.
    making.pages.places[{page.type, making.after}] = {m_file->lastInsertRowId(), page.head.seq, page.packed->count};
    making.pages.rows += page.packed->count;
    making.pages.last = page.head;
    making.after = page.isLastOfType ? RecordId() : page.packed->last;
    making.type += page.isLastOfType ? 1 : 0;
    if (!page.isLast)
        return true;
    MDMC_TRY(finish());
    return false;
}

Result<> PreparedSnapshot::finish()
{
    const Pages &pages = m_making->pages;
    MDMC_TRY(m_file->run("INSERT INTO made(format, schema, epoch, floor, first_seq, last_seq, last_tag, at, rows) "
                         "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                         kFormat, kSchemaVersion, pages.epoch, pages.floor, pages.firstSeq, pages.last.seq, pages.last.tag,
                         pages.madeAt, pages.rows));
    MDMC_TRY(m_file->checkpoint());
    m_ready = std::move(m_making->pages);
    m_making.reset();
    return {};
}

PreparedSnapshot::Status PreparedSnapshot::status() const
{
    if (!m_ready)
        return {.served = m_served};
    return {true, m_ready->firstSeq, m_ready->rows, int(m_ready->places.size()), m_served};
}

} // namespace mdmc::sync
