// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/server_history.h"

#include "core/model/records.h"

namespace mdmc::simulation {

using namespace sync;

QString nameOf(const RecordRef &ref)
{
    return QStringLiteral("%1 %2").arg(QString(entityInfo(ref.type).name), ref.id.toString());
}

QString nameOf(const Operation &op)
{
    static const char *const kinds[] = {"?", "create", "patch", "delete", "undelete"};
    QStringList fields;
    for (const FieldEdit &edit : op.edits)
        if (edit.field >= 0 && edit.field < entityInfo(op.type).fieldCount())
            fields.append(QString(entityInfo(op.type).field(edit.field).name));
    return QStringLiteral("%1 %2 [%3] n=%4")
        .arg(QLatin1String(kinds[std::min<int>(int(op.kind), 4)]), nameOf(RecordRef{op.type, op.id}),
             fields.join(QLatin1Char(',')))
        .arg(op.n);
}

QString Decided::toString() const
{
    return QStringLiteral("%1 of client %2 (n=%3)")
        .arg(operation ? nameOf(*operation) : QStringLiteral("an operation"), client.toString())
        .arg(n);
}

Result<> ServerHistory::begin(Store &store)
{
    MDMC_ASSIGN(const Head head, store.head());
    m_baseHead = head.seq;
    for (const EntityInfo *info : allEntities()) {
        MDMC_ASSIGN(std::vector<Record> rows, store.all(info->type));
        for (Record &row : rows) {
            const RecordRef ref{row.type, row.id};
            MDMC_ASSIGN(const std::optional<RowScope> scope, store.scopeOf(ref));
            m_base[ref] = {std::move(row), scope.value_or(RowScope{})};
        }
    }
    m_rows = m_base;
    m_branches.push_back({head.epoch, {}, 0, 0});
    return {};
}

void ServerHistory::apply(const std::shared_ptr<const StoreCommit> &commit)
{
    for (const ServerRow &row : commit->rows)
        m_rows[{row.record.type, row.record.id}] = row;
    m_purged.insert(commit->purged.begin(), commit->purged.end());
    for (const Decided &decided : commit->decided)
        m_decisions[{decided.client, decided.n}] = &decided;
    for (const Change &change : commit->changes)
        m_changes[change.seq] = &change;
}

void ServerHistory::add(std::shared_ptr<const StoreCommit> commit)
{
    apply(commit);
    m_branches.back().commits.push_back(std::move(commit));
}

void ServerHistory::restore(quint64 mark, UtcMs at)
{
    const size_t commits = mark & 0xffffffff;
    const Branch &origin = m_branches[mark >> 32];
    Branch next{origin.epoch, origin.commits, commits, at};
    next.commits.resize(commits);
    m_branches.push_back(std::move(next));
    m_rows = m_base;
    m_decisions.clear();
    m_purged.clear();
    m_changes.clear();
    for (const auto &commit : branch().commits)
        apply(commit);
}

qint64 ServerHistory::head() const
{
    return branch().commits.empty() ? m_baseHead : branch().commits.back()->headAfter;
}

const ServerRow *ServerHistory::row(const RecordRef &ref) const
{
    const auto found = m_rows.find(ref);
    return found == m_rows.end() ? nullptr : &found->second;
}

const Decided *ServerHistory::decision(const RecordId &client, qint64 n) const
{
    const auto found = m_decisions.find({client, n});
    return found == m_decisions.end() ? nullptr : found->second;
}

const Change *ServerHistory::change(qint64 seq) const
{
    const auto found = m_changes.find(seq);
    return found == m_changes.end() ? nullptr : found->second;
}

Actor ServerHistory::actor(const RecordId &user) const
{
    const ServerRow *own = row({EntityType::User, user});
    if (!own || own->record.isDeleted()) {
        Actor nobody;
        nobody.userId = user;
        nobody.isActive = false;
        return nobody;
    }
    return actorFor(fromRecord<User>(own->record));
}

bool ServerHistory::wasOutOfSight(const RecordRef &ref, const RecordId &user) const
{
    const RecordRef person{EntityType::User, user};
    for (const Branch &branch : m_branches) {
        const auto baseRow = m_base.find(ref);
        const auto baseUser = m_base.find(person);
        const ServerRow *row = baseRow == m_base.end() ? nullptr : &baseRow->second;
        const ServerRow *own = baseUser == m_base.end() ? nullptr : &baseUser->second;
        bool wasThere = row != nullptr;
        const auto isHidden = [&] {
            if (!own || own->record.isDeleted())
                return true;
            return wasThere && !isVisible(actorFor(fromRecord<User>(own->record)), row->scope.key);
        };
        if (isHidden())
            return true;
        for (size_t i = 0; i < branch.commits.size(); ++i) {
            bool isConcerned = false;
            for (const ServerRow &saved : branch.commits[i]->rows) {
                const RecordRef at{saved.record.type, saved.record.id};
                if (at == ref) {
                    row = &saved;
                    wasThere = isConcerned = true;
                } else if (at == person) {
                    own = &saved;
                    isConcerned = true;
                }
            }
            if (isConcerned && isHidden())
                return true;
        }
    }
    return false;
}

} // namespace mdmc::simulation
