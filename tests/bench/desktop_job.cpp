// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "app/desktop/workspace_window.h"
#include "tests/bench/figures.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/record_table.h"

#include <QApplication>
#include <QScrollBar>
#include <QTimer>

namespace mdmc::bench {

namespace {

constexpr int kPatienceMs = 60'000;

/// Runs the event loop until `isDone`; how long it took.
double until(const std::function<bool()> &isDone)
{
    QTimer tick; // The condition is looked at every millisecond, without keeping a processor busy.
    tick.start(1);
    QElapsedTimer timer;
    timer.start();
    while (!isDone() && timer.elapsed() < kPatienceMs)
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    return elapsedMs(timer);
}

/// The first visible row has its texts: not a placeholder any more, and painted.
bool hasRows(ui::RecordTable &table)
{
    const QAbstractItemModel *model = table.model();
    if (!model || model->rowCount() == 0)
        return false;
    const int row = std::max(table.rowAt(1), 0);
    const int column = table.columnOf(QStringLiteral("artistName"));
    return !model->index(row, std::max(column, 0)).data().toString().isEmpty();
}

void paint(QWidget &widget)
{
    widget.repaint();
}

void measureTable(ui::LeadsPage &page, qint64 n)
{
    ui::RecordTable &table = *page.table();
    Samples keystrokes;
    for (const char *typed : {"m", "ma", "mar", "mari", "mar", "ma", ""}) {
        const QString text = QString::fromLatin1(typed);
        const int before = table.model()->rowCount();
        page.search(text);
        keystrokes.add(until([&] { return table.model()->rowCount() != before && (table.model()->rowCount() == 0 || hasRows(table)); }));
        paint(table);
    }
    keystrokes.print("J8", n, QStringLiteral("keystroke to painted result"));
    Samples frames;
    for (int i = 0; i < 200; ++i) {
        QElapsedTimer timer;
        timer.start();
        QScrollBar *bar = table.verticalScrollBar();
        bar->setValue(bar->value() + bar->pageStep() / 3);
        paint(*table.viewport());
        frames.add(elapsedMs(timer));
        QApplication::processEvents();
    }
    frames.print("J8", n, QStringLiteral("scroll frame"));
    Samples jumps;
    for (int i = 1; i <= 20; ++i) {
        QScrollBar *bar = table.verticalScrollBar();
        bar->setValue(bar->maximum() / 20 * (i * 7 % 20));
        jumps.add(until([&] { return hasRows(table); }));
        paint(table);
    }
    jumps.print("J8", n, QStringLiteral("jump to rows never seen"));
}

} // namespace

bool runDesktop(const Place &place, QApplication &application)
{
    QElapsedTimer timer;
    timer.start();
    const auto profile = sync::Profile::load(place.clientDir());
    if (!profile)
        return false;
    SystemClock clock;
    ui::MemorySettingsStore settings;
    ui::Theme theme(application, ui::Theme::Mode::Light);
    auto opened = app::await(sync::openWorkspace(*profile, benchKeys()));
    if (!opened)
        return false;
    print("J8", place.n, QStringLiteral("start: replica open (passphrase included)"), elapsedMs(timer), "ms");
    (*opened)->goOffline();
    timer.restart();
    app::WorkspaceWindow window(std::move(*opened), theme, settings, clock, QLocale(QLocale::English), {}, {});
    window.shell().resize(1280, 800);
    window.start();
    auto *page = qobject_cast<ui::LeadsPage *>(window.shell().page(QStringLiteral("leads")));
    if (!page)
        return false;
    until([&] { return hasRows(*page->table()); });
    paint(*page->table());
    print("J8", place.n, QStringLiteral("start: window to first painted rows"), elapsedMs(timer), "ms");
    print("J8", place.n, QStringLiteral("memory with the list open"), usageOf().residentMb, "MB");
    until([&] { return page->table()->model()->rowCount() >= place.n; }); // The rest of the ids may still come
    print("J8", place.n, QStringLiteral("start: window to the whole list"), elapsedMs(timer), "ms");
    measureTable(*page, place.n);
    timer.restart();
    page->setBoard(true);
    until([&] { return page->board()->model() && page->board()->model()->columnCount() > 0 && !page->board()->model()->card(0, 0).id.isEmpty(); });
    paint(*page->board());
    print("J8", place.n, QStringLiteral("board opened and painted"), elapsedMs(timer), "ms");
    print("J8", place.n, QStringLiteral("memory at the end"), usageOf().residentMb, "MB");
    return true;
}

} // namespace mdmc::bench
