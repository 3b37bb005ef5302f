// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QPlainTextEdit;

namespace mdmc::ui {

class Button;
class SegmentedControl;

/// A line that grows into a small editor: note, call, e-mail or meeting. Ctrl+Enter saves, Esc leaves; what was typed
/// stays until `clear`.
class ActivityComposer : public QWidget {
    Q_OBJECT
public:
    explicit ActivityComposer(QWidget *parent = nullptr);
    void start(const QString &kind); ///< Opens it and takes focus.
    void clear();
    void setSaving(bool isSaving);
    QString text() const;
    QString kind() const;
    QPlainTextEdit *edit() const { return m_edit; }

Q_SIGNALS:
    void saveRequested(const QString &kind, const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void setOpen(bool isOpen);
    void save();

    QPlainTextEdit *m_edit;
    QWidget *m_bar;
    SegmentedControl *m_kind;
    Button *m_save;
};

} // namespace mdmc::ui
