// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sql_functions.h"

#include "core/model/entity.h"

#include <sqlcipher/sqlite3.h>

#include <array>

namespace mdmc::storage {

namespace {

void fold(sqlite3_context *context, int, sqlite3_value **arguments)
{
    if (sqlite3_value_type(arguments[0]) == SQLITE_NULL)
        return sqlite3_result_null(context);
    const void *text = sqlite3_value_text16(arguments[0]);
    const int bytes = sqlite3_value_bytes16(arguments[0]);
    const QString folded = foldText(QStringView(static_cast<const char16_t *>(text), bytes / 2));
    sqlite3_result_text16(context, folded.utf16(), int(folded.size()) * 2, SQLITE_TRANSIENT);
}

/// The tokenizer of the full-text tables (record_schema.cpp), asked for when the first search comes: a connection that
/// never searches needs no FTS5.
class Tokenizer {
public:
    Tokenizer() = default;
    ~Tokenizer()
    {
        if (m_handle)
            m_methods.xDelete(m_handle);
    }
    Tokenizer(const Tokenizer &) = delete;
    Tokenizer &operator=(const Tokenizer &) = delete;

    /// SQLite's result code.
    int open(sqlite3 *db)
    {
        if (m_handle)
            return SQLITE_OK;
        fts5_api *api = nullptr;
        sqlite3_stmt *statement = nullptr;
        int rc = sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &statement, nullptr);
        if (rc == SQLITE_OK) {
            sqlite3_bind_pointer(statement, 1, &api, "fts5_api_ptr", nullptr);
            sqlite3_step(statement);
        }
        sqlite3_finalize(statement);
        if (!api)
            return rc == SQLITE_OK ? SQLITE_ERROR : rc;
        void *context = nullptr;
        rc = api->xFindTokenizer(api, "unicode61", &context, &m_methods);
        std::array options{"remove_diacritics", "2"};
        return rc == SQLITE_OK ? m_methods.xCreate(context, options.data(), int(options.size()), &m_handle) : rc;
    }

    int split(const char *text, int size, QByteArray &expression)
    {
        const auto add = [](void *to, int, const char *word, int length, int, int) {
            auto &words = *static_cast<QByteArray *>(to);
            words.append(words.isEmpty() ? "\"" : " \"").append(word, length).append("\"*");
            return SQLITE_OK;
        };
        return m_methods.xTokenize(m_handle, &expression, FTS5_TOKENIZE_QUERY, text, size, add);
    }

private:
    fts5_tokenizer m_methods = {};
    Fts5Tokenizer *m_handle = nullptr;
};

/// A word is letters and digits, as the tokenizer has it, so nothing in it can be read as an operator.
void words(sqlite3_context *context, int, sqlite3_value **arguments)
{
    auto &tokenizer = *static_cast<Tokenizer *>(sqlite3_user_data(context));
    const auto *text = reinterpret_cast<const char *>(sqlite3_value_text(arguments[0]));
    QByteArray expression;
    int rc = tokenizer.open(sqlite3_context_db_handle(context));
    if (rc == SQLITE_OK && text)
        rc = tokenizer.split(text, sqlite3_value_bytes(arguments[0]), expression);
    if (rc != SQLITE_OK)
        return sqlite3_result_error_code(context, rc);
    if (expression.isEmpty())
        expression = "\"\""; // Finds nothing.
    sqlite3_result_text(context, expression.constData(), int(expression.size()), SQLITE_TRANSIENT);
}

} // namespace

int addSqlFunctions(sqlite3 *db)
{
    constexpr int kFlags = SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
    const int folding =
        sqlite3_create_function_v2(db, "mdmc_fold", 1, SQLITE_UTF16 | kFlags, nullptr, fold, nullptr, nullptr, nullptr);
    if (folding != SQLITE_OK)
        return folding;
    const auto release = [](void *tokenizer) { delete static_cast<Tokenizer *>(tokenizer); };
    return sqlite3_create_function_v2(db, "mdmc_words", 1, SQLITE_UTF8 | kFlags, new Tokenizer, words, nullptr, nullptr,
                                      release); // Also when it fails.
}

} // namespace mdmc::storage
