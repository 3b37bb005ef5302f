// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/text_levels.h"

#include "core/base/clock.h"
#include "core/base/random.h"
#include "core/storage/record_query.h"
#include "core/storage/record_store.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <set>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

constexpr int kLeads = 1200;

Record lead(ManualClock &clock, Random &random, int number)
{
    Lead lead;
    lead.id = RecordId::mint(clock, random);
    lead.artistName = QStringLiteral("Artist %1").arg(number);
    lead.notes = QStringLiteral("every word%1 other%2").arg(number).arg(number % 7);
    return toRecord(lead);
}

/// Pages of the index's segments; those of its settings and tombstones (their ids are larger) are left out.
std::set<qint64> pages(Database &db)
{
    std::set<qint64> ids;
    auto rows = db.prepare("SELECT id FROM lead_fts_data WHERE id>10 AND id<(1<<53)");
    while (rows && rows->step().value_or(false))
        ids.insert(rows->columnInt64(0));
    return ids;
}

/// Indexed at once.
void makeSegments(RecordStore &store, Database &db, std::vector<Record> &records)
{
    ManualClock clock;
    SeededRandom random(5);
    store.beginBulk();
    for (int i = 0; i < kLeads; ++i) {
        records.push_back(lead(clock, random, i));
        VERIFY_OK(store.save(records.back()));
    }
    auto transaction = Transaction::begin(db);
    VERIFY_OK(transaction);
    VERIFY_OK(store.endBulk());
    VERIFY_OK(transaction->commit());
}

} // namespace

class TestTextLevels : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void editsDoNotMergeWhatWasIndexedAtOnce()
    {
        Database db = test::recordDatabase();
        RecordStore store(db, nullptr, true);
        std::vector<Record> records;
        makeSegments(store, db, records);
        const std::set<qint64> before = pages(db);
        QVERIFY2(before.size() > 8, qPrintable(QString::number(before.size())));
        for (int i = 0; i < 64; ++i) { // Every sixteenth merges those of level 0.
            Record &edited = records[size_t(i * 17 % kLeads)];
            edited.setValue(QLatin1String("notes"), Value(QStringLiteral("edited%1").arg(i)));
            VERIFY_OK(store.save(edited));
        }
        const std::set<qint64> after = pages(db);
        QVERIFY(std::includes(after.begin(), after.end(), before.begin(), before.end()));
        VERIFY_OK(db.exec(QByteArrayView("INSERT INTO lead_fts(lead_fts) VALUES('integrity-check')")));
        RecordQuery query;
        const auto found = [&](const char *search) {
            query.search = QLatin1String(search);
            return queryCount(db, query).value();
        };
        QCOMPARE(found("edited"), 64);
        QCOMPARE(found("every"), kLeads - 64);
        QCOMPARE(found("artist"), kLeads);
        VERIFY_OK(db.exec(QByteArrayView("INSERT INTO lead_fts(lead_fts) VALUES('optimize')")));
        QCOMPARE(found("every"), kLeads - 64);
        QCOMPARE(found("word1020 other5"), 0);
        QCOMPARE(found("word1021 other6"), 1);
    }

    void segmentsGoUp_data()
    {
        QTest::addColumn<QByteArray>("structure");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *structure, const char *expected) {
            QTest::newRow(name) << QByteArray::fromHex(structure) << QByteArray::fromHex(expected);
        };
        // Cookie, version, levels, segments, pages written, then of each level: merging, segments of eight numbers.
        row("one level", "00000007ff000001 01 02 8101 00 02 0101850301010000c830 02010201010000 05",
            "00000007ff000001 06 02 8101 0000000000000000 0000 00 02 0101850301010000c830 02010201010000 05");
        row("two levels, the older one first", "00000007ff000001 02 02 05 00 01 0201020202000005 00 01 0101030101000009",
            "00000007ff000001 06 02 05 0000000000000000 0000 00 02 0101030101000009 0201020202000005");
        row("higher than usual", "00000007ff000001 07 01 05 00 01 0201020202000005 000000000000000000000000",
            "00000007ff000001 07 01 05 000000000000000000000000 00 01 0201020202000005");
        row("a number of nine bytes",
            "00000007ff000001 01 01 ffffffffffffffffff 00 01 0101030101000009",
            "00000007ff000001 06 01 ffffffffffffffffff 0000000000000000 0000 00 01 0101030101000009");
        row("empty", "00000007ff000001 00 00 00", "");
        row("without origins", "00000007 01 01 05 00 01 010103", "");
        row("a merge has begun", "00000007ff000001 01 01 05 01 01 0101030101000009", "");
        row("broken off", "00000007ff000001 01 01 05 00 01 01010301010000", "");
        row("longer than it says", "00000007ff000001 01 01 05 00 01 010103010100000900", "");
        row("another number of segments", "00000007ff000001 01 02 05 00 01 0101030101000009", "");
        row("levels without end", "00000007ff000001 ffffff7f 01 05 00 01 0101030101000009", "");
        row("nothing", "", "");
    }

    void segmentsGoUp()
    {
        QFETCH(QByteArray, structure);
        QFETCH(QByteArray, expected);
        const auto lifted = withSegmentsHigh(structure);
        QCOMPARE(lifted.has_value(), !expected.isEmpty());
        QCOMPARE(lifted.value_or(QByteArray()).toHex(), expected.toHex());
        if (lifted)
            QCOMPARE(withSegmentsHigh(*lifted), lifted); // They stay there.
    }
};

QTEST_GUILESS_MAIN(TestTextLevels)
#include "test_text_levels.moc"
