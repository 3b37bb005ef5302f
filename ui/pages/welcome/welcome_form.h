// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QLineEdit;
class QVBoxLayout;

namespace mdmc::ui {

class Button;
class FormField;
class InlineNotice;

/// A form before the workspace: back, title, a sentence, fields, one button. Enter in any field submits, Esc goes back.
/// While busy what was typed stays visible and cannot be changed or sent twice.
class WelcomeForm : public QWidget {
    Q_OBJECT
public:
    WelcomeForm(const QString &title, const QString &text, QWidget *parent);

    void setBusy(bool busy, const QString &sentence = {});
    bool isBusy() const { return m_isBusy; }
    /// Under the field called `name` (its editor's object name), which gets focus; over the button when there is none.
    void showProblem(const QString &name, const QString &sentence);
    void clearProblems();
    /// Focus to the first field that is still empty, else to the last.
    void focusFirst();

Q_SIGNALS:
    void submitted(); ///< Enter or the button; nothing has been checked yet.
    void backRequested();

protected:
    QLineEdit *addField(const QString &name, const QString &label, bool isSecret = false, const QString &hint = {});
    void setSubmit(const QString &name, const QString &text);
    void setTexts(const QString &title, const QString &text);
    void setFieldShown(QLineEdit *edit, bool shown);
    void setBackShown(bool shown);
    FormField *fieldOf(const QLineEdit *edit) const;
    bool hasProblems() const;
    void keyPressEvent(QKeyEvent *event) override;

private:
    bool m_isBusy = false;
    QVBoxLayout *m_layout;
    QVBoxLayout *m_fieldsLayout;
    Button *m_back;
    QLabel *m_title;
    QLabel *m_text;
    InlineNotice *m_notice;
    Button *m_submit;
    QList<FormField *> m_fields;
};

} // namespace mdmc::ui
