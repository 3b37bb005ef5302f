// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/segmented_control.h"

#include "ui/theme/painting.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>

namespace mdmc::ui {
namespace {

constexpr int Padding = 10, Inset = 2, IconGap = 6;

} // namespace

SegmentedControl::SegmentedControl(const QList<Segment> &segments, QWidget *parent)
    : QWidget(parent), m_segments(segments)
{
    setFocusPolicy(Qt::TabFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    describe();
}

QString SegmentedControl::current() const
{
    return m_segments.value(m_current).id;
}

void SegmentedControl::setCurrent(const QString &id)
{
    for (int i = 0; i < m_segments.size(); ++i) {
        if (m_segments[i].id == id)
            select(i);
    }
}

void SegmentedControl::select(int index)
{
    if (index < 0 || index >= m_segments.size() || index == m_current)
        return;
    m_current = index;
    describe();
    update();
    Q_EMIT changed(current());
}

void SegmentedControl::describe()
{
    QStringList names;
    for (const auto &segment : std::as_const(m_segments))
        names.append(segment.text);
    setAccessibleName(names.join(u" | "));
    setAccessibleDescription(tr("%1 is chosen").arg(m_segments.value(m_current).text));
}

int SegmentedControl::segmentWidth(int index) const
{
    const Segment &segment = m_segments[index];
    // Semibold is wider: measuring it keeps neighbours still when the choice moves.
    const int text = QFontMetrics(mdmc::ui::font(TextStyle::SecondaryStrong)).horizontalAdvance(segment.text);
    return text + 2 * Padding + (segment.symbol == Symbol::None ? 0 : 14 + IconGap);
}

QSize SegmentedControl::sizeHint() const
{
    int width = 2 * Inset;
    for (int i = 0; i < m_segments.size(); ++i)
        width += segmentWidth(i);
    return {width, size::Control};
}

QRect SegmentedControl::segmentRect(int index) const
{
    int x = Inset;
    for (int i = 0; i < index; ++i)
        x += segmentWidth(i);
    return {x, Inset, segmentWidth(index), height() - 2 * Inset};
}

void SegmentedControl::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    paintRounded(painter, rect(), radius::Control + 1, c[Role::Pressed]);
    for (int i = 0; i < m_segments.size(); ++i) {
        const bool on = i == m_current;
        const QRect box = segmentRect(i);
        if (on)
            paintRounded(painter, box, radius::Control - 1, c.isDark() ? c[Role::LineStrong] : c[Role::Surface],
                         hasFocus() ? c[Role::Accent] : QColor());
        const QColor colour = on || i == m_hover ? c[Role::Text] : c[Role::TextSecondary];
        QRect text = box.adjusted(Padding, 0, -Padding + 1, 0);
        if (m_segments[i].symbol != Symbol::None) {
            paintSymbol(painter, QRectF(text.left(), box.center().y() - 6, 14, 14), m_segments[i].symbol, colour);
            text.setLeft(text.left() + 14 + IconGap);
        }
        paintText(painter, text, m_segments[i].text,
                  mdmc::ui::font(on ? TextStyle::SecondaryStrong : TextStyle::Secondary), colour, Qt::AlignCenter);
    }
}

void SegmentedControl::mousePressEvent(QMouseEvent *event)
{
    for (int i = 0; i < m_segments.size(); ++i) {
        if (segmentRect(i).contains(event->pos()))
            select(i);
    }
}

void SegmentedControl::mouseMoveEvent(QMouseEvent *event)
{
    m_hover = -1;
    for (int i = 0; i < m_segments.size(); ++i) {
        if (segmentRect(i).contains(event->pos()))
            m_hover = i;
    }
    update();
}

void SegmentedControl::leaveEvent(QEvent *)
{
    m_hover = -1;
    update();
}

void SegmentedControl::keyPressEvent(QKeyEvent *event)
{
    const int forward = isRightToLeft() ? -1 : 1;
    if (event->key() == Qt::Key_Right)
        select(m_current + forward);
    else if (event->key() == Qt::Key_Left)
        select(m_current - forward);
    else
        QWidget::keyPressEvent(event);
}

bool SegmentedControl::event(QEvent *event)
{
    if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut)
        update();
    return QWidget::event(event);
}

} // namespace mdmc::ui
