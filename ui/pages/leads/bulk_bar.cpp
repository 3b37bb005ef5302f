// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/bulk_bar.h"

#include "ui/theme/painting.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

namespace mdmc::ui {

BulkBar::BulkBar(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::M, space::Xs, space::S, space::Xs);
    layout->setSpacing(space::Xs);
    m_count = label({}, TextStyle::Strong, this);
    layout->addWidget(m_count);
    layout->addSpacing(space::M);
    const auto add = [&](const QString &text, Symbol symbol) {
        auto *button = new Button(text, ButtonKind::Quiet, this);
        button->setSymbol(symbol);
        layout->addWidget(button);
        return button;
    };
    m_stage = add(tr("Stage"), Symbol::ColumnsGap);
    m_owner = add(tr("Owner"), Symbol::Person);
    m_priority = add(tr("Priority"), Symbol::Flag);
    m_delete = add(tr("Delete"), Symbol::Trash);
    layout->addStretch();
    auto *clear = iconButton(Symbol::X, tr("Clear the selection"), this);
    layout->addWidget(clear);
    connect(m_stage, &Button::clicked, this, [this] { Q_EMIT fieldRequested("stageId", m_stage); });
    connect(m_owner, &Button::clicked, this, [this] { Q_EMIT fieldRequested("ownerId", m_owner); });
    connect(m_priority, &Button::clicked, this, [this] { Q_EMIT fieldRequested("priority", m_priority); });
    connect(m_delete, &Button::clicked, this, &BulkBar::deleteRequested);
    connect(clear, &QToolButton::clicked, this, &BulkBar::clearRequested);
}

void BulkBar::setCount(const QString &count)
{
    m_count->setText(tr("%1 selected").arg(count));
}

void BulkBar::setAllowed(bool mayEdit, bool mayDelete)
{
    m_stage->setVisible(mayEdit);
    m_owner->setVisible(mayEdit);
    m_priority->setVisible(mayEdit);
    m_delete->setVisible(mayDelete);
}

void BulkBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    paintRounded(painter, rect(), radius::Control, Colours::of(this)[ui::Role::AccentSoft]);
}

} // namespace mdmc::ui
