// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of models and pages begin with: a workspace with data, names of stages and people, an English context.
#pragma once

#include "tests/support/sample_records.h"
#include "ui/models/page_context.h"

#include <QSignalSpy>
#include <QTest>

namespace mdmc::test {

struct UiFixture {
    explicit UiFixture(const QLocale &locale = QLocale(QLocale::English, QLocale::UnitedKingdom))
        : lookups(workspace, locale), context{workspace, lookups, clock, ui::Formatter(clock, locale)}
    {
    }

    /// Waits until names are there.
    bool isReady()
    {
        return QTest::qWaitFor([this] { return lookups.isLoaded(); });
    }
    Lead lead(const QString &artist, const char *stage = "New")
    {
        Lead lead;
        lead.id = RecordId::mint();
        lead.artistName = artist;
        const Stage where = workspace.stageNamed(QString::fromLatin1(stage));
        lead.stageId = where.id;
        lead.pipelineId = where.pipelineId;
        lead.ownerId = workspace.actor().userId;
        lead.priority = QStringLiteral("normal");
        lead.stageChangedAt = lead.createdAt = clock.nowUtc();
        return lead;
    }
    void actAs(::mdmc::Role role)
    {
        Actor actor = workspace.actor();
        actor.role = role;
        actor.sight = Sight::All;
        workspace.setActor(actor);
    }

    SystemClock clock;
    TestWorkspace workspace;
    ui::Lookups lookups;
    ui::PageContext context;
};

inline int fieldOf(EntityType type, const char *name)
{
    return entityInfo(type).indexOf(QLatin1String(name));
}

} // namespace mdmc::test
