// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/model/entity.h"
#include "core/rules/validation.h"

#include <QString>

namespace mdmc::ui {

// The one place where what went wrong becomes a sentence in the person's language: what happened, what was kept, what
// to do. Codes are for *Details* (`errorDetails`).

/// A failed edit or read of a record.
QString errorText(const Error &error, std::optional<EntityType> type = {});
/// A broken rule, to stand under its field.
QString violationText(const Violation &violation, EntityType type);
/// Why the server refused an edit (names of SYNC.md); `field` may be empty.
QString refusalText(const QString &reason, const QString &field, EntityType type);
/// A failed sign-in or opening of a workspace, and the field of the form it stands under: `server`, `email`,
/// `password`, `passphrase`, or empty for the form as a whole.
struct SignInProblem {
    QString field;
    QString sentence;
};
SignInProblem signInProblem(const Error &error);

/// What *Details* shows and copies: code, field and the English detail; holds no personal data.
QString errorDetails(const Error &error);

/// The field a path leads to (`emails[1]` → emails), or -1.
int fieldOfPath(EntityType type, const QString &path);

} // namespace mdmc::ui
