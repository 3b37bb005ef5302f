// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/desktop_session.h"

#include "app/desktop/await.h"
#include "app/desktop/cli.h"
#include "app/desktop/passphrase_source.h"
#include "core/base/when_done.h"
#include "core/exchange/lead_export.h"
#include "core/security/secret.h"

#include <QApplication>
#include <QDir>
#include <QJsonArray>
#include <QSysInfo>

namespace mdmc::app {

namespace {

constexpr int kDemoLeads = 400;

/// What the command line says, else what is remembered.
QString chosen(const QString &given, const ui::SettingsStore &settings, ui::Setting setting)
{
    return given.isEmpty() ? settings.value(setting).toString() : given;
}

} // namespace

DesktopSession::DesktopSession(const ProgramOptions &options, QApplication &application, ProfileFolder &folder)
    : m_options(options), m_folder(folder), m_settings(folder.settingsFile()),
      m_translations(chosen(options.language, m_settings, ui::Setting::Language)),
      m_theme(application, ui::Theme::modeFromName(chosen(options.theme, m_settings, ui::Setting::ThemeMode))),
      m_startWindow(m_prompt)
{
    // A passphrase that is given leaves the keychain alone: it says how this replica is protected.
    if (!passphraseFromEnvironment())
        m_keychain = std::make_unique<security::KeychainKeyStore>();
    // Before any opening connects to it: an opening that is cut short waits for its question to end.
    connect(&application, &QCoreApplication::aboutToQuit, this, &DesktopSession::askNothingMore);
    ui::WelcomePage &welcome = m_startWindow.welcome();
    connect(&welcome, &ui::WelcomePage::signInRequested, this, [this](const QUrl &server, const QString &email, const QString &password) {
        signIn({server, email, password, QSysInfo::machineHostName(), {}});
    });
    connect(&welcome, &ui::WelcomePage::hostRequested, this, [this](const ui::HostRequest &request) {
        host({request.workspaceName, request.name, request.email, request.password, 0});
    });
    connect(&welcome, &ui::WelcomePage::demoRequested, this, &DesktopSession::showDemo);
    connect(&welcome, &ui::WelcomePage::cancelRequested, this, &DesktopSession::giveUpSignIn);
    connect(&m_startWindow.failure(), &ui::FailurePage::retryRequested, this, &DesktopSession::openProfile);
    connect(&m_startWindow.failure(), &ui::FailurePage::startAnewRequested, this, &DesktopSession::startAnew);
    connect(&m_startWindow.failure(), &ui::FailurePage::quitRequested, this, &DesktopSession::leave);
    connect(&m_startWindow, &StartWindow::closed, this, &DesktopSession::leave);
}

DesktopSession::~DesktopSession() = default;

QString DesktopSession::replicaDir() const
{
    return m_folder.path();
}

void DesktopSession::start()
{
    if (QFile::exists(m_folder.path() + QStringLiteral("/profile.json")))
        openProfile();
    else
        m_startWindow.showWelcome();
}

sync::KeyAccess DesktopSession::keyAccess()
{
    return {m_keychain.get(), [this](security::PassphrasePurpose purpose, int attempt, const Error &lastError) {
                return m_prompt.ask(purpose, attempt, lastError);
            }};
}

void DesktopSession::openProfile()
{
    const auto profile = sync::Profile::load(replicaDir());
    if (!profile)
        return fail(profile.error());
    const auto open = [this](sync::Profile known) {
        whenDone(sync::openWorkspace(known, keyAccess()), this, [this](Result<std::unique_ptr<sync::Workspace>> workspace) {
            if (!workspace)
                return fail(workspace.error());
            arrive(std::move(*workspace));
        });
    };
    if (!HostedServer::exists(m_folder.hostedServerDir()))
        return open(*profile);
    // The workspace is on this computer: its server first, whose port is another one each time.
    m_hosted = std::make_unique<HostedServer>(m_folder.hostedServerDir());
    whenDone(m_hosted->start(), this, [this, open, known = *profile](const Result<QUrl> &url) mutable {
        if (!url)
            return fail(url.error());
        known.server = *url;
        if (const auto saved = known.save(); !saved)
            return fail(saved.error());
        open(known);
    });
}

void DesktopSession::signIn(const sync::SignIn &credentials)
{
    m_startWindow.welcome().setBusy(true, tr("Signing in…"));
    if (m_isSigningIn) {
        m_next = credentials;
        return;
    }
    m_isSigningIn = true;
    whenDone(sync::signIn(replicaDir(), credentials, keyAccess()), this,
             [this, attempt = ++m_attempt](Result<std::unique_ptr<sync::Workspace>> workspace) {
        m_isSigningIn = false;
        if (attempt != m_attempt) {
            workspace = failure(ErrorCode::Cancelled); // Lets go of the folder
            if (const auto next = std::exchange(m_next, std::nullopt))
                signIn(*next);
            return;
        }
        m_startWindow.welcome().setBusy(false);
        if (!workspace) {
            m_startWindow.showWelcome();
            m_startWindow.welcome().showError(workspace.error());
            return;
        }
        arrive(std::move(*workspace));
    });
}

void DesktopSession::host(const HostedOwner &owner)
{
    m_startWindow.welcome().setBusy(true, tr("Making your workspace…"));
    m_hosted = std::make_unique<HostedServer>(m_folder.hostedServerDir());
    const bool isThere = HostedServer::exists(m_folder.hostedServerDir());
    whenDone(isThere ? m_hosted->start() : m_hosted->create(owner), this, [this, owner, attempt = ++m_attempt](const Result<QUrl> &url) {
        if (attempt != m_attempt)
            return;
        if (!url) {
            m_startWindow.welcome().showError(url.error());
            return;
        }
        signIn({*url, owner.email, owner.password, QSysInfo::machineHostName(), {}});
    });
}

void DesktopSession::showDemo()
{
    // Nobody has to know this password, but a demo that was closed before it opened is taken up again with it.
    QFile file(m_folder.path() + QStringLiteral("/demo-password"));
    QString password;
    if (file.open(QIODevice::ReadOnly))
        password = QString::fromLatin1(file.readAll());
    file.close();
    if (password.isEmpty()) {
        password = security::randomToken(18);
        if (file.open(QIODevice::WriteOnly) && file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner))
            file.write(password.toLatin1());
        file.close();
    }
    host({tr("Demo agency"), tr("Alex Demo"), QStringLiteral("alex@demo.test"), password, kDemoLeads});
}

void DesktopSession::giveUpSignIn()
{
    ++m_attempt;
    m_next.reset();
    m_prompt.cancel();
    if (m_keychain)
        m_keychain->cancel();
    m_startWindow.welcome().showError(Error{ErrorCode::Cancelled, {}, {}});
}

ui::SettingsCallbacks DesktopSession::settingsCallbacks()
{
    ui::SettingsCallbacks callbacks;
    callbacks.signOut = [this] { signOut(); };
    callbacks.signInAgain = [this](const QString &password) { return sync::signInAgain(m_window->workspace(), password); };
    callbacks.setLanguage = [this](const QString &language) { setLanguage(language); };
    callbacks.setRowsComfortable = [this](bool comfortable) { m_window->setRowsComfortable(comfortable); };
    return callbacks;
}

void DesktopSession::arrive(std::unique_ptr<sync::Workspace> workspace)
{
    ui::SettingsFacts facts;
    facts.protection = QFile::exists(m_folder.path() + QStringLiteral("/replica.key")) ? security::KeyProtection::Passphrase
                                                                                       : security::KeyProtection::Keychain;
    facts.dataFolder = m_folder.path();
    facts.serverDataFolder = m_hosted ? m_folder.hostedServerDir() : QString();
    m_window = std::make_unique<WorkspaceWindow>(std::move(workspace), m_theme, m_settings, m_clock, m_translations.locale(),
                                                 settingsCallbacks(), facts);
    connect(m_window.get(), &WorkspaceWindow::closed, this, &DesktopSession::leave);
    m_window->start();
    m_startWindow.hide();
    if (const auto route = ui::Route::parse(m_options.link))
        m_window->open(*route);
    m_window->workspace().goOnline();
}

void DesktopSession::fail(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return leave();
    m_startWindow.showFailure(error, m_folder.path());
}

void DesktopSession::setLanguage(const QString &language)
{
    m_translations.use(language);
    // Texts are chosen when a page is built, so the window is built anew around the open workspace.
    std::unique_ptr<sync::Workspace> workspace = m_window->takeWorkspace();
    m_window.reset();
    arrive(std::move(workspace));
}

void DesktopSession::signOut()
{
    const QUrl server(m_window->workspace().serverAddress());
    whenDone(sync::signOut(m_window->workspace()), this, [this, server](const Result<> &) {
        m_window.reset();
        m_startWindow.welcome().setServer(server, {});
        m_startWindow.welcome().openSignIn();
        m_startWindow.showWelcome();
    });
}

void DesktopSession::startAnew()
{
    // The old data stays where it is, under another name; nothing is deleted.
    const QString aside = m_folder.path() + QStringLiteral("/set-aside-") + QDateTime::currentDateTimeUtc().toString(QStringLiteral("yyyyMMdd-HHmmss"));
    QDir folder(m_folder.path());
    if (!folder.mkdir(aside))
        return fail(Error{ErrorCode::StorageFailure, QStringLiteral("the folder %1 cannot be made").arg(aside), {}});
    for (const QString &name : folder.entryList({QStringLiteral("replica.*"), QStringLiteral("profile.json")}, QDir::Files))
        folder.rename(name, QDir(aside).filePath(name));
    m_startWindow.showWelcome();
}

QJsonObject DesktopSession::answer(const QJsonObject &question)
{
    const QString okKey = QStringLiteral("ok");
    const QString valueKey = QStringLiteral("value");
    if (!m_window)
        return {{okKey, false}, {QStringLiteral("why"), QStringLiteral("no workspace is open")}};
    if (question.value(QLatin1String("what")) == QLatin1String("status"))
        return {{okKey, true}, {valueKey, statusJson(m_window->workspace())}};
    storage::RecordQuery query;
    query.search = question.value(QLatin1String("search")).toString();
    auto leads = await(m_window->workspace().read([query](sync::ReplicaReader &reader) -> Result<QJsonArray> {
        QJsonArray found;
        MDMC_ASSIGN(const std::vector<Record> records, storage::queryRecords(reader.db, reader.store, query, 5000));
        for (const Record &record : records)
            found.append(exchange::leadToJson(fromRecord<Lead>(record)));
        return found;
    }));
    if (!leads)
        return {{okKey, false}, {QStringLiteral("why"), leads.error().detail}};
    return {{okKey, true}, {valueKey, *leads}};
}

void DesktopSession::askNothingMore()
{
    m_prompt.close();
    if (m_keychain)
        m_keychain->close();
}

void DesktopSession::leave()
{
    askNothingMore();
    // Not from inside a signal of what is destroyed.
    QMetaObject::invokeMethod(this, [this] {
        m_window.reset();
        m_hosted.reset();
        QApplication::quit();
    }, Qt::QueuedConnection);
}

} // namespace mdmc::app
