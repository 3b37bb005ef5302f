// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QLockFile>
#include <QString>

#include <memory>

namespace mdmc::app {

/// The folder of one profile: replica, key file, profile.json, settings. One program at a time works in it.
class ProfileFolder {
public:
    /// `--data DIR`, else `<application data>/profiles/<name>`. The folder is made, readable by its owner only.
    static Result<ProfileFolder> open(const QString &name, const QString &dataOption);

    QString path() const { return m_path; }
    QString settingsFile() const;
    /// Where the server of a workspace hosted on this computer keeps its data.
    QString hostedServerDir() const;

    /// StorageBusy when another program works in the folder.
    Result<> lock();

private:
    QString m_path;
    std::unique_ptr<QLockFile> m_lock;
};

} // namespace mdmc::app
