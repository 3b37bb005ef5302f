// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/failure_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/welcome/welcome_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDir>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

constexpr int Width = 520, DetailsHeight = 96;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(FailureText)
};

} // namespace

FailureText failureText(const Error &error)
{
    const QString untouched = Words::tr("Your data on this computer was left exactly as it is.");
    switch (error.code) {
    case ErrorCode::KeyMissing:
        return {Words::tr("The key of your data cannot be found"), untouched,
                Words::tr("The keychain of this computer may be locked, or it has been replaced. Unlock it and try "
                          "again. Otherwise sign in "
                          "anew: what had been synced comes back from the server.")};
    case ErrorCode::WrongKey:
        return {Words::tr("The key does not open your data"), untouched,
                Words::tr("The keychain holds another key, or the file is damaged. Put the file back from a backup and "
                          "try again, or sign "
                          "in anew: what had been synced comes back from the server.")};
    case ErrorCode::StorageCorrupt:
        return {Words::tr("Your data on this computer is damaged"),
                Words::tr("Nothing was overwritten; the damaged file is kept."),
                Words::tr("Sign in anew to get a fresh copy from the server. Edits that had not been synced are still "
                          "in the damaged file: "
                          "keep it until you know that you do not miss them."),
                true,
                true,
                true};
    case ErrorCode::SchemaTooNew:
        return {Words::tr("Your data was written by a later version"), untouched,
                Words::tr("Update this program, then open it again. Nothing is lost."), false, false};
    case ErrorCode::StorageFull:
        return {Words::tr("The disk is full"), Words::tr("What was saved before is safe."),
                Words::tr("Free some space on the disk and try again."), true, false};
    case ErrorCode::StorageBusy:
        return {Words::tr("Your data is in use"), untouched,
                Words::tr("MDMC CRM may be open in another window. Close it there and try again."), true, false};
    case ErrorCode::StorageFailure:
        return {
            Words::tr("Your data cannot be read"), untouched,
            Words::tr("Check that the disk is connected and that you may read and write the folder, then try again.")};
    case ErrorCode::Cancelled:
        return {Words::tr("Your workspace is locked"), untouched, Words::tr("Try again to enter the passphrase.")};
    default: return {Words::tr("Your workspace could not be opened"), untouched, errorText(error)};
    }
}

FailurePage::FailurePage(QWidget *parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("failurePage"));
    auto *body = new QWidget(this);
    auto *column = new QVBoxLayout(body);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    m_title = label({}, TextStyle::Page, body);
    m_kept = label({}, TextStyle::Strong, body);
    m_todo = label({}, TextStyle::Base, body, Tone::Secondary);
    for (QLabel *line : {m_title, m_kept, m_todo}) {
        line->setWordWrap(true);
        column->addWidget(line);
    }
    column->addSpacing(space::M);

    m_retry = new Button(tr("Try again"), ButtonKind::Primary, body);
    m_anew = new Button(tr("Sign in anew"), ButtonKind::Normal, body);
    m_anew->setToolTip(tr("Uses another folder. The old data stays where it is."));
    m_quit = new Button(tr("Quit"), ButtonKind::Normal, body);
    m_detailsButton = new Button(tr("Details"), ButtonKind::Quiet, body);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    for (Button *button : {m_retry, m_anew, m_quit})
        buttons->addWidget(button);
    buttons->addStretch();
    buttons->addWidget(m_detailsButton);
    column->addLayout(buttons);

    m_detailsPane = new QWidget(body);
    auto *details = new QVBoxLayout(m_detailsPane);
    details->setContentsMargins(0, space::S, 0, 0);
    details->setSpacing(space::S);
    m_details = new QPlainTextEdit(m_detailsPane);
    m_details->setReadOnly(true);
    m_details->setTabChangesFocus(true);
    m_details->setFixedHeight(DetailsHeight);
    m_details->setAccessibleName(tr("Details"));
    m_copy = new Button(tr("Copy"), ButtonKind::Normal, m_detailsPane);
    details->addWidget(m_details);
    details->addWidget(m_copy, 0, Qt::AlignLeft);
    m_detailsPane->hide();
    column->addWidget(m_detailsPane);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(quietColumn(body, this, Width));

    m_title->setObjectName(QStringLiteral("failureTitle"));
    m_details->setObjectName(QStringLiteral("failureDetails"));
    m_retry->setObjectName(QStringLiteral("failureRetry"));
    m_anew->setObjectName(QStringLiteral("failureStartAnew"));
    m_quit->setObjectName(QStringLiteral("failureQuit"));
    m_detailsButton->setObjectName(QStringLiteral("failureShowDetails"));
    m_copy->setObjectName(QStringLiteral("failureCopy"));
    connect(m_retry, &Button::clicked, this, &FailurePage::retryRequested);
    connect(m_anew, &Button::clicked, this, &FailurePage::startAnewRequested);
    connect(m_quit, &Button::clicked, this, &FailurePage::quitRequested);
    connect(m_detailsButton, &Button::clicked, this, &FailurePage::toggleDetails);
    connect(m_copy, &Button::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_details->toPlainText());
        m_copy->setText(tr("Copied"));
    });
}

void FailurePage::showFailure(const Error &error, const QString &folder)
{
    const FailureText text = failureText(error);
    m_title->setText(text.title);
    m_kept->setText(text.kept);
    m_todo->setText(text.todo);
    m_retry->setVisible(text.canRetry);
    m_anew->setVisible(text.canStartAnew);
    m_details->setPlainText(errorDetails(error) + u'\n' + QDir::toNativeSeparators(folder));
    m_copy->setText(tr("Copy"));
    m_retry->setKind(text.prefersAnew ? ButtonKind::Normal : ButtonKind::Primary);
    m_anew->setKind(text.prefersAnew ? ButtonKind::Primary : ButtonKind::Normal);
    (text.prefersAnew ? m_anew : text.canRetry ? m_retry : m_quit)->setFocus();
}

void FailurePage::toggleDetails()
{
    m_detailsPane->setVisible(m_detailsPane->isHidden());
    m_detailsButton->setText(m_detailsPane->isHidden() ? tr("Details") : tr("Hide details"));
}

} // namespace mdmc::ui
