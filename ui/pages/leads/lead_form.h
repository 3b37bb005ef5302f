// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_form.h"
#include "ui/widgets/sheet.h"

#include <QPointer>

class QWidget;

namespace mdmc::ui {

class InlineNotice;
class RecordFormView;

/// Creates or edits a lead in a sheet over its page. Closing it keeps a draft; the next time it is offered. Deletes
/// itself with its sheet.
class LeadForm : public QObject {
    Q_OBJECT
public:
    LeadForm(PageContext &context, const RecordId &id, QWidget *page);
    ~LeadForm() override;
    void open();
    RecordForm &form() { return m_form; }
    RecordFormView *view() const { return m_view; }
    Sheet *sheet() const { return m_sheet; }

Q_SIGNALS:
    void saved(const mdmc::RecordId &id, const QString &text);
    void openRequested(const mdmc::RecordId &id); ///< A duplicate's link.

private:
    void buildFields();
    void followStage();
    void showDuplicates();

    RecordForm m_form;
    QPointer<Sheet> m_sheet;
    RecordFormView *m_view;
    InlineNotice *m_draft;
    InlineNotice *m_duplicates;
};

} // namespace mdmc::ui
