// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/scoring.h"

#include <QWidget>

namespace mdmc::ui {

/// Where a score comes from: a line per factor with its points out of the most it can give.
class ScoreView : public QWidget {
    Q_OBJECT
public:
    explicit ScoreView(QWidget *parent = nullptr);
    void setScore(const Score &score);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Score m_score;
};

} // namespace mdmc::ui
