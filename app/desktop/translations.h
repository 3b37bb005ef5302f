// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLocale>
#include <QTranslator>

#include <memory>
#include <vector>

namespace mdmc::app {

/// The program's language: our translations and Qt's own. Switching sends QEvent::LanguageChange to every widget.
class Translations {
public:
    explicit Translations(const QString &language = {}) { use(language); }
    /// `language` is en, fr or empty for the system's (English where that is neither).
    void use(const QString &language);
    /// The locale for numbers, dates and money: the language's, with the system's country where it fits.
    QLocale locale() const { return m_locale; }

private:
    QLocale m_locale;
    std::vector<std::unique_ptr<QTranslator>> m_installed;
};

} // namespace mdmc::app
