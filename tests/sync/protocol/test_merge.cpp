// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/merge.h"

#include <QTest>

#include <limits>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

int field(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

Value text(const char *t)
{
    return Value(QString::fromUtf8(t));
}

} // namespace

class TestMerge : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void decisions_data()
    {
        QTest::addColumn<int>("merge");
        QTest::addColumn<QString>("mine");
        QTest::addColumn<QString>("theirs");
        QTest::addColumn<qint64>("base");
        QTest::addColumn<qint64>("version");
        QTest::addColumn<qint64>("editAt");
        QTest::addColumn<int>("decision");
        const auto row = [](const char *name, Merge merge, const char *mine, const char *theirs, qint64 base, qint64 version,
                            qint64 editAt, FieldDecision decision) {
            QTest::newRow(name) << int(merge) << QString::fromLatin1(mine) << QString::fromLatin1(theirs) << base << version
                                << editAt << int(decision);
        };
        // The present value was written at effective time 100.
        using enum FieldDecision;
        row("up to date", Merge::Lww, "a", "b", 5, 5, 1, Apply);
        row("same value", Merge::Lww, "a", "a", 1, 5, 1, NoChange);
        row("lww later wins", Merge::Lww, "a", "b", 1, 5, 101, ApplyOverLoser);
        row("lww tie goes to server order", Merge::Lww, "a", "b", 1, 5, 100, ApplyOverLoser);
        row("lww earlier loses", Merge::Lww, "a", "b", 1, 5, 99, KeepCurrent);
        row("guarded stale", Merge::Guarded, "a", "b", 1, 5, 999, KeepCurrent);
        row("guarded up to date", Merge::Guarded, "a", "b", 5, 5, 1, Apply);
        row("consent: denial wins late", Merge::Consent, "denied", "granted", 1, 5, 1, ApplyOverLoser);
        row("consent: grant never overwrites a denial", Merge::Consent, "granted", "denied", 1, 5, 999, KeepCurrent);
        row("consent: unknown is stricter than granted", Merge::Consent, "", "granted", 1, 5, 1, ApplyOverLoser);
        row("append stays", Merge::Append, "a", "b", 1, 5, 999, KeepCurrent);
    }

    void decisions()
    {
        QFETCH(int, merge);
        QFETCH(QString, mine);
        QFETCH(QString, theirs);
        QFETCH(qint64, base);
        QFETCH(qint64, version);
        QFETCH(qint64, editAt);
        QFETCH(int, decision);
        const FieldEdit edit{0, EditAction::Assign, Value(mine), base};
        QCOMPARE(int(decideField(Merge(merge), edit, Value(theirs), {version, 100}, editAt)), decision);
    }

    void setsMergeWithoutConflict()
    {
        const FieldEdit add{0, EditAction::Add, Value(QStringList{QStringLiteral("c"), QStringLiteral("a")}), 1};
        const Value current(QStringList{QStringLiteral("a"), QStringLiteral("b")});
        QCOMPARE(int(decideField(Merge::Set, add, current, {9, 100}, 1)), int(FieldDecision::Apply));
        QCOMPARE(editedValue(current, add), Value(QStringList{QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")}));
        const FieldEdit remove{0, EditAction::Remove, Value(QStringList{QStringLiteral("a"), QStringLiteral("x")}), 1};
        QCOMPARE(editedValue(current, remove), Value(QStringList{QStringLiteral("b")}));
        const FieldEdit removeAll{0, EditAction::Remove, current, 1};
        QVERIFY(editedValue(current, removeAll).isEmpty());
    }

    void aWrongClockNeverReachesPastReceipt()
    {
        Operation operation;
        operation.editedAt = 10'000'000;
        QCOMPARE(effectiveTime(operation, 500), 500);
        operation.editedAt = 100;
        operation.clockOffset = 50;
        QCOMPARE(effectiveTime(operation, 500), 150);
        operation.clockOffset = -10'000'000;
        operation.editedAt = 10'000'200; // A clock that is ahead and known to be.
        QCOMPARE(effectiveTime(operation, 500), 200);
        operation.editedAt = -1;
        QCOMPARE(effectiveTime(operation, 500), 0);
        constexpr qint64 most = std::numeric_limits<qint64>::max(), least = std::numeric_limits<qint64>::min();
        for (const qint64 edited : {least, qint64(0), most})
            for (const qint64 offset : {least, most}) {
                operation.editedAt = edited;
                operation.clockOffset = offset;
                const UtcMs effective = effectiveTime(operation, 500);
                QVERIFY(effective >= 0 && effective <= 500);
            }
    }

    /// The edits between two records, laid over the first, give the second: for every kind of field.
    void editsBetweenLeadFromOneToTheOther_data()
    {
        QTest::addColumn<QStringList>("before");
        QTest::addColumn<QStringList>("after");
        QTest::newRow("add") << QStringList{QStringLiteral("a")} << QStringList{QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("remove") << QStringList{QStringLiteral("a"), QStringLiteral("b")} << QStringList{QStringLiteral("b")};
        QTest::newRow("both") << QStringList{QStringLiteral("a"), QStringLiteral("b")} << QStringList{QStringLiteral("b"), QStringLiteral("c")};
        QTest::newRow("reorder") << QStringList{QStringLiteral("a"), QStringLiteral("b")} << QStringList{QStringLiteral("b"), QStringLiteral("a")};
        QTest::newRow("new primary") << QStringList{QStringLiteral("a")} << QStringList{QStringLiteral("b"), QStringLiteral("a")};
        QTest::newRow("clear") << QStringList{QStringLiteral("a")} << QStringList{};
    }

    void editsBetweenLeadFromOneToTheOther()
    {
        QFETCH(QStringList, before);
        QFETCH(QStringList, after);
        Record a(EntityType::Lead, RecordId::mint());
        a.setValue(QLatin1String("emails"), Value(before));
        a.setValue(QLatin1String("notes"), text("old"));
        a.versions.assign(a.versions.size(), 12);
        Record b = a;
        b.setValue(QLatin1String("emails"), Value(after));
        b.setValue(QLatin1String("notes"), Value());
        b.setValue(QLatin1String("score"), Value(50));
        Operation operation;
        operation.edits = editsBetween(a, b);
        for (const FieldEdit &edit : operation.edits) {
            QCOMPARE(edit.base, 12);
            QVERIFY2(edit.field != field("score"), "the server computes the score");
        }
        Record c = a;
        overlay(c, operation);
        QCOMPARE(c.value(QLatin1String("emails")), Value(after));
        QVERIFY(c.value(QLatin1String("notes")).isEmpty());
    }

    void overlayDeletesAndUndeletes()
    {
        Record record(EntityType::Lead, RecordId::mint());
        Operation operation;
        operation.kind = OperationKind::Delete;
        overlay(record, operation);
        QVERIFY(record.isDeleted());
        operation.kind = OperationKind::Undelete;
        operation.edits = {{field("notes"), EditAction::Assign, text("kept"), 0}, {999, EditAction::Assign, text("later"), 0}};
        overlay(record, operation);
        QVERIFY(!record.isDeleted());
        QCOMPARE(record.value(QLatin1String("notes")), text("kept"));
    }

    void checksumsTellRowsAndRevisionsApart()
    {
        const RecordId a = RecordId::mint();
        const RecordId b = RecordId::mint();
        QVERIFY(rowChecksum(a, 1) != rowChecksum(a, 2));
        QVERIFY(rowChecksum(a, 1) != rowChecksum(b, 1));
        // Swapping the revisions of two rows must show in the sum.
        QVERIFY(rowChecksum(a, 1) + rowChecksum(b, 2) != rowChecksum(a, 2) + rowChecksum(b, 1));
        QVERIFY(checksumBucket(a) >= 0 && checksumBucket(a) < 256);
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "test_merge.moc"
