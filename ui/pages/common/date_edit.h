// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/format.h"

#include <QLineEdit>

namespace mdmc::ui {

/// A day that may be empty: typed in the locale's form or as 2026-11-22, or chosen from a calendar (button, Alt+↓).
/// ↑ and ↓ move it by a day.
class DateEdit : public QLineEdit {
    Q_OBJECT
public:
    explicit DateEdit(const Formatter &format, QWidget *parent = nullptr);
    QDate date() const { return m_date; }
    void setDate(const QDate &date); ///< Emits nothing.
    /// False while the text is neither empty nor a day.
    bool isReadable() const;
    static QDate parse(const QString &text, const QLocale &locale);

Q_SIGNALS:
    void dateEdited(const QDate &date); ///< By the person: typed and left, chosen, or stepped.

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void showCalendar();
    void takeText();
    void choose(const QDate &date);

    Formatter m_format;
    QDate m_date;
};

} // namespace mdmc::ui
