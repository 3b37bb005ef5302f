// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/action_registry.h"

namespace mdmc::ui {

/// An action of a page with at most one shortcut.
inline ActionSpec pageAction(const QString &id, const QString &text, const QString &group, const QKeySequence &shortcut,
                             Symbol symbol, std::function<void()> run, std::function<bool()> enabled = {},
                             const QString &keywords = {}, bool inPalette = true)
{
    ActionSpec spec;
    spec.id = id;
    spec.text = text;
    spec.group = group;
    if (!shortcut.isEmpty())
        spec.shortcuts = {shortcut};
    spec.symbol = symbol;
    spec.run = std::move(run);
    spec.enabled = std::move(enabled);
    spec.keywords = keywords;
    spec.inPalette = inPalette;
    return spec;
}

} // namespace mdmc::ui
