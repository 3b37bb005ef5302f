// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/default_lists.h"

namespace mdmc {

namespace {

struct StageSeed {
    const char *nameEn;
    const char *nameFr;
    const char *kind;
    int probability;
    int rottenAfterDays;
    int colour;
};

const StageSeed kStages[] = {
    {"New", "Nouveau", "open", 5, 3, 0},
    {"Contacted", "Contacté", "open", 10, 7, 1},
    {"Qualified", "Qualifié", "open", 25, 14, 2},
    {"Brief or audit received", "Brief ou audit reçu", "open", 35, 14, 3},
    {"Proposal sent", "Proposition envoyée", "open", 50, 10, 5},
    {"Negotiation", "Négociation", "open", 70, 14, 7},
    {"Verbal agreement", "Accord oral", "open", 90, 7, 6},
    {"Won", "Gagné", "won", 100, 0, 6},
    {"Lost", "Perdu", "lost", 0, 0, 4},
    {"On hold", "En veille", "parked", 5, 60, 0},
};

struct ItemSeed {
    const char *list;
    const char *key;
    const char *labelEn;
    const char *labelFr;
    int colour;
};

// The key is what records store: once released it never changes. Lists in the order in which they are shown.
const ItemSeed kItems[] = {
    {"priority", "low", "Low", "Basse", 0},
    {"priority", "normal", "Normal", "Normale", 1},
    {"priority", "high", "High", "Haute", 5},
    {"priority", "urgent", "Urgent", "Urgente", 4},

    {"source", "form", "Web form", "Formulaire", 0},
    {"source", "email", "E-mail", "E-mail", 0},
    {"source", "instagramDm", "Instagram message", "Message Instagram", 0},
    {"source", "tiktokDm", "TikTok message", "Message TikTok", 0},
    {"source", "referral", "Referral", "Recommandation", 0},
    {"source", "label", "Label", "Label", 0},
    {"source", "event", "Event", "Événement", 0},
    {"source", "import", "Import", "Import", 0},
    {"source", "other", "Other", "Autre", 0},

    {"platform", "meta", "Meta (Facebook, Instagram)", "Meta (Facebook, Instagram)", 1},
    {"platform", "tiktok", "TikTok", "TikTok", 7},
    {"platform", "google", "Google and YouTube", "Google et YouTube", 4},
    {"platform", "spotify", "Spotify", "Spotify", 2},
    {"platform", "playlistPitching", "Playlist pitching", "Pitch playlists", 3},
    {"platform", "influence", "Influencers", "Influence", 5},
    {"platform", "press", "Press", "Presse", 6},
    {"platform", "other", "Other", "Autre", 0},

    {"goal", "awareness", "Awareness", "Notoriété", 0},
    {"goal", "videoViews", "Video views", "Vues du clip", 0},
    {"goal", "streams", "Streams", "Streams", 0},
    {"goal", "preSaves", "Pre-saves", "Pré-saves", 0},
    {"goal", "followers", "Followers", "Abonnés", 0},
    {"goal", "smartLinkTraffic", "Smart link traffic", "Trafic smart link", 0},
    {"goal", "ticketing", "Ticket sales", "Billetterie", 0},
    {"goal", "merch", "Merchandise", "Merchandising", 0},
    {"goal", "emailList", "Mailing list", "Base e-mail", 0},

    {"genre", "pop", "Pop", "Pop", 0},
    {"genre", "rap", "Rap/Hip-hop", "Rap/Hip-hop", 0},
    {"genre", "rnb", "R&B/Soul", "R&B/Soul", 0},
    {"genre", "afro", "Afro/Amapiano", "Afro/Amapiano", 0},
    {"genre", "dancehall", "Dancehall/Reggae", "Dancehall/Reggae", 0},
    {"genre", "latin", "Latin/Reggaeton", "Latin/Reggaeton", 0},
    {"genre", "electro", "Electronic/House/Techno", "Électro/House/Techno", 0},
    {"genre", "drumAndBass", "Drum & Bass", "Drum & Bass", 0},
    {"genre", "rock", "Rock", "Rock", 0},
    {"genre", "metal", "Metal", "Metal", 0},
    {"genre", "indie", "Indie/Alternative", "Indie/Alternative", 0},
    {"genre", "folk", "Folk/Chanson", "Folk/Chanson", 0},
    {"genre", "frenchVariety", "French variety", "Variété française", 0},
    {"genre", "jazz", "Jazz", "Jazz", 0},
    {"genre", "classical", "Classical", "Classique", 0},
    {"genre", "gospel", "Gospel", "Gospel", 0},
    {"genre", "world", "World", "Musiques du monde", 0},
    {"genre", "country", "Country", "Country", 0},
    {"genre", "lofi", "Lo-fi/Ambient", "Lo-fi/Ambient", 0},
    {"genre", "soundtrack", "Soundtrack", "Bande originale", 0},
    {"genre", "children", "Children's music", "Jeunesse", 0},
    {"genre", "other", "Other", "Autre", 0},

    {"lostReason", "budget", "Budget too small", "Budget insuffisant", 0},
    {"lostReason", "timing", "Bad timing", "Mauvais moment", 0},
    {"lostReason", "competitor", "Chose a competitor", "Parti chez un concurrent", 0},
    {"lostReason", "noReply", "No reply", "Sans réponse", 0},
    {"lostReason", "notAFit", "Not a fit", "Ne correspond pas à l’agence", 0},
    {"lostReason", "inHouse", "Done in-house", "Géré en interne", 0},
    {"lostReason", "other", "Other", "Autre", 0},
};

Record pipelineRecord(const RecordId &id)
{
    Pipeline pipeline;
    pipeline.id = id;
    pipeline.name = QStringLiteral("Pipeline");
    return toRecord(pipeline);
}

Record stageRecord(const StageSeed &seed, const RecordId &id, const RecordId &pipelineId, qint64 position)
{
    Stage stage;
    stage.id = id;
    stage.pipelineId = pipelineId;
    stage.nameEn = QString::fromUtf8(seed.nameEn);
    stage.nameFr = QString::fromUtf8(seed.nameFr);
    stage.kind = QString::fromLatin1(seed.kind);
    stage.probability = seed.probability;
    stage.position = position;
    stage.rottenAfterDays = seed.rottenAfterDays;
    stage.colour = seed.colour;
    return toRecord(stage);
}

Record itemRecord(const ItemSeed &seed, const RecordId &id, qint64 position)
{
    ListItem item;
    item.id = id;
    item.list = QString::fromLatin1(seed.list);
    item.key = QString::fromLatin1(seed.key);
    item.labelEn = QString::fromUtf8(seed.labelEn);
    item.labelFr = QString::fromUtf8(seed.labelFr);
    item.position = position;
    item.colour = seed.colour;
    return toRecord(item);
}

} // namespace

std::vector<Record> defaultWorkspaceRecords(const Clock &clock, Random &random)
{
    std::vector<Record> records;
    records.reserve(1 + std::size(kStages) + std::size(kItems));
    const RecordId pipelineId = RecordId::mint(clock, random);
    records.push_back(pipelineRecord(pipelineId));
    qint64 position = 0;
    for (const StageSeed &seed : kStages)
        records.push_back(stageRecord(seed, RecordId::mint(clock, random), pipelineId, position++));
    QLatin1String list;
    for (const ItemSeed &seed : kItems) {
        if (list != QLatin1String(seed.list)) {
            list = QLatin1String(seed.list);
            position = 0;
        }
        records.push_back(itemRecord(seed, RecordId::mint(clock, random), position++));
    }
    return records;
}

} // namespace mdmc
