// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/action_registry.h"

#include <QAction>
#include <QWidget>

namespace mdmc::ui {

ActionRegistry::ActionRegistry(QWidget *window) : QObject(window), m_window(window) {}

void ActionRegistry::add(const QList<ActionSpec> &specs, const QString &scope)
{
    for (const auto &spec : specs) {
        auto *action = new QAction(icon(spec.symbol), spec.text, m_window);
        action->setObjectName(spec.id);
        action->setShortcuts(spec.shortcuts);
        action->setShortcutContext(Qt::WindowShortcut);
        const QString id = spec.id;
        connect(action, &QAction::triggered, this, [this, id] { trigger(id); });
        m_window->addAction(action);
        m_entries.append({spec, scope, action});
    }
    refresh();
    Q_EMIT changed();
}

void ActionRegistry::removeScope(const QString &scope)
{
    m_entries.removeIf([&scope](const Entry &entry) {
        if (entry.scope != scope)
            return false;
        entry.action->deleteLater();
        return true;
    });
    Q_EMIT changed();
}

void ActionRegistry::setActiveScope(const QString &scope)
{
    m_active = scope;
    refresh();
    Q_EMIT changed();
}

QList<ActionSpec> ActionRegistry::available() const
{
    QList<ActionSpec> specs;
    for (const auto &entry : m_entries) {
        if (inScope(entry))
            specs.append(entry.spec);
    }
    return specs;
}

const ActionRegistry::Entry *ActionRegistry::find(const QString &id) const
{
    for (const auto &entry : m_entries) {
        if (entry.spec.id == id)
            return &entry;
    }
    return nullptr;
}

QAction *ActionRegistry::action(const QString &id) const
{
    const Entry *entry = find(id);
    return entry ? entry->action : nullptr;
}

bool ActionRegistry::isEnabled(const QString &id) const
{
    const Entry *entry = find(id);
    return entry && inScope(*entry) && (!entry->spec.enabled || entry->spec.enabled());
}

bool ActionRegistry::trigger(const QString &id)
{
    const Entry *entry = find(id);
    if (!entry || !isEnabled(id) || !entry->spec.run)
        return false;
    const auto run = entry->spec.run; // what runs may remove the entry
    run();
    Q_EMIT triggered(id);
    return true;
}

void ActionRegistry::refresh()
{
    for (const auto &entry : std::as_const(m_entries)) {
        // `enabled` is asked when it runs: a shortcut must not stay dead because nobody called refresh().
        entry.action->setEnabled(inScope(entry));
        entry.action->setVisible(inScope(entry));
    }
}

QString shortcutText(const ActionSpec &spec)
{
    if (spec.shortcuts.isEmpty())
        return spec.shortcutHint;
    QString text = spec.shortcuts.first().toString(QKeySequence::NativeText);
    text.replace(QStringLiteral("Left"), QStringLiteral("←")).replace(QStringLiteral("Right"), QStringLiteral("→"));
    return text;
}

} // namespace mdmc::ui
