// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

#include <QCoreApplication>

namespace mdmc::ui {

/// How the connection stands, in words.
struct SyncHead {
    QString title;
    QStringList facts; ///< Server, last synced, next try …
    QString problem; ///< What to do about it; empty when there is nothing to do.
    Tone tone = Tone::Secondary;
    bool isHollow = false;
    bool mayGoOffline = false;
    bool mayConnect = false;
    bool needsSignIn = false;
    double progress = -1; ///< 0–1 while the first copy comes in.
    bool operator==(const SyncHead &) const = default;
};

/// Turns what the workspace tells of its synchronisation into what people read.
class SyncWords {
    Q_DECLARE_TR_FUNCTIONS(SyncWords)
public:
    explicit SyncWords(const PageContext &context) : m_context(context), m_fields(context.fields()) { }

    SyncHead head(const sync::SyncStatus &status, const QString &server) const;

    /// `Lead changed`, `Task created` …
    static QString whatHappened(sync::RecordEdit::Kind kind, EntityType type);
    static Symbol symbolOf(sync::RecordEdit::Kind kind);
    static QString stateText(sync::PendingOperation::State state); ///< `not sent yet` …
    /// The record's name; what kind of record it is when it has none.
    static QString titleOf(const QString &title, EntityType type);
    static QString titleOf(const sync::AttentionItem &item); ///< Also of one that is out of sight by now.
    static QString titleOf(const sync::ConflictView &conflict); ///< Also of one that is deleted.
    static QString aboutText(const sync::AttentionItem &item); ///< `About the lead “Zoé”`; empty: about nothing.
    /// The record's own values of a refused edit, before it and now.
    QString known(const sync::AttentionItem &item, int field, const Value &value) const;
    /// Text of a value on one line; `–` when there is none.
    QString value(EntityType type, int field, const Value &value) const;
    /// `Stage: Contacted → Won`, a line per field that people see.
    QStringList changeLines(const sync::PendingOperation &operation) const;
    QString conflictLine(const sync::ConflictView &conflict) const;
    QString personName(const RecordId &id) const; ///< *you*, a name, or *somebody*.
    /// How far an edit has come and what happens next, in a sentence or two.
    QString whatNext(const sync::PendingOperation &operation, const sync::SyncStatus &status) const;
    enum class Step { Retry, Edit, Copy };
    /// What can be done about a refusal, in a sentence, and the step that it comes down to.
    struct Advice {
        Step step = Step::Retry;
        QString text;
    };
    static Advice advice(const sync::AttentionItem &item);
    /// What the person typed, as plain text for another program.
    QString typedText(const sync::AttentionItem &item) const;
    QString typedText(const sync::PendingOperation &operation) const;
    /// What discarding takes away, in a sentence.
    static QString discardText(const sync::AttentionItem &item);
    static QString discardAllText(int count);
    static bool isShown(const FieldInfo &field); ///< Fields that only the program sees say nothing to a person.

    const FieldText &fields() const { return m_fields; }

private:
    QString sinceText(UtcMs since) const; ///< Only the time within half a day.

    const PageContext &m_context;
    FieldText m_fields;
};

} // namespace mdmc::ui
