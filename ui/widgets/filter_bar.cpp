// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/filter_bar.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/panels.h"

namespace mdmc::ui {

FilterBar::FilterBar(QWidget *parent) : QWidget(parent), m_layout(new FlowLayout(this, space::S - 2))
{
    m_add = iconButton(Symbol::Plus, tr("Add a filter"), this);
    m_add->setText(tr("Filter"));
    m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_clear = new Button(tr("Clear"), ButtonKind::Link, this);
    m_clear->setAccessibleName(tr("Clear all filters"));
    m_layout->addWidget(m_add);
    m_layout->addWidget(m_clear);
    connect(m_add, &QToolButton::clicked, this, [this] { Q_EMIT addRequested(m_add); });
    connect(m_clear, &Button::clicked, this, &FilterBar::clearRequested);
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    rebuild();
}

void FilterBar::setFilters(const QList<FilterText> &filters)
{
    m_filters = filters;
    rebuild();
}

void FilterBar::setMatchAny(bool any)
{
    m_any = any;
    rebuild();
}

void FilterBar::rebuild()
{
    for (auto *chip : std::as_const(m_chips)) {
        m_layout->removeWidget(chip);
        chip->hide();
        chip->deleteLater(); // it may be the one that asked
    }
    m_chips.clear();
    if (m_any && m_filters.size() > 1)
        m_chips.append(label(tr("Any of"), TextStyle::Secondary, this, Tone::Secondary));
    for (const auto &filter : std::as_const(m_filters)) {
        QStringList words{filter.field, filter.op, filter.value};
        words.removeAll(QString());
        auto *chip = new Chip({words.join(u' '), Hue::Slate}, this);
        chip->setOutlined(true);
        chip->setRemovable(true);
        const QString id = filter.id;
        connect(chip, &Chip::clicked, this, [this, id, chip] { Q_EMIT editRequested(id, chip); });
        connect(chip, &Chip::removeRequested, this, [this, id] { Q_EMIT removeRequested(id); });
        m_chips.append(chip);
    }
    for (int i = 0; i < m_chips.size(); ++i) {
        m_layout->insertWidget(i, m_chips[i]);
        m_chips[i]->show();
    }
    m_clear->setVisible(!m_filters.isEmpty());
    updateGeometry();
}

} // namespace mdmc::ui
