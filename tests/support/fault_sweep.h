// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/database.h"
#include "tests/support/simulated_disk.h"

#include <QByteArray>
#include <QString>
#include <QTest>

#include <map>

namespace mdmc::test {

/// What goes wrong at the k-th storage call.
enum class Trouble : quint8 {
    OneCall,    ///< That call fails, whatever it is; the next ones work.
    Broken,     ///< It and all later ones fail.
    DiskFull,   ///< It, a write, and all later ones find no room.
    Killed,     ///< It is the last one of this process.
    PowerCut,   ///< It is the last one before the power goes; what was not synced is lost or torn.
};

inline constexpr Trouble kTroubles[] = {Trouble::OneCall, Trouble::Broken, Trouble::DiskFull, Trouble::Killed,
                                        Trouble::PowerCut};

QString nameOf(Trouble trouble);
/// The calls that this trouble counts and strikes.
SimulatedDisk::Calls callsOf(Trouble trouble);
inline bool endsProcess(Trouble trouble) { return trouble == Trouble::Killed || trouble == Trouble::PowerCut; }
void arm(SimulatedDisk &disk, Trouble trouble, qint64 k);
/// Ends the process as `trouble` says; `seed` decides what a power cut takes.
void endProcess(SimulatedDisk &disk, Trouble trouble, quint64 seed);

/// Rows of a data-driven test, columns `action` and `trouble`: each action (with a `name`) by its number, each trouble.
template<typename Actions>
void addSweepRows(const Actions &actions)
{
    QTest::addColumn<int>("action");
    QTest::addColumn<int>("trouble");
    for (size_t i = 0; i < actions.size(); ++i)
        for (const Trouble trouble : kTroubles)
            QTest::addRow("%s, %s", actions[i].name, qPrintable(nameOf(trouble))) << int(i) << int(trouble);
}

/// Every k from 1 to `calls` with MDMC_ALL_FAULTS=1; else about `wanted` of them, other ones for each `salt`.
std::vector<qint64> samples(qint64 calls, int wanted, quint64 salt);
bool isThorough();

/// Every row of every table by table, but for the inner tables of full-text indexes, which tell how they were written
/// and not what is in them.
using Content = std::map<QByteArray, QByteArrayList>;
Result<Content> contentOf(storage::Database &database, const QByteArrayList &without = {});
/// The tables in which two differ; empty when none.
QString differenceOf(const Content &a, const Content &b);

/// The database's own checks, those of its cipher and those of its full-text indexes.
Result<> checkSound(storage::Database &database);

} // namespace mdmc::test
