// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/detail_parts.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/flow_layout.h"

namespace mdmc::ui {

QWidget *buttonBar(const QList<Button *> &buttons, QWidget *parent)
{
    auto *bar = new QWidget(parent);
    auto *layout = new FlowLayout(bar, space::S);
    layout->setContentsMargins(space::Xl, space::M, space::Xl, space::M);
    for (Button *button : buttons)
        layout->addWidget(button);
    return bar;
}

} // namespace mdmc::ui
