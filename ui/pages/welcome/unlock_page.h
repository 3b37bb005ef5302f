// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/replica_key.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace mdmc::ui {

class Button;
class FormField;

/// Asks for the passphrase of the replica: the one that opens it, or a new one where there is no keychain. One answer
/// per `ask`, then it is busy until asked again or taken away.
class UnlockPage : public QWidget {
    Q_OBJECT
public:
    explicit UnlockPage(QWidget *parent = nullptr);

    /// `attempt` counts from 1; from 2 on `lastError` says what was wrong with the answer before.
    void ask(security::PassphrasePurpose purpose, int attempt, const Error &lastError);
    /// Shown under the title, so that a person with several workspaces knows which one asks; may be empty.
    void setWorkspaceName(const QString &name);

Q_SIGNALS:
    void passphraseEntered(const QString &passphrase);
    void cancelled();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void submit();
    void describe();

    security::PassphrasePurpose m_purpose = security::PassphrasePurpose::Open;
    QString m_workspaceName;
    bool m_isBusy = false;
    QLabel *m_title;
    QLabel *m_text;
    QLineEdit *m_passphrase;
    QLineEdit *m_again;
    FormField *m_passphraseField;
    FormField *m_againField;
    Button *m_submit;
};

} // namespace mdmc::ui
