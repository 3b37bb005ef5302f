// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/shortcut_sheet.h"

#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QCoreApplication>
#include <QGridLayout>

namespace mdmc::ui {
namespace {

/// Gives the words below their translation context.
struct ShortcutSheet {
    Q_DECLARE_TR_FUNCTIONS(ShortcutSheet)
};

} // namespace

void openShortcutSheet(const ActionRegistry &actions, QWidget *window)
{
    QStringList groups;
    QHash<QString, QList<ActionSpec>> byGroup;
    for (const auto &spec : actions.available()) {
        if (shortcutText(spec).isEmpty())
            continue;
        if (!byGroup.contains(spec.group))
            groups.append(spec.group);
        byGroup[spec.group].append(spec);
    }
    auto *body = new QWidget;
    auto *columns = new QHBoxLayout(body);
    columns->setContentsMargins(0, 0, space::M, 0);
    columns->setSpacing(space::Xxl);
    QVBoxLayout *sides[2] = {new QVBoxLayout, new QVBoxLayout};
    int filled[2] = {0, 0};
    for (const QString &group : std::as_const(groups)) {
        const int side = filled[0] <= filled[1] ? 0 : 1; // the shorter column takes the next group
        filled[side] += int(byGroup[group].size()) + 2;
        sides[side]->setSpacing(space::S);
        sides[side]->addWidget(label(group, TextStyle::Strong, body));
        auto *grid = new QGridLayout;
        grid->setVerticalSpacing(space::Xs + 2);
        grid->setColumnStretch(0, 1);
        int at = 0;
        for (const auto &spec : std::as_const(byGroup[group])) {
            const int row = at++;
            grid->addWidget(label(spec.text, TextStyle::Base, body), row, 0);
            grid->addWidget(label(shortcutText(spec), TextStyle::Base, body, Tone::Secondary), row, 1, Qt::AlignRight);
        }
        sides[side]->addLayout(grid);
        sides[side]->addSpacing(space::M);
    }
    for (auto *side : sides) {
        side->addStretch();
        columns->addLayout(side, 1);
    }
    auto *sheet = new Sheet(window, ShortcutSheet::tr("Keyboard shortcuts"));
    sheet->setPanelWidth(size::SheetWide);
    sheet->setBody(body);
    sheet->setConfirm({});
    sheet->setCancelText(ShortcutSheet::tr("Close"));
    sheet->open();
}

} // namespace mdmc::ui
