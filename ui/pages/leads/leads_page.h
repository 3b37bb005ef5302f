// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/leads/leads_presenter.h"
#include "ui/shell/page.h"

class QStackedWidget;

namespace mdmc::ui {

class BoardView;
class BulkBar;
class Button;
class EmptyState;
class FilterBar;
class InlineNotice;
class LeadDetailPane;
class ListPane;
class RecordTable;
class SegmentedControl;

/// Leads as table and board with the detail beside them.
class LeadsPage : public Page {
    Q_OBJECT
public:
    explicit LeadsPage(PageContext &context, QWidget *parent = nullptr);
    ~LeadsPage() override;

    QString title() const override;
    QString recordTitle() const override;
    QString summary() const override;
    QList<ActionSpec> actions() override;
    void openRecord(const QString &id) override;
    void search(const QString &text) override;
    QString searchPlaceholder() const override;
    QWidget *focusTarget() override;
    QWidget *headerWidget() override;
    void deactivated() override;

    LeadsPresenter &presenter() { return m_presenter; }
    RecordTable *table() const { return m_table; }
    BoardView *board() const { return m_board; }
    LeadDetailPane *detail() const { return m_detail; }
    bool isBoard() const;
    void setBoard(bool isBoard);

private:
    void buildHead(QVBoxLayout *layout);
    void buildLists();
    void connectTable();
    void connectBoard();
    void connectDetail();
    void addConditionAt(QWidget *anchor, int index);
    void removeFilter(const QString &id);
    void followRow(int row);
    void showLead(const RecordId &id);
    void rowsCame(bool wasReset);
    void select(const RecordId &id);
    void updateHead();
    void updateEmptyState();
    void updateBulkBar();
    void withSelection(std::function<void(const std::vector<RecordId> &)> use);
    void chooseFor(const char *field, QWidget *anchor);
    void moveSelection(const std::vector<RecordId> &leads, const RecordId &stage);
    void askInSheet(const std::vector<RecordId> &leads, const RecordId &stage, const StageQuestion &question);
    void askOnBoard(const RecordId &lead, const RecordId &stage, int position, const StageQuestion &question);
    void removeSelection();
    void editLead(const RecordId &id); ///< The null id makes a new one.
    void showProblem(const QString &sentence);
    void offerUndo(const QString &text);
    void step(int rows);
    void saveLocal();
    void restoreLocal();
    void contextMenu(const QPoint &position);
    std::vector<int> selectedRows() const;

    PageContext &m_context;
    LeadsPresenter m_presenter;
    SegmentedControl *m_views = nullptr;
    FilterBar *m_filters = nullptr;
    SegmentedControl *m_mode = nullptr;
    Button *m_new = nullptr;
    InlineNotice *m_problem = nullptr;
    BulkBar *m_bulk = nullptr;
    ListPane *m_pane = nullptr;
    QStackedWidget *m_stack = nullptr;
    RecordTable *m_table = nullptr;
    BoardView *m_board = nullptr;
    EmptyState *m_empty = nullptr;
    LeadDetailPane *m_detail = nullptr;
    RecordId m_current;
    int m_selected = 0;
    RecordId m_sought;     ///< Opened while the list did not have it: just made, or outside of the filter.
    int m_waitingRow = -1; ///< Selected before its record was loaded.
    bool m_tableDetail = true;
    bool m_boardDetail = false;
    bool m_isPlacing = false; ///< The selection is being put back; it is not the person who moves it.
    QTimer m_saveTimer;
};

} // namespace mdmc::ui
