// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/match_keys.h"

#include "core/rules/contact_text.h"

#include <QUrl>

#include <algorithm>
#include <array>

namespace mdmc {

namespace {

/// Mail services for private persons where `name+anything` is the mailbox of `name`. Elsewhere a plus may be part of
/// the name, and agencies use it to tell their artists apart.
constexpr std::array<QStringView, 14> kTaggingDomains{
    u"outlook.com", u"outlook.fr", u"hotmail.com", u"hotmail.fr", u"live.com", u"live.fr", u"icloud.com",
    u"me.com", u"proton.me", u"protonmail.com", u"pm.me", u"fastmail.com", u"yahoo.com", u"zoho.com"};

bool isE164(QStringView text)
{
    return text.size() >= 8 && text.size() <= 16 && text.front() == u'+'
           && std::all_of(text.begin() + 1, text.end(), [](QChar c) { return c >= u'0' && c <= u'9'; });
}

} // namespace

QString emailMatchKey(QStringView email)
{
    const QString text = email.trimmed().toString().toLower();
    if (!isEmail(text))
        return {};
    const qsizetype at = text.lastIndexOf(u'@');
    QString name = text.left(at);
    QString domain = QString::fromLatin1(QUrl::toAce(text.mid(at + 1)));
    if (domain == u"googlemail.com")
        domain = QStringLiteral("gmail.com");
    const bool isGmail = domain == u"gmail.com";
    if (isGmail || std::find(kTaggingDomains.begin(), kTaggingDomains.end(), domain) != kTaggingDomains.end())
        if (const qsizetype plus = name.indexOf(u'+'); plus > 0)
            name.truncate(plus);
    if (isGmail)
        name.remove(u'.');
    return QStringLiteral("e:") + name + u'@' + domain;
}

QString phoneMatchKey(QStringView e164)
{
    return isE164(e164) ? QStringLiteral("p:") + e164.toString() : QString();
}

QString spotifyMatchKey(QStringView artistId)
{
    const auto id = spotifyArtistId(artistId);
    return id ? QStringLiteral("s:") + *id : QString();
}

QStringList matchKeys(const Lead &lead)
{
    QStringList keys;
    const auto add = [&keys](const QString &key) {
        if (!key.isEmpty() && !keys.contains(key))
            keys += key;
    };
    for (const QString &email : lead.emails)
        add(emailMatchKey(email));
    for (const QString &phone : lead.phones) {
        // Stored numbers are E.164 almost always; reading them again costs a hundred times the comparison.
        if (isE164(phone))
            add(phoneMatchKey(phone));
        else if (const auto number = toE164(phone, lead.country))
            add(phoneMatchKey(*number));
    }
    add(spotifyMatchKey(lead.spotifyId));
    return keys;
}

} // namespace mdmc
