// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/column_titles.h"

namespace mdmc::exchange {

namespace {

constexpr ColumnTitle titles[] = {
    {"first name", "firstName"}, {"firstname", "firstName"}, {"given name", "firstName"}, {"forename", "firstName"},
    {"prenom", "firstName"}, {"prenoms", "firstName"}, {"prenom du contact", "firstName"},

    {"last name", "lastName"}, {"lastname", "lastName"}, {"surname", "lastName"}, {"family name", "lastName"},
    {"nom de famille", "lastName"}, {"nom", "lastName", 0.9}, {"nom du contact", "lastName", 0.7}, {"patronyme", "lastName"},

    {"full name", "fullName"}, {"fullname", "fullName"}, {"contact name", "fullName"}, {"name", "fullName", 0.9},
    {"nom complet", "fullName"}, {"nom prenom", "fullName"}, {"prenom nom", "fullName"}, {"nom et prenom", "fullName"},
    {"prenom et nom", "fullName"}, {"contact", "fullName", 0.75}, {"contact person", "fullName"}, {"nom", "fullName", 0.7},
    {"nom du contact", "fullName", 0.8}, {"interlocuteur", "fullName", 0.9}, {"personne", "fullName", 0.8},
    {"person", "fullName", 0.8}, {"person name", "fullName"}, {"lead name", "fullName", 0.9}, {"qui", "fullName", 0.6},

    {"email", "emails"}, {"e mail", "emails"}, {"emails", "emails"}, {"e mails", "emails"}, {"mail", "emails", 0.95},
    {"mails", "emails", 0.95}, {"courriel", "emails"}, {"email address", "emails"}, {"e mail address", "emails"},
    {"adresse email", "emails"}, {"adresse e mail", "emails"}, {"adresse mail", "emails"}, {"adresse electronique", "emails"},
    {"work email", "emails"}, {"personal email", "emails"}, {"additional email addresses", "emails"}, {"email pro", "emails"},
    {"email perso", "emails"}, {"email work", "emails"}, {"email home", "emails"}, {"email other", "emails"},
    {"email secondaire", "emails"}, {"autre email", "emails"}, {"autres emails", "emails"}, {"other email", "emails"},

    {"phone", "phones"}, {"phones", "phones"}, {"phone number", "phones"}, {"mobile", "phones"}, {"mobile phone", "phones"},
    {"mobile phone number", "phones"}, {"cell", "phones"}, {"cell phone", "phones"}, {"telephone", "phones"},
    {"telephones", "phones"}, {"tel", "phones"}, {"tels", "phones"}, {"tel mobile", "phones"}, {"tel portable", "phones"},
    {"tel fixe", "phones"}, {"telephone mobile", "phones"}, {"telephone portable", "phones"}, {"portable", "phones"},
    {"gsm", "phones"}, {"numero", "phones", 0.7}, {"numero de telephone", "phones"}, {"n de telephone", "phones"},
    {"n tel", "phones"}, {"num tel", "phones"}, {"fixe", "phones", 0.8}, {"whatsapp", "phones", 0.9},
    {"whatsapp phone number", "phones"}, {"phone work", "phones"}, {"phone home", "phones"}, {"phone mobile", "phones"},
    {"phone other", "phones"}, {"autre telephone", "phones"},

    {"artist", "artistName"}, {"artist name", "artistName"}, {"artiste", "artistName"}, {"nom d artiste", "artistName"},
    {"nom artiste", "artistName"}, {"nom de l artiste", "artistName"}, {"nom de scene", "artistName"},
    {"stage name", "artistName"}, {"artist band", "artistName"}, {"artiste groupe", "artistName"}, {"projet", "artistName", 0.8},
    {"project", "artistName", 0.75}, {"band", "artistName", 0.95}, {"groupe", "artistName", 0.85}, {"act", "artistName", 0.8},
    {"band name", "artistName"}, {"artist project", "artistName"}, {"artiste projet", "artistName"},

    {"alias", "aliases"}, {"aliases", "aliases"}, {"aka", "aliases"}, {"a k a", "aliases"}, {"autres noms", "aliases"},
    {"pseudo", "aliases", 0.8}, {"pseudonyme", "aliases", 0.8}, {"also known as", "aliases"}, {"other names", "aliases"},

    {"genre", "genres"}, {"genres", "genres"}, {"style", "genres"}, {"styles", "genres"}, {"music genre", "genres"},
    {"music style", "genres"}, {"genre musical", "genres"}, {"genres musicaux", "genres"}, {"style musical", "genres"},
    {"styles musicaux", "genres"}, {"sous genre", "genres"}, {"subgenre", "genres"},

    {"spotify", "spotifyUrl"}, {"spotify url", "spotifyUrl"}, {"spotify link", "spotifyUrl"}, {"lien spotify", "spotifyUrl"},
    {"url spotify", "spotifyUrl"}, {"spotify artist", "spotifyUrl"}, {"spotify artist url", "spotifyUrl"},
    {"spotify artist link", "spotifyUrl"}, {"profil spotify", "spotifyUrl"}, {"spotify profile", "spotifyUrl"},
    {"page spotify", "spotifyUrl"}, {"spotify uri", "spotifyUrl"}, {"spotify id", "spotifyUrl", 0.9},

    {"budget", "budget"}, {"budget ht", "budget"}, {"budget prevu", "budget"}, {"budget estime", "budget"},
    {"budget marketing", "budget"}, {"budget campagne", "budget"}, {"budget promo", "budget"}, {"estimated budget", "budget"},
    {"campaign budget", "budget"}, {"marketing budget", "budget"}, {"deal value", "budget", 0.95}, {"value", "budget", 0.8},
    {"amount", "budget", 0.8}, {"montant", "budget", 0.8}, {"valeur", "budget", 0.8}, {"valeur de l affaire", "budget", 0.9},
    {"enveloppe", "budget", 0.8}, {"montant estime", "budget", 0.9},

    {"currency", "currency"}, {"devise", "currency"}, {"monnaie", "currency"}, {"currency of value", "currency"},
    {"deal currency", "currency"}, {"budget currency", "currency"},

    {"platform", "platforms"}, {"platforms", "platforms"}, {"plateforme", "platforms"}, {"plateformes", "platforms"},
    {"ad platforms", "platforms"}, {"channels", "platforms", 0.7}, {"canaux", "platforms", 0.7}, {"reseaux", "platforms", 0.75},
    {"plateformes visees", "platforms"}, {"target platforms", "platforms"}, {"reseaux sociaux", "platforms", 0.75},

    {"goal", "goals"}, {"goals", "goals"}, {"objective", "goals"}, {"objectives", "goals"}, {"objectif", "goals"},
    {"objectifs", "goals"}, {"campaign goal", "goals"}, {"campaign goals", "goals"}, {"but", "goals", 0.7},
    {"objectifs de campagne", "goals"}, {"besoin", "goals", 0.7}, {"besoins", "goals", 0.7},

    {"stage", "stage"}, {"deal stage", "stage"}, {"pipeline stage", "stage"}, {"etape", "stage"}, {"phase", "stage", 0.9},
    {"etape du pipeline", "stage"}, {"lead status", "stage", 0.95}, {"status", "stage", 0.85}, {"statut", "stage", 0.9},
    {"statut du lead", "stage", 0.95}, {"lifecycle stage", "stage", 0.8}, {"etat", "stage", 0.8}, {"avancement", "stage", 0.8},
    {"phase de la transaction", "stage"}, {"phase du cycle de vie", "stage", 0.8}, {"deal status", "stage", 0.75},

    {"priority", "priority"}, {"priorite", "priority"}, {"urgence", "priority", 0.9}, {"urgency", "priority", 0.9},
    {"prio", "priority"}, {"importance", "priority", 0.8},

    {"source", "source"}, {"lead source", "source"}, {"original source", "source", 0.95}, {"original traffic source", "source", 0.95},
    {"source du lead", "source"}, {"origine", "source"}, {"origin", "source"}, {"provenance", "source"},
    {"source origin", "source", 0.9}, {"source channel", "source", 0.9}, {"canal d acquisition", "source"},
    {"comment nous avez vous connu", "source"}, {"how did you hear about us", "source"},

    {"owner", "owner"}, {"contact owner", "owner"}, {"deal owner", "owner", 0.98}, {"lead owner", "owner"},
    {"proprietaire", "owner"}, {"proprietaire du contact", "owner"}, {"responsable", "owner"}, {"charge de compte", "owner"},
    {"commercial", "owner", 0.85}, {"assigned to", "owner"}, {"assigne a", "owner"}, {"attribue a", "owner"},
    {"account manager", "owner"}, {"suivi par", "owner"}, {"person owner", "owner", 0.8},

    {"release date", "releaseDate"}, {"date de sortie", "releaseDate"}, {"sortie", "releaseDate", 0.9},
    {"release", "releaseDate", 0.8}, {"date sortie", "releaseDate"}, {"sortie prevue", "releaseDate"},
    {"next release", "releaseDate"}, {"next release date", "releaseDate"}, {"prochaine sortie", "releaseDate"},
    {"sortie le", "releaseDate"}, {"date de sortie prevue", "releaseDate"},

    {"create date", "createdAt"}, {"created", "createdAt"}, {"created at", "createdAt"}, {"created on", "createdAt"},
    {"date created", "createdAt"}, {"creation date", "createdAt"}, {"date de creation", "createdAt"}, {"cree le", "createdAt"},
    {"deal created", "createdAt"}, {"deal created on", "createdAt"}, {"add time", "createdAt", 0.95},
    {"person created", "createdAt", 0.85}, {"date d ajout", "createdAt", 0.95}, {"ajoute le", "createdAt", 0.95},
    {"date d entree", "createdAt", 0.8}, {"date de premier contact", "createdAt", 0.7},

    {"country", "country"}, {"country region", "country"}, {"pays", "country"}, {"pays region", "country"},
    {"address country", "country", 0.9}, {"territoire", "country", 0.7}, {"country code", "country", 0.8},

    {"next step", "nextStep"}, {"next steps", "nextStep"}, {"next action", "nextStep"}, {"prochaine etape", "nextStep"},
    {"prochaines etapes", "nextStep"}, {"prochaine action", "nextStep"}, {"a faire", "nextStep", 0.8}, {"todo", "nextStep", 0.8},
    {"next activity", "nextStep", 0.7}, {"relance", "nextStep", 0.65},

    {"lost reason", "lostReason"}, {"closed lost reason", "lostReason"}, {"reason lost", "lostReason"},
    {"motif de perte", "lostReason"}, {"raison de perte", "lostReason"}, {"raison de la perte", "lostReason"},
    {"motif perdu", "lostReason"}, {"motif", "lostReason", 0.65},

    {"contract value", "contractValue"}, {"valeur du contrat", "contractValue"}, {"montant du contrat", "contractValue"},
    {"montant signe", "contractValue"}, {"contract amount", "contractValue"}, {"signed amount", "contractValue"},
    {"won value", "contractValue", 0.9}, {"ca signe", "contractValue", 0.9},

    {"note", "notes"}, {"notes", "notes"}, {"comment", "notes"}, {"comments", "notes"}, {"commentaire", "notes"},
    {"commentaires", "notes"}, {"remarque", "notes"}, {"remarques", "notes"}, {"description", "notes", 0.85},
    {"message", "notes", 0.85}, {"infos", "notes", 0.75}, {"observations", "notes"}, {"divers", "notes", 0.75},

    {"tag", "tags"}, {"tags", "tags"}, {"etiquette", "tags"}, {"etiquettes", "tags"}, {"label", "tags", 0.75},
    {"labels", "tags", 0.85}, {"mots cles", "tags", 0.9}, {"keywords", "tags", 0.9}, {"categorie", "tags", 0.65},
};

constexpr const char *foreign[] = {
    "id", "domain", "domaine", "opt", "opened", "clicked", "bounce", "bounced", "sent", "unsubscribed", "count", "number of",
    "nombre", "last", "dernier", "derniere", "modified", "modification", "update", "maj", "close", "closed", "expected",
    "probability", "probabilite", "team", "equipe", "followers", "abonnes", "listeners", "auditeurs", "consent", "preference",
    "organization", "organisation", "company", "societe", "entreprise", "weighted", "ip", "zip", "postal", "visible",
};

} // namespace

std::span<const ColumnTitle> columnTitles()
{
    return titles;
}

std::span<const char *const> foreignWords()
{
    return foreign;
}

} // namespace mdmc::exchange
