// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/model/record.h"
#include "core/rules/rule_context.h"

#include <vector>

namespace mdmc {

enum class ViolationKind : quint8 {
    Required,
    Malformed,        ///< E-mail, phone, Spotify link, date, currency … that cannot be what it should be.
    TooLong,
    OutOfRange,
    UnknownReference,
    NotInList,
    EndBeforeStart,
    LostNeedsReason,
    WonNeedsContractValue,
    Immutable,
};

/// One broken rule. `path` is the field, with an index into sets: `emails[1]`.
struct Violation {
    QString path;
    ViolationKind kind = ViolationKind::Malformed;
    QString detail; ///< English, for logs and API; `ui` words it from kind and path.
    bool operator==(const Violation &) const = default;
};

/// Brings values into their one stored form: trims, lower-cases e-mail, E.164 phones (by the record's country, else
/// FR), 22-character Spotify id from any link form, NFC, sets without repetitions, upper-case currency and country.
/// What cannot be read is left as it is for `validate` to name. Idempotent.
void normalise(Record &record);
/// The same for one value of one field (a patch is normalised value by value); `country` is ISO 3166-1 alpha-2 or
/// empty.
Value normaliseValue(const FieldInfo &field, const Value &value, QStringView country = {});

/// All rules that a record breaks, in field order. `before` is null for a create. Field rules are checked only on
/// fields that differ from `before`, so that an old flaw never blocks an unrelated edit; rules across fields (a lost
/// stage needs a reason) when one of their fields differs; of a set only the entries that are new. Pipeline
/// rules are included (core/rules/pipeline.h).
std::vector<Violation> validate(const Record &record, const Record *before, const RuleContext &context);

/// The first violation as an Error (InvalidInput, field = path), or success.
Result<> checkValid(const Record &record, const Record *before, const RuleContext &context);

/// Advice that never blocks (S34: lines' budgets exceed the campaign's). Same form as violations.
std::vector<Violation> warnings(const Campaign &campaign, const std::vector<CampaignLine> &lines);

QString violationKindName(ViolationKind kind); ///< lower_snake_case

} // namespace mdmc
