// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/input_rules.h"

#include <QProxyStyle>

namespace mdmc::ui {

/// What a style sheet cannot say: check marks, radio buttons, focus rings, tool tip delay, metrics, and the rules of
/// input. Base is Fusion.
class Style final : public QProxyStyle {
    Q_OBJECT
public:
    Style();
    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                       const QWidget *widget) const override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                  QStyleHintReturn *data) const override;

private:
    void drawCheck(const QStyleOption *option, QPainter *painter) const;
    void drawRadio(const QStyleOption *option, QPainter *painter) const;

    InputRules m_inputRules;
};

} // namespace mdmc::ui
