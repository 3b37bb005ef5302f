// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/lead_draft.h"

#include "core/exchange/cell_text.h"
#include "core/exchange/country_names.h"
#include "core/exchange/folded_text.h"

#include <QRegularExpression>

namespace mdmc::exchange {

namespace {

constexpr qsizetype shownChars = 120;

int fieldAt(QLatin1String name)
{
    return entityInfo(EntityType::Lead).indexOf(name);
}

bool isListOpen(QLatin1String target)
{
    return target != QLatin1String("platforms");
}

std::optional<QString> consentKey(const QString &text)
{
    static const QStringList granted = {QStringLiteral("granted"), QStringLiteral("yes"),   QStringLiteral("oui"),
                                        QStringLiteral("accorde"), QStringLiteral("true"),  QStringLiteral("vrai"),
                                        QStringLiteral("1"),       QStringLiteral("opt in")};
    static const QStringList denied = {QStringLiteral("denied"), QStringLiteral("no"),     QStringLiteral("non"),
                                       QStringLiteral("refuse"), QStringLiteral("false"),  QStringLiteral("faux"),
                                       QStringLiteral("0"),      QStringLiteral("opt out")};
    const QString words = foldToWords(text);
    if (granted.contains(words))
        return QStringLiteral("granted");
    return denied.contains(words) ? std::optional(QStringLiteral("denied")) : std::nullopt;
}

} // namespace

/// One row while it is read.
struct LeadDraftReader::Work {
    const CsvRow &row;
    const std::map<QString, std::vector<int>> &columns;
    LeadDraft draft;
    QString country; ///< For phone numbers.

    const std::vector<int> &columnsOf(QLatin1String target) const
    {
        static const std::vector<int> none;
        const auto at = columns.find(target);
        return at == columns.end() ? none : at->second;
    }
    int columnOf(QLatin1String target) const
    {
        const std::vector<int> &all = columnsOf(target);
        return all.empty() ? -1 : all.front();
    }
    QString text(int column) const { return cleanCell(row.cell(column)); }
    QString text(QLatin1String target) const { return text(columnOf(target)); }
    /// The same, empty where the cell only says that there is nothing.
    QString said(QLatin1String target) const
    {
        const QString cell = text(target);
        return isNothing(cell) ? QString() : cell;
    }
    void set(QLatin1String field, const Value &value, int column)
    {
        const int at = fieldAt(field);
        const Value stored = normaliseValue(entityInfo(EntityType::Lead).field(at), value, country);
        if (stored.isEmpty())
            return;
        draft.record.values[size_t(at)] = stored;
        draft.columns[at] = column;
    }
    void addEntry(int field, const QString &raw, const QString &value, int column)
    {
        const Value stored = normaliseValue(entityInfo(EntityType::Lead).field(field), QStringList(value), country);
        const QStringList entries = stored.as<QStringList>();
        auto &set = draft.sets[field];
        for (const QString &entry : entries) {
            if (std::none_of(set.begin(), set.end(), [&](const auto &known) { return known.value == entry; }))
                set.push_back({raw, entry, column});
        }
    }
    void note(RowIssueKind kind, QLatin1String field, int column, const QString &text)
    {
        draft.issues.push_back({kind, field, column, text.left(shownChars), {}});
    }
};

bool LeadDraft::hasErrors() const
{
    return std::any_of(issues.begin(), issues.end(), [](const RowIssue &issue) { return issue.isError(); });
}

LeadDraftReader::LeadDraftReader(const ImportOptions &options, const QStringList &header, const RuleContext &context)
    : m_options(options), m_names(context)
{
    const QStringList &targets = options.mapping.targets;
    for (qsizetype i = 0; i < targets.size() && i < header.size(); ++i)
        m_columns[targets[i]].push_back(int(i));
}

std::vector<int> LeadDraftReader::dateColumns() const
{
    std::vector<int> found;
    for (const char *target : {"createdAt", "releaseDate", "nextStepOn"}) {
        if (const auto at = m_columns.find(QLatin1String(target)); at != m_columns.end())
            found.insert(found.end(), at->second.begin(), at->second.end());
    }
    std::sort(found.begin(), found.end());
    return found;
}

DateOrder LeadDraftReader::orderOf(int column) const
{
    if (m_options.dateOrder)
        return *m_options.dateOrder;
    const auto at = m_dateOrders.find(column);
    return at == m_dateOrders.end() ? m_options.preferredOrder : at->second;
}

LeadDraft LeadDraftReader::read(const CsvRow &row) const
{
    Work work{row, m_columns, {}, {}};
    work.draft.record = Record(EntityType::Lead, {});
    readPlace(work);
    readTexts(work);
    readNames(work);
    readContacts(work);
    readLists(work);
    readMoney(work);
    readDates(work);
    for (const auto &[field, entries] : work.draft.sets) {
        QStringList values;
        for (const LeadDraft::SetEntry &entry : entries)
            values.append(entry.value);
        work.draft.record.values[size_t(field)] = values;
    }
    return std::move(work.draft);
}

void LeadDraftReader::readPlace(Work &work) const
{
    work.country = m_options.phoneCountry;
    const QLatin1String target("country");
    const QString text = work.said(target);
    if (text.isEmpty())
        return;
    if (const auto code = countryCode(text)) {
        work.country = *code;
        work.set(target, *code, work.columnOf(target));
    } else {
        work.note(RowIssueKind::UnknownCountry, target, work.columnOf(target), text);
    }
}

void LeadDraftReader::readTexts(Work &work) const
{
    for (const char *name : {"artistName", "nextStep"})
        work.set(QLatin1String(name), work.text(QLatin1String(name)), work.columnOf(QLatin1String(name)));
    QStringList notes;
    for (const int column : work.columnsOf(QLatin1String("notes"))) {
        if (const QString text = work.text(column); !text.isEmpty())
            notes.append(text);
    }
    work.set(QLatin1String("notes"), notes.join(u'\n'), work.columnOf(QLatin1String("notes")));
    for (const char *name : {"aliases", "tags"}) {
        for (const int column : work.columnsOf(QLatin1String(name))) {
            for (const QString &entry : splitList(work.text(column)))
                work.addEntry(fieldAt(QLatin1String(name)), entry, entry, column);
        }
    }
    const QLatin1String consent("consent");
    if (const QString text = work.said(consent); !text.isEmpty()) {
        if (const auto key = consentKey(text))
            work.set(consent, *key, work.columnOf(consent));
        else
            work.note(RowIssueKind::UnknownConsent, consent, work.columnOf(consent), text);
    }
    work.draft.id = RecordId::fromString(work.text(QLatin1String("id")));
    if (work.draft.id && work.draft.id->isNull())
        work.draft.id.reset();
}

void LeadDraftReader::readNames(Work &work) const
{
    const int column = work.columnOf(QLatin1String("fullName"));
    if (const QString text = work.text(column); !text.isEmpty()) {
        const PersonName name = splitName(text);
        work.set(QLatin1String("firstName"), name.first, column);
        work.set(QLatin1String("lastName"), name.last, column);
    }
    // Where a file has both, the parts are what somebody took the trouble to separate.
    for (const char *name : {"firstName", "lastName"})
        work.set(QLatin1String(name), work.text(QLatin1String(name)), work.columnOf(QLatin1String(name)));
}

void LeadDraftReader::readContacts(Work &work) const
{
    for (const int column : work.columnsOf(QLatin1String("emails"))) {
        const QString text = work.text(column);
        if (isNothing(text))
            continue;
        for (const QString &email : splitEmails(text))
            work.addEntry(fieldAt(QLatin1String("emails")), email, email, column);
    }
    for (const int column : work.columnsOf(QLatin1String("phones"))) {
        const QString text = work.text(column);
        if (isNothing(text))
            continue;
        for (const QString &phone : splitPhones(text, work.country))
            work.addEntry(fieldAt(QLatin1String("phones")), phone, phone, column);
    }
    const QLatin1String spotify("spotifyUrl");
    work.set(QLatin1String("spotifyId"), work.said(spotify), work.columnOf(spotify));
}

void LeadDraftReader::readLists(Work &work) const
{
    for (const char *target : {"genres", "platforms", "goals"})
        readSet(work, QLatin1String(target));
    for (const char *name : {"priority", "source", "lostReason"}) {
        const QLatin1String target(name);
        const QString text = work.said(target);
        if (text.isEmpty())
            continue;
        const char *list = entityInfo(EntityType::Lead).field(fieldAt(target)).list;
        if (const auto key = m_names.listKey(QString::fromLatin1(list), text))
            work.set(target, *key, work.columnOf(target));
        else
            work.note(RowIssueKind::UnknownListValue, target, work.columnOf(target), text);
    }
    std::optional<RecordId> pipeline;
    const QLatin1String pipelineTarget("pipeline");
    if (const QString text = work.said(pipelineTarget); !text.isEmpty()) {
        pipeline = m_names.pipeline(text);
        if (pipeline)
            work.set(QLatin1String("pipelineId"), *pipeline, work.columnOf(pipelineTarget));
        else
            work.note(RowIssueKind::UnknownPipeline, QLatin1String("pipelineId"), work.columnOf(pipelineTarget), text);
    }
    const QLatin1String stageTarget("stage");
    if (const QString text = work.said(stageTarget); !text.isEmpty()) {
        if (const auto stage = m_names.stage(text, pipeline.value_or(RecordId())))
            work.set(QLatin1String("stageId"), *stage, work.columnOf(stageTarget));
        else
            work.note(RowIssueKind::UnknownStage, QLatin1String("stageId"), work.columnOf(stageTarget), text);
    }
    const QLatin1String ownerTarget("owner");
    if (const QString text = work.said(ownerTarget); !text.isEmpty()) {
        if (const auto owner = m_names.user(text))
            work.set(QLatin1String("ownerId"), *owner, work.columnOf(ownerTarget));
        else
            work.note(RowIssueKind::UnknownOwner, QLatin1String("ownerId"), work.columnOf(ownerTarget), text);
    }
}

void LeadDraftReader::readSet(Work &work, QLatin1String target) const
{
    const int field = fieldAt(target);
    const QString list = QString::fromLatin1(entityInfo(EntityType::Lead).field(field).list);
    for (const int column : work.columnsOf(target)) {
        const QString text = work.text(column);
        if (isNothing(text))
            continue;
        const QStringList entries = splitList(text);
        // A label may hold what else separates: `Meta (Facebook, Instagram)`, `R&B / Soul`.
        const bool mayBeOne =
            entries.size() > 1 && !text.contains(u';') && !text.contains(u'|') && !text.contains(u'\n');
        if (const auto key = mayBeOne ? m_names.listKey(list, text) : std::nullopt) {
            work.addEntry(field, text, *key, column);
            continue;
        }
        for (const QString &entry : entries)
            addListEntry(work, field, entry, column);
    }
}

void LeadDraftReader::addListEntry(Work &work, int field, const QString &text, int column) const
{
    const FieldInfo &info = entityInfo(EntityType::Lead).field(field);
    const QString list = QString::fromLatin1(info.list);
    if (const auto key = m_names.listKey(list, text)) {
        work.addEntry(field, text, *key, column);
        return;
    }
    static const QRegularExpression within(QStringLiteral("\\s*[/+]\\s*"));
    std::vector<std::pair<QString, QString>> parts;
    const QStringList pieces = text.split(within, Qt::SkipEmptyParts);
    for (const QString &piece : pieces) {
        if (const auto key = m_names.listKey(list, piece))
            parts.emplace_back(piece, *key);
    }
    if (pieces.size() > 1 && parts.size() == size_t(pieces.size())) {
        for (const auto &[piece, key] : parts)
            work.addEntry(field, piece, key, column);
        return;
    }
    const bool isOpen = isListOpen(info.name);
    work.note(isOpen ? RowIssueKind::UnknownGenre : RowIssueKind::UnknownListValue, info.name, column, text);
    if (isOpen)
        work.addEntry(field, text, text, column);
}

void LeadDraftReader::readMoney(Work &work) const
{
    const QString currency = readCurrency(work.said(QLatin1String("currency"))).value_or(m_options.currency);
    for (const char *name : {"budget", "contractValue"}) {
        const QLatin1String target(name);
        const QString text = work.said(target);
        if (text.isEmpty())
            continue;
        if (const auto money = readAmount(text, currency))
            work.set(target, *money, work.columnOf(target));
        else
            work.note(RowIssueKind::UnreadableAmount, target, work.columnOf(target), text);
    }
}

void LeadDraftReader::readDates(Work &work) const
{
    for (const char *name : {"releaseDate", "nextStepOn", "createdAt"}) {
        const QLatin1String target(name);
        const QString text = work.said(target);
        if (text.isEmpty())
            continue;
        const int column = work.columnOf(target);
        const auto date = parseDate(text, orderOf(column));
        if (!date)
            work.note(RowIssueKind::UnreadableDate, target, column, text);
        else if (target != QLatin1String("createdAt")) // the server's own: read so that a damaged file is noticed
            work.set(target, *date, column);
    }
}

} // namespace mdmc::exchange
