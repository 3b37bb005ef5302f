// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/sync/client/replica_fixture.h"

#include "sync/protocol/merge.h"

namespace mdmc::sync {

using namespace test;

class TestReplicaChecksums : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void checksumsFindAndRepair()
    {
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        const Record damaged = f.leadRow(QStringLiteral("Damaged"));
        f.snapshot({known, damaged});
        VERIFY_OK(f.commit(Kind::Patch, known.id, {leadText("notes", QStringLiteral("pending"))}));
        const auto sumOf = [](const std::vector<Record> &rows) {
            Checksum sum{EntityType::Lead, -1, qint64(rows.size()), 0};
            for (const Record &row : rows)
                sum.sum += rowChecksum(row.id, row.rev);
            return sum;
        };
        ChecksumReply reply{*f.replica->cursor(), {sumOf({known, damaged})}};
        QVERIFY(f.replica->differing(reply)->empty()); // Edits that wait make no difference.
        // A row is lost here, another was never removed.
        const Record ghost = f.leadRow(QStringLiteral("Ghost"));
        VERIFY_OK(f.replica->store().erase(EntityType::Lead, damaged.id));
        VERIFY_OK(f.replica->store().save(ghost));
        QCOMPARE(f.replica->differing(reply)->size(), size_t(1));
        reply.at.seq += 1;
        QVERIFY(f.replica->differing(reply)->empty()); // Not at the same cursor: says nothing.
        ChangeSet changes;
        for (const Record &row : {damaged, ghost}) {
            BucketReply bucket{EntityType::Lead, checksumBucket(row.id), f.cursorAt(f.seq), {}};
            for (const Record &theirs : {known, damaged})
                if (checksumBucket(theirs.id) == bucket.bucket)
                    bucket.rows.push_back(theirs);
            QVERIFY(*f.replica->repairBucket(bucket, changes));
        }
        reply.at = *f.replica->cursor();
        QVERIFY(f.replica->differing(reply)->empty());
        QVERIFY(f.row(damaged.id) && !f.row(ghost.id));
        QCOMPARE(f.lead(known.id).notes, QStringLiteral("pending"));
    }

    void aRevisionThatIsTooHighIsRepaired()
    {
        // Found by the simulator: a flipped bit made a row look newer than all that the server would ever send of it.
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        Record damaged = known;
        damaged.rev |= 1 << 20;
        VERIFY_OK(f.replica->store().save(damaged));
        BucketReply bucket{EntityType::Lead, checksumBucket(known.id), *f.replica->cursor(), {known}};
        ChangeSet changes;
        QVERIFY(*f.replica->repairBucket(bucket, changes));
        QCOMPARE(*f.row(known.id), known);
        // What came after the reply was read stays.
        const Record later = f.changed(known, "notes", Value(QStringLiteral("later")));
        f.pull({later});
        QVERIFY(*f.replica->repairBucket(bucket, changes));
        QCOMPARE(*f.row(known.id), later);
    }

    void aRevisionThatIsTheNextOneIsOverwritten()
    {
        // Found by the simulator: after a flipped bit the next change of a row passed for known, and sums agreed.
        ReplicaFixture f;
        const Record known = f.leadRow(QStringLiteral("Known"));
        f.snapshot({known});
        Record damaged = known;
        damaged.rev = f.seq + 1;
        VERIFY_OK(f.replica->store().save(damaged));
        const Record later = f.changed(known, "notes", Value(QStringLiteral("later")));
        f.pull({later});
        QCOMPARE(*f.row(known.id), later);
    }
};

} // namespace mdmc::sync

using namespace mdmc::sync;
QTEST_GUILESS_MAIN(TestReplicaChecksums)
#include "test_replica_checksums.moc"
