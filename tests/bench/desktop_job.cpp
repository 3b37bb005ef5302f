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

/// From the command to painted rows of the new arrangement: the model says when it holds one.
double arranged(ui::LeadsPage &page, const std::function<void()> &change)
{
    bool hasCome = false;
    QObject context;
    QObject::connect(&page.presenter().table(), &ui::RecordListModel::queryFinished, &context, [&] { hasCome = true; });
    change();
    const double taken =
        until([&] { return hasCome && (page.table()->model()->rowCount() == 0 || hasRows(*page.table())); });
    paint(*page.table());
    return taken;
}

void measureTable(ui::LeadsPage &page, qint64 n)
{
    ui::RecordTable &table = *page.table();
    Samples keystrokes;
    for (const char *typed : {"m", "ma", "mar", "mari", "mar", "ma", ""}) {
        const QString text = QString::fromLatin1(typed);
        keystrokes.add(arranged(page, [&] { page.search(text); }));
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

void measureArranging(ui::LeadsPage &page, qint64 n)
{
    ui::LeadsPresenter &presenter = page.presenter();
    for (const char *key : {"score", "budget", "priority", "artistName"}) {
        const QString metric = QStringLiteral("sorted by %1, painted").arg(QLatin1String(key));
        print("J8", n, metric, arranged(page, [&] { presenter.setSort(QLatin1String(key), Qt::DescendingOrder); }),
              "ms");
    }
    const int priority = entityInfo(EntityType::Lead).indexOf(QLatin1String("priority"));
    storage::Filter filter;
    filter.conditions = {{priority, storage::Comparison::Equals, {Value(QStringLiteral("high"))}}};
    print("J8", n, QStringLiteral("filtered by priority, painted"),
          arranged(page, [&] { presenter.setFilter(filter); }), "ms");
    print("J8", n, QStringLiteral("filter taken away, painted"), arranged(page, [&] { presenter.setFilter({}); }),
          "ms");
}

} // namespace

Result<> runDesktop(const Place &place, QApplication &application)
{
    MDMC_TRY(openOffline(place)); // Makes the replica where it is missing, so that what follows only opens it.
    QElapsedTimer timer;
    timer.start();
    MDMC_ASSIGN(const sync::Profile profile, sync::Profile::load(place.clientDir()));
    SystemClock clock;
    ui::MemorySettingsStore settings;
    ui::Theme theme(application, ui::Theme::Mode::Light);
    MDMC_ASSIGN(auto opened, app::await(sync::openWorkspace(profile, benchKeys())));
    print("J8", place.n, QStringLiteral("start: replica open (passphrase included)"), elapsedMs(timer), "ms");
    opened->goOffline();
    timer.restart();
    app::WorkspaceWindow window(std::move(opened), theme, settings, clock, QLocale(QLocale::English), {}, {});
    window.shell().resize(1280, 800);
    window.start();
    auto *page = qobject_cast<ui::LeadsPage *>(window.shell().page(QStringLiteral("leads")));
    if (!page)
        return failure(ErrorCode::Internal, QStringLiteral("the window has no list of leads"));
    until([&] { return hasRows(*page->table()); });
    paint(*page->table());
    print("J8", place.n, QStringLiteral("start: window to first painted rows"), elapsedMs(timer), "ms");
    print("J8", place.n, QStringLiteral("memory with the list open"), usageOf().residentMb, "MB");
    until([&] { return page->table()->model()->rowCount() >= place.n; }); // The rest of the ids may still come
    print("J8", place.n, QStringLiteral("start: window to the whole list"), elapsedMs(timer), "ms");
    measureTable(*page, place.n);
    measureArranging(*page, place.n);
    timer.restart();
    page->setBoard(true);
    until([&] {
        return page->board()->model() && page->board()->model()->columnCount() > 0
            && !page->board()->model()->card(0, 0).id.isEmpty();
    });
    paint(*page->board());
    print("J8", place.n, QStringLiteral("board opened and painted"), elapsedMs(timer), "ms");
    print("J8", place.n, QStringLiteral("memory at the end"), usageOf().residentMb, "MB");
    return {};
}

} // namespace mdmc::bench
