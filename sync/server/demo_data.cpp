// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/server/demo_data.h"

#include "core/rules/scoring.h"
#include "sync/server/demo_people.h"
#include "sync/server/working_set.h"

#include <QDateTime>

namespace mdmc::sync {

namespace {

constexpr qint64 kDayMs = 24 * 3600 * 1000;
constexpr size_t kPieceRecords = 5000; ///< One transaction each: bounds memory and the time the lock is held.

/// Time as it runs while demo records come into being, so that ids and dates agree.
class DemoClock final : public Clock {
public:
    UtcMs at = 0;
    UtcMs nowUtc() const override { return at; }
    qint64 monotonicMs() const override { return at; }
};

class DemoWriter {
public:
    DemoWriter(Store &store, const Clock &clock, Random &random, const DemoOptions &options)
        : m_store(store), m_clock(clock), m_system(random), m_random(options.seed), m_options(options)
    {
    }

    Result<> write(const std::vector<User> &users)
    {
        m_users = users;
        MDMC_TRY(readLists());
        const int campaigns = m_options.campaigns >= 0 ? m_options.campaigns : std::min(m_options.leads / 8, 2000);
        for (int i = 0; i < m_options.leads; ++i) {
            addLead(i);
            MDMC_TRY(flush(false));
        }
        for (int i = 0; i < campaigns; ++i) {
            addCampaign();
            MDMC_TRY(flush(false));
        }
        return flush(true);
    }

private:
    struct KeptLead {
        RecordId id;
        QString artist;
        QDate release;
        RecordId owner, team;
    };

    Result<> readLists()
    {
        WorkingSet rows(m_store);
        const std::vector<Pipeline> pipelines = rows.pipelines();
        if (pipelines.empty())
            return failure(ErrorCode::NotFound, QStringLiteral("the workspace has no pipeline"));
        for (const Stage &stage : rows.stages())
            if (stage.pipelineId == pipelines.front().id)
                m_stages.push_back(stage);
        for (const char *name : {"genre", "platform", "goal", "source", "lostReason"})
            for (const ListItem &item : rows.list(QString::fromLatin1(name)))
                m_lists[QString::fromLatin1(name)].append(item.key);
        m_today = QDateTime::fromMSecsSinceEpoch(m_clock.nowUtc(), Qt::UTC).date();
        return rows.check();
    }

    bool chance(int percent) { return int(m_random.below(100)) < percent; }
    QString keyOf(const QString &list) { return m_lists[list].at(int(m_random.below(quint64(m_lists[list].size())))); }
    QStringList keysOf(const QString &list, int most)
    {
        QStringList keys;
        for (quint64 i = 0, n = 1 + m_random.below(quint64(most)); i < n; ++i)
            if (const QString key = keyOf(list); !keys.contains(key))
                keys.append(key);
        return keys;
    }
    Money euros(qint64 from, qint64 to)
    {
        return {(from + qint64(m_random.below(quint64(to - from)))) / 50 * 50 * 100, QStringLiteral("EUR")};
    }

    const Stage &drawStage()
    {
        // More leads stand at the beginning of a pipeline than at its end.
        const size_t a = m_random.below(m_stages.size()), b = m_random.below(m_stages.size());
        return m_stages[chance(65) ? std::min(a, b) : a];
    }

    /// Owners are who sells: everybody but finance and readers.
    const User &drawOwner()
    {
        while (true) {
            const User &user = m_users[m_random.below(m_users.size())];
            if (user.role != QLatin1String("finance") && user.role != QLatin1String("read_only"))
                return user;
        }
    }

    QString fictionalPhone()
    {
        // ARCEP reserves 06 39 98 00 00 to 06 39 98 99 99 for fiction.
        return QStringLiteral("+33639 98").remove(u' ')
            + QStringLiteral("%1").arg(m_random.below(10'000), 4, 10, QLatin1Char('0'));
    }

    void fillContact(Lead &lead, int number)
    {
        lead.firstName = demoFirstName(m_random);
        lead.lastName = chance(90) ? demoLastName(m_random) : QString();
        const QString mailbox = foldText(lead.firstName + u'.' + lead.lastName).remove(QLatin1Char('\'')).remove(u' ');
        if (chance(92))
            lead.emails.append(QStringLiteral("%1.%2@example.org")
                                   .arg(mailbox.endsWith(u'.') ? mailbox.chopped(1) : mailbox)
                                   .arg(number + 1));
        if (chance(70))
            lead.phones.append(fictionalPhone());
        static const QStringList countries{QStringLiteral("FR"), QStringLiteral("FR"), QStringLiteral("FR"),
                                           QStringLiteral("BE"), QStringLiteral("CH"), QStringLiteral("GB"),
                                           QStringLiteral("CA")};
        lead.country = countries.at(int(m_random.below(quint64(countries.size()))));
        if (chance(75))
            lead.consent = chance(92) ? QStringLiteral("granted") : QStringLiteral("denied");
    }

    void fillBusiness(Lead &lead, const Stage &stage)
    {
        static const QString base62 = QStringLiteral("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        if (chance(60))
            for (int i = 0; i < 22; ++i)
                lead.spotifyId.append(base62.at(int(m_random.below(62))));
        lead.genres = keysOf(QStringLiteral("genre"), 2);
        lead.platforms = keysOf(QStringLiteral("platform"), 3);
        lead.goals = keysOf(QStringLiteral("goal"), 3);
        lead.source = keyOf(QStringLiteral("source"));
        if (chance(85))
            lead.budget = euros(300, 12'000);
        static const QStringList priorities{QStringLiteral("low"), QStringLiteral("normal"), QStringLiteral("normal"),
                                            QStringLiteral("high"), QStringLiteral("urgent")};
        lead.priority = priorities.at(int(m_random.below(5)));
        if (chance(65))
            lead.releaseDate = m_today.addDays(int(m_random.below(140)) - 20);
        if (stage.kind == QLatin1String("won")) {
            lead.contractValue = euros(800, 15'000);
            lead.convertedAt = lead.stageChangedAt;
        } else if (stage.kind == QLatin1String("lost")) {
            lead.lostReason = keyOf(QStringLiteral("lostReason"));
        } else if (chance(60)) {
            lead.nextStep = demoNextStep(m_random);
            lead.nextStepOn = m_today.addDays(int(m_random.below(24)) - 6);
        }
        static const QStringList tags{QStringLiteral("festival"), QStringLiteral("indé"), QStringLiteral("label"),
                                      QStringLiteral("vip"), QStringLiteral("tournée")};
        if (chance(30))
            lead.tags.append(tags.at(int(m_random.below(5))));
        if (chance(25))
            lead.notes = demoNote(m_random);
    }

    void addLead(int number)
    {
        // Created over the last 18 months, later ones more recently, so that ids come sorted.
        const qint64 span = 540 * kDayMs;
        m_time.at = m_clock.nowUtc() - span + span * number / std::max(m_options.leads, 1);
        const Stage &stage = drawStage();
        const User &owner = drawOwner();
        Lead lead;
        lead.id = RecordId::mint(m_time, m_random);
        lead.artistName = demoArtistName(m_random);
        lead.pipelineId = stage.pipelineId;
        lead.stageId = stage.id;
        lead.createdAt = m_time.at;
        lead.stageChangedAt = m_time.at + qint64(m_random.below(quint64(m_clock.nowUtc() - m_time.at) + 1));
        lead.createdBy = owner.id;
        if (!chance(4)) {
            lead.ownerId = owner.id;
            lead.teamId = owner.teamId;
        }
        fillContact(lead, number);
        fillBusiness(lead, stage);
        std::vector<Record> children;
        // With very many leads the activities of the first hundred thousand are enough to look alive.
        const int activities = number < 100'000 ? int(m_random.below(4)) : 0;
        for (int i = 0; i < activities; ++i)
            children.push_back(activityOf(lead, owner));
        if (number < 100'000 && chance(25))
            children.push_back(taskOf(lead, owner));
        lead.scoredOn = m_today;
        lead.score = scoreLead(lead, &stage, m_today).total;
        m_pending.push_back(toRecord(lead));
        m_pending.insert(m_pending.end(), children.begin(), children.end());
        if (m_kept.size() < 20'000)
            m_kept.push_back({lead.id, lead.artistName, lead.releaseDate, lead.ownerId, lead.teamId});
    }

    Record activityOf(Lead &lead, const User &author)
    {
        static const QStringList kinds{QStringLiteral("note"), QStringLiteral("call"), QStringLiteral("email"),
                                       QStringLiteral("meeting")};
        Activity activity;
        const qint64 age = m_clock.nowUtc() - *lead.createdAt;
        activity.occurredAt = *lead.createdAt + qint64(m_random.below(quint64(age) + 1));
        m_time.at = *activity.occurredAt;
        activity.id = RecordId::mint(m_time, m_random);
        m_time.at = *lead.createdAt;
        activity.subjectType = QStringLiteral("lead");
        activity.subjectId = lead.id;
        activity.kind = kinds.at(int(m_random.below(4)));
        activity.body = demoNote(m_random);
        activity.authorId = author.id;
        activity.createdAt = activity.occurredAt;
        lead.lastActivityAt = std::max(lead.lastActivityAt.value_or(0), *activity.occurredAt);
        return toRecord(activity);
    }

    Record taskOf(const Lead &lead, const User &owner)
    {
        Task task;
        task.id = RecordId::mint(m_time, m_random);
        task.subjectType = QStringLiteral("lead");
        task.subjectId = lead.id;
        task.title = demoTask(m_random);
        task.dueAt = m_clock.nowUtc() + (qint64(m_random.below(20)) - 6) * kDayMs;
        if (chance(35))
            task.doneAt = std::min(*task.dueAt, m_clock.nowUtc());
        task.assigneeId = owner.id;
        task.priority = QStringLiteral("normal");
        task.createdBy = owner.id;
        task.createdAt = lead.createdAt;
        return toRecord(task);
    }

    void addCampaign()
    {
        const KeptLead &lead = m_kept[m_random.below(m_kept.size())];
        static const QStringList statuses{QStringLiteral("draft"), QStringLiteral("active"), QStringLiteral("active"),
                                          QStringLiteral("paused"), QStringLiteral("completed")};
        Campaign campaign;
        m_time.at = m_clock.nowUtc() - qint64(m_random.below(120)) * kDayMs;
        campaign.id = RecordId::mint(m_time, m_random);
        campaign.artistName = lead.artist;
        campaign.name = lead.artist + QStringLiteral(" – ") + demoReleaseTitle(m_random);
        campaign.status = statuses.at(int(m_random.below(5)));
        campaign.startDate = m_today.addDays(int(m_random.below(60)) - 40);
        campaign.endDate = campaign.startDate.addDays(14 + int(m_random.below(45)));
        campaign.releaseDate = lead.release;
        campaign.goals = keysOf(QStringLiteral("goal"), 2);
        campaign.ownerId = lead.owner;
        campaign.teamId = lead.team;
        campaign.createdBy = lead.owner ? lead.owner : m_users.front().id;
        campaign.createdAt = m_time.at;
        std::vector<Record> children;
        qint64 total = 0;
        for (const QString &platform : keysOf(QStringLiteral("platform"), 4)) {
            CampaignLine line;
            line.id = RecordId::mint(m_time, m_random);
            line.campaignId = campaign.id;
            line.platform = platform;
            line.objective = keyOf(QStringLiteral("goal"));
            line.budget = euros(200, 4000);
            line.startDate = campaign.startDate;
            line.endDate = campaign.endDate;
            line.status = campaign.status;
            total += line.budget->minor;
            children.push_back(toRecord(line));
        }
        campaign.budget = Money{total, QStringLiteral("EUR")};
        CampaignLead link;
        link.id = RecordId::mint(m_time, m_random);
        link.campaignId = campaign.id;
        link.leadId = lead.id;
        children.push_back(toRecord(link));
        m_pending.push_back(toRecord(campaign));
        m_pending.insert(m_pending.end(), children.begin(), children.end());
    }

    Result<> flush(bool all)
    {
        if (m_pending.empty() || (!all && m_pending.size() < kPieceRecords))
            return {};
        MDMC_TRY(writeRecords(m_store, m_clock, m_system, m_pending));
        m_pending.clear();
        return {};
    }

    Store &m_store;
    const Clock &m_clock;
    Random &m_system;
    SeededRandom m_random;
    DemoOptions m_options;
    DemoClock m_time;
    QDate m_today;
    std::vector<User> m_users;
    std::vector<Stage> m_stages;
    QHash<QString, QStringList> m_lists;
    std::vector<Record> m_pending;
    std::vector<KeptLead> m_kept;
};

} // namespace

Result<std::vector<DemoAccount>> addDemoData(Store &store, Accounts &accounts, const Clock &clock, Random &random,
                                             const DemoOptions &options)
{
    if (options.leads < 0 || options.leads > 1'000'000)
        return failure(ErrorCode::InvalidInput, QStringLiteral("Demo data has 0 to 1,000,000 leads."));
    MDMC_ASSIGN(const std::optional<RecordId> present, store.userByEmail(QStringLiteral("claire@example.org")));
    if (present)
        return failure(ErrorCode::AlreadyExists, QStringLiteral("The demo accounts exist already."));
    Team teams[2];
    for (Team &team : teams)
        team.id = RecordId::mint(clock, random);
    teams[0].name = QStringLiteral("Paris");
    teams[1].name = QStringLiteral("London");
    MDMC_TRY(writeRecords(store, clock, random, {toRecord(teams[0]), toRecord(teams[1])}));
    const struct {
        const char16_t *name;
        const char *mailbox;
        const char *role;
        int team;
    } people[] = {{u"Claire Fontaine", "claire", "admin", 0},   {u"Marc Lefèvre", "marc", "manager", 0},
                  {u"Léa Moreau", "lea", "account_manager", 0}, {u"Tom Walker", "tom", "account_manager", 1},
                  {u"Nadia Benali", "nadia", "finance", 0},     {u"Owen Hughes", "owen", "read_only", 1}};
    std::vector<DemoAccount> made;
    std::vector<User> users;
    for (const auto &person : people) {
        NewUser user;
        user.name = QString::fromUtf16(person.name);
        user.email = QString::fromLatin1(person.mailbox) + QStringLiteral("@example.org");
        user.role = QString::fromLatin1(person.role);
        user.teamId = teams[person.team].id;
        // Account managers of a small agency see their team's pipeline.
        user.scope = user.role == QLatin1String("account_manager") ? QString(sightKey(Sight::Team)) : QString();
        user.password = options.password;
        MDMC_ASSIGN(User added, addUser(store, accounts, clock, random, user));
        made.push_back({added.email, added.role});
        users.push_back(std::move(added));
    }
    MDMC_TRY(DemoWriter(store, clock, random, options).write(users));
    return made;
}

} // namespace mdmc::sync
