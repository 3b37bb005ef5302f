// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/record_id.h"
#include "core/base/result.h"

#include <QByteArray>
#include <QString>

#include <concepts>
#include <memory>
#include <optional>

struct sqlite3_stmt;

namespace mdmc::storage {

namespace detail {
class Connection;
struct CachedStatement;
}

/// A prepared statement, lent from its database's cache and given back (reset, unbound) when this object ends.
/// Keep it short-lived: while it stands on a row it holds a read snapshot. Same thread as its database.
///
/// Parameters count from 1, columns from 0. A failed bind is remembered and returned by the next `step` or `run`.
/// Mapping: null QString and empty QString are both the empty text, likewise QByteArray; NULL is written with
/// `nullptr`, `std::nullopt` or a null RecordId, and a NULL column reads as 0, empty or the null RecordId.
class Statement {
public:
    Statement(Statement &&other) noexcept;
    Statement &operator=(Statement &&other) noexcept;
    ~Statement();

    Statement &bind(int index, std::nullptr_t);
    Statement &bind(int index, std::nullopt_t) { return bind(index, nullptr); }
    Statement &bind(int index, bool value) { return bindInt64(index, value ? 1 : 0); }
    template<std::integral T>
    Statement &bind(int index, T value) { return bindInt64(index, qint64(value)); }
    template<typename T>
        requires std::is_enum_v<T>
    Statement &bind(int index, T value) { return bindInt64(index, qint64(value)); }
    Statement &bind(int index, double value);
    Statement &bind(int index, QStringView text);
    Statement &bind(int index, const QString &text) { return bind(index, QStringView(text)); }
    Statement &bind(int index, QLatin1String text);
    Statement &bind(int index, const QByteArray &blob) { return bindBlob(index, blob); }
    Statement &bind(int index, const RecordId &id);
    template<typename T>
    Statement &bind(int index, const std::optional<T> &value)
    {
        return value ? bind(index, *value) : bind(index, nullptr);
    }
    Statement &bindBlob(int index, QByteArrayView blob);
    /// Without copying: the bytes stay as they are until the statement has run and is bound anew or given back.
    Statement &bindUtf8View(int index, QByteArrayView text);
    Statement &bindBlobView(int index, QByteArrayView blob);
    /// Index of a named parameter (":name"), 0 when there is none.
    int parameterIndex(const char *name) const;

    /// Binds the arguments to 1, 2, 3 ….
    template<typename... Args>
    Statement &bindAll(const Args &...args)
    {
        [[maybe_unused]] int index = 0;
        (bind(++index, args), ...);
        return *this;
    }

    /// True: stands on a row. False: there are no more, and the statement has been reset (bindings stay).
    Result<bool> step();
    /// Steps to the end and resets; bindings stay. Columns are lost: for statements that return none of interest.
    Result<> run();
    /// Binds from 1 and runs.
    template<typename... Args>
        requires(sizeof...(Args) > 0)
    Result<> run(const Args &...args)
    {
        bindAll(args...);
        return run();
    }
    void reset();
    void clearBindings();

    int columnCount() const;
    QString columnName(int column) const;
    bool isNull(int column) const;
    qint64 columnInt64(int column) const;
    int columnInt(int column) const { return int(columnInt64(column)); }
    bool columnBool(int column) const { return columnInt64(column) != 0; }
    double columnDouble(int column) const;
    QString columnText(int column) const;
    QByteArray columnBlob(int column) const;
    /// Without copying; valid until the next step, reset or read of the same column as another type.
    QByteArrayView columnBlobView(int column) const;
    /// The UTF-8 bytes of a text, without copying; validity as `columnBlobView`.
    QByteArrayView columnUtf8View(int column) const;
    /// The null id for NULL and for anything that has not 16 bytes.
    RecordId columnRecordId(int column) const;

    std::optional<qint64> columnOptionalInt64(int column) const;
    std::optional<double> columnOptionalDouble(int column) const;
    std::optional<QString> columnOptionalText(int column) const;
    std::optional<QByteArray> columnOptionalBlob(int column) const;

    sqlite3_stmt *handle() const { return m_stmt; }

private:
    friend class Database;
    Statement(std::shared_ptr<detail::Connection> connection, sqlite3_stmt *stmt, detail::CachedStatement *slot);
    Statement &bindInt64(int index, qint64 value);
    Statement &noteBind(int rc);
    void giveBack();

    std::shared_ptr<detail::Connection> m_connection;
    sqlite3_stmt *m_stmt = nullptr;
    detail::CachedStatement *m_slot = nullptr; ///< Its place in the cache; null: not cached.
    int m_bindError = 0;
};

} // namespace mdmc::storage
