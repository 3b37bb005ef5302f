// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/cell_text.h"

#include "core/exchange/folded_text.h"
#include "core/rules/contact_text.h"

#include <QRegularExpression>

namespace mdmc::exchange {

namespace {

bool isStrong(QChar c)
{
    return c == u';' || c == u'|' || c == u'\n' || c == u'\r';
}

bool hasStrong(QStringView text)
{
    return std::any_of(text.begin(), text.end(), isStrong);
}

/// Length of the weak separator at `at`, 0 for none.
qsizetype weakSeparatorAt(QStringView text, qsizetype at, int depth)
{
    if (depth == 0 && text[at] == u',')
        return 1;
    return text.mid(at).startsWith(u" / ") ? 3 : 0;
}

bool hasWeak(QStringView text)
{
    int depth = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        depth += text[i] == u'(' ? 1 : text[i] == u')' && depth > 0 ? -1 : 0;
        if (weakSeparatorAt(text, i, depth) > 0)
            return true;
    }
    return false;
}

/// Whether a separator stands outside of quoted entries, and which kind of it separates.
bool separatesStrongly(const QString &cell)
{
    bool isQuoted = false;
    for (const QChar c : cell) {
        if (c == u'"')
            isQuoted = !isQuoted;
        else if (!isQuoted && isStrong(c))
            return true;
    }
    return false;
}

/// Reads the quoted entry that begins at `at` and moves behind its closing mark. Nothing when it is never closed or
/// something other than a separator follows.
std::optional<QString> quotedEntry(const QString &cell, qsizetype &at)
{
    QString entry;
    for (qsizetype i = at + 1; i < cell.size(); ++i) {
        if (cell[i] != u'"') {
            entry += cell[i];
        } else if (i + 1 < cell.size() && cell[i + 1] == u'"') {
            entry += cell[i++];
        } else {
            qsizetype next = i + 1;
            while (next < cell.size() && cell[next] == u' ')
                ++next;
            if (next < cell.size() && !isStrong(cell[next]) && cell[next] != u',')
                return std::nullopt;
            at = next;
            return entry;
        }
    }
    return std::nullopt;
}

QStringList splitAt(const QString &text, const QRegularExpression &separator)
{
    QStringList parts;
    for (const QString &part : text.split(separator, Qt::SkipEmptyParts)) {
        if (const QString trimmed = part.trimmed(); !trimmed.isEmpty())
            parts.append(trimmed);
    }
    return parts;
}

bool isUpperWord(const QString &word)
{
    return word.size() > 1 && word == word.toUpper() && word != word.toLower();
}

} // namespace

QString cleanCell(const QString &cell)
{
    QString text = cell;
    for (QChar &c : text) {
        if (c.category() == QChar::Other_Control && c != u'\n' && c != u'\r' && c != u'\t')
            c = u' ';
    }
    return text.trimmed();
}

bool isNothing(QStringView cell)
{
    static const QStringList words = {QStringLiteral("-"),    QStringLiteral("--"),     QStringLiteral("–"),
                                      QStringLiteral("—"),    QStringLiteral("n/a"),    QStringLiteral("#n/a"),
                                      QStringLiteral("null"), QStringLiteral("(vide)"), QStringLiteral("(empty)"),
                                      QStringLiteral("n.a."), QStringLiteral("#ref!"),  QStringLiteral("#value!")};
    const QStringView text = cell.trimmed();
    return text.isEmpty() || words.contains(text.toString().toLower());
}

QStringList splitList(const QString &cell)
{
    const bool isStronglySplit = separatesStrongly(cell);
    QStringList entries;
    QString entry;
    int depth = 0;
    const auto finish = [&] {
        if (const QString trimmed = entry.trimmed(); !trimmed.isEmpty())
            entries.append(trimmed);
        entry.clear();
        depth = 0;
    };
    for (qsizetype i = 0; i < cell.size();) {
        if (cell[i] == u'"' && entry.trimmed().isEmpty()) {
            if (const auto quoted = quotedEntry(cell, i)) {
                entry = *quoted;
                finish();
                continue;
            }
        }
        depth += cell[i] == u'(' ? 1 : cell[i] == u')' && depth > 0 ? -1 : 0;
        const qsizetype skip = isStronglySplit ? (isStrong(cell[i]) ? 1 : 0) : weakSeparatorAt(cell, i, depth);
        if (skip > 0)
            finish();
        else
            entry += cell[i];
        i += qMax<qsizetype>(skip, 1);
    }
    finish();
    return entries;
}

QString joinList(const QStringList &entries)
{
    QStringList parts;
    for (QString entry : entries) {
        const bool needsQuotes = hasStrong(entry) || entry.contains(u'"') || (entries.size() == 1 && hasWeak(entry));
        if (needsQuotes)
            entry = u'"' + entry.replace(u'"', QLatin1String("\"\"")) + u'"';
        parts.append(entry);
    }
    return parts.join(QLatin1String("; "));
}

QStringList splitEmails(const QString &cell)
{
    static const QRegularExpression separator(QStringLiteral("[;,|\\n\\r]|\\s/\\s|\\s(?:ou|or|et|and)\\s"));
    static const QRegularExpression angled(QStringLiteral("<([^<>]+)>\\s*$"));
    static const QRegularExpression space(QStringLiteral("[\\s/]+"));
    QStringList emails;
    for (QString part : splitAt(cell, separator)) {
        if (const auto match = angled.match(part); match.hasMatch())
            part = match.captured(1).trimmed();
        if (part.startsWith(QLatin1String("mailto:"), Qt::CaseInsensitive))
            part = part.mid(7).trimmed();
        const QStringList words = splitAt(part, space);
        // Several addresses with nothing but a space between them; `jo hn@example.org` stays the one that it is not.
        const bool areAddresses =
            words.size() > 1 && std::all_of(words.begin(), words.end(), [](const QString &w) { return isEmail(w); });
        emails += areAddresses ? words : QStringList(part);
    }
    return emails;
}

QStringList splitPhones(const QString &cell, QStringView country)
{
    static const QRegularExpression separator(QStringLiteral("[;,|\\n\\r]"));
    static const QRegularExpression weak(QStringLiteral("/|\\s(?:ou|or|et|and|-)\\s"));
    QStringList phones;
    for (const QString &part : splitAt(cell, separator)) {
        const QStringList pieces = splitAt(part, weak);
        QStringList read;
        for (const QString &piece : pieces) {
            if (const auto phone = storedPhone(piece, country))
                read.append(*phone);
        }
        if (pieces.size() > 1 && read.size() == pieces.size())
            phones += read;
        else
            phones += storedPhone(part, country).value_or(part);
    }
    return phones;
}

PersonName splitName(const QString &cell)
{
    const QString text = cell.simplified();
    if (const qsizetype comma = text.indexOf(u','); comma > 0 && comma + 1 < text.size())
        return {text.mid(comma + 1).trimmed(), text.left(comma).trimmed()};
    const QStringList words = text.split(u' ');
    qsizetype upper = 0;
    while (upper < words.size() && isUpperWord(words[upper]))
        ++upper;
    if (upper > 0 && upper < words.size())
        return {words.mid(upper).join(u' '), words.mid(0, upper).join(u' ')};
    return {words.first(), words.mid(1).join(u' ')};
}

std::optional<Money> readAmount(const QString &cell, const QString &defaultCurrency)
{
    static const QRegularExpression beside(
        QStringLiteral(
            "^(?:environ|env\\.?|approx\\.?|about|max\\.?|min\\.?|~|≈)\\s*|\\s*(?:HT|TTC|max\\.?|min\\.?|env\\.?)$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression code(QStringLiteral("^([A-Z]{3})\\s*(?=[\\d.,+-])|(?<=[\\d.,])\\s*([A-Z]{3})$"));
    QString text = cell.trimmed();
    text.remove(beside);
    if (const auto money = parseMoney(text, defaultCurrency))
        return money;
    const auto match = code.match(text);
    if (!match.hasMatch())
        return std::nullopt;
    const QString currency = match.captured(1) + match.captured(2);
    return parseMoney(text.remove(code), currency);
}

std::optional<QString> readCurrency(const QString &cell)
{
    const QString text = cell.trimmed().toUpper();
    const bool isCode =
        text.size() == 3 && std::all_of(text.begin(), text.end(), [](QChar c) { return c >= u'A' && c <= u'Z'; });
    if (isCode)
        return text;
    // A sign or a word is known by what `parseMoney` makes of it.
    const auto money = parseMoney(u'1' + text, QStringLiteral("ZZZ"));
    return money && money->currency != QLatin1String("ZZZ") ? std::optional(money->currency) : std::nullopt;
}

} // namespace mdmc::exchange
