// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/condition_editor.h"

#include "ui/models/error_text.h"
#include "ui/theme/painting.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QComboBox>
#include <QDateTime>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>

namespace mdmc::ui {

using storage::Comparison;
using storage::Condition;

namespace {

constexpr int kWidth = 300, kChoicesHeight = 220;

} // namespace

ConditionEditor::ConditionEditor(const FieldText &fields, EntityType type, const Condition &condition, bool isNew,
                                 QWidget *anchor)
    : QFrame(anchor, Qt::Popup | Qt::FramelessWindowHint), m_fields(fields), m_type(type), m_condition(condition)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_TranslucentBackground);
    setFixedWidth(kWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::M, space::M, space::M, space::M);
    layout->setSpacing(space::S);
    m_field = new QComboBox(this);
    m_field->setAccessibleName(tr("Field"));
    for (const int position : filterFields(type))
        m_field->addItem(FieldText::label(entityInfo(type).field(position)), position);
    m_comparison = new QComboBox(this);
    m_comparison->setAccessibleName(tr("Comparison"));
    m_choices = new QListWidget(this);
    m_choices->setAccessibleName(tr("Values"));
    m_choices->setMaximumHeight(kChoicesHeight);
    m_choices->setFrameShape(QFrame::NoFrame);
    m_first = new QLineEdit(this);
    m_first->setAccessibleName(tr("Value"));
    m_second = new QLineEdit(this);
    m_second->setAccessibleName(tr("Second value"));
    m_error = label({}, TextStyle::Secondary, this, Tone::Negative);
    m_error->setWordWrap(true);
    m_error->hide();
    m_accept = new Button(isNew ? tr("Add filter") : tr("Change filter"), ButtonKind::Primary, this);
    layout->addWidget(m_field);
    layout->addWidget(m_comparison);
    layout->addWidget(m_choices);
    layout->addWidget(m_first);
    layout->addWidget(m_second);
    layout->addWidget(m_error);
    layout->addWidget(m_accept);

    m_field->setCurrentIndex(std::max(0, m_field->findData(condition.field)));
    fieldChosen();
    connect(m_field, &QComboBox::currentIndexChanged, this, [this] {
        m_condition = {field(), Comparison::Equals, {}};
        fieldChosen();
    });
    connect(m_comparison, &QComboBox::currentIndexChanged, this, &ConditionEditor::comparisonChosen);
    connect(m_accept, &Button::clicked, this, &ConditionEditor::accept);
    connect(m_first, &QLineEdit::returnPressed, this, &ConditionEditor::accept);
    connect(m_second, &QLineEdit::returnPressed, this, &ConditionEditor::accept);
    // The whole row answers to the pointer, not only its box; Space does the same.
    connect(m_choices, &QListWidget::itemClicked, this, &ConditionEditor::toggle);
    m_choices->installEventFilter(this);
}

void ConditionEditor::toggle(QListWidgetItem *item)
{
    if (item)
        item->setCheckState(item->checkState() == Qt::Checked ? Qt::Unchecked : Qt::Checked);
}

bool ConditionEditor::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_choices && event->type() == QEvent::KeyPress
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space) {
        toggle(m_choices->currentItem());
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

int ConditionEditor::field() const
{
    return m_field->currentData().toInt();
}

Comparison ConditionEditor::comparison() const
{
    return Comparison(m_comparison->currentData().toInt());
}

void ConditionEditor::fieldChosen()
{
    const FieldInfo &info = entityInfo(m_type).field(field());
    const QSignalBlocker blocker(m_comparison);
    m_comparison->clear();
    for (const Comparison one : comparisonsFor(info))
        m_comparison->addItem(comparisonText(one, info), int(one));
    m_comparison->setCurrentIndex(std::max(0, m_comparison->findData(int(m_condition.comparison))));
    m_choices->clear();
    for (const FieldOption &option : m_fields.options(m_type, field())) {
        auto *item = new QListWidgetItem(option.label, m_choices);
        item->setData(Qt::UserRole, option.id);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable);
        const bool isChosen = std::any_of(m_condition.values.begin(), m_condition.values.end(),
                                          [&](const Value &value) { return FieldText::optionId(value) == option.id; });
        item->setCheckState(isChosen ? Qt::Checked : Qt::Unchecked);
    }
    if (m_choices->count() > 0)
        m_choices->setCurrentRow(0);
    const auto text = [&](size_t i) {
        if (m_choices->count() > 0 || i >= m_condition.values.size())
            return QString();
        const Value &value = m_condition.values[i];
        if (info.type == FieldType::Timestamp)
            return m_fields.format().locale().toString(QDateTime::fromMSecsSinceEpoch(value.as<qint64>()).date(),
                                                       QLocale::ShortFormat);
        return m_fields.editText(m_type, field(), value);
    };
    m_first->setText(text(0));
    m_second->setText(text(1));
    const bool isDate = info.type == FieldType::Date || info.type == FieldType::Timestamp;
    m_first->setPlaceholderText(isDate ? m_fields.format().locale().dateFormat(QLocale::ShortFormat) : QString());
    m_second->setPlaceholderText(m_first->placeholderText());
    comparisonChosen();
}

void ConditionEditor::comparisonChosen()
{
    const int values = valueCount(comparison());
    const bool hasChoices = m_choices->count() > 0;
    m_choices->setVisible(hasChoices && values != 0);
    m_first->setVisible(!hasChoices && values != 0);
    m_second->setVisible(!hasChoices && values == 2);
    m_error->hide();
    adjustSize();
}

std::optional<Value> ConditionEditor::typedValue(const QLineEdit *line) const
{
    const FieldInfo &info = entityInfo(m_type).field(field());
    if (info.type == FieldType::TextSet)
        return Value(line->text().trimmed());
    if (info.type != FieldType::Timestamp)
        return m_fields.parse(m_type, field(), line->text());
    QDate date = m_fields.format().locale().toDate(line->text(), QLocale::ShortFormat);
    if (!date.isValid())
        date = QDate::fromString(line->text(), Qt::ISODate);
    if (date.isValid() && date.year() < 1970)
        date = date.addYears(100);
    if (!date.isValid())
        return std::nullopt;
    const bool isEnd = comparison() == Comparison::AtMost || line == m_second;
    return Value((isEnd ? date.endOfDay() : date.startOfDay()).toMSecsSinceEpoch());
}

void ConditionEditor::accept()
{
    Condition condition{field(), comparison(), {}};
    const int wanted = valueCount(condition.comparison);
    const FieldInfo &info = entityInfo(m_type).field(condition.field);
    if (wanted != 0 && m_choices->count() > 0) {
        for (int i = 0; i < m_choices->count(); ++i)
            if (m_choices->item(i)->checkState() == Qt::Checked) {
                const QString id = m_choices->item(i)->data(Qt::UserRole).toString();
                condition.values.push_back(info.type == FieldType::TextSet ? Value(id)
                                                                           : FieldText::valueOfOption(info, id));
            }
    } else {
        for (const QLineEdit *line : {m_first, m_second}) {
            if (wanted < int(line == m_second) + 1)
                continue;
            const std::optional<Value> value = typedValue(line);
            if (value && !value->isEmpty())
                condition.values.push_back(*value);
        }
    }
    if (wanted != 0 && int(condition.values.size()) < std::max(1, wanted)) {
        m_error->setText(m_choices->count() > 0 ? tr("Choose at least one value.") : tr("This value cannot be read."));
        m_error->show();
        adjustSize();
        return;
    }
    Q_EMIT accepted(condition);
    close();
}

void ConditionEditor::openAt(QWidget *anchor)
{
    adjustSize();
    QPoint position = anchor->mapToGlobal(QPoint(0, anchor->height() + 4));
    const QRect screen = anchor->screen()->availableGeometry();
    position.setX(std::min(position.x(), screen.right() - width()));
    move(position);
    show();
    m_field->setFocus();
}

void ConditionEditor::keyPressEvent(QKeyEvent *event)
{
    const bool isEnter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    isEnter ? accept() : QFrame::keyPressEvent(event);
    if (event->key() == Qt::Key_Escape)
        close();
}

void ConditionEditor::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = Colours::of(this);
    paintRounded(painter, QRectF(rect()).adjusted(.5, .5, -.5, -.5), radius::Card, colours[ui::Role::Raised],
                 colours[ui::Role::Line]);
}

} // namespace mdmc::ui
