// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/validation.h"
#include "sync/server/demo_data.h"
#include "sync/server/embedded_store.h"
#include "sync/server/working_set.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

const QString kPassword = QStringLiteral("correct horse 77");

struct Setting {
    ManualClock clock;
    SeededRandom random{7};
    std::unique_ptr<EmbeddedStore> store =
        EmbeddedStore::open({QStringLiteral(":memory:"), *security::SecretKey::fromBytes(QByteArray(32, 'k')), true})
            .value();
    TokenIssuer tokens = TokenIssuer::create(QByteArray(32, 's'), clock).value();
    Accounts accounts{*store, tokens, clock, random, security::PasswordHasher(security::Argon2Cost::forTests())};

    Result<User> create(const QString &password = kPassword, const QString &email = QStringLiteral("chief@example.org"))
    {
        NewUser admin;
        admin.email = email;
        admin.password = password;
        return createWorkspace(*store, accounts, clock, random, QStringLiteral("Agence"), admin);
    }
};

} // namespace

class TestWorkspaceSetup : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void firstAdministratorCanSignIn()
    {
        Setting s;
        const auto admin = s.create();
        QVERIFY2(admin.has_value(), admin ? "" : qPrintable(admin.error().detail));
        QCOMPARE(admin->role, QStringLiteral("admin"));
        QCOMPARE(admin->scope, QStringLiteral("all"));
        QVERIFY(s.accounts.login(QStringLiteral("chief@example.org"), kPassword, {}).has_value());
        WorkingSet rows(*s.store);
        QVERIFY(rows.stages().size() >= 3 && !rows.list(u"genre").empty());
        QCOMPARE(s.create().error().code, ErrorCode::AlreadyExists);
    }

    void refusedSetupLeavesNothing_data()
    {
        QTest::addColumn<QString>("email");
        QTest::addColumn<QString>("password");
        QTest::newRow("weak password") << "chief@example.org" << "short";
        QTest::newRow("no address") << "chief" << kPassword;
    }
    void refusedSetupLeavesNothing()
    {
        QFETCH(QString, email);
        QFETCH(QString, password);
        Setting s;
        QCOMPARE(s.create(password, email).error().code, ErrorCode::InvalidInput);
        QCOMPARE(s.store->head()->seq, 0);
        QVERIFY(s.create().has_value());
    }

    void usersAreChecked()
    {
        Setting s;
        const User admin = s.create().value();
        NewUser user{QStringLiteral("Léa"), QStringLiteral("LEA@example.org"), QStringLiteral("manager"), {},
                     admin.teamId, kPassword};
        const User lea = addUser(*s.store, s.accounts, s.clock, s.random, user).value();
        QCOMPARE(lea.email, QStringLiteral("lea@example.org"));
        QCOMPARE(lea.scope, QStringLiteral("team"));
        QCOMPARE(addUser(*s.store, s.accounts, s.clock, s.random, user).error().code, ErrorCode::AlreadyExists);
        user.email = QStringLiteral("other@example.org");
        user.role = QStringLiteral("king");
        QCOMPARE(addUser(*s.store, s.accounts, s.clock, s.random, user).error().field, QStringLiteral("role"));
    }

    /// Nobody could have typed what the rules refuse; demo data is no exception.
    void demoDataKeepsTheRules()
    {
        Setting s;
        QVERIFY(s.create().has_value());
        DemoOptions options;
        options.leads = 300;
        options.password = kPassword;
        const auto made = addDemoData(*s.store, s.accounts, s.clock, s.random, options);
        QVERIFY2(made.has_value(), made ? "" : qPrintable(made.error().detail));
        QCOMPARE(made->size(), 6u);
        WorkingSet rows(*s.store);
        std::map<EntityType, int> counts;
        for (const EntityInfo *info : allEntities()) {
            const std::vector<Record> records = s.store->all(info->type).value();
            counts[info->type] = int(records.size());
            for (const Record &record : records) {
                const std::vector<Violation> violations = validate(record, nullptr, rows);
                if (!violations.empty())
                    QFAIL(qPrintable(QStringLiteral("%1.%2: %3").arg(info->name, violations.front().path,
                                                                     violationKindName(violations.front().kind))));
                Record normal = record;
                normalise(normal);
                QCOMPARE(normal, record);
            }
        }
        QCOMPARE(counts[EntityType::Lead], 300);
        QVERIFY(counts[EntityType::Campaign] > 30 && counts[EntityType::CampaignLine] > 30);
        QVERIFY(counts[EntityType::Activity] > 100 && counts[EntityType::Task] > 20);
        const std::vector<Record> leads = s.store->all(EntityType::Lead).value();
        for (const Record &record : leads) {
            const Lead lead = fromRecord<Lead>(record);
            for (const QString &email : lead.emails)
                QVERIFY(email.endsWith(QStringLiteral("@example.org")));
            for (const QString &phone : lead.phones)
                QVERIFY(phone.startsWith(QStringLiteral("+3363998")) && phone.size() == 12);
        }
        const qint64 head = s.store->head()->seq;
        QCOMPARE(addDemoData(*s.store, s.accounts, s.clock, s.random, options).error().code, ErrorCode::AlreadyExists);
        QCOMPARE(s.store->head()->seq, head);
    }
};

QTEST_GUILESS_MAIN(TestWorkspaceSetup)
#include "test_workspace_setup.moc"
