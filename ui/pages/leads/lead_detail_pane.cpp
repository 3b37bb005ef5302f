// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/lead_detail_pane.h"

#include "ui/pages/common/activity_composer.h"
#include "ui/pages/common/choice_menu.h"
#include "ui/pages/common/date_edit.h"
#include "ui/pages/leads/score_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/panels.h"

#include <QApplication>
#include <QGridLayout>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>

namespace mdmc::ui {

LeadDetailPane::LeadDetailPane(PageContext &context, QWidget *parent)
    : QWidget(parent), m_context(context), m_presenter(context)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_stack = new QStackedWidget(this);
    layout->addWidget(m_stack);
    m_empty = new EmptyState(Symbol::PersonLinesFill, tr("No lead selected"),
                             tr("Select a lead to see its next step, tasks and history here."), {}, this);
    m_stack->addWidget(m_empty);
    auto *page = new QWidget(this);
    auto *pageLayout = new QVBoxLayout(page);
    pageLayout->setContentsMargins(0, 0, 0, 0);
    pageLayout->setSpacing(0);
    buildHead(pageLayout);
    m_scroll = new QScrollArea(page);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    auto *body = new QWidget(m_scroll);
    body->setObjectName(QStringLiteral("scrollBody"));
    auto *bodyLayout = new QVBoxLayout(body);
    bodyLayout->setContentsMargins(space::L, space::M, space::L, space::Xl);
    bodyLayout->setSpacing(space::Xl);
    buildBody(bodyLayout);
    m_scroll->setWidget(body);
    pageLayout->addWidget(m_scroll, 1);
    m_stack->addWidget(page);
    connectPresenter();
}

void LeadDetailPane::buildHead(QVBoxLayout *layout)
{
    auto *head = new QWidget(this);
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(space::L, space::M, space::S, space::M);
    column->setSpacing(space::Xs);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::Xs);
    m_name = label({}, TextStyle::Page, head);
    m_name->setWordWrap(true);
    m_name->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_name->setFocusPolicy(Qt::NoFocus);
    m_name->setMinimumWidth(0);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_edit = new Button(tr("Edit"), ButtonKind::Quiet, head);
    m_edit->setSymbol(Symbol::Pencil);
    m_edit->setIconSize({14, 14});
    m_more = iconButton(Symbol::ThreeDots, tr("More"), head);
    auto *close = iconButton(Symbol::X, tr("Close the detail"), head);
    row->addWidget(m_name, 1);
    row->addWidget(m_edit);
    row->addWidget(m_more);
    row->addWidget(close);
    column->addLayout(row);
    m_subtitle = label({}, TextStyle::Secondary, head, Tone::Secondary);
    m_subtitle->setWordWrap(true);
    column->addWidget(m_subtitle);
    auto *choices = new FlowLayout(nullptr, space::S);
    choices->setContentsMargins(0, space::Xs, 0, 0);
    m_stage = new Button({}, ButtonKind::Normal, head);
    m_owner = new Button({}, ButtonKind::Normal, head);
    m_priority = new Button({}, ButtonKind::Normal, head);
    for (Button *button : {m_stage, m_owner, m_priority})
        choices->addWidget(button);
    column->addLayout(choices);
    layout->addWidget(head);
    layout->addWidget(separator(this));

    connect(m_edit, &Button::clicked, this, [this] { Q_EMIT editRequested(m_presenter.id()); });
    connect(close, &QToolButton::clicked, this, &LeadDetailPane::closeRequested);
    connect(m_stage, &Button::clicked, this, [this] { chooseField("stageId", m_stage); });
    connect(m_owner, &Button::clicked, this, [this] { chooseField("ownerId", m_owner); });
    connect(m_priority, &Button::clicked, this, [this] { chooseField("priority", m_priority); });
    connect(m_more, &QToolButton::clicked, this, [this] {
        auto *menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        QAction *remove = menu->addAction(icon(Symbol::Trash), tr("Delete lead"));
        remove->setEnabled(m_context.may(Action::Delete, EntityType::Lead));
        connect(remove, &QAction::triggered, this, [this] { Q_EMIT deleteRequested(m_presenter.id()); });
        popupUnder(menu, m_more);
    });
}

QWidget *LeadDetailPane::buildNextStep()
{
    auto *section = new Section(tr("Next step"), this);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::S);
    m_nextStep = new QLineEdit(section);
    m_nextStep->setPlaceholderText(tr("What happens next?"));
    m_nextStep->setAccessibleName(tr("Next step"));
    m_nextStepOn = new DateEdit(m_context.format, section);
    m_nextStepOn->setAccessibleName(tr("Next step on"));
    m_nextStepOn->setFixedWidth(128);
    row->addWidget(m_nextStep, 1);
    row->addWidget(m_nextStepOn);
    section->body()->addLayout(row);
    const auto save = [this] { m_presenter.setNextStep(m_nextStep->text().trimmed(), m_nextStepOn->date()); };
    connect(m_nextStep, &QLineEdit::editingFinished, this, save);
    connect(m_nextStepOn, &DateEdit::dateEdited, this, save);
    return section;
}

void LeadDetailPane::buildBody(QVBoxLayout *layout)
{
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setDismissable(true);
    m_problem->hide();
    connect(m_problem, &InlineNotice::dismissed, m_problem, &QWidget::hide);
    layout->addWidget(m_problem);
    m_conflicts = new QVBoxLayout;
    m_conflicts->setSpacing(space::S);
    layout->addLayout(m_conflicts);
    layout->addWidget(buildNextStep());

    m_tasks = new Section(tr("Tasks"), this);
    m_taskRows = new QVBoxLayout;
    m_taskRows->setSpacing(2);
    m_tasks->body()->addLayout(m_taskRows);
    m_newTask = new QLineEdit(m_tasks);
    m_newTask->setPlaceholderText(tr("Add a task"));
    m_newTask->setAccessibleName(tr("Add a task"));
    m_tasks->body()->addWidget(m_newTask);
    layout->addWidget(m_tasks);
    connect(m_newTask, &QLineEdit::returnPressed, this, [this] {
        if (!m_newTask->text().trimmed().isEmpty())
            m_presenter.addTask(m_newTask->text());
    });

    m_fields = new Section(tr("Details"), this);
    m_fieldGrid = new QGridLayout;
    m_fieldGrid->setHorizontalSpacing(space::M);
    m_fieldGrid->setVerticalSpacing(6);
    m_fieldGrid->setColumnStretch(1, 1);
    m_fieldGrid->setColumnMinimumWidth(0, 116);
    m_fields->body()->addLayout(m_fieldGrid);
    layout->addWidget(m_fields);

    m_score = new Section(tr("Score"), this);
    m_scoreView = new ScoreView(m_score);
    m_score->body()->addWidget(m_scoreView);
    layout->addWidget(m_score);

    m_campaigns = new Section(tr("Campaigns"), this);
    layout->addWidget(m_campaigns);

    m_history = new Section(tr("History"), this);
    m_composer = new ActivityComposer(m_history);
    m_timeline = new Timeline(m_history);
    m_timeline->setWhole(true); // The pane scrolls as a whole.
    m_history->body()->addWidget(m_composer);
    m_history->body()->addWidget(m_timeline);
    layout->addWidget(m_history);
    layout->addStretch(1);
    connect(m_composer, &ActivityComposer::saveRequested, &m_presenter, &LeadDetailPresenter::addActivity);
    connect(m_timeline, &Timeline::actionTriggered, &m_presenter, &LeadDetailPresenter::settleConflict);
}

void LeadDetailPane::connectPresenter()
{
    connect(&m_presenter, &LeadDetailPresenter::loaded, this, &LeadDetailPane::fill);
    connect(&m_presenter, &LeadDetailPresenter::missing, this, [this] {
        m_empty->setTexts(tr("This lead is not here"),
                          tr("It was deleted, or handed to somebody whose leads you do not see."), {});
        m_stack->setCurrentIndex(0);
    });
    connect(&m_presenter, &LeadDetailPresenter::failed, this, [this](const QString &sentence) {
        m_composer->setSaving(false); // What was typed stays.
        m_problem->setText(sentence);
        m_problem->show();
    });
    connect(&m_presenter, &LeadDetailPresenter::saved, this, [this](const QString &text) {
        m_problem->hide();
        Q_EMIT saved(text);
    });
    connect(&m_presenter, &LeadDetailPresenter::activityAdded, m_composer, &ActivityComposer::clear);
    connect(&m_presenter, &LeadDetailPresenter::taskAdded, m_newTask, &QLineEdit::clear);
}

void LeadDetailPane::showLead(const RecordId &id)
{
    if (id != m_presenter.id()) {
        m_problem->hide();
        if (!id.isNull())
            m_scroll->verticalScrollBar()->setValue(0);
    }
    if (id.isNull()) {
        m_empty->setTexts(tr("No lead selected"), tr("Select a lead to see its next step, tasks and history here."),
                          {});
        m_stack->setCurrentIndex(0);
    }
    m_presenter.show(id);
}

void LeadDetailPane::compose(const QString &kind)
{
    m_scroll->ensureWidgetVisible(m_composer);
    m_composer->start(kind);
}

void LeadDetailPane::startTask()
{
    m_scroll->ensureWidgetVisible(m_newTask);
    m_newTask->setFocus(Qt::ShortcutFocusReason);
}

bool LeadDetailPane::hasOpenConflict() const
{
    return m_presenter.detail() && !m_presenter.detail()->conflicts.empty();
}

void LeadDetailPane::settleConflict(const QString &action)
{
    if (!hasOpenConflict())
        return;
    const auto &open = m_presenter.detail()->conflicts;
    const QWidget *focus = QApplication::focusWidget();
    const bool isInTimeline = focus && (focus == m_timeline || m_timeline->isAncestorOf(focus));
    const auto current = std::ranges::find_if(
        open, [this](const sync::ConflictView &conflict) { return conflict.id.toString() == m_timeline->currentId(); });
    const auto &conflict = isInTimeline && current != open.end() ? *current : open.front();
    m_presenter.settleConflict(conflict.id.toString(), action);
}

void LeadDetailPane::chooseField(const char *name, QWidget *anchor)
{
    if (!m_presenter.detail())
        return;
    const int field = entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
    const FieldText fields = m_context.fields();
    const Value &value = m_presenter.detail()->record.values[size_t(field)];
    const bool isStage = QLatin1String(name) == QLatin1String("stageId");
    const QString empty = isStage                         ? QString()
        : QLatin1String(name) == QLatin1String("ownerId") ? tr("Nobody")
                                                          : tr("None");
    const RecordId id = m_presenter.id();
    popupUnder(choiceMenu(fields.options(EntityType::Lead, field), FieldText::optionId(value), empty, this,
                          [this, id, field, isStage](const QString &option) {
                              const Value chosen =
                                  FieldText::valueOfOption(entityInfo(EntityType::Lead).field(field), option);
                              if (isStage)
                                  Q_EMIT stageChosen(id, chosen.as<RecordId>());
                              else if (id == m_presenter.id())
                                  m_presenter.setField(field, chosen);
                          }),
               anchor);
}

} // namespace mdmc::ui
