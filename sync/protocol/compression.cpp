// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/compression.h"

#include <zstd.h>

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

Result<QByteArray> decompressZstd(QByteArrayView compressed, qint64 limit)
{
    struct FreeStream {
        void operator()(ZSTD_DStream *stream) const { ZSTD_freeDStream(stream); }
    };
    const std::unique_ptr<ZSTD_DStream, FreeStream> stream(ZSTD_createDStream());
    QByteArray out;
    QByteArray chunk(qsizetype(ZSTD_DStreamOutSize()), Qt::Uninitialized);
    ZSTD_inBuffer input{compressed.data(), size_t(compressed.size()), 0};
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
    if (input.pos != input.size)
        return failure(ErrorCode::InvalidInput, QStringLiteral("something follows the compressed data"));
    return out;
}

qint64 inflatedSize(QByteArrayView compressed, qint64 limit)
{
    const unsigned long long size = ZSTD_getFrameContentSize(compressed.data(), size_t(compressed.size()));
    return size > quint64(limit) ? limit : qint64(size); // Unknown and damaged ones are the largest numbers.
}

} // namespace mdmc::sync
