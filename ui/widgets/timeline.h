// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QListView>

namespace mdmc::ui {

/// Something that can be done about an entry; a button under its text.
struct TimelineAction {
    QString id;
    QString text;
    QString toolTip;
    bool operator==(const TimelineAction &) const = default;
};

struct TimelineEntry {
    QString id;
    Symbol symbol = Symbol::ChatLeftText;
    Hue hue = Hue::Slate;
    QString title; ///< `Call`, `Stage: Proposal → Won`; plain text.
    QString author;
    QString when;  ///< Already formatted.
    QString body;  ///< Plain text of any length, lines kept; never HTML.
    bool pending = false; ///< Saved here, not synced yet.
    QList<TimelineAction> actions = {};
    bool operator==(const TimelineEntry &) const = default;
};

/// What happened to a record, newest first. Painted, so hundreds of entries cost what is in sight. Tab goes from the
/// list to the actions of its current entry, and on from there.
class Timeline : public QListView {
    Q_OBJECT
public:
    explicit Timeline(QWidget *parent = nullptr);
    void setEntries(const QList<TimelineEntry> &entries); ///< Keeps the current entry and the scroll position by id.
    QList<TimelineEntry> entries() const;
    QString currentId() const; ///< Of the entry that the keyboard is on; empty when there is none.
    /// As high as its entries, without a scroll bar of its own, for a pane that scrolls as a whole.
    void setWhole(bool whole);

Q_SIGNALS:
    void entryActivated(const QString &id);
    void actionTriggered(const QString &entry, const QString &action);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void currentChanged(const QModelIndex &current, const QModelIndex &previous) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildActions();
    QWidget *makeActions(const TimelineEntry &entry);
    void letTabReach(const QModelIndex &index, bool reaches);
    void fitHeight();

    bool m_isWhole = false;
};

} // namespace mdmc::ui
