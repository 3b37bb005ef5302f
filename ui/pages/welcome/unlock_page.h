// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/replica_key.h"

#include <QWidget>

namespace mdmc::ui {

class UnlockForm;

/// Asks for the passphrase of the replica: the one that opens it, or a new one where there is no keychain. One answer
/// per `ask`, then it is busy until it is asked again or taken away.
class UnlockPage : public QWidget {
    Q_OBJECT
public:
    explicit UnlockPage(QWidget *parent = nullptr);

    /// `attempt` counts from 1; from 2 on `lastError` says what was wrong with the answer before.
    void ask(security::PassphrasePurpose purpose, int attempt, const Error &lastError);
    /// Named in the question, so that a person with several workspaces knows which one asks; may be empty.
    void setWorkspaceName(const QString &name);

Q_SIGNALS:
    void passphraseEntered(const QString &passphrase);
    void cancelled(); ///< Cancel or Esc, also while busy.

private:
    UnlockForm *m_form;
};

} // namespace mdmc::ui
