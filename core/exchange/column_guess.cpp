// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/column_guess.h"

#include "core/exchange/column_titles.h"
#include "core/exchange/folded_text.h"

#include <QRegularExpression>

#include <map>

namespace mdmc::exchange {

namespace {

constexpr double leastScore = 0.5;
/// A column that lost its best target is given another only when that fits nearly as well.
constexpr double leastShareOfBest = 0.65;

using Scores = std::map<QString, double>;

const QString emails = QStringLiteral("emails");
const QString phones = QStringLiteral("phones");
const QString spotifyUrl = QStringLiteral("spotifyUrl");
const QString firstName = QStringLiteral("firstName");
const QString lastName = QStringLiteral("lastName");
const QString fullName = QStringLiteral("fullName");
const QString ignored = QStringLiteral("ignore");

bool looksLikeEmail(const QString &value)
{
    static const QRegularExpression pattern(QStringLiteral("^[^\\s@;,<>]+@[^\\s@;,<>]+\\.[^\\s@;,<>]{2,}([;,\\s/]|$)"));
    return pattern.match(value).hasMatch();
}

bool looksLikeSpotify(const QString &value)
{
    return value.contains(QLatin1String("open.spotify.com/"), Qt::CaseInsensitive)
           || value.startsWith(QLatin1String("spotify:artist:"), Qt::CaseInsensitive)
           || value.contains(QLatin1String("spotify.link/"), Qt::CaseInsensitive);
}

bool looksLikePhone(const QString &value)
{
    static const QRegularExpression pattern(QStringLiteral("^'?\\(?(\\+|00|0)[0-9 .\\-/()\\x{A0}\\x{202F}]{7,24}"));
    static const QRegularExpression date(QStringLiteral("^\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}(\\s|$)"));
    const auto digits = std::count_if(value.begin(), value.end(), [](QChar c) { return c.isDigit(); });
    return digits >= 8 && digits <= 32 && pattern.match(value).hasMatch() && !date.match(value).hasMatch();
}

/// Shares of the values, from 0 to 1, that look like something by themselves.
struct Looks {
    qsizetype values = 0;
    double email = 0;
    double spotify = 0;
    double phone = 0;
};

Looks looksOf(const QStringList &values)
{
    Looks looks;
    for (const QString &raw : values) {
        const QString value = raw.trimmed();
        if (value.isEmpty())
            continue;
        ++looks.values;
        looks.email += looksLikeEmail(value) ? 1 : 0;
        looks.spotify += looksLikeSpotify(value) ? 1 : 0;
        looks.phone += looksLikePhone(value) ? 1 : 0;
    }
    if (looks.values > 0) {
        looks.email /= double(looks.values);
        looks.spotify /= double(looks.values);
        looks.phone /= double(looks.values);
    }
    return looks;
}

void raise(Scores &scores, const QString &target, double score)
{
    double &known = scores[target];
    known = qMax(known, score);
}

/// Kinds of record whose fields are none of a lead's.
bool isOtherRecord(const QString &words)
{
    return words == QLatin1String("organization") || words == QLatin1String("organisation");
}

/// Pipedrive puts the record's kind before the field: `Person - Email - Work`, `Deal - Value`. Empty when it is one of
/// a record that is no lead of ours.
QString withoutRecordKind(const QString &header)
{
    static const QRegularExpression prefix(
        QStringLiteral("^(person|deal|lead|organization|organisation|personne|affaire|contact) [-–:] (.+)$"),
        QRegularExpression::CaseInsensitiveOption);
    const auto match = prefix.match(header.simplified());
    if (!match.hasMatch())
        return foldToWords(header);
    const QString kind = foldToWords(match.captured(1));
    const QString rest = foldToWords(match.captured(2));
    return isOtherRecord(kind) ? QString() : rest;
}

/// The words of a title that carry meaning: unit in brackets, numbering (`Email 2`) and asterisks left out.
QString meaningfulWords(const QString &header)
{
    static const QRegularExpression brackets(QStringLiteral("[(\\[][^)\\]]*[)\\]]"));
    static const QRegularExpression numbering(QStringLiteral("(?:\\s+(?:\\d{1,2}|n|principal|principale|primary))+$"));
    QString title = header;
    title.remove(brackets);
    QString words = withoutRecordKind(title.trimmed());
    words.remove(numbering);
    return words.trimmed();
}

int wordCount(QStringView words)
{
    return words.isEmpty() ? 0 : int(words.count(u' ')) + 1;
}

bool containsWords(const QString &words, const QString &part)
{
    return (u' ' + words + u' ').contains(u' ' + part + u' ');
}

/// Whether one letter was left out, added, changed, or swapped with its neighbour.
bool isSlip(QStringView a, QStringView b)
{
    if (qAbs(a.size() - b.size()) > 1)
        return false;
    qsizetype front = 0;
    while (front < a.size() && front < b.size() && a[front] == b[front])
        ++front;
    a = a.mid(front);
    b = b.mid(front);
    while (!a.isEmpty() && !b.isEmpty() && a.back() == b.back()) {
        a.chop(1);
        b.chop(1);
    }
    return (a.size() <= 1 && b.size() <= 1) || (a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0]);
}

Scores scoresOfTitle(const QString &header)
{
    Scores scores;
    const QString words = meaningfulWords(header);
    if (words.isEmpty())
        return scores;
    const auto foreign = foreignWords();
    const bool isForeign = std::any_of(foreign.begin(), foreign.end(),
                                       [&](const char *word) { return containsWords(words, QLatin1String(word)); });
    for (const ColumnTitle &title : columnTitles()) {
        const QString known = QLatin1String(title.words);
        const QString target = QLatin1String(title.target);
        if (words == known)
            raise(scores, target, title.weight);
        else if (isForeign)
            continue;
        else if (QString(words).remove(u' ') == QString(known).remove(u' '))
            raise(scores, target, 0.95 * title.weight);
        else if (known == QLatin1String("nom") || known == QLatin1String("name"))
            continue; // names of what? Of a label, a campaign, anything
        else if (containsWords(words, known))
            // The more of the title is explained, the likelier; a single short word in a long title explains little.
            raise(scores, target, title.weight * (0.45 + 0.4 * wordCount(known) / wordCount(words)));
        else if (known.size() >= 5 && isSlip(words, known))
            raise(scores, target, 0.75 * title.weight);
    }
    return scores;
}

Scores scoresOf(const ColumnSample &column)
{
    Scores scores = scoresOfTitle(column.header);
    const Looks looks = looksOf(column.values);
    if (looks.values == 0)
        return scores;
    const auto weigh = [&](const QString &target, double share, double proof) {
        if (share >= 0.6)
            raise(scores, target, proof);
        else if (share < 0.2 && looks.values >= 3 && scores.count(target) > 0)
            scores[target] *= 0.4; // the title says so, the values say no
    };
    weigh(emails, looks.email, 0.8);
    weigh(spotifyUrl, looks.spotify, 0.85);
    weigh(phones, looks.phone, 0.7);
    // Values that are plainly something else contradict every other meaning of the title.
    const auto isPlainly = looks.email >= 0.6 ? emails : looks.spotify >= 0.6 ? spotifyUrl : QString();
    if (!isPlainly.isEmpty()) {
        for (auto &[target, score] : scores)
            score *= target == isPlainly || target == QLatin1String("owner") ? 1 : 0.5;
    }
    return scores;
}

/// `Nom` alone is a whole name, beside `Prénom` a last name; `Name` beside `First name` is a last name.
void settleNames(const std::vector<ColumnSample> &columns, std::vector<ColumnGuess> &guesses)
{
    const auto find = [&](const QString &target) {
        return std::find_if(guesses.begin(), guesses.end(),
                            [&](const ColumnGuess &guess) { return guess.target == target; });
    };
    const auto wordsOf = [&](std::vector<ColumnGuess>::iterator guess) {
        return meaningfulWords(columns[size_t(guess - guesses.begin())].header);
    };
    const auto first = find(firstName);
    const auto last = find(lastName);
    const auto full = find(fullName);
    if (first == guesses.end() && last != guesses.end() && full == guesses.end()
        && wordsOf(last) == QLatin1String("nom"))
        last->target = fullName;
    else if (first != guesses.end() && last == guesses.end() && full != guesses.end()
             && (wordsOf(full) == QLatin1String("name") || wordsOf(full) == QLatin1String("nom")))
        full->target = lastName;
}

} // namespace

QStringList importTargets()
{
    QStringList targets = {firstName, lastName, fullName, emails, phones, spotifyUrl};
    for (const ColumnTitle &title : columnTitles()) {
        const QString target = QLatin1String(title.target);
        if (!targets.contains(target))
            targets.append(target);
    }
    targets.append(ignored);
    return targets;
}

bool isRepeatableTarget(const QString &target)
{
    static const QStringList repeatable = {emails,
                                           phones,
                                           QStringLiteral("aliases"),
                                           QStringLiteral("genres"),
                                           QStringLiteral("platforms"),
                                           QStringLiteral("goals"),
                                           QStringLiteral("notes"),
                                           QStringLiteral("tags"),
                                           ignored};
    return repeatable.contains(target);
}

std::vector<ColumnGuess> guessColumns(const std::vector<ColumnSample> &columns)
{
    struct Pair {
        size_t column;
        QString target;
        double score;
    };
    std::vector<Pair> pairs;
    for (size_t i = 0; i < columns.size(); ++i) {
        const Scores scores = scoresOf(columns[i]);
        double best = 0;
        for (const auto &[target, score] : scores)
            best = qMax(best, score);
        for (const auto &[target, score] : scores) {
            if (score >= leastScore && score >= leastShareOfBest * best)
                pairs.push_back({i, target, score});
        }
    }
    // Best first; of equals the leftmost column.
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair &a, const Pair &b) {
        return a.score != b.score ? a.score > b.score : a.column < b.column;
    });
    std::vector<ColumnGuess> guesses(columns.size(), ColumnGuess{ignored, 0});
    QStringList given;
    for (const Pair &pair : pairs) {
        ColumnGuess &guess = guesses[pair.column];
        if (guess.target != ignored || (given.contains(pair.target) && !isRepeatableTarget(pair.target)))
            continue;
        guess = {pair.target, pair.score};
        given.append(pair.target);
    }
    settleNames(columns, guesses);
    return guesses;
}

bool looksLikeHeader(const QStringList &cells)
{
    return std::none_of(cells.begin(), cells.end(), [](const QString &raw) {
        const QString cell = raw.trimmed();
        return looksLikeEmail(cell) || looksLikeSpotify(cell) || looksLikePhone(cell);
    });
}

} // namespace mdmc::exchange
