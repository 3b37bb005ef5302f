// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/value_text.h"

#include "ui/widgets/panels.h"

#include <QTextDocument>
#include <QWheelEvent>

namespace mdmc::ui {
namespace {

constexpr int LeastWidth = 48;
constexpr qreal OneLine = -1; ///< As wide as its longest line.

} // namespace

ValueText::ValueText(const QString &text, TextStyle style, QWidget *parent, Tone tone) : QTextEdit(parent)
{
    setTextStyle(this, style, tone);
    setProperty("plain", true);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    document()->setDocumentMargin(0);
    setReadOnly(true);
    setFocusPolicy(Qt::ClickFocus);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(this, &QTextEdit::textChanged, this, &QWidget::updateGeometry);
    setPlainText(text);
}

void ValueText::setText(const QString &text)
{
    if (text != toPlainText())
        setPlainText(text);
}

QSize ValueText::laidOut(qreal width) const
{
    ensurePolished(); // The style sheet gives the font.
    QTextDocument whole;
    whole.setDefaultFont(font());
    whole.setDocumentMargin(0);
    QTextOption wrap;
    wrap.setWrapMode(wordWrapMode());
    whole.setDefaultTextOption(wrap);
    whole.setPlainText(toPlainText());
    whole.setTextWidth(width);
    return {int(std::ceil(whole.idealWidth())), int(std::ceil(whole.size().height()))};
}

int ValueText::heightForWidth(int width) const
{
    return laidOut(width).height();
}

QSize ValueText::sizeHint() const
{
    return laidOut(OneLine);
}

QSize ValueText::minimumSizeHint() const
{
    return {LeastWidth, fontMetrics().height()};
}

/// The pane scrolls, and its text keeps its size.
void ValueText::wheelEvent(QWheelEvent *event)
{
    event->ignore();
}

} // namespace mdmc::ui
