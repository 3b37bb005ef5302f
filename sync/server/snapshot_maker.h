// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "sync/server/prepared_snapshot.h"

#include <QObject>
#include <QTimer>

namespace mdmc::sync {

/// Makes the prepared snapshot when the server has nothing else to do: after some seconds without a commit, one piece of a
/// few milliseconds at a time with pauses between, and none for a while once others had the thread when a piece was due.
/// Lives on the server's thread.
class SnapshotMaker final : public QObject {
public:
    struct Pace {
        qint64 quietMs = 3000;  ///< Without a commit, by whomever.
        int pauseMs = 5;        ///< Between two pieces at least; a longer piece is followed by twice its time.
        qint64 lateMs = 10;     ///< A piece that is due for so long was not the only thing to do.
        qint64 awayMs = 1000;   ///< Then nothing is made for so long.
    };
    SnapshotMaker(Store &store, PreparedSnapshot &prepared, const Clock &clock, Pace pace, QObject *parent = nullptr);

    /// To be called about once a second.
    void look();
    /// Another piece is due. False: nothing happens before `look` is called again.
    bool isUnderWay() const { return m_turn.isActive(); }

private:
    bool isQuiet();
    void takeTurn();

    Store &m_store;
    PreparedSnapshot &m_prepared;
    const Clock &m_clock;
    const Pace m_pace;
    QTimer m_turn;
    qint64 m_dueAt = 0;
    qint64 m_notBefore = 0;
    std::optional<storage::Database::Version> m_version; ///< Of the store, when this object last looked.
    qint64 m_quietSince = 0;
};

} // namespace mdmc::sync
