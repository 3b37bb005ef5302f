// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/scoring.h"
#include "ui/models/page_context.h"
#include "ui/models/refresher.h"
#include "ui/widgets/timeline.h"


#include <set>

namespace mdmc::ui {

/// Everything that the detail of one lead shows, read in one snapshot.
struct LeadDetail {
    Record record;
    Lead lead;
    std::vector<Activity> activities; ///< Newest first.
    std::vector<Task> tasks; ///< Open ones by due time, then done ones.
    std::vector<Campaign> campaigns;
    Score score;
    bool isStale = false;
    std::vector<sync::ConflictView> conflicts; ///< Open ones.
    std::vector<sync::ConflictView> settled; ///< Those that somebody has decided; both newest first.
};

/// The detail of the selected lead without widgets. `show` may be called as fast as a selection moves: answers to
/// earlier ones are dropped.
class LeadDetailPresenter : public QObject {
    Q_OBJECT
public:
    explicit LeadDetailPresenter(PageContext &context, QObject *parent = nullptr);

    void show(const RecordId &id); ///< The null id shows nothing.
    RecordId id() const { return m_id; }
    const std::optional<LeadDetail> &detail() const { return m_detail; }
    PageContext &context() { return m_context; }

    void addActivity(const QString &kind, const QString &body);
    void addTask(const QString &title, const QDate &due = {});
    void setTaskDone(const RecordId &task, bool isDone);
    void setField(int field, const Value &value);
    void setNextStep(const QString &step, const QDate &on);
    void restoreConflict(const RecordId &conflict);
    void dismissConflict(const RecordId &conflict);
    /// What a button of the timeline asks for.
    void settleConflict(const QString &conflict, const QString &action);

    QList<TimelineEntry> timeline() const;
    /// Fields with a value, as label and text, in the order of the form.
    struct Line {
        int field;
        QString label;
        QString text;
    };
    QList<Line> lines() const;
    QString conflictText(const sync::ConflictView &conflict) const;
    QString contactName() const; ///< First and last name.

    bool mayEdit(const char *field) const;
    bool mayAddActivity() const;
    bool mayAddTask() const;

Q_SIGNALS:
    void loaded(); ///< `detail()` is that of `id()`; also after each change.
    void missing(); ///< No such record here: deleted, or out of sight.
    void saved(const QString &text);
    void failed(const QString &sentence);
    void activityAdded(); ///< What was typed may be cleared.
    void taskAdded();

private:
    void reload();
    void take(LeadDetail detail);
    void commit(sync::Command command, const QString &text, void (LeadDetailPresenter::*then)() = nullptr);

    PageContext &m_context;
    RecordId m_id;
    std::optional<LeadDetail> m_detail;
    Refresher m_refresher{[this] { reload(); }};
    bool m_isReading = false;
    bool m_readAgain = false;
    std::set<RecordId> m_settling; ///< A second click must not settle twice.
};

} // namespace mdmc::ui
