// SPDX-License-Identifier: GPL-3.0-or-later
// Quiet containers: what pages put their content into.
#pragma once

#include "ui/theme/icons.h"
#include "ui/widgets/cells.h"

#include <QFrame>

class QBoxLayout;
class QLabel;
class QHBoxLayout;
class QSplitter;
class QVBoxLayout;

namespace mdmc::ui {

class Button;

/// What there is to do when there is nothing to show.
class EmptyState : public QWidget {
    Q_OBJECT
public:
    EmptyState(Symbol symbol, const QString &title, const QString &text, const QString &actionText = {},
               QWidget *parent = nullptr);
    void setTexts(const QString &title, const QString &text, const QString &actionText);
    void setSecondAction(const QString &text);

Q_SIGNALS:
    void actionTriggered();
    void secondActionTriggered();

private:
    QLabel *m_title;
    QLabel *m_text;
    Button *m_action;
    Button *m_second;
};

/// A raised surface with a hairline, for figures and groups on a page's ground.
class Card : public QFrame {
    Q_OBJECT
public:
    explicit Card(QWidget *parent = nullptr);
    QVBoxLayout *body() const { return m_body; }
    /// Pressable as a whole; keyboard too.
    void setClickable(bool clickable);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    QVBoxLayout *m_body;
    bool m_clickable = false;
    bool m_hover = false;
};

/// A titled part of a page or pane: title, optional actions at its right, body. No box around it.
class Section : public QWidget {
    Q_OBJECT
public:
    explicit Section(const QString &title, QWidget *parent = nullptr);
    void setTitle(const QString &title);
    void setCount(const QString &count);
    void addAction(QWidget *widget);
    QVBoxLayout *body() const { return m_body; }

private:
    QLabel *m_title;
    QLabel *m_count;
    QHBoxLayout *m_head;
    QVBoxLayout *m_body;
};

/// A strip over content: a sentence, and a link that does something about it, or two under it.
class InlineNotice : public QFrame {
    Q_OBJECT
public:
    explicit InlineNotice(Tone tone = Tone::Accent, QWidget *parent = nullptr);
    void setTone(Tone tone);
    void setText(const QString &text, const QString &linkText = {});
    void setSecondLink(const QString &linkText);
    void setDismissable(bool dismissable);
    QString text() const;

Q_SIGNALS:
    void linkActivated();
    void secondLinkActivated();
    void dismissed();

protected:
    bool event(QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    QString m_sentence;
    QLabel *m_text;
    Button *m_link;
    Button *m_second = nullptr;
    QWidget *m_close;
};

/// A list at the left and, when shown, the detail of its current record at the right (420–560 px).
class ListPane : public QWidget {
    Q_OBJECT
public:
    explicit ListPane(QWidget *parent = nullptr);
    void setList(QWidget *list);     ///< Takes it.
    void setDetail(QWidget *detail); ///< Takes it.
    void setDetailShown(bool shown); ///< Never takes focus; the list keeps its width otherwise.
    bool isDetailShown() const;
    QByteArray saveState() const;
    bool restoreState(const QByteArray &state);

Q_SIGNALS:
    void detailShownChanged(bool shown);

private:
    QSplitter *m_splitter;
    QWidget *m_list = nullptr;
    QWidget *m_detail = nullptr;
    bool m_shown = true;
};

/// A hairline.
QWidget *separator(QWidget *parent, Qt::Orientation orientation = Qt::Horizontal);

/// The text with places to break inside words that are too long for a narrow pane; for what nobody copies.
QString breakable(const QString &text);

/// Gives a widget of text a style of the scale; before it is shown.
void setTextStyle(QWidget *widget, TextStyle style, Tone tone);

/// A label in a style of the scale, plain text only.
QLabel *label(const QString &text, TextStyle style, QWidget *parent, Tone tone = Tone::Normal);

} // namespace mdmc::ui
