// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/badges.h"

#include "ui/theme/painting.h"

#include <QPainter>

namespace mdmc::ui {

QColor toneColour(Tone tone, const Colours &colours)
{
    switch (tone) {
    case Tone::Normal: return colours[Role::Text];
    case Tone::Secondary: return colours[Role::TextSecondary];
    case Tone::Positive: return colours[Role::Positive];
    case Tone::Warning: return colours[Role::Warning];
    case Tone::Negative: return colours[Role::Negative];
    case Tone::Accent: return colours[Role::AccentText];
    }
    return colours[Role::Text];
}

Badge::Badge(const QString &text, Hue hue, QWidget *parent) : QWidget(parent), m_text(text), m_hue(hue)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setAccessibleName(text);
}

void Badge::setText(const QString &text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

void Badge::setHue(Hue hue)
{
    m_hue = hue;
    update();
}

void Badge::setDot(bool dot)
{
    m_dot = dot;
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const
{
    return {pillWidth(m_text, m_dot), size::Chip};
}

void Badge::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintPill(painter, rect(), m_text, m_hue, Colours::of(this), m_dot);
}

Avatar::Avatar(const QString &name, int diameter, QWidget *parent)
    : QWidget(parent), m_name(name), m_diameter(diameter)
{
    setFixedSize(diameter, diameter);
    setName(name);
}

void Avatar::setName(const QString &name)
{
    m_name = name;
    setAccessibleName(name);
    setToolTip(name.toHtmlEscaped());
    update();
}

void Avatar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintAvatar(painter, rect(), m_name, Colours::of(this));
}

StatusDot::StatusDot(Tone tone, QWidget *parent) : QWidget(parent), m_tone(tone)
{
    setFixedSize(sizeHint());
}

void StatusDot::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void StatusDot::setHollow(bool hollow)
{
    m_hollow = hollow;
    update();
}

void StatusDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = toneColour(m_tone, Colours::of(this));
    painter.setPen(m_hollow ? QPen(colour, 1.5) : QPen(Qt::NoPen));
    painter.setBrush(m_hollow ? QBrush(Qt::NoBrush) : QBrush(colour));
    painter.drawEllipse(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
}

} // namespace mdmc::ui
