// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lead_filters.h"

#include <QFrame>

class QComboBox;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace mdmc::ui {

class Button;

/// One condition of a filter, built from the field table: field, comparison, values. A small panel at its anchor; Enter
/// takes it, Esc leaves everything as it was. Deletes itself.
class ConditionEditor : public QFrame {
    Q_OBJECT
public:
    ConditionEditor(const FieldText &fields, EntityType type, const storage::Condition &condition, bool isNew,
                    QWidget *anchor);
    void openAt(QWidget *anchor);

Q_SIGNALS:
    void accepted(const mdmc::storage::Condition &condition);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void fieldChosen();
    void comparisonChosen();
    void accept();
    void toggle(QListWidgetItem *item);
    storage::Comparison comparison() const;
    int field() const;
    std::optional<Value> typedValue(const QLineEdit *line) const;

    FieldText m_fields;
    EntityType m_type;
    storage::Condition m_condition;
    QComboBox *m_field;
    QComboBox *m_comparison;
    QListWidget *m_choices;
    QLineEdit *m_first;
    QLineEdit *m_second;
    QLabel *m_error;
    Button *m_accept;
};

} // namespace mdmc::ui
