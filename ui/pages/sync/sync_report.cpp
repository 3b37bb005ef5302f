// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/sync_report.h"

#include "ui/models/error_text.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QMetaEnum>

namespace mdmc::ui {

namespace {

constexpr int kHashDigits = 8;

QString kindName(sync::RecordEdit::Kind kind)
{
    using Kind = sync::RecordEdit::Kind;
    switch (kind) {
    case Kind::Create: return QStringLiteral("create");
    case Kind::Patch: return QStringLiteral("patch");
    case Kind::Delete: return QStringLiteral("delete");
    case Kind::Undelete: return QStringLiteral("undelete");
    }
    return {};
}

QString stateName(sync::PendingOperation::State state)
{
    using State = sync::PendingOperation::State;
    switch (state) {
    case State::Waiting: return QStringLiteral("not sent");
    case State::Sent: return QStringLiteral("sent");
    case State::Decided: return QStringLiteral("accepted");
    }
    return {};
}

QString transportName(sync::SyncInspection::Transport transport)
{
    using Transport = sync::SyncInspection::Transport;
    switch (transport) {
    case Transport::None: return QStringLiteral("none");
    case Transport::Live: return QStringLiteral("live");
    case Transport::Http: return QStringLiteral("http");
    }
    return {};
}

QString recordName(const RecordRef &record)
{
    const QByteArray hash = QCryptographicHash::hash(record.id.toBytes(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("%1 #%2").arg(QString(entityInfo(record.type).name),
                                        QString::fromLatin1(hash.left(kHashDigits)));
}

QString fieldNames(EntityType type, const std::vector<int> &fields)
{
    QStringList names;
    for (const int field : fields)
        if (field >= 0 && field < entityInfo(type).fieldCount())
            names << QString(entityInfo(type).field(field).name);
    return names.isEmpty() ? QStringLiteral("-") : names.join(QLatin1Char(','));
}

QString age(UtcMs at, UtcMs now)
{
    return at > 0 ? QStringLiteral("%1 s").arg(std::max<qint64>(0, now - at) / 1000) : QStringLiteral("-");
}

QString time(UtcMs at)
{
    return QDateTime::fromMSecsSinceEpoch(at, Qt::UTC).toString(Qt::ISODate);
}

void addHead(QStringList &lines, const SyncFacts &facts, UtcMs now)
{
    const sync::SyncStatus &status = facts.status;
    const sync::SyncInspection &told = facts.inspection;
    const char *state = QMetaEnum::fromType<sync::SyncState>().valueToKey(int(status.state));
    lines << QStringLiteral("state %1 for %2, last synced %3 ago, next attempt in %4, error %5")
                 .arg(QLatin1String(state), age(status.since, now), age(status.lastSyncedAt, now),
                      status.retryAt > 0 ? age(now, status.retryAt) : QStringLiteral("-"),
                      status.error ? errorCodeName(status.error->code) : QStringLiteral("-"))
          << QStringLiteral("connection %1, position %2 of %3, epoch %4, clock offset %5 ms")
                 .arg(transportName(told.transport))
                 .arg(told.cursor)
                 .arg(std::max(told.head, told.cursor))
                 .arg(told.epoch.isEmpty() ? QStringLiteral("-") : QString::fromLatin1(told.epoch.toHex()))
                 .arg(told.clockOffsetMs)
          << QStringLiteral("queue %1 waiting, %2 sent, %3 accepted, oldest %4, sending paused for %5; attention %6, "
                            "conflicts %7")
                 .arg(told.queued)
                 .arg(told.sent)
                 .arg(told.decided)
                 .arg(age(told.oldestEditedAt, now), told.sendsAt > now ? age(now, told.sendsAt) : QStringLiteral("-"))
                 .arg(status.attention)
                 .arg(status.conflicts)
          << QStringLiteral("checksums compared %1 ago, %2 types differ, repaired %3 ago")
                 .arg(age(told.comparedAt, now))
                 .arg(told.differing)
                 .arg(age(told.repairedAt, now));
}

QString pendingLine(const sync::PendingOperation &one, UtcMs now)
{
    std::vector<int> fields;
    for (const FieldChange &change : one.changes)
        fields.push_back(change.field);
    QString line = QStringLiteral("pending %1 group %2: %3 %4 [%5] age %6, %7")
                       .arg(one.n)
                       .arg(one.group)
                       .arg(kindName(one.kind), recordName(one.record), fieldNames(one.record.type, fields),
                            age(one.editedAt, now), stateName(one.state));
    if (one.sentAt > 0)
        line += QStringLiteral(" %1 ago").arg(age(one.sentAt, now));
    return one.isReoffered ? line + QStringLiteral(", offered again") : line;
}

QString attentionLine(const sync::AttentionItem &one, UtcMs now)
{
    std::vector<int> fields;
    for (const auto &view : one.fields)
        if (view.isMine)
            fields.push_back(view.field);
    // `detail` and an unknown `field` come from the server as free text and are left out.
    const int blamed = fieldOfPath(one.record.type, one.field);
    return QStringLiteral("attention %1 group %2: %3 %4 [%5] reason %6 at %7, refused %8 ago, dependants %9")
        .arg(one.id)
        .arg(one.group)
        .arg(kindName(one.kind), recordName(one.record), fieldNames(one.record.type, fields), one.reason,
             fieldNames(one.record.type, {blamed}), age(one.refusedAt, now))
        .arg(one.dependants.size());
}

} // namespace

QString eventLine(const sync::SyncEvent &event)
{
    using Kind = sync::SyncEvent::Kind;
    const QString error = event.error ? errorCodeName(*event.error) : QStringLiteral("-");
    const QString type = event.type ? QString(entityInfo(*event.type).name) : QStringLiteral("-");
    const QString way = event.a ? QStringLiteral("http") : QStringLiteral("live");
    switch (event.kind) {
    case Kind::Opening: return QStringLiteral("opening %1").arg(way);
    case Kind::Greeted: return QStringLiteral("greeted %1, head %2").arg(way).arg(event.b);
    case Kind::SignedOut: return QStringLiteral("session ended, %1").arg(error);
    case Kind::Renewing: return QStringLiteral("renewing the token");
    case Kind::Waiting: return QStringLiteral("waiting %1 ms, %2").arg(event.a).arg(error);
    case Kind::Halted: return QStringLiteral("stopped, %1").arg(error);
    case Kind::StoppedByHand: return QStringLiteral("offline by wish");
    case Kind::Pushed: return QStringLiteral("sent %1 operations from %2").arg(event.a).arg(event.b);
    case Kind::PushDelayed: return QStringLiteral("sending paused %1 ms, %2").arg(event.a).arg(error);
    case Kind::Answered: return QStringLiteral("answered: %1 accepted, %2 refused").arg(event.a).arg(event.b);
    case Kind::Refused: return QStringLiteral("refused a %1, %2").arg(type, QString(event.reasonName()));
    case Kind::Received: return QStringLiteral("received %1 rows, %2 evicted").arg(event.a).arg(event.b);
    case Kind::SnapshotBegun: return QStringLiteral("snapshot begun");
    case Kind::SnapshotDone:
        return event.a ? QStringLiteral("snapshot done, sweep refused") : QStringLiteral("snapshot done");
    case Kind::Compared: return QStringLiteral("compared checksums, %1 types differ").arg(event.a);
    case Kind::Repaired:
        return QStringLiteral("bucket %1 of %2 %3")
            .arg(event.a)
            .arg(type, event.b ? QStringLiteral("not repaired, too many rows") : QStringLiteral("repaired"));
    case Kind::OtherHistory: return QStringLiteral("the server has another history");
    case Kind::NewClientId: return QStringLiteral("took a new client id");
    case Kind::Breaker: return QStringLiteral("removal refused, not counted by the server");
    }
    return {};
}

QString syncReport(const SyncFacts &facts, UtcMs now)
{
    QStringList lines{QStringLiteral("MDMC CRM " MDMC_VERSION " sync log, %1").arg(time(now)),
                      QStringLiteral("Holds states, counts, codes, field names and ages. Records are named by a hash; "
                                     "no values, names, addresses or tokens are in here."),
                      QString()};
    addHead(lines, facts, now);
    lines << QString();
    for (const sync::PendingOperation &one : facts.pending)
        lines << pendingLine(one, now);
    for (const sync::AttentionItem &one : facts.attention)
        lines << attentionLine(one, now);
    for (const sync::ConflictView &one : facts.conflicts)
        lines << QStringLiteral("conflict: %1 [%2] found %3 ago")
                     .arg(recordName(one.record), fieldNames(one.record.type, {one.field}), age(one.detectedAt, now));
    lines << QStringLiteral("events since %1, %2 older ones dropped")
                 .arg(time(facts.inspection.startedAt))
                 .arg(facts.inspection.droppedEvents);
    for (const sync::SyncEvent &event : facts.inspection.events)
        lines << QStringLiteral("%1 %2").arg(time(event.at), eventLine(event));
    return lines.join(QLatin1Char('\n')) + QLatin1Char('\n');
}

} // namespace mdmc::ui
