// SPDX-License-Identifier: GPL-3.0-or-later
#include "lying_fixture.h"
#include "store_dump.h"

using namespace mdmc;
using namespace mdmc::sync;
using namespace mdmc::sync::test;

namespace {

using MakeLie = std::function<std::vector<Operation>(Stand &)>;

/// The same result but for its number.
OperationResult anonymous(OperationResult result)
{
    result.n = 0;
    return result;
}

} // namespace

Q_DECLARE_METATYPE(MakeLie)

class TestLyingClient : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void operations_data();
    void operations();
    void whatIsOutOfSightAnswersAsWhatIsNotThere();
    void serverFieldsStayTheServers();
    void consentIsNotForgedByAStaleEdit();
    void numbers_data();
    void numbers();
    void othersClientIds();
    void othersResults();
    void readingShowsOwnRowsOnly();
    void oddRequests_data();
    void oddRequests();
    void messagesOutOfTurn();
    void clientIdsAreNotChangedForEver();
    void largePushes();
};

void TestLyingClient::operations_data()
{
    QTest::addColumn<MakeLie>("make");
    QTest::addColumn<int>("reason");
    using enum RejectReason;
    using enum OperationKind;
    const auto row = [](const char *name, RejectReason reason, MakeLie make) { QTest::newRow(name) << make << int(reason); };
    const auto one = [&](const char *name, RejectReason reason, std::function<Operation(Stand &)> make) {
        row(name, reason, [make](Stand &s) { return std::vector{make(s)}; });
    };
    one("as another person", Permission, [](Stand &s) {
        Operation op = s.note(s.own);
        op.actor = s.Workspace::ben.id;
        return op;
    });
    one("as nobody", Permission, [](Stand &s) {
        Operation op = s.note(s.own);
        op.actor = {};
        return op;
    });
    one("for another owner", Permission,
        [](Stand &s) { return s.ana.makeLead(QStringLiteral("Gift"), {assign("ownerId", s.Workspace::ben.id)}); });
    one("taking another's record", ScopeLost, [](Stand &s) {
        return s.op(Patch, s.hidden, {assign("ownerId", s.Workspace::ana.id, s.base)});
    });
    one("deleting another's record", ScopeLost, [](Stand &s) { return s.op(Delete, s.hidden); });
    one("another's record once more", IdReused, [](Stand &s) {
        Operation op = s.ana.makeLead(QStringLiteral("Hidden"));
        op.id = s.hidden;
        return op;
    });
    one("below another's record", ScopeLost, [](Stand &s) {
        using enum EntityType;
        return s.op(Create, s.newId(),
                    {s.of(Activity, "subjectType", QStringLiteral("lead")), s.of(Activity, "subjectId", s.hidden),
                     s.of(Activity, "kind", QStringLiteral("note")), s.of(Activity, "body", QStringLiteral("x"))},
                    Activity);
    });
    one("below a kind of record that there is not", Validation, [](Stand &s) {
        using enum EntityType;
        return s.op(Create, s.newId(),
                    {s.of(Task, "subjectType", QStringLiteral("nonsense")), s.of(Task, "subjectId", s.own),
                     s.of(Task, "title", QStringLiteral("x"))},
                    Task);
    });
    one("own promotion", Permission, [](Stand &s) {
        return s.op(Patch, s.Workspace::ana.id, {s.of(EntityType::User, "role", QStringLiteral("admin"))},
                    EntityType::User);
    });
    one("own sight", Permission, [](Stand &s) {
        return s.op(Patch, s.Workspace::ana.id, {s.of(EntityType::User, "scope", QStringLiteral("all"))},
                    EntityType::User);
    });
    one("another's name", Permission, [](Stand &s) {
        return s.op(Patch, s.Workspace::ben.id, {s.of(EntityType::User, "name", QStringLiteral("x"))}, EntityType::User);
    });
    one("deleting a stage", Permission,
        [](Stand &s) { return s.op(Delete, s.openStages.front().id, {}, EntityType::Stage); });
    one("an invented conflict", Permission, [](Stand &s) {
        using enum EntityType;
        return s.op(Create, s.newId(),
                    {s.of(Conflict, "subjectType", QStringLiteral("lead")), s.of(Conflict, "subjectId", s.own),
                     s.of(Conflict, "field", QStringLiteral("notes"))},
                    Conflict);
    });
    one("a stage that there is not", ReferenceMissing,
        [](Stand &s) { return s.op(Patch, s.own, {assign("stageId", s.newId(), s.base)}); });
    one("a consent that there is not", Validation,
        [](Stand &s) { return s.op(Patch, s.own, {assign("consent", QStringLiteral("forever"), s.base)}); });
    one("an amount beyond measure", Validation,
        [](Stand &s) { return s.op(Patch, s.own, {assign("budget", Money{kHuge, QStringLiteral("EUR")}, s.base)}); });
    one("a negative amount", Validation, [](Stand &s) {
        return s.op(Patch, s.own, {assign("budget", Money{-kHuge, QStringLiteral("EUR")}, s.base)});
    });
    one("a date beyond the calendar", Validation,
        [](Stand &s) { return s.op(Patch, s.own, {assign("releaseDate", QDate(2'000'000, 1, 1), s.base)}); });
    one("a time beyond measure", Validation, [](Stand &s) {
        using enum EntityType;
        return s.op(Create, s.newId(),
                    {s.of(Task, "subjectType", QStringLiteral("lead")), s.of(Task, "subjectId", s.own),
                     s.of(Task, "title", QStringLiteral("x")), s.of(Task, "dueAt", Value(kHuge))},
                    Task);
    });
    one("a field beyond its size", TooLarge, [](Stand &s) { return s.note(s.own, QString(70'000, u'x')); });
    one("an operation beyond its size", TooLarge, [](Stand &s) {
        Operation op = s.note(s.own);
        for (const char *field : {"firstName", "lastName", "nextStep", "artistName", "lostReason"})
            op.edits.push_back(assign(field, QString(60'000, u'x'), s.base));
        return op;
    });
    one("a set that is no set", Validation, [](Stand &s) {
        Operation op = s.note(s.own);
        op.edits.front().action = EditAction::Add;
        return op;
    });
    one("a schema of tomorrow", SchemaTooNew, [](Stand &s) {
        Operation op = s.note(s.own);
        op.schemaVersion = kSchemaVersion + 1;
        return op;
    });
    one("a schema before all", SchemaTooOld, [](Stand &s) {
        Operation op = s.note(s.own);
        op.schemaVersion = -1;
        return op;
    });
    one("a group without its end", Validation, [](Stand &s) {
        Operation op = s.note(s.own);
        op.groupSize = 3;
        return op;
    });
    row("a group with a gap", Validation, [](Stand &s) {
        Operation first = s.note(s.own), second = s.note(s.own);
        s.ana.n = second.n = first.n + 2;
        second.group = first.group;
        first.groupSize = second.groupSize = 3;
        return std::vector{first, second};
    });
    row("a group of which one is refused", Validation, [](Stand &s) {
        Operation first = s.op(Patch, s.own, {assign("consent", QStringLiteral("forever"), s.base)}), second = s.note(s.own);
        second.group = first.group;
        first.groupSize = second.groupSize = 2;
        return std::vector{first, second};
    });
}

void TestLyingClient::operations()
{
    QFETCH(MakeLie, make);
    QFETCH(int, reason);
    Stand s;
    SyncSession session = s.greeted(s.Workspace::ana, s.ana);
    const std::vector<Operation> lies = make(s);
    const QByteArray before = dumpOf(*s.store);
    const Message reply = s.answer(session, Push{lies});
    QVERIFY(std::holds_alternative<PushResult>(reply));
    const PushResult &pushed = std::get<PushResult>(reply);
    QCOMPARE(pushed.results.size(), lies.size());
    QCOMPARE(rejectReasonName(pushed.results.front().reason), rejectReasonName(RejectReason(reason)));
    for (const OperationResult &result : pushed.results) {
        QCOMPARE(result.outcome, Outcome::Rejected);
        QVERIFY(!result.detail.isEmpty());
        QVERIFY(!result.serverRow || result.serverRow->id != s.hidden);
    }
    QCOMPARE(dumpOf(*s.store), before);
    // Lied once more, it is the same answer.
    QCOMPARE(std::get<PushResult>(s.answer(session, Push{lies})).results.front().reason, RejectReason(reason));
    QCOMPARE(dumpOf(*s.store), before);
    QVERIFY(s.benCanWork());
    QCOMPARE(s.ana.run(OperationKind::Patch, EntityType::Lead, s.own, {assign("notes", QStringLiteral("honest"), s.base)}).outcome,
             Outcome::Applied);
}

void TestLyingClient::whatIsOutOfSightAnswersAsWhatIsNotThere()
{
    Stand s;
    const QByteArray before = dumpOf(*s.store);
    const auto both = [&](OperationKind kind, EntityType type, auto edits) {
        const OperationResult there = s.ana.run(kind, type, s.hidden, edits(s.hidden));
        const RecordId nowhere = s.newId();
        const OperationResult none = s.ana.run(kind, type, nowhere, edits(nowhere));
        QCOMPARE(there.outcome, Outcome::Rejected);
        QCOMPARE(anonymous(there), anonymous(none));
    };
    const auto noEdits = [](const RecordId &) { return std::vector<FieldEdit>(); };
    const auto notes = [&](const RecordId &) { return std::vector{assign("notes", QStringLiteral("x"), s.base)}; };
    both(OperationKind::Patch, EntityType::Lead, notes);
    both(OperationKind::Delete, EntityType::Lead, noEdits);
    both(OperationKind::Undelete, EntityType::Lead, noEdits);
    both(OperationKind::Undelete, EntityType::Lead, notes);
    const auto task = [&](const RecordId &lead) {
        using enum EntityType;
        const OperationResult result = s.ana.run(OperationKind::Create, Task, s.newId(),
                                                 {s.of(Task, "subjectType", QStringLiteral("lead")), s.of(Task, "subjectId", lead),
                                                  s.of(Task, "title", QStringLiteral("x"))});
        return anonymous(result);
    };
    QCOMPARE(task(s.hidden), task(s.newId()));
    QCOMPARE(task(s.hidden).outcome, Outcome::Rejected);
    QCOMPARE(dumpOf(*s.store), before);
    // Nor does it help when the record is gone.
    s.ben.run(OperationKind::Delete, EntityType::Lead, s.hidden);
    both(OperationKind::Patch, EntityType::Lead, notes);
    QCOMPARE(task(s.hidden), task(s.newId()));
}

void TestLyingClient::serverFieldsStayTheServers()
{
    Stand s;
    const QByteArray before = dumpOf(*s.store);
    const OperationResult result =
        s.ana.patch(s.own, {assign("score", Value(qint64(100)), kHuge), assign("createdBy", s.Workspace::ben.id, kHuge),
                            assign("createdAt", Value(qint64(1)), kHuge), assign("lastActivityAt", Value(kHuge), kHuge)});
    QVERIFY(result.outcome == Outcome::Applied || !result.detail.isEmpty());
    QCOMPARE(dumpOf(*s.store), before);
    using enum EntityType;
    const RecordId activity = s.newId();
    s.ana.run(OperationKind::Create, Activity, activity,
              {s.of(Activity, "subjectType", QStringLiteral("lead")), s.of(Activity, "subjectId", s.own),
               s.of(Activity, "kind", QStringLiteral("call")), s.of(Activity, "body", QStringLiteral("x")),
               s.of(Activity, "authorId", s.Workspace::ben.id), s.of(Activity, "createdAt", Value(qint64(1)))});
    const mdmc::Activity stored = fromRecord<mdmc::Activity>(s.row(Activity, activity));
    QCOMPARE(stored.authorId, s.Workspace::ana.id);
    QVERIFY(stored.createdAt > 1);
    const mdmc::Lead made = s.lead(s.ana.createLead(QStringLiteral("Mine"), {assign("createdBy", s.Workspace::ben.id),
                                                                       assign("score", Value(qint64(100)))}));
    QCOMPARE(made.createdBy, s.Workspace::ana.id);
    QVERIFY(made.score != 100);
}

void TestLyingClient::consentIsNotForgedByAStaleEdit()
{
    Stand s;
    // Whatever base and clock it claims to have seen: who denied stays denied until somebody who saw it asks again.
    for (const qint64 claimed : {qint64(-5), qint64(0), qint64(1), s.base - 1}) {
        Operation op = s.op(OperationKind::Patch, s.own, {assign("consent", QStringLiteral("granted"), claimed)});
        op.editedAt = kHuge;
        op.clockOffset = kHuge;
        const TestClient other(s, s.Workspace::ana); // A client that has written nothing of it itself
        op.n = op.group = 1;
        const auto outcome = s.processor->push({other.id, s.Workspace::ana.id, {}}, {op});
        QVERIFY(outcome.has_value());
        QCOMPARE(outcome->results.front().outcome, Outcome::Merged);
        QCOMPARE(s.lead(s.own).consent, QStringLiteral("denied"));
    }
}

void TestLyingClient::numbers_data()
{
    QTest::addColumn<MakeLie>("make");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *error, MakeLie make) {
        QTest::newRow(name) << make << QString::fromLatin1(error);
    };
    row("nothing", "invalid_input", [](Stand &) { return std::vector<Operation>(); });
    row("backwards", "invalid_input", [](Stand &s) {
        const Operation first = s.note(s.own), second = s.note(s.own);
        return std::vector{second, first};
    });
    row("the same twice in one push", "invalid_input", [](Stand &s) {
        const Operation op = s.note(s.own);
        return std::vector{op, op};
    });
    row("too many", "too_large", [](Stand &s) {
        std::vector<Operation> many;
        for (int i = 0; i < 501; ++i)
            many.push_back(s.note(s.own));
        return many;
    });
    row("number zero", "invalid_input", [](Stand &s) {
        Operation op = s.note(s.own);
        op.n = op.group = 0;
        return std::vector{op};
    });
    row("number below zero", "invalid_input", [](Stand &s) {
        Operation op = s.note(s.own);
        op.n = op.group = -4;
        return std::vector{op};
    });
    row("a group that begins later", "invalid_input", [](Stand &s) {
        Operation op = s.note(s.own);
        op.group = op.n + 1;
        return std::vector{op};
    });
    row("a group of none", "invalid_input", [](Stand &s) {
        Operation op = s.note(s.own);
        op.groupSize = 0;
        return std::vector{op};
    });
    row("a record without id", "invalid_input", [](Stand &s) { return std::vector{s.note({})}; });
    row("a number sent before, with other contents", "client_forked", [](Stand &s) {
        Operation op = s.note(s.own);
        op.n = op.group = 1;
        return std::vector{op};
    });
    row("a number that was left out", "client_forked", [](Stand &s) {
        s.ana.n += 5;
        s.ana.push(s.note(s.own, QStringLiteral("honest")));
        s.base = s.row(EntityType::Lead, s.own).rev;
        Operation op = s.note(s.own, QStringLiteral("late"));
        op.n = op.group = 3;
        return std::vector{op};
    });
}

void TestLyingClient::numbers()
{
    QFETCH(MakeLie, make);
    QFETCH(QString, error);
    Stand s;
    SyncSession session = s.greeted(s.Workspace::ana, s.ana);
    const std::vector<Operation> lies = make(s);
    const QByteArray before = dumpOf(*s.store);
    const Message reply = s.answer(session, Push{lies});
    if (const ProtocolError *told = std::get_if<ProtocolError>(&reply)) {
        QCOMPARE(told->code, error);
        QVERIFY(!told->detail.isEmpty());
    } else {
        QCOMPARE(rejectReasonName(std::get<PushResult>(reply).results.front().reason), error);
    }
    QCOMPARE(dumpOf(*s.store), before);
    QVERIFY(s.benCanWork());
}

void TestLyingClient::othersClientIds()
{
    Stand s;
    SyncSession session = s.session(s.Workspace::ana);
    Hello hello;
    hello.clientId = s.ben.id;
    hello.lastN = kHuge;
    const Message reply = s.answer(session, hello);
    QCOMPARE(std::get<Welcome>(reply).resume, Welcome::Resume::ClientForked);
    QCOMPARE(std::get<Welcome>(reply).lastN, 0);
    const QByteArray before = dumpOf(*s.store);
    QCOMPARE(std::get<ProtocolError>(s.answer(session, Push{{s.note(s.own)}})).code, QStringLiteral("client_forked"));
    s.answer(session, AckResults{kHuge});
    QCOMPARE(s.store->client(s.ben.id).value()->ackedN, 0);
    QCOMPARE(dumpOf(*s.store), before);
    // The id under which REST writes of a person are numbered follows from the person's; nobody may take it first.
    QByteArray foreseen(16, '\x42');
    foreseen[6] = '\x80';
    hello.clientId = *RecordId::fromBytes(foreseen);
    SyncSession other = s.session(s.Workspace::ana);
    const Message refused = s.answer(other, hello);
    QCOMPARE(std::get<ProtocolError>(refused).code, QStringLiteral("invalid_input"));
    QVERIFY(std::get<ProtocolError>(refused).isFatal);
}

/// An operation that claims to have been numbered first by another person's client neither learns its result nor
/// leaves one there.
void TestLyingClient::othersResults()
{
    Stand s;
    Hello hello;
    hello.clientId = s.newId();
    hello.formerIds = {s.ben.id, s.ana.id};
    SyncSession session = s.session(s.Workspace::ana);
    const Welcome welcome = std::get<Welcome>(s.answer(session, hello));
    QCOMPARE(welcome.formerLastN.size(), 2u);
    QVERIFY(welcome.formerLastN[0] <= 0);
    QCOMPARE(welcome.formerLastN[1], s.ana.n);
    Operation op = s.note(s.own);
    op.origin = Origin{s.ben.id, 1};
    op.n = op.group = 1;
    const PushResult pushed = std::get<PushResult>(s.answer(session, Push{{op}}));
    QCOMPARE(pushed.results.front().outcome, Outcome::Applied);
    QCOMPARE(s.row(EntityType::Lead, s.own).rev, pushed.results.front().seq);
    op.origin = Origin{s.ben.id, 77};
    op.n = op.group = 2;
    s.answer(session, Push{{op}});
    QVERIFY(!s.store->result(s.ben.id, 77).value().has_value());
    QVERIFY(s.benCanWork());
}

void TestLyingClient::readingShowsOwnRowsOnly()
{
    Stand s;
    const auto hasHidden = [&](const std::vector<Record> &rows) {
        return std::any_of(rows.begin(), rows.end(), [&](const Record &row) {
            return row.id == s.hidden || encodeFrame(SnapshotPage{row.type, {row}, false, false, {}, 0}).contains("Hidden");
        });
    };
    SyncSession session = s.greeted(s.Workspace::ana, s.ana);
    // Asked for from just before the row, in one-row pages, whatever the cursor claims.
    RecordId after;
    for (int page = 0; page < 10; ++page) {
        const SnapshotPage rows = std::get<SnapshotPage>(s.answer(session, SnapshotRequest{EntityType::Lead, after, -1}));
        QVERIFY(!hasHidden(rows.rows));
        QCOMPARE(rows.liveCount, 1);
        if (rows.rows.empty())
            break;
        after = rows.rows.back().id;
    }
    for (int bucket = 0; bucket < 256; ++bucket)
        QVERIFY(!hasHidden(std::get<BucketReply>(s.answer(session, BucketRequest{EntityType::Lead, bucket})).rows));
    const ChecksumReply sums = std::get<ChecksumReply>(s.answer(session, ChecksumRequest{}));
    for (const Checksum &sum : sums.sums) {
        if (sum.type == EntityType::Lead) {
            QCOMPARE(sum.count, 1);
            QCOMPARE(sum.sum, rowChecksum(s.own, s.row(EntityType::Lead, s.own).rev));
        }
    }
    const Cursor start{s.store->head().value().epoch, 0, {}};
    const Changes all = std::get<Changes>(s.answer(session, Pull{start, 5000, 0}));
    QVERIFY(!hasHidden(all.rows));
    QCOMPARE(std::count_if(all.evicted.begin(), all.evicted.end(), [&](const RecordRef &r) { return r.id == s.hidden; }), 0);
}

void TestLyingClient::oddRequests_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("error"); ///< Empty: answered, harmlessly.
    const auto row = [](const char *name, const char *error, const Message &message) {
        QTest::newRow(name) << encodeFrame(message) << QString::fromLatin1(error);
    };
    row("bucket -1", "invalid_input", BucketRequest{EntityType::Lead, -1});
    row("bucket 256", "invalid_input", BucketRequest{EntityType::Lead, 256});
    row("minus a million changes", "resnapshot", Pull{{}, -1'000'000, -5});
    row("cursor of another life", "epoch_mismatch", Pull{{QByteArray(16, 'x'), 1, QByteArray(8, 'y')}, 100, 0});
    row("cursor of an endless epoch", "epoch_mismatch", Pull{{QByteArray(100'000, 'x'), 1, {}}, 100, 0});
    row("page after the last id", "", SnapshotRequest{EntityType::Lead, *RecordId::fromBytes(QByteArray(16, '\xff')), 0});
    row("ack of what never was", "", AckResults{kHuge});
    row("ack below zero", "", AckResults{-7});
    row("token over HTTP", "unsupported", Renew{QByteArray("a.b.c")});
    row("ping with a huge time", "", Ping{kHuge});
    row("hello from a protocol of tomorrow", "protocol_unsupported", Hello{.protocolMin = 99, .protocolMax = 120, .application = {}, .clientId = {}, .cursor = {}, .scopeTag = {}});
    row("hello upside down", "protocol_unsupported", Hello{.protocolMin = 5, .protocolMax = -5, .application = {}, .clientId = {}, .cursor = {}, .scopeTag = {}});
    row("hello without id", "invalid_input", Hello{});
    row("the server's welcome", "protocol_violation", Welcome{});
    row("the server's changes", "protocol_violation", Changes{});
    row("the server's error", "protocol_violation", ProtocolError{});
}

void TestLyingClient::oddRequests()
{
    QFETCH(QByteArray, frame);
    QFETCH(QString, error);
    Stand s;
    SyncSession session = s.greeted(s.Workspace::ana, s.ana);
    const QByteArray before = dumpOf(*s.store);
    const std::vector<Message> replies = session.handle(decodeFrame(frame).value().front());
    const ProtocolError *told = replies.empty() ? nullptr : std::get_if<ProtocolError>(&replies.front());
    QCOMPARE(told ? told->code : QString(), error);
    if (told)
        QVERIFY(!told->detail.isEmpty());
    QCOMPARE(dumpOf(*s.store), before);
    QVERIFY(s.store->client(s.ana.id).value()->ackedN <= s.ana.n);
    QVERIFY(s.store->client(s.ana.id).value()->ackedN >= 0);
    QVERIFY(s.benCanWork());
    // A cursor of this epoch beyond the head is no proof that the store was set back: only the store makes tags.
    Cursor future = s.cursor();
    future.seq = kHuge;
    SyncSession another = s.greeted(s.Workspace::ana, s.ana);
    QCOMPARE(std::get<ProtocolError>(s.answer(another, Pull{future, 100, 0})).code, QStringLiteral("epoch_mismatch"));
    QCOMPARE(s.cursor().epoch, future.epoch);
}

void TestLyingClient::messagesOutOfTurn()
{
    Stand s;
    const QByteArray before = dumpOf(*s.store);
    for (const Message &message :
         {Message(Push{{s.note(s.own)}}), Message(Pull{s.cursor(), 10, 0}), Message(SnapshotRequest{}), Message(AckResults{1}),
          Message(ChecksumRequest{}), Message(BucketRequest{}), Message(Renew{}), Message(PushResult{})}) {
        SyncSession session = s.session(s.Workspace::ana);
        const ProtocolError told = std::get<ProtocolError>(s.answer(session, message));
        QCOMPARE(told.code, QStringLiteral("protocol_violation"));
        QVERIFY(told.isFatal && !told.detail.isEmpty());
        QVERIFY(session.hasFatalError());
    }
    QCOMPARE(dumpOf(*s.store), before);
}

void TestLyingClient::clientIdsAreNotChangedForEver()
{
    Stand s;
    SyncSession session = s.session(s.Workspace::ana);
    int welcomes = 0;
    for (int i = 0; i < 20 && !session.hasFatalError(); ++i) {
        Hello hello;
        hello.clientId = s.newId();
        welcomes += std::holds_alternative<Welcome>(s.answer(session, hello));
    }
    QVERIFY(session.hasFatalError());
    QVERIFY(welcomes >= 2 && welcomes < 10);
}

void TestLyingClient::largePushes()
{
    Stand s;
    SyncSession session = s.greeted(s.Workspace::ana, s.ana);
    const QByteArray before = dumpOf(*s.store);
    std::vector<Operation> many;
    for (int i = 0; i < 12; ++i)
        many.push_back(s.note(s.own, QString(50'000, u'x')));
    const ProtocolError told = std::get<ProtocolError>(s.answer(session, Push{many}));
    QCOMPARE(told.code, QStringLiteral("too_large"));
    QVERIFY(told.detail.contains(QStringLiteral("524288")));
    // As one group they get an answer each, so that an honest client could go on.
    for (Operation &op : many) {
        op.group = many.front().n;
        op.groupSize = int(many.size());
    }
    const PushResult refused = std::get<PushResult>(s.answer(session, Push{many}));
    QCOMPARE(refused.results.size(), many.size());
    for (const OperationResult &result : refused.results)
        QCOMPARE(result.reason, RejectReason::TooLarge);
    QCOMPARE(dumpOf(*s.store), before);
    QVERIFY(s.benCanWork());
}

QTEST_GUILESS_MAIN(TestLyingClient)
#include "test_lying_client.moc"
