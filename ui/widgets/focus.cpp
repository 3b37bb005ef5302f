// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/focus.h"

#include <QApplication>
#include <QWidget>

namespace mdmc::ui {
namespace {

bool takesTab(const QWidget *widget)
{
    return (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy();
}

/// Also those that are hidden now, or that Tab passes by for the time being.
QList<QWidget *> controlsOf(QWidget *part)
{
    QList<QWidget *> controls;
    QWidget *widget = part->window();
    do {
        const bool takesFocus = widget->focusPolicy() != Qt::NoFocus && !widget->focusProxy();
        if (takesFocus && (widget == part || part->isAncestorOf(widget)))
            controls << widget;
        widget = widget->nextInFocusChain();
    } while (widget != part->window());
    return controls;
}

} // namespace

bool cycleFocus(QWidget *within, bool next)
{
    QWidget *from = QApplication::focusWidget();
    if (!from || !within->isAncestorOf(from))
        from = within;
    QWidget *widget = from;
    do {
        widget = next ? widget->nextInFocusChain() : widget->previousInFocusChain();
        if (takesTab(widget) && widget != within && within->isAncestorOf(widget) && widget->isEnabled()
            && widget->isVisibleTo(within)) {
            widget->setFocus(next ? Qt::TabFocusReason : Qt::BacktabFocusReason);
            return true;
        }
    } while (widget != from);
    return false;
}

void setTabParts(const QList<QWidget *> &parts)
{
    QWidget *before = nullptr;
    for (QWidget *part : parts) {
        for (QWidget *control : controlsOf(part)) {
            if (before)
                QWidget::setTabOrder(before, control);
            before = control;
        }
    }
}

} // namespace mdmc::ui
