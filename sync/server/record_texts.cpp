// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/record_texts.h"

#include "sync/server/record_json.h"

namespace mdmc::sync {

namespace {

/// Beyond so many changes reading them would make somebody wait longer than reading a page's rows anew.
constexpr int kMostChanges = 5000;
/// Whoever sees fewer than one row in so many gets a page from the store, which looks at no more than it needs.
constexpr int kMostRounds = 4;

} // namespace

Result<> RecordTexts::follow(const std::optional<storage::Database::Version> &version)
{
    if (version && m_version == version)
        return {};
    MDMC_ASSIGN(Head head, m_store.head());
    const bool isContinued =
        head.epoch == m_head.epoch && head.seq >= m_head.seq && head.seq - m_head.seq <= kMostChanges;
    // A log that was folded since, or cannot be read, tells nothing: then nothing is known to be as it was.
    const auto changes = isContinued ? m_store.changesAfter(m_head.seq, kMostChanges)
                                     : Result<std::vector<Change>>(failure(ErrorCode::NotFound, {}));
    if (changes) {
        for (const Change &change : *changes)
            if (change.row.type == m_type)
                m_texts.remove(change.row.id);
    } else {
        m_texts.clear();
    }
    m_head = std::move(head);
    m_version = version;
    return {};
}

Result<RecordTexts::Rows> RecordTexts::visibleRows(const Actor &actor, const RecordId &after, int limit,
                                                   const storage::Filter &filter)
{
    if (actor.sight != Sight::All) {
        MDMC_ASSIGN(std::optional<Rows> known, knownRows(actor, after, limit, filter));
        if (known)
            return std::move(*known);
    }
    return m_store.visibleRows(m_type, actor, after, limit, filter);
}

/// By the scopes that are kept with the texts; nothing when one is missing or few rows are visible.
Result<std::optional<RecordTexts::Rows>> RecordTexts::knownRows(const Actor &actor, const RecordId &after, int limit,
                                                                const storage::Filter &filter)
{
    Actor everybody = actor;
    everybody.sight = Sight::All;
    Rows visible;
    RecordId from = after;
    for (int round = 0; round < kMostRounds; ++round) {
        MDMC_ASSIGN(const Rows rows, m_store.visibleRows(m_type, everybody, from, limit, filter));
        for (const Store::RowPlace &row : rows) {
            const TextCache::Kept *kept = m_texts.find(row.id);
            if (!kept || !kept->scope)
                return std::optional<Rows>();
            if (!isVisible(actor, *kept->scope))
                continue;
            visible.push_back(row);
            if (int(visible.size()) == limit)
                return std::optional(std::move(visible));
        }
        if (int(rows.size()) < limit)
            return std::optional(std::move(visible));
        from = rows.back().id;
    }
    return std::optional<Rows>();
}

Result<> RecordTexts::append(QByteArray &out, std::span<const Store::RowPlace> rows)
{
    std::vector<const QByteArray *> known; // Nothing is kept anew or forgotten before all of them are in `out`.
    known.reserve(rows.size());
    Rows missing;
    for (const Store::RowPlace &row : rows) {
        const TextCache::Kept *kept = m_texts.find(row.id);
        known.push_back(kept ? &kept->text : nullptr);
        if (!kept)
            missing.push_back(row);
        else if (row.scope && !kept->scope)
            m_texts.setScope(row.id, *row.scope);
    }
    size_t next = 0;
    const auto separate = [&] {
        if (next++ > 0)
            out.append(',');
    };
    const auto appendKnown = [&] {
        while (next < known.size() && known[next]) {
            const QByteArray &text = *known[next];
            separate();
            out.append(text);
        }
    };
    struct Piece {
        qsizetype start;
        qsizetype size;
    };
    std::vector<Piece> made; // Of `out`, which moves while it grows
    appendKnown();
    MDMC_TRY(m_store.visitPacked(m_type, missing, [&](QByteArrayView row) -> Result<> {
        separate();
        const qsizetype start = out.size();
        MDMC_TRY(appendJson(out, m_type, row));
        made.push_back({start, out.size() - start});
        appendKnown();
        return {};
    }));
    for (size_t i = 0; i < missing.size(); ++i)
        m_texts.insert(missing[i].id, {out.sliced(made[i].start, made[i].size), missing[i].scope});
    return {};
}

} // namespace mdmc::sync
