// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <tl/expected.hpp>

namespace mdmc {

/// What went wrong, for programs. `ui` turns each into a translated sentence in one place;
/// the server maps each to an HTTP status in one place.
enum class ErrorCode {
    // Input
    InvalidInput,      ///< A value or a message breaks a rule; `field` names it where one field is to blame.
    NotFound,
    AlreadyExists,
    TooLarge,
    Unsupported,       ///< A format or a version that this build does not know.
    // People
    Unauthenticated,   ///< No, expired or wrong credentials.
    Forbidden,
    RateLimited,
    // Storage
    StorageBusy,
    StorageFull,
    StorageCorrupt,    ///< The file is damaged.
    WrongKey,          ///< The key does not open the file (or the file is no database: indistinguishable).
    KeyMissing,        ///< A database exists, its key does not.
    SchemaTooNew,      ///< Written by a later version of the program.
    StorageFailure,    ///< Any other failure of the database or the file system.
    // Network
    Unreachable,
    TimedOut,
    CertificateRejected,
    ProtocolViolation, ///< The other end does not speak our protocol.
    ServerFailure,
    // Program
    Cancelled,
    Internal,
};

/// A failure. `detail` is for logs and for *Details* in a message box: English, without personal data or secrets.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    QString detail;
    QString field; ///< Path of the field to blame, such as `emails[1]`; empty when none is.

    bool operator==(const Error &) const = default;
};

/// Stable lower_snake_case name of a code, used in logs, JSON and CBOR.
QString errorCodeName(ErrorCode code);

template<typename T = void>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> failure(ErrorCode code, QString detail = {}, QString field = {})
{
    return tl::unexpected<Error>(Error{code, std::move(detail), std::move(field)});
}

} // namespace mdmc

Q_DECLARE_METATYPE(mdmc::Error)

/// Returns from the enclosing function with the error of `expression` if it has one.
#define MDMC_TRY(expression)                                                                                      \
    do {                                                                                                          \
        if (auto mdmcTryResult = (expression); !mdmcTryResult)                                                    \
            return tl::unexpected<::mdmc::Error>(std::move(mdmcTryResult.error()));                               \
    } while (false)

#define MDMC_CONCAT_INNER(a, b) a##b
#define MDMC_CONCAT(a, b) MDMC_CONCAT_INNER(a, b)
/// `MDMC_ASSIGN(auto row, load(id));` declares `row` with the value, or returns the error.
#define MDMC_ASSIGN(declaration, expression) MDMC_ASSIGN_INNER(MDMC_CONCAT(mdmcResult, __LINE__), declaration, expression)
#define MDMC_ASSIGN_INNER(result, declaration, expression)                                                        \
    auto result = (expression);                                                                                   \
    if (!result)                                                                                                  \
        return tl::unexpected<::mdmc::Error>(std::move(result.error()));                                          \
    declaration = std::move(*result)
