// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/panels.h"

#include "ui/theme/painting.h"
#include "ui/widgets/badges.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/flow_layout.h"

#include <QDataStream>
#include <QIODevice>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QSplitter>
#include <QVariant>

namespace mdmc::ui {
namespace {

/// Paints one symbol in the colour of its role, also after the theme changed.
class SymbolLabel final : public QWidget {
public:
    SymbolLabel(Symbol symbol, int side, Role role, QWidget *parent) : QWidget(parent), m_symbol(symbol), m_role(role)
    {
        setFixedSize(side, side);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        paintSymbol(painter, rect(), m_symbol, Colours::of(this)[m_role]);
    }

private:
    Symbol m_symbol;
    Role m_role;
};

class Separator final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override { QPainter(this).fillRect(rect(), Colours::of(this)[Role::Line]); }
};

constexpr int EmptyTextWidth = 380, EmptySymbol = 32, NoticePadding = 6, LongestRun = 20;
constexpr quint32 PaneStateVersion = 1;

QString toneName(Tone tone)
{
    switch (tone) {
    case Tone::Secondary: return QStringLiteral("secondary");
    case Tone::Positive: return QStringLiteral("positive");
    case Tone::Warning: return QStringLiteral("warning");
    case Tone::Negative: return QStringLiteral("negative");
    case Tone::Accent: return QStringLiteral("accent");
    case Tone::Normal: break;
    }
    return {};
}

} // namespace

QString breakable(const QString &text)
{
    QString out;
    int run = 0;
    for (const QChar c : text) {
        run = c.isSpace() ? 0 : run + 1;
        if (run > 0 && run % LongestRun == 0 && !c.isLowSurrogate())
            out += QChar(0x200B); // Zero width space.
        out += c;
    }
    return out;
}

void setTextStyle(QWidget *widget, TextStyle style, Tone tone)
{
    const auto type = [style] {
        switch (style) {
        case TextStyle::Strong: return QStringLiteral("strong");
        case TextStyle::Secondary:
        case TextStyle::SecondaryStrong:
        case TextStyle::Caption: return QStringLiteral("secondary");
        case TextStyle::Section: return QStringLiteral("section");
        case TextStyle::Page: return QStringLiteral("page");
        case TextStyle::Figure: return QStringLiteral("figure");
        case TextStyle::Base: break;
        }
        return QString();
    }();
    if (!type.isEmpty())
        widget->setProperty("type", type);
    if (tone != Tone::Normal)
        widget->setProperty("tone", toneName(tone));
}

QLabel *label(const QString &text, TextStyle style, QWidget *parent, Tone tone)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    setTextStyle(label, style, tone);
    return label;
}

QWidget *separator(QWidget *parent, Qt::Orientation orientation)
{
    auto *line = new Separator(parent);
    orientation == Qt::Horizontal ? line->setFixedHeight(size::Hairline) : line->setFixedWidth(size::Hairline);
    return line;
}

EmptyState::EmptyState(Symbol symbol, const QString &title, const QString &text, const QString &actionText,
                       QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(space::S);
    layout->addStretch(2);
    layout->addWidget(new SymbolLabel(symbol, EmptySymbol, Role::TextDisabled, this), 0, Qt::AlignHCenter);
    layout->addSpacing(space::S);
    m_title = label(title, TextStyle::Section, this);
    m_title->setAlignment(Qt::AlignCenter);
    m_text = label(text, TextStyle::Base, this, Tone::Secondary);
    m_text->setAlignment(Qt::AlignCenter);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(EmptyTextWidth);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    auto *middle = new QHBoxLayout; // Aligned alone, a wrapped text would not get the height its lines need.
    middle->addStretch();
    middle->addWidget(m_text);
    middle->addStretch();
    layout->addLayout(middle);
    layout->addSpacing(space::S);
    auto *row = new QHBoxLayout;
    m_action = new Button(actionText, ButtonKind::Primary, this);
    m_second = new Button({}, ButtonKind::Normal, this);
    row->addStretch();
    row->addWidget(m_action);
    row->addWidget(m_second);
    row->addStretch();
    layout->addLayout(row);
    layout->addStretch(3);
    connect(m_action, &Button::clicked, this, &EmptyState::actionTriggered);
    connect(m_second, &Button::clicked, this, &EmptyState::secondActionTriggered);
    setTexts(title, text, actionText);
    m_second->hide();
}

void EmptyState::setTexts(const QString &title, const QString &text, const QString &actionText)
{
    m_title->setText(title);
    m_text->setText(text);
    m_action->setText(actionText);
    m_action->setVisible(!actionText.isEmpty());
}

void EmptyState::setSecondAction(const QString &text)
{
    m_second->setText(text);
    m_second->setVisible(!text.isEmpty());
}

Card::Card(QWidget *parent) : QFrame(parent), m_body(new QVBoxLayout(this))
{
    m_body->setContentsMargins(space::L, space::M, space::L, space::M);
    m_body->setSpacing(space::Xs);
}

void Card::setClickable(bool clickable)
{
    m_clickable = clickable;
    setFocusPolicy(clickable ? Qt::TabFocus : Qt::NoFocus);
    setCursor(clickable ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

void Card::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const bool marked = m_clickable && (m_hover || hasFocus());
    paintRounded(painter, rect(), radius::Card, c[Role::Surface],
                 hasFocus() ? c[Role::Accent] : marked ? c[Role::LineStrong] : c[Role::Line]);
}

void Card::mouseReleaseEvent(QMouseEvent *event)
{
    if (m_clickable && event->button() == Qt::LeftButton && rect().contains(event->pos()))
        Q_EMIT clicked();
}

void Card::keyPressEvent(QKeyEvent *event)
{
    const bool presses =
        event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_Space;
    if (m_clickable && presses)
        Q_EMIT clicked();
    else
        QFrame::keyPressEvent(event);
}

void Card::enterEvent(QEnterEvent *)
{
    m_hover = true;
    update();
}

void Card::leaveEvent(QEvent *)
{
    m_hover = false;
    update();
}

Section::Section(const QString &title, QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::S);
    m_head = new QHBoxLayout;
    m_head->setSpacing(space::S);
    m_title = label(title, TextStyle::Section, this);
    m_count = label({}, TextStyle::Secondary, this, Tone::Secondary);
    m_head->addWidget(m_title);
    m_head->addWidget(m_count);
    m_head->addStretch();
    layout->addLayout(m_head);
    m_body = new QVBoxLayout;
    m_body->setSpacing(space::S);
    layout->addLayout(m_body);
}

void Section::setTitle(const QString &title)
{
    m_title->setText(title);
}

void Section::setCount(const QString &count)
{
    m_count->setText(count);
}

void Section::addAction(QWidget *widget)
{
    m_head->addWidget(widget);
}

InlineNotice::InlineNotice(Tone tone, QWidget *parent) : QFrame(parent), m_tone(tone)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::M, NoticePadding, space::S, NoticePadding);
    layout->setSpacing(space::S);
    m_text = label({}, TextStyle::Base, this);
    m_text->setWordWrap(true);
    m_link = new Button({}, ButtonKind::Link, this);
    m_close = iconButton(Symbol::X, tr("Dismiss"), this);
    auto *texts = new QVBoxLayout;
    texts->setSpacing(2);
    texts->addWidget(m_text);
    layout->addSpacing(size::Icon + space::S);
    layout->addLayout(texts, 1);
    layout->addWidget(m_link);
    layout->addWidget(m_close);
    m_link->hide();
    m_close->hide();
    connect(m_link, &Button::clicked, this, &InlineNotice::linkActivated);
    connect(static_cast<QToolButton *>(m_close), &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
}

bool InlineNotice::event(QEvent *event)
{
    const bool handled = QFrame::event(event);
    // As high as the sentence needs at this width: a size hint knows only the width it likes best.
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        setMaximumHeight(qMax(minimumHeight(), layout()->hasHeightForWidth() ? layout()->totalHeightForWidth(width())
                                                                             : layout()->totalSizeHint().height()));
    return handled;
}

void InlineNotice::setTone(Tone tone)
{
    m_tone = tone;
    update();
}

void InlineNotice::setText(const QString &text, const QString &linkText)
{
    m_sentence = text;
    m_text->setText(breakable(text));
    m_link->setText(linkText);
    m_link->setVisible(!linkText.isEmpty());
    setAccessibleName(text);
}

void InlineNotice::setSecondLink(const QString &linkText)
{
    if (m_second)
        return m_second->setText(linkText);
    m_second = new Button(linkText, ButtonKind::Link, this);
    auto *links = new FlowLayout(nullptr, space::S);
    links->addWidget(m_link);
    links->addWidget(m_second);
    static_cast<QVBoxLayout *>(layout()->itemAt(1)->layout())->addLayout(links);
    connect(m_second, &Button::clicked, this, &InlineNotice::secondLinkActivated);
}

QString InlineNotice::text() const
{
    return m_sentence;
}

void InlineNotice::setDismissable(bool dismissable)
{
    m_close->setVisible(dismissable);
}

void InlineNotice::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    Role ground = Role::AccentSoft;
    Symbol symbol = Symbol::InfoCircle;
    if (m_tone == Tone::Negative) {
        ground = Role::NegativeSoft;
        symbol = Symbol::ExclamationCircle;
    } else if (m_tone == Tone::Warning) {
        ground = Role::WarningSoft;
        symbol = Symbol::ExclamationTriangle;
    } else if (m_tone == Tone::Positive) {
        ground = Role::PositiveSoft;
        symbol = Symbol::CheckCircle;
    }
    paintRounded(painter, rect(), radius::Control, c[ground]);
    paintSymbol(painter, QRectF(space::M, (height() - size::Icon) / 2.0, size::Icon, size::Icon), symbol,
                toneColour(m_tone, c));
}

ListPane::ListPane(QWidget *parent) : QWidget(parent), m_splitter(new QSplitter(Qt::Horizontal, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_splitter);
    m_splitter->setHandleWidth(size::Hairline);
    m_splitter->setChildrenCollapsible(false);
}

void ListPane::setList(QWidget *list)
{
    m_list = list;
    m_splitter->insertWidget(0, list);
    m_splitter->setStretchFactor(0, 1);
}

void ListPane::setDetail(QWidget *detail)
{
    m_detail = detail;
    detail->setMinimumWidth(size::DetailMin * 3 / 4); // narrower only where the window leaves no choice
    detail->setMaximumWidth(size::DetailMax);
    m_splitter->addWidget(detail);
    m_splitter->setStretchFactor(m_splitter->indexOf(detail), 0);
    m_splitter->setSizes({10 * size::DetailMin, size::DetailMin});
    detail->setVisible(m_shown);
}

void ListPane::setDetailShown(bool shown)
{
    if (shown == m_shown)
        return;
    m_shown = shown;
    if (m_detail)
        m_detail->setVisible(shown);
    Q_EMIT detailShownChanged(shown);
}

bool ListPane::isDetailShown() const
{
    return m_shown;
}

QByteArray ListPane::saveState() const
{
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    out << PaneStateVersion << m_shown << m_splitter->saveState();
    return bytes;
}

bool ListPane::restoreState(const QByteArray &state)
{
    QDataStream in(state);
    quint32 version = 0;
    bool shown = true;
    QByteArray sizes;
    in >> version >> shown >> sizes;
    if (version != PaneStateVersion || in.status() != QDataStream::Ok)
        return false;
    m_splitter->restoreState(sizes);
    setDetailShown(shown);
    return true;
}

} // namespace mdmc::ui
