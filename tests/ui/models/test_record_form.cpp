// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/record_form.h"

#include "tests/support/ui_fixture.h"

using namespace mdmc;
using namespace mdmc::ui;
using test::fieldOf;

namespace {

int lead(const char *name)
{
    return fieldOf(EntityType::Lead, name);
}

} // namespace

class TestRecordForm : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void createsARecord();
    void checksAFieldWhenItIsLeft_data();
    void checksAFieldWhenItIsLeft();
    void takesTheStoredFormWhenLeft();
    void patchesOnlyWhatChanged();
    void refusesToSaveWhatIsWrong();
    void failedCommitKeepsWhatWasTyped();
    void errorOfTheCommitStandsAtItsField();
    void draftSurvives();
    void draftKeepsUnreadableText();
    void showsDuplicatesWhileTyping();
    void missingRecordIsTold();
    void followsPermissions();
};

void TestRecordForm::createsARecord()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    QVERIFY(form.isLoaded());
    QVERIFY(form.isNew());
    QVERIFY(!form.isChanged());
    QCOMPARE(form.value(lead("ownerId")).as<RecordId>(), f.workspace.actor().userId);
    QCOMPARE(form.value(lead("stageId")).as<RecordId>(), f.workspace.stageNamed(u"New").id);
    form.setText(lead("artistName"), QStringLiteral("  Zoé d'Été "));
    form.setText(lead("budget"), QStringLiteral("1 500,50 EUR"));
    QSignalSpy saved(&form, &RecordForm::saved);
    form.save();
    QVERIFY(form.isSaving());
    QVERIFY(saved.wait());
    const Lead stored = f.workspace.get<Lead>(saved[0][0].value<RecordId>());
    QCOMPARE(stored.artistName, QStringLiteral("Zoé d'Été"));
    QCOMPARE(stored.budget, std::optional(Money{150'050}));
    QVERIFY(stored.createdAt.has_value());
    QCOMPARE(f.workspace.commits(), 1);
}

void TestRecordForm::checksAFieldWhenItIsLeft_data()
{
    QTest::addColumn<QString>("field");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("no artist") << "artistName"
                               << ""
                               << "Artist is needed";
    QTest::newRow("artist") << "artistName"
                            << "Aube"
                            << "";
    QTest::newRow("no e-mail") << "emails"
                               << "aube(at)mail"
                               << "not an e-mail address";
    QTest::newRow("second e-mail") << "emails"
                                   << "a@b.example, nonsense"
                                   << "not an e-mail address";
    QTest::newRow("e-mail") << "emails"
                            << "aube@mail.example"
                            << "";
    QTest::newRow("no phone") << "phones"
                              << "call me"
                              << "not a phone number";
    QTest::newRow("phone") << "phones"
                           << "06 39 98 12 34"
                           << "";
    QTest::newRow("no Spotify link") << "spotifyId"
                                     << "https://example.com/artist"
                                     << "not a Spotify artist";
    QTest::newRow("Spotify link") << "spotifyId"
                                  << "https://open.spotify.com/intl-fr/artist/4tZwfgrHOc3mvqYlEYSvVi?si=1"
                                  << "";
    QTest::newRow("no amount") << "budget"
                               << "a lot"
                               << "not an amount";
    QTest::newRow("amount") << "budget"
                            << "12k"
                            << "";
    QTest::newRow("no date") << "releaseDate"
                             << "soon"
                             << "cannot be read";
}

void TestRecordForm::checksAFieldWhenItIsLeft()
{
    QFETCH(QString, field);
    QFETCH(QString, typed);
    QFETCH(QString, sentence);
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    const int position = entityInfo(EntityType::Lead).indexOf(QStringView(field));
    form.setText(position, typed);
    QCOMPARE(form.error(position), QString()); // Never while typing.
    form.leave(position);
    if (sentence.isEmpty())
        QCOMPARE(form.error(position), QString());
    else
        QVERIFY2(form.error(position).contains(sentence), qPrintable(form.error(position)));
    form.setText(position, typed + QLatin1Char('x'));
    QCOMPARE(form.error(position), QString()); // Gone as soon as it is worked on.
}

void TestRecordForm::takesTheStoredFormWhenLeft()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    QSignalSpy changed(&form, &RecordForm::valueChanged);
    form.setText(lead("spotifyId"), QStringLiteral("spotify:artist:4tZwfgrHOc3mvqYlEYSvVi"));
    form.leave(lead("spotifyId"));
    QCOMPARE(form.text(lead("spotifyId")), QStringLiteral("4tZwfgrHOc3mvqYlEYSvVi"));
    form.setValue(lead("phones"), Value(QStringList{QStringLiteral("06 39 98 12 34")}));
    form.leave(lead("phones"));
    QCOMPARE(form.value(lead("phones")).as<QStringList>(), QStringList{QStringLiteral("+33639981234")});
    QCOMPARE(changed.size(), 2);
}

void TestRecordForm::patchesOnlyWhatChanged()
{
    test::UiFixture f;
    Lead stored = f.lead(QStringLiteral("Aube"));
    stored.nextStep = QStringLiteral("Call");
    f.workspace.put(stored);
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, stored.id);
    QSignalSpy loaded(&form, &RecordForm::loaded);
    form.load();
    QVERIFY(loaded.wait());
    form.setText(lead("nextStep"), QStringLiteral("Meet"));
    QSignalSpy saved(&form, &RecordForm::saved);
    form.save();
    QVERIFY(saved.wait());
    QCOMPARE(f.workspace.lastCommand().edits.size(), size_t(1));
    const sync::RecordEdit &edit = f.workspace.lastCommand().edits[0];
    QCOMPARE(edit.kind, sync::RecordEdit::Kind::Patch);
    QCOMPARE(edit.changes, (std::vector<FieldChange>{{lead("nextStep"), Value(QStringLiteral("Meet"))}}));
}

void TestRecordForm::refusesToSaveWhatIsWrong()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    form.setValue(lead("stageId"), Value(f.workspace.stageNamed(u"Lost").id));
    form.setText(lead("budget"), QStringLiteral("much"));
    form.save();
    QVERIFY(!form.isSaving());
    QVERIFY(!form.error(lead("artistName")).isEmpty());
    QVERIFY(form.error(lead("lostReason")).contains(QStringLiteral("reason")));
    QVERIFY(!form.error(lead("budget")).isEmpty());
    QVERIFY(form.firstError() >= 0);
    QCOMPARE(f.workspace.commits(), 0);
    QCOMPARE(form.text(lead("budget")), QStringLiteral("much"));
}

void TestRecordForm::failedCommitKeepsWhatWasTyped()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    form.setText(lead("artistName"), QStringLiteral("Aube"));
    f.workspace.failNextCommit({ErrorCode::StorageFull, {}, {}});
    QSignalSpy failed(&form, &RecordForm::failed);
    form.save();
    QVERIFY(failed.wait());
    QVERIFY(failed[0][0].toString().contains(QStringLiteral("disk is full")));
    QCOMPARE(form.text(lead("artistName")), QStringLiteral("Aube"));
    QVERIFY(!form.isSaving());
    QSignalSpy saved(&form, &RecordForm::saved);
    form.save();
    QVERIFY(saved.wait());
}

void TestRecordForm::errorOfTheCommitStandsAtItsField()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    form.setText(lead("artistName"), QStringLiteral("Aube"));
    f.workspace.failNextCommit(
        {ErrorCode::InvalidInput, QStringLiteral("too_long: artistName"), QStringLiteral("artistName")});
    QSignalSpy failed(&form, &RecordForm::failed);
    form.save();
    QVERIFY(failed.wait());
    QVERIFY2(form.error(lead("artistName")).contains(QStringLiteral("too long")),
             qPrintable(form.error(lead("artistName"))));
}

void TestRecordForm::draftSurvives()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    {
        RecordForm form(f.context, EntityType::Lead, {});
        form.load();
        QVERIFY(!form.hasDraft());
        form.setText(lead("artistName"), QStringLiteral("Aube"));
        QTRY_VERIFY(!f.workspace.localValue(QStringLiteral("draft.lead.new")).isEmpty()); // Then the program is killed.
    }
    RecordForm again(f.context, EntityType::Lead, {});
    QSignalSpy found(&again, &RecordForm::draftFound);
    again.load();
    QCOMPARE(found.size(), 1);
    QCOMPARE(again.text(lead("artistName")), QString());
    again.takeDraft();
    QCOMPARE(again.text(lead("artistName")), QStringLiteral("Aube"));
    QSignalSpy saved(&again, &RecordForm::saved);
    again.save();
    QVERIFY(saved.wait());
    QVERIFY(f.workspace.localValue(QStringLiteral("draft.lead.new")).isEmpty());
}

void TestRecordForm::draftKeepsUnreadableText()
{
    test::UiFixture f;
    const Lead stored = f.lead(QStringLiteral("Aube"));
    f.workspace.put(stored);
    QVERIFY(f.isReady());
    {
        RecordForm form(f.context, EntityType::Lead, stored.id);
        form.load();
        QTRY_VERIFY(form.isLoaded());
        form.setText(lead("budget"), QStringLiteral("about 3 thou"));
        QTRY_VERIFY(!f.workspace.localValue(QStringLiteral("draft.lead.") + stored.id.toString()).isEmpty());
    }
    RecordForm again(f.context, EntityType::Lead, stored.id);
    again.load();
    QTRY_VERIFY(again.hasDraft());
    again.takeDraft();
    QCOMPARE(again.text(lead("budget")), QStringLiteral("about 3 thou"));
    again.dropDraft();
    QVERIFY(f.workspace.localValue(QStringLiteral("draft.lead.") + stored.id.toString()).isEmpty());
}

void TestRecordForm::showsDuplicatesWhileTyping()
{
    test::UiFixture f;
    Lead known = f.lead(QStringLiteral("Aube"));
    known.emails = {QStringLiteral("aube@mail.example")};
    known.phones = {QStringLiteral("+33639981234")};
    f.workspace.put(known);
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, {});
    form.load();
    form.setValue(lead("phones"), Value(QStringList{QStringLiteral("06.39.98.12.34")}));
    QTRY_COMPARE(form.duplicates().size(), 1);
    QCOMPARE(form.duplicates()[0].id, known.id);
    QCOMPARE(form.duplicates()[0].why, QStringLiteral("same phone number"));
    form.setValue(lead("phones"), {});
    QTRY_VERIFY(form.duplicates().isEmpty());
    RecordForm own(f.context, EntityType::Lead, known.id);
    own.load();
    QTRY_VERIFY(own.isLoaded());
    own.setText(lead("nextStep"), QStringLiteral("Call"));
    form.setValue(lead("phones"), Value(QStringList{QStringLiteral("06.39.98.12.34")}));
    QTRY_COMPARE(form.duplicates().size(), 1); // Began to wait later, and has looked.
    QVERIFY(own.duplicates().isEmpty()); // A record is no duplicate of itself.
}

void TestRecordForm::missingRecordIsTold()
{
    test::UiFixture f;
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, RecordId::mint());
    QSignalSpy missing(&form, &RecordForm::missing);
    form.load();
    QVERIFY(missing.wait());
    form.save();
    QCOMPARE(f.workspace.commits(), 0);
}

void TestRecordForm::followsPermissions()
{
    test::UiFixture f;
    const Lead stored = f.lead(QStringLiteral("Aube"));
    f.workspace.put(stored);
    f.actAs(::mdmc::Role::Finance);
    QVERIFY(f.isReady());
    RecordForm form(f.context, EntityType::Lead, stored.id);
    form.load();
    QTRY_VERIFY(form.isLoaded());
    QVERIFY(form.mayEdit(lead("contractValue")));
    QVERIFY(!form.mayEdit(lead("artistName")));
}

QTEST_MAIN(TestRecordForm)
#include "test_record_form.moc"
