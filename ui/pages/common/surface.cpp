// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/surface.h"

#include <QLayout>

namespace mdmc::ui {

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (QWidget *widget = item->widget()) {
            widget->hide();
            widget->deleteLater();
        } else if (QLayout *inner = item->layout()) {
            clearLayout(inner);
        }
        delete item;
    }
}

} // namespace mdmc::ui
