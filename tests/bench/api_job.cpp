// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

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

Result<RecordId> firstStage(const Place &place)
{
    MDMC_ASSIGN(const auto access, sync::WorkspaceAccess::open(place.serverDir()));
    MDMC_ASSIGN(std::vector<Record> stages, access->store->all(EntityType::Stage));
    if (stages.empty())
        return failure(ErrorCode::NotFound, QStringLiteral("the workspace has no stages"));
    return stages.front().id;
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
    MDMC_ASSIGN(const RecordId stage, firstStage(place));
    MDMC_ASSIGN(const auto server, startServer(place));
    HttpLoad load;
    load.port = server->port();
    load.seconds = place.seconds > 0 ? place.seconds : kSeconds;
    load.path = "/api/v1/leads?limit=50&stageId=" + stage.toString().toLatin1();
    // A token may ask 100 times in a burst and 100 times a minute: many people on many devices do.
    int next = 0;
    load.nextToken = [&] {
        const int at = next++;
        return press.press(users[size_t(at % kUsers)], at / kUsers % kTokenAges).value_or(QByteArray());
    };
    const Usage before = usageOf(server->pid());
    MDMC_ASSIGN(const HttpLoadResult result, runHttpLoad(load));
    const Usage after = usageOf(server->pid());
    MDMC_ASSIGN(const int rows, checkPage(result.sample, stage));
    const auto requests = double(result.latencies.count());
    print("J6", place.n, QStringLiteral("requests/s"), requests / result.seconds, "1/s");
    result.latencies.print("J6", place.n, QStringLiteral("page of 50 filtered leads"));
    print("J6", place.n, QStringLiteral("leads in a page"), rows, "1");
    print("J6", place.n, QStringLiteral("bytes of a page"), double(result.sample.size()), "B");
    print("J6", place.n, QStringLiteral("server CPU per request"),
          (after.cpuSeconds - before.cpuSeconds) / requests * 1e6, "us");
    print("J6", place.n, QStringLiteral("server memory"), after.residentMb, "MB");
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
