// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/rules/default_lists.h"
#include "sync/protocol/merge.h"
#include "sync/server/change_feed.h"
#include "sync/server/decision.h"
#include "sync/server/embedded_store.h"
#include "sync/server/operation_processor.h"
#include "sync/server/workspace_setup.h"
#include "tests/support/simulated_disk.h"

#include <QTest>

namespace mdmc::sync::test {

/// A workspace in a real store in memory: two teams, one person of each kind, one stage of each kind.
class Workspace {
public:
    /// `disk`: in a file there instead of in memory; outlives the fixture.
    explicit Workspace(mdmc::test::SimulatedDisk *disk = nullptr) : m_disk(disk)
    {
        if (const auto opened = open(); !opened)
            qFatal("%s", qPrintable(opened.error().detail));
        for (Team *team : {&paris, &london})
            team->id = RecordId::mint(clock, random);
        paris.name = QStringLiteral("Paris");
        london.name = QStringLiteral("London");
        admin = person(u"admin", Role::Admin, Sight::All, paris);
        boss = person(u"boss", Role::Manager, Sight::Team, paris);
        ana = person(u"ana", Role::AccountManager, Sight::Own, paris);
        ben = person(u"ben", Role::AccountManager, Sight::Own, paris);
        tom = person(u"tom", Role::AccountManager, Sight::Team, london);
        fin = person(u"fin", Role::Finance, Sight::All, paris);
        eye = person(u"eye", Role::ReadOnly, Sight::All, paris);
        std::vector<Record> records{toRecord(paris), toRecord(london)};
        for (const User *user : {&admin, &boss, &ana, &ben, &tom, &fin, &eye})
            records.push_back(toRecord(*user));
        for (Record &record : defaultWorkspaceRecords(clock, random)) {
            if (record.type == EntityType::Stage) {
                const Stage stage = fromRecord<Stage>(record);
                stages.insert({stage.kind, stage});
                if (stage.kind == QLatin1String("open"))
                    openStages.push_back(stage);
            }
            records.push_back(std::move(record));
        }
        if (const auto done = writeRecords(*store, clock, random, records); !done)
            qFatal("%s", qPrintable(done.error().detail));
        clock.advance(1000);
    }

    Result<> open()
    {
        processor.reset();
        store.reset();
        EmbeddedStore::Options options{QStringLiteral(":memory:"), *security::SecretKey::fromBytes(QByteArray(32, 'k')), true};
        if (m_disk) {
            options.path = QStringLiteral("workspace.db");
            options.vfs = m_disk->name();
        }
        MDMC_ASSIGN(store, EmbeddedStore::open(options));
        processor = std::make_unique<OperationProcessor>(*store, clock, random);
        return {};
    }

    User person(QStringView name, Role role, Sight sight, const Team &team)
    {
        User user;
        user.id = RecordId::mint(clock, random);
        user.name = name.toString();
        user.email = name.toString() + QStringLiteral("@example.org");
        user.role = roleKey(role);
        user.scope = sightKey(sight);
        user.teamId = team.id;
        return user;
    }

    qint64 head() { return store->head().value().seq; }
    Record row(EntityType type, const RecordId &id) { return store->load({type, id}).value().value(); }
    Lead lead(const RecordId &id) { return fromRecord<Lead>(row(EntityType::Lead, id)); }
    std::vector<Conflict> conflicts()
    {
        std::vector<Conflict> all;
        const std::vector<Record> records = store->all(EntityType::Conflict).value();
        for (const Record &record : records)
            all.push_back(fromRecord<Conflict>(record));
        return all;
    }
    Cursor cursor() { return store->head().value().cursor(); }

    ManualClock clock;
    SeededRandom random{42};
    std::unique_ptr<EmbeddedStore> store;
    std::unique_ptr<OperationProcessor> processor;
    Team paris, london;
    User admin, boss, ana, ben, tom, fin, eye;
    std::map<QString, Stage> stages; ///< One of each kind.
    std::vector<Stage> openStages;

private:
    mdmc::test::SimulatedDisk *m_disk;
};

inline int at(EntityType type, const char *field)
{
    const int position = entityInfo(type).indexOf(QLatin1String(field));
    Q_ASSERT(position >= 0);
    return position;
}

inline FieldEdit assign(const char *field, Value value, qint64 base = 0, EntityType type = EntityType::Lead)
{
    return {at(type, field), EditAction::Assign, std::move(value), base};
}

/// A client of one person as the outbox makes it: numbers its operations and remembers nothing else.
class TestClient {
public:
    TestClient(Workspace &workspace, const User &user)
        : id(RecordId::mint(workspace.clock, workspace.random)), m_w(workspace), m_user(user)
    {
    }

    Operation make(OperationKind kind, EntityType type, const RecordId &record, std::vector<FieldEdit> edits = {})
    {
        Operation op;
        op.n = ++n;
        op.group = op.n;
        op.kind = kind;
        op.type = type;
        op.id = record;
        op.edits = std::move(edits);
        op.editedAt = m_w.clock.nowUtc();
        op.actor = m_user.id;
        return op;
    }

    std::vector<OperationResult> push(const std::vector<Operation> &operations)
    {
        const auto outcome = m_w.processor->push({id, m_user.id, QStringLiteral("test")}, operations);
        if (!outcome)
            qFatal("push failed: %s", qPrintable(outcome.error().detail));
        return outcome->results;
    }
    OperationResult push(const Operation &operation) { return push(std::vector<Operation>{operation}).front(); }

    OperationResult run(OperationKind kind, EntityType type, const RecordId &record, std::vector<FieldEdit> edits = {})
    {
        return push(make(kind, type, record, std::move(edits)));
    }
    OperationResult patch(const RecordId &lead, std::vector<FieldEdit> edits)
    {
        return run(OperationKind::Patch, EntityType::Lead, lead, std::move(edits));
    }

    Operation makeLead(const QString &artist, std::vector<FieldEdit> more = {})
    {
        more.push_back(assign("artistName", Value(artist)));
        return make(OperationKind::Create, EntityType::Lead, RecordId::mint(m_w.clock, m_w.random), std::move(more));
    }
    RecordId createLead(const QString &artist, std::vector<FieldEdit> more = {})
    {
        const Operation op = makeLead(artist, std::move(more));
        const OperationResult result = push(op);
        if (result.outcome != Outcome::Applied)
            qFatal("create refused: %s %s", qPrintable(result.detail), qPrintable(result.field));
        return op.id;
    }

    RecordId id;
    qint64 n = 0;

private:
    Workspace &m_w;
    User m_user;
};

} // namespace mdmc::sync::test
