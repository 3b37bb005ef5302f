// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/campaign_lines.h"

#include "core/base/when_done.h"
#include "core/rules/validation.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"

namespace mdmc::ui {

namespace {

int lineField(const char *name)
{
    return entityInfo(EntityType::CampaignLine).indexOf(QLatin1String(name));
}

} // namespace

std::optional<double> elapsed(const QDate &start, const QDate &end, const QDate &today)
{
    if (!start.isValid() || !end.isValid() || end < start)
        return std::nullopt;
    const double days = double(start.daysTo(end)) + 1; // Both days count.
    return std::clamp(double(start.daysTo(today)) / days, 0.0, 1.0);
}

CampaignLines::CampaignLines(PageContext &context, QObject *parent) : QObject(parent), m_context(context) { }

void CampaignLines::load(const RecordId &campaign)
{
    if (campaign.isNull()) {
        Q_EMIT reset();
        return;
    }
    auto future = m_context.workspace.read([campaign](sync::ReplicaReader &reader) -> Result<std::vector<Record>> {
        MDMC_ASSIGN(const std::vector<RecordId> ids,
                    reader.store.referencing(EntityType::CampaignLine, QLatin1String("campaignId"), campaign));
        std::vector<Record> lines;
        for (const RecordId &id : ids) {
            MDMC_ASSIGN(std::optional<Record> record, reader.store.load(EntityType::CampaignLine, id));
            if (record && !record->isDeleted())
                lines.push_back(std::move(*record));
        }
        return lines;
    });
    whenDone(future, this, [this](Result<std::vector<Record>> lines) {
        if (!lines) {
            Q_EMIT failed(errorText(lines.error(), EntityType::CampaignLine));
            return;
        }
        m_lines.clear();
        for (Record &record : *lines)
            m_lines.push_back({record, record, {}, {}});
        Q_EMIT reset();
    });
}

void CampaignLines::add(const Record &campaign)
{
    CampaignLine line;
    line.id = RecordId::mint();
    line.campaignId = campaign.id;
    const Campaign parent = fromRecord<Campaign>(campaign);
    line.startDate = parent.startDate;
    line.endDate = parent.endDate;
    line.status = parent.status.isEmpty() ? QStringLiteral("draft") : parent.status;
    for (const ListItem &platform : m_context.lookups.list(u"platform")) {
        const bool isTaken = std::any_of(m_lines.begin(), m_lines.end(), [&](const Line &other) {
            return other.record.value(QLatin1String("platform")).as<QString>() == platform.key;
        });
        if (!isTaken) {
            line.platform = platform.key;
            break;
        }
    }
    m_lines.push_back({toRecord(line), {}, {}, {}});
    Q_EMIT reset();
}

void CampaignLines::remove(int index)
{
    if (m_lines[size_t(index)].base)
        m_removed.push_back(m_lines[size_t(index)].record.id);
    m_lines.erase(m_lines.begin() + index);
    Q_EMIT reset();
}

void CampaignLines::setText(int index, int field, const QString &text)
{
    Line &line = m_lines[size_t(index)];
    const auto value =
        m_context.fields().parse(EntityType::CampaignLine, field, text, line.record.values[size_t(field)]);
    if (value)
        return setValue(index, field, *value);
    line.unread.insert(field, text);
    Q_EMIT changed();
}

void CampaignLines::setValue(int index, int field, const Value &value)
{
    Line &line = m_lines[size_t(index)];
    line.unread.remove(field);
    line.errors.remove(field);
    line.record.values[size_t(field)] = value;
    Q_EMIT changed();
}

bool CampaignLines::check()
{
    bool isValid = true;
    for (Line &line : m_lines) {
        line.errors.clear();
        for (auto it = line.unread.cbegin(); it != line.unread.cend(); ++it)
            line.errors.insert(
                it.key(),
                violationText({entityInfo(EntityType::CampaignLine).field(it.key()).name, ViolationKind::Malformed, {}},
                              EntityType::CampaignLine));
        normalise(line.record);
        for (const Violation &violation : validate(line.record, line.base ? &*line.base : nullptr, m_context.lookups))
            if (const int field = fieldOfPath(EntityType::CampaignLine, violation.path);
                field >= 0 && !line.errors.contains(field))
                line.errors.insert(field, violationText(violation, EntityType::CampaignLine));
        isValid = isValid && line.errors.isEmpty();
    }
    Q_EMIT changed();
    return isValid;
}

std::vector<sync::RecordEdit> CampaignLines::edits(const RecordId &campaign) const
{
    std::vector<sync::RecordEdit> edits;
    for (const Line &line : m_lines) {
        Record record = line.record;
        record.values[size_t(lineField("campaignId"))] = Value(campaign);
        if (!line.base) {
            edits.push_back(createEdit(record));
            continue;
        }
        for (sync::RecordEdit &edit : changeCommand({}, *line.base, record).edits)
            edits.push_back(std::move(edit));
    }
    for (const RecordId &id : m_removed)
        edits.push_back({sync::RecordEdit::Kind::Delete, EntityType::CampaignLine, id, {}});
    return edits;
}

bool CampaignLines::isChanged() const
{
    return !m_removed.empty() || std::any_of(m_lines.begin(), m_lines.end(), [](const Line &line) {
        return !line.base || *line.base != line.record || !line.unread.isEmpty();
    });
}

std::vector<CampaignLine> CampaignLines::entities() const
{
    std::vector<CampaignLine> lines;
    for (const Line &line : m_lines)
        lines.push_back(fromRecord<CampaignLine>(line.record));
    return lines;
}

QString CampaignLines::sumText(const Record &campaign) const
{
    const std::optional<Money> budget = campaign.value(QLatin1String("budget")).asOptional<Money>();
    const QString currency = budget ? budget->currency : QStringLiteral("EUR");
    Money sum{0, currency};
    for (const CampaignLine &line : entities())
        if (line.budget && line.budget->currency == currency)
            sum.minor += line.budget->minor;
    if (m_lines.empty())
        return {};
    const QString text = m_context.format.money(sum, true);
    return budget ? tr("%1 of %2 planned").arg(text, m_context.format.money(*budget, true))
                  : tr("%1 planned").arg(text);
}

QString CampaignLines::warning(const Record &campaign) const
{
    const auto advice = warnings(fromRecord<Campaign>(campaign), entities());
    return advice.empty() ? QString()
                          : tr("The lines add up to more than the campaign's budget. You can save it all the same.");
}

} // namespace mdmc::ui
