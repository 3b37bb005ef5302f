// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/tour/tour.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QTextStream>

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Works two clients and a server without a person and checks what they show."));
    parser.addHelpOption();
    const QCommandLineOption bin(QStringLiteral("bin"), QStringLiteral("Folder of mdmc-server and mdmc-crm."), QStringLiteral("DIR"));
    const QCommandLineOption out(QStringLiteral("out"), QStringLiteral("Where screenshots go."), QStringLiteral("DIR"));
    const QCommandLineOption tree(QStringLiteral("tree"), QStringLiteral("At a failure, print the windows' widgets."));
    parser.addOptions({bin, out, tree});
    parser.process(application);
    if (!parser.isSet(bin) || !parser.isSet(out))
        parser.showHelp(2);
    mdmc::tour::Tour tour(parser.value(bin), parser.value(out));
    return tour.run(parser.isSet(tree)) ? 0 : 1;
}
