// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settings_table_model.h"

#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"
#include "ui/widgets/record_delegate.h"

namespace mdmc::ui {

namespace {

constexpr int ChoicesRole = RecordDelegate::ChoicesRole;

} // namespace

SettingsTableModel::SettingsTableModel(const PageContext &context, EntityType type, std::vector<Column> columns,
                                       QObject *parent)
    : QAbstractTableModel(parent), m_context(context), m_type(type), m_columns(std::move(columns))
{
    for (const Column &column : m_columns)
        m_fields.push_back(entityInfo(type).indexOf(column.field));
}

void SettingsTableModel::setRecords(std::vector<Record> records)
{
    const bool isSameOrder = std::ranges::equal(records, m_records, {}, &Record::id, &Record::id);
    if (isSameOrder) {
        m_records = std::move(records);
        if (!m_records.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_records = std::move(records);
    endResetModel();
}

int SettingsTableModel::rowOf(const RecordId &id) const
{
    const auto found = std::ranges::find(m_records, id, &Record::id);
    return found == m_records.end() ? -1 : int(found - m_records.begin());
}

bool SettingsTableModel::mayAdminister() const
{
    return m_context.may(Action::Edit, m_type);
}

bool SettingsTableModel::isArchived(int row) const
{
    const int archived = entityInfo(m_type).indexOf(QLatin1String("isArchived"));
    return archived >= 0 && row >= 0 && row < rowCount() && m_records[size_t(row)].values[size_t(archived)].as<bool>();
}

bool SettingsTableModel::canMove(int row, int by) const
{
    const int to = row + by;
    return mayAdminister() && row >= 0 && row < rowCount() && to >= 0 && to < rowCount() && !isArchived(row)
        && !isArchived(to);
}

void SettingsTableModel::move(int row, int by)
{
    if (!canMove(row, by))
        return;
    std::vector<const Record *> order;
    for (const Record &record : m_records)
        order.push_back(&record);
    std::swap(order[size_t(row)], order[size_t(row + by)]);
    sync::Command command{tr("Move %1").arg(titleOf(m_records[size_t(row)])), {}};
    const QLatin1String position("position");
    for (size_t i = 0; i < order.size(); ++i) {
        if (order[i]->value(position) == Value(qint64(i)) || isArchived(rowOf(order[i]->id)))
            continue;
        command.edits.push_back({sync::RecordEdit::Kind::Patch, m_type, order[i]->id,
                                 changesOf(m_type, {{position, Value(qint64(i))}})});
    }
    commit(std::move(command), tr("%1 moved").arg(titleOf(m_records[size_t(row)])));
}

void SettingsTableModel::setArchived(int row, bool archived)
{
    if (row < 0 || row >= rowCount() || !mayAdminister())
        return;
    const Record &record = m_records[size_t(row)];
    const QLatin1String kind("kind");
    if (archived && m_type == EntityType::Stage && record.value(kind) != Value(QStringLiteral("parked"))) {
        const auto isOther = [&](const Record &other) {
            return other.id != record.id && other.value(kind) == record.value(kind) && !isArchived(rowOf(other.id));
        };
        if (std::ranges::none_of(m_records, isOther)) {
            Q_EMIT failed(
                tr("%1 is the last stage of its kind, and leads could not get there any more. Nothing was changed.")
                    .arg(titleOf(record)));
            return;
        }
    }
    const QString title = titleOf(record);
    commit(patchCommand(archived ? tr("Archive %1").arg(title) : tr("Bring back %1").arg(title), m_type, {record.id},
                        changesOf(m_type, {{QLatin1String("isArchived"), Value(archived)}})),
           archived ? tr("%1 archived. Records that have it keep it.").arg(title) : tr("%1 is back").arg(title));
}

void SettingsTableModel::commit(sync::Command command, const QString &sentence)
{
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, sentence](const Result<> &result) {
        if (result) {
            Q_EMIT done(sentence);
            return;
        }
        // What was typed did not stay: show what holds.
        if (!m_records.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        Q_EMIT failed(errorText(result.error(), m_type));
    });
}

int SettingsTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_records.size());
}

int SettingsTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_columns.size());
}

const Value &SettingsTableModel::valueAt(const QModelIndex &index) const
{
    return m_records[size_t(index.row())].values[size_t(field(index.column()))];
}

QString SettingsTableModel::titleOf(const Record &record) const
{
    const FieldText text = m_context.fields();
    if (m_type == EntityType::Stage)
        return m_context.lookups.stageName(fromRecord<Stage>(record));
    if (m_type == EntityType::ListItem)
        return m_context.lookups.labelOf(fromRecord<ListItem>(record));
    const int title = record.info().titleField();
    return title < 0 ? QString() : text.text(m_type, title, record.values[size_t(title)]);
}

QVariant SettingsTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Record &record = m_records[size_t(index.row())];
    const FieldText text = m_context.fields();
    const int position = field(index.column());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::ToolTipRole:
        if (role == Qt::DisplayRole && index.column() == 0 && isArchived(index.row()))
            return tr("%1 (archived)").arg(text.text(m_type, position, valueAt(index)));
        return text.text(m_type, position, valueAt(index));
    case Qt::EditRole: return text.editText(m_type, position, valueAt(index));
    case RecordIdRole: return record.id.toString();
    case ToneRole: return int(isArchived(index.row()) ? Tone::Secondary : Tone::Normal);
    case ChoicesRole: {
        if (!text.isChosen(m_type, position))
            return {};
        QStringList choices;
        if (!record.info().field(position).has(FieldFlag::Required)
            && record.info().field(position).type == FieldType::Id)
            choices << QString();
        for (const FieldOption &option : text.options(m_type, position))
            choices << option.label;
        return choices;
    }
    default: return {};
    }
}

bool SettingsTableModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || !isEditable(index.row(), index.column()))
        return false;
    const int position = field(index.column());
    const std::optional<Value> parsed = m_context.fields().parse(m_type, position, value.toString(), valueAt(index));
    if (!parsed) {
        Q_EMIT failed(tr("“%1” does not fit here. The old value stays.").arg(value.toString()));
        return false;
    }
    const Record &record = m_records[size_t(index.row())];
    const QString label = FieldText::label(record.info().field(position));
    commit(patchCommand(tr("Change %1 of %2").arg(label, titleOf(record)), m_type, {record.id}, {{position, *parsed}}),
           tr("%1 of %2 changed").arg(label, titleOf(record)));
    return true;
}

bool SettingsTableModel::isEditable(int row, int column) const
{
    const Record &record = m_records[size_t(row)];
    // Nobody takes away their own role or access: the rules refuse it, so it is not offered.
    const bool isOwnAccess = m_type == EntityType::User && record.id == m_context.workspace.actor().userId
                          && m_columns[size_t(column)].field != QLatin1String("name");
    return m_columns[size_t(column)].isEditable && !isOwnAccess && m_context.mayEdit(record, field(column));
}

Qt::ItemFlags SettingsTableModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.row() < rowCount() && isEditable(index.row(), index.column()))
        flags |= Qt::ItemIsEditable;
    return flags;
}

QVariant SettingsTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount())
        return {};
    const Column &column = m_columns[size_t(section)];
    switch (role) {
    case Qt::DisplayRole: return FieldText::label(entityInfo(m_type).field(field(section)));
    case ColumnKeyRole: return QString(column.field);
    case ColumnKindRole: return int(column.kind);
    case ColumnWidthRole: return column.width;
    case ColumnSortableRole: return false;
    case ColumnFixedRole: return true;
    default: return {};
    }
}

} // namespace mdmc::ui
