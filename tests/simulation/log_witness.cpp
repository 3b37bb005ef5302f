// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/log_witness.h"

#include "tests/simulation/ledger.h"

#include <QLoggingCategory>

namespace mdmc::simulation {

LogWitness *LogWitness::s_present = nullptr;

LogWitness::LogWitness(Ledger &ledger, bool isVerbose) : m_ledger(ledger), m_isVerbose(isVerbose)
{
    s_present = this;
    m_before = qInstallMessageHandler(&LogWitness::take);
    if (!isVerbose)
        QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=true\nmdmc.*.debug=false"));
}

LogWitness::~LogWitness()
{
    qInstallMessageHandler(m_before);
    s_present = nullptr;
    if (!m_isVerbose)
        QLoggingCategory::setFilterRules(QStringLiteral("mdmc.*=false"));
}

void LogWitness::take(QtMsgType type, const QMessageLogContext &context, const QString &line)
{
    if (!s_present)
        return;
    const bool isOfProduct = QByteArrayView(context.category).startsWith("mdmc.");
    if (isOfProduct)
        s_present->m_ledger.logged(line);
    if (s_present->m_before && (!isOfProduct || s_present->m_isVerbose))
        s_present->m_before(type, context, line);
}

} // namespace mdmc::simulation
