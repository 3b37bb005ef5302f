// SPDX-License-Identifier: GPL-3.0-or-later
// What became of each operation: 2, 3, 4, 12, 17.
#include "tests/simulation/invariants/checks.h"

#include "tests/simulation/product_tables.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

constexpr qint64 kArchiveMs = 30LL * 24 * 3600 * 1000; ///< How long clients keep what was acknowledged.

/// The contents of operations, each as often as it is there.
class Contents {
public:
    void add(const Operation &operation) { ++m_counts[contentOf(operation)]; }
    bool take(const QByteArray &content)
    {
        const auto found = m_counts.find(content);
        if (found == m_counts.end() || found->second == 0)
            return false;
        --found->second;
        return true;
    }

private:
    std::map<QByteArray, int> m_counts;
};

/// The commit of a branch in which the operation took effect.
const StoreCommit *commitIn(const ServerHistory::Branch &branch, const Copy &copy)
{
    for (const auto &commit : branch.commits)
        for (const Decided &decided : commit->decided)
            if (decided.client == copy.client && decided.n == copy.n && decided.hasTakenEffect())
                return commit.get();
    return nullptr;
}

/// Whether the operation took effect in an earlier branch, and when.
const StoreCommit *commitInEarlierBranch(const ServerHistory &server, const Copy &copy)
{
    for (size_t b = server.branches().size() - 1; b-- > 0;)
        if (const StoreCommit *commit = commitIn(server.branches()[b], copy))
            return commit;
    return nullptr;
}

/// When the client was told that it had taken effect: one that was set back remembers the first time, however often the
/// operation was offered since.
UtcMs toldAt(const ServerHistory &server, const Copy &copy, const StoreCommit &lost)
{
    const StoreCommit *told = copy.branch >= 0 ? commitIn(server.branches()[size_t(copy.branch)], copy) : nullptr;
    return told ? told->at : lost.at;
}

bool holds(const ServerHistory::Branch &branch, const StoreCommit &commit)
{
    return std::any_of(branch.commits.begin(), branch.commits.end(), [&](const auto &c) { return c.get() == &commit; });
}

/// When the server lost a commit that its present branch does not hold.
UtcMs lostAt(const ServerHistory &server, const StoreCommit &commit)
{
    UtcMs at = 0;
    for (size_t b = server.branches().size(); b-- > 0 && !holds(server.branches()[b], commit);)
        at = server.branches()[b].begunAt;
    return at;
}

} // namespace

void checkNothingLost(World &world, Examination &examination)
{
    const Ledger &ledger = world.ledger();
    const ServerHistory &server = ledger.server();
    for (const auto &[index, facts] : ledger.clients()) {
        ClientNode &client = world.client(index);
        if (!client.isUp() || client.isRetired() || !world.isSettled())
            continue;
        const auto undecided = undecidedOf(client.replica());
        const auto tray = trayOf(client.replica());
        if (!undecided || !tray)
            continue;
        Contents waiting, refused;
        for (const Operation &op : *undecided)
            waiting.add(op);
        for (const auto &[id, op] : *tray)
            refused.add(op);
        const auto decisionOf = [&](const Copy &copy) { return server.decision(copy.client, copy.n); };
        const auto hasTakenEffect = [&](const Copy &copy) {
            const Decided *decided = decisionOf(copy);
            return decided && decided->hasTakenEffect();
        };
        // An edit that was undone and redone is there twice: the one that took effect must not claim the other's place.
        std::vector<Copy> copies = facts.copies;
        std::stable_partition(copies.begin(), copies.end(), [&](const Copy &copy) { return !hasTakenEffect(copy); });
        for (const Copy &copy : copies) {
            if (copy.state == Copy::State::Discarded || copy.state == Copy::State::TakenUp)
                continue;
            const Intention &made = ledger.intention(copy.intention);
            const QByteArray content = contentOf(made.operation);
            const Decided *decided = decisionOf(copy);
            const bool hasEffect = hasTakenEffect(copy);
            if (!hasEffect && commitInEarlierBranch(server, copy))
                continue; // Invariant 17.
            const bool isWaiting = waiting.take(content);
            const bool isRefused = !isWaiting && !hasEffect && refused.take(content);
            const int places = int(hasEffect) + int(isWaiting) + int(isRefused);
            // Whose account is disabled never hears of the result.
            const bool isCutOff = !server.actor(client.user().id).isActive && places == 2 && isWaiting;
            examination.expect(places == 1 || isCutOff, [&] {
                return QStringLiteral("%1 is in %2 places instead of one (%3%4; now client %5, n %6%7)")
                    .arg(made.toString()).arg(places)
                    .arg(hasEffect ? QStringLiteral("took effect at %1 ").arg(decided->result.seq) : QString(),
                         isWaiting ? QStringLiteral("in the outbox") : QString(), copy.client.toString())
                    .arg(copy.n)
                    .arg(decided && !hasEffect ? QStringLiteral(", refused: ") + rejectReasonName(decided->result.reason)
                                               : QString());
            });
        }
    }
}

void checkEffectOnce(World &world, Examination &examination)
{
    for (const ServerHistory::Branch &branch : world.ledger().server().branches()) {
        std::map<std::pair<RecordId, qint64>, const StoreCommit *> effects;
        std::map<RecordRef, qint64> created;
        std::map<std::tuple<RecordId, qint64, QByteArray>, std::pair<Outcome, qint64>> answers;
        std::set<std::pair<RecordId, qint64>> byItself; ///< Decided when its own client sent it.
        for (const auto &commit : branch.commits) {
            for (const Change &change : commit->changes) {
                if (change.kind == ChangeKind::Create) {
                    const auto first = created.emplace(change.row, change.seq);
                    examination.expect(first.second, [&] {
                        return QStringLiteral("%1 was created at %2 and again at %3 (client %4, n %5)")
                            .arg(nameOf(change.row)).arg(first.first->second).arg(change.seq)
                            .arg(change.client.toString()).arg(change.n);
                    });
                }
                if (change.client.isNull() || change.n == 0)
                    continue;
                const auto first = effects.emplace(std::pair(change.client, change.n), commit.get());
                examination.expect(first.first->second == commit.get(), [&] {
                    return QStringLiteral("operation %1 of client %2 took effect on %3 at %4 a second time").arg(change.n)
                        .arg(change.client.toString(), nameOf(change.row)).arg(change.seq);
                });
            }
            // Kept under each number that a client and its copies gave it, an answer stays the same.
            for (const Decided &decided : commit->decided) {
                if (decided.client == commit->submitter)
                    examination.expect(byItself.insert({decided.client, decided.n}).second, [&] {
                        return QStringLiteral("%1 was decided a second time, at %2").arg(decided.toString())
                            .arg(decided.result.seq);
                    });
                const std::pair answer{decided.result.outcome, decided.result.seq};
                const auto first = answers.emplace(std::tuple(decided.client, decided.n, decided.hash), answer);
                examination.expect(first.first->second == answer, [&] {
                    return QStringLiteral("%1 was decided a second time: at %2, and before at %3").arg(decided.toString())
                        .arg(decided.result.seq).arg(first.first->second.second);
                });
            }
        }
    }
}

void checkOrderAndGroups(World &world, Examination &examination)
{
    for (const ServerHistory::Branch &branch : world.ledger().server().branches()) {
        std::map<RecordId, qint64> lastN;
        for (const auto &commit : branch.commits) {
            std::map<std::pair<RecordId, qint64>, std::vector<const Decided *>> groups;
            for (const Decided &decided : commit->decided) {
                if (decided.client != commit->submitter)
                    continue; // Kept for another id of the same client.
                qint64 &last = lastN[decided.client];
                examination.expect(decided.n > last, [&] {
                    return QStringLiteral("%1 was decided after n=%2 of the same client").arg(decided.toString()).arg(last);
                });
                last = std::max(last, decided.n);
                if (decided.operation && decided.operation->groupSize > 1)
                    groups[{decided.client, decided.operation->group}].push_back(&decided);
            }
            for (const auto &[key, members] : groups) {
                const Operation &first = *members.front()->operation;
                const auto effects = std::count_if(members.begin(), members.end(),
                                                   [](const Decided *d) { return d->hasTakenEffect(); });
                const bool isWhole = int(members.size()) == first.groupSize;
                examination.expect(isWhole && (effects == 0 || effects == qptrdiff(members.size())), [&, &members = members] {
                    return QStringLiteral("of the group of %1 operations that begins with %2, %3 were decided together and "
                                          "%4 took effect").arg(first.groupSize).arg(nameOf(first)).arg(members.size())
                        .arg(effects);
                });
                qint64 groupLast = 0;
                for (const Change &change : commit->changes) {
                    if (change.client != key.first || change.n < first.group || change.n >= first.group + first.groupSize)
                        continue;
                    examination.expect(groupLast == 0 || change.groupLast == groupLast, [&] {
                        return QStringLiteral("the changes of the group that begins with %1 end at %2 and at %3, so that "
                                              "a reader may see a part").arg(nameOf(first)).arg(groupLast).arg(change.groupLast);
                    });
                    groupLast = change.groupLast;
                }
            }
            qint64 n = 0;
            RecordId client;
            for (const Change &change : commit->changes) {
                if (change.n == 0)
                    continue;
                examination.expect(change.client != client || change.n >= n, [&] {
                    return QStringLiteral("operation %1 of client %2 took effect at %3, after operation %4").arg(change.n)
                        .arg(change.client.toString()).arg(change.seq).arg(n);
                });
                client = change.client;
                n = change.n;
            }
        }
    }
}

void checkPoisonAlone(World &world, Examination &examination)
{
    const Ledger &ledger = world.ledger();
    if (ledger.poisonedRecords().empty())
        return;
    for (ClientNode *client : participants(world)) {
        const auto undecided = undecidedOf(client->replica());
        const auto facts = ledger.clients().find(client->index());
        if (!undecided || facts == ledger.clients().end())
            continue;
        const bool hadPoison = std::any_of(facts->second.copies.begin(), facts->second.copies.end(), [&](const Copy &copy) {
            return ledger.poisonedRecords().contains(ledger.intention(copy.intention).operation.id);
        });
        if (!hadPoison)
            continue;
        examination.examined(qint64(facts->second.copies.size()));
        for (const Operation &op : *undecided)
            examination.expect(ledger.poisonedRecords().contains(op.id), [&] {
                return QStringLiteral("%1 of %2 still waits behind an operation at which the server fails")
                    .arg(nameOf(op), nameOf(*client));
            });
        examination.expect(undecided->empty(), [&] {
            return QStringLiteral("%1 of %2, at which the server fails, is tried for ever").arg(nameOf(undecided->front()),
                                                                                               nameOf(*client));
        });
    }
}

void checkReoffered(World &world, Examination &examination)
{
    const Ledger &ledger = world.ledger();
    const ServerHistory &server = ledger.server();
    if (server.branches().size() < 2 || !world.isSettled())
        return;
    // A copy of a client that nobody told apart offers for both, and what was refused is in its tray (simulator, seed 50088229).
    Contents anywhere;
    for (ClientNode *client : participants(world))
        if (const auto tray = trayOf(client->replica()))
            for (const auto &[id, op] : *tray)
                anywhere.add(op);
    for (ClientNode *client : participants(world)) {
        const auto facts = ledger.clients().find(client->index());
        const auto tray = trayOf(client->replica());
        if (facts == ledger.clients().end() || !tray)
            continue;
        Contents refused;
        for (const auto &[id, op] : *tray)
            refused.add(op);
        for (const Copy &copy : facts->second.copies) {
            const StoreCommit *lost = commitInEarlierBranch(server, copy);
            if (!lost || copy.state == Copy::State::Discarded || copy.state == Copy::State::TakenUp)
                continue;
            // So long after it, no client has it any more.
            if (holds(server.branch(), *lost) || lostAt(server, *lost) - toldAt(server, copy, *lost) > kArchiveMs)
                continue;
            const Intention &made = ledger.intention(copy.intention);
            if (copy.state == Copy::State::Refused) { // Offered in a history that may be gone as well.
                examination.expect(refused.take(contentOf(made.operation)), [&] {
                    return QStringLiteral("%1 took effect in a history that is gone, was offered, refused and is not in the tray")
                        .arg(made.toString());
                });
                continue;
            }
            int offered = 0;
            for (size_t i = server.branch().inherited; i < server.branch().commits.size(); ++i)
                for (const Decided &decided : server.branch().commits[i]->decided)
                    offered += decided.client == copy.client && decided.n == copy.n
                            && decided.client == server.branch().commits[i]->submitter
                        ? 1 : 0;
            // In an earlier branch that this one took over it may have been offered already.
            const bool isThere = server.decision(copy.client, copy.n) != nullptr;
            // Or it was refused in one that is gone as well, before its author did anything else (simulator, seed 21001090).
            const bool isInTray = offered == 0 && !isThere
                && (refused.take(contentOf(made.operation)) || anywhere.take(contentOf(made.operation)));
            examination.expect(offered == 1 || (offered == 0 && (isThere || isInTray)), [&] {
                return QStringLiteral("%1 took effect in a history that is gone and was offered %2 times since")
                    .arg(made.toString()).arg(offered);
            });
        }
    }
}

} // namespace mdmc::simulation
