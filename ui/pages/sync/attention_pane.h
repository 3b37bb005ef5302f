// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/common/surface.h"
#include "ui/pages/sync/sync_presenter.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace mdmc::ui {

class Button;
class FormField;
class InlineNotice;

/// One refused edit: why, the values side by side, and what can be done about it.
class AttentionPane : public Surface<> {
    Q_OBJECT
public:
    explicit AttentionPane(SyncPresenter &presenter, QWidget *parent = nullptr);

    /// While its values are being edited the same item stays as it is.
    void show(qint64 id);
    qint64 id() const { return m_id; }
    bool isEditing() const { return m_isEditing; }

    void retry(); ///< With what is typed, while editing.
    void edit();
    void copy();
    void discard(); ///< Asks: it cannot be undone.

Q_SIGNALS:
    void causeRequested(qint64 id);
    void copied(const QString &text);
    void editingEnded();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    struct Cell {
        sync::AttentionItem::FieldView view;
        QWidget *editor = nullptr;
        FormField *field = nullptr;
    };
    void fill();
    void showAdvised(const sync::AttentionItem &item, bool hasCause, bool hasEditors);
    QStringList tableTexts(const sync::AttentionItem &item) const;
    void buildTable(const sync::AttentionItem &item);
    void buildLine(const sync::AttentionItem &item, const sync::AttentionItem::FieldView &view, int row,
                   bool isCompared);
    void buildForm(const sync::AttentionItem &item);
    FormField *makeField(const sync::AttentionItem &item, const sync::AttentionItem::FieldView &view);
    void setEditing(bool isEditing);
    void showRetryFailed(qint64 id, int field, const QString &sentence);
    std::optional<std::vector<FieldChange>> typedChanges();

    SyncPresenter &m_presenter;
    qint64 m_id = 0;
    bool m_isEditing = false;
    QStringList m_shown; ///< In the table, so that a selection stays in it; empty while it is a form.
    std::vector<Cell> m_cells;
    QLabel *m_title;
    QLabel *m_facts;
    InlineNotice *m_reason;
    QLabel *m_advice;
    InlineNotice *m_cause;
    QWidget *m_table;
    QGridLayout *m_grid;
    QLabel *m_dependants;
    Button *m_retry;
    Button *m_edit;
    Button *m_cancel;
    Button *m_copy;
    Button *m_discard;
    QToolButton *m_open;
    QWidget *m_bar;
};

} // namespace mdmc::ui
