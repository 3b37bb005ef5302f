// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/workspace_names.h"

#include "core/exchange/folded_text.h"

#include <QRegularExpression>

namespace mdmc::exchange {

namespace {

/// `instagramDm` → `instagram Dm`
QString keyWords(const QString &key)
{
    QString words;
    for (const QChar c : key) {
        if (c.isUpper())
            words += u' ';
        words += c;
    }
    return words;
}

template <typename Entry> const Entry *entryOf(const std::vector<Entry> &entries, const RecordId &id)
{
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry &entry) { return entry.id == id; });
    return at == entries.end() ? nullptr : &*at;
}

std::optional<RecordId> idOf(const std::optional<QString> &key)
{
    return key ? RecordId::fromString(*key) : std::nullopt;
}

} // namespace

void WorkspaceNames::Index::addExact(const QString &key, const QString &name)
{
    const QString words = foldToWords(name);
    if (!words.isEmpty() && !m_exact.contains(words))
        m_exact.insert(words, key);
}

void WorkspaceNames::Index::add(const QString &key, const QString &label)
{
    addExact(key, label);
    m_words.emplace_back(foldToWords(label).split(u' ', Qt::SkipEmptyParts), key);
    static const QRegularExpression separator(QStringLiteral("[/,()]|\\s(?:and|et|or|ou)\\s"));
    const QStringList parts = label.split(separator, Qt::SkipEmptyParts);
    if (parts.size() < 2)
        return;
    for (const QString &part : parts) {
        const QString words = foldToWords(part);
        if (words.size() < 3)
            continue;
        const auto known = m_parts.constFind(words);
        m_parts[words] = known == m_parts.cend() || *known == key ? key : QString();
    }
}

std::optional<QString> WorkspaceNames::Index::find(QStringView text) const
{
    const QString words = foldToWords(text);
    if (words.isEmpty())
        return std::nullopt;
    if (const auto at = m_exact.constFind(words); at != m_exact.cend())
        return *at;
    if (const auto at = m_parts.constFind(words); at != m_parts.cend())
        return at->isEmpty() ? std::nullopt : std::optional(*at);
    const QStringList given = words.split(u' ');
    if (given.size() < 2)
        return std::nullopt;
    std::optional<QString> found;
    for (const auto &entry : m_words) {
        const QStringList &label = entry.first;
        const bool fits = 2 * given.size() >= label.size()
            && std::all_of(given.begin(), given.end(), [&](const QString &w) { return label.contains(w); });
        if (fits && found && *found != entry.second)
            return std::nullopt;
        if (fits)
            found = entry.second;
    }
    return found;
}

WorkspaceNames::WorkspaceNames(const RuleContext &context)
    : m_allPipelines(context.pipelines()), m_allStages(context.stages()), m_allUsers(context.users())
{
    for (const FieldInfo &field : entityInfo(EntityType::Lead).fields) {
        if (!field.list)
            continue;
        const QString list = QString::fromLatin1(field.list);
        Index &index = m_lists[list];
        const std::vector<ListItem> items = context.list(list);
        for (const ListItem &item : items)
            index.addExact(item.key, item.key);
        for (const ListItem &item : items) {
            index.addExact(item.key, keyWords(item.key));
            index.add(item.key, item.labelEn);
            index.add(item.key, item.labelFr);
        }
        m_items.insert(m_items.end(), items.begin(), items.end());
    }
    for (const Pipeline &pipeline : m_allPipelines) {
        m_pipelines.addExact(pipeline.id.toString(), pipeline.id.toString());
        m_pipelines.addExact(pipeline.id.toString(), pipeline.name);
    }
    for (const Stage &stage : m_allStages) {
        const QString id = stage.id.toString();
        for (Index *index : {&m_stages[RecordId()], &m_stages[stage.pipelineId]}) {
            index->addExact(id, id);
            index->add(id, stage.nameEn);
            index->add(id, stage.nameFr);
        }
    }
    QHash<QString, QString> firstNames;
    for (const User &user : m_allUsers) {
        const QString id = user.id.toString();
        m_users.addExact(id, id);
        m_users.addExact(id, user.email);
        m_users.addExact(id, user.name);
        const QString first = foldToWords(user.name).section(u' ', 0, 0);
        firstNames[first] = firstNames.contains(first) ? QString() : id;
    }
    for (auto at = firstNames.cbegin(); at != firstNames.cend(); ++at) {
        if (!at->isEmpty())
            m_users.addExact(*at, at.key());
    }
}

std::optional<QString> WorkspaceNames::listKey(const QString &list, QStringView text) const
{
    const auto at = m_lists.constFind(list);
    return at == m_lists.cend() ? std::nullopt : at->find(text);
}

std::optional<RecordId> WorkspaceNames::pipeline(QStringView text) const
{
    return idOf(m_pipelines.find(text));
}

std::optional<RecordId> WorkspaceNames::stage(QStringView text, const RecordId &pipelineId) const
{
    const auto at = m_stages.constFind(pipelineId);
    return at == m_stages.cend() ? std::nullopt : idOf(at->find(text));
}

std::optional<RecordId> WorkspaceNames::user(QStringView text) const
{
    return idOf(m_users.find(text));
}

QString WorkspaceNames::listLabel(const QString &list, const QString &key, Language language) const
{
    if (language == Language::Keys)
        return key;
    for (const ListItem &item : m_items) {
        if (item.list != list || item.key != key)
            continue;
        const QString label = language == Language::French ? item.labelFr : item.labelEn;
        return listKey(list, label) == key ? label : key;
    }
    return key;
}

QString WorkspaceNames::pipelineLabel(const RecordId &id) const
{
    const Pipeline *entry = entryOf(m_allPipelines, id);
    if (!entry)
        return {};
    return pipeline(entry->name) == id ? entry->name : id.toString();
}

QString WorkspaceNames::stageLabel(const RecordId &id, Language language) const
{
    const Stage *entry = entryOf(m_allStages, id);
    if (!entry)
        return {};
    const QString &name = language == Language::French ? entry->nameFr : entry->nameEn;
    return stage(name, entry->pipelineId) == id ? name : id.toString();
}

QString WorkspaceNames::userLabel(const RecordId &id) const
{
    if (id.isNull())
        return {};
    if (const User *entry = entryOf(m_allUsers, id)) {
        for (const QString &name : {entry->name, entry->email}) {
            if (user(name) == id)
                return name;
        }
    }
    return id.toString();
}

} // namespace mdmc::exchange
