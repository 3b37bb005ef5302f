// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that follow what is written: what is remembered of it, and a reader beside a writer.
#include "core/base/random.h"
#include "core/model/records.h"
#include "core/storage/list_update.h"
#include "core/storage/record_store.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/test_database.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <thread>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

using Rows = std::vector<RecentRows::Row>;

Record leadOf(const RecordId &id, qint64 budget)
{
    Lead lead;
    lead.id = id;
    lead.artistName = QStringLiteral("Artist %1").arg(budget % 17);
    lead.budget = Money{budget, QStringLiteral("EUR")};
    return toRecord(lead);
}

RecordQuery byBudget()
{
    const int budget = entityInfo(EntityType::Lead).indexOf(QLatin1String("budget"));
    RecordQuery query;
    query.filter.conditions = {{budget, Comparison::AtLeast, {Value(Money{30, QStringLiteral("EUR")})}}};
    query.sort = {budget, Qt::DescendingOrder};
    return query;
}

} // namespace

class TestListUpdate : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tellsWhatWasWrittenSince()
    {
        RecentRows rows;
        const auto start = rows.settled();
        QCOMPARE(rows.since(start), Rows{});
        rows.note("lead", 7);
        rows.note("lead_fts_data", 1); // Of no record
        rows.note("task", 3);
        rows.note("lead", 7);
        QCOMPARE(rows.settled(), start); // Not committed yet, but what is being read may have it.
        const Rows both{{EntityType::Lead, 7}, {EntityType::Task, 3}};
        QCOMPARE(rows.since(start), both);
        rows.settle();
        const auto then = rows.settled();
        QVERIFY(then > start);
        QCOMPARE(rows.since(then), Rows{});
        rows.note("lead", 8);
        QCOMPARE(rows.since(then), (Rows{{EntityType::Lead, 8}}));
        QCOMPARE(rows.since(start)->size(), size_t(3));
    }

    void doesNotKnowWhatIsTooLongAgoOrOfAnother()
    {
        RecentRows rows;
        const auto start = rows.settled();
        QVERIFY(!rows.since(RecentRows::kNever));
        QVERIFY(!rows.since(RecentRows().settled()));
        QVERIFY(!RecentRows().since(start));
        for (size_t i = 0; i < RecentRows::kKept; ++i) {
            rows.note("lead", qint64(i));
            rows.settle();
        }
        const auto later = rows.settled();
        QCOMPARE(rows.since(start)->size(), RecentRows::kKept);
        rows.note("lead", 1);
        QVERIFY(!rows.since(start));
        QVERIFY(rows.since(later));
    }

    void doesNotTellApartWhatOneTransactionWritesByTheThousand()
    {
        RecentRows rows;
        const auto start = rows.settled();
        for (size_t i = 0; i < RecentRows::kKept + 10; ++i) {
            rows.note("lead", qint64(i));
            QCOMPARE(rows.settled(), start);
        }
        QVERIFY(!rows.since(start));
        rows.settle();
        QVERIFY(!rows.since(start));
        const auto then = rows.settled();
        QCOMPARE(rows.since(then), Rows{});
        rows.note("lead", 1);
        QCOMPARE(rows.since(then), (Rows{{EntityType::Lead, 1}}));
    }

    void aRolledBackTransactionMayBeNamed()
    {
        Database db = test::recordDatabase();
        RecordStore store(db);
        const auto recent = std::make_shared<RecentRows>();
        db.noteRowsIn(recent);
        const auto start = recent->settled();
        {
            auto transaction = Transaction::begin(db);
            VERIFY_OK(transaction);
            VERIFY_OK(store.save(leadOf(RecordId::mint(), 50)));
        }
        const auto updated = updateRowIds(db, byBudget(), {}, *recent, start);
        VERIFY_OK(updated);
        QVERIFY(*updated);
        QCOMPARE((*updated)->rowIds, std::vector<qint64>());
    }

    /// At every moment beside a writer, the list is that of the reader's snapshot.
    void everyMomentBesideAWriter()
    {
        QTemporaryDir dir;
        const OpenOptions options{.path = dir.filePath(QStringLiteral("lists.db")), .key = security::SecretKey::generate(), .vfs = {}};
        Database writing = test::recordDatabase(options.path, options.key);
        auto reading = Database::open(options);
        VERIFY_OK(reading);
        const auto recent = std::make_shared<RecentRows>();
        writing.noteRowsIn(recent);
        std::atomic<bool> isOver = false;
        std::atomic<int> failures = 0;
        std::thread writer([&] {
            SeededRandom random(1);
            RecordStore store(writing);
            std::vector<RecordId> ids(60);
            for (RecordId &id : ids)
                id = RecordId::mint();
            while (!isOver) {
                auto transaction = Transaction::begin(writing);
                for (int i = int(random.below(4)); transaction && i >= 0; --i) {
                    const RecordId &id = ids[random.below(ids.size())];
                    const bool isGone = random.below(8) == 0;
                    const auto done = isGone ? store.erase(EntityType::Lead, id) : store.save(leadOf(id, qint64(random.below(100))));
                    failures += done ? 0 : 1;
                }
                if (random.below(5) > 0)
                    failures += transaction && transaction->commit() ? 0 : 1;
            }
        });
        const RecordQuery query = byBudget();
        std::vector<qint64> list;
        auto asOf = RecentRows::kNever;
        int updates = 0;
        int changes = 0;
        QByteArray wrong;
        for (int i = 0; i < 3000 && wrong.isEmpty(); ++i) {
            const auto settled = recent->settled();
            const auto transaction = Transaction::begin(*reading, Transaction::Mode::Read);
            const auto updated = updateRowIds(*reading, query, list, *recent, asOf);
            const auto whole = queryRowIds(*reading, query);
            if (!transaction || !updated || !whole)
                wrong = "cannot be read";
            else if (*updated && (*updated)->rowIds != *whole)
                wrong = "the list of round " + QByteArray::number(i) + " is another";
            else {
                updates += *updated ? 1 : 0;
                changes += *whole == list ? 0 : 1;
                list = *whole;
                asOf = settled;
            }
        }
        isOver = true;
        writer.join();
        QCOMPARE(wrong, QByteArray());
        QCOMPARE(failures, 0);
        QVERIFY(updates > 1000);
        QVERIFY(changes > 10);
    }
};

QTEST_GUILESS_MAIN(TestListUpdate)
#include "test_list_update.moc"
