// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/text_levels.h"

#include <algorithm>
#include <vector>

namespace mdmc::storage {

namespace {

constexpr qsizetype kCookieSize = 4;
constexpr char kVersion2[] = {char(0xFF), 0, 0, 1};
constexpr quint64 kLevel = 5;
constexpr quint64 kMostLevels = 64;   ///< FTS5's own limit, less than two bytes of a number.
constexpr quint64 kMostSegments = 63; ///< With one more on a level they are merged a bit at a time.
constexpr int kNumbersOfSegment = 8;  ///< Id, first and last page; first and last origin; pages and rows of tombstones, rows.

/// Numbers as SQLite writes them: big-endian in pieces of seven bits, the ninth byte whole.
class Numbers {
public:
    explicit Numbers(const QByteArray &bytes, qsizetype at) : m_bytes(bytes), m_at(at) {}

    quint64 next()
    {
        quint64 value = 0;
        for (int i = 0; i < 9; ++i) {
            if (m_at >= m_bytes.size()) {
                m_isBroken = true;
                return 0;
            }
            const auto byte = quint8(m_bytes[m_at++]);
            if (i == 8)
                return value << 8 | byte;
            value = value << 7 | (byte & 0x7FU);
            if (byte < 0x80)
                return value;
        }
        return value;
    }
    qsizetype at() const { return m_at; }
    bool isBroken() const { return m_isBroken; }
    bool isAtEnd() const { return m_at == m_bytes.size(); }

private:
    const QByteArray &m_bytes;
    qsizetype m_at;
    bool m_isBroken = false;
};

} // namespace

std::optional<QByteArray> withSegmentsHigh(const QByteArray &structure)
{
    const QByteArray version(kVersion2, sizeof kVersion2);
    if (structure.mid(kCookieSize, version.size()) != version)
        return std::nullopt;
    Numbers numbers(structure, kCookieSize + version.size());
    const quint64 levels = numbers.next();
    const qsizetype afterLevels = numbers.at();
    const quint64 segments = numbers.next();
    numbers.next(); // Pages written so far
    const QByteArray counts = structure.mid(afterLevels, numbers.at() - afterLevels);
    if (segments == 0 || segments > kMostSegments || levels > kMostLevels)
        return std::nullopt;
    std::vector<QByteArray> ofLevels;
    quint64 found = 0;
    for (quint64 level = 0; level < levels; ++level) {
        const quint64 merging = numbers.next();
        const quint64 here = numbers.next();
        const qsizetype begin = numbers.at();
        for (quint64 i = 0; i < here * kNumbersOfSegment && !numbers.isBroken(); ++i)
            numbers.next();
        if (merging != 0 || numbers.isBroken())
            return std::nullopt;
        ofLevels.push_back(structure.mid(begin, numbers.at() - begin));
        found += here;
    }
    if (found != segments || !numbers.isAtEnd())
        return std::nullopt;
    const quint64 top = std::max(kLevel, levels - 1);
    QByteArray lifted = structure.left(kCookieSize) + version + char(top + 1) + counts;
    lifted.append(qsizetype(2 * top), '\0'); // Levels without segments
    lifted.append('\0').append(char(segments));
    std::for_each(ofLevels.rbegin(), ofLevels.rend(), [&](const QByteArray &level) { lifted.append(level); }); // Oldest first
    return lifted;
}

} // namespace mdmc::storage
