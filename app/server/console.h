// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QCommandLineParser>

namespace mdmc::server {

void print(const QString &line);
/// One line on stderr; returns `code`.
int fail(int code, const QString &line);
/// The exit code that belongs to an error of opening or configuring; the line is the error's detail.
int fail(const Error &error);

/// Parses without ever leaving the program. False: `exitCode` says what to return.
bool parse(QCommandLineParser &parser, const QString &command, const QStringList &arguments, int &exitCode);

/// The first line of stdin, or what a person types at the prompt without echo where stdin is a terminal.
QString readPassword(const QString &prompt);

/// A password that `checkPassword` accepts, for accounts that are made without one.
QString generatePassword();

} // namespace mdmc::server
