// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/models/record_columns.h"
#include "ui/models/row_patch.h"
#include "ui/models/refresher.h"
#include "ui/models/staged_read.h"

#include <QAbstractTableModel>
#include <QTimer>

#include <list>

namespace mdmc::ui {

/// A record list of any length. It holds the row ids of its query (8 bytes a row) and the records of the windows that
/// were looked at last; rows come in windows of `kWindow` when a view asks for them, and are placeholders until then.
///
/// When the replica changes, only shown rows that changed are read again; the query runs again off the GUI thread and
/// its difference is applied as removed, moved and inserted rows, so selection and scroll stay where they are. Queries
/// never pile up: while one runs, only the newest waits, and what it is no longer wanted for is given up.
///
/// The first query, and a new one whose whole list takes longer than a moment, show their first rows until the rest is
/// there.
class RecordListModel : public QAbstractTableModel {
    Q_OBJECT
public:
    static constexpr int kWindow = 200;
    static constexpr int kMaxCached = 3000; ///< Records kept beyond what is on the screen.

    RecordListModel(PageContext &context, EntityType type, QList<RecordColumn> columns, QObject *parent = nullptr);

    EntityType type() const { return m_type; }
    const storage::RecordQuery &query() const { return m_query; }
    void setQuery(const storage::RecordQuery &query);
    void refresh(); ///< Runs the query again, coalesced.

    bool isReady() const { return m_isReady; } ///< Whether the first answer has come.
    bool isComplete() const { return !m_isPartial; } ///< False: only the first rows are there yet.

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role = Qt::EditRole) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// `ColumnHiddenRole` only: a column that is shown can be sorted by at once (`Workspace::prepareFor`).
    bool setHeaderData(int section, Qt::Orientation orientation, const QVariant &value, int role) override;

    /// The record of a row, null while it is not loaded.
    const Record *recordAt(int row) const;
    /// Row of a record, -1 when it is not in the list or not loaded; `locate` looks further.
    int loadedRow(const RecordId &id) const;
    /// Finds the row of any record of the query; answers on the GUI thread, at once where it is known, -1 when it is
    /// not in the list.
    void locate(const RecordId &id, std::function<void(int row)> answer);
    /// Ids of rows, loaded or not, for commands on a selection of any length.
    void resolveIds(const std::vector<int> &rows, std::function<void(std::vector<RecordId>)> answer);
    const RecordColumn &column(int section) const { return m_columns.at(section); }
    int columnOf(const QString &key) const;

    /// Takes an edit over before it is committed, such as a stage that needs a reason; true: it has.
    std::function<bool(const Record &record, const FieldChange &change)> interceptEdit;

    int fetchedRecords() const { return m_fetchedRecords; } ///< Since construction; for tests and benchmarks.
    bool isIdle() const
    {
        return m_wanted.empty() && m_windowInFlight < 0 && !m_read.isRunning() && !m_refresher.isDue();
    }
    int queriesRun() const { return m_read.begun(); }

Q_SIGNALS:
    /// The rows are those of the newest query. After a reset of the rows views have lost their selection.
    void queryFinished(bool wasReset);
    void queryFailed(const mdmc::Error &error);
    /// An edit in place was saved; what it did, in words.
    void edited(const QString &what);
    /// An edit in place could not be saved; the typed text comes back when the cell is edited again.
    void editFailed(const QString &recordId, int section, const QString &sentence);

private:
    struct Entry {
        Record record;
        bool isStale = false;
        quint64 usedAt = 0;
    };
    using Window = std::vector<std::pair<qint64, Record>>;

    std::vector<int> shownFields() const;
    void askFirst();
    void askAll();
    void takeEarly(std::shared_ptr<const RowIds> rows);
    void queryEnded(const std::optional<Error> &error);
    struct Answer {
        RowPatch patch;
        storage::RecentRows::Mark asOf = storage::RecentRows::kNever;
    };
    void takeRows(Answer answer);
    void takeRest(const std::shared_ptr<const RowIds> &rows);
    void applyPatch(const RowPatch &patch);
    void reorder(const std::shared_ptr<const RowIds> &rows);
    void requestWindow(int row) const;
    void fetchWindows();
    void takeWindow(int window, const std::shared_ptr<const RowIds> &asked, Result<Window> records);
    void evict();
    void replicaChanged(const sync::ChangeSet &changes);
    const Entry *entryAt(int row) const;
    QVariant fieldData(const Record &record, const RecordColumn &column, int role) const;
    QVariant editData(const Record &record, const RecordColumn &column, int role) const;
    void commitEdit(qint64 rowId, int section, const Record &record, const FieldChange &change, const QString &typed);

    PageContext &m_context;
    FieldText m_fields;
    EntityType m_type;
    QList<RecordColumn> m_columns;
    storage::RecordQuery m_query;
    std::shared_ptr<const RowIds> m_rows = std::make_shared<RowIds>();
    storage::RecentRows::Mark m_asOf = storage::RecentRows::kNever; ///< When the rows were read.
    std::unordered_map<qint64, Entry> m_cache;
    QHash<RecordId, qint64> m_rowIdOf; ///< Of cached records.
    std::list<int> m_wanted; ///< Windows asked for, the last asked for first.
    int m_windowInFlight = -1;
    QTimer m_fetchTimer;
    QTimer m_arrangeTimer; ///< Columns are restored one after the other, and told once.
    bool m_isReady = false;
    bool m_takeWhole = true; ///< The query itself changed: its answer replaces the rows.
    bool m_isPartial = false;
    StagedRead m_read;
    Refresher m_refresher{[this] { m_read.ask(); }};
    mutable quint64 m_use = 0;
    int m_fetchedRecords = 0;
    struct Typed {
        RecordId id;
        int section = -1;
        QString text;
    } m_typed; ///< What a failed edit left.
};

/// Reads the records of these rows in their order; rows that have vanished are left out.
Result<std::vector<std::pair<qint64, Record>>> readRows(sync::ReplicaReader &reader, EntityType type,
                                                        std::span<const qint64> rowIds);

} // namespace mdmc::ui
