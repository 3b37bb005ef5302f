// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringView>

namespace mdmc::exchange {

/// Lower case without accents and ligatures, compatibility forms resolved: `Œuvre ﬁnie, Été` → `oeuvre finie, ete`.
QString foldAccents(QStringView text);

/// The words of a text, folded, joined by single spaces, everything else dropped: `N° de tél. (mobile)` → `n de tel
/// mobile`.
QString foldToWords(QStringView text);

} // namespace mdmc::exchange
