// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/program.h"
#include "core/security/process.h"

int main(int argc, char **argv)
{
    mdmc::security::leaveCryptoToSystemAtExit();
    return mdmc::app::runProgram(argc, argv);
}
