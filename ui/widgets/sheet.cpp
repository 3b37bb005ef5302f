// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/sheet.h"

#include "ui/theme/painting.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/panels.h"

#include <QApplication>
#include <QKeyEvent>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QTextEdit>

namespace mdmc::ui {
namespace {

constexpr int WindowMargin = 40, LeastBody = 120;

class SheetPanel final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const Colours &c = Colours::of(this);
        paintRounded(painter, rect(), radius::Card, c[Role::Raised], c.isDark() ? c[Role::Line] : c[Role::Raised]);
    }
};

/// Asks for its content's whole height, and scrolls when it gets less.
class SheetBody final : public QScrollArea {
public:
    using QScrollArea::QScrollArea;
    QSize sizeHint() const override { return widget() ? widget()->sizeHint() : QScrollArea::sizeHint(); }
    QSize minimumSizeHint() const override { return {0, std::min(sizeHint().height(), LeastBody)}; }
    bool hasHeightForWidth() const override { return widget() && widget()->hasHeightForWidth(); }
    int heightForWidth(int width) const override { return widget()->heightForWidth(width); }
};

bool isMultiLine(const QWidget *widget)
{
    return qobject_cast<const QPlainTextEdit *>(widget) || qobject_cast<const QTextEdit *>(widget);
}

} // namespace

Sheet::Sheet(QWidget *anchor, const QString &title)
    : QWidget(anchor->window()), m_panel(new SheetPanel(this)), m_panelWidth(size::SheetWidth)
{
    hide();
    auto *layout = new QVBoxLayout(m_panel);
    layout->setContentsMargins(space::Xl, space::Xl - 4, space::Xl, space::Xl - 4);
    layout->setSpacing(space::M);
    m_title = label(title, TextStyle::Section, m_panel);
    m_title->setWordWrap(true);
    m_message = label({}, TextStyle::Base, m_panel, Tone::Secondary);
    m_message->setWordWrap(true);
    m_message->hide();
    m_bodyLayout = new QVBoxLayout;
    m_error = label({}, TextStyle::Base, m_panel, Tone::Negative);
    m_error->setWordWrap(true);
    m_error->hide();
    m_buttons = new QHBoxLayout;
    m_buttons->setSpacing(space::S);
    m_buttons->addStretch();
    m_cancel = new Button(tr("Cancel"), ButtonKind::Normal, m_panel);
    m_confirm = new Button(tr("OK"), ButtonKind::Primary, m_panel);
    m_buttons->addWidget(m_cancel);
    m_buttons->addWidget(m_confirm);
    layout->addWidget(m_title);
    layout->addWidget(m_message);
    layout->addLayout(m_bodyLayout, 1);
    layout->addWidget(m_error);
    layout->addSpacing(space::Xs);
    layout->addLayout(m_buttons);
    connect(m_confirm, &Button::clicked, this, &Sheet::confirm);
    connect(m_cancel, &Button::clicked, this, &Sheet::cancel);
    parentWidget()->installEventFilter(this);
    setFocusPolicy(Qt::StrongFocus);
    setTitle(title);
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *now) {
        // Something behind took the focus: take it back. Popups, other windows and a sheet above are left alone;
        // two sheets would take it from each other without end.
        QWidget *layer = now;
        while (layer && layer->parentWidget() != parentWidget())
            layer = layer->parentWidget();
        const QObjectList &layers = parentWidget()->children(); // in stacking order
        if (layer && layer != this && isVisible() && layers.indexOf(layer) < layers.indexOf(this))
            cycleFocus(this, true);
    });
}

void Sheet::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Sheet::setMessage(const QString &text)
{
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
    setAccessibleDescription(text);
}

void Sheet::setBody(QWidget *body)
{
    auto *area = new SheetBody(m_panel);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    area->setWidget(body);
    body->setAutoFillBackground(false);
    body->installEventFilter(this);
    m_bodyLayout->addWidget(area);
}

void Sheet::setConfirm(const QString &text, ButtonKind kind)
{
    m_confirm->setText(text);
    m_confirm->setKind(kind);
    m_confirm->setVisible(!text.isEmpty());
}

void Sheet::setCancelText(const QString &text)
{
    m_cancel->setText(text);
}

void Sheet::addLeftButton(QWidget *button)
{
    m_buttons->insertWidget(0, button);
}

void Sheet::setPanelWidth(int width)
{
    m_panelWidth = width;
    place();
}

void Sheet::setError(const QString &sentence)
{
    m_error->setText(sentence);
    m_error->setVisible(!sentence.isEmpty());
    place();
}

void Sheet::setBusy(bool busy)
{
    m_confirm->setBusy(busy);
}

void Sheet::open()
{
    m_focusBefore = QApplication::focusWidget();
    place();
    show();
    raise();
    const bool hasBody = m_bodyLayout->count() > 0;
    Button *sure = m_confirm->isVisibleTo(this) && m_confirm->property("kind") != QStringLiteral("danger") ? m_confirm
                                                                                                         : m_cancel;
    QWidget *bodyArea = hasBody ? m_bodyLayout->itemAt(0)->widget() : nullptr;
    if (bodyArea)
        setTabParts({bodyArea, m_cancel, m_confirm}); // The buttons were made first, but come last for Tab.
    if (!bodyArea || !cycleFocus(bodyArea, true))
        sure->setFocus(Qt::TabFocusReason);
}

void Sheet::close()
{
    if (!isVisible() && !m_reusable) {
        deleteLater();
        return;
    }
    hide();
    if (m_focusBefore)
        m_focusBefore->setFocus();
    if (!m_reusable)
        deleteLater();
}

void Sheet::confirm()
{
    if (!m_confirm->isVisibleTo(this) || !m_confirm->isEnabled())
        return;
    if (m_closesOnConfirm)
        close();
    Q_EMIT confirmed();
}

void Sheet::cancel()
{
    close();
    Q_EMIT cancelled();
}

void Sheet::place()
{
    const QSize window = parentWidget()->size();
    setGeometry(QRect(QPoint(), window));
    const int width = std::min(m_panelWidth, window.width() - 2 * WindowMargin);
    QLayout *layout = m_panel->layout();
    layout->invalidate();
    int height = layout->hasHeightForWidth() ? layout->totalHeightForWidth(width) : layout->totalSizeHint().height();
    height = std::min(height, window.height() - 2 * WindowMargin);
    // A little over the middle, where the eye expects it.
    m_panel->setGeometry((window.width() - width) / 2, (window.height() - height) * 2 / 5, width, height);
}

bool Sheet::eventFilter(QObject *watched, QEvent *event)
{
    if (isVisible() && (event->type() == QEvent::LayoutRequest
                        || (watched == parentWidget() && event->type() == QEvent::Resize)))
        place();
    return QWidget::eventFilter(watched, event);
}

void Sheet::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (event->key() == Qt::Key_Escape) {
        cancel();
    } else if (enter && ((event->modifiers() & Qt::ControlModifier) || !isMultiLine(QApplication::focusWidget()))) {
        auto *button = qobject_cast<QPushButton *>(QApplication::focusWidget());
        button && button != m_confirm ? button->click() : confirm();
    }
    event->accept(); // nothing reaches the window behind
}

void Sheet::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    painter.fillRect(rect(), c[Role::Scrim]);
    paintShadow(painter, m_panel->geometry(), radius::Card, c, 16);
}

void Sheet::mousePressEvent(QMouseEvent *)
{
    // A press beside the panel does nothing: what was typed is not lost by a slip.
}

bool Sheet::focusNextPrevChild(bool next)
{
    return cycleFocus(this, next);
}

} // namespace mdmc::ui
