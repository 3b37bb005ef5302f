// SPDX-License-Identifier: GPL-3.0-or-later
// What every store promises, tested on each kind there is. Another database joins by one line in `stores`.
#include "core/model/value_codec.h"
#include "sync/protocol/merge.h"
#include "sync/server/embedded_store.h"

#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <random>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

using Factory = std::function<std::unique_ptr<Store>(const QString &folder)>;

std::unique_ptr<Store> embedded(const QString &path)
{
    return EmbeddedStore::open({path, *security::SecretKey::fromBytes(QByteArray(32, 'k')), true}).value();
}

const std::map<QString, Factory> &stores()
{
    static const std::map<QString, Factory> all{
        {QStringLiteral("embedded, file"),
         [](const QString &folder) { return embedded(folder + QStringLiteral("/store.db")); }},
        {QStringLiteral("embedded, memory"), [](const QString &) { return embedded(QStringLiteral(":memory:")); }}};
    return all;
}

Record leadOf(const User &owner, const QString &artist)
{
    Lead lead;
    lead.id = RecordId::mint();
    lead.artistName = artist;
    lead.emails = {QStringLiteral("artist@example.org")};
    lead.ownerId = owner.id;
    lead.teamId = owner.teamId;
    return toRecord(lead);
}

RowScope scopeOfLead(const Record &lead)
{
    return {ownScope(lead), {EntityType::Lead, lead.id}};
}

User userIn(const RecordId &team, const QString &email = QStringLiteral("a@example.org"))
{
    User user;
    user.id = RecordId::mint();
    user.teamId = team;
    user.email = email;
    return user;
}

/// Runs `work` in a committed write transaction.
void write(Store &store, const std::function<Result<>()> &work)
{
    auto transaction = StoreTransaction::begin(store, Store::Mode::Write);
    QVERIFY(transaction.has_value());
    const auto done = work();
    QVERIFY2(done.has_value(), done ? "" : qPrintable(done.error().detail));
    QVERIFY(transaction->commit().has_value());
}

Change changeOf(qint64 seq, const Record &record)
{
    Change change;
    change.seq = change.groupLast = seq;
    change.tag = QByteArray(8, char(seq));
    change.row = {record.type, record.id};
    change.effectiveAt = 1000 + seq;
    change.author = RecordId::mint();
    change.client = RecordId::mint();
    change.n = 3;
    change.before = ScopeKey{false, RecordId::mint(), {}};
    change.after = ScopeKey{true, {}, {}};
    return change;
}

} // namespace

class TestStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase_data()
    {
        QTest::addColumn<QString>("kind");
        for (const auto &[name, factory] : stores())
            QTest::newRow(qPrintable(name)) << name;
    }
    void init()
    {
        QFETCH_GLOBAL(QString, kind);
        m_dir = std::make_unique<QTemporaryDir>();
        m_store = stores().at(kind)(m_dir->path());
    }
    void cleanup() { m_store.reset(); }

    void anAbandonedTransactionLeavesNothing()
    {
        const User user = userIn(RecordId::mint());
        const Record lead = leadOf(user, QStringLiteral("Ghost"));
        {
            auto transaction = StoreTransaction::begin(*m_store, Store::Mode::Write);
            QVERIFY(transaction.has_value());
            QVERIFY(m_store->inTransaction());
            QVERIFY(!m_store->begin(Store::Mode::Write)); // One at a time
            QCOMPARE(m_store->raiseHead(5).value(), 5);
            QVERIFY(m_store->save(lead, scopeOfLead(lead), nullptr).has_value());
        }
        QVERIFY(!m_store->inTransaction());
        QCOMPARE(m_store->head()->seq, 0);
        QVERIFY(!m_store->load({EntityType::Lead, lead.id})->has_value());
    }

    void headHasAnEpochAndTheLastTag()
    {
        const Head empty = m_store->head().value();
        QCOMPARE(empty.epoch.size(), 16);
        QVERIFY(empty.tag.isEmpty());
        const Record lead = leadOf(userIn({}), QStringLiteral("A"));
        write(*m_store, [&] {
            return m_store->raiseHead(1).and_then([&](qint64 seq) { return m_store->append(changeOf(seq, lead)); });
        });
        const Head head = m_store->head().value();
        QCOMPARE(head.epoch, empty.epoch);
        QCOMPARE(head.seq, 1);
        QCOMPARE(head.tag, QByteArray(8, char(1)));
    }

    void rowsComeBackWithTheirScope()
    {
        const User user = userIn(RecordId::mint());
        Record lead = leadOf(user, QStringLiteral("Échos"));
        lead.rev = 7;
        lead.versions[0] = 7;
        lead.extra = "extra";
        write(*m_store, [&] { return m_store->save(lead, scopeOfLead(lead), nullptr); });
        QCOMPARE(m_store->load({EntityType::Lead, lead.id}).value(), std::optional(lead));
        QCOMPARE(m_store->scopeOf({EntityType::Lead, lead.id}).value(), std::optional(scopeOfLead(lead)));
        QVERIFY(!m_store->scopeOf({EntityType::Campaign, lead.id})->has_value());
    }

    void dependantsAreFoundByRoot()
    {
        const Record lead = leadOf(userIn({}), QStringLiteral("Root")),
                     other = leadOf(userIn({}), QStringLiteral("Other"));
        const Record task(EntityType::Task, RecordId::mint()), note(EntityType::Activity, RecordId::mint());
        write(*m_store, [&]() -> Result<> {
            for (const Record *record : {&lead, &other})
                MDMC_TRY(m_store->save(*record, scopeOfLead(*record), nullptr));
            for (const Record *record : {&task, &note})
                MDMC_TRY(m_store->save(*record, scopeOfLead(lead), nullptr));
            return {};
        });
        const auto found = m_store->dependantsOf({EntityType::Lead, lead.id}).value();
        QCOMPARE(found, (std::vector<RecordRef>{{EntityType::Activity, note.id}, {EntityType::Task, task.id}}));
        QVERIFY(m_store->dependantsOf({EntityType::Lead, other.id})->empty());
    }

    /// The set-based reading agrees with `isVisible` on every combination.
    void visibleIsWhatTheRuleSays()
    {
        const RecordId teams[] = {RecordId::mint(), RecordId::mint(), {}};
        std::vector<User> users{userIn(teams[0]), userIn(teams[1]), userIn({})};
        std::vector<Record> leads;
        for (const User &owner : users)
            for (const RecordId &team : teams) {
                Record lead = leadOf(owner, QStringLiteral("L"));
                lead.setValue(QLatin1String("teamId"), team);
                leads.push_back(lead);
                lead = leadOf(owner, QStringLiteral("Unowned"));
                lead.setValue(QLatin1String("teamId"), team);
                lead.setValue(QLatin1String("ownerId"), Value());
                leads.push_back(lead);
            }
        leads.back().deleted = 3;
        write(*m_store, [&]() -> Result<> {
            for (const Record &lead : leads)
                MDMC_TRY(m_store->save(lead, scopeOfLead(lead), nullptr));
            return {};
        });
        for (const User &user : users)
            for (const Sight sight : {Sight::Own, Sight::Team, Sight::All})
                for (const bool isActive : {true, false}) {
                    const Actor actor{user.id, Role::AccountManager, sight, user.teamId, isActive};
                    std::set<RecordId> expected, found, filtered;
                    for (const Record &lead : leads)
                        if (!lead.isDeleted() && isVisible(actor, ownScope(lead)))
                            expected.insert(lead.id);
                    const auto page = m_store->visiblePage(EntityType::Lead, actor, {}, 100).value();
                    for (const Record &row : page)
                        found.insert(row.id);
                    QCOMPARE(found, expected);
                    const auto rows = m_store->visibleRows(EntityType::Lead, actor, {}, 100, {}).value();
                    for (const Store::RowPlace &row : rows) {
                        filtered.insert(row.id);
                        const auto lead = std::find_if(leads.begin(), leads.end(),
                                                       [&](const Record &each) { return each.id == row.id; });
                        QVERIFY(!row.scope || *row.scope == ownScope(*lead));
                        QCOMPARE(row.scope.has_value(), sight != Sight::All);
                    }
                    QCOMPARE(filtered, expected);
                    QCOMPARE(m_store->visibleSum(EntityType::Lead, actor)->count, qint64(expected.size()));
                }
    }

    void rowsArePackedInTheOrderAskedFor()
    {
        const User user = userIn({});
        const Actor actor{user.id, Role::Admin, Sight::All, {}, true};
        std::map<RecordId, Record> leads;
        write(*m_store, [&]() -> Result<> {
            for (int i = 0; i < 5; ++i) {
                const Record lead = leadOf(user, QStringLiteral("Packed %1").arg(i));
                leads.emplace(lead.id, lead);
                MDMC_TRY(m_store->save(lead, scopeOfLead(lead), nullptr));
            }
            return {};
        });
        std::vector<Store::RowPlace> rows = m_store->visibleRows(EntityType::Lead, actor, {}, 10, {}).value();
        QCOMPARE(rows.size(), leads.size());
        std::reverse(rows.begin(), rows.end());
        std::vector<Record> read;
        QVERIFY(m_store->visitPacked(EntityType::Lead, rows, [&](QByteArrayView packed) -> Result<> {
                           MDMC_ASSIGN(Record record, decodeRecord(packed.toByteArray()));
                           read.push_back(std::move(record));
                           return {};
                       }).has_value());
        QCOMPARE(read.size(), rows.size());
        for (size_t i = 0; i < read.size(); ++i)
            QCOMPARE(read[i], leads.at(rows[i].id));
        const Store::RowPlace nowhere{RecordId::mint(), 1'000'000, {}};
        const auto missing = m_store->visitPacked(EntityType::Lead, std::span(&nowhere, 1), [](QByteArrayView) { return Result<>(); });
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::StorageCorrupt);
    }

    /// Whatever is done to rows, their sums are those of the rows that are there; what was rolled back does not count.
    void sumsFollowTheRows()
    {
        std::mt19937 random(7);
        const auto below = [&random](size_t n) { return size_t(random() % n); };
        const RecordId teams[] = {RecordId::mint(), RecordId::mint(), {}};
        const std::vector<User> users{userIn(teams[0]), userIn(teams[1]), userIn({})};
        std::vector<ScopedRow> rows;
        qint64 rev = 0;
        for (int round = 0; round < 60; ++round) {
            std::vector<ScopedRow> next = rows;
            auto transaction = StoreTransaction::begin(*m_store, Store::Mode::Write);
            QVERIFY(transaction.has_value());
            for (int i = 0; i < 20; ++i) {
                const bool isNew = next.empty() || below(3) == 0;
                const size_t at = isNew ? next.size() : below(next.size());
                const ScopedRow before = isNew ? ScopedRow() : next[at];
                Record lead = isNew ? leadOf(users[below(3)], QStringLiteral("L")) : before.record;
                lead.rev = ++rev;
                if (below(4) == 0)
                    lead.deleted = lead.isDeleted() ? 0 : rev;
                if (below(4) == 0)
                    lead.setValue(QLatin1String("ownerId"), users[below(3)].id);
                QVERIFY(m_store->save(lead, scopeOfLead(lead), isNew ? nullptr : &before).has_value());
                next.resize(std::max(next.size(), at + 1));
                next[at] = {lead, scopeOfLead(lead)};
            }
            if (round % 3 == 0)
                continue; // Rolled back
            QVERIFY(transaction->commit().has_value());
            rows = next;
            verifySums(users, rows);
        }
        // All of them gone: nothing is left that would be looked at for ever.
        write(*m_store, [&]() -> Result<> {
            for (const ScopedRow &row : rows) {
                Record gone = row.record;
                gone.deleted = gone.rev = ++rev;
                MDMC_TRY(m_store->save(gone, row.scope, &row));
            }
            return {};
        });
        verifySums(users, {});
        QCOMPARE(embeddedStore().database().queryInt64("SELECT count(*) FROM row_sum").value(), std::optional<qint64>(0));
    }

    void wrongSumsAreFoundByTheRowsAndMended()
    {
        const User user = userIn({});
        const Actor actor{user.id, Role::Admin, Sight::All, {}, true};
        const Record lead = leadOf(user, QStringLiteral("Counted"));
        write(*m_store, [&] { return m_store->save(lead, scopeOfLead(lead), nullptr); });
        const int bucket = checksumBucket(lead.id);
        const BucketSums right = m_store->visibleSums(EntityType::Lead, actor).value();
        QCOMPARE(m_store->visibleInBucket(EntityType::Lead, actor, bucket).value(), std::vector{lead});
        QVERIFY(m_store->visibleInBucket(EntityType::Lead, actor, (bucket + 1) % 256)->empty());
        QVERIFY(embeddedStore().database().exec("DELETE FROM row_sum").has_value());
        QVERIFY(m_store->rest(0).has_value());
        QCOMPARE(m_store->visibleSum(EntityType::Lead, actor)->count, 0); // Nobody has looked yet.
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("the sums of \"lead\" do not fit its rows")));
        QCOMPARE(m_store->visibleInBucket(EntityType::Lead, actor, bucket).value(), std::vector{lead});
        QVERIFY(m_store->rest(1).has_value());
        QCOMPARE(m_store->visibleSums(EntityType::Lead, actor).value(), right);
    }

    void changeLogKeepsEverythingAndReportsGaps()
    {
        const Record lead = leadOf(userIn({}), QStringLiteral("Logged"));
        const std::vector<Change> changes{changeOf(1, lead), changeOf(2, lead), changeOf(4, lead)};
        write(*m_store, [&]() -> Result<> {
            for (const Change &change : changes)
                MDMC_TRY(m_store->append(change));
            return {};
        });
        QCOMPARE(m_store->change(2).value(), std::optional(changes[1]));
        QVERIFY(!m_store->change(3)->has_value());
        QCOMPARE(m_store->changesAfter(0, 2).value(), (std::vector<Change>{changes[0], changes[1]}));
        const auto gap = m_store->changesAfter(1, 10);
        QVERIFY(!gap);
        QCOMPARE(gap.error().code, ErrorCode::StorageCorrupt);
    }

    void resultsLastUntilForgotten()
    {
        const RecordId client = RecordId::mint(), other = RecordId::mint();
        write(*m_store, [&]() -> Result<> {
            MDMC_TRY(m_store->saveClient({client, RecordId::mint(), 2, 0, 5, QStringLiteral("laptop")}));
            MDMC_TRY(m_store->saveResult(client, 1, {"h1", "r1"}));
            MDMC_TRY(m_store->saveResult(client, 2, {"h2", "r2"}));
            return m_store->saveResult(other, 1, {"h3", "r3"});
        });
        QCOMPARE(m_store->result(client, 2).value()->hash, QByteArray("h2"));
        write(*m_store, [&] { return m_store->forgetResults(client, 1); });
        QVERIFY(!m_store->result(client, 1)->has_value());
        QVERIFY(m_store->result(client, 2)->has_value() && m_store->result(other, 1)->has_value());
        QCOMPARE(m_store->client(client).value()->ackedN, 1);
        write(*m_store, [&] { return m_store->forgetResults(client, 99); });
        QCOMPARE(m_store->client(client).value()->ackedN, 2); // Never past what was decided
    }

    void accountsAndTokens()
    {
        const RecordId user = RecordId::mint(), family = RecordId::mint();
        write(*m_store, [&]() -> Result<> {
            MDMC_TRY(m_store->saveAccount({user, QStringLiteral("hash"), 2, 77, 5}));
            MDMC_TRY(m_store->saveRefreshToken({"t1", family, user, QStringLiteral("laptop"), 1, 100, 0, false}));
            return m_store->saveRefreshToken({"t2", RecordId::mint(), user, {}, 1, 200, 0, false});
        });
        QCOMPARE(m_store->account(user).value()->tokenVersion, 5);
        QCOMPARE(m_store->account(user).value()->lockedUntil, 77);
        write(*m_store, [&] { return m_store->revokeFamily(family); });
        QVERIFY(m_store->refreshToken("t1").value()->isRevoked);
        QVERIFY(!m_store->refreshToken("t2").value()->isRevoked);
        write(*m_store, [&] { return m_store->revokeTokensOf(user); });
        QVERIFY(m_store->refreshToken("t2").value()->isRevoked);
        write(*m_store, [&] { return m_store->forgetExpiredTokens(150); });
        QVERIFY(!m_store->refreshToken("t1")->has_value());
        QVERIFY(m_store->refreshToken("t2")->has_value());
    }

    void usersAreFoundByAddress()
    {
        const Record user = toRecord(userIn({}, QStringLiteral("found@example.org")));
        write(*m_store, [&] { return m_store->save(user, {ScopeKey{true, {}, {}}, {EntityType::User, user.id}}, nullptr); });
        QCOMPARE(m_store->userByEmail(QStringLiteral("found@example.org")).value(), std::optional(user.id));
        QVERIFY(!m_store->userByEmail(QStringLiteral("lost@example.org"))->has_value());
    }

private:
    EmbeddedStore &embeddedStore() { return dynamic_cast<EmbeddedStore &>(*m_store); }
    void verifySums(const std::vector<User> &users, const std::vector<ScopedRow> &rows)
    {
        for (const User &user : users)
            for (const Sight sight : {Sight::Own, Sight::Team, Sight::All})
                for (const bool isActive : {true, false}) {
                    const Actor actor{user.id, Role::AccountManager, sight, user.teamId, isActive};
                    BucketSums sums;
                    RowSum all;
                    for (const auto &[lead, scope] : rows)
                        if (!lead.isDeleted() && isVisible(actor, scope.key)) {
                            sums[size_t(checksumBucket(lead.id))] += {1, rowChecksum(lead.id, lead.rev)};
                            all += {1, rowChecksum(lead.id, lead.rev)};
                        }
                    QCOMPARE(m_store->visibleSums(EntityType::Lead, actor).value(), sums);
                    QCOMPARE(m_store->visibleSum(EntityType::Lead, actor).value(), all);
                }
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<Store> m_store;
};

QTEST_GUILESS_MAIN(TestStore)
#include "test_store.moc"
