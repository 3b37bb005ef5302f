// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_words.h"

#include "ui/models/error_text.h"

namespace mdmc::ui {

namespace {

constexpr qsizetype kLongestValue = 300;
constexpr qint64 kHalfDayMs = 12 * 3600'000;

} // namespace

bool SyncWords::isShown(const FieldInfo &field)
{
    return !field.has(FieldFlag::Internal) && field.type != FieldType::Bytes;
}

SyncHead SyncWords::head(const sync::SyncStatus &status, const QString &server) const
{
    using sync::SyncState;
    const Formatter &format = m_context.format;
    SyncHead head;
    head.mayGoOffline = true;
    const QString why = status.error ? errorText(*status.error) : QString();
    switch (status.state) {
    case SyncState::LocalOnly:
        head.title = tr("Saved on this computer");
        head.facts << tr("No server belongs to this workspace");
        head.mayGoOffline = false;
        return head;
    case SyncState::Connecting:
        head.title = tr("Connecting…");
        head.isHollow = true;
        break;
    case SyncState::FirstSync:
        head.title = tr("Fetching your workspace: %1").arg(format.percent(status.progress));
        head.tone = Tone::Accent;
        head.progress = status.progress;
        break;
    case SyncState::Synced:
        head.title = status.pending > 0 ? tr("Connected, sending your edits")
            : status.attention > 0
            ? tr("In step, but %n of your edits was refused", nullptr, status.attention)
            : tr("Everything is in step");
        head.tone = status.attention > 0 ? Tone::Warning : Tone::Positive;
        break;
    case SyncState::Syncing:
        head.title = tr("Syncing…");
        head.tone = Tone::Accent;
        break;
    case SyncState::Offline:
        head.title = status.since > 0 ? tr("Offline since %1").arg(sinceText(status.since)) : tr("Offline");
        head.tone = Tone::Warning;
        head.isHollow = true;
        head.mayConnect = true;
        // Only a person's own wish ends the attempts.
        head.mayGoOffline = status.retryAt > 0;
        head.problem = why;
        break;
    case SyncState::SignInNeeded:
        head.title = tr("Sign in again to sync");
        head.problem =
            tr("Your session has ended. Go on working: your edits are kept here and are sent once you sign in again.");
        head.tone = Tone::Warning;
        head.isHollow = true;
        head.needsSignIn = true;
        break;
    case SyncState::Stopped:
        head.title = tr("Sync has stopped");
        head.problem = why.isEmpty() ? tr("It does not go on by itself. Your edits are kept here.") : why;
        head.tone = Tone::Negative;
        head.isHollow = true;
        head.mayConnect = true;
        head.mayGoOffline = false;
        break;
    }
    if (!server.isEmpty())
        head.facts << server;
    head.facts << (status.lastSyncedAt > 0 ? tr("Last synced %1").arg(format.ago(status.lastSyncedAt))
                                           : tr("Not synced yet"));
    if (status.state == SyncState::Offline)
        head.facts << (status.retryAt > 0 ? tr("Tries again at %1").arg(format.time(status.retryAt))
                                          : tr("Stays offline until you connect"));
    return head;
}

QString SyncWords::sinceText(UtcMs since) const
{
    const Formatter &format = m_context.format;
    return m_context.clock.nowUtc() - since < kHalfDayMs ? format.time(since) : format.dateTime(since);
}

QString SyncWords::whatHappened(sync::RecordEdit::Kind kind, EntityType type)
{
    using Kind = sync::RecordEdit::Kind;
    const QString entity = FieldText::entityLabel(type);
    switch (kind) {
    case Kind::Create: return tr("%1 created").arg(entity);
    case Kind::Patch: return tr("%1 changed").arg(entity);
    case Kind::Delete: return tr("%1 deleted").arg(entity);
    case Kind::Undelete: return tr("%1 brought back").arg(entity);
    }
    return entity;
}

Symbol SyncWords::symbolOf(sync::RecordEdit::Kind kind)
{
    using Kind = sync::RecordEdit::Kind;
    switch (kind) {
    case Kind::Create: return Symbol::Plus;
    case Kind::Patch: return Symbol::Pencil;
    case Kind::Delete: return Symbol::Trash;
    case Kind::Undelete: return Symbol::ArrowCounterclockwise;
    }
    return Symbol::Pencil;
}

QString SyncWords::stateText(sync::PendingOperation::State state)
{
    using State = sync::PendingOperation::State;
    switch (state) {
    case State::Waiting: return tr("not sent yet");
    case State::Sent: return tr("sent, no answer yet");
    case State::Decided: return tr("accepted");
    }
    return {};
}

QString SyncWords::titleOf(const QString &title, EntityType type)
{
    return title.isEmpty() ? FieldText::entityLabel(type) : title;
}

QString SyncWords::titleOf(const sync::AttentionItem &item)
{
    if (item.title.isEmpty() && !item.isHere)
        return tr("%1 that you no longer see").arg(FieldText::entityLabel(item.record.type));
    return titleOf(item.title, item.record.type);
}

QString SyncWords::titleOf(const sync::ConflictView &conflict)
{
    if (conflict.isDeleted && conflict.title.isEmpty())
        return tr("Deleted: %1").arg(FieldText::entityLabel(conflict.record.type));
    return titleOf(conflict.title, conflict.record.type);
}

QString SyncWords::aboutText(const sync::AttentionItem &item)
{
    if (!item.aboutType)
        return {};
    const QString kind = FieldText::entityLabel(*item.aboutType);
    return item.about.isEmpty() ? tr("Belongs to a record you no longer see: %1").arg(kind)
                                : tr("Belongs to: %1 “%2”").arg(kind, item.about);
}

QString SyncWords::known(const sync::AttentionItem &item, int field, const Value &value) const
{
    return item.isHere ? this->value(item.record.type, field, value) : tr("you no longer see it");
}

QString SyncWords::value(EntityType type, int field, const Value &value) const
{
    if (value.isEmpty())
        return QStringLiteral("–");
    const QString text = m_fields.text(type, field, value).simplified();
    if (text.isEmpty()) // A reference to a record that has no name here.
        return FieldText::entityLabel(entityInfo(type).field(field).refers);
    return text.size() > kLongestValue ? text.left(kLongestValue) + QChar(0x2026) : text;
}

QStringList SyncWords::changeLines(const sync::PendingOperation &operation) const
{
    QStringList lines;
    const EntityType type = operation.record.type;
    for (const FieldChange &change : operation.changes) {
        if (change.field < 0 || change.field >= entityInfo(type).fieldCount())
            continue;
        const FieldInfo &field = entityInfo(type).field(change.field);
        if (!isShown(field))
            continue;
        const auto old = std::ranges::find(operation.before, change.field, &FieldChange::field);
        const bool hasOld =
            old != operation.before.end() && !old->value.isEmpty() && operation.kind != sync::RecordEdit::Kind::Create;
        const QString label = FieldText::label(field);
        const QString now = value(type, change.field, change.value);
        lines << (hasOld ? tr("%1: %2 → %3").arg(label, value(type, change.field, old->value), now)
                         : tr("%1: %2").arg(label, now));
    }
    return lines;
}

QString SyncWords::personName(const RecordId &id) const
{
    if (!id.isNull() && id == m_context.workspace.actor().userId)
        return tr("you");
    const QString name = m_context.lookups.userName(id);
    return name.isEmpty() ? tr("somebody") : name;
}

QString SyncWords::conflictLine(const sync::ConflictView &conflict) const
{
    if (conflict.field < 0)
        return tr("Deleted by %1 while %2 edited it")
            .arg(personName(conflict.winningAuthor), personName(conflict.losingAuthor));
    const EntityType type = conflict.record.type;
    if (conflict.isDeleted)
        return tr("Deleted by %1 while %2 edited it. %3: “%4” was not kept")
            .arg(personName(conflict.winningAuthor), personName(conflict.losingAuthor),
                 FieldText::label(entityInfo(type).field(conflict.field)), value(type, conflict.field, conflict.losing));
    return tr("%1: “%2” was kept, “%3” was not")
        .arg(FieldText::label(entityInfo(type).field(conflict.field)), value(type, conflict.field, conflict.winning),
             value(type, conflict.field, conflict.losing));
}

QString SyncWords::typedText(const sync::AttentionItem &item) const
{
    const EntityType type = item.record.type;
    QStringList lines{titleOf(item) + QStringLiteral(" – ") + whatHappened(item.kind, type)};
    if (const QString about = aboutText(item); !about.isEmpty())
        lines << about;
    for (const sync::AttentionItem::FieldView &view : item.fields) {
        const FieldInfo &field = entityInfo(type).field(view.field);
        if (view.isMine && isShown(field)) // Whole, with its line breaks: this may be the only copy that is left.
            lines << tr("%1: %2").arg(FieldText::label(field), m_fields.text(type, view.field, view.mine));
    }
    return lines.join(QLatin1Char('\n'));
}

QString SyncWords::typedText(const sync::PendingOperation &operation) const
{
    const EntityType type = operation.record.type;
    QStringList lines{titleOf(operation.title, type) + QStringLiteral(" – ") + whatHappened(operation.kind, type)};
    for (const FieldChange &change : operation.changes)
        if (const FieldInfo &field = entityInfo(type).field(change.field); isShown(field))
            lines << tr("%1: %2").arg(FieldText::label(field), m_fields.text(type, change.field, change.value));
    return lines.join(QLatin1Char('\n'));
}

QString SyncWords::whatNext(const sync::PendingOperation &operation, const sync::SyncStatus &status) const
{
    using State = sync::PendingOperation::State;
    const Formatter &format = m_context.format;
    switch (operation.state) {
    case State::Waiting:
        if (status.state == sync::SyncState::Synced || status.state == sync::SyncState::Syncing)
            return tr("Saved on this computer. Its turn to be sent comes in a moment.");
        if (status.state == sync::SyncState::SignInNeeded)
            return tr("Saved on this computer. It is sent once you have signed in again.");
        return tr("Saved on this computer. It is sent as soon as the server can be reached.");
    case State::Sent:
        return tr("Sent %1; the server has not answered yet. Without an answer it is sent again by itself, and never "
                  "counts twice.")
            .arg(format.ago(operation.sentAt));
    case State::Decided: return tr("Accepted by the server. It goes from this list with the next changes received.");
    }
    return {};
}

SyncWords::Advice SyncWords::advice(const sync::AttentionItem &item)
{
    const QString &reason = item.reason;
    if (reason == QLatin1String("validation"))
        return {Step::Edit, tr("Correct it with Edit and retry.")};
    if (reason == QLatin1String("unique"))
        return {Step::Edit, tr("Give another value with Edit and retry, or discard this edit.")};
    if (reason == QLatin1String("permission"))
        return {Step::Copy, tr("Ask an administrator for the right and retry, or copy your values and discard the edit.")};
    if (reason == QLatin1String("scope_lost"))
        return {Step::Copy, tr("Copy your values for whoever has the record now, then discard the edit.")};
    if (reason == QLatin1String("row_deleted"))
        return {Step::Retry, tr("Retry brings the record back with your edit; Discard leaves it deleted.")};
    if (reason == QLatin1String("row_unknown") || reason == QLatin1String("reference_missing"))
        return {Step::Edit, tr("Choose something else with Edit and retry, or copy your values and discard the edit.")};
    if (reason == QLatin1String("group_aborted"))
        return {Step::Retry, tr("Retry the edit that it belongs to.")};
    if (reason == QLatin1String("too_large") || reason == QLatin1String("quota"))
        return {Step::Edit, tr("Shorten it with Edit and retry.")};
    if (reason == QLatin1String("schema_too_new") || reason == QLatin1String("schema_too_old"))
        return {Step::Retry, tr("Retry once the update is installed; until then your values stay here.")};
    if (reason == QLatin1String("server_error"))
        return {Step::Retry, tr("Retry later. Should it fail again, give the log under Connection to your administrator.")};
    return {Step::Retry, tr("Retry, or copy your values and discard the edit.")};
}

QString SyncWords::discardAllText(int count)
{
    return tr("What you entered in %n edit(s) will be gone for good; the records stay as they are on the server.",
              nullptr, count)
        + QLatin1Char(' ') + tr("This cannot be undone. Copy keeps your values as text.");
}

QString SyncWords::discardText(const sync::AttentionItem &item)
{
    const auto typed = std::ranges::count_if(item.fields, [&](const sync::AttentionItem::FieldView &view) {
        return view.isMine && isShown(entityInfo(item.record.type).field(view.field));
    });
    const bool isNew = item.kind == sync::RecordEdit::Kind::Create;
    QString text = isNew ? tr("It was never on the server: what you entered will be gone for good.")
        : typed == 0
        ? tr("The record stays as it is on the server.")
        : tr("The %n value(s) you entered will be gone for good; the record stays as it is on the server.", nullptr,
             int(typed));
    if (!item.dependants.empty())
        text += QLatin1Char(' ')
            + tr("%n edit(s) that failed because of this one go with it.", nullptr, int(item.dependants.size()));
    return text + QLatin1Char(' ') + tr("This cannot be undone. Copy keeps your values as text.");
}

} // namespace mdmc::ui
