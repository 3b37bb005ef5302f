// SPDX-License-Identifier: GPL-3.0-or-later
// Edits that meet others, or a deletion: what is kept, what becomes a conflict, and who settles it.
#include "workspace_fixture.h"

#include "core/model/value_codec.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

class TestConflicts : public QObject {
    Q_OBJECT
private Q_SLOTS:
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
};

QTEST_GUILESS_MAIN(TestConflicts)
#include "test_conflicts.moc"
