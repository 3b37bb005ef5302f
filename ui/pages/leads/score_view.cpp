// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/score_view.h"

#include "ui/theme/painting.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

constexpr int kRow = 22, kBarWidth = 96, kBarHeight = 4, kPointsWidth = 52;

QString pointsText(const ScoreFactor &factor)
{
    return factor.maximum > 0 ? QStringLiteral("%1 / %2").arg(factor.points).arg(factor.maximum)
                              : QString::number(factor.points);
}

} // namespace

ScoreView::ScoreView(QWidget *parent) : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void ScoreView::setScore(const Score &score)
{
    if (score.factors == m_score.factors)
        return;
    m_score = score;
    QStringList words;
    for (const ScoreFactor &factor : score.factors)
        words << QCoreApplication::translate("score", factor.label) + QLatin1Char(' ') + pointsText(factor);
    setAccessibleName(words.join(QStringLiteral(", ")));
    updateGeometry();
    update();
}

QSize ScoreView::sizeHint() const
{
    return {200, int(m_score.factors.size()) * kRow};
}

void ScoreView::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = Colours::of(this);
    int y = 0;
    for (const ScoreFactor &factor : m_score.factors) {
        const QRect row(0, y, width(), kRow);
        const bool isPenalty = factor.maximum <= 0;
        paintText(painter, row.adjusted(0, 0, -kBarWidth - kPointsWidth - space::S, 0),
                  QCoreApplication::translate("score", factor.label), ui::font(TextStyle::Base),
                  colours[factor.points == 0 ? ui::Role::TextSecondary : ui::Role::Text]);
        const QRectF bar(width() - kPointsWidth - kBarWidth, row.center().y() - kBarHeight / 2, kBarWidth, kBarHeight);
        if (!isPenalty) {
            paintRounded(painter, bar, kBarHeight / 2.0, colours[ui::Role::Line]);
            const qreal filled = bar.width() * std::clamp(qreal(factor.points) / factor.maximum, 0.0, 1.0);
            if (filled > 0)
                paintRounded(painter, QRectF(bar.topLeft(), QSizeF(std::max<qreal>(filled, kBarHeight), kBarHeight)),
                             kBarHeight / 2.0, colours[ui::Role::Accent]);
        }
        paintText(painter, row, pointsText(factor), ui::font(TextStyle::Secondary),
                  colours[isPenalty ? ui::Role::Negative : ui::Role::TextSecondary], Qt::AlignRight | Qt::AlignVCenter);
        y += kRow;
    }
}

} // namespace mdmc::ui
