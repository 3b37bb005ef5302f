// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/money.h"
#include "core/base/record_id.h"

#include <QByteArray>
#include <QDate>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace mdmc {

/// What a field holds. The type decides the column, the wire form, the editor and the filter operators.
enum class FieldType : quint8 {
    Bool,
    Integer,
    Timestamp, ///< UtcMs
    Date,      ///< A calendar day without zone
    Text,
    Id,        ///< Reference to a record
    Money,
    TextSet,   ///< Distinct texts in the order they were added; the first of `emails` is the primary one
    Bytes,     ///< Opaque to everybody but its owner (values inside a conflict)
};

/// The value of any field. `std::monostate` is "not set" for every type: null ids, empty texts, empty sets and empty
/// byte strings are always held as `std::monostate`, so that there is one way to be empty and values compare equal.
class Value {
public:
    using Variant = std::variant<std::monostate, bool, qint64, QString, RecordId, Money, QDate, QStringList, QByteArray>;

    Value() = default;
    Value(bool v) : m_v(v) {}
    Value(qint64 v) : m_v(v) {}
    Value(int v) : m_v(qint64(v)) {}
    Value(const QString &v) { if (!v.isEmpty()) m_v = v; }
    Value(const RecordId &v) { if (!v.isNull()) m_v = v; }
    Value(const Money &v) : m_v(v) {}
    Value(const QDate &v) { if (v.isValid()) m_v = v; }
    Value(const QStringList &v) { if (!v.isEmpty()) m_v = v; }
    Value(const QByteArray &v) { if (!v.isEmpty()) m_v = v; }
    Value(const char *) = delete;
    template<typename T>
    Value(const std::optional<T> &v) { if (v) *this = Value(*v); }

    bool isEmpty() const { return std::holds_alternative<std::monostate>(m_v); }
    const Variant &variant() const { return m_v; }
    template<typename T>
    const T *get() const { return std::get_if<T>(&m_v); }
    /// The value, or a default-constructed one when it is empty or of another type.
    template<typename T>
    T as() const { const T *v = std::get_if<T>(&m_v); return v ? *v : T{}; }
    template<typename T>
    std::optional<T> asOptional() const { const T *v = std::get_if<T>(&m_v); return v ? std::optional<T>(*v) : std::nullopt; }
    /// Whether the value may be stored in a field of this type; an empty one always may.
    bool fits(FieldType type) const;

    bool operator==(const Value &) const = default;

private:
    Variant m_v;
};

/// Text of a value for audit, logs of changes and comparison in tests: not localised. Sets are joined with ", ".
QString toPlainText(const Value &value);

} // namespace mdmc
