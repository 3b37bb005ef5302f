// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/translations.h"

#include <QCoreApplication>
#include <QLibraryInfo>

namespace mdmc::app {

void Translations::use(const QString &language)
{
    const QLocale system = QLocale::system();
    const bool isFrench = language == QLatin1String("fr")
        || (language.isEmpty() && system.language() == QLocale::French);
    const QLocale::Language wanted = isFrench ? QLocale::French : QLocale::English;
    // A French-speaking Swiss or a British user keeps their own separators and dates.
    m_locale = system.language() == wanted ? system : QLocale(wanted, isFrench ? QLocale::France : QLocale::UnitedKingdom);
    QLocale::setDefault(m_locale);
    for (const auto &translator : m_installed)
        QCoreApplication::removeTranslator(translator.get());
    m_installed.clear();
    if (!isFrench)
        return;
    const auto install = [this](const QString &file, const QString &folder) {
        auto translator = std::make_unique<QTranslator>();
        if (!translator->load(file, folder))
            return;
        QCoreApplication::installTranslator(translator.get());
        m_installed.push_back(std::move(translator));
    };
    install(QStringLiteral("qtbase_fr"), QLibraryInfo::path(QLibraryInfo::TranslationsPath));
    install(QStringLiteral("mdmc_fr"), QStringLiteral(":/i18n"));
}

} // namespace mdmc::app
