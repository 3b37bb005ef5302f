// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes that widgets and delegates share, so that a pill looks the same wherever it is painted.
#pragma once

#include "ui/theme/tokens.h"

#include <QRectF>

class QPainter;

namespace mdmc::ui {

void paintRounded(QPainter &painter, const QRectF &rect, qreal radius, const QColor &fill, const QColor &line = {});
/// Text on one line, elided at the end, vertically centred.
void paintText(QPainter &painter, const QRectF &rect, const QString &text, const QFont &font, const QColor &colour,
               Qt::Alignment alignment = Qt::AlignLeft | Qt::AlignVCenter);
/// Width a pill needs for its text.
int pillWidth(const QString &text, bool dot = false);
/// A pill of height `size::Chip` at the left of `rect`, not wider than it; returns the width used.
int paintPill(QPainter &painter, const QRectF &rect, const QString &text, Hue hue, const Colours &colours,
              bool dot = false);
void paintAvatar(QPainter &painter, const QRectF &rect, const QString &name, const Colours &colours);
/// 0 … 100 as a short bar with its number; positive above 66, warning below 34.
void paintScore(QPainter &painter, const QRectF &rect, int score, const Colours &colours);
/// A soft shadow around a rounded rectangle, painted with a few strokes; cheap enough for a frame that moves.
void paintShadow(QPainter &painter, const QRectF &rect, qreal radius, const Colours &colours, int depth = 8);

} // namespace mdmc::ui
