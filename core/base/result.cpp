// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/result.h"

namespace mdmc {

QString errorCodeName(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidInput: return QStringLiteral("invalid_input");
    case ErrorCode::NotFound: return QStringLiteral("not_found");
    case ErrorCode::AlreadyExists: return QStringLiteral("already_exists");
    case ErrorCode::TooLarge: return QStringLiteral("too_large");
    case ErrorCode::Unsupported: return QStringLiteral("unsupported");
    case ErrorCode::Unauthenticated: return QStringLiteral("unauthenticated");
    case ErrorCode::Forbidden: return QStringLiteral("forbidden");
    case ErrorCode::RateLimited: return QStringLiteral("rate_limited");
    case ErrorCode::StorageBusy: return QStringLiteral("storage_busy");
    case ErrorCode::StorageFull: return QStringLiteral("storage_full");
    case ErrorCode::StorageCorrupt: return QStringLiteral("storage_corrupt");
    case ErrorCode::WrongKey: return QStringLiteral("wrong_key");
    case ErrorCode::KeyMissing: return QStringLiteral("key_missing");
    case ErrorCode::SchemaTooNew: return QStringLiteral("schema_too_new");
    case ErrorCode::StorageFailure: return QStringLiteral("storage_failure");
    case ErrorCode::Unreachable: return QStringLiteral("unreachable");
    case ErrorCode::TimedOut: return QStringLiteral("timed_out");
    case ErrorCode::CertificateRejected: return QStringLiteral("certificate_rejected");
    case ErrorCode::ProtocolViolation: return QStringLiteral("protocol_violation");
    case ErrorCode::ServerFailure: return QStringLiteral("server_failure");
    case ErrorCode::Cancelled: return QStringLiteral("cancelled");
    case ErrorCode::Internal: return QStringLiteral("internal");
    }
    return QStringLiteral("internal");
}

} // namespace mdmc
