// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "app/desktop/cli.h"
#include "tests/bench/figures.h"
#include "tests/support/processes.h"

#include <QDir>

namespace mdmc::bench {

namespace {

const QString kPassword = QStringLiteral("bench password 42");
const QString kAdmin = QStringLiteral("admin@bench.test");

} // namespace

sync::KeyAccess benchKeys()
{
    return {nullptr, [](security::PassphrasePurpose, int attempt, const Error &lastError) -> Result<QString> {
                if (attempt > 1)
                    return tl::unexpected<Error>(lastError);
                return QStringLiteral("bench passphrase 42");
            }};
}

bool runFirstSync(const Place &place)
{
    test::ServerProcess server(place.binDir, place.dir + QStringLiteral("/server"));
    QElapsedTimer timer;
    timer.start();
    if (!QFile::exists(server.dataDir() + QStringLiteral("/workspace.db"))) {
        server.init(kAdmin, kPassword, int(place.n));
        print("setup", place.n, QStringLiteral("demo workspace"), elapsedMs(timer) / 1000, "s");
    }
    server.start();
    QDir(place.clientDir()).removeRecursively();
    QDir().mkpath(place.clientDir());
    const Usage serverBefore = usageOf(server.pid());
    const Usage clientBefore = usageOf();
    timer.restart();
    auto workspace = app::await(sync::signIn(place.clientDir(), {QUrl(server.url()), kAdmin, kPassword, QStringLiteral("bench"), {}}, benchKeys()));
    if (!workspace) {
        qWarning("sign-in failed: %s", qPrintable(workspace.error().detail));
        return false;
    }
    print("J1", place.n, QStringLiteral("signed in"), elapsedMs(timer) / 1000, "s");
    if (const auto synced = app::waitUntilSynced(**workspace, 3'600'000); !synced) {
        qWarning("first sync failed: %s", qPrintable(synced.error().detail));
        return false;
    }
    print("J1", place.n, QStringLiteral("durable and searchable"), elapsedMs(timer) / 1000, "s");
    const Usage client = usageOf();
    const Usage served = usageOf(server.pid());
    print("J1", place.n, QStringLiteral("client CPU"), client.cpuSeconds - clientBefore.cpuSeconds, "s");
    print("J1", place.n, QStringLiteral("server CPU"), served.cpuSeconds - serverBefore.cpuSeconds, "s");
    print("J1", place.n, QStringLiteral("client peak memory"), client.peakMb, "MB");
    print("J1", place.n, QStringLiteral("server peak memory"), served.peakMb, "MB");
    print("J1", place.n, QStringLiteral("replica file"),
          double(QFileInfo(place.clientDir() + QStringLiteral("/replica.db")).size()) / 1e6, "MB");
    return true;
}

} // namespace mdmc::bench
