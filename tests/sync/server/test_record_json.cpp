// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/records.h"
#include "core/model/value_codec.h"
#include "sync/server/record_json.h"

#include <QCborStreamWriter>
#include <QJsonDocument>
#include <QTest>

using namespace mdmc;

namespace {

Value sample(FieldType type, int at)
{
    static const QStringList texts{QStringLiteral("plain"), QStringLiteral("\"quoted\" \\ and / more"),
                                   QStringLiteral("Été \U0001F3B5 \u2028"), QStringLiteral("tab\tline\nbell\a"),
                                   QStringLiteral("\u0001\u001f\u007f")};
    static const qint64 times[] = {0, 1, 999, 951'782'400'000, 1'709'164'799'999, 253'402'300'799'999, -1,
                                   253'402'300'800'000};
    switch (type) {
    case FieldType::Bool: return Value(at % 2 == 0);
    case FieldType::Integer: return Value(qint64(at) * 1'000'003 - 5);
    case FieldType::Timestamp: return Value(times[at % 8]);
    case FieldType::Date: return Value(QDate(1900, 1, 1).addDays(at * 1234));
    case FieldType::Text: return Value(texts.at(at % 5));
    case FieldType::Id: return Value(RecordId::mint());
    case FieldType::Money: return Value(Money{9'007'199'254'740'991 - at, QStringLiteral("EUR")});
    case FieldType::TextSet: return Value(QStringList(texts.mid(at % 5)));
    case FieldType::Bytes: return Value(QByteArray(at % 7 + 1, char(at)));
    }
    return {};
}

} // namespace

class TestRecordJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textAndObjectSayTheSame_data()
    {
        QTest::addColumn<int>("type");
        for (const EntityInfo *info : allEntities())
            QTest::newRow(info->name.data()) << int(info->type);
    }

    void textAndObjectSayTheSame()
    {
        QFETCH(int, type);
        const EntityInfo &info = entityInfo(EntityType(type));
        for (int salt = 0; salt < 40; ++salt) {
            Record record(EntityType(type), RecordId::mint());
            record.rev = salt * 77;
            for (int i = 0; i < info.fieldCount(); ++i)
                if ((i + salt) % 4 != 0)
                    record.values[size_t(i)] = sample(info.field(i).type, i + salt);
            QByteArray text;
            QVERIFY(sync::appendJson(text, EntityType(type), encodeRecord(record)).has_value());
            QJsonParseError error;
            const QJsonDocument read = QJsonDocument::fromJson(text, &error);
            QVERIFY2(error.error == QJsonParseError::NoError, text.constData());
            QCOMPARE(read.object(), sync::toJson(record));
        }
    }

    /// As a newer or an older version wrote it.
    void unusualRows()
    {
        Lead lead;
        lead.id = RecordId::mint();
        lead.artistName = QStringLiteral("Ann");
        Record record = toRecord(lead);
        const QJsonObject plain = sync::toJson(record);
        const auto textOf = [](QByteArrayView packed) {
            QByteArray text("kept:");
            const auto appended = sync::appendJson(text, EntityType::Lead, packed);
            return appended && text.startsWith("kept:") ? QJsonDocument::fromJson(text.mid(5)).object() : QJsonObject();
        };
        record.extra = QByteArray("\x82\x01\xc0\x61\x61", 5); // An array of 1 and a tagged text
        QCOMPARE(textOf(encodeRecord(record)), plain);
        QByteArray shorter;
        QCborStreamWriter writer(&shorter);
        writer.startArray(5);
        writer.append(quint64(EntityType::Lead));
        writer.append(lead.id.toBytes());
        writer.append(0);
        writer.append(0);
        writer.append(packVersions(record.versions, 0));
        writer.endArray();
        QCOMPARE(textOf(shorter).value(QLatin1String("id")), plain.value(QLatin1String("id")));
        QVERIFY(textOf(shorter).value(QLatin1String("artistName")).isNull());
        QVERIFY(textOf("\xff").isEmpty());
        QVERIFY(textOf(encodeRecord(toRecord(Task()))).isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestRecordJson)
#include "test_record_json.moc"
