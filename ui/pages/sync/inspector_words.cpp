// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/inspector_words.h"

#include "ui/models/error_text.h"

namespace mdmc::ui {

namespace {

constexpr qint64 kSecondMs = 1000, kMinuteMs = 60'000, kHourMs = 3'600'000;

} // namespace

QString InspectorWords::lasting(qint64 ms) const
{
    const Formatter &format = m_context.format;
    if (ms < 2 * kMinuteMs)
        return tr("%1 s").arg(format.number(std::max<qint64>(1, (ms + kSecondMs / 2) / kSecondMs)));
    if (ms < 2 * kHourMs)
        return tr("%1 min").arg(format.number(ms / kMinuteMs));
    return tr("%1 h").arg(format.number(ms / kHourMs));
}

QString InspectorWords::inTime(UtcMs at) const
{
    const qint64 left = at - m_context.clock.nowUtc();
    return left <= 0 ? tr("now") : tr("in %1").arg(lasting(left));
}

QString InspectorWords::queueText(const sync::SyncInspection &told) const
{
    QStringList parts;
    if (told.queued > 0)
        parts << tr("%n not sent yet", nullptr, told.queued);
    if (told.sent > 0)
        parts << tr("%n sent, without an answer", nullptr, told.sent);
    if (told.decided > 0)
        parts << tr("%n accepted, on the way back", nullptr, told.decided);
    return parts.isEmpty() ? tr("None") : parts.join(QStringLiteral(" · "));
}

InspectorFact InspectorWords::positionFact(const sync::SyncInspection &told) const
{
    const Formatter &format = m_context.format;
    const QString label = tr("Changes received");
    if (told.epoch.isEmpty())
        return {label, tr("None yet"), Tone::Secondary};
    if (told.head <= told.cursor)
        return {label,
                told.transport == sync::SyncInspection::Transport::None
                    ? tr("up to number %1").arg(format.number(told.cursor))
                    : tr("up to number %1, nothing missing").arg(format.number(told.cursor))};
    return {label,
            tr("up to number %1 of %2, %n to come", nullptr, int(told.head - told.cursor))
                .arg(format.number(told.cursor), format.number(told.head))};
}

InspectorFact InspectorWords::checksFact(const sync::SyncInspection &told) const
{
    const QString label = tr("Comparison");
    if (told.comparedAt == 0)
        return {label, tr("Not compared with the server since the program was started"), Tone::Secondary};
    const QString when = m_context.format.ago(told.comparedAt);
    if (told.differing == 0 && told.repairedAt > 0)
        return {label,
                tr("Same as on the server (%1), after a repair (%2)").arg(when, m_context.format.ago(told.repairedAt))};
    if (told.differing == 0)
        return {label, tr("Same as on the server (%1)").arg(when)};
    return {label, tr("%n kind(s) of record differed (%1) and are fetched again", nullptr, told.differing).arg(when),
            Tone::Warning};
}

QList<InspectorFact> InspectorWords::facts(const sync::SyncStatus &status, const sync::SyncInspection &told,
                                           const QString &server) const
{
    using Transport = sync::SyncInspection::Transport;
    const Formatter &format = m_context.format;
    if (status.state == sync::SyncState::LocalOnly)
        return {{tr("Connection"), tr("None: no server belongs to this workspace")}};
    QList<InspectorFact> facts;
    switch (told.transport) {
    case Transport::Live: facts << InspectorFact{tr("Connection"), tr("Live"), Tone::Positive}; break;
    case Transport::Http:
        facts << InspectorFact{tr("Connection"),
                               tr("By repeated requests: something on the way lets no live "
                                  "connection through")};
        break;
    case Transport::None: facts << InspectorFact{tr("Connection"), tr("None"), Tone::Warning}; break;
    }
    if (!server.isEmpty())
        facts << InspectorFact{tr("Server"), server};
    if (status.error)
        facts << InspectorFact{tr("Trouble"), errorText(*status.error), Tone::Warning};
    if (status.state == sync::SyncState::Offline)
        facts << InspectorFact{tr("Next attempt"),
                               status.retryAt > 0
                                   ? tr("%1 (%2)").arg(inTime(status.retryAt), format.time(status.retryAt))
                                   : tr("When you connect")};
    facts << InspectorFact{tr("Last in step"), status.lastSyncedAt > 0 ? format.ago(status.lastSyncedAt) : tr("Never")};
    facts << InspectorFact{tr("Waiting edits"), queueText(told)};
    if (told.oldestEditedAt > 0)
        facts << InspectorFact{tr("Oldest of them"), format.ago(told.oldestEditedAt)};
    if (told.sendsAt > m_context.clock.nowUtc())
        facts << InspectorFact{tr("Sending goes on"), inTime(told.sendsAt), Tone::Warning};
    facts << positionFact(told) << checksFact(told);
    if (told.clockOffsetMs != 0) {
        const QString by = lasting(std::abs(told.clockOffsetMs));
        facts << InspectorFact{
            tr("Clock"),
            told.clockOffsetMs > 0
                ? tr("This computer's clock is %1 behind the server's; that is allowed for").arg(by)
                : tr("This computer's clock is %1 ahead of the server's; that is allowed for").arg(by)};
    }
    return facts;
}

InspectorWords::Told InspectorWords::told(const sync::SyncEvent &event) const
{
    using Kind = sync::SyncEvent::Kind;
    const Formatter &format = m_context.format;
    const QString why = event.error ? errorText(Error{*event.error, {}, {}}) : QString();
    const QString type = event.type ? FieldText::entityLabel(*event.type) : QString();
    switch (event.kind) {
    case Kind::Opening:
        return {event.a ? tr("Connecting by requests") : tr("Connecting"), {}, Symbol::Broadcast, Hue::Slate};
    case Kind::Greeted:
        return {tr("Connected"), tr("the server is at number %1").arg(format.number(event.b)), Symbol::CloudCheck,
                Hue::Green};
    case Kind::SignedOut: return {tr("The session has ended"), {}, Symbol::Key, Hue::Amber};
    case Kind::Renewing: return {tr("Renewing the session"), {}, Symbol::Key, Hue::Slate};
    case Kind::Waiting:
        return {tr("Offline, next attempt after %1").arg(lasting(event.a)), why, Symbol::CloudSlash, Hue::Amber};
    case Kind::Halted: return {tr("Sync has stopped"), why, Symbol::ExclamationCircle, Hue::Red};
    case Kind::StoppedByHand: return {tr("Working offline, as asked"), {}, Symbol::CloudSlash, Hue::Slate};
    case Kind::Pushed: return {tr("Sent %n edit(s)", nullptr, int(event.a)), {}, Symbol::CloudArrowUp, Hue::Blue};
    case Kind::PushDelayed:
        return {tr("Sending pauses for %1").arg(lasting(event.a)), why, Symbol::HourglassSplit, Hue::Amber};
    case Kind::Answered:
        if (event.b == 0)
            return {tr("%n edit(s) accepted", nullptr, int(event.a)), {}, Symbol::Check2, Hue::Green};
        return {tr("%n edit(s) refused", nullptr, int(event.b)),
                event.a > 0 ? tr("%n accepted", nullptr, int(event.a)) : QString(), Symbol::ExclamationCircle,
                Hue::Amber};
    case Kind::Refused:
        return {tr("Refused: %1").arg(type),
                event.type ? refusalText(QString(event.reasonName()), {}, *event.type) : QString(),
                Symbol::ExclamationCircle, Hue::Red};
    case Kind::Received:
        return {tr("Received %n record(s)", nullptr, int(event.a)),
                event.b > 0 ? tr("%n left your sight", nullptr, int(event.b)) : QString(), Symbol::Download, Hue::Teal};
    case Kind::SnapshotBegun: return {tr("Fetching the whole workspace"), {}, Symbol::Database, Hue::Blue};
    case Kind::SnapshotDone:
        return {tr("The whole workspace is here"),
                event.a ? tr("records that the server did not send were kept: too many at once") : QString(),
                Symbol::Database, event.a ? Hue::Amber : Hue::Green};
    case Kind::Compared:
        return {event.a ? tr("Compared: %n kind(s) of record differ", nullptr, int(event.a))
                        : tr("Compared: the same as on the server"),
                {},
                Symbol::ShieldCheck,
                event.a ? Hue::Amber : Hue::Green};
    case Kind::Repaired:
        return {event.b ? tr("A repair was refused: %1").arg(type) : tr("Repaired: %1").arg(type),
                event.b ? tr("too many records would have gone") : QString(), Symbol::ShieldCheck,
                event.b ? Hue::Red : Hue::Amber};
    case Kind::OtherHistory:
        return {tr("The server was restored from a backup"), tr("what it no longer has is offered again"),
                Symbol::ArrowCounterclockwise, Hue::Amber};
    case Kind::NewClientId:
        return {tr("This copy of the data got a new identity"), tr("it was copied or restored"), Symbol::Laptop,
                Hue::Amber};
    case Kind::Breaker:
        return {tr("A removal was refused"), tr("the server asked to remove more than it counted"), Symbol::ShieldCheck,
                Hue::Red};
    }
    return {};
}

QList<SyncRow> InspectorWords::events(const sync::SyncInspection &inspection) const
{
    QList<SyncRow> rows;
    rows.reserve(qsizetype(inspection.events.size()));
    const qint64 first = inspection.droppedEvents;
    for (size_t i = inspection.events.size(); i-- > 0;) {
        const sync::SyncEvent &event = inspection.events[i];
        const Told words = told(event);
        rows << SyncRow{QString::number(first + qint64(i)), words.symbol, words.hue, words.title, words.what,
                        m_context.format.ago(event.at),     {},           0};
    }
    return rows;
}

} // namespace mdmc::ui
