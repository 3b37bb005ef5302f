// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/simulation/client_node.h"

namespace mdmc::simulation {

/// A person in front of a client: sees what the replica shows and thinks up values. All choices come from one step's
/// dice.
class Eyes {
public:
    Eyes(ClientNode &client, quint64 dice) : m_client(client), m_dice(dice) {}

    quint64 roll();
    quint64 roll(quint64 bound) { return roll() % bound; }
    /// One of the texts.
    QString oneOf(std::initializer_list<const char *> texts);
    /// A word that occurs nowhere else, and by which leaks are found.
    QString freshText();
    /// Letters and digits that occur nowhere else.
    QString freshCode();
    RecordId mint();

    std::vector<Record> all(EntityType type, bool withDeleted = false);
    std::optional<Record> any(EntityType type);
    std::optional<Record> anyTombstone(EntityType type);
    /// A record of a kind that people work on, of any type that there is.
    std::optional<Record> anyWork();
    RecordId anyId(EntityType type);

    /// A new value for a field, different from the present one as a rule.
    Value valueFor(const Record &record, int field);
    /// Fields of the record that may be edited.
    std::vector<int> editable(const Record &record) const;
    /// A create with all that is required and some of the rest.
    sync::RecordEdit newRecord(EntityType type);
    /// A lead or a campaign as the subject of an activity or a task.
    void setSubject(sync::RecordEdit &edit, EntityType type);

private:
    Value textFor(const Record &record, const FieldInfo &field);
    Value setFor(const Record &record, const FieldInfo &field, int position);

    ClientNode &m_client;
    quint64 m_dice;
    quint64 m_rolls = 0;
};

} // namespace mdmc::simulation
