// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace mdmc::simulation {

/// Something that must hold (SYNC.md) did not. The message names record, field and operations.
struct Violation {
    int invariant = 0; ///< 1–20
    QString message;
};

/// What the examination of one invariant found: how much there was to look at, and the first thing that is wrong.
class Examination {
public:
    explicit Examination(int invariant) : m_invariant(invariant) {}

    void examined(qint64 things = 1) { m_examined += things; }
    /// `isFine`, or else a violation with the message that `message()` gives.
    template<typename Message>
    bool expect(bool isFine, Message message)
    {
        ++m_examined;
        if (!isFine)
            violated(message());
        return isFine;
    }
    void violated(const QString &message)
    {
        if (!m_violation)
            m_violation = Violation{m_invariant, message};
    }

    qint64 count() const { return m_examined; }
    const std::optional<Violation> &violation() const { return m_violation; }

private:
    int m_invariant;
    qint64 m_examined = 0;
    std::optional<Violation> m_violation;
};

} // namespace mdmc::simulation
