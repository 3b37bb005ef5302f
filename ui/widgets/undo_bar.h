// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <functional>

class QLabel;
class QTimer;

namespace mdmc::ui {

class Button;

/// The quiet line at the bottom of its parent: what was done, and Undo for eight seconds (longer while the pointer or
/// the focus is on it). It never takes focus. A new line replaces the old one.
class UndoBar : public QWidget {
    Q_OBJECT
public:
    explicit UndoBar(QWidget *host);
    /// Without `undo` it only says what happened (a toast).
    void offer(const QString &text, std::function<void()> undo = {}, const QString &actionText = {});
    void dismiss();
    bool isOffering() const;
    void setDuration(int ms);
    QString text() const;
    /// Does what its button does; nothing when nothing is offered.
    void undo();

Q_SIGNALS:
    void undone();
    void dismissed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void place();
    QLabel *m_text;
    Button *m_button;
    QTimer *m_timer;
    std::function<void()> m_undo;
};

} // namespace mdmc::ui
