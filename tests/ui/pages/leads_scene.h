// SPDX-License-Identifier: GPL-3.0-or-later
// The leads page in a window of its own, and its controls found by what a person reads on them.
#pragma once

#include "tests/support/ui_fixture.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/widgets/buttons.h"

#include <QTest>

#include <memory>

namespace mdmc::test {

/// Shown, with its list read.
inline std::unique_ptr<ui::LeadsPage> openLeads(UiFixture &f)
{
    auto page = std::make_unique<ui::LeadsPage>(f.context);
    page->resize(1200, 760);
    page->show();
    (void)QTest::qWaitForWindowExposed(page.get());
    page->focusTarget()->setFocus();
    (void)QTest::qWaitFor([&] { return page->presenter().table().isReady(); });
    return page;
}

/// Null when there is none of that accessible name.
template <typename T> T *child(QWidget *in, const QString &accessibleName)
{
    for (T *one : in->findChildren<T *>())
        if (one->accessibleName() == accessibleName)
            return one;
    return nullptr;
}

/// The visible button of that text, or null.
inline ui::Button *button(QWidget *in, const QString &text)
{
    for (ui::Button *one : in->findChildren<ui::Button *>())
        if (one->text() == text && one->isVisible())
            return one;
    return nullptr;
}

} // namespace mdmc::test
