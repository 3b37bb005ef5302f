// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/csv_records.h"

namespace mdmc::exchange {

namespace {

bool isLineEnd(QChar c)
{
    return c == u'\n' || c == u'\r';
}

/// Cuts one record off the front of a text. A record that the text does not hold to its end is cut again from its start
/// when more has come: simple, and the same whatever the pieces were.
class RecordCutter {
public:
    enum class Outcome { Complete, NeedsMore, Unclosed, CellTooLong, RowTooLong, TooManyColumns, ZeroCharacter };

    RecordCutter(QStringView text, bool isLast, QChar delimiter, const CsvLimits &limits,
                 const std::vector<qsizetype> &literalQuotes)
        : m_text(text), m_isLast(isLast), m_delimiter(delimiter), m_limits(limits), m_literalQuotes(literalQuotes)
    {
    }

    Outcome cut()
    {
        for (;;) {
            if (m_cells.size() >= m_limits.columns)
                return Outcome::TooManyColumns;
            const Outcome cell = cutCell();
            if (cell != Outcome::Complete)
                return cell;
            if (m_at >= m_limits.rowChars)
                return Outcome::RowTooLong;
            if (m_at >= m_text.size()) {
                if (!m_isLast)
                    return Outcome::NeedsMore;
                ++m_lines;
                return Outcome::Complete;
            }
            if (m_text[m_at] == m_delimiter) {
                ++m_at;
                continue;
            }
            return takeLineEnd(m_at) ? Outcome::Complete : Outcome::NeedsMore;
        }
    }

    qsizetype length() const { return m_at; }
    int lines() const { return m_lines; }
    QStringList takeCells() { return std::move(m_cells); }
    CsvNotes notes() const { return m_notes; }
    qsizetype openingQuote() const { return m_openingQuote; }

private:
    /// Steps over CR LF, LF or CR. False when the text ends behind a CR that may be half of CR LF.
    bool takeLineEnd(qsizetype &at)
    {
        if (m_text[at] == u'\r') {
            if (at + 1 >= m_text.size()) {
                if (!m_isLast)
                    return false;
            } else if (m_text[at + 1] == u'\n') {
                ++at;
            }
        }
        ++at;
        ++m_lines;
        return true;
    }

    bool isPadding(QChar c) const { return (c == u' ' || c == u'\t') && c != m_delimiter; }
    bool endsCell(QChar c) const { return c == m_delimiter || isLineEnd(c); }

    Outcome cutCell()
    {
        qsizetype at = m_at;
        while (at < m_text.size() && isPadding(m_text[at]))
            ++at;
        const bool isQuoted = at < m_text.size() && m_text[at] == u'"'
                              && std::find(m_literalQuotes.begin(), m_literalQuotes.end(), at) == m_literalQuotes.end();
        if (!isQuoted)
            return cutPlainCell();
        m_openingQuote = at;
        m_at = at + 1;
        return cutQuotedCell();
    }

    Outcome cutPlainCell()
    {
        const qsizetype start = m_at;
        qsizetype at = start;
        while (at < m_text.size() && !endsCell(m_text[at])) {
            if (m_text[at] == u'"')
                m_notes |= CsvNote::StrayQuote;
            else if (m_text[at].isNull())
                return Outcome::ZeroCharacter;
            ++at;
        }
        m_at = at;
        if (at - start > m_limits.cellChars)
            return Outcome::CellTooLong;
        if (at >= m_text.size() && !m_isLast)
            return Outcome::NeedsMore;
        m_cells.append(m_text.mid(start, at - start).toString());
        return Outcome::Complete;
    }

    Outcome cutQuotedCell()
    {
        QString cell;
        qsizetype runStart = m_at;
        bool spansLines = false;
        const auto takeRun = [&](qsizetype end) { cell += m_text.mid(runStart, end - runStart); };
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c.isNull())
                return Outcome::ZeroCharacter;
            if (m_at - m_openingQuote > 2 * m_limits.cellChars)
                return Outcome::CellTooLong;
            if (isLineEnd(c)) {
                spansLines = true;
                if (!takeLineEnd(m_at))
                    return Outcome::NeedsMore;
                continue;
            }
            if (c != u'"') {
                ++m_at;
                continue;
            }
            if (m_at + 1 < m_text.size() && m_text[m_at + 1] == u'"') {
                takeRun(m_at + 1);
                m_at += 2;
                runStart = m_at;
                continue;
            }
            qsizetype behind = m_at + 1;
            while (behind < m_text.size() && isPadding(m_text[behind]))
                ++behind;
            // Where the text ends here, more of it may follow: cut() sees that.
            if (behind >= m_text.size() || endsCell(m_text[behind])) {
                takeRun(m_at);
                m_at = behind;
                if (cell.size() > m_limits.cellChars)
                    return Outcome::CellTooLong;
                m_cells.append(cell);
                return Outcome::Complete;
            }
            // An undoubled quote inside. Where it opens a cell of its own, ours was never closed.
            if (spansLines && endsCell(m_text[m_at - 1]))
                return Outcome::Unclosed;
            m_notes |= CsvNote::StrayQuote;
            ++m_at;
        }
        if (m_at - m_openingQuote > 2 * m_limits.cellChars)
            return Outcome::CellTooLong;
        return m_isLast ? Outcome::Unclosed : Outcome::NeedsMore;
    }

    QStringView m_text;
    bool m_isLast;
    QChar m_delimiter;
    const CsvLimits &m_limits;
    const std::vector<qsizetype> &m_literalQuotes;
    qsizetype m_at = 0;
    qsizetype m_openingQuote = -1;
    int m_lines = 0;
    QStringList m_cells;
    CsvNotes m_notes;
};

tl::unexpected<Error> cutFailure(RecordCutter::Outcome outcome, qint64 line, const CsvLimits &limits)
{
    using Outcome = RecordCutter::Outcome;
    switch (outcome) {
    case Outcome::CellTooLong:
        return failure(
            ErrorCode::TooLarge,
            QStringLiteral("A cell of the row that starts in line %1 is longer than %2 characters. Perhaps a "
                           "quotation mark in it is never closed: correct that line and try again.")
                .arg(line)
                .arg(limits.cellChars),
            QStringLiteral("file.cell"));
    case Outcome::RowTooLong:
        return failure(ErrorCode::TooLarge,
                       QStringLiteral("The row that starts in line %1 is longer than %2 characters.")
                           .arg(line)
                           .arg(limits.rowChars),
                       QStringLiteral("file.row"));
    case Outcome::TooManyColumns:
        return failure(
            ErrorCode::TooLarge,
            QStringLiteral("The row that starts in line %1 has more than %2 columns.").arg(line).arg(limits.columns),
            QStringLiteral("file.columns"));
    case Outcome::Unclosed:
        return failure(
            ErrorCode::InvalidInput,
            QStringLiteral("More than %1 quotation marks of this file are never closed, the last one in the row "
                           "that starts in line %2. Save the table again as CSV and try again.")
                .arg(limits.unclosedQuotes)
                .arg(line),
            QStringLiteral("file.quotes"));
    default:
        return failure(
            ErrorCode::Unsupported,
            QStringLiteral("The row that starts in line %1 contains a zero character: this is not a text file.")
                .arg(line),
            QStringLiteral("file.binary"));
    }
}

} // namespace

bool CsvRow::isBlank() const
{
    return std::all_of(cells.begin(), cells.end(), [](const QString &cell) {
        return std::all_of(cell.begin(), cell.end(), [](QChar c) { return c.isSpace(); });
    });
}

void CsvRecords::feed(QStringView text)
{
    m_text.remove(0, m_position);
    m_position = 0;
    m_text += text;
}

Result<std::optional<CsvRow>> CsvRecords::next()
{
    using Outcome = RecordCutter::Outcome;
    const QStringView text = QStringView(m_text).mid(m_position);
    if (text.isEmpty())
        return std::optional<CsvRow>();
    std::vector<qsizetype> literalQuotes;
    for (;;) {
        RecordCutter cutter(text, m_isFinished, m_delimiter, m_limits, literalQuotes);
        const Outcome outcome = cutter.cut();
        if (outcome == Outcome::NeedsMore)
            return std::optional<CsvRow>();
        if (outcome == Outcome::Unclosed && m_unclosedQuotes < m_limits.unclosedQuotes) {
            ++m_unclosedQuotes;
            literalQuotes.push_back(cutter.openingQuote());
            continue;
        }
        if (outcome != Outcome::Complete)
            return cutFailure(outcome, m_line, m_limits);
        CsvRow row;
        row.line = m_line;
        row.cells = cutter.takeCells();
        row.notes = cutter.notes();
        if (!literalQuotes.empty()) {
            row.notes.setFlag(CsvNote::StrayQuote, false);
            row.notes |= CsvNote::UnclosedQuote;
        }
        m_position += cutter.length();
        m_line += cutter.lines();
        return std::optional<CsvRow>(std::move(row));
    }
}

} // namespace mdmc::exchange
