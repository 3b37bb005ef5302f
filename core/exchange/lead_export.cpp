// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_export.h"

#include "core/exchange/cell_text.h"
#include "core/exchange/workspace_names.h"
#include "core/model/record.h"
#include "core/rules/contact_text.h"

#include <QIODevice>
#include <QJsonArray>
#include <QJsonDocument>

namespace mdmc::exchange {

namespace {

/// A column of the export. Titles are ones that `columnTitles` knows, so that the file can be read back.
struct ExportColumn {
    const char *target;
    const char *english;
    const char *french;
};

constexpr ExportColumn exportTable[] = {
    {"id", "MDMC ID", "MDMC ID"},
    {"artistName", "Artist", "Artiste"},
    {"aliases", "Also known as", "Alias"},
    {"firstName", "First name", "Prénom"},
    {"lastName", "Last name", "Nom de famille"},
    {"emails", "E-mail", "E-mail"},
    {"phones", "Phone", "Téléphone"},
    {"country", "Country", "Pays"},
    {"spotifyUrl", "Spotify link", "Lien Spotify"},
    {"genres", "Genres", "Genres musicaux"},
    {"platforms", "Platforms", "Plateformes"},
    {"goals", "Goals", "Objectifs"},
    {"budget", "Budget", "Budget"},
    {"contractValue", "Contract value", "Valeur du contrat"},
    {"currency", "Currency", "Devise"},
    {"pipeline", "Pipeline", "Pipeline"},
    {"stage", "Stage", "Étape"},
    {"lostReason", "Lost reason", "Motif de perte"},
    {"priority", "Priority", "Priorité"},
    {"source", "Source", "Source"},
    {"owner", "Owner", "Propriétaire"},
    {"releaseDate", "Release date", "Date de sortie"},
    {"nextStep", "Next step", "Prochaine étape"},
    {"nextStepOn", "Next step date", "Date de la prochaine étape"},
    {"consent", "Consent to contact", "Consentement"},
    {"tags", "Tags", "Étiquettes"},
    {"notes", "Notes", "Notes"},
    {"score", "Score", "Score"},
    {"createdAt", "Created", "Créé le"},
    {"stageChangedAt", "In stage since", "Dans l’étape depuis"},
    {"lastActivityAt", "Last activity", "Dernière activité"},
    {"convertedAt", "Converted", "Converti le"},
};

QString titleOf(const QString &target, ExportOptions::Titles titles)
{
    if (titles == ExportOptions::Titles::FieldNames)
        return target == QLatin1String("id") ? QStringLiteral("mdmcId") : target;
    for (const ExportColumn &column : exportTable) {
        if (target == QLatin1String(column.target))
            return QString::fromUtf8(titles == ExportOptions::Titles::French ? column.french : column.english);
    }
    return target;
}

WorkspaceNames::Language languageOf(ExportOptions::Titles titles)
{
    switch (titles) {
    case ExportOptions::Titles::FieldNames: return WorkspaceNames::Language::Keys;
    case ExportOptions::Titles::English: return WorkspaceNames::Language::English;
    case ExportOptions::Titles::French: return WorkspaceNames::Language::French;
    }
    return WorkspaceNames::Language::English;
}

QString timeText(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms, Qt::UTC).toString(Qt::ISODate);
}

/// One lead's cells.
class Cells {
public:
    Cells(const Lead &lead, const WorkspaceNames &names, WorkspaceNames::Language language)
        : m_lead(lead), m_record(toRecord(lead)), m_names(names), m_language(language)
    {
    }

    QString cell(const QString &target) const
    {
        if (target == QLatin1String("id"))
            return m_lead.id.toString();
        if (target == QLatin1String("spotifyUrl"))
            return m_lead.spotifyId.isEmpty() ? QString() : spotifyArtistUrl(m_lead.spotifyId);
        if (target == QLatin1String("currency"))
            return currency();
        if (target == QLatin1String("pipeline"))
            return m_names.pipelineLabel(m_lead.pipelineId);
        if (target == QLatin1String("stage"))
            return m_names.stageLabel(m_lead.stageId, m_language);
        if (target == QLatin1String("owner"))
            return m_names.userLabel(m_lead.ownerId);
        const int field = m_record.info().indexOf(QStringView(target));
        return field < 0 ? QString() : text(m_record.info().field(field), m_record.values[size_t(field)]);
    }

private:
    QString currency() const
    {
        if (m_lead.budget)
            return m_lead.budget->currency;
        return m_lead.contractValue ? m_lead.contractValue->currency : QString();
    }

    QString text(const FieldInfo &field, const Value &value) const
    {
        const QString list = field.list ? QString::fromLatin1(field.list) : QString();
        const auto label = [&](const QString &entry) {
            return list.isEmpty() ? entry : m_names.listLabel(list, entry, m_language);
        };
        if (value.isEmpty())
            return {};
        switch (field.type) {
        case FieldType::Text: return label(value.as<QString>());
        case FieldType::TextSet: {
            QStringList entries;
            for (const QString &entry : value.as<QStringList>())
                entries.append(label(entry));
            return joinList(entries);
        }
        case FieldType::Money: {
            // The column beside it names one currency; an amount in another says its own.
            const Money money = value.as<Money>();
            return toDecimal(money) + (money.currency == currency() ? QString() : u' ' + money.currency);
        }
        case FieldType::Date: return value.as<QDate>().toString(Qt::ISODate);
        case FieldType::Timestamp: return timeText(value.as<qint64>());
        default: return toPlainText(value);
        }
    }

    const Lead &m_lead;
    const Record m_record;
    const WorkspaceNames &m_names;
    WorkspaceNames::Language m_language;
};

QJsonValue jsonOf(const FieldInfo &field, const Value &value)
{
    switch (field.type) {
    case FieldType::Bool: return value.as<bool>();
    case FieldType::Integer: return value.as<qint64>();
    case FieldType::Timestamp: return timeText(value.as<qint64>());
    case FieldType::Date: return value.as<QDate>().toString(Qt::ISODate);
    case FieldType::Text: return value.as<QString>();
    case FieldType::Id: return value.as<RecordId>().toString();
    case FieldType::Money: {
        const Money money = value.as<Money>();
        return QJsonObject{{QStringLiteral("minor"), money.minor}, {QStringLiteral("currency"), money.currency}};
    }
    case FieldType::TextSet: return QJsonArray::fromStringList(value.as<QStringList>());
    case FieldType::Bytes: return QString::fromLatin1(value.as<QByteArray>().toBase64());
    }
    return {};
}

} // namespace

QStringList exportColumns()
{
    QStringList columns;
    for (const ExportColumn &column : exportTable)
        columns.append(QString::fromLatin1(column.target));
    return columns;
}

LeadCsvWriter::LeadCsvWriter(QIODevice &device, const RuleContext &context, const ExportOptions &options)
    : m_writer(device, options.csv), m_names(std::make_unique<WorkspaceNames>(context)),
      m_columns(options.columns.isEmpty() ? exportColumns() : options.columns), m_titles(options.titles)
{
}

LeadCsvWriter::~LeadCsvWriter() = default;

Result<> LeadCsvWriter::writeHeader()
{
    if (std::exchange(m_hasHeader, true))
        return {};
    QStringList titles;
    for (const QString &column : m_columns)
        titles.append(titleOf(column, m_titles));
    return m_writer.writeRow(titles);
}

Result<> LeadCsvWriter::add(const Lead &lead)
{
    MDMC_TRY(writeHeader());
    const Cells cells(lead, *m_names, languageOf(m_titles));
    QStringList row;
    for (const QString &column : m_columns)
        row.append(cells.cell(column));
    return m_writer.writeRow(row);
}

Result<> LeadCsvWriter::finish()
{
    MDMC_TRY(writeHeader());
    return m_writer.finish();
}

QJsonObject leadToJson(const Lead &lead)
{
    const Record record = toRecord(lead);
    QJsonObject object{{QStringLiteral("id"), lead.id.toString()}};
    for (int i = 0; i < record.info().fieldCount(); ++i) {
        const FieldInfo &field = record.info().field(i);
        if (const Value &value = record.values[size_t(i)]; !value.isEmpty())
            object[field.name] = jsonOf(field, value);
    }
    return object;
}

Result<> LeadJsonWriter::write(const QByteArray &bytes)
{
    if (m_device.write(bytes) == bytes.size())
        return {};
    return failure(ErrorCode::StorageFailure,
                   QStringLiteral("The file could not be written: %1. It is incomplete.").arg(m_device.errorString()));
}

Result<> LeadJsonWriter::add(const Lead &lead)
{
    const QByteArray json = QJsonDocument(leadToJson(lead)).toJson(QJsonDocument::Compact);
    return write((std::exchange(m_isBegun, true) ? ",\n" : "[\n") + json);
}

Result<> LeadJsonWriter::finish()
{
    return write(std::exchange(m_isBegun, true) ? "\n]\n" : "[]\n");
}

} // namespace mdmc::exchange
