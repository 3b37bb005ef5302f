// SPDX-License-Identifier: GPL-3.0-or-later
// The window as it is installed, from the first page on: the workspace that the program hosts itself.
#include "tests/support/client_window.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using mdmc::test::ClientWindow;

class TestFirstStart : public QObject {
    Q_OBJECT

private:
    static bool listHas(ClientWindow &client, int rows)
    {
        return client.sees(QStringLiteral("RecordTable")) && client.rows(QStringLiteral("RecordTable")) >= rows;
    }

private Q_SLOTS:
    void initTestCase()
    {
#ifndef MDMC_AUTOMATION
        QSKIP("built without MDMC_AUTOMATION");
#endif
    }

    void demoDataIsOneClickAndStays()
    {
        QTemporaryDir dir;
        ClientWindow client(QStringLiteral("demo"), QStringLiteral(MDMC_BIN_DIR), dir.path(), QStringLiteral("a passphrase for tests"));
        try {
            client.start({QStringLiteral("--language"), QStringLiteral("en")});
            client.waitUntil(QStringLiteral("the first page is there"), [&] { return client.sees(QStringLiteral("welcomeDemo")); });
            client.click(QStringLiteral("welcomeDemo"));
            client.waitUntil(QStringLiteral("the demo's leads are listed"), [&] { return listHas(client, 400); }, 60'000);
            client.waitUntil(QStringLiteral("it is in step with its own server"), [&] {
                return client.status().value(QLatin1String("state")).toString() == QLatin1String("synced");
            });
            // An edit goes through the server in the same program and comes back.
            client.trigger(QStringLiteral("leads.new"));
            client.waitUntil(QStringLiteral("the form is open"), [&] { return client.sees(QStringLiteral("Artist, required")); });
            client.type(QStringLiteral("Hosted Here"), QStringLiteral("Artist, required"));
            client.click(QStringLiteral("Create lead"));
            client.waitUntil(QStringLiteral("the new lead is sent and decided"), [&] {
                return client.leads(QStringLiteral("Hosted Here")).size() == 1 && client.status().value(QLatin1String("pending")).toInt() == 0;
            });
            // What is new can be made from anywhere, also on a page that was never opened.
            client.trigger(QStringLiteral("go.campaigns.new"));
            client.waitUntil(QStringLiteral("the campaign's form is open"), [&] { return client.sees(QStringLiteral("Create campaign")); });
            client.key(QStringLiteral("Escape"));
            client.key(QStringLiteral("Ctrl+1"));
            client.close();
            client.start({QStringLiteral("--language"), QStringLiteral("fr")});
            client.waitUntil(QStringLiteral("the leads are there again"), [&] { return listHas(client, 400); });
            client.waitUntil(QStringLiteral("it finds its server at the new port"), [&] {
                return client.status().value(QLatin1String("state")).toString() == QLatin1String("synced");
            });
            client.close();
        } catch (const ClientWindow::Failure &failure) {
            QFAIL(qPrintable(failure.what + QLatin1Char('\n') + client.log()));
        }
        for (const char *file : {"/replica.db", "/server/workspace.db"}) {
            QFile database(dir.path() + QLatin1String(file));
            QVERIFY(database.open(QIODevice::ReadOnly));
            QVERIFY2(!database.readAll().contains("example.org"), file);
        }
    }

    void aDemoThatWasClosedBeforeItOpenedIsTakenUp()
    {
        QTemporaryDir dir;
        ClientWindow client(QStringLiteral("demo"), QStringLiteral(MDMC_BIN_DIR), dir.path(), QStringLiteral("a passphrase for tests"));
        try {
            client.start({QStringLiteral("--language"), QStringLiteral("en")});
            client.waitUntil(QStringLiteral("the first page is there"), [&] { return client.sees(QStringLiteral("welcomeDemo")); });
            client.click(QStringLiteral("welcomeDemo"));
            client.waitUntil(QStringLiteral("the demo's leads are listed"), [&] { return listHas(client, 400); }, 60'000);
            client.kill();
            // As if it had been killed between making the workspace and signing in to it.
            for (const char *file : {"profile.json", "replica.db", "replica.db-wal", "replica.db-shm", "replica.key"})
                QFile::remove(dir.filePath(QLatin1String(file)));
            client.start({QStringLiteral("--language"), QStringLiteral("en")});
            client.waitUntil(QStringLiteral("the first page is there"), [&] { return client.sees(QStringLiteral("welcomeDemo")); });
            client.click(QStringLiteral("welcomeDemo"));
            client.waitUntil(QStringLiteral("the demo's leads are listed"), [&] { return listHas(client, 400); }, 60'000);
            client.close();
        } catch (const ClientWindow::Failure &failure) {
            QFAIL(qPrintable(failure.what + QLatin1Char('\n') + client.log()));
        }
    }

    void aWorkspaceOfOnesOwn()
    {
        QTemporaryDir dir;
        ClientWindow client(QStringLiteral("host"), QStringLiteral(MDMC_BIN_DIR), dir.path(), QStringLiteral("a passphrase for tests"));
        try {
            client.start({QStringLiteral("--language"), QStringLiteral("en")});
            client.waitUntil(QStringLiteral("the first page is there"), [&] { return client.sees(QStringLiteral("welcomeHost")); });
            client.click(QStringLiteral("welcomeHost"));
            client.waitUntil(QStringLiteral("the form is there"), [&] { return client.sees(QStringLiteral("hostWorkspace")); });
            client.type(QStringLiteral("Label Nocturne"), QStringLiteral("hostWorkspace"));
            client.type(QStringLiteral("Ines Morel"), QStringLiteral("hostName"));
            client.type(QStringLiteral("ines@nocturne.test"), QStringLiteral("hostEmail"));
            client.type(QStringLiteral("three quiet lamps 9"), QStringLiteral("hostPassword"));
            client.type(QStringLiteral("three quiet lamps 9"), QStringLiteral("hostPasswordAgain"));
            client.click(QStringLiteral("hostSubmit"));
            client.waitUntil(QStringLiteral("the empty workspace is open"), [&] {
                return client.sees(QStringLiteral("LeadsPage")) && client.status().value(QLatin1String("state")).toString() == QLatin1String("synced");
            }, 60'000);
            QCOMPARE(client.status().value(QLatin1String("workspace")).toString(), QStringLiteral("Label Nocturne"));
            client.close();
        } catch (const ClientWindow::Failure &failure) {
            QFAIL(qPrintable(failure.what + QLatin1Char('\n') + client.log()));
        }
    }
};

QTEST_GUILESS_MAIN(TestFirstStart)
#include "test_first_start.moc"
