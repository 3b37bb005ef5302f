// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_form.h"

#include "core/base/when_done.h"
#include "core/model/value_codec.h"
#include "core/rules/match_keys.h"
#include "core/rules/pipeline.h"
#include "ui/models/commands.h"
#include "ui/models/error_text.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace mdmc::ui {

namespace {

constexpr int kDraftDelayMs = 300, kDuplicateDelayMs = 150;

} // namespace

RecordForm::RecordForm(PageContext &context, EntityType type, const RecordId &id, QObject *parent)
    : QObject(parent), m_context(context), m_fields(context.fields()), m_type(type), m_isNew(id.isNull()),
      m_base(type, id.isNull() ? RecordId::mint() : id), m_record(m_base)
{
    m_draftTimer.setSingleShot(true);
    m_draftTimer.setInterval(kDraftDelayMs);
    connect(&m_draftTimer, &QTimer::timeout, this, &RecordForm::saveDraft);
    m_duplicateTimer.setSingleShot(true);
    m_duplicateTimer.setInterval(kDuplicateDelayMs);
    connect(&m_duplicateTimer, &QTimer::timeout, this, &RecordForm::findDuplicates);
}

void RecordForm::load()
{
    const auto ready = [this] {
        m_record = m_base;
        m_isLoaded = true;
        m_hasDraft = !m_context.workspace.localValue(draftKey()).isEmpty();
        Q_EMIT loaded();
        if (m_hasDraft)
            Q_EMIT draftFound();
    };
    if (m_isNew) {
        startNew();
        ready();
        return;
    }
    auto future = m_context.workspace.read(
        [type = m_type, id = m_base.id](sync::ReplicaReader &reader) { return reader.store.load(type, id); });
    whenDone(future, this, [this, ready](Result<std::optional<Record>> record) {
        if (!record) {
            Q_EMIT failed(errorText(record.error(), m_type), record.error());
        } else if (!*record || (*record)->isDeleted()) {
            Q_EMIT missing();
        } else {
            m_base = std::move(**record);
            ready();
        }
    });
}

/// What the rules fill in at the commit anyway, so that the form shows it.
void RecordForm::startNew()
{
    const EntityInfo &info = entityInfo(m_type);
    const auto set = [&](const char *name, const Value &value) {
        if (const int field = info.indexOf(QLatin1String(name)); field >= 0)
            m_base.values[size_t(field)] = value;
    };
    set("ownerId", Value(m_context.workspace.actor().userId));
    if (m_type == EntityType::Lead) {
        set("priority", Value(QStringLiteral("normal")));
        if (const std::optional<Stage> stage = firstStage(m_context.lookups)) {
            set("stageId", Value(stage->id));
            set("pipelineId", Value(stage->pipelineId));
        }
    }
    if (m_type == EntityType::Campaign)
        set("status", Value(QStringLiteral("draft")));
}

bool RecordForm::isChanged() const
{
    return m_record != m_base || !m_unread.isEmpty();
}

QString RecordForm::country() const
{
    return m_type == EntityType::Lead ? m_record.value(QLatin1String("country")).as<QString>() : QString();
}

void RecordForm::setValue(int field, const Value &value)
{
    m_unread.remove(field);
    if (m_record.values[size_t(field)] == value)
        return;
    m_record.values[size_t(field)] = value;
    const EntityInfo &info = entityInfo(m_type);
    if (m_type == EntityType::Lead && info.field(field).name == QLatin1String("stageId"))
        if (const std::optional<Stage> stage = m_context.lookups.stage(value.as<RecordId>()))
            m_record.setValue(QLatin1String("pipelineId"), Value(stage->pipelineId));
    setError(field, {});
    m_draftTimer.start();
    if (m_type == EntityType::Lead)
        m_duplicateTimer.start();
}

void RecordForm::setText(int field, const QString &text)
{
    const std::optional<Value> value = m_fields.parse(m_type, field, text, m_base.values[size_t(field)]);
    if (value)
        return setValue(field, *value);
    m_unread.insert(field, text);
    setError(field, {});
    m_draftTimer.start();
}

QString RecordForm::text(int field) const
{
    const auto unread = m_unread.constFind(field);
    return unread != m_unread.constEnd() ? *unread : m_fields.editText(m_type, field, value(field));
}

void RecordForm::leave(int field)
{
    if (!m_unread.contains(field)) {
        const Value stored = normaliseValue(entityInfo(m_type).field(field), value(field), country());
        if (stored != value(field)) {
            m_record.values[size_t(field)] = stored;
            Q_EMIT valueChanged(field);
        }
    }
    checkField(field);
}

void RecordForm::checkField(int field)
{
    const QString name = entityInfo(m_type).field(field).name;
    if (m_unread.contains(field)) {
        setError(field, violationText({name, ViolationKind::Malformed, {}}, m_type));
        return;
    }
    QString sentence;
    for (const Violation &violation : validate(m_record, m_isNew ? nullptr : &m_base, m_context.lookups))
        if (sentence.isEmpty() && fieldOfPath(m_type, violation.path) == field)
            sentence = violationText(violation, m_type);
    setError(field, sentence);
}

void RecordForm::setError(int field, const QString &sentence)
{
    if (m_errors.value(field) == sentence)
        return;
    if (sentence.isEmpty())
        m_errors.remove(field);
    else
        m_errors.insert(field, sentence);
    Q_EMIT errorsChanged();
}

int RecordForm::firstError() const
{
    return m_errors.isEmpty() ? -1 : m_errors.firstKey();
}

bool RecordForm::mayEdit(int field) const
{
    if (m_isNew)
        return m_context.may(Action::Create, m_type);
    return m_context.mayEdit(m_base, field);
}

bool RecordForm::isRequired(int field) const
{
    return entityInfo(m_type).field(field).has(FieldFlag::Required);
}

bool RecordForm::checkAll()
{
    normalise(m_record);
    QMap<int, QString> errors;
    for (const Violation &violation : validate(m_record, m_isNew ? nullptr : &m_base, m_context.lookups)) {
        const int field = fieldOfPath(m_type, violation.path);
        if (field >= 0 && !errors.contains(field))
            errors.insert(field, violationText(violation, m_type));
    }
    for (auto it = m_unread.cbegin(); it != m_unread.cend(); ++it)
        errors.insert(it.key(),
                      violationText({entityInfo(m_type).field(it.key()).name, ViolationKind::Malformed, {}}, m_type));
    m_errors = errors;
    Q_EMIT errorsChanged();
    return errors.isEmpty();
}

void RecordForm::save()
{
    if (m_isSaving || !m_isLoaded)
        return;
    const bool isValid = checkAll();
    if ((moreChecks && !moreChecks()) || !isValid)
        return;
    const QString what = FieldText::entityLabel(m_type);
    sync::Command command = m_isNew ? createCommand(tr("Create %1").arg(what), m_record)
                                    : changeCommand(tr("Edit %1").arg(what), m_base, m_record);
    if (moreEdits)
        for (sync::RecordEdit &edit : moreEdits(m_record.id))
            command.edits.push_back(std::move(edit));
    const QString text = m_isNew ? tr("%1 created").arg(what) : tr("%1 saved").arg(what);
    if (command.edits.empty()) {
        dropDraft();
        Q_EMIT saved(m_record.id, text);
        return;
    }
    m_isSaving = true;
    whenDone(m_context.workspace.commit(std::move(command)), this, [this, text](Result<> result) {
        m_isSaving = false;
        if (result) {
            dropDraft();
            Q_EMIT saved(m_record.id, text);
            return;
        }
        const QString sentence = errorText(result.error(), m_type);
        if (const int field = fieldOfPath(m_type, result.error().field); field >= 0)
            setError(field, sentence);
        saveDraft(); // Whatever happens next, what was typed is kept.
        Q_EMIT failed(sentence, result.error());
    });
}

QString RecordForm::draftKey() const
{
    const QString which = m_isNew ? QStringLiteral("new") : m_base.id.toString();
    return QStringLiteral("draft.%1.%2").arg(QString(entityInfo(m_type).name), which);
}

void RecordForm::saveDraft()
{
    m_draftTimer.stop();
    if (!isChanged())
        return;
    QJsonObject unread;
    for (auto it = m_unread.cbegin(); it != m_unread.cend(); ++it)
        unread.insert(entityInfo(m_type).field(it.key()).name, it.value());
    const QJsonObject draft{{QStringLiteral("record"), QString::fromLatin1(encodeRecord(m_record).toBase64())},
                            {QStringLiteral("unread"), unread}};
    m_context.workspace.setLocalValue(draftKey(), QJsonDocument(draft).toJson(QJsonDocument::Compact));
}

void RecordForm::takeDraft()
{
    const QJsonObject draft = QJsonDocument::fromJson(m_context.workspace.localValue(draftKey())).object();
    const auto record =
        decodeRecord(QByteArray::fromBase64(draft.value(QStringLiteral("record")).toString().toLatin1()));
    m_hasDraft = false;
    if (!record || record->type != m_type || record->values.size() != m_record.values.size())
        return;
    m_record.values = record->values;
    const QJsonObject unread = draft.value(QStringLiteral("unread")).toObject();
    for (auto it = unread.begin(); it != unread.end(); ++it)
        if (const int field = entityInfo(m_type).indexOf(QStringView(it.key())); field >= 0)
            m_unread.insert(field, it.value().toString());
    Q_EMIT loaded();
    findDuplicates();
}

void RecordForm::dropDraft()
{
    m_draftTimer.stop();
    m_hasDraft = false;
    m_context.workspace.setLocalValue(draftKey(), {});
}

void RecordForm::findDuplicates()
{
    if (m_type != EntityType::Lead)
        return;
    Record record = m_record;
    normalise(record);
    const QStringList keys = matchKeys(fromRecord<Lead>(record));
    const quint64 query = ++m_duplicateQuery;
    auto future = m_context.workspace.read(
        [keys, own = record.id](sync::ReplicaReader &reader) -> Result<std::vector<std::pair<QString, Lead>>> {
            std::vector<std::pair<QString, Lead>> found;
            for (const QString &key : keys) {
                MDMC_ASSIGN(const std::vector<RecordId> ids, reader.store.byMatchKey(key, 3));
                for (const RecordId &id : ids) {
                    if (id == own)
                        continue;
                    MDMC_ASSIGN(const std::optional<Lead> lead, reader.load<Lead>(id));
                    if (lead)
                        found.emplace_back(key.left(1), *lead);
                }
            }
            return found;
        });
    whenDone(future, this, [this, query](Result<std::vector<std::pair<QString, Lead>>> found) {
        if (query != m_duplicateQuery || !found)
            return;
        QList<Duplicate> duplicates;
        for (const auto &one : *found) {
            const QString &kind = one.first;
            const Lead &lead = one.second;
            const bool isKnown = std::any_of(duplicates.begin(), duplicates.end(),
                                             [&](const Duplicate &known) { return known.id == lead.id; });
            const QString why = kind == QLatin1String("e") ? tr("same e-mail address")
                : kind == QLatin1String("p")               ? tr("same phone number")
                                                           : tr("same Spotify artist");
            if (!isKnown)
                duplicates << Duplicate{lead.id, lead.artistName, why};
        }
        if (duplicates == m_duplicates)
            return;
        m_duplicates = duplicates;
        Q_EMIT duplicatesChanged();
    });
}

} // namespace mdmc::ui
