// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/fuzz_target.h"

#include "sync/server/http/request_reader.h"
#include "sync/server/http/trusted_proxies.h"

// Bytes of a connection, several requests after one another. How the network cuts them must make no difference, and
// what comes out must be what the header of Request promises to the services.

using namespace mdmc;
using namespace mdmc::http;
using mdmc::fuzz::require;
using Step = RequestReader::Step;

namespace {

struct Outcome {
    int status = 0; ///< 200 for a whole request, 0 when more is waited for, else the refusal.
    QByteArray code;
    qsizetype used = 0;
    bool keepAlive = false;
    bool expectsContinue = false;
    Request request;
};

bool same(const Outcome &a, const Outcome &b)
{
    return a.status == b.status && a.code == b.code && a.used == b.used && a.keepAlive == b.keepAlive
        && a.expectsContinue == b.expectsContinue && a.request.methodName == b.request.methodName
        && a.request.path == b.request.path && a.request.query == b.request.query
        && a.request.headers == b.request.headers && a.request.body == b.request.body
        && a.request.upgrade == b.request.upgrade;
}

Outcome refusedBy(const RequestReader &reader)
{
    return {.status = reader.refusal().status, .code = reader.refusal().code, .request = {}};
}

/// Offers `bytes` as a socket does: piece after piece, what was not taken again with more behind it.
Outcome read(const QByteArray &bytes, uint32_t pieces, const Limits &limits)
{
    RequestReader reader(limits);
    reader.reset();
    bool hasHead = false;
    qsizetype done = 0;
    uint32_t state = pieces;
    for (qsizetype available = 0; available < bytes.size();) {
        state = state * 1664525u + 1013904223u;
        available = pieces == 0 ? bytes.size() : std::min<qsizetype>(bytes.size(), available + 1 + (state >> 20) % 97);
        if (!hasHead) {
            const QByteArrayView unread = QByteArrayView(bytes).first(std::min<qsizetype>(available, limits.maxHeaderBytes + 1));
            Step step = reader.scanHead(unread);
            if (step == Step::Done)
                step = reader.parseHead(unread.first(reader.headSize()));
            if (step == Step::NeedMore)
                continue;
            if (step == Step::Refused)
                return refusedBy(reader);
            hasHead = true;
            done = reader.headSize();
            if (!reader.hasBody())
                return {200, {}, done, reader.keepAlive(), reader.expectsContinue(), reader.takeRequest()};
        }
        while (done < available) {
            qsizetype taken = 0;
            const QByteArrayView unread = QByteArrayView(bytes).sliced(done, available - done);
            const Step step = reader.readBody(unread, taken);
            require(taken >= 0 && taken <= unread.size(), "no more is taken than was offered");
            done += taken;
            require(reader.bodySize() <= limits.maxBody, "a body stays under its limit");
            if (step == Step::Refused)
                return refusedBy(reader);
            if (step == Step::Done)
                return {200, {}, done, reader.keepAlive(), reader.expectsContinue(), reader.takeRequest()};
            if (taken == 0)
                break;
        }
    }
    return {};
}

void checkPromises(const Request &request, const Limits &limits)
{
    require(request.path.startsWith(u'/') || (request.path == u"*" && request.method == Method::Options),
            "a path begins with a slash");
    const QString closed = request.path + u'/';
    require(!closed.contains(u"/../") && !closed.contains(u"/./"), "a path has no dot segments");
    for (const QChar c : request.path)
        require(c.unicode() >= 0x20 && c.unicode() != 0x7f && c != u'\\', "a path has no control characters");
    require(qint64(request.body.size()) <= limits.maxBody, "a body stays under its limit");
    require(int(request.headers.size()) <= limits.maxHeaders, "headers are counted");
    for (const char *name : {"Host", "Authorization", "Content-Type", "Transfer-Encoding", "Content-Length"}) {
        const auto named = [&](const auto &header) { return header.first.compare(name, Qt::CaseInsensitive) == 0; };
        require(std::count_if(request.headers.begin(), request.headers.end(), named) <= 1, "occurs at most once", name);
    }
    for (const auto &[name, value] : request.headers) {
        for (const QByteArray &text : {name, value})
            require(!text.contains('\n') && !text.contains('\r') && !text.contains('\0'), "a header is one line");
    }
    if (request.upgrade)
        require(request.method == Method::Get && request.body.isEmpty(), "only a GET becomes a WebSocket");
    request.query.queryItemValue(QStringLiteral("limit"), QUrl::FullyDecoded);

    static const TrustedProxies proxies = TrustedProxies::parse({QStringLiteral("127.0.0.0/8"), QStringLiteral("fd00::/8")}).value();
    const QHostAddress client = proxies.client(QHostAddress(QHostAddress::LocalHost), request.header("X-Forwarded-For"));
    require(!client.isNull() && !peerKey(client).isEmpty(), "there is always someone to count a request for");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz::Steering steering(data, size);
    const uint8_t choice = steering.byte();
    const QByteArray input = steering.rest();
    Limits limits;
    if (choice & 1) { // Small ones, which short inputs reach.
        limits.maxBody = 64;
        limits.maxHeaderBytes = 256;
        limits.maxHeaders = 6;
        limits.maxUrl = 32;
    }
    qsizetype at = 0;
    for (int i = 0; i < 4 && at < input.size(); ++i) {
        const QByteArray bytes = input.mid(at);
        const Outcome whole = read(bytes, 0, limits);
        const Outcome cut = read(bytes, 1u + choice * 2654435761u + uint32_t(i), limits);
        require(same(whole, cut), "how a request is cut makes no difference",
                QByteArray::number(whole.status) + ' ' + QByteArray::number(cut.status));
        if (whole.status != 200)
            break;
        require(whole.used > 0, "a request takes something");
        checkPromises(whole.request, limits);
        at += whole.used;
    }
    return 0;
}
