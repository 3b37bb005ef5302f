// SPDX-License-Identifier: GPL-3.0-or-later
// Every page opened with sample data in both themes. With MDMC_SCREENSHOTS=<folder> it leaves a picture of each, to
// look at.
#include "tests/support/sample_records.h"
#include "ui/pages/campaigns/campaigns_page.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/shell/shell_window.h"
#include "ui/theme/theme.h"

#include <QDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;

class TestScreens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void opens_data();
    void opens();
};

void TestScreens::opens_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<bool>("isDark");
    for (const bool isDark : {false, true})
        for (const char *page : {"leads", "board", "campaigns", "lead-form", "campaign-form"})
            QTest::addRow("%s-%s", page, isDark ? "dark" : "light") << QString::fromLatin1(page) << isDark;
}

void TestScreens::opens()
{
    QFETCH(QString, page);
    QFETCH(bool, isDark);
    static Theme &theme = *new Theme(*qApp); // One per program; the application owns it.
    test::TestWorkspace workspace;
    const QDate today = QDate::currentDate();
    const auto leads = test::addSampleLeads(workspace, 240, today);
    test::addSampleHistory(workspace, leads, today);
    SystemClock clock;
    Lookups lookups(workspace, QLocale(QLocale::English, QLocale::UnitedKingdom));
    PageContext context{workspace, lookups, clock, Formatter(clock, QLocale(QLocale::English, QLocale::UnitedKingdom))};
    PageFactory factory;
    factory.add({QStringLiteral("leads"), QStringLiteral("Leads"), Symbol::People, {}, PageInfo::Place::Main},
                [&](QWidget *parent) { return new LeadsPage(context, parent); });
    factory.add(
        {QStringLiteral("campaigns"), QStringLiteral("Campaigns"), Symbol::Megaphone, {}, PageInfo::Place::Main},
        [&](QWidget *parent) { return new CampaignsPage(context, parent); });
    MemorySettingsStore settings;
    settings.setValue(Setting::ThemeMode, Theme::modeName(isDark ? Theme::Mode::Dark : Theme::Mode::Light));
    ShellWindow window(theme, factory, settings);
    window.setWorkspaceName(workspace.workspaceName());
    window.setPersonName(QStringLiteral("Alix Moreau"));
    window.start();
    theme.setMode(isDark ? Theme::Mode::Dark : Theme::Mode::Light);
    window.resize(1280, 800);
    const bool isBoard = page == QLatin1String("board");
    const bool isForm = page.endsWith(QLatin1String("-form"));
    const QString form = page.startsWith(QLatin1String("lead")) ? QStringLiteral("leads") : QStringLiteral("campaigns");
    window.open({isBoard ? QStringLiteral("leads") : isForm ? form : page, {}});
    QVERIFY(QTest::qWaitForWindowExposed(&window));
    QVERIFY(window.currentPage());
    if (auto *leadsPage = qobject_cast<LeadsPage *>(window.currentPage())) {
        leadsPage->setBoard(isBoard);
        QTRY_VERIFY(leadsPage->presenter().table().rowCount() == 240);
        QTRY_VERIFY(!isBoard || leadsPage->presenter().board().totalCount() == 240);
        if (isBoard)
            QTRY_VERIFY(!leadsPage->presenter().board().card(0, 0).id.isEmpty());
        else
            QTRY_VERIFY(!leadsPage->recordTitle().isEmpty());
    }
    if (auto *campaigns = qobject_cast<CampaignsPage *>(window.currentPage()))
        QTRY_VERIFY(!campaigns->recordTitle().isEmpty());
    if (isForm)
        QVERIFY(window.actions().trigger(form + QStringLiteral(".edit")));
    QVERIFY(workspace.catchUp()); // The picture shows what was asked for.
    QCoreApplication::processEvents();
    const QString folder = qEnvironmentVariable("MDMC_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QDir().mkpath(folder);
        QVERIFY(
            window.grab().save(QStringLiteral("%1/%2.png").arg(folder, QString::fromLatin1(QTest::currentDataTag()))));
    }
}

QTEST_MAIN(TestScreens)
#include "test_screens.moc"
