// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/choice_menu.h"

#include "ui/theme/painting.h"

#include <QMenu>

namespace mdmc::ui {

QIcon dotIcon(Hue hue)
{
    QPixmap pixmap(32, 32); // Twice the size of a menu's icon, for sharp screens.
    pixmap.setDevicePixelRatio(2);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Colours::current()[hue].solid);
    painter.drawEllipse(QRectF(4, 4, 8, 8));
    return pixmap;
}

QMenu *choiceMenu(const QList<FieldOption> &options, const QString &currentId, const QString &emptyText,
                  QWidget *parent, std::function<void(const QString &id)> chosen)
{
    auto *menu = new QMenu(parent);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &id, const QString &text, const QIcon &icon) {
        QAction *action = menu->addAction(icon, QString(text).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setData(id);
        if (id == currentId) {
            QFont strong = action->font();
            strong.setWeight(QFont::DemiBold);
            action->setFont(strong);
            menu->setActiveAction(action);
        }
        QObject::connect(action, &QAction::triggered, parent, [chosen, id] { chosen(id); });
    };
    if (!emptyText.isEmpty())
        add(QString(), emptyText, {});
    for (const FieldOption &option : options)
        add(option.id, option.label, dotIcon(option.hue));
    return menu;
}

void popupUnder(QMenu *menu, QWidget *anchor)
{
    menu->popup(anchor->mapToGlobal(QPoint(0, anchor->height() + 2)));
}

} // namespace mdmc::ui
