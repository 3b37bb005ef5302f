// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/date_text.h"
#include "core/exchange/import_mapping.h"
#include "core/rules/rule_context.h"
#include "core/rules/validation.h"

#include <QFlags>

#include <memory>

namespace mdmc::exchange {

/// What an import asks about the leads that are there. Implemented over the replica, the server's store and by tests.
class MatchLookup {
public:
    virtual ~MatchLookup() = default;
    /// Live leads that share the key (core/rules/match_keys.h), at most some dozens.
    virtual Result<std::vector<RecordId>> byMatchKey(const QString &key) = 0;
    /// The lead, also when it is a tombstone; nothing where there was never one.
    virtual Result<std::optional<Record>> load(const RecordId &id) = 0;
};

enum class ImportMode : quint8 {
    Create, ///< Rows whose lead is there already are left out.
    Update, ///< Rows without a lead are left out.
    CreateAndUpdate,
};

enum class MatchBy : quint8 { Email = 1, Phone = 2, Spotify = 4 };
Q_DECLARE_FLAGS(MatchKinds, MatchBy)
Q_DECLARE_OPERATORS_FOR_FLAGS(MatchKinds)

struct ImportOptions {
    ColumnMapping mapping;
    ImportMode mode = ImportMode::Create;
    MatchKinds matchBy = MatchKinds(MatchBy::Email) | MatchBy::Phone | MatchBy::Spotify;
    // For new leads whose row says nothing (or nothing known):
    RecordId stageId; ///< Null: the first stage of the first pipeline.
    RecordId ownerId; ///< Null: left to `derive`, which takes the person who imports.
    QString source = QStringLiteral("import"); ///< Key; left empty where the workspace's list lacks it.
    QString lostReason; ///< Key; empty: a lost lead without a reason is refused.
    std::optional<DateOrder> dateOrder; ///< Nothing: each column's values decide.
    DateOrder preferredOrder = DateOrder::DayFirst; ///< Where they fit both orders.
    QString currency = QStringLiteral("EUR"); ///< Of amounts without one.
    QString phoneCountry = QStringLiteral("FR"); ///< Of national numbers in rows without a country.
    bool dryRun = false; ///< Only told on to the report: plans are the same.
    /// Anything that only this replica has (its client id): ids of new leads derive from it, so that two people who
    /// import the same file do not mint the same ones.
    QByteArray idSalt;
};

/// What becomes of a row.
enum class RowOutcome : quint8 {
    Created,
    Updated,
    Unchanged, ///< Its lead holds all that the row says, or the row was imported before (resumed import).
    DuplicateInFile, ///< An earlier valid row is about the same lead.
    DuplicateExisting, ///< Mode Create: a lead with one of its match keys exists.
    Unmatched, ///< Mode Update: there is no lead for it.
    Invalid,
};
/// created, updated, unchanged, duplicate_in_file, duplicate_existing, unmatched, invalid
QLatin1String rowOutcomeName(RowOutcome outcome);

enum class RowIssueKind : quint8 {
    // These make a row invalid.
    InvalidValue, ///< Breaks a rule: `violation` says which.
    UnreadableDate,
    NoIdentity, ///< Neither artist, name, e-mail, phone nor Spotify link.
    AmbiguousMatch, ///< Several leads fit, and none of them by its name.
    // These are worth knowing; the row is imported.
    UnknownStage, ///< The default stage is taken; an existing lead stays where it is.
    UnknownPipeline,
    UnknownOwner, ///< The default owner is taken.
    UnknownListValue, ///< Platform, priority, source or reason that the workspace's list lacks: left out.
    UnknownGenre, ///< Genre or goal kept as free text.
    UnknownCountry, ///< Left out.
    UnknownConsent, ///< Left out.
    UnreadableAmount, ///< `à définir`: left out.
    NamedAfterPerson, ///< No artist name: the person's is taken.
    NamedAfterContact, ///< Neither: the e-mail address, phone number or Spotify artist id is taken.
    MatchesExisting, ///< With DuplicateExisting: `text` is the id of the lead.
    AlreadyImported, ///< With Unchanged: an earlier run of this import created the lead.
    MoreCells, ///< `CsvNote`s.
    StrayQuote,
    UnclosedQuote,
    UndecodableText,
};
QLatin1String rowIssueKindName(RowIssueKind kind); ///< lower_snake_case

struct RowIssue {
    RowIssueKind kind = RowIssueKind::InvalidValue;
    QString field; ///< Path as in Violation: `emails[1]`; empty when it is about the whole row.
    int column = -1; ///< Of the file, from 0; -1 when no single one is to blame.
    QString text; ///< What the file says there, shortened; personal data: for the person's eyes only.
    ViolationKind violation = ViolationKind::Malformed; ///< With InvalidValue.

    bool isError() const { return kind <= RowIssueKind::AmbiguousMatch; }
    bool operator==(const RowIssue &) const = default;
};
/// One English sentence, for reports; `ui` words it from the parts.
QString describe(const RowIssue &issue);

/// One row of the file and what to do about it.
struct PlannedRow {
    qint64 line = 0; ///< Of the file, from 1, as CsvRow::line.
    QStringList cells; ///< As read.
    RowOutcome outcome = RowOutcome::Invalid;
    std::vector<RowIssue> issues; ///< Errors first.
    RecordId leadId; ///< Created, Updated, Unchanged, DuplicateExisting: the lead.
    QString title; ///< Artist name as planned; may be empty for an invalid row.
    /// Created: every field with a value, to be sent as a create. Updated: the fields that differ, sets as a whole.
    /// Else empty. Server-computed fields are left to `derive`.
    std::vector<FieldChange> changes;

    bool hasEdit() const { return outcome == RowOutcome::Created || outcome == RowOutcome::Updated; }
};

struct ImportCounts {
    qint64 rows = 0; ///< Sum of the outcomes; without header and blank rows.
    qint64 created = 0;
    qint64 updated = 0;
    qint64 unchanged = 0;
    qint64 duplicatesInFile = 0;
    qint64 duplicatesOfExisting = 0;
    qint64 unmatched = 0;
    qint64 invalid = 0;
    qint64 blank = 0; ///< Blank rows, not in `rows`.

    void add(RowOutcome outcome);
    qint64 sum() const;
    bool operator==(const ImportCounts &) const = default;
};

/// Turns a CSV file into edits of leads, some rows at a time; it changes nothing itself. Memory does not grow with the
/// file but for up to some 100 bytes a row by which duplicates are recognised.
///
/// A caller goes round: `nextChunk`, commit the chunk's edits as one transaction (at most 500 rows: a group of
/// operations is never split), show progress, look whether the person cancelled. Stopping between chunks leaves what
/// was committed; destroying the object is all there is to cancel. All commits of one import carry `importId` and are
/// one step of undo, also when it is taken up again after a crash.
///
/// After a crash, importing the same file again with the same salt creates no lead twice and leaves none out: a new
/// lead's id is a UUIDv8 made of SHA-256(salt, file) and the row's line, ascending within the file (so that they load
/// fast). A row whose id is live is Unchanged/AlreadyImported in mode Create, and compared like any match in the
/// others. Where that lead was deleted since (undo), the row gets the next id of its series and is created anew.
///
/// An update changes what mapped cells with something in them say and empties nothing; sets are united. A column
/// `createdAt` is checked (a date that does not exist makes the row invalid) and not kept: the server says when a lead
/// was created.
///
/// Not thread-safe, but may move between threads between calls.
class LeadImport {
public:
    /// Opens the file and reads it through once for its encoding and fingerprint. The device is open for reading,
    /// seekable, and outlives the import. Errors as `CsvReader::open` and `checkMapping`; InvalidInput `stageId` when
    /// there is no stage (or not this one), `ownerId` for an unknown person, `currency` for what is no code.
    static Result<std::unique_ptr<LeadImport>> open(QIODevice &device, const CsvOptions &csv,
                                                    const ImportOptions &options, const RuleContext &context);
    ~LeadImport();

    /// Plans up to `maxRows` rows and appends them to `rows`. False at the end of the file. `context` and `lookup` may
    /// be other objects each time (a new read transaction) but show the same workspace, edits of earlier chunks
    /// included or not. Where columns hold dates the first call reads the file through once more, for their order;
    /// `scanDates` does that in pieces. After an error there is no going on: what earlier chunks planned stands.
    Result<bool> nextChunk(int maxRows, const RuleContext &context, MatchLookup &lookup, std::vector<PlannedRow> &rows);
    /// Looks at up to `maxRows` rows for the order of their dates. False when done (or nothing to do).
    Result<bool> scanDates(int maxRows);

    const CsvFormat &format() const;
    const QStringList &header() const;
    const ImportOptions &options() const;
    /// The same for the same file and salt. What commits are tagged with.
    const RecordId &importId() const;
    const ImportCounts &counts() const; ///< Of the rows planned so far.
    qint64 bytesRead() const; ///< Of `bytesTotal()`; starts again after the scan for dates.
    qint64 bytesTotal() const;
    /// What a date column's values say; nothing for other columns and before the scan has ended.
    std::optional<DateEvidence::Verdict> dateVerdict(int column) const;

private:
    class Impl;
    explicit LeadImport(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> m_impl;
};

} // namespace mdmc::exchange
