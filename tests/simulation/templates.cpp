// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/simulation/templates.h"

#include "sync/client/replica.h"
#include "sync/protocol/merge.h"
#include "sync/server/session.h"
#include "sync/server/workspace_setup.h"
#include "tests/simulation/client_node.h"
#include "tests/simulation/trace.h"

namespace mdmc::simulation {

using namespace sync;

namespace {

const QString kPassword = QStringLiteral("correct horse 77");

template<typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("the simulation's template cannot be made: %s %s", qPrintable(errorCodeName(result.error().code)),
               qPrintable(result.error().detail));
    return std::move(*result);
}

void must(const Result<> &result)
{
    if (!result)
        qFatal("the simulation's template cannot be made: %s", qPrintable(result.error().detail));
}

EmbeddedStore::Options storeOptions(const test::SimulatedDisk &disk)
{
    return {.path = ServerNode::kPath, .key = ServerNode::key(), .create = true, .vfs = disk.name()};
}

} // namespace

Templates::Templates()
{
    ManualClock clock(SimulatedClock::kBeginning - 86'400'000);
    SeededRandom random(1);
    test::SimulatedDisk disk;
    {
        const auto store = must(EmbeddedStore::open(storeOptions(disk)));
        // The epoch is drawn where keys are: here it is the same in every process, so that traces are, too.
        must(store->database().exec("UPDATE sync_head SET epoch=CAST('simulated-epoch0' AS BLOB)"));
        const TokenIssuer tokens = must(TokenIssuer::create(QByteArray(32, 't'), clock));
        Accounts accounts(*store, tokens, clock, random, security::PasswordHasher(security::Argon2Cost::forTests()));
        const NewUser admin{QStringLiteral("Person 0"), QStringLiteral("p0@example.org"), {}, {}, {}, kPassword};
        m_people.push_back(must(createWorkspace(*store, accounts, clock, random, QStringLiteral("Simulation"), admin)));
        Team second;
        second.id = RecordId::mint(clock, random);
        second.name = QStringLiteral("Second team");
        must(writeRecords(*store, clock, random, {toRecord(second)}));
        struct Person {
            const char *role;
            const char *scope;
            bool isInSecondTeam;
        };
        const Person others[] = {{"manager", "team", false},        {"account_manager", "own", false},
                                 {"account_manager", "own", true},  {"manager", "all", true},
                                 {"account_manager", "team", true}, {"finance", "all", false},
                                 {"read_only", "all", false}};
        for (const Person &other : others) {
            const QString name = QStringLiteral("p%1").arg(m_people.size());
            m_people.push_back(must(addUser(*store, accounts, clock, random,
                                            {QStringLiteral("Person ") + name.mid(1), name + QStringLiteral("@example.org"),
                                             QString::fromLatin1(other.role), QString::fromLatin1(other.scope),
                                             other.isInSecondTeam ? second.id : m_people.front().teamId, kPassword})));
        }
    }
    furnish(disk);
    m_server = disk.image();
}

/// Some work that is under way already, of several owners.
void Templates::furnish(test::SimulatedDisk &disk)
{
    const ManualClock clock(SimulatedClock::kBeginning - 80'000'000);
    SeededRandom random(2);
    const auto store = must(EmbeddedStore::open(storeOptions(disk)));
    OperationProcessor processor(*store, clock, random);
    const RecordId writer = RecordId::mint(clock, random);
    const auto create = [&](Record record) {
        Operation operation;
        operation.type = record.type;
        operation.id = record.id;
        operation.kind = OperationKind::Create;
        operation.edits = editsOfCreate(record);
        const auto done = must(processor.submit({writer, m_people.front().id, {}}, {operation}));
        if (done.results.front().outcome != Outcome::Applied)
            qFatal("the simulation's template has an invalid record: %s", qPrintable(done.results.front().detail));
    };
    quint64 words = 0;
    std::vector<RecordId> leads;
    for (int i = 0; i < 9; ++i) {
        Lead lead;
        lead.id = RecordId::mint(clock, random);
        lead.artistName = canaryWord(++words);
        lead.notes = canaryWord(++words);
        lead.tags = QStringList{canaryWord(++words)};
        lead.ownerId = m_people[size_t(i % 6)].id;
        create(toRecord(lead));
        leads.push_back(lead.id);
    }
    for (int i = 0; i < 2; ++i) {
        Campaign campaign;
        campaign.id = RecordId::mint(clock, random);
        campaign.name = canaryWord(++words);
        campaign.ownerId = m_people[size_t(i * 2)].id;
        create(toRecord(campaign));
        CampaignLine line;
        line.id = RecordId::mint(clock, random);
        line.campaignId = campaign.id;
        line.platform = QStringLiteral("tiktok");
        line.notes = canaryWord(++words);
        create(toRecord(line));
        create(toRecord(CampaignLead{RecordId::mint(clock, random), campaign.id, leads[size_t(i)]}));
        Activity note;
        note.id = RecordId::mint(clock, random);
        note.subjectType = QStringLiteral("lead");
        note.subjectId = leads[size_t(i + 2)];
        note.kind = QStringLiteral("note");
        note.body = canaryWord(++words);
        create(toRecord(note));
        Task task;
        task.id = RecordId::mint(clock, random);
        task.title = canaryWord(++words);
        task.assigneeId = m_people[size_t(i + 1)].id;
        create(toRecord(task));
    }
}

const test::SimulatedDisk::Image &Templates::replica(int slot, int person, bool isFresh)
{
    const auto key = std::make_tuple(slot, person, isFresh);
    auto found = m_replicas.find(key);
    if (found == m_replicas.end())
        found = m_replicas.emplace(key, makeReplica(slot, person, isFresh)).first;
    return found->second;
}

test::SimulatedDisk::Image Templates::makeReplica(int slot, int person, bool isFresh)
{
    ManualClock clock(SimulatedClock::kBeginning - 3'600'000);
    SeededRandom random(diceOf(quint64(slot), quint64(person), isFresh));
    test::SimulatedDisk disk;
    const User &user = m_people[size_t(person)];
    {
        auto database = must(storage::Database::open({.path = ClientNode::kPath, .key = ClientNode::key(), .create = true,
                                                      .cacheKib = 2048, .vfs = disk.name()}));
        const auto replica = must(Replica::open(std::move(database), clock, random));
        must(replica->setOwner({user, QStringLiteral("https://simulation.example"), QStringLiteral("Simulation")}));
        if (!isFresh) {
            test::SimulatedDisk serverDisk(m_server);
            const auto store = must(EmbeddedStore::open(storeOptions(serverDisk)));
            OperationProcessor processor(*store, clock, random);
            SyncSession session({*store, processor, clock, {}, QStringLiteral("Simulation"), SyncSession::Kind::Request,
                                 {}, {}, nullptr},
                                actorFor(user));
            const auto welcome = std::get<Welcome>(session.handle(must(replica->hello())).front());
            must(replica->beginSnapshot(welcome.epoch, welcome.scopeTag, welcome.floor));
            for (bool isComplete = false; !isComplete;) {
                const auto request = must(replica->nextSnapshotPage(5000));
                const auto page = std::get<SnapshotPage>(session.handle(request).front());
                isComplete = must(replica->applySnapshotPage(page)).isComplete;
            }
        }
    }
    return disk.image();
}

} // namespace mdmc::simulation
