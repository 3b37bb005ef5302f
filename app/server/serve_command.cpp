// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/commands.h"
#include "app/server/console.h"
#include "sync/server/server.h"

#include <QCoreApplication>
#include <QSaveFile>
#include <QSocketNotifier>

#include <csignal>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace mdmc::server {

namespace {

void addServeOptions(QCommandLineParser &parser)
{
    parser.addOptions({{QStringLiteral("data"), QStringLiteral("Data folder."), QStringLiteral("DIR")},
                       {QStringLiteral("listen"), QStringLiteral("Address and port; port 0 takes a free one."),
                        QStringLiteral("ADDRESS:PORT"), QStringLiteral("127.0.0.1:8787")},
                       {QStringLiteral("tls-cert"), QStringLiteral("Certificate chain, PEM."), QStringLiteral("FILE")},
                       {QStringLiteral("tls-key"), QStringLiteral("Its key, PEM."), QStringLiteral("FILE")},
                       {QStringLiteral("trusted-proxy"),
                        QStringLiteral("Reverse proxy whose forwarding headers are believed; may be repeated."),
                        QStringLiteral("NETWORK")},
                       {QStringLiteral("allow-origin"),
                        QStringLiteral("Web page that may call the API; may be repeated."), QStringLiteral("ORIGIN")},
                       {QStringLiteral("port-file"), QStringLiteral("Writes the port to this file once listening."),
                        QStringLiteral("FILE")}});
}

Result<sync::ServerConfig> configFrom(const QCommandLineParser &parser)
{
    sync::ServerConfig config;
    config.dataDir = parser.value(QStringLiteral("data"));
    if (config.dataDir.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("--data is missing."));
    const QString listen = parser.value(QStringLiteral("listen"));
    const qsizetype colon = listen.lastIndexOf(u':');
    QString host = listen.left(colon);
    if (host.startsWith(u'[') && host.endsWith(u']'))
        host = host.mid(1, host.size() - 2);
    bool isPort = false;
    config.port = listen.mid(colon + 1).toUShort(&isPort);
    if (colon < 1 || !isPort
        || !config.address.setAddress(host == QLatin1String("localhost") ? QStringLiteral("127.0.0.1") : host))
        return failure(ErrorCode::InvalidInput, QStringLiteral("--listen takes ADDRESS:PORT, such as 127.0.0.1:8787."));
    config.tlsCertificateFile = parser.value(QStringLiteral("tls-cert"));
    config.tlsKeyFile = parser.value(QStringLiteral("tls-key"));
    config.trustedProxies = parser.values(QStringLiteral("trusted-proxy"));
    config.allowedOrigins = parser.values(QStringLiteral("allow-origin"));
    return config;
}

/// Complete under its name or not there: whoever waits for the file never reads half a number.
Result<> writePortFile(const QString &path, quint16 port)
{
    QSaveFile file(path);
    const QByteArray text = QByteArray::number(port) + '\n';
    if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size() || !file.commit())
        return failure(ErrorCode::InvalidInput, QStringLiteral("Cannot write the port file %1.").arg(path));
    return {};
}

#ifdef Q_OS_UNIX
int signalPipe[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signalPipe[0], &byte, 1);
}

/// Signals become events: nothing else is safe inside a handler.
void stopOnSignals(sync::Server &server)
{
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, signalPipe) != 0)
        return;
    auto *notifier = new QSocketNotifier(signalPipe[1], QSocketNotifier::Read, &server);
    QObject::connect(notifier, &QSocketNotifier::activated, &server, [notifier, &server] {
        notifier->setEnabled(false);
        server.stop();
    });
    struct sigaction action { };
    action.sa_handler = onSignal;
    sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGTERM, &action, nullptr);
    ::sigaction(SIGINT, &action, nullptr);
}
#else
void stopOnSignals(sync::Server &) { }
#endif

} // namespace

int serveCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Serves a workspace until SIGTERM or SIGINT."));
    addServeOptions(parser);
    int exitCode = kDone;
    if (!parse(parser, QStringLiteral("serve"), arguments, exitCode))
        return exitCode;
    const auto config = configFrom(parser);
    if (!config)
        return fail(config.error());
    SystemClock clock;
    SystemRandom random;
    auto opened = sync::Server::open(*config, clock, random);
    if (!opened)
        return fail(opened.error());
    sync::Server &server = **opened;
    if (const auto started = server.start(); !started)
        return fail(started.error());
    QObject::connect(&server, &sync::Server::stopped, qApp, &QCoreApplication::quit, Qt::QueuedConnection);
    stopOnSignals(server);
    if (const QString path = parser.value(QStringLiteral("port-file")); !path.isEmpty())
        if (const auto written = writePortFile(path, server.port()); !written)
            return fail(written.error());
    print(QStringLiteral("listening on ") + server.url());
    return QCoreApplication::exec();
}

int checkConfigCommand(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("Checks that serve would start with these options; listens to nothing for long."));
    addServeOptions(parser);
    int exitCode = kDone;
    if (!parse(parser, QStringLiteral("check-config"), arguments, exitCode))
        return exitCode;
    auto config = configFrom(parser);
    if (!config)
        return fail(config.error());
    config->isTrial = true;
    config->port = 0; // The real one may be in use by the server whose configuration is being checked
    SystemClock clock;
    SystemRandom random;
    auto opened = sync::Server::open(*config, clock, random);
    if (!opened)
        return fail(opened.error());
    if (const auto started = (*opened)->start(); !started)
        return fail(started.error());
    print(QStringLiteral("configuration is fine"));
    return kDone;
}

} // namespace mdmc::server
