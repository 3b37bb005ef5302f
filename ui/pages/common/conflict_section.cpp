// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/conflict_section.h"

#include "core/base/when_done.h"
#include "ui/models/conflict_entry.h"
#include "ui/models/error_text.h"

#include <QVBoxLayout>

namespace mdmc::ui {

ConflictSection::ConflictSection(PageContext &context, EntityType type, QWidget *parent)
    : Section(tr("Conflicts"), parent), m_context(context), m_type(type), m_timeline(new Timeline(this))
{
    m_timeline->setWhole(true);
    m_timeline->setAccessibleName(tr("Conflicts"));
    body()->addWidget(m_timeline);
    hide();
    connect(m_timeline, &Timeline::actionTriggered, this, &ConflictSection::settle);
    connect(&context.workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        if (!m_id.isNull() && (changes.touches(EntityType::Conflict) || changes.touches(RecordRef{m_type, m_id})))
            read();
    });
    connect(&context.lookups, &Lookups::changed, this, &ConflictSection::read);
}

void ConflictSection::showRecord(const RecordId &id)
{
    if (id == m_id)
        return;
    m_id = id;
    hide();
    read();
}

void ConflictSection::read()
{
    if (m_id.isNull())
        return;
    whenDone(m_context.workspace.conflicts({m_type, m_id}), this,
             [this, id = m_id](const Result<std::vector<sync::ConflictView>> &conflicts) {
                 if (!conflicts || id != m_id)
                     return;
                 QList<TimelineEntry> entries;
                 for (const sync::ConflictView &conflict : *conflicts)
                     entries << conflictEntry(conflict, m_context);
                 m_timeline->setEntries(entries);
                 setVisible(!entries.isEmpty());
             });
}

void ConflictSection::settle(const QString &conflict, const QString &action)
{
    const auto id = RecordId::fromString(conflict);
    if (!id || m_underWay.contains(conflict))
        return;
    m_underWay.insert(conflict);
    const bool isRestore = action == kRestoreAction;
    auto result = isRestore ? m_context.workspace.restore(*id) : m_context.workspace.dismiss(*id);
    whenDone(result, this, [this, conflict, isRestore](const Result<> &done) {
        m_underWay.remove(conflict);
        if (done)
            Q_EMIT settled(isRestore ? tr("The other value is back") : tr("Conflict settled"));
        else
            Q_EMIT failed(errorText(done.error(), m_type));
    });
}

} // namespace mdmc::ui
