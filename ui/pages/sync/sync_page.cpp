// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/common/page_action.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/pages/sync/conflict_pane.h"
#include "ui/widgets/badges.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHideEvent>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

/// Ages are told to the minute once they are older than one; “4 s ago” may lag a little.
constexpr int kAgeMs = 5000;
constexpr const char *kPartNames[] = {"waiting", "attention", "conflicts"};
constexpr const char *kListNames[] = {"syncPendingList", "syncAttentionList", "syncConflictList"};

} // namespace

SyncPage::SyncPage(PageContext &context, QWidget *parent) : Page(parent), m_context(context), m_presenter(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    buildHead(layout);
    buildParts(layout);
    connect(&m_presenter, &SyncPresenter::headChanged, this, &SyncPage::showHead);
    connect(&m_presenter, &SyncPresenter::refreshed, this, &SyncPage::showLists);
    connect(&m_presenter, &SyncPresenter::failed, this, &SyncPage::showProblem);
    connect(&m_presenter, &SyncPresenter::routeFound, this, &Page::routeRequested);
    connect(&m_presenter, &SyncPresenter::done, this, [this](const QString &text, bool isUndoable) {
        m_problem->hide();
        sync::Workspace *workspace = &m_context.workspace;
        Q_EMIT undoOffered(text, isUndoable ? std::function<void()>([workspace] { workspace->undo(); }) : nullptr);
    });
    connect(m_attention, &AttentionPane::copied, this, [this](const QString &text) { Q_EMIT undoOffered(text, {}); });
    connect(m_attention, &AttentionPane::editingEnded, this, [this] { list(Part::Attention)->setFocus(); });
    connect(m_attention, &AttentionPane::causeRequested, this,
            [this](qint64 id) { list(Part::Attention)->setCurrentId(QString::number(id)); });
    connect(&m_ageTimer, &QTimer::timeout, this, [this] {
        showHead();
        showLists();
    });
    m_ageTimer.setInterval(kAgeMs);
    showHead();
    showCounts();
}

SyncPage::~SyncPage() = default;

QString SyncPage::title() const
{
    return tr("Sync");
}

QString SyncPage::summary() const
{
    const sync::SyncStatus &status = m_presenter.status();
    return tr("%1 waiting · %2 need attention · %3 conflicts")
        .arg(m_context.format.number(status.pending), m_context.format.number(status.attention),
             m_context.format.number(status.conflicts));
}

void SyncPage::buildHead(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    head->setContentsMargins(space::L, space::L, space::L, space::M);
    head->setSpacing(space::M);
    m_dot = new StatusDot(Tone::Secondary, this);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    m_title = label({}, TextStyle::Section, this);
    m_title->setObjectName(QStringLiteral("syncStatus"));
    m_facts = label({}, TextStyle::Secondary, this, Tone::Secondary);
    m_facts->setObjectName(QStringLiteral("syncFacts"));
    m_facts->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_progress = new QProgressBar(this);
    m_progress->setTextVisible(false);
    m_progress->setRange(0, 1000);
    m_progress->setAccessibleName(tr("Fetching the workspace"));
    texts->addWidget(m_title);
    texts->addWidget(m_facts);
    texts->addWidget(m_progress);
    auto *log = new Button(tr("Copy log"), ButtonKind::Quiet, this);
    log->setObjectName(QStringLiteral("syncCopyLog"));
    log->setToolTip(tr("States, counts, reasons and field names, without anything you or others entered"));
    m_offline = new Button(tr("Work offline"), ButtonKind::Normal, this);
    m_offline->setObjectName(QStringLiteral("syncOffline"));
    m_connect = new Button(tr("Connect now"), ButtonKind::Primary, this);
    m_connect->setObjectName(QStringLiteral("syncConnect"));
    auto *dot = new QVBoxLayout; // On the height of the first line.
    dot->setContentsMargins(0, space::S - 2, 0, 0);
    dot->addWidget(m_dot, 0, Qt::AlignTop);
    head->addLayout(dot);
    head->addLayout(texts, 1);
    for (Button *button : {log, m_offline, m_connect})
        head->addWidget(button, 0, Qt::AlignTop);
    layout->addLayout(head);

    auto *strips = new QVBoxLayout;
    strips->setContentsMargins(space::L, 0, space::L, 0);
    strips->setSpacing(space::S);
    m_notice = new InlineNotice(Tone::Warning, this);
    m_notice->setObjectName(QStringLiteral("syncNotice"));
    m_notice->hide();
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setDismissable(true);
    m_problem->hide();
    strips->addWidget(m_notice);
    strips->addWidget(m_problem);
    layout->addLayout(strips);
    connect(log, &Button::clicked, this, &SyncPage::copyLog);
    connect(m_offline, &Button::clicked, &m_presenter, &SyncPresenter::goOffline);
    connect(m_connect, &Button::clicked, &m_presenter, &SyncPresenter::connectNow);
    connect(m_notice, &InlineNotice::linkActivated, this, [this] {
        Q_EMIT routeRequested({QStringLiteral("settings"), QStringLiteral("security")});
    });
}

void SyncPage::buildParts(QVBoxLayout *layout)
{
    m_tabs = new QTabBar(this);
    m_tabs->setObjectName(QStringLiteral("syncTabs"));
    m_tabs->setAccessibleName(tr("What to show"));
    m_tabs->setExpanding(false);
    m_tabs->setDrawBase(false);
    for (int i = 0; i < 3; ++i)
        m_tabs->addTab(QString());
    auto *row = new QHBoxLayout;
    row->setContentsMargins(space::L, space::S, space::L, 0);
    row->addWidget(m_tabs);
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(separator(this));
    m_parts = new QStackedWidget(this);
    m_attention = new AttentionPane(m_presenter, this);
    m_conflict = new ConflictPane(m_presenter, this);
    m_parts->addWidget(buildPart(Part::Waiting, nullptr,
                                 new EmptyState(Symbol::CloudCheck, tr("Nothing is waiting"),
                                                tr("Every edit made here has reached the server."))));
    m_parts->addWidget(
        buildPart(Part::Attention, m_attention,
                  new EmptyState(Symbol::CheckCircle, tr("Nothing needs you"),
                                 tr("Should the server ever refuse an edit, it comes here with the reason. "
                                    "Nothing you enter is lost."))));
    m_parts->addWidget(
        buildPart(Part::Conflicts, m_conflict,
                  new EmptyState(Symbol::People, tr("No conflicts"),
                                 tr("When two people change the same field at the same time, the value that was "
                                    "not kept comes here and can be brought back."))));
    layout->addWidget(m_parts, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_parts, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &Page::actionsChanged);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_wantsPart = false; });
    connect(list(Part::Attention), &SyncList::currentIdChanged, this, [this](const QString &id) {
        m_attention->show(id.toLongLong());
        Q_EMIT actionsChanged();
    });
    connect(list(Part::Conflicts), &SyncList::currentIdChanged, this, [this](const QString &id) {
        m_conflict->show(RecordId::fromString(id).value_or(RecordId()));
        Q_EMIT actionsChanged();
    });
}

QWidget *SyncPage::buildPart(Part part, QWidget *detail, EmptyState *empty)
{
    static const QString kNames[] = {tr("Waiting edits"), tr("Edits that need attention"), tr("Conflicts")};
    auto *stack = new QStackedWidget(m_parts);
    auto *rows = new SyncList(stack);
    rows->setObjectName(QLatin1String(kListNames[int(part)]));
    rows->setAccessibleName(kNames[int(part)]);
    connect(rows, &SyncList::rowActivated, this, [this, part] { openCurrent(part); });
    m_lists[size_t(part)] = rows;
    m_stacks[size_t(part)] = stack;
    if (detail) {
        auto *pane = new ListPane(stack);
        pane->setList(rows);
        pane->setDetail(detail);
        stack->addWidget(pane);
    } else {
        auto *holder = new QWidget(stack);
        auto *layout = new QVBoxLayout(holder);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->setSpacing(0);
        m_more = label({}, TextStyle::Secondary, holder, Tone::Secondary);
        m_more->setContentsMargins(space::L, space::S, space::L, space::S);
        layout->addWidget(rows, 1);
        layout->addWidget(m_more);
        stack->addWidget(holder);
    }
    stack->addWidget(empty);
    stack->setCurrentWidget(empty);
    return stack;
}

void SyncPage::showHead()
{
    const SyncHead head = m_presenter.head();
    m_dot->setTone(head.tone);
    m_dot->setHollow(head.isHollow);
    m_title->setText(head.title);
    m_facts->setText(head.facts.join(QStringLiteral(" · ")));
    m_progress->setVisible(head.progress >= 0);
    m_progress->setValue(int(head.progress * 1000));
    m_offline->setVisible(head.mayGoOffline);
    m_connect->setVisible(head.mayConnect);
    m_notice->setTone(head.tone == Tone::Negative ? Tone::Negative : Tone::Warning);
    m_notice->setText(head.problem, head.needsSignIn ? tr("Sign in…") : QString());
    m_notice->setVisible(!head.problem.isEmpty());
    Q_EMIT summaryChanged();
    Q_EMIT actionsChanged();
}

void SyncPage::showCounts()
{
    const sync::SyncStatus &status = m_presenter.status();
    const int counts[] = {std::max(status.pending, int(m_presenter.pending().size())),
                          int(m_presenter.attention().size()), int(m_presenter.conflicts().size())};
    const QString names[] = {tr("Waiting"), tr("Needs attention"), tr("Conflicts")};
    for (int i = 0; i < 3; ++i)
        m_tabs->setTabText(i,
                           counts[i] > 0 ? names[i] + QLatin1Char(' ') + m_context.format.number(counts[i]) : names[i]);
}

void SyncPage::showLists()
{
    if (!m_presenter.isReady())
        return;
    showCounts();
    const QList<SyncRow> rows[] = {waitingRows(), attentionRows(), conflictRows()};
    for (size_t i = 0; i < m_lists.size(); ++i) {
        const bool hadFocus = m_lists[i]->hasFocus() || (focusWidget() && m_stacks[i]->isAncestorOf(focusWidget()));
        m_lists[i]->setRows(rows[i]);
        m_stacks[i]->setCurrentIndex(rows[i].isEmpty() ? 1 : 0);
        if (hadFocus && rows[i].isEmpty() && m_stacks[i]->isVisible())
            m_tabs->setFocus(); // The last one is settled: the keyboard stays on the page.
    }
    const int shown = int(m_presenter.pending().size());
    const int all = m_presenter.status().pending;
    m_more->setVisible(all > shown && shown >= SyncPresenter::kMaxPending);
    m_more->setText(
        tr("The first %1 of %2 are shown.").arg(m_context.format.number(shown), m_context.format.number(all)));
    m_attention->show(list(Part::Attention)->currentId().toLongLong());
    m_conflict->show(RecordId::fromString(list(Part::Conflicts)->currentId()).value_or(RecordId()));
    if (m_wantsPart)
        openRecord(QString());
    Q_EMIT actionsChanged();
}

QList<SyncRow> SyncPage::waitingRows() const
{
    const SyncWords words = m_presenter.words();
    QList<SyncRow> rows;
    for (const sync::PendingOperation &one : m_presenter.pending()) {
        const QString age = m_context.format.ago(one.editedAt);
        rows << SyncRow{QString::number(one.n),
                        SyncWords::symbolOf(one.kind),
                        one.state == sync::PendingOperation::State::Waiting ? Hue::Slate : Hue::Blue,
                        SyncWords::titleOf(one.title, one.record.type),
                        SyncWords::whatHappened(one.kind, one.record.type),
                        tr("%1 · %2").arg(SyncWords::stateText(one.state), age),
                        words.changeLines(one),
                        0};
    }
    return rows;
}

QList<SyncRow> SyncPage::attentionRows() const
{
    QList<SyncRow> rows;
    for (const SyncPresenter::Attention &one : m_presenter.attention()) {
        const sync::AttentionItem &item = one.item;
        rows << SyncRow{QString::number(item.id),
                        SyncWords::symbolOf(item.kind),
                        one.depth > 0 ? Hue::Slate : Hue::Red,
                        SyncWords::titleOf(item.title, item.record.type),
                        SyncWords::whatHappened(item.kind, item.record.type),
                        m_context.format.ago(item.refusedAt),
                        {refusalText(item.reason, item.field, item.record.type)},
                        one.depth};
    }
    return rows;
}

QList<SyncRow> SyncPage::conflictRows() const
{
    const SyncWords words = m_presenter.words();
    QList<SyncRow> rows;
    for (const sync::ConflictView &one : m_presenter.conflicts())
        rows << SyncRow{one.id.toString(),
                        one.field < 0 ? Symbol::Trash : Symbol::ArrowLeftRight,
                        Hue::Amber,
                        SyncWords::titleOf(one.title, one.record.type),
                        FieldText::entityLabel(one.record.type),
                        m_context.format.ago(one.detectedAt),
                        {words.conflictLine(one)},
                        0};
    return rows;
}

void SyncPage::openCurrent(Part part)
{
    const QString id = list(part)->currentId();
    if (const auto *one = part == Part::Waiting ? m_presenter.pendingItem(id.toLongLong()) : nullptr)
        m_presenter.open(one->record);
    else if (const auto *item = part == Part::Attention ? m_presenter.attentionItem(id.toLongLong()) : nullptr)
        m_presenter.open(item->item.record);
    else if (const auto *conflict = m_presenter.conflict(RecordId::fromString(id).value_or(RecordId())))
        m_presenter.open(conflict->record);
}

SyncPage::Part SyncPage::part() const
{
    return Part(m_tabs->currentIndex());
}

void SyncPage::setPart(Part part)
{
    m_tabs->setCurrentIndex(int(part));
}

void SyncPage::openRecord(const QString &id)
{
    for (int i = 0; i < 3; ++i) {
        if (id == QLatin1String(kPartNames[i])) {
            m_wantsPart = false;
            return setPart(Part(i));
        }
    }
    if (!id.isEmpty()) {
        m_wantsPart = false;
        setPart(Part::Conflicts);
        return list(Part::Conflicts)->setCurrentId(id);
    }
    if (!m_presenter.isReady())
        return;
    // Where somebody comes to look: first what waits for them.
    m_wantsPart = false;
    if (!m_presenter.attention().empty())
        setPart(Part::Attention);
    else if (!m_presenter.conflicts().empty() && m_presenter.pending().empty())
        setPart(Part::Conflicts);
}

QWidget *SyncPage::focusTarget()
{
    SyncList *rows = list(part());
    return rows->count() > 0 ? static_cast<QWidget *>(rows) : m_tabs;
}

void SyncPage::copyLog()
{
    QGuiApplication::clipboard()->setText(m_presenter.report());
    Q_EMIT undoOffered(tr("The log is copied. It holds nothing you or others entered."), {});
}

void SyncPage::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void SyncPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    m_presenter.setActive(true);
    showHead();
    m_ageTimer.start();
}

void SyncPage::hideEvent(QHideEvent *event)
{
    Page::hideEvent(event);
    if (event->spontaneous())
        return; // Minimised: it is still the page in front.
    m_presenter.setActive(false);
    m_ageTimer.stop();
}

QList<ActionSpec> SyncPage::actions()
{
    const QString group = tr("Sync");
    const auto hasAttention = [this] { return part() == Part::Attention && list(Part::Attention)->count() > 0; };
    const auto hasConflict = [this] { return part() == Part::Conflicts && list(Part::Conflicts)->count() > 0; };
    return {
        pageAction(QStringLiteral("sync.waiting"), tr("Show what waits"), group, {}, Symbol::CloudArrowUp,
                   [this] {
                       openRecord(QStringLiteral("waiting"));
                       focusTarget()->setFocus();
                   }),
        pageAction(QStringLiteral("sync.attention"), tr("Show what needs attention"), group, {},
                   Symbol::ExclamationCircle,
                   [this] {
                       openRecord(QStringLiteral("attention"));
                       focusTarget()->setFocus();
                   }),
        pageAction(QStringLiteral("sync.conflicts"), tr("Show conflicts"), group, {}, Symbol::ArrowLeftRight,
                   [this] {
                       openRecord(QStringLiteral("conflicts"));
                       focusTarget()->setFocus();
                   }),
        pageAction(
            QStringLiteral("sync.retry"), tr("Retry the edit"), group, QKeyCombination(Qt::CTRL, Qt::Key_R),
            Symbol::ArrowClockwise, [this] { m_attention->retry(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.edit"), tr("Edit and retry"), group, QKeyCombination(Qt::CTRL, Qt::Key_E),
            Symbol::Pencil, [this] { m_attention->edit(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.copy"), tr("Copy what was entered"), group,
            QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_C), Symbol::Files, [this] { m_attention->copy(); },
            hasAttention),
        pageAction(
            QStringLiteral("sync.discard"), tr("Discard the edit"), group, QKeyCombination(Qt::CTRL, Qt::Key_Delete),
            Symbol::Trash, [this] { m_attention->discard(); }, hasAttention),
        pageAction(
            QStringLiteral("sync.restore"), tr("Restore the value that was not kept"), group,
            QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_R), Symbol::ArrowCounterclockwise,
            [this] { m_conflict->restore(); }, hasConflict),
        pageAction(
            QStringLiteral("sync.dismiss"), tr("Dismiss the conflict"), group, QKeyCombination(Qt::CTRL, Qt::Key_D),
            Symbol::Check2, [this] { m_conflict->dismiss(); }, hasConflict),
        pageAction(QStringLiteral("sync.log"), tr("Copy the sync log"), group, {}, Symbol::Files,
                   [this] { copyLog(); }),
    };
}

} // namespace mdmc::ui
