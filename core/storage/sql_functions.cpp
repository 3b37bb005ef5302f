// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sql_functions.h"

#include "core/model/entity.h"

#include <sqlcipher/sqlite3.h>

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

} // namespace

int addSqlFunctions(sqlite3 *db)
{
    return sqlite3_create_function_v2(db, "mdmc_fold", 1, SQLITE_UTF16 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nullptr,
                                      fold, nullptr, nullptr, nullptr);
}

} // namespace mdmc::storage
