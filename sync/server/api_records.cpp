// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/record_query.h"
#include "sync/protocol/merge.h"
#include "sync/server/api.h"
#include "sync/server/record_json.h"

#include <QCryptographicHash>
#include <QJsonDocument>

namespace mdmc::sync {

namespace {

constexpr int kMaxPage = 200;

QByteArray etagOf(const Record &record)
{
    return '"' + QByteArray::number(record.rev) + '"';
}

/// The client under which a user's REST writes are numbered: a UUIDv8, which no sync client may call its own.
RecordId restClient(const RecordId &user)
{
    QByteArray id = QCryptographicHash::hash("mdmc-rest:" + user.toBytes(), QCryptographicHash::Sha256).left(16);
    id[6] = char((id[6] & 0x0f) | 0x80);
    id[8] = char((id[8] & 0x3f) | 0x80);
    return *RecordId::fromBytes(id);
}

Result<QJsonObject> objectOf(const http::Request &request)
{
    if (!request.header("Content-Type").startsWith("application/json"))
        return failure(ErrorCode::Unsupported, QStringLiteral("Send application/json."));
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return failure(ErrorCode::InvalidInput, QStringLiteral("The body is not a JSON object."));
    return document.object();
}

http::Response recordResponse(int status, const Record &record)
{
    http::Response response = http::Response::json(status, toJson(record));
    response.headers.emplace_back("ETag", etagOf(record));
    response.headers.emplace_back("Cache-Control", "private, no-cache");
    return response;
}

int statusOf(RejectReason reason)
{
    switch (reason) {
    case RejectReason::Permission: return 403;
    case RejectReason::ScopeLost:
    case RejectReason::RowUnknown: return 404;
    case RejectReason::RowDeleted: return 410;
    case RejectReason::IdReused:
    case RejectReason::Unique: return 409;
    case RejectReason::TooLarge: return 413;
    case RejectReason::ServerError: return 500;
    default: return 400;
    }
}

Error notFound()
{
    return {ErrorCode::NotFound, QStringLiteral("There is no such record."), {}};
}

} // namespace

std::vector<Route> RecordApi::routes()
{
    using enum http::Method;
    const auto bind = [this](void (RecordApi::*handler)(Call, http::Reply)) {
        return [this, handler](Call call, http::Reply reply) { (this->*handler)(std::move(call), std::move(reply)); };
    };
    const QString one = m_path + QStringLiteral("/*");
    return {{Get, m_path, Access::Signed, Bucket::Api, bind(&RecordApi::list)},
            {Post, m_path, Access::Signed, Bucket::Api, bind(&RecordApi::create)},
            {Get, one, Access::Signed, Bucket::Api, bind(&RecordApi::get)},
            {Patch, one, Access::Signed, Bucket::Api, bind(&RecordApi::patch)},
            {Delete, one, Access::Signed, Bucket::Api, bind(&RecordApi::remove)}};
}

Result<std::optional<Record>> RecordApi::visible(const Call &call, const RecordId &id)
{
    MDMC_ASSIGN(const StoreTransaction transaction, StoreTransaction::begin(m_services.store, Store::Mode::Read));
    MDMC_ASSIGN(std::optional<Record> record, m_services.store.load({m_type, id}));
    MDMC_ASSIGN(const std::optional<RowScope> scope, m_services.store.scopeOf({m_type, id}));
    if (!record || record->isDeleted() || !scope || !isVisible(call.actor(), scope->key))
        return std::optional<Record>();
    return record;
}

void RecordApi::list(Call call, http::Reply reply)
{
    const Result<QByteArray> body = knownPage(call);
    reply(body ? http::Response::bytes(200, "application/json", *body) : apiError(body.error(), call.request.requestId));
}

Result<QByteArray> RecordApi::knownPage(const Call &call)
{
    // One view of the store: ids and rows of a page belong together, and to the version under which it is kept.
    MDMC_ASSIGN(const StoreTransaction transaction, StoreTransaction::begin(m_services.store, Store::Mode::Read));
    MDMC_ASSIGN(const std::optional<storage::Database::Version> version, m_services.store.version());
    const Actor actor = call.actor();
    const QByteArray key = actor.userId.toBytes() + scopeTag(actor) + call.request.query.query().toUtf8();
    const Page *known = m_pages.object(key);
    const bool isAskedAgain = known && known->version == version;
    if (isAskedAgain && !known->body.isNull())
        return known->body;
    MDMC_ASSIGN(const QByteArray body, page(call, version));
    // Most pages are read once, one after the other; the text of one is kept when it is asked for again.
    if (version)
        m_pages.insert(key, new Page{*version, isAskedAgain ? body : QByteArray()},
                       key.size() + 100 + (isAskedAgain ? body.size() : 0));
    return body;
}

Result<QByteArray> RecordApi::page(const Call &call, const std::optional<storage::Database::Version> &version)
{
    const auto item = [&](const QString &name) { return call.request.query.queryItemValue(name, QUrl::FullyDecoded); };
    bool isNumber = true;
    const QString limitText = item(QStringLiteral("limit"));
    const int limit = limitText.isEmpty() ? 50 : limitText.toInt(&isNumber);
    if (!isNumber || limit < 1 || limit > kMaxPage)
        return failure(ErrorCode::InvalidInput, QStringLiteral("A page holds 1 to 200 records."),
                       QStringLiteral("limit"));
    RecordId after;
    if (const QString text = item(QStringLiteral("after")); !text.isEmpty()) {
        const auto id = RecordId::fromString(text);
        if (!id)
            return failure(ErrorCode::InvalidInput, QStringLiteral("This is no page cursor."), QStringLiteral("after"));
        after = *id;
    }
    storage::Filter filter;
    if (const QString text = item(QStringLiteral("filter")); !text.isEmpty()) {
        MDMC_ASSIGN(filter, storage::parseFilter(m_type, text.toUtf8()));
    }
    MDMC_TRY(m_texts.follow(version));
    MDMC_ASSIGN(const std::vector<Store::RowPlace> rows,
                m_texts.visibleRows(call.actor(), after, limit + 1, filter));
    const std::span<const Store::RowPlace> shown(rows.data(), std::min(rows.size(), size_t(limit)));
    QByteArray body;
    body.reserve(qsizetype(shown.size() + 1) * 1200);
    body.append("{\"items\":[");
    MDMC_TRY(m_texts.append(body, shown));
    body.append("],\"next\":");
    if (shown.size() < rows.size())
        body.append('"').append(shown.back().id.toString().toLatin1()).append('"');
    else
        body.append("null");
    return body.append('}');
}

void RecordApi::get(Call call, http::Reply reply)
{
    const auto id = RecordId::fromString(call.parameters.first());
    const auto record = id ? visible(call, *id) : Result<std::optional<Record>>(std::nullopt);
    if (!record || !*record)
        return reply(apiError(record ? notFound() : record.error(), call.request.requestId));
    if (call.request.header("If-None-Match") == etagOf(**record)) {
        http::Response unchanged = http::Response::empty(304);
        unchanged.headers.emplace_back("ETag", etagOf(**record));
        return reply(std::move(unchanged));
    }
    reply(recordResponse(200, **record));
}

Result<OperationResult> RecordApi::submit(const Call &call, Operation operation)
{
    operation.type = m_type;
    MDMC_ASSIGN(const DecidedPush outcome,
                m_services.processor.submit({restClient(call.user->id), call.user->id, QStringLiteral("REST")},
                                            {std::move(operation)}));
    if (outcome.hasChanged)
        m_hub.headMoved();
    if (outcome.results.empty())
        return failure(ErrorCode::Internal, QStringLiteral("the operation has no result"));
    return outcome.results.front();
}

http::Response RecordApi::replyFor(const Call &call, const RecordId &id, const Result<OperationResult> &result,
                                   int status)
{
    const QString requestId = call.request.requestId;
    if (!result)
        return apiError(result.error(), requestId);
    if (result->outcome == Outcome::Deferred)
        return apiError({result->detail == errorCodeName(ErrorCode::StorageFull) ? ErrorCode::StorageFull
                                                                                 : ErrorCode::StorageBusy,
                         result->detail, {}},
                        requestId);
    if (result->outcome == Outcome::Rejected) {
        QJsonObject fields;
        if (!result->field.isEmpty())
            fields.insert(result->field, result->detail);
        return apiError(statusOf(result->reason), rejectReasonName(result->reason), result->detail, requestId, fields);
    }
    if (status == 204)
        return http::Response::empty(204);
    const auto record = visible(call, id);
    if (!record)
        return apiError(record.error(), requestId);
    if (!*record)
        return http::Response::empty(204); // Handed on out of the author's sight
    http::Response response = recordResponse(status, **record);
    if (status == 201)
        response.headers.emplace_back("Location", (m_path + u'/' + id.toString()).toLatin1());
    return response;
}

void RecordApi::create(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    const auto object = objectOf(call.request);
    if (!object)
        return reply(apiError(object.error(), requestId));
    const auto changes = changesFromJson(entityInfo(m_type), *object);
    if (!changes)
        return reply(apiError(changes.error(), requestId));
    Operation operation;
    operation.kind = OperationKind::Create;
    operation.id = RecordId::mint();
    if (const QJsonValue given = object->value(QLatin1String("id")); !given.isUndefined()) {
        const auto id = RecordId::fromString(given.toString());
        if (!id)
            return reply(
                apiError({ErrorCode::InvalidInput, QStringLiteral("This is no id."), QStringLiteral("id")}, requestId));
        operation.id = *id;
    }
    for (const FieldChange &change : *changes)
        operation.edits.push_back({change.field, EditAction::Assign, change.value, 0});
    const RecordId id = operation.id;
    reply(replyFor(call, id, submit(call, std::move(operation)), 201));
}

std::optional<http::Response> RecordApi::checkMatch(const Call &call, const Record &record) const
{
    const QByteArray expected = call.request.header("If-Match");
    if (expected.isEmpty())
        return apiError(428, QStringLiteral("precondition_required"),
                        QStringLiteral("Send If-Match with the ETag of the version that was read."),
                        call.request.requestId);
    if (expected != "*" && expected != etagOf(record))
        return apiError(412, QStringLiteral("precondition_failed"),
                        QStringLiteral("The record has changed since it was read."), call.request.requestId);
    return std::nullopt;
}

void RecordApi::patch(Call call, http::Reply reply)
{
    const QString requestId = call.request.requestId;
    const auto object = objectOf(call.request);
    if (!object)
        return reply(apiError(object.error(), requestId));
    const auto changes = changesFromJson(entityInfo(m_type), *object);
    if (!changes)
        return reply(apiError(changes.error(), requestId));
    const auto id = RecordId::fromString(call.parameters.first());
    const auto record = id ? visible(call, *id) : Result<std::optional<Record>>(std::nullopt);
    if (!record || !*record)
        return reply(apiError(record ? notFound() : record.error(), requestId));
    if (auto refusal = checkMatch(call, **record))
        return reply(std::move(*refusal));
    Operation operation;
    operation.id = *id;
    for (const FieldChange &change : *changes)
        operation.edits.push_back(
            {change.field, EditAction::Assign, change.value, (*record)->versions[size_t(change.field)]});
    reply(replyFor(call, *id, submit(call, std::move(operation)), 200));
}

void RecordApi::remove(Call call, http::Reply reply)
{
    const auto id = RecordId::fromString(call.parameters.first());
    const auto record = id ? visible(call, *id) : Result<std::optional<Record>>(std::nullopt);
    if (!record || !*record)
        return reply(apiError(record ? notFound() : record.error(), call.request.requestId));
    if (auto refusal = checkMatch(call, **record))
        return reply(std::move(*refusal));
    Operation operation;
    operation.id = *id;
    operation.kind = OperationKind::Delete;
    reply(replyFor(call, *id, submit(call, std::move(operation)), 204));
}

} // namespace mdmc::sync
