// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QObject>
#include <QString>

#include <optional>

namespace mdmc::ui {

struct BoardColumn {
    QString id;
    QString title;
    Hue hue = Hue::Slate;
    QString count;    ///< Already formatted: `12`.
    QString sum;      ///< `€48K`; empty shows nothing.
    QString weighted; ///< `€21K weighted`; empty shows nothing.
};

struct BoardCard {
    QString id; ///< Empty: not loaded yet, painted as a quiet placeholder.
    QString title;
    QString subtitle; ///< The next step; grey.
    bool subtitleLate = false;
    QString budget;
    std::optional<int> score; ///< 0 … 100
    QString owner;            ///< Name; painted as initials.
    bool stale = false;
    QString staleText;        ///< `18 days`; shown beside the mark.
    Hue priorityHue = Hue::Slate;
    QString priority;         ///< Empty: no flag.
};

/// What a board shows. All on the GUI thread; the view asks for cards only as it paints them, and `cardCount` may be
/// thousands. Rows are the order the person sees.
class BoardModel : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    virtual int columnCount() const = 0;
    virtual BoardColumn column(int column) const = 0;
    virtual int cardCount(int column) const = 0;
    /// May return a card with an empty id while it is loading; then emit `cardsChanged` when it is there.
    virtual BoardCard card(int column, int row) const = 0;
    /// −1 when the column does not hold it, or does not know yet.
    virtual int rowOf(int column, const QString &cardId) const;
    /// False: cards cannot be dragged or moved (a read-only role).
    virtual bool movable() const { return true; }

Q_SIGNALS:
    void boardReset();                                     ///< Columns themselves changed.
    void columnChanged(int column);                        ///< Head only: title, count, sums.
    void cardsReset(int column);                           ///< Other cards or another number of cards.
    void cardsChanged(int column, int firstRow, int lastRow);
};

} // namespace mdmc::ui
