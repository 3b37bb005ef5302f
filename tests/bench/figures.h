// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QString>

#include <vector>

namespace mdmc::bench {

/// Prints one figure as a JSON line: {"peer":"mdmc","job":…,"n":…,"metric":…,"value":…,"unit":…}.
void print(const char *job, qint64 n, const QString &metric, double value, const char *unit);

/// Samples of one measurement, in milliseconds.
class Samples {
public:
    void add(double ms) { m_ms.push_back(ms); }
    bool isEmpty() const { return m_ms.empty(); }
    double percentile(double p) const; ///< p in 0–100, nearest rank.
    void print(const char *job, qint64 n, const QString &metric) const; ///< p50, p95 and the largest.

private:
    std::vector<double> m_ms;
};

double elapsedMs(const QElapsedTimer &timer);
/// What a process uses; 0 where the system does not tell. `pid` 0: this one.
struct Usage {
    double residentMb = 0;
    double peakMb = 0;
    double cpuSeconds = 0;
};
Usage usageOf(qint64 pid = 0);

} // namespace mdmc::bench
