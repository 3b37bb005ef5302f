// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/painting.h"

#include "ui/theme/format.h"

#include <QFontMetricsF>
#include <QPainter>

namespace mdmc::ui {
namespace {

constexpr int PillPadding = 8, PillHeight = 20, DotSize = 7, ScoreBar = 36, ScoreHigh = 67, ScoreLow = 34;

} // namespace

void paintRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &line)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter.setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(line.isValid() ? rect.adjusted(.5, .5, -.5, -.5) : rect, radius, radius);
    painter.restore();
}

void paintText(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment)
{
    if (text.isEmpty() || rect.width() < 4)
        return;
    painter.setFont(font);
    painter.setPen(colour);
    // One line whatever the data holds.
    QString line = text;
    line.replace(u'\n', u' ');
    const QString shown = QFontMetricsF(font).elidedText(line, Qt::ElideRight, rect.width());
    painter.drawText(rect, int(alignment) | Qt::TextSingleLine, shown);
}

int pillWidth(const QString &text, bool dot)
{
    return int(QFontMetricsF(font(TextStyle::Secondary)).horizontalAdvance(text) + .99) + 2 * PillPadding
         + (dot ? DotSize + 5 : 0);
}

int paintPill(QPainter &painter, const QRectF &rect, const QString &text, Hue hue, const Colours &colours, bool dot)
{
    const int width = std::min(pillWidth(text, dot), int(rect.width()));
    if (width < 2 * PillPadding)
        return 0;
    const HueColours &c = colours[hue];
    const QRectF pill(rect.left(), std::round(rect.center().y() - PillHeight / 2.0), width, PillHeight);
    paintRounded(painter, pill, dot ? PillHeight / 2.0 : radius::Small + 1, c.ground);
    QRectF inside = pill.adjusted(PillPadding, 0, -PillPadding + 1, 0);
    if (dot) {
        const QRectF spot(inside.left(), inside.center().y() - DotSize / 2.0, DotSize, DotSize);
        paintRounded(painter, spot, DotSize / 2.0, c.solid);
        inside.setLeft(inside.left() + DotSize + 5);
    }
    paintText(painter, inside, text, font(TextStyle::Secondary), c.text);
    return width;
}

void paintAvatar(QPainter &painter, const QRectF &rect, const QString &name, const Colours &colours)
{
    if (name.isEmpty())
        return;
    const HueColours &c = colours[hueFor(name)];
    paintRounded(painter, rect, rect.height() / 2, c.ground);
    QFont f = font(TextStyle::Caption);
    f.setPixelSize(std::max(9, int(rect.height() * 0.42)));
    painter.setFont(f);
    painter.setPen(c.text);
    painter.drawText(rect, Qt::AlignCenter, initials(name));
}

void paintScore(QPainter &painter, const QRectF &rect, int score, const Colours &colours)
{
    const int value = std::clamp(score, 0, 100);
    const QRectF number(rect.left(), rect.top(), 24, rect.height());
    paintText(painter, number, QString::number(value), font(TextStyle::Base), colours[Role::Text],
              Qt::AlignRight | Qt::AlignVCenter);
    const qreal room = std::min<qreal>(ScoreBar, rect.right() - number.right() - 8);
    if (room < 12)
        return;
    const QRectF track(number.right() + 8, rect.center().y() - 2, room, 4);
    paintRounded(painter, track, 2, colours[Role::Pressed]);
    const Hue hue = value >= ScoreHigh ? Hue::Green : value < ScoreLow ? Hue::Slate : Hue::Amber;
    if (value > 0)
        paintRounded(painter, QRectF(track.topLeft(), QSizeF(std::max<qreal>(4, room * value / 100), 4)), 2,
                     colours[hue].solid);
}

void paintShadow(QPainter &painter, const QRectF &rect, qreal radius, const Colours &colours, int depth)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    QColor shade = colours[Role::Shadow];
    const qreal alpha = shade.alphaF();
    for (int i = depth; i > 0; --i) {
        shade.setAlphaF(float(alpha * 2.2 / depth * (1.0 - qreal(i) / (depth + 1))));
        painter.setBrush(shade);
        painter.drawRoundedRect(rect.adjusted(-i, -i + 2, i, i + 2), radius + i, radius + i);
    }
    painter.restore();
}

} // namespace mdmc::ui
