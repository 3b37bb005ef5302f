// SPDX-License-Identifier: GPL-3.0-or-later
// The course of an import on the sample files, without widgets, on a real replica's store.
#include "tests/support/test_workspace.h"
#include "ui/pages/import/import_presenter.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::ui;
using namespace mdmc::exchange;
using Step = ImportPresenter::Step;

namespace {

QString sample(const char *name)
{
    return QStringLiteral(MDMC_TEST_DATA "/import/") + QString::fromLatin1(name);
}

QJsonObject expected(const char *name)
{
    QFile file(sample("expected.json"));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("no expected.json");
    return QJsonDocument::fromJson(file.readAll()).object().value(QString::fromLatin1(name)).toObject();
}

QByteArray contents(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

constexpr int kPatience = 60'000;

} // namespace

class TestImportPresenter : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_workspace = std::make_unique<test::TestWorkspace>();
        m_lookups = std::make_unique<Lookups>(*m_workspace, QLocale(QStringLiteral("en_GB")));
        QTRY_VERIFY(m_lookups->isLoaded());
        const Formatter format(m_clock, QLocale(QStringLiteral("en_GB")), QTimeZone::utc());
        m_context = std::make_unique<PageContext>(PageContext{*m_workspace, *m_lookups, m_clock, format});
        m_presenter = std::make_unique<ImportPresenter>(*m_context);
        QVERIFY(m_dir.isValid());
    }
    void cleanup()
    {
        m_presenter.reset();
        m_context.reset();
        m_lookups.reset();
        m_workspace.reset();
    }

    void samples_data()
    {
        QTest::addColumn<QByteArray>("file");
        for (const char *name :
             {"hubspot_contacts.csv", "pipedrive_deals_persons.csv", "excel_fr.csv", "hand_made.csv"})
            QTest::newRow(name) << QByteArray(name);
    }
    void samples()
    {
        QFETCH(QByteArray, file);
        const QJsonObject numbers = expected(file.constData());
        const auto number = [&](const char *key) { return qint64(numbers.value(QLatin1String(key)).toInt()); };
        openFile(sample(file.constData()));
        const FilePreview &preview = m_presenter->preview();
        QCOMPARE(preview.header.size(), qsizetype(number("columns")));
        QCOMPARE(QString(preview.format.delimiter), numbers.value(QStringLiteral("delimiter")).toString());
        QCOMPARE(encodingName(preview.format.encoding.encoding), numbers.value(QStringLiteral("encoding")).toString());
        QCOMPARE(m_presenter->mappingProblem(), QString());
        QVERIFY(m_presenter->mapping().targets.contains(QStringLiteral("emails")));

        const size_t before = m_workspace->idsOf(EntityType::Lead).size();
        m_presenter->check();
        QCOMPARE(m_presenter->step(), Step::Checking);
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Checked, kPatience);
        QCOMPARE(m_workspace->commits(), 0);
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), before);
        const ImportCounts planned = m_presenter->report().counts;
        verifyCounts(planned, numbers);

        m_presenter->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Done, kPatience);
        QCOMPARE(m_presenter->problem(), QString());
        const ImportCounts done = m_presenter->report().counts;
        QCOMPARE(done, planned);
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), before + size_t(done.created));
        qint64 sum = 0;
        for (const ImportFigure &figure : importFigures(done, false))
            sum += figure.count;
        QCOMPARE(sum, number("rows"));
        for (const PlannedRow &row : m_presenter->report().rows)
            QVERIFY2(row.outcome != RowOutcome::Invalid || !importReasonText(row).isEmpty(),
                     qPrintable(QString::number(row.line)));

        // One step of undo takes all of it back.
        QVERIFY(m_presenter->canUndo());
        QVERIFY(!m_presenter->isUndone());
        m_presenter->undo();
        QTRY_VERIFY(m_presenter->isUndone());
        QVERIFY(!m_presenter->canUndo());
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), before);
    }

    void theMappingIsRememberedForFilesLikeThis()
    {
        openFile(sample("excel_fr.csv"));
        QVERIFY(!m_presenter->hasSavedMapping());
        const qsizetype notes = m_presenter->mapping().targets.indexOf(QStringLiteral("notes"));
        QVERIFY(notes >= 0);
        m_presenter->setTarget(int(notes), QStringLiteral("ignore"));
        m_presenter->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Done, kPatience);
        m_presenter->close();
        QCOMPARE(m_presenter->step(), Step::Start);
        openFile(sample("excel_fr.csv"));
        QVERIFY(m_presenter->hasSavedMapping());
        QCOMPARE(m_presenter->mapping().targets.at(notes), QStringLiteral("ignore"));
        m_presenter->useGuesses();
        QVERIFY(!m_presenter->hasSavedMapping());
        QCOMPARE(m_presenter->mapping().targets.at(notes), QStringLiteral("notes"));
        m_presenter->close();
        openFile(sample("excel_fr.csv"));
        QVERIFY(!m_presenter->hasSavedMapping());
        // Other files have their own.
        openFile(sample("hand_made.csv"));
        QVERIFY(!m_presenter->hasSavedMapping());
    }

    void columnsThatCannotBeUsed()
    {
        openFile(write("people.csv", "Artist;Country;Mail\nAurore;FR;a@example.com\n"));
        QCOMPARE(m_presenter->mapping().targets,
                 (QStringList{QStringLiteral("artistName"), QStringLiteral("country"), QStringLiteral("emails")}));
        m_presenter->setTarget(1, QStringLiteral("artistName"));
        QVERIFY(m_presenter->mappingProblem().contains(QStringLiteral("Artist")));
        m_presenter->run();
        QCOMPARE(m_presenter->step(), Step::Columns);
        m_presenter->setTarget(0, QStringLiteral("ignore"));
        QCOMPARE(m_presenter->mappingProblem(), QString());
        m_presenter->setTarget(1, QStringLiteral("country"));
        m_presenter->setTarget(2, QStringLiteral("ignore"));
        QVERIFY(!m_presenter->mappingProblem().isEmpty()); // Nobody is named.
        m_presenter->setTarget(2, QStringLiteral("emails"));
        m_presenter->setMode(ImportMode::Update);
        m_presenter->setMatchBy({});
        QVERIFY(!m_presenter->mappingProblem().isEmpty()); // Nothing to recognise a lead by.
        m_presenter->setMode(ImportMode::Create);
        QCOMPARE(m_presenter->mappingProblem(), QString());
    }

    void readingInAnotherWay()
    {
        openFile(write("semicolon.csv", "Artist;Mail\nAurore, trio;a@example.com\n"));
        QCOMPARE(m_presenter->preview().header.size(), 2);
        m_presenter->setDelimiter(u',');
        QTRY_COMPARE(m_presenter->step(), Step::Columns);
        QCOMPARE(m_presenter->preview().header, QStringList{QStringLiteral("Artist;Mail")});
        m_presenter->setDelimiter(std::nullopt);
        QTRY_COMPARE(m_presenter->preview().header.size(), 2);
        QTRY_COMPARE(m_presenter->step(), Step::Columns);
        m_presenter->setHasHeader(false);
        QTRY_COMPARE(m_presenter->preview().rows.size(), size_t(2));
        QCOMPARE(m_presenter->columnTitle(0), QStringLiteral("Column 1"));
    }

    void filesThatAreNoTable_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<QString>("word");
        QTest::newRow("empty") << QByteArray() << "empty";
        QTest::newRow("blank") << QByteArray("\n\n \n") << "empty";
        QTest::newRow("spreadsheet") << QByteArray("PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", 14)
                + QByteArray(4, '\0') + "[Content_Types].xml xl/workbook.xml"
                                     << "";
        QTest::newRow("web page") << QByteArray("<!DOCTYPE html><html><body>Sign in</body></html>") << "web page";
        QTest::newRow("contacts") << QByteArray("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nEND:VCARD\r\n") << "vCard";
    }
    void filesThatAreNoTable()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(QString, word);
        m_presenter->open(write("bad.csv", bytes));
        QTRY_COMPARE(m_presenter->step(), Step::Start);
        QVERIFY(!m_presenter->problem().isEmpty());
        QVERIFY2(m_presenter->problem().contains(word), qPrintable(m_presenter->problem()));
        QVERIFY(!m_presenter->problemDetails().isEmpty());
        // The next good file starts afresh.
        openFile(sample("hand_made.csv"));
        QCOMPARE(m_presenter->problem(), QString());
    }

    void aFileThatIsGone()
    {
        m_presenter->open(m_dir.filePath(QStringLiteral("nowhere.csv")));
        QTRY_COMPARE(m_presenter->step(), Step::Start);
        QVERIFY(m_presenter->problem().contains(QStringLiteral("cannot be opened")));
        const QString path = write("soon-gone.csv", "Artist\nAurore\n");
        openFile(path);
        QVERIFY(QFile::remove(path));
        m_presenter->check();
        QTRY_COMPARE(m_presenter->step(), Step::Columns);
        QVERIFY(!m_presenter->problem().isEmpty());
    }

    void cancelKeepsWhatWentIn()
    {
        openFile(sample("hubspot_contacts.csv"));
        // After the first piece of rows: later ones must not go in.
        connect(m_workspace.get(), &sync::Workspace::changed, m_presenter.get(), [this] { m_presenter->cancel(); });
        m_presenter->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Done, kPatience);
        QVERIFY(m_presenter->report().isCancelled);
        const ImportCounts counts = m_presenter->report().counts;
        QVERIFY(counts.created > 0
                && counts.rows < expected("hubspot_contacts.csv").value(QStringLiteral("rows")).toInt());
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), size_t(counts.created));
        disconnect(m_workspace.get(), &sync::Workspace::changed, m_presenter.get(), nullptr);
        // The same file again goes on where it stopped.
        openFile(sample("hubspot_contacts.csv"));
        m_presenter->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Done, kPatience);
        QCOMPARE(qint64(m_workspace->idsOf(EntityType::Lead).size()),
                 qint64(expected("hubspot_contacts.csv").value(QStringLiteral("newLeads")).toInt()));
        QCOMPARE(m_presenter->report().counts.unchanged, counts.created);
    }

    void goneInTheMiddle()
    {
        // Closing the window while a file is read or imported leaves no answer without an addressee.
        m_presenter->open(sample("hubspot_contacts.csv"));
        m_presenter.reset();
        QCoreApplication::processEvents();
        m_presenter = std::make_unique<ImportPresenter>(*m_context);
        openFile(sample("hubspot_contacts.csv"));
        m_workspace->holdReads(true);
        m_presenter->run();
        QCOMPARE(m_presenter->step(), Step::Importing);
        m_presenter.reset();
        m_workspace->holdReads(false);
        QVERIFY(m_workspace->catchUp()); // What was held came before it.
        QCOMPARE(m_workspace->commits(), 0);
    }

    void aFailureStopsAndSaysSo()
    {
        openFile(sample("hubspot_contacts.csv"));
        m_workspace->failNextCommit({ErrorCode::StorageFull, {}, {}});
        m_presenter->run();
        QTRY_COMPARE_WITH_TIMEOUT(m_presenter->step(), Step::Done, kPatience);
        QVERIFY(m_presenter->report().error.has_value());
        QVERIFY(m_presenter->problem().contains(QStringLiteral("disk is full")));
        QVERIFY(!m_presenter->canUndo());
    }

    void undoOnlyWhileTheImportIsTheLastStep()
    {
        openFile(write("one.csv", "Artist\nAurore\n"));
        m_presenter->run();
        QTRY_COMPARE(m_presenter->step(), Step::Done);
        QVERIFY(m_presenter->canUndo());
        Team team{.id = RecordId::mint(), .name = QStringLiteral("North")};
        sync::Command other{QStringLiteral("Something else"), {}};
        other.edits.push_back({sync::RecordEdit::Kind::Create, EntityType::Team, team.id, {{0, Value(team.name)}}});
        QSignalSpy changed(m_presenter.get(), &ImportPresenter::changed);
        m_workspace->commit(other);
        QTRY_VERIFY(!m_presenter->canUndo());
        QVERIFY(changed.count() > 0);
        const int steps = m_workspace->commits();
        m_presenter->undo();
        QVERIFY(m_workspace->catchUp());
        QVERIFY(m_workspace->undoState().undoLabel == QLatin1String("Something else"));
        QCOMPARE(m_workspace->commits(), steps);
    }

    void failedRowsAreSavedWithTheirReasons()
    {
        const QString path =
            write("mixed.csv", "Artist;Mail\nAurore;aurore@example.com\nNacre;not an address\n;\n;also wrong@\n");
        openFile(path);
        m_presenter->run();
        QTRY_COMPARE(m_presenter->step(), Step::Done);
        QCOMPARE(m_presenter->report().counts.created, 1);
        QCOMPARE(m_presenter->report().counts.invalid, 2);
        QSignalSpy saved(m_presenter.get(), &ImportPresenter::failedRowsSaved),
            failed(m_presenter.get(), &ImportPresenter::failed);
        // Never over the file itself.
        const QByteArray original = contents(path);
        m_presenter->saveFailedRows(path);
        QCOMPARE(failed.count(), 1);
        QCOMPARE(contents(path), original);
        const QString target = m_dir.filePath(QStringLiteral("rest.csv"));
        m_presenter->saveFailedRows(target);
        QVERIFY(m_presenter->isSavingFailedRows());
        QTRY_COMPARE(saved.count(), 1);
        QCOMPARE(saved[0][1].toLongLong(), 2);
        const QByteArray rest = contents(target);
        QVERIFY(rest.contains("Nacre") && rest.contains("not an address") && rest.contains("also wrong@"));
        QVERIFY(!rest.contains("Aurore"));
        // No such folder.
        m_presenter->saveFailedRows(m_dir.filePath(QStringLiteral("none/rest.csv")));
        QTRY_COMPARE(failed.count(), 2);
        QVERIFY(!m_presenter->isSavingFailedRows());
        QCOMPARE(m_workspace->idsOf(EntityType::Lead).size(), size_t(1));
    }

    void whoMayNotImportCannot()
    {
        Actor actor = m_workspace->actor();
        actor.role = mdmc::Role::ReadOnly;
        m_workspace->setActor(actor);
        QVERIFY(!m_presenter->mayImport());
        openFile(write("one.csv", "Artist\nAurore\n"));
        m_presenter->run();
        QCOMPARE(m_presenter->step(), Step::Columns);
        QCOMPARE(m_workspace->commits(), 0);
    }

    void aChangeAfterTheCheckAsksForAnother()
    {
        openFile(write("two.csv", "Artist;Mail\nAurore;a@example.com\n"));
        m_presenter->check();
        QTRY_COMPARE(m_presenter->step(), Step::Checked);
        m_presenter->setMode(ImportMode::CreateAndUpdate);
        QCOMPARE(m_presenter->step(), Step::Columns);
    }

    void targetsHaveWords()
    {
        const QList<ImportTarget> targets = m_presenter->targets();
        QCOMPARE(targets.first().id, QStringLiteral("ignore"));
        QCOMPARE(targets.size(), importTargets().size());
        QSet<QString> labels;
        for (const ImportTarget &target : targets) {
            QVERIFY2(target.label != target.id, qPrintable(target.id));
            labels.insert(target.label);
        }
        QCOMPARE(labels.size(), targets.size());
    }

private:
    void openFile(const QString &path)
    {
        m_presenter->open(path);
        QTRY_COMPARE(m_presenter->step(), Step::Columns);
    }
    QString write(const char *name, const QByteArray &bytes)
    {
        const QString path = m_dir.filePath(QString::fromLatin1(name));
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write a sample");
        return path;
    }
    static void verifyCounts(const ImportCounts &counts, const QJsonObject &numbers)
    {
        const auto number = [&](const char *key) { return qint64(numbers.value(QLatin1String(key)).toInt()); };
        QCOMPARE(counts.rows, number("rows"));
        QCOMPARE(counts.sum(), counts.rows);
        QCOMPARE(counts.blank, number("blankRows"));
        QCOMPARE(counts.invalid, number("invalidRows"));
        QCOMPARE(counts.duplicatesInFile, number("duplicatesInFile"));
        QCOMPARE(counts.created, number("validRows") - number("duplicatesInFile"));
    }

    QTemporaryDir m_dir;
    SystemClock m_clock;
    std::unique_ptr<test::TestWorkspace> m_workspace;
    std::unique_ptr<Lookups> m_lookups;
    std::unique_ptr<PageContext> m_context;
    std::unique_ptr<ImportPresenter> m_presenter;
};

QTEST_GUILESS_MAIN(TestImportPresenter)
#include "test_import_presenter.moc"
