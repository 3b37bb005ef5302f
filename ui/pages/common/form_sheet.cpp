// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/form_sheet.h"

#include "ui/pages/common/record_form_view.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

namespace mdmc::ui {

void bindForm(RecordForm &form, Sheet *sheet, RecordFormView *view, InlineNotice *draft, const QString &missing,
              std::function<void(const RecordId &record, const QString &text)> saved)
{
    QObject::connect(sheet, &Sheet::confirmed, view, [&form, sheet, view] {
        sheet->setError({});
        form.save();
        sheet->setBusy(form.isSaving());
        if (!form.isSaving() && form.firstError() >= 0)
            view->focusError();
    });
    QObject::connect(&form, &RecordForm::saved, sheet, [sheet, saved = std::move(saved)](const RecordId &record, const QString &text) {
        saved(record, text);
        sheet->close();
    });
    QObject::connect(&form, &RecordForm::failed, sheet, [sheet](const QString &sentence) {
        sheet->setBusy(false);
        sheet->setError(sentence);
    });
    QObject::connect(&form, &RecordForm::missing, view, [sheet, view, missing] {
        sheet->setError(missing);
        view->setEnabled(false);
    });
    QObject::connect(&form, &RecordForm::draftFound, draft, &QWidget::show);
    QObject::connect(draft, &InlineNotice::linkActivated, draft, [&form, draft] {
        draft->hide();
        form.takeDraft();
    });
    QObject::connect(draft, &InlineNotice::dismissed, &form, &RecordForm::dropDraft);
}

} // namespace mdmc::ui
