// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_page.h"

namespace mdmc::ui {

SyncPage::SyncPage(PageContext &context, QWidget *parent) : Page(parent)
{
    Q_UNUSED(context)
}

QString SyncPage::title() const
{
    return tr("Sync");
}

} // namespace mdmc::ui
