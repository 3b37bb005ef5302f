// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/security/replica_key.h"
#include "ui/pages/welcome/welcome_form.h"

namespace mdmc::ui {

/// The fields of `UnlockPage`.
class UnlockForm : public WelcomeForm {
    Q_OBJECT
public:
    explicit UnlockForm(QWidget *parent);
    void ask(security::PassphrasePurpose purpose, int attempt, const Error &lastError);
    void setWorkspaceName(const QString &name);

Q_SIGNALS:
    void accepted(const QString &passphrase);

private:
    void submit();
    void describe();

    security::PassphrasePurpose m_purpose = security::PassphrasePurpose::Open;
    QString m_workspaceName;
    QLineEdit *m_passphrase;
    QLineEdit *m_again;
};

} // namespace mdmc::ui
