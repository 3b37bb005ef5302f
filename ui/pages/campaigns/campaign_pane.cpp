// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/campaigns/campaign_pane.h"

#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"
#include "ui/pages/campaigns/campaign_lines.h"
#include "ui/pages/campaigns/pacing_bar.h"
#include "ui/pages/common/conflict_section.h"
#include "ui/pages/common/record_picker.h"
#include "ui/pages/common/surface.h"
#include "ui/widgets/badges.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QGridLayout>
#include <QScrollArea>
#include <QStackedWidget>

namespace mdmc::ui {

namespace {

int campaignField(const char *name)
{
    return entityInfo(EntityType::Campaign).indexOf(QLatin1String(name));
}

/// A span is told in dates: “Friday to 31/12” would leave open which Friday.
QString span(const QDate &start, const QDate &end, const QLocale &locale)
{
    return CampaignPane::tr("%1 to %2")
        .arg(locale.toString(start, QLocale::ShortFormat), locale.toString(end, QLocale::ShortFormat));
}

} // namespace

CampaignPane::CampaignPane(PageContext &context, QWidget *parent) : QWidget(parent), m_context(context)
{
    build();
    connect(&context.workspace, &sync::Workspace::changed, this, [this](const sync::ChangeSet &changes) {
        if (!m_id.isNull()
            && (changes.touches(EntityType::Campaign) || changes.touches(EntityType::CampaignLine)
                || changes.touches(EntityType::CampaignLead) || changes.touches(EntityType::Lead)))
            m_refresher.request();
    });
}

void CampaignPane::build()
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_stack = new QStackedWidget(this);
    outer->addWidget(m_stack);
    m_stack->addWidget(new EmptyState(Symbol::Megaphone, tr("No campaign selected"),
                                      tr("Select a campaign to see its platforms, pace and leads."), {}, m_stack));
    auto *page = new QWidget(m_stack);
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *head = new QWidget(page);
    auto *headLayout = new QVBoxLayout(head);
    headLayout->setContentsMargins(space::L, space::M, space::S, space::M);
    headLayout->setSpacing(space::Xs);
    auto *row = new QHBoxLayout;
    m_name = label({}, TextStyle::Page, head);
    m_name->setWordWrap(true);
    m_name->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_edit = new Button(tr("Edit"), ButtonKind::Quiet, head);
    m_edit->setSymbol(Symbol::Pencil);
    m_edit->setIconSize({14, 14});
    auto *close = iconButton(Symbol::X, tr("Close the detail"), head);
    row->addWidget(m_name, 1);
    row->addWidget(m_edit);
    row->addWidget(close);
    headLayout->addLayout(row);
    m_subtitle = label({}, TextStyle::Secondary, head, Tone::Secondary);
    headLayout->addWidget(m_subtitle);
    column->addWidget(head);
    column->addWidget(separator(page));

    auto *scroll = new QScrollArea(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *body = new QWidget(scroll);
    body->setObjectName(QStringLiteral("scrollBody"));
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(space::L, space::M, space::L, space::Xl);
    layout->setSpacing(space::Xl);
    m_problem = new InlineNotice(Tone::Negative, body);
    m_problem->setDismissable(true);
    m_problem->hide();
    layout->addWidget(m_problem);
    m_conflicts = new ConflictSection(m_context, EntityType::Campaign, body);
    layout->addWidget(m_conflicts);
    auto *pace = new Section(tr("Pace"), body);
    m_dates = label({}, TextStyle::Base, pace);
    m_pacing = new PacingBar(pace);
    m_pacingText = label({}, TextStyle::Secondary, pace, Tone::Secondary);
    pace->body()->addWidget(m_dates);
    pace->body()->addWidget(m_pacing);
    pace->body()->addWidget(m_pacingText);
    layout->addWidget(pace);
    m_linesSection = new Section(tr("Platforms"), body);
    m_addLine = new Button(tr("Add a platform"), ButtonKind::Quiet, m_linesSection);
    m_addLine->setSymbol(Symbol::Plus);
    m_linesSection->addAction(m_addLine);
    m_lines = new QGridLayout;
    m_lines->setHorizontalSpacing(space::M);
    m_lines->setVerticalSpacing(space::S);
    m_lines->setColumnStretch(0, 1);
    m_linesSection->body()->addLayout(m_lines);
    layout->addWidget(m_linesSection);
    m_leadsSection = new Section(tr("Leads"), body);
    m_link = new Button(tr("Link a lead"), ButtonKind::Quiet, m_leadsSection);
    m_link->setSymbol(Symbol::Plus);
    m_leadsSection->addAction(m_link);
    m_leads = new QVBoxLayout;
    m_leads->setSpacing(2);
    m_leadsSection->body()->addLayout(m_leads);
    layout->addWidget(m_leadsSection);
    m_notesSection = new Section(tr("Notes"), body);
    m_notes = label({}, TextStyle::Base, m_notesSection);
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_notes->setFocusPolicy(Qt::NoFocus);
    m_notesSection->body()->addWidget(m_notes);
    layout->addWidget(m_notesSection);
    layout->addStretch(1);
    scroll->setWidget(body);
    column->addWidget(scroll, 1);
    m_stack->addWidget(page);
    connect(m_edit, &Button::clicked, this, [this] { Q_EMIT editRequested(m_id); });
    connect(close, &QToolButton::clicked, this, &CampaignPane::closeRequested);
    connect(m_link, &Button::clicked, this, &CampaignPane::linkLead);
    connect(m_addLine, &Button::clicked, this, [this] { Q_EMIT editRequested(m_id); });
    connect(m_conflicts, &ConflictSection::settled, this, &CampaignPane::saved);
    connect(m_conflicts, &ConflictSection::failed, this, [this](const QString &sentence) {
        m_problem->setText(sentence);
        m_problem->show();
    });
}

void CampaignPane::showCampaign(const RecordId &id)
{
    if (id == m_id)
        return;
    m_id = id;
    m_problem->hide();
    m_conflicts->showRecord(id);
    if (id.isNull()) {
        m_campaign.reset();
        m_stack->setCurrentIndex(0);
    } else {
        reload();
    }
}

void CampaignPane::reload()
{
    const RecordId id = m_id;
    auto future = m_context.workspace.read([id](sync::ReplicaReader &reader) -> Result<std::optional<Bundle>> {
        MDMC_ASSIGN(const std::optional<Campaign> campaign, reader.load<Campaign>(id));
        if (!campaign)
            return std::optional<Bundle>();
        Bundle bundle{*campaign, {}, {}};
        MDMC_ASSIGN(const auto lines,
                    reader.store.referencing(EntityType::CampaignLine, QLatin1String("campaignId"), id));
        for (const RecordId &line : lines) {
            MDMC_ASSIGN(const std::optional<CampaignLine> one, reader.load<CampaignLine>(line));
            if (one)
                bundle.lines.push_back(*one);
        }
        MDMC_ASSIGN(const auto links,
                    reader.store.referencing(EntityType::CampaignLead, QLatin1String("campaignId"), id));
        for (const RecordId &link : links) {
            MDMC_ASSIGN(const std::optional<CampaignLead> one, reader.load<CampaignLead>(link));
            if (!one)
                continue;
            MDMC_ASSIGN(const std::optional<Lead> lead, reader.load<Lead>(one->leadId));
            if (lead) // Otherwise out of this person's sight.
                bundle.leads.push_back({link, lead->id, lead->artistName});
        }
        return std::optional(std::move(bundle));
    });
    whenDone(future, this, [this, id](Result<std::optional<Bundle>> bundle) {
        if (id != m_id)
            return;
        if (!bundle || !*bundle) {
            m_campaign.reset();
            m_stack->setCurrentIndex(0);
            return;
        }
        fill(**bundle);
    });
}

void CampaignPane::fill(const Bundle &bundle)
{
    m_campaign = bundle.campaign;
    const Campaign &campaign = bundle.campaign;
    const FieldText fields = m_context.fields();
    m_stack->setCurrentIndex(1);
    m_name->setText(campaign.name);
    QStringList facts;
    facts << fields.text(EntityType::Campaign, campaignField("status"), Value(campaign.status));
    if (!campaign.artistName.isEmpty())
        facts << campaign.artistName;
    if (campaign.budget)
        facts << m_context.format.money(*campaign.budget, true);
    if (const QString owner = m_context.lookups.userName(campaign.ownerId); !owner.isEmpty())
        facts << owner;
    m_subtitle->setText(facts.join(QStringLiteral(" · ")));
    m_edit->setVisible(m_context.may(Action::Edit, EntityType::Campaign));
    const std::optional<double> part = elapsed(campaign.startDate, campaign.endDate, m_context.today());
    m_pacing->setVisible(part.has_value());
    m_pacing->setRatio(part.value_or(0));
    m_dates->setText(part ? span(campaign.startDate, campaign.endDate, m_context.format.locale())
                          : tr("No start and end yet."));
    m_pacingText->setVisible(part.has_value());
    m_pacingText->setText(tr("%1 of the time has passed").arg(m_context.format.percent(part.value_or(0))));
    fillLines(bundle.lines);
    fillLeads(bundle.leads);
    m_notesSection->setVisible(!campaign.notes.isEmpty());
    m_notes->setText(campaign.notes);
    Q_EMIT loaded();
}

void CampaignPane::fillLines(const std::vector<CampaignLine> &lines)
{
    clearLayout(m_lines);
    const FieldText fields = m_context.fields();
    const EntityInfo &info = entityInfo(EntityType::CampaignLine);
    const int platform = info.indexOf(QLatin1String("platform"));
    const int objective = info.indexOf(QLatin1String("objective"));
    const int status = info.indexOf(QLatin1String("status"));
    int row = 0;
    for (const CampaignLine &line : lines) {
        auto *name = new QWidget(m_linesSection);
        auto *column = new QVBoxLayout(name);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(0);
        column->addWidget(
            label(fields.text(EntityType::CampaignLine, platform, Value(line.platform)), TextStyle::Base, name));
        QStringList facts;
        if (!line.objective.isEmpty())
            facts << fields.text(EntityType::CampaignLine, objective, Value(line.objective));
        if (line.startDate.isValid() && line.endDate.isValid())
            facts << span(line.startDate, line.endDate, m_context.format.locale());
        column->addWidget(label(facts.join(QStringLiteral(" · ")), TextStyle::Secondary, name, Tone::Secondary));
        m_lines->addWidget(name, row, 0);
        auto *amount = label(line.budget ? m_context.format.money(*line.budget, true) : QString(), TextStyle::Base,
                             m_linesSection);
        amount->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_lines->addWidget(amount, row, 1);
        auto *badge = new Badge(fields.text(EntityType::CampaignLine, status, Value(line.status)),
                                fields.hue(EntityType::CampaignLine, status, Value(line.status)), m_linesSection);
        m_lines->addWidget(badge, row++, 2, Qt::AlignRight | Qt::AlignVCenter);
    }
    if (lines.empty())
        m_lines->addWidget(
            label(tr("No platform yet."), TextStyle::Secondary, m_linesSection, Tone::Secondary), 0, 0);
    m_addLine->setVisible(m_context.may(Action::Create, EntityType::CampaignLine));
}

void CampaignPane::fillLeads(const std::vector<LinkedLead> &leads)
{
    clearLayout(m_leads);
    m_linked.clear();
    const bool mayUnlink = m_context.may(Action::Delete, EntityType::CampaignLead);
    for (const LinkedLead &linked : leads) {
        m_linked.push_back(linked.lead);
        auto *row = new QWidget(m_leadsSection);
        auto *layout = new QHBoxLayout(row);
        layout->setContentsMargins(0, 0, 0, 0);
        auto *open =
            new Button(QString(linked.name).replace(QLatin1Char('&'), QLatin1String("&&")), ButtonKind::Link, row);
        layout->addWidget(open);
        layout->addStretch();
        connect(open, &Button::clicked, this, [this, id = linked.lead] { Q_EMIT leadOpened(id); });
        if (mayUnlink) {
            auto *unlink = iconButton(Symbol::X, tr("Unlink %1").arg(linked.name), row);
            layout->addWidget(unlink);
            connect(unlink, &QToolButton::clicked, this, [this, id = linked.link] {
                commit(deleteCommand(tr("Unlink lead"), EntityType::CampaignLead, {id}), tr("Lead unlinked"));
            });
        }
        m_leads->addWidget(row);
    }
    if (leads.empty())
        m_leads->addWidget(label(tr("No lead is linked yet."), TextStyle::Secondary, m_leadsSection, Tone::Secondary));
    m_link->setVisible(m_context.may(Action::Create, EntityType::CampaignLead));
}

void CampaignPane::linkLead()
{
    auto *picker = new RecordPicker(m_context, EntityType::Lead, tr("Find a lead"), m_link);
    connect(picker, &RecordPicker::picked, this, [this, campaign = m_id](const RecordId &lead) {
        if (std::find(m_linked.begin(), m_linked.end(), lead) != m_linked.end())
            return;
        CampaignLead link{RecordId::mint(), campaign, lead};
        commit(createCommand(tr("Link lead"), toRecord(link)), tr("Lead linked"));
    });
    picker->openAt(m_link);
}

void CampaignPane::commit(sync::Command command, const QString &text)
{
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, text](Result<> result) {
        if (result) {
            m_problem->hide();
            Q_EMIT saved(text);
        } else {
            m_problem->setText(errorText(result.error(), EntityType::CampaignLead));
            m_problem->show();
        }
    });
}

void CampaignPane::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), Colours::of(this)[ui::Role::Surface]);
}

} // namespace mdmc::ui
