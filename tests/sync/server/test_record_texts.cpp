// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/records.h"
#include "sync/server/embedded_store.h"
#include "sync/server/record_texts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

const RecordId kTeam = RecordId::mint(), kOtherTeam = RecordId::mint();
const RecordId kUser = RecordId::mint(), kOtherUser = RecordId::mint();
const Actor kAll{kUser, Role::Admin, Sight::All, kTeam, true};

Record leadOf(const RecordId &owner, const RecordId &team, const QString &artist = QStringLiteral("Artist"))
{
    Lead lead;
    lead.id = RecordId::mint();
    lead.artistName = artist;
    lead.ownerId = owner;
    lead.teamId = team;
    return toRecord(lead);
}

Record renamed(Record lead, const char *artist)
{
    lead.setValue(QLatin1String("artistName"), QString::fromLatin1(artist));
    return lead;
}

/// A store in a file and what is kept of its leads.
class Kept {
public:
    Kept() : store(open(true)), texts(*store, EntityType::Lead, 10 << 20) { }

    std::unique_ptr<EmbeddedStore> open(bool create = false) const
    {
        return EmbeddedStore::open({m_dir.filePath(QStringLiteral("store.db")),
                                    *security::SecretKey::fromBytes(QByteArray(32, 'k')), create})
            .value();
    }

    /// Without an entry in the log, as nothing of the product does: so it shows what is not read again.
    void saveSecretly(const Record &lead)
    {
        StoreTransaction transaction = StoreTransaction::begin(*store, Store::Mode::Write).value();
        QVERIFY(store->save(lead, {ownScope(lead), {EntityType::Lead, lead.id}}, nullptr).has_value());
        QVERIFY(transaction.commit().has_value());
    }

    /// As the product saves; `count` changes.
    void save(Store &by, Record lead, int count = 1)
    {
        StoreTransaction transaction = StoreTransaction::begin(by, Store::Mode::Write).value();
        const qint64 last = by.raiseHead(count).value();
        for (qint64 seq = last - count + 1; seq <= last; ++seq) {
            Change change;
            change.seq = change.groupLast = seq;
            change.tag = QByteArray(16, 't');
            change.row = {lead.type, lead.id};
            QVERIFY(by.append(change).has_value());
        }
        lead.rev = last;
        QVERIFY(by.save(lead, {ownScope(lead), {lead.type, lead.id}}, nullptr).has_value());
        QVERIFY(transaction.commit().has_value());
    }
    void save(const Record &lead) { save(*store, lead); }

    std::vector<RecordId> ids(const Actor &actor, const RecordId &after = {}, int limit = 1000)
    {
        std::vector<RecordId> found;
        StoreTransaction transaction = StoreTransaction::begin(*store, Store::Mode::Read).value();
        if (!texts.follow(store->version().value()))
            qFatal("what changed cannot be read");
        const std::vector<Store::RowPlace> rows = texts.visibleRows(actor, after, limit, {}).value();
        for (const Store::RowPlace &row : rows)
            found.push_back(row.id);
        return found;
    }

    /// Ids and names of all that the actor sees.
    std::map<RecordId, QString> names(const Actor &actor = kAll)
    {
        QByteArray json("[");
        {
            StoreTransaction transaction = StoreTransaction::begin(*store, Store::Mode::Read).value();
            if (!texts.follow(store->version().value()))
                qFatal("what changed cannot be read");
            const auto rows = texts.visibleRows(actor, {}, 1000, {}).value();
            if (!texts.append(json, rows))
                qFatal("texts cannot be read");
        }
        std::map<RecordId, QString> found;
        for (const QJsonValue &lead : QJsonDocument::fromJson(json + ']').array())
            found.emplace(*RecordId::fromString(lead[QLatin1String("id")].toString()),
                          lead[QLatin1String("artistName")].toString());
        return found;
    }
    QString name(const Record &lead) { return names().at(lead.id); }

private:
    QTemporaryDir m_dir;

public:
    std::unique_ptr<EmbeddedStore> store;
    RecordTexts texts;
};

} // namespace

class TestRecordTexts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesAreSeenByWhomeverTheyAreMade()
    {
        Kept kept;
        const Record lead = leadOf(kUser, kTeam, QStringLiteral("First"));
        kept.save(lead);
        QCOMPARE(kept.name(lead), QStringLiteral("First"));
        kept.save(renamed(lead, "Second"));
        QCOMPARE(kept.name(lead), QStringLiteral("Second"));
        const auto other = kept.open(); // As another process has it
        kept.save(*other, renamed(lead, "Third"));
        QCOMPARE(kept.name(lead), QStringLiteral("Third"));
        Record deleted = renamed(lead, "Third");
        deleted.deleted = 3;
        kept.save(*other, deleted);
        QVERIFY(kept.names().empty());
        kept.save(*other, renamed(lead, "Fourth"));
        QCOMPARE(kept.name(lead), QStringLiteral("Fourth"));
    }

    void whatDidNotChangeIsNotReadAgain()
    {
        Kept kept;
        const Record lead = leadOf(kUser, kTeam, QStringLiteral("Kept")), other = leadOf(kUser, kTeam);
        kept.save(lead);
        kept.save(other);
        QCOMPARE(kept.names().size(), 2u);
        kept.saveSecretly(renamed(lead, "Secret"));
        kept.save(renamed(other, "Changed"));
        QCOMPARE(kept.name(lead), QStringLiteral("Kept"));
        QCOMPARE(kept.name(other), QStringLiteral("Changed"));
        // Rows that are known and others, in one page, in their order
        std::map<RecordId, QString> expected{{lead.id, QStringLiteral("Kept")}, {other.id, QStringLiteral("Changed")}};
        for (int i = 0; i < 20; ++i) {
            const Record added = leadOf(kUser, kTeam, QStringLiteral("Added %1").arg(i));
            kept.save(added);
            expected.emplace(added.id, QStringLiteral("Added %1").arg(i));
            if (i % 3 == 0)
                QCOMPARE(kept.names(), expected);
        }
        QCOMPARE(kept.names(), expected);
    }

    void whatCannotBeFollowedIsReadAgain_data()
    {
        QTest::addColumn<QString>("how");
        for (const char *how : {"another epoch", "folded log", "many changes", "gap"})
            QTest::newRow(how) << QString::fromLatin1(how);
    }

    void whatCannotBeFollowedIsReadAgain()
    {
        QFETCH(QString, how);
        Kept kept;
        const Record lead = leadOf(kUser, kTeam, QStringLiteral("Old")), other = leadOf(kUser, kTeam);
        kept.save(lead);
        kept.save(other);
        QCOMPARE(kept.name(lead), QStringLiteral("Old"));
        kept.saveSecretly(renamed(lead, "New"));
        if (how == u"many changes") {
            kept.save(*kept.store, other, 5001);
        } else {
            kept.save(*kept.store, other, 10);
            StoreTransaction transaction = StoreTransaction::begin(*kept.store, Store::Mode::Write).value();
            if (how == u"another epoch")
                QVERIFY(kept.store->renewEpoch().has_value());
            else if (how == u"folded log")
                QVERIFY(kept.store->raiseFloor(5).has_value());
            else
                QVERIFY(kept.store->raiseHead(1).has_value());
            QVERIFY(transaction.commit().has_value());
        }
        if (how == u"gap") { // Only the number before it is missing
            kept.save(other);
        }
        QCOMPARE(kept.name(lead), QStringLiteral("New"));
    }

    void eachSeesTheirOwn_data()
    {
        QTest::addColumn<int>("leads");
        QTest::addColumn<int>("others"); // Of ten
        QTest::newRow("most") << 60 << 1;
        QTest::newRow("half") << 60 << 5;
        QTest::newRow("few") << 100 << 9;
        QTest::newRow("none") << 60 << 10;
    }

    /// Whatever is kept by then, a page has the rows that the store would say.
    void eachSeesTheirOwn()
    {
        QFETCH(int, leads);
        QFETCH(int, others);
        Kept kept;
        SeededRandom random(20 + quint64(others));
        std::vector<Record> all;
        for (int i = 0; i < leads; ++i) {
            const bool isOthers = int(random.below(10)) < others;
            all.push_back(leadOf(isOthers ? kOtherUser : kUser, isOthers ? kOtherTeam : kTeam));
            kept.save(all.back());
        }
        const Actor team{kUser, Role::Manager, Sight::Team, kTeam, true},
            own{kUser, Role::AccountManager, Sight::Own, kTeam, true};
        const Actor otherTeam{kOtherUser, Role::Manager, Sight::Team, kOtherTeam, true};
        const Actor gone{kUser, Role::Manager, Sight::Team, kTeam, false};
        const auto check = [&] {
            for (const Actor &actor : {team, own, otherTeam, gone, kAll}) {
                const auto rows = kept.store->visibleRows(EntityType::Lead, actor, {}, 1000, {}).value();
                std::vector<RecordId> expected;
                for (const Store::RowPlace &row : rows)
                    expected.push_back(row.id);
                QCOMPARE(kept.ids(actor), expected);
                for (const size_t start : {size_t(0), expected.size() / 2}) {
                    const RecordId after = start < expected.size() ? expected[start] : RecordId();
                    const auto begin =
                        start < expected.size() ? expected.begin() + qsizetype(start) + 1 : expected.begin();
                    const std::vector<RecordId> page(begin, begin + std::min<qsizetype>(7, expected.end() - begin));
                    QCOMPARE(kept.ids(actor, after, 7), page);
                }
            }
        };
        check(); // Nothing is kept yet
        kept.names(kAll); // Texts without who sees them
        check();
        kept.names(team);
        kept.names(otherTeam); // All of it
        check();
        for (size_t i = 0; i < all.size(); i += 3) { // Handed on
            all[i].setValue(QLatin1String("ownerId"), i % 2 ? kUser : kOtherUser);
            all[i].setValue(QLatin1String("teamId"), i % 2 ? kTeam : kOtherTeam);
            kept.save(all[i]);
        }
        check();
        kept.names(team);
        kept.names(otherTeam);
        check();
    }

    /// Who sees a row of which the text is kept is not looked up again, until it changes.
    void scopesAreKept()
    {
        Kept kept;
        Record lead = leadOf(kUser, kTeam);
        kept.save(lead);
        const Actor team{kUser, Role::Manager, Sight::Team, kTeam, true};
        QCOMPARE(kept.names(kAll).size(), 1u); // Without a look at who sees it
        QCOMPARE(kept.names(team).size(), 1u);
        lead.setValue(QLatin1String("ownerId"), kOtherUser);
        lead.setValue(QLatin1String("teamId"), kOtherTeam);
        kept.saveSecretly(lead);
        QCOMPARE(kept.ids(team).size(), 1u);
        kept.save(lead);
        QVERIFY(kept.ids(team).empty());
    }
};

QTEST_GUILESS_MAIN(TestRecordTexts)
#include "test_record_texts.moc"
