// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/model/record.h"

#include <QJsonObject>

namespace mdmc::sync {

/// A record as REST shows it: field names of its table; unset fields are null, sets arrays, amounts
/// `{minor, currency}`, times ISO 8601 in UTC, days ISO, references the canonical id. Plus `id` and `rev`.
QJsonObject toJson(const Record &record);
/// The same as text (UTF-8, compact) of a row as `writeRecord` writes it, without a record or an object on the way: for
/// pages, where these would take longer than reading the rows. InvalidInput: this is no such row.
Result<> appendJson(QByteArray &out, EntityType type, QByteArrayView packed);

/// The changes that an object asks for, each with the version of `before` as base (0 without). InvalidInput with the
/// field's name for unknown, computed and ill-typed fields. `id` and `rev` are passed over.
Result<std::vector<FieldChange>> changesFromJson(const EntityInfo &info, const QJsonObject &object);

} // namespace mdmc::sync
