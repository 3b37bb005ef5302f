// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_words.h"

#include "ui/models/error_text.h"
#include "ui/models/field_text.h"

#include <QCoreApplication>

namespace mdmc::ui {

using namespace exchange;

namespace {

/// Gives the sentences below their translation context.
struct ImportWords {
    Q_DECLARE_TR_FUNCTIONS(ImportWords)
};

QString fieldLabel(const QString &path)
{
    const int field = fieldOfPath(EntityType::Lead, path);
    return field < 0 ? QString() : FieldText::label(entityInfo(EntityType::Lead).field(field));
}

QString sentenceOf(const RowIssue &issue)
{
    switch (issue.kind) {
    case RowIssueKind::InvalidValue: return violationText({issue.field, issue.violation, {}}, EntityType::Lead);
    case RowIssueKind::UnreadableDate: return ImportWords::tr("There is no such date.");
    case RowIssueKind::NoIdentity:
        return ImportWords::tr("The row has neither artist, name, e-mail, phone nor Spotify link.");
    case RowIssueKind::AmbiguousMatch:
        return ImportWords::tr("Several leads here fit this row, and none by its artist's name.");
    case RowIssueKind::UnknownStage:
        return ImportWords::tr("There is no such stage here; a new lead begins at the first one.");
    case RowIssueKind::UnknownPipeline: return ImportWords::tr("There is no such pipeline here.");
    case RowIssueKind::UnknownOwner: return ImportWords::tr("Nobody here has this name; a new lead becomes yours.");
    case RowIssueKind::UnknownListValue: return ImportWords::tr("This is not in the list here and is left out.");
    case RowIssueKind::UnknownGenre: return ImportWords::tr("This is not in the list here; it is kept as it is.");
    case RowIssueKind::UnknownCountry: return ImportWords::tr("This country is not known and is left out.");
    case RowIssueKind::UnknownConsent: return ImportWords::tr("This is neither yes nor no and is left out.");
    case RowIssueKind::UnreadableAmount: return ImportWords::tr("This is not an amount and is left out.");
    case RowIssueKind::NamedAfterPerson: return ImportWords::tr("No artist is named, so the person's name is taken.");
    case RowIssueKind::NamedAfterContact:
        return ImportWords::tr("No artist is named, so the address or number is taken.");
    case RowIssueKind::MatchesExisting:
        return ImportWords::tr("A lead here has the same e-mail, phone or Spotify link.");
    case RowIssueKind::AlreadyImported: return ImportWords::tr("This row was imported before.");
    case RowIssueKind::MoreCells: return ImportWords::tr("The row has more cells than the first row has titles.");
    case RowIssueKind::StrayQuote:
        return ImportWords::tr("A quotation mark stands in the middle of a cell; it is kept.");
    case RowIssueKind::UnclosedQuote: return ImportWords::tr("A quotation mark is never closed; it is kept.");
    case RowIssueKind::UndecodableText: return ImportWords::tr("Some characters are damaged in the file.");
    }
    return {};
}

QString kindOfFileProblem(const QString &field)
{
    if (field == QLatin1String("file.xlsx") || field == QLatin1String("file.xls") || field == QLatin1String("file.ods"))
        return ImportWords::tr("This is a spreadsheet. Open it and save it as CSV, then choose that file.");
    if (field == QLatin1String("file.zip") || field == QLatin1String("file.gzip"))
        return ImportWords::tr("This is an archive. Unpack it and choose the CSV file inside.");
    if (field == QLatin1String("file.vcard"))
        return ImportWords::tr("These are contact cards (vCard). Export your contacts as CSV and choose that file.");
    if (field == QLatin1String("file.html"))
        return ImportWords::tr("This is a web page, even if its name says otherwise. Export the list again, as CSV.");
    if (field == QLatin1String("file.empty"))
        return ImportWords::tr("The file is empty. Nothing was imported.");
    if (field == QLatin1String("file.encoding"))
        return ImportWords::tr("The text of this file cannot be read. Save it as CSV in UTF-8 and try again.");
    if (field == QLatin1String("file.open") || field == QLatin1String("file"))
        return ImportWords::tr("The file cannot be opened. It may have been moved, or you may not read it.");
    if (field == QLatin1String("file.read"))
        return ImportWords::tr("The file could not be read to its end. Copy it to this computer and try again.");
    if (field == QLatin1String("file.columns") || field == QLatin1String("file.cell")
        || field == QLatin1String("file.row") || field == QLatin1String("file.quotes"))
        return ImportWords::tr(
            "This does not read as a table. Choose another separator, or save the file anew as CSV.");
    if (field.startsWith(QLatin1String("file.")))
        return ImportWords::tr("This is not a table of text. Export the list as CSV and choose that file.");
    return {};
}

} // namespace

QString importTargetWord(const QString &target)
{
    if (target == QLatin1String("ignore"))
        return ImportWords::tr("Leave out");
    if (target == QLatin1String("fullName"))
        return ImportWords::tr("Full name");
    if (target == QLatin1String("currency"))
        return ImportWords::tr("Currency");
    if (target == QLatin1String("id"))
        return ImportWords::tr("Id of an MDMC export");
    const QString label = fieldLabel(fieldOfTarget(target));
    return label.isEmpty() ? target : label;
}

QList<ImportTarget> importTargetWords()
{
    QList<ImportTarget> words;
    for (const QString &target : importTargets())
        words << ImportTarget{target, importTargetWord(target)};
    // The engine names `ignore` last; in a menu it is the way out and stands first.
    const auto ignore =
        std::find_if(words.begin(), words.end(), [](const ImportTarget &t) { return t.id == QLatin1String("ignore"); });
    if (ignore != words.end())
        std::rotate(words.begin(), ignore, ignore + 1);
    return words;
}

QString importOutcomeText(RowOutcome outcome, bool isDryRun)
{
    switch (outcome) {
    case RowOutcome::Created: return isDryRun ? ImportWords::tr("New") : ImportWords::tr("Imported");
    case RowOutcome::Updated: return isDryRun ? ImportWords::tr("Changes a lead") : ImportWords::tr("Updated");
    case RowOutcome::Unchanged: return ImportWords::tr("Nothing new");
    case RowOutcome::DuplicateInFile: return ImportWords::tr("Twice in the file");
    case RowOutcome::DuplicateExisting: return ImportWords::tr("Already here");
    case RowOutcome::Unmatched: return ImportWords::tr("No such lead here");
    case RowOutcome::Invalid: return isDryRun ? ImportWords::tr("Cannot be imported") : ImportWords::tr("Not imported");
    }
    return {};
}

namespace {

/// The same under a number of rows: other languages have a plural for it.
QString figureText(RowOutcome outcome, bool isDryRun, int rows)
{
    switch (outcome) {
    case RowOutcome::Created:
        return isDryRun ? ImportWords::tr("New", "rows", rows) : ImportWords::tr("Imported", "rows", rows);
    case RowOutcome::Updated:
        return isDryRun ? ImportWords::tr("Change a lead", "rows", rows) : ImportWords::tr("Updated", "rows", rows);
    case RowOutcome::Invalid:
        return isDryRun ? ImportWords::tr("Cannot be imported", "rows", rows)
                        : ImportWords::tr("Not imported", "rows", rows);
    default: return importOutcomeText(outcome, isDryRun);
    }
}

} // namespace

QList<ImportFigure> importFigures(const ImportCounts &counts, bool isDryRun)
{
    const ImportFigure all[] = {
        {RowOutcome::Created, {}, counts.created, Tone::Positive},
        {RowOutcome::Updated, {}, counts.updated, Tone::Positive},
        {RowOutcome::Unchanged, {}, counts.unchanged, Tone::Normal},
        {RowOutcome::DuplicateExisting, {}, counts.duplicatesOfExisting, Tone::Normal},
        {RowOutcome::DuplicateInFile, {}, counts.duplicatesInFile, Tone::Normal},
        {RowOutcome::Unmatched, {}, counts.unmatched, Tone::Warning},
        {RowOutcome::Invalid, {}, counts.invalid, Tone::Negative},
    };
    QList<ImportFigure> figures;
    for (ImportFigure figure : all) {
        figure.label = figureText(figure.outcome, isDryRun, int(figure.count));
        if (figure.count > 0)
            figures << figure;
    }
    return figures;
}

QString importIssueText(const RowIssue &issue)
{
    const QString sentence = sentenceOf(issue);
    // What MatchesExisting carries is an id, for the program.
    if (issue.text.isEmpty() || issue.kind == RowIssueKind::MatchesExisting)
        return sentence;
    const QString label = fieldLabel(issue.field);
    return label.isEmpty() ? ImportWords::tr("“%1”: %2", "value: sentence").arg(issue.text, sentence)
                           : ImportWords::tr("%1 “%2”: %3", "field, value: sentence").arg(label, issue.text, sentence);
}

QString importReasonText(const PlannedRow &row)
{
    QStringList sentences;
    for (const RowIssue &issue : row.issues)
        if (issue.isError() || row.outcome != RowOutcome::Invalid) // Remarks on a row that stays out only distract.
            sentences << importIssueText(issue);
    if (sentences.isEmpty() && row.outcome == RowOutcome::DuplicateInFile)
        sentences << ImportWords::tr("An earlier row of the file is about the same lead.");
    if (sentences.isEmpty() && row.outcome == RowOutcome::Unmatched)
        sentences << ImportWords::tr("No lead here has the same e-mail, phone or Spotify link.");
    return sentences.join(QLatin1Char(' '));
}

QString importFileProblem(const Error &error)
{
    const QString sentence = kindOfFileProblem(error.field);
    return sentence.isEmpty() ? errorText(error, EntityType::Lead) : sentence;
}

QString importMappingProblem(const Error &error, const ColumnMapping &mapping)
{
    static const QLatin1String prefix("mapping[");
    if (!error.field.startsWith(prefix))
        return ImportWords::tr(
            "No column says who a row is about. Give one to the artist, a name, an e-mail, a phone or a Spotify link.");
    const qsizetype column = QStringView(error.field).mid(prefix.size()).chopped(1).toInt();
    return ImportWords::tr("Two columns go to %1, which takes only one. Leave one of them out.")
        .arg(importTargetWord(mapping.targets.value(column)));
}

} // namespace mdmc::ui
