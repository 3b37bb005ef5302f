// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/http/compression.h"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>

namespace mdmc::http {

namespace {

constexpr qsizetype kWorthwhile = 1024;
constexpr qsizetype kTooLong = 16 << 20; // Beyond this the event loop would stand still for too long.
constexpr int kZstdLevel = 3;
constexpr int kGzipLevel = 5;

bool isCompressible(const QByteArray &contentType)
{
    const QByteArray type = contentType.split(';').first().trimmed().toLower();
    static constexpr const char *types[] = {"application/json", "application/cbor", "application/cbor-seq",
                                            "application/xml",  "application/javascript", "image/svg+xml"};
    return type.startsWith("text/") || type.endsWith("+json") || type.endsWith("+cbor") || type.endsWith("+xml")
        || std::any_of(std::begin(types), std::end(types), [&](const char *each) { return type == each; });
}

QByteArray gzip(const QByteArray &body)
{
    z_stream stream{};
    // 15 + 16: the largest window, in gzip's frame.
    if (deflateInit2(&stream, kGzipLevel, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return {};
    QByteArray out(qsizetype(deflateBound(&stream, uLong(body.size()))), Qt::Uninitialized);
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(body.data()));
    stream.avail_in = uInt(body.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = uInt(out.size());
    const bool ok = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    out.truncate(ok ? qsizetype(stream.total_out) : 0);
    deflateEnd(&stream);
    return out;
}

QByteArray zstd(const QByteArray &body)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(body.size()))), Qt::Uninitialized);
    const size_t size = ZSTD_compress(out.data(), size_t(out.size()), body.data(), size_t(body.size()), kZstdLevel);
    out.truncate(ZSTD_isError(size) ? 0 : qsizetype(size));
    return out;
}

/// `q` of a list element such as `gzip;q=0.5`, in thousandths; 0 when malformed.
int quality(const QList<QByteArray> &parts)
{
    for (qsizetype i = 1; i < parts.size(); ++i) {
        const QByteArray part = parts[i].trimmed().toLower();
        if (!part.startsWith("q="))
            continue;
        bool ok = false;
        const double q = part.mid(2).toDouble(&ok);
        return ok && q >= 0 && q <= 1 ? int(q * 1000) : 0;
    }
    return 1000;
}

} // namespace

ContentCoding acceptedCoding(const QByteArray &acceptEncoding)
{
    int gzipQuality = -1, zstdQuality = -1, anyQuality = 0;
    for (const QByteArray &element : acceptEncoding.split(',')) {
        const QList<QByteArray> parts = element.split(';');
        const QByteArray name = parts.first().trimmed().toLower();
        if (name == "gzip" || name == "x-gzip")
            gzipQuality = quality(parts);
        else if (name == "zstd")
            zstdQuality = quality(parts);
        else if (name == "*")
            anyQuality = quality(parts);
    }
    gzipQuality = gzipQuality < 0 ? anyQuality : gzipQuality;
    zstdQuality = zstdQuality < 0 ? anyQuality : zstdQuality;
    if (gzipQuality == 0 && zstdQuality == 0)
        return ContentCoding::Identity;
    return zstdQuality >= gzipQuality ? ContentCoding::Zstd : ContentCoding::Gzip;
}

void compress(Response &response, const QByteArray &acceptEncoding)
{
    if (!response.compress || response.body.size() <= kWorthwhile || response.body.size() > kTooLong
        || !isCompressible(response.contentType))
        return;
    const bool encoded = std::any_of(response.headers.begin(), response.headers.end(), [](const auto &header) {
        return header.first.compare("Content-Encoding", Qt::CaseInsensitive) == 0;
    });
    if (encoded)
        return;
    response.headers.emplace_back("Vary", "Accept-Encoding");
    const ContentCoding coding = acceptedCoding(acceptEncoding);
    if (coding == ContentCoding::Identity)
        return;
    QByteArray smaller = coding == ContentCoding::Zstd ? zstd(response.body) : gzip(response.body);
    if (smaller.isEmpty() || smaller.size() >= response.body.size())
        return;
    response.body = std::move(smaller);
    response.headers.emplace_back("Content-Encoding", coding == ContentCoding::Zstd ? "zstd" : "gzip");
}

} // namespace mdmc::http
