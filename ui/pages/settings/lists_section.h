// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/settings/settings_section.h"
#include "ui/pages/settings/settings_table_model.h"

class QTabBar;

namespace mdmc::ui {

class Button;
class RecordTable;

/// Pipelines' stages and the workspace's lists: administrators rename, order, add and archive; others read.
class ListsSection : public SettingsSection {
    Q_OBJECT
public:
    ListsSection(const PageContext &context, QWidget *parent);

private:
    struct Tab {
        QString list;        ///< Key of a list; empty for the stages of `pipeline`.
        RecordId pipeline;
    };
    void connectControls();
    void refresh();
    void rebuildTabs();
    void showTab();
    void refreshButtons();
    void add();
    void archive();
    void move(int by);
    std::vector<Record> recordsOf(const Tab &tab) const;
    SettingsTableModel *model() const;
    int row() const;

    PageContext m_context;
    std::vector<Tab> m_shown;
    QTabBar *m_tabs;
    RecordTable *m_table;
    SettingsTableModel *m_stages;
    SettingsTableModel *m_items;
    Button *m_add;
    Button *m_up;
    Button *m_down;
    Button *m_archive;
    RecordId m_toEdit;   ///< Just added: edited as soon as it is there.
    RecordId m_selected; ///< Stays selected through a move.
};

/// A key for a new entry of a list: its label in camelCase, with a number where there is one already.
QString newListKey(const QString &label, const std::vector<ListItem> &items);

} // namespace mdmc::ui
