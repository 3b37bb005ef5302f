// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/command_palette.h"
#include "ui/shell/navigation.h"
#include "ui/shell/route.h"
#include "ui/shell/settings_store.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc::ui;

class TestNavigation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void links_data()
    {
        QTest::addColumn<QString>("link");
        QTest::addColumn<bool>("valid");
        QTest::addColumn<Route>("route");
        const auto row = [](const char *link, bool valid, Route route = {}) {
            QTest::newRow(link) << QString::fromLatin1(link) << valid << route;
        };
        row("mdmc://leads", true, {QStringLiteral("leads"), {}});
        row("mdmc://leads/", true, {QStringLiteral("leads"), {}});
        row("mdmc://leads/0190-ab_C", true, {QStringLiteral("leads"), QStringLiteral("0190-ab_C")});
        row("mdmc://", false);
        row("mdmc://Leads", false);
        row("http://leads/1", false);
        row("mdmc://leads/../../etc", false);
        row("mdmc://leads/1?x=<b>", false);
        row("mdmc://leads/1\n", false);
        row(" mdmc://leads", false);
    }
    void links()
    {
        QFETCH(QString, link);
        QFETCH(bool, valid);
        QFETCH(Route, route);
        const auto parsed = Route::parse(link);
        QCOMPARE(parsed.has_value(), valid);
        if (!valid)
            return;
        QCOMPARE(*parsed, route);
        QCOMPARE(*Route::parse(parsed->toString()), route);
    }

    void historyLikeABrowser()
    {
        Navigation navigation;
        QSignalSpy changed(&navigation, &Navigation::changed);
        const Route a{QStringLiteral("a"), {}}, b{QStringLiteral("b"), {}}, c{QStringLiteral("c"), {}};
        navigation.back();
        navigation.go(a);
        navigation.go(b);
        navigation.go(b);
        QCOMPARE(changed.size(), 2);
        navigation.back();
        QCOMPARE(navigation.current(), a);
        QVERIFY(navigation.canGoForward());
        navigation.go(c);
        QVERIFY(!navigation.canGoForward());
        navigation.replace(b);
        navigation.back();
        QCOMPARE(navigation.current(), a);
        for (int i = 0; i < 150; ++i)
            navigation.go({QStringLiteral("p"), QString::number(i)});
        int steps = 0;
        for (; navigation.canGoBack(); ++steps)
            navigation.back();
        QCOMPARE(steps, 99);
    }

    void matches()
    {
        QVERIFY(matchScore(QStringLiteral("elodie"), QStringLiteral("Élodie Marchetti")) > 0);
        QVERIFY(matchScore(QStringLiteral("mar elo"), QStringLiteral("Élodie Marchetti")) > 0);
        QCOMPARE(matchScore(QStringLiteral("xyz"), QStringLiteral("Élodie")), 0);
        QVERIFY(matchScore(QStringLiteral("lead"), QStringLiteral("Lead")) >
                matchScore(QStringLiteral("lead"), QStringLiteral("Leads")));
        QVERIFY(matchScore(QStringLiteral("lead"), QStringLiteral("Leads")) >
                matchScore(QStringLiteral("lead"), QStringLiteral("Misleading")));
    }

    void settingsHaveDefaultsAndPersist()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("client.ini"));
        {
            FileSettingsStore store(path);
            QCOMPARE(store.value(Setting::ThemeMode).toString(), QStringLiteral("system"));
            QCOMPARE(store.value(Setting::SidebarCollapsed).toBool(), false);
            store.setValue(Setting::SidebarCollapsed, true);
            store.setValue(Setting::PageState, QByteArray("\0a\n", 3), QStringLiteral("leads"));
            store.setValue(Setting::RecentCommands, QStringList{QStringLiteral("x")});
        }
        FileSettingsStore store(path);
        QVERIFY(store.value(Setting::SidebarCollapsed).toBool());
        QCOMPARE(store.value(Setting::PageState, QStringLiteral("leads")).toByteArray(), QByteArray("\0a\n", 3));
        QVERIFY(store.value(Setting::PageState, QStringLiteral("tasks")).toByteArray().isEmpty());
        QCOMPARE(store.value(Setting::RecentCommands).toStringList(), QStringList{QStringLiteral("x")});
        for (int i = 0; i < int(Setting::Count_); ++i)
            QVERIFY(!settingName(Setting(i)).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNavigation)
#include "test_navigation.moc"
