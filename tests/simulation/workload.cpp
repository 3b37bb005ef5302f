// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/step.h"

#include "core/base/random.h"

namespace mdmc::simulation {

namespace {

struct Weight {
    StepKind kind;
    const char *name;
    int weight;
};

constexpr std::array<Weight, size_t(StepKind::Count)> kWeights{{
    {StepKind::Advance, "advance", 30},
    {StepKind::Create, "create", 14},
    {StepKind::Patch, "patch", 16},
    {StepKind::PatchSeveral, "patch-several", 7},
    {StepKind::StageMove, "stage-move", 6},
    {StepKind::SetAdd, "set-add", 4},
    {StepKind::SetRemove, "set-remove", 3},
    {StepKind::Delete, "delete", 4},
    {StepKind::Undelete, "undelete", 3},
    {StepKind::RestoreConflict, "restore-conflict", 3},
    {StepKind::DismissConflict, "dismiss-conflict", 1},
    {StepKind::Import, "import", 1},
    {StepKind::Reassign, "reassign", 5},
    {StepKind::ChangeRole, "change-role", 1},
    {StepKind::ToggleUser, "toggle-user", 1},
    {StepKind::Group, "group", 3},
    {StepKind::Undo, "undo", 3},
    {StepKind::Redo, "redo", 2},
    {StepKind::Retry, "retry", 2},
    {StepKind::EditAndRetry, "edit-and-retry", 1},
    {StepKind::Discard, "discard", 1},
    {StepKind::AdministerList, "administer-list", 2},
    {StepKind::OpenClient, "open-or-shut", 2},
    {StepKind::GoOffline, "go-offline", 3},
    {StepKind::GoOnline, "go-online", 4},
    {StepKind::Fault, "fault", 0},
}};

} // namespace

QLatin1String stepName(StepKind kind)
{
    return QLatin1String(kWeights[size_t(kind)].name);
}

QString Step::toString() const
{
    const QLatin1String name = kind == StepKind::Fault ? faultName(fault) : stepName(kind);
    return QStringLiteral("%1@%2/%3").arg(name).arg(client).arg(dice, 0, 36);
}

std::optional<std::vector<Step>> stepsFromText(const QString &text)
{
    std::vector<Step> steps;
    const QString plain = text.simplified();
    for (const QString &word : plain.split(u' ', Qt::SkipEmptyParts)) {
        const QString name = word.section(u'@', 0, 0);
        Step step;
        bool isClient = false;
        bool isDice = false;
        step.client = word.section(u'@', 1).section(u'/', 0, 0).toInt(&isClient);
        step.dice = word.section(u'/', 1).toULongLong(&isDice, 36);
        const auto known = std::find_if(kWeights.begin(), kWeights.end(),
                                        [&](const Weight &weight) { return name == QLatin1String(weight.name); });
        const std::optional<Fault> fault = faultFromName(name);
        if (!isClient || !isDice || (known == kWeights.end() && !fault))
            return std::nullopt;
        step.kind = fault ? StepKind::Fault : known->kind;
        step.fault = fault.value_or(Fault::Count);
        steps.push_back(step);
    }
    return steps;
}

std::vector<Step> drawSteps(quint64 seed, const WorkloadOptions &options)
{
    SeededRandom random(seed ^ 0x57e95);
    int total = 0;
    for (const Weight &weight : kWeights)
        total += weight.weight;
    std::vector<Step> steps;
    for (int i = 0; i < options.steps; ++i) {
        Step step;
        double chance = random.unit();
        int pick = int(random.below(quint64(total)));
        step.client = int(random.below(quint64(options.clients)));
        step.dice = random.next();
        for (const Weight &weight : kWeights) {
            step.kind = weight.kind;
            pick -= weight.weight;
            if (pick < 0)
                break;
        }
        for (int f = 0; f < kFaultCount; ++f) {
            if (isAmbient(Fault(f)))
                continue;
            chance -= options.rates.rate[size_t(f)];
            if (chance < 0) {
                step.kind = StepKind::Fault;
                step.fault = Fault(f);
                break;
            }
        }
        steps.push_back(step);
    }
    return steps;
}

} // namespace mdmc::simulation
