// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cli.h"

#include "core/exchange/import_mapping.h"
#include "sync/client/import_job.h"

#include <QCommandLineParser>
#include <QEventLoop>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

namespace mdmc::app {

namespace {

using namespace exchange;

constexpr char kUsage[] =
    "Usage: mdmc-crm import FILE [--map \"Title=field;…\" | --map-file JSON] [--mode create|update|both]\n"
    "       [--match email,phone,spotify] [--dry-run] [--failed-rows FILE] [--report json] [--offline]";

Result<ImportMode> parseMode(const QString &text)
{
    if (text == QLatin1String("create"))
        return ImportMode::Create;
    if (text == QLatin1String("update"))
        return ImportMode::Update;
    if (text == QLatin1String("both"))
        return ImportMode::CreateAndUpdate;
    return failure(ErrorCode::InvalidInput, QStringLiteral("--mode is create, update or both"));
}

Result<MatchKinds> parseMatch(const QString &text)
{
    MatchKinds kinds;
    for (const QString &name : text.split(QLatin1Char(','), Qt::SkipEmptyParts)) {
        if (name == QLatin1String("email"))
            kinds |= MatchBy::Email;
        else if (name == QLatin1String("phone"))
            kinds |= MatchBy::Phone;
        else if (name == QLatin1String("spotify"))
            kinds |= MatchBy::Spotify;
        else
            return failure(ErrorCode::InvalidInput, QStringLiteral("--match names email, phone and spotify, separated by commas"));
    }
    return kinds;
}

Result<ColumnMapping> chosenMapping(const QCommandLineParser &parser, const FilePreview &preview)
{
    if (parser.isSet(QStringLiteral("map")))
        return mappingFromText(parser.value(QStringLiteral("map")), preview.mapping, preview.header);
    if (parser.isSet(QStringLiteral("map-file"))) {
        QFile file(parser.value(QStringLiteral("map-file")));
        if (!file.open(QIODevice::ReadOnly))
            return failure(ErrorCode::NotFound, QStringLiteral("The mapping %1 cannot be read. Nothing was imported.").arg(file.fileName()));
        return mappingFromJson(file.readAll(), preview.header);
    }
    return preview.mapping;
}

void printText(QTextStream &out, const ImportReport &report)
{
    const ImportCounts &n = report.counts;
    out << QStringLiteral("%1%2: %3 rows · %4 new, %5 updated, %6 unchanged, %7 twice in the file, %8 there already, %9 ")
               .arg(report.fileName, report.isDryRun ? QStringLiteral(" (dry run)") : QString())
               .arg(n.rows).arg(n.created).arg(n.updated).arg(n.unchanged).arg(n.duplicatesInFile).arg(n.duplicatesOfExisting)
               .arg(n.unmatched)
        << QStringLiteral("without a lead, %1 not readable\n").arg(n.invalid);
    for (const PlannedRow &row : report.rows) {
        if (row.outcome != RowOutcome::Invalid)
            continue;
        for (const RowIssue &issue : row.issues)
            if (issue.isError())
                out << QStringLiteral("  line %1: %2\n").arg(row.line).arg(describe(issue));
    }
}

} // namespace

Exit runImport(CliContext &context, const QStringList &arguments)
{
    QCommandLineParser parser;
    const auto option = [&](const char *name, const char *text, const char *value = "", const char *preset = "") {
        parser.addOption(QCommandLineOption(QString::fromLatin1(name), QString::fromLatin1(text), QString::fromLatin1(value), QString::fromLatin1(preset)));
    };
    option("map", "columns to fields, over the guesses", "text");
    option("map-file", "a saved mapping", "file");
    option("mode", "create, update or both", "mode", "create");
    option("match", "how a lead is recognised", "kinds", "email,phone,spotify");
    option("failed-rows", "where rows that did not go in are written", "file");
    option("report", "text or json", "form", "text");
    option("dry-run", "only tell what would happen");
    option("offline", "leave the new leads in the outbox");
    if (!parser.parse(arguments) || parser.positionalArguments().size() != 1)
        return wrongUsage(context, QString::fromUtf8(kUsage));
    const auto mode = parseMode(parser.value(QStringLiteral("mode")));
    const auto match = parseMatch(parser.value(QStringLiteral("match")));
    if (!mode || !match)
        return wrongUsage(context, (mode ? match.error() : mode.error()).detail);

    sync::ImportJob::Request request;
    request.path = parser.positionalArguments().first();
    request.failedRowsPath = parser.value(QStringLiteral("failed-rows"));
    request.undoLabel = QStringLiteral("Import of %1").arg(QFileInfo(request.path).fileName());
    request.options.mode = *mode;
    request.options.matchBy = *match;
    request.options.dryRun = parser.isSet(QStringLiteral("dry-run"));
    {
        QFile file(request.path);
        if (!file.open(QIODevice::ReadOnly))
            return fail(context, Error{ErrorCode::NotFound, QStringLiteral("The file %1 cannot be read. Nothing was imported.").arg(request.path), {}});
        const auto preview = previewFile(file, request.csv, 1);
        if (!preview)
            return fail(context, preview.error());
        const auto mapping = chosenMapping(parser, *preview);
        if (!mapping)
            return fail(context, mapping.error());
        request.options.mapping = *mapping;
    }
    auto workspace = openReplica(context);
    if (!workspace)
        return fail(context, workspace.error());
    const bool staysOffline = parser.isSet(QStringLiteral("offline")) || request.options.dryRun;
    if (staysOffline)
        (*workspace)->goOffline();

    sync::ImportJob job(**workspace, request);
    QEventLoop loop;
    QObject::connect(&job, &sync::ImportJob::finished, &loop, &QEventLoop::quit, Qt::QueuedConnection);
    job.start();
    loop.exec();
    const ImportReport &report = job.report();
    if (parser.value(QStringLiteral("report")) == QLatin1String("json"))
        context.out << QJsonDocument(toJson(report)).toJson(QJsonDocument::Indented);
    else
        printText(context.out, report);
    if (report.error)
        return fail(context, *report.error);
    if (!staysOffline && !(*workspace)->serverAddress().isEmpty())
        if (const auto synced = waitUntilSynced(**workspace, 300'000); !synced) {
            context.err << QStringLiteral("Everything is saved here; sending it to the server did not end: ");
            return fail(context, synced.error());
        }
    return Exit::Done;
}

} // namespace mdmc::app
