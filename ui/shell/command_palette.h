// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/action_registry.h"
#include "ui/shell/route.h"

#include <QPointer>
#include <QWidget>

class QLabel;
class QLineEdit;
class QListView;
class QStandardItemModel;

namespace mdmc::ui {

struct PaletteRecord {
    QString id;       ///< Stable among all records, for recents.
    QString title;
    QString subtitle; ///< `Lead · Negotiation`
    Symbol symbol = Symbol::None;
    Route route;
};

/// Asks for the records that match; may answer later, on the GUI thread, and answers to old queries are dropped.
/// An empty query asks for recent records.
using RecordProvider =
    std::function<void(const QString &query, std::function<void(const QList<PaletteRecord> &)> answer)>;

/// Ctrl+K: every action and record in one list, recent first. Lies over its window; Esc closes, Enter runs.
class CommandPalette : public QWidget {
    Q_OBJECT
public:
    CommandPalette(ActionRegistry &actions, QWidget *window);

    void setRecordProvider(RecordProvider provider) { m_provider = std::move(provider); }
    void setRecent(const QStringList &ids) { m_recent = ids; }
    QStringList recent() const { return m_recent; } ///< Newest first, at most 20; actions and records.

    void open(const QString &query = {});
    void close();
    bool isOpen() const { return isVisible(); }
    int resultCount() const;
    QString resultTitle(int row) const; ///< For tests.

Q_SIGNALS:
    void routeChosen(const mdmc::ui::Route &route);
    void recentChanged(const QStringList &ids);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void search();
    void show(const QList<PaletteRecord> &records);
    void run(int row);
    void place();

    ActionRegistry &m_actions;
    RecordProvider m_provider;
    QStringList m_recent;
    quint64 m_query = 0;
    QList<PaletteRecord> m_records;
    QWidget *m_panel;
    QLineEdit *m_edit;
    QListView *m_list;
    QLabel *m_none;
    QStandardItemModel *m_model;
    QPointer<QWidget> m_focusBefore;
};

/// How well a query fits a text: 0 not at all; word starts beat the middle, the whole word beats its start. Accents and
/// case do not matter.
int matchScore(const QString &query, const QString &text);

} // namespace mdmc::ui
