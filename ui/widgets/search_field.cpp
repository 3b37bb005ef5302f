// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/search_field.h"

#include "ui/theme/icons.h"

#include <QAction>
#include <QKeyEvent>

namespace mdmc::ui {

SearchField::SearchField(const QString &placeholder, QWidget *parent) : QLineEdit(parent)
{
    setProperty("search", true);
    setPlaceholderText(placeholder);
    setAccessibleName(placeholder);
    addAction(icon(Symbol::Search), QLineEdit::LeadingPosition);
    auto *clear = addAction(icon(Symbol::X), QLineEdit::TrailingPosition);
    clear->setText(tr("Clear the search"));
    clear->setVisible(false);
    connect(this, &QLineEdit::textChanged, clear, [clear](const QString &text) { clear->setVisible(!text.isEmpty()); });
    connect(clear, &QAction::triggered, this, [this] {
        QLineEdit::clear();
        Q_EMIT textEdited(QString());
    });
}

void SearchField::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape) {
        if (text().isEmpty()) {
            Q_EMIT escaped();
        } else {
            QLineEdit::clear();
            Q_EMIT textEdited(QString());
        }
        return;
    }
    if (event->key() == Qt::Key_Down) {
        Q_EMIT downPressed();
        return;
    }
    QLineEdit::keyPressEvent(event);
}

} // namespace mdmc::ui
