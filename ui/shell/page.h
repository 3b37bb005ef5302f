// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/action_registry.h"
#include "ui/shell/route.h"

#include <QWidget>

#include <functional>

namespace mdmc::ui {

/// One screen. The shell builds it when it is first opened, keeps it, and stores its state on leaving.
class Page : public QWidget {
    Q_OBJECT
public:
    using QWidget::QWidget;

    virtual QString title() const = 0;
    /// The open record's name, after the title in the header; empty when none is open.
    virtual QString recordTitle() const { return {}; }
    /// Left side of the status line: `1,284 leads · 3 selected`.
    virtual QString summary() const { return {}; }
    /// Asked once, when the page is built; `enabled` functions tell what is possible now.
    virtual QList<ActionSpec> actions() { return {}; }

    /// Opens a record of this page (or none). Called each time navigation comes here.
    virtual void openRecord(const QString &id) {}
    /// Filters, sort, columns, scroll, selection: whatever must survive a restart. Versioned by the page.
    virtual QByteArray saveState() const { return {}; }
    virtual void restoreState(const QByteArray &state) {}

    /// The header's search field belongs to the current page; each keystroke arrives here. Empty ends the search.
    virtual void search(const QString &text) {}
    /// Empty: the field says “Search or Ctrl+K”.
    virtual QString searchPlaceholder() const { return {}; }
    /// Where focus goes when the page comes to the front; null: the page itself.
    virtual QWidget *focusTarget() { return nullptr; }
    /// Widgets at the right of the header for this page (a primary button); owned by the page until taken. At most two.
    virtual QWidget *headerWidget() { return nullptr; }
    virtual void activated() {}
    virtual void deactivated() {}

Q_SIGNALS:
    void titleChanged();   ///< title() or recordTitle()
    void summaryChanged();
    void actionsChanged(); ///< Some `enabled` may answer differently.
    /// The person went to another record on this page; `remember` makes it a step of the history.
    void recordOpened(const QString &id, bool remember);
    /// A link to anywhere in the program.
    void routeRequested(const mdmc::ui::Route &route);
    void undoOffered(const QString &text, const std::function<void()> &undo);
};

} // namespace mdmc::ui
