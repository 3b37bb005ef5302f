// SPDX-License-Identifier: GPL-3.0-or-later
// One WebSocket at the server; for server_node.cpp and server_live.cpp only.
#pragma once

#include "tests/simulation/server_node.h"

namespace mdmc::simulation {

struct ServerNode::Live {
    int client = 0;
    sync::SyncSession session;
    RecordId user;
    qint64 tokenVersion = 0;
    UtcMs expiresAt = 0;
    qint64 lastHeard = 0;
    bool isNoticed = false; ///< The client was told that its token ends.
    bool isClosing = false;
};

} // namespace mdmc::simulation
