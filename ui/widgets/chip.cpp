// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chip.h"

#include "ui/theme/painting.h"

#include <QKeyEvent>
#include <QMouseEvent>

namespace mdmc::ui {
namespace {

constexpr int Padding = 8, Cross = 12, MaxWidth = 320;

} // namespace

Chip::Chip(const ChipData &data, QWidget *parent) : QAbstractButton(parent)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setData(data);
}

void Chip::setData(const ChipData &data)
{
    m_data = data;
    setAccessibleName(data.text);
    updateGeometry();
    update();
}

void Chip::setRemovable(bool removable)
{
    m_removable = removable;
    setAccessibleDescription(removable ? tr("Press Delete to remove") : QString());
    updateGeometry();
    update();
}

void Chip::setOutlined(bool outlined)
{
    m_outlined = outlined;
    update();
}

QSize Chip::sizeHint() const
{
    const int text = QFontMetrics(mdmc::ui::font(TextStyle::Secondary)).horizontalAdvance(m_data.text) + 1;
    const int width = text + 2 * Padding + (m_removable ? Cross + space::Xs : 0);
    return {std::min(width, MaxWidth), m_outlined ? size::Control - space::Xs : size::Chip};
}

QSize Chip::minimumSizeHint() const
{
    return {std::min(sizeHint().width(), 2 * size::Control), sizeHint().height()};
}

QRect Chip::crossRect() const
{
    return {width() - Cross - Padding + 2, (height() - Cross) / 2, Cross, Cross};
}

void Chip::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const HueColours &hue = c[m_data.hue];
    QColor line;
    if (hasFocus())
        line = c[Role::Accent];
    else if (m_outlined)
        line = c[Role::Line];
    const QColor fill = m_outlined ? (underMouse() ? c[Role::Hover] : c[Role::Surface]) : hue.ground;
    paintRounded(painter, rect(), m_outlined ? radius::Control : radius::Small + 1, fill, line);
    QRect text = rect().adjusted(Padding, 0, -Padding, 0);
    if (m_removable) {
        text.setRight(crossRect().left() - space::Xs);
        paintSymbol(painter, crossRect(), Symbol::X,
                    m_overCross ? c[Role::Negative] : m_outlined ? c[Role::TextSecondary] : hue.text);
    }
    paintText(painter, text, m_data.text, mdmc::ui::font(TextStyle::Secondary),
              m_outlined ? c[Role::Text] : hue.text);
}

void Chip::keyPressEvent(QKeyEvent *event)
{
    if (m_removable && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
        Q_EMIT removeRequested();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

void Chip::mousePressEvent(QMouseEvent *event)
{
    if (m_removable && event->button() == Qt::LeftButton
        && crossRect().adjusted(-4, -4, 6, 4).contains(event->pos())) {
        Q_EMIT removeRequested();
        return;
    }
    QAbstractButton::mousePressEvent(event);
}

void Chip::mouseMoveEvent(QMouseEvent *event)
{
    const bool over = m_removable && crossRect().adjusted(-4, -4, 6, 4).contains(event->pos());
    if (over != m_overCross) {
        m_overCross = over;
        update();
    }
    QAbstractButton::mouseMoveEvent(event);
}

void Chip::enterEvent(QEnterEvent *)
{
    update();
}

void Chip::leaveEvent(QEvent *)
{
    m_overCross = false;
    update();
}

} // namespace mdmc::ui
