// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/workload.h"

#include "core/rules/contact_text.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

namespace mdmc::bench {

namespace {

const QString kEuro = QStringLiteral("EUR");

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

RecordId idOf(const QJsonValue &value)
{
    return RecordId::fromString(value.toString()).value_or(RecordId());
}

QStringList texts(const QJsonObject &object, const char *name)
{
    QStringList list;
    for (const QJsonValue &value : object.value(QLatin1String(name)).toArray())
        list.append(value.toString());
    return list;
}

UtcMs timeOf(const QString &iso)
{
    return QDateTime::fromString(iso, Qt::ISODateWithMs).toMSecsSinceEpoch();
}

/// The number, or one of those that ARCEP reserves for fiction with the same last digits.
QString dialable(const QString &number)
{
    return toE164(number).value_or(QStringLiteral("+3363998") + number.right(4));
}

int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

QString titleCase(const QString &key)
{
    return key.left(1).toUpper() + key.mid(1);
}

/// The lead's id. Lines as the generator writes them are not parsed for it: there are a million of them.
std::optional<RecordId> idOfLine(QByteArrayView line)
{
    constexpr QByteArrayView key = "\"id\":\"";
    constexpr qsizetype idLength = 36;
    const qsizetype at = line.indexOf(key);
    if (at >= 0 && line.size() >= at + key.size() + idLength)
        return RecordId::fromString(QString::fromLatin1(line.sliced(at + key.size(), idLength)));
    return RecordId::fromString(QJsonDocument::fromJson(line.toByteArray()).object().value(QLatin1String("id")).toString());
}

} // namespace

Result<std::unique_ptr<Workload>> Workload::open(const QString &path, const RecordId &teamId,
                                                 const RecordId &pipelineId)
{
    std::unique_ptr<Workload> workload(new Workload(teamId, pipelineId));
    workload->m_file.setFileName(path);
    if (!workload->m_file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("cannot read %1").arg(path));
    const uchar *bytes = workload->m_file.map(0, workload->m_file.size());
    if (!bytes)
        return failure(ErrorCode::InvalidInput, QStringLiteral("%1 is empty").arg(path));
    workload->m_text = QByteArrayView(bytes, workload->m_file.size());
    MDMC_TRY(workload->scan());
    return workload;
}

Result<> Workload::scan()
{
    std::set<QString> stages, genres, platforms, goals;
    std::set<RecordId> owners;
    constexpr qsizetype kLinesForLists = 20'000; // Every key of the file appears in far fewer.
    qint64 number = 0;
    for (qsizetype at = 0; at < m_text.size();) {
        qsizetype end = m_text.indexOf('\n', at);
        end = end < 0 ? m_text.size() : end;
        const QByteArrayView line = m_text.sliced(at, end - at);
        ++number;
        if (line.trimmed().isEmpty()) {
            at = end + 1;
            continue;
        }
        const auto isBroken = [&] {
            return failure(ErrorCode::InvalidInput, QStringLiteral("line %1 is no lead").arg(number));
        };
        const std::optional<RecordId> id = idOfLine(line);
        if (!id)
            return isBroken();
        m_lines.emplace_back(*id, at);
        if (qsizetype(m_lines.size()) <= kLinesForLists) {
            const QJsonObject lead = QJsonDocument::fromJson(line.toByteArray()).object();
            if (lead.isEmpty())
                return isBroken();
            const RecordId owner = idOf(lead.value(QLatin1String("ownerId")));
            if (!owner)
                return failure(ErrorCode::InvalidInput, QStringLiteral("line %1: its ownerId is none").arg(number));
            stages.insert(text(lead, "stage"));
            genres.insert(text(lead, "genre"));
            owners.insert(owner);
            for (const QString &platform : texts(lead, "platforms"))
                platforms.insert(platform);
            for (const QString &goal : texts(lead, "goals"))
                goals.insert(goal);
        }
        at = end + 1;
    }
    std::sort(m_lines.begin(), m_lines.end());
    const auto twice = std::ranges::adjacent_find(m_lines, {}, [](const auto &line) { return line.first; });
    if (twice != m_lines.end())
        return failure(ErrorCode::InvalidInput, QStringLiteral("the lead %1 is there twice").arg(twice->first.toString()));
    for (const QString &stage : stages)
        m_stages.emplace(stage, RecordId::mint());
    m_lists = {{QStringLiteral("genre"), QStringList(genres.begin(), genres.end())},
               {QStringLiteral("platform"), QStringList(platforms.begin(), platforms.end())},
               {QStringLiteral("goal"), QStringList(goals.begin(), goals.end())}};
    m_owners.assign(owners.begin(), owners.end());
    return {};
}

std::vector<Record> Workload::foundation() const
{
    std::vector<Record> records;
    static const QStringList order{QStringLiteral("new"),         QStringLiteral("contacted"),
                                   QStringLiteral("qualified"),   QStringLiteral("proposal"),
                                   QStringLiteral("negotiation"), QStringLiteral("won"),
                                   QStringLiteral("lost"),        QStringLiteral("nurture")};
    for (const auto &[key, id] : m_stages) {
        Stage stage;
        stage.id = id;
        stage.pipelineId = m_pipeline;
        stage.nameEn = titleCase(key);
        stage.position = order.indexOf(key);
        stage.kind = key == u"won" || key == u"lost" ? key
            : key == u"nurture"                      ? QStringLiteral("parked")
                                                     : QStringLiteral("open");
        stage.probability = key == u"won" ? 100 : std::clamp<qint64>(stage.position * 15, 0, 90);
        records.push_back(toRecord(stage));
    }
    for (const auto &[list, keys] : m_lists)
        for (int i = 0; i < keys.size(); ++i) {
            ListItem item;
            item.id = RecordId::mint();
            item.list = list;
            item.key = keys[i];
            item.labelEn = titleCase(keys[i]);
            item.position = i;
            records.push_back(toRecord(item));
        }
    for (size_t i = 0; i < m_owners.size(); ++i) {
        User user;
        user.id = m_owners[i];
        user.name = QStringLiteral("Owner %1").arg(i + 1);
        user.email = QStringLiteral("owner%1@bench.test").arg(i + 1);
        user.role = QStringLiteral("account_manager");
        user.scope = QStringLiteral("team");
        user.teamId = m_team;
        records.push_back(toRecord(user));
    }
    return records;
}

Result<Record> Workload::lead(qint64 offset) const
{
    const qsizetype end = m_text.indexOf('\n', offset);
    const QByteArrayView line = m_text.sliced(offset, (end < 0 ? m_text.size() : end) - offset);
    const QJsonObject json = QJsonDocument::fromJson(line.toByteArray()).object();
    if (json.isEmpty())
        return failure(ErrorCode::InvalidInput, QStringLiteral("the line at byte %1 is no lead").arg(offset));
    Lead lead;
    lead.id = idOf(json.value(QLatin1String("id")));
    lead.firstName = text(json, "firstName");
    lead.lastName = text(json, "lastName");
    lead.emails = {text(json, "email")};
    lead.phones = {dialable(text(json, "phone"))};
    lead.artistName = text(json, "artistName");
    lead.genres = {text(json, "genre")};
    lead.spotifyId = text(json, "spotifyUrl").section(u'/', -1);
    lead.budget = Money{json.value(QLatin1String("budget")).toInteger() * 100, kEuro};
    lead.platforms = texts(json, "platforms");
    lead.goals = texts(json, "goals");
    lead.pipelineId = m_pipeline;
    const auto stage = m_stages.find(text(json, "stage"));
    if (stage == m_stages.end())
        return failure(ErrorCode::InvalidInput, QStringLiteral("a stage that the file's beginning does not have"));
    lead.stageId = stage->second;
    lead.priority = text(json, "priority");
    lead.score = json.value(QLatin1String("score")).toInteger();
    lead.ownerId = idOf(json.value(QLatin1String("ownerId")));
    lead.teamId = m_team;
    lead.createdBy = lead.ownerId;
    lead.createdAt = timeOf(text(json, "createdAt"));
    lead.lastActivityAt = timeOf(text(json, "updatedAt"));
    lead.stageChangedAt = lead.lastActivityAt;
    lead.lostReason = QStringLiteral("other");
    lead.contractValue = Money{100'000, kEuro};
    lead.notes = text(json, "notes");
    return toRecord(lead);
}

Result<> Workload::forEach(const std::function<Result<>(Record lead)> &take)
{
    for (const auto &[id, offset] : m_lines) {
        MDMC_ASSIGN(Record record, lead(offset));
        MDMC_TRY(take(std::move(record)));
    }
    return {};
}

sync::Command commandOf(const Edit &edit)
{
    sync::Command command;
    command.label = QStringLiteral("Edit");
    command.edits = {{sync::RecordEdit::Kind::Patch, EntityType::Lead, edit.lead, {edit.change}}};
    return command;
}

Result<std::vector<Edit>> readEdits(const QString &path, const std::vector<Stage> &stages, int limit)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return failure(ErrorCode::NotFound, QStringLiteral("cannot read %1").arg(path));
    std::map<QString, RecordId> stageIds;
    for (const Stage &stage : stages)
        stageIds.emplace(stage.nameEn.toLower(), stage.id);
    std::vector<Edit> edits;
    while (!file.atEnd() && int(edits.size()) < limit) {
        const QByteArray line = file.readLine();
        const QJsonObject json = QJsonDocument::fromJson(line).object();
        if (json.isEmpty() && !line.trimmed().isEmpty())
            return failure(ErrorCode::InvalidInput,
                           QStringLiteral("operation %1 cannot be read").arg(edits.size() + 1));
        if (json.isEmpty())
            continue;
        const QJsonObject set = json.value(QLatin1String("set")).toObject();
        // The first as it is written: the object above has them sorted.
        static const QRegularExpression firstName(QStringLiteral(R"re("set"\s*:\s*\{\s*"([^"]*)")re"));
        const QString name = firstName.match(QString::fromUtf8(line)).captured(1);
        const QJsonValue value = set.value(name);
        Edit edit{idOf(json.value(QLatin1String("id"))), {}};
        if (name == u"stage")
            edit.change = {leadField("stageId"), Value(stageIds[value.toString()])};
        else if (name == u"budget")
            edit.change = {leadField("budget"), Value(Money{value.toInteger() * 100, kEuro})};
        else if (name == u"phone")
            edit.change = {leadField("phones"), Value(QStringList{dialable(value.toString())})};
        else if (name == u"ownerId")
            edit.change = {leadField("ownerId"), Value(idOf(value))};
        else if (name == u"genre")
            edit.change = {leadField("genres"), Value(QStringList{value.toString()})};
        else if (name == u"priority" || name == u"notes")
            edit.change = {leadField(qPrintable(name)), Value(value.toString())};
        else
            return failure(ErrorCode::InvalidInput, QStringLiteral("an operation on the unknown field %1").arg(name));
        edits.push_back(std::move(edit));
    }
    return edits;
}

} // namespace mdmc::bench
