// SPDX-License-Identifier: GPL-3.0-or-later
// Filling the detail pane. Parts whose content is the same are left alone, so that nothing blinks and focus stays.
#include "ui/models/conflict_entry.h"
#include "ui/pages/common/activity_composer.h"
#include "ui/pages/common/choice_menu.h"
#include "ui/pages/common/date_edit.h"
#include "ui/pages/common/surface.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/pages/leads/score_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/value_text.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QStackedWidget>

namespace mdmc::ui {

void LeadDetailPane::fill()
{
    const LeadDetail &detail = *m_presenter.detail();
    m_stack->setCurrentIndex(1);
    fillHead(detail);
    fillConflicts(detail);
    if (!m_nextStep->hasFocus())
        m_nextStep->setText(detail.lead.nextStep);
    if (!m_nextStepOn->hasFocus())
        m_nextStepOn->setDate(detail.lead.nextStepOn);
    const bool mayPlan = m_presenter.mayEdit("nextStep");
    m_nextStep->setReadOnly(!mayPlan);
    m_nextStepOn->setReadOnly(!mayPlan);
    fillTasks(detail);
    fillFields();
    m_score->setCount(tr("%1 of 100").arg(detail.score.total));
    m_scoreView->setScore(detail.score);
    fillCampaigns(detail);
    fillTimeline();
    orderTabs();
}

/// As they stand: what is filled in late would come last.
void LeadDetailPane::orderTabs()
{
    QList<QWidget *> parts{m_name->parentWidget(), m_problem};
    const auto addRows = [&parts](const QLayout *rows) {
        for (int i = 0; i < rows->count(); ++i)
            if (QWidget *row = rows->itemAt(i)->widget())
                parts << row;
    };
    addRows(m_conflicts);
    parts << m_nextStep << m_nextStepOn;
    addRows(m_taskRows);
    parts << m_newTask;
    addRows(m_campaigns->body());
    parts << m_composer << m_timeline;
    setTabParts(parts);
}

void LeadDetailPane::fillHead(const LeadDetail &detail)
{
    const FieldText fields = m_context.fields();
    m_name->setText(detail.lead.artistName);
    m_name->setToolTip(detail.lead.artistName);
    QStringList facts;
    if (const QString contact = m_presenter.contactName(); !contact.isEmpty())
        facts << contact;
    if (detail.lead.stageChangedAt)
        facts << tr("in this stage since %1")
                     .arg(m_context.format.day(QDateTime::fromMSecsSinceEpoch(*detail.lead.stageChangedAt).date()));
    if (detail.isStale)
        facts << tr("stale");
    m_subtitle->setText(facts.join(QStringLiteral(" · ")));

    const auto setUp = [&](Button *button, const char *name, const QString &none) {
        const int field = entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
        const Value &value = detail.record.values[size_t(field)];
        const QString text = fields.text(EntityType::Lead, field, value);
        const QString what = FieldText::label(entityInfo(EntityType::Lead).field(field));
        button->setText(text.isEmpty() ? none : QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
        button->setIcon(text.isEmpty() ? QIcon() : dotIcon(fields.hue(EntityType::Lead, field, value)));
        button->setAccessibleName(tr("%1: %2").arg(what, button->text()));
        button->setToolTip(what);
        button->setEnabled(m_presenter.mayEdit(name));
    };
    setUp(m_stage, "stageId", tr("No stage"));
    setUp(m_owner, "ownerId", tr("No owner"));
    setUp(m_priority, "priority", tr("No priority"));
    const bool mayEditLead = m_context.may(Action::Edit, EntityType::Lead);
    m_edit->setVisible(mayEditLead);
    m_more->setVisible(m_context.may(Action::Delete, EntityType::Lead));
    m_composer->setVisible(m_presenter.mayAddActivity());
    m_newTask->setVisible(m_presenter.mayAddTask());
}

void LeadDetailPane::fillConflicts(const LeadDetail &detail)
{
    QStringList shown;
    for (const sync::ConflictView &conflict : detail.conflicts)
        shown << conflict.id.toString() + m_presenter.conflictText(conflict);
    if (shown == m_shownConflicts)
        return;
    m_shownConflicts = shown;
    clearLayout(m_conflicts);
    for (const sync::ConflictView &conflict : detail.conflicts)
        m_conflicts->addWidget(makeConflictStrip(conflict));
}

/// In the words of the timeline, where the same can be done.
InlineNotice *LeadDetailPane::makeConflictStrip(const sync::ConflictView &conflict)
{
    const QList<TimelineAction> actions = conflictEntry(conflict, m_context).actions;
    Q_ASSERT(actions.size() == 2 && actions[0].id == kRestoreAction && actions[1].id == kKeepAction);
    auto *notice = new InlineNotice(Tone::Warning, this);
    notice->setText(m_presenter.conflictText(conflict), actions[0].text);
    notice->setSecondLink(actions[1].text);
    const RecordId id = conflict.id;
    connect(notice, &InlineNotice::linkActivated, this, [this, id] { m_presenter.restoreConflict(id); });
    connect(notice, &InlineNotice::secondLinkActivated, this, [this, id] { m_presenter.dismissConflict(id); });
    return notice;
}

void LeadDetailPane::fillFields()
{
    const auto lines = m_presenter.lines();
    QList<QPair<QString, QString>> shown;
    for (const auto &line : lines)
        shown << qMakePair(line.label, line.text);
    if (shown == m_shownFields)
        return;
    m_shownFields = shown;
    clearLayout(m_fieldGrid);
    int row = 0;
    for (const auto &[name, text] : shown) {
        auto *nameLabel = label(name, TextStyle::Base, m_fields, Tone::Secondary);
        auto *value = new ValueText(text, TextStyle::Base, m_fields);
        value->setAccessibleName(tr("%1: %2").arg(name, text));
        m_fieldGrid->addWidget(nameLabel, row, 0, Qt::AlignTop);
        m_fieldGrid->addWidget(value, row++, 1);
    }
    m_fields->setVisible(!shown.isEmpty());
}

void LeadDetailPane::fillTasks(const LeadDetail &detail)
{
    QStringList shown;
    for (const Task &task : detail.tasks)
        shown << task.id.toString() + task.title + QString::number(task.dueAt.value_or(0))
                + QString::number(task.doneAt.has_value());
    if (shown == m_shownTasks)
        return;
    m_shownTasks = shown;
    QString focused;
    if (const QWidget *focus = m_tasks->focusWidget(); focus && focus->hasFocus())
        focused = focus->objectName();
    clearLayout(m_taskRows);
    int open = 0;
    for (const Task &task : detail.tasks) {
        open += !task.doneAt;
        auto *row = new QWidget(m_tasks);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        auto *box = new QCheckBox(QString(task.title).replace(QLatin1Char('&'), QLatin1String("&&")), row);
        box->setObjectName(task.id.toString());
        box->setChecked(task.doneAt.has_value());
        box->setEnabled(m_context.may(Action::Edit, EntityType::Task));
        box->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed); // A long title must not widen the pane.
        box->setToolTip(task.title.toHtmlEscaped());
        layout->addWidget(box, 1);
        if (task.dueAt) {
            const QDate day = QDateTime::fromMSecsSinceEpoch(*task.dueAt).date();
            const bool isLate = !task.doneAt && day < m_context.today();
            layout->addWidget(
                label(m_context.format.day(day), TextStyle::Secondary, row, isLate ? Tone::Negative : Tone::Secondary));
        }
        m_taskRows->addWidget(row);
        const RecordId id = task.id;
        connect(box, &QCheckBox::clicked, this, [this, id](bool isDone) { m_presenter.setTaskDone(id, isDone); });
        if (box->objectName() == focused)
            box->setFocus();
    }
    m_tasks->setCount(open > 0 ? m_context.format.number(open) : QString());
}

void LeadDetailPane::fillCampaigns(const LeadDetail &detail)
{
    clearLayout(m_campaigns->body());
    for (const Campaign &campaign : detail.campaigns) {
        auto *link = new Button(QString(campaign.name).replace(QLatin1Char('&'), QLatin1String("&&")), ButtonKind::Link,
                                m_campaigns);
        m_campaigns->body()->addWidget(link, 0, Qt::AlignLeft);
        const RecordId id = campaign.id;
        connect(link, &Button::clicked, this, [this, id] { Q_EMIT campaignOpened(id); });
    }
    m_campaigns->setVisible(!detail.campaigns.empty());
}

void LeadDetailPane::fillTimeline()
{
    m_timeline->setEntries(m_presenter.timeline());
}

void LeadDetailPane::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Colours::of(this)[ui::Role::Surface]);
}

} // namespace mdmc::ui
