// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"

#include <QByteArray>
#include <QHash>
#include <QMetaType>
#include <QString>

#include <array>
#include <compare>
#include <optional>

namespace mdmc {

class Random;

/// 128-bit identity of a record: a UUIDv7 (RFC 9562), minted by whoever creates the record, never reused.
/// Being ordered by time, such keys load several times faster into a B-tree than random ones.
/// The null id (all zero) stands for "none".
class RecordId {
public:
    constexpr RecordId() = default;

    /// Mints a new id from `clock` and `random`. Ids minted in one millisecond are not ordered among themselves.
    static RecordId mint(const Clock &clock, Random &random);
    /// Mints from the system's clock and randomness.
    static RecordId mint();
    /// Accepts the canonical form with hyphens, any case. Nothing on anything else.
    static std::optional<RecordId> fromString(QStringView text);
    /// Accepts exactly 16 bytes. Nothing on anything else.
    static std::optional<RecordId> fromBytes(QByteArrayView bytes);

    QString toString() const;   ///< Canonical lower-case form.
    QByteArray toBytes() const; ///< 16 bytes, big-endian; sorts like the id.
    const quint8 *data() const { return m_bytes.data(); }
    bool isNull() const { return m_bytes == std::array<quint8, 16>{}; }
    explicit operator bool() const { return !isNull(); }

    auto operator<=>(const RecordId &) const = default;

private:
    std::array<quint8, 16> m_bytes{};
};

size_t qHash(const RecordId &id, size_t seed = 0) noexcept;

} // namespace mdmc

template<>
struct std::hash<mdmc::RecordId> {
    size_t operator()(const mdmc::RecordId &id) const noexcept { return mdmc::qHash(id); }
};

Q_DECLARE_METATYPE(mdmc::RecordId)
