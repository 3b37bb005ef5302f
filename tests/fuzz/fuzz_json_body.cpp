// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "core/model/value_codec.h"
#include "core/rules/derive.h"
#include "core/rules/validation.h"
#include "sync/server/record_json.h"
#include "tests/support/list_rule_context.h"

#include <QJsonDocument>

// Bodies of REST writes: what is accepted goes through the rules that every write goes through, and shown again says
// the same.

using namespace mdmc;
using mdmc::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const ListRuleContext context = ListRuleContext::defaults();
    fuzz::Steering steering(data, size);
    const auto all = allEntities();
    const EntityInfo &info = *all[steering.byte() % all.size()];
    const QJsonDocument document = QJsonDocument::fromJson(steering.rest());
    if (!document.isObject())
        return 0;
    const auto changes = sync::changesFromJson(info, document.object());
    if (!changes) {
        require(changes.error().code == ErrorCode::InvalidInput && !changes.error().field.isNull(), "a refusal names the field");
        return 0;
    }
    Record record(info.type, *RecordId::fromBytes(QByteArray(16, '\1')));
    for (const FieldChange &change : *changes) {
        require(change.value.fits(info.field(change.field).type), "a value fits its field");
        record.values[size_t(change.field)] = change.value;
    }
    require(decodeRecord(encodeRecord(record)) == record, "an accepted record is stored as it is");
    const QJsonObject shown = sync::toJson(record);
    require(QJsonDocument::fromJson(QJsonDocument(shown).toJson()).object() == shown, "what is shown is JSON");
    Record normal = record;
    normalise(normal);
    for (const Violation &violation : validate(normal, nullptr, context))
        require(!violation.path.isEmpty() && !violation.detail.isEmpty(), "a violation names field and reason");
    Record again = normal;
    normalise(again);
    require(again == normal, "what is normal stays as it is");
    Actor actor;
    actor.userId = record.id;
    derive(normal, nullptr, actor, 1'760'000'000'000, context);
    require(decodeRecord(encodeRecord(normal)) == normal, "a derived record is stored as it is");
    return 0;
}
