// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/options.h"

#include "app/desktop/cli.h"

#include <QCommandLineParser>

namespace mdmc::app {

namespace {

struct OptionRow {
    const char *name;
    const char *value; ///< Name of the value; null for a switch.
    const char *text;
    QString ProgramOptions::*target;
};

constexpr OptionRow kOptions[] = {
    {"profile", "name", "work with this profile (default: default)", &ProgramOptions::profile},
    {"data", "folder", "keep the profile in this folder", &ProgramOptions::dataDir},
    {"language", "en|fr", "show the program in this language", &ProgramOptions::language},
    {"theme", "system|light|dark", "show the program in this theme", &ProgramOptions::theme},
#ifdef MDMC_AUTOMATION
    {"automation", "socket", "let the tour drive the program", &ProgramOptions::automationSocket},
#endif
};

} // namespace

Result<ProgramOptions> parseOptions(const QStringList &arguments)
{
    QCommandLineParser parser;
    parser.setOptionsAfterPositionalArgumentsMode(QCommandLineParser::ParseAsPositionalArguments);
    for (const OptionRow &row : kOptions)
        parser.addOption(QCommandLineOption(QString::fromLatin1(row.name), {}, QString::fromLatin1(row.value)));
    const QCommandLineOption help(QStringList{QStringLiteral("h"), QStringLiteral("help")});
    const QCommandLineOption version(QStringList{QStringLiteral("v"), QStringLiteral("version")});
    parser.addOptions({help, version});
    if (!parser.parse(arguments))
        return failure(ErrorCode::InvalidInput, parser.errorText());
    ProgramOptions options;
    for (const OptionRow &row : kOptions)
        if (parser.isSet(QString::fromLatin1(row.name)))
            options.*row.target = parser.value(QString::fromLatin1(row.name));
    options.wantsHelp = parser.isSet(help);
    options.wantsVersion = parser.isSet(version);
    const QStringList rest = parser.positionalArguments();
    if (rest.isEmpty())
        return options;
    if (rest.first().startsWith(QLatin1String("mdmc://"))) {
        options.link = rest.first();
        return options;
    }
    if (!findCommand(rest.first()))
        return failure(ErrorCode::InvalidInput, QStringLiteral("There is no command “%1”.").arg(rest.first()));
    options.command = rest.first();
    options.commandArguments = rest;
    return options;
}

QString helpText()
{
    QString text = QStringLiteral("Usage: mdmc-crm [options] [command | mdmc://link]\n\nWithout a command the window opens.\n\nOptions:\n");
    const auto line = [&text](const QString &name, const char *what) {
        text += QStringLiteral("  %1 %2\n").arg(name, -28).arg(QString::fromUtf8(what));
    };
    for (const OptionRow &row : kOptions)
        line(QStringLiteral("--%1 <%2>").arg(QString::fromLatin1(row.name), QString::fromLatin1(row.value)), row.text);
    line(QStringLiteral("-h, --help"), "this text");
    line(QStringLiteral("-v, --version"), "the version");
    text += QStringLiteral("\nCommands:\n");
    for (const CliCommand &command : cliCommands())
        line(QString::fromLatin1(command.name), command.summary);
    text += QStringLiteral(
        "\nWithout a keychain a passphrase protects the replica; the environment variable MDMC_PASSPHRASE gives it to commands.\n");
    return text;
}

} // namespace mdmc::app
