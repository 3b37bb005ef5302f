// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/form_field.h"

#include "ui/widgets/panels.h"

#include <QGridLayout>
#include <QResizeEvent>
#include <QStyle>

namespace mdmc::ui {

FormField::FormField(const QString &labelText, QWidget *editor, QWidget *parent)
    : QWidget(parent), m_labelText(labelText), m_editor(editor)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::Xs);
    m_label = label(labelText, TextStyle::Secondary, this, Tone::Secondary);
    m_label->setBuddy(editor);
    m_message = label({}, TextStyle::Secondary, this);
    m_message->setWordWrap(true);
    m_message->hide();
    layout->addWidget(m_label);
    layout->addWidget(editor);
    layout->addWidget(m_message);
    editor->setAccessibleName(labelText);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

void FormField::setRequired(bool required)
{
    m_required = required;
    refresh();
}

void FormField::setHint(const QString &hint)
{
    m_hintText = hint;
    refresh();
}

void FormField::setError(const QString &sentence)
{
    if (sentence == m_errorText)
        return;
    m_errorText = sentence;
    refresh();
}

void FormField::refresh()
{
    m_label->setText(m_required ? tr("%1 *", "label of a required field").arg(m_labelText) : m_labelText);
    m_editor->setAccessibleName(m_required ? tr("%1, required").arg(m_labelText) : m_labelText);
    const QString &text = m_errorText.isEmpty() ? m_hintText : m_errorText;
    m_message->setText(breakable(text));
    m_message->setProperty("tone", m_errorText.isEmpty() ? QStringLiteral("secondary") : QStringLiteral("negative"));
    m_message->setVisible(!text.isEmpty());
    m_editor->setAccessibleDescription(text);
    m_editor->setProperty("invalid", hasError());
    for (QWidget *widget : {static_cast<QWidget *>(m_message), m_editor}) {
        style()->unpolish(widget);
        style()->polish(widget);
    }
}

FormLayout::FormLayout(QWidget *parent) : QWidget(parent)
{
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(space::L);
    grid->setVerticalSpacing(space::M);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
}

FormField *FormLayout::add(FormField *field, bool wide)
{
    m_items.append({field, wide});
    arrangeAnew();
    return field;
}

void FormLayout::addHeading(const QString &text)
{
    auto *heading = label(text, TextStyle::Section, this);
    heading->setContentsMargins(0, m_items.isEmpty() ? 0 : space::S, 0, 0);
    addWidget(heading);
}

void FormLayout::addWidget(QWidget *widget)
{
    m_items.append({widget, true});
    arrangeAnew();
}

void FormLayout::setColumns(int columns)
{
    m_maxColumns = std::clamp(columns, 1, 2);
    arrangeAnew();
}

void FormLayout::setShown(QWidget *item, bool isShown)
{
    const auto found = std::ranges::find(m_items, item, &Item::widget);
    if (found == m_items.end() || found->isShown == isShown)
        return;
    found->isShown = isShown;
    item->setVisible(isShown);
    arrangeAnew();
}

void FormLayout::arrangeAnew()
{
    m_columns = 0;
    arrange();
}

FormField *FormLayout::firstError() const
{
    for (const auto &item : m_items) {
        auto *field = qobject_cast<FormField *>(item.widget);
        if (field && field->hasError())
            return field;
    }
    return nullptr;
}

void FormLayout::resizeEvent(QResizeEvent *)
{
    arrange();
}

void FormLayout::arrange()
{
    const int columns = width() >= 2 * size::FormColumnMin + space::L ? m_maxColumns : 1;
    if (columns == m_columns)
        return;
    m_columns = columns;
    auto *grid = static_cast<QGridLayout *>(layout());
    while (QLayoutItem *item = grid->takeAt(0))
        delete item;
    int row = 0, column = 0;
    for (const auto &item : std::as_const(m_items)) {
        if (!item.isShown)
            continue;
        const int span = item.wide ? columns : 1;
        if (column + span > columns) {
            ++row;
            column = 0;
        }
        grid->addWidget(item.widget, row, column, 1, span, Qt::AlignTop);
        column += span;
    }
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, columns > 1 ? 1 : 0);
    updateGeometry();
}

} // namespace mdmc::ui
