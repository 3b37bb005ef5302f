// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/value_codec.h"
#include "sync/protocol/codec.h"
#include "sync/protocol/compression.h"
#include "tests/fuzz/sample_values.h"

#include <QDir>
#include <QFile>

#include <cstdio>

// Writes tests/fuzz/corpus/messages: at least one input per message, kind of operation and shape of row, valid, so that
// the fuzzer begins behind the first checks. Deterministic; run again after a message or a field was added.

using namespace mdmc;
using namespace mdmc::sync;

namespace {

enum Mode : char { Framed = 0, Plain = 1, Compressed = 2, OneOperation = 3, OneResult = 4, OneRecord = 5 };

struct Writer {
    QDir folder;
    int written = 0;

    void put(const QString &name, Mode mode, const QByteArray &bytes)
    {
        QFile file(folder.filePath(QStringLiteral("seed_") + name));
        if (!file.open(QIODevice::WriteOnly) || file.write(char(mode) + bytes) < 0)
            qFatal("cannot write %s", qPrintable(file.fileName()));
        ++written;
    }
};

Operation operationOn(const Record &record, OperationKind kind, Random &random)
{
    Operation operation;
    operation.n = 7 + qint64(random.below(300));
    operation.group = operation.n - qint64(random.below(3));
    operation.groupSize = 3;
    operation.type = record.type;
    operation.id = record.id;
    operation.kind = kind;
    for (int i = 0; i < record.info().fieldCount() && kind < OperationKind::Delete; ++i) {
        const bool isSet = record.info().field(i).type == FieldType::TextSet;
        if (random.below(2))
            operation.edits.push_back({i, isSet ? EditAction(random.below(3)) : EditAction::Assign,
                                       record.values[size_t(i)], qint64(random.below(99))});
    }
    operation.editedAt = 1'760'000'000'000;
    operation.clockOffset = -1500;
    operation.actor = RecordId::mint(ManualClock(), random);
    if (random.below(2))
        operation.origin = Origin{RecordId::mint(ManualClock(), random), 3};
    return operation;
}

std::vector<Message> messages(Random &random)
{
    const auto id = [&] { return RecordId::mint(ManualClock(), random); };
    const Cursor cursor{QByteArray(16, 'e'), 42, QByteArray(8, 't')};
    const Record lead = fuzz::sampleRecord(EntityType::Lead, random);
    const Record task = fuzz::sampleRecord(EntityType::Task, random);
    Hello hello;
    hello.application = QStringLiteral("mdmc-crm 0.1.0");
    hello.clientId = id();
    hello.cursor = cursor;
    hello.lastN = 9;
    hello.outboxSize = 2;
    hello.scopeTag = QByteArray(8, 's');
    hello.formerIds = {id(), id()};
    Welcome welcome;
    welcome.epoch = cursor.epoch;
    welcome.head = 42;
    welcome.lastN = 9;
    welcome.serverTime = 1'760'000'000'000;
    welcome.scopeTag = hello.scopeTag;
    welcome.userId = id();
    welcome.workspaceName = QStringLiteral("Été");
    welcome.formerLastN = {12, -1};
    const OperationResult merged{.n = 7, .outcome = Outcome::Merged, .seq = 41, .conflicts = {id()}, .detail = {}, .field = {}, .serverRow = {}};
    const OperationResult rejected{.n = 8, .outcome = Outcome::Rejected, .conflicts = {}, .reason = RejectReason::Validation,
                                   .detail = QStringLiteral("why"), .field = QStringLiteral("emails[1]"), .cause = 3,
                                   .retryAfterMs = 5, .serverRow = lead};
    return {hello,
            Push{{operationOn(lead, OperationKind::Patch, random), operationOn(task, OperationKind::Create, random)},
                 {{5, 4, QByteArray(16, 'h')}}},
            AckResults{9},
            Pull{cursor, 100, 1000, hello.scopeTag},
            SnapshotRequest{EntityType::Lead, id(), 100},
            ChecksumRequest{EntityType::Task},
            BucketRequest{EntityType::Lead, 17},
            Renew{QByteArrayLiteral("eyJ.eyJ.sig")},
            Ping{12},
            welcome,
            PushResult{{merged, rejected}, 42},
            Changes{40, cursor, true, {lead, task}, {{EntityType::Lead, id()}}, 1},
            SnapshotPage{EntityType::Lead, {lead}, true, false, cursor, 1},
            ChecksumReply{cursor, {{EntityType::Lead, -1, 2, ~quint64(0)}, {EntityType::Task, 255, 0, 0}}},
            BucketReply{EntityType::Lead, 17, cursor, {lead}},
            Behind{42},
            TokenExpiring{60000},
            ScopeChanged{QByteArray(8, 'n')},
            Pong{12, 1'760'000'000'000},
            ProtocolError{QStringLiteral("resnapshot"), QStringLiteral("below the floor"), 100, true}};
}

} // namespace

int main(int argc, char **argv)
{
    if (argc != 2) {
        std::fprintf(stderr, "usage: fuzz_make_corpus tests/fuzz/corpus\n");
        return 2;
    }
    Writer out{QDir(QString::fromLocal8Bit(argv[1]) + QStringLiteral("/messages"))};
    if (!out.folder.mkpath(QStringLiteral(".")))
        qFatal("cannot make the folder");
    SeededRandom random(1);
    const std::vector<Message> all = messages(random);
    for (const Message &message : all) {
        const QByteArray frame = encodeFrame(message);
        const QString number = QStringLiteral("%1").arg(message.index(), 2, 10, QLatin1Char('0'));
        out.put(QStringLiteral("message_") + number, Framed, frame);
        if (frame[0] == 0)
            out.put(QStringLiteral("plain_") + number, Plain, frame.mid(1));
        else
            out.put(QStringLiteral("inflated_") + number, Compressed, decompressZstd(QByteArrayView(frame).sliced(1), 1 << 20).value());
    }
    out.put(QStringLiteral("several"), Framed, encodeFrame({all[0], all[8], all[2]}));
    for (const EntityInfo *info : allEntities()) {
        const Record record = fuzz::sampleRecord(info->type, random);
        out.put(QStringLiteral("record_") + info->name, OneRecord, encodeRecord(record));
        const OperationKind kind = OperationKind(1 + int(info->type) % 4);
        out.put(QStringLiteral("operation_") + info->name, OneOperation, encodeOperation(operationOn(record, kind, random)));
        const OperationResult result{.n = 3, .outcome = Outcome::Rejected, .conflicts = {}, .reason = RejectReason::RowDeleted,
                                     .detail = {}, .field = {}, .serverRow = record};
        out.put(QStringLiteral("result_") + info->name, OneResult, encodeResult(result));
    }
    std::printf("%d inputs written\n", out.written);
    return 0;
}
