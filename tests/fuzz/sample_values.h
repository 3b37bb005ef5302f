// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/random.h"
#include "core/model/record.h"

namespace mdmc::fuzz {

/// A plausible value for a field of this type, now and then none. Deterministic for a random.
inline Value sampleValue(FieldType type, Random &random)
{
    if (random.below(6) == 0)
        return {};
    switch (type) {
    case FieldType::Bool: return Value(random.below(2) == 1);
    case FieldType::Integer: return Value(qint64(random.below(1000)) - 500);
    case FieldType::Timestamp: return Value(qint64(1'760'000'000'000) + qint64(random.below(1'000'000)));
    case FieldType::Date: return Value(QDate(2026, 1, 1).addDays(qint64(random.below(700))));
    case FieldType::Text: return Value(QStringLiteral("Zoé %1").arg(random.below(50)));
    case FieldType::Id: return Value(RecordId::mint(ManualClock(), random));
    case FieldType::Money: return Value(Money{qint64(random.below(100'000)), QStringLiteral("EUR")});
    case FieldType::TextSet: return Value(QStringList{QStringLiteral("meta"), QStringLiteral("x%1").arg(random.below(9))});
    case FieldType::Bytes: return Value(QByteArray(1 + int(random.below(9)), char(random.below(256))));
    }
    return {};
}

inline Record sampleRecord(EntityType type, Random &random)
{
    Record record(type, RecordId::mint(ManualClock(), random));
    record.rev = 1 + qint64(random.below(1'000'000));
    for (int i = 0; i < record.info().fieldCount(); ++i) {
        record.values[size_t(i)] = sampleValue(record.info().field(i).type, random);
        record.versions[size_t(i)] = random.below(2) ? record.rev : qint64(random.below(quint64(record.rev)));
    }
    return record;
}

} // namespace mdmc::fuzz
