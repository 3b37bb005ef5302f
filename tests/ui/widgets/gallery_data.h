// SPDX-License-Identifier: GPL-3.0-or-later
// Invented people and figures for the gallery and the widget tests.
#pragma once

#include "ui/widgets/board_model.h"
#include "ui/widgets/cells.h"

#include <QAbstractTableModel>

#include <array>

namespace mdmc::ui::gallery {

inline const QStringList Artists{
    QStringLiteral("Nova Kaplan"),   QStringLiteral("The Paper Lanterns"), QStringLiteral("Élodie Marchetti"),
    QStringLiteral("DJ Santoku"),    QStringLiteral("Low Tide Social"),    QStringLiteral("Anaïs & the Delays"),
    QStringLiteral("Kofi Sarpong"),  QStringLiteral("Glass Orchard"),      QStringLiteral("Mira Lindqvist"),
    QStringLiteral("Ocho Rayas"),    QStringLiteral("Velvet Static"),      QStringLiteral("Jun Tanabe"),
};
inline const QStringList Owners{QStringLiteral("Claire Dubois"), QStringLiteral("Marc Petit"),
                                QStringLiteral("Sofia Reyes")};
struct Stage { QString name; Hue hue; };
inline const QList<Stage> Stages{{QStringLiteral("New"), Hue::Slate},       {QStringLiteral("Contacted"), Hue::Blue},
                                 {QStringLiteral("Proposal"), Hue::Violet}, {QStringLiteral("Negotiation"), Hue::Amber},
                                 {QStringLiteral("Won"), Hue::Green},       {QStringLiteral("Lost"), Hue::Red}};

/// Leads as a table, of any length; values follow from the row. The name column can be edited.
class Leads final : public QAbstractTableModel {
public:
    explicit Leads(int rows, QObject *parent = nullptr) : QAbstractTableModel(parent), m_rows(rows) {}

    int rowCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : m_rows; }
    int columnCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : int(Columns.size());
    }
    Qt::ItemFlags flags(const QModelIndex &index) const override
    {
        const auto flags = QAbstractTableModel::flags(index);
        return index.isValid() && (index.column() == 0 || index.column() == 6) ? flags | Qt::ItemIsEditable : flags;
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || section < 0 || section >= int(Columns.size()))
            return {};
        const Column &column = Columns[size_t(section)];
        switch (role) {
        case Qt::DisplayRole: return QString::fromLatin1(column.title);
        case ColumnKeyRole: return QString::fromLatin1(column.key);
        case ColumnKindRole: return int(column.kind);
        case ColumnWidthRole: return column.width;
        case ColumnFixedRole: return section == 0;
        case ColumnHiddenRole: return false;
        default: return {};
        }
    }
    QVariant data(const QModelIndex &index, int role) const override
    {
        ++reads;
        const int row = index.row();
        if (role == RecordIdRole)
            return QStringLiteral("lead-%1").arg(row);
        if (role == Qt::DisplayRole || role == Qt::EditRole)
            return text(row, index.column());
        const auto kind = Columns[size_t(index.column())].kind;
        if (role == SecondaryRole && index.column() == 0)
            return row % 3 == 0 ? QStringLiteral("Indie pop") : QString();
        if (role == HintRole && index.column() == 6)
            return QStringLiteral("No next step");
        if (role == ToneRole && index.column() == 6)
            return int(row % 7 == 2 ? Tone::Negative : Tone::Normal);
        if (role != PaintRole)
            return {};
        if (kind == CellKind::Stage)
            return int(Stages[row % Stages.size()].hue);
        if (kind == CellKind::Score)
            return (row * 37 + 18) % 101;
        if (kind == CellKind::Priority)
            return int(row % 4 == 0 ? Hue::Red : Hue::Slate);
        if (kind == CellKind::Chips) {
            QList<ChipData> chips{{QStringLiteral("TikTok"), Hue::Pink}, {QStringLiteral("YouTube"), Hue::Red},
                                  {QStringLiteral("Meta"), Hue::Blue}, {QStringLiteral("Spotify"), Hue::Green}};
            return QVariant::fromValue(chips.mid(row % 3, 1 + row % 4));
        }
        return {};
    }
    bool setData(const QModelIndex &index, const QVariant &value, int role) override
    {
        if (role != Qt::EditRole)
            return false;
        m_edits[{index.row(), index.column()}] = value.toString();
        Q_EMIT dataChanged(index, index);
        return true;
    }

    mutable qint64 reads = 0;

private:
    struct Column {
        const char *key;
        const char *title;
        CellKind kind;
        int width;
    };
    static constexpr std::array<Column, 8> Columns{{
        {"artist", "Artist", CellKind::Strong, 210}, {"stage", "Stage", CellKind::Stage, 130},
        {"score", "Score", CellKind::Score, 100},    {"budget", "Budget", CellKind::Money, 110},
        {"platforms", "Platforms", CellKind::Chips, 190}, {"owner", "Owner", CellKind::Person, 150},
        {"next", "Next step", CellKind::Text, 190},  {"updated", "Changed", CellKind::Date, 130},
    }};
    QString text(int row, int column) const
    {
        if (const auto it = m_edits.find({row, column}); it != m_edits.end())
            return it->second;
        switch (column) {
        case 0: return Artists[row % Artists.size()];
        case 1: return Stages[row % Stages.size()].name;
        case 2: return QString::number((row * 37 + 18) % 101);
        case 3:
            return QLocale(QLocale::English)
                .toCurrencyString(double((row * 731 + 400) % 24000), QStringLiteral("€"), 0);
        case 5: return Owners[row % Owners.size()];
        case 6: return row % 5 == 3 ? QString() : QStringLiteral("Send proposal");
        case 7: return row % 2 ? QStringLiteral("yesterday 14:02") : QStringLiteral("today 09:41");
        default: return QString();
        }
    }
    int m_rows;
    std::map<std::pair<int, int>, QString> m_edits;
};

/// A pipeline of six columns that really moves its cards.
class Pipeline final : public BoardModel {
public:
    explicit Pipeline(int perColumn, QObject *parent = nullptr) : BoardModel(parent), m_columns(Stages.size())
    {
        int n = 0;
        for (auto &column : m_columns) {
            for (int i = 0; i < perColumn; ++i)
                column.append(n++);
        }
    }
    int columnCount() const override { return int(m_columns.size()); }
    BoardColumn column(int c) const override
    {
        return {Stages[c].name.toLower(),
                Stages[c].name,
                Stages[c].hue,
                QString::number(m_columns[c].size()),
                QStringLiteral("€%1K").arg(m_columns[c].size() * 4),
                QStringLiteral("€%1K weighted").arg(m_columns[c].size() * 2)};
    }
    int cardCount(int column) const override { return int(m_columns[column].size()); }
    BoardCard card(int column, int row) const override
    {
        ++reads;
        const int n = m_columns[column].value(row);
        BoardCard card;
        card.id = QStringLiteral("card-%1").arg(n);
        card.title = Artists[n % Artists.size()];
        card.subtitle = n % 4 == 1 ? QStringLiteral("Call, 3 days late") : QStringLiteral("Send proposal tomorrow");
        card.subtitleLate = n % 4 == 1;
        card.budget = QStringLiteral("€%1").arg(800 + n % 9 * 650);
        card.score = (n * 37 + 18) % 101;
        card.owner = Owners[n % Owners.size()];
        card.stale = n % 6 == 2;
        card.staleText = QStringLiteral("18 d");
        card.priority = n % 5 == 0 ? QStringLiteral("High") : QString();
        card.priorityHue = Hue::Red;
        return card;
    }
    /// What a presenter does after `moveRequested`.
    void move(const QString &id, int toColumn, int position)
    {
        const int n = id.mid(5).toInt();
        for (int c = 0; c < m_columns.size(); ++c) {
            if (m_columns[c].removeOne(n) && c != toColumn)
                Q_EMIT cardsReset(c);
        }
        m_columns[toColumn].insert(position, n);
        Q_EMIT cardsReset(toColumn);
    }
    bool movable() const override { return canMove; }

    bool canMove = true;
    mutable qint64 reads = 0;

private:
    QList<QList<int>> m_columns;
};

} // namespace mdmc::ui::gallery
