// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/client/session.h"

#include <QObject>

#include <condition_variable>
#include <mutex>

namespace mdmc::app {

/// Carries the question for a passphrase from the thread that opens the replica to the window, and the answer back.
class PassphrasePrompt : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    ~PassphrasePrompt() override { close(); }

    /// Called on the worker's thread; blocks it until `answer` or `cancel`. MDMC_PASSPHRASE answers the first attempt.
    Result<QString> ask(security::PassphrasePurpose purpose, int attempt, const Error &lastError);

    /// GUI thread.
    void answer(const QString &passphrase);
    void cancel();
    /// The program ends: every question, also a later one, is cancelled at once.
    void close();

Q_SIGNALS:
    /// On the prompt's thread.
    void asked(mdmc::security::PassphrasePurpose purpose, int attempt, const mdmc::Error &lastError);

private:
    std::mutex m_mutex;
    std::condition_variable m_answered;
    std::optional<Result<QString>> m_answer;
    bool m_isCancelled = false;
    bool m_isClosed = false;
};

} // namespace mdmc::app
