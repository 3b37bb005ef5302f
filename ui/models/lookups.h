// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/rule_context.h"
#include "sync/client/workspace.h"

#include <QHash>
#include <QLocale>
#include <QObject>

namespace mdmc::ui {

/// The small tables that every screen names things by: pipelines, stages, lists, users, teams. Read once, kept in
/// memory, read again when one of them changes. GUI thread. Also the rules' context for checks while typing; whether
/// other records exist is left to the commit.
class Lookups final : public QObject, public RuleContext {
    Q_OBJECT
public:
    /// `workspace` outlives it. `locale` chooses between the French and the English names.
    explicit Lookups(sync::Workspace &workspace, const QLocale &locale = QLocale(), QObject *parent = nullptr);

    bool isLoaded() const { return m_isLoaded; }
    void reload();

    std::optional<Stage> stage(const RecordId &id) const override;
    std::vector<Stage> stages() const override; ///< Not archived, by pipeline and position.
    std::vector<Pipeline> pipelines() const override;
    std::vector<ListItem> list(QStringView list) const override; ///< Not archived, by position.
    std::optional<User> user(const RecordId &id) const override;
    std::vector<User> users() const override;
    bool exists(EntityType, const RecordId &) const override { return true; }

    const std::vector<Team> &teams() const { return m_tables.teams; }
    /// Archived ones too, for those who edit the lists.
    const std::vector<Stage> &everyStage() const { return m_tables.stages; }
    const std::vector<ListItem> &everyItem() const { return m_tables.items; }
    std::vector<User> activeUsers() const; ///< By name.
    std::vector<Stage> stagesOf(const RecordId &pipelineId) const;
    RecordId firstPipeline() const; ///< Null before anything is loaded.
    std::optional<Stage> stageOfKind(const RecordId &pipelineId, QStringView kind) const; ///< First of it.

    QString stageName(const RecordId &id) const; ///< Archived ones too; empty when unknown.
    QString stageName(const Stage &stage) const;
    QString pipelineName(const RecordId &id) const;
    QString userName(const RecordId &id) const;
    QString teamName(const RecordId &id) const;
    /// Label of a list's entry; the key itself when the list does not have it (a free tag).
    QString listLabel(QStringView list, const QString &key) const;
    std::optional<ListItem> listItem(QStringView list, const QString &key) const;
    QString labelOf(const ListItem &item) const;

Q_SIGNALS:
    void changed();

private:
    struct Tables {
        std::vector<Pipeline> pipelines;
        std::vector<Stage> stages;
        std::vector<ListItem> items;
        std::vector<User> users;
        std::vector<Team> teams;
    };
    static Result<Tables> readTables(sync::ReplicaReader &reader);
    void take(Tables tables);

    sync::Workspace &m_workspace;
    bool m_isFrench;
    Tables m_tables;
    QHash<QPair<QString, QString>, qsizetype> m_itemByKey;
    bool m_isLoaded = false;
    bool m_isReading = false;
    bool m_readAgain = false;
};

} // namespace mdmc::ui
