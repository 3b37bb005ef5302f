// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/row_patch.h"

#include "core/base/random.h"

#include <QRandomGenerator>
#include <QTest>

#include <limits>
#include <numeric>

using namespace mdmc;
using namespace mdmc::ui;

namespace {

/// What a model does with a patch, step by step.
RowIds applied(RowIds rows, const RowPatch &patch)
{
    if (patch.isReset)
        return *patch.rows;
    for (const RowPatch::Range &range : patch.removals)
        rows.erase(rows.begin() + range.first, rows.begin() + range.first + range.count);
    if (patch.reordered)
        rows = *patch.reordered;
    for (const RowPatch::Range &range : patch.insertions)
        rows.insert(rows.begin() + range.first, patch.rows->begin() + range.first,
                    patch.rows->begin() + range.first + range.count);
    return rows;
}

} // namespace

class TestRowPatch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cases_data();
    void cases();
    void anyTwoLists();
    void anyFewRows();
};

void TestRowPatch::cases_data()
{
    QTest::addColumn<RowIds>("before");
    QTest::addColumn<RowIds>("after");
    QTest::addColumn<int>("removals");
    QTest::addColumn<int>("insertions");
    QTest::addColumn<bool>("isReordered");
    QTest::addColumn<bool>("isReset");
    QTest::newRow("same") << RowIds{1, 2, 3} << RowIds{1, 2, 3} << 0 << 0 << false << false;
    QTest::newRow("both empty") << RowIds{} << RowIds{} << 0 << 0 << false << false;
    QTest::newRow("one gone") << RowIds{1, 2, 3} << RowIds{1, 3} << 1 << 0 << false << false;
    QTest::newRow("neighbours gone together") << RowIds{1, 2, 3, 4} << RowIds{1, 4} << 1 << 0 << false << false;
    QTest::newRow("one new in front") << RowIds{1, 2} << RowIds{9, 1, 2} << 0 << 1 << false << false;
    QTest::newRow("moved") << RowIds{1, 2, 3} << RowIds{3, 1, 2} << 0 << 0 << true << false;
    QTest::newRow("all at once") << RowIds{1, 2, 3, 4} << RowIds{7, 4, 2, 8} << 2 << 2 << true << false;
    QTest::newRow("nothing in common") << RowIds{1, 2} << RowIds{3, 4} << 1 << 1 << false << true;
    constexpr qint64 kLeast = std::numeric_limits<qint64>::min();
    constexpr qint64 kMost = std::numeric_limits<qint64>::max();
    QTest::newRow("as far apart as can be") << RowIds{7, kLeast, kMost, 0} << RowIds{kMost, 5, kLeast, 0} << 1 << 1 << true << false;
    QTest::newRow("to nothing") << RowIds{1, 2} << RowIds{} << 1 << 0 << false << true;
}

void TestRowPatch::cases()
{
    QFETCH(RowIds, before);
    QFETCH(RowIds, after);
    const RowPatch patch = diffRows(before, after);
    QTEST(int(patch.removals.size()), "removals");
    QTEST(int(patch.insertions.size()), "insertions");
    QTEST(bool(patch.reordered), "isReordered");
    QTEST(patch.isReset, "isReset");
    QCOMPARE(applied(before, patch), after);
    QCOMPARE(patch.isEmpty(), before == after);
}

void TestRowPatch::anyTwoLists()
{
    const quint64 seed = QRandomGenerator::global()->generate64();
    qInfo("seed %llu", seed);
    SeededRandom random(seed);
    for (int round = 0; round < 300; ++round) {
        RowIds pool(30);
        std::iota(pool.begin(), pool.end(), 1);
        if (round % 2 == 1) // Far apart, and to either side of nothing.
            for (qint64 &row : pool)
                row = (row - 15) * 1'000'000'007;
        const auto draw = [&] {
            RowIds rows = pool;
            for (size_t i = rows.size() - 1; i > 0; --i)
                if (random.below(3) == 0)
                    std::swap(rows[i], rows[random.below(i + 1)]);
            rows.resize(random.below(rows.size() + 1));
            return rows;
        };
        const RowIds before = draw();
        const RowIds after = draw();
        QCOMPARE(applied(before, diffRows(before, after, 5 + int(random.below(40)))), after);
    }
}

/// Where it is known which rows are elsewhere, the patch is that of the two lists.
void TestRowPatch::anyFewRows()
{
    const quint64 seed = QRandomGenerator::global()->generate64();
    qInfo("seed %llu", seed);
    SeededRandom random(seed);
    for (int round = 0; round < 1000; ++round) {
        RowIds others(random.below(12));
        std::iota(others.begin(), others.end(), 100);
        RowIds before = others;
        storage::UpdatedRows updated{others, {}, {}};
        const auto scatter = [&](RowIds &rows, qint64 rowId) {
            if (random.below(3) > 0)
                rows.insert(rows.begin() + qsizetype(random.below(rows.size() + 1)), rowId);
        };
        for (qint64 rowId = 1; rowId <= qint64(random.below(6)); ++rowId) {
            scatter(before, rowId);
            scatter(updated.rowIds, rowId);
        }
        const auto places = [](const RowIds &rows) {
            std::vector<size_t> found;
            for (size_t i = 0; i < rows.size(); ++i)
                if (rows[i] < 100)
                    found.push_back(i);
            return found;
        };
        updated.before = places(before);
        updated.now = places(updated.rowIds);
        const RowIds after = updated.rowIds;
        const RowPatch patch = patchOf(before, std::move(updated));
        const RowPatch wanted = diffRows(before, after);
        QCOMPARE(applied(before, patch), after);
        QCOMPARE(*patch.rows, after);
        QCOMPARE(patch.isReset, wanted.isReset);
        if (patch.isReset)
            continue;
        QCOMPARE(patch.removals, wanted.removals);
        QCOMPARE(patch.insertions, wanted.insertions);
        QCOMPARE(bool(patch.reordered), bool(wanted.reordered));
        if (patch.reordered)
            QCOMPARE(*patch.reordered, *wanted.reordered);
    }
}

QTEST_GUILESS_MAIN(TestRowPatch)
#include "test_row_patch.moc"
