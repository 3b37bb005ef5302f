// SPDX-License-Identifier: GPL-3.0-or-later
// Random lists are those that a second implementation makes of the records, with whatever indexes there are and after
// edits. MDMC_LIST_ROUNDS and MDMC_LIST_SEED search further.
#include "core/base/random.h"
#include "core/storage/field_index.h"
#include "core/storage/list_update.h"
#include "core/storage/query_sql.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"
#include "tests/support/test_database.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

const EntityInfo &lead()
{
    return entityInfo(EntityType::Lead);
}

template <typename T> T must(Result<T> result)
{
    if (!result)
        qFatal("%s", qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

/// What a column sorts by: a number, or a text by its bytes; nothing is last.
using Key = std::variant<std::monostate, qint64, QByteArray>;

struct Row {
    qint64 rowId = 0;
    Record record;
    Key title;
    std::vector<Key> keys; ///< Of each field
};

class Book {
public:
    explicit Book(quint64 seed) : m_random(seed)
    {
        for (int i = 0; i < 5; ++i) {
            ListItem item;
            item.list = QStringLiteral("priority");
            item.key = QStringLiteral("p%1").arg(i);
            item.position = i / 2;
            item.isArchived = i == 2;
            put(item, i == 4);
            User user;
            user.name = QString::fromUtf8(std::array{"Sam", "sam", "Émile", "Zoë", "Bo"}[size_t(i)]);
            ids.push_back(put(user, i == 3));
            Stage stage;
            stage.nameEn = QStringLiteral("Stage");
            stage.position = i / 2;
            stages.push_back(put(stage, i == 4));
        }
        ids.push_back(mint()); // Not in sight
        stages.push_back(mint());
        const int count = one(2) ? 1600 : 60; // A search in the larger finds more than are sorted one by one.
        for (int i = 0; i < count; ++i)
            must(store.save(next(mint())));
        reload();
        db.noteRowsIn(recent);
        recent->settle();
    }

    int one(int many) { return int(m_random.below(quint64(many))); }

    /// Other values for some of the records, deletions, and records that come back.
    void edit()
    {
        for (int i = 0; i < 30; ++i)
            must(store.save(next(rows[size_t(one(int(rows.size())))].record.id)));
        reload();
    }

    /// A transaction that changes few leads, and now and then what they are sorted by or removes one.
    void editFew()
    {
        Transaction transaction = must(Transaction::begin(db));
        for (int i = one(5); i >= 0; --i) {
            const RecordId id = rows[size_t(one(int(rows.size())))].record.id;
            if (one(10) == 0)
                must(store.erase(EntityType::Lead, id));
            else
                must(store.save(next(one(10) == 0 ? mint() : id)));
        }
        if (one(6) == 0)
            must(db.run("UPDATE user SET sort_key=?1 WHERE rowid=?2", QStringLiteral("name %1").arg(one(9)), 1 + one(5)));
        if (one(6) == 0)
            must(db.run("UPDATE stage SET position=?1 WHERE rowid=?2", one(4), 1 + one(5)));
        if (one(6) == 0)
            must(db.run("UPDATE list_item SET position=?1 WHERE rowid=?2", one(4), 1 + one(5)));
        if (one(5) == 0)
            transaction.rollback();
        else
            must(transaction.commit());
    }

    /// Other indexes than before: none, some or all.
    void arrange()
    {
        for (const QByteArray &name : must(fieldIndexes(db)))
            must(db.exec(QByteArray("DROP INDEX " + name)));
        const int part = one(4);
        for (int i = 0; i < lead().fieldCount(); ++i)
            if (mayHaveIndex(EntityType::Lead, i) && one(3) < part)
                must(db.exec(fieldIndexSql(EntityType::Lead, i)));
    }

    Value value(int position)
    {
        const FieldInfo &described = lead().field(position);
        if (one(6) == 0)
            return {};
        switch (described.type) {
        case FieldType::Integer: return one(20);
        case FieldType::Timestamp: return qint64(one(40));
        case FieldType::Date: return QDate(2026, 1, 1).addDays(one(20));
        case FieldType::Money: return Money{one(12), QLatin1String(one(2) ? "EUR" : "CHF")};
        case FieldType::Id:
            return described.refers == EntityType::Stage ? stages[size_t(one(int(stages.size())))]
                                                         : ids[size_t(one(int(ids.size())))];
        case FieldType::TextSet: {
            QStringList texts;
            for (int i = one(3); i >= 0; --i)
                if (const QString member = text(position); !texts.contains(member))
                    texts << member;
            return texts;
        }
        default: return text(position);
        }
    }

    QString text(int position)
    {
        const QLatin1String name = lead().field(position).name;
        if (name == QLatin1String("notes"))
            return QStringLiteral("word%1 ").arg(one(2)).repeated(1 + one(30))
                + (one(40) ? QString() : QStringLiteral("seldom"));
        if (name == QLatin1String("priority"))
            return QStringLiteral("p%1").arg(one(7)); // The last two are in no list.
        if (name == QLatin1String("firstName"))
            return QStringLiteral("name %1").arg(one(100'000)); // More than are gone through one by one
        if (name == QLatin1String("nextStep"))
            return QStringLiteral("step") + QString(one(60), u'.') + (one(2) ? u'a' : u'b');
        static const std::array texts{"Anna", "anna", "ANNA", "Ánna", "Øst", "ost", "Straße", "strasse", " ",
                                      "'",    "0",    "10",   "9",    "\"",  "%",   "𝄞",      "～"};
        return QString::fromUtf8(texts[size_t(one(int(texts.size())))]);
    }

    Record next(const RecordId &id)
    {
        Record record(EntityType::Lead, id);
        for (int i = 0; i < lead().fieldCount(); ++i)
            record.values[size_t(i)] = value(i);
        if (one(8) == 0)
            record.deleted = 5;
        return record;
    }

    Database db = test::recordDatabase();
    RecordStore store{db, nullptr, true};
    std::shared_ptr<RecentRows> recent = std::make_shared<RecentRows>();
    std::vector<RecordId> ids;
    std::vector<RecordId> stages;
    std::vector<Row> rows;

private:
    RecordId mint() { return RecordId::mint(m_clock, m_random); }

    template <typename Entity> RecordId put(Entity entity, bool isDeleted)
    {
        entity.id = mint();
        Record record = toRecord(entity);
        record.deleted = isDeleted ? 3 : 0;
        must(store.save(record));
        return entity.id;
    }

    /// By number or by text, as the column has it.
    static Key keyAt(Statement &statement, int column, bool isNumber)
    {
        if (statement.isNull(column))
            return {};
        return isNumber ? Key(statement.columnInt64(column)) : Key(statement.columnText(column).toUtf8());
    }

    std::map<RecordId, Key> places(const char *sql, bool isNumber)
    {
        std::map<RecordId, Key> found;
        Statement statement = must(db.prepare(QByteArrayView(sql)));
        while (must(statement.step()))
            found[statement.columnRecordId(0)] = keyAt(statement, 1, isNumber);
        return found;
    }

    void reload()
    {
        const auto users = places("SELECT id, sort_key FROM user", false);
        const auto positions = places("SELECT id, position FROM stage", true);
        QByteArray columns;
        for (int i = 0; i < lead().fieldCount(); ++i)
            columns += ", " + toColumnName(lead().field(i).name).toLatin1();
        rows.clear();
        Statement statement = must(db.prepare(QByteArray("SELECT rowid, id, sort_key" + columns + " FROM lead")));
        while (must(statement.step())) {
            Row row{statement.columnInt64(0),
                    *must(store.load(EntityType::Lead, statement.columnRecordId(1))),
                    keyAt(statement, 2, false),
                    {}};
            for (int i = 0; i < lead().fieldCount(); ++i)
                row.keys.push_back(keyOf(statement, i, users, positions));
            rows.push_back(std::move(row));
        }
    }

    Key keyOf(Statement &statement, int position, const std::map<RecordId, Key> &users,
              const std::map<RecordId, Key> &positions)
    {
        const FieldInfo &described = lead().field(position);
        const int column = position + 3;
        if (statement.isNull(column))
            return {};
        if (described.type == FieldType::Id && !described.hasReference)
            return statement.columnBlob(column);
        if (described.type == FieldType::Id) {
            const auto &from = described.refers == EntityType::Stage ? positions : users;
            const bool isKnown = described.refers == EntityType::Stage || described.refers == EntityType::User;
            const auto at = from.find(statement.columnRecordId(column));
            return isKnown && at != from.end() ? at->second : Key();
        }
        if (described.type == FieldType::Date)
            return statement.columnText(column).toUtf8();
        if (isMeasure(described))
            return statement.columnInt64(column);
        const QString text = statement.columnText(column);
        if (described.name == QLatin1String("priority")) {
            const int number = text.mid(1).toInt();
            return qint64(number < 4 ? number / 2 : 999'999);
        }
        if (described.list && described.type == FieldType::Text)
            return qint64(999'999); // Their lists are empty here.
        return foldText(text).toUtf8();
    }

    ManualClock m_clock;
    SeededRandom m_random;
};

bool isEqual(const Row &row, int position, const Value &wanted)
{
    const Value &value = row.record.values[size_t(position)];
    if (wanted.isEmpty() || value.isEmpty())
        return wanted.isEmpty() && value.isEmpty();
    if (const QStringList *set = value.get<QStringList>())
        return set->contains(wanted.as<QString>());
    return value == wanted;
}

/// -1, 0, 1 as the value is below, equal to or above the bound; nothing where they cannot be compared.
std::optional<int> compared(const Row &row, const Condition &condition, size_t bound)
{
    const Value &value = row.record.values[size_t(condition.field)];
    const Value &limit = condition.values[bound];
    const auto sign = [](const auto &a, const auto &b) { return a < b ? -1 : b < a ? 1 : 0; };
    if (value.isEmpty())
        return std::nullopt;
    if (const Money *money = value.get<Money>())
        return money->currency == limit.as<Money>().currency
            ? std::optional(sign(money->minor, limit.as<Money>().minor))
            : std::nullopt;
    if (const QDate *date = value.get<QDate>())
        return sign(*date, limit.as<QDate>());
    return sign(value.as<qint64>(), limit.as<qint64>());
}

bool passes(const Row &row, const Condition &condition)
{
    const bool isEmpty = row.record.values[size_t(condition.field)].isEmpty();
    const Value first = condition.values.empty() ? Value() : condition.values.front();
    const auto isAny = [&] {
        return std::any_of(condition.values.begin(), condition.values.end(),
                           [&](const Value &value) { return isEqual(row, condition.field, value); });
    };
    switch (condition.comparison) {
    case Comparison::Equals: return isEqual(row, condition.field, first);
    case Comparison::NotEquals: return !isEqual(row, condition.field, first);
    case Comparison::AnyOf: return isAny();
    case Comparison::NoneOf: return !isAny();
    case Comparison::AtLeast: return compared(row, condition, 0).value_or(-1) >= 0;
    case Comparison::AtMost: return compared(row, condition, 0).value_or(1) <= 0;
    case Comparison::Between:
        return compared(row, condition, 0).value_or(-1) >= 0 && compared(row, condition, 1).value_or(1) <= 0;
    case Comparison::Contains: {
        const Value &value = row.record.values[size_t(condition.field)];
        const QString part = foldText(first.as<QString>());
        if (const QStringList *set = value.get<QStringList>())
            return std::any_of(set->begin(), set->end(),
                               [&](const QString &text) { return foldText(text).contains(part); });
        return !isEmpty && foldText(value.as<QString>()).contains(part);
    }
    case Comparison::IsEmpty: return isEmpty;
    case Comparison::IsNotEmpty: return !isEmpty;
    }
    return false;
}

bool passes(const Row &row, const Filter &filter)
{
    const bool isAll = filter.join == Filter::Join::All;
    bool hasParts = false;
    const auto decides = [&](bool isMet) {
        hasParts = true;
        return isMet != isAll;
    };
    for (const Condition &condition : filter.conditions)
        if (decides(passes(row, condition)))
            return !isAll;
    for (const Filter &group : filter.groups)
        if (!group.isEmpty() && decides(passes(row, group)))
            return !isAll;
    return isAll || !hasParts;
}

bool isFound(const Row &row, const QString &search)
{
    const QStringList words = row.record.value(QLatin1String("notes")).as<QString>().split(u' ');
    return search.isEmpty()
        || std::any_of(words.begin(), words.end(), [&](const QString &word) { return word.startsWith(search); });
}

class Order {
public:
    explicit Order(const Sort &sort) : m_sort(sort) { }

    bool operator()(const Row *a, const Row *b) const
    {
        const bool isUp = m_sort.order == Qt::AscendingOrder;
        const bool byTitle = m_sort.field < 0 || lead().field(m_sort.field).has(FieldFlag::Title);
        const Key &left = byTitle ? a->title : a->keys[size_t(m_sort.field)];
        const Key &right = byTitle ? b->title : b->keys[size_t(m_sort.field)];
        if (left != right) {
            if (left.index() == 0 || right.index() == 0)
                return right.index() == 0;
            return isUp ? left < right : right < left;
        }
        if (byTitle)
            return isUp ? a->rowId < b->rowId : b->rowId < a->rowId;
        if (isMeasure(lead().field(m_sort.field)))
            return isUp ? b->rowId < a->rowId : a->rowId < b->rowId;
        return std::tie(a->title, a->rowId) < std::tie(b->title, b->rowId);
    }

private:
    Sort m_sort;
};

std::vector<qint64> listOf(const Book &book, const RecordQuery &query, const std::optional<RecordId> &stage = {},
                           size_t latest = std::numeric_limits<size_t>::max())
{
    std::vector<const Row *> found;
    for (auto row = book.rows.rbegin(); row != book.rows.rend() && found.size() < latest; ++row)
        if (!row->record.isDeleted() && isFound(*row, query.search) && passes(*row, query.filter)
            && (!stage || row->record.value(QLatin1String("stageId")) == Value(*stage)))
            found.push_back(&*row);
    std::sort(found.begin(), found.end(), Order(query.sort));
    std::vector<qint64> rowIds;
    for (const Row *row : found)
        rowIds.push_back(row->rowId);
    return rowIds;
}

Condition randomCondition(Book &book)
{
    Condition condition;
    condition.field = book.one(lead().fieldCount());
    const FieldInfo &described = lead().field(condition.field);
    do
        condition.comparison = Comparison(book.one(int(Comparison::IsNotEmpty) + 1));
    while ((condition.comparison == Comparison::Contains && described.type != FieldType::Text
            && described.type != FieldType::TextSet)
           || (condition.comparison >= Comparison::AtLeast && condition.comparison <= Comparison::Between
               && !isMeasure(described)));
    const bool isBound = condition.comparison >= Comparison::AtLeast && condition.comparison <= Comparison::Between;
    const bool isMany = condition.comparison == Comparison::AnyOf || condition.comparison == Comparison::NoneOf;
    for (int i = isMany ? book.one(4) : condition.comparison == Comparison::Between ? 2 : 1; i > 0; --i) {
        Value value = book.value(condition.field);
        while (value.isEmpty() && isBound)
            value = book.value(condition.field);
        if (const QStringList *set = value.get<QStringList>())
            value = Value(set->first());
        condition.values.push_back(value);
    }
    if (condition.comparison == Comparison::Contains)
        condition.values = {Value(QString::fromUtf8(std::array{"ann", "ST", "1", "word0", "ø"}[size_t(book.one(5))]))};
    return condition;
}

Filter randomFilter(Book &book, int depth = 0)
{
    Filter filter;
    filter.join = book.one(3) ? Filter::Join::All : Filter::Join::Any;
    for (int i = book.one(4); i > 0; --i)
        filter.conditions.push_back(randomCondition(book));
    for (int i = depth < 2 ? book.one(5) - 2 : 0; i > 0; --i)
        filter.groups.push_back(randomFilter(book, depth + 1));
    return filter;
}

RecordQuery randomQuery(Book &book)
{
    RecordQuery query;
    query.filter = book.one(5) ? randomFilter(book) : Filter();
    query.search = QLatin1String(std::array{"", "", "", "w", "word", "word1", "seldom", "nothing"}[size_t(book.one(8))]);
    query.sort = {book.one(lead().fieldCount() + 1) - 1, book.one(2) ? Qt::AscendingOrder : Qt::DescendingOrder};
    return query;
}

} // namespace

class TestRandomLists : public QObject {
    Q_OBJECT

    static std::vector<qint64> startOf(const std::vector<qint64> &all, int count)
    {
        return {all.begin(), all.begin() + std::min(qsizetype(all.size()), qsizetype(count))};
    }

    static bool isStart(const FirstRows &first, const std::vector<qint64> &all, int limit)
    {
        return first.isAll ? first.rowIds == all : all.size() >= size_t(limit) && first.rowIds == startOf(all, limit);
    }

    static void verify(Book &book, const RecordQuery &query, const QByteArray &where)
    {
        const std::vector<qint64> all = listOf(book, query);
        const auto whole = queryRowIds(book.db, query);
        VERIFY_OK(whole);
        QVERIFY2(*whole == all, where);
        QVERIFY2(queryCount(book.db, query).value() == qint64(all.size()), where);
        for (const int limit : {1, 50, 200}) {
            const auto first = queryFirstRowIds(book.db, query, limit);
            VERIFY_OK(first);
            QVERIFY2(isStart(*first, all, limit), where);
        }
        verifyRecords(book, query, all, where);
        verifyBoard(book, query, where);
    }

    static void verifyRecords(Book &book, const RecordQuery &query, const std::vector<qint64> &all,
                              const QByteArray &where)
    {
        const int limit = book.one(2) ? 7 : 150;
        const bool isBounded = !query.search.isEmpty() && query.filter.isEmpty() && limit <= 100;
        const auto records = queryRecords(book.db, book.store, query, limit);
        VERIFY_OK(records);
        const std::vector<qint64> rowIds = startOf(isBounded ? listOf(book, query, {}, 200) : all, limit);
        QCOMPARE(records->size(), rowIds.size());
        for (size_t i = 0; i < rowIds.size(); ++i) {
            const auto row = std::lower_bound(book.rows.begin(), book.rows.end(), rowIds[i],
                                              [](const Row &a, qint64 rowId) { return a.rowId < rowId; });
            QVERIFY2((*records)[i] == row->record, where);
        }
    }

    static void verifyBoard(Book &book, const RecordQuery &query, const QByteArray &where)
    {
        const int limit = book.one(2) ? 5 : 50;
        const auto columns = queryFirstOfStages(book.db, query, book.stages, limit);
        VERIFY_OK(columns);
        for (size_t i = 0; i < book.stages.size(); ++i)
            QVERIFY2(isStart((*columns)[i], listOf(book, query, book.stages[i]), limit), where);
    }

    static std::pair<int, int> seeds()
    {
        const auto setting = [](const char *name, int usual) {
            return qEnvironmentVariableIsSet(name) ? qEnvironmentVariableIntValue(name) : usual;
        };
        const int first = setting("MDMC_LIST_SEED", 1);
        return {first, first + setting("MDMC_LIST_ROUNDS", 3)};
    }

    static QByteArray described(const RecordQuery &query)
    {
        return filterToJson(EntityType::Lead, query.filter) + " by " + QByteArray::number(query.sort.field)
            + (query.sort.order == Qt::AscendingOrder ? " up " : " down ") + query.search.toUtf8();
    }

private Q_SLOTS:
    void listsFollowWhatIsWritten()
    {
        struct List {
            RecordQuery query;
            std::vector<qint64> rowIds;
            RecentRows::Mark asOf = RecentRows::kNever;
        };
        int updates = 0;
        int asked = 0;
        for (auto [seed, end] = seeds(); seed < end; ++seed) {
            Book book{quint64(seed)};
            book.arrange();
            std::vector<List> lists(40);
            for (List &list : lists) {
                list.query = randomQuery(book);
                list.asOf = book.recent->settled();
                list.rowIds = queryRowIds(book.db, list.query).value();
            }
            for (int i = 0; i < 25; ++i) {
                book.editFew();
                for (List &list : lists) {
                    if (book.one(3) == 0)
                        continue; // Further behind the next time
                    const auto asOf = book.recent->settled();
                    const std::vector<qint64> all = queryRowIds(book.db, list.query).value();
                    const auto updated = updateRowIds(book.db, list.query, list.rowIds, *book.recent, list.asOf);
                    VERIFY_OK(updated);
                    ++asked;
                    if (*updated) {
                        ++updates;
                        const QByteArray where = "seed " + QByteArray::number(seed) + ' ' + described(list.query);
                        QVERIFY2((*updated)->rowIds == all, where);
                    }
                    list = {list.query, all, asOf};
                }
            }
        }
        QVERIFY2(updates > asked / 5 && updates < asked, QByteArray::number(updates) + " of " + QByteArray::number(asked));
    }

    void listsAreThoseOfTheRecords()
    {
        for (auto [seed, end] = seeds(); seed < end; ++seed) {
            Book book{quint64(seed)};
            for (int i = 0; i < 60; ++i) {
                if (i % 15 == 0)
                    book.arrange();
                if (i % 15 == 8)
                    book.edit();
                const RecordQuery query = randomQuery(book);
                const QByteArray where = "seed " + QByteArray::number(seed) + " query " + QByteArray::number(i) + ": "
                    + described(query) + " with "
                    + fieldIndexes(book.db)->join(' ');
                verify(book, query, where);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestRandomLists)
#include "test_random_lists.moc"
