// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/lead_form.h"

#include "ui/pages/common/form_sheet.h"
#include "ui/pages/common/record_form_view.h"
#include "ui/widgets/panels.h"

#include <QComboBox>

namespace mdmc::ui {

LeadForm::LeadForm(PageContext &context, const RecordId &id, QWidget *page)
    : QObject(page), m_form(context, EntityType::Lead, id),
      m_sheet(new Sheet(page, id.isNull() ? tr("New lead") : tr("Edit lead")))
{
    connect(m_sheet, &QObject::destroyed, this, &QObject::deleteLater);
    auto *body = new QWidget;
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::M);
    m_draft = new InlineNotice(Tone::Accent, body);
    m_draft->setText(tr("You left this form before saving. What you typed was kept."), tr("Continue with it"));
    m_draft->setDismissable(true);
    m_draft->hide();
    m_duplicates = new InlineNotice(Tone::Warning, body);
    m_duplicates->hide();
    m_view = new RecordFormView(m_form, body);
    layout->addWidget(m_draft);
    layout->addWidget(m_duplicates);
    layout->addWidget(m_view);
    buildFields();
    m_sheet->setPanelWidth(size::SheetWide);
    m_sheet->setBody(body);
    m_sheet->setConfirm(id.isNull() ? tr("Create lead") : tr("Save"));
    m_sheet->setClosesOnConfirm(false);

    bindForm(m_form, m_sheet, m_view, m_draft, tr("This lead is not here any more. It was deleted, or handed to somebody else."),
             [this](const RecordId &lead, const QString &text) { Q_EMIT saved(lead, text); });
    connect(&m_form, &RecordForm::loaded, this, &LeadForm::followStage);
    connect(&m_form, &RecordForm::duplicatesChanged, this, &LeadForm::showDuplicates);
    connect(m_duplicates, &InlineNotice::linkActivated, this, [this] {
        if (m_form.duplicates().isEmpty())
            return;
        Q_EMIT openRequested(m_form.duplicates().first().id);
        m_sheet->close(); // What was typed stays as a draft.
    });
}

LeadForm::~LeadForm()
{
    delete m_sheet; // Its editors refer to the form.
}

void LeadForm::open()
{
    m_sheet->open();
    m_form.load();
    m_view->focusFirst();
}

void LeadForm::buildFields()
{
    const auto add = [this](const char *name, bool wide = false, const QString &hint = {}) {
        m_view->addField(QLatin1String(name), wide, hint);
    };
    add("artistName");
    add("spotifyId", false, tr("The link of the artist's page"));
    add("genres");
    add("aliases");
    m_view->addHeading(tr("Contact"));
    add("firstName");
    add("lastName");
    add("emails");
    add("phones");
    add("country", false, tr("A name or two letters: France, FR"));
    add("consent");
    m_view->addHeading(tr("Deal"));
    add("stageId");
    add("priority");
    add("lostReason");
    add("contractValue");
    add("budget");
    add("ownerId");
    add("source");
    add("releaseDate");
    add("platforms");
    add("goals");
    m_view->addHeading(tr("Next"));
    add("nextStep");
    add("nextStepOn");
    add("tags", true);
    add("notes", true);
    if (QWidget *stage = m_view->editorOf(QLatin1String("stageId")))
        connect(static_cast<QComboBox *>(stage), &QComboBox::activated, this, &LeadForm::followStage);
    followStage();
}

/// What a stage asks is only shown in that stage.
void LeadForm::followStage()
{
    const auto stage = m_form.context().lookups.stage(m_form.record().value(QLatin1String("stageId")).as<RecordId>());
    const bool isLost = stage && stage->kind == QLatin1String("lost");
    const bool isWon = stage && stage->kind == QLatin1String("won");
    m_view->setFieldShown(QLatin1String("lostReason"), isLost);
    m_view->setFieldShown(QLatin1String("contractValue"),
                          isWon || !m_form.record().value(QLatin1String("contractValue")).isEmpty());
    if (FormField *reason = m_view->fieldOf(QLatin1String("lostReason")))
        reason->setRequired(isLost);
    if (FormField *value = m_view->fieldOf(QLatin1String("contractValue")))
        value->setRequired(isWon);
}

void LeadForm::showDuplicates()
{
    const auto &duplicates = m_form.duplicates();
    m_duplicates->setVisible(!duplicates.isEmpty());
    if (duplicates.isEmpty())
        return;
    const auto &first = duplicates.first();
    const QString text = duplicates.size() == 1
        ? tr("%1 has the %2.").arg(first.title, first.why)
        : tr("%1 has the %2, and %n more may be the same.", nullptr, int(duplicates.size()) - 1)
              .arg(first.title, first.why);
    m_duplicates->setText(text, tr("Open it"));
}

} // namespace mdmc::ui
