// SPDX-License-Identifier: GPL-3.0-or-later
// What the cells of a record list show and how an edit in place is saved.
#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"
#include "ui/models/record_list_model.h"
#include "ui/widgets/record_delegate.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

bool isOverdue(const Record &record, const RecordColumn &column, const PageContext &context)
{
    return record.type == EntityType::Lead && column.key == QLatin1String("nextStepOn")
        && record.values[size_t(column.field)].as<QDate>().isValid()
        && record.values[size_t(column.field)].as<QDate>() < context.today();
}

QString countryOf(const Record &record)
{
    return record.type == EntityType::Lead ? record.value(QLatin1String("country")).as<QString>() : QString();
}

} // namespace

QVariant RecordListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !checkIndex(index))
        return {};
    const Record *record = recordAt(index.row());
    if (!record)
        return {}; // The table paints a row without id and text as a quiet placeholder.
    if (role == RecordIdRole)
        return record->id.toString();
    const RecordColumn &column = m_columns.at(index.column());
    if (column.compute)
        return column.compute(*record, role);
    return fieldData(*record, column, role);
}

QVariant RecordListModel::fieldData(const Record &record, const RecordColumn &column, int role) const
{
    const Value &value = record.values[size_t(column.field)];
    switch (role) {
    case Qt::DisplayRole: return m_fields.text(m_type, column.field, value);
    case PaintRole:
        if (column.kind == CellKind::Chips)
            return QVariant::fromValue(m_fields.chips(m_type, column.field, value));
        if (column.kind == CellKind::Stage || column.kind == CellKind::Priority)
            return int(m_fields.hue(m_type, column.field, value));
        if (const qint64 *number = value.get<qint64>(); number && column.kind == CellKind::Score)
            return int(*number);
        return {};
    case ToneRole: return isOverdue(record, column, m_context) ? int(Tone::Negative) : int(Tone::Normal);
    case Qt::EditRole:
    case RecordDelegate::ChoicesRole: return editData(record, column, role);
    default: return {};
    }
}

QVariant RecordListModel::editData(const Record &record, const RecordColumn &column, int role) const
{
    const Value &value = record.values[size_t(column.field)];
    if (role == Qt::EditRole) {
        if (m_typed.id == record.id && m_typed.section == columnOf(column.key))
            return m_typed.text;
        return m_fields.editText(m_type, column.field, value);
    }
    const FieldInfo &field = entityInfo(m_type).field(column.field);
    if (!m_fields.isChosen(m_type, column.field) || field.type == FieldType::TextSet)
        return {};
    QStringList labels;
    if (!field.has(FieldFlag::Required))
        labels << QString();
    for (const FieldOption &option : m_fields.options(m_type, column.field))
        labels << option.label;
    return labels;
}

QVariant RecordListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size())
        return QAbstractTableModel::headerData(section, orientation, role);
    const RecordColumn &column = m_columns.at(section);
    switch (role) {
    case Qt::DisplayRole:
        return column.field >= 0 ? FieldText::label(entityInfo(m_type).field(column.field)) : column.title;
    case ColumnKeyRole: return column.key;
    case ColumnKindRole: return int(column.kind);
    case ColumnWidthRole: return column.width;
    case ColumnHiddenRole: return column.isHidden;
    case ColumnSortableRole:
        return column.field >= 0 && entityInfo(m_type).field(column.field).type != FieldType::TextSet;
    case ColumnFixedRole: return column.isFixed;
    default: return {};
    }
}

bool RecordListModel::setHeaderData(int section, Qt::Orientation orientation, const QVariant &value, int role)
{
    if (orientation != Qt::Horizontal || section < 0 || section >= m_columns.size() || role != ColumnHiddenRole)
        return false;
    if (m_columns[section].isHidden == value.toBool())
        return true;
    m_columns[section].isHidden = value.toBool();
    if (m_isReady || m_read.isRunning())
        m_arrangeTimer.start();
    Q_EMIT headerDataChanged(orientation, section, section);
    return true;
}

bool RecordListModel::setData(const QModelIndex &index, const QVariant &variant, int role)
{
    if (role != Qt::EditRole || !(flags(index) & Qt::ItemIsEditable))
        return false;
    const Record record = *recordAt(index.row());
    const RecordColumn &column = m_columns.at(index.column());
    const Value &before = record.values[size_t(column.field)];
    QString typed = variant.toString();
    std::optional<Value> value;
    if (variant.typeId() == QMetaType::QDate) {
        value = Value(variant.toDate());
        typed = variant.toDate().toString(Qt::ISODate);
    } else {
        value = m_fields.parse(m_type, column.field, typed, before);
    }
    const FieldInfo &field = entityInfo(m_type).field(column.field);
    if (!value) {
        m_typed = {record.id, index.column(), typed};
        Q_EMIT editFailed(record.id.toString(), index.column(),
                          violationText({field.name, ViolationKind::Malformed, {}}, m_type));
        return false;
    }
    if (*value == before) {
        m_typed = {};
        return true;
    }
    const FieldChange change{column.field, normaliseValue(field, *value, countryOf(record))};
    if (interceptEdit && interceptEdit(record, change))
        return true;
    commitEdit((*m_rows)[size_t(index.row())], index.column(), record, change, typed);
    return true;
}

void RecordListModel::commitEdit(qint64 rowId, int section, const Record &record, const FieldChange &change,
                                 const QString &typed)
{
    // Shown at once; the commit's own change signal brings the stored row.
    m_cache[rowId].record.values[size_t(change.field)] = change.value;
    const int row = loadedRow(record.id);
    Q_EMIT dataChanged(index(row, section), index(row, section));
    const FieldInfo &field = entityInfo(m_type).field(change.field);
    const QString label = QCoreApplication::translate("RecordList", "Change %1").arg(FieldText::label(field));
    const QString saved = QCoreApplication::translate("RecordList", "%1 changed").arg(FieldText::label(field));
    whenDone(m_context.workspace.commit(patchCommand(label, m_type, {record.id}, {change})), this,
             [this, rowId, section, record, typed, saved](Result<> done) {
                 if (done) {
                     Q_EMIT edited(saved);
                     if (m_typed.id == record.id && m_typed.section == section)
                         m_typed = {};
                     return;
                 }
                 m_typed = {record.id, section, typed};
                 if (const auto found = m_cache.find(rowId); found != m_cache.end())
                     found->second.record = record;
                 if (const int now = loadedRow(record.id); now >= 0)
                     Q_EMIT dataChanged(index(now, 0), index(now, columnCount() - 1));
                 Q_EMIT editFailed(record.id.toString(), section, errorText(done.error(), m_type));
             });
}

} // namespace mdmc::ui
