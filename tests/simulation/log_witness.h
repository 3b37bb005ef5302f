// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtGlobal>

namespace mdmc::simulation {

class Ledger;

/// While it lives, every line that the product logs goes to the ledger, which looks for what people wrote. One at a time.
class LogWitness {
public:
    /// Verbose: the lines also go where they went before.
    LogWitness(Ledger &ledger, bool isVerbose);
    ~LogWitness();
    LogWitness(const LogWitness &) = delete;
    LogWitness &operator=(const LogWitness &) = delete;

private:
    static void take(QtMsgType type, const QMessageLogContext &context, const QString &line);

    static LogWitness *s_present; ///< Qt's handler is a plain function.
    Ledger &m_ledger;
    bool m_isVerbose;
    QtMessageHandler m_before;
};

} // namespace mdmc::simulation
