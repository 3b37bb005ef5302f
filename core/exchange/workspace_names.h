// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/rules/rule_context.h"

#include <QHash>

namespace mdmc::exchange {

/// The names under which people know what a workspace's records refer to: entries of lists, stages, pipelines, users,
/// both ways. Read once from the rule context. A name is found without case, accents and punctuation: by key, by label
/// in either language, by a part of a label that offers several (`House` of `Electro/House/Techno`), or by most of a
/// label's words (`vues clip` of `Vues du clip`), where that leaves no doubt.
class WorkspaceNames {
public:
    explicit WorkspaceNames(const RuleContext &context);

    /// Key of an entry of a list.
    std::optional<QString> listKey(const QString &list, QStringView text) const;
    std::optional<RecordId> pipeline(QStringView text) const;
    /// In this pipeline, or in all of them when it is null: the first where several have a stage of that name.
    std::optional<RecordId> stage(QStringView text, const RecordId &pipelineId) const;
    /// By name, e-mail or, where only one person has it, first name.
    std::optional<RecordId> user(QStringView text) const;

    enum class Language : quint8 { Keys, English, French };
    /// Texts from which the functions above find the same again (a stage within its pipeline): labels, or keys and ids
    /// where labels are in doubt.
    QString listLabel(const QString &list, const QString &key, Language language) const;
    QString pipelineLabel(const RecordId &id) const;
    QString stageLabel(const RecordId &id, Language language) const;
    QString userLabel(const RecordId &id) const;

private:
    /// Names of one kind, from folded words to a key.
    class Index {
    public:
        void add(const QString &key, const QString &label);
        void addExact(const QString &key, const QString &name);
        std::optional<QString> find(QStringView text) const;

    private:
        QHash<QString, QString> m_exact;
        QHash<QString, QString> m_parts; ///< Empty where several have the part.
        std::vector<std::pair<QStringList, QString>> m_words;
    };

    Index m_pipelines;
    Index m_users;
    QHash<QString, Index> m_lists;
    QHash<RecordId, Index> m_stages; ///< By pipeline; the null id: all.
    std::vector<ListItem> m_items;
    std::vector<Pipeline> m_allPipelines;
    std::vector<Stage> m_allStages;
    std::vector<User> m_allUsers;
};

} // namespace mdmc::exchange
