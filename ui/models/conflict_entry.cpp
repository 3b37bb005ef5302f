// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/conflict_entry.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

struct ConflictEntry {
    Q_DECLARE_TR_FUNCTIONS(ConflictEntry)
};

constexpr qsizetype kLongestValue = 300;

QString whose(const RecordId &author, UtcMs at, const PageContext &context)
{
    QString name = context.lookups.userName(author);
    if (!author.isNull() && author == context.workspace.actor().userId)
        name = ConflictEntry::tr("you");
    else if (name.isEmpty())
        name = ConflictEntry::tr("somebody");
    return at > 0 ? ConflictEntry::tr("%1, %2").arg(name, context.format.dateTime(at)) : name;
}

QString shownValue(const sync::ConflictView &conflict, const Value &value, const PageContext &context)
{
    const QString text = context.fields().text(conflict.record.type, conflict.field, value).simplified();
    if (text.isEmpty())
        return ConflictEntry::tr("nothing");
    return ConflictEntry::tr("“%1”").arg(text.size() > kLongestValue ? text.left(kLongestValue) + QChar(0x2026) : text);
}

QString settledText(const sync::ConflictView &conflict, const PageContext &context)
{
    const QString when = conflict.resolvedAt > 0 ? context.format.dateTime(conflict.resolvedAt) : QString();
    const QString text = conflict.isRestored ? ConflictEntry::tr("The other value was brought back")
                                             : ConflictEntry::tr("Left as it was");
    return when.isEmpty() ? text : ConflictEntry::tr("%1, %2").arg(text, when);
}

} // namespace

TimelineEntry conflictEntry(const sync::ConflictView &conflict, const PageContext &context)
{
    TimelineEntry entry;
    entry.id = conflict.id.toString();
    entry.symbol = conflict.field < 0 ? Symbol::Trash : Symbol::ArrowLeftRight;
    entry.hue = conflict.isOpen ? Hue::Amber : Hue::Slate;
    entry.when = context.format.dateTime(conflict.detectedAt);
    QStringList lines;
    if (conflict.field < 0) {
        entry.title = ConflictEntry::tr("Deleted while it was edited");
        lines << ConflictEntry::tr("Deleted by %1").arg(whose(conflict.winningAuthor, conflict.detectedAt, context))
              << ConflictEntry::tr("Edited by %1").arg(whose(conflict.losingAuthor, conflict.losingAt, context));
    } else {
        entry.title = ConflictEntry::tr("Two values for %1")
                          .arg(FieldText::label(entityInfo(conflict.record.type).field(conflict.field)));
        // When the kept value was written is not recorded: it was there, or came, when the two met.
        lines << ConflictEntry::tr("Kept: %1 – %2")
                     .arg(shownValue(conflict, conflict.winning, context), whose(conflict.winningAuthor, 0, context))
              << ConflictEntry::tr("Not kept: %1 – %2")
                     .arg(shownValue(conflict, conflict.losing, context),
                          whose(conflict.losingAuthor, conflict.losingAt, context));
        if (conflict.isOpen && conflict.current != conflict.winning)
            lines << ConflictEntry::tr("Now: %1").arg(shownValue(conflict, conflict.current, context));
    }
    if (!conflict.isOpen)
        lines << settledText(conflict, context);
    entry.body = lines.join(QLatin1Char('\n'));
    if (!conflict.isOpen)
        return entry;
    entry.actions = {
        {kRestoreAction,
         conflict.field < 0 ? ConflictEntry::tr("Bring it back with the edit") : ConflictEntry::tr("Restore"),
         conflict.field < 0
             ? QString()
             : ConflictEntry::tr("Sets the field to %1").arg(shownValue(conflict, conflict.losing, context))},
        {kKeepAction, ConflictEntry::tr("Keep"), ConflictEntry::tr("Leaves the record as it is now")}};
    return entry;
}

} // namespace mdmc::ui
