// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/database.h"
#include "core/storage/transaction.h"
#include "tests/support/results.h"

#include <QTest>

#include <limits>

using namespace mdmc;
using namespace mdmc::storage;

namespace {

enum class Colour { Red = 1, Blue = 7 };

}

class TestStatement : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsTexts_data();
    void keepsTexts();
    void keepsBlobs_data();
    void keepsBlobs();
    void keepsNumbers();
    void nullsAndOptionals();
    void recordIds();
    void bindsManyKinds();
    void bindingsOutliveTheirSources();
    void bindErrorsComeOut();
    void stepsAndStartsAgain();
    void runReturnsToTheStart();
    void cachesByText();
    void nestedUseOfOneText();
    void cacheIsBounded();
    void outlivesItsDatabase();
    void refusesSeveralStatements();
    void namedParameters();

private:
    std::optional<Database> m_db;
};

void TestStatement::init()
{
    auto db = Database::open(
        OpenOptions{.path = QStringLiteral(":memory:"), .key = security::SecretKey::generate(), .create = true});
    VERIFY_OK(db);
    m_db.emplace(std::move(*db));
    VERIFY_OK(m_db->exec("CREATE TABLE t(id INTEGER PRIMARY KEY, v ANY) STRICT"));
}

void TestStatement::keepsTexts_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("empty") << QStringLiteral("");
    QTest::newRow("null is empty") << QString();
    QTest::newRow("ASCII") << QStringLiteral("Lead");
    QTest::newRow("accents") << QStringLiteral("Éloïse Ünal, garçon");
    QTest::newRow("beyond the first plane") << QString::fromUtf8("🎵 東京 عربى");
    QTest::newRow("NUL inside") << QString(QStringLiteral("a") + QChar(0) + QStringLiteral("b"));
    QTest::newRow("NUL at the end") << QString(QStringLiteral("a") + QChar(0));
    QTest::newRow("512 units of three bytes") << QString(512, QChar(0x6771));
    QTest::newRow("513 units") << QString(513, QChar(0x6771));
    QTest::newRow("a million") << QString(1'000'000, u'x');
}

void TestStatement::keepsTexts()
{
    QFETCH(QString, text);
    VERIFY_OK(m_db->run("INSERT INTO t VALUES(1, ?)", text));
    auto read = m_db->prepare("SELECT v, typeof(v) FROM t");
    QVERIFY(read->step().value_or(false));
    QCOMPARE(read->columnText(0), text.isNull() ? QStringLiteral("") : text);
    QCOMPARE(read->columnText(1), QStringLiteral("text"));
    QVERIFY(!read->isNull(0));
    QCOMPARE(read->columnUtf8View(0).toByteArray(), text.toUtf8());
}

void TestStatement::keepsBlobs_data()
{
    QTest::addColumn<QByteArray>("blob");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("zeros") << QByteArray(3, '\0');
    QTest::newRow("every byte") << [] {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all.append(char(i));
        return all;
    }();
    QTest::newRow("5 MB") << QByteArray(5'000'000, 'b');
}

void TestStatement::keepsBlobs()
{
    QFETCH(QByteArray, blob);
    VERIFY_OK(m_db->run("INSERT INTO t VALUES(1, ?)", blob));
    auto read = m_db->prepare("SELECT v, typeof(v) FROM t");
    QVERIFY(read->step().value_or(false));
    QCOMPARE(read->columnBlob(0), blob);
    QVERIFY(read->columnBlobView(0) == QByteArrayView(blob));
    QCOMPARE(read->columnText(1), QStringLiteral("blob"));
}

void TestStatement::keepsNumbers()
{
    for (const qint64 value : {qint64(0), qint64(-1), std::numeric_limits<qint64>::min(),
                               std::numeric_limits<qint64>::max(), qint64(1) << 53}) {
        VERIFY_OK(m_db->run("INSERT OR REPLACE INTO t VALUES(1, ?)", value));
        QCOMPARE(m_db->queryInt64("SELECT v FROM t")->value(), value);
    }
    for (const double value : {0.1, -1e300, std::numeric_limits<double>::infinity()}) {
        VERIFY_OK(m_db->run("INSERT OR REPLACE INTO t VALUES(1, ?)", value));
        auto read = m_db->prepare("SELECT v FROM t");
        QVERIFY(read->step().value_or(false));
        QCOMPARE(read->columnDouble(0), value);
    }
}

void TestStatement::nullsAndOptionals()
{
    auto row = m_db->prepare("SELECT ?, ?, ?, ?, ?, ?");
    row->bindAll(nullptr, std::nullopt, std::optional<qint64>(), std::optional<qint64>(4),
                 std::optional<QString>(QStringLiteral("x")), std::optional<QByteArray>());
    QVERIFY(row->step().value_or(false));
    for (const int column : {0, 1, 2, 5})
        QVERIFY(row->isNull(column));
    QCOMPARE(row->columnOptionalInt64(2), std::nullopt);
    QCOMPARE(row->columnOptionalInt64(3), std::optional<qint64>(4));
    QCOMPARE(row->columnOptionalText(4), std::optional(QStringLiteral("x")));
    QCOMPARE(row->columnOptionalText(0), std::nullopt);
    QCOMPARE(row->columnOptionalBlob(5), std::nullopt);
    QCOMPARE(row->columnOptionalDouble(0), std::nullopt);
    QCOMPARE(row->columnInt64(0), 0);
    QCOMPARE(row->columnText(0), QString());
    QCOMPARE(row->columnBlob(0), QByteArray());
    QCOMPARE(row->columnCount(), 6);
}

void TestStatement::recordIds()
{
    const RecordId id = RecordId::mint();
    VERIFY_OK(m_db->run("INSERT INTO t VALUES(1, ?), (2, ?), (3, x'0102')", id, RecordId()));
    auto read = m_db->prepare("SELECT v, length(v), typeof(v) FROM t ORDER BY id");
    QVERIFY(read->step().value_or(false));
    QCOMPARE(read->columnRecordId(0), id);
    QCOMPARE(read->columnInt(1), 16);
    QVERIFY(read->step().value_or(false));
    QCOMPARE(read->columnText(2), QStringLiteral("null"));
    QVERIFY(read->columnRecordId(0).isNull());
    QVERIFY(read->step().value_or(false));
    QVERIFY(read->columnRecordId(0).isNull());
}

void TestStatement::bindsManyKinds()
{
    auto row = m_db->prepare("SELECT ?, ?, ?, ?, ?, ? AS named");
    row->bindAll(true, Colour::Blue, quint8(200), QLatin1String("latin é"), QStringView(u"view"), 1.5f);
    QVERIFY(row->step().value_or(false));
    QVERIFY(row->columnBool(0));
    QCOMPARE(row->columnInt(1), 7);
    QCOMPARE(row->columnInt(2), 200);
    QCOMPARE(row->columnText(3), QString(QLatin1String("latin é")));
    QCOMPARE(row->columnText(4), QStringLiteral("view"));
    QCOMPARE(row->columnDouble(5), 1.5);
    QCOMPARE(row->columnName(5), QStringLiteral("named"));
}

void TestStatement::bindingsOutliveTheirSources()
{
    auto row = m_db->prepare("SELECT ?, ?");
    {
        QString text(2000, u'a');
        QByteArray blob(2000, 'b');
        row->bindAll(text, blob);
        text.fill(u'z');
        blob.fill('z');
    }
    QVERIFY(row->step().value_or(false));
    QCOMPARE(row->columnText(0), QString(2000, u'a'));
    QCOMPARE(row->columnBlob(1), QByteArray(2000, 'b'));
}

void TestStatement::bindErrorsComeOut()
{
    auto row = m_db->prepare("INSERT INTO t VALUES(1, ?)");
    row->bind(2, QStringLiteral("no such parameter"));
    VERIFY_ERROR(row->run(), ErrorCode::Internal);
    QCOMPARE(m_db->queryInt64("SELECT count(*) FROM t")->value(), 0);
    VERIFY_OK(row->run(QStringLiteral("now right")));
}

void TestStatement::stepsAndStartsAgain()
{
    VERIFY_OK(m_db->exec("INSERT INTO t VALUES(1, 'a'), (2, 'b')"));
    auto read = m_db->prepare("SELECT v FROM t WHERE id >= ? ORDER BY id");
    for (int round = 0; round < 2; ++round) {
        read->bindAll(1);
        QVERIFY(read->step().value_or(false));
        QCOMPARE(read->columnText(0), QStringLiteral("a"));
        QVERIFY(read->step().value_or(false));
        QCOMPARE(read->columnText(0), QStringLiteral("b"));
        QCOMPARE(read->step().value_or(true), false);
    }
    QVERIFY(read->step().value_or(false));
    read->reset();
    QVERIFY(read->step().value_or(false));
    QCOMPARE(read->columnText(0), QStringLiteral("a"));
}

void TestStatement::runReturnsToTheStart()
{
    auto insert = m_db->prepare("INSERT INTO t VALUES(?, ?) RETURNING id");
    for (int i = 1; i <= 3; ++i)
        VERIFY_OK(insert->run(i, QStringLiteral("x")));
    QCOMPARE(m_db->queryInt64("SELECT count(*) FROM t")->value(), 3);
    VERIFY_ERROR(insert->run(3, QStringLiteral("again")), ErrorCode::AlreadyExists);
    VERIFY_OK(insert->run(4, QStringLiteral("still usable")));
}

void TestStatement::cachesByText()
{
    sqlite3_stmt *first = nullptr;
    {
        auto statement = m_db->prepare("SELECT ?");
        first = statement->handle();
        statement->bindAll(QStringLiteral("left over"));
        QVERIFY(statement->step().value_or(false));
    }
    auto again = m_db->prepare(u"SELECT ?");
    QCOMPARE(again->handle(), first);
    QVERIFY(again->step().value_or(false));
    QVERIFY(again->isNull(0)); // Bindings of the last user are gone.
}

void TestStatement::nestedUseOfOneText()
{
    VERIFY_OK(m_db->exec("INSERT INTO t VALUES(1, 'a'), (2, 'b')"));
    int seen = 0;
    auto outer = m_db->prepare("SELECT id FROM t");
    while (outer->step().value_or(false)) {
        auto inner = m_db->prepare("SELECT id FROM t");
        QVERIFY(inner->handle() != outer->handle());
        while (inner->step().value_or(false))
            ++seen;
    }
    QCOMPARE(seen, 4);
}

void TestStatement::cacheIsBounded()
{
    auto held = m_db->prepare("SELECT 'held'");
    for (int i = 0; i < 2000; ++i)
        QCOMPARE(m_db->queryInt64(QStringLiteral("SELECT %1").arg(i))->value(), i);
    QVERIFY(held->step().value_or(false)); // What is lent is never dropped.
    QCOMPARE(held->columnText(0), QStringLiteral("held"));
}

void TestStatement::outlivesItsDatabase()
{
    VERIFY_OK(m_db->exec("INSERT INTO t VALUES(1, 'a')"));
    auto statement = m_db->prepare("SELECT v FROM t");
    m_db.reset();
    QVERIFY(statement->step().value_or(false));
    QCOMPARE(statement->columnText(0), QStringLiteral("a"));
}

void TestStatement::refusesSeveralStatements()
{
    QVERIFY(m_db->prepare("SELECT 1;  \n").has_value());
    VERIFY_ERROR(m_db->prepare("SELECT 1; DELETE FROM t"), ErrorCode::Internal);
    VERIFY_ERROR(m_db->prepare("  -- nothing"), ErrorCode::Internal);
    VERIFY_OK(m_db->exec("INSERT INTO t VALUES(1, 'a'); -- and\n INSERT INTO t VALUES(2, 'b;c');\n"));
    QCOMPARE(m_db->queryInt64("SELECT count(*) FROM t")->value(), 2);
    QVERIFY(!m_db->exec("INSERT INTO t VALUES(3, 'a'); SELEKT"));
}

void TestStatement::namedParameters()
{
    auto row = m_db->prepare("SELECT :a + :b + :a");
    row->bind(row->parameterIndex(":a"), 10).bind(row->parameterIndex(":b"), 1);
    QVERIFY(row->step().value_or(false));
    QCOMPARE(row->columnInt(0), 21);
    QCOMPARE(row->parameterIndex(":none"), 0);
}

QTEST_GUILESS_MAIN(TestStatement)
#include "test_statement.moc"
