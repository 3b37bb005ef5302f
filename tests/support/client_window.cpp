// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/client_window.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

namespace mdmc::test {

ClientWindow::ClientWindow(QString name, QString binDir, QString dataDir, QString passphrase)
    : m_name(std::move(name)), m_binDir(std::move(binDir)), m_dataDir(std::move(dataDir)), m_passphrase(std::move(passphrase))
{
    m_socketName = m_dataDir + QStringLiteral("/automation");
}

ClientWindow::~ClientWindow()
{
    kill();
}

void ClientWindow::start(const QStringList &options)
{
    m_socket.abort();
    m_process.setEnvironment(QProcess::systemEnvironment() + QStringList{QStringLiteral("MDMC_PASSPHRASE=") + m_passphrase});
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(m_dataDir + QStringLiteral("/client.log"), QIODevice::Append);
    m_process.start(m_binDir + QStringLiteral("/mdmc-crm"),
                    QStringList{QStringLiteral("--data"), m_dataDir, QStringLiteral("--automation"), m_socketName} + options);
    if (!m_process.waitForStarted())
        throw Failure{m_name + QStringLiteral(" cannot be started: ") + m_process.errorString()};
    waitUntil(QStringLiteral("the window opens"), [this] {
        if (m_process.waitForFinished(1))
            throw Failure{m_name + QStringLiteral(" ended at once")};
        if (m_socket.state() != QLocalSocket::ConnectedState) {
            m_socket.connectToServer(m_socketName);
            if (!m_socket.waitForConnected(100))
                return false;
        }
        return true;
    });
}

QString ClientWindow::log() const
{
    QFile file(m_dataDir + QStringLiteral("/client.log"));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll().right(4096)) : QString();
}

void ClientWindow::close()
{
    if (!isRunning())
        return;
    try {
        call({{QStringLiteral("do"), QStringLiteral("close")}});
    } catch (const Failure &) {
        // Its answer may be lost with the program.
    }
    if (!m_process.waitForFinished(10'000))
        throw Failure{m_name + QStringLiteral(" does not end when its window is closed")};
}

void ClientWindow::kill()
{
    m_process.kill();
    m_process.waitForFinished();
}

QJsonObject ClientWindow::call(QJsonObject request)
{
    m_socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    const QDeadlineTimer deadline(30'000);
    while (!m_socket.canReadLine()) {
        if (deadline.hasExpired() || (!m_socket.waitForReadyRead(1000) && m_socket.state() != QLocalSocket::ConnectedState))
            throw Failure{QStringLiteral("%1 does not answer: %2").arg(m_name, QString::fromUtf8(QJsonDocument(request).toJson(QJsonDocument::Compact)))};
    }
    const QJsonObject answer = QJsonDocument::fromJson(m_socket.readLine()).object();
    if (!answer.value(QLatin1String("ok")).toBool())
        throw Failure{QStringLiteral("%1: %2 (%3)").arg(m_name, answer.value(QLatin1String("why")).toString(),
                                                        QString::fromUtf8(QJsonDocument(request).toJson(QJsonDocument::Compact)))};
    return answer;
}

void ClientWindow::click(const QString &target)
{
    call({{QStringLiteral("do"), QStringLiteral("click")}, {QStringLiteral("target"), target}});
}

void ClientWindow::key(const QString &keys, const QString &target)
{
    call({{QStringLiteral("do"), QStringLiteral("key")}, {QStringLiteral("keys"), keys}, {QStringLiteral("target"), target}});
}

void ClientWindow::type(const QString &text, const QString &target)
{
    call({{QStringLiteral("do"), QStringLiteral("type")}, {QStringLiteral("text"), text}, {QStringLiteral("target"), target}});
}

void ClientWindow::focus(const QString &target)
{
    call({{QStringLiteral("do"), QStringLiteral("focus")}, {QStringLiteral("target"), target}});
}

void ClientWindow::trigger(const QString &action)
{
    call({{QStringLiteral("do"), QStringLiteral("trigger")}, {QStringLiteral("action"), action}});
}

void ClientWindow::selectRow(const QString &target, int row)
{
    call({{QStringLiteral("do"), QStringLiteral("selectRow")}, {QStringLiteral("target"), target}, {QStringLiteral("row"), row}, {QStringLiteral("column"), 0}});
}

void ClientWindow::resize(int width, int height)
{
    call({{QStringLiteral("do"), QStringLiteral("resize")}, {QStringLiteral("width"), width}, {QStringLiteral("height"), height}});
}

void ClientWindow::grab(const QString &file)
{
    call({{QStringLiteral("do"), QStringLiteral("grab")}, {QStringLiteral("file"), file}});
}

QString ClientWindow::picture()
{
    return call({{QStringLiteral("do"), QStringLiteral("picture")}}).value(QLatin1String("value")).toString();
}

void ClientWindow::drop(const QString &target, const QString &file)
{
    call({{QStringLiteral("do"), QStringLiteral("drop")}, {QStringLiteral("target"), target}, {QStringLiteral("file"), file}});
}

bool ClientWindow::sees(const QString &target)
{
    try {
        return get(target, "visible").toBool();
    } catch (const Failure &) {
        return false;
    }
}

QJsonValue ClientWindow::get(const QString &target, const char *property)
{
    return call({{QStringLiteral("do"), QStringLiteral("get")}, {QStringLiteral("target"), target}, {QStringLiteral("property"), QString::fromLatin1(property)}})
        .value(QLatin1String("value"));
}

int ClientWindow::rows(const QString &target)
{
    return call({{QStringLiteral("do"), QStringLiteral("rows")}, {QStringLiteral("target"), target}}).value(QLatin1String("value")).toInt();
}

QString ClientWindow::cell(const QString &target, int row, int column)
{
    return call({{QStringLiteral("do"), QStringLiteral("cell")}, {QStringLiteral("target"), target}, {QStringLiteral("row"), row}, {QStringLiteral("column"), column}})
        .value(QLatin1String("value")).toString();
}

QStringList ClientWindow::tree()
{
    QStringList lines;
    for (const QJsonValue &line : call({{QStringLiteral("do"), QStringLiteral("tree")}}).value(QLatin1String("value")).toArray())
        lines.append(line.toString());
    return lines;
}

QJsonObject ClientWindow::status()
{
    return call({{QStringLiteral("do"), QStringLiteral("ask")}, {QStringLiteral("what"), QStringLiteral("status")}})
        .value(QLatin1String("value")).toObject();
}

QJsonArray ClientWindow::leads(const QString &search)
{
    return call({{QStringLiteral("do"), QStringLiteral("ask")}, {QStringLiteral("what"), QStringLiteral("leads")}, {QStringLiteral("search"), search}})
        .value(QLatin1String("value")).toArray();
}

void ClientWindow::waitUntil(const QString &what, const std::function<bool()> &isDone, int timeoutMs)
{
    const QDeadlineTimer deadline(timeoutMs);
    while (!isDone()) {
        if (deadline.hasExpired())
            throw Failure{QStringLiteral("%1: waited in vain until %2").arg(m_name, what)};
        // Waits on the socket, so that the program has the processor to itself.
        m_socket.waitForReadyRead(50);
    }
}

} // namespace mdmc::test
