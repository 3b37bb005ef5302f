// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

class QIODevice;

namespace mdmc::exchange {

/// A spreadsheet runs a cell that begins with `=` `+` `-` `@` (or their full-width forms), tab, CR or LF as a formula.
/// An apostrophe before it makes it text, which is also how people type it there. A value that itself begins with
/// apostrophes before such a character gets one more, so that `unguardFormula(guardFormula(v)) == v` for every `v`:
/// telephone numbers keep their `+`, amounts their `-`.
QString guardFormula(const QString &value);
/// Takes the apostrophe off again; other apostrophes stay. `CsvReader` does this for every cell.
QString unguardFormula(const QString &cell);

struct CsvWriterOptions {
    QChar delimiter = u','; ///< `;` is what Excel in French opens by double click.
    bool writesBom = true;  ///< Without it Excel takes UTF-8 for Windows-1252.
    bool guardsFormulas = true;
};

/// Writes UTF-8 CSV (RFC 4180, CR LF) to a device that is open for writing and outlives the writer.
class CsvWriter {
public:
    explicit CsvWriter(QIODevice &device, CsvWriterOptions options = {});

    /// Line ends and spaces inside cells are kept. `StorageFull`/`StorageFailure` when writing fails; what was written
    /// before stays in the device, so write to a QSaveFile.
    Result<> writeRow(const QStringList &cells);
    /// Writes what is still held back. Call it once at the end.
    Result<> finish();

private:
    void appendCell(const QString &cell);

    QIODevice &m_device;
    CsvWriterOptions m_options;
    QByteArray m_buffer;
};

} // namespace mdmc::exchange
