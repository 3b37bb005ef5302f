// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QToolButton;

namespace mdmc::ui {

class Button;
class FlowLayout;

struct FilterText {
    QString id;
    QString field; ///< `Stage`
    QString op;    ///< `is`
    QString value; ///< `Negotiation, Proposal`
};

/// The filters in force as chips, a + and a Clear. It shows and asks; the page builds the menus and owns the filter.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(QWidget *parent = nullptr);
    void setFilters(const QList<FilterText> &filters);
    void setMatchAny(bool any); ///< Says “any of” before the chips instead of nothing.

Q_SIGNALS:
    void addRequested(QWidget *anchor);
    void editRequested(const QString &id, QWidget *anchor);
    void removeRequested(const QString &id);
    void clearRequested();

private:
    void rebuild();
    QList<FilterText> m_filters;
    bool m_any = false;
    FlowLayout *m_layout;
    QToolButton *m_add;
    Button *m_clear;
    QList<QWidget *> m_chips;
};

} // namespace mdmc::ui
