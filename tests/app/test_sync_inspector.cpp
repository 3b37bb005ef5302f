// SPDX-License-Identifier: GPL-3.0-or-later
// What a person sees of sync, end to end: a real server process, real replicas, the pages as the window shows them.
// With MDMC_SCREENSHOTS=<folder> it leaves pictures of what it met on the way.
#include "sync/client/session.h"
#include "tests/support/processes.h"
#include "tests/support/results.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/pages/sync/inspector_pane.h"
#include "ui/pages/sync/sync_page.h"
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using Kind = sync::RecordEdit::Kind;
using Part = SyncPage::Part;

namespace {

constexpr int kPatience = 30'000;
const QString kPassword = QStringLiteral("correct horse battery staple 7");
const QString kAda = QStringLiteral("ada@canary-mail.test");
const QString kBen = QStringLiteral("ben@canary-mail.test");

int fieldOf(EntityType type, const char *name)
{
    return entityInfo(type).indexOf(QLatin1String(name));
}

FieldChange leadText(const char *name, const QString &text)
{
    return {fieldOf(EntityType::Lead, name), Value(text)};
}

FieldChange money(const char *name, qint64 cents)
{
    return {fieldOf(EntityType::Lead, name), Value(Money{cents, QStringLiteral("EUR")})};
}

template <typename T> T wait(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kPatience))
        qFatal("a future did not finish");
    return future.takeResult();
}

void picture(QWidget &widget, const char *name)
{
    const QString folder = qEnvironmentVariable("MDMC_SCREENSHOTS");
    QCoreApplication::processEvents(); // What has changed is laid out.
    if (!folder.isEmpty() && QDir().mkpath(folder))
        QVERIFY(widget.grab().save(QStringLiteral("%1/%2.png").arg(folder, QLatin1String(name))));
}

/// One person at their own computer, with what the window shows them.
struct Desk {
    Result<> signIn(const QString &email, const QString &server)
    {
        auto opened = wait(sync::signIn(dir.filePath(QStringLiteral("profile")),
                                        {QUrl(server), email, kPassword, QStringLiteral("test"), {}},
                                        sync::KeyAccess{&keys, {}}));
        if (!opened)
            return tl::unexpected(opened.error());
        workspace = std::move(*opened);
        const QLocale locale(QLocale::English, QLocale::UnitedKingdom);
        lookups = std::make_unique<Lookups>(*workspace, locale);
        context.reset(new PageContext{*workspace, *lookups, clock, Formatter(clock, locale)});
        return {};
    }
    void open()
    {
        page = std::make_unique<SyncPage>(*context);
        page->resize(1064, 720);
        page->show();
        QVERIFY(QTest::qWaitForWindowExposed(page.get()));
        QTRY_VERIFY_WITH_TIMEOUT(page->presenter().isReady() && lookups->isLoaded(), kPatience);
    }
    bool isSynced() const
    {
        const sync::SyncStatus status = workspace->status();
        return status.state == sync::SyncState::Synced && status.pending == 0;
    }
    bool isOffline() const { return workspace->status().state == sync::SyncState::Offline; }
    Result<> edit(Kind kind, EntityType type, const RecordId &id, std::vector<FieldChange> changes)
    {
        return wait(workspace->commit({QStringLiteral("Edit"), {{kind, type, id, std::move(changes)}}}));
    }
    Result<> edit(const RecordId &lead, std::vector<FieldChange> changes)
    {
        return edit(Kind::Patch, EntityType::Lead, lead, std::move(changes));
    }
    template <typename Entity> std::optional<Entity> load(const RecordId &id)
    {
        return wait(workspace->read([id](sync::ReplicaReader &reader) { return reader.load<Entity>(id); }))
            .value_or(std::nullopt);
    }
    std::optional<Lead> lead(const RecordId &id) { return load<Lead>(id); }
    RecordId stageNamed(const char *nameEn)
    {
        for (const Stage &stage : lookups->stages())
            if (stage.nameEn == QLatin1String(nameEn))
                return stage.id;
        return {};
    }
    template <typename W = Button> W *find(const QString &name) { return page->findChild<W *>(name); }
    void click(const char *name)
    {
        auto *button = find<QWidget>(QLatin1String(name));
        QVERIFY2(button && button->isVisible() && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    void picture(const char *name) { ::picture(*page, name); }


    QTemporaryDir dir;
    security::MemoryKeyStore keys;
    ManualClock clock{QDateTime::currentMSecsSinceEpoch()};
    std::unique_ptr<sync::Workspace> workspace;
    std::unique_ptr<Lookups> lookups;
    std::unique_ptr<PageContext> context;
    std::unique_ptr<SyncPage> page;
};

} // namespace

class TestSyncInspector : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase();

    void anEditIsMendedAndRetried();
    void anEditIsRetriedOnceItIsAllowed();
    void anEditIsCopiedAndDiscarded();
    void aConflictIsRestoredFromTheTimeline();
    void aWaitingEditIsSeenToTheEnd();
    void theExportedLogHoldsNothingOfPeople();

private:
    RecordId addLead(const QString &artist, std::vector<FieldChange> more = {});
    /// Ben wins a lead whose contract value Ada has taken away meanwhile.
    RecordId refuseWon(const QString &artist);

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<test::ServerProcess> m_server;
    std::unique_ptr<Desk> m_ada;
    std::unique_ptr<Desk> m_ben;
    Theme *m_theme = nullptr;
};

void TestSyncInspector::initTestCase()
{
    m_theme = new Theme(*qApp);
    m_dir = std::make_unique<QTemporaryDir>();
    m_server =
        std::make_unique<test::ServerProcess>(QStringLiteral(MDMC_BIN_DIR), m_dir->filePath(QStringLiteral("s")));
    m_server->init(kAda, kPassword);
    m_server->addUser(kBen, QStringLiteral("Ben Canaryname"), QStringLiteral("manager"), kPassword,
                      QStringLiteral("all"));
    m_server->start();
    m_ada = std::make_unique<Desk>();
    m_ben = std::make_unique<Desk>();
    VERIFY_OK(m_ada->signIn(kAda, m_server->url()));
    VERIFY_OK(m_ben->signIn(kBen, m_server->url()));
    m_ada->open();
    m_ben->open();
}

void TestSyncInspector::init()
{
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced() && m_ben->isSynced(), kPatience);
    QCOMPARE(m_ben->workspace->status().attention, 0);
    QCOMPARE(m_ben->workspace->status().conflicts, 0);
    // The pages read after the status is told: a list still showing the last test's edit would be taken for this one's.
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Attention)->count(), 0, kPatience);
    QGuiApplication::clipboard()->clear();
    m_ben->page->setPart(Part::Waiting);
}

void TestSyncInspector::cleanup()
{
    if (!m_server->isRunning())
        m_server->start();
    m_ada->workspace->goOnline();
    m_ben->workspace->goOnline();
    // What a test that failed left behind must not make the next one fail.
    for (Desk *desk : {m_ada.get(), m_ben.get()}) {
        // An edit that is still on its way could be refused after the look below.
        QTRY_VERIFY_WITH_TIMEOUT(desk->isSynced(), kPatience);
        const auto refused = wait(desk->workspace->attention());
        VERIFY_OK(refused);
        for (const sync::AttentionItem &item : *refused)
            wait(desk->workspace->discard(item.id)); // Gone already where it hung on another.
        const auto conflicts = wait(desk->workspace->conflicts());
        VERIFY_OK(conflicts);
        for (const sync::ConflictView &conflict : *conflicts)
            VERIFY_OK(wait(desk->workspace->dismiss(conflict.id)));
        QTRY_VERIFY_WITH_TIMEOUT(desk->isSynced() && desk->workspace->status().attention == 0
                                     && desk->workspace->status().conflicts == 0,
                                 kPatience);
    }
}

void TestSyncInspector::cleanupTestCase()
{
    for (std::unique_ptr<Desk> *desk : {&m_ada, &m_ben}) {
        (*desk)->page.reset();
        desk->reset();
    }
    m_server.reset();
}

RecordId TestSyncInspector::addLead(const QString &artist, std::vector<FieldChange> more)
{
    const RecordId id = RecordId::mint();
    more.push_back(leadText("artistName", artist));
    const auto made = m_ada->edit(Kind::Create, EntityType::Lead, id, std::move(more));
    if (!made || !QTest::qWaitFor([&] { return m_ben->lead(id).has_value() && m_ada->isSynced(); }, kPatience))
        qFatal("the lead did not come");
    return id;
}

RecordId TestSyncInspector::refuseWon(const QString &artist)
{
    const RecordId id = addLead(artist, {money("contractValue", 100'000)});
    m_ben->workspace->goOffline();
    if (!QTest::qWaitFor([&] { return m_ben->isOffline(); }, kPatience))
        qFatal("not offline");
    const auto cleared = m_ada->edit(id, {{fieldOf(EntityType::Lead, "contractValue"), Value()}});
    if (!cleared || !QTest::qWaitFor([&] { return m_ada->isSynced(); }, kPatience))
        qFatal("the contract value was not cleared");
    const auto won = m_ben->edit(id, {{fieldOf(EntityType::Lead, "stageId"), Value(m_ben->stageNamed("Won"))}});
    if (!won)
        qFatal("not won: %s", qPrintable(won.error().detail));
    m_ben->workspace->goOnline();
    if (!QTest::qWaitFor([&] { return m_ben->page->list(Part::Attention)->count() == 1; }, kPatience))
        qFatal("nothing was refused");
    return id;
}

void TestSyncInspector::anEditIsMendedAndRetried()
{
    const RecordId id = refuseWon(QStringLiteral("Luna Park"));
    QCOMPARE(m_ben->lead(id)->stageId, m_ada->lead(id)->stageId); // It has slid back.
    m_ben->page->openRecord(QStringLiteral("attention"));
    QCOMPARE(m_ben->find<InlineNotice>(QStringLiteral("syncReason"))->text(),
             QStringLiteral("A won lead needs a contract value above zero. Enter what was agreed."));
    m_ben->picture("attention-won");
    m_ben->click("syncEdit");
    auto *value = m_ben->find<QLineEdit>(QStringLiteral("syncEdit_contractValue"));
    QVERIFY(value); // Not part of the edit, and yet what has to be mended.
    m_ben->picture("attention-won-editing");
    // What is refused here already stays, with what was typed.
    m_ben->click("syncRetry");
    QTRY_VERIFY(!m_ben->find(QStringLiteral("syncRetry"))->isBusy());
    QVERIFY(m_ben->page->findChild<AttentionPane *>()->isEditing());
    QTest::keyClicks(value, QStringLiteral("1800"));
    QTest::keyClick(value, Qt::Key_Return);
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().attention, 0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->lead(id)->stageId, m_ada->stageNamed("Won"), kPatience);
    QCOMPARE(m_ada->lead(id)->contractValue, std::optional(Money{180'000, QStringLiteral("EUR")}));
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Attention)->count(), 0, kPatience);
}

void TestSyncInspector::anEditIsRetriedOnceItIsAllowed()
{
    const RecordId id = addLead(QStringLiteral("Neon Tide"));
    const RecordId ben = m_ben->workspace->actor().userId;
    const auto setRole = [&](const char *role) {
        return m_ada->edit(Kind::Patch, EntityType::User, ben,
                           {{fieldOf(EntityType::User, "role"), Value(QString::fromLatin1(role))}});
    };
    m_ben->workspace->goOffline();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience);
    VERIFY_OK(setRole("read_only"));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced(), kPatience);
    VERIFY_OK(m_ben->edit(id, {leadText("notes", QStringLiteral("Agreed by phone"))}));
    m_ben->workspace->goOnline();
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Attention)->count(), 1, kPatience);
    m_ben->page->openRecord(QStringLiteral("attention"));
    const QString reason = m_ben->find<InlineNotice>(QStringLiteral("syncReason"))->text();
    QVERIFY2(reason.startsWith(QStringLiteral("Your role does not allow")), qPrintable(reason));
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->workspace->actor().role == mdmc::Role::ReadOnly, kPatience);
    m_ben->click("syncRetry"); // Not yet: said at once, nothing is lost.
    QTRY_VERIFY(!m_ben->find(QStringLiteral("syncRetry"))->isBusy());
    QCOMPARE(m_ben->workspace->status().attention, 1);
    VERIFY_OK(setRole("manager"));
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->workspace->actor().role == mdmc::Role::Manager, kPatience);
    m_ben->click("syncRetry");
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->lead(id)->notes, QStringLiteral("Agreed by phone"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().attention, 0, kPatience);
}

void TestSyncInspector::anEditIsCopiedAndDiscarded()
{
    const RecordId id = refuseWon(QStringLiteral("Paper Moons"));
    m_ben->page->openRecord(QStringLiteral("attention"));
    m_ben->click("syncCopy");
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("Paper Moons – Lead changed\nStage: Won"));
    m_ben->click("syncDiscard");
    m_ben->click("syncDiscardConfirm");
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->workspace->status().attention, 0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Attention)->count(), 0, kPatience);
    QCOMPARE(m_ben->workspace->status().pending, 0);
    QCOMPARE(m_ada->lead(id)->stageId, m_ben->lead(id)->stageId);
    QVERIFY(m_ada->lead(id)->stageId != m_ada->stageNamed("Won"));
}

void TestSyncInspector::aConflictIsRestoredFromTheTimeline()
{
    const RecordId id = addLead(QStringLiteral("Glass Harbour"), {leadText("nextStep", QStringLiteral("Lyon"))});
    m_ada->workspace->goOffline();
    m_ben->workspace->goOffline();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isOffline() && m_ben->isOffline(), kPatience);
    VERIFY_OK(m_ben->edit(id, {leadText("nextStep", QStringLiteral("Nantes"))}));
    const UtcMs first = QDateTime::currentMSecsSinceEpoch();
    QTRY_VERIFY(QDateTime::currentMSecsSinceEpoch() > first + 5); // The later of two edits wins.
    VERIFY_OK(m_ada->edit(id, {leadText("nextStep", QStringLiteral("Brest"))}));
    m_ada->workspace->goOnline();
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced(), kPatience);
    m_ben->workspace->goOnline();
    std::vector<std::unique_ptr<LeadDetailPane>> panes;
    for (Desk *desk : {m_ada.get(), m_ben.get()}) {
        QTRY_COMPARE_WITH_TIMEOUT(desk->workspace->status().conflicts, 1, kPatience);
        QCOMPARE(desk->lead(id)->nextStep, QStringLiteral("Brest"));
        auto &pane = panes.emplace_back(std::make_unique<LeadDetailPane>(*desk->context));
        pane->resize(480, 900);
        pane->showLead(id);
        pane->show();
        QTRY_VERIFY_WITH_TIMEOUT(pane->findChild<Timeline *>()->entries().size() == 2, kPatience);
    }
    const auto conflictOf = [](LeadDetailPane &pane) { return pane.findChild<Timeline *>()->entries().front(); };
    const TimelineEntry entry = conflictOf(*panes[0]);
    QCOMPARE(entry.title, QStringLiteral("Two values for Next step"));
    QVERIFY2(entry.body.contains(QStringLiteral("Kept: “Brest” – you")), qPrintable(entry.body));
    QVERIFY2(entry.body.contains(QStringLiteral("Not kept: “Nantes” – Ben Canaryname, today")), qPrintable(entry.body));
    auto *timeline = panes[0]->findChild<Timeline *>();
    timeline->setCurrentIndex(timeline->model()->index(0, 0)); // Tab goes on to the actions of the current entry.
    auto *restore = panes[0]->findChild<Button *>(QStringLiteral("timeline_restore_") + entry.id);
    QVERIFY(restore && restore->isVisible() && restore->focusPolicy() & Qt::TabFocus);
    restore->setFocus();
    panes[0]->findChild<QScrollArea *>()->ensureWidgetVisible(restore);
    picture(*panes[0], "timeline-conflict");
    QTest::keyClick(restore, Qt::Key_Space);
    for (Desk *desk : {m_ada.get(), m_ben.get()}) {
        QTRY_COMPARE_WITH_TIMEOUT(desk->lead(id)->nextStep, QStringLiteral("Nantes"), kPatience);
        QTRY_COMPARE_WITH_TIMEOUT(desk->workspace->status().conflicts, 0, kPatience);
    }
    for (const auto &pane : panes) {
        QTRY_VERIFY_WITH_TIMEOUT(conflictOf(*pane).actions.isEmpty(), kPatience);
        QVERIFY2(conflictOf(*pane).body.contains(QStringLiteral("The other value was brought back, today")),
                 qPrintable(conflictOf(*pane).body));
    }
}

void TestSyncInspector::aWaitingEditIsSeenToTheEnd()
{
    const RecordId id = addLead(QStringLiteral("Velvet Static"));
    m_server->kill();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience);
    VERIFY_OK(m_ben->edit(id, {leadText("notes", QStringLiteral("Call back"))}));
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Waiting)->count(), 1, kPatience);
    const auto row = [&] { return m_ben->page->list(Part::Waiting)->model()->index(0, 0).data().toString(); };
    QVERIFY2(row().contains(QStringLiteral("Velvet Static, Lead changed, not sent yet")), qPrintable(row()));
    QVERIFY2(row().contains(QStringLiteral("Notes: Call back")), qPrintable(row()));
    // The replica dates edits by the computer's clock, the page tells ages by this one.
    m_ben->clock.advance(QDateTime::currentMSecsSinceEpoch() - m_ben->clock.nowUtc() + 4 * 60'000);
    m_ben->page->showAges();
    QVERIFY2(row().contains(QStringLiteral("4 min ago")), qPrintable(row()));
    QVERIFY(
        m_ben->find<InlineNotice>(QStringLiteral("syncPendingState"))->text().contains(QStringLiteral("as soon as")));
    m_ben->picture("waiting-offline");
    m_ben->page->setPart(Part::Connection);
    InspectorPane &inspector = m_ben->page->inspector();
    QTRY_COMPARE_WITH_TIMEOUT(inspector.fact(QStringLiteral("Waiting edits")), QStringLiteral("1 not sent yet"),
                              kPatience);
    QCOMPARE(inspector.fact(QStringLiteral("Connection")), QStringLiteral("None"));
    QCOMPARE(inspector.fact(QStringLiteral("Oldest of them")), QStringLiteral("4 min ago"));
    QVERIFY(!inspector.fact(QStringLiteral("Trouble")).isEmpty());
    QTRY_VERIFY_WITH_TIMEOUT(!inspector.fact(QStringLiteral("Next attempt")).isEmpty(), kPatience);
    m_ben->picture("connection-offline");

    m_server->start();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience); // Not just in the middle of an attempt.
    if (auto *tryNow = m_ben->find(QStringLiteral("syncConnect")); tryNow->isVisible())
        QTest::mouseClick(tryNow, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_ben->page->list(Part::Waiting)->count(), 0, kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(inspector.fact(QStringLiteral("Connection")), QStringLiteral("Live"), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(inspector.fact(QStringLiteral("Waiting edits")), QStringLiteral("None"), kPatience);
    QTRY_VERIFY_WITH_TIMEOUT(
        inspector.fact(QStringLiteral("Changes received")).endsWith(QStringLiteral("nothing missing")), kPatience);
    const auto *events = m_ben->page->list(Part::Connection)->model();
    QStringList told;
    for (int i = 0; i < events->rowCount(); ++i)
        told << events->index(i, 0).data().toString();
    QVERIFY2(told.join(u'\n').contains(QStringLiteral("Sent 1 edit")), qPrintable(told.join(u'\n')));
    QVERIFY2(told.join(u'\n').contains(QStringLiteral("Offline, next attempt after")), qPrintable(told.join(u'\n')));
    m_ben->picture("connection-live");
    m_ada->workspace->goOnline();
    QTRY_COMPARE_WITH_TIMEOUT(m_ada->lead(id)->notes, QStringLiteral("Call back"), kPatience);
}

void TestSyncInspector::theExportedLogHoldsNothingOfPeople()
{
    // Something personal in every field that takes text, in refused, waiting and conflicting edits.
    const RecordId id = refuseWon(QStringLiteral("canaryartist"));
    m_ben->workspace->goOffline();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience);
    VERIFY_OK(m_ben->edit(
        id,
        {leadText("firstName", QStringLiteral("canaryfirst")),
         leadText("lastName", QStringLiteral("canarylast")),
         leadText("notes", QStringLiteral("canarynotes +33 6 39 98 12 34")),
         leadText("nextStep", QStringLiteral("canarystep")),
         {fieldOf(EntityType::Lead, "tags"), Value(QStringList{QStringLiteral("canarytag")})},
         {fieldOf(EntityType::Lead, "emails"), Value(QStringList{QStringLiteral("someone@canary-lead.test")})},
         {fieldOf(EntityType::Lead, "phones"), Value(QStringList{QStringLiteral("+33639981234")})},
         money("budget", 7'654'321)}));
    VERIFY_OK(m_ada->edit(id, {leadText("nextStep", QStringLiteral("canaryother"))}));
    QTRY_VERIFY_WITH_TIMEOUT(m_ada->isSynced(), kPatience);
    m_ben->workspace->goOnline();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->workspace->status().conflicts == 1 && m_ben->isSynced(), kPatience);
    m_server->kill();
    QTRY_VERIFY_WITH_TIMEOUT(m_ben->isOffline(), kPatience);
    const RecordId task = RecordId::mint();
    VERIFY_OK(m_ben->edit(Kind::Create, EntityType::Task, task,
                          {{fieldOf(EntityType::Task, "subjectType"), Value(QStringLiteral("lead"))},
                           {fieldOf(EntityType::Task, "subjectId"), Value(id)},
                           {fieldOf(EntityType::Task, "title"), Value(QStringLiteral("canarytask"))}}));
    QTRY_VERIFY_WITH_TIMEOUT(
        m_ben->page->presenter().pending().size() == 1 && m_ben->page->presenter().attention().size() == 1
            && m_ben->page->presenter().conflicts().size() == 1 && m_ben->workspace->status().error,
        kPatience);
    m_ben->picture("attention-and-conflict");
    QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("log.txt"));
    QSignalSpy done(&m_ben->page->presenter(), &SyncPresenter::done);
    m_ben->page->presenter().saveReport(path);
    QCOMPARE(done.size(), 1);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QString log = QString::fromUtf8(file.readAll());
    QStringList canaries{QStringLiteral("canary"),
                         QStringLiteral("someone"),
                         QStringLiteral("639981234"),
                         QStringLiteral("39 98"),
                         QStringLiteral("76543"),
                         QStringLiteral("Ada"),
                         QStringLiteral("Ben "),
                         QStringLiteral("@"),
                         QStringLiteral("127.0.0.1"),
                         QString::number(m_server->port()),
                         QStringLiteral("http://"),
                         QStringLiteral("Test agency"),
                         kPassword};
    for (const RecordId &secret : {id, task, m_ben->workspace->actor().userId, m_ada->workspace->actor().userId})
        canaries << secret.toString() << secret.toString().left(8)
                 << QString::fromLatin1(secret.toBytes().toHex()).right(8)
                 << QString::fromLatin1(secret.toBytes().toBase64()).left(12);
    for (const QString &canary : canaries)
        QVERIFY2(!log.contains(canary, Qt::CaseInsensitive), qPrintable(canary + u'\n' + log));
    for (const char *fact : {"state Offline", "unreachable", "create task #", "[subjectType,subjectId,title",
                             "patch lead #", "reason validation at contractValue", "conflict: lead #", "[nextStep]",
                             "sent 1 operations", "refused a lead, validation", "waiting"})
        QVERIFY2(log.contains(QLatin1String(fact)), qPrintable(QLatin1String(fact) + u'\n' + log));
}

QTEST_MAIN(TestSyncInspector)
#include "test_sync_inspector.moc"
