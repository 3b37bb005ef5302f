// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace mdmc::ui {

class Button;
class SearchField;

/// The line over the content: back, forward, where we are, search, what needs attention.
class HeaderBar final : public QWidget {
    Q_OBJECT
public:
    explicit HeaderBar(QWidget *parent = nullptr);
    void setPlace(const QString &title, const QString &record);
    void setHistory(bool canGoBack, bool canGoForward);
    void setAttention(int count);
    void setPageWidget(QWidget *widget); ///< Not owned; null for none.
    SearchField *search() const { return m_search; }

Q_SIGNALS:
    void backRequested();
    void forwardRequested();
    void titlePressed();
    void attentionPressed();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void fitPlace();

    QToolButton *m_back;
    QToolButton *m_forward;
    Button *m_title;
    QLabel *m_arrow;
    QLabel *m_record;
    SearchField *m_search;
    QToolButton *m_attention;
    QHBoxLayout *m_layout;
    QPointer<QWidget> m_pageWidget;
    QString m_recordText;
};

} // namespace mdmc::ui
