// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/status_line.h"

#include "ui/widgets/badges.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

namespace mdmc::ui {

StatusLine::StatusLine(QWidget *parent) : QWidget(parent)
{
    setFixedHeight(size::StatusLine);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::L, 0, space::S, 0);
    layout->setSpacing(space::Xs);
    m_summary = label({}, TextStyle::Secondary, this, Tone::Secondary);
    m_dot = new StatusDot(Tone::Secondary, this);
    m_sync = new Button({}, ButtonKind::Quiet, this);
    m_sync->setProperty("status", true);
    m_sync->setToolTip(tr("Show what is synced and what is waiting"));
    layout->addWidget(m_summary, 1);
    layout->addWidget(m_dot);
    layout->addWidget(m_sync);
    connect(m_sync, &Button::clicked, this, &StatusLine::syncPressed);
    setSync({});
}

void StatusLine::setSummary(const QString &text)
{
    m_summary->setText(text);
}

void StatusLine::setSync(const SyncStatusView &status)
{
    using State = SyncStatusView::State;
    Tone tone = Tone::Secondary;
    switch (status.state) {
    case State::Synced: tone = Tone::Positive; break;
    case State::Syncing:
    case State::Waiting: tone = Tone::Accent; break;
    case State::Attention: tone = Tone::Warning; break;
    case State::Offline:
    case State::Off: break;
    }
    m_dot->setTone(tone);
    m_dot->setHollow(status.state == State::Offline || status.state == State::Waiting);
    m_dot->setVisible(!status.sentence.isEmpty());
    m_sync->setText(status.sentence);
    m_sync->setAccessibleName(tr("Sync: %1").arg(status.sentence));
    m_sync->setVisible(!status.sentence.isEmpty());
}

QString StatusLine::syncSentence() const
{
    return m_sync->text();
}

void StatusLine::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &c = Colours::of(this);
    painter.fillRect(rect(), c[Role::Surface]);
    painter.fillRect(QRect(0, 0, width(), size::Hairline), c[Role::Line]);
}

} // namespace mdmc::ui
