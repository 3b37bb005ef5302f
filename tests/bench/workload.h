// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/model/record.h"
#include "sync/client/workspace.h"

#include <QFile>

#include <functional>
#include <map>

namespace mdmc::bench {

/// The leads of a workload file (one JSON object a line) as this product's records, in id order, which is the order in
/// which the product's own ids come. Stages, owners, genres, platforms and goals of the file become the workspace's
/// own; `score` is taken as an imported value. What rules would refuse is satisfied by fixed values: every lead has a
/// reason for loss and a contract value, and a number that cannot be dialled becomes one that is reserved for fiction.
class Workload {
public:
    /// Reads the file's ids and what its leads refer to; the leads themselves stay in the file.
    static Result<std::unique_ptr<Workload>> open(const QString &path, const RecordId &teamId,
                                                  const RecordId &pipelineId);

    qint64 count() const { return qint64(m_lines.size()); }
    /// Pipeline stages, list entries and owners (users without a password), in dependency order.
    std::vector<Record> foundation() const;
    Result<> forEach(const std::function<Result<>(Record lead)> &take);

private:
    Workload(const RecordId &teamId, const RecordId &pipelineId) : m_team(teamId), m_pipeline(pipelineId) { }
    Result<> scan();
    Result<Record> lead(qint64 offset) const;

    QFile m_file;
    QByteArrayView m_text;
    RecordId m_team;
    RecordId m_pipeline;
    std::vector<std::pair<RecordId, qint64>> m_lines;
    std::map<QString, RecordId> m_stages;
    std::map<QString, QStringList> m_lists;
    std::vector<RecordId> m_owners;
};

/// Edits of one field each: the first field of every operation of a file. Their stages are looked up by English name.
struct Edit {
    RecordId lead;
    FieldChange change;
};
sync::Command commandOf(const Edit &edit);
Result<std::vector<Edit>> readEdits(const QString &path, const std::vector<Stage> &stages, int limit);

} // namespace mdmc::bench
