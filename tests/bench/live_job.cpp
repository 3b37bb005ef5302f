// SPDX-License-Identifier: GPL-3.0-or-later
// J3 and J4: edits on their way to live clients. A few of them are real engines with replicas, the mass are light
// clients (light_clients.h).
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "sync/server/change_feed.h"
#include "tests/bench/figures.h"
#include "tests/bench/light_clients.h"
#include "tests/bench/workload.h"

#include <QTimer>

namespace mdmc::bench {

namespace {

constexpr int kPropagationEdits = 500;
constexpr int kPaceMs = 20; ///< At least between two edits of J3: one at a time, as people make them.
constexpr int kEditsPerSecond = 20; ///< J4
constexpr int kFanOutSeconds = 20;
constexpr int kPatienceMs = 60'000;
constexpr qint64 kFirstMark = 50'000'000;

/// Runs the event loop until `isDone`, looking after every event and every millisecond. False when it takes too long.
bool waitUntil(const std::function<bool()> &isDone, int patienceMs = kPatienceMs)
{
    QTimer tick;
    tick.start(1);
    QElapsedTimer timer;
    timer.start();
    while (!isDone()) {
        if (timer.elapsed() > patienceMs)
            return false;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    }
    return true;
}

/// Marked edits by one engine: each gives a lead a budget that nothing else has.
class Editor {
public:
    Editor(sync::Workspace &workspace, std::vector<RecordId> leads, qint64 firstMark)
        : m_workspace(workspace), m_leads(std::move(leads)), m_mark(firstMark)
    {
    }
    struct Sent {
        qint64 mark;
        RecordId lead;
        qint64 at;
        QFuture<Result<>> isDurable;
    };
    Sent edit(LightClients *watchers)
    {
        static const int budget = entityInfo(EntityType::Lead).indexOf(QLatin1String("budget"));
        const qint64 mark = m_mark++;
        const RecordId lead = m_leads[size_t(mark) % m_leads.size()];
        sync::Command command = commandOf({lead, {budget, Value(Money{mark, QStringLiteral("EUR")})}});
        if (watchers)
            watchers->expect(mark);
        const qint64 at = nowNs();
        return {mark, lead, at, m_workspace.commit(std::move(command))};
    }
    bool isSettled() const { return m_workspace.status().pending == 0; }

private:
    sync::Workspace &m_workspace;
    std::vector<RecordId> m_leads;
    qint64 m_mark;
};

/// When a real engine had which record durably: its workspace says so after the commit.
class Receiver {
public:
    explicit Receiver(sync::Workspace &workspace)
    {
        m_connection =
            QObject::connect(&workspace, &sync::Workspace::changed, &workspace, [this](const sync::ChangeSet &changes) {
                const qint64 now = nowNs();
                for (const RecordRef &record : changes.records) {
                    if (const auto awaited = m_sentAt.find(record.id); awaited != m_sentAt.end()) {
                        m_samples.add(double(now - awaited->second) / 1e6);
                        m_sentAt.erase(awaited);
                    }
                }
            });
    }
    ~Receiver() { QObject::disconnect(m_connection); }
    void expect(const Editor::Sent &sent) { m_sentAt.insert_or_assign(sent.lead, sent.at); }
    bool hasAll() const { return m_sentAt.empty(); }
    const Samples &samples() const { return m_samples; }

private:
    QMetaObject::Connection m_connection;
    std::map<RecordId, qint64> m_sentAt;
    Samples m_samples;
};

Result<std::vector<LightClients::Session>> sessionsFor(const Place &place, int count)
{
    MDMC_ASSIGN(const std::vector<LightUser> users, lightUsers(place, count));
    MDMC_ASSIGN(const TokenPress press, TokenPress::open(place));
    MDMC_ASSIGN(const sync::Cursor cursor, serverCursor(place));
    std::vector<LightClients::Session> sessions;
    for (const LightUser &user : users) {
        LightClients::Session session;
        MDMC_ASSIGN(session.token, press.press(user));
        session.hello.application = QStringLiteral("mdmc-bench");
        session.hello.clientId = RecordId::mint();
        session.hello.cursor = cursor;
        session.hello.scopeTag = sync::scopeTag(actorFor(user.user));
        sessions.push_back(std::move(session));
    }
    return sessions;
}

/// One lead each, so that no two edits under way are of one record.
Result<Editor> editorOver(sync::Workspace &workspace, int edits)
{
    MDMC_ASSIGN(std::vector<RecordId> leads, someLeads(workspace, edits));
    std::sort(leads.begin(), leads.end());
    leads.erase(std::unique(leads.begin(), leads.end()), leads.end());
    return Editor(workspace, std::move(leads), kFirstMark + SystemClock().nowUtc() % 1'000'000 * 1000);
}

Result<> propagate(const Place &place, int clients)
{
    MDMC_TRY(prepareServer(place));
    MDMC_ASSIGN(const std::vector<LightClients::Session> sessions, sessionsFor(place, std::max(0, clients - 2)));
    MDMC_ASSIGN(const auto server, startServer(place));
    MDMC_ASSIGN(const auto one, openClient(place, *server, 0));
    MDMC_ASSIGN(const auto other, openClient(place, *server, 1));
    const int count = place.edits > 0 ? place.edits : kPropagationEdits;
    MDMC_ASSIGN(Editor editor, editorOver(*one, count));
    LightClients light(server->port());
    MDMC_TRY(light.connectAll(sessions));
    Receiver receiver(*other);
    Samples local;
    for (int i = 0; i < count; ++i) {
        Editor::Sent sent = editor.edit(nullptr);
        receiver.expect(sent);
        MDMC_TRY(app::await(sent.isDurable));
        local.add(double(nowNs() - sent.at) / 1e6);
        if (!waitUntil([&] { return receiver.hasAll() && editor.isSettled(); }))
            return failure(ErrorCode::TimedOut, QStringLiteral("an edit does not arrive"));
        waitUntil([&] { return nowNs() - sent.at > kPaceMs * 1'000'000LL; });
    }
    const QString among = QStringLiteral(" at %1 clients").arg(clients);
    receiver.samples().print("J3", place.n, QStringLiteral("edit durable at the other") + among);
    local.print("J3", place.n, QStringLiteral("edit durable here") + among);
    if (light.lostSessions() > 0)
        return failure(ErrorCode::Internal, QStringLiteral("%1 sessions were lost").arg(light.lostSessions()));
    return {};
}

Result<> fanOut(const Place &place, int clients)
{
    const int engines = std::min(3, clients);
    MDMC_TRY(prepareServer(place));
    MDMC_ASSIGN(const std::vector<LightClients::Session> sessions, sessionsFor(place, std::max(1, clients - engines)));
    MDMC_ASSIGN(const auto server, startServer(place));
    std::vector<std::unique_ptr<sync::Workspace>> workspaces;
    std::vector<std::unique_ptr<Receiver>> receivers;
    for (int i = 0; i < engines; ++i) {
        MDMC_ASSIGN(auto workspace, openClient(place, *server, i));
        workspaces.push_back(std::move(workspace));
        if (i > 0)
            receivers.push_back(std::make_unique<Receiver>(*workspaces.back()));
    }
    const int seconds = place.seconds > 0 ? place.seconds : kFanOutSeconds;
    const int count = seconds * kEditsPerSecond;
    MDMC_ASSIGN(Editor editor, editorOver(*workspaces.front(), count));
    const double residentBefore = usageOf(server->pid()).residentMb;
    LightClients light(server->port());
    MDMC_TRY(light.connectAll(sessions));
    const Usage before = usageOf(server->pid());
    const Usage benchBefore = usageOf();
    const qint64 start = nowNs();
    for (int i = 0; i < count; ++i) {
        waitUntil([&] { return nowNs() - start >= i * (1'000'000'000LL / kEditsPerSecond); });
        const Editor::Sent sent = editor.edit(&light);
        for (const auto &receiver : receivers)
            receiver->expect(sent);
    }
    const qint64 wanted = qint64(count) * light.sessionCount();
    const bool isThere = waitUntil([&] {
        return light.delivered() >= wanted
            && std::all_of(receivers.begin(), receivers.end(), [](const auto &receiver) { return receiver->hasAll(); });
    });
    const Usage after = usageOf(server->pid());
    const QString among = QStringLiteral(" at %1 clients").arg(clients);
    if (!isThere)
        return failure(ErrorCode::TimedOut,
                       QStringLiteral("%1 of %2 deliveries%3, %4 sessions lost")
                           .arg(light.delivered())
                           .arg(wanted)
                           .arg(among)
                           .arg(light.lostSessions()));
    light.takeLatencies().print("J4", place.n, QStringLiteral("edit read by a client") + among);
    Samples durable;
    for (const auto &receiver : receivers)
        durable.add(receiver->samples());
    durable.print("J4", place.n, QStringLiteral("edit durable at an engine") + among);
    const auto say = [&](const char *metric, double value, const char *unit) {
        print("J4", place.n, QString::fromLatin1(metric) + among, value, unit);
    };
    say("server CPU", after.cpuSeconds - before.cpuSeconds, "s");
    say("bench CPU", usageOf().cpuSeconds - benchBefore.cpuSeconds, "s");
    say("seconds", double(nowNs() - start) / 1e9, "s");
    say("server memory", after.residentMb, "MB");
    say("server memory per client", (after.residentMb - residentBefore) * 1024 / double(light.sessionCount()), "kB");
    return {};
}

} // namespace

Result<> runPropagation(const Place &place)
{
    const int many = place.clients.isEmpty() ? 200 : *std::max_element(place.clients.begin(), place.clients.end());
    MDMC_TRY(propagate(place, 2));
    return many > 2 ? propagate(place, many) : Result<>();
}

Result<> runFanOut(const Place &place)
{
    for (const int clients : place.clients.isEmpty() ? QList<int>{100, 500, 2000} : place.clients)
        MDMC_TRY(fanOut(place, clients));
    return {};
}

} // namespace mdmc::bench
