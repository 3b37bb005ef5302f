// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>

#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;
class QPushButton;

namespace mdmc::ui {

/// A question a move asks in place: choose one of a list, or type a value, or both (a reason and a note).
struct BoardQuestion {
    struct Choice {
        QString id;
        QString text;
    };
    QString title;           ///< `Why was it lost?`
    QList<Choice> choices;   ///< Empty: only a value is asked.
    bool asksValue = false;
    QString valueLabel;      ///< `Contract value`, or the note's label beside choices.
    QString value;           ///< Filled in at first.
    bool valueRequired = false;
    QString confirmText;     ///< `Mark as lost`
    /// Returns a sentence when the value cannot be taken; shown under the field.
    std::function<QString(const QString &value)> check;
};

struct BoardAnswer {
    QString choice; ///< Id; empty without choices.
    QString value;
};

/// The small panel at a card. Enter answers, Esc or losing the board cancels.
class BoardPrompt : public QFrame {
    Q_OBJECT
public:
    explicit BoardPrompt(const BoardQuestion &question, QWidget *parent = nullptr);
    void start(); ///< Shows and takes focus.

Q_SIGNALS:
    void answered(const mdmc::ui::BoardAnswer &answer);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void confirm();

    BoardQuestion m_question;
    QListWidget *m_choices = nullptr;
    QLineEdit *m_value = nullptr;
    QLabel *m_error = nullptr;
    QPushButton *m_confirm = nullptr;
    bool m_done = false;
};

} // namespace mdmc::ui
