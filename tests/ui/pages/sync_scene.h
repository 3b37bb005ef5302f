// SPDX-License-Identifier: GPL-3.0-or-later
// A workspace with edits that wait, edits that were refused, conflicts and a log, and the sync page over it.
#pragma once

#include "tests/support/test_workspace.h"
#include "ui/pages/sync/sync_page.h"
#include "ui/widgets/buttons.h"

#include <QTest>

namespace mdmc::test {

using namespace mdmc::ui;
using Part = SyncPage::Part;

inline int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

struct SyncScene {
    SyncScene()
    {
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("Luna Park");
        lead.stageId = workspace.stageNamed(u"Proposal sent").id;
        lead.ownerId = workspace.actor().userId;
        lead.budget = Money{200'000, QStringLiteral("EUR")};
        workspace.put(lead);
        note.id = RecordId::mint();
        note.subjectType = QStringLiteral("lead");
        note.subjectId = lead.id;
        note.kind = QStringLiteral("note");
        note.body = QStringLiteral("Called the label");
        workspace.put(note);
        now = clock.nowUtc();
    }

    void fill()
    {
        using Kind = sync::RecordEdit::Kind;
        const RecordRef ref{EntityType::Lead, lead.id};
        workspace.setPending({
            {11,
             1,
             ref,
             lead.artistName,
             Kind::Patch,
             {{leadField("budget"), Value(Money{250'000, QStringLiteral("EUR")})},
              {leadField("stageId"), Value(workspace.stageNamed(u"Negotiation").id)}},
             now - 90'000,
             sync::PendingOperation::State::Sent,
             {{leadField("budget"), Value(*lead.budget)}, {leadField("stageId"), Value(lead.stageId)}}},
            {12,
             2,
             {EntityType::Activity, note.id},
             lead.artistName,
             Kind::Create,
             {{entityInfo(EntityType::Activity).indexOf(QLatin1String("body")), Value(note.body)}},
             now - 5'000,
             sync::PendingOperation::State::Waiting,
             {}},
        });
        sync::AttentionItem cause;
        cause.id = 7;
        cause.record = ref;
        cause.title = lead.artistName;
        cause.reason = QStringLiteral("validation");
        cause.detail = QStringLiteral("secret detail of the server");
        cause.field = QStringLiteral("contractValue");
        cause.editedAt = now - 7'200'000;
        cause.refusedAt = now - 120'000;
        cause.fields = {
            {leadField("contractValue"), {}, {}, {}},
            {leadField("stageId"), Value(lead.stageId), Value(workspace.stageNamed(u"Won").id), Value(lead.stageId)},
            {leadField("notes"), Value(QStringLiteral("Old")), Value(QStringLiteral("Agreed by phone")),
             Value(QStringLiteral("Old"))}};
        cause.dependants = {9};
        sync::AttentionItem other = cause;
        other.id = 8;
        other.title = QStringLiteral("Neon Tide");
        other.reason = QStringLiteral("permission");
        other.field.clear();
        other.dependants.clear();
        sync::AttentionItem dependant = other;
        dependant.id = 9;
        dependant.title = lead.artistName;
        dependant.record = {EntityType::Activity, note.id};
        dependant.kind = Kind::Create;
        dependant.reason = QStringLiteral("group_aborted");
        dependant.fields = {
            {entityInfo(EntityType::Activity).indexOf(QLatin1String("body")), {}, Value(note.body), {}}};
        workspace.setAttention({cause, other, dependant});
        sync::ConflictView conflict;
        conflict.id = RecordId::mint();
        conflict.record = ref;
        conflict.title = lead.artistName;
        conflict.field = leadField("budget");
        conflict.losing = Value(Money{150'000, QStringLiteral("EUR")});
        conflict.winning = conflict.current = Value(*lead.budget);
        conflict.losingAuthor = workspace.actor().userId;
        conflict.winningAuthor = workspace.colleague();
        conflict.losingAt = now - 4'000'000;
        conflict.detectedAt = now - 3'000'000;
        sync::ConflictView deletion = conflict;
        deletion.id = RecordId::mint();
        deletion.field = -1;
        deletion.title = QStringLiteral("Paper Moons");
        workspace.setConflicts({conflict, deletion});
        using EventKind = sync::SyncEvent::Kind;
        sync::SyncInspection told;
        told.cursor = 4211;
        told.head = 4215;
        told.epoch = QByteArray("\x1\x2\x3\x4");
        told.queued = 1;
        told.sent = 1;
        told.oldestEditedAt = now - 90'000;
        told.comparedAt = now - 900'000;
        told.startedAt = now - 3'600'000;
        told.events = {{now - 960'000, EventKind::Opening, {}, 0, {}, 0, 0},
                       {now - 959'000, EventKind::Greeted, {}, 0, {}, 0, 4200},
                       {now - 900'000, EventKind::Compared, {}, 0, {}, 0, 0},
                       {now - 700'000, EventKind::Received, {}, 0, {}, 7, 2},
                       {now - 121'000, EventKind::Pushed, {}, 0, {}, 3, 5},
                       {now - 120'000, EventKind::Answered, {}, 0, {}, 2, 1},
                       {now - 120'000, EventKind::Refused, {}, 1, EntityType::Lead, 0, 0},
                       {now - 60'000, EventKind::Waiting, ErrorCode::Unreachable, 0, {}, 90'000, 0}};
        workspace.setInspection(told);
        sync::SyncStatus status;
        status.state = sync::SyncState::Offline;
        status.since = now - 600'000;
        status.lastSyncedAt = now - 660'000;
        status.retryAt = now + 30'000;
        status.pending = 2;
        status.attention = 3;
        status.conflicts = 2;
        status.error = Error{ErrorCode::Unreachable, {}, {}};
        workspace.setStatus(status);
    }

    void show()
    {
        page = std::make_unique<SyncPage>(context);
        page->resize(1064, 720);
        page->show();
        QVERIFY(QTest::qWaitForWindowActive(page.get()));
        QTRY_VERIFY(page->presenter().isReady() && lookups.isLoaded());
    }
    template <typename W = Button> W *find(const char *name) { return page->findChild<W *>(QLatin1String(name)); }
    void click(const char *name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
    QString rowText(Part part, int row) { return page->list(part)->model()->index(row, 0).data().toString(); }

    TestWorkspace workspace;
    Lead lead;
    Activity note;
    UtcMs now = 0;
    SystemClock clock;
    QLocale locale{QLocale::English, QLocale::UnitedKingdom};
    Lookups lookups{workspace, locale};
    PageContext context{workspace, lookups, clock, Formatter(clock, locale)};
    std::unique_ptr<SyncPage> page;
};

} // namespace mdmc::test
