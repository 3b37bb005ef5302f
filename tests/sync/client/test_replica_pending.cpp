// SPDX-License-Identifier: GPL-3.0-or-later
// What the list of waiting edits is told: new values whole, and what was there before.
#include "tests/sync/client/replica_fixture.h"

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
};

} // namespace mdmc::sync

QTEST_GUILESS_MAIN(mdmc::sync::TestReplicaPending)
#include "test_replica_pending.moc"
