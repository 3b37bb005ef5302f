// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/compression.h"

#include <zstd.h>

#include <algorithm>
#include <memory>

namespace mdmc::sync {

QByteArray compressZstd(QByteArrayView plain)
{
    QByteArray out(qsizetype(ZSTD_compressBound(size_t(plain.size()))), Qt::Uninitialized);
    const size_t size = ZSTD_compress(out.data(), size_t(out.size()), plain.data(), size_t(plain.size()), 1);
    Q_ASSERT(!ZSTD_isError(size));
    out.truncate(qsizetype(size));
    return out;
}

namespace {

struct FreeStream {
    void operator()(ZSTD_DStream *stream) const { ZSTD_freeDStream(stream); }
};

/// What reading takes: to make it costs more than a small frame.
struct FrameReader {
    std::unique_ptr<ZSTD_DStream, FreeStream> stream{ZSTD_createDStream()};
    QByteArray chunk = QByteArray(qsizetype(ZSTD_DStreamOutSize()), Qt::Uninitialized);
};

/// Appends what the frame that `input` stands at holds, and leaves `input` behind it.
Result<> appendFrame(QByteArray &out, FrameReader &reader, ZSTD_inBuffer &input, qint64 limit)
{
    auto &[stream, chunk] = reader;
    const QByteArrayView rest(static_cast<const char *>(input.src) + input.pos, qsizetype(input.size - input.pos));
    if (const qint64 size = inflatedSize(rest, limit); size < limit)
        out.reserve(qsizetype(std::min(out.size() + size, limit)));
    size_t state = 1;
    while (state != 0) {
        ZSTD_outBuffer output{chunk.data(), size_t(chunk.size()), 0};
        const size_t consumedBefore = input.pos;
        state = ZSTD_decompressStream(stream.get(), &output, &input);
        if (ZSTD_isError(state))
            return failure(ErrorCode::InvalidInput, QStringLiteral("the compressed data is damaged"));
        if (out.size() + qint64(output.pos) > limit)
            return failure(ErrorCode::TooLarge, QStringLiteral("the data inflates beyond %1 bytes").arg(limit));
        out.append(chunk.constData(), qsizetype(output.pos));
        if (state != 0 && output.pos == 0 && input.pos == consumedBefore)
            return failure(ErrorCode::InvalidInput, QStringLiteral("the compressed data is cut off"));
    }
    return {};
}

} // namespace

Result<QByteArray> decompressZstd(QByteArrayView compressed, qint64 limit)
{
    QByteArray out;
    ZSTD_inBuffer input{compressed.data(), size_t(compressed.size()), 0};
    FrameReader reader;
    MDMC_TRY(appendFrame(out, reader, input, limit));
    if (input.pos != input.size)
        return failure(ErrorCode::InvalidInput, QStringLiteral("something follows the compressed data"));
    return out;
}

Result<QByteArray> decompressZstdFrames(QByteArrayView compressed, qint64 limit, int maxFrames)
{
    QByteArray out;
    ZSTD_inBuffer input{compressed.data(), size_t(compressed.size()), 0};
    FrameReader reader;
    int frames = 0;
    do {
        if (++frames > maxFrames)
            return failure(ErrorCode::InvalidInput, QStringLiteral("more than %1 compressed parts").arg(maxFrames));
        MDMC_TRY(appendFrame(out, reader, input, limit));
    } while (input.pos != input.size);
    return out;
}

qint64 inflatedSize(QByteArrayView compressed, qint64 limit)
{
    const unsigned long long size = ZSTD_getFrameContentSize(compressed.data(), size_t(compressed.size()));
    return size > quint64(limit) ? limit : qint64(size); // Unknown and damaged ones are the largest numbers.
}

} // namespace mdmc::sync
