// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "app/desktop/cli.h"
#include "sync/server/server.h"
#include "tests/bench/figures.h"
#include "tests/bench/wire_counter.h"

#include <QFile>
#include <QFileInfo>
#include <QTimer>

namespace mdmc::bench {

namespace {

constexpr int kLookMs = 10;
constexpr int kPatienceMs = 3'600'000;
constexpr int kListPatienceMs = 60'000; ///< After everything is there.

/// Looks at the replica from the reader's side until the list is there: all rows, and the index in whose order it
/// opens.
class ListWatch {
public:
    ListWatch(sync::Workspace &workspace, qint64 n) : m_workspace(workspace), m_n(n)
    {
        m_started.start();
        QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { look(); });
        m_timer.start(kLookMs);
    }
    ~ListWatch() { m_pending.waitForFinished(); }
    /// Milliseconds after its making when a first page could be had; nothing so far.
    std::optional<double> listableMs() const { return m_listable; }
    Result<> waitForIt()
    {
        QEventLoop loop;
        QTimer::singleShot(kListPatienceMs, &loop, &QEventLoop::quit);
        QObject::connect(&m_timer, &QTimer::timeout, &loop, [&] {
            if (m_listable)
                loop.quit();
        });
        if (!m_listable)
            loop.exec();
        return m_listable ? Result<>() : failure(ErrorCode::TimedOut, QStringLiteral("the list never had %1 leads").arg(m_n));
    }

private:
    void look()
    {
        if (m_listable || !(m_pending.isFinished() || !m_isAsked))
            return;
        if (m_isAsked && m_pending.resultCount() > 0 && m_pending.result() && *m_pending.result()) {
            m_listable = elapsedMs(m_started);
            return;
        }
        m_isAsked = true;
        m_pending = m_workspace.read([n = m_n](sync::ReplicaReader &reader) -> Result<bool> {
            MDMC_ASSIGN(const auto index,
                        reader.db.queryInt64("SELECT 1 FROM sqlite_schema WHERE name='lead_by_activity'"));
            if (!index)
                return false;
            MDMC_ASSIGN(const auto count, reader.db.queryInt64("SELECT count(*) FROM lead WHERE deleted=0"));
            if (count.value_or(0) < n)
                return false;
            storage::RecordQuery query;
            query.sort = {entityInfo(EntityType::Lead).indexOf(QLatin1String("lastActivityAt")), Qt::DescendingOrder};
            MDMC_ASSIGN(const auto first, storage::queryRecords(reader.db, reader.store, query, 50));
            return !first.empty();
        });
    }

    sync::Workspace &m_workspace;
    qint64 m_n;
    QElapsedTimer m_started;
    QTimer m_timer;
    bool m_isAsked = false;
    QFuture<Result<bool>> m_pending;
    std::optional<double> m_listable;
};

/// Finds by the beginning of the name of a lead that is there, through the full-text index.
Result<bool> isSearchable(sync::Workspace &workspace)
{
    return app::await(workspace.read([](sync::ReplicaReader &reader) -> Result<bool> {
        MDMC_ASSIGN(const auto some, storage::queryRecords(reader.db, reader.store, storage::RecordQuery(), 1));
        if (some.empty())
            return false;
        storage::RecordQuery query;
        query.search = fromRecord<Lead>(some.front()).artistName.left(4);
        MDMC_ASSIGN(const auto hits, storage::queryRecords(reader.db, reader.store, query, 50));
        return !hits.empty();
    }));
}

/// Smaller workspaces are not prepared for.
constexpr qint64 kLeastPrepared = 5000;
constexpr int kPreparingMs = 120'000;

struct FirstSync {
    double signedInMs = 0;
    double listableMs = 0;
    double searchableMs = 0;
};

Result<FirstSync> measureFirstSync(const Place &place, const test::ServerProcess &server)
{
    FirstSync took;
    QElapsedTimer timer;
    timer.start();
    MDMC_ASSIGN(const auto workspace, app::await(signInClient(place, server, 0)));
    took.signedInMs = elapsedMs(timer);
    timer.restart();
    ListWatch watch(*workspace, place.n);
    MDMC_TRY(app::waitUntilSynced(*workspace, kPatienceMs));
    app::waitUntilIndexed(*workspace);
    MDMC_ASSIGN(const bool isFound, isSearchable(*workspace));
    took.searchableMs = elapsedMs(timer);
    if (!isFound)
        return failure(ErrorCode::Internal, QStringLiteral("a lead that is there is not found"));
    MDMC_TRY(watch.waitForIt());
    took.listableMs = std::min(*watch.listableMs(), took.searchableMs);
    return took;
}

void printSeconds(const Place &place, const char *metric, double value)
{
    print("J1", place.n, QString::fromLatin1(metric), value, "s");
}

/// The same from a server that has prepared nothing yet.
Result<> runUnprepared(const Place &place)
{
    QFile::remove(sync::preparedPath(place.serverDir()));
    MDMC_ASSIGN(const auto server, startServer(place));
    MDMC_ASSIGN(const FirstSync took, measureFirstSync(place, *server));
    printSeconds(place, "seconds, unprepared", took.searchableMs / 1000);
    printSeconds(place, "listable, unprepared", took.listableMs / 1000);
    return {};
}

} // namespace

Result<> runFirstSync(const Place &place)
{
    {
        MDMC_ASSIGN(const auto server, startServer(place));
        if (place.n >= kLeastPrepared)
            MDMC_TRY(waitUntilPrepared(*server, kPreparingMs));
        WireCounter wire(server->port());
        const Usage serverBefore = usageOf(server->pid());
        const Usage clientBefore = usageOf();
        MDMC_ASSIGN(const FirstSync took, measureFirstSync(place, *server));
        const Usage client = usageOf();
        const Usage served = usageOf(server->pid());
        const WireCounter::Bytes bytes = wire.total();
        printSeconds(place, "seconds", took.searchableMs / 1000);
        printSeconds(place, "listable", took.listableMs / 1000);
        printSeconds(place, "signing in before that", took.signedInMs / 1000);
        printSeconds(place, "client CPU", client.cpuSeconds - clientBefore.cpuSeconds);
        printSeconds(place, "server CPU", served.cpuSeconds - serverBefore.cpuSeconds);
        print("J1", place.n, QStringLiteral("bytes received"), double(bytes.received), "B");
        print("J1", place.n, QStringLiteral("bytes sent"), double(bytes.sent), "B");
        print("J1", place.n, QStringLiteral("client peak memory"), client.peakMb, "MB");
        print("J1", place.n, QStringLiteral("server peak memory"), served.peakMb, "MB");
        print("J1", place.n, QStringLiteral("replica file and its log"),
              double(QFileInfo(place.clientDir() + QStringLiteral("/replica.db")).size()
                     + QFileInfo(place.clientDir() + QStringLiteral("/replica.db-wal")).size())
                  / 1e6,
              "MB");
    }
    return place.n >= kLeastPrepared ? runUnprepared(place) : Result<>();
}

} // namespace mdmc::bench
