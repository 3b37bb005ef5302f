// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong on purpose, as steps of a history.
#include "tests/simulation/eyes.h"
#include "tests/simulation/world.h"

namespace mdmc::simulation {

using namespace sync;
using Disk = test::SimulatedDisk;

void injectFault(World &world, ClientNode &client, const Step &step)
{
    const quint64 dice = step.dice;
    switch (step.fault) {
    case Fault::PartitionBoth:
    case Fault::PartitionUp:
    case Fault::PartitionDown: {
        Network::Partition &partition = world.network().partition(client.index());
        partition = {step.fault != Fault::PartitionDown, step.fault != Fault::PartitionUp};
        world.happened(step.fault);
        world.timeline().after(1000 + qint64(dice % 180'000), [&world, index = client.index()] {
            world.network().partition(index) = {};
        });
        return;
    }
    case Fault::ConnectionsCut:
        world.happened(step.fault);
        return world.network().cut(dice % 3 == 0 ? -1 : client.index());
    default: return;
    }
}

} // namespace mdmc::simulation
