// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/actor.h"
#include "core/rules/field_rules.h"
#include "core/rules/validation.h"
#include "tests/support/list_rule_context.h"

#include <QTest>

using namespace mdmc;

namespace {

RecordId makeId(quint64 seed)
{
    SeededRandom random(seed);
    return RecordId::mint(ManualClock(), random);
}

struct Change {
    Change(const char *name, Value v) : field(QLatin1String(name)), value(std::move(v)) {}
    QString field;
    Value value;
};
using Changes = QList<Change>;

/// "path kind" of each violation, joined with "; ".
QString words(const std::vector<Violation> &violations)
{
    QStringList all;
    for (const Violation &violation : violations) {
        if (violation.detail.isEmpty())
            return QStringLiteral("a violation without detail");
        all += violation.path + u' ' + violationKindName(violation.kind);
    }
    return all.join(QLatin1String("; "));
}

Record changed(Record record, const Changes &changes)
{
    for (const auto &[name, value] : changes) {
        const int at = record.info().indexOf(name);
        Q_ASSERT(at >= 0);
        record.values[size_t(at)] = value;
    }
    return record;
}

} // namespace

Q_DECLARE_METATYPE(mdmc::EntityType)
Q_DECLARE_METATYPE(Changes)

class TestValidation : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase();
    void validRecordsPass();
    void creation_data();
    void creation();
    void edits_data();
    void edits();
    void emptyListsAllowAnything();
    void firstViolationIsTheError();
    void normalises_data();
    void normalises();
    void normaliseIsIdempotent();
    void closedChoicesMatchKeys();
    void warnsOfOverspentBudget();

private:
    Record validRecord(EntityType type) const;

    ListRuleContext m_context;
    RecordId m_user, m_team, m_lead, m_campaign;
};

void TestValidation::initTestCase()
{
    m_context = ListRuleContext::defaults();
    m_user = makeId(11);
    m_team = makeId(12);
    m_lead = makeId(13);
    m_campaign = makeId(14);
    m_context.add(Record(EntityType::User, m_user));
    m_context.add(Record(EntityType::Team, m_team));
    m_context.add(Record(EntityType::Lead, m_lead));
    m_context.add(Record(EntityType::Campaign, m_campaign));
    Pipeline second;
    second.id = makeId(15);
    second.name = QStringLiteral("Labels");
    second.position = 1;
    m_context.add(toRecord(second));
    Stage stage;
    stage.id = makeId(16);
    stage.pipelineId = second.id;
    stage.nameEn = QStringLiteral("Elsewhere");
    stage.kind = QStringLiteral("open");
    m_context.add(toRecord(stage));
}

Record TestValidation::validRecord(EntityType type) const
{
    const auto text = [](const char *word) { return Value(QString::fromLatin1(word)); };
    Changes changes;
    switch (type) {
    case EntityType::User:
        changes = {{"name", text("Zoe")}, {"email", text("zoe@label.fr")}, {"role", text("manager")},
                   {"scope", text("team")}, {"teamId", m_team}, {"isActive", true}};
        break;
    case EntityType::Team:
    case EntityType::Pipeline: changes = {{"name", text("North")}}; break;
    case EntityType::Stage:
        changes = {{"pipelineId", m_context.allPipelines[0].id}, {"nameEn", text("New")}, {"kind", text("open")},
                   {"probability", 50}, {"colour", 7}};
        break;
    case EntityType::ListItem:
        changes = {{"list", text("genre")}, {"key", text("pop")}, {"labelEn", text("Pop")}};
        break;
    case EntityType::Lead:
        changes = {{"artistName", text("Zoe")}, {"pipelineId", m_context.allPipelines[0].id},
                   {"stageId", m_context.stageNamed(u"Qualified").id}, {"ownerId", m_user}};
        break;
    case EntityType::Campaign: changes = {{"name", text("Album")}, {"status", text("draft")}}; break;
    case EntityType::CampaignLine:
        changes = {{"campaignId", m_campaign}, {"platform", text("meta")}, {"status", text("draft")}};
        break;
    case EntityType::CampaignLead: changes = {{"campaignId", m_campaign}, {"leadId", m_lead}}; break;
    case EntityType::Activity:
        changes = {{"subjectType", text("lead")}, {"subjectId", m_lead}, {"kind", text("note")}, {"body", text("Hi")}};
        break;
    case EntityType::Task: changes = {{"title", text("Call")}}; break;
    case EntityType::Conflict:
        changes = {{"subjectType", text("lead")}, {"subjectId", m_lead}, {"field", text("budget")}};
        break;
    }
    return changed(Record(type, makeId(20)), changes);
}

void TestValidation::validRecordsPass()
{
    for (const EntityInfo *info : allEntities()) {
        const Record record = validRecord(info->type);
        QCOMPARE(words(validate(record, nullptr, m_context)), QString());
        QCOMPARE(words(validate(record, &record, m_context)), QString());
        QVERIFY(checkValid(record, nullptr, m_context));
    }
    // Empty is refused exactly where a field is required.
    for (const EntityInfo *info : allEntities()) {
        QStringList required;
        for (const FieldInfo &field : info->fields)
            if (field.has(FieldFlag::Required))
                required += field.name + QStringLiteral(" required");
        QCOMPARE(words(validate(Record(info->type, makeId(21)), nullptr, m_context)), required.join(QLatin1String("; ")));
    }
}

void TestValidation::creation_data()
{
    QTest::addColumn<EntityType>("type");
    QTest::addColumn<Changes>("changes");
    QTest::addColumn<QString>("expected");
    const auto row = [](EntityType type, const char *name, const Changes &changes, const char *expected) {
        QTest::addRow("%s: %s", entityInfo(type).name.data(), name) << type << changes << QString::fromLatin1(expected);
    };
    const auto text = [](const char *word) { return Value(QString::fromUtf8(word)); };
    const auto set = [](std::initializer_list<const char *> words) {
        QStringList entries;
        for (const char *word : words)
            entries += QString::fromUtf8(word);
        return Value(entries);
    };
    using enum EntityType;
    row(Lead, "text at limit", {{"firstName", QString(500, u'a')}}, "");
    row(Lead, "text too long", {{"firstName", QString(501, u'a')}}, "firstName too_long");
    row(Lead, "long text at limit", {{"notes", QString(20'000, u'a')}}, "");
    row(Lead, "long text too long", {{"notes", QString(20'001, u'a')}}, "notes too_long");
    row(Lead, "newline in name", {{"artistName", text("a\nb")}}, "artistName malformed");
    row(Lead, "lines in notes", {{"notes", text("a\n\tb")}}, "");
    row(Lead, "control in notes", {{"notes", text("a\x01")}}, "notes malformed");
    row(Lead, "C1 control", {{"lastName", QString(QChar(0x85))}}, "lastName malformed");
    row(Lead, "half a character", {{"lastName", QString(QChar(0xd83c))}}, "lastName malformed");
    row(Lead, "emoji", {{"lastName", text("🎵")}}, "");
    row(Lead, "emails by entry", {{"emails", set({"a@b.fr", "nope", "c@d.fr", "no@pe"})}},
        "emails[1] malformed; emails[3] malformed");
    row(Lead, "phones by entry", {{"phones", set({"+33639981234", "soon", "06 39 98 12 34"})}}, "phones[1] malformed");
    row(Lead, "spotify id", {{"spotifyId", text("1vCWHaC5f2uS3yhpwWbIA6")}}, "");
    row(Lead, "spotify link not normalised", {{"spotifyId", text("spotify:artist:1vCWHaC5f2uS3yhpwWbIA6")}},
        "spotifyId malformed");
    row(Lead, "country", {{"country", text("GB")}}, "");
    row(Lead, "country unknown", {{"country", text("XX")}}, "country malformed");
    row(Lead, "country lower case", {{"country", text("fr")}}, "country malformed");
    row(Lead, "country name", {{"country", text("France")}}, "country malformed");
    row(Lead, "money", {{"budget", Money{0, QStringLiteral("CHF")}}}, "");
    row(Lead, "money negative", {{"budget", Money{-1, QStringLiteral("EUR")}}}, "budget out_of_range");
    row(Lead, "money too large", {{"budget", Money{kMaxMoneyMinor + 1, QStringLiteral("EUR")}}}, "budget out_of_range");
    row(Lead, "money's currency", {{"budget", Money{1, QStringLiteral("eur")}}}, "budget malformed");
    row(Lead, "money without currency", {{"budget", Money{1, QString()}}}, "budget malformed");
    row(Lead, "another type", {{"budget", 5}, {"emails", text("a@b.fr")}}, "emails malformed; budget malformed");
    row(Lead, "first year", {{"releaseDate", QDate(1900, 1, 1)}}, "");
    row(Lead, "before first year", {{"releaseDate", QDate(1899, 12, 31)}}, "releaseDate out_of_range");
    row(Lead, "after last year", {{"nextStepOn", QDate(2201, 1, 1)}}, "nextStepOn out_of_range");
    row(Lead, "timestamp", {{"convertedAt", std::numeric_limits<qint64>::max()}}, "convertedAt out_of_range");
    row(Lead, "priority in list", {{"priority", text("urgent")}}, "");
    row(Lead, "priority not in list", {{"priority", text("whenever")}}, "priority not_in_list");
    row(Lead, "source not in list", {{"source", text("telepathy")}}, "source not_in_list");
    row(Lead, "platforms by entry", {{"platforms", set({"meta", "myspace"})}}, "platforms[1] not_in_list");
    row(Lead, "free genre, goal, tag",
        {{"genres", set({"pop", "Hyperpop"})}, {"goals", set({"Fame"})}, {"tags", set({"vip"})}}, "");
    row(Lead, "consent", {{"consent", text("granted")}}, "");
    row(Lead, "consent unknown word", {{"consent", text("maybe")}}, "consent not_in_list");
    row(Lead, "unknown owner and team", {{"ownerId", makeId(90)}, {"teamId", makeId(91)}},
        "ownerId unknown_reference; teamId unknown_reference");
    row(Lead, "unknown stage", {{"stageId", makeId(90)}}, "stageId unknown_reference");
    row(Lead, "stage of another pipeline", {{"stageId", makeId(16)}}, "stageId unknown_reference");
    row(Lead, "server's references are its own", {{"createdBy", makeId(90)}}, "");
    row(Lead, "score", {{"score", 101}}, "score out_of_range");
    row(User, "address", {{"email", text("zoe")}}, "email malformed");
    row(User, "role and sight", {{"role", text("boss")}, {"scope", text("none")}},
        "role not_in_list; scope not_in_list");
    row(User, "language", {{"locale", text("fr_FR")}}, "");
    row(User, "no language", {{"locale", text("français")}}, "locale malformed");
    row(Stage, "probability", {{"probability", 101}}, "probability out_of_range");
    row(Stage, "negative", {{"probability", -1}, {"rottenAfterDays", -1}, {"colour", 8}},
        "probability out_of_range; rottenAfterDays out_of_range; colour out_of_range");
    row(Stage, "kind", {{"kind", text("lose")}}, "kind not_in_list");
    row(Stage, "pipeline", {{"pipelineId", makeId(90)}}, "pipelineId unknown_reference");
    row(Campaign, "status", {{"status", text("running")}}, "status not_in_list");
    row(Campaign, "one day", {{"startDate", QDate(2026, 5, 1)}, {"endDate", QDate(2026, 5, 1)}}, "");
    row(Campaign, "ends before it starts", {{"startDate", QDate(2026, 5, 2)}, {"endDate", QDate(2026, 5, 1)}},
        "endDate end_before_start");
    row(Campaign, "end alone", {{"endDate", QDate(2026, 5, 1)}}, "");
    row(CampaignLine, "ends before it starts", {{"startDate", QDate(2026, 5, 2)}, {"endDate", QDate(2026, 5, 1)}},
        "endDate end_before_start");
    row(CampaignLine, "platform", {{"platform", text("myspace")}}, "platform not_in_list");
    row(CampaignLine, "campaign", {{"campaignId", makeId(90)}}, "campaignId unknown_reference");
    row(CampaignLead, "lead", {{"leadId", makeId(90)}}, "leadId unknown_reference");
    row(Activity, "kind", {{"kind", text("fax")}}, "kind not_in_list");
    row(Activity, "subject's type", {{"subjectType", text("stage")}},
        "subjectType not_in_list; subjectId unknown_reference");
    row(Activity, "subject", {{"subjectId", makeId(90)}}, "subjectId unknown_reference");
    row(Activity, "no subject", {{"subjectId", Value()}}, "subjectId required");
    row(Task, "about a lead", {{"subjectType", text("lead")}, {"subjectId", makeId(13)}}, "");
    row(Task, "half a subject", {{"subjectType", text("lead")}}, "subjectId required");
    row(Task, "other half", {{"subjectId", makeId(13)}}, "subjectType required");
    row(Conflict, "resolution", {{"resolution", text("ignored")}}, "resolution not_in_list");
    QStringList many;
    for (int i = 0; i < 51; ++i)
        many += QString::number(i);
    row(Lead, "51 tags", {{"tags", many}}, "tags too_long");
    row(Lead, "50 tags", {{"tags", many.mid(1)}}, "");
    row(Lead, "tag too long", {{"tags", QStringList{QStringLiteral("a"), QString(501, u'a')}}}, "tags[1] too_long");
    row(Lead, "empty tag", {{"tags", QStringList{QStringLiteral("a"), QString()}}}, "tags[1] required");
}

void TestValidation::creation()
{
    QFETCH(EntityType, type);
    QFETCH(Changes, changes);
    const Record record = changed(validRecord(type), changes);
    QTEST(words(validate(record, nullptr, m_context)), "expected");
}

void TestValidation::edits_data()
{
    QTest::addColumn<EntityType>("type");
    QTest::addColumn<Changes>("before");
    QTest::addColumn<Changes>("after");
    QTest::addColumn<QString>("expected");
    const auto text = [](const char *word) { return Value(QString::fromUtf8(word)); };
    const auto set = [](std::initializer_list<const char *> words) {
        QStringList entries;
        for (const char *word : words)
            entries += QString::fromUtf8(word);
        return Value(entries);
    };
    const Value won = m_context.stageNamed(u"Won").id;
    const Value lost = m_context.stageNamed(u"Lost").id;
    const Value hundred = Money{100, QStringLiteral("EUR")};
    using enum EntityType;
    const auto row = [](const char *name, EntityType type, const Changes &before, const Changes &after,
                        const char *expected) {
        QTest::newRow(name) << type << before << after << QString::fromLatin1(expected);
    };
    row("old flaw does not block", Lead, {{"country", text("Xanadu")}, {"artistName", Value()}},
        {{"notes", text("x")}}, "");
    row("required emptied", Lead, {}, {{"artistName", Value()}}, "artistName required");
    row("old flaw in set does not block", Lead, {{"emails", set({"nope"})}}, {{"emails", set({"nope", "a@b.fr"})}}, "");
    row("new flaw in set", Lead, {{"emails", set({"nope"})}}, {{"emails", set({"nope", "bad"})}}, "emails[1] malformed");
    row("lost without reason", Lead, {}, {{"stageId", lost}}, "lostReason lost_needs_reason");
    row("lost with reason", Lead, {}, {{"stageId", lost}, {"lostReason", text("budget")}}, "");
    row("reason taken away", Lead, {{"stageId", lost}, {"lostReason", text("budget")}}, {{"lostReason", Value()}},
        "lostReason lost_needs_reason");
    row("old lost without reason", Lead, {{"stageId", lost}}, {{"notes", text("x")}}, "");
    row("reason not in list", Lead, {{"stageId", lost}, {"lostReason", text("budget")}}, {{"lostReason", text("mood")}},
        "lostReason not_in_list");
    row("won without value", Lead, {}, {{"stageId", won}}, "contractValue won_needs_contract_value");
    row("won with nothing", Lead, {}, {{"stageId", won}, {"contractValue", Money{0, QStringLiteral("EUR")}}},
        "contractValue won_needs_contract_value");
    row("won with value", Lead, {}, {{"stageId", won}, {"contractValue", hundred}}, "");
    row("value taken away", Lead, {{"stageId", won}, {"contractValue", hundred}}, {{"contractValue", Value()}},
        "contractValue won_needs_contract_value");
    row("won, then open", Lead, {{"stageId", won}}, {{"stageId", m_context.stageNamed(u"New").id}}, "");
    row("to another pipeline's stage", Lead, {}, {{"stageId", makeId(16)}}, "stageId unknown_reference");
    row("to another pipeline whole", Lead, {}, {{"stageId", makeId(16)}, {"pipelineId", makeId(15)}}, "");
    row("only the pipeline", Lead, {}, {{"pipelineId", makeId(15)}}, "stageId unknown_reference");
    row("converted once", Lead, {}, {{"convertedAt", qint64(1'760'000'000'000)}}, "");
    row("converted twice", Lead, {{"convertedAt", qint64(1'760'000'000'000)}},
        {{"convertedAt", qint64(1'770'000'000'000)}}, "convertedAt immutable");
    row("conversion undone", Lead, {{"convertedAt", qint64(1'760'000'000'000)}}, {{"convertedAt", Value()}}, "");
    row("note's text", Activity, {}, {{"body", text("other")}}, "body immutable");
    row("note's subject", Activity, {}, {{"subjectId", makeId(90)}}, "subjectId immutable");
    row("note's text emptied", Activity, {}, {{"body", Value()}}, "body immutable");
    row("list entry's key", ListItem, {}, {{"key", text("rock")}, {"labelEn", text("Rock")}}, "key immutable");
    row("task's subject", Task, {}, {{"subjectType", text("lead")}, {"subjectId", makeId(13)}},
        "subjectType immutable; subjectId immutable");
    row("link", CampaignLead, {}, {{"leadId", makeId(90)}}, "leadId immutable");
    row("start moved past the end", Campaign, {{"endDate", QDate(2026, 5, 1)}}, {{"startDate", QDate(2026, 6, 1)}},
        "endDate end_before_start");
    row("old order does not block", Campaign, {{"startDate", QDate(2026, 6, 1)}, {"endDate", QDate(2026, 5, 1)}},
        {{"name", text("x")}}, "");
    row("in field order", Lead, {}, {{"tags", set({"\x01"})}, {"stageId", lost}, {"firstName", QString(501, u'a')}},
        "firstName too_long; lostReason lost_needs_reason; tags[0] malformed");
}

void TestValidation::edits()
{
    QFETCH(EntityType, type);
    QFETCH(Changes, before);
    QFETCH(Changes, after);
    const Record old = changed(validRecord(type), before);
    const Record record = changed(old, after);
    QTEST(words(validate(record, &old, m_context)), "expected");
}

void TestValidation::emptyListsAllowAnything()
{
    ListRuleContext bare = m_context;
    bare.items.clear();
    const Record record = changed(validRecord(EntityType::Lead), {{"priority", QStringLiteral("whenever")},
                                                                  {"platforms", QStringList{QStringLiteral("myspace")}}});
    QCOMPARE(words(validate(record, nullptr, bare)), QString());
    ListRuleContext archived = m_context;
    for (ListItem &item : archived.items)
        item.isArchived = item.key == u"urgent";
    const Record urgent = changed(validRecord(EntityType::Lead), {{"priority", QStringLiteral("urgent")}});
    QCOMPARE(words(validate(urgent, nullptr, archived)), QStringLiteral("priority not_in_list"));
    QCOMPARE(words(validate(urgent, &urgent, archived)), QString());
}

void TestValidation::firstViolationIsTheError()
{
    const QString secret = QStringLiteral("zoe-at-label.fr");
    const Record record = changed(validRecord(EntityType::Lead), {{"emails", QStringList{secret}}, {"priority", secret}});
    const Result<> result = checkValid(record, nullptr, m_context);
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::InvalidInput);
    QCOMPARE(result.error().field, QStringLiteral("emails[0]"));
    QVERIFY(!result.error().detail.contains(secret)); // Details go to logs.
}

void TestValidation::normalises_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("country");
    QTest::addColumn<QStringList>("given"); // one entry for a text
    QTest::addColumn<QStringList>("stored");
    const auto row = [](const char *name, const char *field, const char *country, const QStringList &given,
                        const QStringList &stored) {
        QTest::newRow(name) << QString::fromLatin1(field) << QString::fromLatin1(country) << given << stored;
    };
    const auto t = [](const char16_t *text) { return QString::fromUtf16(text); };
    row("trimmed", "artistName", "", {t(u"  Zoé \u00a0")}, {t(u"Zoé")});
    row("invisible", "artistName", "", {t(u" \u200b\u2060 ")}, {t(u"")});
    row("joined", "artistName", "", {t(u"\u0645\u06cc\u200c\u062e")}, {t(u"\u0645\u06cc\u200c\u062e")});
    row("one line", "artistName", "", {t(u"Zoé\r\nBand")}, {t(u"Zoé  Band")});
    row("composed", "artistName", "", {t(u"Zoe\u0301")}, {t(u"Zoé")});
    row("long text", "notes", "", {t(u"\n a\r\nb\rc \n")}, {t(u"a\nb\nc")});
    row("emails", "emails", "", {t(u" Zoe@Label.FR "), t(u"zoe@label.fr"), t(u""), t(u"Nope")},
        {t(u"zoe@label.fr"), t(u"nope")});
    row("phones", "phones", "", {t(u"06 39 98 12 34"), t(u"+33 6 39 98 12 34"), t(u"soon")},
        {t(u"+33639981234"), t(u"soon")});
    row("phones of a country", "phones", " gb", {t(u"020 7946 0123")}, {t(u"+442079460123")});
    row("direction marks", "phones", "", {t(u"\u202a+33 6 39 98 12 34\u202c")}, {t(u"+33639981234")});
    row("spotify", "spotifyId", "", {t(u"https://open.spotify.com/artist/1vCWHaC5f2uS3yhpwWbIA6?si=x")},
        {t(u"1vCWHaC5f2uS3yhpwWbIA6")});
    row("not spotify", "spotifyId", "", {t(u" on Spotify ")}, {t(u"on Spotify")});
    row("tags keep their case", "tags", "", {t(u"VIP"), t(u" VIP "), t(u"vip")}, {t(u"VIP"), t(u"vip")});
    row("nothing left", "tags", "", {t(u" "), t(u"")}, {});
}

void TestValidation::normalises()
{
    QFETCH(QString, field);
    QFETCH(QString, country);
    QFETCH(QStringList, given);
    QFETCH(QStringList, stored);
    Record record(EntityType::Lead, makeId(30));
    const size_t at = size_t(record.info().indexOf(field));
    const bool isSet = record.info().fields[at].type == FieldType::TextSet;
    record.values[at] = isSet ? Value(given) : Value(given[0]);
    if (!country.isEmpty())
        record.setValue(QLatin1String("country"), country);
    normalise(record);
    QVERIFY(record.values[at] == (isSet ? Value(stored) : Value(stored[0])));
    Record money(EntityType::Lead, makeId(30));
    money.setValue(QLatin1String("budget"), Money{5, QStringLiteral(" eur")});
    money.setValue(QLatin1String("country"), QStringLiteral(" fr "));
    normalise(money);
    QVERIFY(money.value(QLatin1String("budget")) == Value(Money{5, QStringLiteral("EUR")}));
    QVERIFY(money.value(QLatin1String("country")) == Value(QStringLiteral("FR")));
}

void TestValidation::normaliseIsIdempotent()
{
    const quint64 seed = qEnvironmentVariableIsSet("MDMC_SEED") ? qEnvironmentVariable("MDMC_SEED").toULongLong()
                                                                : SystemRandom().next();
    qInfo("MDMC_SEED=%llu repeats this run", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    const QStringList pieces{
        QStringLiteral(" "), QStringLiteral("\t"), QStringLiteral("\r\n"), QStringLiteral("+33"), QStringLiteral("06"),
        QStringLiteral("39981234"), QStringLiteral("ext. 5"), QStringLiteral("@"), QStringLiteral("Label.FR"),
        QStringLiteral("spotify:artist:"), QStringLiteral("1vCWHaC5f2uS3yhpwWbIA6"), QStringLiteral("é"),
        QString(QChar(0x0301)), QString(QChar(0x0130)), QString(QChar(0x200b)), QString(QChar(0x202a)),
        QString(QChar(0x00a0)), QString(QChar(0x2126)), QString(QChar(0x1e9e)), QStringLiteral("e"),
        QString(QChar(0xd83c)), QString(QChar(0xfb01)), QStringLiteral("gb"), QString(QChar(0x00df)),
        QString(QChar(u'\0'))};
    const auto text = [&] {
        QString made;
        for (quint64 i = random.below(6); i > 0; --i)
            made += pieces[qsizetype(random.below(quint64(pieces.size())))];
        return made;
    };
    for (int run = 0; run < 3000; ++run) {
        Record record(EntityType::Lead, makeId(30));
        for (int i = 0; i < record.info().fieldCount(); ++i) {
            const FieldType type = record.info().field(i).type;
            if (type == FieldType::Text)
                record.values[size_t(i)] = text();
            else if (type == FieldType::TextSet)
                record.values[size_t(i)] = QStringList{text(), text(), text()};
            else if (type == FieldType::Money)
                record.values[size_t(i)] = Money{1, text()};
        }
        Record once = record;
        normalise(once);
        Record twice = once;
        normalise(twice);
        for (const FieldChange &change : difference(once, twice))
            QFAIL(qPrintable(QStringLiteral("%1: '%2' → '%3'").arg(once.info().field(change.field).name,
                      toPlainText(once.values[size_t(change.field)]), toPlainText(change.value))));
    }
}

void TestValidation::closedChoicesMatchKeys()
{
    for (const QLatin1String key : closedChoice(EntityType::User, QLatin1String("role")))
        QVERIFY(roleFromKey(QString(key)));
    for (const QLatin1String key : closedChoice(EntityType::User, QLatin1String("scope")))
        QVERIFY(sightFromKey(QString(key)));
    QVERIFY(closedChoice(EntityType::Lead, QLatin1String("priority")).empty());
    QStringList names;
    for (int i = 0; i <= int(ViolationKind::Immutable); ++i)
        names += violationKindName(ViolationKind(i));
    QCOMPARE(names.removeDuplicates(), 0);
    QVERIFY(!names.contains(QString()));
}

void TestValidation::warnsOfOverspentBudget()
{
    Campaign campaign;
    campaign.budget = Money{1000, QStringLiteral("EUR")};
    const auto line = [](qint64 minor, const char *currency = "EUR", const char *status = "active") {
        CampaignLine line;
        line.budget = Money{minor, QString::fromLatin1(currency)};
        line.status = QString::fromLatin1(status);
        return line;
    };
    QCOMPARE(words(warnings(campaign, {})), QString());
    QCOMPARE(words(warnings(campaign, {line(600), line(400)})), QString());
    QCOMPARE(words(warnings(campaign, {line(600), line(401)})), QStringLiteral("budget out_of_range"));
    QCOMPARE(words(warnings(campaign, {line(600), line(5000, "USD"), line(5000, "EUR", "cancelled"), CampaignLine()})),
             QString());
    const qint64 huge = std::numeric_limits<qint64>::max();
    QCOMPARE(words(warnings(campaign, {line(huge), line(huge)})), QStringLiteral("budget out_of_range"));
    campaign.budget.reset();
    QCOMPARE(words(warnings(campaign, {line(600)})), QString());
}

QTEST_GUILESS_MAIN(TestValidation)
#include "test_validation.moc"
