// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include <vector>

namespace mdmc::exchange {

/// A column as the person sees it: its title and some of its values (a few dozen are plenty).
struct ColumnSample {
    QString header;
    QStringList values;
};

/// What a column probably holds. `target` is a lead's field name (`firstName`, `lastName`, `emails`, `phones`,
/// `artistName`, `aliases`, `genres`, `spotifyUrl`, `budget`, `currency`, `platforms`, `goals`, `stage`, `priority`,
/// `source`, `owner`, `releaseDate`, `createdAt`, `country`, `nextStep`, `nextStepOn`, `lostReason`, `contractValue`,
/// `consent`, `pipeline`, `notes`, `tags`), or `fullName` (to be split), `id` (our own, in our exports), or `ignore`.
struct ColumnGuess {
    QString target;
    double score = 0; ///< 0 to 1; 1 for a title that says it. 0 with `ignore`.

    bool operator==(const ColumnGuess &) const = default;
};

/// All targets that a guess can name, `ignore` last.
QStringList importTargets();
/// Whether several columns may go to this target: list-valued fields and notes.
bool isRepeatableTarget(const QString &target);

/// One guess per column, in their order. Titles in French and English, also as HubSpot, Pipedrive and Excel write them;
/// where a title says nothing, e-mail addresses, Spotify links and telephone numbers speak for themselves. A target
/// that is not repeatable is given once, to the column that fits it best. Nothing below a score of 0.5 is proposed.
std::vector<ColumnGuess> guessColumns(const std::vector<ColumnSample> &columns);

/// Whether a first row holds titles. False when one of its cells is an e-mail address, a Spotify link or a telephone
/// number.
bool looksLikeHeader(const QStringList &cells);

} // namespace mdmc::exchange
