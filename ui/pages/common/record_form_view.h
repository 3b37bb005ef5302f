// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/record_form.h"
#include "ui/widgets/form_field.h"

#include <QHash>

namespace mdmc::ui {

/// The editors of a record form, built from the field table: labels above, errors below when a field is left.
class RecordFormView : public FormLayout {
    Q_OBJECT
public:
    explicit RecordFormView(RecordForm &form, QWidget *parent = nullptr);

    /// Adds the editor of a field; `wide` spans both columns.
    FormField *addField(QLatin1String name, bool wide = false, const QString &hint = {});
    FormField *fieldOf(QLatin1String name) const;
    QWidget *editorOf(QLatin1String name) const;
    void setFieldShown(QLatin1String name, bool isShown);
    void fill();
    void focusFirst();
    void focusError();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    QWidget *makeEditor(int field);
    void fillEditor(int field);
    void showErrors();

    RecordForm &m_form;
    FieldText m_texts;
    QMap<int, FormField *> m_fields;
    QList<int> m_order;
    bool m_isFilling = false;
};

} // namespace mdmc::ui
