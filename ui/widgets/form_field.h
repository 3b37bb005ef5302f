// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace mdmc::ui {

/// Label above, editor, and a sentence under it when something is wrong (else a hint, if any).
class FormField : public QWidget {
    Q_OBJECT
public:
    /// Takes the editor; its accessible name becomes the label, its description the error or the hint.
    FormField(const QString &label, QWidget *editor, QWidget *parent = nullptr);
    QWidget *editor() const { return m_editor; }
    void setRequired(bool required);
    void setHint(const QString &hint);
    void setError(const QString &sentence); ///< Empty: none.
    bool hasError() const { return !m_errorText.isEmpty(); }
    QString error() const { return m_errorText; }

private:
    void refresh();
    QString m_labelText;
    QString m_hintText;
    QString m_errorText;
    bool m_required = false;
    QLabel *m_label;
    QLabel *m_message;
    QWidget *m_editor;
};

/// Two columns at most, one where there is no room for two.
class FormLayout : public QWidget {
    Q_OBJECT
public:
    explicit FormLayout(QWidget *parent = nullptr);
    /// `wide` spans both columns.
    FormField *add(FormField *field, bool wide = false);
    void addHeading(const QString &text);
    void addWidget(QWidget *widget); ///< Wide.
    void setColumns(int columns);    ///< 1 or 2 at most; 2 at first.
    /// What is not shown leaves no hole: the next field takes its place.
    void setShown(QWidget *item, bool isShown);
    FormField *firstError() const;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void arrange();
    void arrangeAnew();
    struct Item {
        QWidget *widget;
        bool wide;
        bool isShown = true;
    };
    QList<Item> m_items;
    int m_maxColumns = 2;
    int m_columns = 0;
};

} // namespace mdmc::ui
