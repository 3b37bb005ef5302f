// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/leads/lead_detail_presenter.h"

#include <QWidget>

class QGridLayout;
class QLineEdit;
class QScrollArea;
class QStackedWidget;
class QToolButton;
class QVBoxLayout;

namespace mdmc::ui {

class ActivityComposer;
class Button;
class DateEdit;
class EmptyState;
class InlineNotice;
class ScoreView;
class Section;

/// The selected lead beside its list. It follows the selection without taking focus, and is filled in place, so that
/// nothing blinks while moving through a list.
class LeadDetailPane : public QWidget {
    Q_OBJECT
public:
    explicit LeadDetailPane(PageContext &context, QWidget *parent = nullptr);
    void showLead(const RecordId &id);
    LeadDetailPresenter &presenter() { return m_presenter; }
    void compose(const QString &kind); ///< Opens the composer for a note, call, e-mail or meeting.
    void startTask();
    /// Restores or keeps: the conflict that the keyboard is on in the timeline, else the newest open one.
    void settleConflict(const QString &action);
    bool hasOpenConflict() const;

Q_SIGNALS:
    void editRequested(const mdmc::RecordId &id);
    void deleteRequested(const mdmc::RecordId &id);
    void stageChosen(const mdmc::RecordId &id, const mdmc::RecordId &stage);
    void campaignOpened(const mdmc::RecordId &id);
    void closeRequested();
    void saved(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void buildHead(QVBoxLayout *layout);
    void buildBody(QVBoxLayout *layout);
    QWidget *buildNextStep();
    void connectPresenter();
    void fill();
    void fillHead(const LeadDetail &detail);
    void fillConflicts(const LeadDetail &detail);
    void fillFields();
    void fillTasks(const LeadDetail &detail);
    void fillCampaigns(const LeadDetail &detail);
    void fillTimeline();
    InlineNotice *makeConflictStrip(const sync::ConflictView &conflict);
    void orderTabs();
    void chooseField(const char *field, QWidget *anchor);

    PageContext &m_context;
    LeadDetailPresenter m_presenter;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    QScrollArea *m_scroll;
    QLabel *m_name;
    QLabel *m_subtitle;
    Button *m_edit;
    QToolButton *m_more;
    Button *m_stage;
    Button *m_owner;
    Button *m_priority;
    QVBoxLayout *m_conflicts;
    InlineNotice *m_problem;
    QLineEdit *m_nextStep;
    DateEdit *m_nextStepOn;
    Section *m_tasks;
    QVBoxLayout *m_taskRows;
    QLineEdit *m_newTask;
    Section *m_fields;
    QGridLayout *m_fieldGrid;
    Section *m_score;
    ScoreView *m_scoreView;
    Section *m_campaigns;
    Section *m_history;
    ActivityComposer *m_composer;
    Timeline *m_timeline;
    QList<QPair<QString, QString>> m_shownFields;
    QStringList m_shownTasks;
    QStringList m_shownConflicts;
};

} // namespace mdmc::ui
