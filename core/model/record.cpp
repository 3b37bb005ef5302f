// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/record.h"

namespace mdmc {

Record::Record(EntityType t, RecordId i) : type(t), id(i)
{
    const size_t count = entityInfo(t).fields.size();
    values.resize(count);
    versions.resize(count, 0);
}

const Value &Record::value(QLatin1String fieldName) const
{
    const int at = info().indexOf(fieldName);
    Q_ASSERT_X(at >= 0, "Record::value", "no such field");
    return values[size_t(at)];
}

void Record::setValue(QLatin1String fieldName, Value value)
{
    const int at = info().indexOf(fieldName);
    Q_ASSERT_X(at >= 0, "Record::setValue", "no such field");
    values[size_t(at)] = std::move(value);
}

std::vector<FieldChange> difference(const Record &before, const Record &after)
{
    Q_ASSERT(before.type == after.type);
    std::vector<FieldChange> changes;
    for (size_t i = 0; i < after.values.size(); ++i)
        if (i >= before.values.size() || before.values[i] != after.values[i])
            changes.push_back({int(i), after.values[i]});
    return changes;
}

} // namespace mdmc
