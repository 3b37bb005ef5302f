// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/error_text.h"
#include "ui/models/lead_filters.h"

#include "tests/support/ui_fixture.h"

using namespace mdmc;
using namespace mdmc::ui;
using test::fieldOf;

class TestFieldText : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void valuesBecomeText_data();
    void valuesBecomeText();
    void textBecomesValues_data();
    void textBecomesValues();
    void editTextComesBackTheSame();
    void everyErrorHasASentence();
    void everyViolationHasASentence();
    void refusalsHaveTheirOwnSentences();
    void signInProblemsStandAtTheirField_data();
    void signInProblemsStandAtTheirField();
    void builtInViewsFilter();
    void filtersAreTold();
    void everyFieldCanBeFiltered();
};

void TestFieldText::valuesBecomeText_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<Value>("value");
    QTest::addColumn<QString>("english");
    QTest::addColumn<QString>("french");
    QTest::newRow("money") << "budget" << Value(Money{123'450}) << "€1,234.50"
                           << QStringLiteral("1\u202f234,50\u00a0€");
    QTest::newRow("list") << "priority" << Value(QStringLiteral("urgent")) << "Urgent"
                          << "Urgente";
    QTest::newRow("set") << "genres" << Value(QStringList{QStringLiteral("electro"), QStringLiteral("free tag")})
                         << "Electronic/House/Techno, free tag" << QStringLiteral("Électro/House/Techno, free tag");
    QTest::newRow("phone") << "phones" << Value(QStringList{QStringLiteral("+33639981234")}) << "+33 6 39 98 12 34"
                           << "+33 6 39 98 12 34";
    QTest::newRow("word") << "consent" << Value(QStringLiteral("granted")) << "Granted"
                          << "Granted";
    QTest::newRow("empty") << "budget" << Value() << ""
                           << "";
    QTest::newRow("unknown key") << "source" << Value(QStringLiteral("carrier pigeon")) << "carrier pigeon"
                                 << "carrier pigeon";
}

void TestFieldText::valuesBecomeText()
{
    QFETCH(QString, field);
    QFETCH(Value, value);
    const int position = entityInfo(EntityType::Lead).indexOf(QStringView(field));
    test::UiFixture english;
    QVERIFY(english.isReady());
    QTEST(english.context.fields().text(EntityType::Lead, position, value), "english");
    test::UiFixture french(QLocale(QLocale::French, QLocale::France));
    QVERIFY(french.isReady());
    QTEST(french.context.fields().text(EntityType::Lead, position, value), "french");
}

void TestFieldText::textBecomesValues_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isRead");
    QTest::addColumn<Value>("value");
    QTest::newRow("amount") << "budget"
                            << "1 500,50" << true << Value(Money{150'050});
    QTest::newRow("amount with currency") << "budget"
                                          << "$20" << true << Value(Money{2'000, QStringLiteral("USD")});
    QTest::newRow("no amount") << "budget"
                               << "lots" << false << Value();
    QTest::newRow("ISO day") << "releaseDate"
                             << "2027-02-01" << true << Value(QDate(2027, 2, 1));
    QTest::newRow("local day") << "releaseDate"
                               << "01/02/2027" << true << Value(QDate(2027, 2, 1));
    QTest::newRow("no day") << "releaseDate"
                            << "31/02/2027" << false << Value();
    QTest::newRow("label") << "priority"
                           << "urgent" << true << Value(QStringLiteral("urgent"));
    QTest::newRow("not in the list") << "priority"
                                     << "mega" << false << Value();
    QTest::newRow("set") << "platforms"
                         << "TikTok, spotify,,Own thing" << true
                         << Value(QStringList{QStringLiteral("tiktok"), QStringLiteral("spotify"),
                                              QStringLiteral("Own thing")});
    QTest::newRow("label with a comma") << "platforms"
                                        << "meta (facebook, instagram) , TikTok" << true
                                        << Value(QStringList{QStringLiteral("meta"), QStringLiteral("tiktok")});
    QTest::newRow("country's code") << "country"
                                    << "fr" << true << Value(QStringLiteral("fr")); // Made large when it is stored.
    QTest::newRow("country's name") << "country"
                                    << " cote d'ivoire" << true << Value(QStringLiteral("CI"));
    QTest::newRow("no country") << "country"
                                << "Atlantis" << true << Value(QStringLiteral("Atlantis"));
    QTest::newRow("nothing") << "budget"
                             << "  " << true << Value();
}

void TestFieldText::textBecomesValues()
{
    QFETCH(QString, field);
    QFETCH(QString, text);
    test::UiFixture f;
    QVERIFY(f.isReady());
    const auto value =
        f.context.fields().parse(EntityType::Lead, entityInfo(EntityType::Lead).indexOf(QStringView(field)), text);
    QTEST(value.has_value(), "isRead");
    if (value)
        QTEST(*value, "value");
}

void TestFieldText::editTextComesBackTheSame()
{
    for (const QLocale &locale :
         {QLocale(QLocale::English, QLocale::UnitedKingdom), QLocale(QLocale::French, QLocale::France)}) {
        test::UiFixture f(locale);
        QVERIFY(f.isReady());
        test::addSampleLeads(f.workspace, 20, QDate(2026, 11, 22));
        const FieldText fields = f.context.fields();
        for (const RecordId &id : f.workspace.idsOf(EntityType::Lead)) {
            const Record record = f.workspace.stored(EntityType::Lead, id);
            for (int i = 0; i < record.info().fieldCount(); ++i) {
                const FieldInfo &field = record.info().field(i);
                if (field.has(FieldFlag::Internal) || field.merge == Merge::Server
                    || field.type == FieldType::Timestamp)
                    continue;
                const Value &value = record.values[size_t(i)];
                const QString text = fields.editText(EntityType::Lead, i, value);
                const auto back = fields.parse(EntityType::Lead, i, text, value);
                QVERIFY2(back && *back == value, qPrintable(QString(field.name) + QLatin1Char(' ') + text));
            }
        }
    }
}

void TestFieldText::everyErrorHasASentence()
{
    QSet<QString> sentences;
    for (int code = 0; code <= int(ErrorCode::Internal); ++code) {
        const QString sentence = errorText({ErrorCode(code), QStringLiteral("SELECT * FROM lead"), {}});
        QVERIFY2(sentence.endsWith(QLatin1Char('.')), qPrintable(errorCodeName(ErrorCode(code))));
        QVERIFY(!sentence.contains(QStringLiteral("SELECT"))); // The detail is for Details.
        sentences << sentence;
    }
    QVERIFY(sentences.size() > 20);
    QCOMPARE(errorDetails({ErrorCode::WrongKey, QStringLiteral("detail"), QStringLiteral("f")}),
             QStringLiteral("wrong_key (f): detail"));
}

void TestFieldText::everyViolationHasASentence()
{
    for (int kind = 0; kind <= int(ViolationKind::Immutable); ++kind)
        QVERIFY(violationText({QStringLiteral("emails[1]"), ViolationKind(kind), {}}, EntityType::Lead)
                    .endsWith(QLatin1Char('.')));
    QCOMPARE(fieldOfPath(EntityType::Lead, QStringLiteral("emails[1]")), fieldOf(EntityType::Lead, "emails"));
    QCOMPARE(fieldOfPath(EntityType::Lead, QStringLiteral("nothing")), -1);
    QVERIFY(errorText({ErrorCode::InvalidInput, QStringLiteral("end_before_start: x"), QStringLiteral("endDate")},
                      EntityType::Campaign)
                .contains(QStringLiteral("before the start")));
    QVERIFY(errorText({ErrorCode::Forbidden, {}, QStringLiteral("budget")}, EntityType::Lead)
                .contains(QStringLiteral("Budget")));
}

void TestFieldText::refusalsHaveTheirOwnSentences()
{
    QSet<QString> sentences;
    const char *const reasons[] = {"validation", "permission",     "scope_lost", "row_deleted",   "row_unknown",
                                   "unique",     "schema_too_new", "too_large",  "group_aborted", "server_error"};
    for (const char *reason : reasons)
        sentences << refusalText(QString::fromLatin1(reason), {}, EntityType::Lead);
    QCOMPARE(sentences.size(), qsizetype(std::size(reasons)));
    QVERIFY(!refusalText(QStringLiteral("something_new"), {}, EntityType::Lead).isEmpty());
}

void TestFieldText::signInProblemsStandAtTheirField_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("field");
    QTest::newRow("wrong password") << int(ErrorCode::Unauthenticated) << "password";
    QTest::newRow("unknown server") << int(ErrorCode::Unreachable) << "server";
    QTest::newRow("certificate") << int(ErrorCode::CertificateRejected) << "server";
    QTest::newRow("not ours") << int(ErrorCode::ProtocolViolation) << "server";
    QTest::newRow("wrong passphrase") << int(ErrorCode::WrongKey) << "passphrase";
    QTest::newRow("full disk") << int(ErrorCode::StorageFull) << "";
}

void TestFieldText::signInProblemsStandAtTheirField()
{
    QFETCH(int, code);
    const SignInProblem problem = signInProblem({ErrorCode(code), {}, {}});
    QTEST(problem.field, "field");
    QVERIFY(problem.sentence.endsWith(QLatin1Char('.')));
}

void TestFieldText::builtInViewsFilter()
{
    test::UiFixture f;
    Lead mine = f.lead(QStringLiteral("Mine"), "Contacted");
    mine.stageChangedAt = f.clock.nowUtc() - 30 * 86'400'000ll; // Stale: seven days are allowed.
    Lead won = f.lead(QStringLiteral("Won"), "Won");
    won.contractValue = Money{1000};
    Lead nobodys = f.lead(QStringLiteral("Nobody's"), "New");
    nobodys.ownerId = {};
    for (const Lead &lead : {mine, won, nobodys})
        f.workspace.put(lead);
    QVERIFY(f.isReady());
    QMap<QString, QStringList> found;
    for (const ListView &view : leadViews(f.context)) {
        const auto records =
            storage::queryRecords(f.workspace.db, f.workspace.store, {EntityType::Lead, view.filter, {}, {}}, 10);
        QVERIFY(records.has_value());
        for (const Record &record : *records)
            found[view.id] << record.value(QLatin1String("artistName")).as<QString>();
    }
    QCOMPARE(found.value(QStringLiteral("all")).size(), 3);
    QCOMPARE(found.value(QStringLiteral("mine")), QStringList{QStringLiteral("Mine")});
    QCOMPARE(found.value(QStringLiteral("stale")), QStringList{QStringLiteral("Mine")});
    QCOMPARE(found.value(QStringLiteral("unassigned")), QStringList{QStringLiteral("Nobody's")});
}

void TestFieldText::filtersAreTold()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    using storage::Comparison;
    storage::Filter filter;
    filter.conditions = {
        {fieldOf(EntityType::Lead, "stageId"), Comparison::AnyOf, {Value(f.workspace.stageNamed(u"Won").id)}},
        {fieldOf(EntityType::Lead, "budget"), Comparison::Between, {Value(Money{100'000}), Value(Money{200'000})}},
        {fieldOf(EntityType::Lead, "ownerId"), Comparison::IsEmpty, {}},
        {fieldOf(EntityType::Lead, "platforms"), Comparison::AnyOf, {Value(QStringLiteral("tiktok"))}}};
    filter.groups = {{storage::Filter::Join::Any, {filter.conditions[0], filter.conditions[2]}, {}}};
    const QList<FilterText> texts = filterTexts(f.context.fields(), EntityType::Lead, filter);
    QCOMPARE(texts.size(), 5);
    QCOMPARE(texts[0].field + texts[0].op + texts[0].value, QStringLiteral("Stageis any ofWon"));
    QCOMPARE(texts[1].value, QStringLiteral("€1,000 and €2,000"));
    QCOMPARE(texts[2].op, QStringLiteral("is empty"));
    QCOMPARE(texts[3].value, QStringLiteral("TikTok"));
    QCOMPARE(texts[4].value, QStringLiteral("Stage is any of Won or Owner is empty"));
    QVERIFY(combine({}, filter) == filter);
    QVERIFY(combine(filter, {}) == filter);
    QCOMPARE(combine(filter, filter).groups.size(), size_t(2));
}

void TestFieldText::everyFieldCanBeFiltered()
{
    test::UiFixture f;
    test::addSampleLeads(f.workspace, 5, QDate(2026, 11, 22));
    QVERIFY(f.isReady());
    for (const int field : filterFields(EntityType::Lead)) {
        const FieldInfo &info = entityInfo(EntityType::Lead).field(field);
        for (const storage::Comparison comparison : comparisonsFor(info)) {
            QVERIFY(!comparisonText(comparison, info).isEmpty());
            if (valueCount(comparison) != 0)
                continue;
            const auto count =
                storage::queryCount(f.workspace.db, {EntityType::Lead, {{}, {{field, comparison, {}}}, {}}, {}, {}});
            QVERIFY2(count.has_value(), info.name.data());
        }
    }
}

QTEST_MAIN(TestFieldText)
#include "test_field_text.moc"
