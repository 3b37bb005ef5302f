// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/model/record.h"

#include <QFile>
#include <QSet>
#include <QTest>

using namespace mdmc;

namespace {

QString typeName(FieldType type)
{
    switch (type) {
    case FieldType::Bool: return QStringLiteral("bool");
    case FieldType::Integer: return QStringLiteral("integer");
    case FieldType::Timestamp: return QStringLiteral("timestamp");
    case FieldType::Date: return QStringLiteral("date");
    case FieldType::Text: return QStringLiteral("text");
    case FieldType::Id: return QStringLiteral("id");
    case FieldType::Money: return QStringLiteral("money");
    case FieldType::TextSet: return QStringLiteral("textSet");
    case FieldType::Bytes: return QStringLiteral("bytes");
    }
    return {};
}

QString mergeName(Merge merge)
{
    switch (merge) {
    case Merge::Lww: return QStringLiteral("lww");
    case Merge::Guarded: return QStringLiteral("guarded");
    case Merge::Consent: return QStringLiteral("consent");
    case Merge::Set: return QStringLiteral("set");
    case Merge::Append: return QStringLiteral("append");
    case Merge::Server: return QStringLiteral("server");
    }
    return {};
}

/// The wire contract as one line per field: entity, its number, position, name, type, merge.
QStringList describeAll()
{
    QStringList lines;
    for (const EntityInfo *info : allEntities())
        for (int i = 0; i < info->fieldCount(); ++i) {
            const FieldInfo &field = info->field(i);
            lines += QStringLiteral("%1 %2 %3 %4 %5 %6")
                         .arg(info->name).arg(int(info->type)).arg(i)
                         .arg(field.name, typeName(field.type), mergeName(field.merge));
        }
    return lines;
}

Value sample(FieldType type, SeededRandom &random)
{
    const QString text = QStringLiteral("Zoé ") + QString::number(random.next());
    switch (type) {
    case FieldType::Bool: return true;
    case FieldType::Integer:
    case FieldType::Timestamp: return qint64(random.below(1'000'000'000'000)) + 1;
    case FieldType::Date: return QDate(2026, 1, 1).addDays(qint64(random.below(1000)));
    case FieldType::Text: return text;
    case FieldType::Id: return RecordId::mint(ManualClock(), random);
    case FieldType::Money: return Money{qint64(random.below(100'000)), QStringLiteral("CHF")};
    case FieldType::TextSet: return QStringList{text, QStringLiteral("b")};
    case FieldType::Bytes: return QByteArray::number(random.next());
    }
    return {};
}

template<typename Entity>
void roundTrip(quint64 seed)
{
    SeededRandom random(seed);
    Record record(Entity::kType, RecordId::mint(ManualClock(), random));
    for (int i = 0; i < record.info().fieldCount(); ++i)
        record.values[size_t(i)] = sample(record.info().field(i).type, random);
    const Entity entity = fromRecord<Entity>(record);
    QCOMPARE(entity.id, record.id);
    QVERIFY(toRecord(entity) == record);
    QVERIFY(fromRecord<Entity>(toRecord(entity)) == entity);
    // An empty record leaves nothing behind: no setter keeps what the entity held before.
    Entity emptied = entity;
    for (const FieldInfo &field : record.info().fields) {
        field.set(&emptied, Value());
        QVERIFY2(field.get(&emptied) != field.get(&entity), field.name.data());
    }
}

} // namespace

class TestFieldTables : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void matchTheWireContract();
    void namesAndColumnsAreUnique();
    void flagsMakeSense();
    void entitiesAreFound();
    void everyEntityRoundTrips();
    void misfitsReadAsEmpty();
    void emptinessIsOneValue();
    void valuesFitTheirType();
    void foldsText_data();
    void foldsText();
    void differenceNamesChangedFields();
};

void TestFieldTables::matchTheWireContract()
{
    QFile file(QStringLiteral(MDMC_TEST_DATA "/schema/fields.txt"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList released = QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts);
    released.removeIf([](const QString &line) { return line.startsWith(u'#'); });
    const QStringList now = describeAll();
    for (const QString &line : released)
        QVERIFY2(now.contains(line), qPrintable(QStringLiteral("gone or moved: ") + line));
    for (const QString &line : now)
        QVERIFY2(released.contains(line), qPrintable(QStringLiteral("add to tests/data/schema/fields.txt: ") + line));
}

void TestFieldTables::namesAndColumnsAreUnique()
{
    QSet<QString> tables;
    QSet<int> numbers;
    for (const EntityInfo *info : allEntities()) {
        QVERIFY(!tables.contains(info->table));
        tables.insert(info->table);
        QVERIFY(!numbers.contains(int(info->type)));
        numbers.insert(int(info->type));
        QSet<QString> names, columns;
        for (const FieldInfo &field : info->fields) {
            names.insert(field.name);
            columns.insert(toColumnName(field.name));
            QCOMPARE(info->indexOf(field.name), info->indexOf(QString(field.name)));
            QVERIFY(*field.label != '\0');
        }
        QCOMPARE(names.size(), info->fieldCount());
        QCOMPARE(columns.size(), info->fieldCount());
        // Columns that storage adds to every table.
        for (const char *reserved : {"id", "rev", "deleted", "extra", "versions", "sort_key"})
            QVERIFY2(!columns.contains(QLatin1String(reserved)), reserved);
        QCOMPARE(info->indexOf(QLatin1String("noSuchField")), -1);
    }
    QCOMPARE(toColumnName(QLatin1String("stageChangedAt")), QStringLiteral("stage_changed_at"));
}

void TestFieldTables::flagsMakeSense()
{
    for (const EntityInfo *info : allEntities()) {
        int titles = 0;
        for (const FieldInfo &field : info->fields) {
            titles += field.has(FieldFlag::Title);
            QCOMPARE(field.merge == Merge::Set, field.type == FieldType::TextSet);
            if (field.has(FieldFlag::Searchable))
                QVERIFY(field.type == FieldType::Text || field.type == FieldType::TextSet);
            if (field.hasReference)
                QCOMPARE(field.type, FieldType::Id);
            if (field.has(FieldFlag::Title))
                QVERIFY(field.has(FieldFlag::Required));
        }
        QVERIFY(titles <= 1);
        QCOMPARE(info->titleField() >= 0, titles == 1);
    }
}

void TestFieldTables::entitiesAreFound()
{
    for (const EntityInfo *info : allEntities()) {
        QCOMPARE(&entityInfo(info->type), info);
        QCOMPARE(findEntity(quint64(info->type)), info);
        QCOMPARE(findEntity(QString(info->name)), info);
    }
    QVERIFY(!findEntity(quint64(0)));
    QVERIFY(!findEntity(quint64(13 + 256)));
    QVERIFY(!findEntity(u"Lead"));
    QVERIFY(!findEntity(u""));
}

void TestFieldTables::everyEntityRoundTrips()
{
    roundTrip<User>(1);
    roundTrip<Team>(2);
    roundTrip<Pipeline>(3);
    roundTrip<Stage>(4);
    roundTrip<ListItem>(5);
    roundTrip<Lead>(6);
    roundTrip<Campaign>(7);
    roundTrip<CampaignLine>(8);
    roundTrip<CampaignLead>(9);
    roundTrip<Activity>(10);
    roundTrip<Task>(11);
    roundTrip<Conflict>(12);
}

void TestFieldTables::misfitsReadAsEmpty()
{
    Record record(EntityType::Lead, RecordId::mint());
    record.setValue(QLatin1String("artistName"), qint64(5));
    record.setValue(QLatin1String("budget"), QStringLiteral("much"));
    record.setValue(QLatin1String("emails"), QStringLiteral("a@b.fr"));
    record.values.resize(10); // A row of an older build ends early.
    const Lead lead = fromRecord<Lead>(record);
    QCOMPARE(lead.artistName, QString());
    QVERIFY(!lead.budget);
    QVERIFY(lead.emails.isEmpty());
    QVERIFY(lead.notes.isEmpty());
}

void TestFieldTables::emptinessIsOneValue()
{
    QVERIFY(Value(QString()).isEmpty());
    QVERIFY(Value(QStringLiteral("")) == Value());
    QVERIFY(Value(RecordId()) == Value());
    QVERIFY(Value(QDate()) == Value());
    QVERIFY(Value(QStringList()) == Value());
    QVERIFY(Value(QByteArray("")) == Value());
    QVERIFY(Value(std::optional<Money>()) == Value());
    QVERIFY(!Value(false).isEmpty());
    QVERIFY(!Value(0).isEmpty());
    QVERIFY(!Value(Money{}).isEmpty());
}

void TestFieldTables::valuesFitTheirType()
{
    SeededRandom random(4);
    const FieldType types[] = {FieldType::Bool, FieldType::Integer, FieldType::Timestamp, FieldType::Date,
                               FieldType::Text, FieldType::Id, FieldType::Money, FieldType::TextSet, FieldType::Bytes};
    const auto isNumber = [](FieldType type) { return type == FieldType::Integer || type == FieldType::Timestamp; };
    for (const FieldType held : types)
        for (const FieldType wanted : types) {
            QCOMPARE(sample(held, random).fits(wanted), held == wanted || (isNumber(held) && isNumber(wanted)));
            QVERIFY(Value().fits(wanted));
        }
}

void TestFieldTables::foldsText_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("folded");
    const auto row = [](const char16_t *text, const char *folded) {
        QTest::addRow("%s", folded) << QString::fromUtf16(text) << QString::fromLatin1(folded);
    };
    row(u"", "");
    row(u"PLAIN Text", "plain text");
    row(u"Zoé d'Été", "zoe d'ete");
    row(u"Zoe\u0301 d’Ete\u0301", "zoe d'ete"); // decomposed, as macOS types it
    row(u"ÇA VA, GARÇON", "ca va, garcon");
    row(u"Björk", "bjork");
    row(u"Sigur Rós", "sigur ros");
    row(u"Mø", "mo");
    row(u"Œuvre", "oeuvre");
    row(u"Æther", "aether");
    row(u"Straße", "strasse");
    row(u"Łódź", "lodz");
    row(u"ﬁn", "fin");
    row(u"a\u00a0b", "a b");
}

void TestFieldTables::foldsText()
{
    QFETCH(QString, text);
    QTEST(foldText(text), "folded");
    QCOMPARE(foldText(foldText(text)), foldText(text));
}

void TestFieldTables::differenceNamesChangedFields()
{
    Lead lead;
    lead.id = RecordId::mint();
    lead.artistName = QStringLiteral("A");
    lead.tags = {QStringLiteral("x")};
    Lead changed = lead;
    QVERIFY(difference(toRecord(lead), toRecord(changed)).empty());
    changed.artistName = QStringLiteral("B");
    changed.tags.clear();
    const EntityInfo &info = entityInfo(EntityType::Lead);
    const std::vector<FieldChange> expected{{info.indexOf(QLatin1String("artistName")), QStringLiteral("B")},
                                            {info.indexOf(QLatin1String("tags")), Value()}};
    QVERIFY(difference(toRecord(lead), toRecord(changed)) == expected);
}

QTEST_GUILESS_MAIN(TestFieldTables)
#include "test_field_tables.moc"
