// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/models/refresher.h"

#include <QWidget>

class QGridLayout;
class QStackedWidget;
class QVBoxLayout;

namespace mdmc::ui {

class Button;
class ConflictSection;
class InlineNotice;
class PacingBar;
class Section;

/// The selected campaign: dates and pace, lines per platform, leads it is for.
class CampaignPane : public QWidget {
    Q_OBJECT
public:
    explicit CampaignPane(PageContext &context, QWidget *parent = nullptr);
    void showCampaign(const RecordId &id);
    QString name() const { return m_campaign ? m_campaign->name : QString(); }

Q_SIGNALS:
    void loaded();
    void editRequested(const mdmc::RecordId &id);
    void leadOpened(const mdmc::RecordId &id);
    void closeRequested();
    void saved(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    struct LinkedLead {
        RecordId link;
        RecordId lead;
        QString name;
    };
    struct Bundle {
        Campaign campaign;
        std::vector<CampaignLine> lines;
        std::vector<LinkedLead> leads;
    };
    void build();
    void reload();
    void fill(const Bundle &bundle);
    void fillLines(const std::vector<CampaignLine> &lines);
    void fillLeads(const std::vector<LinkedLead> &leads);
    void linkLead();
    void commit(sync::Command command, const QString &text);

    PageContext &m_context;
    RecordId m_id;
    std::optional<Campaign> m_campaign;
    Refresher m_refresher{[this] { reload(); }};
    QStackedWidget *m_stack;
    QLabel *m_name;
    QLabel *m_subtitle;
    Button *m_edit;
    InlineNotice *m_problem;
    ConflictSection *m_conflicts;
    QLabel *m_dates;
    PacingBar *m_pacing;
    QLabel *m_pacingText;
    Section *m_linesSection;
    QGridLayout *m_lines;
    Section *m_leadsSection;
    QVBoxLayout *m_leads;
    Button *m_link;
    Button *m_addLine;
    Section *m_notesSection;
    QLabel *m_notes;
    std::vector<RecordId> m_linked;
};

} // namespace mdmc::ui
