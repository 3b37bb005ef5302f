// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_form.h"

#include <functional>

namespace mdmc::ui {

class InlineNotice;
class RecordFormView;
class Sheet;

/// What every form in a sheet does: save on confirm and show what is wrong in place, close when saved, offer the draft
/// that an earlier start left. `view` belongs to `sheet`; `form` outlives it.
/// `missing`: the sentence for a record that is gone. `saved` is called before the sheet closes.
void bindForm(RecordForm &form, Sheet *sheet, RecordFormView *view, InlineNotice *draft, const QString &missing,
              std::function<void(const RecordId &record, const QString &text)> saved);

} // namespace mdmc::ui
