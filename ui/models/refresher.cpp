// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/refresher.h"

#include <algorithm>
#include <utility>

namespace mdmc::ui {

Refresher::Refresher(std::function<void()> refresh, int intervalMs, QObject *parent)
    : QObject(parent), m_refresh(std::move(refresh)), m_intervalMs(intervalMs)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_sinceLast.start();
        m_refresh();
    });
}

void Refresher::request()
{
    if (m_timer.isActive())
        return;
    const qint64 left = m_sinceLast.isValid() ? m_intervalMs - m_sinceLast.elapsed() : 0;
    m_timer.start(int(std::clamp<qint64>(left, 0, m_intervalMs)));
}

} // namespace mdmc::ui
