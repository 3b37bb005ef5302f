// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/input_rules.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QKeyEvent>
#include <QPushButton>
#include <QSlider>
#include <QToolButton>

namespace mdmc::ui {
namespace {

bool isTurnedByWheel(const QWidget *widget)
{
    return qobject_cast<const QComboBox *>(widget) || qobject_cast<const QAbstractSpinBox *>(widget)
        || qobject_cast<const QSlider *>(widget);
}

/// Not check boxes: there Enter confirms the form.
bool isPressedByEnter(const QWidget *widget)
{
    return qobject_cast<const QPushButton *>(widget) || qobject_cast<const QToolButton *>(widget);
}

/// A key that is still held from what opened this must not press what has the focus now.
bool isEnter(const QKeyEvent *key)
{
    return (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && !key->isAutoRepeat()
        && !(key->modifiers() & ~Qt::KeypadModifier);
}

} // namespace

void InputRules::apply(QWidget *widget)
{
    const bool isTurned = isTurnedByWheel(widget);
    if (!isTurned && !isPressedByEnter(widget))
        return;
    if (isTurned && widget->focusPolicy() == Qt::WheelFocus)
        widget->setFocusPolicy(Qt::StrongFocus);
    widget->installEventFilter(this);
}

bool InputRules::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Wheel && isTurnedByWheel(qobject_cast<QWidget *>(watched))
        && !static_cast<QWidget *>(watched)->hasFocus()) {
        event->ignore(); // Goes on to what is around it.
        return true;
    }
    if (event->type() == QEvent::KeyPress && isEnter(static_cast<QKeyEvent *>(event))
        && isPressedByEnter(qobject_cast<QWidget *>(watched))) {
        static_cast<QAbstractButton *>(watched)->click();
        return true;
    }
    return QObject::eventFilter(watched, event);
}

} // namespace mdmc::ui
