// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/buttons.h"

#include <QStyle>

namespace mdmc::ui {
namespace {

QString kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary: return QStringLiteral("primary");
    case ButtonKind::Quiet: return QStringLiteral("quiet");
    case ButtonKind::Danger: return QStringLiteral("danger");
    case ButtonKind::Link: return QStringLiteral("link");
    case ButtonKind::Normal: break;
    }
    return QStringLiteral("normal");
}

} // namespace

Button::Button(const QString &text, ButtonKind kind, QWidget *parent) : QPushButton(text, parent), m_idleText(text)
{
    setAutoDefault(false);
    setCursor(kind == ButtonKind::Link ? Qt::PointingHandCursor : Qt::ArrowCursor);
    setKind(kind);
}

void Button::setKind(ButtonKind kind)
{
    m_kind = kind;
    setProperty("kind", kindName(kind));
    style()->unpolish(this);
    style()->polish(this);
}

void Button::setSymbol(Symbol symbol)
{
    const Role role = m_kind == ButtonKind::Primary ? Role::OnAccent
                    : m_kind == ButtonKind::Danger  ? Role::Negative
                                                    : Role::TextSecondary;
    setIcon(mdmc::ui::icon(symbol, role));
}

void Button::setBusy(bool busy, const QString &busyText)
{
    if (busy == m_busy)
        return;
    m_busy = busy;
    if (busy) {
        m_idleText = text();
        setMinimumWidth(width());
        if (!busyText.isEmpty())
            setText(busyText);
        parkFocus();
    } else {
        setText(m_idleText);
        setMinimumWidth(0);
    }
    setEnabled(!busy);
    if (!busy)
        takeFocusBack();
}

/// A disabled widget hands its focus to the next one, where the next key would press what nobody meant.
void Button::parkFocus()
{
    m_hadFocus = hasFocus();
    if (!m_hadFocus)
        return;
    m_keeper = parentWidget();
    while (m_keeper && !(m_keeper->focusPolicy() & Qt::ClickFocus))
        m_keeper = m_keeper->parentWidget();
    m_keeper ? m_keeper->setFocus() : clearFocus();
}

void Button::takeFocusBack()
{
    if (std::exchange(m_hadFocus, false) && window()->focusWidget() == m_keeper)
        setFocus();
}

QToolButton *iconButton(Symbol symbol, const QString &name, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setIcon(icon(symbol));
    button->setIconSize({size::Icon, size::Icon});
    button->setAccessibleName(name);
    button->setToolTip(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace mdmc::ui
