// SPDX-License-Identifier: GPL-3.0-or-later
// Lists that are read off the index of a field are those that come out without it, at a fraction of the work.
#include "core/base/random.h"
#include "core/storage/field_index.h"
#include "core/storage/list_walk.h"
#include "core/storage/query_sql.h"
#include "tests/support/results.h"
#include "tests/support/test_database.h"

#include <QTest>

#include <sqlcipher/sqlite3.h>

using namespace mdmc;
using namespace mdmc::storage;
using End = WalkedRows::End;

namespace {

constexpr int kLeads = 2400; // A search for half of them finds more than are sorted one by one.

int field(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

Condition condition(const char *name, Comparison comparison, std::vector<Value> values)
{
    return {field(name), comparison, std::move(values)};
}

/// Leads with everything that makes an order difficult: empty and unknown values, values of the same place, equal
/// titles.
class Book {
public:
    Book()
    {
        for (int i = 0; i < 3; ++i) {
            for (const char *key : {"low", "high"}) {
                ListItem item;
                item.list = QStringLiteral("priority");
                item.key = QLatin1String(key) + QString::number(i);
                item.labelEn = item.key;
                item.position = key[0] == 'h' ? i / 2 : 10 - i; // high0 and high1 have one place.
                put(item);
            }
            User user;
            user.name = i < 2 ? QStringLiteral("Sam") : QStringLiteral("Álex");
            owners.push_back(put(user));
            Stage stage;
            stage.nameEn = QStringLiteral("Stage %1").arg(i);
            stage.position = i / 2;
            stages.push_back(put(stage));
        }
        owners.push_back(RecordId::mint(m_clock, m_random)); // Not in sight.
        for (int i = 0; i < kLeads; ++i)
            add(i);
    }

    void add(int i)
    {
        const auto one = [&](int many) { return int(m_random.below(quint64(many))); };
        Lead lead;
        lead.artistName = QStringLiteral("Act %1").arg(one(900));
        lead.firstName = QStringLiteral("First %1").arg(i); // Another one each
        lead.country = QStringList{
            {}, QStringLiteral("FR"), QStringLiteral("fr"), QStringLiteral("ÉG"), QStringLiteral("DE")}[one(5)];
        lead.priority = one(9) == 0 ? QStringLiteral("gone%1").arg(one(2))
            : one(9) == 0           ? QString()
                                    : QLatin1String(one(2) ? "low" : "high") + QString::number(one(3));
        if (i % 200 == 7)
            lead.source = QStringLiteral("rare");
        lead.platforms = one(3) ? QStringList{QStringLiteral("spotify")} : QStringList{};
        if (one(3))
            lead.budget = Money{one(40) * 1000, QLatin1String(one(2) ? "EUR" : "CHF")};
        if (one(20) == 0)
            lead.contractValue = Money{one(2000)};
        if (one(4))
            lead.ownerId = owners[size_t(one(int(owners.size())))];
        lead.stageId = stages[size_t(one(int(stages.size())))];
        lead.createdAt = 1'700'000'000'000 + one(500);
        if (one(2))
            lead.nextStepOn = QDate(2026, 1, 1).addDays(one(60));
        lead.score = one(100);
        lead.notes = QStringLiteral("word%1 %2").arg(i % 2).arg(i % 200 == 0 ? QStringLiteral("seldom") : QString());
        lead.id = RecordId::mint(m_clock, m_random);
        Record record = toRecord(lead);
        if (one(30) == 0)
            record.deleted = 5;
        require(store.save(record));
    }

    template <typename Entity> RecordId put(Entity entity)
    {
        entity.id = RecordId::mint(m_clock, m_random);
        require(store.save(toRecord(entity)));
        return entity.id;
    }

    template <typename T> static void require(const Result<T> &result)
    {
        if (!result)
            qFatal("%s", qPrintable(result.error().detail));
    }

    void index(const char *name) { makeIndex(field(name)); }
    void makeIndex(int position) { require(db.exec(fieldIndexSql(EntityType::Lead, position))); }
    void indexAll()
    {
        for (int i = 0; i < entityInfo(EntityType::Lead).fieldCount(); ++i)
            if (mayHaveIndex(EntityType::Lead, i))
                makeIndex(i);
    }

    /// By the one statement that says what the list is.
    std::vector<qint64> plainly(const RecordQuery &query)
    {
        const auto sql = rowIdSql(query);
        require(sql);
        auto rows = sql->prepare(db);
        require(rows);
        std::vector<qint64> rowIds;
        while (*rows->step())
            rowIds.push_back(rows->columnInt64(0));
        return rowIds;
    }

    /// Thousands of steps of SQLite's machine.
    template <typename Work> int effort(Work work)
    {
        int thousands = 0;
        sqlite3_progress_handler(
            db.handle(), 1000, [](void *count) { return ++*static_cast<int *>(count), 0; }, &thousands);
        work();
        sqlite3_progress_handler(db.handle(), 0, nullptr, nullptr);
        return thousands;
    }

    Database db = test::recordDatabase();
    RecordStore store{db, nullptr, true};
    std::vector<RecordId> owners;
    std::vector<RecordId> stages;

private:
    ManualClock m_clock;
    SeededRandom m_random{7};
};

std::vector<Filter> filtersOf(const Book &book)
{
    using enum Comparison;
    const auto all = [](std::vector<Condition> conditions) {
        return Filter{Filter::Join::All, std::move(conditions), {}};
    };
    const auto text = [](const char *value) { return Value(QString::fromUtf8(value)); };
    const Condition rare = condition("source", Equals, {text("rare")});
    const Condition high = condition("priority", AnyOf, {text("high0"), text("high1"), text("gone1")});
    return {
        {},
        all({rare}),
        all({high}),
        all({high, rare, condition("country", NotEquals, {text("FR")})}),
        all({condition("source", Equals, {Value()})}),
        all({condition("source", AnyOf, {Value(), text("rare")})}),
        all({condition("priority", Equals, {Value()})}),
        all({condition("priority", AnyOf, {})}),
        all({condition("priority", NoneOf, {text("low1")}), condition("priority", IsNotEmpty, {})}),
        all({condition("budget", Equals, {Value(Money{7000, QStringLiteral("CHF")})})}),
        all({condition("contractValue", AtLeast, {Value(Money{1900, QStringLiteral("EUR")})})}),
        all({condition("createdAt", Between, {Value(qint64(1'700'000'000'003)), Value(qint64(1'700'000'000'007))})}),
        all({condition("nextStepOn", AtMost, {Value(QDate(2026, 1, 2))})}),
        all({condition("ownerId", Equals, {Value(book.owners[0])}), condition("platforms", Equals, {text("spotify")})}),
        all({condition("platforms", AnyOf, {text("spotify")})}),
        {Filter::Join::Any, {rare, high}, {}},
        {Filter::Join::Any, {}, {all({rare})}},
        {Filter::Join::All,
         {condition("score", AtLeast, {Value(qint64(50))})},
         {all({rare}), {Filter::Join::Any, {high, rare}, {}}}},
        all({condition("source", Equals, {text("nobody's")})}),
    };
}

QByteArray describe(const RecordQuery &query)
{
    return filterToJson(EntityType::Lead, query.filter) + ' ' + QByteArray::number(query.sort.field) + ' '
        + QByteArray::number(int(query.sort.order)) + ' ' + query.search.toUtf8();
}

} // namespace

class TestFieldIndex : public QObject {
    Q_OBJECT

    static RecordQuery inStage(const RecordQuery &query, const RecordId &stage)
    {
        RecordQuery one = query;
        one.filter = {Filter::Join::All, {condition("stageId", Comparison::Equals, {Value(stage)})}, {query.filter}};
        return one;
    }

    void verifyList(Book &book, const RecordQuery &query, const std::vector<qint64> &all)
    {
        const QByteArray where = describe(query);
        QVERIFY2(queryRowIds(book.db, query).value() == all, where);
        for (const int limit : {7, 200}) {
            const auto first = queryFirstRowIds(book.db, query, limit);
            VERIFY_OK(first);
            const size_t count = first->isAll ? all.size() : std::min(all.size(), size_t(limit));
            QVERIFY2(first->rowIds == std::vector<qint64>(all.begin(), all.begin() + qsizetype(count)), where);
            QVERIFY2(first->isAll || all.size() >= size_t(limit), where);
        }
    }

    void verifyBoard(Book &book, const RecordQuery &query, const std::vector<std::vector<qint64>> &all)
    {
        const auto columns = queryFirstOfStages(book.db, query, book.stages, kLeads);
        VERIFY_OK(columns);
        for (size_t i = 0; i < all.size(); ++i)
            QVERIFY2((*columns)[i].rowIds == all[i], describe(query));
    }

private Q_SLOTS:
    void listsAreTheSame()
    {
        Book book;
        std::vector<RecordQuery> queries;
        for (const Filter &filter : filtersOf(book))
            for (const char *sorted : {"artistName", "score", "budget", "contractValue", "createdAt", "nextStepOn",
                                       "priority", "ownerId", "stageId", "source", "country", "platforms", "firstName"})
                for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder})
                    for (const char *search : {"", "word1", "seldom"}) {
                        RecordQuery query;
                        query.filter = filter;
                        query.search = QString::fromLatin1(search);
                        query.sort = {field(sorted), order};
                        queries.push_back(query);
                    }
        std::vector<std::vector<qint64>> lists;
        std::vector<std::vector<std::vector<qint64>>> boards;
        for (const RecordQuery &query : queries) {
            lists.push_back(book.plainly(query));
            boards.emplace_back();
            for (const RecordId &stage : book.stages)
                boards.back().push_back(book.plainly(inStage(query, stage)));
        }
        for (const bool isIndexed : {false, true}) {
            if (isIndexed)
                book.indexAll();
            for (size_t i = 0; i < queries.size(); ++i) {
                verifyList(book, queries[i], lists[i]);
                verifyBoard(book, queries[i], boards[i]);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }

    void listsAreReadOffTheIndex_data()
    {
        QTest::addColumn<QString>("indexed");
        QTest::addColumn<QString>("sorted");
        QTest::addColumn<int>("filter"); // Of `filtersOf`
        QTest::addColumn<int>("limit");
        const auto row = [](const char *name, const char *indexed, const char *sorted, int filter, int limit) {
            QTest::newRow(name) << QString::fromLatin1(indexed) << QString::fromLatin1(sorted) << filter << limit;
        };
        row("amount", "budget", "budget", 0, 200);
        row("amount that few have", "contractValue", "contractValue", 0, 200);
        row("list", "priority", "priority", 0, 200);
        row("reference", "ownerId", "ownerId", 0, 200);
        row("places with several values", "stageId", "stageId", 0, 200);
        row("text of few values", "country", "country", 0, 200);
        row("set of a list", "platforms", "platforms", 0, 200);
        row("with a filter that many pass", "budget", "budget", 8, 50);
        row("filtered by what it is sorted by", "priority", "priority", 2, 200);
        row("few by a value", "source", "artistName", 1, 200);
        row("all of few by a value", "source", "firstName", 1, -1);
        row("few within others", "source", "score", 17, 200);
        row("few by a range", "createdAt", "score", 11, 200);
        row("few by an amount", "contractValue", "score", 10, 200);
        row("none", "source", "score", 18, 200);
    }
    void listsAreReadOffTheIndex()
    {
        QFETCH(QString, indexed);
        QFETCH(QString, sorted);
        QFETCH(int, filter);
        QFETCH(int, limit);
        static Book plain;
        Book book;
        book.index(qPrintable(indexed));
        RecordQuery query;
        query.filter = filtersOf(book)[size_t(filter)];
        const auto read = [&](Book &from) {
            return from.effort(
                [&] { limit < 0 ? (void)queryRowIds(from.db, query) : (void)queryFirstRowIds(from.db, query, limit); });
        };
        for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
            query.sort = {field(qPrintable(sorted)), order};
            const int without = read(plain);
            const int with = read(book);
            QVERIFY2(with * 2 < without, qPrintable(QStringLiteral("%1 of %2").arg(with).arg(without)));
        }
    }

    void wholeListsAreNotSorted()
    {
        Book book;
        for (const char *sorted : {"budget", "priority", "ownerId"}) {
            RecordQuery query;
            query.sort.field = field(sorted);
            QVERIFY(walkInOrder(book.db, query, {}, 10)->end == End::NoOrder);
            book.index(sorted);
            QVERIFY(walkInOrder(book.db, query, {}, 10)->end == End::Enough);
            QVERIFY(walkInOrder(book.db, query, {}, 10'000)->end == End::OfList);
        }
    }

    void noWalkWithoutEnd()
    {
        Book book;
        book.indexAll();
        RecordQuery query;
        query.sort.field = field("firstName");
        QVERIFY(walkInOrder(book.db, query, {}, 200)->end == End::NoOrder); // Thousands of values
        query.filter.conditions = {condition("lastName", Comparison::IsNotEmpty, {})}; // Nobody has one.
        for (const char *sorted : {"budget", "priority", "score", "artistName"}) {
            query.sort.field = field(sorted);
            QVERIFY(walkInOrder(book.db, query, {}, 200)->end == End::TooFar);
        }
        query.filter.conditions = {condition("priority", Comparison::Equals, {Value(QStringLiteral("low1"))})};
        QVERIFY(!*fewSql(book.db, query, 10)); // The first ten are found sooner in the order of the list.
        query.sort.field = field("notes"); // Which has none.
        query.filter.conditions = {condition("country", Comparison::Equals, {Value(QStringLiteral("DE"))})};
        QVERIFY(!*fewSql(book.db, query, 10)); // A fifth of all
    }

    /// A place of many values says the filter for each of them, and SQLite counts its parameters.
    void largeFilters()
    {
        Book book;
        ManualClock clock;
        SeededRandom random(3);
        for (int i = 0; i < 39; ++i) { // Made by people who are not in sight
            Lead lead;
            lead.id = RecordId::mint(clock, random);
            lead.artistName = QStringLiteral("Act");
            lead.createdBy = RecordId::mint(clock, random);
            Book::require(book.store.save(toRecord(lead)));
        }
        Condition many = condition("notes", Comparison::NoneOf, {});
        for (int i = 0; i < 180; ++i)
            many.values.push_back(Value(QString::number(i)));
        RecordQuery query;
        query.filter.conditions = std::vector<Condition>(5, many);
        query.sort.field = field("createdBy");
        book.index("createdBy");
        const auto first = queryFirstRowIds(book.db, query, kLeads * 2);
        VERIFY_OK(first);
        QVERIFY(first->rowIds == book.plainly(query));
    }

    /// Of a list that few records pass, each is looked at in the order of the file: in the order of the list they would
    /// be everywhere in it.
    void aWholeFilteredListIsSorted()
    {
        Book book;
        RecordQuery query;
        query.sort.field = field("lastActivityAt");
        query.filter = filtersOf(book)[1];
        const auto sql = sortedRowIdSql(query);
        VERIFY_OK(sql);
        auto plan = book.db.prepare(QByteArray("EXPLAIN QUERY PLAN " + sql->sql()));
        QVERIFY(*plan->step());
        QCOMPARE(plan->columnText(3), QStringLiteral("SCAN t"));
    }

    void whatIsWanted_data()
    {
        QTest::addColumn<QString>("sorted");
        QTest::addColumn<Filter>("filter");
        QTest::addColumn<QStringList>("wanted");
        const auto named = [](std::initializer_list<const char *> names) {
            QStringList list;
            for (const char *name : names)
                list << QString::fromLatin1(name);
            return list;
        };
        const Condition country = condition("country", Comparison::Equals, {Value(QStringLiteral("FR"))});
        const Condition owner = condition("ownerId", Comparison::Equals, {Value(RecordId::mint())});
        const Condition low = condition("priority", Comparison::NoneOf, {Value(QStringLiteral("low1"))});
        QTest::newRow("by title") << QString() << Filter() << named({});
        QTest::newRow("as the schema has it") << QStringLiteral("score") << Filter() << named({});
        QTest::newRow("a list") << QStringLiteral("priority") << Filter() << named({"priority"});
        QTest::newRow("a long text") << QStringLiteral("notes") << Filter() << named({});
        QTest::newRow("an open set") << QStringLiteral("tags") << Filter() << named({});
        QTest::newRow("sorted before filtered")
            << QStringLiteral("budget") << Filter{Filter::Join::All, {country, low}, {}}
            << named({"budget", "country"});
        QTest::newRow("each once") << QStringLiteral("country") << Filter{Filter::Join::All, {country}, {}}
                                   << named({"country"});
        QTest::newRow("one of two is no help")
            << QString() << Filter{Filter::Join::Any, {country, low}, {}} << named({});
        QTest::newRow("filtered by the schema's") << QString() << Filter{Filter::Join::All, {owner}, {}} << named({});
        QTest::newRow("sorted by it") << QStringLiteral("ownerId") << Filter{Filter::Join::All, {owner}, {}}
                                      << named({"ownerId"});
    }
    void whatIsWanted()
    {
        QFETCH(QString, sorted);
        QFETCH(Filter, filter);
        QFETCH(QStringList, wanted);
        RecordQuery query;
        query.filter = filter;
        query.sort.field = sorted.isEmpty() ? -1 : field(qPrintable(sorted));
        QStringList fields;
        for (const int position : fieldsToIndex(query))
            fields << entityInfo(EntityType::Lead).field(position).name;
        QCOMPARE(fields, wanted);
    }

    void unknownFields()
    {
        Book book;
        book.index("priority");
        for (const int unknown : {-1, 1000}) {
            RecordQuery query;
            query.filter.conditions = {condition("priority", Comparison::Equals, {Value(QStringLiteral("low1"))}),
                                       {unknown, Comparison::Equals, {Value(QStringLiteral("x"))}}};
            VERIFY_ERROR(queryFirstRowIds(book.db, query, 10), ErrorCode::InvalidInput);
            VERIFY_ERROR(queryRowIds(book.db, query), ErrorCode::InvalidInput);
        }
        RecordQuery query;
        query.sort.field = 1000;
        VERIFY_ERROR(queryFirstRowIds(book.db, query, 10), ErrorCode::InvalidInput);
        QVERIFY(fieldsToIndex(query).empty());
    }

    /// Names tell them from the schema's own.
    void names()
    {
        Book book;
        QCOMPARE(fieldIndexes(book.db)->size(), 0);
        book.index("nextStepOn");
        QCOMPARE(*fieldIndexes(book.db), QByteArrayList{"lead_on_next_step_on"});
        QVERIFY(*hasFieldIndex(book.db, EntityType::Lead, field("nextStepOn")));
        QVERIFY(!*hasFieldIndex(book.db, EntityType::Lead, field("budget")));
        QVERIFY(!*hasFieldIndex(book.db, EntityType::Lead, -1));
    }
};

QTEST_GUILESS_MAIN(TestFieldIndex)
#include "test_field_index.moc"
