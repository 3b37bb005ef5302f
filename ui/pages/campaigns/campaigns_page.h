// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lead_filters.h"
#include "ui/models/record_list_model.h"
#include "ui/shell/page.h"

class QStackedWidget;

namespace mdmc::ui {

class Button;
class CampaignPane;
class EmptyState;
class FilterBar;
class InlineNotice;
class ListPane;
class RecordTable;
class SegmentedControl;

/// Campaigns as a list with what runs beside it.
class CampaignsPage : public Page {
    Q_OBJECT
public:
    explicit CampaignsPage(PageContext &context, QWidget *parent = nullptr);
    ~CampaignsPage() override;

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
    RecordListModel &model() { return m_model; }
    RecordTable *table() const { return m_table; }

private:
    void buildHead(QVBoxLayout *layout);
    void buildList();
    void runQuery();
    void select(const RecordId &id);
    void rowsCame(bool wasReset);
    void showCampaign(const RecordId &id);
    void edit(const RecordId &id);
    void remove();
    void addConditionAt(QWidget *anchor, int index);
    void setFilter(const storage::Filter &filter);
    void saveLocal();
    void restoreLocal();
    void offerUndo(const QString &text);

    PageContext &m_context;
    RecordListModel m_model;
    storage::Filter m_filter;
    storage::Sort m_sort;
    QString m_search;
    RecordId m_current;
    SegmentedControl *m_status = nullptr;
    FilterBar *m_filters = nullptr;
    Button *m_new = nullptr;
    InlineNotice *m_problem = nullptr;
    ListPane *m_pane = nullptr;
    QStackedWidget *m_stack = nullptr;
    RecordTable *m_table = nullptr;
    EmptyState *m_empty = nullptr;
    CampaignPane *m_detail = nullptr;
    int m_waitingRow = -1;
    RecordId m_sought; ///< Opened while the list did not have it: just made, or outside of the filter.
    bool m_isPlacing = false;
};

} // namespace mdmc::ui
