// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/focus.h"

#include <QApplication>
#include <QWidget>

namespace mdmc::ui {

bool cycleFocus(QWidget *within, bool next)
{
    QWidget *from = QApplication::focusWidget();
    if (!from || !within->isAncestorOf(from))
        from = within;
    QWidget *widget = from;
    do {
        widget = next ? widget->nextInFocusChain() : widget->previousInFocusChain();
        const bool takes = (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy();
        if (takes && widget != within && within->isAncestorOf(widget) && widget->isEnabled()
            && widget->isVisibleTo(within)) {
            widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (widget != from);
    return false;
}

} // namespace mdmc::ui
