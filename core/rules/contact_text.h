// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>

namespace mdmc {

/// Whether the text can be an e-mail address that mail is sent to (addr-spec of RFC 5321 without quoted local parts and
/// address literals; internationalised domains accepted).
bool isEmail(QStringView text);

/// E.164 form of a phone number as people write it, with libphonenumber. `country` (ISO 3166-1 alpha-2) is for
/// national numbers; one that is empty or unknown counts as FR. An extension is dropped. Nothing when it cannot be a
/// number.
std::optional<QString> toE164(QStringView text, QStringView country = u"FR");
/// The form in which a number is stored: E.164, or `+33 1 99 00 12 34 ext. 12` with an extension, which E.164 cannot
/// hold. Either can be read again without knowing the country. Nothing when it cannot be a number.
std::optional<QString> storedPhone(QStringView text, QStringView country = u"FR");
/// The number as people of its country write it internationally: +33 6 39 98 12 34. The text itself when unreadable.
QString formatPhone(const QString &e164);

/// The 22-character artist id of any Spotify form: open.spotify.com/artist/… (with intl-xx, query, no scheme),
/// spotify:artist:…, or the id alone. Nothing when it is none.
std::optional<QString> spotifyArtistId(QStringView text);
QString spotifyArtistUrl(const QString &artistId);

} // namespace mdmc
