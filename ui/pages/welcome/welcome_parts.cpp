// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/welcome/welcome_parts.h"

#include "ui/theme/painting.h"

#include <QAction>
#include <QCoreApplication>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QScrollArea>

namespace mdmc::ui {

namespace {

struct WelcomeParts {
    Q_DECLARE_TR_FUNCTIONS(WelcomeParts)
};

constexpr int MarkSide = 44, SymbolSide = 20, SymbolBox = 40,
              TextFlags = Qt::TextWordWrap | Qt::AlignLeft | Qt::AlignTop;

} // namespace

QWidget *quietColumn(QWidget *content, QWidget *parent, int width)
{
    auto *scroll = new QScrollArea(parent);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *body = new QWidget;
    body->setObjectName(QStringLiteral("scrollBody"));
    auto *layout = new QGridLayout(body);
    layout->setContentsMargins(space::Xl, space::Xxl, space::Xl, space::Xxl);
    layout->addWidget(content, 1, 1);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(2, 1);
    // A little above the middle is where the eye looks for the middle.
    layout->setRowStretch(0, 2);
    layout->setRowStretch(2, 3);
    content->setFixedWidth(width);
    scroll->setWidget(body);
    return scroll;
}

BrandMark::BrandMark(QWidget *parent) : QWidget(parent)
{
    setFixedSize(MarkSide, MarkSide);
}

void BrandMark::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    paintRounded(painter, rect(), radius::Card + 2, c[Role::Accent]);
    paintSymbol(painter, QRectF(rect()).adjusted(11, 11, -11, -11), Symbol::MusicNoteBeamed, c[Role::OnAccent]);
}

ChoiceButton::ChoiceButton(Symbol symbol, const QString &title, const QString &text, QWidget *parent)
    : QAbstractButton(parent), m_symbol(symbol), m_sentence(text)
{
    setText(title);
    setAccessibleName(title);
    setAccessibleDescription(text);
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::PointingHandCursor);
    setAttribute(Qt::WA_Hover);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
}

QRect ChoiceButton::textRect(int width) const
{
    const int left = space::L + SymbolBox + space::L;
    return QRect(left, space::L, width - left - space::L - size::Icon - space::M, 0);
}

int ChoiceButton::heightForWidth(int width) const
{
    const QRect area = textRect(width).adjusted(0, 0, 0, 10'000);
    const int title = QFontMetrics(mdmc::ui::font(TextStyle::Strong)).boundingRect(area, TextFlags, text()).height();
    const int sentence =
        QFontMetrics(mdmc::ui::font(TextStyle::Secondary)).boundingRect(area, TextFlags, m_sentence).height();
    return std::max(SymbolBox, title + space::Xs + sentence) + 2 * space::L;
}

QSize ChoiceButton::sizeHint() const
{
    return {kWelcomeWidth, heightForWidth(kWelcomeWidth)};
}

QSize ChoiceButton::minimumSizeHint() const
{
    return {kWelcomeWidth / 2, heightForWidth(kWelcomeWidth)};
}

void ChoiceButton::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    const bool isMarked = isEnabled() && (underMouse() || isDown());
    paintRounded(painter, rect(), radius::Card, isDown() ? c[Role::Pressed] : c[Role::Surface],
                 hasFocus() ? c[Role::Accent] : isMarked ? c[Role::LineStrong] : c[Role::Line]);
    const QRectF box(space::L, (height() - SymbolBox) / 2.0, SymbolBox, SymbolBox);
    paintRounded(painter, box, radius::Control + 2, c[Role::AccentSoft]);
    const qreal inset = (SymbolBox - SymbolSide) / 2.0;
    paintSymbol(painter, box.adjusted(inset, inset, -inset, -inset), m_symbol, c[Role::AccentText]);

    QRect area = textRect(width());
    area.setBottom(height());
    const QFont titleFont = mdmc::ui::font(TextStyle::Strong), sentenceFont = mdmc::ui::font(TextStyle::Secondary);
    const int titleHeight = QFontMetrics(titleFont).boundingRect(area, TextFlags, text()).height();
    const int sentenceHeight =
        QFontMetrics(sentenceFont).boundingRect(area.adjusted(0, 0, 0, 10'000), TextFlags, m_sentence).height();
    area.setTop((height() - titleHeight - space::Xs - sentenceHeight) / 2);
    painter.setFont(titleFont);
    painter.setPen(c[isEnabled() ? Role::Text : Role::TextDisabled]);
    painter.drawText(area, TextFlags, text());
    area.translate(0, titleHeight + space::Xs);
    painter.setFont(sentenceFont);
    painter.setPen(c[isEnabled() ? Role::TextSecondary : Role::TextDisabled]);
    painter.drawText(area, TextFlags, m_sentence);
    const QRectF arrow(width() - space::L - size::Icon, (height() - size::Icon) / 2.0, size::Icon, size::Icon);
    paintSymbol(painter, arrow, Symbol::ChevronRight,
                c[isMarked || hasFocus() ? Role::AccentText : Role::TextDisabled]);
}

void ChoiceButton::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        click();
    else
        QAbstractButton::keyPressEvent(event);
}

QLineEdit *secretEdit(QWidget *parent)
{
    auto *edit = new QLineEdit(parent);
    edit->setEchoMode(QLineEdit::Password);
    edit->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText
                              | Qt::ImhNoAutoUppercase);
    auto *eye = edit->addAction(icon(Symbol::Eye), QLineEdit::TrailingPosition);
    eye->setToolTip(WelcomeParts::tr("Show or hide"));
    eye->setCheckable(true);
    QObject::connect(eye, &QAction::toggled, edit, [edit, eye](bool isShown) {
        edit->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
        eye->setIcon(icon(isShown ? Symbol::EyeSlash : Symbol::Eye));
    });
    return edit;
}

} // namespace mdmc::ui
