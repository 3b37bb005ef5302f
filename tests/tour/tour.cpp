// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tour/tour.h"

#include <QDir>
#include <QJsonArray>
#include <QRandomGenerator>

#include <cstdio>

namespace mdmc::tour {

namespace {

// The tour's own accounts; its workspace is thrown away with its folder.
const QString kAdaEmail = QStringLiteral("ada@tour.test");

QString throwAwaySecret()
{
    return QStringLiteral("tour-") + QString::number(QRandomGenerator::system()->generate64(), 36) + QStringLiteral("-Xy9");
}

QString folder(const QTemporaryDir &data, const char *name)
{
    const QString path = data.filePath(QString::fromLatin1(name));
    QDir().mkpath(path);
    return path;
}

} // namespace

Tour::Tour(const QString &binDir, const QString &outDir)
    : m_binDir(binDir), m_outDir(outDir), m_server(binDir, folder(m_data, "server")),
      m_ada(QStringLiteral("Ada"), binDir, folder(m_data, "ada"), throwAwaySecret()),
      m_hugo(QStringLiteral("Hugo"), binDir, folder(m_data, "hugo"), throwAwaySecret()),
      m_password(throwAwaySecret()), m_hugoEmail(QStringLiteral("hugo@tour.test")), m_out(stdout)
{
    QDir().mkpath(outDir);
    for (const QString &old : QDir(outDir).entryList({QStringLiteral("*.png")}))
        QFile::remove(QDir(outDir).filePath(old));
}

bool Tour::run(bool printTree)
{
    try {
        startServer();
        adaSignsIn();
        hugoArrives();
        adaImports();
        adaEdits();
        bothWorkOffline();
        theServerDies();
        theyMeetAgain();
        theConflictIsSettled();
        lookAround();
        everythingIsClosed();
    } catch (const ClientWindow::Failure &failure) {
        m_out << "FAILED: " << failure.what << Qt::endl;
        for (ClientWindow *client : {&m_ada, &m_hugo}) {
            m_out << "--- " << client->name() << " wrote:\n" << client->log() << Qt::endl;
            if (!client->isRunning())
                continue;
            try {
                shot(*client, QStringLiteral("failed-") + client->name());
                if (printTree)
                    m_out << client->tree().join(QLatin1Char('\n')) << Qt::endl;
            } catch (const ClientWindow::Failure &) {
                m_out << client->name() << " answers no more" << Qt::endl;
            }
        }
        return false;
    }
    m_out << "The tour ended well: " << m_step << " steps, " << m_checks << " checks, " << m_shot << " screenshots in "
          << m_outDir << Qt::endl;
    return true;
}

void Tour::step(const QString &title)
{
    m_out << ++m_step << ". " << title << Qt::endl;
}

void Tour::check(const QString &what, bool holds)
{
    ++m_checks;
    m_out << (holds ? "   ✓ " : "   ✗ ") << what << Qt::endl;
    if (!holds)
        throw ClientWindow::Failure{what};
}

void Tour::shot(ClientWindow &client, const QString &name)
{
    client.grab(QStringLiteral("%1/%2-%3.png").arg(m_outDir).arg(++m_shot, 2, 10, QLatin1Char('0')).arg(name));
}

QJsonObject Tour::lead(ClientWindow &client, const QString &artist)
{
    for (const QJsonValue &found : client.leads(artist))
        if (found.toObject().value(QLatin1String("artistName")).toString() == artist)
            return found.toObject();
    return {};
}

QString Tour::waitForPending(ClientWindow &client, int pending)
{
    client.waitUntil(QStringLiteral("%1 edits wait").arg(pending), [&] {
        return client.status().value(QLatin1String("pending")).toInt() == pending
            && (pending > 0 || client.status().value(QLatin1String("state")).toString() == QLatin1String("synced"));
    });
    return client.status().value(QLatin1String("state")).toString();
}

void Tour::startServer()
{
    step(QStringLiteral("A server on this computer, encrypted, with a demo workspace"));
    m_server.init(kAdaEmail, m_password, 400);
    m_server.addUser(m_hugoEmail, QStringLiteral("Hugo Renard"), QStringLiteral("manager"), m_password, QStringLiteral("all"));
    m_server.start();
    check(QStringLiteral("it listens on loopback"), m_server.isRunning());
}

void Tour::adaSignsIn()
{
    step(QStringLiteral("Ada starts the client for the first time and signs in"));
    m_ada.start({QStringLiteral("--language"), QStringLiteral("en"), QStringLiteral("--theme"), QStringLiteral("light")});
    m_ada.waitUntil(QStringLiteral("the first page is there"), [this] { return m_ada.sees(QStringLiteral("welcomeSignIn")); });
    m_ada.resize(1280, 800);
    shot(m_ada, QStringLiteral("welcome"));
    m_ada.click(QStringLiteral("welcomeSignIn"));
    m_ada.focus(QStringLiteral("signInServer"));
    m_ada.type(m_server.url(), QStringLiteral("signInServer"));
    m_ada.type(kAdaEmail, QStringLiteral("signInEmail"));
    m_ada.type(QStringLiteral("not her password"), QStringLiteral("signInPassword"));
    m_ada.key(QStringLiteral("Return"), QStringLiteral("signInPassword"));
    m_ada.waitUntil(QStringLiteral("the wrong password is told"), [this] {
        return m_ada.get(QStringLiteral("signInSubmit"), "enabled").toBool() && !m_ada.text(QStringLiteral("signInPassword")).isEmpty();
    });
    shot(m_ada, QStringLiteral("wrong-password"));
    check(QStringLiteral("a wrong password lets nobody in"), m_ada.sees(QStringLiteral("signInPassword")));
    m_ada.key(QStringLiteral("Ctrl+A"), QStringLiteral("signInPassword"));
    m_ada.type(m_password, QStringLiteral("signInPassword"));
    m_ada.key(QStringLiteral("Return"), QStringLiteral("signInPassword"));
    m_ada.waitUntil(QStringLiteral("the leads are there"), [this] {
        return m_ada.sees(QStringLiteral("RecordTable")) && m_ada.rows(QStringLiteral("RecordTable")) == 400;
    });
    waitForPending(m_ada, 0);
    m_ada.resize(1280, 800);
    m_ada.selectRow(QStringLiteral("RecordTable"), 2);
    m_ada.waitUntil(QStringLiteral("names are painted"), [this] { return !m_ada.cell(QStringLiteral("RecordTable"), 2, 0).isEmpty(); });
    shot(m_ada, QStringLiteral("leads"));
    check(QStringLiteral("400 leads are listed"), true);
    m_ada.waitUntil(QStringLiteral("the replica is in step"), [this] { return m_ada.status().value(QLatin1String("state")).toString() == QLatin1String("synced"); });
}

} // namespace mdmc::tour
