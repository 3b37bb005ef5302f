// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/live_hub.h"

#include "core/base/log.h"
#include "sync/server/live_session.h"

#include <QWebSocket>

namespace mdmc::sync {

LiveHub::LiveHub(SyncServices services, QObject *parent) : QObject(parent), m_services(std::move(services))
{
    m_wake.setSingleShot(true);
    m_wake.setInterval(0);
    connect(&m_wake, &QTimer::timeout, this, &LiveHub::wake);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, &LiveHub::tick);
    m_tick.start();
    if (const auto head = m_services.store.head()) {
        m_tail.moveTo(*head);
        m_woken = *head;
        m_peopleSeq = head->seq;
    }
}

LiveHub::~LiveHub()
{
    answerWaiting(false);
}

void LiveHub::adopt(std::unique_ptr<QWebSocket> socket, const User &user, const AccessClaims &claims)
{
    auto session = std::make_unique<LiveSession>(*this, std::move(socket), user, claims);
    LiveSession *key = session.get();
    m_sessions.emplace(key, std::move(session));
}

void LiveHub::sessionGone(LiveSession *session)
{
    const auto found = m_sessions.find(session);
    if (found == m_sessions.end())
        return;
    // It may be in the middle of a call of its own.
    found->second.release()->deleteLater();
    m_sessions.erase(found);
}

void LiveHub::headMoved()
{
    if (!m_wake.isActive())
        m_wake.start();
}

bool LiveHub::lookAtPeople()
{
    const auto head = m_services.store.head();
    const bool isTailCurrent = head && head->seq == m_tail.head().seq && head->epoch == m_tail.head().epoch;
    if (head && !isTailCurrent)
        headMoved();
    if (head && head->seq == m_peopleSeq)
        return isTailCurrent;
    const auto users = usersChangedSince(m_peopleSeq);
    const bool isComplete = !users ? refreshActors() : users->empty() || refreshActors(&*users);
    if (head && isComplete)
        m_peopleSeq = head->seq;
    return isTailCurrent;
}

void LiveHub::wake()
{
    if (const auto head = m_services.store.head()) {
        m_tail.moveTo(*head);
        m_woken = *head;
    }
    lookAtPeople(); // Before any row goes out: what a person may see may have changed with this very commit.
    std::vector<LiveSession *> all;
    for (const auto &[key, session] : m_sessions)
        all.push_back(key);
    for (LiveSession *session : all)
        if (m_sessions.contains(session))
            session->headMoved();
    answerWaiting(true);
}

void LiveHub::tick()
{
    const auto head = m_services.store.head();
    if (!head)
        qCWarning(lcServer) << "cannot read the head:" << errorCodeName(head.error().code) << head.error().detail;
    else if (head->seq != m_woken.seq || head->epoch != m_woken.epoch)
        headMoved();
    const auto version = m_services.store.version();
    if (!version || !*version || *version != m_seenVersion)
        m_seenVersion = refreshActors() && version ? *version : std::nullopt;
    std::vector<LiveSession *> all;
    for (const auto &[key, session] : m_sessions)
        all.push_back(key);
    for (LiveSession *session : all)
        if (m_sessions.contains(session))
            session->tick();
}

Result<std::set<RecordId>> LiveHub::usersChangedSince(qint64 seq)
{
    constexpr int kMany = 1000;
    MDMC_ASSIGN(const std::vector<Change> changes, m_services.store.changesAfter(seq, kMany));
    if (int(changes.size()) == kMany)
        return failure(ErrorCode::TooLarge, QStringLiteral("more changes than are worth looking through"));
    std::set<RecordId> users;
    for (const Change &change : changes)
        if (change.row.type == EntityType::User)
            users.insert(change.row.id);
    return users;
}

bool LiveHub::refreshActors(const std::set<RecordId> *users)
{
    bool isComplete = true;
    std::map<RecordId, std::vector<LiveSession *>> byUser;
    for (const auto &[key, session] : m_sessions)
        if (!users || users->contains(session->userId()))
            byUser[session->userId()].push_back(key);
    for (const auto &[id, sessions] : byUser) {
        const auto record = m_services.store.load({EntityType::User, id});
        const auto account = m_services.store.account(id);
        isComplete = isComplete && record && account;
        if (!record || !account)
            continue; // A store that is busy for a moment ends nobody's session
        const bool isThere = *record && !(*record)->isDeleted() && *account;
        const std::optional<User> user = isThere ? std::optional(fromRecord<User>(**record)) : std::nullopt;
        for (LiveSession *session : sessions)
            if (m_sessions.contains(session))
                session->refresh(user, isThere ? (*account)->tokenVersion : 0);
    }
    return isComplete;
}

void LiveHub::waitForHead(int waitMs, std::function<void(bool)> wake)
{
    const quint64 key = ++m_lastWaiter;
    m_waiting.emplace(key, std::move(wake));
    QTimer::singleShot(waitMs, this, [this, key] {
        if (auto found = m_waiting.extract(key))
            found.mapped()(false);
    });
}

void LiveHub::answerWaiting(bool hasMoved)
{
    const auto waiting = std::exchange(m_waiting, {});
    for (const auto &[key, wake] : waiting)
        wake(hasMoved);
}

void LiveHub::closeAll()
{
    std::vector<LiveSession *> all;
    for (const auto &[key, session] : m_sessions)
        all.push_back(key);
    for (LiveSession *session : all)
        if (m_sessions.contains(session))
            session->close(QStringLiteral("server_stopping"), QStringLiteral("the server is being stopped"));
    answerWaiting(false);
}

} // namespace mdmc::sync
