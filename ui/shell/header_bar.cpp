// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/header_bar.h"

#include "ui/theme/icons.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/search_field.h"

namespace mdmc::ui {
namespace {

constexpr int SearchWidth = 260, SearchMin = 160;

} // namespace

HeaderBar::HeaderBar(QWidget *parent) : QWidget(parent), m_layout(new QHBoxLayout(this))
{
    setFixedHeight(size::Header);
    m_layout->setContentsMargins(space::S, 0, space::L, 0);
    m_layout->setSpacing(2);
    m_back = iconButton(Symbol::ChevronLeft, tr("Back (Alt+←)"), this);
    m_forward = iconButton(Symbol::ChevronRight, tr("Forward (Alt+→)"), this);
    m_title = new Button({}, ButtonKind::Quiet, this);
    m_title->setProperty("place", true);
    QFont strong = mdmc::ui::font(TextStyle::Section);
    m_title->setFont(strong);
    m_arrow = label(QStringLiteral("›"), TextStyle::Section, this, Tone::Secondary);
    m_record = label({}, TextStyle::Section, this);
    m_search = new SearchField(tr("Search or Ctrl+K"), this);
    m_search->setMinimumWidth(SearchMin);
    m_search->setMaximumWidth(SearchWidth);
    m_attention = iconButton(Symbol::ExclamationCircle, tr("Needs attention"), this);
    m_attention->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_attention->setIcon(icon(Symbol::ExclamationCircle, Role::Warning));
    m_attention->hide();
    m_layout->addWidget(m_back);
    m_layout->addWidget(m_forward);
    m_layout->addSpacing(space::Xs);
    m_layout->addWidget(m_title);
    m_layout->addWidget(m_arrow);
    m_layout->addSpacing(space::S);
    m_layout->addWidget(m_record, 1);
    m_layout->addStretch();
    m_layout->addWidget(m_search, 2);
    m_layout->addSpacing(space::S);
    m_layout->addWidget(m_attention);
    connect(m_back, &QToolButton::clicked, this, &HeaderBar::backRequested);
    connect(m_forward, &QToolButton::clicked, this, &HeaderBar::forwardRequested);
    connect(m_title, &Button::clicked, this, &HeaderBar::titlePressed);
    connect(m_attention, &QToolButton::clicked, this, &HeaderBar::attentionPressed);
}

void HeaderBar::setPlace(const QString &title, const QString &record)
{
    m_title->setText(title);
    m_recordText = record;
    m_arrow->setVisible(!record.isEmpty());
    fitPlace();
}

void HeaderBar::fitPlace()
{
    const int room = std::max(60, width() - m_title->sizeHint().width() - SearchWidth - 2 * size::Header
                                      - (m_pageWidget ? m_pageWidget->sizeHint().width() : 0) - 100);
    m_record->setText(QFontMetrics(mdmc::ui::font(TextStyle::Section)).elidedText(m_recordText, Qt::ElideRight, room));
    m_record->setToolTip(m_recordText.toHtmlEscaped());
}

void HeaderBar::setHistory(bool canGoBack, bool canGoForward)
{
    m_back->setEnabled(canGoBack);
    m_forward->setEnabled(canGoForward);
}

void HeaderBar::setAttention(int count)
{
    m_attention->setText(QString::number(count));
    m_attention->setAccessibleName(tr("%n need attention", nullptr, count));
    m_attention->setToolTip(m_attention->accessibleName());
    m_attention->setVisible(count > 0);
}

void HeaderBar::setPageWidget(QWidget *widget)
{
    if (widget == m_pageWidget)
        return;
    if (m_pageWidget) {
        m_layout->removeWidget(m_pageWidget);
        m_pageWidget->hide();
    }
    m_pageWidget = widget;
    if (widget) {
        m_layout->insertWidget(m_layout->indexOf(m_attention), widget);
        widget->show();
    }
}

void HeaderBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    painter.fillRect(rect(), c[Role::Surface]);
    painter.fillRect(QRect(0, height() - 1, width(), size::Hairline), c[Role::Line]);
}

void HeaderBar::resizeEvent(QResizeEvent *)
{
    fitPlace();
}

} // namespace mdmc::ui
