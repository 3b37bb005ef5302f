// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fault_sweep.h"

#include <QStringList>

#include <algorithm>

namespace mdmc::test {

QString nameOf(Trouble trouble)
{
    switch (trouble) {
    case Trouble::OneCall: return QStringLiteral("one call fails");
    case Trouble::Broken: return QStringLiteral("disk broken from there");
    case Trouble::DiskFull: return QStringLiteral("disk full from there");
    case Trouble::Killed: return QStringLiteral("killed");
    case Trouble::PowerCut: return QStringLiteral("power cut");
    }
    return {};
}

SimulatedDisk::Calls callsOf(Trouble trouble)
{
    if (trouble == Trouble::DiskFull)
        return SimulatedDisk::Write;
    return endsProcess(trouble) ? SimulatedDisk::AnyChange : SimulatedDisk::AnyCall;
}

void arm(SimulatedDisk &disk, Trouble trouble, qint64 k)
{
    switch (trouble) {
    case Trouble::OneCall: return disk.failOnce(callsOf(trouble), k);
    case Trouble::Broken: return disk.failFrom(callsOf(trouble), k);
    case Trouble::DiskFull: return disk.failFrom(callsOf(trouble), k, SimulatedDisk::Fault::Full);
    case Trouble::Killed:
    case Trouble::PowerCut: return disk.stopAt(callsOf(trouble), k);
    }
}

void endProcess(SimulatedDisk &disk, Trouble trouble, quint64 seed)
{
    if (trouble == Trouble::PowerCut)
        disk.powerCut(seed);
    else
        disk.kill();
}

bool isThorough()
{
    return qEnvironmentVariableIntValue("MDMC_ALL_FAULTS") != 0;
}

std::vector<qint64> samples(qint64 calls, int wanted, quint64 salt)
{
    const qint64 stride = isThorough() ? 1 : std::max<qint64>(1, calls / wanted);
    std::vector<qint64> chosen;
    for (qint64 k = 1 + qint64(salt % quint64(stride)); k <= calls; k += stride)
        chosen.push_back(k);
    return chosen;
}

Result<Content> contentOf(storage::Database &database, const QByteArrayList &without)
{
    Content content;
    {
        MDMC_ASSIGN(storage::Statement names,
                    database.prepare("SELECT name FROM sqlite_schema WHERE type='table' AND name NOT IN ("
                                     "SELECT f.name || s.suffix FROM sqlite_schema f, (SELECT '' AS suffix UNION ALL "
                                     "SELECT '_data' UNION ALL SELECT '_idx' UNION ALL SELECT '_docsize' UNION ALL "
                                     "SELECT '_content' UNION ALL SELECT '_config') s "
                                     "WHERE f.sql LIKE 'CREATE VIRTUAL%')"));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, names.step());
            if (!hasRow)
                break;
            const QByteArray name = names.columnText(0).toUtf8();
            if (!without.contains(name))
                content.emplace(name, QByteArrayList());
        }
    }
    for (auto &[table, rows] : content) {
        MDMC_ASSIGN(storage::Statement statement, database.prepare(QByteArray("SELECT * FROM \"" + table + '"')));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, statement.step());
            if (!hasRow)
                break;
            QByteArray row;
            for (int column = 0; column < statement.columnCount(); ++column) {
                const QByteArray value = statement.columnBlob(column);
                row += QByteArray::number(value.size()) + ':' + value + (statement.isNull(column) ? '0' : ';');
            }
            rows.append(row);
        }
        std::sort(rows.begin(), rows.end());
    }
    return content;
}

QString differenceOf(const Content &a, const Content &b)
{
    QStringList tables;
    for (const auto &[table, rows] : a) {
        const auto other = b.find(table);
        if (other == b.end() || other->second != rows)
            tables << QString::fromUtf8(table);
    }
    for (const auto &[table, rows] : b) {
        if (!a.contains(table))
            tables << QString::fromUtf8(table);
    }
    return tables.join(QStringLiteral(", "));
}

Result<> checkSound(storage::Database &database)
{
    MDMC_TRY(database.integrityCheck());
    QByteArrayList indexes;
    {
        MDMC_ASSIGN(storage::Statement names,
                    database.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL%fts5%'"));
        while (true) {
            MDMC_ASSIGN(const bool hasRow, names.step());
            if (!hasRow)
                break;
            indexes << names.columnText(0).toUtf8();
        }
    }
    for (const QByteArray &name : indexes)
        MDMC_TRY(database.exec(QByteArray("INSERT INTO \"" + name + "\"(\"" + name + "\") VALUES('integrity-check')")));
    return {};
}

} // namespace mdmc::test
