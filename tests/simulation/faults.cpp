// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/faults.h"

namespace mdmc::simulation {

namespace {

struct Entry {
    const char *name;
    double usual; ///< Rate in `all`.
};

constexpr std::array<Entry, kFaultCount> kFaults{{
    {"message-dropped", 0.01},
    {"message-doubled", 0.01},
    {"message-reordered", 0.01},
    {"message-delayed", 0.02},
    {"message-cut", 0.005},
    {"message-damaged", 0.002},
    {"reply-lost", 0.02},
    {"server-killed-before-reply", 0.01},
    {"server-killed-before-wake", 0.01},
    {"notification-lost", 0.03},
    {"notification-late", 0.03},
    {"notification-merged", 0.03},
    {"snapshot-prepared", 0.1},
    {"slow-reader", 0.005},
    {"partition-both", 0.02},
    {"partition-up", 0.01},
    {"partition-down", 0.01},
    {"connections-cut", 0.02},
    {"reconnect-storm", 0.003},
    {"client-killed", 0.02},
    {"client-power-cut", 0.01},
    {"server-killed", 0.02},
    {"server-power-cut", 0.01},
    {"disk-full", 0.01},
    {"store-busy", 0.01},
    {"log-damaged", 0.005},
    {"wrong-key", 0.003},
    {"cloned", 0.005},
    {"rolled-back", 0.005},
    {"backup-restored", 0.003},
    {"failover-tail-lost", 0.003},
    {"clock-jump", 0.01},
    {"clock-wrong", 0.01},
    {"clock-frozen", 0.005},
    {"token-expired", 0.01},
    {"sessions-revoked", 0.005},
    {"scope-flip", 0.01},
    {"revoked-in-snapshot", 0.005},
    {"long-absence", 0.005},
    {"many-pending", 0.0005},
    {"compaction", 0.01},
    {"checksum-flip", 0.003},
    {"eviction-uncounted", 0.003},
    {"poison", 0.003},
    {"oversized-field", 0.005},
    {"schema-newer", 0.005},
}};

} // namespace

QLatin1String faultName(Fault fault)
{
    return fault < Fault::Count ? QLatin1String(kFaults[size_t(fault)].name) : QLatin1String("none");
}

std::optional<Fault> faultFromName(QStringView name)
{
    for (int i = 0; i < kFaultCount; ++i)
        if (name == QLatin1String(kFaults[size_t(i)].name))
            return Fault(i);
    return std::nullopt;
}

FaultRates FaultRates::usual()
{
    FaultRates rates;
    for (int i = 0; i < kFaultCount; ++i)
        rates.rate[size_t(i)] = kFaults[size_t(i)].usual;
    return rates;
}

std::optional<FaultRates> FaultRates::parse(QStringView list)
{
    FaultRates rates;
    for (const QStringView entry : list.split(u',', Qt::SkipEmptyParts)) {
        if (entry == u"none") {
            rates = none();
        } else if (entry == u"all") {
            rates = usual();
        } else {
            const qsizetype at = entry.indexOf(u'=');
            const std::optional<Fault> fault = faultFromName(at < 0 ? entry : entry.left(at));
            bool isNumber = true;
            if (!fault)
                return std::nullopt;
            rates[*fault] = at < 0 ? usual()[*fault] : entry.mid(at + 1).toDouble(&isNumber);
            if (!isNumber)
                return std::nullopt;
        }
    }
    return rates;
}

} // namespace mdmc::simulation
