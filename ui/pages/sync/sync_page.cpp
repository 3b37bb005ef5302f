// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_page.h"

#include "ui/models/error_text.h"
#include "ui/pages/sync/attention_pane.h"
#include "ui/pages/sync/conflict_pane.h"
#include "ui/pages/sync/inspector_pane.h"
#include "ui/pages/sync/pending_pane.h"
#include "ui/widgets/badges.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHideEvent>
#include <QKeyEvent>
#include <QProgressBar>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

/// Ages are told to the minute once they are older than one; “4 s ago” may lag a little.
constexpr int kAgeMs = 5000;
constexpr int kTabInset = 10; ///< A tab's text begins so far inside of it (ui/theme/style_sheet.cpp).
constexpr const char *kPartNames[] = {"waiting", "attention", "conflicts", "connection"};
constexpr const char *kListNames[] = {"syncPendingList", "syncAttentionList", "syncConflictList", "syncEventList"};

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
    const auto tell = [this](const QString &text) { Q_EMIT undoOffered(text, {}); };
    connect(m_pending, &PendingPane::copied, this, tell);
    connect(m_attention, &AttentionPane::copied, this, tell);
    connect(m_inspector, &InspectorPane::copied, this, tell);
    connect(m_attention, &AttentionPane::editingEnded, this, [this] { list(Part::Attention)->setFocus(); });
    connect(m_attention, &AttentionPane::causeRequested, this,
            [this](qint64 id) { list(Part::Attention)->setCurrentId(QString::number(id)); });
    connect(&m_ageTimer, &QTimer::timeout, this, &SyncPage::showAges);
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
    return QStringList{tr("%n waiting", nullptr, status.pending), tr("%n need attention", nullptr, status.attention),
                       tr("%n conflict(s)", nullptr, status.conflicts)}
        .join(QStringLiteral(" · "));
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
    m_offline = new Button(tr("Work offline"), ButtonKind::Normal, this);
    m_offline->setObjectName(QStringLiteral("syncOffline"));
    m_connect = new Button(tr("Connect now"), ButtonKind::Primary, this);
    m_connect->setObjectName(QStringLiteral("syncConnect"));
    auto *dot = new QVBoxLayout; // On the height of the first line.
    dot->setContentsMargins(0, space::S - 2, 0, 0);
    dot->addWidget(m_dot, 0, Qt::AlignTop);
    head->addLayout(dot);
    head->addLayout(texts, 1);
    for (Button *button : {m_offline, m_connect})
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
    for (int i = 0; i < kParts; ++i)
        m_tabs->addTab(QString());
    auto *row = new QHBoxLayout;
    row->setContentsMargins(space::L - kTabInset, space::S, space::L, 0);
    row->addWidget(m_tabs);
    row->addStretch();
    layout->addLayout(row);
    layout->addWidget(separator(this));
    m_parts = new QStackedWidget(this);
    m_pending = new PendingPane(m_presenter, this);
    m_attention = new AttentionPane(m_presenter, this);
    m_conflict = new ConflictPane(m_presenter, this);
    m_inspector = new InspectorPane(m_presenter, this);
    m_parts->addWidget(buildPart(Part::Waiting, m_pending,
                                 new EmptyState(Symbol::CloudCheck, tr("Nothing is waiting"),
                                                tr("Every edit made here has reached the server."))));
    m_parts->addWidget(
        buildPart(Part::Attention, m_attention,
                  new EmptyState(Symbol::CheckCircle, tr("Nothing needs you"),
                                 tr("Should the server ever refuse an edit, it comes here with the reason. "
                                    "Nothing you enter is lost.")),
                  buildAllBar()));
    m_parts->addWidget(
        buildPart(Part::Conflicts, m_conflict,
                  new EmptyState(Symbol::People, tr("No conflicts"),
                                 tr("When two people change the same field at the same time, the value that was "
                                    "not kept comes here and can be brought back."))));
    m_parts->addWidget(buildPart(Part::Connection, m_inspector, nullptr));
    list(Part::Connection)->setFollowsTop(true);
    layout->addWidget(m_parts, 1);
    connect(m_tabs, &QTabBar::currentChanged, m_parts, &QStackedWidget::setCurrentIndex);
    connect(m_tabs, &QTabBar::currentChanged, this, &Page::actionsChanged);
    connect(m_tabs, &QTabBar::currentChanged, m_problem, &QWidget::hide);
    connect(m_tabs, &QTabBar::tabBarClicked, this, [this] { m_wantsPart = false; });
    for (const Part part : {Part::Waiting, Part::Attention, Part::Conflicts})
        connect(list(part), &SyncList::currentIdChanged, this, [this, part](const QString &id) { chosen(part, id); });
}

void SyncPage::chosen(Part part, const QString &id)
{
    if (!m_isFilling)
        m_problem->hide(); // It was about another one.
    if (part == Part::Waiting)
        m_pending->show(id.toLongLong());
    else if (part == Part::Attention)
        m_attention->show(id.toLongLong());
    else
        m_conflict->show(RecordId::fromString(id).value_or(RecordId()));
    Q_EMIT actionsChanged();
}

QWidget *SyncPage::buildAllBar()
{
    m_allBar = new Surface<>(this);
    auto *layout = new QHBoxLayout(m_allBar);
    layout->setContentsMargins(space::L, space::S, space::S, space::S);
    layout->setSpacing(space::Xs);
    m_allText = label({}, TextStyle::Secondary, m_allBar, Tone::Secondary);
    auto *retry = new Button(tr("Retry all"), ButtonKind::Quiet, m_allBar);
    retry->setObjectName(QStringLiteral("syncRetryAll"));
    auto *copy = new Button(tr("Copy all"), ButtonKind::Quiet, m_allBar);
    copy->setObjectName(QStringLiteral("syncCopyAll"));
    auto *discard = new Button(tr("Discard all…"), ButtonKind::Quiet, m_allBar);
    discard->setObjectName(QStringLiteral("syncDiscardAll"));
    layout->addWidget(m_allText, 1);
    for (Button *button : {retry, copy, discard})
        layout->addWidget(button);
    connect(retry, &Button::clicked, &m_presenter, &SyncPresenter::retryAll);
    connect(copy, &Button::clicked, this, [this] {
        QGuiApplication::clipboard()->setText(m_presenter.typedTexts());
        Q_EMIT undoOffered(tr("Your values are copied"), {});
    });
    connect(discard, &Button::clicked, this, &SyncPage::discardAll);
    return m_allBar;
}

void SyncPage::discardAll()
{
    const int count = int(m_presenter.attention().size());
    auto *sheet = new Sheet(this, tr("Discard all refused edits?"));
    sheet->setObjectName(QStringLiteral("syncDiscardAllSheet"));
    sheet->setMessage(SyncWords::discardAllText(count));
    sheet->setConfirm(tr("Discard all"), ButtonKind::Danger);
    sheet->confirmButton()->setObjectName(QStringLiteral("syncDiscardAllConfirm"));
    connect(sheet, &Sheet::confirmed, &m_presenter, &SyncPresenter::discardAll);
    sheet->open();
}

QWidget *SyncPage::buildPart(Part part, QWidget *detail, EmptyState *empty, QWidget *head)
{
    static const QString kNames[] = {tr("Waiting edits"), tr("Edits that need attention"), tr("Conflicts"),
                                     tr("What happened")};
    auto *stack = new QStackedWidget(m_parts);
    auto *holder = new Surface<>(stack);
    auto *column = new QVBoxLayout(holder);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *rows = new SyncList(holder);
    rows->setObjectName(QLatin1String(kListNames[int(part)]));
    rows->setAccessibleName(kNames[int(part)]);
    connect(rows, &SyncList::rowActivated, this, [this, part] { openCurrent(part); });
    connect(rows, &SyncList::copyRequested, this, [this, part] { copyCurrent(part); });
    m_lists[size_t(part)] = rows;
    m_stacks[size_t(part)] = stack;
    QLabel *more = label({}, TextStyle::Secondary, holder, Tone::Secondary);
    more->setContentsMargins(space::L, space::S, space::L, space::S);
    more->hide();
    m_more[size_t(part)] = more;
    if (head)
        column->addWidget(head);
    column->addWidget(rows, 1);
    column->addWidget(more);
    auto *pane = new ListPane(stack);
    pane->setList(holder);
    pane->setDetail(detail);
    setTabParts({m_tabs, holder, detail});
    stack->addWidget(pane);
    if (!empty)
        return stack;
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
    m_connect->setText(m_presenter.status().retryAt > 0 ? tr("Try now") : tr("Connect now"));
    m_notice->setTone(head.tone == Tone::Negative ? Tone::Negative : Tone::Warning);
    m_notice->setText(head.problem, head.needsSignIn ? tr("Sign in…") : QString());
    m_notice->setVisible(!head.problem.isEmpty());
    Q_EMIT summaryChanged();
    Q_EMIT actionsChanged();
}

void SyncPage::showAges()
{
    showHead();
    showLists();
}

void SyncPage::showCounts()
{
    const sync::SyncStatus &status = m_presenter.status();
    // What is decided does not wait any more, though it is still shown.
    const auto waiting = std::ranges::count_if(m_presenter.pending(), [](const sync::PendingOperation &one) {
        return one.state != sync::PendingOperation::State::Decided;
    });
    const int counts[] = {std::max(status.pending, int(waiting)),
                          std::max(status.attention, int(m_presenter.attention().size())),
                          std::max(status.conflicts, int(m_presenter.conflicts().size())), 0};
    const QString names[] = {tr("Waiting"), tr("Needs attention"), tr("Conflicts"), tr("Connection")};
    for (int i = 0; i < kParts; ++i)
        m_tabs->setTabText(i,
                           counts[i] > 0 ? names[i] + QLatin1Char(' ') + m_context.format.number(counts[i]) : names[i]);
}

void SyncPage::showLists()
{
    if (!m_presenter.isReady())
        return;
    showCounts();
    const QList<SyncRow> rows[] = {waitingRows(), attentionRows(), conflictRows(),
                                   InspectorWords(m_context).events(m_presenter.inspection())};
    m_isFilling = true;
    for (size_t i = 0; i < m_lists.size(); ++i) {
        const bool hadFocus = m_lists[i]->hasFocus() || (focusWidget() && m_stacks[i]->isAncestorOf(focusWidget()));
        m_lists[i]->setRows(rows[i]);
        const bool isEmpty = rows[i].isEmpty() && m_stacks[i]->count() > 1;
        m_stacks[i]->setCurrentIndex(isEmpty ? 1 : 0);
        if (hadFocus && isEmpty && m_stacks[i]->isVisible())
            m_tabs->setFocus(); // The last one is settled: the keyboard stays on the page.
    }
    m_isFilling = false;
    if (isVisible() && isActiveWindow() && !window()->focusWidget())
        focusTarget()->setFocus(); // Nor does it go with a button that was busy.
    const sync::SyncStatus &status = m_presenter.status();
    showMore(Part::Waiting, int(m_presenter.pending().size()), status.pending);
    showMore(Part::Attention, int(m_presenter.attention().size()), status.attention);
    showMore(Part::Conflicts, int(m_presenter.conflicts().size()), status.conflicts);
    m_allBar->setVisible(m_presenter.attention().size() > 1);
    m_allText->setText(tr("%n refused edit(s)", nullptr, int(m_presenter.attention().size())));
    m_inspector->refresh();
    m_pending->show(list(Part::Waiting)->currentId().toLongLong());
    m_attention->show(list(Part::Attention)->currentId().toLongLong());
    m_conflict->show(RecordId::fromString(list(Part::Conflicts)->currentId()).value_or(RecordId()));
    if (m_wantsPart && !m_presenter.isStale())
        openRecord(QString());
    Q_EMIT actionsChanged();
}

void SyncPage::showMore(Part part, int shown, int all)
{
    QLabel *more = m_more[size_t(part)];
    more->setVisible(all > shown && shown > 0);
    more->setText(
        tr("The first %1 of %2 are shown.").arg(m_context.format.number(shown), m_context.format.number(all)));
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
                        SyncWords::titleOf(item),
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
                        SyncWords::titleOf(one),
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

void SyncPage::copyCurrent(Part part)
{
    if (part == Part::Waiting)
        m_pending->copy();
    else if (part == Part::Attention)
        m_attention->copy();
    else // There the row says it all.
        QGuiApplication::clipboard()->setText(list(part)->currentIndex().data().toString());
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
    for (int i = 0; i < kParts; ++i) {
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
    // Chosen when the lists are as things are now.
    m_wantsPart = !m_presenter.isReady() || m_presenter.isStale();
    if (m_wantsPart)
        return;
    // Where somebody comes to look: first what waits for them.
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

void SyncPage::showProblem(const QString &sentence)
{
    m_problem->setText(sentence);
    m_problem->show();
}

void SyncPage::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_problem->isVisible())
        m_problem->hide();
    else
        Page::keyPressEvent(event);
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
    m_problem->hide();
    m_presenter.setActive(false);
    m_ageTimer.stop();
}

} // namespace mdmc::ui
