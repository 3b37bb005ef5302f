// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/server_address.h"

#include <QCoreApplication>
#include <QHostAddress>

namespace mdmc::ui {

namespace {

struct ServerAddress {
    Q_DECLARE_TR_FUNCTIONS(ServerAddress)
};

tl::unexpected<Error> wrong(const char *why)
{
    return failure(ErrorCode::InvalidInput, QString::fromLatin1(why), QStringLiteral("server"));
}

/// By number, not by prefix: `127.0.0.1.example.com` is a stranger.
bool isThisComputer(const QString &host)
{
    return host == QLatin1String("localhost") || QHostAddress(host).isLoopback();
}

} // namespace

Result<QUrl> parseServerAddress(const QString &text)
{
    const QString typed = text.trimmed();
    if (typed.isEmpty())
        return wrong("empty");
    const QString whole = typed.contains(QLatin1String("://")) ? typed : QStringLiteral("https://") + typed;
    QUrl url(whole, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || url.port() == 0)
        return wrong("address");
    if (!url.userInfo().isEmpty())
        return wrong("credentials");
    if (url.scheme() != QLatin1String("https") && url.scheme() != QLatin1String("http"))
        return wrong("scheme");
    if (url.scheme() == QLatin1String("http") && !isThisComputer(url.host()))
        return wrong("plain");
    url.setQuery(QString());
    url.setFragment(QString());
    QString path = url.path();
    while (path.endsWith(u'/'))
        path.chop(1);
    url.setPath(path);
    return url;
}

QString serverAddressProblem(const Error &error)
{
    if (error.detail == QLatin1String("empty"))
        return ServerAddress::tr("Enter the address of your agency's server, such as crm.example.com.");
    if (error.detail == QLatin1String("plain"))
        return ServerAddress::tr(
            "This connection would not be encrypted, so anybody on the way could read your password. Use https://.");
    if (error.detail == QLatin1String("credentials"))
        return ServerAddress::tr("This is the form of an e-mail address. The server's looks like crm.example.com.");
    if (error.detail == QLatin1String("scheme"))
        return ServerAddress::tr("The address of a server begins with https://.");
    return ServerAddress::tr("This is not an address. It needs a form like crm.example.com.");
}

} // namespace mdmc::ui
