// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style.h"

#include "ui/theme/tokens.h"

#include <QAbstractItemView>
#include <QPainter>
#include <QPushButton>
#include <QStyleFactory>
#include <QStyleOption>
#include <QToolButton>

namespace mdmc::ui {

Style::Style() : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion"))) {}

void Style::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    m_inputRules.apply(widget);
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    switch (element) {
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return drawCheck(option, painter);
    case PE_IndicatorRadioButton:
        return drawRadio(option, painter);
    case PE_FrameFocusRect: {
        // Item views show the current row by its ground, buttons the focus by their border.
        if (qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QPushButton *>(widget)
            || qobject_cast<const QToolButton *>(widget))
            return;
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(Colours::current()[Role::Accent], 1.5));
        painter->setBrush(Qt::NoBrush);
        painter->drawRoundedRect(QRectF(option->rect).adjusted(.75, .75, -.75, -.75), radius::Small, radius::Small);
        painter->restore();
        return;
    }
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawCheck(const QStyleOption *option, QPainter *painter) const
{
    const Colours &c = Colours::current();
    const bool on = option->state & (State_On | State_NoChange);
    const bool enabled = option->state & State_Enabled;
    const bool marked = option->state & (State_HasFocus | State_MouseOver);
    QRectF box(0, 0, 15, 15);
    box.moveCenter(QRectF(option->rect).center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(!enabled ? c[Role::Line] : on || marked ? c[Role::Accent] : c[Role::LineStrong], 1));
    painter->setBrush(on ? (enabled ? c[Role::Accent] : c[Role::TextDisabled]) : c[Role::Surface]);
    painter->drawRoundedRect(box.adjusted(.5, .5, -.5, -.5), 4, 4);
    if (on) {
        painter->setPen(QPen(c[Role::OnAccent], 1.7, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        if (option->state & State_NoChange)
            painter->drawLine(box.topLeft() + QPointF(4, 7.5), box.topLeft() + QPointF(11, 7.5));
        else
            painter->drawPolyline(QPolygonF({box.topLeft() + QPointF(3.9, 7.8), box.topLeft() + QPointF(6.5, 10.3),
                                             box.topLeft() + QPointF(11.1, 4.9)}));
    }
    painter->restore();
}

void Style::drawRadio(const QStyleOption *option, QPainter *painter) const
{
    const Colours &c = Colours::current();
    const bool on = option->state & State_On;
    const bool enabled = option->state & State_Enabled;
    const bool marked = option->state & (State_HasFocus | State_MouseOver);
    QRectF box(0, 0, 15, 15);
    box.moveCenter(QRectF(option->rect).center());
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(!enabled ? c[Role::Line] : on || marked ? c[Role::Accent] : c[Role::LineStrong], 1));
    painter->setBrush(on ? (enabled ? c[Role::Accent] : c[Role::TextDisabled]) : c[Role::Surface]);
    painter->drawEllipse(box.adjusted(.5, .5, -.5, -.5));
    if (on) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(c[Role::OnAccent]);
        painter->drawEllipse(box.center(), 2.8, 2.8);
    }
    painter->restore();
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return space::S;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_ListViewIconSize:
        return size::Icon;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return space::S;
    case PM_HeaderDefaultSectionSizeVertical:
        return size::Row;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget, QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_EtchDisabledText:
    case SH_DitherDisabledText:
    case SH_ComboBox_Popup: // a list under the field, not a menu over it
    case SH_UnderlineShortcut:
        return 0;
    case SH_ToolTip_WakeUpDelay:
        return 500;
    case SH_ScrollBar_Transient:
        return 0;
    case SH_ItemView_ActivateItemOnSingleClick:
        return 0;
    case SH_Menu_SubMenuPopupDelay:
        return 120;
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

} // namespace mdmc::ui
