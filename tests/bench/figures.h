// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QString>

#include <vector>

namespace mdmc::bench {

/// One figure as a JSON object: {"peer":"mdmc","job":…,"n":…,"metric":…,"value":…,"unit":…}.
QJsonObject figure(const QString &job, qint64 n, const QString &metric, double value, const QString &unit);
void printLine(const QJsonObject &line);
void print(const char *job, qint64 n, const QString &metric, double value, const char *unit);

/// Nearest rank; p in 0–100. 0 of nothing.
double percentileOf(std::vector<double> samples, double p);
double medianOf(const std::vector<double> &samples); ///< Of an even number the mean of the two in the middle.

/// Samples of one measurement, in milliseconds.
class Samples {
public:
    void add(double ms) { m_ms.push_back(ms); }
    void add(const Samples &more) { m_ms.insert(m_ms.end(), more.m_ms.begin(), more.m_ms.end()); }
    bool isEmpty() const { return m_ms.empty(); }
    size_t count() const { return m_ms.size(); }
    double percentile(double p) const { return percentileOf(m_ms, p); }
    /// p50, p95, p99 and the largest.
    void print(const char *job, qint64 n, const QString &metric) const;

private:
    std::vector<double> m_ms;
};

double elapsedMs(const QElapsedTimer &timer);
/// Monotonic, comparable between threads.
qint64 nowNs();

/// What a process uses; 0 where the system does not tell. `pid` 0: this one.
struct Usage {
    double residentMb = 0;
    double peakMb = 0;
    double cpuSeconds = 0;
};
Usage usageOf(qint64 pid = 0);

} // namespace mdmc::bench
