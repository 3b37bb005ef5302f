// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QTest>

namespace mdmc::test {

/// The name of the code of a failure, `ok` for a success.
template<typename T>
QString codeOf(const Result<T> &result)
{
    return result ? QStringLiteral("ok") : errorCodeName(result.error().code);
}

} // namespace mdmc::test

/// Fails the test with the error's text unless the result is a success.
#define VERIFY_OK(expression)                                                                                     \
    do {                                                                                                          \
        const auto &verifyResult = (expression);                                                                  \
        QVERIFY2(verifyResult.has_value(),                                                                        \
                 qPrintable(verifyResult ? QString() : verifyResult.error().detail));                             \
    } while (false)

/// Compares the code of a result that must have failed.
#define VERIFY_ERROR(expression, expected)                                                                        \
    QCOMPARE(::mdmc::test::codeOf(expression), ::mdmc::errorCodeName(expected))
