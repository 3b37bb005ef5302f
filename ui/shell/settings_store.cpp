// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/settings_store.h"

#include <QSettings>
#include <QStringList>

namespace mdmc::ui {
namespace {

struct SettingRow {
    Setting setting;
    const char *name;
    QVariant (*fallback)();
};

QVariant nothing() { return {}; }
QVariant no() { return false; }
QVariant system() { return QStringLiteral("system"); }
QVariant noWords() { return QStringList(); }
QVariant noBytes() { return QByteArray(); }

constexpr SettingRow Table[] = {
    {Setting::WindowGeometry, "window/geometry", noBytes},
    {Setting::SidebarCollapsed, "window/sidebarCollapsed", no},
    {Setting::CurrentRoute, "window/route", nothing},
    {Setting::ThemeMode, "appearance/theme", system},
    {Setting::Language, "appearance/language", nothing},
    {Setting::RowsComfortable, "appearance/rowsComfortable", no},
    {Setting::RecentCommands, "palette/recent", noWords},
    {Setting::PageState, "pages", noBytes},
};
static_assert(std::size(Table) == std::size_t(Setting::Count_));

QString keyOf(Setting setting, const QString &subKey)
{
    return subKey.isEmpty() ? settingName(setting) : settingName(setting) + u'/' + subKey;
}

} // namespace

QString settingName(Setting setting)
{
    Q_ASSERT(Table[int(setting)].setting == setting);
    return QLatin1String(Table[int(setting)].name);
}

QVariant settingDefault(Setting setting)
{
    return Table[int(setting)].fallback();
}

QVariant SettingsStore::value(Setting setting, const QString &subKey) const
{
    const QVariant stored = read(keyOf(setting, subKey));
    return stored.isValid() ? stored : settingDefault(setting);
}

void SettingsStore::setValue(Setting setting, const QVariant &value, const QString &subKey)
{
    write(keyOf(setting, subKey), value);
}

FileSettingsStore::FileSettingsStore(const QString &path)
    : m_settings(std::make_unique<QSettings>(path, QSettings::IniFormat))
{
}

FileSettingsStore::~FileSettingsStore() = default;

QVariant FileSettingsStore::read(const QString &name) const
{
    return m_settings->value(name);
}

void FileSettingsStore::write(const QString &name, const QVariant &value)
{
    m_settings->setValue(name, value);
}

} // namespace mdmc::ui
