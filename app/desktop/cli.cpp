// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cli.h"

#include "app/desktop/await.h"
#include "ui/models/error_text.h"

#include <QCommandLineParser>
#include <QFile>
#include <QJsonDocument>
#include <QSysInfo>
#include <QTimer>

#include <cstdio>

namespace mdmc::app {

namespace {

constexpr CliCommand kCommands[] = {
    {"sign-in", "sign in to a server and fetch what you may see", &runSignIn},
    {"status", "where the replica stands: waiting edits, last sync, counts", &runStatus},
    {"sync", "exchange changes with the server until both are in step", &runSync},
    {"import", "import leads from a CSV file", &runImport},
    {"export", "export leads as CSV or JSON", &runExport},
};

QString stateName(sync::SyncState state)
{
    switch (state) {
    case sync::SyncState::LocalOnly: return QStringLiteral("local_only");
    case sync::SyncState::Connecting: return QStringLiteral("connecting");
    case sync::SyncState::FirstSync: return QStringLiteral("first_sync");
    case sync::SyncState::Synced: return QStringLiteral("synced");
    case sync::SyncState::Syncing: return QStringLiteral("syncing");
    case sync::SyncState::Offline: return QStringLiteral("offline");
    case sync::SyncState::SignInNeeded: return QStringLiteral("sign_in_needed");
    case sync::SyncState::Stopped: return QStringLiteral("stopped");
    }
    return {};
}

} // namespace

std::span<const CliCommand> cliCommands()
{
    return kCommands;
}

const CliCommand *findCommand(const QString &name)
{
    for (const CliCommand &command : kCommands)
        if (name == QLatin1String(command.name))
            return &command;
    return nullptr;
}

Exit fail(CliContext &context, const Error &error)
{
    // Commands word what only they know (a missing profile, no passphrase) in the detail itself.
    const bool isWorded = error.detail.endsWith(QLatin1Char('.')) && error.detail.contains(QLatin1Char(' '));
    if (isWorded)
        context.err << error.detail << '\n' << errorCodeName(error.code) << '\n';
    else
        context.err << ui::signInProblem(error).sentence << '\n' << ui::errorDetails(error) << '\n';
    return Exit::Failed;
}

Exit wrongUsage(CliContext &context, const QString &sentence)
{
    context.err << sentence << '\n';
    return Exit::Usage;
}

QString readLineFromStdin()
{
    QTextStream in(stdin);
    return in.readLine();
}

Result<std::unique_ptr<sync::Workspace>> openReplica(CliContext &context)
{
    MDMC_TRY(context.folder.lock());
    const auto profile = sync::Profile::load(context.folder.path());
    if (!profile && profile.error().code == ErrorCode::NotFound)
        return failure(ErrorCode::NotFound, QStringLiteral("There is no workspace in %1 yet. Sign in first: mdmc-crm sign-in.")
                                                .arg(context.folder.path()));
    if (!profile)
        return tl::unexpected<Error>(profile.error());
    return await(sync::openWorkspace(*profile, context.keys));
}

Result<> waitUntilSynced(sync::Workspace &workspace, int timeoutMs)
{
    using sync::SyncState;
    QEventLoop loop;
    Result<> outcome;
    const auto look = [&](const sync::SyncStatus &status) {
        if (status.state == SyncState::Synced && status.pending == 0) {
            outcome = {};
            loop.quit();
        } else if (status.state == SyncState::SignInNeeded || status.state == SyncState::Stopped) {
            outcome = tl::unexpected<Error>(status.error.value_or(Error{ErrorCode::Unauthenticated, {}, {}}));
            loop.quit();
        }
    };
    QObject::connect(&workspace, &sync::Workspace::statusChanged, &loop, look);
    QTimer::singleShot(timeoutMs, &loop, [&] {
        outcome = tl::unexpected<Error>(
            workspace.status().error.value_or(Error{ErrorCode::TimedOut, QStringLiteral("not in step after %1 s").arg(timeoutMs / 1000), {}}));
        loop.quit();
    });
    // Asked once the loop runs, so that its answer can end it.
    QMetaObject::invokeMethod(&loop, [&] { look(workspace.status()); }, Qt::QueuedConnection);
    loop.exec();
    return outcome;
}

void waitUntilIndexed(sync::Workspace &workspace)
{
    QEventLoop loop;
    QObject::connect(&workspace, &sync::Workspace::statusChanged, &loop, [&](const sync::SyncStatus &status) {
        if (status.indexed >= 1)
            loop.quit();
    });
    if (workspace.status().indexed < 1)
        loop.exec();
}

QJsonObject statusJson(const sync::Workspace &workspace)
{
    const sync::SyncStatus status = workspace.status();
    const auto time = [](UtcMs ms) {
        return ms ? QJsonValue(QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate)) : QJsonValue();
    };
    return {{QStringLiteral("state"), stateName(status.state)},
            {QStringLiteral("pending"), status.pending},
            {QStringLiteral("attention"), status.attention},
            {QStringLiteral("conflicts"), status.conflicts},
            {QStringLiteral("searchable"), status.indexed},
            {QStringLiteral("lastSyncedAt"), time(status.lastSyncedAt)},
            {QStringLiteral("workspace"), workspace.workspaceName()},
            {QStringLiteral("server"), workspace.serverAddress()}};
}

Exit runSignIn(CliContext &context, const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.addPositionalArgument(QStringLiteral("server"), QStringLiteral("address, such as https://crm.example.org"));
    parser.addPositionalArgument(QStringLiteral("email"), QStringLiteral("your e-mail address"));
    const QCommandLineOption stdinOption(QStringLiteral("password-stdin"), QStringLiteral("read the password from standard input"));
    const QCommandLineOption trustOption(QStringLiteral("trust"), QStringLiteral("PEM file of a certificate authority to trust besides the system's"), QStringLiteral("file"));
    const QCommandLineOption timeoutOption(QStringLiteral("timeout"), QStringLiteral("seconds to wait for the first sync"), QStringLiteral("s"), QStringLiteral("300"));
    parser.addOptions({stdinOption, trustOption, timeoutOption});
    if (!parser.parse(arguments) || parser.positionalArguments().size() != 2 || !parser.isSet(stdinOption))
        return wrongUsage(context, QStringLiteral("Usage: mdmc-crm sign-in SERVER EMAIL --password-stdin [--trust FILE] [--timeout S]"));
    sync::SignIn credentials;
    credentials.server = QUrl(parser.positionalArguments().at(0), QUrl::StrictMode);
    credentials.email = parser.positionalArguments().at(1);
    credentials.password = readLineFromStdin();
    credentials.deviceName = QSysInfo::machineHostName();
    if (parser.isSet(trustOption)) {
        QFile file(parser.value(trustOption));
        if (!file.open(QIODevice::ReadOnly))
            return wrongUsage(context, QStringLiteral("The certificate %1 cannot be read.").arg(file.fileName()));
        credentials.extraCertificate = file.readAll();
    }
    if (const auto locked = context.folder.lock(); !locked)
        return fail(context, locked.error());
    auto workspace = await(sync::signIn(context.folder.path(), credentials, context.keys));
    if (!workspace)
        return fail(context, workspace.error());
    if (const auto synced = waitUntilSynced(**workspace, parser.value(timeoutOption).toInt() * 1000); !synced)
        return fail(context, synced.error());
    context.out << QStringLiteral("Signed in to %1 as %2.\n").arg((*workspace)->workspaceName(), credentials.email);
    return Exit::Done;
}

Exit runStatus(CliContext &context, const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption reportOption(QStringLiteral("report"), QStringLiteral("text or json"), QStringLiteral("form"), QStringLiteral("text"));
    parser.addOption(reportOption);
    if (!parser.parse(arguments) || !parser.positionalArguments().isEmpty())
        return wrongUsage(context, QStringLiteral("Usage: mdmc-crm status [--report json]"));
    auto workspace = openReplica(context);
    if (!workspace)
        return fail(context, workspace.error());
    (*workspace)->goOffline();
    const auto counts = await((*workspace)->read([](sync::ReplicaReader &reader) -> Result<QJsonObject> {
        QJsonObject counts;
        for (const EntityInfo *info : allEntities()) {
            MDMC_ASSIGN(const qint64 count, reader.store.count(info->type));
            counts.insert(QString(info->name), count);
        }
        return counts;
    }));
    if (!counts)
        return fail(context, counts.error());
    QJsonObject status = statusJson(**workspace);
    status.insert(QStringLiteral("records"), *counts);
    if (parser.value(reportOption) == QLatin1String("json")) {
        context.out << QJsonDocument(status).toJson(QJsonDocument::Indented);
        return Exit::Done;
    }
    context.out << QStringLiteral("%1 · %2 leads, %3 campaigns · %4 waiting, %5 need attention, %6 conflicts\n")
                       .arg(status.value(QLatin1String("workspace")).toString())
                       .arg(counts->value(QLatin1String("lead")).toInteger())
                       .arg(counts->value(QLatin1String("campaign")).toInteger())
                       .arg(status.value(QLatin1String("pending")).toInt())
                       .arg(status.value(QLatin1String("attention")).toInt())
                       .arg(status.value(QLatin1String("conflicts")).toInt());
    return Exit::Done;
}

Exit runSync(CliContext &context, const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption timeoutOption(QStringLiteral("timeout"), QStringLiteral("seconds to wait"), QStringLiteral("s"), QStringLiteral("60"));
    const QCommandLineOption reportOption(QStringLiteral("report"), QStringLiteral("text or json"), QStringLiteral("form"), QStringLiteral("text"));
    parser.addOptions({timeoutOption, reportOption});
    bool isNumber = false;
    if (!parser.parse(arguments) || parser.value(timeoutOption).toInt(&isNumber) <= 0 || !isNumber)
        return wrongUsage(context, QStringLiteral("Usage: mdmc-crm sync [--timeout SECONDS] [--report json]"));
    auto workspace = openReplica(context);
    if (!workspace)
        return fail(context, workspace.error());
    (*workspace)->goOnline();
    const auto synced = waitUntilSynced(**workspace, parser.value(timeoutOption).toInt() * 1000);
    if (parser.value(reportOption) == QLatin1String("json"))
        context.out << QJsonDocument(statusJson(**workspace)).toJson(QJsonDocument::Indented);
    if (!synced)
        return fail(context, synced.error());
    if (parser.value(reportOption) != QLatin1String("json"))
        context.out << QStringLiteral("In step with %1.\n").arg((*workspace)->serverAddress());
    return Exit::Done;
}

} // namespace mdmc::app
