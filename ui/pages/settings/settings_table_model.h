// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

#include <QAbstractTableModel>

namespace mdmc::ui {

/// The small tables of a workspace that administrators edit in place: stages, list entries, people. Every edit is a
/// commit, undoable; the rows follow the replica, not the editor.
class SettingsTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Column {
        QLatin1String field;
        CellKind kind = CellKind::Text;
        int width = 160;
        bool isEditable = true;
    };

    SettingsTableModel(const PageContext &context, EntityType type, std::vector<Column> columns, QObject *parent);

    /// Rows in the order in which they are shown. Keeps rows of the same id where they are, so that an open editor and
    /// the selection survive.
    void setRecords(std::vector<Record> records);
    const std::vector<Record> &records() const { return m_records; }
    int rowOf(const RecordId &id) const;

    bool mayAdminister() const;
    bool isArchived(int row) const;
    bool canMove(int row, int by) const; ///< Among rows that are not archived.
    /// Trades places; `position` of every row whose place changes is rewritten.
    void move(int row, int by);
    /// Refused with a sentence for the last stage of a kind that the pipeline cannot do without.
    void setArchived(int row, bool archived);
    /// Commits `command`; `done` is said when it is on the disk.
    void commit(sync::Command command, const QString &done);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

Q_SIGNALS:
    void done(const QString &sentence);   ///< Saved; can be undone.
    void failed(const QString &sentence); ///< Nothing was changed.

private:
    int field(int column) const { return m_fields[size_t(column)]; }
    bool isEditable(int row, int column) const;
    QString titleOf(const Record &record) const;
    const Value &valueAt(const QModelIndex &index) const;

    PageContext m_context;
    EntityType m_type;
    std::vector<Column> m_columns;
    std::vector<int> m_fields;
    std::vector<Record> m_records;
};

} // namespace mdmc::ui
