// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QFrame>

class QCompleter;
class QLineEdit;
class QStandardItemModel;

namespace mdmc::ui {

class Chip;

struct ChipOption {
    QString id;
    QString text;
    Hue hue = Hue::Slate;
};

/// Several values in one field: chips, then a line to type the next with completion. Enter or a comma takes the
/// completion (or, with `setFreeText`, what is typed), Backspace in the empty line takes away the last.
class ChipEditor : public QFrame {
    Q_OBJECT
public:
    explicit ChipEditor(QWidget *parent = nullptr);
    void setOptions(const QList<ChipOption> &options);
    void setFreeText(bool allowed);
    void setPlaceholder(const QString &text);
    void setReadOnly(bool readOnly);
    QStringList values() const { return m_values; } ///< Ids; a free text is its own id.
    void setValues(const QStringList &ids);         ///< Emits nothing.
    QLineEdit *lineEdit() const { return m_edit; }

Q_SIGNALS:
    void valuesChanged(const QStringList &ids);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    void rebuildChips();
    void rebuildCompletions();
    bool take(const QString &text);
    void change(const QStringList &values);
    ChipOption optionFor(const QString &id) const;

    QList<ChipOption> m_options;
    QStringList m_values;
    QList<Chip *> m_chips;
    QLineEdit *m_edit;
    QCompleter *m_completer;
    QStandardItemModel *m_completions;
    bool m_freeText = false;
    bool m_readOnly = false;
};

} // namespace mdmc::ui
