// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import_mapping.h"

#include "core/exchange/folded_text.h"
#include "core/model/entity.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace mdmc::exchange {

namespace {

constexpr int mappingVersion = 1;

QString columnPath(qsizetype column)
{
    return QStringLiteral("mapping[%1]").arg(column);
}

tl::unexpected<Error> unknownTarget(const QString &target, qsizetype column)
{
    return failure(ErrorCode::InvalidInput,
                   QStringLiteral("“%1” is no field of a lead. Known are: %2.")
                       .arg(target, importTargets().join(QLatin1String(", "))),
                   columnPath(column));
}

} // namespace

Result<FilePreview> previewFile(QIODevice &device, const CsvOptions &options, int rows)
{
    MDMC_ASSIGN(CsvReader reader, CsvReader::open(device, options));
    FilePreview preview;
    preview.format = reader.format();
    preview.header = reader.header();
    while (int(preview.rows.size()) < rows) {
        MDMC_ASSIGN(auto row, reader.next());
        if (!row)
            break;
        preview.rows.push_back(std::move(*row));
    }
    std::vector<ColumnSample> samples;
    for (qsizetype i = 0; i < preview.header.size(); ++i) {
        // Invented titles say nothing.
        ColumnSample sample{options.hasHeader ? preview.header[i] : QString(), {}};
        for (const CsvRow &row : preview.rows)
            sample.values.append(row.cell(i));
        samples.push_back(std::move(sample));
    }
    preview.guesses = guessColumns(samples);
    for (const ColumnGuess &guess : preview.guesses)
        preview.mapping.targets.append(guess.target);
    return preview;
}

Result<> checkMapping(const ColumnMapping &mapping, const QStringList &header)
{
    static const QStringList identifying = {QStringLiteral("artistName"), QStringLiteral("fullName"),
                                            QStringLiteral("firstName"),  QStringLiteral("lastName"),
                                            QStringLiteral("emails"),     QStringLiteral("phones"),
                                            QStringLiteral("spotifyUrl"), QStringLiteral("id")};
    if (mapping.targets.size() > header.size())
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("%1 columns were mapped, but the file has %2.")
                           .arg(mapping.targets.size())
                           .arg(header.size()),
                       QStringLiteral("mapping"));
    const QStringList known = importTargets();
    bool identifies = false;
    for (qsizetype i = 0; i < mapping.targets.size(); ++i) {
        const QString &target = mapping.targets[i];
        if (!known.contains(target))
            return unknownTarget(target, i);
        if (!isRepeatableTarget(target) && mapping.targets.indexOf(target) < i)
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("Two columns were mapped to “%1”, which takes only one.").arg(target),
                           columnPath(i));
        identifies = identifies || identifying.contains(target);
    }
    if (!identifies)
        return failure(ErrorCode::InvalidInput,
                       QStringLiteral("No column says who a row is about. Map one to the artist, a name, an e-mail "
                                      "address, a phone number or a Spotify link."),
                       QStringLiteral("mapping"));
    return {};
}

QString fieldOfTarget(QStringView target)
{
    static const std::map<QString, QString> others = {
        {QStringLiteral("spotifyUrl"), QStringLiteral("spotifyId")},
        {QStringLiteral("stage"), QStringLiteral("stageId")},
        {QStringLiteral("pipeline"), QStringLiteral("pipelineId")},
        {QStringLiteral("owner"), QStringLiteral("ownerId")},
        {QStringLiteral("currency"), QStringLiteral("budget")},
    };
    if (const auto at = others.find(target.toString()); at != others.end())
        return at->second;
    return entityInfo(EntityType::Lead).indexOf(target) >= 0 ? target.toString() : QString();
}

QString headerSignature(const QStringList &header)
{
    QStringList titles;
    for (const QString &title : header)
        titles.append(foldToWords(title));
    const QByteArray text = titles.join(u'\n').toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex());
}

QByteArray mappingToJson(const ColumnMapping &mapping, const QStringList &header)
{
    QJsonArray columns;
    for (qsizetype i = 0; i < header.size(); ++i) {
        const QString target = mapping.targets.value(i, QStringLiteral("ignore"));
        columns.append(QJsonObject{{QStringLiteral("title"), header[i]}, {QStringLiteral("target"), target}});
    }
    const QJsonObject object{{QStringLiteral("version"), mappingVersion},
                             {QStringLiteral("signature"), headerSignature(header)},
                             {QStringLiteral("columns"), columns}};
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

Result<ColumnMapping> mappingFromJson(const QByteArray &json, const QStringList &header)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QJsonObject object = document.object();
    if (object[u"version"].toInt() != mappingVersion || !object[u"columns"].isArray())
        return failure(ErrorCode::InvalidInput, QStringLiteral("This is no saved mapping of columns."),
                       QStringLiteral("mapping.json"));
    if (object[u"signature"].toString() != headerSignature(header))
        return failure(ErrorCode::InvalidInput, QStringLiteral("The saved mapping was made for other columns."),
                       QStringLiteral("mapping.signature"));
    ColumnMapping mapping;
    for (const QJsonValue column : object[u"columns"].toArray())
        mapping.targets.append(column[u"target"].toString());
    MDMC_TRY(checkMapping(mapping, header));
    return mapping;
}

Result<ColumnMapping> mappingFromText(QStringView text, const ColumnMapping &guessed, const QStringList &header)
{
    static const QRegularExpression separator(QStringLiteral("[;,]"));
    ColumnMapping mapping = guessed;
    while (mapping.targets.size() < header.size())
        mapping.targets.append(QStringLiteral("ignore"));
    QStringList titles;
    for (const QString &title : header)
        titles.append(foldToWords(title));
    std::vector<qsizetype> said;
    for (const QString &part : text.toString().split(separator, Qt::SkipEmptyParts)) {
        const qsizetype equals = part.lastIndexOf(u'=');
        const QString column = part.left(qMax<qsizetype>(equals, 0)).trimmed();
        bool isNumber = false;
        qsizetype at = titles.indexOf(foldToWords(column));
        if (const int number = column.toInt(&isNumber); at < 0 && isNumber && number >= 1 && number <= header.size())
            at = number - 1;
        if (equals <= 0 || at < 0)
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("“%1” names no column of the file. Write Title=field or Number=field; the "
                                          "columns are: %2.")
                               .arg(part.trimmed(), header.join(QLatin1String(", "))),
                           QStringLiteral("mapping"));
        const QString target = part.mid(equals + 1).trimmed();
        if (!importTargets().contains(target))
            return unknownTarget(target, at);
        mapping.targets[at] = target;
        said.push_back(at);
    }
    // What the person says wins over a guess for the same field.
    for (qsizetype i = 0; i < mapping.targets.size(); ++i) {
        const bool isSaid = std::find(said.begin(), said.end(), i) != said.end();
        const bool isTaken = std::any_of(said.begin(), said.end(), [&](qsizetype other) {
            return other != i && mapping.targets[other] == mapping.targets[i];
        });
        if (!isSaid && isTaken && !isRepeatableTarget(mapping.targets[i]))
            mapping.targets[i] = QStringLiteral("ignore");
    }
    MDMC_TRY(checkMapping(mapping, header));
    return mapping;
}

} // namespace mdmc::exchange
