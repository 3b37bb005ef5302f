// SPDX-License-Identifier: GPL-3.0-or-later
#include "page_test.h"
#include "ui/pages/welcome/failure_page.h"
#include "ui/pages/welcome/server_address.h"
#include "ui/pages/welcome/unlock_page.h"
#include "ui/pages/welcome/welcome_page.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"

#include <QAbstractButton>
#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using test::visibleChild;

class TestWelcome : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_page = std::make_unique<WelcomePage>();
        m_page->resize(1280, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
        m_page->activateWindow();
    }
    void cleanup() { m_page.reset(); }

    void addresses_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("problem");
        QTest::newRow("bare") << " crm.example.com " << "https://crm.example.com" << "";
        QTest::newRow("port") << "crm.example.com:8443" << "https://crm.example.com:8443" << "";
        QTest::newRow("path") << "https://example.com/crm/" << "https://example.com/crm" << "";
        QTest::newRow("query") << "https://example.com/?a=1#x" << "https://example.com" << "";
        QTest::newRow("intranet") << "crm" << "https://crm" << "";
        QTest::newRow("address") << "192.168.1.20:8443" << "https://192.168.1.20:8443" << "";
        QTest::newRow("loopback name") << "http://localhost:8080" << "http://localhost:8080" << "";
        QTest::newRow("loopback 4") << "http://127.0.0.1:8080/" << "http://127.0.0.1:8080" << "";
        QTest::newRow("loopback 6") << "http://[::1]:8080" << "http://[::1]:8080" << "";
        QTest::newRow("plain http") << "http://crm.example.com" << "" << "plain";
        QTest::newRow("loopback's look-alike") << "http://127.0.0.1.example.com" << "" << "plain";
        QTest::newRow("localhost's look-alike") << "http://localhost.example.com" << "" << "plain";
        QTest::newRow("private network") << "http://192.168.1.20" << "" << "plain";
        QTest::newRow("e-mail") << "me@example.com" << "" << "credentials";
        QTest::newRow("password inside") << "https://me:secret@example.com" << "" << "credentials";
        QTest::newRow("other scheme") << "ftp://example.com" << "" << "scheme";
        QTest::newRow("empty") << "  " << "" << "empty";
        QTest::newRow("no host") << "https://" << "" << "address";
        QTest::newRow("words") << "our server" << "" << "address";
        QTest::newRow("port out of range") << "example.com:99999" << "" << "address";
    }
    void addresses()
    {
        QFETCH(QString, typed);
        QFETCH(QString, url);
        QFETCH(QString, problem);
        const Result<QUrl> parsed = parseServerAddress(typed);
        QCOMPARE(parsed ? parsed->toString() : QString(), url);
        QCOMPARE(parsed ? QString() : parsed.error().detail, problem);
        if (!parsed) {
            QCOMPARE(parsed.error().field, QStringLiteral("server"));
            QVERIFY(!serverAddressProblem(parsed.error()).isEmpty());
        }
    }

    void choicesByKeyboard()
    {
        QSignalSpy demo(m_page.get(), &WelcomePage::demoRequested);
        auto *signIn = visibleChild<QAbstractButton>(m_page.get(), "welcomeSignIn");
        QVERIFY(signIn);
        signIn->setFocus();
        QTest::keyClick(signIn, Qt::Key_Tab);
        QCOMPARE(m_page->focusWidget()->objectName(), QStringLiteral("welcomeHost"));
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Tab);
        QCOMPARE(m_page->focusWidget()->objectName(), QStringLiteral("welcomeDemo"));
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Return);
        QCOMPARE(demo.count(), 1);
        QTest::keyClick(m_page->focusWidget(), Qt::Key_Space);
        QCOMPARE(demo.count(), 2);
        m_page->setBusy(true, QStringLiteral("Preparing the demo…"));
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "welcomeDemo"), Qt::LeftButton);
        QCOMPARE(demo.count(), 2);
        m_page->showError({ErrorCode::StorageFull, {}, {}});
        auto *notice = visibleChild<InlineNotice>(m_page.get(), "welcomeNotice");
        QVERIFY(notice && notice->text().contains(QStringLiteral("disk is full")));
        QVERIFY(visibleChild<QAbstractButton>(m_page.get(), "welcomeDemo")->isEnabled());
        QCOMPARE(test::namelessControls(m_page.get()), QStringList());
    }

    void signInAsksForWhatIsMissing()
    {
        QSignalSpy asked(m_page.get(), &WelcomePage::signInRequested);
        openSignIn();
        QTest::keyClick(edit("signInServer"), Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        for (const char *name : {"signInServer", "signInEmail", "signInPassword"})
            QVERIFY2(!problemOf(name).isEmpty(), name);
        QCOMPARE(m_page->focusWidget()->objectName(), QStringLiteral("signInServer"));
        // Typing takes the sentence away, under that field only.
        QTest::keyClicks(edit("signInServer"), QStringLiteral("http://crm.example.com"));
        QVERIFY(problemOf("signInServer").isEmpty());
        QVERIFY(!problemOf("signInEmail").isEmpty());
        QTest::keyClicks(edit("signInEmail"), QStringLiteral("Ana@Example.com "));
        QTest::keyClicks(edit("signInPassword"), QStringLiteral("correct horse"));
        QTest::keyClick(edit("signInPassword"), Qt::Key_Return);
        QCOMPARE(asked.count(), 0);
        QVERIFY(problemOf("signInServer").contains(QStringLiteral("https://")));
        edit("signInServer")->selectAll();
        QTest::keyClicks(edit("signInServer"), QStringLiteral("crm.example.com"));
        QTest::keyClick(edit("signInServer"), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        QCOMPARE(asked[0][0].toUrl(), QUrl(QStringLiteral("https://crm.example.com")));
        QCOMPARE(asked[0][1].toString(), QStringLiteral("ana@example.com"));
        QCOMPARE(asked[0][2].toString(), QStringLiteral("correct horse"));
    }

    void errorsStandUnderTheirField_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("field");
        QTest::newRow("wrong password") << int(ErrorCode::Unauthenticated) << "signInPassword";
        QTest::newRow("nobody there") << int(ErrorCode::Unreachable) << "signInServer";
        QTest::newRow("certificate") << int(ErrorCode::CertificateRejected) << "signInServer";
        QTest::newRow("something else") << int(ErrorCode::ProtocolViolation) << "signInServer";
        QTest::newRow("switched off") << int(ErrorCode::Forbidden) << "signInEmail";
        QTest::newRow("full disk") << int(ErrorCode::StorageFull) << "";
        QTest::newRow("other account") << int(ErrorCode::AlreadyExists) << "";
    }
    void errorsStandUnderTheirField()
    {
        QFETCH(int, code);
        QFETCH(QString, field);
        QSignalSpy asked(m_page.get(), &WelcomePage::signInRequested);
        openSignIn();
        fillSignIn();
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "signInSubmit"), Qt::LeftButton);
        QCOMPARE(asked.count(), 1);
        m_page->setBusy(true, QStringLiteral("Signing in…"));
        QCOMPARE(visibleChild<QAbstractButton>(m_page.get(), "signInSubmit")->text(), QStringLiteral("Signing in…"));
        QTest::keyClick(edit("signInPassword"), Qt::Key_Return);
        QTest::keyClicks(edit("signInPassword"), QStringLiteral("x"));
        QCOMPARE(asked.count(), 1);
        m_page->showError({ErrorCode(code), {}, {}});
        QCOMPARE(visibleChild<QAbstractButton>(m_page.get(), "signInSubmit")->text(), QStringLiteral("Sign in"));
        QVERIFY(visibleChild<QAbstractButton>(m_page.get(), "signInSubmit")->isEnabled());
        QCOMPARE(edit("signInPassword")->text(), QStringLiteral("correct horse")); // What was typed is kept.
        for (const char *name : {"signInServer", "signInEmail", "signInPassword"})
            QCOMPARE(problemOf(name).isEmpty(), field != QLatin1String(name));
        auto *notice = visibleChild<InlineNotice>(m_page.get(), "welcomeProblem");
        QCOMPARE(notice != nullptr, field.isEmpty());
        if (!field.isEmpty())
            QCOMPARE(m_page->focusWidget()->objectName(), field);
    }

    void escapeGoesBackAndKeepsWhatWasTyped()
    {
        QSignalSpy cancelled(m_page.get(), &WelcomePage::cancelRequested);
        openSignIn();
        fillSignIn();
        QTest::keyClick(edit("signInEmail"), Qt::Key_Escape);
        QVERIFY(visibleChild<QAbstractButton>(m_page.get(), "welcomeSignIn"));
        QCOMPARE(m_page->focusWidget()->objectName(), QStringLiteral("welcomeSignIn"));
        QCOMPARE(cancelled.count(), 0);
        openSignIn();
        QCOMPARE(edit("signInEmail")->text(), QStringLiteral("ana@example.com"));
        // While busy, Esc gives up what is under way instead.
        m_page->setBusy(true, QStringLiteral("Signing in…"));
        QTest::keyClick(edit("signInEmail"), Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);
        QVERIFY(edit("signInEmail"));
        m_page->showError({ErrorCode::Cancelled, {}, {}});
        QVERIFY(!visibleChild<InlineNotice>(m_page.get(), "welcomeProblem"));
    }

    void hostForm()
    {
        qRegisterMetaType<HostRequest>();
        QSignalSpy asked(m_page.get(), &WelcomePage::hostRequested);
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "welcomeHost"), Qt::LeftButton);
        QTest::keyClicks(edit("hostWorkspace"), QStringLiteral("Studio Lumen"));
        QTest::keyClicks(edit("hostName"), QStringLiteral("Ana Ruiz"));
        QTest::keyClicks(edit("hostEmail"), QStringLiteral("ana@lumen"));
        QTest::keyClicks(edit("hostPassword"), QStringLiteral("short"));
        QTest::keyClick(edit("hostPassword"), Qt::Key_Return);
        QVERIFY(problemOf("hostPassword").contains(QStringLiteral("10")));
        edit("hostPassword")->selectAll();
        QTest::keyClicks(edit("hostPassword"),
                         QStringLiteral("1234567890")); // Long enough, and the first anybody tries.
        QTest::keyClick(edit("hostPassword"), Qt::Key_Return);
        QVERIFY(!problemOf("hostPassword").isEmpty());
        edit("hostPassword")->selectAll();
        QTest::keyClicks(edit("hostPassword"), QStringLiteral("seven small owls"));
        QTest::keyClicks(edit("hostPasswordAgain"), QStringLiteral("seven small owl"));
        QTest::keyClick(edit("hostPasswordAgain"), Qt::Key_Return);
        QVERIFY(problemOf("hostPassword").isEmpty());
        QVERIFY(!problemOf("hostPasswordAgain").isEmpty());
        QCOMPARE(asked.count(), 0);
        QTest::keyClick(edit("hostPasswordAgain"), Qt::Key_End);
        QTest::keyClicks(edit("hostPasswordAgain"), QStringLiteral("s"));
        if (edit("hostPasswordAgain")->text() != QLatin1String("seven small owls"))
            edit("hostPasswordAgain")->setText(QStringLiteral("seven small owls"));
        edit("hostEmail")->setText(QStringLiteral(" Ana@Lumen.example"));
        QTest::keyClick(edit("hostPasswordAgain"), Qt::Key_Return);
        QCOMPARE(asked.count(), 1);
        const HostRequest expected{QStringLiteral("Studio Lumen"), QStringLiteral("Ana Ruiz"),
                                   QStringLiteral("ana@lumen.example"), QStringLiteral("seven small owls")};
        QCOMPARE(asked[0][0].value<HostRequest>(), expected);
        m_page->setBusy(true, QStringLiteral("Starting…"));
        m_page->showError({ErrorCode::Unreachable, {}, {}}); // No server field here: over the button.
        QVERIFY(visibleChild<InlineNotice>(m_page.get(), "welcomeProblem"));
        QCOMPARE(test::namelessControls(m_page.get()), QStringList());
    }

    void unlock()
    {
        using security::PassphrasePurpose;
        UnlockPage page;
        page.resize(1280, 800);
        page.setWorkspaceName(QStringLiteral("Studio Lumen"));
        page.show();
        QSignalSpy entered(&page, &UnlockPage::passphraseEntered);
        QSignalSpy cancelled(&page, &UnlockPage::cancelled);
        page.ask(PassphrasePurpose::Open, 1, {});
        auto *line = visibleChild<QLineEdit>(&page, "unlockPassphrase");
        QVERIFY(line && !visibleChild<QLineEdit>(&page, "unlockPassphraseAgain"));
        QCOMPARE(line->echoMode(), QLineEdit::Password);
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(entered.count(), 0);
        QTest::keyClicks(line, QStringLiteral("old")); // No policy when opening: it may have been chosen long ago.
        QTest::keyClick(line, Qt::Key_Return);
        QCOMPARE(entered.count(), 1);
        QTest::keyClick(line, Qt::Key_Return); // One answer per question.
        QCOMPARE(entered.count(), 1);
        page.ask(PassphrasePurpose::Open, 2, {ErrorCode::WrongKey, {}, {}});
        auto *field = static_cast<FormField *>(line->parentWidget());
        QVERIFY(field->error().contains(QStringLiteral("passphrase")));
        QVERIFY(test::grabTo(&page, QStringLiteral("unlock-wrong-light")));
        QTest::keyClick(line, Qt::Key_Escape);
        QCOMPARE(cancelled.count(), 1);

        page.ask(PassphrasePurpose::Choose, 1, {});
        QVERIFY(line->text().isEmpty());
        auto *again = visibleChild<QLineEdit>(&page, "unlockPassphraseAgain");
        QVERIFY(again);
        QTest::keyClicks(line, QStringLiteral("too short"));
        QTest::keyClick(line, Qt::Key_Return);
        QVERIFY(field->hasError());
        QTest::keyClick(line, Qt::Key_End);
        QTest::keyClicks(line, QStringLiteral(" no more"));
        line->setText(QStringLiteral("seven small owls"));
        QTest::keyClicks(again, QStringLiteral("seven small owl"));
        QTest::keyClick(again, Qt::Key_Return);
        QCOMPARE(entered.count(), 1);
        again->setText(QStringLiteral("seven small owls"));
        QTest::mouseClick(visibleChild<QAbstractButton>(&page, "unlockSubmit"), Qt::LeftButton);
        QCOMPARE(entered.count(), 2);
        QCOMPARE(entered[1][0].toString(), QStringLiteral("seven small owls"));
        QVERIFY(test::grabTo(&page, QStringLiteral("unlock-choose-light")));
    }

    void failures_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("canRetry");
        QTest::addColumn<bool>("canStartAnew");
        QTest::newRow("key missing") << int(ErrorCode::KeyMissing) << true << true;
        QTest::newRow("corrupt") << int(ErrorCode::StorageCorrupt) << true << true;
        QTest::newRow("too new") << int(ErrorCode::SchemaTooNew) << false << false;
        QTest::newRow("full") << int(ErrorCode::StorageFull) << true << false;
        QTest::newRow("in use") << int(ErrorCode::StorageBusy) << true << false;
        QTest::newRow("other") << int(ErrorCode::Internal) << true << true;
    }
    void failures()
    {
        QFETCH(int, code);
        QFETCH(bool, canRetry);
        QFETCH(bool, canStartAnew);
        FailurePage page;
        page.resize(1280, 800);
        page.show();
        QSignalSpy retry(&page, &FailurePage::retryRequested), anew(&page, &FailurePage::startAnewRequested);
        page.showFailure({ErrorCode(code), QStringLiteral("what the library said"), {}}, QStringLiteral("/data/lumen"));
        auto *retryButton = visibleChild<QAbstractButton>(&page, "failureRetry");
        auto *anewButton = visibleChild<QAbstractButton>(&page, "failureStartAnew");
        QCOMPARE(retryButton != nullptr, canRetry);
        QCOMPARE(anewButton != nullptr, canStartAnew);
        QVERIFY(!visibleChild<QPlainTextEdit>(&page, "failureDetails"));
        QTest::mouseClick(visibleChild<QAbstractButton>(&page, "failureShowDetails"), Qt::LeftButton);
        auto *details = visibleChild<QPlainTextEdit>(&page, "failureDetails");
        QVERIFY(details && details->toPlainText().contains(errorCodeName(ErrorCode(code))));
        QTest::mouseClick(visibleChild<QAbstractButton>(&page, "failureCopy"), Qt::LeftButton);
        QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("what the library said")));
        QVERIFY(
            test::grabTo(&page, QStringLiteral("failure-%1-light").arg(QString::fromLatin1(QTest::currentDataTag()))));
        if (retryButton)
            QTest::mouseClick(retryButton, Qt::LeftButton);
        if (anewButton)
            QTest::mouseClick(anewButton, Qt::LeftButton);
        QCOMPARE(retry.count(), int(canRetry));
        QCOMPARE(anew.count(), int(canStartAnew));
    }

    void pictures()
    {
        for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
            m_theme->setMode(mode);
            const QString suffix = Theme::modeName(mode);
            m_page = std::make_unique<WelcomePage>();
            m_page->resize(1280, 800);
            m_page->show();
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("welcome-") + suffix, 2));
            openSignIn();
            fillSignIn();
            m_page->showError({ErrorCode::Unauthenticated, {}, {}});
            QCoreApplication::processEvents();
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("welcome-signin-") + suffix));
            QTest::keyClick(edit("signInEmail"), Qt::Key_Escape);
            QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "welcomeHost"), Qt::LeftButton);
            QCoreApplication::processEvents();
            QVERIFY(test::grabTo(m_page.get(), QStringLiteral("welcome-host-") + suffix));
        }
        m_theme->setMode(Theme::Mode::Light);
    }

private:
    QLineEdit *edit(const char *name) { return visibleChild<QLineEdit>(m_page.get(), name); }
    QString problemOf(const char *name) { return static_cast<FormField *>(edit(name)->parentWidget())->error(); }
    void openSignIn()
    {
        QTest::mouseClick(visibleChild<QAbstractButton>(m_page.get(), "welcomeSignIn"), Qt::LeftButton);
        QVERIFY(edit("signInServer"));
    }
    void fillSignIn()
    {
        edit("signInServer")->setText(QStringLiteral("crm.example.com"));
        edit("signInEmail")->setText(QStringLiteral("ana@example.com"));
        edit("signInPassword")->setText(QStringLiteral("correct horse"));
    }

    Theme *m_theme = nullptr;
    std::unique_ptr<WelcomePage> m_page;
};

QTEST_MAIN(TestWelcome)
#include "test_welcome.moc"
