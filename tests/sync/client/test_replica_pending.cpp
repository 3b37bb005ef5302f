// SPDX-License-Identifier: GPL-3.0-or-later
// What is told of edits that wait, were refused or met another, and what can be done about them.
#include "tests/sync/client/replica_fixture.h"

#include "core/model/value_codec.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaPending : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsOldAndNewValues()
    {
        ReplicaFixture f;
        Record known = f.leadRow(QStringLiteral("Known"));
        const QStringList tags{QStringLiteral("old"), QStringLiteral("kept")};
        known.setValue(QLatin1String("notes"), Value(QStringLiteral("Before")));
        known.setValue(QLatin1String("tags"), Value(tags));
        f.snapshot({known});
        const QStringList wished{QStringLiteral("kept"), QStringLiteral("new")};
        VERIFY_OK(f.commit(Kind::Patch, known.id,
                           {leadText("notes", QStringLiteral("After")), {leadField("tags"), Value(wished)}}));
        const auto pending = f.replica->pending(10);
        VERIFY_OK(pending);
        QCOMPARE(pending->size(), size_t(1));
        const PendingOperation &one = pending->front();
        QCOMPARE(one.title, QStringLiteral("Known"));
        const auto valueIn = [](const std::vector<FieldChange> &changes, int field) {
            Value found;
            int count = 0;
            for (const FieldChange &change : changes)
                if (change.field == field && ++count == 1)
                    found = change.value;
            return count == 1 ? found : Value();
        };
        QCOMPARE(valueIn(one.before, leadField("notes")), Value(QStringLiteral("Before")));
        QCOMPARE(valueIn(one.changes, leadField("notes")), Value(QStringLiteral("After")));
        QCOMPARE(valueIn(one.before, leadField("tags")), Value(tags));
        QCOMPARE(valueIn(one.changes, leadField("tags")), Value(wished)); // Whole and once, not as adds and removes.
    }

    void aDeletionHasNoValues()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Delete, known.id));
        QVERIFY(!f.push().front().edits.empty()); // Which say what its author saw.
        QCOMPARE(f.replica->pending(10)->front().title, QStringLiteral("Known"));
        QVERIFY(f.replica->pending(10)->front().changes.empty());
        f.results({f.rejected(1, RejectReason::Permission)});
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        for (const AttentionItem::FieldView &view : items->front().fields)
            QVERIFY(!view.isMine);
    }

    void whatLeftSightIsNotSaidToBeEmpty()
    {
        ReplicaFixture f(Role::AccountManager, Sight::Own);
        Record known = f.leadRow(QStringLiteral("Known"));
        known.setValue(QLatin1String("notes"), Value(QStringLiteral("Before")));
        f.snapshot({known});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("Mine"))}));
        QVERIFY(f.push().size() == 1);
        ++f.seq;
        f.pull({}, {{EntityType::Lead, known.id}});
        f.results({f.rejected(1, RejectReason::ScopeLost)});
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        QCOMPARE(items->size(), size_t(1));
        QVERIFY(!items->front().isHere);
        QVERIFY(items->front().title.isEmpty()); // Its name went with it.
        QCOMPARE(items->front().fields.front().mine, Value(QStringLiteral("Mine")));
        QVERIFY(items->front().fields.front().before.isEmpty());
    }

    /// A record refused itself goes along with what belongs to it, whatever the server's word for the latter.
    void retryingTakesTheCauseAlong()
    {
        ReplicaFixture f(Role::AccountManager, Sight::Own);
        f.snapshot({});
        const RecordId lead = RecordId::mint(f.clock, f.random), task = RecordId::mint(f.clock, f.random);
        VERIFY_OK(f.commit(Kind::Create, lead, {leadText("artistName", QStringLiteral("New"))}));
        const EntityInfo &info = entityInfo(EntityType::Task);
        const auto field = [&](const char *name) { return info.indexOf(QLatin1String(name)); };
        VERIFY_OK(f.replica->commit({QStringLiteral("Task"),
                                     {{Kind::Create, EntityType::Task, task,
                                       {{field("title"), Value(QStringLiteral("Call"))},
                                        {field("subjectType"), Value(QStringLiteral("lead"))},
                                        {field("subjectId"), Value(lead)}}}},
                                     {}}));
        QCOMPARE(f.push().size(), size_t(2));
        f.results({f.rejected(1, RejectReason::Permission), f.rejected(2, RejectReason::Permission)});
        const auto items = f.replica->attention();
        VERIFY_OK(items);
        QCOMPARE(items->size(), size_t(2));
        QCOMPARE(items->front().dependants, std::vector<qint64>{items->back().id});
        QCOMPARE(items->back().aboutType, std::optional(EntityType::Lead));
        QVERIFY(items->back().isHere);
        VERIFY_OK(f.replica->retry(items->back().id, {}));
        QVERIFY(f.replica->attention()->empty());
        const auto again = f.push();
        QCOMPARE(again.size(), size_t(2));
        QCOMPARE(again.front().id, lead);
        QCOMPARE(again.back().id, task);
    }

    /// The server's tombstone says neither whose the record was nor what it was called.
    void conflictsOfDeletedRecords_data()
    {
        QTest::addColumn<bool>("isOfField");
        QTest::addColumn<bool>("isRestored");
        for (const bool isOfField : {false, true})
            for (const bool isRestored : {false, true})
                QTest::addRow("%s, %s", isOfField ? "an edit met a deletion" : "a deletion met an edit",
                              isRestored ? "restored" : "kept")
                    << isOfField << isRestored;
    }

    void conflictsOfDeletedRecords()
    {
        QFETCH(bool, isOfField);
        QFETCH(bool, isRestored);
        ReplicaFixture f(Role::AccountManager, Sight::Own);
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        if (!isOfField) {
            VERIFY_OK(f.commit(Kind::Delete, known.id));
            f.push();
            f.results({f.applied(1)});
        }
        Record tombstone(EntityType::Lead, known.id);
        tombstone.rev = tombstone.deleted = ++f.seq;
        Conflict conflict;
        conflict.id = RecordId::mint(f.clock, f.random);
        conflict.subjectType = QStringLiteral("lead");
        conflict.subjectId = known.id;
        conflict.losingAuthorId = isOfField ? f.me.id : f.other.id;
        conflict.winningAuthorId = isOfField ? f.other.id : f.me.id;
        if (isOfField) {
            conflict.field = QStringLiteral("notes");
            conflict.losingValue = encodeValue(FieldType::Text, Value(QStringLiteral("lost")));
        }
        f.pull({tombstone, f.serverRow(toRecord(conflict))});
        const auto views = f.replica->conflicts({});
        VERIFY_OK(views);
        QCOMPARE(views->size(), size_t(1));
        QVERIFY(views->front().isDeleted);
        QCOMPARE(views->front().title, isOfField ? QString() : QStringLiteral("Known")); // Who deleted it can undo that.
        VERIFY_OK(isRestored ? f.replica->restore(conflict.id) : f.replica->dismiss(conflict.id));
        const auto operations = f.push();
        QCOMPARE(operations.front().type, EntityType::Conflict);
        QCOMPARE(operations.front().groupSize, int(operations.size()));
        QCOMPARE(operations.size(), size_t(!isRestored ? 1 : isOfField ? 3 : 2));
        QVERIFY(!isRestored || operations[1].kind == OperationKind::Undelete);
        QCOMPARE(f.replica->counts()->conflicts, 0);
    }
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaPending)
#include "test_replica_pending.moc"
