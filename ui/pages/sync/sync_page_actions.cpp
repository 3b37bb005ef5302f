// SPDX-License-Identifier: GPL-3.0-or-later
// What can be done on the sync page, for menus, keys and the command palette.
#include "ui/pages/common/page_action.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/pages/sync/conflict_pane.h"
#include "ui/pages/sync/inspector_pane.h"
#include "ui/pages/sync/sync_page.h"

namespace mdmc::ui {

QList<ActionSpec> SyncPage::actions()
{
    const QString group = tr("Sync");
    const auto hasAttention = [this] { return part() == Part::Attention && list(Part::Attention)->count() > 0; };
    const auto hasTyped = [this, hasAttention] {
        return hasAttention() || (part() == Part::Waiting && list(Part::Waiting)->count() > 0);
    };
    const auto hasConflict = [this] { return part() == Part::Conflicts && list(Part::Conflicts)->count() > 0; };
    return {
        pageAction(QStringLiteral("sync.waiting"), tr("Show what waits"), group, {}, Symbol::CloudArrowUp,
                   [this] {
                       openRecord(QStringLiteral("waiting"));
                       focusTarget()->setFocus();
                   }),
        pageAction(QStringLiteral("sync.attention"), tr("Show what needs attention"), group, {},
                   Symbol::ExclamationCircle,
                   [this] {
                       openRecord(QStringLiteral("attention"));
                       focusTarget()->setFocus();
                   }),
        pageAction(QStringLiteral("sync.conflicts"), tr("Show conflicts"), group, {}, Symbol::ArrowLeftRight,
                   [this] {
                       openRecord(QStringLiteral("conflicts"));
                       focusTarget()->setFocus();
                   }),
        pageAction(
            QStringLiteral("sync.retry"), tr("Retry the edit"), group, QKeyCombination(Qt::CTRL, Qt::Key_R),
            Symbol::ArrowClockwise, [this] { m_attention->retry(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.edit"), tr("Edit and retry"), group, QKeyCombination(Qt::CTRL, Qt::Key_E),
            Symbol::Pencil, [this] { m_attention->edit(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.copy"), tr("Copy what was entered"), group,
            QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_C), Symbol::Files, [this] { copyCurrent(part()); }, hasTyped),
        pageAction(
            QStringLiteral("sync.discard"), tr("Discard the edit"), group, QKeyCombination(Qt::CTRL, Qt::Key_Delete),
            Symbol::Trash, [this] { m_attention->discard(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.restore"), tr("Restore the value that was not kept"), group,
            QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_R), Symbol::ArrowCounterclockwise,
            [this] { m_conflict->restore(); }, hasConflict),
        pageAction(
            QStringLiteral("sync.dismiss"), tr("Keep the value there is"), group, QKeyCombination(Qt::CTRL, Qt::Key_D),
            Symbol::Check2, [this] { m_conflict->dismiss(); }, hasConflict),
        pageAction(QStringLiteral("sync.connection"), tr("Show the connection and its log"), group, {},
                   Symbol::Broadcast,
                   [this] {
                       openRecord(QStringLiteral("connection"));
                       focusTarget()->setFocus();
                   }),
        pageAction(
            QStringLiteral("sync.retryAll"), tr("Retry all refused edits"), group, {}, Symbol::ArrowClockwise,
            [this] { m_presenter.retryAll(); }, hasAttention),
        pageAction(QStringLiteral("sync.log"), tr("Copy the sync log"), group, {}, Symbol::Files,
                   [this] { m_inspector->copyLog(); }),
        pageAction(QStringLiteral("sync.exportLog"), tr("Export the sync log"), group, {}, Symbol::Download,
                   [this] { m_inspector->exportLog(); }),
    };
}

} // namespace mdmc::ui
