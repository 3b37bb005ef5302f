// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/eyes.h"

#include "core/rules/field_rules.h"
#include "tests/simulation/trace.h"

namespace mdmc::simulation {

using sync::RecordEdit;

namespace {

constexpr int kMostRecords = 400;

int at(const EntityInfo &info, const char *field)
{
    return info.indexOf(QLatin1String(field));
}

} // namespace

quint64 Eyes::roll()
{
    return diceOf(m_dice, ++m_rolls, 0xe7e5);
}

QString Eyes::oneOf(std::initializer_list<const char *> texts)
{
    return QString::fromUtf8(*(texts.begin() + roll(texts.size())));
}

QString Eyes::freshText()
{
    return canaryWord(roll());
}

QString Eyes::freshCode()
{
    return QString::number(roll(), 36);
}

RecordId Eyes::mint()
{
    return RecordId::mint(m_client.clock(), m_client.random());
}

std::vector<Record> Eyes::all(EntityType type, bool withDeleted)
{
    return m_client.replica().store().page(type, {}, kMostRecords, withDeleted).value_or(std::vector<Record>());
}

std::optional<Record> Eyes::any(EntityType type)
{
    const std::vector<Record> records = all(type);
    if (records.empty())
        return std::nullopt;
    // What was made last is worked on most: there concurrent edits meet.
    const size_t window = roll(2) ? std::min<size_t>(records.size(), 3) : records.size();
    return records[records.size() - 1 - roll(window)];
}

std::optional<Record> Eyes::anyTombstone(EntityType type)
{
    std::vector<Record> records = all(type, true);
    std::erase_if(records, [](const Record &record) { return !record.isDeleted(); });
    return records.empty() ? std::nullopt : std::optional(records[roll(records.size())]);
}

std::optional<Record> Eyes::anyWork()
{
    static constexpr EntityType kTypes[] = {EntityType::Lead, EntityType::Lead, EntityType::Lead, EntityType::Campaign,
                                            EntityType::CampaignLine, EntityType::Task};
    if (const auto record = any(kTypes[roll(std::size(kTypes))]))
        return record;
    return any(EntityType::Lead);
}

RecordId Eyes::anyId(EntityType type)
{
    const auto record = any(type);
    return record ? record->id : RecordId();
}

std::vector<int> Eyes::editable(const Record &record) const
{
    std::vector<int> fields;
    for (int i = 0; i < record.info().fieldCount(); ++i) {
        const FieldInfo &field = record.info().field(i);
        if (field.merge != Merge::Server && field.merge != Merge::Append)
            fields.push_back(i);
    }
    return fields;
}

Value Eyes::textFor(const Record &record, const FieldInfo &field)
{
    const auto is = [&](const char *name) { return field.name == QLatin1String(name); };
    if (field.list) {
        const auto items = m_client.replica().rules().list(QString::fromLatin1(field.list));
        return items.empty() ? Value() : Value(items[roll(items.size())].key);
    }
    if (const auto keys = closedChoice(record.type, field.name); !keys.empty())
        return Value(QString(keys[roll(keys.size())]));
    if (is("spotifyId"))
        return Value(freshCode().leftJustified(22, u'0'));
    if (is("country"))
        return Value(oneOf({"FR", "DE", "US", "JP", "BR"}));
    if (is("locale"))
        return Value(oneOf({"fr", "en", "de-CH"}));
    if (is("email"))
        return Value(freshCode() + QStringLiteral("@example.org"));
    if (roll(12) == 0 && !field.has(FieldFlag::Required))
        return Value(); // Emptied.
    // Now and then two people type the same.
    return Value(roll(10) == 0 ? oneOf({"same", "equal"}) : freshText());
}

Value Eyes::setFor(const Record &record, const FieldInfo &field, int position)
{
    QStringList texts = record.values[size_t(position)].as<QStringList>();
    if (!texts.isEmpty() && roll(3) == 0) {
        texts.removeAt(qsizetype(roll(quint64(texts.size()))));
        return Value(texts);
    }
    QString text = freshText();
    if (field.name == QLatin1String("emails"))
        text = freshCode() + QStringLiteral("@example.org");
    else if (field.name == QLatin1String("phones"))
        text = QStringLiteral("+3361%1").arg(roll(10'000'000), 7, 10, QLatin1Char('0'));
    else if (field.list)
        text = textFor(record, field).as<QString>();
    if (!text.isEmpty() && !texts.contains(text))
        texts.append(text);
    return Value(texts);
}

Value Eyes::valueFor(const Record &record, int position)
{
    const FieldInfo &field = record.info().field(position);
    switch (field.type) {
    case FieldType::Bool: return Value(roll(2) == 0);
    case FieldType::Integer: return Value(qint64(roll(8)));
    case FieldType::Timestamp: return Value(qint64(1'700'000'000'000 + qint64(roll(100'000'000'000))));
    case FieldType::Date: return Value(QDate(2026, 1, 1).addDays(qint64(roll(700))));
    case FieldType::Text: return textFor(record, field);
    case FieldType::Id: return field.hasReference ? Value(anyId(field.refers)) : Value();
    case FieldType::Money: return Value(Money{qint64(roll(1'000'000)), oneOf({"EUR", "USD"})});
    case FieldType::TextSet: return setFor(record, field, position);
    case FieldType::Bytes: return {};
    }
    return {};
}

void Eyes::setSubject(RecordEdit &edit, EntityType type)
{
    const bool isLead = roll(4) != 0;
    const RecordId subject = anyId(isLead ? EntityType::Lead : EntityType::Campaign);
    if (subject.isNull())
        return;
    const EntityInfo &info = entityInfo(type);
    edit.changes.push_back({at(info, "subjectType"), Value(isLead ? QStringLiteral("lead") : QStringLiteral("campaign"))});
    edit.changes.push_back({at(info, "subjectId"), Value(subject)});
}

RecordEdit Eyes::newRecord(EntityType type)
{
    RecordEdit edit{RecordEdit::Kind::Create, type, mint(), {}};
    const Record blank(type, edit.id);
    const EntityInfo &info = blank.info();
    if (type == EntityType::Activity || (type == EntityType::Task && roll(3) != 0))
        setSubject(edit, type);
    for (int i = 0; i < info.fieldCount(); ++i) {
        const FieldInfo &field = info.field(i);
        const bool isRequired = field.has(FieldFlag::Required);
        const bool isGuessed = field.merge == Merge::Server || field.has(FieldFlag::Internal);
        const bool isReference = field.hasReference;
        if (isGuessed && !(isRequired && isReference && type != EntityType::Lead))
            continue;
        // Stage, owner and team of a lead come by themselves unless somebody chooses.
        const bool isChosen = isRequired ? (type != EntityType::Lead || !isReference) : roll(isReference ? 6 : 4) == 0;
        if (!isChosen)
            continue;
        if (const Value value = valueFor(blank, i); !value.isEmpty())
            edit.changes.push_back({i, value});
    }
    return edit;
}

} // namespace mdmc::simulation
