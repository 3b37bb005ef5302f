// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"

#include "ui/theme/icon_files.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPixmapCache>
#include <QSvgRenderer>

static void loadIcons()
{
    Q_INIT_RESOURCE(icons); // must stand outside a namespace
}

namespace mdmc::ui {
namespace {

static_assert(std::size(SymbolFiles) == std::size_t(Symbol::Count_));

QPixmap render(Symbol symbol, const QSize &pixels, const QColor &colour)
{
    const QString key = QStringLiteral("mdmc-%1-%2-%3-%4")
                            .arg(int(symbol)).arg(pixels.width()).arg(pixels.height()).arg(colour.rgba(), 0, 16);
    QPixmap pixmap;
    if (QPixmapCache::find(key, &pixmap))
        return pixmap;
    loadIcons();
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QSvgRenderer renderer(QStringLiteral(":/mdmc/icons/%1.svg").arg(symbolName(symbol)));
    renderer.setAspectRatioMode(Qt::KeepAspectRatio);
    QPainter painter(&image);
    renderer.render(&painter);
    painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
    painter.fillRect(image.rect(), colour);
    painter.end();
    pixmap = QPixmap::fromImage(image);
    QPixmapCache::insert(key, pixmap);
    return pixmap;
}

class SymbolEngine final : public QIconEngine {
public:
    SymbolEngine(Symbol symbol, Role role) : m_symbol(symbol), m_role(role) {}

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintSymbol(*painter, rect, m_symbol, colour(mode));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1.0);
    }
    // `size` arrives in device pixels; QIcon itself stamps the ratio on the result.
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal) override
    {
        return size.isEmpty() ? QPixmap() : render(m_symbol, size, colour(mode));
    }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }
    QIconEngine *clone() const override { return new SymbolEngine(*this); }
    QString key() const override { return QStringLiteral("mdmc-symbol"); }
    bool isNull() override { return m_symbol == Symbol::None; }

private:
    QColor colour(QIcon::Mode mode) const
    {
        return Colours::current()[mode == QIcon::Disabled ? Role::TextDisabled : m_role];
    }
    Symbol m_symbol;
    Role m_role;
};

} // namespace

QIcon icon(Symbol symbol, Role role)
{
    return symbol == Symbol::None ? QIcon() : QIcon(new SymbolEngine(symbol, role));
}

void paintSymbol(QPainter &painter, const QRectF &rect, Symbol symbol, const QColor &colour)
{
    if (symbol == Symbol::None || rect.isEmpty())
        return;
    const qreal ratio = painter.device()->devicePixelRatioF();
    QPixmap pixmap = render(symbol, (rect.size() * ratio).toSize(), colour);
    pixmap.setDevicePixelRatio(ratio);
    painter.drawPixmap(rect.topLeft(), pixmap);
}

QString symbolName(Symbol symbol)
{
    return QString::fromLatin1(SymbolFiles[int(symbol)]);
}

} // namespace mdmc::ui
