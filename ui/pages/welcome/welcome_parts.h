// SPDX-License-Identifier: GPL-3.0-or-later
// What the pages before the workspace share: their quiet column, their mark, their large choices.
#pragma once

#include "ui/theme/icons.h"

#include <QAbstractButton>

class QLineEdit;

namespace mdmc::ui {

inline constexpr int kWelcomeWidth = 440;

/// Puts `content` into the middle of a page, at most `width` wide, scrolling where the window is too low. Takes it.
QWidget *quietColumn(QWidget *content, QWidget *parent, int width = kWelcomeWidth);

/// The program's mark.
class BrandMark : public QWidget {
    Q_OBJECT
public:
    explicit BrandMark(QWidget *parent = nullptr);

protected:
    void paintEvent(QPaintEvent *event) override;
};

/// A choice as a whole card: symbol, title, a sentence. Enter and Space press it.
class ChoiceButton : public QAbstractButton {
    Q_OBJECT
public:
    ChoiceButton(Symbol symbol, const QString &title, const QString &text, QWidget *parent = nullptr);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QRect textRect(int width) const;

    Symbol m_symbol;
    QString m_sentence;
};

/// A line for a secret, with an eye that shows and hides it. Kept from input methods and spell checkers.
QLineEdit *secretEdit(QWidget *parent);

} // namespace mdmc::ui
