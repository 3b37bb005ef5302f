// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QString>
#include <QVariant>

#include <memory>

class QSettings;

namespace mdmc::ui {

/// What the window remembers between starts, per person and machine. Nothing secret and no record data but ids.
enum class Setting {
    WindowGeometry,
    SidebarCollapsed,
    CurrentRoute,
    ThemeMode,
    Language,
    RowsComfortable,
    RecentCommands,
    PageState, ///< With the page's id as sub-key.
    Count_
};

/// Name and default of a setting, from the one table.
QString settingName(Setting setting);
QVariant settingDefault(Setting setting);

/// Where settings are kept. GUI thread.
class SettingsStore {
public:
    virtual ~SettingsStore() = default;
    QVariant value(Setting setting, const QString &subKey = {}) const;
    void setValue(Setting setting, const QVariant &value, const QString &subKey = {});

protected:
    virtual QVariant read(const QString &name) const = 0; ///< Invalid when never written.
    virtual void write(const QString &name, const QVariant &value) = 0;
};

class MemorySettingsStore final : public SettingsStore {
protected:
    QVariant read(const QString &name) const override { return m_values.value(name); }
    void write(const QString &name, const QVariant &value) override { m_values[name] = value; }

private:
    QHash<QString, QVariant> m_values;
};

/// In a file of its own, in INI format on every platform.
class FileSettingsStore final : public SettingsStore {
public:
    explicit FileSettingsStore(const QString &path);
    ~FileSettingsStore() override;

protected:
    QVariant read(const QString &name) const override;
    void write(const QString &name, const QVariant &value) override;

private:
    std::unique_ptr<QSettings> m_settings;
};

} // namespace mdmc::ui
