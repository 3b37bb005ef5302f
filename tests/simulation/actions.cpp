// SPDX-License-Identifier: GPL-3.0-or-later
// What people do.
#include "tests/simulation/eyes.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

using Kind = RecordEdit::Kind;

int at(EntityType type, const char *field)
{
    return entityInfo(type).indexOf(QLatin1String(field));
}

Command command(const char *label, std::vector<RecordEdit> edits)
{
    return {QString::fromLatin1(label), std::move(edits)};
}

void create(ClientNode &client, Eyes &eyes)
{
    static constexpr EntityType kTypes[] = {EntityType::Lead,         EntityType::Lead,     EntityType::Lead,
                                            EntityType::Lead,         EntityType::Campaign, EntityType::CampaignLine,
                                            EntityType::CampaignLead, EntityType::Activity, EntityType::Activity,
                                            EntityType::Task};
    const EntityType type = kTypes[eyes.roll(std::size(kTypes))];
    (void)client.commit(command("create", {eyes.newRecord(type)}));
}

void patch(ClientNode &client, Eyes &eyes, int fields)
{
    const auto record = eyes.anyWork();
    if (!record)
        return;
    RecordEdit edit{Kind::Patch, record->type, record->id, {}};
    const std::vector<int> candidates = eyes.editable(*record);
    for (int i = 0; i < fields; ++i) {
        const int field = candidates[eyes.roll(candidates.size())];
        edit.changes.push_back({field, eyes.valueFor(*record, field)});
    }
    (void)client.commit(command("patch", {edit}));
}

/// Two people are likely to meet in these.
void patchBusyField(ClientNode &client, Eyes &eyes)
{
    const auto record = eyes.any(EntityType::Lead);
    if (!record)
        return;
    const char *const fields[] = {"notes", "nextStep", "consent", "contractValue", "priority", "artistName"};
    const int field = at(EntityType::Lead, fields[eyes.roll(std::size(fields))]);
    (void)client.commit(command("patch", {{Kind::Patch, record->type, record->id, {{field, eyes.valueFor(*record, field)}}}}));
}

void moveStage(ClientNode &client, Eyes &eyes)
{
    const auto lead = eyes.any(EntityType::Lead);
    const std::vector<Stage> stages = client.replica().rules().stages();
    if (!lead || stages.empty())
        return;
    const Stage &stage = stages[eyes.roll(stages.size())];
    RecordEdit edit{Kind::Patch, EntityType::Lead, lead->id, {{at(EntityType::Lead, "stageId"), Value(stage.id)}}};
    for (const char *field : {"lostReason", "contractValue"}) {
        const bool isNeeded = stage.kind == (field[0] == 'l' ? u"lost" : u"won");
        if (isNeeded && eyes.roll(6) != 0) // Forgotten now and then.
            edit.changes.push_back({at(EntityType::Lead, field), eyes.valueFor(*lead, at(EntityType::Lead, field))});
    }
    (void)client.commit(command("stage-move", {edit}));
}

void changeSet(ClientNode &client, Eyes &eyes, bool isAdding)
{
    const auto lead = eyes.any(EntityType::Lead);
    if (!lead)
        return;
    const char *const sets[] = {"tags", "emails", "platforms", "goals", "genres", "aliases", "phones"};
    const int field = at(EntityType::Lead, sets[eyes.roll(std::size(sets))]);
    QStringList texts = lead->values[size_t(field)].as<QStringList>();
    if (!isAdding && texts.isEmpty())
        return;
    if (isAdding) {
        Record bare = *lead;
        bare.values[size_t(field)] = Value();
        const QStringList added = eyes.valueFor(bare, field).as<QStringList>();
        for (const QString &text : added)
            if (!texts.contains(text))
                texts.append(text);
    } else {
        texts.removeAt(qsizetype(eyes.roll(quint64(texts.size()))));
    }
    (void)client.commit(command(isAdding ? "set-add" : "set-remove",
                                {{Kind::Patch, EntityType::Lead, lead->id, {{field, Value(texts)}}}}));
}

void remove(ClientNode &client, Eyes &eyes)
{
    static constexpr EntityType kTypes[] = {EntityType::Lead, EntityType::Lead, EntityType::Campaign,
                                            EntityType::CampaignLine, EntityType::CampaignLead, EntityType::Activity,
                                            EntityType::Task};
    if (const auto record = eyes.any(kTypes[eyes.roll(std::size(kTypes))]))
        (void)client.commit(command("delete", {{Kind::Delete, record->type, record->id, {}}}));
}

void undelete(ClientNode &client, Eyes &eyes)
{
    static constexpr EntityType kTypes[] = {EntityType::Lead, EntityType::Lead, EntityType::Campaign, EntityType::Task};
    const auto record = eyes.anyTombstone(kTypes[eyes.roll(std::size(kTypes))]);
    if (!record)
        return;
    RecordEdit edit{Kind::Undelete, record->type, record->id, {}};
    if (eyes.roll(2)) {
        const int title = record->info().titleField();
        edit.changes.push_back({title, eyes.valueFor(*record, title)});
    }
    (void)client.commit(command("undelete", {edit}));
}

void settleConflict(ClientNode &client, Eyes &eyes, bool isRestored)
{
    const auto conflicts = client.replica().conflicts({});
    if (!conflicts || conflicts->empty())
        return;
    const RecordId id = (*conflicts)[eyes.roll(conflicts->size())].id;
    (void)client.act(Ledger::Act::Edit, isRestored ? "restore" : "dismiss", [&](Replica &replica) -> Result<> {
        MDMC_TRY(isRestored ? replica.restore(id) : replica.dismiss(id));
        return {};
    });
}

void import(ClientNode &client, Eyes &eyes)
{
    Command rows = command("import", {});
    const quint64 count = 20 + eyes.roll(81);
    for (quint64 i = 0; i < count; ++i)
        rows.edits.push_back({Kind::Create, EntityType::Lead, eyes.mint(),
                              {{at(EntityType::Lead, "artistName"), Value(eyes.freshText())},
                               {at(EntityType::Lead, "source"), eyes.valueFor(Record(EntityType::Lead, {}),
                                                                              at(EntityType::Lead, "source"))}}});
    (void)client.commit(rows);
}

void reassign(ClientNode &client, Eyes &eyes)
{
    const EntityType type = eyes.roll(4) ? EntityType::Lead : EntityType::Campaign;
    const auto record = eyes.any(type);
    if (!record)
        return;
    RecordEdit edit{Kind::Patch, type, record->id, {}};
    if (eyes.roll(4))
        edit.changes.push_back({at(type, "ownerId"), Value(eyes.anyId(EntityType::User))});
    else
        edit.changes.push_back({at(type, "teamId"), Value(eyes.anyId(EntityType::Team))});
    (void)client.commit(command("reassign", {edit}));
}

/// Only an administrator's client lets it through; it is done there whoever was to do it.
void changeAccount(World &world, Eyes &, const Step &step)
{
    ClientNode &client = world.client(0);
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    std::vector<Record> users = eyes.all(EntityType::User);
    std::erase_if(users, [&](const Record &user) { return user.id == client.user().id; });
    if (users.empty())
        return;
    // Those who take part in this world.
    const ClientNode &target = world.client(int(eyes.roll(world.clients().size())));
    const auto chosen = std::find_if(users.begin(), users.end(),
                                     [&](const Record &user) { return user.id == target.user().id; });
    const Record user = chosen != users.end() ? *chosen : users[eyes.roll(users.size())];
    RecordEdit edit{Kind::Patch, EntityType::User, user.id, {}};
    const auto set = [&](const char *field) {
        edit.changes.push_back({at(EntityType::User, field), eyes.valueFor(user, at(EntityType::User, field))});
    };
    if (step.kind == StepKind::ToggleUser) {
        const int field = at(EntityType::User, "isActive");
        edit.changes.push_back({field, Value(!user.values[size_t(field)].as<bool>())});
    } else if (eyes.roll(3) == 0) {
        set("teamId");
    } else {
        set("scope");
        if (eyes.roll(2))
            set("role");
    }
    (void)client.commit(command(step.kind == StepKind::ToggleUser ? "toggle-user" : "change-role", {edit}));
}

/// A lead is won: a campaign with its line and task, the link, a note.
void convert(ClientNode &client, Eyes &eyes)
{
    const auto lead = eyes.any(EntityType::Lead);
    if (!lead)
        return;
    RecordEdit campaign{Kind::Create, EntityType::Campaign, eyes.mint(), {}};
    campaign.changes = {{at(EntityType::Campaign, "name"), Value(eyes.freshText())}};
    RecordEdit line{Kind::Create, EntityType::CampaignLine, eyes.mint(), {}};
    const Record blankLine(EntityType::CampaignLine, line.id);
    line.changes = {{at(EntityType::CampaignLine, "campaignId"), Value(campaign.id)},
                    {at(EntityType::CampaignLine, "platform"),
                     eyes.valueFor(blankLine, at(EntityType::CampaignLine, "platform"))}};
    RecordEdit link{Kind::Create, EntityType::CampaignLead, eyes.mint(), {}};
    link.changes = {{at(EntityType::CampaignLead, "campaignId"), Value(campaign.id)},
                    {at(EntityType::CampaignLead, "leadId"), Value(lead->id)}};
    RecordEdit note{Kind::Create, EntityType::Activity, eyes.mint(), {}};
    note.changes = {{at(EntityType::Activity, "subjectType"), Value(QStringLiteral("lead"))},
                    {at(EntityType::Activity, "subjectId"), Value(lead->id)},
                    {at(EntityType::Activity, "kind"), Value(QStringLiteral("note"))},
                    {at(EntityType::Activity, "body"), Value(eyes.freshText())}};
    RecordEdit won{Kind::Patch, EntityType::Lead, lead->id, {}};
    won.changes = {{at(EntityType::Lead, "contractValue"), Value(Money{qint64(eyes.roll(100'000)), QStringLiteral("EUR")})},
                   {at(EntityType::Lead, "convertedAt"), Value(qint64(1'750'000'000'000 + qint64(eyes.roll(1'000'000))))}};
    (void)client.commit(command("convert", {campaign, line, link, note, won}));
}

void undo(World &world, ClientNode &client, bool isUndo)
{
    (void)client.act(Ledger::Act::Edit, isUndo ? "undo" : "redo", [&](Replica &replica) -> Result<> {
        MDMC_TRY(isUndo ? replica.undo() : replica.redo());
        world.countOperations(1);
        return {};
    });
}

void attend(ClientNode &client, Eyes &eyes, StepKind kind)
{
    const auto items = client.replica().attention();
    if (!items || items->empty())
        return;
    const AttentionItem &item = (*items)[eyes.roll(items->size())];
    if (kind == StepKind::Discard) {
        (void)client.act(Ledger::Act::Discard, "discard", [&](Replica &replica) { return replica.discard(item.id); });
        return;
    }
    std::optional<std::vector<FieldChange>> values;
    if (kind == StepKind::EditAndRetry && !item.fields.empty()) {
        const int field = item.fields[eyes.roll(item.fields.size())].field;
        values = {{field, eyes.valueFor(Record(item.record.type, item.record.id), field)}};
    }
    (void)client.act(Ledger::Act::Retry, "retry", [&](Replica &replica) -> Result<> {
        MDMC_TRY(replica.retry(item.id, values));
        return {};
    });
}

void administer(World &world, const Step &step)
{
    ClientNode &client = world.client(0);
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    static constexpr EntityType kTypes[] = {EntityType::ListItem, EntityType::ListItem, EntityType::Stage, EntityType::Team,
                                            EntityType::Pipeline};
    const EntityType type = kTypes[eyes.roll(std::size(kTypes))];
    const auto record = eyes.any(type);
    if (!record || eyes.roll(3) == 0) {
        RecordEdit edit = eyes.newRecord(type);
        if (type == EntityType::ListItem)
            edit.changes.insert(edit.changes.begin(), {at(type, "list"), Value(eyes.oneOf({"genre", "goal", "source"}))});
        (void)client.commit(command("administer", {edit}));
        return;
    }
    if (eyes.roll(8) == 0) {
        (void)client.commit(command("administer", {{Kind::Delete, type, record->id, {}}}));
        return;
    }
    const std::vector<int> fields = eyes.editable(*record);
    const int field = fields[eyes.roll(fields.size())];
    (void)client.commit(command("administer", {{Kind::Patch, type, record->id, {{field, eyes.valueFor(*record, field)}}}}));
}

} // namespace

void performAction(World &world, ClientNode &client, const Step &step)
{
    if (!client.isUp())
        return;
    Eyes eyes(client, step.dice);
    switch (step.kind) {
    case StepKind::Create: return create(client, eyes);
    case StepKind::Patch: return eyes.roll(2) ? patchBusyField(client, eyes) : patch(client, eyes, 1);
    case StepKind::PatchSeveral: return patch(client, eyes, 2 + int(eyes.roll(4)));
    case StepKind::StageMove: return moveStage(client, eyes);
    case StepKind::SetAdd: return changeSet(client, eyes, true);
    case StepKind::SetRemove: return changeSet(client, eyes, false);
    case StepKind::Delete: return remove(client, eyes);
    case StepKind::Undelete: return undelete(client, eyes);
    case StepKind::RestoreConflict: return settleConflict(client, eyes, true);
    case StepKind::DismissConflict: return settleConflict(client, eyes, false);
    case StepKind::Import: return import(client, eyes);
    case StepKind::Reassign: return reassign(client, eyes);
    case StepKind::ChangeRole:
    case StepKind::ToggleUser: return changeAccount(world, eyes, step);
    case StepKind::Group: return convert(client, eyes);
    case StepKind::Undo: return undo(world, client, true);
    case StepKind::Redo: return undo(world, client, false);
    case StepKind::Retry:
    case StepKind::EditAndRetry:
    case StepKind::Discard: return attend(client, eyes, step.kind);
    case StepKind::AdministerList: return administer(world, step);
    default: return;
    }
}

} // namespace mdmc::simulation
