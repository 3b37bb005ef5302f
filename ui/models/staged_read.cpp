// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/staged_read.h"

#include <utility>

namespace mdmc::ui {

StagedRead::StagedRead(std::function<void()> begin, QObject *parent) : QObject(parent), m_beginRead(std::move(begin))
{
    m_earlyTimer.setSingleShot(true);
    connect(&m_earlyTimer, &QTimer::timeout, this, [this] {
        if (const auto show = std::exchange(m_show, nullptr); show && !isGivenUp())
            show();
    });
}

StagedRead::~StagedRead()
{
    giveUp();
}

void StagedRead::ask()
{
    if (m_isRunning)
        m_again = true;
    else
        begin();
}

void StagedRead::giveUp()
{
    *m_isGivenUp = true;
}

void StagedRead::begin()
{
    m_isRunning = true;
    m_again = false;
    ++m_begun;
    m_isGivenUp = std::make_shared<std::atomic<bool>>(false);
    m_since.start();
    m_beginRead();
}

void StagedRead::showEarly(std::function<void()> show, bool isAtOnce)
{
    if (isAtOnce)
        return show(); // Before there is anything to see, nothing flickers.
    m_show = std::move(show);
    m_earlyTimer.start(int(std::max<qint64>(kEarlyMs - m_since.elapsed(), 0)));
}

void StagedRead::dropEarly()
{
    m_earlyTimer.stop();
    m_show = nullptr;
}

void StagedRead::ended()
{
    dropEarly();
    m_isRunning = false;
    if (m_again || isGivenUp())
        begin();
}

} // namespace mdmc::ui
