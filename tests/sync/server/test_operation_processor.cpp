// SPDX-License-Identifier: GPL-3.0-or-later
#include "workspace_fixture.h"

#include "core/model/value_codec.h"

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

    void concurrentEdits_data()
    {
        QTest::addColumn<QString>("field");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("second");
        QTest::addColumn<int>("secondIsLaterBy"); // ms by the second author's clock
        QTest::addColumn<QString>("kept");
        QTest::addColumn<QString>("lost");
        QTest::newRow("lww, later wins") << "nextStep"
                                         << "call"
                                         << "write" << 1000 << "write"
                                         << "call";
        QTest::newRow("lww, earlier loses") << "nextStep"
                                            << "call"
                                            << "write" << -60'000 << "call"
                                            << "write";
        QTest::newRow("same value is no conflict") << "nextStep"
                                                   << "call"
                                                   << "call" << 1000 << "call"
                                                   << "";
        QTest::newRow("consent, restrictive comes later") << "consent"
                                                          << "granted"
                                                          << "denied" << -60'000 << "denied"
                                                          << "granted";
        QTest::newRow("consent, restrictive came first") << "consent"
                                                         << "denied"
                                                         << "granted" << 1000 << "denied"
                                                         << "granted";
    }
    void concurrentEdits()
    {
        QFETCH(QString, field);
        QFETCH(QString, first);
        QFETCH(QString, second);
        QFETCH(int, secondIsLaterBy);
        QFETCH(QString, kept);
        QFETCH(QString, lost);
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Duel"));
        const QByteArray name = field.toLatin1();
        const qint64 base = w.row(EntityType::Lead, id).versions[size_t(at(EntityType::Lead, name.constData()))];
        const UtcMs editedAt = w.clock.nowUtc();
        QCOMPARE(ana.patch(id, {assign(name.constData(), first, base)}).outcome, Outcome::Applied);
        w.clock.advance(120'000);
        Operation late =
            boss.make(OperationKind::Patch, EntityType::Lead, id, {assign(name.constData(), second, base)});
        late.editedAt = editedAt + secondIsLaterBy;
        const OperationResult result = boss.push(late);
        QCOMPARE(w.row(EntityType::Lead, id).value(QLatin1String(name.constData())).as<QString>(), kept);
        const std::vector<Conflict> conflicts = w.conflicts();
        QCOMPARE(conflicts.size(), lost.isEmpty() ? 0u : 1u);
        QCOMPARE(result.outcome, lost.isEmpty() ? Outcome::Applied : Outcome::Merged);
        if (lost.isEmpty())
            return;
        const Conflict &conflict = conflicts.front();
        QCOMPARE(result.conflicts, std::vector<RecordId>{conflict.id});
        QCOMPARE(conflict.subjectId, id);
        QCOMPARE(conflict.field, field);
        QCOMPARE(decodeValue(FieldType::Text, conflict.losingValue)->as<QString>(), lost);
        QCOMPARE(decodeValue(FieldType::Text, conflict.winningValue)->as<QString>(), kept);
        QCOMPARE(conflict.losingAuthorId, lost == first ? w.ana.id : w.boss.id);
        QCOMPARE(conflict.winningAuthorId, lost == first ? w.boss.id : w.ana.id);
        QVERIFY(result.seq > 0 && result.seq <= w.head());
    }

    void staleEditNeverOverwritesGuarded()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Guarded"));
        const qint64 base = w.row(EntityType::Lead, id).versions[size_t(at(EntityType::Lead, "stageId"))];
        QCOMPARE(ana.patch(id, {assign("stageId", w.openStages[1].id, base)}).outcome, Outcome::Applied);
        w.clock.advance(1000);
        const OperationResult late = boss.patch(id, {assign("stageId", w.openStages[2].id, base)});
        QCOMPARE(late.outcome, Outcome::Merged);
        QCOMPARE(w.lead(id).stageId, w.openStages[1].id);
        QCOMPARE(w.conflicts().size(), 1u);
        QCOMPARE(decodeValue(FieldType::Id, w.conflicts().front().losingValue)->as<RecordId>(), w.openStages[2].id);
    }

    void differentFieldsBothSurvive()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Both"));
        const qint64 base = w.row(EntityType::Lead, id).rev;
        ana.patch(id, {assign("nextStep", QStringLiteral("call"), base)});
        QCOMPARE(boss.patch(id, {assign("country", QStringLiteral("FR"), base)}).outcome, Outcome::Applied);
        QCOMPARE(w.lead(id).nextStep, QStringLiteral("call"));
        QCOMPARE(w.lead(id).country, QStringLiteral("FR"));
        QVERIFY(w.conflicts().empty());
    }

    void setsMerge()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Sets"),
                                           {assign("tags", QStringList{QStringLiteral("a"), QStringLiteral("b")})});
        const qint64 base = w.row(EntityType::Lead, id).rev;
        const int tags = at(EntityType::Lead, "tags");
        ana.patch(id, {{tags, EditAction::Add, QStringList{QStringLiteral("c")}, base}});
        boss.patch(id,
                   {{tags, EditAction::Remove, QStringList{QStringLiteral("a")}, base},
                    {tags, EditAction::Add, QStringList{QStringLiteral("d")}, base}});
        QCOMPARE(w.lead(id).tags, (QStringList{QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QVERIFY(w.conflicts().empty());
    }

    /// An author's own earlier edit, whose number they could not know yet, is no conflict for their next one.
    void ownPendingEditsDoNotConflict()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const RecordId id = ana.createLead(QStringLiteral("Own"));
        const qint64 base = w.row(EntityType::Lead, id).rev;
        const auto results = ana.push(
            {ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("stageId", w.openStages[1].id, base)}),
             ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("stageId", w.openStages[2].id, base)})});
        QCOMPARE(results.back().outcome, Outcome::Applied);
        QCOMPARE(w.lead(id).stageId, w.openStages[2].id);
        QVERIFY(w.conflicts().empty());
    }

    void deleteMeetsEdit()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Gone"));
        const qint64 base = w.row(EntityType::Lead, id).rev;
        QCOMPARE(boss.run(OperationKind::Delete, EntityType::Lead, id).outcome, Outcome::Applied);
        const OperationResult late = ana.patch(id, {assign("nextStep", QStringLiteral("call"), base)});
        QCOMPARE(late.outcome, Outcome::Merged);
        QVERIFY(w.row(EntityType::Lead, id).isDeleted());
        const std::vector<Conflict> conflicts = w.conflicts();
        QCOMPARE(conflicts.size(), 1u);
        QCOMPARE(conflicts.front().field, QStringLiteral("nextStep"));
        QCOMPARE(conflicts.front().winningAuthorId, w.boss.id);
        const OperationResult back =
            ana.run(OperationKind::Undelete, EntityType::Lead, id, {assign("nextStep", QStringLiteral("call"), base)});
        QCOMPARE(back.outcome, Outcome::Applied);
        QVERIFY(!w.row(EntityType::Lead, id).isDeleted());
        QCOMPARE(w.lead(id).nextStep, QStringLiteral("call"));
        QCOMPARE(w.lead(id).artistName, QStringLiteral("Gone"));
    }

    void deletionOverUnseenEditIsReported()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Unseen"));
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        ana.patch(id, {assign("nextStep", QStringLiteral("call"), seen)});
        const OperationResult result =
            boss.run(OperationKind::Delete, EntityType::Lead, id, {assign("artistName", Value(), seen)});
        QCOMPARE(result.outcome, Outcome::Merged);
        QVERIFY(w.row(EntityType::Lead, id).isDeleted());
        QCOMPARE(w.conflicts().front().field, QString());
        QCOMPARE(w.conflicts().front().losingAuthorId, w.ana.id);
    }

    /// Nor does a change of the deletion's author, or of who sees the record, hide what others wrote before it.
    void nothingBetweenHidesTheUnseenEdit_data()
    {
        QTest::addColumn<QString>("between");
        for (const char *between : {"an edit of another field", "an activity", "handed on", "nothing"})
            QTest::newRow(between) << QString::fromLatin1(between);
    }

    void nothingBetweenHidesTheUnseenEdit()
    {
        QFETCH(QString, between);
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Unseen"));
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        ana.patch(id, {assign("nextStep", QStringLiteral("call"), seen)});
        std::vector<Operation> queue;
        if (between == u"an edit of another field") {
            queue.push_back(boss.make(OperationKind::Patch, EntityType::Lead, id, {assign("notes", QStringLiteral("x"), seen)}));
        } else if (between == u"an activity") {
            queue.push_back(boss.make(OperationKind::Create, EntityType::Activity, RecordId::mint(w.clock, w.random),
                                      {assign("subjectType", QStringLiteral("lead"), 0, EntityType::Activity),
                                       assign("subjectId", id, 0, EntityType::Activity),
                                       assign("kind", QStringLiteral("note"), 0, EntityType::Activity),
                                       assign("body", QStringLiteral("Met"), 0, EntityType::Activity)}));
        } else if (between == u"handed on") {
            TestClient admin(w, w.admin);
            admin.patch(id, {assign("ownerId", w.ben.id, w.row(EntityType::Lead, id).rev)});
        }
        queue.push_back(boss.make(OperationKind::Delete, EntityType::Lead, id, {assign("artistName", Value(), seen)}));
        const auto results = boss.push(queue);
        QCOMPARE(results.back().outcome, Outcome::Merged);
        std::vector<RecordId> losers;
        const std::vector<Conflict> conflicts = w.conflicts();
        for (const Conflict &conflict : conflicts) {
            QCOMPARE(conflict.field, QString());
            QCOMPARE(conflict.winningAuthorId, w.boss.id);
            losers.push_back(conflict.losingAuthorId);
        }
        QCOMPARE(losers.size(), size_t(between == u"handed on" ? 2 : 1)); // Of each author one.
        QVERIFY(std::ranges::find(losers, w.ana.id) != losers.end());
    }

    void deletionAfterOwnEditsIsNoConflict()
    {
        Workspace w;
        TestClient ana(w, w.ana);
        const RecordId id = ana.createLead(QStringLiteral("Own"));
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        const auto results = ana.push(
            {ana.make(OperationKind::Patch, EntityType::Lead, id, {assign("notes", QStringLiteral("x"), seen)}),
             ana.make(OperationKind::Delete, EntityType::Lead, id, {assign("artistName", Value(), seen)})});
        QCOMPARE(results.back().outcome, Outcome::Applied);
        QVERIFY(w.conflicts().empty());
    }

    /// What is not kept can be brought back: it has to be as good as what is.
    void aLosingValueIsChecked_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<Value>("value");
        QTest::newRow("too long") << QByteArray("nextStep") << Value(QString(21'000, u'x'));
        QTest::newRow("no such entry") << QByteArray("priority") << Value(QStringLiteral("bogus"));
        QTest::newRow("no country") << QByteArray("country") << Value(QStringLiteral("ZZZ"));
        QTest::newRow("no currency") << QByteArray("budget") << Value(Money{-5, QStringLiteral("nope")});
        QTest::newRow("nameless") << QByteArray("artistName") << Value();
        QTest::newRow("no address") << QByteArray("emails") << Value(QStringList{QStringLiteral("junk")});
    }

    void aLosingValueIsChecked()
    {
        QFETCH(QByteArray, field);
        QFETCH(Value, value);
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss);
        const RecordId id = ana.createLead(QStringLiteral("Fine"), {assign("priority", QStringLiteral("high")),
                                                                    assign("emails", QStringList{QStringLiteral("a@example.org")})});
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        boss.patch(id, {assign("nextStep", QStringLiteral("call"), seen), assign("priority", QStringLiteral("low"), seen),
                        assign("country", QStringLiteral("FR"), seen), assign("budget", Money{100'00, QStringLiteral("EUR")}, seen),
                        assign("artistName", QStringLiteral("Finer"), seen), assign("emails", QStringList(), seen)});
        Operation late = ana.make(OperationKind::Patch, EntityType::Lead, id, {assign(field.constData(), value, 1)});
        late.editedAt = 0; // Loses against any other.
        const qint64 head = w.head();
        const OperationResult lost = ana.push(late);
        QCOMPARE(lost.outcome, Outcome::Rejected);
        QCOMPARE(lost.reason, RejectReason::Validation);
        QVERIFY(lost.field.startsWith(QLatin1String(field)));
        QCOMPARE(w.head(), head);
        boss.run(OperationKind::Delete, EntityType::Lead, id);
        const OperationResult buried = ana.patch(id, {assign(field.constData(), value, 1)});
        QCOMPARE(buried.outcome, Outcome::Rejected);
        QCOMPARE(buried.reason, RejectReason::Validation);
        QCOMPARE(ana.patch(id, {assign("score", qint64(7), 1)}).reason, RejectReason::RowDeleted);
        QVERIFY(w.conflicts().empty());
    }

    void whoSettlesAConflict()
    {
        Workspace w;
        TestClient ana(w, w.ana), boss(w, w.boss), admin(w, w.admin), tom(w, w.tom), fin(w, w.fin);
        const RecordId id = boss.createLead(QStringLiteral("Of the boss"), {assign("ownerId", w.boss.id), assign("teamId", w.london.id)});
        const qint64 seen = w.row(EntityType::Lead, id).rev;
        admin.patch(id, {assign("nextStep", QStringLiteral("call"), seen)});
        QCOMPARE(boss.run(OperationKind::Delete, EntityType::Lead, id, {assign("artistName", Value(), seen)}).outcome, Outcome::Merged);
        const RecordId conflict = w.conflicts().front().id;
        const auto settle = [&](TestClient &by) {
            return by.run(OperationKind::Patch, EntityType::Conflict, conflict,
                          {assign("resolution", QStringLiteral("dismissed"), w.row(EntityType::Conflict, conflict).rev, EntityType::Conflict)});
        };
        // Tom sees the team's leads and may delete his own only; finance may delete none.
        QCOMPARE(settle(tom).reason, RejectReason::Permission);
        QCOMPARE(settle(fin).reason, RejectReason::Permission);
        QCOMPARE(settle(ana).reason, RejectReason::ScopeLost);
        QCOMPARE(settle(boss).outcome, Outcome::Applied);
        // Whose edit was not kept settles it, too, though they could not delete the record.
        const RecordId other = boss.createLead(QStringLiteral("Another"), {assign("ownerId", w.boss.id), assign("teamId", w.london.id)});
        const qint64 base = w.row(EntityType::Lead, other).rev;
        tom.patch(other, {assign("nextStep", QStringLiteral("write"), base)});
        boss.run(OperationKind::Delete, EntityType::Lead, other, {assign("artistName", Value(), base)});
        const std::vector<Conflict> conflicts = w.conflicts();
        const auto open = std::ranges::find(conflicts, QString(), &Conflict::resolution);
        QVERIFY(open != conflicts.end());
        QCOMPARE(tom.run(OperationKind::Patch, EntityType::Conflict, open->id,
                         {assign("resolution", QStringLiteral("dismissed"), 1, EntityType::Conflict)}).outcome, Outcome::Applied);
        // Bringing it back is not theirs to decide.
        QCOMPARE(tom.run(OperationKind::Undelete, EntityType::Lead, other).reason, RejectReason::Permission);
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
