// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figures.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace mdmc::bench {

void print(const char *job, qint64 n, const QString &metric, double value, const char *unit)
{
    const QJsonObject line{{QStringLiteral("peer"), QStringLiteral("mdmc")}, {QStringLiteral("job"), QString::fromLatin1(job)},
                           {QStringLiteral("n"), n}, {QStringLiteral("metric"), metric},
                           {QStringLiteral("value"), std::round(value * 1000) / 1000}, {QStringLiteral("unit"), QString::fromLatin1(unit)}};
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

double Samples::percentile(double p) const
{
    if (m_ms.empty())
        return 0;
    std::vector<double> sorted = m_ms;
    std::sort(sorted.begin(), sorted.end());
    const size_t rank = size_t(std::ceil(p / 100 * double(sorted.size())));
    return sorted[std::clamp<size_t>(rank, 1, sorted.size()) - 1];
}

void Samples::print(const char *job, qint64 n, const QString &metric) const
{
    bench::print(job, n, metric + QStringLiteral(" p50"), percentile(50), "ms");
    bench::print(job, n, metric + QStringLiteral(" p95"), percentile(95), "ms");
    bench::print(job, n, metric + QStringLiteral(" max"), percentile(100), "ms");
}

double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

Usage usageOf(qint64 pid)
{
    Usage usage;
    const QString process = QStringLiteral("/proc/%1").arg(pid > 0 ? QString::number(pid) : QStringLiteral("self"));
    QFile status(process + QStringLiteral("/status"));
    if (!status.open(QIODevice::ReadOnly))
        return usage;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith("VmRSS:"))
            usage.residentMb = line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
        else if (line.startsWith("VmHWM:"))
            usage.peakMb = line.mid(6).trimmed().split(' ').first().toDouble() / 1024;
    }
    QFile stat(process + QStringLiteral("/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return usage;
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' '); // From the third on: proc(5)
    constexpr double kTicksPerSecond = 100; // USER_HZ, the same on every Linux
    if (fields.size() > 12)
        usage.cpuSeconds = (fields[11].toDouble() + fields[12].toDouble()) / kTicksPerSecond;
    return usage;
}

} // namespace mdmc::bench
