// SPDX-License-Identifier: GPL-3.0-or-later
// What each message of the server makes the engine do.
#include "sync/client/engine.h"

#include "core/base/log.h"

namespace mdmc::sync {

namespace {

Error strange(const char *what)
{
    return {ErrorCode::ProtocolViolation, QString::fromUtf8(what), {}};
}

/// The answers to pushes that come one after the other.
std::vector<PushResult> takeResults(std::vector<Message> &messages, size_t &at)
{
    std::vector<PushResult> results;
    for (; at < messages.size(); ++at) {
        PushResult *result = std::get_if<PushResult>(&messages[at]);
        if (!result)
            break;
        results.push_back(std::move(*result));
    }
    return results;
}

std::vector<SnapshotPage> takePages(std::vector<Message> &messages, size_t &at)
{
    std::vector<SnapshotPage> pages;
    for (; at < messages.size() && std::holds_alternative<SnapshotPage>(messages[at]); ++at)
        pages.push_back(std::move(std::get<SnapshotPage>(messages[at])));
    return pages;
}

/// The changes that come with them, as one: several pages where each goes on from the last.
std::optional<Changes> takeChanges(std::vector<Message> &messages, size_t &at)
{
    std::optional<Changes> all;
    for (; at < messages.size(); ++at) {
        Changes *page = std::get_if<Changes>(&messages[at]);
        if (!page)
            break;
        if (!all) {
            all = std::move(*page);
            continue;
        }
        const bool goesOn = page->from == all->to.seq && page->to.epoch == all->to.epoch;
        if (!goesOn || !page->evicted.empty() || !all->evicted.empty())
            break;
        all->to = page->to;
        all->hasMore = page->hasMore;
        all->rows.insert(all->rows.end(), std::make_move_iterator(page->rows.begin()),
                         std::make_move_iterator(page->rows.end()));
    }
    return all;
}

SyncLimits lowerOf(const SyncLimits &a, const SyncLimits &b)
{
    SyncLimits limits = a;
    limits.maxPushOperations = std::clamp(b.maxPushOperations, 1, a.maxPushOperations);
    limits.maxPushBytes = std::clamp<qint64>(b.maxPushBytes, 1024, a.maxPushBytes);
    limits.maxPageChanges = std::clamp(b.maxPageChanges, 1, a.maxPageChanges);
    limits.maxPushesUnderWay = std::clamp(b.maxPushesUnderWay, 1, SyncEngine::kPushesUnderWay);
    return limits;
}

} // namespace

void SyncEngine::handle(Result<std::vector<Message>> messages)
{
    if (!messages)
        return fail({strange("the server's answer cannot be read"), 0});
    const Phase before = m_phase;
    for (size_t i = 0; i < messages->size();) {
        if (std::holds_alternative<PushResult>((*messages)[i])) {
            auto results = takeResults(*messages, i);
            onResults(std::move(results), m_phase == Phase::Following ? takeChanges(*messages, i) : std::nullopt);
        } else if (std::holds_alternative<SnapshotPage>((*messages)[i])) {
            onPages(takePages(*messages, i));
        } else {
            std::visit([this](auto &m) { on(m); }, (*messages)[i++]);
        }
        const bool isConnected =
            m_phase == Phase::Greeting || m_phase == Phase::Snapshot || m_phase == Phase::Following;
        if (!isConnected && m_phase != before)
            return; // The rest belongs to a connection that is gone.
    }
}

void SyncEngine::on(const Welcome &welcome)
{
    if (welcome.protocol < kOldestProtocolVersion || welcome.protocol > kProtocolVersion)
        return halt(
            {ErrorCode::Unsupported, QStringLiteral("the server speaks protocol %1").arg(welcome.protocol), {}});
    if (m_replica.actor().userId && welcome.userId != m_replica.actor().userId)
        return halt({ErrorCode::Forbidden, QStringLiteral("the server knows this session as another person's"), {}});
    m_isTokenFresh = false;
    m_head = std::max(m_head, welcome.head);
    // Only the answer to the last greeting: another request's may be older than results that came since.
    if (m_phase == Phase::Greeting && (!m_answered || *m_answered == Purpose::Greet))
        return resume(welcome);
    if (m_phase == Phase::Greeting)
        return;
    // Every reply over HTTP is greeted; only one that says something new matters.
    const bool isOtherHistory = welcome.epoch != m_epoch || welcome.resume == Welcome::Resume::EpochMismatch
        || (welcome.resume == Welcome::Resume::ClientForked && !hasOvertaken(welcome));
    const bool mustReload = m_phase == Phase::Following && welcome.resume == Welcome::Resume::Snapshot;
    if (isOtherHistory) {
        m_phase = Phase::Greeting;
        resume(welcome);
    } else if (mustReload) {
        sayHello(); // This one may be older than results that came since.
    } else if (m_phase == Phase::Snapshot && m_answered == Purpose::Page && welcome.scopeTag != m_scopeTag) {
        // What is seen changed again: this page is not of the sight that the snapshot was begun for.
        m_scopeTag = welcome.scopeTag;
        beginSnapshot(welcome.scopeTag);
    }
}

void SyncEngine::resume(const Welcome &welcome)
{
    m_limits = lowerOf(SyncLimits{}, welcome.limits);
    learnClock(welcome.serverTime, 0);
    m_epoch = welcome.epoch;
    m_scopeTag = welcome.scopeTag;
    m_floor = welcome.floor;
    m_head = welcome.head;
    m_log.add({.kind = SyncEvent::Kind::Greeted, .a = m_isHttp, .b = m_head});
    if (!welcome.workspaceName.isEmpty())
        m_replica.meta().set(meta::kWorkspaceName, welcome.workspaceName.toUtf8());
    const bool isSameHistory =
        welcome.resume == Welcome::Resume::Tail || welcome.resume == Welcome::Resume::Snapshot;
    if (isSameHistory && !offerMissing(welcome))
        return;
    switch (welcome.resume) {
    case Welcome::Resume::Tail: return kept(m_replica.ageArchive(welcome.serverTime)) ? follow(m_isHttp) : void();
    case Welcome::Resume::Snapshot: {
        const auto cursor = kept(m_replica.cursor());
        if (!cursor)
            return;
        // Begun before the server was restored: what that snapshot left is of another history.
        if (!cursor->epoch.isEmpty() && cursor->epoch != welcome.epoch) {
            m_log.add({.kind = SyncEvent::Kind::OtherHistory});
            if (!kept(m_replica.changeEpoch(welcome.lastN, welcome.formerLastN)))
                return;
        }
        return kept(m_replica.ageArchive(welcome.serverTime)) ? beginSnapshot(welcome.scopeTag) : void();
    }
    case Welcome::Resume::EpochMismatch:
        m_log.add({.kind = SyncEvent::Kind::OtherHistory});
        if (kept(m_replica.changeEpoch(welcome.lastN, welcome.formerLastN)))
            sayHello();
        return;
    case Welcome::Resume::ClientForked: return hasOvertaken(welcome) ? sayHello() : takeNewId();
    }
}

/// A greeting says up to where this replica has numbered. One that lingers on its way says less than what was made,
/// pushed and decided meanwhile, which looks as if this replica had been set back (simulator, seed 1002928).
bool SyncEngine::hasOvertaken(const Welcome &welcome)
{
    const auto lastN = kept(m_replica.meta().number(meta::kLastN));
    return lastN && welcome.lastN > 0 && *lastN >= welcome.lastN;
}

/// This replica was copied or set back. What is on its way is of the former id and its numbers.
void SyncEngine::takeNewId()
{
    m_log.add({.kind = SyncEvent::Kind::NewClientId});
    forgetPushes();
    m_ackN = 0;
    if (kept(m_replica.renewClientId()))
        sayHello();
}

/// What the server acknowledged and does not know any more. False: the greeting begins anew, or the disk failed.
bool SyncEngine::offerMissing(const Welcome &welcome)
{
    const auto cursor = kept(m_replica.cursor());
    if (!cursor)
        return false;
    if (!cursor->epoch.isEmpty() && cursor->epoch != welcome.epoch)
        return true; // changeEpoch does it.
    const auto before = kept(m_replica.hello());
    const auto count = before ? kept(m_replica.offerMissing(welcome.lastN, welcome.formerLastN)) : std::nullopt;
    const auto after = count ? kept(m_replica.hello()) : std::nullopt;
    if (!after)
        return false;
    if (*count > 0)
        m_log.add({.kind = SyncEvent::Kind::OtherHistory});
    if (after->clientId == before->clientId)
        return true;
    sayHello();
    return false;
}

void SyncEngine::follow(bool mustPull)
{
    m_phase = Phase::Following;
    m_error.reset();
    m_nextAudit = m_clock.monotonicMs() + kAuditMs;
    if (m_nextCheck == 0)
        m_nextCheck = m_clock.monotonicMs() + kCheckMs;
    if (mustPull && m_isHttp) {
        poll(0);
    } else if (mustPull) {
        if (const auto pull = pullFromCursor(0))
            sendLive({*pull});
    }
    push();
}

std::optional<Pull> SyncEngine::pullFromCursor(int waitMs)
{
    const auto hello = kept(m_replica.hello());
    return hello ? std::optional(Pull{hello->cursor, m_limits.maxPageChanges, waitMs, hello->scopeTag}) : std::nullopt;
}

void SyncEngine::poll(int waitMs)
{
    if (const auto pull = pullFromCursor(waitMs))
        post(Purpose::Poll, {*pull}, waitMs + kPostMs / 3);
}

void SyncEngine::catchUp()
{
    m_isCatchingUp = true;
    if (const auto pull = pullFromCursor(0))
        post(Purpose::CatchUp, {*pull}, kPostMs);
}

void SyncEngine::beginSnapshot(const QByteArray &scopeTag)
{
    if (!kept(m_replica.beginSnapshot(m_epoch, scopeTag, m_floor)))
        return;
    m_phase = Phase::Snapshot;
    m_log.add({.kind = SyncEvent::Kind::SnapshotBegun});
    forgetPages();
    // Pages that an earlier run asked for may lie beyond the next one, or be older than the first of this: those between,
    // or what changed since, would be missing (simulator, seed 2000982).
    std::erase_if(m_posts, [](const auto &post) { return post.second == Purpose::Page; });
    m_isCatchingUp = false;
    requestPage();
    push();
}

void SyncEngine::requestPage()
{
    if (const auto request = kept(m_replica.nextSnapshotPage(m_limits.maxPageChanges)))
        post(Purpose::Page, {*request}, kPostMs);
}

void SyncEngine::forgetPages()
{
    ++m_snapshotRun;
    m_pages.clear();
    m_afterPages.reset();
}

void SyncEngine::onPages(std::vector<SnapshotPage> pages)
{
    if (m_phase != Phase::Snapshot)
        return;
    const bool isIdle = m_pages.empty();
    auto wanted = isIdle ? kept(m_replica.nextSnapshotPage(m_limits.maxPageChanges)) : m_afterPages;
    if (isIdle && !wanted)
        return;
    for (SnapshotPage &page : pages) {
        wanted = wanted ? Replica::pageAfter(page, *wanted) : std::nullopt;
        m_pages.push_back(std::move(page));
    }
    m_afterPages = wanted;
    askForPages(m_pages.back().head);
    if (isIdle)
        m_link.afterSending([this, run = m_snapshotRun] { takeNextPage(run); });
}

/// The server reads the next pages, and another thread decodes them, while these are written: nobody waits for the
/// others, nor for the way between.
void SyncEngine::askForPages(const Cursor &seen)
{
    if (m_afterPages && m_pages.size() <= kPagesAhead && !isUnderWay(Purpose::Page))
        post(Purpose::Page, {*m_afterPages}, kPostMs, seen);
}

void SyncEngine::takeNextPage(int run)
{
    if (m_phase != Phase::Snapshot || run != m_snapshotRun || m_pages.empty())
        return;
    const SnapshotPage page = std::move(m_pages.front());
    m_pages.pop_front();
    askForPages(m_pages.empty() ? page.head : m_pages.back().head);
    takePage(page);
    updateStatus();
    if (!m_pages.empty()) // What came meanwhile is looked at in between.
        m_link.later([this, run] { takeNextPage(run); });
}

void SyncEngine::takePage(const SnapshotPage &page)
{
    const auto outcome = m_replica.applySnapshotPage(page);
    if (!outcome) {
        // A page of another history says so itself; anything else is the disk.
        return outcome.error().code == ErrorCode::ProtocolViolation ? fail({outcome.error(), 0})
                                                                    : storageFailed(outcome.error());
    }
    m_backoff.reset();
    changed(outcome->changes);
    if (!outcome->isComplete) {
        if (m_pages.empty() && !isUnderWay(Purpose::Page))
            requestPage();
        return;
    }
    m_log.add({.kind = SyncEvent::Kind::SnapshotDone, .a = outcome->isSweepRefused});
    if (outcome->isSweepRefused)
        m_notice = Error{
            ErrorCode::Internal, QStringLiteral("rows that the server did not send were kept: too many at once"), {}};
    m_nextCheck = m_clock.monotonicMs();
    follow(true);
}

void SyncEngine::on(const Changes &batch)
{
    if (m_phase != Phase::Following)
        return;
    if (auto outcome = kept(m_replica.applyChanges(batch)))
        afterChanges(batch, std::move(*outcome));
}

void SyncEngine::afterChanges(const Changes &batch, PullOutcome outcome)
{
    switch (outcome.verdict) {
    case PullOutcome::Verdict::Applied: break;
    case PullOutcome::Verdict::Gap:
        qCWarning(lcSync) << "changes begin after the cursor; asking for what is between";
        if (m_isCatchingUp)
            return;
        return m_isHttp ? void() : catchUp();
    case PullOutcome::Verdict::OtherEpoch: return wait({strange("changes of another history"), 0});
    case PullOutcome::Verdict::Refused:
        m_log.add({.kind = SyncEvent::Kind::Breaker});
        m_notice =
            Error{ErrorCode::Internal, QStringLiteral("the server asked to remove more rows than it counted"), {}};
        return beginSnapshot(m_scopeTag); // Verified against the server's own counts.
    }
    m_backoff.reset();
    m_stalls = 0;
    m_greetings = 0;
    m_isServerHealthy = true;
    m_head = std::max(m_head, batch.to.seq);
    m_changesSinceCheck += qint64(batch.rows.size() + batch.evicted.size());
    if (!batch.rows.empty() || !batch.evicted.empty())
        m_log.add({.kind = SyncEvent::Kind::Received, .a = qint64(batch.rows.size()), .b = qint64(batch.evicted.size())});
    changed(outcome.changes);
    if (m_isHttp) {
        if (batch.hasMore)
            poll(0);
    } else if (m_isCatchingUp) {
        if (batch.hasMore)
            return catchUp();
        m_isCatchingUp = false;
        if (const auto pull = pullFromCursor(0))
            sendLive({*pull});
    }
}

void SyncEngine::on(const Behind &behind)
{
    m_head = std::max(m_head, behind.head);
    if (m_phase == Phase::Following && !m_isCatchingUp)
        catchUp();
}

void SyncEngine::on(const TokenExpiring &)
{
    if (m_isRenewingInBand)
        return;
    m_isRenewingInBand = true;
    m_log.add({.kind = SyncEvent::Kind::Renewing});
    m_link.renew();
}

void SyncEngine::on(const ScopeChanged &notice)
{
    m_scopeTag = notice.scopeTag;
    if (m_phase == Phase::Following || m_phase == Phase::Snapshot)
        beginSnapshot(notice.scopeTag);
}

void SyncEngine::on(const Pong &pong)
{
    m_stalls = 0;
    m_isServerHealthy = true;
    learnClock(pong.serverTime, std::max<qint64>(0, m_clock.monotonicMs() - pong.sentAt));
}

void SyncEngine::on(const ProtocolError &error)
{
    qCInfo(lcSync) << "the server refuses:" << error.code << error.detail;
    if (error.code == QLatin1String("session_revoked"))
        return halt({ErrorCode::Forbidden, QStringLiteral("the session was ended by the server: ") + error.detail, {}});
    if (error.code == QLatin1String("protocol_unsupported"))
        return halt({ErrorCode::Unsupported, error.detail, {}});
    if (error.code == errorCodeName(ErrorCode::Unauthenticated))
        return fail({Error{ErrorCode::Unauthenticated, error.detail, {}}, 0});
    if (error.code == QLatin1String("client_forked")) {
        forgetPushes();
        return m_phase == Phase::Greeting ? void() : sayHello(); // Welcome says whether it is so.
    }
    if (error.code == QLatin1String("epoch_mismatch") || error.code == QLatin1String("resnapshot"))
        return m_phase == Phase::Following ? sayHello() : void(); // Welcome says what to do.
    const bool isRateLimited = error.code == errorCodeName(ErrorCode::RateLimited);
    const Error asError{isRateLimited ? ErrorCode::RateLimited : ErrorCode::ServerFailure,
                        error.code + QStringLiteral(": ") + error.detail,
                        {}};
    const bool isAboutPush = isPushing() && (!m_answered || *m_answered == Purpose::Push);
    const bool goesOn = m_phase == Phase::Following || (m_phase == Phase::Snapshot && isAboutPush);
    if (error.isFatal || !goesOn)
        return wait({asError, error.retryAfterMs});
    if (isAboutPush)
        pushFailed(asError, error.retryAfterMs, !isStoresTrouble(error.code));
}

void SyncEngine::check()
{
    const qint64 now = m_clock.monotonicMs();
    const auto counts = m_replica.counts();
    const bool isIdle = counts && counts->pending == 0 && !isPushing() && !m_isCatchingUp && m_bucketsToRepair.empty();
    if (!isIdle)
        return;
    m_nextCheck = now + kCheckMs;
    m_changesSinceCheck = 0;
    post(Purpose::Check, {ChecksumRequest{}}, kPostMs);
}

void SyncEngine::on(const ChecksumReply &reply)
{
    const auto different = kept(m_replica.differing(reply));
    if (!different)
        return;
    const bool isAboutBuckets = !reply.sums.empty() && reply.sums.front().bucket >= 0;
    if (isAboutBuckets) {
        m_bucketsToRepair.insert(m_bucketsToRepair.end(), different->begin(), different->end());
        return nextRepair();
    }
    logComparison(reply, different->size());
    if (different->empty()) {
        if (m_hasRepaired || !reply.sums.empty())
            m_notice.reset();
        return;
    }
    const qint64 now = m_clock.monotonicMs();
    if (m_hasRepaired && now - m_lastRepair < kRepairMs) {
        m_notice =
            Error{ErrorCode::Internal, QStringLiteral("the replica still differs from the server after a repair"), {}};
        return;
    }
    m_hasRepaired = true;
    m_lastRepair = now;
    m_nextCheck = now + kAuditMs;
    for (const Checksum &sum : *different) {
        qCWarning(lcSync) << "the replica differs from the server in" << entityInfo(sum.type).name;
        m_typesToCheck.push_back(sum.type);
    }
    nextRepair();
}

void SyncEngine::nextRepair()
{
    if (!m_bucketsToRepair.empty()) {
        const Checksum bucket = m_bucketsToRepair.back();
        m_bucketsToRepair.pop_back();
        post(Purpose::Check, {BucketRequest{bucket.type, bucket.bucket}}, kPostMs);
    } else if (!m_typesToCheck.empty()) {
        const EntityType type = m_typesToCheck.back();
        m_typesToCheck.pop_back();
        post(Purpose::Check, {ChecksumRequest{type}}, kPostMs);
    }
}

void SyncEngine::on(const BucketReply &reply)
{
    ChangeSet changes;
    const auto isRepaired = kept(m_replica.repairBucket(reply, changes));
    if (!isRepaired)
        return;
    logRepair(reply, !*isRepaired);
    if (!*isRepaired)
        m_notice = Error{ErrorCode::Internal, QStringLiteral("a repair would have removed too many rows"), {}};
    changed(changes);
    nextRepair();
}

void SyncEngine::audit()
{
    m_nextAudit = m_clock.monotonicMs() + kAuditMs;
    const auto changes = kept(m_replica.audit());
    if (!changes)
        return;
    changed(*changes);
    scrub();
    // A session that was not understood to follow hands out nothing, however alive its socket is: asked again.
    if (!m_isLiveOpen || m_isCatchingUp || m_phase != Phase::Following)
        return;
    // It says of which sight the rows are: a notice that it changed may have been lost, and back again changed since.
    if (const auto pull = pullFromCursor(0); pull && pull->cursor.seq < m_head)
        sendLive({*pull});
}

/// While nothing else is to be done. What fails now (a full disk) is tried again later.
void SyncEngine::scrub()
{
    const qint64 now = m_clock.monotonicMs();
    const auto counts = m_replica.counts();
    const bool isBusy = m_isCatchingUp || m_phase != Phase::Following || m_replica.isIndexing();
    if (now < m_nextScrub || !counts || counts->pending > 0 || isBusy)
        return;
    const auto done = m_replica.scrub();
    if (!done)
        qCWarning(lcSync) << "the file was not rewritten:" << errorCodeName(done.error().code) << done.error().detail;
    if (!done || *done)
        m_nextScrub = now + kScrubMs;
}

void SyncEngine::changed(const ChangeSet &changes)
{
    if (changes.isWide || !changes.records.empty())
        m_observer.replicaChanged(changes);
}

void SyncEngine::learnClock(UtcMs serverTime, qint64 roundTripMs)
{
    const qint64 offset = serverTime + roundTripMs / 2 - m_clock.nowUtc();
    // Small differences are the network's; writing each would wear the disk.
    const auto known = m_replica.meta().number(meta::kClockOffset);
    if (known && std::abs(*known - offset) > 1000)
        m_replica.meta().set(meta::kClockOffset, offset);
}

} // namespace mdmc::sync
