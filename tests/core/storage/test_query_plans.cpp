// SPDX-License-Identifier: GPL-3.0-or-later
// The queries behind the interface walk the indexes made for them: at a hundred thousand records a plan that sorts or
// reads whole rows is what people notice.
#include "core/storage/field_index.h"
#include "core/storage/query_sql.h"
#include "tests/support/test_database.h"

#include "core/base/random.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

int field(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

Condition equals(const char *name, const RecordId &id)
{
    return {field(name), Comparison::Equals, {Value(id)}};
}

QString planOf(Database &db, const Result<SqlText> &sql)
{
    if (!sql)
        return QStringLiteral("no SQL");
    auto plan = db.prepare(QByteArray("EXPLAIN QUERY PLAN " + sql->sql()));
    if (!plan)
        return plan.error().detail;
    QStringList steps;
    while (plan->step().value_or(false))
        steps += plan->columnText(3);
    return steps.join(QStringLiteral("; "));
}

void makeFieldIndexes(Database &db)
{
    for (const EntityInfo *info : allEntities())
        for (int i = 0; i < info->fieldCount(); ++i)
            if (mayHaveIndex(info->type, i))
                QVERIFY(db.exec(fieldIndexSql(info->type, i)));
}

} // namespace

class TestQueryPlans : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lists_data()
    {
        QTest::addColumn<RecordQuery>("query");
        QTest::addColumn<int>("limit");
        QTest::addColumn<QString>("index");
        QTest::addColumn<QString>("sorter");
        const RecordId stage = RecordId::mint();
        const RecordId owner = RecordId::mint();
        const auto query = [](std::vector<Condition> conditions, const char *sort, Qt::SortOrder order) {
            RecordQuery made;
            made.filter.conditions = std::move(conditions);
            made.sort = {sort ? field(sort) : -1, order};
            return made;
        };
        constexpr auto none = "";
        constexpr auto up = Qt::AscendingOrder;
        constexpr auto down = Qt::DescendingOrder;
        const auto row = [](const char *name, const RecordQuery &made, int limit, const char *index, const char *sorter) {
            QTest::newRow(name) << made << limit << QString::fromLatin1(index) << QString::fromLatin1(sorter);
        };
        row("by name", query({}, nullptr, up), -1, "COVERING INDEX lead_by_sort", none);
        row("by name, down", query({}, nullptr, down), -1, "COVERING INDEX lead_by_sort", none);
        row("by score", query({}, "score", down), 50, "COVERING INDEX lead_by_score", none);
        row("as the list opens", query({}, "lastActivityAt", down), -1, "COVERING INDEX lead_by_activity", none);
        row("of stage and owner by score", query({equals("stageId", stage), equals("ownerId", owner)}, "score", down), 50,
            "COVERING INDEX lead_by_stage (stage_id=? AND owner_id=?)", "USE TEMP B-TREE FOR LAST TERM OF ORDER BY"); // Ties
        row("of an owner by score", query({equals("ownerId", owner)}, "score", down), 50,
            "COVERING INDEX lead_by_owner (owner_id=?)", none);
        row("column of the board", query({equals("stageId", stage)}, "stageChangedAt", down), -1,
            "COVERING INDEX lead_by_column (stage_id=?)", none);
        row("by score, up", query({}, "score", up), 50, "COVERING INDEX lead_by_score", none);
        row("by what is seldom asked for", query({{field("country"), Comparison::Equals, {Value(QStringLiteral("FR"))}}}, "createdAt", up),
            -1, "SCAN t", "USE TEMP B-TREE FOR ORDER BY");
        row("by a list's order", query({}, "priority", up), -1, "COVERING INDEX list_item_by_key (list=? AND key=?)",
            "USE TEMP B-TREE FOR ORDER BY");
        row("by budget", query({}, "budget", down), -1, "COVERING INDEX lead_by_stage", "USE TEMP B-TREE FOR ORDER BY");
    }

    void lists()
    {
        QFETCH(RecordQuery, query);
        QFETCH(int, limit);
        QFETCH(QString, index);
        QFETCH(QString, sorter);
        Database db = test::recordDatabase();
        const auto planNow = [&] { return planOf(db, rowIdSql(query, limit < 0 ? std::optional<Part>() : Part{limit, 0})); };
        const QString plan = planNow();
        QVERIFY2(plan.contains(index), qPrintable(plan));
        QVERIFY2(plan.contains(QLatin1String("TEMP B-TREE")) == !sorter.isEmpty() && plan.contains(sorter), qPrintable(plan));
        // What a person once sorted by (field_index.h) is for no other query.
        makeFieldIndexes(db);
        QCOMPARE(planNow(), plan);
    }

    void boardTotalsReadNoRows()
    {
        Database db = test::recordDatabase();
        makeFieldIndexes(db);
        const QString plan = planOf(db, stageAmountSql(RecordQuery()));
        QCOMPARE(plan, QStringLiteral("SCAN t USING COVERING INDEX lead_by_stage"));
    }

    void searchBeginsAtTheTextIndex()
    {
        Database db = test::recordDatabase();
        RecordQuery query;
        query.search = QStringLiteral("mar");
        const auto sql = rowIdSql(query, Part{50, 0});
        const QString plan = planOf(db, sql);
        QVERIFY2(plan.contains(QLatin1String("SEARCH t USING INTEGER PRIMARY KEY")), qPrintable(plan));
        QVERIFY2(plan.contains(QLatin1String("SCAN lead_fts VIRTUAL TABLE")), qPrintable(plan));
        QVERIFY(sql->sql().contains("ORDER BY rowid DESC LIMIT")); // However many hits
        // With a filter the hits must not be cut before it, nor for a whole list.
        QVERIFY(!rowIdSql(query)->sql().contains("ORDER BY rowid DESC LIMIT"));
        query.filter.conditions = {equals("ownerId", RecordId::mint())};
        QVERIFY(!rowIdSql(query, Part{50, 0})->sql().contains("ORDER BY rowid DESC LIMIT"));
    }
};

QTEST_GUILESS_MAIN(TestQueryPlans)
#include "test_query_plans.moc"
