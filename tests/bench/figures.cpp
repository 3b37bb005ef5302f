// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/figures.h"

#include <QFile>
#include <QJsonDocument>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>

namespace mdmc::bench {

QJsonObject figure(const QString &job, qint64 n, const QString &metric, double value, const QString &unit)
{
    return {{QStringLiteral("peer"), QStringLiteral("mdmc")},
            {QStringLiteral("job"), job},
            {QStringLiteral("n"), n},
            {QStringLiteral("metric"), metric},
            {QStringLiteral("value"), std::round(value * 10'000) / 10'000},
            {QStringLiteral("unit"), unit}};
}

void printLine(const QJsonObject &line)
{
    std::printf("%s\n", QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

void print(const char *job, qint64 n, const QString &metric, double value, const char *unit)
{
    printLine(figure(QString::fromLatin1(job), n, metric, value, QString::fromLatin1(unit)));
}

double percentileOf(std::vector<double> samples, double p)
{
    if (samples.empty())
        return 0;
    std::sort(samples.begin(), samples.end());
    const size_t rank = size_t(std::ceil(p / 100 * double(samples.size())));
    return samples[std::clamp<size_t>(rank, 1, samples.size()) - 1];
}

double medianOf(const std::vector<double> &samples)
{
    const double lower = percentileOf(samples, 50);
    if (samples.size() % 2 == 1 || samples.empty())
        return lower;
    std::vector<double> sorted = samples;
    std::sort(sorted.begin(), sorted.end());
    return (lower + sorted[sorted.size() / 2]) / 2;
}

void Samples::print(const char *job, qint64 n, const QString &metric) const
{
    bench::print(job, n, metric + QStringLiteral(" p50"), percentile(50), "ms");
    bench::print(job, n, metric + QStringLiteral(" p95"), percentile(95), "ms");
    bench::print(job, n, metric + QStringLiteral(" p99"), percentile(99), "ms");
    bench::print(job, n, metric + QStringLiteral(" max"), percentile(100), "ms");
}

double elapsedMs(const QElapsedTimer &timer)
{
    return double(timer.nsecsElapsed()) / 1e6;
}

qint64 nowNs()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch())
        .count();
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
