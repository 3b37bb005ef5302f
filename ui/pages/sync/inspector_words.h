// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/sync/sync_list.h"
#include "ui/pages/sync/sync_words.h"

namespace mdmc::ui {

/// One line of where the connection stands.
struct InspectorFact {
    QString label;
    QString value;
    Tone tone = Tone::Normal;
    bool operator==(const InspectorFact &) const = default;
};

/// What the inspector says of the connection, in words.
class InspectorWords {
    Q_DECLARE_TR_FUNCTIONS(InspectorWords)
public:
    explicit InspectorWords(const PageContext &context) : m_context(context) { }

    QList<InspectorFact> facts(const sync::SyncStatus &status, const sync::SyncInspection &told,
                               const QString &server) const;
    /// What happened, the newest first.
    QList<SyncRow> events(const sync::SyncInspection &told) const;
    /// How long from now: `in 12 s`, `in 3 min`, `now`.
    QString inTime(UtcMs at) const;

private:
    struct Told {
        QString title;
        QString what; ///< Grey, after it.
        Symbol symbol;
        Hue hue;
    };
    Told told(const sync::SyncEvent &event) const;
    QString queueText(const sync::SyncInspection &told) const;
    InspectorFact positionFact(const sync::SyncInspection &told) const;
    InspectorFact checksFact(const sync::SyncInspection &told) const;
    QString lasting(qint64 ms) const; ///< `12 s`, `3 min`

    const PageContext &m_context;
};

} // namespace mdmc::ui
