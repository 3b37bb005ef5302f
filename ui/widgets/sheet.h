// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/buttons.h"

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace mdmc::ui {

/// A modal panel inside its window: scrim, title, body, buttons. No nested event loop. Esc cancels, Enter confirms
/// (Ctrl+Enter in a text of several lines), Tab stays inside, focus goes back where it was. Deletes itself when closed,
/// unless `setReusable`.
class Sheet : public QWidget {
    Q_OBJECT
public:
    /// Covers the whole window of `anchor`.
    explicit Sheet(QWidget *anchor, const QString &title);

    void setTitle(const QString &title);
    void setMessage(const QString &text); ///< A paragraph over the body; plain text.
    void setBody(QWidget *body);          ///< Takes it; scrolls when the window is too low.
    void setConfirm(const QString &text, ButtonKind kind = ButtonKind::Primary); ///< Empty text: no such button.
    void setCancelText(const QString &text);
    void addLeftButton(QWidget *button);
    void setPanelWidth(int width);
    void setReusable(bool reusable) { m_reusable = reusable; }
    Button *confirmButton() const { return m_confirm; }
    /// A sentence over the buttons; empty hides it.
    void setError(const QString &sentence);
    void setBusy(bool busy);

    void open();
    /// Without a signal.
    void close();
    /// When false, confirming emits `confirmed` but does not close: the page closes it when its work has succeeded.
    void setClosesOnConfirm(bool closes) { m_closesOnConfirm = closes; }

Q_SIGNALS:
    void confirmed();
    void cancelled();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    bool focusNextPrevChild(bool next) override;

private:
    void confirm();
    void cancel();
    void place();

    QPointer<QWidget> m_focusBefore;
    QWidget *m_panel;
    QLabel *m_title;
    QLabel *m_message;
    QLabel *m_error;
    QVBoxLayout *m_bodyLayout;
    QHBoxLayout *m_buttons;
    Button *m_confirm;
    Button *m_cancel;
    int m_panelWidth;
    bool m_reusable = false;
    bool m_closesOnConfirm = true;
};

} // namespace mdmc::ui
