// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/navigation.h"

namespace mdmc::ui {
namespace {

constexpr int MaxPlaces = 100;

} // namespace

void Navigation::go(const Route &route)
{
    if (m_index >= 0 && route == current())
        return;
    m_history.resize(m_index + 1);
    m_history.append(route);
    if (m_history.size() > MaxPlaces)
        m_history.removeFirst();
    m_index = int(m_history.size()) - 1;
    Q_EMIT changed(route);
}

void Navigation::replace(const Route &route)
{
    if (m_index < 0)
        return go(route);
    if (route == current())
        return;
    m_history[m_index] = route;
    Q_EMIT changed(route);
}

void Navigation::back()
{
    if (!canGoBack())
        return;
    --m_index;
    Q_EMIT changed(current());
}

void Navigation::forward()
{
    if (!canGoForward())
        return;
    ++m_index;
    Q_EMIT changed(current());
}

} // namespace mdmc::ui
