// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/record_id.h"

#include "core/base/random.h"

#include <QUuid>

#include <cstring>

namespace mdmc {

RecordId RecordId::mint(const Clock &clock, Random &random)
{
    RecordId id;
    random.fill(id.m_bytes);
    const quint64 ms = quint64(std::max<UtcMs>(clock.nowUtc(), 0));
    for (int i = 0; i < 6; ++i)
        id.m_bytes[size_t(i)] = quint8(ms >> (8 * (5 - i)));
    id.m_bytes[6] = (id.m_bytes[6] & 0x0f) | 0x70; // version 7
    id.m_bytes[8] = (id.m_bytes[8] & 0x3f) | 0x80; // RFC 9562 variant
    return id;
}

RecordId RecordId::mint()
{
    static const SystemClock clock;
    SystemRandom random;
    return mint(clock, random);
}

std::optional<RecordId> RecordId::fromString(QStringView text)
{
    if (text.size() != 36)
        return std::nullopt;
    const QUuid uuid = QUuid::fromString(text);
    const QByteArray bytes = uuid.toRfc4122();
    // QUuid yields null for malformed text; only the written-out null id may do so.
    if (uuid.isNull() && text != QLatin1String("00000000-0000-0000-0000-000000000000"))
        return std::nullopt;
    return fromBytes(bytes);
}

std::optional<RecordId> RecordId::fromBytes(QByteArrayView bytes)
{
    if (bytes.size() != 16)
        return std::nullopt;
    RecordId id;
    std::memcpy(id.m_bytes.data(), bytes.data(), 16);
    return id;
}

QString RecordId::toString() const
{
    return QUuid::fromRfc4122(QByteArrayView(m_bytes.data(), 16)).toString(QUuid::WithoutBraces);
}

QByteArray RecordId::toBytes() const
{
    return QByteArray(reinterpret_cast<const char *>(m_bytes.data()), 16);
}

size_t qHash(const RecordId &id, size_t seed) noexcept
{
    return qHashBits(id.data(), 16, seed);
}

} // namespace mdmc
