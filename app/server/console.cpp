// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/server/console.h"

#include "app/server/commands.h"
#include "core/security/secret.h"

#include <cstdio>

#ifdef Q_OS_UNIX
#include <termios.h>
#include <unistd.h>
#endif

namespace mdmc::server {

void print(const QString &line)
{
    std::fputs((line + u'\n').toUtf8().constData(), stdout);
    std::fflush(stdout);
}

int fail(int code, const QString &line)
{
    std::fputs((QLatin1String("mdmc-server: ") + line + u'\n').toUtf8().constData(), stderr);
    std::fflush(stderr);
    return code;
}

int fail(const Error &error)
{
    switch (error.code) {
    case ErrorCode::NotFound:
    case ErrorCode::WrongKey:
    case ErrorCode::KeyMissing:
    case ErrorCode::Forbidden:
    case ErrorCode::InvalidInput:
    case ErrorCode::SchemaTooNew:
    case ErrorCode::Unsupported:
    case ErrorCode::Unreachable:
    case ErrorCode::CertificateRejected: return fail(kBadConfig, error.detail);
    default: return fail(kFailed, errorCodeName(error.code) + QStringLiteral(": ") + error.detail);
    }
}

bool parse(QCommandLineParser &parser, const QString &command, const QStringList &arguments, int &exitCode)
{
    const QCommandLineOption help({QStringLiteral("h"), QStringLiteral("help")}, QStringLiteral("Shows this help."));
    parser.addOption(help);
    if (!parser.parse(QStringList(QStringLiteral("mdmc-server ") + command) + arguments)) {
        exitCode = fail(kBadConfig, parser.errorText());
        return false;
    }
    if (parser.isSet(help)) {
        print(parser.helpText());
        exitCode = kDone;
        return false;
    }
    return true;
}

QString readPassword(const QString &prompt)
{
#ifdef Q_OS_UNIX
    const bool isTerminal = isatty(STDIN_FILENO);
    termios before{};
    if (isTerminal && tcgetattr(STDIN_FILENO, &before) == 0) {
        std::fputs(prompt.toUtf8().constData(), stderr);
        termios silent = before;
        silent.c_lflag &= ~tcflag_t(ECHO);
        tcsetattr(STDIN_FILENO, TCSANOW, &silent);
    }
#endif
    QByteArray line;
    for (int c = std::getchar(); c != EOF && c != '\n' && line.size() < 4096; c = std::getchar())
        line.append(char(c));
#ifdef Q_OS_UNIX
    if (isTerminal) {
        tcsetattr(STDIN_FILENO, TCSANOW, &before);
        std::fputs("\n", stderr);
    }
#endif
    if (line.endsWith('\r'))
        line.chop(1);
    const QString password = QString::fromUtf8(line);
    security::wipe(line);
    return password;
}

QString generatePassword()
{
    return security::randomToken(15);
}

} // namespace mdmc::server
