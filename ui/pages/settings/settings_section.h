// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace mdmc::ui {

/// One section of the settings: a title, a sentence, its content.
class SettingsSection : public QWidget {
    Q_OBJECT
public:
    SettingsSection(const QString &title, const QString &text, QWidget *parent);

Q_SIGNALS:
    /// A sentence for the quiet line at the bottom; `canUndo` offers Undo beside it.
    void said(const QString &sentence, bool canUndo);

protected:
    QVBoxLayout *body() const { return m_body; }
    /// `name` above `value`, selectable with keyboard and mouse. Returns the value's label.
    QLabel *addFact(const QString &name, const QString &value);
    void addHeading(const QString &text);
    QLabel *addText(const QString &text);

private:
    QVBoxLayout *m_body;
};

} // namespace mdmc::ui
