// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "sync/server/text_cache.h"

#include <QTest>

using namespace mdmc;
using mdmc::sync::TextCache;

namespace {

QByteArray textOf(const TextCache::Kept *kept)
{
    return kept ? kept->text : QByteArray("none");
}

} // namespace

class TestTextCache : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhatIsKept()
    {
        TextCache cache(10'000);
        const RecordId one = RecordId::mint(), other = RecordId::mint();
        const ScopeKey scope{false, RecordId::mint(), {}};
        QVERIFY(!cache.find(one));
        cache.insert(one, {"one", {}});
        cache.insert(other, {"other", scope});
        QCOMPARE(textOf(cache.find(one)), QByteArray("one"));
        QVERIFY(!cache.find(one)->scope);
        QCOMPARE(cache.find(other)->scope, std::optional(scope));
        cache.setScope(one, scope);
        QCOMPARE(cache.find(one)->scope, std::optional(scope));
        cache.insert(one, {"one again", {}});
        QCOMPARE(textOf(cache.find(one)), QByteArray("one again"));
        QCOMPARE(cache.count(), 2);
        cache.remove(one);
        cache.remove(one);
        cache.setScope(one, scope);
        QVERIFY(!cache.find(one));
        QCOMPARE(textOf(cache.find(other)), QByteArray("other"));
        cache.clear();
        QVERIFY(!cache.find(other));
        QCOMPARE(cache.bytes(), 0);
    }

    void whatIsAskedForStays()
    {
        TextCache cache(100 * 1000);
        const QByteArray text(840, 't'); // 1000 with what it takes to keep it
        std::vector<RecordId> ids;
        for (int i = 0; i < 100; ++i) {
            ids.push_back(RecordId::mint());
            cache.insert(ids.back(), {text, {}});
        }
        QCOMPARE(cache.count(), 100);
        for (size_t i = 0; i < 50; ++i)
            QVERIFY(cache.find(ids[i]));
        for (int i = 0; i < 50; ++i)
            cache.insert(RecordId::mint(), {text, {}});
        QCOMPARE(cache.count(), 100);
        for (size_t i = 0; i < 100; ++i)
            QCOMPARE(cache.find(ids[i]) != nullptr, i < 50);
    }

    void memoryIsBounded()
    {
        constexpr qint64 kMost = 50'000;
        TextCache cache(kMost);
        SeededRandom random(7);
        std::vector<RecordId> ids;
        for (int i = 0; i < 300; ++i)
            ids.push_back(RecordId::mint());
        std::map<RecordId, QByteArray> latest;
        for (int i = 0; i < 20'000; ++i) {
            const RecordId &id = ids[size_t(random.below(300))];
            if (random.below(10) == 0) {
                cache.remove(id);
                latest.erase(id);
            } else if (const TextCache::Kept *kept = cache.find(id)) {
                QCOMPARE(kept->text, latest.at(id));
            } else {
                latest[id] = QByteArray(qsizetype(random.below(2000)) + 1, char('a' + i % 26));
                cache.insert(id, {latest[id], {}});
            }
            QVERIFY(cache.bytes() <= kMost);
        }
        QVERIFY(cache.count() > 20);
    }

    void oneThatIsTooLongIsNotKept()
    {
        TextCache cache(1000);
        const RecordId small = RecordId::mint(), large = RecordId::mint();
        cache.insert(small, {"small", {}});
        cache.insert(large, {QByteArray(1000, 'l'), {}});
        QVERIFY(!cache.find(large));
        QVERIFY(cache.find(small));
    }
};

QTEST_GUILESS_MAIN(TestTextCache)
#include "test_text_cache.moc"
