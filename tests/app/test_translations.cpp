// SPDX-License-Identifier: GPL-3.0-or-later
// The languages of the client: complete, with the same placeholders as the source, and set as French is set.
#include "core/model/entity.h"
#include "ui/models/country_names.h"
#include "ui/models/error_text.h"
#include "ui/models/field_text.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QTranslator>
#include <QXmlStreamReader>

using namespace mdmc;

namespace {

constexpr QChar kNarrowSpace(0x202F);

struct Message {
    QString context;
    QString source;
    QStringList texts; ///< One, or one for each plural form.
    bool isPlural = false;
    bool isFinished = true;
};

std::vector<Message> readMessages(const QString &language)
{
    QFile file(QStringLiteral(MDMC_SOURCE_DIR "/translations/mdmc_%1.ts").arg(language));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    std::vector<Message> all;
    QString context;
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement)
            continue;
        if (xml.name() == QLatin1String("name")) {
            context = xml.readElementText();
        } else if (xml.name() == QLatin1String("message")) {
            all.push_back({context, {}, {}, xml.attributes().hasAttribute(QLatin1String("numerus"))});
        } else if (xml.name() == QLatin1String("source")) {
            all.back().source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            all.back().isFinished = !xml.attributes().hasAttribute(QLatin1String("type"));
            if (!all.back().isPlural)
                all.back().texts << xml.readElementText();
        } else if (xml.name() == QLatin1String("numerusform")) {
            all.back().texts << xml.readElementText();
        }
    }
    return xml.hasError() ? std::vector<Message>() : all;
}

QStringList found(const QString &pattern, const QString &text)
{
    QStringList words;
    const QRegularExpression expression(pattern, QRegularExpression::UseUnicodePropertiesOption);
    for (auto match = expression.globalMatch(text); match.hasNext();)
        words << match.next().captured();
    words.sort();
    return words;
}

/// A singular may say “the value” for “the %n value(s)”, so %n is compared only where there is one form.
QStringList placeholders(const Message &message, const QString &text)
{
    return found(message.isPlural ? QStringLiteral("%L?\\d+|</?[a-z]+>") : QStringLiteral("%L?\\d+|%n|</?[a-z]+>"), text);
}

/// What French typography does not allow; empty where the text is well set.
QStringList slips(const QString &text)
{
    return found(QStringLiteral("[^\u202F][;!?»]"               // no narrow space before a tall mark
                                "|[^\u202F]:(?=\\s|$)"          // the same before a colon that is none of 14:02 or https:
                                "|[\\d ]%(?![\\dnL])"           // nor before the sign of per cent
                                "|«[^\u202F]"                   // nor inside an opening quotation mark
                                "|\\p{L}'[\\p{L}«]|[“”]"        // a typewriter's apostrophe, English quotation marks
                                "|[\u0020\u00A0]\u202F|\u202F ") // two spaces
                 , text);
}

bool load(QTranslator &translator, const QString &language)
{
    return translator.load(QStringLiteral("mdmc_") + language, QStringLiteral(MDMC_BIN_DIR "/../app"));
}

QString translated(const char *context, const char *text, int n = -1)
{
    return QCoreApplication::translate(context, text, nullptr, n);
}

} // namespace

class TestTranslations : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<QTranslator> m_translator;

    void speak(const QString &language)
    {
        m_translator = std::make_unique<QTranslator>();
        QVERIFY(load(*m_translator, language));
        QVERIFY(QCoreApplication::installTranslator(m_translator.get()));
    }

private Q_SLOTS:
    void cleanup() { m_translator.reset(); }

    void theRuleFindsSlips_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isWellSet");
        const QString thin(kNarrowSpace);
        QTest::newRow("plain") << QStringLiteral("Nouveau lead") << true;
        QTest::newRow("thin colon") << QStringLiteral("Annulé%1: %2").arg(thin, QStringLiteral("%1")) << true;
        QTest::newRow("glued colon") << QStringLiteral("Annulé: %1") << false;
        QTest::newRow("wide colon") << QStringLiteral("Annulé : %1") << false;
        QTest::newRow("address") << QStringLiteral("https://crm.example.com") << true;
        QTest::newRow("time") << QStringLiteral("à 14:02") << true;
        QTest::newRow("glued question") << QStringLiteral("Pourquoi?") << false;
        QTest::newRow("thin question") << QStringLiteral("Pourquoi") + thin + QLatin1Char('?') << true;
        QTest::newRow("quotes") << QStringLiteral("«%1a%1»").arg(thin) << true;
        QTest::newRow("wide quotes") << QStringLiteral("« a »") << false;
        QTest::newRow("apostrophe") << QStringLiteral("l'étape") << false;
        QTest::newRow("curly apostrophe") << QStringLiteral("l’étape") << true;
        QTest::newRow("per cent") << QStringLiteral("12 %") << false;
        QTest::newRow("placeholder") << QStringLiteral("du %1 au %2") << true;
    }

    void theRuleFindsSlips()
    {
        QFETCH(QString, text);
        QFETCH(bool, isWellSet);
        QCOMPARE(slips(text).isEmpty(), isWellSet);
    }

    void everyTextIsTranslated_data()
    {
        QTest::addColumn<QString>("language");
        QTest::newRow("French") << QStringLiteral("fr");
        QTest::newRow("English plurals") << QStringLiteral("en");
    }

    void everyTextIsTranslated()
    {
        QFETCH(QString, language);
        const std::vector<Message> all = readMessages(language);
        QVERIFY(!all.empty());
        QStringList wrong;
        for (const Message &message : all) {
            const QString where = message.context + QLatin1String(": ") + message.source;
            if (!message.isFinished || message.texts.size() != (message.isPlural ? 2 : 1))
                wrong << QStringLiteral("unfinished  ") + where;
            for (const QString &text : message.texts) {
                if (text.trimmed().isEmpty() != message.source.trimmed().isEmpty())
                    wrong << QStringLiteral("empty  ") + where;
                if (placeholders(message, text) != placeholders(message, message.source))
                    wrong << QStringLiteral("placeholders  ") + where;
                if (message.isPlural && text.contains(QLatin1String("(s)")))
                    wrong << QStringLiteral("no plural  ") + where;
            }
            if (message.source.contains(QLatin1String("%n")) && !message.texts.last().contains(QLatin1String("%n")))
                wrong << QStringLiteral("no number  ") + where;
        }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void frenchIsSetAsFrench()
    {
        QStringList wrong;
        for (const Message &message : readMessages(QStringLiteral("fr")))
            for (const QString &text : message.texts) {
                if (message.context == QLatin1String("country") && text == message.source)
                    continue; // Countries may have one name in both.
                if (!slips(text).isEmpty())
                    wrong << text + QStringLiteral("  →  ") + slips(text).join(QLatin1String(", "));
                // The same four words in both languages were forgotten.
                if (text == message.source && text.count(QLatin1Char(' ')) >= 3 && text.contains(QRegularExpression(QStringLiteral("[a-z]{3}"))))
                    wrong << QStringLiteral("English  ") + text;
            }
        QVERIFY2(wrong.isEmpty(), qPrintable(wrong.join(QLatin1Char('\n'))));
    }

    void englishHoldsPluralsOnly()
    {
        for (const Message &message : readMessages(QStringLiteral("en")))
            QVERIFY2(message.isPlural, qPrintable(message.source));
    }

    void everyFieldAndEntityHasAFrenchName()
    {
        speak(QStringLiteral("fr"));
        QStringList missing;
        for (const EntityInfo *info : allEntities()) {
            if (m_translator->translate("entity", info->label).isEmpty())
                missing << QString::fromUtf8(info->label);
            for (const FieldInfo &field : info->fields)
                if (m_translator->translate("field", field.label).isEmpty())
                    missing << QString::fromUtf8(field.label);
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QLatin1String(", "))));
    }

    void knownTextsComeOutInFrench()
    {
        speak(QStringLiteral("fr"));
        QCOMPARE(translated("mdmc::ui::LeadForm", "New lead"), QStringLiteral("Nouveau lead"));
        QCOMPARE(translated("mdmc::app::WorkspaceWindow", "Campaigns"), QStringLiteral("Campagnes"));
        QCOMPARE(ui::FieldText::label(EntityType::Lead, QLatin1String("nextStep")), QStringLiteral("Prochaine action"));
        QCOMPARE(ui::FieldText::entityLabel(EntityType::Campaign), QStringLiteral("Campagne"));
        QCOMPARE(ui::countryName(QStringLiteral("DE")), QStringLiteral("Allemagne"));
        QCOMPARE(ui::errorText(Error{ErrorCode::Unreachable, {}, {}}),
                 QStringLiteral("Le serveur est injoignable. Vous pouvez continuer à travailler\u202F: vos modifications sont "
                                "conservées ici."));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s) deleted", 1), QStringLiteral("1 lead supprimé"));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s) deleted", 0), QStringLiteral("0 lead supprimé"));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s) deleted", 2), QStringLiteral("2 leads supprimés"));
    }

    void englishCountsRight()
    {
        speak(QStringLiteral("en"));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s)", 1), QStringLiteral("1 lead"));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s)", 2), QStringLiteral("2 leads"));
        QCOMPARE(translated("mdmc::ui::LeadsPresenter", "%n lead(s)", 0), QStringLiteral("0 leads"));
        QCOMPARE(translated("mdmc::app::SyncSentence", "%n need attention", 1), QStringLiteral("1 needs attention"));
        QCOMPARE(translated("mdmc::ui::LeadForm", "New lead"), QStringLiteral("New lead"));
    }

    void countries()
    {
        QCOMPARE(ui::countryName(QStringLiteral("AD")), QStringLiteral("Andorra"));
        QCOMPARE(ui::countryName(QStringLiteral("ZW")), QStringLiteral("Zimbabwe"));
        QCOMPARE(ui::countryName(QStringLiteral("XX")), QStringLiteral("XX"));
        QCOMPARE(ui::countryName(QString()), QString());
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "test_translations.moc"
