// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/look_sections.h"

#include "ui/widgets/panels.h"
#include "ui/widgets/segmented_control.h"

#include <QCoreApplication>
#include <QDir>
#include <QLabel>
#include <QRadioButton>
#include <QTimer>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

/// A library and its licence, named in About.
struct Library {
    const char *name;
    const char *licence;
};
constexpr Library kLibraries[] = {
    {"Qt", "LGPL-3.0"},
    {"SQLCipher", "BSD-3-Clause"},
    {"SQLite", "public domain"},
    {"OpenSSL", "Apache-2.0"},
    {"libsodium", "ISC"},
    {"QtKeychain", "BSD-3-Clause"},
    {"libphonenumber", "Apache-2.0"},
    {"Boost", "BSL-1.0"},
    {"zstd", "BSD-3-Clause"},
    {"zlib", "Zlib"},
    {"tl::expected", "CC0-1.0"},
    {"Bootstrap Icons", "MIT"},
};

} // namespace

AppearanceSection::AppearanceSection(Theme &theme, SettingsStore &store, const SettingsCallbacks &callbacks,
                                     QWidget *parent)
    : SettingsSection(tr("Appearance"), {}, parent)
{
    body()->addWidget(label(tr("Theme"), TextStyle::Secondary, this, Tone::Secondary));
    auto *modes = new SegmentedControl({{QStringLiteral("system"), tr("Like the system"), Symbol::CircleHalf},
                                        {QStringLiteral("light"), tr("Light"), Symbol::Sun},
                                        {QStringLiteral("dark"), tr("Dark"), Symbol::Moon}}, this);
    modes->setObjectName(QStringLiteral("settingsTheme"));
    modes->setAccessibleName(tr("Theme"));
    modes->setCurrent(Theme::modeName(theme.mode()));
    body()->addWidget(modes, 0, Qt::AlignLeft);
    connect(modes, &SegmentedControl::changed, this, [&theme, &store](const QString &id) {
        theme.setMode(Theme::modeFromName(id));
        store.setValue(Setting::ThemeMode, id);
    });
    // Also switched by a command of the window.
    connect(&theme, &Theme::changed, modes, [modes, &theme] { modes->setCurrent(Theme::modeName(theme.mode())); });
    body()->addSpacing(space::S);
    body()->addWidget(label(tr("Rows of lists"), TextStyle::Secondary, this, Tone::Secondary));
    auto *rows = new SegmentedControl(
        {{QStringLiteral("dense"), tr("Dense")}, {QStringLiteral("comfortable"), tr("Comfortable")}}, this);
    rows->setObjectName(QStringLiteral("settingsRows"));
    rows->setAccessibleName(tr("Rows of lists"));
    rows->setCurrent(store.value(Setting::RowsComfortable).toBool() ? QStringLiteral("comfortable")
                                                                    : QStringLiteral("dense"));
    body()->addWidget(rows, 0, Qt::AlignLeft);
    connect(rows, &SegmentedControl::changed, this, [&store, &callbacks](const QString &id) {
        const bool isComfortable = id == QLatin1String("comfortable");
        store.setValue(Setting::RowsComfortable, isComfortable);
        if (callbacks.setRowsComfortable)
            callbacks.setRowsComfortable(isComfortable);
    });
    body()->addStretch();
}

LanguageSection::LanguageSection(SettingsStore &store, const SettingsCallbacks &callbacks, QWidget *parent)
    : SettingsSection(tr("Language"), tr("Also decides how dates, numbers and amounts are written."), parent)
{
    // Each language in its own words: who cannot read the present one finds the way back.
    const struct {
        QString id, text, name;
    } languages[] = {
        {QString(), tr("Like the system"), QStringLiteral("settingsLanguageSystem")},
        {QStringLiteral("en"), QStringLiteral("English"), QStringLiteral("settingsLanguageEnglish")},
        {QStringLiteral("fr"), QStringLiteral("Français"), QStringLiteral("settingsLanguageFrench")},
    };
    const QString current = store.value(Setting::Language).toString();
    for (const auto &language : languages) {
        auto *button = new QRadioButton(language.text, this);
        button->setObjectName(language.name);
        button->setChecked(language.id == current);
        body()->addWidget(button);
        connect(button, &QRadioButton::clicked, this, [&store, set = callbacks.setLanguage, id = language.id] {
            if (store.value(Setting::Language).toString() == id)
                return;
            store.setValue(Setting::Language, id);
            // From the event loop: the window may be built anew, this page with it.
            if (set)
                QTimer::singleShot(0, qApp, [set, id] { set(id); });
        });
    }
    body()->addStretch();
}

SecuritySection::SecuritySection(const SettingsFacts &facts, QWidget *parent)
    : SettingsSection(tr("Security"),
                      tr("Everything this program keeps on this computer is encrypted (AES-256), its search index and "
                         "temporary files included."),
                      parent)
{
    const QString protection = !facts.protection ? tr("In memory only: it is gone when the program ends.")
        : *facts.protection == security::KeyProtection::Keychain ? tr("The keychain of this computer")
                                                                 : tr("Your passphrase");
    addFact(tr("What keeps the key"), protection)->setObjectName(QStringLiteral("settingsKeyProtection"));
    if (facts.protection == security::KeyProtection::Keychain)
        addText(tr("The key is made of chance and lies in the keychain, which opens when you log in to this computer. "
                   "Lock your screen "
                   "when you leave."));
    else if (facts.protection == security::KeyProtection::Passphrase)
        addText(tr("The program asks for it at each start. Nobody can reset it: without the passphrase what has not "
                   "been synced cannot "
                   "be read again."));
    if (!facts.dataFolder.isEmpty())
        addFact(tr("Where the data lies"), QDir::toNativeSeparators(facts.dataFolder));
    body()->addStretch();
}

AboutSection::AboutSection(QWidget *parent)
    : SettingsSection(tr("About"), tr("The CRM that music-marketing agencies run on."), parent)
{
    addFact(tr("Version"), QStringLiteral("MDMC CRM " MDMC_VERSION))->setObjectName(QStringLiteral("settingsVersion"));
    addFact(tr("Licence"),
            tr("GNU General Public License, version 3 or later. You may use, study, share and change this program; it "
               "comes "
               "without warranty."));
    addHeading(tr("Built with"));
    QStringList lines;
    for (const Library &library : kLibraries)
        lines << QStringLiteral("%1 (%2)").arg(QLatin1String(library.name), QLatin1String(library.licence));
    addText(lines.join(QStringLiteral(" · ")));
    body()->addStretch();
}

} // namespace mdmc::ui
