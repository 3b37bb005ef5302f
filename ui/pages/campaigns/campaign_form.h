// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_form.h"
#include "ui/pages/campaigns/campaign_lines.h"
#include "ui/widgets/sheet.h"

#include <QPointer>

namespace mdmc::ui {

class InlineNotice;
class LinesEditor;
class RecordFormView;

/// Creates or edits a campaign with its lines in a sheet. Deletes itself with its sheet.
class CampaignForm : public QObject {
    Q_OBJECT
public:
    CampaignForm(PageContext &context, const RecordId &id, QWidget *page);
    ~CampaignForm() override;
    void open();
    RecordForm &form() { return m_form; }
    CampaignLines &lines() { return m_lines; }
    Sheet *sheet() const { return m_sheet; }
    RecordFormView *view() const { return m_view; }

Q_SIGNALS:
    void saved(const mdmc::RecordId &id, const QString &text);

private:
    RecordForm m_form;
    CampaignLines m_lines;
    RecordId m_id;
    QPointer<Sheet> m_sheet;
    RecordFormView *m_view;
    LinesEditor *m_editor;
    InlineNotice *m_draft;
};

} // namespace mdmc::ui
