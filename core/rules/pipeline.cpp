// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/pipeline.h"

#include <algorithm>
#include <tuple>

namespace mdmc {

namespace {

constexpr qint64 kDayMs = 86'400'000;

template<typename T>
void sortByPosition(std::vector<T> &entries)
{
    // The id breaks ties, so that client and server agree whatever order their stores return.
    std::sort(entries.begin(), entries.end(),
              [](const T &a, const T &b) { return std::tie(a.position, a.id) < std::tie(b.position, b.id); });
}

} // namespace

std::optional<Violation> checkStage(const Lead &lead, const Stage &stage)
{
    if (stage.kind == QLatin1String("lost") && lead.lostReason.isEmpty())
        return Violation{QStringLiteral("lostReason"), ViolationKind::LostNeedsReason,
                         QStringLiteral("a lost lead needs a reason")};
    if (stage.kind == QLatin1String("won") && (!lead.contractValue || lead.contractValue->minor <= 0))
        return Violation{QStringLiteral("contractValue"), ViolationKind::WonNeedsContractValue,
                         QStringLiteral("a won lead needs a contract value above zero")};
    return std::nullopt;
}

std::optional<Stage> firstStageOf(const RecordId &pipelineId, const RuleContext &context)
{
    std::vector<Stage> stages = context.stages();
    std::erase_if(stages, [&](const Stage &stage) {
        return stage.pipelineId != pipelineId || stage.isArchived || stage.kind != QLatin1String("open");
    });
    sortByPosition(stages);
    return stages.empty() ? std::nullopt : std::optional(stages.front());
}

std::optional<Stage> firstStage(const RuleContext &context)
{
    std::vector<Pipeline> pipelines = context.pipelines();
    std::erase_if(pipelines, [](const Pipeline &pipeline) { return pipeline.isArchived; });
    sortByPosition(pipelines);
    for (const Pipeline &pipeline : pipelines)
        if (auto stage = firstStageOf(pipeline.id, context))
            return stage;
    return std::nullopt;
}

bool isStale(const Lead &lead, const Stage &stage, UtcMs now)
{
    return stage.rottenAfterDays > 0 && lead.stageChangedAt
           && now - *lead.stageChangedAt > stage.rottenAfterDays * kDayMs;
}

std::optional<Money> weightedValue(const Lead &lead, const Stage &stage)
{
    const bool isWon = stage.kind == QLatin1String("won");
    const std::optional<Money> amount = isWon && lead.contractValue ? lead.contractValue : lead.budget;
    if (!amount)
        return std::nullopt;
    const qint64 probability = std::clamp<qint64>(stage.probability, 0, 100);
    // Split, so that a large amount times the probability cannot overflow; floored, so that halves go up on both
    // sides of zero.
    qint64 whole = amount->minor / 100;
    qint64 rest = amount->minor % 100;
    if (rest < 0) {
        rest += 100;
        --whole;
    }
    return Money{whole * probability + (rest * probability + 50) / 100, amount->currency};
}

} // namespace mdmc
