// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/campaigns/campaign_lines.h"

#include <QWidget>

class QVBoxLayout;

namespace mdmc::ui {

class Button;
class InlineNotice;
class Section;

/// The lines of a campaign in its form: one row per platform.
class LinesEditor : public QWidget {
    Q_OBJECT
public:
    /// `campaign` gives the record as it stands in the form, for sums and for new lines.
    LinesEditor(CampaignLines &lines, std::function<const Record &()> campaign, QWidget *parent = nullptr);
    void refreshSum();
    Button *addButton() const { return m_add; }

private:
    void rebuild();
    QWidget *makeRow(int index);
    void showErrors();

    CampaignLines &m_lines;
    std::function<const Record &()> m_campaign;
    Section *m_section;
    QVBoxLayout *m_rows;
    Button *m_add;
    InlineNotice *m_warning;
    QList<QLabel *> m_errors;
};

} // namespace mdmc::ui
