// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "tests/bench/figures.h"
#include "tests/bench/wire_counter.h"
#include "tests/bench/workload.h"

#include <QTimer>

#include <limits>

namespace mdmc::bench {

namespace {

constexpr int kEdits = 10'000;
constexpr int kPatienceMs = 60'000; ///< Without a single edit decided.

/// Edits that change something: those of the file, or a budget of its own for each.
Result<std::vector<Edit>> editsFor(const Place &place, sync::Workspace &workspace, int count)
{
    if (!place.ops.isEmpty()) {
        MDMC_ASSIGN(const std::vector<Stage> stages,
                    app::await(workspace.read([](sync::ReplicaReader &reader) -> Result<std::vector<Stage>> {
                        return reader.rules.stages();
                    })));
        return readEdits(place.ops, stages, count);
    }
    MDMC_ASSIGN(const std::vector<RecordId> leads, someLeads(workspace, count));
    const int budget = entityInfo(EntityType::Lead).indexOf(QLatin1String("budget"));
    std::vector<Edit> edits;
    for (size_t i = 0; i < leads.size(); ++i)
        edits.push_back({leads[i], {budget, Value(Money{qint64(100'000 + i), QStringLiteral("EUR")})}});
    return edits;
}

Result<std::optional<qint64>> queuedOf(sync::Workspace &workspace)
{
    return app::await(workspace.read([](sync::ReplicaReader &reader) -> Result<std::optional<qint64>> {
        return reader.db.queryInt64("SELECT count(*) FROM outbox WHERE state<2");
    }));
}

/// Milliseconds from going online until the server has decided everything, durably on both sides.
Result<double> pushAll(sync::Workspace &workspace)
{
    QEventLoop loop;
    QTimer patience;
    patience.setSingleShot(true);
    Result<double> taken = failure(ErrorCode::TimedOut, QStringLiteral("the edits do not get through"));
    QElapsedTimer timer;
    int pending = std::numeric_limits<int>::max();
    QObject::connect(&workspace, &sync::Workspace::statusChanged, &loop, [&](const sync::SyncStatus &status) {
        if (status.error) {
            taken = tl::unexpected(*status.error);
            loop.quit();
        } else if (status.state == sync::SyncState::Offline) {
            return;
        } else if (status.pending == 0) {
            taken = elapsedMs(timer);
            loop.quit();
        } else if (status.pending < pending) {
            pending = status.pending;
            patience.start(kPatienceMs);
        }
    });
    QObject::connect(&patience, &QTimer::timeout, &loop, &QEventLoop::quit);
    patience.start(kPatienceMs);
    timer.start();
    workspace.goOnline();
    loop.exec();
    return taken;
}

} // namespace

Result<> runBacklog(const Place &place)
{
    MDMC_ASSIGN(const auto server, startServer(place));
    MDMC_ASSIGN(const auto workspace, openClient(place, *server, 0));
    const int count = place.edits > 0 ? place.edits : kEdits;
    MDMC_ASSIGN(const std::vector<Edit> edits, editsFor(place, *workspace, count));
    MDMC_TRY(goOfflineAndWait(*workspace));
    MDMC_ASSIGN(const auto queuedBefore, queuedOf(*workspace)); // By J8, in a folder that is kept.
    Samples local;
    for (const Edit &edit : edits) {
        QElapsedTimer timer;
        timer.start();
        MDMC_TRY(app::await(workspace->commit(commandOf(edit))));
        local.add(elapsedMs(timer));
    }
    MDMC_ASSIGN(const auto queued, queuedOf(*workspace));
    if (queued.value_or(0) == queuedBefore.value_or(0))
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("the edits change nothing: were they made here before?"));
    WireCounter wire(server->port());
    const WireCounter::Bytes before = wire.total(); // A connection of before may be used on.
    const Usage serverBefore = usageOf(server->pid());
    const Usage clientBefore = usageOf();
    MDMC_ASSIGN(const double ms, pushAll(*workspace));
    const Usage client = usageOf();
    const Usage served = usageOf(server->pid());
    const WireCounter::Bytes bytes = wire.total();
    MDMC_ASSIGN(const auto refused, app::await(workspace->attention()));
    const double operations = double(queued.value_or(0));
    print("J2", place.n, QStringLiteral("edits/s"), operations / ms * 1000, "1/s");
    print("J2", place.n, QStringLiteral("edits"), operations, "1");
    print("J2", place.n, QStringLiteral("refused"), double(refused.size()), "1");
    print("J2", place.n, QStringLiteral("seconds"), ms / 1000, "s");
    print("J2", place.n, QStringLiteral("client CPU"), client.cpuSeconds - clientBefore.cpuSeconds, "s");
    print("J2", place.n, QStringLiteral("server CPU"), served.cpuSeconds - serverBefore.cpuSeconds, "s");
    print("J2", place.n, QStringLiteral("bytes sent"), double(bytes.sent - before.sent), "B");
    print("J2", place.n, QStringLiteral("bytes received"), double(bytes.received - before.received), "B");
    local.print("J2", place.n, QStringLiteral("edit durable here"));
    return {};
}

} // namespace mdmc::bench
