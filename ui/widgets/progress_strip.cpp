// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/progress_strip.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QProgressBar>

namespace mdmc::ui {
namespace {

constexpr int Steps = 1000, BarWidth = 200;

} // namespace

ProgressStrip::ProgressStrip(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::L, space::Xs, space::S, space::Xs);
    layout->setSpacing(space::M);
    m_what = label({}, TextStyle::Strong, this);
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(BarWidth);
    m_count = label({}, TextStyle::Secondary, this, Tone::Secondary);
    m_estimate = label({}, TextStyle::Secondary, this, Tone::Secondary);
    m_cancel = new Button(tr("Cancel"), ButtonKind::Quiet, this);
    auto *close = iconButton(Symbol::X, tr("Dismiss"), this);
    m_close = close;
    layout->addWidget(m_what);
    layout->addWidget(m_bar);
    layout->addWidget(m_count);
    layout->addWidget(m_estimate);
    layout->addStretch();
    layout->addWidget(m_cancel);
    layout->addWidget(close);
    connect(m_cancel, &Button::clicked, this, [this] {
        m_cancel->setBusy(true, tr("Cancelling…"));
        Q_EMIT cancelRequested();
    });
    connect(close, &QToolButton::clicked, this, [this] {
        hide();
        Q_EMIT dismissed();
    });
    hide();
}

void ProgressStrip::start(const QString &what)
{
    m_what->setText(what);
    m_bar->setAccessibleName(what);
    m_bar->setRange(0, 0);
    m_bar->show();
    m_count->clear();
    m_estimate->clear();
    m_cancel->setBusy(false);
    m_cancel->setVisible(m_cancellable);
    m_close->hide();
    show();
}

void ProgressStrip::setProgress(qint64 done, qint64 total, const QString &count, const QString &estimate)
{
    m_bar->setRange(0, total > 0 ? Steps : 0);
    if (total > 0)
        m_bar->setValue(int(Steps * std::clamp(double(done) / double(total), 0.0, 1.0)));
    m_count->setText(count);
    m_estimate->setText(estimate);
}

void ProgressStrip::finish(const QString &sentence)
{
    m_what->setText(sentence);
    m_bar->hide();
    m_count->clear();
    m_estimate->clear();
    m_cancel->hide();
    m_close->show();
    show();
}

void ProgressStrip::setCancellable(bool cancellable)
{
    m_cancellable = cancellable;
    m_cancel->setVisible(cancellable && m_bar->isVisibleTo(this));
}

} // namespace mdmc::ui
