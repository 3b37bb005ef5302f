// SPDX-License-Identifier: GPL-3.0-or-later
#include "sync/protocol/codec.h"

#include "core/base/random.h"
#include "core/model/value_codec.h"
#include "sync/protocol/compression.h"
#include "sync/protocol/merge.h"

#include <QCborArray>
#include <QCborValue>
#include <QFile>
#include <QTest>

using namespace mdmc;
using namespace mdmc::sync;

namespace {

RecordId someId(Random &random)
{
    return RecordId::mint(ManualClock(), random);
}

QString someText(Random &random)
{
    static const QString alphabet = QStringLiteral("aé€𝄞\"\\\n0 ");
    QString text;
    for (quint64 i = random.below(12); i > 0; --i)
        text += alphabet.at(qsizetype(random.below(3)));
    return text;
}

Value someValue(FieldType type, Random &random)
{
    if (random.below(5) == 0)
        return {};
    switch (type) {
    case FieldType::Bool: return Value(random.below(2) == 1);
    case FieldType::Integer:
    case FieldType::Timestamp: return Value(qint64(random.next()) == std::numeric_limits<qint64>::min() ? qint64(0) : qint64(random.next()) / 2);
    case FieldType::Date: return Value(QDate(1970, 1, 1).addDays(qint64(random.below(40000))));
    case FieldType::Text: return Value(someText(random));
    case FieldType::Id: return Value(someId(random));
    case FieldType::Money: return Value(Money{-qint64(random.below(1000)), QStringLiteral("CHF")});
    case FieldType::TextSet: return Value(QStringList{someText(random), QStringLiteral("x")});
    case FieldType::Bytes: return Value(QByteArray(int(random.below(9)), '\0'));
    }
    return {};
}

Record someRecord(Random &random)
{
    const auto all = allEntities();
    const EntityInfo &info = *all[random.below(all.size())];
    Record record(info.type, someId(random));
    record.rev = qint64(random.below(1'000'000));
    record.deleted = random.below(4) == 0 ? record.rev : 0;
    for (size_t i = 0; i < record.values.size(); ++i) {
        record.values[i] = someValue(info.fields[i].type, random);
        record.versions[i] = random.below(2) ? record.rev : qint64(random.below(quint64(record.rev + 1)));
    }
    return record;
}

Operation someOperation(qint64 n, Random &random)
{
    const Record record = someRecord(random);
    Operation operation;
    operation.n = n;
    operation.group = n;
    operation.type = record.type;
    operation.id = record.id;
    operation.kind = OperationKind(1 + random.below(4));
    for (int i = 0; i < record.info().fieldCount(); ++i)
        if (random.below(3) == 0)
            operation.edits.push_back({i, EditAction(random.below(3)), record.values[size_t(i)], qint64(random.below(99))});
    operation.editedAt = 1'760'000'000'000 - qint64(random.below(9999));
    operation.clockOffset = -qint64(random.below(9999));
    operation.actor = someId(random);
    return operation;
}

/// The bytes of a frame of one message.
QByteArray rawFrame(int kind, const QCborArray &fields)
{
    QCborArray message;
    message.append(kind);
    message.append(fields);
    QCborArray messages;
    messages.append(message);
    return char(0) + QCborValue(messages).toCbor();
}

std::vector<Message> oneOfEach(Random &random)
{
    const Cursor cursor{QByteArray(16, 'e'), 42, QByteArray(8, 't')};
    OperationResult rejected{.n = 7, .outcome = Outcome::Rejected, .seq = 0, .conflicts = {someId(random)},
                             .reason = RejectReason::Validation, .detail = QStringLiteral("why"), .field = QStringLiteral("emails[1]"),
                             .cause = 3, .retryAfterMs = 5, .serverRow = someRecord(random)};
    Hello hello;
    hello.application = QStringLiteral("mdmc-crm");
    hello.clientId = someId(random);
    hello.cursor = cursor;
    hello.lastN = 9;
    hello.scopeTag = "scope";
    hello.seen = cursor;
    Welcome welcome;
    welcome.epoch = cursor.epoch;
    welcome.head = 99;
    welcome.limits.maxPushOperations = 3;
    welcome.resume = Welcome::Resume::Snapshot;
    Push push;
    for (qint64 n = 1; n < 20; ++n)
        push.operations.push_back(someOperation(n, random));
    Changes changes;
    changes.from = 1;
    changes.to = cursor;
    changes.hasMore = true;
    for (int i = 0; i < 30; ++i)
        changes.rows.push_back(someRecord(random));
    changes.evicted = {{EntityType::Lead, someId(random)}};
    changes.evictedCount = 1;
    return {hello, push, AckResults{4}, Pull{cursor, 10, 20}, SnapshotRequest{EntityType::Lead, someId(random), 5, 77, 3},
            ChecksumRequest{EntityType::Task}, ChecksumRequest{}, BucketRequest{EntityType::Lead, 200}, Renew{"token"}, Ping{1},
            welcome, PushResult{{rejected, OperationResult{}}, 12, {}, cursor}, changes,
            SnapshotPage{EntityType::Lead, {someRecord(random)}, true, false, cursor, 4},
            ChecksumReply{cursor, {{EntityType::Lead, 3, 4, ~quint64(0)}}}, BucketReply{EntityType::Lead, 3, cursor, {someRecord(random)}},
            Behind{4}, TokenExpiring{60'000}, ScopeChanged{"tag"}, Pong{1, 2}, ProtocolError{QStringLiteral("resnapshot"), {}, 1, true}};
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyMessageRoundTrips()
    {
        for (quint64 seed = 1; seed <= 20; ++seed) {
            SeededRandom random(seed);
            const std::vector<Message> messages = oneOfEach(random);
            std::set<size_t> kinds;
            for (const Message &message : messages)
                kinds.insert(message.index());
            QCOMPARE(kinds.size(), std::variant_size_v<Message>);
            const auto decoded = decodeFrame(encodeFrame(messages));
            QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().detail));
            QVERIFY2(*decoded == messages, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }

    /// A page whose rows stay packed is the same page, to the byte.
    void packedPages()
    {
        for (quint64 seed = 1; seed <= 50; ++seed) {
            SeededRandom random(seed);
            std::vector<Message> messages = oneOfEach(random);
            for (Message &message : messages) {
                if (auto *page = std::get_if<SnapshotPage>(&message)) {
                    page->type = page->rows.front().type;
                    for (int i = 0; i < 200 && page->rows.size() < 5; ++i)
                        if (Record record = someRecord(random); record.type == page->type)
                            page->rows.push_back(std::move(record));
                    if (seed % 10 == 0)
                        page->rows.clear();
                }
            }
            const QByteArray frame = encodeFrame(messages);
            const auto packed = decodeFramePacked(frame);
            QVERIFY2(packed, qPrintable(packed ? QString() : packed.error().detail));
            QCOMPARE(packed->size(), messages.size());
            for (size_t i = 0; i < messages.size(); ++i) {
                const auto *page = std::get_if<SnapshotPage>(&messages[i]);
                if (!page) {
                    QVERIFY((*packed)[i] == messages[i]);
                    continue;
                }
                const auto &read = std::get<SnapshotPage>((*packed)[i]);
                QVERIFY(read.packed && read.rows.empty());
                QCOMPARE(*rowsOf(read), page->rows);
                QCOMPARE(read.rowCount(), int(page->rows.size()));
                QVERIFY(read.firstId() == page->firstId() && read.lastId() == page->lastId());
            }
            QCOMPARE(encodeFrame(*packed), frame);
        }
    }

    /// Whatever the bytes: what is read packed is what is read at once, or is refused, now or when its rows are read.
    void damagedPackedPages()
    {
        SeededRandom random(5);
        SnapshotPage page{EntityType::Lead, {}, true, false, {QByteArray(16, 'e'), 7, "tag"}, 3};
        while (page.rows.size() < 3)
            if (Record record = someRecord(random); record.type == page.type)
                page.rows.push_back(std::move(record));
        const QByteArray frame = encodeFrame(std::vector<Message>{Ping{1}, page});
        const QByteArray plain =
            frame[0] == 1 ? char(0) + *decompressZstd(QByteArrayView(frame).sliced(1), 1 << 24) : frame;
        for (qsizetype cut = 0; cut < plain.size(); cut += 3)
            QVERIFY(!decodeFramePacked(plain.left(cut)));
        int refused = 0;
        for (int i = 0; i < 1500; ++i) {
            QByteArray damaged = plain;
            damaged[qsizetype(random.below(quint64(plain.size() - 1))) + 1] = char(random.next());
            const auto whole = decodeFrame(damaged);
            auto packed = decodeFramePacked(damaged);
            bool isReadable = packed.has_value();
            for (size_t at = 0; isReadable && at < packed->size(); ++at)
                if (auto *read = std::get_if<SnapshotPage>(&(*packed)[at])) {
                    auto rows = rowsOf(*read);
                    isReadable = rows.has_value();
                    if (rows)
                        read->rows = std::move(*rows);
                    read->packed.reset();
                }
            QCOMPARE(isReadable, whole.has_value());
            if (isReadable)
                QVERIFY(*packed == *whole);
            refused += isReadable ? 0 : 1;
        }
        QVERIFY(refused > 100);
    }

    /// Compressed messages go into a frame as they are, between others, and come out like any.
    void framesOfSeveralParts()
    {
        SeededRandom random(9);
        const auto page = [&] {
            SnapshotPage page{EntityType::Lead, {}, true, false, Cursor{QByteArray(16, 'e'), 5, "tag"}, 3};
            while (page.rows.size() < 3)
                if (Record record = someRecord(random); record.type == page.type)
                    page.rows.push_back(std::move(record));
            return page;
        };
        const SnapshotPage first = page();
        const SnapshotPage second = page();
        SnapshotPage made, also;
        made.compressed = compressMessage(first);
        also.compressed = compressMessage(second);
        for (const std::vector<Message> &messages :
             {std::vector<Message>{made}, {made, also}, {Welcome{}, made, also, Ping{3}}, {Ping{3}, made, Ping{4}, also}}) {
            std::vector<Message> expected = messages;
            for (Message &message : expected)
                if (auto *some = std::get_if<SnapshotPage>(&message))
                    *some = some->compressed == made.compressed ? first : second;
            const QByteArray frame = encodeFrame(messages);
            QCOMPARE(frame[0], char(2));
            QVERIFY(decodeFrame(frame).value() == expected);
            auto packed = decodeFramePacked(frame).value();
            for (Message &message : packed)
                if (auto *some = std::get_if<SnapshotPage>(&message)) {
                    some->rows = rowsOf(*some).value();
                    some->packed.reset();
                }
            QVERIFY(packed == expected);
            for (qsizetype cut = 1; cut < frame.size(); cut += 5)
                QVERIFY(!decodeFrame(frame.left(cut)));
            QVERIFY(!decodeFrame(frame + 'x'));
        }
        QVERIFY(readCompressed(*made.compressed).value().packed);
        QVERIFY(!readCompressed(compressMessage(Ping{1})));
        QVERIFY(!readCompressed("rest"));
    }

    /// However little the first of them says that it holds.
    void partsInflateWithinOneLimit()
    {
        const QByteArray parts = char(2) + compressZstd("a") + compressZstd(QByteArray(9'000'000, 'a')) + compressZstd(QByteArray(9'000'000, 'b'));
        QVERIFY(!decodeFrame(parts));
        QCOMPARE(decodeFrame(parts).error().code, ErrorCode::TooLarge);
        QCOMPARE(plainSize(parts), SyncLimits().maxInflatedBytes);
    }

    /// A client of before names neither: it gets pages as they are read.
    void requestsOfBefore()
    {
        const auto decoded = decodeFrame(rawFrame(4, {6, QByteArray(16, '\0'), 100}));
        QVERIFY(decoded);
        const SnapshotRequest request = std::get<SnapshotRequest>(decoded->front());
        QCOMPARE(request.notBefore, -1);
        QCOMPARE(request.maxPages, 1);
    }

    /// Numbers on the wire are for ever: moving a message inside the variant would change them.
    void messageNumbersAreFrozen()
    {
        QCOMPARE(Message(Hello{}).index(), 0u);
        QCOMPARE(Message(Push{}).index(), 1u);
        QCOMPARE(Message(Pull{}).index(), 3u);
        QCOMPARE(Message(SnapshotRequest{}).index(), 4u);
        QCOMPARE(Message(Ping{}).index(), 8u);
        QCOMPARE(Message(Welcome{}).index(), 9u);
        QCOMPARE(Message(PushResult{}).index(), 10u);
        QCOMPARE(Message(Changes{}).index(), 11u);
        QCOMPARE(Message(ProtocolError{}).index(), 19u);
    }

    void cutOrFlippedFramesNeverCrash()
    {
        SeededRandom random(5);
        const QByteArray plain = [&] {
            const QByteArray frame = encodeFrame(oneOfEach(random));
            return frame[0] == 1 ? char(0) + *decompressZstd(QByteArrayView(frame).sliced(1), 1 << 24) : frame;
        }();
        for (qsizetype cut = 0; cut < plain.size(); cut += 7)
            QVERIFY(!decodeFrame(plain.left(cut)));
        for (int i = 0; i < 5000; ++i) {
            QByteArray damaged = plain;
            for (quint64 flips = 1 + random.below(4); flips > 0; --flips)
                damaged[qsizetype(random.below(quint64(damaged.size())))] = char(random.next());
            (void)decodeFrame(damaged); // Any answer is right; a crash or a hang is not
        }
        QVERIFY(!decodeFrame(plain + 'x'));
    }

    void badFramesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("frame");
        QTest::addColumn<int>("code");
        const auto cbor = [](const QCborValue &value) { return char(0) + value.toCbor(); };
        QTest::newRow("empty") << QByteArray() << int(ErrorCode::InvalidInput);
        QTest::newRow("compression") << QByteArray("\x07rest") << int(ErrorCode::Unsupported);
        QTest::newRow("no zstd") << QByteArray("\x01rest") << int(ErrorCode::InvalidInput);
        QTest::newRow("no array") << cbor(7) << int(ErrorCode::InvalidInput);
        QTest::newRow("unknown kind") << rawFrame(200, {}) << int(ErrorCode::Unsupported);
        QTest::newRow("record type") << rawFrame(4, {77}) << int(ErrorCode::Unsupported);
        QTest::newRow("bomb") << (char(1) + compressZstd(QByteArray(20'000'000, 'a'))) << int(ErrorCode::TooLarge);
        // A megabyte of these took seconds.
        QTest::newRow("many empty parts")
            << (char(2) + compressZstd(QByteArray()).repeated(100) + compressZstd(encodeFrame(Ping{1}).mid(1)))
            << int(ErrorCode::InvalidInput);
        QByteArray deep(200'000, char(0x81));
        QTest::newRow("nested 200,000 deep") << (char(0) + deep) << int(ErrorCode::InvalidInput);
        QTest::newRow("endless array") << QByteArray::fromHex("009bffffffffffffffff") << int(ErrorCode::InvalidInput);
        QTest::newRow("invalid UTF-8") << QByteArray::fromHex("00818200" "8401010162c328") << int(ErrorCode::InvalidInput);
    }

    void badFramesAreNamed()
    {
        QFETCH(QByteArray, frame);
        QFETCH(int, code);
        const auto decoded = decodeFrame(frame);
        QVERIFY(!decoded);
        QCOMPARE(int(decoded.error().code), code);
    }

    void laterFieldsAreSkippedAndMissingOnesDefault()
    {
        const auto longer = decodeFrame(rawFrame(8, {77, QCborArray{1, QCborArray{2, 3}}, QStringLiteral("new")}));
        QVERIFY2(longer, qPrintable(longer ? QString() : longer.error().detail));
        QCOMPARE(std::get<Ping>(longer->front()), Ping{77});
        const auto shorter = decodeFrame(rawFrame(17, {}));
        QVERIFY(shorter);
        QCOMPARE(std::get<ScopeChanged>(shorter->front()), ScopeChanged{});
    }

    /// The operation is refused for it (schema_too_new), not the frame with all that waits beside it.
    void unknownFieldsOfOperations()
    {
        const QByteArray id(16, '\7');
        const auto operation = [&](int n, const QCborArray &edit) {
            QCborArray edits;
            edits.append(edit);
            return QCborArray{n, n, 1, 6, id, 2, edits, 0, 0, 2, id};
        };
        QCborArray operations;
        operations.append(operation(1, {3000, 0, QCborArray{QStringLiteral("of"), QCborArray{1, 2}}, 7}));
        operations.append(operation(2, {4, 0, QStringLiteral("Zoé"), 7}));
        QCborArray fields;
        fields.append(operations);
        const auto decoded = decodeFrame(rawFrame(1, fields));
        QVERIFY2(decoded, qPrintable(decoded ? QString() : decoded.error().detail));
        const Push push = std::get<Push>(decoded->front());
        QCOMPARE(push.operations.size(), size_t(2));
        QCOMPARE(push.operations[0].edits.front().field, 3000);
        QCOMPARE(push.operations[0].edits.front().base, 7);
        QVERIFY(push.operations[0].edits.front().value.isEmpty());
        QCOMPARE(push.operations[1].edits.front().value, Value(QStringLiteral("Zoé")));
    }

    void unknownFieldsOfRowsSurviveVerbatim()
    {
        SeededRandom random(3);
        Record record = someRecord(random);
        record.extra = QCborValue(QCborArray{QStringLiteral("later"), 7, QCborArray{1, 2}}).toCbor();
        const auto decoded = decodeRecord(encodeRecord(record));
        QVERIFY(decoded);
        QCOMPARE(*decoded, record);
    }

    /// The test vectors of docs/sync-protocol.md, which other clients are written from.
    void vectorsOfTheDocument()
    {
        const RecordId id = *RecordId::fromBytes(QByteArray::fromHex("0190a0b0c0d070008000000000000001"));
        Operation operation;
        operation.n = operation.group = 1;
        operation.id = id;
        operation.edits = {{4, EditAction::Assign, Value(QStringLiteral("Zoé")), 0}};
        operation.editedAt = 1760000000000;
        operation.clockOffset = -1500;
        operation.actor = *RecordId::fromBytes(QByteArray::fromHex("0190a0b0c0d070008000000000000002"));
        QFile document(QStringLiteral(MDMC_SOURCE_DIR "/docs/sync-protocol.md"));
        QVERIFY(document.open(QIODevice::ReadOnly));
        const QByteArray text = document.readAll();
        for (const QByteArray &vector :
             {encodeOperation(operation).toHex(), "hash " + operationHash(operation).toHex(),
              "row `" + QByteArray::number(rowChecksum(id, 42), 16) + '`',
              "bucket " + QByteArray::number(checksumBucket(id))})
            QVERIFY2(text.contains(vector), vector.constData());
    }
    void aRetryHasTheSameHashAndAnotherOperationHasNot()
    {
        SeededRandom random(9);
        Operation operation = someOperation(3, random);
        const QByteArray hash = operationHash(operation);
        QCOMPARE(operationHash(*decodeOperation(encodeOperation(operation))), hash);
        operation.editedAt += 1;
        QVERIFY(operationHash(operation) != hash);
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "test_codec.moc"
