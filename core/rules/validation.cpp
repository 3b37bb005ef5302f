// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/validation.h"

#include "core/rules/actor.h"
#include "core/rules/field_rules.h"
#include "core/rules/pipeline.h"

#include <algorithm>

namespace mdmc {

namespace {

constexpr QLatin1String kSubjectType("subjectType");
constexpr QLatin1String kSubjectId("subjectId");

QString named(const char *text)
{
    return QString::fromUtf8(text);
}

/// Collects what `validate` finds and hands it out in field order.
class Findings {
public:
    explicit Findings(const EntityInfo &info) : m_info(info) {}

    void add(Violation violation)
    {
        const QStringView path(violation.path);
        const qsizetype index = path.indexOf(u'[');
        const int position = m_info.indexOf(index < 0 ? path : path.left(index));
        m_found.emplace_back(position, std::move(violation));
    }

    std::vector<Violation> take()
    {
        std::stable_sort(m_found.begin(), m_found.end(),
                         [](const auto &a, const auto &b) { return a.first < b.first; });
        std::vector<Violation> violations;
        for (auto &[position, violation] : m_found)
            violations.push_back(std::move(violation));
        return violations;
    }

private:
    const EntityInfo &m_info;
    std::vector<std::pair<int, Violation>> m_found;
};

bool anyDiffers(const Record &record, const Record *before, std::initializer_list<QLatin1String> fields)
{
    return !before || std::any_of(fields.begin(), fields.end(), [&](QLatin1String field) {
        return record.value(field) != before->value(field);
    });
}

void checkDates(const Record &record, const Record *before, Findings &findings)
{
    constexpr QLatin1String start("startDate");
    constexpr QLatin1String end("endDate");
    if (!anyDiffers(record, before, {start, end}))
        return;
    const QDate first = record.value(start).as<QDate>();
    const QDate last = record.value(end).as<QDate>();
    if (first.isValid() && last.isValid() && last < first)
        findings.add({end, ViolationKind::EndBeforeStart, named("ends before it starts")});
}

void checkLead(const Record &record, const Record *before, const RuleContext &context, Findings &findings)
{
    constexpr QLatin1String converted("convertedAt");
    if (before && !before->value(converted).isEmpty() && !record.value(converted).isEmpty()
        && record.value(converted) != before->value(converted))
        findings.add({converted, ViolationKind::Immutable, named("set once; clear it first")});
    using Name = QLatin1String;
    const bool isStageTouched = anyDiffers(record, before, {Name("stageId"), Name("pipelineId")});
    const bool isOutcomeTouched = anyDiffers(record, before, {Name("lostReason"), Name("contractValue")});
    if (!isStageTouched && !isOutcomeTouched)
        return;
    const Lead lead = fromRecord<Lead>(record);
    const std::optional<Stage> stage = context.stage(lead.stageId);
    if (!stage)
        return; // Missing references are named by the field's own rule.
    if (isStageTouched && lead.pipelineId && stage->pipelineId != lead.pipelineId)
        findings.add({QStringLiteral("stageId"), ViolationKind::UnknownReference,
                      named("the stage belongs to another pipeline")});
    if (auto violation = checkStage(lead, *stage))
        findings.add(std::move(*violation));
}

/// Subject of an activity or task: both parts or none (an activity's are required), and it exists.
void checkSubject(const Record &record, const Record *before, const RuleContext &context, Findings &findings)
{
    if (before)
        return; // Written once; a change has been named Immutable.
    const QString type = record.value(kSubjectType).as<QString>();
    const RecordId id = record.value(kSubjectId).as<RecordId>();
    if (record.type == EntityType::Task && type.isEmpty() != id.isNull())
        findings.add({type.isEmpty() ? kSubjectType : kSubjectId, ViolationKind::Required,
                      named("a subject has a type and an id")});
    const EntityInfo *subject = findEntity(QStringView(type));
    if (subject && id && !context.exists(subject->type, id))
        findings.add({kSubjectId, ViolationKind::UnknownReference, named("no such record")});
}

void checkAcrossFields(const Record &record, const Record *before, const RuleContext &context, Findings &findings)
{
    switch (record.type) {
    case EntityType::Lead: checkLead(record, before, context, findings); break;
    case EntityType::Campaign:
    case EntityType::CampaignLine: checkDates(record, before, findings); break;
    case EntityType::Activity:
    case EntityType::Task: checkSubject(record, before, context, findings); break;
    default: break;
    }
}

} // namespace

std::vector<Violation> validate(const Record &record, const Record *before, const RuleContext &context)
{
    Q_ASSERT(!before || before->type == record.type);
    const EntityInfo &info = record.info();
    Findings findings(info);
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        const Value &value = record.values[size_t(i)];
        const Value *old = before ? &before->values[size_t(i)] : nullptr;
        if (old && *old == value)
            continue;
        if (old && field.merge == Merge::Append)
            findings.add({field.name, ViolationKind::Immutable, named("written at creation and never changed")});
        else if (value.isEmpty() && field.has(FieldFlag::Required))
            findings.add({field.name, ViolationKind::Required, named("must not be empty")});
        else if (!value.isEmpty())
            for (Violation &violation : checkFieldValue(record.type, field, value, old, context))
                findings.add(std::move(violation));
    }
    checkAcrossFields(record, before, context, findings);
    return findings.take();
}

Result<> checkValid(const Record &record, const Record *before, const RuleContext &context)
{
    const std::vector<Violation> violations = validate(record, before, context);
    if (violations.empty())
        return {};
    const Violation &first = violations.front();
    const QString detail = violationKindName(first.kind) + QLatin1String(": ") + first.detail;
    return failure(ErrorCode::InvalidInput, detail, first.path);
}

std::vector<Violation> warnings(const Campaign &campaign, const std::vector<CampaignLine> &lines)
{
    if (!campaign.budget || campaign.budget->minor < 0)
        return {};
    // Lines in another currency are left out: without a rate of the day they cannot be added.
    qint64 left = campaign.budget->minor;
    for (const CampaignLine &line : lines) {
        if (!line.budget || line.budget->currency != campaign.budget->currency || line.status == u"cancelled")
            continue;
        left -= std::max<qint64>(line.budget->minor, 0); // From zero or more: cannot overflow.
        if (left < 0)
            return {{QStringLiteral("budget"), ViolationKind::OutOfRange,
                     named("the lines' budgets add up to more than the campaign's")}};
    }
    return {};
}

QString violationKindName(ViolationKind kind)
{
    switch (kind) {
    case ViolationKind::Required: return QStringLiteral("required");
    case ViolationKind::Malformed: return QStringLiteral("malformed");
    case ViolationKind::TooLong: return QStringLiteral("too_long");
    case ViolationKind::OutOfRange: return QStringLiteral("out_of_range");
    case ViolationKind::UnknownReference: return QStringLiteral("unknown_reference");
    case ViolationKind::NotInList: return QStringLiteral("not_in_list");
    case ViolationKind::EndBeforeStart: return QStringLiteral("end_before_start");
    case ViolationKind::LostNeedsReason: return QStringLiteral("lost_needs_reason");
    case ViolationKind::WonNeedsContractValue: return QStringLiteral("won_needs_contract_value");
    case ViolationKind::Immutable: return QStringLiteral("immutable");
    }
    return {};
}

} // namespace mdmc
