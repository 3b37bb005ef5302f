// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/bench/place.h"

#include <map>

namespace mdmc::bench {

/// The process that makes the server's workspace before the jobs, by the name of its "job".
inline constexpr QLatin1String kPreparation("prepare");

/// Runs jobs, each in a process of its own so that memory and caches of one do not colour the next, prints what they
/// print (medians over several runs) and the ratios to the limit. Whatever ends it, its children end and its temporary
/// folder goes.
class Supervisor {
public:
    Supervisor(Place place, int runs) : m_place(std::move(place)), m_runs(runs) { }
    /// Exit code: 0, that of the first job that failed, or 128 and the signal's number.
    int run(QStringList jobs);

private:
    int runAll(const QStringList &jobs);
    bool beginAnew() const;
    int runChild(const QString &job, bool isShown);
    void take(const QByteArray &line, bool isShown);
    void printMedians() const;
    void printRatios() const;
    std::optional<double> median(const QString &job, const QString &metric) const;

    Place m_place;
    int m_runs;
    struct Series {
        QString unit;
        std::vector<double> values;
    };
    std::vector<std::pair<QString, QString>> m_order; ///< Job and metric, as first seen.
    std::map<std::pair<QString, QString>, Series> m_series;
};

/// Asks the system to end this process when the one that started it ends.
void endWithParent();

} // namespace mdmc::bench
