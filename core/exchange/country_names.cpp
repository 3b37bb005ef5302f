// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/country_names.h"

#include "core/exchange/folded_text.h"

#include <QHash>
#include <QLocale>

namespace mdmc::exchange {

namespace {

struct CountryName {
    const char *words; ///< As `foldToWords` gives them.
    const char *code;
};

// Qt knows English names and each country's own; these are French ones and usual short forms.
constexpr CountryName names[] = {
    {"afrique du sud", "ZA"},
    {"albanie", "AL"},
    {"algerie", "DZ"},
    {"allemagne", "DE"},
    {"andorre", "AD"},
    {"angleterre", "GB"},
    {"arabie saoudite", "SA"},
    {"argentine", "AR"},
    {"armenie", "AM"},
    {"australie", "AU"},
    {"autriche", "AT"},
    {"belgique", "BE"},
    {"belgie", "BE"},
    {"benin", "BJ"},
    {"bielorussie", "BY"},
    {"bolivie", "BO"},
    {"bosnie herzegovine", "BA"},
    {"bresil", "BR"},
    {"bulgarie", "BG"},
    {"burkina", "BF"},
    {"cameroun", "CM"},
    {"cap vert", "CV"},
    {"centrafrique", "CF"},
    {"chili", "CL"},
    {"chine", "CN"},
    {"chypre", "CY"},
    {"colombie", "CO"},
    {"comores", "KM"},
    {"congo brazzaville", "CG"},
    {"congo kinshasa", "CD"},
    {"coree du sud", "KR"},
    {"south korea", "KR"},
    {"cote d ivoire", "CI"},
    {"ivory coast", "CI"},
    {"croatie", "HR"},
    {"danemark", "DK"},
    {"ecosse", "GB"},
    {"egypte", "EG"},
    {"emirats arabes unis", "AE"},
    {"uae", "AE"},
    {"equateur", "EC"},
    {"espagne", "ES"},
    {"estonie", "EE"},
    {"etats unis", "US"},
    {"etats unis d amerique", "US"},
    {"ethiopie", "ET"},
    {"finlande", "FI"},
    {"france metropolitaine", "FR"},
    {"gabon", "GA"},
    {"gambie", "GM"},
    {"georgie", "GE"},
    {"grande bretagne", "GB"},
    {"great britain", "GB"},
    {"england", "GB"},
    {"scotland", "GB"},
    {"wales", "GB"},
    {"northern ireland", "GB"},
    {"grece", "GR"},
    {"guadeloupe", "GP"},
    {"guinee", "GN"},
    {"guyane", "GF"},
    {"guyane francaise", "GF"},
    {"haiti", "HT"},
    {"hollande", "NL"},
    {"holland", "NL"},
    {"hongrie", "HU"},
    {"ile maurice", "MU"},
    {"maurice", "MU"},
    {"inde", "IN"},
    {"indonesie", "ID"},
    {"irak", "IQ"},
    {"irlande", "IE"},
    {"islande", "IS"},
    {"israel", "IL"},
    {"italie", "IT"},
    {"jamaique", "JM"},
    {"japon", "JP"},
    {"jordanie", "JO"},
    {"koweit", "KW"},
    {"la reunion", "RE"},
    {"reunion", "RE"},
    {"lettonie", "LV"},
    {"liban", "LB"},
    {"libye", "LY"},
    {"lituanie", "LT"},
    {"luxembourg", "LU"},
    {"macedoine du nord", "MK"},
    {"madagascar", "MG"},
    {"malaisie", "MY"},
    {"mali", "ML"},
    {"malte", "MT"},
    {"maroc", "MA"},
    {"martinique", "MQ"},
    {"mauritanie", "MR"},
    {"mayotte", "YT"},
    {"mexique", "MX"},
    {"moldavie", "MD"},
    {"monaco", "MC"},
    {"montenegro", "ME"},
    {"norvege", "NO"},
    {"nouvelle caledonie", "NC"},
    {"nouvelle zelande", "NZ"},
    {"ouganda", "UG"},
    {"pays bas", "NL"},
    {"pays de galles", "GB"},
    {"perou", "PE"},
    {"philippines", "PH"},
    {"pologne", "PL"},
    {"polynesie francaise", "PF"},
    {"porto rico", "PR"},
    {"portugal", "PT"},
    {"qatar", "QA"},
    {"rdc", "CD"},
    {"republique democratique du congo", "CD"},
    {"republique dominicaine", "DO"},
    {"republique tcheque", "CZ"},
    {"tchequie", "CZ"},
    {"czech republic", "CZ"},
    {"roumanie", "RO"},
    {"royaume uni", "GB"},
    {"uk", "GB"},
    {"u k", "GB"},
    {"russie", "RU"},
    {"saint martin", "MF"},
    {"senegal", "SN"},
    {"serbie", "RS"},
    {"singapour", "SG"},
    {"slovaquie", "SK"},
    {"slovenie", "SI"},
    {"suede", "SE"},
    {"suisse", "CH"},
    {"schweiz", "CH"},
    {"svizzera", "CH"},
    {"syrie", "SY"},
    {"taiwan", "TW"},
    {"tanzanie", "TZ"},
    {"tchad", "TD"},
    {"thailande", "TH"},
    {"togo", "TG"},
    {"tunisie", "TN"},
    {"turquie", "TR"},
    {"turkiye", "TR"},
    {"ukraine", "UA"},
    {"uruguay", "UY"},
    {"usa", "US"},
    {"u s a", "US"},
    {"us", "US"},
    {"venezuela", "VE"},
    {"viet nam", "VN"},
    {"vietnam", "VN"},
};

QHash<QString, QString> knownNames()
{
    QHash<QString, QString> known;
    for (int i = QLocale::AnyTerritory + 1; i <= QLocale::LastTerritory; ++i) {
        const auto territory = QLocale::Territory(i);
        const QString code = QLocale::territoryToCode(territory);
        if (code.size() != 2 || code[0].isDigit()) // regions of the world have numbers
            continue;
        known.insert(foldToWords(QLocale::territoryToString(territory)), code);
        const QString own = foldToWords(QLocale(QLocale::AnyLanguage, territory).nativeTerritoryName());
        if (!own.isEmpty() && !known.contains(own))
            known.insert(own, code);
    }
    for (const CountryName &name : names)
        known.insert(QString::fromLatin1(name.words), QString::fromLatin1(name.code));
    known.remove(QString());
    return known;
}

} // namespace

std::optional<QString> countryCode(QStringView text)
{
    static const QHash<QString, QString> known = knownNames();
    const QString words = foldToWords(text);
    if (const auto at = known.constFind(words); at != known.cend())
        return *at;
    const QString code = text.trimmed().toString().toUpper();
    const bool isCode = code.size() == 2 && QLocale::codeToTerritory(code) != QLocale::AnyTerritory && code[0].isUpper()
        && code[1].isUpper();
    return isCode ? std::optional(code) : std::nullopt;
}

} // namespace mdmc::exchange
