// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_import.h"

namespace mdmc::exchange {

namespace {

struct IssueText {
    QLatin1String name;
    QLatin1String sentence;
};

IssueText textOf(RowIssueKind kind)
{
    const auto text = [](const char *name, const char *sentence) {
        return IssueText{QLatin1String(name), QLatin1String(sentence)};
    };
    switch (kind) {
    case RowIssueKind::InvalidValue: return text("invalid_value", "");
    case RowIssueKind::UnreadableDate: return text("unreadable_date", "is no date that exists");
    case RowIssueKind::NoIdentity:
        return text("no_identity", "has neither artist, name, e-mail, phone nor Spotify link");
    case RowIssueKind::AmbiguousMatch:
        return text("ambiguous_match", "fits several leads, and none of them by its artist name");
    case RowIssueKind::UnknownStage: return text("unknown_stage", "is no stage here; the first one is used");
    case RowIssueKind::UnknownPipeline: return text("unknown_pipeline", "is no pipeline here");
    case RowIssueKind::UnknownOwner: return text("unknown_owner", "is nobody here; the chosen owner is used");
    case RowIssueKind::UnknownListValue:
        return text("unknown_list_value", "is not in the workspace's list and was left out");
    case RowIssueKind::UnknownGenre:
        return text("unknown_genre", "is not in the workspace's list and was kept as it is");
    case RowIssueKind::UnknownCountry: return text("unknown_country", "is no country known here and was left out");
    case RowIssueKind::UnknownConsent: return text("unknown_consent", "is neither yes nor no and was left out");
    case RowIssueKind::UnreadableAmount: return text("unreadable_amount", "is no amount and was left out");
    case RowIssueKind::NamedAfterPerson: return text("named_after_person", "is a person's name, used as artist");
    case RowIssueKind::NamedAfterContact: return text("named_after_contact", "is used as artist, for want of a name");
    case RowIssueKind::MatchesExisting: return text("matches_existing", "is the lead that this row is about");
    case RowIssueKind::AlreadyImported: return text("already_imported", "was imported from this file before");
    case RowIssueKind::MoreCells: return text("more_cells", "has more cells than the header has titles");
    case RowIssueKind::StrayQuote: return text("stray_quote", "has a quotation mark in the middle of a cell");
    case RowIssueKind::UnclosedQuote: return text("unclosed_quote", "has a quotation mark that is never closed");
    case RowIssueKind::UndecodableText:
        return text("undecodable_text", "has characters that are not in the file's encoding");
    }
    return text("", "");
}

QString sentenceOf(ViolationKind kind)
{
    const auto text = [](const char *sentence) { return QString::fromLatin1(sentence); };
    switch (kind) {
    case ViolationKind::Required: return text("must not be empty");
    case ViolationKind::Malformed: return text("is not what it should be");
    case ViolationKind::TooLong: return text("is too long");
    case ViolationKind::OutOfRange: return text("is outside the range allowed");
    case ViolationKind::UnknownReference: return text("refers to something that does not exist");
    case ViolationKind::NotInList: return text("is not in the workspace's list");
    case ViolationKind::EndBeforeStart: return text("ends before it starts");
    case ViolationKind::LostNeedsReason: return text("is missing: a lost lead needs a reason");
    case ViolationKind::WonNeedsContractValue: return text("is missing: a won lead needs a contract value");
    case ViolationKind::Immutable: return text("cannot be changed");
    }
    return {};
}

/// What should stand there, for the fields whose form people get wrong.
QString malformedSentence(QStringView field)
{
    if (field.startsWith(u"emails"))
        return QStringLiteral("is no e-mail address");
    if (field.startsWith(u"phones"))
        return QStringLiteral("is no phone number");
    if (field.startsWith(u"spotifyId"))
        return QStringLiteral("is no link to an artist on Spotify");
    return sentenceOf(ViolationKind::Malformed);
}

} // namespace

QLatin1String rowIssueKindName(RowIssueKind kind)
{
    return textOf(kind).name;
}

QLatin1String rowOutcomeName(RowOutcome outcome)
{
    switch (outcome) {
    case RowOutcome::Created: return QLatin1String("created");
    case RowOutcome::Updated: return QLatin1String("updated");
    case RowOutcome::Unchanged: return QLatin1String("unchanged");
    case RowOutcome::DuplicateInFile: return QLatin1String("duplicate_in_file");
    case RowOutcome::DuplicateExisting: return QLatin1String("duplicate_existing");
    case RowOutcome::Unmatched: return QLatin1String("unmatched");
    case RowOutcome::Invalid: return QLatin1String("invalid");
    }
    return {};
}

QString describe(const RowIssue &issue)
{
    const QString subject = issue.text.isEmpty() ? QString() : QStringLiteral("“%1” ").arg(issue.text);
    const QString field = issue.field.isEmpty() ? QString() : issue.field + QLatin1String(": ");
    if (issue.kind != RowIssueKind::InvalidValue) {
        const QString whole = subject.isEmpty() && field.isEmpty() ? QStringLiteral("The row ") : subject;
        return field + whole + textOf(issue.kind).sentence + u'.';
    }
    const QString sentence =
        issue.violation == ViolationKind::Malformed ? malformedSentence(issue.field) : sentenceOf(issue.violation);
    return field + subject + sentence + u'.';
}

} // namespace mdmc::exchange
