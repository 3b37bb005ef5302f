// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip_editor.h"

#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"

#include <QAbstractItemView>
#include <QCompleter>
#include <QKeyEvent>
#include <QLineEdit>
#include <QStandardItemModel>
#include <QStyle>

namespace mdmc::ui {

ChipEditor::ChipEditor(QWidget *parent)
    : QFrame(parent), m_edit(new QLineEdit(this)), m_completer(new QCompleter(this)),
      m_completions(new QStandardItemModel(this))
{
    setObjectName(QStringLiteral("chipEditor"));
    auto *layout = new FlowLayout(this, space::Xs);
    layout->setContentsMargins(space::Xs, 3, space::Xs, 3);
    m_edit->setProperty("plain", true);
    m_edit->setMinimumSize(80, size::Chip);
    m_edit->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    layout->addWidget(m_edit);
    m_completer->setModel(m_completions);
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    m_completer->setWidget(m_edit);
    connect(m_completer, qOverload<const QString &>(&QCompleter::activated), this, [this](const QString &text) {
        take(text);
        m_edit->clear();
    });
    connect(m_edit, &QLineEdit::textEdited, this, [this](const QString &text) {
        m_completer->setCompletionPrefix(text.trimmed());
        text.trimmed().isEmpty() ? m_completer->popup()->hide() : m_completer->complete();
    });
    m_edit->installEventFilter(this);
    setFocusProxy(m_edit);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    setMinimumHeight(size::Control);
}

void ChipEditor::setOptions(const QList<ChipOption> &options)
{
    m_options = options;
    rebuildChips();
}

void ChipEditor::setFreeText(bool allowed)
{
    m_freeText = allowed;
}

void ChipEditor::setPlaceholder(const QString &text)
{
    m_edit->setPlaceholderText(text);
}

void ChipEditor::setReadOnly(bool readOnly)
{
    m_readOnly = readOnly;
    m_edit->setReadOnly(readOnly);
    rebuildChips();
}

void ChipEditor::setValues(const QStringList &ids)
{
    if (ids == m_values)
        return;
    m_values = ids;
    rebuildChips();
}

ChipOption ChipEditor::optionFor(const QString &id) const
{
    for (const auto &option : m_options) {
        if (option.id == id)
            return option;
    }
    return {id, id, Hue::Slate};
}

void ChipEditor::rebuildChips()
{
    for (auto *chip : std::as_const(m_chips)) {
        layout()->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // it may be the one that asked
    }
    m_chips.clear();
    for (const auto &id : std::as_const(m_values)) {
        const ChipOption option = optionFor(id);
        auto *chip = new Chip({option.text, option.hue}, this);
        chip->setRemovable(!m_readOnly);
        connect(chip, &Chip::removeRequested, this, [this, id] {
            QStringList values = m_values;
            values.removeAll(id);
            change(values);
            m_edit->setFocus();
        });
        static_cast<FlowLayout *>(layout())->insertWidget(int(m_chips.size()), chip);
        m_chips.append(chip);
        chip->show();
    }
    rebuildCompletions();
    updateGeometry();
}

void ChipEditor::rebuildCompletions()
{
    m_completions->clear();
    for (const auto &option : std::as_const(m_options)) {
        if (!m_values.contains(option.id))
            m_completions->appendRow(new QStandardItem(option.text));
    }
}

bool ChipEditor::take(const QString &text)
{
    const QString wanted = text.trimmed();
    if (wanted.isEmpty() || m_readOnly)
        return false;
    QString id;
    for (const auto &option : std::as_const(m_options)) {
        if (option.text.compare(wanted, Qt::CaseInsensitive) == 0)
            id = option.id;
    }
    if (id.isEmpty() && !m_freeText)
        return false;
    id = id.isEmpty() ? wanted : id;
    if (!m_values.contains(id))
        change(m_values + QStringList(id));
    return true;
}

void ChipEditor::change(const QStringList &values)
{
    m_values = values;
    rebuildChips();
    Q_EMIT valuesChanged(m_values);
}

bool ChipEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_edit)
        return QFrame::eventFilter(watched, event);
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
        setProperty("focused", event->type() == QEvent::FocusIn);
        style()->unpolish(this);
        style()->polish(this);
        // What was typed and left counts, as in any other field.
        if (event->type() == QEvent::FocusOut && !m_completer->popup()->isVisible() && take(m_edit->text()))
            m_edit->clear();
    }
    if (event->type() == QEvent::KeyPress) {
        auto *key = static_cast<QKeyEvent *>(event);
        const bool enter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if ((enter || key->key() == Qt::Key_Comma) && !m_edit->text().trimmed().isEmpty()) {
            if (take(m_edit->text())) {
                m_edit->clear();
            } else if (m_completer->completionCount() > 0) {
                take(m_completer->currentCompletion());
                m_edit->clear();
            }
            m_completer->popup()->hide();
            return true;
        }
        if (key->key() == Qt::Key_Backspace && m_edit->text().isEmpty() && !m_values.isEmpty() && !m_readOnly) {
            change(m_values.mid(0, m_values.size() - 1));
            return true;
        }
        if (key->key() == Qt::Key_Down && !m_completer->popup()->isVisible()) {
            m_completer->setCompletionPrefix(m_edit->text().trimmed());
            m_completer->complete();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void ChipEditor::mousePressEvent(QMouseEvent *)
{
    m_edit->setFocus();
}

} // namespace mdmc::ui
