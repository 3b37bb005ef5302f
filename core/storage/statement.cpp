// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/statement.h"

#include "core/storage/connection.h"

#include <QStringEncoder>

#include <sqlcipher/sqlite3.h>

#include <array>
#include <utility>

namespace mdmc::storage {

Statement::Statement(std::shared_ptr<detail::Connection> connection, sqlite3_stmt *stmt, detail::CachedStatement *slot)
    : m_connection(std::move(connection)), m_stmt(stmt), m_slot(slot)
{
}

Statement::Statement(Statement &&other) noexcept
    : m_connection(std::move(other.m_connection)), m_stmt(std::exchange(other.m_stmt, nullptr)),
      m_slot(std::exchange(other.m_slot, nullptr)), m_bindError(other.m_bindError)
{
}

Statement &Statement::operator=(Statement &&other) noexcept
{
    if (this != &other) {
        giveBack();
        m_connection = std::move(other.m_connection);
        m_stmt = std::exchange(other.m_stmt, nullptr);
        m_slot = std::exchange(other.m_slot, nullptr);
        m_bindError = other.m_bindError;
    }
    return *this;
}

Statement::~Statement()
{
    giveBack();
}

void Statement::giveBack()
{
    if (m_stmt)
        m_connection->giveBack(std::exchange(m_stmt, nullptr), std::exchange(m_slot, nullptr));
}

Statement &Statement::noteBind(int rc)
{
    if (rc != SQLITE_OK && m_bindError == 0)
        m_bindError = rc;
    return *this;
}

Statement &Statement::bind(int index, std::nullptr_t)
{
    return noteBind(sqlite3_bind_null(m_stmt, index));
}

Statement &Statement::bindInt64(int index, qint64 value)
{
    return noteBind(sqlite3_bind_int64(m_stmt, index, value));
}

Statement &Statement::bind(int index, double value)
{
    return noteBind(sqlite3_bind_double(m_stmt, index, value));
}

Statement &Statement::bind(int index, QStringView text)
{
    // Converted here, because SQLite's own conversion from UTF-16 goes byte by byte; most texts fit the stack.
    constexpr qsizetype onStack = 512;
    if (text.size() <= onStack) {
        std::array<char, size_t(onStack) * 3> buffer; // UTF-8 needs at most 3 bytes for one UTF-16 unit.
        QStringEncoder encode(QStringEncoder::Utf8, QStringEncoder::Flag::Stateless);
        const char *end = encode.appendToBuffer(buffer.data(), text);
        return noteBind(sqlite3_bind_text64(m_stmt, index, buffer.data(), quint64(end - buffer.data()),
                                            SQLITE_TRANSIENT, SQLITE_UTF8));
    }
    const QByteArray utf8 = text.toUtf8();
    return noteBind(
        sqlite3_bind_text64(m_stmt, index, utf8.constData(), quint64(utf8.size()), SQLITE_TRANSIENT, SQLITE_UTF8));
}

Statement &Statement::bind(int index, QLatin1String text)
{
    return bind(index, QStringView(QString(text)));
}

Statement &Statement::bind(int index, const RecordId &id)
{
    if (id.isNull())
        return bind(index, nullptr);
    return noteBind(sqlite3_bind_blob(m_stmt, index, id.data(), 16, SQLITE_TRANSIENT));
}

Statement &Statement::bindBlob(int index, QByteArrayView blob)
{
    if (blob.isEmpty()) // A null pointer would bind NULL.
        return noteBind(sqlite3_bind_zeroblob(m_stmt, index, 0));
    return noteBind(sqlite3_bind_blob64(m_stmt, index, blob.data(), quint64(blob.size()), SQLITE_TRANSIENT));
}

Statement &Statement::bindUtf8View(int index, QByteArrayView text)
{
    const char *bytes = text.isEmpty() ? "" : text.data(); // A null pointer would bind NULL.
    return noteBind(sqlite3_bind_text64(m_stmt, index, bytes, quint64(text.size()), SQLITE_STATIC, SQLITE_UTF8));
}

Statement &Statement::bindBlobView(int index, QByteArrayView blob)
{
    if (blob.isEmpty())
        return bindBlob(index, blob);
    return noteBind(sqlite3_bind_blob64(m_stmt, index, blob.data(), quint64(blob.size()), SQLITE_STATIC));
}

int Statement::parameterIndex(const char *name) const
{
    return sqlite3_bind_parameter_index(m_stmt, name);
}

Result<bool> Statement::step()
{
    if (m_bindError != 0) {
        const int rc = std::exchange(m_bindError, 0);
        return failure(rc == SQLITE_TOOBIG ? ErrorCode::TooLarge : ErrorCode::Internal,
                       QStringLiteral("SQLite %1 when binding to: %2")
                           .arg(rc)
                           .arg(QString::fromUtf8(sqlite3_sql(m_stmt)).left(120)));
    }
    const int rc = m_connection->step(m_stmt);
    if (rc == SQLITE_ROW)
        return true;
    if (rc == SQLITE_DONE) {
        sqlite3_reset(m_stmt);
        return false;
    }
    Error failed = m_connection->error(rc, sqlite3_sql(m_stmt));
    sqlite3_reset(m_stmt);
    return tl::unexpected(std::move(failed));
}

Result<> Statement::run()
{
    for (;;) {
        MDMC_ASSIGN(const bool hasRow, step());
        if (!hasRow)
            return {};
    }
}

void Statement::reset()
{
    sqlite3_reset(m_stmt);
}

void Statement::clearBindings()
{
    sqlite3_clear_bindings(m_stmt);
    m_bindError = 0;
}

int Statement::columnCount() const
{
    return sqlite3_column_count(m_stmt);
}

QString Statement::columnName(int column) const
{
    return QString::fromUtf8(sqlite3_column_name(m_stmt, column));
}

bool Statement::isNull(int column) const
{
    return sqlite3_column_type(m_stmt, column) == SQLITE_NULL;
}

qint64 Statement::columnInt64(int column) const
{
    return sqlite3_column_int64(m_stmt, column);
}

double Statement::columnDouble(int column) const
{
    return sqlite3_column_double(m_stmt, column);
}

QByteArrayView Statement::columnUtf8View(int column) const
{
    // First the pointer, then the length: the first call may convert.
    const auto *text = reinterpret_cast<const char *>(sqlite3_column_text(m_stmt, column));
    return QByteArrayView(text, sqlite3_column_bytes(m_stmt, column));
}

QString Statement::columnText(int column) const
{
    return QString::fromUtf8(columnUtf8View(column));
}

QByteArrayView Statement::columnBlobView(int column) const
{
    const auto *blob = static_cast<const char *>(sqlite3_column_blob(m_stmt, column));
    return QByteArrayView(blob, blob ? sqlite3_column_bytes(m_stmt, column) : 0);
}

QByteArray Statement::columnBlob(int column) const
{
    return columnBlobView(column).toByteArray();
}

RecordId Statement::columnRecordId(int column) const
{
    return RecordId::fromBytes(columnBlobView(column)).value_or(RecordId());
}

std::optional<qint64> Statement::columnOptionalInt64(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(columnInt64(column));
}

std::optional<double> Statement::columnOptionalDouble(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(columnDouble(column));
}

std::optional<QString> Statement::columnOptionalText(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(columnText(column));
}

std::optional<QByteArray> Statement::columnOptionalBlob(int column) const
{
    return isNull(column) ? std::nullopt : std::optional(columnBlob(column));
}

} // namespace mdmc::storage
