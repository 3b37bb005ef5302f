// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/import_mapping.h"

#include "core/model/entity.h"
#include "tests/support/results.h"

#include <QTest>

using namespace mdmc;
using namespace mdmc::exchange;

class TestImportMapping : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTargetHasItsField()
    {
        for (const QString &target : importTargets()) {
            const QString field = fieldOfTarget(target);
            const bool hasNone = target == QLatin1String("id") || target == QLatin1String("fullName")
                || target == QLatin1String("ignore");
            QCOMPARE(field.isEmpty(), hasNone);
            QVERIFY(hasNone || entityInfo(EntityType::Lead).indexOf(QStringView(field)) >= 0);
        }
    }

    void savedAndFoundAgain()
    {
        const QStringList header = {QStringLiteral("Artiste"), QStringLiteral("Étape"), QStringLiteral("Divers")};
        const ColumnMapping mapping{{QStringLiteral("artistName"), QStringLiteral("ignore"), QStringLiteral("notes")}};
        const QByteArray json = mappingToJson(mapping, header);
        const auto read =
            mappingFromJson(json, {QStringLiteral(" ARTISTE"), QStringLiteral("etape "), QStringLiteral("divers")});
        VERIFY_OK(read);
        QCOMPARE(*read, mapping);
        QCOMPARE(headerSignature(header).size(), 64);

        const auto other =
            mappingFromJson(json, {QStringLiteral("Artiste"), QStringLiteral("Divers"), QStringLiteral("Étape")});
        QCOMPARE(other.error().field, QStringLiteral("mapping.signature"));
        for (const char *garbage : {"", "{", "[]", "{\"version\":2}", "{\"version\":1,\"columns\":3}"})
            QCOMPARE(mappingFromJson(garbage, header).error().field, QStringLiteral("mapping.json"));
        QByteArray changed = json;
        changed.replace("artistName", "nonsense");
        QCOMPARE(mappingFromJson(changed, header).error().field, QStringLiteral("mapping[0]"));
    }

    void fromTheCommandLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("wanted");
        QTest::newRow("nothing") << ""
                                 << "artistName fullName emails ignore";
        QTest::newRow("by title") << "ou ca en est=stage"
                                  << "artistName fullName emails stage";
        QTest::newRow("by number") << "4=tags, 2=ignore"
                                   << "artistName ignore emails tags";
        QTest::newRow("wins over the guess") << "4=artistName"
                                             << "ignore fullName emails artistName";
        QTest::newRow("no such column") << "Budget=budget"
                                        << "mapping";
        QTest::newRow("number too high") << "5=budget"
                                         << "mapping";
        QTest::newRow("no such field") << "4=etape"
                                       << "mapping[3]";
        QTest::newRow("no equals sign") << "stage"
                                        << "mapping";
        QTest::newRow("said twice") << "1=stage;4=stage"
                                    << "mapping[3]";
    }
    void fromTheCommandLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, wanted);
        const QStringList header = {QStringLiteral("Artiste"), QStringLiteral("Contact"), QStringLiteral("Mail(s)"),
                                    QStringLiteral("Où ça en est ?")};
        const ColumnMapping guessed{
            {QStringLiteral("artistName"), QStringLiteral("fullName"), QStringLiteral("emails")}};
        const auto mapping = mappingFromText(text, guessed, header);
        QCOMPARE(mapping ? mapping->targets.join(u' ') : mapping.error().field, wanted);
    }
};

QTEST_GUILESS_MAIN(TestImportMapping)
#include "test_import_mapping.moc"
