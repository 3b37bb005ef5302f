// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lead_board_model.h"
#include "ui/models/lead_filters.h"
#include "ui/models/record_list_model.h"

namespace mdmc::ui {

/// What a stage asks of leads before they may stand in it.
struct StageQuestion {
    enum class Kind { None, LostReason, ContractValue } kind = Kind::None;
    int missing = 0; ///< Leads that lack it.
    std::optional<Money> budget; ///< Of the one lead, as a first answer for the contract value.
};

/// The leads screen without widgets: which leads are shown, and what is done with them.
class LeadsPresenter : public QObject {
    Q_OBJECT
public:
    explicit LeadsPresenter(PageContext &context, QObject *parent = nullptr);

    RecordListModel &table() { return m_table; }
    LeadBoardModel &board() { return m_board; }
    PageContext &context() { return m_context; }

    QList<ListView> views() const { return leadViews(m_context); }
    QString view() const { return m_view; }
    void setView(const QString &id);
    const storage::Filter &filter() const { return m_filter; } ///< What the person added to the view.
    void setFilter(const storage::Filter &filter);
    QString search() const { return m_search; }
    void setSearch(const QString &text);
    void setSort(const QString &key, Qt::SortOrder order);
    QString sortKey() const;
    Qt::SortOrder sortOrder() const { return m_sort.order; }
    bool isNarrowed() const
    {
        return !m_filter.isEmpty() || !m_search.trimmed().isEmpty() || m_view != QLatin1String("all");
    }
    void showEverything(); ///< All leads, no filter, no search.

    /// `1,284 leads · 3 selected`
    QString summary(int selected) const;

    /// Asks what moving these leads to a stage needs; answers on the GUI thread.
    void askStage(const std::vector<RecordId> &leads, const RecordId &stage, std::function<void(StageQuestion)> answer);
    /// Moves leads; `reason` and `value` go along where the stage needs them. On the board the card of a single lead
    /// moves ahead to `position`.
    void moveToStage(const std::vector<RecordId> &leads, const RecordId &stage, const QString &reason = {},
                     const std::optional<Money> &value = {}, int position = 0);
    void setField(const std::vector<RecordId> &leads, int field, const Value &value);
    void remove(const std::vector<RecordId> &leads);
    /// Reasons for loss, for the question in place.
    QList<FieldOption> lostReasons() const;

    bool mayCreate() const { return m_context.may(Action::Create, EntityType::Lead); }
    bool mayEdit() const { return m_board.movable(); }
    bool mayDelete() const { return m_context.may(Action::Delete, EntityType::Lead); }
    bool mayImport() const { return m_context.may(Action::Import, EntityType::Lead); }

    QByteArray saveState() const; ///< View, filter, sort; JSON.
    void restoreState(const QByteArray &state);

Q_SIGNALS:
    void viewChanged(); ///< View, filter or search: what the head shows.
    void summaryChanged();
    void done(const QString &text); ///< An edit is on the disk and can be undone.
    void failed(const QString &sentence);
    void moveRefused(const QString &leadId, const QString &sentence);
    /// An edit in the table wants a stage that asks something.
    void stageQuestion(const std::vector<RecordId> &leads, const RecordId &stage, const StageQuestion &question);

private:
    void runQuery();
    void commit(sync::Command command, const QString &doneText);
    bool takeEdit(const Record &record, const FieldChange &change);

    PageContext &m_context;
    RecordListModel m_table;
    LeadBoardModel m_board;
    QString m_view = QStringLiteral("all");
    storage::Filter m_filter;
    QString m_search;
    storage::Sort m_sort;
};

} // namespace mdmc::ui
