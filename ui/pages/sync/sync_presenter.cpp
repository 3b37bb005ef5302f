// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_presenter.h"

#include "core/base/when_done.h"
#include "core/rules/scope.h"
#include "ui/models/error_text.h"

#include <QSaveFile>

#include <unordered_map>
#include <unordered_set>

namespace mdmc::ui {

namespace {

/// A note belongs to a task that belongs to a lead: no chain is longer.
constexpr int kMostParents = 3;

QString pageOf(EntityType type)
{
    switch (type) {
    case EntityType::Lead: return QStringLiteral("leads");
    case EntityType::Campaign: return QStringLiteral("campaigns");
    case EntityType::Task: return QStringLiteral("tasks");
    default: return {};
    }
}

} // namespace

SyncPresenter::SyncPresenter(PageContext &context, QObject *parent)
    : QObject(parent), m_context(context), m_status(context.workspace.status())
{
    const auto refresh = [this] {
        m_isStale = true;
        if (m_isActive)
            m_refresher.request();
    };
    connect(&context.workspace, &sync::Workspace::changed, this, refresh);
    connect(&context.workspace, &sync::Workspace::statusChanged, this, [this, refresh](const sync::SyncStatus &status) {
        m_status = status;
        refresh();
    });
    connect(&context.lookups, &Lookups::changed, this, &SyncPresenter::refreshed); // Names have come or changed.
}

void SyncPresenter::setActive(bool isActive)
{
    m_isActive = isActive;
    if (isActive && m_isStale)
        read();
}

void SyncPresenter::read()
{
    if (!m_isActive || m_readsLeft > 0)
        return; // `take` looks again.
    Q_EMIT headChanged();
    m_isStale = false;
    m_readsLeft = 4;
    sync::Workspace &workspace = m_context.workspace;
    readInto<std::vector<sync::PendingOperation>>(workspace.pending(kMaxPending), [this](auto &&pending) {
        m_pending = std::move(pending);
    });
    readInto<std::vector<sync::AttentionItem>>(workspace.attention(kMaxAttention), [this](auto &&attention) {
        m_attention = nested(attention);
    });
    readInto<std::vector<sync::ConflictView>>(workspace.conflicts(), [this](auto &&conflicts) {
        std::erase_if(conflicts, [](const sync::ConflictView &conflict) { return !conflict.isOpen; });
        m_conflicts = std::move(conflicts);
    });
    readInto<sync::SyncInspection>(workspace.inspect(), [this](auto &&inspection) {
        m_inspection = std::move(inspection);
    });
}

template <typename T> void SyncPresenter::readInto(QFuture<Result<T>> future, std::function<void(T &&)> keep)
{
    whenDone(future, this, [this, keep](Result<T> result) {
        if (result)
            keep(std::move(*result));
        else
            Q_EMIT failed(errorText(result.error()));
        take();
    });
}

void SyncPresenter::take()
{
    if (--m_readsLeft > 0)
        return;
    m_isReady = true;
    Q_EMIT refreshed();
    if (m_isStale && m_isActive)
        m_refresher.request();
}

std::vector<SyncPresenter::Attention> SyncPresenter::nested(const std::vector<sync::AttentionItem> &items)
{
    std::unordered_map<qint64, qint64> causes;
    std::unordered_map<qint64, const sync::AttentionItem *> byId;
    for (const sync::AttentionItem &item : items) {
        byId[item.id] = &item;
        for (const qint64 dependant : item.dependants)
            causes.emplace(dependant, item.id);
    }
    std::vector<Attention> ordered;
    std::unordered_set<qint64> seen;
    const std::function<void(const sync::AttentionItem &, int)> place = [&](const sync::AttentionItem &item,
                                                                            int depth) {
        if (!seen.insert(item.id).second)
            return;
        const auto cause = causes.find(item.id);
        ordered.push_back({item, depth, depth > 0 && cause != causes.end() ? cause->second : 0});
        for (const qint64 dependant : item.dependants)
            if (const auto found = byId.find(dependant); found != byId.end())
                place(*found->second, depth + 1);
    };
    for (const sync::AttentionItem &item : items)
        if (!causes.contains(item.id))
            place(item, 0);
    for (const sync::AttentionItem &item : items) // Those of a circle, should there ever be one.
        place(item, 0);
    return ordered;
}

SyncHead SyncPresenter::head() const
{
    return words().head(m_status, m_context.workspace.serverAddress());
}

const sync::PendingOperation *SyncPresenter::pendingItem(qint64 n) const
{
    const auto found = std::ranges::find(m_pending, n, &sync::PendingOperation::n);
    return found == m_pending.end() ? nullptr : &*found;
}

const SyncPresenter::Attention *SyncPresenter::attentionItem(qint64 id) const
{
    const auto found = std::ranges::find_if(m_attention, [id](const Attention &one) { return one.item.id == id; });
    return found == m_attention.end() ? nullptr : &*found;
}

const sync::ConflictView *SyncPresenter::conflict(const RecordId &id) const
{
    const auto found = std::ranges::find(m_conflicts, id, &sync::ConflictView::id);
    return found == m_conflicts.end() ? nullptr : &*found;
}

QString SyncPresenter::report() const
{
    SyncFacts facts{m_status, m_inspection, m_pending, {}, m_conflicts};
    for (const Attention &one : m_attention)
        facts.attention.push_back(one.item);
    return syncReport(facts, m_context.clock.nowUtc());
}

void SyncPresenter::saveReport(const QString &path)
{
    QSaveFile file(path);
    const QByteArray text = report().toUtf8();
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        Q_EMIT done(tr("The log is saved. It holds nothing you or others entered."), false);
    else
        Q_EMIT failed(tr("The log could not be written there. Choose another folder."));
}

QString SyncPresenter::typedTexts() const
{
    QStringList texts;
    for (const Attention &one : m_attention)
        texts << words().typedText(one.item);
    return texts.join(QStringLiteral("\n\n"));
}

void SyncPresenter::retry(qint64 id, std::optional<std::vector<FieldChange>> changes)
{
    const Attention *known = attentionItem(id);
    const EntityType type = known ? known->item.record.type : EntityType::Lead;
    whenDone(m_context.workspace.retry(id, std::move(changes)), this, [this, id, type](Result<> result) {
        if (!result) {
            Q_EMIT retryFailed(id, fieldOfPath(type, result.error().field), errorText(result.error(), type));
            return;
        }
        Q_EMIT retried(id);
        Q_EMIT done(tr("Waiting to be sent again"), false);
    });
}

void SyncPresenter::discard(qint64 id)
{
    whenDone(m_context.workspace.discard(id), this, [this](Result<> result) {
        if (result)
            Q_EMIT done(tr("Edit discarded"), false);
        else
            Q_EMIT failed(errorText(result.error()));
    });
}

void SyncPresenter::settleAll(bool isRetry)
{
    if (!m_toSettle.empty())
        return;
    for (const Attention &one : m_attention)
        if (one.cause == 0)
            m_toSettle.push_back(one.item.id);
    std::ranges::reverse(m_toSettle);
    m_settled = m_unsettled = 0;
    settleNext(isRetry);
}

void SyncPresenter::settleNext(bool isRetry)
{
    if (m_toSettle.empty()) {
        if (m_settled > 0 || m_unsettled == 0)
            Q_EMIT done(isRetry ? tr("%n edit(s) waiting to be sent again", nullptr, m_settled)
                                : tr("%n edit(s) discarded", nullptr, m_settled),
                        false);
        if (m_unsettled > 0)
            Q_EMIT failed(tr("%n edit(s) could not be sent again and stay here. Open one to see why.", nullptr,
                             m_unsettled));
        return;
    }
    const qint64 id = m_toSettle.back();
    auto result = isRetry ? m_context.workspace.retry(id) : m_context.workspace.discard(id);
    whenDone(result, this, [this, isRetry](const Result<> &done) {
        m_toSettle.pop_back();
        ++(done ? m_settled : m_unsettled);
        settleNext(isRetry);
    });
}

void SyncPresenter::restore(const RecordId &conflict)
{
    whenDone(m_context.workspace.restore(conflict), this, [this](Result<> result) {
        if (result)
            Q_EMIT done(tr("The other value is back"), true);
        else
            Q_EMIT failed(errorText(result.error()));
    });
}

void SyncPresenter::dismiss(const RecordId &conflict)
{
    whenDone(m_context.workspace.dismiss(conflict), this, [this](Result<> result) {
        if (result)
            Q_EMIT done(tr("Conflict settled"), true);
        else
            Q_EMIT failed(errorText(result.error()));
    });
}

void SyncPresenter::open(const RecordRef &record)
{
    auto route = m_context.workspace.read([record](sync::ReplicaReader &reader) -> Result<Route> {
        RecordRef ref = record;
        for (int i = 0; i < kMostParents; ++i) {
            MDMC_ASSIGN(const std::optional<Record> row, reader.store.load(ref.type, ref.id));
            if (!row || row->isDeleted())
                return failure(ErrorCode::NotFound, QStringLiteral("the record is not here"));
            if (const QString page = pageOf(ref.type); !page.isEmpty())
                return Route{page, ref.id.toString()};
            const std::optional<RecordRef> parent = parentOf(*row);
            if (!parent)
                break;
            ref = *parent;
        }
        return Route{QStringLiteral("settings"), {}}; // Lists, stages, people.
    });
    whenDone(route, this, [this](Result<Route> route) {
        if (route)
            Q_EMIT routeFound(*route);
        else
            Q_EMIT failed(errorText(route.error()));
    });
}

} // namespace mdmc::ui
