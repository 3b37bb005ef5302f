// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "core/base/random.h"
#include "sync/server/workspace_access.h"
#include "tests/bench/figures.h"
#include "tests/bench/http_load.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace mdmc::bench {

namespace {

constexpr int kSeconds = 5;
constexpr int kUsers = 64;
constexpr int kTokenAges = 600; ///< Each user is signed in on that many devices, so to speak.

Result<std::vector<RecordId>> stagesOf(const Place &place)
{
    MDMC_ASSIGN(const auto access, sync::WorkspaceAccess::open(place.serverDir()));
    MDMC_ASSIGN(const std::vector<Record> records, access->store->all(EntityType::Stage));
    if (records.empty())
        return failure(ErrorCode::NotFound, QStringLiteral("the workspace has no stages"));
    std::vector<RecordId> stages;
    for (const Record &record : records)
        stages.push_back(record.id);
    return stages;
}

/// 50 leads of a stage, from `after` on.
QByteArray pagePath(const RecordId &stage, const RecordId &after)
{
    const QByteArray filter =
        R"({"all":[{"field":"stageId","is":"equals","values":[")" + stage.toString().toLatin1() + R"("]}]})";
    return "/api/v1/leads?limit=50&filter=" + filter.toPercentEncoding()
        + (after.isNull() ? QByteArray() : "&after=" + after.toString().toLatin1());
}

/// Any id at all: the leads of the workload are spread evenly.
RecordId anyId(Random &random)
{
    std::array<quint8, 16> bytes;
    random.fill(bytes);
    return *RecordId::fromBytes(QByteArrayView(reinterpret_cast<const char *>(bytes.data()), 16));
}

/// As many leads as were asked for (or all there are), all of the stage.
Result<int> checkPage(const QByteArray &body, const RecordId &stage)
{
    const QJsonArray items = QJsonDocument::fromJson(body).object().value(QLatin1String("items")).toArray();
    for (const QJsonValue &item : items)
        if (item.toObject().value(QLatin1String("stageId")).toString() != stage.toString())
            return failure(ErrorCode::Internal, QStringLiteral("the page is not filtered"));
    return int(items.size());
}

} // namespace

Result<> runApi(const Place &place)
{
    MDMC_TRY(prepareServer(place));
    MDMC_ASSIGN(const std::vector<LightUser> users, lightUsers(place, kUsers));
    MDMC_ASSIGN(const TokenPress press, TokenPress::open(place));
    MDMC_ASSIGN(const std::vector<RecordId> stages, stagesOf(place));
    MDMC_ASSIGN(const auto server, startServer(place));
    HttpLoad load;
    load.port = server->port();
    load.seconds = place.seconds > 0 ? place.seconds : kSeconds;
    SeededRandom random(42);
    size_t asked = 0;
    load.nextPath = [&] { // Each page another, but for the first, which begins at the beginning.
        const size_t at = asked++;
        return pagePath(stages[at % stages.size()], at == 0 ? RecordId() : anyId(random));
    };
    // A token may ask 100 times in a burst and 100 times a minute: many people on many devices do.
    int next = 0;
    load.nextToken = [&] {
        const int at = next++;
        return press.press(users[size_t(at % kUsers)], at / kUsers % kTokenAges).value_or(QByteArray());
    };
    const Usage before = usageOf(server->pid());
    MDMC_ASSIGN(const HttpLoadResult result, runHttpLoad(load));
    const Usage after = usageOf(server->pid());
    MDMC_ASSIGN(const int rows, checkPage(result.sample, stages.front()));
    const auto requests = double(result.latencies.count());
    print("J6", place.n, QStringLiteral("requests/s"), requests / result.seconds, "1/s");
    result.latencies.print("J6", place.n, QStringLiteral("page of 50 filtered leads"));
    print("J6", place.n, QStringLiteral("leads in a page"), rows, "1");
    print("J6", place.n, QStringLiteral("bytes of a page"), double(result.sample.size()), "B");
    print("J6", place.n, QStringLiteral("server CPU per request"),
          (after.cpuSeconds - before.cpuSeconds) / requests * 1e6, "us");
    print("J6", place.n, QStringLiteral("server memory"), after.residentMb, "MB");
    load.nextPath = [&] { return pagePath(stages.front(), RecordId()); };
    load.firstPeer = quint32(load.connections); // What an address may ask for is used up by now.
    MDMC_ASSIGN(const HttpLoadResult same, runHttpLoad(load));
    print("J6", place.n, QStringLiteral("requests/s for one page again and again"),
          double(same.latencies.count()) / same.seconds, "1/s");
    CannedServer canned("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(result.sample.size()) + "\r\n\r\n"
                        + result.sample);
    load.port = canned.port();
    load.seconds = std::min(load.seconds, 2);
    MDMC_ASSIGN(const HttpLoadResult limit, runHttpLoad(load));
    print("J6", place.n, QStringLiteral("limit: the same answers without work"),
          double(limit.latencies.count()) / limit.seconds, "1/s");
    return {};
}

} // namespace mdmc::bench
