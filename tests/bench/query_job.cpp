// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "tests/bench/figures.h"

#include <sqlcipher/sqlite3.h>

namespace mdmc::bench {

namespace {

using namespace storage;

constexpr int kRounds = 100;
constexpr int kFewRounds = 20;

int field(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

template <typename Work> Result<Samples> measure(Work work, int rounds = kRounds)
{
    Samples samples;
    for (int i = 0; i < rounds; ++i) {
        QElapsedTimer timer;
        timer.start();
        MDMC_TRY(work(i));
        samples.add(elapsedMs(timer));
    }
    return samples;
}

/// What SQLite alone takes for the first page of a stage and an owner: the same statement, every cell looked at.
Result<Samples> rawPage(sync::ReplicaReader &reader, const std::vector<Stage> &stages, const std::vector<User> &users)
{
    const QByteArray sql = "SELECT " + RecordStore::selectList(EntityType::Lead)
        + " FROM lead WHERE deleted=0 AND stage_id=?1 AND owner_id=?2 ORDER BY score DESC, rowid LIMIT 50";
    sqlite3_stmt *page = nullptr;
    if (sqlite3_prepare_v2(reader.db.handle(), sql.constData(), -1, &page, nullptr) != SQLITE_OK)
        return failure(ErrorCode::Internal, QString::fromUtf8(sqlite3_errmsg(reader.db.handle())));
    auto samples = measure([&](int i) -> Result<> {
        sqlite3_reset(page);
        sqlite3_bind_blob(page, 1, stages[size_t(i) % stages.size()].id.data(), 16, SQLITE_STATIC);
        sqlite3_bind_blob(page, 2, users[size_t(i) % users.size()].id.data(), 16, SQLITE_STATIC);
        while (sqlite3_step(page) == SQLITE_ROW)
            for (int column = 0; column < sqlite3_column_count(page); ++column)
                sqlite3_column_blob(page, column);
        return {};
    });
    sqlite3_finalize(page);
    return samples;
}

Result<> measureAll(sync::ReplicaReader &reader, qint64 n)
{
    const std::vector<Stage> stages = reader.rules.stages();
    std::vector<User> users = reader.rules.users();
    std::erase_if(users,
                  [](const User &user) { return user.email.startsWith(u"light") || user.email.startsWith(u"client"); });
    if (stages.empty() || users.empty())
        return failure(ErrorCode::NotFound, QStringLiteral("the replica is empty"));
    const auto report = [n](const char *metric, const Result<Samples> &samples) -> Result<> {
        if (!samples)
            return tl::unexpected<Error>(samples.error());
        samples->print("J5", n, QString::fromLatin1(metric));
        return {};
    };
    const auto firstPage = [&](int i) -> Result<> {
        RecordQuery query;
        query.filter.conditions = {
            {field("stageId"), Comparison::Equals, {Value(stages[size_t(i) % stages.size()].id)}},
            {field("ownerId"), Comparison::Equals, {Value(users[size_t(i) % users.size()].id)}}};
        query.sort = {field("score"), Qt::DescendingOrder};
        MDMC_TRY(queryRecords(reader.db, reader.store, query, 50));
        return {};
    };
    // From the file first, where nearly each of the 50 leads is on a page of its own, which is read and authenticated.
    MDMC_TRY(report("list by stage and owner, by score, first 50, not yet read", measure(firstPage)));
    MDMC_TRY(report("list by stage and owner, by score, first 50", measure(firstPage)));
    MDMC_TRY(report("limit: the same page from the library alone", rawPage(reader, stages, users)));
    // Beginnings of names that are there, two to four letters long.
    MDMC_ASSIGN(const std::vector<Record> some, queryRecords(reader.db, reader.store, RecordQuery(), 10, int(n / 2)));
    QStringList beginnings;
    for (const Record &record : some)
        for (int letters = 2; letters <= 4; ++letters)
            beginnings += fromRecord<Lead>(record).artistName.left(letters);
    const auto search = [&](int i) -> Result<> {
        RecordQuery query;
        query.search = beginnings.at(i % beginnings.size());
        MDMC_TRY(queryRecords(reader.db, reader.store, query, 50));
        return {};
    };
    MDMC_TRY(report("search by prefix, first 50, not yet read", measure(search, int(beginnings.size()))));
    MDMC_TRY(report("search by prefix, first 50", measure(search)));
    MDMC_TRY(report("ids of the whole list by name", measure([&](int) -> Result<> {
                        MDMC_TRY(queryRowIds(reader.db, RecordQuery()));
                        return {};
                    })));
    // An amount off an index; a reference, a list entry and a text, which read every row.
    for (const char *sorted : {"budget", "ownerId", "priority", "firstName"}) {
        const QByteArray metric = QByteArray("ids of the whole list by ") + sorted;
        MDMC_TRY(report(metric.constData(),
                        measure(
                            [&](int) -> Result<> {
                                RecordQuery query;
                                query.sort = {field(sorted), Qt::DescendingOrder};
                                MDMC_TRY(queryRowIds(reader.db, query));
                                return {};
                            },
                            kFewRounds)));
    }
    MDMC_TRY(report("board totals", measure([&](int) -> Result<> {
                        MDMC_TRY(queryStageTotals(reader.db, stages.front().pipelineId, RecordQuery()));
                        return {};
                    })));
    return report("count by stage", measure([&](int) -> Result<> {
                      MDMC_TRY(queryValueCounts(reader.db, RecordQuery(), field("stageId")));
                      return {};
                  }));
}

} // namespace

Result<> runQueries(const Place &place)
{
    MDMC_ASSIGN(const auto workspace, openOffline(place));
    return app::await(workspace->read([n = place.n](sync::ReplicaReader &reader) { return measureAll(reader, n); }));
}

} // namespace mdmc::bench
