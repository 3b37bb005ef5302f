// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/processes.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QJsonDocument>

#ifdef Q_OS_LINUX
#include <csignal>
#include <sys/prctl.h>
#endif

namespace mdmc::test {

namespace {

QString pathOf(const QString &binDir, const QString &program)
{
#ifdef Q_OS_WIN
    return binDir + QLatin1Char('/') + program + QStringLiteral(".exe");
#else
    return binDir + QLatin1Char('/') + program;
#endif
}

void requireSuccess(const Finished &finished, const char *what)
{
    if (finished.exitCode != 0)
        qFatal("%s failed with %d: %s%s", what, finished.exitCode, finished.out.constData(), finished.err.constData());
}

} // namespace

QJsonObject Finished::json() const
{
    return QJsonDocument::fromJson(out).object();
}

Finished runProgram(const QString &binDir, const QString &program, const QStringList &arguments, const QByteArray &input,
                    const QStringList &environment, int timeoutMs)
{
    QProcess process;
    process.setEnvironment(QProcess::systemEnvironment() + environment);
    process.start(pathOf(binDir, program), arguments);
    process.write(input);
    process.closeWriteChannel();
    Finished finished;
    if (!process.waitForFinished(timeoutMs)) {
        finished.err = "did not end in time";
        process.kill();
        process.waitForFinished();
    } else {
        finished.exitCode = process.exitCode();
    }
    finished.crashed = process.exitStatus() == QProcess::CrashExit;
    finished.out = process.readAllStandardOutput();
    finished.err += process.readAllStandardError();
    return finished;
}

ServerProcess::ServerProcess(const QString &binDir, const QString &dataDir, quint16 port)
    : m_binDir(binDir), m_dataDir(dataDir), m_port(port)
{
}

ServerProcess::~ServerProcess()
{
    kill();
}

void ServerProcess::init(const QString &adminEmail, const QString &password, int demo)
{
    QStringList arguments{QStringLiteral("init"), QStringLiteral("--data"), m_dataDir, QStringLiteral("--workspace"),
                          QStringLiteral("Test agency"), QStringLiteral("--admin-email"), adminEmail,
                          QStringLiteral("--admin-name"), QStringLiteral("Ada Admin"), QStringLiteral("--password-stdin")};
    if (demo > 0)
        arguments << QStringLiteral("--demo") << QString::number(demo);
    const int timeoutMs = 60'000 + demo * 2; // A million leads take minutes.
    requireSuccess(runProgram(m_binDir, QStringLiteral("mdmc-server"), arguments, password.toUtf8() + '\n', {}, timeoutMs),
                   "mdmc-server init");
}

void ServerProcess::addUser(const QString &email, const QString &name, const QString &role, const QString &password, const QString &scope)
{
    QStringList arguments{QStringLiteral("user"), QStringLiteral("add"), QStringLiteral("--data"), m_dataDir,
                          QStringLiteral("--email"), email, QStringLiteral("--name"), name, QStringLiteral("--role"), role,
                          QStringLiteral("--password-stdin")};
    if (!scope.isEmpty())
        arguments << QStringLiteral("--sees") << scope;
    requireSuccess(runProgram(m_binDir, QStringLiteral("mdmc-server"), arguments, password.toUtf8() + '\n'), "mdmc-server user add");
}

void ServerProcess::start()
{
    const QString portFile = m_dataDir + QStringLiteral("/test.port");
    QFile::remove(portFile);
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::MergedChannels);
#ifdef Q_OS_LINUX
    m_process->setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
#endif
    m_process->setStandardOutputFile(logPath(), QIODevice::Append);
    m_process->start(pathOf(m_binDir, QStringLiteral("mdmc-server")),
                     {QStringLiteral("serve"), QStringLiteral("--data"), m_dataDir, QStringLiteral("--listen"),
                      QStringLiteral("127.0.0.1:%1").arg(m_port), QStringLiteral("--port-file"), portFile});
    if (!m_process->waitForStarted())
        qFatal("mdmc-server cannot be started: %s", qPrintable(m_process->errorString()));
    const QDeadlineTimer deadline(30'000);
    while (!deadline.hasExpired()) {
        QFile file(portFile);
        if (file.open(QIODevice::ReadOnly)) {
            if (const quint16 port = quint16(file.readAll().trimmed().toUInt())) {
                m_port = port;
                if (m_unexpectedEnd)
                    QObject::connect(m_process.get(), &QProcess::finished, m_process.get(), m_unexpectedEnd);
                return;
            }
        }
        if (m_process->waitForFinished(20))
            break;
    }
    qFatal("mdmc-server does not listen: %s", log().constData());
}

void ServerProcess::kill()
{
    if (!m_process)
        return;
    m_process->disconnect();
    m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

void ServerProcess::terminate()
{
    if (!m_process)
        return;
    m_process->disconnect();
    m_process->terminate();
    if (!m_process->waitForFinished(20'000))
        qFatal("mdmc-server does not end on SIGTERM");
    m_process.reset();
}

bool ServerProcess::isRunning() const
{
    return m_process && m_process->state() == QProcess::Running;
}

QString ServerProcess::logPath() const
{
    return m_dataDir + QStringLiteral("/test.log");
}

QByteArray ServerProcess::log() const
{
    QFile file(logPath());
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString ServerProcess::url() const
{
    return QStringLiteral("http://127.0.0.1:%1").arg(m_port);
}

} // namespace mdmc::test
