// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/base/record_id.h"

#include <QTest>

#include <unordered_set>

using namespace mdmc;

class TestRecordId : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void carriesVersionVariantAndTime();
    void isOrderedByTime();
    void mintsDistinctIds();
    void readsItsOwnText();
    void refusesGarbage_data();
    void refusesGarbage();
    void nullMeansNone();
};

void TestRecordId::carriesVersionVariantAndTime()
{
    const ManualClock clock(0x0123456789ab);
    SeededRandom random(7);
    for (int i = 0; i < 100; ++i) {
        const QByteArray bytes = RecordId::mint(clock, random).toBytes();
        QCOMPARE(bytes.size(), 16);
        QCOMPARE(bytes.left(6).toHex(), QByteArray("0123456789ab"));
        QCOMPARE(quint8(bytes[6]) >> 4, 7);
        QCOMPARE(quint8(bytes[8]) >> 6, 2);
    }
    // A clock before 1970 must not wrap around to ids of a far future.
    const ManualClock early(-5);
    QCOMPARE(RecordId::mint(early, random).toBytes().left(6).toHex(), QByteArray("000000000000"));
}

void TestRecordId::isOrderedByTime()
{
    ManualClock clock;
    SeededRandom random(3);
    RecordId last = RecordId::mint(clock, random);
    for (int i = 0; i < 1000; ++i) {
        clock.advance(1 + qint64(random.below(100'000)));
        const RecordId next = RecordId::mint(clock, random);
        QVERIFY(last < next);
        QVERIFY(last.toBytes() < next.toBytes());
        QVERIFY(last.toString() < next.toString());
        last = next;
    }
}

void TestRecordId::mintsDistinctIds()
{
    const ManualClock clock;
    SeededRandom random(5);
    std::unordered_set<RecordId> seen;
    for (int i = 0; i < 10'000; ++i)
        QVERIFY(seen.insert(RecordId::mint(clock, random)).second);
    QVERIFY(RecordId::mint() != RecordId::mint());
}

void TestRecordId::readsItsOwnText()
{
    const ManualClock clock;
    SeededRandom random(9);
    const RecordId id = RecordId::mint(clock, random);
    const QString text = id.toString();
    QCOMPARE(text.size(), 36);
    QCOMPARE(text, text.toLower());
    QCOMPARE(RecordId::fromString(text), std::optional(id));
    QCOMPARE(RecordId::fromString(text.toUpper()), std::optional(id));
    QCOMPARE(RecordId::fromBytes(id.toBytes()), std::optional(id));
    QCOMPARE(RecordId::fromString(u"00000000-0000-0000-0000-000000000000"), std::optional(RecordId()));
}

void TestRecordId::refusesGarbage_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QString();
    QTest::newRow("word") << QStringLiteral("lead");
    QTest::newRow("no hyphens") << QStringLiteral("0198c3a278007000800000000000abcd");
    QTest::newRow("braces") << QStringLiteral("{0198c3a2-7800-7000-8000-00000000abcd}");
    QTest::newRow("hyphen moved") << QStringLiteral("0198c3a27-800-7000-8000-00000000abcd");
    QTest::newRow("no hexadecimal digit") << QStringLiteral("0198c3a2-7800-7000-8000-00000000abcg");
    QTest::newRow("short") << QStringLiteral("0198c3a2-7800-7000-8000-00000000abc");
    QTest::newRow("long") << QStringLiteral("0198c3a2-7800-7000-8000-00000000abcde");
    QTest::newRow("space before") << QStringLiteral(" 0198c3a2-7800-7000-8000-00000000abc");
    QTest::newRow("36 others") << QString(36, u'z');
    QTest::newRow("wide digits") << QString(36, QChar(0xff10));
}

void TestRecordId::refusesGarbage()
{
    QFETCH(QString, text);
    QVERIFY(!RecordId::fromString(text).has_value());
    QVERIFY(!RecordId::fromBytes(QByteArray(15, 'x')).has_value());
    QVERIFY(!RecordId::fromBytes(QByteArray(17, 'x')).has_value());
}

void TestRecordId::nullMeansNone()
{
    QVERIFY(RecordId().isNull());
    QVERIFY(!RecordId());
    QVERIFY(bool(RecordId::mint()));
}

QTEST_GUILESS_MAIN(TestRecordId)
#include "test_record_id.moc"
