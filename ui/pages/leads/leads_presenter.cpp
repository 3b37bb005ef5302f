// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/leads/leads_presenter.h"

#include "core/base/when_done.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace mdmc::ui {

namespace {

int leadField(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

} // namespace

LeadsPresenter::LeadsPresenter(PageContext &context, QObject *parent)
    : QObject(parent), m_context(context), m_table(context, EntityType::Lead, recordColumns(EntityType::Lead)),
      m_board(context)
{
    m_sort.field = leadField("lastActivityAt");
    m_sort.order = Qt::DescendingOrder;
    m_table.interceptEdit = [this](const Record &record, const FieldChange &change) {
        return takeEdit(record, change);
    };
    connect(&m_table, &RecordListModel::queryFinished, this, &LeadsPresenter::summaryChanged);
    connect(&m_table, &RecordListModel::queryFailed, this,
            [this](const Error &error) { Q_EMIT failed(errorText(error)); });
    connect(&m_board, &LeadBoardModel::failed, this, [this](const Error &error) { Q_EMIT failed(errorText(error)); });
    connect(&context.lookups, &Lookups::changed, this, &LeadsPresenter::runQuery); // What is stale depends on stages.
    if (context.lookups.isLoaded())
        runQuery();
}

void LeadsPresenter::setView(const QString &id)
{
    if (id == m_view)
        return;
    m_view = id;
    runQuery();
    Q_EMIT viewChanged();
}

void LeadsPresenter::setFilter(const storage::Filter &filter)
{
    if (filter == m_filter)
        return;
    m_filter = filter;
    runQuery();
    Q_EMIT viewChanged();
}

void LeadsPresenter::setSearch(const QString &text)
{
    if (text == m_search)
        return;
    m_search = text;
    runQuery();
    Q_EMIT viewChanged();
}

void LeadsPresenter::setSort(const QString &key, Qt::SortOrder order)
{
    m_sort = {entityInfo(EntityType::Lead).indexOf(QStringView(key)), order};
    runQuery();
    Q_EMIT viewChanged();
}

QString LeadsPresenter::sortKey() const
{
    return m_sort.field < 0 ? QStringLiteral("artistName")
                            : QString(entityInfo(EntityType::Lead).field(m_sort.field).name);
}

void LeadsPresenter::showEverything()
{
    m_view = QStringLiteral("all");
    m_filter = {};
    m_search.clear();
    runQuery();
    Q_EMIT viewChanged();
}

void LeadsPresenter::runQuery()
{
    if (!m_context.lookups.isLoaded())
        return;
    storage::RecordQuery query;
    query.type = EntityType::Lead;
    for (const ListView &view : views())
        if (view.id == m_view)
            query.filter = combine(view.filter, m_filter);
    query.search = m_search;
    query.sort = m_sort;
    m_table.setQuery(query);
    m_board.setQuery(query);
}

QString LeadsPresenter::summary(int selected) const
{
    if (!m_table.isReady())
        return {};
    const int count = m_table.rowCount();
    const QString number = m_context.format.number(count) + (m_table.isComplete() ? QString() : QStringLiteral("+"));
    QString text = tr("%n lead(s)", nullptr, count).replace(QString::number(count), number);
    if (selected > 1)
        text = tr("%1 · %2 selected").arg(text, m_context.format.number(selected));
    return text;
}

void LeadsPresenter::askStage(const std::vector<RecordId> &leads, const RecordId &stageId,
                              std::function<void(StageQuestion)> answer)
{
    const std::optional<Stage> stage = m_context.lookups.stage(stageId);
    const bool isLost = stage && stage->kind == QLatin1String("lost");
    const bool isWon = stage && stage->kind == QLatin1String("won");
    if (!isLost && !isWon)
        return answer({});
    auto future = m_context.workspace.read([leads, isLost](sync::ReplicaReader &reader) -> Result<StageQuestion> {
        StageQuestion question;
        for (const RecordId &id : leads) {
            MDMC_ASSIGN(const std::optional<Lead> lead, reader.load<Lead>(id));
            if (!lead)
                continue;
            const bool hasValue = lead->contractValue && lead->contractValue->minor > 0;
            if (isLost ? !lead->lostReason.isEmpty() : hasValue)
                continue;
            ++question.missing;
            question.kind = isLost ? StageQuestion::Kind::LostReason : StageQuestion::Kind::ContractValue;
            question.budget = lead->budget;
        }
        return question;
    });
    whenDone(future, this, [this, answer = std::move(answer)](Result<StageQuestion> question) {
        if (question)
            answer(*question);
        else
            Q_EMIT failed(errorText(question.error(), EntityType::Lead));
    });
}

void LeadsPresenter::moveToStage(const std::vector<RecordId> &leads, const RecordId &stage, const QString &reason,
                                 const std::optional<Money> &value, int position)
{
    if (leads.empty())
        return;
    std::vector<FieldChange> changes = changesOf(EntityType::Lead, {{QLatin1String("stageId"), Value(stage)}});
    if (!reason.isEmpty())
        changes.push_back({leadField("lostReason"), Value(reason)});
    if (value)
        changes.push_back({leadField("contractValue"), Value(*value)});
    const QString name = m_context.lookups.stageName(stage);
    const QString label = tr("Move to %1").arg(name);
    const RecordId card = leads.size() == 1 ? leads.front() : RecordId();
    m_board.moveAhead(card, stage, position);
    const QString text = leads.size() == 1 ? tr("Moved to %1").arg(name)
                                           : tr("%n lead(s) moved to %1", nullptr, int(leads.size())).arg(name);
    whenDone(m_context.workspace.commit(patchCommand(label, EntityType::Lead, leads, std::move(changes))), this,
             [this, card, text](Result<> result) {
                 m_board.settleMove(card, result.has_value());
                 if (result) {
                     Q_EMIT done(text);
                     return;
                 }
                 const QString sentence = errorText(result.error(), EntityType::Lead);
                 if (card.isNull())
                     Q_EMIT failed(sentence);
                 else
                     Q_EMIT moveRefused(card.toString(), sentence);
             });
}

void LeadsPresenter::setField(const std::vector<RecordId> &leads, int field, const Value &value)
{
    if (leads.empty())
        return;
    const QString label = FieldText::label(entityInfo(EntityType::Lead).field(field));
    commit(patchCommand(tr("Change %1").arg(label), EntityType::Lead, leads, {{field, value}}),
           leads.size() == 1 ? tr("%1 changed").arg(label)
                             : tr("%1 changed on %n lead(s)", nullptr, int(leads.size())).arg(label));
}

void LeadsPresenter::remove(const std::vector<RecordId> &leads)
{
    if (leads.empty())
        return;
    commit(deleteCommand(tr("Delete %n lead(s)", nullptr, int(leads.size())), EntityType::Lead, leads),
           tr("%n lead(s) deleted", nullptr, int(leads.size())));
}

void LeadsPresenter::commit(sync::Command command, const QString &doneText)
{
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, doneText](Result<> result) {
        if (result)
            Q_EMIT done(doneText);
        else
            Q_EMIT failed(errorText(result.error(), EntityType::Lead));
    });
}

bool LeadsPresenter::takeEdit(const Record &record, const FieldChange &change)
{
    if (change.field != leadField("stageId"))
        return false;
    const RecordId stage = change.value.as<RecordId>();
    const std::vector<RecordId> leads{record.id};
    askStage(leads, stage, [this, leads, stage](const StageQuestion &question) {
        if (question.kind == StageQuestion::Kind::None)
            moveToStage(leads, stage);
        else
            Q_EMIT stageQuestion(leads, stage, question);
    });
    return true;
}

QList<FieldOption> LeadsPresenter::lostReasons() const
{
    return m_context.fields().options(EntityType::Lead, leadField("lostReason"));
}

QByteArray LeadsPresenter::saveState() const
{
    const QJsonObject state{
        {QStringLiteral("view"), m_view},
        {QStringLiteral("filter"), QString::fromUtf8(storage::filterToJson(EntityType::Lead, m_filter))},
        {QStringLiteral("sort"), sortKey()},
        {QStringLiteral("descending"), m_sort.order == Qt::DescendingOrder}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void LeadsPresenter::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.isEmpty())
        return;
    const QString view = state.value(QStringLiteral("view")).toString();
    const QList<ListView> known = views();
    if (std::any_of(known.begin(), known.end(), [&](const ListView &one) { return one.id == view; }))
        m_view = view;
    if (auto filter = storage::parseFilter(EntityType::Lead, state.value(QStringLiteral("filter")).toString().toUtf8()))
        m_filter = std::move(*filter);
    m_sort = {entityInfo(EntityType::Lead).indexOf(QStringView(state.value(QStringLiteral("sort")).toString())),
              state.value(QStringLiteral("descending")).toBool() ? Qt::DescendingOrder : Qt::AscendingOrder};
    runQuery();
    Q_EMIT viewChanged();
}

} // namespace mdmc::ui
