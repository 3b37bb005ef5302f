// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/cli.h"

#include "app/desktop/await.h"
#include "core/exchange/lead_export.h"
#include "core/rules/permissions.h"

#include <QCommandLineParser>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include <cstdio>

namespace mdmc::app {

namespace {

constexpr char kUsage[] = "Usage: mdmc-crm export [FILE] [--format csv|json] [--filter JSON] [--search WORDS] [--delimiter ;]";

/// Reads the leads in pages, so that a million of them take no more memory than a page.
Result<qint64> writeLeads(sync::ReplicaReader &reader, const storage::RecordQuery &query, const std::function<Result<>(const Lead &)> &add)
{
    MDMC_ASSIGN(const std::vector<qint64> rowIds, storage::queryRowIds(reader.db, query));
    constexpr size_t pageSize = 500;
    for (size_t at = 0; at < rowIds.size(); at += pageSize) {
        const std::span page(rowIds.data() + at, std::min(pageSize, rowIds.size() - at));
        MDMC_ASSIGN(const std::vector<Record> records, reader.store.byRowIds(EntityType::Lead, page));
        for (const Record &record : records)
            MDMC_TRY(add(fromRecord<Lead>(record)));
    }
    return qint64(rowIds.size());
}

} // namespace

Exit runExport(CliContext &context, const QStringList &arguments)
{
    QCommandLineParser parser;
    const QCommandLineOption formatOption(QStringLiteral("format"), QStringLiteral("csv or json"), QStringLiteral("form"), QStringLiteral("csv"));
    const QCommandLineOption filterOption(QStringLiteral("filter"), QStringLiteral("which leads"), QStringLiteral("json"));
    const QCommandLineOption searchOption(QStringLiteral("search"), QStringLiteral("words to find"), QStringLiteral("words"));
    const QCommandLineOption delimiterOption(QStringLiteral("delimiter"), QStringLiteral("between cells"), QStringLiteral("c"), QStringLiteral(","));
    parser.addOptions({formatOption, filterOption, searchOption, delimiterOption});
    const bool isParsed = parser.parse(arguments);
    const QString format = parser.value(formatOption);
    if (!isParsed || parser.positionalArguments().size() > 1 || parser.value(delimiterOption).size() != 1
        || (format != QLatin1String("csv") && format != QLatin1String("json")))
        return wrongUsage(context, QString::fromLatin1(kUsage));
    storage::RecordQuery query;
    query.search = parser.value(searchOption);
    if (parser.isSet(filterOption)) {
        const auto filter = storage::parseFilter(EntityType::Lead, parser.value(filterOption).toUtf8());
        if (!filter)
            return wrongUsage(context, QStringLiteral("--filter: %1 (%2)").arg(filter.error().detail, filter.error().field));
        query.filter = *filter;
    }
    auto workspace = openReplica(context);
    if (!workspace)
        return fail(context, workspace.error());
    if (!mayPerform((*workspace)->actor(), Action::Export, EntityType::Lead))
        return fail(context, Error{ErrorCode::Forbidden, QStringLiteral("your role may not export leads"), {}});

    if (!query.search.isEmpty())
        waitUntilIndexed(**workspace);

    // A file appears whole or not at all.
    const QString path = parser.positionalArguments().value(0, QStringLiteral("-"));
    QSaveFile saved(path);
    QFile direct(path);
    const bool toStandard = path == QLatin1String("-");
    // Pipes and devices are written to; a file put in their place would take them away.
    const bool toDevice = QFileInfo::exists(path) && !QFileInfo(path).isFile();
    const bool isOpen = toStandard ? direct.open(stdout, QIODevice::WriteOnly)
                        : toDevice ? direct.open(QIODevice::WriteOnly)
                                   : saved.open(QIODevice::WriteOnly);
    if (!isOpen)
        return fail(context, Error{ErrorCode::StorageFailure,
                                   QStringLiteral("The file “%1” cannot be written. Nothing was exported.").arg(path), {}});
    QIODevice &device = toStandard || toDevice ? static_cast<QIODevice &>(direct) : saved;
    exchange::ExportOptions options;
    options.csv.delimiter = parser.value(delimiterOption).at(0);
    const auto count = await((*workspace)->read([&](sync::ReplicaReader &reader) -> Result<qint64> {
        if (format == QLatin1String("json")) {
            exchange::LeadJsonWriter writer(device);
            MDMC_ASSIGN(const qint64 n, writeLeads(reader, query, [&](const Lead &lead) { return writer.add(lead); }));
            MDMC_TRY(writer.finish());
            return n;
        }
        exchange::LeadCsvWriter writer(device, reader.rules, options);
        MDMC_ASSIGN(const qint64 n, writeLeads(reader, query, [&](const Lead &lead) { return writer.add(lead); }));
        MDMC_TRY(writer.finish());
        return n;
    }));
    if (!count)
        return fail(context, count.error());
    const bool isWritten = toStandard || toDevice ? direct.flush() : saved.commit();
    if (!isWritten)
        return fail(context, Error{ErrorCode::StorageFailure,
                                   QStringLiteral("The file “%1” could not be written to its end (%2). Nothing was exported.")
                                       .arg(path, (toStandard || toDevice ? direct.errorString() : saved.errorString())), {}});
    context.err << QStringLiteral("%1 leads exported.\n").arg(*count);
    return Exit::Done;
}

} // namespace mdmc::app
