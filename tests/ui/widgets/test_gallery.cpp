// SPDX-License-Identifier: GPL-3.0-or-later
// Grabs every shared widget in both themes into gallery/ of the build folder, to be looked at, and checks what a
// program can see: nothing empty, nothing too small for its content.
#include "gallery_data.h"
#include "ui/theme/theme.h"
#include "ui/widgets/badges.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip_editor.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/search_field.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/timeline.h"
#include "ui/widgets/undo_bar.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QDir>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QTest>

using namespace mdmc::ui;
using gallery::Leads;
using gallery::Pipeline;

namespace {

QString folder()
{
    const QString path = QCoreApplication::applicationDirPath() + QStringLiteral("/gallery");
    QDir().mkpath(path);
    return path;
}

bool isBlank(const QImage &image)
{
    const QRgb first = image.pixel(0, 0);
    for (int y = 0; y < image.height(); y += 3) {
        for (int x = 0; x < image.width(); x += 3) {
            if (image.pixel(x, y) != first)
                return false;
        }
    }
    return true;
}

QWidget *leadsPage()
{
    auto *page = new QWidget;
    page->setObjectName(QStringLiteral("surface"));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *bar = new QHBoxLayout;
    bar->setContentsMargins(12, 8, 12, 8);
    auto *filters = new FilterBar(page);
    filters->setFilters(
        {{QStringLiteral("1"), QStringLiteral("Stage"), QStringLiteral("is"), QStringLiteral("Proposal")},
         {QStringLiteral("2"), QStringLiteral("Budget"), QStringLiteral("over"), QStringLiteral("€5,000")}});
    bar->addWidget(filters, 1);
    bar->addWidget(new SegmentedControl({{QStringLiteral("table"), QStringLiteral("Table"), Symbol::ListUl},
                                         {QStringLiteral("board"), QStringLiteral("Board"), Symbol::Kanban}}, page));
    auto *add = new Button(QStringLiteral("New lead"), ButtonKind::Primary, page);
    add->setSymbol(Symbol::Plus);
    bar->addSpacing(8);
    bar->addWidget(add);
    layout->addLayout(bar);
    auto *progress = new ProgressStrip(page);
    progress->start(QStringLiteral("Importing leads.csv"));
    progress->setProgress(1204, 5000, QStringLiteral("1,204 of 5,000"), QStringLiteral("about 2 min left"));
    layout->addWidget(progress);
    auto *pane = new ListPane(page);
    auto *table = new RecordTable(pane);
    table->setModel(new Leads(500, table));
    table->setSort(QStringLiteral("score"), Qt::DescendingOrder);
    table->setCurrentRow(2);
    pane->setList(table);
    auto *detail = new QWidget;
    auto *column = new QVBoxLayout(detail);
    column->setContentsMargins(16, 16, 16, 16);
    column->addWidget(label(QStringLiteral("Élodie Marchetti"), TextStyle::Page, detail));
    auto *line = new QHBoxLayout;
    auto *stage = new Badge(QStringLiteral("Proposal"), Hue::Violet, detail);
    stage->setDot(true);
    line->addWidget(stage);
    line->addWidget(new Avatar(QStringLiteral("Sofia Reyes"), 24, detail));
    line->addWidget(label(QStringLiteral("Sofia Reyes"), TextStyle::Base, detail, Tone::Secondary));
    line->addStretch();
    column->addLayout(line);
    auto *notice = new InlineNotice(Tone::Warning, detail);
    notice->setText(QStringLiteral("May be the same person as Elodie Marchetti (label demo)."),
                    QStringLiteral("Compare"));
    column->addWidget(notice);
    auto *section = new Section(QStringLiteral("Timeline"), detail);
    section->setCount(QStringLiteral("4"));
    section->addAction(new Button(QStringLiteral("Add a note"), ButtonKind::Quiet, section));
    auto *timeline = new Timeline(section);
    timeline->setEntries({
        {QStringLiteral("1"), Symbol::Telephone, Hue::Blue, QStringLiteral("Call"), QStringLiteral("Sofia Reyes"),
         QStringLiteral("today 10:12"),
         QStringLiteral("Wants the release moved to March. <b>Not HTML</b>, and long enough to wrap onto a second "
                        "line.\nSend the new plan."),
         true},
        {QStringLiteral("2"),
         Symbol::ArrowLeftRight,
         Hue::Violet,
         QStringLiteral("Contacted → Proposal"),
         QStringLiteral("Marc Petit"),
         QStringLiteral("yesterday 14:02"),
         {},
         false},
        {QStringLiteral("3"), Symbol::Envelope, Hue::Slate, QStringLiteral("E-mail"), QStringLiteral("Sofia Reyes"),
         QStringLiteral("Monday 09:30"), QStringLiteral("Offer with two variants."), false},
        {QStringLiteral("4"), Symbol::ChatLeftText, Hue::Amber, QStringLiteral("Note"), QStringLiteral("Claire Dubois"),
         QStringLiteral("03/11/2026"), QStringLiteral("Met at the showcase."), false},
    });
    section->body()->addWidget(timeline, 1);
    column->addWidget(section, 1);
    pane->setDetail(detail);
    layout->addWidget(pane, 1);
    return page;
}

QWidget *boardPage()
{
    auto *page = new QWidget;
    page->setObjectName(QStringLiteral("surface"));
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *board = new BoardView(page);
    board->setModel(new Pipeline(40, board));
    board->setCurrentCard(QStringLiteral("card-41"));
    layout->addWidget(board);
    QMetaObject::invokeMethod(board, [board] {
        board->ask(QStringLiteral("card-41"), QStringLiteral("negotiation"),
                   {QStringLiteral("Why was it lost?"),
                    {{QStringLiteral("price"), QStringLiteral("Budget too small")},
                     {QStringLiteral("time"), QStringLiteral("Not the right moment")},
                     {QStringLiteral("other"), QStringLiteral("Went to another agency")}},
                    true, QStringLiteral("Note"), {}, false, QStringLiteral("Mark as lost"), {}},
                   [](const auto &) {});
        board->refuseMove({}, QStringLiteral("Only its owner can move this lead. It is back in Contacted."));
    }, Qt::QueuedConnection);
    return page;
}

QWidget *controlsPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(24, 24, 24, 24);
    layout->setSpacing(16);
    auto *buttons = new QHBoxLayout;
    for (auto [text, kind] : {std::pair{"Save", ButtonKind::Primary}, {"Normal", ButtonKind::Normal},
                              {"Quiet", ButtonKind::Quiet}, {"Erase", ButtonKind::Danger}, {"Link", ButtonKind::Link}})
        buttons->addWidget(new Button(QString::fromLatin1(text), kind));
    auto *off = new Button(QStringLiteral("Disabled"));
    off->setEnabled(false);
    buttons->addWidget(off);
    auto *check = new QCheckBox(QStringLiteral("Checked"));
    check->setChecked(true);
    buttons->addWidget(check);
    buttons->addWidget(new QCheckBox(QStringLiteral("Unchecked")));
    auto *radio = new QRadioButton(QStringLiteral("Chosen"));
    radio->setChecked(true);
    buttons->addWidget(radio);
    buttons->addWidget(new QRadioButton(QStringLiteral("Other")));
    buttons->addStretch();
    layout->addLayout(buttons);
    auto *badges = new QHBoxLayout;
    for (int hue = 0; hue < int(Hue::Count_); ++hue) {
        auto *badge = new Badge(QStringLiteral("Hue %1").arg(hue), Hue(hue));
        badge->setDot(hue % 2);
        badges->addWidget(badge);
    }
    badges->addStretch();
    layout->addLayout(badges);
    auto *cards = new QHBoxLayout;
    for (const auto &[title, figure] :
         {std::pair{"Open pipeline", "€128.4K"}, {"Won this month", "€41.2K"}, {"Stale leads", "17"}}) {
        auto *card = new Card(page);
        card->setClickable(true);
        card->body()->addWidget(label(QString::fromLatin1(title), TextStyle::Secondary, card, Tone::Secondary));
        card->body()->addWidget(label(QString::fromUtf8(figure), TextStyle::Figure, card));
        card->body()->addWidget(label(QStringLiteral("+12% on October"), TextStyle::Secondary, card, Tone::Positive));
        cards->addWidget(card);
    }
    layout->addLayout(cards);
    for (auto [tone, text] : {std::pair{Tone::Accent, "A newer version of this lead was synced."},
                              {Tone::Negative, "The server refused one edit; your value is kept below."},
                              {Tone::Positive, "1,284 leads imported."}}) {
        auto *notice = new InlineNotice(tone, page);
        notice->setText(QString::fromLatin1(text), QStringLiteral("Show"));
        notice->setDismissable(true);
        layout->addWidget(notice);
    }
    auto *form = new FormLayout(page);
    form->addHeading(QStringLiteral("Contact"));
    form->add(new FormField(QStringLiteral("Artist"), new QLineEdit(QStringLiteral("Nova Kaplan"))))->setRequired(true);
    form->add(new FormField(QStringLiteral("E-mail"), new QLineEdit(QStringLiteral("nova@example"))))
        ->setError(QStringLiteral("This e-mail address has no domain ending."));
    auto *combo = new QComboBox;
    combo->addItems({QStringLiteral("Proposal"), QStringLiteral("Negotiation")});
    form->add(new FormField(QStringLiteral("Stage"), combo));
    form->add(new FormField(QStringLiteral("Due"), new QDateEdit(QDate(2026, 11, 22))));
    auto *chips = new ChipEditor;
    chips->setOptions({{QStringLiteral("tiktok"), QStringLiteral("TikTok"), Hue::Pink},
                       {QStringLiteral("meta"), QStringLiteral("Meta"), Hue::Blue},
                       {QStringLiteral("yt"), QStringLiteral("YouTube"), Hue::Red}});
    chips->setValues({QStringLiteral("tiktok"), QStringLiteral("meta")});
    form->add(new FormField(QStringLiteral("Platforms"), chips))
        ->setHint(QStringLiteral("Where the campaign will run."));
    form->add(new FormField(QStringLiteral("Streams"), new QSpinBox));
    auto *notes = new QPlainTextEdit(QStringLiteral("Notes"));
    notes->setFixedHeight(60);
    form->add(new FormField(QStringLiteral("Notes"), notes), true);
    layout->addWidget(form);
    layout->addStretch();
    return page;
}

QWidget *emptyPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    auto *empty = new EmptyState(
        Symbol::People, QStringLiteral("No leads yet"),
        QStringLiteral("Bring the list you have, or add the first lead by hand. Both work without a connection."),
        QStringLiteral("Import a file"), page);
    empty->setSecondAction(QStringLiteral("New lead"));
    layout->addWidget(empty);
    auto *undo = new UndoBar(page);
    undo->offer(QStringLiteral("3 leads deleted"), [] {});
    return page;
}

QWidget *sheetPage()
{
    auto *page = leadsPage();
    QMetaObject::invokeMethod(page, [page] {
        auto *sheet = new Sheet(page, QStringLiteral("Issue invoice 2026-014?"));
        sheet->setMessage(QStringLiteral(
            "It gets its number and can no longer be changed. One invoice, €4,200.00, to Glass Orchard."));
        sheet->setConfirm(QStringLiteral("Issue invoice"));
        sheet->open();
    }, Qt::QueuedConnection);
    return page;
}

/// Controls whose content does not fit: their essential size is clipped.
QStringList clipped(const QWidget *page)
{
    QStringList bad;
    for (const auto *widget : page->findChildren<QWidget *>()) {
        const bool essential = qobject_cast<const QAbstractButton *>(widget) || qobject_cast<const QLineEdit *>(widget)
                            || qobject_cast<const Badge *>(widget) || qobject_cast<const QComboBox *>(widget);
        const bool internal = widget->objectName().startsWith(u"qt_") || widget->inherits("QLineEditIconButton");
        if (!essential || internal || !widget->isVisibleTo(page))
            continue;
        const QSize least = widget->minimumSizeHint();
        if (widget->width() < least.width() || widget->height() + 1 < least.height())
            bad.append(QStringLiteral("%1 “%2” %3×%4 < %5×%6")
                           .arg(QString::fromLatin1(widget->metaObject()->className()), widget->accessibleName())
                           .arg(widget->width()).arg(widget->height()).arg(least.width()).arg(least.height()));
    }
    return bad;
}

} // namespace

class TestGallery : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_theme = new Theme(*qApp); }

    void grabs_data()
    {
        QTest::addColumn<int>("page");
        QTest::addColumn<bool>("dark");
        QTest::addColumn<QSize>("size");
        const QStringList names{QStringLiteral("leads"), QStringLiteral("board"), QStringLiteral("controls"),
                                QStringLiteral("empty"), QStringLiteral("sheet")};
        for (int page = 0; page < names.size(); ++page) {
            for (bool dark : {false, true})
                QTest::newRow(qPrintable(names[page] + (dark ? QStringLiteral("-dark") : QStringLiteral("-light"))))
                    << page << dark << QSize(1180, 760);
        }
        QTest::newRow("leads-small") << 0 << false << QSize(800, 560);
        QTest::newRow("controls-small") << 2 << false << QSize(760, 900);
    }
    void grabs()
    {
        QFETCH(int, page);
        QFETCH(bool, dark);
        QFETCH(QSize, size);
        m_theme->setMode(dark ? Theme::Mode::Dark : Theme::Mode::Light);
        std::unique_ptr<QWidget> widget(
            std::array{leadsPage, boardPage, controlsPage, emptyPage, sheetPage}[size_t(page)]());
        widget->resize(size);
        widget->show();
        QVERIFY(QTest::qWaitForWindowExposed(widget.get()));
        QCoreApplication::processEvents();
        const QImage image = widget->grab().toImage();
        QVERIFY(!isBlank(image));
        QVERIFY(image.save(folder() + u'/' + QString::fromLatin1(QTest::currentDataTag()) + QStringLiteral(".png")));
        const QStringList bad = clipped(widget.get());
        QVERIFY2(bad.isEmpty(), qPrintable(bad.join(u'\n')));
    }

    /// Every control says its name to a screen reader.
    void everyControlHasAName()
    {
        for (const auto build : {leadsPage, controlsPage, emptyPage, boardPage}) {
            std::unique_ptr<QWidget> page(build());
            page->show();
            QCoreApplication::processEvents();
            for (const auto *widget : page->findChildren<QWidget *>()) {
                const bool focusable = widget->isVisibleTo(page.get()) && (widget->focusPolicy() & Qt::TabFocus) &&
                                       !widget->objectName().startsWith(u"qt_");
                const auto *button = qobject_cast<const QAbstractButton *>(widget);
                const bool inside = qobject_cast<const QScrollArea *>(widget) || widget->inherits("QHeaderView")
                                 || (widget->parentWidget() && widget->parentWidget()->inherits("ChipEditor"));
                if (!focusable || inside || (button && !button->text().isEmpty()) || qobject_cast<const Card *>(widget)
                    || widget->inherits("QComboBoxListView") || widget->inherits("QComboBoxPrivateContainer")
                    || widget->parentWidget()->inherits("mdmc::ui::ChipEditor"))
                    continue;
                if (widget->inherits("QLineEdit") && widget->parentWidget()->inherits("QAbstractSpinBox"))
                    continue;
                if (qobject_cast<const RecordTable *>(widget))
                    continue; // named by its page
                QVERIFY2(!widget->accessibleName().isEmpty(), widget->metaObject()->className());
            }
        }
    }

private:
    Theme *m_theme = nullptr;
};

QTEST_MAIN(TestGallery)
#include "test_gallery.moc"
