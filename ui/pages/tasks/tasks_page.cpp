// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/tasks/tasks_page.h"

namespace mdmc::ui {

TasksPage::TasksPage(PageContext &context, QWidget *parent) : Page(parent)
{
    Q_UNUSED(context)
}

QString TasksPage::title() const
{
    return tr("Tasks");
}

} // namespace mdmc::ui
