// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/common/surface.h"
#include "ui/theme/format.h"

class QLabel;
class QLineEdit;

namespace mdmc::ui {

class Button;

/// A new task in place: its title, and when it is due in words. Enter adds and is ready for the next one, Esc closes.
/// What was typed stays until `clear`.
class NewTaskRow : public Surface<> {
    Q_OBJECT
public:
    explicit NewTaskRow(const Formatter &format, QWidget *parent = nullptr);
    void start();
    void clear();
    QLineEdit *titleEdit() const { return m_title; }
    QLineEdit *dueEdit() const { return m_due; }
    QString hint() const;

Q_SIGNALS:
    void addRequested(const QString &title, const QDate &due);
    void closed();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void submit();
    void describe();
    QDate due() const;

    Formatter m_format;
    QLineEdit *m_title;
    QLineEdit *m_due;
    QLabel *m_hint;
    Button *m_add;
};

} // namespace mdmc::ui
