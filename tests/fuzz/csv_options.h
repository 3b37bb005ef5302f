// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/csv_reader.h"

namespace mdmc::fuzz {

/// How a file is read, as the first byte of an input says, with limits that short inputs can reach.
inline exchange::CsvOptions csvOptionsFrom(uint8_t choice)
{
    exchange::CsvOptions options;
    options.hasHeader = !(choice & 1);
    if (choice & 2)
        options.encoding = exchange::TextEncoding((choice >> 2) & 3);
    if (choice & 16)
        options.delimiter = QChar(u';');
    options.limits = {.cellChars = 4096, .rowChars = 16384, .columns = 100, .unclosedQuotes = 5};
    return options;
}

} // namespace mdmc::fuzz
