// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/statistics.h"

namespace mdmc::simulation {

static_assert(std::is_trivially_copyable_v<Statistics>);

void Statistics::add(const RunResult &result)
{
    ++runs;
    steps += result.steps;
    operations += result.operations;
    events += result.events;
    for (size_t i = 0; i < faults.count.size(); ++i)
        faults.count[i] += result.faults.count[i];
    for (size_t i = 0; i < examined.size(); ++i)
        examined[i] += result.examined[i];
    if (!result.violation)
        return;
    ++violations;
    ++violated.at(size_t(result.violation->invariant));
}

void Statistics::add(const Statistics &other)
{
    runs += other.runs;
    violations += other.violations;
    steps += other.steps;
    operations += other.operations;
    events += other.events;
    for (size_t i = 0; i < faults.count.size(); ++i)
        faults.count[i] += other.faults.count[i];
    for (size_t i = 0; i < examined.size(); ++i) {
        examined[i] += other.examined[i];
        violated[i] += other.violated[i];
    }
}

QString Statistics::report() const
{
    QString text = QStringLiteral("runs %1, violations %2, steps %3, operations %4, events %5\n")
                       .arg(runs).arg(violations).arg(steps).arg(operations).arg(events);
    text += QStringLiteral("faults injected:\n");
    for (int i = 0; i < kFaultCount; ++i)
        if (faults.count[size_t(i)] > 0)
            text += QStringLiteral("  %1 %2\n").arg(faultName(Fault(i)), -28).arg(faults.count[size_t(i)]);
    text += QStringLiteral("invariants: things examined, violations\n");
    for (int i = 1; i <= kInvariantCount; ++i)
        text += QStringLiteral("  %1 %2 %3 %4\n").arg(i, 2).arg(invariantName(i), -44).arg(examined[size_t(i)], 12)
                    .arg(violated[size_t(i)]);
    return text;
}

QByteArray Statistics::toBytes() const
{
    return QByteArray(reinterpret_cast<const char *>(this), qsizetype(sizeof *this));
}

std::optional<Statistics> Statistics::fromBytes(const QByteArray &bytes)
{
    if (bytes.size() != qsizetype(sizeof(Statistics)))
        return std::nullopt;
    Statistics statistics;
    memcpy(&statistics, bytes.constData(), sizeof statistics);
    return statistics;
}

} // namespace mdmc::simulation
