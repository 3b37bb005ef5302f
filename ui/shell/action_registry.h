// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QKeySequence>
#include <QList>
#include <QObject>

#include <functional>

class QAction;
class QWidget;

namespace mdmc::ui {

/// One thing the program can do, as data. Menus, shortcuts, the shortcut sheet and the command palette read it.
struct ActionSpec {
    QString id;    ///< `leads.new`; stable: recent commands are stored under it.
    QString text;  ///< `New lead`
    QString group; ///< `Leads`; heads the shortcut sheet.
    QList<QKeySequence> shortcuts;
    Symbol symbol = Symbol::None;
    std::function<void()> run;
    std::function<bool()> enabled; ///< Always when empty; asked when it is about to be shown or run.
    QString keywords;              ///< More words the palette finds it by.
    bool inPalette = true;
    /// Another way to press it, such as Space in a list: shown in the sheet, handled by the widget itself.
    QString shortcutHint;
};

/// Owns the actions of one window. A scope is a page: only the active page's actions and the global ones (scope empty)
/// answer to their shortcuts and are listed.
class ActionRegistry : public QObject {
    Q_OBJECT
public:
    explicit ActionRegistry(QWidget *window);

    void add(const QList<ActionSpec> &specs, const QString &scope = {});
    void removeScope(const QString &scope);
    void setActiveScope(const QString &scope);

    QList<ActionSpec> available() const; ///< Global and of the active scope, in the order they were added.
    QAction *action(const QString &id) const; ///< Null when unknown.
    bool isEnabled(const QString &id) const;
    /// False when unknown, out of scope or not enabled.
    bool trigger(const QString &id);
    /// Asks all `enabled` again.
    void refresh();

Q_SIGNALS:
    void changed();
    void triggered(const QString &id);

private:
    struct Entry {
        ActionSpec spec;
        QString scope;
        QAction *action;
    };
    const Entry *find(const QString &id) const;
    bool inScope(const Entry &entry) const { return entry.scope.isEmpty() || entry.scope == m_active; }

    QWidget *m_window;
    QList<Entry> m_entries;
    QString m_active;
};

/// Shown beside an action: `Ctrl+Shift+→`.
QString shortcutText(const ActionSpec &spec);

} // namespace mdmc::ui
