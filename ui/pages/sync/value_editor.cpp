// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/value_editor.h"

#include "ui/pages/common/date_edit.h"

#include <QComboBox>
#include <QDateTime>
#include <QPlainTextEdit>

namespace mdmc::ui {

namespace {

constexpr int kLongTextHeight = 84;
/// A day without a time means until the end of work.
const QTime kEndOfWork(18, 0);

QDate dayOf(const Value &value)
{
    if (const qint64 *at = value.get<qint64>())
        return QDateTime::fromMSecsSinceEpoch(*at).date();
    return value.as<QDate>();
}

Value ofDay(const QDate &day, FieldType type, const Value &before)
{
    if (type != FieldType::Timestamp || !day.isValid())
        return Value(day);
    const qint64 *at = before.get<qint64>();
    return Value(QDateTime(day, at ? QDateTime::fromMSecsSinceEpoch(*at).time() : kEndOfWork).toMSecsSinceEpoch());
}

} // namespace

QWidget *makeValueEditor(const FieldText &fields, EntityType type, int position, const Value &value, QWidget *parent)
{
    const FieldInfo &field = entityInfo(type).field(position);
    if (field.type == FieldType::Bytes)
        return nullptr;
    if (fields.isChosen(type, position) && field.type != FieldType::TextSet) {
        auto *box = new QComboBox(parent);
        box->addItem(QString(), QString());
        for (const FieldOption &option : fields.options(type, position))
            box->addItem(option.label, option.id);
        const QString id = FieldText::optionId(value);
        if (!id.isEmpty() && box->findData(id) < 0) // Archived since.
            box->addItem(fields.text(type, position, value), id);
        box->setCurrentIndex(std::max(0, box->findData(id)));
        return box;
    }
    if (field.type == FieldType::Id)
        return nullptr;
    if (field.type == FieldType::Date || field.type == FieldType::Timestamp) {
        auto *edit = new DateEdit(fields.format(), parent);
        edit->setDate(dayOf(value));
        return edit;
    }
    const QString text = fields.editText(type, position, value);
    if (field.has(FieldFlag::LongText)) {
        auto *edit = new QPlainTextEdit(text, parent);
        edit->setFixedHeight(kLongTextHeight);
        edit->setTabChangesFocus(true);
        return edit;
    }
    auto *edit = new QLineEdit(text, parent);
    edit->setCursorPosition(0);
    return edit;
}

std::optional<Value> editedValueOf(const QWidget *editor, const FieldText &fields, EntityType type, int position,
                                   const Value &before)
{
    const FieldInfo &field = entityInfo(type).field(position);
    if (const auto *box = qobject_cast<const QComboBox *>(editor))
        return FieldText::valueOfOption(field, box->currentData().toString());
    if (const auto *date = qobject_cast<const DateEdit *>(editor)) {
        const QString text = date->text().trimmed();
        if (text.isEmpty())
            return Value();
        const QDate day = DateEdit::parse(text, fields.format().locale());
        if (!day.isValid())
            return std::nullopt;
        return day == dayOf(before) ? before : ofDay(day, field.type, before);
    }
    if (const auto *text = qobject_cast<const QPlainTextEdit *>(editor))
        return Value(text->toPlainText().trimmed());
    const auto *line = qobject_cast<const QLineEdit *>(editor);
    if (!line)
        return before;
    if (line->text() == fields.editText(type, position, before))
        return before;
    return fields.parse(type, position, line->text(), before);
}

} // namespace mdmc::ui
