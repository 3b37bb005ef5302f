// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QListView>

namespace mdmc::ui {

/// One entry of a list on the sync page.
struct SyncRow {
    QString id;
    Symbol symbol = Symbol::Pencil;
    Hue hue = Hue::Slate;
    QString title;
    QString what; ///< Grey, after the title.
    QString when; ///< At the right.
    QStringList lines; ///< Under the title; each on one line.
    int depth = 0; ///< Indented under its cause.
    bool operator==(const SyncRow &) const = default;
};

/// A calm list of such entries, painted. Keeps its current entry by id; when that goes, its place.
class SyncList : public QListView {
    Q_OBJECT
public:
    explicit SyncList(QWidget *parent = nullptr);
    void setRows(const QList<SyncRow> &rows);
    QString currentId() const;
    void setCurrentId(const QString &id);
    /// The current row stays the first one until somebody moves it: a log whose newest line is at the top.
    void setFollowsTop(bool follows) { m_followsTop = follows; }
    int count() const { return model()->rowCount(); }

Q_SIGNALS:
    void currentIdChanged(const QString &id); ///< Also when the rows changed and another one is current now.
    void rowActivated(const QString &id); ///< Enter or double click.
    void copyRequested(); ///< Of the current row.

protected:
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    void resizeEvent(QResizeEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool m_isFilling = false;
    bool m_followsTop = false;
};

} // namespace mdmc::ui
