// SPDX-License-Identifier: GPL-3.0-or-later
// What tests of pages share: pictures to look at, and finding controls the way a person's pointer does.
#pragma once

#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QDir>
#include <QPainter>
#include <QPixmap>
#include <QWidget>

namespace mdmc::test {

/// Saves the widget as it is into gallery/ of the build folder; false when there is nothing but one colour.
inline bool grabTo(QWidget *widget, const QString &name, qreal ratio = 1)
{
    const QString folder = QCoreApplication::applicationDirPath() + QStringLiteral("/gallery");
    QDir().mkpath(folder);
    for (int i = 0; i < 3; ++i)
        QCoreApplication::processEvents(); // Layouts settle, the inner ones after the outer.
    QPixmap picture(widget->size() * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(widget->palette().window().color());
    widget->render(&picture);
    picture.save(QStringLiteral("%1/%2.png").arg(folder, name));
    const QImage image = picture.toImage();
    const QRgb first = image.pixel(0, 0);
    for (int y = 0; y < image.height(); y += 3)
        for (int x = 0; x < image.width(); x += 3)
            if (image.pixel(x, y) != first)
                return true;
    return false;
}

/// The visible control of that object name, or null.
template<typename T>
T *visibleChild(QWidget *root, const char *name)
{
    for (T *child : root->findChildren<T *>(QString::fromLatin1(name)))
        if (child->isVisible())
            return child;
    return nullptr;
}

/// Every control that takes focus can be told by a screen reader.
inline QStringList namelessControls(QWidget *root)
{
    QStringList nameless;
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        const bool isControl = widget->isVisible() && (widget->focusPolicy() & Qt::TabFocus) && !widget->focusProxy()
                            && !widget->inherits("QScrollArea") && !widget->inherits("QStackedWidget");
        const QVariant text = widget->property("text");
        if (isControl && widget->accessibleName().isEmpty() && text.toString().isEmpty()
            && !widget->inherits("ui::Page"))
            nameless << QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->objectName();
    }
    return nameless;
}

} // namespace mdmc::test
