// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/contact_text.h"

#include <QRegularExpression>
#include <QUrl>

#include <algorithm>

namespace mdmc {

namespace {

bool isAtext(QChar c)
{
    const char16_t u = c.unicode();
    if ((u >= u'a' && u <= u'z') || (u >= u'A' && u <= u'Z') || (u >= u'0' && u <= u'9'))
        return true;
    return QStringView(u"!#$%&'*+-/=?^_`{|}~").contains(c);
}

bool isDotAtom(QStringView text)
{
    if (text.isEmpty() || text.startsWith(u'.') || text.endsWith(u'.') || text.contains(u".."))
        return false;
    return std::all_of(text.begin(), text.end(), [](QChar c) { return c == u'.' || isAtext(c); });
}

bool isDomain(QStringView text)
{
    for (const QChar c : text)
        if (c.unicode() < 0x80 && !c.isLetterOrNumber() && c != u'.' && c != u'-')
            return false; // toAce would read a host with escapes and brackets
    const QByteArray ace = QUrl::toAce(text.toString());
    if (ace.isEmpty() || ace.size() > 253)
        return false;
    const QList<QByteArray> labels = ace.split('.');
    if (labels.size() < 2)
        return false;
    const auto isLabel = [](const QByteArray &label) {
        return !label.isEmpty() && label.size() <= 63 && !label.startsWith('-') && !label.endsWith('-')
               && std::all_of(label.begin(), label.end(), [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
                  });
    };
    if (!std::all_of(labels.begin(), labels.end(), isLabel))
        return false;
    // No top-level domain is one letter or digits only; the latter is how an IP address is told from a name.
    const QByteArray &top = labels.last();
    return top.size() >= 2 && !std::all_of(top.begin(), top.end(), [](char c) { return c >= '0' && c <= '9'; });
}

} // namespace

bool isEmail(QStringView text)
{
    const qsizetype at = text.lastIndexOf(u'@');
    if (at < 1 || at > 64 || text.size() > 254)
        return false;
    return isDotAtom(text.left(at)) && isDomain(text.mid(at + 1));
}

std::optional<QString> spotifyArtistId(QStringView text)
{
    static const QRegularExpression form(
        QStringLiteral("^(?:(?:(?:https?://)?(?:open|play)\\.spotify\\.com/(?:intl-[a-z]{2,3}(?:-[a-z]{2,4})?/)?"
                       "(?:embed/)?artist/|spotify:(?://)?artist[:/]))([0-9A-Za-z]{22})(?:[/?#]\\S*)?$"),
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression bare(QStringLiteral("^[0-9A-Za-z]{22}$"));
    const QString trimmed = text.trimmed().toString();
    if (bare.match(trimmed).hasMatch())
        return trimmed;
    const QRegularExpressionMatch match = form.match(trimmed);
    return match.hasMatch() ? std::optional(match.captured(1)) : std::nullopt;
}

QString spotifyArtistUrl(const QString &artistId)
{
    return QStringLiteral("https://open.spotify.com/artist/") + artistId;
}

} // namespace mdmc
