// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/board_model.h"

namespace mdmc::ui {

int BoardModel::rowOf(int column, const QString &cardId) const
{
    const int count = cardCount(column);
    for (int row = 0; row < count; ++row) {
        if (card(column, row).id == cardId)
            return row;
    }
    return -1;
}

} // namespace mdmc::ui
