// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/campaign_form.h"

#include "ui/pages/campaigns/lines_editor.h"
#include "ui/pages/common/form_sheet.h"
#include "ui/pages/common/record_form_view.h"
#include "ui/widgets/panels.h"

namespace mdmc::ui {

namespace {

constexpr int kPanelWidth = 860; ///< A line has six fields beside each other.

} // namespace

CampaignForm::CampaignForm(PageContext &context, const RecordId &id, QWidget *page)
    : QObject(page), m_form(context, EntityType::Campaign, id), m_lines(context), m_id(id),
      m_sheet(new Sheet(page, id.isNull() ? tr("New campaign") : tr("Edit campaign")))
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
    m_view = new RecordFormView(m_form, body);
    for (const char *name :
         {"name", "artistName", "status", "ownerId", "budget", "releaseDate", "startDate", "endDate"})
        m_view->addField(QLatin1String(name));
    m_view->addField(QLatin1String("goals"), true);
    m_view->addField(QLatin1String("notes"), true);
    m_editor = new LinesEditor(
        m_lines, [this]() -> const Record & { return m_form.record(); }, body);
    layout->addWidget(m_draft);
    layout->addWidget(m_view);
    layout->addWidget(m_editor);
    m_sheet->setPanelWidth(kPanelWidth);
    m_sheet->setBody(body);
    m_sheet->setConfirm(id.isNull() ? tr("Create campaign") : tr("Save"));
    m_sheet->setClosesOnConfirm(false);
    m_form.moreChecks = [this] { return m_lines.check(); };
    m_form.moreEdits = [this](const RecordId &campaign) { return m_lines.edits(campaign); };

    bindForm(m_form, m_sheet, m_view, m_draft, tr("This campaign is not here any more. It was deleted, or handed to somebody else."),
             [this](const RecordId &campaign, const QString &text) { Q_EMIT saved(campaign, text); });
    connect(&m_form, &RecordForm::errorsChanged, m_editor, &LinesEditor::refreshSum); // A changed budget ends here too.
    connect(&m_form, &RecordForm::loaded, m_editor, &LinesEditor::refreshSum);
    connect(&m_lines, &CampaignLines::failed, m_sheet, &Sheet::setError);
}

CampaignForm::~CampaignForm()
{
    delete m_sheet; // Its editors refer to the form.
}

void CampaignForm::open()
{
    m_sheet->open();
    m_form.load();
    m_lines.load(m_id);
    m_view->focusFirst();
}

} // namespace mdmc::ui
