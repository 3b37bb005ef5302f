// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/sync/sync_list.h"
#include "ui/pages/sync/sync_presenter.h"
#include "ui/shell/page.h"

class QLabel;
class QProgressBar;
class QStackedWidget;
class QTabBar;
class QVBoxLayout;

namespace mdmc::ui {

class AttentionPane;
class Button;
class ConflictPane;
class EmptyState;
class InlineNotice;
class InspectorPane;
class PendingPane;
class StatusDot;

/// What waits, what needs attention, what conflicted, and how the connection stands: the sync inspector.
class SyncPage : public Page {
    Q_OBJECT
public:
    enum class Part { Waiting, Attention, Conflicts, Connection };
    static constexpr int kParts = 4;

    explicit SyncPage(PageContext &context, QWidget *parent = nullptr);
    ~SyncPage() override;

    QString title() const override;
    QString summary() const override;
    QList<ActionSpec> actions() override;
    /// `waiting`, `attention`, `conflicts` or `connection`, or the id of a conflict; without, the part that wants a person most.
    void openRecord(const QString &id) override;
    QWidget *focusTarget() override;

    SyncPresenter &presenter() { return m_presenter; }
    Part part() const;
    void setPart(Part part);
    SyncList *list(Part part) const { return m_lists[size_t(part)]; }
    InspectorPane &inspector() { return *m_inspector; }
    void showAges(); ///< They grow by themselves; the page calls it every few seconds while it is shown.

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void buildHead(QVBoxLayout *layout);
    void buildParts(QVBoxLayout *layout);
    QWidget *buildPart(Part part, QWidget *detail, EmptyState *empty, QWidget *head = nullptr);
    QWidget *buildAllBar();
    void showHead();
    void showLists();
    void showCounts();
    QList<SyncRow> waitingRows() const;
    QList<SyncRow> attentionRows() const;
    QList<SyncRow> conflictRows() const;
    void openCurrent(Part part);
    void copyCurrent(Part part);
    void chosen(Part part, const QString &id);
    void showMore(Part part, int shown, int all);
    void discardAll();
    void showProblem(const QString &sentence);

    PageContext &m_context;
    SyncPresenter m_presenter;
    StatusDot *m_dot = nullptr;
    QLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QProgressBar *m_progress = nullptr;
    Button *m_offline = nullptr;
    Button *m_connect = nullptr;
    InlineNotice *m_notice = nullptr;
    InlineNotice *m_problem = nullptr;
    QTabBar *m_tabs = nullptr;
    QStackedWidget *m_parts = nullptr;
    std::array<SyncList *, kParts> m_lists{};
    std::array<QStackedWidget *, kParts> m_stacks{};
    std::array<QLabel *, kParts> m_more{}; ///< Under a list that is not whole.
    QWidget *m_allBar = nullptr; ///< What can be done with all refused edits.
    QLabel *m_allText = nullptr;
    PendingPane *m_pending = nullptr;
    AttentionPane *m_attention = nullptr;
    InspectorPane *m_inspector = nullptr;
    ConflictPane *m_conflict = nullptr;
    QTimer m_ageTimer;
    bool m_wantsPart = true; ///< Nobody has chosen a part yet.
    bool m_isFilling = false; ///< What changes in the lists is not a person's choice.
};

} // namespace mdmc::ui
