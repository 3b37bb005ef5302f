// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/error_text.h"

#include "ui/models/field_text.h"

#include <QCoreApplication>

namespace mdmc::ui {

namespace {

/// Gives the sentences below their translation context.
struct ErrorText {
    Q_DECLARE_TR_FUNCTIONS(ErrorText)
};

QString fieldLabel(EntityType type, const QString &path)
{
    const int field = fieldOfPath(type, path);
    return field < 0 ? QString() : FieldText::label(entityInfo(type).field(field));
}

/// What a value of this field has to look like, where that can be said.
QString malformedText(const QString &name)
{
    if (name == QLatin1String("emails") || name == QLatin1String("email"))
        return ErrorText::tr("This is not an e-mail address. It needs a form like name@example.com.");
    if (name == QLatin1String("phones"))
        return ErrorText::tr("This is not a phone number. Write it with its country code, such as "
                             "+33 6 39 98 12 34.");
    if (name == QLatin1String("spotifyId"))
        return ErrorText::tr("This is not a Spotify artist. Paste the link of the artist's page, such as "
                             "open.spotify.com/artist/….");
    if (name == QLatin1String("budget") || name == QLatin1String("contractValue"))
        return ErrorText::tr("This is not an amount. Write it like 1500 or 1 500,00 EUR.");
    if (name == QLatin1String("country"))
        return ErrorText::tr("This is not a country. Use its two letters, such as FR.");
    return {};
}

QString violationOf(ViolationKind kind, const QString &name, const QString &label)
{
    switch (kind) {
    case ViolationKind::Required:
        return label.isEmpty() ? ErrorText::tr("This is needed.") : ErrorText::tr("%1 is needed.").arg(label);
    case ViolationKind::Malformed: {
        const QString special = malformedText(name);
        return special.isEmpty() ? ErrorText::tr("This value cannot be read. Check it and write it again.") : special;
    }
    case ViolationKind::TooLong: return ErrorText::tr("This is too long. Shorten it.");
    case ViolationKind::OutOfRange: return ErrorText::tr("This is outside what is possible.");
    case ViolationKind::UnknownReference: return ErrorText::tr("What this refers to no longer exists. Choose another.");
    case ViolationKind::NotInList: return ErrorText::tr("This is not in the list. Choose one of the entries.");
    case ViolationKind::EndBeforeStart: return ErrorText::tr("The end is before the start. Choose a later end.");
    case ViolationKind::LostNeedsReason: return ErrorText::tr("A lost lead needs a reason. Choose why it was lost.");
    case ViolationKind::WonNeedsContractValue:
        return ErrorText::tr("A won lead needs a contract value above zero. Enter what was agreed.");
    case ViolationKind::Immutable: return ErrorText::tr("This cannot be changed any more.");
    }
    return {};
}

std::optional<ViolationKind> kindNamed(const QString &detail)
{
    for (int i = 0; i <= int(ViolationKind::Immutable); ++i)
        if (detail.startsWith(violationKindName(ViolationKind(i))))
            return ViolationKind(i);
    return std::nullopt;
}

} // namespace

int fieldOfPath(EntityType type, const QString &path)
{
    const qsizetype end = path.indexOf(QLatin1Char('['));
    return entityInfo(type).indexOf(QStringView(path).left(end < 0 ? path.size() : end));
}

QString violationText(const Violation &violation, EntityType type)
{
    const int field = fieldOfPath(type, violation.path);
    const QString name = field < 0 ? QString() : QString(entityInfo(type).field(field).name);
    return violationOf(violation.kind, name, fieldLabel(type, violation.path));
}

QString errorText(const Error &error, std::optional<EntityType> type)
{
    const QString label = type ? fieldLabel(*type, error.field) : QString();
    switch (error.code) {
    case ErrorCode::InvalidInput: {
        if (error.field == QLatin1String("lostReason"))
            return violationOf(ViolationKind::LostNeedsReason, {}, {});
        if (error.field == QLatin1String("contractValue") && !error.detail.startsWith(QLatin1String("malformed")))
            return violationOf(ViolationKind::WonNeedsContractValue, {}, {});
        if (const auto kind = kindNamed(error.detail))
            return violationText({error.field, *kind, {}}, type.value_or(EntityType::Lead));
        return label.isEmpty() ? ErrorText::tr("This cannot be saved as it is. Nothing was changed.")
                               : ErrorText::tr("%1: this value cannot be saved. Nothing was changed.").arg(label);
    }
    case ErrorCode::NotFound:
        return ErrorText::tr(
            "This record no longer exists here. It was deleted, or handed to somebody whose records you do not see.");
    case ErrorCode::AlreadyExists: return ErrorText::tr("This exists already. Nothing was changed.");
    case ErrorCode::TooLarge: return ErrorText::tr("This is too large to be saved. Shorten it and try again.");
    case ErrorCode::Unsupported: return ErrorText::tr("This version of the program cannot read that.");
    case ErrorCode::Unauthenticated:
        return ErrorText::tr("You are signed out. Sign in again; what you edited is kept here.");
    case ErrorCode::Forbidden:
        return label.isEmpty()
            ? ErrorText::tr("Your role does not allow this. Nothing was changed.")
            : ErrorText::tr("Your role does not allow you to change %1. Nothing was changed.").arg(label);
    case ErrorCode::RateLimited: return ErrorText::tr("Too many attempts. Wait a minute and try again.");
    case ErrorCode::StorageBusy:
        return ErrorText::tr("The local data is in use by another window. Try again in a moment.");
    case ErrorCode::StorageFull:
        return ErrorText::tr(
            "The disk is full, so this was not saved. What was saved before is safe. Free some space and try again.");
    case ErrorCode::StorageCorrupt:
        return ErrorText::tr(
            "The local data is damaged. Nothing was overwritten. Open Settings to get a fresh copy from the server.");
    case ErrorCode::WrongKey: return ErrorText::tr("This key does not open the local data. Nothing was changed.");
    case ErrorCode::KeyMissing:
        return ErrorText::tr("The key of the local data is missing from this computer's key store.");
    case ErrorCode::SchemaTooNew:
        return ErrorText::tr(
            "The local data was written by a later version of the program. Update the program to open it.");
    case ErrorCode::StorageFailure:
        return ErrorText::tr("This could not be saved to the disk. What was saved before is safe. Try again.");
    case ErrorCode::Unreachable:
        return ErrorText::tr("The server cannot be reached. You can go on working; edits are kept here.");
    case ErrorCode::TimedOut:
        return ErrorText::tr("The server did not answer in time. You can go on working; edits are kept here.");
    case ErrorCode::CertificateRejected:
        return ErrorText::tr(
            "The server's certificate cannot be trusted, so nothing was sent. Ask your administrator.");
    case ErrorCode::ProtocolViolation: return ErrorText::tr("This address is not an MDMC server.");
    case ErrorCode::ServerFailure:
        return ErrorText::tr("The server has a problem. Edits are kept here and sent later.");
    case ErrorCode::Cancelled: return ErrorText::tr("Cancelled.");
    case ErrorCode::Internal: break;
    }
    return ErrorText::tr("Something went wrong in the program. What was saved before is safe.");
}

QString refusalText(const QString &reason, const QString &field, EntityType type)
{
    const QString label = fieldLabel(type, field);
    if (reason == QLatin1String("validation")) {
        if (field == QLatin1String("lostReason"))
            return violationOf(ViolationKind::LostNeedsReason, {}, {});
        if (field == QLatin1String("contractValue"))
            return violationOf(ViolationKind::WonNeedsContractValue, {}, {});
        return label.isEmpty() ? ErrorText::tr("The server found a value that breaks a rule.")
                               : ErrorText::tr("The server cannot accept the value of %1.").arg(label);
    }
    if (reason == QLatin1String("permission"))
        return label.isEmpty() ? ErrorText::tr("Your role does not allow this change.")
                               : ErrorText::tr("Your role does not allow you to change %1.").arg(label);
    if (reason == QLatin1String("scope_lost"))
        return ErrorText::tr(
            "The record was handed to somebody whose records you do not see before your edit arrived.");
    if (reason == QLatin1String("row_deleted"))
        return ErrorText::tr("The record was deleted before your edit arrived.");
    if (reason == QLatin1String("row_unknown") || reason == QLatin1String("reference_missing"))
        return ErrorText::tr("The server does not have the record that this edit is about.");
    if (reason == QLatin1String("group_aborted"))
        return ErrorText::tr("An edit that belongs to this one was refused, so neither was made.");
    if (reason == QLatin1String("unique"))
        return label.isEmpty() ? ErrorText::tr("Another record has this value already.")
                               : ErrorText::tr("Another record has this value of %1 already.").arg(label);
    if (reason == QLatin1String("too_large") || reason == QLatin1String("quota"))
        return ErrorText::tr("The edit is larger than the server allows.");
    if (reason == QLatin1String("schema_too_new") || reason == QLatin1String("schema_too_old"))
        return ErrorText::tr("The server and this program are of different versions. One of the two needs an update.");
    if (reason == QLatin1String("server_error"))
        return ErrorText::tr("The server failed on this edit several times.");
    return ErrorText::tr("The server refused this edit.");
}

SignInProblem signInProblem(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Unauthenticated:
        return {QStringLiteral("password"),
                ErrorText::tr("E-mail and password do not match. Check both and try again.")};
    case ErrorCode::RateLimited:
        return {QStringLiteral("password"), ErrorText::tr("Too many attempts. Wait a minute and try again.")};
    case ErrorCode::Unreachable:
        return {QStringLiteral("server"),
                ErrorText::tr("No server answers at this address. Check the address and your connection.")};
    case ErrorCode::TimedOut:
        return {QStringLiteral("server"), ErrorText::tr("The server did not answer in time. Try again in a moment.")};
    case ErrorCode::CertificateRejected:
        return {QStringLiteral("server"),
                ErrorText::tr("The certificate of this server cannot be trusted, so your password was not "
                              "sent. Ask your administrator.")};
    case ErrorCode::ProtocolViolation:
        return {QStringLiteral("server"),
                ErrorText::tr("Something answers at this address, but it is not an MDMC server.")};
    case ErrorCode::Unsupported:
        return {QStringLiteral("server"),
                ErrorText::tr("This server speaks another version. Update the program or the server.")};
    case ErrorCode::AlreadyExists:
        return {
            QString(),
            ErrorText::tr("This computer already holds the data of another account. Sign out of it first; nothing was "
                          "changed.")};
    case ErrorCode::Forbidden:
        return {QStringLiteral("email"), ErrorText::tr("This account is switched off. Ask your administrator.")};
    case ErrorCode::WrongKey:
        return {QStringLiteral("passphrase"),
                ErrorText::tr("This passphrase does not open the data. Nothing was changed.")};
    case ErrorCode::InvalidInput:
        if (error.field == QLatin1String("server"))
            return {QStringLiteral("server"),
                    ErrorText::tr("This is not an address. It needs a form like https://crm.example.com.")};
        if (error.field == QLatin1String("email"))
            return {QStringLiteral("email"),
                    ErrorText::tr("This is not an e-mail address. It needs a form like name@example.com.")};
        return {error.field, ErrorText::tr("This cannot be used. Check what you typed.")};
    default: return {QString(), errorText(error)};
    }
}

QString errorDetails(const Error &error)
{
    QString details = errorCodeName(error.code);
    if (!error.field.isEmpty())
        details += QStringLiteral(" (%1)").arg(error.field);
    if (!error.detail.isEmpty())
        details += QStringLiteral(": ") + error.detail;
    return details;
}

} // namespace mdmc::ui
