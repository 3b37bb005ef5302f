// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/csv_writer.h"

#include <QFileDevice>

namespace mdmc::exchange {

namespace {

constexpr qsizetype bufferBytes = 64 * 1024;

bool startsFormula(QChar c)
{
    switch (c.unicode()) {
    case u'=':
    case u'+':
    case u'-':
    case u'@':
    case u'\t':
    case u'\r':
    case u'\n':
    case u'\uFF1D':
    case u'\uFF0B':
    case u'\uFF0D':
    case u'\uFF20':
        return true;
    default:
        return false;
    }
}

/// Whether a formula character follows, apostrophes aside.
bool needsGuard(QStringView value)
{
    qsizetype at = 0;
    while (at < value.size() && value[at] == u'\'')
        ++at;
    return at < value.size() && startsFormula(value[at]);
}

} // namespace

QString guardFormula(const QString &value)
{
    return needsGuard(value) ? u'\'' + value : value;
}

QString unguardFormula(const QString &cell)
{
    return cell.startsWith(u'\'') && needsGuard(QStringView(cell).mid(1)) ? cell.mid(1) : cell;
}

CsvWriter::CsvWriter(QIODevice &device, CsvWriterOptions options) : m_device(device), m_options(options)
{
    if (m_options.writesBom)
        m_buffer += "\xEF\xBB\xBF";
}

Result<> CsvWriter::writeRow(const QStringList &cells)
{
    for (qsizetype i = 0; i < cells.size(); ++i) {
        if (i > 0)
            m_buffer += QString(m_options.delimiter).toUtf8();
        appendCell(cells[i]);
    }
    m_buffer += "\r\n";
    return m_buffer.size() < bufferBytes ? Result<>() : finish();
}

void CsvWriter::appendCell(const QString &cell)
{
    QString text = m_options.guardsFormulas ? guardFormula(cell) : cell;
    const bool needsQuotes = std::any_of(text.cbegin(), text.cend(), [this](QChar c) {
        return c == m_options.delimiter || c == u'"' || c == u'\r' || c == u'\n';
    }) || (!text.isEmpty() && (text.front().isSpace() || text.back().isSpace()));
    if (needsQuotes)
        text = u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
    m_buffer += text.toUtf8();
}

Result<> CsvWriter::finish()
{
    const QByteArray bytes = std::exchange(m_buffer, {});
    if (m_device.write(bytes) == bytes.size())
        return {};
    const auto *file = qobject_cast<QFileDevice *>(&m_device);
    const bool isFull = file != nullptr && file->error() == QFileDevice::ResourceError;
    return failure(isFull ? ErrorCode::StorageFull : ErrorCode::StorageFailure,
                   QStringLiteral("The file could not be written to its end. Choose another place and export again."),
                   QStringLiteral("file.write"));
}

} // namespace mdmc::exchange
