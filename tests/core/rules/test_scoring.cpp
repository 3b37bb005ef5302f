// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/rules/scoring.h"

#include <QTest>

using namespace mdmc;

namespace {

const QDate kToday(2026, 11, 15);

UtcMs daysAgo(int days)
{
    return QDateTime(kToday.addDays(-days), QTime(23, 59), Qt::UTC).toMSecsSinceEpoch();
}

Stage openStage(qint64 position)
{
    Stage stage;
    stage.kind = QStringLiteral("open");
    stage.position = position;
    return stage;
}

int factor(const Score &score, const char *key)
{
    for (const ScoreFactor &f : score.factors)
        if (f.key == QLatin1String(key))
            return f.points;
    return -1000;
}

QString breakdown(const Score &score)
{
    QStringList parts;
    for (const ScoreFactor &f : score.factors)
        parts += QStringLiteral("%1 %2").arg(f.key).arg(f.points);
    return parts.join(QLatin1String(", "));
}

Lead perfectLead()
{
    Lead lead;
    lead.budget = Money{500'000, QStringLiteral("EUR")};
    lead.releaseDate = kToday.addDays(30);
    lead.firstName = QStringLiteral("Zoé");
    lead.emails = {QStringLiteral("zoe@label.fr")};
    lead.phones = {QStringLiteral("+33639981234")};
    lead.source = QStringLiteral("referral");
    lead.platforms = {QStringLiteral("tiktok")};
    lead.goals = {QStringLiteral("videoViews")};
    lead.spotifyId = QStringLiteral("1vCWHaC5f2uS3yhpwWbIA6");
    lead.genres = {QStringLiteral("pop")};
    lead.lastActivityAt = daysAgo(1);
    lead.tags = {QStringLiteral("Returning")};
    return lead;
}

} // namespace

class TestScoring : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void byHand();
    void budgets_data();
    void budgets();
    void releases_data();
    void releases();
    void engagement_data();
    void engagement();
    void otherFactors();
    void factorsAddUp();
};

void TestScoring::byHand()
{
    const Stage stage = openStage(2);
    const Score empty = scoreLead(Lead(), nullptr, kToday);
    QCOMPARE(empty.total, 0);
    QCOMPARE(breakdown(empty), QStringLiteral("budget 0, release 0, contact 0, source 0, fit 0, traction 0, "
                                              "engagement 0, returning 0"));
    const Score best = scoreLead(perfectLead(), &stage, kToday);
    QCOMPARE(best.total, 100);
    QCOMPARE(breakdown(best), QStringLiteral("budget 25, release 15, contact 10, source 10, fit 10, traction 10, "
                                             "engagement 15, returning 5"));
    Lead usual; // 1,500 € by form, an address and a name, on Spotify, last heard of 40 days ago
    usual.budget = Money{150'000, QStringLiteral("EUR")};
    usual.source = QStringLiteral("form");
    usual.emails = {QStringLiteral("zoe@label.fr")};
    usual.lastName = QStringLiteral("Martin");
    usual.spotifyId = QStringLiteral("1vCWHaC5f2uS3yhpwWbIA6");
    usual.lastActivityAt = daysAgo(40);
    const Score score = scoreLead(usual, &stage, kToday);
    QCOMPARE(breakdown(score), QStringLiteral("budget 15, release 0, contact 7, source 7, fit 0, traction 6, "
                                              "engagement 0, returning 0, noReply -10"));
    QCOMPARE(score.total, 25);
    Lead silent;
    silent.lastActivityAt = daysAgo(31);
    QCOMPARE(scoreLead(silent, &stage, kToday).total, 0); // held at 0, the penalty still shown
    QCOMPARE(factor(scoreLead(silent, &stage, kToday), "noReply"), -10);
}

void TestScoring::budgets_data()
{
    QTest::addColumn<qint64>("minor");
    QTest::addColumn<QString>("currency");
    QTest::addColumn<int>("points");
    const auto row = [](qint64 minor, const char *currency, int points) {
        QTest::addRow("%lld %s", static_cast<long long>(minor), currency)
            << minor << QString::fromLatin1(currency) << points;
    };
    row(0, "EUR", 0);
    row(-5, "EUR", 0);
    row(1, "EUR", 5);
    row(49'999, "EUR", 5);
    row(50'000, "EUR", 10);
    row(100'000, "EUR", 15);
    row(249'999, "EUR", 15);
    row(250'000, "EUR", 20);
    row(500'000, "EUR", 25);
    row(500'000, "USD", 20);
    row(500'000, "GBP", 25);
    row(200'000, "JPY", 15); // 200,000 yen, about 1,200 €
    row(500'000, "SEK", 10); // size class unknown
    row(std::numeric_limits<qint64>::max(), "EUR", 25);
}

void TestScoring::budgets()
{
    QFETCH(qint64, minor);
    QFETCH(QString, currency);
    QFETCH(int, points);
    Lead lead;
    lead.budget = Money{minor, currency};
    QCOMPARE(factor(scoreLead(lead, nullptr, kToday), "budget"), points);
    lead.contractValue = lead.budget;
    lead.budget.reset();
    QCOMPARE(factor(scoreLead(lead, nullptr, kToday), "budget"), points);
}

void TestScoring::releases_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("points");
    const int table[][2] = {{-1, 0}, {0, 5}, {13, 5}, {14, 15}, {70, 15}, {71, 8}, {140, 8}, {141, 3}, {3650, 3}};
    for (const auto &[days, points] : table)
        QTest::addRow("%d days", days) << days << points;
}

void TestScoring::releases()
{
    QFETCH(int, days);
    Lead lead;
    lead.releaseDate = kToday.addDays(days);
    QTEST(factor(scoreLead(lead, nullptr, kToday), "release"), "points");
}

void TestScoring::engagement_data()
{
    QTest::addColumn<int>("days");
    QTest::addColumn<int>("points");
    QTest::addColumn<bool>("isPenalised");
    const int table[][3] = {{-3, 15, 0}, {0, 15, 0}, {7, 15, 0}, {8, 10, 0}, {14, 10, 0}, {15, 5, 0}, {30, 5, 0},
                            {31, 0, 1}, {400, 0, 1}};
    for (const auto &[days, points, penalty] : table)
        QTest::addRow("%d days", days) << days << points << (penalty == 1);
}

void TestScoring::engagement()
{
    QFETCH(int, days);
    QFETCH(int, points);
    QFETCH(bool, isPenalised);
    Lead lead;
    lead.lastActivityAt = daysAgo(days);
    const Stage later = openStage(1);
    QCOMPARE(factor(scoreLead(lead, &later, kToday), "engagement"), points);
    QCOMPARE(factor(scoreLead(lead, &later, kToday), "noReply"), isPenalised ? -10 : -1000);
    const Stage first = openStage(0);
    QCOMPARE(factor(scoreLead(lead, &first, kToday), "noReply"), -1000);
    QCOMPARE(factor(scoreLead(lead, nullptr, kToday), "noReply"), -1000);
    Stage parked = later;
    parked.kind = QStringLiteral("parked");
    QCOMPARE(factor(scoreLead(lead, &parked, kToday), "noReply"), -1000);
}

void TestScoring::otherFactors()
{
    const auto points = [](const Lead &lead, const char *key) { return factor(scoreLead(lead, nullptr, kToday), key); };
    Lead lead = perfectLead();
    lead.consent = QStringLiteral("denied");
    QCOMPARE(points(lead, "contact"), 0);
    lead.consent = QStringLiteral("granted");
    lead.emails = {QStringLiteral("broken")};
    QCOMPARE(points(lead, "contact"), 5);
    lead.goals = {QStringLiteral("ticketing")};
    QCOMPARE(points(lead, "fit"), 8); // TikTok does not sell tickets
    lead.platforms += QStringLiteral("meta");
    QCOMPARE(points(lead, "fit"), 10);
    lead.platforms.clear();
    QCOMPARE(points(lead, "fit"), 4);
    lead.source = QStringLiteral("import");
    QCOMPARE(points(lead, "source"), 2);
    lead.source = QStringLiteral("our own list");
    QCOMPARE(points(lead, "source"), 4);
    lead.spotifyId.clear();
    QCOMPARE(points(lead, "traction"), 4);
    lead.tags.clear();
    QCOMPARE(points(lead, "returning"), 0);
    lead.companyId = RecordId::mint();
    QCOMPARE(points(lead, "returning"), 5);
}

void TestScoring::factorsAddUp()
{
    int maximum = 0;
    for (const ScoreFactor &f : scoreLead(Lead(), nullptr, kToday).factors)
        maximum += f.maximum;
    QCOMPARE(maximum, 100);

    SeededRandom random(42);
    const Lead perfect = perfectLead();
    for (int run = 0; run < 2000; ++run) {
        Lead lead = perfect;
        if (random.below(2)) lead.budget = Money{qint64(random.below(1'000'000)), QStringLiteral("EUR")};
        if (random.below(2)) lead.releaseDate = kToday.addDays(qint64(random.below(300)) - 50);
        if (random.below(2)) lead.lastActivityAt = daysAgo(int(random.below(60)));
        if (random.below(2)) lead.source.clear();
        if (random.below(2)) lead.platforms.clear();
        if (random.below(2)) lead.spotifyId.clear();
        const Stage stage = openStage(qint64(random.below(3)));
        const Score score = scoreLead(lead, &stage, kToday);
        int sum = 0;
        for (const ScoreFactor &f : score.factors) {
            QVERIFY(f.points <= f.maximum);
            QVERIFY(f.points >= 0 || f.maximum == 0);
            sum += f.points;
        }
        QCOMPARE(score.total, qBound(0, sum, 100));
        QVERIFY(scoreLead(lead, &stage, kToday).factors == score.factors);
    }
}

QTEST_GUILESS_MAIN(TestScoring)
#include "test_scoring.moc"
