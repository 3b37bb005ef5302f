// SPDX-License-Identifier: GPL-3.0-or-later
// What clients do and hold. The server's part is in ledger_server.cpp.
#include "tests/simulation/ledger.h"

#include "sync/protocol/codec.h"
#include "sync/protocol/merge.h"
#include "tests/simulation/product_tables.h"

#include <QRegularExpression>

namespace mdmc::simulation {

using namespace sync;

QString canaryWord(quint64 dice)
{
    QString word;
    for (int i = 0; i < 11; ++i) {
        dice = dice * 6364136223846793005ULL + 1442695040888963407ULL;
        word.append(QChar(u'a' + int((dice >> 33) % 26)));
    }
    return word.insert(3, u'7'); // Nothing else in a text looks like this.
}

QStringList canariesIn(const QString &text)
{
    static const QRegularExpression word(QStringLiteral("[a-z]{3}7[a-z]{8}"));
    QStringList words;
    for (auto found = word.globalMatch(text); found.hasNext();)
        words.append(found.next().captured());
    return words;
}

QString Intention::toString() const
{
    return QStringLiteral("#%1 %2, made on client %3").arg(number).arg(nameOf(operation)).arg(client);
}

Ledger::Ledger() = default;
Ledger::~Ledger() = default;

void Ledger::addClient(int client, const RecordId &user)
{
    m_clients[client].user = user;
}

void Ledger::adopt(int client, ClientFacts &facts, const std::vector<Operation> &outbox, UtcMs now)
{
    for (const Operation &op : outbox) {
        if (op.n <= facts.lastN)
            continue;
        const int number = int(m_intentions.size());
        m_intentions.push_back({number, client, op, now});
        facts.copies.push_back({number, facts.clientId, op.n, op.group});
        facts.lastN = op.n;
    }
}

/// The replica has taken a new client id: what waits has new numbers, in the old order, and nothing is missing.
void Ledger::renumbered(int client, ClientFacts &facts, const RecordId &id, const std::vector<Operation> &outbox)
{
    std::vector<Copy *> pending;
    for (Copy &copy : facts.copies) {
        if (copy.client == facts.clientId && copy.state != Copy::State::Pending)
            copy.isOfEarlierId = true;
        if (copy.state == Copy::State::Pending)
            pending.push_back(&copy);
    }
    std::sort(pending.begin(), pending.end(), [](const Copy *a, const Copy *b) { return a->n < b->n; });
    std::vector<const Operation *> waiting;
    for (const Operation &op : outbox)
        if (op.n > 0)
            waiting.push_back(&op);
    size_t at = 0;
    for (Copy *copy : pending) {
        const QByteArray content = contentOf(intention(copy->intention).operation);
        while (at < waiting.size() && contentOf(*waiting[at]) != content)
            offeredAgain(facts, id, *waiting[at++]);
        note(2, at < waiting.size(), [&] {
            return QStringLiteral("client %1 took a new id and lost %2").arg(client).arg(intention(copy->intention).toString());
        });
        if (at >= waiting.size())
            break;
        copy->client = id;
        copy->n = waiting[at]->n;
        copy->group = waiting[at]->group;
        ++at;
    }
    for (; at < waiting.size(); ++at)
        offeredAgain(facts, id, *waiting[at]);
    facts.clientId = id;
    facts.lastN = waiting.empty() ? 0 : waiting.back()->n;
}

/// An operation with a new number that had a result: one that did not survive a kill, or of a history that is gone.
void Ledger::offeredAgain(ClientFacts &facts, const RecordId &id, const Operation &op)
{
    const QByteArray content = contentOf(op);
    const auto copy = std::find_if(facts.copies.begin(), facts.copies.end(), [&](const Copy &c) {
        return c.isOfEarlierId && c.state == Copy::State::Decided && contentOf(intention(c.intention).operation) == content;
    });
    if (copy != facts.copies.end())
        *copy = {copy->intention, id, op.n, op.group};
}

/// The server's history is another one: what is in the outbox again waits again.
void Ledger::reoffered(ClientFacts &facts, const std::vector<Operation> &outbox)
{
    std::set<qint64> waiting;
    for (const Operation &op : outbox)
        waiting.insert(op.n);
    for (Copy &copy : facts.copies)
        if (copy.client == facts.clientId && copy.state == Copy::State::Decided && waiting.contains(copy.n))
            copy.state = Copy::State::Pending;
}

/// Brings the facts up to date with the database. False: it cannot be read now.
bool Ledger::look(int client, ClientFacts &facts, Replica &replica, UtcMs now)
{
    const auto id = clientIdOf(replica);
    const auto cursor = replica.cursor();
    if (!id || !cursor)
        return false;
    const bool isRenamed = facts.isOpened && *id != facts.clientId;
    const bool isCut = facts.isOpened && cursor->epoch.isEmpty() && !facts.cursor.epoch.isEmpty();
    const auto lastN = replica.meta().number(meta::kLastN);
    if (!lastN)
        return false;
    if (isRenamed || isCut || *lastN > facts.lastN || !facts.isOpened) {
        const auto outbox = undecidedOf(replica);
        if (!outbox)
            return false;
        if (isRenamed)
            renumbered(client, facts, *id, *outbox);
        facts.clientId = *id;
        if (isCut)
            reoffered(facts, *outbox);
        adopt(client, facts, *outbox, now);
    }
    facts.isOpened = true;
    const bool isSameEpoch = !facts.cursor.epoch.isEmpty() && facts.cursor.epoch == cursor->epoch;
    if (isSameEpoch) {
        note(6, cursor->seq >= facts.cursor.seq, [&] {
            return QStringLiteral("the cursor of client %1 went back from %2 to %3 within its epoch")
                .arg(client).arg(facts.cursor.seq).arg(cursor->seq);
        });
    }
    facts.cursor = *cursor;
    return true;
}

/// What the last act took out of the tray: at once, or when the database of a process that ended with it opens again
/// (simulator, seed 4015987).
void Ledger::settleTray(int client, ClientFacts &facts, const std::map<qint64, Operation> &tray)
{
    const std::optional<ClientFacts::Doubt> doubt = std::exchange(facts.doubt, std::nullopt);
    if (!doubt)
        return;
    for (const auto &[id, operation] : doubt->tray) {
        if (tray.contains(id))
            continue;
        note(2, doubt->act != Act::Edit, [&, &operation = operation] {
            return QStringLiteral("an edit on client %1 took %2 out of the tray").arg(client).arg(nameOf(operation));
        });
        const QByteArray content = contentOf(operation);
        const auto copy = std::find_if(facts.copies.begin(), facts.copies.end(), [&](const Copy &c) {
            return c.state != Copy::State::Discarded && c.state != Copy::State::TakenUp
                && c.state != Copy::State::Decided && contentOf(intention(c.intention).operation) == content;
        });
        if (copy != facts.copies.end())
            copy->state = doubt->act == Act::Retry ? Copy::State::TakenUp : Copy::State::Discarded;
    }
}

bool Ledger::act(int client, Replica &replica, UtcMs now, Act kind, const std::function<bool()> &action)
{
    ClientFacts &facts = m_clients[client];
    look(client, facts, replica, now);
    if (const auto before = trayOf(replica)) {
        settleTray(client, facts, *before);
        facts.doubt = {kind, *before};
    }
    const bool isDone = action();
    const auto after = trayOf(replica);
    if (!look(client, facts, replica, now))
        return isDone;
    if (after)
        settleTray(client, facts, *after);
    checkOwnEdits(client, facts, replica);
    return isDone;
}

void Ledger::opened(int client, Replica &replica, UtcMs now)
{
    ClientFacts &facts = m_clients[client];
    const bool wasOpened = facts.isOpened;
    if (!look(client, facts, replica, now) || !wasOpened)
        return;
    const auto outbox = undecidedOf(replica);
    const auto lastN = replica.meta().number(meta::kLastN);
    const auto tray = trayOf(replica);
    if (!outbox || !lastN || !tray)
        return;
    settleTray(client, facts, *tray);
    // Whatever a person was told to be saved has survived.
    note(13, *lastN >= facts.lastN, [&] {
        return QStringLiteral("client %1 reopened with the last number %2 instead of %3")
            .arg(client).arg(*lastN).arg(facts.lastN);
    });
    std::map<qint64, QByteArray> waiting;
    for (const Operation &op : *outbox)
        waiting.emplace(op.n, contentOf(op));
    for (const Copy &copy : facts.copies) {
        if (copy.state != Copy::State::Pending || copy.client != facts.clientId)
            continue;
        const auto found = waiting.find(copy.n);
        const Intention &made = intention(copy.intention);
        note(13, found != waiting.end() && found->second == contentOf(made.operation), [&] {
            return QStringLiteral("client %1 reopened without %2").arg(client).arg(made.toString());
        });
    }
    const QString wrong = inconsistencyOf(replica);
    note(13, wrong.isEmpty(), [&] { return QStringLiteral("client %1 reopened with %2").arg(client).arg(wrong); });
    checkOwnEdits(client, facts, replica);
}

void Ledger::afterEngine(int client, Replica &replica, UtcMs now)
{
    ClientFacts &facts = m_clients[client];
    if (!look(client, facts, replica, now))
        return;
    checkOwnEdits(client, facts, replica);
    checkNoReturn(client, facts, replica);
    checkRemovals(client, replica);
}

void Ledger::takeResults(ClientFacts &facts, const PushResult &push)
{
    if (push.client != facts.clientId)
        return; // Of numbers that are given up.
    // Those behind an answer that was lost are not taken: they come again with it.
    const bool isLate = !push.results.empty()
        && std::any_of(facts.copies.begin(), facts.copies.end(), [&](const Copy &copy) {
               return copy.client == facts.clientId && copy.state == Copy::State::Pending
                   && copy.n < push.results.front().n;
           });
    if (isLate)
        return;
    for (const OperationResult &result : push.results) {
        if (result.outcome == Outcome::Deferred
            || (result.outcome == Outcome::Rejected && result.reason == RejectReason::ClientForked))
            break;
        for (Copy &copy : facts.copies) {
            if (copy.client != facts.clientId || copy.n != result.n || copy.state != Copy::State::Pending)
                continue;
            copy.state = result.outcome == Outcome::Rejected ? Copy::State::Refused : Copy::State::Decided;
            copy.seq = result.seq;
            copy.branch = qint64(m_server.branchIndex());
        }
    }
}

void Ledger::delivered(int client, const Message &message)
{
    ClientFacts &facts = m_clients[client];
    std::vector<RecordRef> &watched = m_toWatch[client];
    const auto watch = [&](const std::vector<Record> &rows) {
        for (const Record &row : rows)
            watched.push_back({row.type, row.id});
    };
    if (const auto *results = std::get_if<PushResult>(&message))
        takeResults(facts, *results);
    else if (const auto *changes = std::get_if<Changes>(&message)) {
        watch(changes->rows);
        if (changes->evictedCount != qint64(changes->evicted.size()))
            m_unverified[client] = changes->evicted;
    } else if (const auto *page = std::get_if<SnapshotPage>(&message))
        watch(page->rows);
    else if (const auto *bucket = std::get_if<BucketReply>(&message))
        watch(bucket->rows);
}

void Ledger::retired(int client)
{
    m_clients.erase(client);
    m_toWatch.erase(client);
}

void Ledger::rolledBack(int client, const ClientMark &mark)
{
    m_clients[client] = mark;
}

void Ledger::cloned(int origin, int copy)
{
    m_clients[copy] = m_clients.at(origin);
}

// Own edits (invariant 5) ---------------------------------------------------------------------------------------------

namespace {

/// What the operations say about one field, in their order.
struct Expected {
    std::optional<Value> value;  ///< The field as a whole
    std::map<QString, bool> texts; ///< A text of a set: in or out
};

void take(Expected &expected, const FieldEdit &edit)
{
    if (edit.action == EditAction::Assign) {
        expected.value = edit.value;
        expected.texts.clear();
        return;
    }
    if (expected.value)
        expected.value = editedValue(*expected.value, edit);
    for (const QString &text : edit.value.as<QStringList>())
        expected.texts[text] = edit.action == EditAction::Add;
}

bool isMet(const Expected &expected, const Value &shown)
{
    if (expected.value)
        return shown == *expected.value;
    const QStringList texts = shown.as<QStringList>();
    return std::all_of(expected.texts.begin(), expected.texts.end(),
                       [&](const auto &text) { return texts.contains(text.first) == text.second; });
}

/// Fields that follow another one when that is edited (derive.h).
void dropFollowers(std::map<int, Expected> &fields, const Operation &op)
{
    const EntityInfo &info = entityInfo(op.type);
    for (const FieldEdit &edit : op.edits) {
        if (edit.field < 0 || edit.field >= info.fieldCount())
            continue;
        const QLatin1String name = info.field(edit.field).name;
        if (name == QLatin1String("ownerId"))
            fields.erase(info.indexOf(QLatin1String("teamId")));
        if (name == QLatin1String("stageId"))
            fields.erase(info.indexOf(QLatin1String("pipelineId")));
    }
}

} // namespace

void Ledger::checkOwnEdits(int client, const ClientFacts &facts, Replica &replica)
{
    constexpr size_t kRecords = 12; // An import has hundreds, all alike.
    std::map<RecordRef, std::vector<const Copy *>> byRecord;
    for (const Copy &copy : facts.copies) {
        if (copy.state != Copy::State::Pending || copy.client != facts.clientId)
            continue;
        const Operation &op = intention(copy.intention).operation;
        const RecordRef ref{op.type, op.id};
        if (byRecord.size() < kRecords || byRecord.contains(ref))
            byRecord[ref].push_back(&copy);
    }
    for (const auto &[ref, copies] : byRecord)
        checkOwnEdits(client, copies, replica);
}

/// The author sees what these operations, all of one record, made of it.
void Ledger::checkOwnEdits(int client, const std::vector<const Copy *> &copies, Replica &replica)
{
    const Operation &first = intention(copies.front()->intention).operation;
    const RecordRef ref{first.type, first.id};
    const auto loaded = replica.store().load(ref.type, ref.id);
    if (!loaded)
        return;
    const std::optional<Record> &row = *loaded;
    std::map<int, Expected> fields;
    std::map<int, int> lastOf;
    std::optional<bool> isDeleted;
    for (const Copy *copy : copies) {
        const Operation &op = intention(copy->intention).operation;
        if (op.kind == OperationKind::Delete || op.kind == OperationKind::Undelete)
            isDeleted = op.kind == OperationKind::Delete;
        if (op.kind == OperationKind::Delete)
            continue; // Its edits only say what was seen.
        if (op.kind == OperationKind::Create) {
            // Of a record that was not there: what was done to it before, after a creation that was refused, is of none.
            fields.clear();
            isDeleted.reset();
        }
        dropFollowers(fields, op);
        for (const FieldEdit &edit : op.edits) {
            take(fields[edit.field], edit);
            lastOf[edit.field] = copy->intention;
        }
    }
    const Intention &latest = intention(copies.back()->intention);
    if (!row) {
        // What belongs to a record that left the person's sight leaves with it.
        Record made(ref.type, ref.id);
        overlay(made, first);
        const std::optional<RecordRef> parent = first.kind == OperationKind::Create ? parentOf(made) : std::nullopt;
        const RecordId user = m_clients[client].user;
        // So does everything about a record whose creation was refused.
        const std::vector<Copy> &all = m_clients[client].copies;
        const bool isRefused = std::any_of(all.begin(), all.end(), [&](const Copy &copy) {
            const Operation &op = intention(copy.intention).operation;
            return op.id == ref.id && op.kind == OperationKind::Create && copy.state != Copy::State::Pending
                && copy.state != Copy::State::Decided;
        });
        // And a record that somebody deleted: its tombstone stays on the server for a month only.
        const ServerRow *saved = m_server.row(ref);
        const bool isDeletedThere = saved && saved->record.isDeleted();
        const bool mayBeGone = isRefused || isDeleted.value_or(false) || isDeletedThere
            || m_server.wasOutOfSight(ref, user)
            || (parent && m_server.wasOutOfSight(*parent, user)) || (first.kind != OperationKind::Create && m_server.branchIndex() > 0);
        note(5, mayBeGone, [&] {
            return QStringLiteral("client %1 does not show %2, whose %3 waits for its result")
                .arg(client).arg(nameOf(ref), latest.toString());
        });
        return;
    }
    if (isDeleted)
        note(5, row->isDeleted() == *isDeleted, [&] {
            return QStringLiteral("client %1 shows %2 as %3 against its own %4")
                .arg(client).arg(nameOf(ref), row->isDeleted() ? QStringLiteral("deleted") : QStringLiteral("live"),
                     latest.toString());
        });
    for (const auto &[field, expected] : fields) {
        if (field < 0 || field >= row->info().fieldCount())
            continue;
        const Value &shown = row->values[size_t(field)];
        note(5, isMet(expected, shown), [&, field = field, &expected = expected] {
            return QStringLiteral("client %1 shows \"%2\" in %3 of %4 instead of \"%5\" of its own %6")
                .arg(client).arg(toPlainText(shown), QString(row->info().field(field).name), nameOf(ref),
                     toPlainText(expected.value.value_or(Value())), intention(lastOf[field]).toString());
        });
    }
}

// Removals (invariant 18) ---------------------------------------------------------------------------------------------

void Ledger::checkRemovals(int client, Replica &replica)
{
    const std::vector<RecordRef> named = std::exchange(m_unverified[client], {});
    if (named.empty())
        return;
    qint64 gone = 0;
    std::set<EntityType> types;
    for (const RecordRef &ref : named) {
        types.insert(ref.type);
        const auto row = replica.store().load(ref.type, ref.id);
        gone += row && !*row ? 1 : 0;
    }
    qint64 left = 0;
    for (const EntityType type : types)
        left += replica.store().count(type).value_or(0);
    note(18, gone <= 200 || double(gone) <= 0.25 * double(left + gone), [&] {
        return QStringLiteral("client %1 removed %2 of %3 rows, %4 the first, without the server's count of them")
            .arg(client).arg(gone).arg(left + gone).arg(nameOf(named.front()));
    });
}

// Deleted ids (invariant 8) -------------------------------------------------------------------------------------------

void Ledger::checkNoReturn(int client, ClientFacts &facts, Replica &replica)
{
    const std::vector<RecordRef> watched = std::exchange(m_toWatch[client], {});
    for (const RecordRef &ref : watched) {
        const auto row = replica.store().load(ref.type, ref.id);
        if (!row)
            return;
        if (!*row || (*row)->deleted == kPendingSequence)
            continue;
        const auto known = facts.tombstones.find(ref);
        if ((*row)->isDeleted()) {
            facts.tombstones[ref] = (*row)->deleted;
            continue;
        }
        if (known == facts.tombstones.end())
            continue;
        const bool isOwnUndelete = std::any_of(facts.copies.begin(), facts.copies.end(), [&](const Copy &copy) {
            const Operation &op = intention(copy.intention).operation;
            return op.kind == OperationKind::Undelete && op.id == ref.id;
        });
        const bool isUndeleted = wasUndeleted(ref) || isOwnUndelete || m_server.branchIndex() > 0;
        note(8, isUndeleted, [&, seq = known->second] {
            return QStringLiteral("client %1 shows %2, deleted at %3, without an undelete").arg(client).arg(nameOf(ref)).arg(seq);
        });
        facts.tombstones.erase(known);
    }
}

bool Ledger::wasUndeleted(const RecordRef &ref) const
{
    for (const auto &commit : m_server.branch().commits)
        for (const Change &change : commit->changes)
            if (change.row == ref && change.kind == ChangeKind::Undelete)
                return true;
    return false;
}

} // namespace mdmc::simulation
