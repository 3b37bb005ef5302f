// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_list_model.h"

#include "core/base/when_done.h"

#include <unordered_set>

namespace mdmc::ui {

Result<std::vector<std::pair<qint64, Record>>> readRows(sync::ReplicaReader &reader, EntityType type,
                                                        std::span<const qint64> rowIds)
{
    std::vector<std::pair<qint64, Record>> rows;
    MDMC_ASSIGN(std::vector<Record> records, reader.store.byRowIds(type, rowIds));
    if (records.size() == rowIds.size()) {
        for (size_t i = 0; i < rowIds.size(); ++i)
            rows.emplace_back(rowIds[i], std::move(records[i]));
        return rows;
    }
    for (const qint64 &rowId : rowIds) { // Some have vanished: one by one, to know which.
        MDMC_ASSIGN(std::vector<Record> one, reader.store.byRowIds(type, {&rowId, 1}));
        if (!one.empty())
            rows.emplace_back(rowId, std::move(one.front()));
    }
    return rows;
}

RecordListModel::RecordListModel(PageContext &context, EntityType type, QList<RecordColumn> columns, QObject *parent)
    : QAbstractTableModel(parent), m_context(context), m_fields(context.fields()), m_type(type),
      m_columns(std::move(columns)), m_read([this] { m_takeWhole ? askFirst() : askAll(); })
{
    m_query.type = type;
    m_fetchTimer.setSingleShot(true);
    m_fetchTimer.setInterval(0);
    connect(&m_fetchTimer, &QTimer::timeout, this, &RecordListModel::fetchWindows);
    m_arrangeTimer.setSingleShot(true);
    m_arrangeTimer.setInterval(0);
    connect(&m_arrangeTimer, &QTimer::timeout, this, [this] { m_context.workspace.prepareFor(m_query, shownFields()); });
    connect(&context.workspace, &sync::Workspace::changed, this, &RecordListModel::replicaChanged);
    connect(&context.lookups, &Lookups::changed, this, [this] {
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        if (m_isReady)
            m_refresher.request(); // Names of stages and people decide the order too.
    });
}

void RecordListModel::setQuery(const storage::RecordQuery &query)
{
    if (query == m_query && (m_isReady || m_read.isRunning()))
        return;
    m_query = query;
    m_query.type = m_type;
    m_takeWhole = true;
    m_arrangeTimer.start();
    m_refresher.cancel();
    m_read.giveUp();
    m_read.ask();
}

std::vector<int> RecordListModel::shownFields() const
{
    std::vector<int> fields;
    for (const RecordColumn &column : m_columns)
        if (!column.isHidden && column.field >= 0)
            fields.push_back(column.field);
    return fields;
}

void RecordListModel::refresh()
{
    m_refresher.request();
}

void RecordListModel::askFirst()
{
    struct First {
        storage::FirstRows rows;
        storage::RecentRows::Mark asOf;
    };
    auto future = m_context.workspace.readList(
        sync::ListPart::FirstRows,
        [query = m_query](sync::ReplicaReader &reader) -> Result<First> {
            MDMC_ASSIGN(storage::FirstRows rows, storage::queryFirstRowIds(reader.db, query, kWindow));
            return First{std::move(rows), reader.asOf};
        },
        m_read.token());
    whenDone(future, this, [this](Result<First> first) {
        if (m_read.isGivenUp())
            return queryEnded(std::nullopt);
        if (!first)
            return queryEnded(first.error());
        auto rows = std::make_shared<const RowIds>(std::move(first->rows.rowIds));
        if (!first->rows.isAll) {
            m_read.showEarly([this, rows = std::move(rows)] { takeEarly(rows); }, !m_isReady);
            return askAll();
        }
        RowPatch patch;
        patch.isReset = *rows != *m_rows;
        patch.rows = std::move(rows);
        takeRows({std::move(patch), first->asOf});
        queryEnded(std::nullopt);
    });
}

void RecordListModel::askAll()
{
    auto future = m_context.workspace.readList(
        sync::ListPart::Whole,
        [query = m_query, before = m_rows, asOf = m_asOf, whole = m_takeWhole](sync::ReplicaReader &reader) -> Result<Answer> {
            if (!whole && reader.recentRows) {
                MDMC_ASSIGN(auto updated, storage::updateRowIds(reader.db, query, *before, *reader.recentRows, asOf));
                if (updated)
                    return Answer{patchOf(*before, std::move(*updated)), reader.asOf};
            }
            MDMC_ASSIGN(RowIds rows, storage::queryRowIds(reader.db, query));
            if (!whole)
                return Answer{diffRows(*before, std::move(rows)), reader.asOf};
            RowPatch patch;
            patch.isReset = rows != *before;
            patch.rows = std::make_shared<const RowIds>(std::move(rows));
            return Answer{std::move(patch), reader.asOf};
        },
        m_read.token());
    whenDone(future, this, [this](Result<Answer> answer) {
        m_read.dropEarly();
        if (m_read.isGivenUp())
            return queryEnded(std::nullopt);
        if (answer)
            takeRows(std::move(*answer));
        queryEnded(answer ? std::nullopt : std::optional(answer.error()));
    });
}

/// Its rows were taken, it failed, or it was given up for another one.
void RecordListModel::queryEnded(const std::optional<Error> &error)
{
    if (error)
        Q_EMIT queryFailed(*error);
    m_read.ended();
}

void RecordListModel::takeEarly(std::shared_ptr<const RowIds> rows)
{
    beginResetModel();
    m_rows = std::move(rows);
    m_isPartial = true;
    m_wanted.clear();
    endResetModel();
    m_isReady = true;
    Q_EMIT queryFinished(true);
}

void RecordListModel::takeRows(Answer answer)
{
    const RowPatch &patch = answer.patch;
    m_asOf = answer.asOf;
    m_takeWhole = false;
    m_isReady = true;
    if (std::exchange(m_isPartial, false))
        return takeRest(patch.rows);
    const bool wasReset = patch.isReset;
    if (wasReset) {
        beginResetModel();
        m_rows = patch.rows;
        m_wanted.clear();
        endResetModel();
    } else if (!patch.isEmpty()) {
        applyPatch(patch);
    }
    Q_EMIT queryFinished(wasReset);
}

/// The whole list, of which the first rows are shown already.
void RecordListModel::takeRest(const std::shared_ptr<const RowIds> &rows)
{
    const bool isSame = rows->size() >= m_rows->size() && std::equal(m_rows->begin(), m_rows->end(), rows->begin());
    if (!isSame) { // Something came or went meanwhile.
        beginResetModel();
        m_rows = rows;
        m_wanted.clear();
        endResetModel();
    } else if (rows->size() > m_rows->size()) {
        beginInsertRows({}, rowCount(), int(rows->size()) - 1);
        m_rows = rows;
        endInsertRows();
    }
    Q_EMIT queryFinished(!isSame);
}

void RecordListModel::applyPatch(const RowPatch &patch)
{
    std::shared_ptr<RowIds> own; // Readers on other threads hold the list as it was: the steps change a copy of it.
    const auto rows = [&]() -> RowIds & {
        if (!own)
            m_rows = own = std::make_shared<RowIds>(*m_rows);
        return *own;
    };
    for (const RowPatch::Range &range : patch.removals) {
        beginRemoveRows({}, range.first, range.first + range.count - 1);
        rows().erase(rows().begin() + range.first, rows().begin() + range.first + range.count);
        endRemoveRows();
    }
    if (patch.reordered) {
        reorder(patch.reordered);
        own.reset();
    }
    for (const RowPatch::Range &range : patch.insertions) {
        beginInsertRows({}, range.first, range.first + range.count - 1);
        rows().insert(rows().begin() + range.first, patch.rows->begin() + range.first,
                      patch.rows->begin() + range.first + range.count);
        endInsertRows();
    }
    m_rows = patch.rows;
    m_wanted.clear();
}

void RecordListModel::reorder(const std::shared_ptr<const RowIds> &rows)
{
    Q_EMIT layoutAboutToBeChanged({}, QAbstractItemModel::VerticalSortHint);
    const QModelIndexList before = persistentIndexList();
    std::unordered_map<qint64, int> newRow;
    for (const QModelIndex &index : before)
        newRow.emplace((*m_rows)[size_t(index.row())], -1);
    size_t left = newRow.size();
    for (size_t i = 0; left > 0 && i < rows->size(); ++i)
        if (const auto found = newRow.find((*rows)[i]); found != newRow.end()) {
            found->second = int(i);
            --left;
        }
    QModelIndexList after;
    for (const QModelIndex &index : before)
        after << this->index(newRow.at((*m_rows)[size_t(index.row())]), index.column());
    m_rows = rows;
    changePersistentIndexList(before, after);
    Q_EMIT layoutChanged({}, QAbstractItemModel::VerticalSortHint);
}

void RecordListModel::requestWindow(int row) const
{
    auto *self = const_cast<RecordListModel *>(this);
    const int window = row / kWindow;
    if (window == m_windowInFlight)
        return;
    self->m_wanted.remove(window);
    self->m_wanted.push_front(window);
    if (m_wanted.size() > 4)
        self->m_wanted.pop_back(); // Scrolled past; asked for again if it comes back into sight.
    if (m_windowInFlight < 0 && !m_fetchTimer.isActive())
        self->m_fetchTimer.start();
}

void RecordListModel::fetchWindows()
{
    if (m_windowInFlight >= 0 || m_wanted.empty())
        return;
    const int window = m_wanted.front();
    m_wanted.pop_front();
    const size_t first = size_t(window) * kWindow;
    if (first >= m_rows->size())
        return fetchWindows();
    auto asked = std::make_shared<RowIds>();
    for (size_t i = first; i < std::min(first + kWindow, m_rows->size()); ++i) {
        const auto found = m_cache.find((*m_rows)[i]);
        if (found == m_cache.end() || found->second.isStale)
            asked->push_back((*m_rows)[i]);
    }
    if (asked->empty())
        return fetchWindows();
    m_windowInFlight = window;
    auto future = m_context.workspace.read([type = m_type, asked](sync::ReplicaReader &reader) -> Result<Window> {
        return readRows(reader, type, *asked);
    });
    whenDone(future, this,
             [this, window, asked](Result<Window> records) { takeWindow(window, asked, std::move(records)); });
}

void RecordListModel::takeWindow(int window, const std::shared_ptr<const RowIds> &asked, Result<Window> records)
{
    m_windowInFlight = -1;
    if (!records) {
        Q_EMIT queryFailed(records.error()); // Not asked for again by itself: that would spin.
        return;
    }
    m_fetchedRecords += int(records->size());
    for (auto &[rowId, record] : *records) {
        m_rowIdOf.insert(record.id, rowId);
        m_cache[rowId] = Entry{std::move(record), false, ++m_use};
    }
    const std::unordered_set<qint64> loaded(asked->begin(), asked->end());
    const int last = rowCount() - 1;
    // Rows may have moved by a patch while they were read: look a window further on both sides.
    for (int row = std::max(0, (window - 1) * kWindow); row <= std::min(last, (window + 2) * kWindow); ++row) {
        if (!loaded.contains((*m_rows)[size_t(row)]))
            continue;
        int end = row;
        while (end < last && loaded.contains((*m_rows)[size_t(end) + 1]))
            ++end;
        Q_EMIT dataChanged(index(row, 0), index(end, columnCount() - 1));
        row = end;
    }
    evict();
    if (!m_wanted.empty())
        m_fetchTimer.start();
}

void RecordListModel::evict()
{
    if (m_cache.size() <= size_t(kMaxCached))
        return;
    std::vector<std::pair<quint64, qint64>> byUse;
    byUse.reserve(m_cache.size());
    for (const auto &[rowId, entry] : m_cache)
        byUse.emplace_back(entry.usedAt, rowId);
    const size_t surplus = m_cache.size() - size_t(kMaxCached) / 2;
    std::nth_element(byUse.begin(), byUse.begin() + qsizetype(surplus), byUse.end());
    for (size_t i = 0; i < surplus; ++i) {
        const auto found = m_cache.find(byUse[i].second);
        m_rowIdOf.remove(found->second.record.id);
        m_cache.erase(found);
    }
}

void RecordListModel::replicaChanged(const sync::ChangeSet &changes)
{
    if (!changes.touches(m_type))
        return;
    if (changes.isWide) {
        for (auto &[rowId, entry] : m_cache)
            entry.isStale = true;
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    } else {
        for (const RecordRef &ref : changes.records) {
            const auto rowId = m_rowIdOf.constFind(ref.id);
            if (ref.type != m_type || rowId == m_rowIdOf.constEnd())
                continue;
            m_cache[*rowId].isStale = true;
            if (const int row = loadedRow(ref.id); row >= 0) {
                Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
                requestWindow(row);
            }
        }
    }
    if (m_isReady || m_read.isRunning())
        m_refresher.request();
}

int RecordListModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows->size());
}

int RecordListModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

const RecordListModel::Entry *RecordListModel::entryAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const auto found = m_cache.find((*m_rows)[size_t(row)]);
    if (found == m_cache.end()) {
        requestWindow(row);
        return nullptr;
    }
    const_cast<Entry &>(found->second).usedAt = ++m_use;
    if (found->second.isStale)
        requestWindow(row);
    return &found->second;
}

const Record *RecordListModel::recordAt(int row) const
{
    const Entry *entry = entryAt(row);
    return entry ? &entry->record : nullptr;
}

int RecordListModel::loadedRow(const RecordId &id) const
{
    const auto rowId = m_rowIdOf.constFind(id);
    if (rowId == m_rowIdOf.constEnd())
        return -1;
    const auto found = std::find(m_rows->begin(), m_rows->end(), *rowId);
    return found == m_rows->end() ? -1 : int(found - m_rows->begin());
}

void RecordListModel::locate(const RecordId &id, std::function<void(int)> answer)
{
    if (const int row = loadedRow(id); row >= 0)
        return answer(row);
    auto future = m_context.workspace.read(
        [type = m_type, id](sync::ReplicaReader &reader) { return storage::rowIdOf(reader.db, type, id); });
    whenDone(future, this, [this, answer = std::move(answer)](Result<std::optional<qint64>> rowId) {
        if (!rowId || !*rowId)
            return answer(-1);
        const auto found = std::find(m_rows->begin(), m_rows->end(), **rowId);
        answer(found == m_rows->end() ? -1 : int(found - m_rows->begin()));
    });
}

void RecordListModel::resolveIds(const std::vector<int> &rows, std::function<void(std::vector<RecordId>)> answer)
{
    std::vector<RecordId> known;
    RowIds asked;
    for (const int row : rows) {
        if (row < 0 || row >= rowCount())
            continue;
        asked.push_back((*m_rows)[size_t(row)]);
        if (const auto found = m_cache.find(asked.back()); found != m_cache.end())
            known.push_back(found->second.record.id);
    }
    if (known.size() == asked.size())
        return answer(std::move(known));
    auto future =
        m_context.workspace.read([type = m_type, asked](sync::ReplicaReader &reader) -> Result<std::vector<RecordId>> {
            MDMC_ASSIGN(const auto records, reader.store.byRowIds(type, asked));
            std::vector<RecordId> ids;
            for (const Record &record : records)
                ids.push_back(record.id);
            return ids;
        });
    whenDone(future, this, [this, answer = std::move(answer)](Result<std::vector<RecordId>> ids) {
        if (ids)
            answer(std::move(*ids));
        else
            Q_EMIT queryFailed(ids.error());
    });
}

int RecordListModel::columnOf(const QString &key) const
{
    for (int i = 0; i < m_columns.size(); ++i)
        if (m_columns[i].key == key)
            return i;
    return -1;
}

Qt::ItemFlags RecordListModel::flags(const QModelIndex &index) const
{
    if (!index.isValid())
        return Qt::NoItemFlags;
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
    const Record *record = recordAt(index.row());
    const int field = m_columns.at(index.column()).field;
    if (record && field >= 0 && m_context.mayEdit(*record, field))
        flags |= Qt::ItemIsEditable;
    return flags;
}

} // namespace mdmc::ui
