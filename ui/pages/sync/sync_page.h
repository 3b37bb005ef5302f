// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/shell/page.h"

namespace mdmc::ui {

/// What waits, what needs attention, what conflicted, and how the connection stands.
class SyncPage : public Page {
    Q_OBJECT
public:
    explicit SyncPage(PageContext &context, QWidget *parent = nullptr);

    QString title() const override;

};

} // namespace mdmc::ui
