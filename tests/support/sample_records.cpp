// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/sample_records.h"

#include "core/base/random.h"
#include "core/rules/scoring.h"

namespace mdmc::test {

namespace {

const char *const kFirst[] = {"Neon",    "Velvet",  "Aube",   "Minuit", "Saudade", "Cobalt", "Lune",
                              "Ophélie", "Mistral", "Zéphyr", "Ambre",  "Karma",   "Orage",  "Sable",
                              "Indigo",  "Nour",    "Écho",   "Polar",  "Rosa",    "Vega"};
const char *const kSecond[] = {"Motel",  "Parade",  "Rivière", "Club",     "Sisters", "Avenue", "Hôtel",  "Machine",
                               "Boréal", "Fantôme", "Signal",  "Tropique", "Kids",    "Palace", "Désert", "Radio"};
const char *const kNames[][2] = {{"Inès", "Caron"}, {"Yanis", "Benali"}, {"Chloé", "Lefèvre"}, {"Marta", "Oliveira"},
                                 {"Idris", "Koné"}, {"Jonas", "Weber"},  {"Awa", "Diop"},      {"Léo", "d'Amboise"}};
const char *const kSteps[] = {"Call about the budget",
                              "Send the proposal",
                              "Ask for the release plan",
                              "Meet at the studio",
                              "Agree on the media split",
                              "Check the smart link",
                              ""};
const char *const kGenres[] = {"pop", "rap", "rnb", "afro", "electro", "latin"};
const char *const kPlatforms[] = {"meta", "tiktok", "google", "spotify", "influence"};
const char *const kPriorities[] = {"low", "normal", "normal", "high", "urgent"};
const char *const kSources[] = {"form", "instagramDm", "referral", "label", "event"};

template <size_t N> QString pick(Random &random, const char *const (&from)[N])
{
    return QString::fromUtf8(from[random.below(N)]);
}

Lead sampleLead(Random &random, const std::vector<Stage> &stages, const std::vector<User> &users, QDate today, int i)
{
    Lead lead;
    lead.id = RecordId::mint();
    const UtcMs now = QDateTime(today, QTime(9, 0), Qt::UTC).toMSecsSinceEpoch();
    const auto &name = kNames[random.below(std::size(kNames))];
    lead.firstName = QString::fromUtf8(name[0]);
    lead.lastName = QString::fromUtf8(name[1]);
    lead.artistName = pick(random, kFirst) + QLatin1Char(' ') + pick(random, kSecond);
    if (i >= int(std::size(kFirst) * std::size(kSecond)))
        lead.artistName += QStringLiteral(" %1").arg(i);
    lead.emails = {QStringLiteral("artist%1@music.example").arg(i)};
    lead.phones = {QStringLiteral("+3363998%1").arg(i % 10000, 4, 10, QLatin1Char('0'))};
    lead.genres = {pick(random, kGenres)};
    lead.platforms = {pick(random, kPlatforms)};
    if (const QString more = pick(random, kPlatforms); random.below(2) && !lead.platforms.contains(more))
        lead.platforms << more;
    lead.goals = {QStringLiteral("streams")};
    const Stage &stage = stages[std::min(random.below(stages.size()), random.below(stages.size()))];
    lead.stageId = stage.id;
    lead.pipelineId = stage.pipelineId;
    lead.stageChangedAt = now - qint64(random.below(20)) * 86'400'000;
    lead.priority = pick(random, kPriorities);
    if (random.below(8))
        lead.budget = Money{qint64(5 + random.below(80)) * 10'000};
    if (stage.kind == QLatin1String("won"))
        lead.contractValue = Money{qint64(10 + random.below(60)) * 10'000};
    if (stage.kind == QLatin1String("lost"))
        lead.lostReason = QStringLiteral("budget");
    if (random.below(10) && !users.empty())
        lead.ownerId = users[random.below(users.size())].id;
    lead.createdAt = now - qint64(10 + random.below(80)) * 86'400'000;
    lead.lastActivityAt = now - qint64(random.below(30)) * 43'200'000;
    lead.source = pick(random, kSources);
    lead.releaseDate = today.addDays(int(random.below(90)));
    lead.nextStep = pick(random, kSteps);
    if (!lead.nextStep.isEmpty())
        lead.nextStepOn = today.addDays(int(random.below(14)) - 4);
    lead.country = QStringLiteral("FR");
    lead.consent = QStringLiteral("granted");
    lead.score = scoreLead(lead, &stage, today).total;
    lead.scoredOn = today;
    return lead;
}

} // namespace

std::vector<RecordId> addSampleLeads(TestWorkspace &workspace, int count, QDate today, quint64 seed)
{
    SeededRandom random(seed);
    const std::vector<Stage> stages = workspace.rules.stages();
    const std::vector<User> users = workspace.rules.users();
    std::vector<RecordId> ids;
    workspace.beginBulk();
    for (int i = 0; i < count; ++i) {
        const Lead lead = sampleLead(random, stages, users, today, i);
        workspace.put(lead);
        ids.push_back(lead.id);
    }
    workspace.endBulk();
    return ids;
}

void addSampleHistory(TestWorkspace &workspace, const std::vector<RecordId> &leads, QDate today)
{
    const UtcMs now = QDateTime(today, QTime(8, 30), Qt::UTC).toMSecsSinceEpoch();
    const RecordId me = workspace.actor().userId;
    const struct {
        const char *kind;
        const char *body;
        int hoursAgo;
    } events[] = {
        {"call",
         "Spoke for ten minutes. They want TikTok first, then Meta for the album.\nBudget to be confirmed by Friday.",
         3},
        {"email", "Sent the case study of the last campaign.", 27},
        {"meeting", "Met at the studio: two singles before summer, clip ready in March.", 80},
        {"note", "Manager is on parental leave until the 14th.", 200}};
    const char *const tasks[] = {"Prepare the media plan", "Call back about the contract", "Collect the visuals"};
    for (size_t i = 0; i < leads.size(); ++i) {
        for (const auto &event : events)
            workspace.put(Activity{RecordId::mint(), QStringLiteral("lead"), leads[i], QString::fromUtf8(event.kind),
                                   QString::fromUtf8(event.body), now - event.hoursAgo * 3'600'000ll,
                                   event.hoursAgo > 50 ? workspace.colleague() : me,
                                   now - event.hoursAgo * 3'600'000ll});
        int day = -2;
        for (const char *title : tasks) {
            workspace.put(Task{RecordId::mint(),
                               QStringLiteral("lead"),
                               leads[i],
                               QString::fromUtf8(title),
                               now + day * 86'400'000ll,
                               {},
                               me,
                               QStringLiteral("normal"),
                               {},
                               me,
                               now});
            day += 2;
        }
    }
    const char *const names[] = {"Spring singles", "Album launch", "Clip push", "Tour warm-up"};
    const char *const statuses[] = {"active", "draft", "paused", "completed"};
    for (int i = 0; i < 4; ++i) {
        Campaign campaign;
        campaign.id = RecordId::mint();
        campaign.name = QString::fromUtf8(names[i]);
        campaign.artistName =
            leads.empty() ? QString() : workspace.get<Lead>(leads[size_t(i) % leads.size()]).artistName;
        campaign.status = QString::fromUtf8(statuses[i]);
        campaign.budget = Money{400'000 + i * 150'000};
        campaign.startDate = today.addDays(-20 + i * 6);
        campaign.endDate = today.addDays(12 + i * 9);
        campaign.ownerId = me;
        campaign.createdBy = me;
        campaign.createdAt = now;
        workspace.put(campaign);
        for (const char *platform : {"meta", "tiktok"}) {
            CampaignLine line;
            line.id = RecordId::mint();
            line.campaignId = campaign.id;
            line.platform = QString::fromUtf8(platform);
            line.objective = QStringLiteral("TRAFFIC");
            line.budget = Money{180'000};
            line.startDate = campaign.startDate;
            line.endDate = campaign.endDate;
            line.status = campaign.status;
            workspace.put(line);
        }
        if (!leads.empty())
            workspace.put(CampaignLead{RecordId::mint(), campaign.id, leads[size_t(i) % leads.size()]});
    }
}

} // namespace mdmc::test
