// SPDX-License-Identifier: GPL-3.0-or-later
// Pages made beforehand: what is in them, who gets them, and everything that makes them useless.
#include "sync/protocol/codec.h"
#include "sync/server/prepared_snapshot.h"
#include "sync/server/session.h"
#include "tests/support/results.h"
#include "workspace_fixture.h"

#include <QTemporaryDir>

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

constexpr int kLeads = 25;
constexpr int kPerPage = 10;
constexpr int kTail = 6;
constexpr int kLarge = 110;

SyncLimits smallPages()
{
    SyncLimits limits;
    limits.maxPageChanges = kPerPage;
    return limits;
}

/// A workspace with leads, and its prepared snapshot in a file.
struct Fixture {
    Fixture()
    {
        for (int i = 0; i < kLeads; ++i)
            leads.push_back(author.createLead(QStringLiteral("Lead %1").arg(i)));
        policy.leastRows = 1;
        policy.tailChanges = kTail;
        policy.tailPart = 0;
        policy.leastFreeBytes = 0;
        open();
    }

    static security::SecretKey key() { return *security::SecretKey::fromBytes(QByteArray(32, 'p')); }
    QString path() const { return dir.filePath(QStringLiteral("prepared.db")); }
    void open(const security::SecretKey &with = key())
    {
        prepared.reset();
        prepared = std::make_unique<PreparedSnapshot>(PreparedSnapshot::Options{path(), with, limits, policy}, w.clock);
    }

    /// Up to the end, as long as it is wanted. Pieces.
    int make()
    {
        int pieces = 0;
        const auto isWanted = prepared->isWanted(*w.store);
        bool hasMore = isWanted && *isWanted;
        while (hasMore) {
            const auto made = prepared->makeNext(*w.store);
            hasMore = made && *made;
            ++pieces;
        }
        return pieces;
    }

    std::optional<SnapshotPage> served(const SnapshotRequest &request, const Actor &actor)
    {
        const auto pages = prepared->pages(*w.store, actor, request);
        return pages.empty() ? std::nullopt : std::optional(readCompressed(*pages.front().compressed).value());
    }
    std::optional<SnapshotPage> served(const SnapshotRequest &request) { return served(request, actorFor(w.admin)); }
    SnapshotPage read(const SnapshotRequest &request)
    {
        return ChangeFeed(*w.store, limits).packedSnapshot(actorFor(w.admin), request.type, request.after, request.maxRows).value();
    }

    bool isReady() { return served(firstLeads()).has_value(); }
    static SnapshotRequest firstLeads() { return {EntityType::Lead, {}, kPerPage, 0}; }

    static std::optional<SnapshotRequest> next(const SnapshotPage &page)
    {
        if (!page.isLastOfType)
            return SnapshotRequest{page.type, page.lastId(), kPerPage, page.head.seq};
        const auto types = allEntities();
        for (size_t i = 0; i + 1 < types.size(); ++i)
            if (types[i]->type == page.type)
                return SnapshotRequest{types[i + 1]->type, {}, kPerPage, page.head.seq};
        return std::nullopt;
    }

    /// Other changes in the place of those after `seq`, as after a lost tail; the epoch stays.
    void setBackTo(qint64 seq)
    {
        const QByteArray at = QByteArray::number(seq);
        VERIFY_OK(w.store->database().exec(QByteArray("DELETE FROM change_log WHERE seq>" + at)));
        VERIFY_OK(w.store->database().exec(QByteArray("UPDATE sync_head SET seq=" + at)));
    }
    void change(int times)
    {
        for (int i = 0; i < times; ++i)
            author.patch(leads[0], {assign("notes", QString::number(++notes), w.row(EntityType::Lead, leads[0]).rev)});
    }

    Workspace w;
    TestClient author{w, w.admin};
    std::vector<RecordId> leads;
    QTemporaryDir dir;
    SyncLimits limits = smallPages();
    PreparedSnapshot::Policy policy;
    std::unique_ptr<PreparedSnapshot> prepared;
    int notes = 0;
};

} // namespace

class TestPreparedSnapshot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pagesAreThoseOfTheStore()
    {
        Fixture f;
        QVERIFY(!f.isReady());
        QVERIFY(f.make() > 10);
        const PreparedSnapshot::Status status = f.prepared->status();
        QVERIFY(status.isReady);
        QCOMPARE(status.head, f.w.head());
        int pages = 0;
        qint64 rows = 0;
        for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, kPerPage, 0}; at; ++pages) {
            const auto raw = f.prepared->pages(*f.w.store, actorFor(f.w.admin), *at);
            QCOMPARE(raw.size(), size_t(1));
            const SnapshotPage expected = f.read(*at);
            QVERIFY(readCompressed(*raw.front().compressed).value() == expected);
            // Whatever goes before and after it in a frame.
            const auto whole = decodeFramePacked(encodeFrame(std::vector<Message>{Welcome{}, raw.front(), Pong{1, 2}}));
            QVERIFY(whole);
            QVERIFY(*whole == (std::vector<Message>{Welcome{}, expected, Pong{1, 2}}));
            rows += expected.rowCount();
            at = Fixture::next(expected);
        }
        QCOMPARE(status.pages, pages);
        QCOMPARE(status.rows, rows);
        QCOMPARE(f.prepared->status().served, pages);
        QVERIFY(!*f.prepared->isWanted(*f.w.store));
    }

    /// Several together are those that come one after the other, over the end of a type, up to the last.
    void severalTogether()
    {
        Fixture f;
        f.make();
        std::vector<SnapshotPage> alone;
        for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, kPerPage, 0}; at;) {
            alone.push_back(f.served(*at).value());
            at = Fixture::next(alone.back());
        }
        for (const int together : {2, 3, 4, 1000}) {
            std::vector<SnapshotPage> all;
            for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, kPerPage, 0}; at;) {
                at->maxPages = together;
                const auto pages = f.prepared->pages(*f.w.store, actorFor(f.w.admin), *at);
                const bool isLast = all.size() + pages.size() == alone.size();
                QVERIFY(isLast || int(pages.size()) == std::min(together, PreparedSnapshot::kMostPages));
                for (const SnapshotPage &page : pages)
                    all.push_back(readCompressed(*page.compressed).value());
                at = Fixture::next(all.back());
            }
            QVERIFY(all == alone);
        }
    }

    void onlyWhoSeesEverything_data()
    {
        QTest::addColumn<int>("person");
        QTest::addColumn<bool>("isServed");
        QTest::newRow("administrator") << 0 << true;
        QTest::newRow("finance") << 1 << true;
        QTest::newRow("read only") << 2 << true;
        QTest::newRow("team") << 3 << false;
        QTest::newRow("own") << 4 << false;
        QTest::newRow("inactive administrator") << 5 << false;
    }
    void onlyWhoSeesEverything()
    {
        QFETCH(const int, person);
        QFETCH(const bool, isServed);
        Fixture f;
        f.make();
        Actor actor = actorFor(std::vector{f.w.admin, f.w.fin, f.w.eye, f.w.boss, f.w.ana, f.w.admin}[size_t(person)]);
        actor.isActive = person != 5;
        QCOMPARE(f.served(Fixture::firstLeads(), actor).has_value(), isServed);
    }

    /// A person who sees less from now on goes on with pages of their own.
    void demotedBetweenPages()
    {
        Fixture f;
        f.make();
        const SnapshotPage first = f.served(Fixture::firstLeads()).value();
        User demoted = f.w.admin;
        demoted.scope = sightKey(Sight::Own);
        QVERIFY(f.served(*Fixture::next(first)));
        QVERIFY(!f.served(*Fixture::next(first), actorFor(demoted)));
    }

    void notOlderThanWhatTheClientHas()
    {
        Fixture f;
        f.make();
        const qint64 head = f.w.head();
        f.change(2);
        SnapshotRequest request = Fixture::firstLeads();
        for (const auto &[notBefore, isServed] : {std::pair(qint64(-1), false), {0, true}, {head, true}, {head + 1, false}}) {
            request.notBefore = notBefore;
            QCOMPARE(f.served(request).has_value(), isServed);
        }
        request.notBefore = 0;
        request.maxRows = kPerPage - 1; // A client that wants fewer than a page holds.
        QVERIFY(!f.served(request));
    }

    /// Through a session, as a client asks.
    void sessionsHandThemOut()
    {
        Fixture f;
        f.make();
        SyncSession::Setting setting{*f.w.store, *f.w.processor, f.w.clock, f.limits, QStringLiteral("W"), SyncSession::Kind::Request, {}, {}};
        setting.arePagesPacked = true;
        setting.prepared = f.prepared.get();
        SyncSession session(setting, actorFor(f.w.admin));
        Hello hello;
        hello.clientId = f.author.id;
        session.handle(hello);
        SnapshotRequest request = Fixture::firstLeads();
        QVERIFY(std::get<SnapshotPage>(session.handle(request).front()).compressed);
        request.notBefore = -1; // A client of before.
        const SnapshotPage fresh = std::get<SnapshotPage>(session.handle(request).front());
        QVERIFY(!fresh.compressed && fresh.packed);
    }

    void noLongerGood_data()
    {
        QTest::addColumn<std::function<void(Fixture &)>>("happens");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *name, bool isGood, std::function<void(Fixture &)> happens) {
            QTest::newRow(name) << happens << isGood;
        };
        row("nothing", true, [](Fixture &) {});
        row("a short tail", true, [](Fixture &f) { f.change(kTail); });
        row("a long tail", false, [](Fixture &f) { f.change(kTail + 1); });
        row("another epoch", false, [](Fixture &f) { VERIFY_OK(f.w.store->renewEpoch()); });
        row("set back", false, [](Fixture &f) { f.setBackTo(f.w.head() - 1); });
        row("set back and gone on", false, [](Fixture &f) {
            const qint64 head = f.w.head();
            f.setBackTo(head - 2);
            while (f.w.head() < head + 2)
                f.change(1);
            QCOMPARE(f.w.head(), head + 2);
        });
        row("the log was folded", false, [](Fixture &f) { VERIFY_OK(f.w.store->raiseFloor(f.w.head() - 1)); });
        row("a week", true, [](Fixture &f) { f.w.clock.advance(7LL * 86'400'000); });
        row("more than a week", false, [](Fixture &f) { f.w.clock.advance(7LL * 86'400'000 + 1); });
        row("the clock was set back", false, [](Fixture &f) { f.w.clock.jumpWallClock(-1000); });
    }
    void noLongerGood()
    {
        QFETCH(const std::function<void(Fixture &)>, happens);
        QFETCH(const bool, isGood);
        for (const bool isRestarted : {false, true}) {
            Fixture f;
            f.make();
            happens(f);
            if (isRestarted) {
                f.open();
                f.prepared->recall(*f.w.store);
            }
            QCOMPARE(f.isReady(), isGood);
            QCOMPARE(QFile::exists(f.path()), isGood); // Nothing of it is left lying about.
        }
    }

    /// What was deleted and purged is in no file.
    void purged()
    {
        Fixture f;
        f.author.run(OperationKind::Delete, EntityType::Lead, f.leads[3]);
        f.make();
        VERIFY_OK(f.w.store->raiseFloor(f.w.head()));
        QVERIFY(!*f.prepared->isWanted(*f.w.store)); // Not yet again.
        QVERIFY(!QFile::exists(f.path()));
        f.w.clock.advance(f.policy.pauseMs);
        QVERIFY(f.make() > 0);
        for (std::optional<SnapshotRequest> at = Fixture::firstLeads(); at && at->type == EntityType::Lead;) {
            const SnapshotPage page = f.served(*at).value();
            const std::vector<Record> rows = rowsOf(page).value();
            for (const Record &row : rows)
                QVERIFY(row.id != f.leads[3]);
            at = Fixture::next(page);
        }
    }

    void whenItIsMade()
    {
        Fixture f;
        f.policy.leastRows = 100'000;
        f.open();
        QVERIFY(!*f.prepared->isWanted(*f.w.store)); // A small workspace.
        f.policy.leastRows = 1;
        f.policy.leastFreeBytes = std::numeric_limits<qint64>::max();
        f.open();
        QVERIFY(!*f.prepared->isWanted(*f.w.store)); // A full disk.
        f.policy.leastFreeBytes = 0;
        f.open();
        QVERIFY(*f.prepared->isWanted(*f.w.store));
        f.make();
        f.change(kTail + 1);
        QVERIFY(!*f.prepared->isWanted(*f.w.store)); // Not more often than that.
        f.w.clock.advance(f.policy.pauseMs);
        QVERIFY(*f.prepared->isWanted(*f.w.store));
        f.make();
        QVERIFY(f.isReady());
        QCOMPARE(f.prepared->status().head, f.w.head());
    }

    void unusableFiles_data()
    {
        QTest::addColumn<std::function<void(Fixture &)>>("happens");
        QTest::addColumn<bool>("isGood");
        const auto row = [](const char *name, bool isGood, std::function<void(Fixture &)> happens) {
            QTest::newRow(name) << happens << isGood;
        };
        const auto sql = [](const char *statement) {
            return [statement](Fixture &f) {
                storage::OpenOptions options{.path = f.path(), .key = Fixture::key(), .vfs = {}};
                VERIFY_OK(storage::Database::open(options)->exec(QByteArrayView(statement)));
            };
        };
        row("as it was", true, [](Fixture &) {});
        row("removed", false, [](Fixture &f) { QFile::remove(f.path()); });
        row("another format", false, sql("UPDATE made SET format=format+1"));
        row("another schema", false, sql("UPDATE made SET schema=schema+1"));
        row("not complete", false, sql("DELETE FROM made"));
        row("an unknown type", false, sql("UPDATE page SET type=99"));
        row("a text file", false, [](Fixture &f) {
            QFile file(f.path());
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(QByteArray(100'000, 'x'));
        });
        row("cut off", false, [](Fixture &f) { QVERIFY(QFile::resize(f.path(), 5000)); });
    }
    void unusableFiles()
    {
        QFETCH(const std::function<void(Fixture &)>, happens);
        QFETCH(const bool, isGood);
        Fixture f;
        f.make();
        f.prepared.reset();
        happens(f);
        f.open();
        f.prepared->recall(*f.w.store);
        QCOMPARE(f.isReady(), isGood);
        QCOMPARE(QFile::exists(f.path()), isGood);
        f.make(); // And can be made again.
        QVERIFY(f.isReady());
    }

    void anotherKey()
    {
        Fixture f;
        f.make();
        f.open(*security::SecretKey::fromBytes(QByteArray(32, 'q')));
        f.prepared->recall(*f.w.store);
        QVERIFY(!f.isReady());
        QVERIFY(!QFile::exists(f.path()));
    }

    /// Wherever a byte has changed, a page is served as it was made or not at all.
    void damagedAnywhere()
    {
        Fixture f;
        f.make();
        f.prepared.reset();
        QByteArray sound;
        {
            QFile file(f.path());
            QVERIFY(file.open(QIODevice::ReadOnly));
            sound = file.readAll();
        }
        SeededRandom random(11);
        int refused = 0;
        for (qsizetype page = 0; page < sound.size(); page += 4096) {
            QByteArray damaged = sound;
            damaged[page + qsizetype(random.below(4096))] ^= 0x10;
            QFile file(f.path());
            QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
            file.write(damaged);
            file.close();
            f.open();
            f.prepared->recall(*f.w.store);
            for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, kPerPage, 0}; at;) {
                const SnapshotPage expected = f.read(*at);
                const auto page = f.served(*at);
                QVERIFY(!page || *page == expected);
                refused += page ? 0 : 1;
                at = Fixture::next(expected);
            }
            f.prepared->drop();
        }
        QVERIFY(refused > 0);
    }

    /// Whoever writes meanwhile: each page is of one moment and says of which, and none is older than the first.
    void changesWhileItIsMade()
    {
        Fixture f;
        f.limits = SyncLimits();
        f.policy.tailChanges = 1000;
        f.open();
        std::vector<RecordId> large;
        for (int i = 0; i < kLarge; ++i) // A page of 900 kB is read in four pieces.
            large.push_back(f.author.createLead(QStringLiteral("Large"), {assign("notes", QString(10'000, u'n'))}));
        int turn = 0;
        bool hasMore = *f.prepared->isWanted(*f.w.store);
        while (hasMore) {
            hasMore = f.prepared->makeNext(*f.w.store).value();
            if (++turn % 4 == 0 && turn < 40)
                f.author.patch(large[0], {assign("notes", QString(10'000, QChar(u'a' + turn)), f.w.row(EntityType::Lead, large[0]).rev)});
        }
        qint64 last = f.prepared->status().head;
        QVERIFY(last < f.w.head());
        size_t leads = 0;
        std::map<RecordId, qint64> changedAt;
        for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, 5000, 0}; at;) {
            const SnapshotPage page = f.served(*at).value();
            QVERIFY(page.head.seq >= last);
            last = page.head.seq;
            const std::vector<Record> rows = rowsOf(page).value();
            for (const Record &row : rows) {
                QVERIFY(row.rev <= page.head.seq);
                // The newest of that moment.
                for (qint64 seq = row.rev + 1; seq <= page.head.seq; ++seq)
                    QVERIFY(f.w.store->change(seq).value()->row.id != row.id);
            }
            leads += page.type == EntityType::Lead ? rows.size() : 0;
            at = Fixture::next(page);
            if (at)
                at->maxRows = 5000;
        }
        QCOMPARE(leads, size_t(kLeads + kLarge));
    }

    void tooMuchChangesWhileItIsMade()
    {
        Fixture f;
        QVERIFY(*f.prepared->isWanted(*f.w.store));
        for (int i = 0; i < 8; ++i)
            QVERIFY(f.prepared->makeNext(*f.w.store).value());
        f.change(kTail + 1);
        QVERIFY(!f.prepared->makeNext(*f.w.store));
        QVERIFY(!QFile::exists(f.path()));
        QVERIFY(!*f.prepared->isWanted(*f.w.store));
        f.w.clock.advance(f.policy.pauseMs);
        f.make();
        QVERIFY(f.isReady());
    }

    /// The snapshot of a client goes on over pages of one set, fresh ones and those of the next set, and with the tail
    /// from its first page it has everything.
    void resumedAcrossAnotherSet()
    {
        Fixture f;
        f.make();
        std::map<RecordRef, Record> rows;
        std::optional<Cursor> start;
        bool isChanged = false;
        int served = 0, fresh = 0;
        for (std::optional<SnapshotRequest> at = SnapshotRequest{allEntities().front()->type, {}, kPerPage, 0}; at;) {
            auto page = f.served(*at);
            (page ? served : fresh)++;
            if (!page)
                page = f.read(*at);
            if (!start)
                start = page->head;
            QVERIFY(page->head.seq >= start->seq);
            const std::vector<Record> brought = rowsOf(*page).value();
            for (const Record &row : brought)
                rows.insert_or_assign({row.type, row.id}, row);
            at = Fixture::next(*page);
            if (page->type != EntityType::Lead || std::exchange(isChanged, true))
                continue;
            // After the first page of leads: its boundary is none of the next set's.
            f.author.run(OperationKind::Delete, EntityType::Lead, page->firstId());
            f.change(kTail);
            QVERIFY(!f.isReady());
            f.w.clock.advance(f.policy.pauseMs);
            f.make();
            QVERIFY(f.prepared->status().head > start->seq);
        }
        QVERIFY(served > 5 && fresh > 0);
        const Changes tail = ChangeFeed(*f.w.store).after(actorFor(f.w.admin), *start, 5000).value();
        for (const Record &row : tail.rows)
            if (row.isDeleted())
                rows.erase({row.type, row.id});
            else
                rows.insert_or_assign({row.type, row.id}, row);
        qint64 expected = 0;
        for (const EntityInfo *info : allEntities()) {
            const SnapshotPage page = ChangeFeed(*f.w.store).snapshot(actorFor(f.w.admin), info->type, {}, 5000).value();
            for (const Record &row : page.rows) {
                QVERIFY(rows.contains({row.type, row.id}));
                QVERIFY(rows.at({row.type, row.id}) == row);
                ++expected;
            }
        }
        QCOMPARE(qint64(rows.size()), expected);
    }
};

QTEST_GUILESS_MAIN(TestPreparedSnapshot)
#include "test_prepared_snapshot.moc"
