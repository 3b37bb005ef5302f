// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/operation.h"

#include "sync/protocol/codec.h"

#include <QCryptographicHash>

namespace mdmc::sync {

QLatin1String rejectReasonName(RejectReason reason)
{
    switch (reason) {
    case RejectReason::None: return QLatin1String("none");
    case RejectReason::Validation: return QLatin1String("validation");
    case RejectReason::Permission: return QLatin1String("permission");
    case RejectReason::ScopeLost: return QLatin1String("scope_lost");
    case RejectReason::RowDeleted: return QLatin1String("row_deleted");
    case RejectReason::RowUnknown: return QLatin1String("row_unknown");
    case RejectReason::IdReused: return QLatin1String("id_reused");
    case RejectReason::Unique: return QLatin1String("unique");
    case RejectReason::ReferenceMissing: return QLatin1String("reference_missing");
    case RejectReason::SchemaTooNew: return QLatin1String("schema_too_new");
    case RejectReason::SchemaTooOld: return QLatin1String("schema_too_old");
    case RejectReason::TooLarge: return QLatin1String("too_large");
    case RejectReason::Quota: return QLatin1String("quota");
    case RejectReason::GroupAborted: return QLatin1String("group_aborted");
    case RejectReason::ClientForked: return QLatin1String("client_forked");
    case RejectReason::ServerError: return QLatin1String("server_error");
    }
    return QLatin1String("server_error");
}

QByteArray operationHash(const Operation &operation)
{
    Operation content = operation;
    content.n = content.group = content.groupSize = 1;
    content.schemaVersion = 1;
    content.origin.reset();
    for (FieldEdit &edit : content.edits)
        edit.base = 0;
    return QCryptographicHash::hash(encodeOperation(content), QCryptographicHash::Sha256).left(16);
}

} // namespace mdmc::sync
