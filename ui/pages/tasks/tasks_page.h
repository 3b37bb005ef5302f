// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/shell/page.h"

namespace mdmc::ui {

/// Today's work: tasks by when they are due.
class TasksPage : public Page {
    Q_OBJECT
public:
    explicit TasksPage(PageContext &context, QWidget *parent = nullptr);

    QString title() const override;

};

} // namespace mdmc::ui
