// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/demo_people.h"

namespace mdmc::sync {

namespace {

template <size_t N> QString pick(const char16_t *const (&texts)[N], Random &random)
{
    return QString::fromUtf16(texts[random.below(N)]);
}

constexpr const char16_t *kFirstNames[] = {
    u"Zoé",   u"Inès",   u"Léa",    u"Camille",  u"Jade",   u"Louise",  u"Chloé",  u"Manon",  u"Anaïs",  u"Fatou",
    u"Aïcha", u"Noémie", u"Éloïse", u"Clémence", u"Maëlle", u"Lucas",   u"Hugo",   u"Léo",    u"Adam",   u"Noah",
    u"Yanis", u"Théo",   u"Gaël",   u"Loïc",     u"Mehdi",  u"Ousmane", u"Karim",  u"Björn",  u"Olivia", u"Amelia",
    u"Freya", u"Callum", u"Owen",   u"Rhys",     u"Sofía",  u"Mateo",   u"Giulia", u"Matteo", u"Jonas",  u"Mila"};
constexpr const char16_t *kLastNames[] = {
    u"Martin", u"Bernard", u"Petit",    u"Durand",     u"Moreau",    u"Lefèvre",  u"Roux",       u"Fournier", u"Girard",
    u"Bonnet", u"Dupont",  u"Lambert",  u"Fontaine",   u"Chevalier", u"Gauthier", u"Perrin",     u"Diallo",   u"Traoré",
    u"Benali", u"Haddad",  u"N'Diaye",  u"Nguyen",     u"García",    u"Ferreira", u"Rossi",      u"Müller",   u"Jansen",
    u"Walker", u"Hughes",  u"Campbell", u"de La Tour", u"Le Goff",   u"Kermarec", u"Etxeberria", u"O'Connor"};
constexpr const char16_t *kArtistFirst[] = {
    u"Velvet", u"Neon",  u"Lune",    u"Nuit",   u"Golden", u"Silver",   u"Échos",  u"Mirage", u"Cobalt", u"Ambre",
    u"Polar",  u"Coral", u"Mélodie", u"Static", u"Orage",  u"Rivage",   u"Cinder", u"Paper",  u"Marée",  u"Solar",
    u"Brume",  u"Onyx",  u"Sable",   u"Indigo", u"Tokyo",  u"Lisbonne", u"Atlas",  u"Vega",   u"Juno",   u"Néréide"};
constexpr const char16_t *kArtistSecond[] = {
    u"Tides",  u"Blanche",  u"Parade",  u"Avenue",  u"Kids",     u"Fauve",      u"Club",    u"Hotel",
    u"Motel",  u"Express",  u"Vertigo", u"Garden",  u"Machine",  u"Sauvage",    u"Radio",   u"Boulevard",
    u"Dolls",  u"Wolves",   u"Society", u"Fantôme", u"Paradis",  u"Collective", u"Sisters", u"Électrique",
    u"Season", u"District", u"Horizon", u"Theory",  u"Panorama", u"Mirror"};
constexpr const char16_t *kReleases[] = {u"Lignes de fuite", u"After Hours", u"Première neige", u"Slow Motion",
                                         u"Contre-jour",     u"Wildflower",  u"Feux de joie",   u"Long Distance",
                                         u"Dernier métro",   u"Half Light",  u"Plein sud",      u"Paper Planes"};
constexpr const char16_t *kNotes[] = {
    u"Wants a launch plan for the single, six weeks ahead. Asked for examples of past TikTok results.",
    u"Sent the audience audit. The manager answers on Thursdays.",
    u"Budget is confirmed by the label; contract goes through their legal team.",
    u"Le clip sort le mois prochain, priorité aux vues qualifiées en France et en Belgique.",
    u"Préfère commencer petit : 500 € sur Meta, puis on élargit selon le coût par abonné.",
    u"Met at the festival; very interested in pre-saves and playlist pitching.",
    u"Relancé par téléphone, messagerie. Rappeler en fin de journée.",
    u"Good call. They compare us with another agency; price matters less than reporting."};
constexpr const char16_t *kTasks[] = {u"Send the proposal",          u"Call back about the budget",
                                      u"Prepare the audience audit", u"Ask for the artwork",
                                      u"Envoyer le brief TikTok",    u"Relancer le label",
                                      u"Check the smart link",       u"Book the kick-off call"};
constexpr const char16_t *kNextSteps[] = {u"Call the manager",    u"Send proposal", u"Wait for the label's answer",
                                          u"Relancer par e-mail", u"Prepare audit", u"Fixer un rendez-vous"};

} // namespace

QString demoFirstName(Random &random)
{
    return pick(kFirstNames, random);
}
QString demoLastName(Random &random)
{
    return pick(kLastNames, random);
}
QString demoReleaseTitle(Random &random)
{
    return pick(kReleases, random);
}
QString demoNote(Random &random)
{
    return pick(kNotes, random);
}
QString demoTask(Random &random)
{
    return pick(kTasks, random);
}
QString demoNextStep(Random &random)
{
    return pick(kNextSteps, random);
}

QString demoArtistName(Random &random)
{
    switch (random.below(5)) {
    case 0: return pick(kFirstNames, random) + u' ' + pick(kArtistSecond, random);
    case 1: return pick(kFirstNames, random) + u' ' + pick(kLastNames, random);
    case 2: return QStringLiteral("DJ ") + pick(kArtistFirst, random);
    default: return pick(kArtistFirst, random) + u' ' + pick(kArtistSecond, random);
    }
}

} // namespace mdmc::sync
