// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/records.h"

#include <QStringList>

namespace mdmc {

/// Keys under which one person or artist is recognised again (B13): `e:` folded e-mail (Gmail's dots removed, and the
/// +tags of Gmail and the other large services for private persons), `p:` E.164 phone, `s:` Spotify artist id.
/// Two leads that share a key are duplicates of each other; the database
/// indexes these keys on both sides (hashed on the server). Rules that give a stored lead other keys than before need a
/// migration that makes `lead_match` anew: an edit takes away only the keys that today's rules give.
QStringList matchKeys(const Lead &lead);
QString emailMatchKey(QStringView email);
QString phoneMatchKey(QStringView e164);
QString spotifyMatchKey(QStringView artistId);

} // namespace mdmc
