// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/undo_bar.h"

#include "ui/theme/painting.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QTimer>

namespace mdmc::ui {
namespace {

constexpr int Margin = 12, Height = 40, TextWidth = 340; // Margin is the room for the shadow

} // namespace

UndoBar::UndoBar(QWidget *host) : QWidget(host), m_timer(new QTimer(this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setSpacing(space::L);
    m_text = label({}, TextStyle::Base, this);
    m_text->setWordWrap(true);
    m_button = new Button(tr("Undo"), ButtonKind::Link, this);
    layout->addWidget(m_text);
    layout->addWidget(m_button);
    m_timer->setSingleShot(true);
    m_timer->setInterval(motion::UndoMs);
    connect(m_timer, &QTimer::timeout, this, [this] {
        if (m_button->hasFocus())
            m_timer->start();
        else
            dismiss();
    });
    connect(m_button, &Button::clicked, this, &UndoBar::undo);
    host->installEventFilter(this);
    hide();
}

void UndoBar::offer(const QString &text, std::function<void()> undo, const QString &actionText)
{
    m_undo = std::move(undo);
    m_text->setText(text);
    m_button->setText(actionText.isEmpty() ? tr("Undo") : actionText);
    m_button->setVisible(bool(m_undo));
    setAccessibleName(text);
    place();
    show();
    raise();
    m_timer->start();
}

void UndoBar::dismiss()
{
    m_timer->stop();
    m_undo = {};
    if (isVisible()) {
        hide();
        Q_EMIT dismissed();
    }
}

bool UndoBar::isOffering() const
{
    return bool(m_undo);
}

void UndoBar::setDuration(int ms)
{
    m_timer->setInterval(ms);
}

QString UndoBar::text() const
{
    return m_text->text();
}

void UndoBar::undo()
{
    if (!m_undo)
        return;
    const auto undo = std::exchange(m_undo, {}); // a second press cannot undo twice
    dismiss();
    undo();
    Q_EMIT undone();
}

void UndoBar::place()
{
    // A button has room around its text already.
    layout()->setContentsMargins(Margin + space::L, Margin, Margin + (m_undo ? space::S : space::L), Margin);
    const int line = m_text->fontMetrics().horizontalAdvance(m_text->text()) + 1;
    m_text->setFixedWidth(std::min(line, TextWidth));
    m_text->setMinimumHeight(m_text->heightForWidth(m_text->width()));
    const QSize wanted(sizeHint().width(), std::max(Height + 2 * Margin, sizeHint().height() + 2 * space::S));
    // In the middle, but clear of a detail at the right: its buttons stand at the bottom.
    const int left = std::min((parentWidget()->width() - wanted.width()) / 2,
                              parentWidget()->width() - size::DetailMin - wanted.width());
    setGeometry(std::max(0, left), parentWidget()->height() - wanted.height() - size::StatusLine, wanted.width(),
                wanted.height());
}

bool UndoBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize && !isHidden())
        place();
    return QWidget::eventFilter(watched, event);
}

void UndoBar::enterEvent(QEnterEvent *)
{
    m_timer->stop();
}

void UndoBar::leaveEvent(QEvent *)
{
    if (isVisible())
        m_timer->start();
}

void UndoBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const QRect panel = rect().adjusted(Margin, Margin, -Margin, -Margin);
    paintShadow(painter, panel, radius::Card, c, Margin - 2);
    paintRounded(painter, panel, radius::Card, c[Role::Raised], c[Role::Line]);
}

} // namespace mdmc::ui
