// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/records.h"

#include <vector>

namespace mdmc {

/// Marks a change that the server has not numbered yet (the row is deleted here, the deletion is in the outbox).
inline constexpr qint64 kPendingSequence = std::numeric_limits<qint64>::max();

/// A record of any type as storage, sync and audit handle it: positional values beside their versions.
struct Record {
    EntityType type = EntityType::Lead;
    RecordId id;
    qint64 rev = 0;                 ///< Server sequence of the last change; 0 = never been on the server.
    qint64 deleted = 0;             ///< Sequence of the deletion; 0 = live; kPendingSequence = deleted here only.
    std::vector<Value> values;      ///< By field position; always fieldCount() long.
    std::vector<qint64> versions;   ///< Per field the sequence of its last change; always fieldCount() long.
    QByteArray extra;               ///< Fields that this build does not know, verbatim CBOR (array of values after ours).

    Record() = default;
    Record(EntityType type, RecordId id);

    const EntityInfo &info() const { return entityInfo(type); }
    bool isDeleted() const { return deleted != 0; }
    const Value &value(QLatin1String fieldName) const;
    void setValue(QLatin1String fieldName, Value value);

    bool operator==(const Record &) const = default;
};

/// The typed entity of a record; values that do not fit their field are read as empty.
template<typename Entity>
Entity fromRecord(const Record &record)
{
    Q_ASSERT(record.type == Entity::kType);
    Entity entity;
    entity.id = record.id;
    const std::span<const FieldInfo> fields = record.info().fields;
    for (size_t i = 0; i < fields.size() && i < record.values.size(); ++i)
        fields[i].set(&entity, record.values[i]);
    return entity;
}

/// The record of an entity, without sync state (rev 0, versions 0).
template<typename Entity>
Record toRecord(const Entity &entity)
{
    Record record(Entity::kType, entity.id);
    const std::span<const FieldInfo> fields = record.info().fields;
    for (size_t i = 0; i < fields.size(); ++i)
        record.values[i] = fields[i].get(&entity);
    return record;
}

/// Changes of one record: field position → new value.
struct FieldChange {
    int field = 0;
    Value value;
    bool operator==(const FieldChange &) const = default;
};

/// Fields in which `after` differs from `before`, with the values of `after`. Both of one type.
std::vector<FieldChange> difference(const Record &before, const Record &after);

} // namespace mdmc
