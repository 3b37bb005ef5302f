// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace_fixture.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

class TestOperationProcessor : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void createDerivesAndNumbers()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const qint64 before = w.head();
        const Operation op =
            ana.makeLead(QStringLiteral("Zoé"), {assign("emails", QStringList{QStringLiteral("ZOE@Example.org")})});
        const OperationResult result = ana.push(op);
        QCOMPARE(result.outcome, Outcome::Applied);
        QCOMPARE(result.seq, before + 1);
        const Record row = w.row(EntityType::Lead, op.id);
        QCOMPARE(row.rev, result.seq);
        const Lead lead = fromRecord<Lead>(row);
        QCOMPARE(lead.ownerId, w.ana.id);
        QCOMPARE(lead.teamId, w.paris.id);
        QCOMPARE(lead.createdBy, w.ana.id);
        QVERIFY(lead.stageId && lead.score && lead.createdAt);
        QCOMPARE(lead.emails, QStringList{QStringLiteral("zoe@example.org")});
        QCOMPARE(row.versions[size_t(at(EntityType::Lead, "artistName"))], result.seq);
        QCOMPARE(row.versions[size_t(at(EntityType::Lead, "tags"))], 0);
    }

    void sequenceHasNoGaps()
    {
        Workspace w;
        TestClient ana(w, w.ana), ben(w, w.ben);
        const qint64 start = w.head();
        ana.createLead(QStringLiteral("One"));
        ben.run(OperationKind::Patch, EntityType::Lead, RecordId::mint(w.clock, w.random),
                {assign("notes", QStringLiteral("x"))});
        ana.push(ana.makeLead(QString())); // Refused: takes no sequence
        ben.createLead(QStringLiteral("Two"));
        QCOMPARE(w.head(), start + 2);
        const auto log = w.store->changesAfter(0, 10'000);
        QVERIFY(log.has_value());
        QCOMPARE(qint64(log->size()), w.head());
        for (size_t i = 0; i < log->size(); ++i) {
            QCOMPARE((*log)[i].seq, qint64(i) + 1);
            QCOMPARE((*log)[i].tag.size(), 16);
        }
    }

    void groupIsAtomic()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const qint64 before = w.head();
        std::vector<Operation> group{ana.makeLead(QStringLiteral("Fine")), ana.makeLead(QString()),
                                     ana.makeLead(QStringLiteral("Fine too"))};
        for (Operation &op : group) {
            op.group = group.front().n;
            op.groupSize = 3;
        }
        std::vector<Operation> all = group;
        all.push_back(ana.makeLead(QStringLiteral("Alone")));
        const auto results = ana.push(all);
        QCOMPARE(results.size(), 4u);
        QCOMPARE(results[1].reason, RejectReason::Validation);
        QCOMPARE(results[1].field, QStringLiteral("artistName"));
        for (const size_t i : {size_t(0), size_t(2)}) {
            QCOMPARE(results[i].reason, RejectReason::GroupAborted);
            QCOMPARE(results[i].cause, group[1].n);
        }
        QCOMPARE(results[3].outcome, Outcome::Applied);
        QCOMPARE(w.head(), before + 1);
        QVERIFY(!w.store->load({EntityType::Lead, group[0].id})->has_value());
    }

    /// Nor is it one that a later operation took out of its author's sight.
    void aRefusalShowsNoRowThatLeft()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const RecordId id = ana.createLead(QStringLiteral("Handed on"));
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        const std::vector<Operation> push{
            ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("artistName", Value(), seen)}),
            ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("ownerId", w.ben.id, seen)})};
        const auto results = ana.push(push);
        QCOMPARE(results[0].reason, RejectReason::Validation);
        QCOMPARE(results[1].outcome, Outcome::Applied);
        QVERIFY(!results[0].serverRow);
        QVERIFY(!ana.push(std::vector{push.front()}).front().serverRow);
    }

    /// The row in a refusal is the one that stands, not as earlier operations of the refused group left it.
    void aRefusedGroupShowsTheRowAsItStands()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const RecordId id = ana.createLead(QStringLiteral("Called"));
        const Record before = w.row(EntityType::Lead, id);
        w.clock.advance(5000);
        std::vector<Operation> group{
            ana.make(OperationKind::Create, EntityType::Activity, RecordId::mint(w.clock, w.random),
                     {assign("subjectType", QStringLiteral("lead"), 0, EntityType::Activity),
                      assign("subjectId", id, 0, EntityType::Activity),
                      assign("kind", QStringLiteral("call"), 0, EntityType::Activity),
                      assign("body", QStringLiteral("Spoke."), 0, EntityType::Activity)}),
            ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("artistName", Value(), before.rev)})};
        for (Operation &op : group) {
            op.group = group.front().n;
            op.groupSize = 2;
        }
        const auto results = ana.push(group);
        QCOMPARE(results[1].reason, RejectReason::Validation);
        QVERIFY(results[1].serverRow.has_value());
        QCOMPARE(*results[1].serverRow, before);
    }

    void retryIsIdempotent()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const std::vector<Operation> push{ana.makeLead(QStringLiteral("Once")), ana.makeLead(QString())};
        const auto first = ana.push(push);
        const qint64 head = w.head();
        QCOMPARE(ana.push(push), first);
        QCOMPARE(w.head(), head);
        // A retry that brings something new with it decides only that.
        std::vector<Operation> more = push;
        more.push_back(ana.makeLead(QStringLiteral("Twice")));
        QCOMPARE(ana.push(more).size(), 3u);
        QCOMPARE(w.head(), head + 1);
    }

    /// A rejection carries the row as its author may see it when they ask, not as it was when it was decided.
    void aRepeatedRejectionShowsNothingOutOfSight()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.admin);
        const RecordId lead = ana.createLead(QStringLiteral("Mine"));
        const Operation wrong = ana.make(OperationKind::Patch, EntityType::Lead, lead, {assign("artistName", Value())});
        const OperationResult first = ana.push(wrong);
        QCOMPARE(first.outcome, Outcome::Rejected);
        QVERIFY(first.serverRow);
        QCOMPARE(ana.push(wrong).serverRow, first.serverRow);
        QCOMPARE(boss.patch(lead, {assign("ownerId", Value(w.tom.id), w.head()), assign("teamId", Value(w.london.id), w.head())}).outcome, Outcome::Applied);
        const OperationResult later = ana.push(wrong);
        QCOMPARE(later.reason, first.reason);
        QVERIFY(!later.serverRow);
    }

    void sameNumberWithOtherContentIsAFork()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        ana.createLead(QStringLiteral("Original"));
        const qint64 head = w.head();
        ana.n = 0;
        const OperationResult forked = ana.push(ana.makeLead(QStringLiteral("Other")));
        QCOMPARE(forked.reason, RejectReason::ClientForked);
        QCOMPARE(w.head(), head);
        TestClient thief(w, w.ben);
        thief.id = ana.id;
        thief.n = 5;
        QCOMPARE(thief.push(thief.makeLead(QStringLiteral("Not mine"))).reason, RejectReason::ClientForked);
        QCOMPARE(w.head(), head);
    }

    void sameCreationUnderNewClientIsNoSecondOne()
    {
        Workspace w;
        TestClient ana(w, w.ana), again(w, w.ana);
        Operation op = ana.makeLead(QStringLiteral("Same"));
        const qint64 seq = ana.push(op).seq;
        op.n = op.group = 1;
        const OperationResult repeated = again.push(op);
        QCOMPARE(repeated.outcome, Outcome::Applied);
        QCOMPARE(repeated.seq, seq);
        Operation other = op;
        other.n = other.group = 2;
        other.edits = {assign("artistName", QStringLiteral("Different"))};
        QCOMPARE(again.push(other).reason, RejectReason::IdReused);
    }

    void refusals()
    {
        Workspace w;
        TestClient ana(w, w.ana), ben(w, w.ben), eye(w, w.eye), fin(w, w.fin), admin(w, w.admin);
        const RecordId id = ana.createLead(QStringLiteral("Private"));
        const qint64 base = w.row(EntityType::Lead, id).rev;
        const auto note = [&](TestClient &client) {
            return client.patch(id, {assign("notes", QStringLiteral("x"), base)});
        };
        QCOMPARE(note(ben).reason, RejectReason::ScopeLost);
        QVERIFY(!note(ben).serverRow.has_value());
        const OperationResult refused = note(eye);
        QCOMPARE(refused.reason, RejectReason::Permission);
        QVERIFY(refused.serverRow.has_value());
        QCOMPARE(note(fin).reason, RejectReason::Permission);
        QCOMPARE(fin.patch(id, {assign("contractValue", Money{100, QStringLiteral("EUR")}, 0)}).outcome,
                 Outcome::Applied);
        QCOMPARE(ana.patch(RecordId::mint(w.clock, w.random), {assign("notes", QStringLiteral("x"))}).reason,
                 RejectReason::ScopeLost); // As one that is there and out of sight
        QCOMPARE(ana.patch(id, {assign("stageId", w.stages[QStringLiteral("lost")].id, base)}).reason,
                 RejectReason::Validation);
        QCOMPARE(ana.patch(id, {assign("stageId", RecordId::mint(w.clock, w.random), base)}).reason,
                 RejectReason::ReferenceMissing);
        QCOMPARE(ana.patch(id, {assign("notes", QString(40'000, u'é'), base)}).reason, RejectReason::TooLarge);
        Operation newer =
            ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("notes", QStringLiteral("x"), base)});
        newer.schemaVersion = kSchemaVersion + 1;
        QCOMPARE(ana.push(newer).reason, RejectReason::SchemaTooNew);
        Operation foreign =
            ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("notes", QStringLiteral("x"), base)});
        foreign.actor = w.admin.id;
        QCOMPARE(ana.push(foreign).reason, RejectReason::Permission);
        const OperationResult twice =
            admin.run(OperationKind::Patch, EntityType::User, w.ben.id,
                      {assign("email", w.ana.email, w.row(EntityType::User, w.ben.id).rev, EntityType::User)});
        QCOMPARE(twice.reason, RejectReason::Unique);
        QCOMPARE(twice.field, QStringLiteral("email"));
        QCOMPARE(ana.run(OperationKind::Patch, EntityType::User, w.ana.id,
                         {assign("role", QStringLiteral("admin"), 0, EntityType::User)})
                     .reason,
                 RejectReason::Permission);
    }

    /// Whoever sees a campaign may not tie a lead to it that they do not see.
    void linksReachOnlyWhatTheAuthorSees()
    {
        Workspace w;
        TestClient ana(w, w.ana), ben(w, w.ben), admin(w, w.admin);
        const RecordId hidden = ben.createLead(QStringLiteral("Ben's"));
        const RecordId own = ana.createLead(QStringLiteral("Ana's"));
        const RecordId campaign = RecordId::mint(w.clock, w.random);
        const OperationResult made = ana.run(OperationKind::Create, EntityType::Campaign, campaign,
                                             {assign("name", QStringLiteral("Tour"), 0, EntityType::Campaign),
                                              assign("artistName", QStringLiteral("Ana's"), 0, EntityType::Campaign),
                                              assign("status", QStringLiteral("draft"), 0, EntityType::Campaign),
                                              assign("ownerId", w.ana.id, 0, EntityType::Campaign)});
        QVERIFY2(made.outcome == Outcome::Applied, qPrintable(made.detail + made.field));
        const auto link = [&](TestClient &client, const RecordId &lead) {
            return client.run(OperationKind::Create, EntityType::CampaignLead, RecordId::mint(w.clock, w.random),
                              {assign("campaignId", campaign, 0, EntityType::CampaignLead),
                               assign("leadId", lead, 0, EntityType::CampaignLead)});
        };
        QCOMPARE(link(ana, hidden).reason, RejectReason::ScopeLost);
        QCOMPARE(link(ana, own).outcome, Outcome::Applied);
        QCOMPARE(link(admin, hidden).outcome, Outcome::Applied);
    }

    /// SYNC.md 19: no clock, however wrong, decides what is admitted.
    void wrongClocksAreAdmitted()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        for (const UtcMs clock : {std::numeric_limits<UtcMs>::min(), UtcMs(-1), UtcMs(0), std::numeric_limits<UtcMs>::max()}) {
            Operation op = ana.makeLead(QStringLiteral("Clock"));
            op.editedAt = clock;
            QCOMPARE(ana.push(op).outcome, Outcome::Applied);
            Operation edit = ana.make(OperationKind::Patch, EntityType::Lead, op.id,
                                      {assign("notes", QStringLiteral("x"), w.row(EntityType::Lead, op.id).rev)});
            edit.editedAt = clock;
            QCOMPARE(ana.push(edit).outcome, Outcome::Applied);
        }
    }

    void activityChangesItsSubject()
    {
        Workspace w;
        TestClient ana(w, w.ana), ben(w, w.ben);
        const RecordId id = ana.createLead(QStringLiteral("Called"));
        w.clock.advance(5000);
        const auto activity = [&](TestClient &client) {
            return client.run(OperationKind::Create, EntityType::Activity, RecordId::mint(w.clock, w.random),
                              {assign("subjectType", QStringLiteral("lead"), 0, EntityType::Activity),
                               assign("subjectId", id, 0, EntityType::Activity),
                               assign("kind", QStringLiteral("call"), 0, EntityType::Activity),
                               assign("body", QStringLiteral("Spoke."), 0, EntityType::Activity)});
        };
        const OperationResult result = activity(ana);
        QCOMPARE(result.outcome, Outcome::Applied);
        QCOMPARE(w.lead(id).lastActivityAt, std::optional<qint64>(w.clock.nowUtc()));
        QCOMPARE(w.row(EntityType::Lead, id).rev, result.seq + 1);
        const auto change = w.store->change(result.seq);
        QCOMPARE((*change)->groupLast, result.seq + 1);
        QCOMPARE(activity(ben).reason, RejectReason::ScopeLost);
    }

    /// What fails unexpectedly takes nothing with it: neither what came before nor a number of what comes after.
    void poisonIsDeferredAlone()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        QVERIFY(w.store->database()
                    .exec(QByteArrayView("CREATE TRIGGER poison BEFORE INSERT ON lead WHEN new.artist_name='Poison' "
                                         "BEGIN SELECT RAISE(ABORT, 'boom'); END"))
                    .has_value());
        const qint64 before = w.head();
        const std::vector<Operation> push{ana.makeLead(QStringLiteral("Good")), ana.makeLead(QStringLiteral("Poison")),
                                          ana.makeLead(QStringLiteral("Later"))};
        const auto results = ana.push(push);
        QCOMPARE(results.size(), 2u);
        QCOMPARE(results[0].outcome, Outcome::Applied);
        QCOMPARE(results[1].outcome, Outcome::Deferred);
        QVERIFY(results[1].retryAfterMs > 0);
        QCOMPARE(w.head(), before + 1);
        // The client gives up on it and goes on with what follows; or the cause goes away.
        QCOMPARE(ana.push(push[2]).outcome, Outcome::Applied);
        QCOMPARE(w.head(), before + 2);
        QVERIFY(!w.store->inTransaction());
    }

    void failureOfTheLastWriteLeavesNothing()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        QVERIFY(w.store->database()
                    .exec(QByteArrayView("CREATE TRIGGER poison BEFORE INSERT ON client_state "
                                         "BEGIN SELECT RAISE(ABORT, 'boom'); END"))
                    .has_value());
        const qint64 before = w.head();
        const Operation op = ana.makeLead(QStringLiteral("Half"));
        QCOMPARE(ana.push(op).outcome, Outcome::Deferred);
        QCOMPARE(w.head(), before);
        QVERIFY(!w.store->load({EntityType::Lead, op.id})->has_value());
        QVERIFY(!w.store->result(ana.id, 1)->has_value());
        QVERIFY(w.store->database().exec(QByteArrayView("DROP TRIGGER poison")).has_value());
        QCOMPARE(ana.push(op).outcome, Outcome::Applied);
    }

    void disabledAccountIsTurnedAway()
    {
        Workspace w;
        TestClient ana(w, w.ana), admin(w, w.admin);
        admin.run(OperationKind::Patch, EntityType::User, w.ana.id,
                  {assign("isActive", false, w.row(EntityType::User, w.ana.id).rev, EntityType::User)});
        const auto outcome = w.processor->push({ana.id, w.ana.id, {}}, {ana.makeLead(QStringLiteral("Late"))});
        QVERIFY(!outcome);
        QCOMPARE(outcome.error().code, ErrorCode::Forbidden);
    }

    void auditMasksSensitiveFields()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const RecordId id = ana.createLead(QStringLiteral("Audit"));
        ana.patch(
            id,
            {{at(EntityType::Lead, "emails"), EditAction::Add, QStringList{QStringLiteral("canary@example.org")}, 1},
             assign("nextStep", QStringLiteral("call"), 1)});
        const auto entries = w.store->auditOf(id, 10);
        QVERIFY(entries.has_value());
        QCOMPARE(entries->size(), 3u);
        for (const AuditEntry &entry : *entries) {
            QCOMPARE(entry.user, w.ana.id);
            QVERIFY(!entry.newValue.contains(QStringLiteral("canary")));
            if (entry.field == QStringLiteral("nextStep"))
                QCOMPARE(entry.newValue, QStringLiteral("call"));
        }
        QVERIFY(!w.store->database().exec(QByteArrayView("DELETE FROM audit")));
    }
};

QTEST_GUILESS_MAIN(TestOperationProcessor)
#include "test_operation_processor.moc"
