// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/lines_editor.h"

#include "ui/pages/common/choice_menu.h"
#include "ui/pages/common/date_edit.h"
#include "ui/pages/common/surface.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QComboBox>
#include <QLineEdit>

namespace mdmc::ui {

namespace {

constexpr int kAmountWidth = 100, kDateWidth = 118, kStatusWidth = 132;

int lineField(const char *name)
{
    return entityInfo(EntityType::CampaignLine).indexOf(QLatin1String(name));
}

} // namespace

LinesEditor::LinesEditor(CampaignLines &lines, std::function<const Record &()> campaign, QWidget *parent)
    : QWidget(parent), m_lines(lines), m_campaign(std::move(campaign))
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, space::S, 0, 0);
    m_section = new Section(tr("On each platform"), this);
    m_add = new Button(tr("Add a platform"), ButtonKind::Quiet, m_section);
    m_add->setSymbol(Symbol::Plus);
    m_section->addAction(m_add);
    m_rows = new QVBoxLayout;
    m_rows->setSpacing(space::S);
    m_section->body()->addLayout(m_rows);
    m_warning = new InlineNotice(Tone::Warning, m_section);
    m_warning->hide();
    m_section->body()->addWidget(m_warning);
    layout->addWidget(m_section);
    layout->addStretch(1);
    connect(m_add, &Button::clicked, this, [this] { m_lines.add(m_campaign()); });
    connect(&lines, &CampaignLines::reset, this, &LinesEditor::rebuild);
    connect(&lines, &CampaignLines::changed, this, [this] {
        showErrors();
        refreshSum();
    });
}

void LinesEditor::refreshSum()
{
    m_section->setCount(m_lines.sumText(m_campaign()));
    const QString warning = m_lines.warning(m_campaign());
    m_warning->setVisible(!warning.isEmpty());
    m_warning->setText(warning);
}

void LinesEditor::rebuild()
{
    clearLayout(m_rows);
    m_errors.clear();
    for (int i = 0; i < m_lines.count(); ++i)
        m_rows->addWidget(makeRow(i));
    if (m_lines.count() == 0)
        m_rows->addWidget(label(tr("No platform yet. A line says what runs where, from when to when, for how much."),
                                TextStyle::Secondary, this, Tone::Secondary));
    showErrors();
    refreshSum();
}

QWidget *LinesEditor::makeRow(int index)
{
    const FieldText fields = m_lines.context().fields();
    const CampaignLines::Line &line = m_lines.line(index);
    auto *box = new QWidget(this);
    box->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::Xs);
    column->addLayout(row);
    const auto named = [&](QWidget *editor, const char *name, int width) {
        editor->setAccessibleName(
            tr("Line %1, %2").arg(index + 1).arg(FieldText::label(EntityType::CampaignLine, QLatin1String(name))));
        if (width > 0)
            editor->setFixedWidth(width);
        row->addWidget(editor, width > 0 ? 0 : 1);
    };
    const auto addChoice = [&](const char *name, int width, const QString &none = {}) {
        auto *combo = new QComboBox(box);
        const int field = lineField(name);
        const QString now = FieldText::optionId(line.record.values[size_t(field)]);
        if (!none.isEmpty())
            combo->addItem(none, QString());
        for (const FieldOption &option : fields.options(EntityType::CampaignLine, field))
            combo->addItem(dotIcon(option.hue), option.label, option.id);
        if (combo->findData(now) < 0 && !now.isEmpty()) // No longer in the list, but still this line's.
            combo->addItem(fields.text(EntityType::CampaignLine, field, Value(now)), now);
        combo->setCurrentIndex(combo->findData(now));
        combo->setMinimumContentsLength(6);
        named(combo, name, width);
        connect(combo, &QComboBox::activated, this, [this, index, field, combo] {
            const QString id = combo->currentData().toString();
            m_lines.setValue(index, field, id.isEmpty() ? Value() : Value(id));
        });
    };
    const auto addText = [&](const char *name, int width) {
        const int field = lineField(name);
        auto *edit = new QLineEdit(box);
        edit->setPlaceholderText(FieldText::label(EntityType::CampaignLine, QLatin1String(name)));
        edit->setText(line.unread.contains(field)
                          ? line.unread.value(field)
                          : fields.editText(EntityType::CampaignLine, field, line.record.values[size_t(field)]));
        named(edit, name, width);
        connect(edit, &QLineEdit::textEdited, this,
                [this, index, field](const QString &text) { m_lines.setText(index, field, text); });
    };
    const auto addDate = [&](const char *name) {
        const int field = lineField(name);
        auto *date = new DateEdit(m_lines.context().format, box);
        date->setDate(line.record.values[size_t(field)].as<QDate>());
        named(date, name, kDateWidth);
        connect(date, &DateEdit::dateEdited, this,
                [this, index, field](const QDate &day) { m_lines.setValue(index, field, Value(day)); });
        connect(date, &QLineEdit::textEdited, this,
                [this, index, field](const QString &text) { m_lines.setText(index, field, text); });
    };
    addChoice("platform", 0);
    addChoice("objective", 0, tr("No objective"));
    addText("budget", kAmountWidth);
    addDate("startDate");
    addDate("endDate");
    addChoice("status", kStatusWidth);
    auto *remove = iconButton(Symbol::X, tr("Remove line %1").arg(index + 1), box);
    row->addWidget(remove);
    connect(remove, &QToolButton::clicked, this, [this, index] { m_lines.remove(index); });
    auto *error = label({}, TextStyle::Secondary, box, Tone::Negative);
    error->setWordWrap(true);
    error->hide();
    column->addWidget(error);
    m_errors << error;
    return box;
}

void LinesEditor::showErrors()
{
    for (int i = 0; i < std::min<int>(m_lines.count(), int(m_errors.size())); ++i) {
        QStringList sentences = m_lines.line(i).errors.values();
        sentences.removeDuplicates();
        m_errors[i]->setText(sentences.join(QLatin1Char(' ')));
        m_errors[i]->setVisible(!sentences.isEmpty());
    }
}

} // namespace mdmc::ui
