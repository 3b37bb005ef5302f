// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_import.h"

#include "core/exchange/lead_planner.h"
#include "core/rules/pipeline.h"

#include <QCryptographicHash>
#include <QIODevice>

namespace mdmc::exchange {

namespace {

Result<QByteArray> fingerprint(QIODevice &device, const QByteArray &salt)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(QByteArrayLiteral("mdmc-import-1"));
    hash.addData(QByteArray::number(salt.size()) + ':' + salt);
    if (!device.seek(0) || !hash.addData(&device) || !device.atEnd())
        return failure(ErrorCode::StorageFailure, QStringLiteral("The file could not be read. Nothing was imported."),
                       QStringLiteral("file.read"));
    return hash.result();
}

Result<Stage> defaultStage(const ImportOptions &options, const RuleContext &context)
{
    const auto stage = options.stageId ? context.stage(options.stageId) : firstStage(context);
    if (!stage || stage->isArchived)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("There is no stage in which new leads could start. Choose one that exists."),
                       QStringLiteral("stageId"));
    return *stage;
}

Result<> checkOptions(const ImportOptions &options, const RuleContext &context)
{
    if (options.ownerId && !context.exists(EntityType::User, options.ownerId))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The chosen owner does not exist."),
                       QStringLiteral("ownerId"));
    const bool isCode = options.currency.size() == 3
        && std::all_of(options.currency.begin(), options.currency.end(),
                       [](QChar c) { return c >= u'A' && c <= u'Z'; });
    if (!isCode)
        return failure(ErrorCode::InvalidInput, QStringLiteral("The currency is no ISO 4217 code, such as EUR."),
                       QStringLiteral("currency"));
    return {};
}

} // namespace

class LeadImport::Impl {
public:
    Impl(QIODevice &file, const CsvOptions &csvOptions, const ImportOptions &importOptions)
        : device(file), csv(csvOptions), options(importOptions)
    {
    }

    Result<> reopen()
    {
        reader.reset();
        if (!device.seek(0))
            return failure(ErrorCode::StorageFailure, QStringLiteral("The file could not be read."),
                           QStringLiteral("file.read"));
        MDMC_ASSIGN(CsvReader opened, CsvReader::open(device, csv));
        if (opened.header() != header)
            return failure(ErrorCode::InvalidInput, QStringLiteral("The file was changed while it was being imported."),
                           QStringLiteral("file.changed"));
        reader.emplace(std::move(opened));
        return {};
    }

    Result<> endScan()
    {
        isScanned = true;
        for (const auto &[column, evidence] : dates) {
            const auto verdict = evidence.verdict(options.preferredOrder);
            verdicts.emplace(column, verdict);
            drafts->setDateOrder(column, verdict.order);
        }
        return reopen();
    }

    QIODevice &device;
    CsvOptions csv;
    ImportOptions options;
    QStringList header;
    CsvFormat format;
    std::optional<CsvReader> reader;
    std::optional<LeadDraftReader> drafts;
    std::optional<LeadPlanner> planner;
    std::map<int, DateEvidence> dates;
    std::map<int, DateEvidence::Verdict> verdicts;
    RecordId importId;
    ImportCounts counts;
    bool isScanned = false;
};

LeadImport::LeadImport(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) { }
LeadImport::~LeadImport() = default;

Result<std::unique_ptr<LeadImport>> LeadImport::open(QIODevice &device, const CsvOptions &csv,
                                                     const ImportOptions &options, const RuleContext &context)
{
    auto impl = std::make_unique<Impl>(device, csv, options);
    {
        MDMC_ASSIGN(const CsvReader reader, CsvReader::open(device, csv));
        impl->header = reader.header();
        impl->format = reader.format();
    }
    MDMC_TRY(checkMapping(options.mapping, impl->header));
    MDMC_TRY(checkOptions(options, context));
    MDMC_ASSIGN(const Stage stage, defaultStage(options, context));
    MDMC_ASSIGN(const QByteArray seed, fingerprint(device, options.idSalt));
    impl->drafts.emplace(impl->options, impl->header, context);
    impl->planner.emplace(impl->options, ImportIds(seed), stage, context);
    impl->importId = impl->planner->ids().importId();
    for (const int column : impl->drafts->dateColumns())
        impl->dates[column];
    impl->isScanned = impl->dates.empty();
    MDMC_TRY(impl->reopen());
    return std::unique_ptr<LeadImport>(new LeadImport(std::move(impl)));
}

Result<bool> LeadImport::scanDates(int maxRows)
{
    if (m_impl->isScanned)
        return false;
    for (int i = 0; i < maxRows; ++i) {
        MDMC_ASSIGN(const auto row, m_impl->reader->next());
        if (!row) {
            MDMC_TRY(m_impl->endScan());
            return false;
        }
        for (auto &[column, evidence] : m_impl->dates)
            evidence.add(row->cell(column));
    }
    return true;
}

Result<bool> LeadImport::nextChunk(int maxRows, const RuleContext &context, MatchLookup &lookup,
                                   std::vector<PlannedRow> &rows)
{
    for (bool isScanning = true; isScanning;) {
        MDMC_ASSIGN(isScanning, scanDates(1000));
    }
    for (int i = 0; i < maxRows; ++i) {
        MDMC_ASSIGN(const auto row, m_impl->reader->next());
        m_impl->counts.blank = m_impl->reader->blankRowCount();
        if (!row)
            return false;
        const LeadDraft draft = m_impl->drafts->read(*row);
        MDMC_ASSIGN(PlannedRow planned, m_impl->planner->plan(draft, *row, context, lookup));
        m_impl->counts.add(planned.outcome);
        rows.push_back(std::move(planned));
    }
    return true;
}

const CsvFormat &LeadImport::format() const
{
    return m_impl->format;
}
const QStringList &LeadImport::header() const
{
    return m_impl->header;
}
const ImportOptions &LeadImport::options() const
{
    return m_impl->options;
}
const RecordId &LeadImport::importId() const
{
    return m_impl->importId;
}
const ImportCounts &LeadImport::counts() const
{
    return m_impl->counts;
}
qint64 LeadImport::bytesRead() const
{
    return m_impl->reader->bytesRead();
}
qint64 LeadImport::bytesTotal() const
{
    return m_impl->reader->bytesTotal();
}

std::optional<DateEvidence::Verdict> LeadImport::dateVerdict(int column) const
{
    const auto at = m_impl->verdicts.find(column);
    return at == m_impl->verdicts.end() ? std::nullopt : std::optional(at->second);
}

void ImportCounts::add(RowOutcome outcome)
{
    ++rows;
    switch (outcome) {
    case RowOutcome::Created: ++created; break;
    case RowOutcome::Updated: ++updated; break;
    case RowOutcome::Unchanged: ++unchanged; break;
    case RowOutcome::DuplicateInFile: ++duplicatesInFile; break;
    case RowOutcome::DuplicateExisting: ++duplicatesOfExisting; break;
    case RowOutcome::Unmatched: ++unmatched; break;
    case RowOutcome::Invalid: ++invalid; break;
    }
}

qint64 ImportCounts::sum() const
{
    return created + updated + unchanged + duplicatesInFile + duplicatesOfExisting + unmatched + invalid;
}

} // namespace mdmc::exchange
