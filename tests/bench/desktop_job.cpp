// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "app/desktop/workspace_window.h"
#include "core/storage/field_index.h"
#include "sync/client/replica.h"
#include "tests/bench/figures.h"
#include "tests/bench/workload.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/record_table.h"

#include <QApplication>
#include <QScrollBar>
#include <QTimer>

namespace mdmc::bench {

namespace {

constexpr int kPatienceMs = 60'000;

bool hasRunOut = false; ///< Something that was waited for never came: the figures say nothing.

/// Runs the event loop until `isDone`; how long it took.
double until(const std::function<bool()> &isDone)
{
    QTimer tick; // The condition is looked at every millisecond, without keeping a processor busy.
    tick.start(1);
    QElapsedTimer timer;
    timer.start();
    bool isDoneNow = isDone();
    for (; !isDoneNow && timer.elapsed() < kPatienceMs; isDoneNow = isDone())
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents);
    hasRunOut = hasRunOut || !isDoneNow;
    return elapsedMs(timer);
}

void pause(int ms)
{
    QElapsedTimer timer;
    timer.start();
    until([&] { return timer.elapsed() > ms; });
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

int field(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

/// What is arranged by a field for the first time has an index of it soon after.
void awaitIndex(sync::Workspace &workspace, const char *name)
{
    const auto isThere = [&] {
        return app::await(workspace.read([name](sync::ReplicaReader &reader) {
                   return storage::hasFieldIndex(reader.db, EntityType::Lead, field(name));
               }))
            .value_or(true);
    };
    QElapsedTimer timer;
    timer.start();
    while (!isThere() && timer.elapsed() < kPatienceMs)
        pause(50);
}

void measureArranging(ui::LeadsPage &page, sync::Workspace &workspace, qint64 n)
{
    ui::LeadsPresenter &presenter = page.presenter();
    const auto sort = [&](const char *key, const QString &metric) {
        print("J8", n, metric.arg(QLatin1String(key)),
              arranged(page, [&] { presenter.setSort(QLatin1String(key), Qt::DescendingOrder); }), "ms");
    };
    const bool hasIndexes = n > sync::Replica::kIndexRows; // Fewer are sorted without one.
    for (const char *key : {"budget", "priority", "ownerId", "createdAt"})
        if (hasIndexes) // Of what the list shows, and of what never changes: seconds after it was opened.
            awaitIndex(workspace, key);
    for (const char *key : {"score", "budget", "priority", "ownerId", "artistName"})
        sort(key, QStringLiteral("sorted by %1, painted"));
    const auto filter = [&](const QString &metric, const char *name, const storage::Condition &condition) {
        storage::Filter filter;
        filter.conditions = {condition};
        filter.conditions.front().field = field(name);
        print("J8", n, metric, arranged(page, [&] { presenter.setFilter(filter); }), "ms");
        print("J8", n, metric + QStringLiteral(", taken away"), arranged(page, [&] { presenter.setFilter({}); }), "ms");
    };
    const storage::Condition high{0, storage::Comparison::Equals, {Value(QStringLiteral("high"))}};
    filter(QStringLiteral("filtered by priority, painted"), "priority", high);
    constexpr qint64 kSomeHour = 1'740'787'200'000; // Of the 600 days in which the workload's leads were made.
    const storage::Condition hour{0, storage::Comparison::Between, {Value(kSomeHour), Value(kSomeHour + 3'600'000)}};
    filter(QStringLiteral("filtered by an hour of creation, painted"), "createdAt", hour);
    // No lead of the workload has one, so that without an index every lead is looked at.
    const storage::Condition release{0, storage::Comparison::Between, {Value(QDate(2026, 1, 1)), Value(QDate(2026, 1, 31))}};
    filter(QStringLiteral("filtered by a date of release, painted"), "releaseDate", release);
    if (hasIndexes)
        awaitIndex(workspace, "releaseDate");
    filter(QStringLiteral("filtered by a date of release again, painted"), "releaseDate", release);
    filter(QStringLiteral("filtered by priority again, painted"), "priority", high);
}

/// From the command to its painted row: leads from all over the list come to its top, one after the other.
Result<> measureEditing(ui::LeadsPage &page, sync::Workspace &workspace, qint64 n)
{
    ui::RecordListModel &model = page.presenter().table();
    arranged(page, [&] { page.presenter().setSort(QStringLiteral("budget"), Qt::DescendingOrder); });
    page.table()->scrollToTop();
    const auto top = [&] { return model.rowCount() > 0 ? model.recordAt(0) : nullptr; };
    until([&] { return model.isIdle() && model.rowCount() >= n && top(); });
    if (!top())
        return failure(ErrorCode::TimedOut, QStringLiteral("the list by budget does not come"));
    const Money *greatest = top()->value(QLatin1String("budget")).get<Money>();
    if (!greatest)
        return failure(ErrorCode::InvalidInput, QStringLiteral("no lead has a budget"));
    Money budget = *greatest;
    MDMC_ASSIGN(const std::vector<RecordId> leads, someLeads(workspace, 20));
    Samples edits;
    for (const RecordId &lead : leads) {
        ++budget.minor;
        QElapsedTimer timer;
        timer.start();
        MDMC_TRY(app::await(workspace.commit(commandOf({lead, {field("budget"), Value(budget)}}))));
        until([&] { return top() && top()->id == lead && top()->value(QLatin1String("budget")) == Value(budget); });
        paint(*page.table());
        edits.add(elapsedMs(timer));
        until([&] { return model.isIdle(); });
        pause(100); // A person's next edit does not come within the moment in which a stream of them is gathered.
    }
    edits.print("J8", n, QStringLiteral("edit to its row at the top, painted"));
    return {};
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
    sync::Workspace &workspace = *opened;
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
    measureArranging(*page, workspace, place.n);
    MDMC_TRY(measureEditing(*page, workspace, place.n));
    timer.restart();
    page->setBoard(true);
    until([&] {
        const ui::BoardModel *board = page->board()->model();
        for (int column = 0; board && column < board->columnCount(); ++column)
            if (!board->card(column, 0).id.isEmpty())
                return true;
        return false;
    });
    paint(*page->board());
    print("J8", place.n, QStringLiteral("board opened and painted"), elapsedMs(timer), "ms");
    print("J8", place.n, QStringLiteral("memory at the end"), usageOf().residentMb, "MB");
    return hasRunOut ? failure(ErrorCode::TimedOut, QStringLiteral("the window did not show what was waited for")) : Result<>();
}

} // namespace mdmc::bench
