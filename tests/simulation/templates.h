// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/records.h"
#include "tests/support/simulated_disk.h"

namespace mdmc::simulation {

/// Disks as every world begins with them, made once per process and then copied: a workspace with eight people in two
/// teams, and replicas that have had their first snapshot. The same in every process, ids and epoch included.
class Templates {
public:
    static constexpr int kPeople = 8;

    Templates();

    /// Administrator; manager (team); two account managers (own) of different teams; manager (all); account manager
    /// (team); finance; read-only.
    const std::vector<User> &people() const { return m_people; }
    const test::SimulatedDisk::Image &server() const { return m_server; }
    /// The replica of `person` on computer `slot`; `isFresh`: signed in, and nothing received yet.
    const test::SimulatedDisk::Image &replica(int slot, int person, bool isFresh);

private:
    void furnish(test::SimulatedDisk &disk);
    test::SimulatedDisk::Image makeReplica(int slot, int person, bool isFresh);

    std::vector<User> m_people;
    test::SimulatedDisk::Image m_server;
    std::map<std::tuple<int, int, bool>, test::SimulatedDisk::Image> m_replicas;
};

} // namespace mdmc::simulation
