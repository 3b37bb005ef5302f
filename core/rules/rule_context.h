// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/records.h"

#include <optional>
#include <vector>

namespace mdmc {

/// What rules look up: the workspace's own lists and whether a referenced record exists. Implemented by the replica,
/// the server's store and by tests. Cheap: implementations cache pipelines, stages and lists.
class RuleContext {
public:
    virtual ~RuleContext() = default;
    virtual std::optional<Stage> stage(const RecordId &id) const = 0;
    /// Stages of all pipelines that are not archived, by pipeline and position.
    virtual std::vector<Stage> stages() const = 0;
    virtual std::vector<Pipeline> pipelines() const = 0;
    /// Entries of a list that are not archived, by position.
    virtual std::vector<ListItem> list(QStringView list) const = 0;
    virtual std::optional<User> user(const RecordId &id) const = 0;
    virtual std::vector<User> users() const = 0;
    /// Whether a live record of this type exists (in the caller's view).
    virtual bool exists(EntityType type, const RecordId &id) const = 0;
};

} // namespace mdmc
