// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/passphrase_prompt.h"

#include "app/desktop/passphrase_source.h"

namespace mdmc::app {

Result<QString> PassphrasePrompt::ask(security::PassphrasePurpose purpose, int attempt, const Error &lastError)
{
    if (const std::optional<QString> given = passphraseFromEnvironment(); given && attempt == 1)
        return *given;
    {
        const std::lock_guard lock(m_mutex);
        m_answer.reset();
        m_isCancelled = false;
    }
    QMetaObject::invokeMethod(this, [=, this] { Q_EMIT asked(purpose, attempt, lastError); }, Qt::QueuedConnection);
    std::unique_lock lock(m_mutex);
    m_answered.wait(lock, [this] { return m_answer.has_value() || m_isCancelled || m_isClosed; });
    if (m_isCancelled || m_isClosed)
        return failure(ErrorCode::Cancelled);
    return *m_answer;
}

void PassphrasePrompt::answer(const QString &passphrase)
{
    const std::lock_guard lock(m_mutex);
    m_answer = passphrase;
    m_answered.notify_all();
}

void PassphrasePrompt::cancel()
{
    const std::lock_guard lock(m_mutex);
    m_isCancelled = true;
    m_answered.notify_all();
}

void PassphrasePrompt::close()
{
    const std::lock_guard lock(m_mutex);
    m_isClosed = true;
    m_answered.notify_all();
}

} // namespace mdmc::app
