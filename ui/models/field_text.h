// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/lookups.h"
#include "ui/theme/format.h"
#include "ui/widgets/cells.h"

namespace mdmc::ui {

/// One of the values a field offers: an entry of a list, a stage, a person, a word of a fixed set.
struct FieldOption {
    QString id; ///< Text of the value: key, or a record id.
    QString label; ///< What people read.
    Hue hue = Hue::Slate;
    bool operator==(const FieldOption &) const = default;
};

/// The one place where a field's value becomes what people read, and back. Cheap to copy; `lookups` outlives it.
class FieldText {
public:
    FieldText(const Lookups &lookups, const Formatter &format) : m_lookups(&lookups), m_format(format) { }

    static QString label(const FieldInfo &field); ///< Translated in context "field".
    static QString label(EntityType type, QLatin1String field);
    static QString entityLabel(EntityType type);

    QString text(EntityType type, int field, const Value &value) const;
    QList<ChipData> chips(EntityType type, int field, const Value &value) const;
    Hue hue(EntityType type, int field, const Value &value) const;

    /// What the field may be chosen from; empty when it is typed freely. In display order, archived ones left out.
    QList<FieldOption> options(EntityType type, int field) const;
    bool isChosen(EntityType type, int field) const; ///< Whether `options` rules the field.
    /// Id of an option that stands for the value, and back.
    static QString optionId(const Value &value);
    static Value valueOfOption(const FieldInfo &field, const QString &id);

    /// The text with which an editor starts, such as `1234.50` for an amount, and back. Nothing when it cannot be read.
    QString editText(EntityType type, int field, const Value &value) const;
    std::optional<Value> parse(EntityType type, int field, const QString &text, const Value &before = {}) const;

    const Formatter &format() const { return m_format; }
    const Lookups &lookups() const { return *m_lookups; }

private:
    QString wordOf(EntityType type, const FieldInfo &field, const QString &key) const;

    const Lookups *m_lookups;
    Formatter m_format;
};

/// Words of the fixed sets (consent, campaign status, activity kind, role, sight), translated.
QList<FieldOption> fixedOptions(EntityType type, QLatin1String field);
/// A hue from the number an administrator chose.
Hue hueOf(qint64 colour);

} // namespace mdmc::ui
