// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QByteArrayView>

#include <cstddef>
#include <cstdint>

// One fuzz target per program: libFuzzer's entry point, or with other compilers the replay driver's (replay_main.cpp).
extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

namespace mdmc::fuzz {

/// Ends the process with a message when something that must hold for every input does not: what libFuzzer and the
/// replay driver take as a finding.
void require(bool holds, const char *what, const QByteArray &more = {});

/// Bytes off the front of an input that steer the target; zeros when there are none left.
class Steering {
public:
    Steering(const uint8_t *data, size_t size) : m_rest(data, qsizetype(size)) {}

    uint8_t byte()
    {
        if (m_rest.isEmpty())
            return 0;
        const uint8_t first = uint8_t(m_rest.front());
        m_rest = m_rest.sliced(1);
        return first;
    }
    QByteArray rest() const { return m_rest.toByteArray(); }

private:
    QByteArrayView m_rest;
};

} // namespace mdmc::fuzz
