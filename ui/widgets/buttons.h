// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QPointer>
#include <QPushButton>
#include <QToolButton>

namespace mdmc::ui {

enum class ButtonKind { Normal, Primary, Quiet, Danger, Link };

/// A push button of a kind. `busy` keeps its place, disables it and says so; a second click cannot fire twice. A focus
/// that it had comes back afterwards, unless it has gone elsewhere meanwhile.
class Button : public QPushButton {
    Q_OBJECT
public:
    explicit Button(const QString &text, ButtonKind kind = ButtonKind::Normal, QWidget *parent = nullptr);
    void setKind(ButtonKind kind);
    void setSymbol(Symbol symbol);
    void setBusy(bool busy, const QString &busyText = {});
    bool isBusy() const { return m_busy; }

private:
    void parkFocus();
    void takeFocusBack();

    ButtonKind m_kind = ButtonKind::Normal;
    QString m_idleText;
    bool m_busy = false;
    bool m_hadFocus = false;
    QPointer<QWidget> m_keeper; ///< Has the focus meanwhile; null: nobody.
};

/// A square button with a symbol only; `name` is its accessible name and tool tip.
QToolButton *iconButton(Symbol symbol, const QString &name, QWidget *parent);

} // namespace mdmc::ui
