// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/accounts.h"
#include "workspace_fixture.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

const QString kPassword = QStringLiteral("correct horse 77");
const QString kAna = QStringLiteral("ana@example.org");

/// A millisecond later each time it is looked at.
class RunningClock final : public Clock {
public:
    UtcMs nowUtc() const override { return ManualClock().nowUtc() + ++m_looks; }
    qint64 monotonicMs() const override { return ++m_looks; }

private:
    mutable qint64 m_looks = 0;
};

struct Setting : Workspace {
    Setting()
    {
        if (const auto set = accounts.setPassword(ana.id, kPassword); !set)
            qFatal("%s", qPrintable(set.error().detail));
    }
    TokenIssuer tokens = TokenIssuer::create(QByteArray(32, 's'), clock).value();
    Accounts accounts{*store, tokens, clock, random, security::PasswordHasher(security::Argon2Cost::forTests())};

    ErrorCode loginError(const QString &email, const QString &password)
    {
        const auto pair = accounts.login(email, password, {});
        return pair ? ErrorCode::Internal : pair.error().code;
    }
};

} // namespace

class TestAccounts : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void signIn()
    {
        Setting s;
        const auto pair = s.accounts.login(QStringLiteral(" Ana@Example.org "), kPassword, QStringLiteral("laptop"));
        QVERIFY(pair.has_value());
        QCOMPARE(pair->user.id, s.ana.id);
        QCOMPARE(pair->refreshExpiresAt - s.clock.nowUtc(), qint64(7) * 24 * 3600 * 1000);
        QCOMPARE(s.accounts.authenticate(pair->accessToken)->user.id, s.ana.id);
        QCOMPARE(s.store->auditOf(s.ana.id, 1)->front().action, QStringLiteral("login"));
    }

    void wrongAndUnknownLookTheSame()
    {
        Setting s;
        const auto wrong = s.accounts.login(kAna, QStringLiteral("wrong"), {});
        const auto unknown = s.accounts.login(QStringLiteral("nobody@example.org"), kPassword, {});
        const auto without = s.accounts.login(s.ben.email, kPassword, {}); // A user without a password yet
        QVERIFY(!wrong && !unknown && !without);
        QCOMPARE(wrong.error(), unknown.error());
        QCOMPARE(wrong.error(), without.error());
        QCOMPARE(wrong.error().code, ErrorCode::Unauthenticated);
    }

    void lockOut_data()
    {
        QTest::addColumn<QString>("email");
        QTest::newRow("account") << kAna;
        QTest::newRow("no account") << QStringLiteral("nobody@example.org");
    }
    void lockOut()
    {
        QFETCH(QString, email);
        Setting s;
        for (int i = 0; i < Accounts::kFreeAttempts; ++i)
            QCOMPARE(s.loginError(email, QStringLiteral("wrong")), ErrorCode::Unauthenticated);
        QCOMPARE(s.loginError(email, kPassword), ErrorCode::RateLimited);
        QCOMPARE(s.accounts.lockedForSeconds(email), 30);
        s.clock.advance(30'001);
        QCOMPARE(s.loginError(email, QStringLiteral("wrong")), ErrorCode::Unauthenticated);
        QCOMPARE(s.accounts.lockedForSeconds(email), 60); // Twice as long
        s.clock.advance(60'001);
        if (email == kAna) {
            QVERIFY(s.accounts.login(email, kPassword, {}).has_value());
            QCOMPARE(s.loginError(email, QStringLiteral("wrong")), ErrorCode::Unauthenticated); // Counts from 0 again
            QCOMPARE(s.accounts.lockedForSeconds(email), 0);
        }
    }

    void refreshRotatesAndReuseRevokesTheFamily()
    {
        Setting s;
        const TokenPair first = s.accounts.login(kAna, kPassword, {}).value();
        const TokenPair other = s.accounts.login(kAna, kPassword, {}).value();
        const TokenPair second = s.accounts.refresh(first.refreshToken).value();
        QVERIFY(second.refreshToken != first.refreshToken);
        const TokenPair third = s.accounts.refresh(second.refreshToken).value();
        QVERIFY(!s.accounts.refresh(second.refreshToken));
        QVERIFY(!s.accounts.refresh(third.refreshToken));
        QVERIFY(s.accounts.refresh(other.refreshToken).has_value()); // Another sign-in is another family
    }

    /// A reply that was lost does not end the session; a thief who has only the old token still does.
    void aLostReplyCanBeAskedForAgain()
    {
        Setting s;
        const TokenPair first = s.accounts.login(kAna, kPassword, {}).value();
        const QString next(43, QLatin1Char('n'));
        QCOMPARE(s.accounts.refresh(first.refreshToken, next)->refreshToken, next);
        s.clock.advance(60'000);
        const auto again = s.accounts.refresh(first.refreshToken, next);
        QVERIFY(again);
        QCOMPARE(again->refreshToken, next);
        QVERIFY(s.accounts.authenticate(again->accessToken));
        const QString afterNext(43, QLatin1Char('m'));
        QVERIFY(s.accounts.refresh(next, afterNext));
        QVERIFY2(!s.accounts.refresh(first.refreshToken, next), "the successor has been used");
        QVERIFY2(!s.accounts.refresh(afterNext), "and that ends the family");
    }

    /// Writing takes time: the clock goes on between the two tokens of one refresh.
    void aLostReplyIsKnownWhileTheClockRuns()
    {
        Setting s;
        const RunningClock running;
        Accounts accounts{*s.store, s.tokens, running, s.random, security::PasswordHasher(security::Argon2Cost::forTests())};
        const TokenPair first = accounts.login(kAna, kPassword, {}).value();
        const QString next(43, QLatin1Char('n'));
        QVERIFY(accounts.refresh(first.refreshToken, next));
        const auto again = accounts.refresh(first.refreshToken, next);
        QVERIFY(again);
        QCOMPARE(again->refreshToken, next);
    }

    void anotherSuccessorIsReuse()
    {
        Setting s;
        const TokenPair first = s.accounts.login(kAna, kPassword, {}).value();
        const QString next(43, QLatin1Char('n'));
        QVERIFY(s.accounts.refresh(first.refreshToken, next));
        QVERIFY(!s.accounts.refresh(first.refreshToken, QString(43, QLatin1Char('x'))));
        QVERIFY(!s.accounts.refresh(next));
        QCOMPARE(s.accounts.refresh(first.refreshToken, QStringLiteral("short")).error().field, QStringLiteral("nextToken"));
    }

    void refreshEnds()
    {
        Setting s;
        const TokenPair pair = s.accounts.login(kAna, kPassword, {}).value();
        s.clock.advance(Accounts::kRefreshLifetimeMs - 1);
        const TokenPair next = s.accounts.refresh(pair.refreshToken).value();
        s.clock.advance(Accounts::kRefreshLifetimeMs);
        QVERIFY(!s.accounts.refresh(next.refreshToken));
        QVERIFY(!s.accounts.refresh(QStringLiteral("unknown")));
    }

    void signOutEndsTheFamily()
    {
        Setting s;
        const TokenPair first = s.accounts.login(kAna, kPassword, {}).value();
        const TokenPair second = s.accounts.refresh(first.refreshToken).value();
        QVERIFY(s.accounts.logout(second.refreshToken).has_value());
        QVERIFY(!s.accounts.refresh(second.refreshToken));
        QVERIFY(s.accounts.logout(QStringLiteral("unknown")).has_value());
    }

    void newPasswordEndsAllSessions()
    {
        Setting s;
        const TokenPair pair = s.accounts.login(kAna, kPassword, {}).value();
        QCOMPARE(s.accounts.setPassword(s.ana.id, QStringLiteral("short")).error().field, QStringLiteral("password"));
        QVERIFY(s.accounts.authenticate(pair.accessToken).has_value());
        QVERIFY(s.accounts.setPassword(s.ana.id, QStringLiteral("another horse 78")).has_value());
        QCOMPARE(s.accounts.authenticate(pair.accessToken).error().code, ErrorCode::Unauthenticated);
        QVERIFY(!s.accounts.refresh(pair.refreshToken));
        QCOMPARE(s.loginError(kAna, kPassword), ErrorCode::Unauthenticated);
    }

    void disabledAccountIsRefused()
    {
        Setting s;
        const TokenPair pair = s.accounts.login(kAna, kPassword, {}).value();
        User ana = s.ana;
        ana.isActive = false;
        QVERIFY(changeUser(*s.store, s.accounts, s.clock, s.random, ana).has_value());
        QVERIFY(!s.accounts.authenticate(pair.accessToken));
        QVERIFY(!s.accounts.refresh(pair.refreshToken));
        QCOMPARE(s.loginError(kAna, kPassword), ErrorCode::Unauthenticated);
    }

    void theLastAdministratorStays()
    {
        Setting s;
        User admin = s.admin;
        admin.isActive = false;
        QCOMPARE(changeUser(*s.store, s.accounts, s.clock, s.random, admin).error().code, ErrorCode::InvalidInput);
        QVERIFY(fromRecord<User>(s.row(EntityType::User, s.admin.id)).isActive);
    }
};

QTEST_GUILESS_MAIN(TestAccounts)
#include "test_accounts.moc"
