// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace mdmc::app {

namespace {

bool isCLocale()
{
#ifdef Q_OS_UNIX
    for (const char *name : {"LC_ALL", "LC_TIME", "LANG"})
        if (const QByteArray value = qgetenv(name); !value.isEmpty())
            return value.startsWith("C.") || value == "C" || value == "POSIX";
    return true;
#else
    return false;
#endif
}

} // namespace

void Translations::use(const QString &language)
{
    const QLocale system = QLocale::system();
    const bool isFrench = language == QLatin1String("fr")
        || (language != QLatin1String("en") && system.language() == QLocale::French);
    const QLocale::Language wanted = isFrench ? QLocale::French : QLocale::English;
    // A French-speaking Swiss or a British user keeps their own separators and dates.
    // Where the system has no language of its own (the C locale), neither have its formats.
    const bool systemFits = system.language() == wanted && !isCLocale();
    m_locale = systemFits ? system : QLocale(wanted, isFrench ? QLocale::France : QLocale::UnitedKingdom);
    QLocale::setDefault(m_locale);
    for (const auto &translator : m_installed)
        QCoreApplication::removeTranslator(translator.get());
    m_installed.clear();
    const auto install = [this](const QString &file, const QString &folder) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(file, folder))
            return;
        QCoreApplication::installTranslator(translator.get());
        m_installed.push_back(std::move(translator));
    };
    if (isFrench)
        install(QStringLiteral("qtbase_fr"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    // English is the source; its file holds only what a number changes: “1 lead”, “2 leads”.
    install(isFrench ? QStringLiteral("mdmc_fr") : QStringLiteral("mdmc_en"), QStringLiteral(":/i18n"));
}

} // namespace mdmc::app
