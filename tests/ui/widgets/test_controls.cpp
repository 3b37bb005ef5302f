// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/chip_editor.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/timeline.h"
#include "ui/widgets/undo_bar.h"
#include "ui/widgets/value_text.h"

#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTest>

using namespace mdmc::ui;

class TestControls : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { new Theme(*qApp, Theme::Mode::Light); }
    void init()
    {
        m_window = std::make_unique<QWidget>();
        m_layout = new QVBoxLayout(m_window.get());
        m_window->resize(900, 600);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    }
    void cleanup() { m_window.reset(); }

    void wheelScrollsTheFormAndChangesNothing()
    {
        auto *area = add(new QScrollArea);
        auto *body = new QWidget;
        body->setMinimumHeight(4000);
        auto *layout = new QVBoxLayout(body);
        auto *choice = new QComboBox;
        choice->addItems({QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("c")});
        auto *number = new QSpinBox;
        layout->addWidget(choice);
        layout->addWidget(number);
        layout->addStretch();
        area->setWidgetResizable(true);
        area->setWidget(body);
        for (QWidget *under : {static_cast<QWidget *>(choice), static_cast<QWidget *>(number)}) {
            QTRY_VERIFY(under->isVisible());
            area->verticalScrollBar()->setValue(0);
            turnWheel(under);
            QVERIFY(!under->hasFocus());
            QVERIFY(area->verticalScrollBar()->value() > 0);
        }
        QCOMPARE(choice->currentIndex(), 0);
        QCOMPARE(number->value(), 0);
        choice->setFocus(); // Who has chosen it may turn it.
        turnWheel(choice);
        QCOMPARE(choice->currentIndex(), 1);
    }

    void enterPressesAFocusedButton()
    {
        auto *button = add(new Button(QStringLiteral("Restore")));
        QToolButton *close = iconButton(Symbol::X, QStringLiteral("Close"), m_window.get());
        m_layout->addWidget(close);
        for (QAbstractButton *one : {static_cast<QAbstractButton *>(button), static_cast<QAbstractButton *>(close)}) {
            QSignalSpy clicked(one, &QAbstractButton::clicked);
            QTRY_VERIFY(one->isVisible());
            one->setFocus();
            QTest::keyClick(one, Qt::Key_Return);
            QTest::keyClick(one, Qt::Key_Enter, Qt::KeypadModifier);
            QTest::keyClick(one, Qt::Key_Space);
            QCOMPARE(clicked.size(), 3);
        }
    }

    void busyButtonDoesNotHandItsFocusOn()
    {
        auto *retry = add(new Button(QStringLiteral("Retry")));
        auto *discard = add(new Button(QStringLiteral("Discard")));
        retry->setFocus();
        retry->setBusy(true);
        QVERIFY(!discard->hasFocus());
        retry->setBusy(false);
        QVERIFY(retry->hasFocus());
        retry->setBusy(true);
        discard->setFocus(); // A person goes on.
        retry->setBusy(false);
        QVERIFY(discard->hasFocus());
    }

    void tabGoesThroughPartsInTheirOrder()
    {
        auto *last = add(new QLineEdit);
        auto *first = add(new QLineEdit);
        auto *part = add(new QWidget);
        auto *inside = new QHBoxLayout(part);
        auto *two = new QLineEdit, *three = new QLineEdit;
        inside->addWidget(two);
        inside->addWidget(three);
        part->show();
        setTabParts({first, part, last});
        first->setFocus();
        for (QWidget *next : {two, three, last}) {
            QTRY_VERIFY(next->isVisible());
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(next->hasFocus());
        }
    }

    void focusedTabHasARing()
    {
        auto *tabs = add(new QTabBar);
        tabs->addTab(QStringLiteral("Waiting"));
        tabs->setExpanding(false);
        auto *other = add(new QLineEdit);
        const auto topEdge = [tabs] {
            const QRect tab = tabs->tabRect(0);
            return tabs->grab().toImage().pixelColor(tab.center().x(), tab.top());
        };
        other->setFocus();
        const QColor plain = topEdge();
        tabs->setFocus();
        QCOMPARE(topEdge(), Colours::current()[Role::Accent]);
        QVERIFY(plain != topEdge());
    }

    void theUpperSheetHasTheFocus()
    {
        auto *behind = add(new QLineEdit);
        const auto open = [this](const QString &title) {
            auto *sheet = new Sheet(m_window.get(), title);
            auto *edit = new QLineEdit;
            sheet->setBody(edit);
            sheet->open();
            return std::pair(sheet, edit);
        };
        const auto [lower, lowerEdit] = open(QStringLiteral("Lower"));
        QTRY_VERIFY(lowerEdit->hasFocus());
        behind->setFocus();
        QVERIFY(lowerEdit->hasFocus());
        const auto [upper, upperEdit] = open(QStringLiteral("Upper"));
        QTRY_VERIFY(upperEdit->hasFocus());
        lowerEdit->setFocus();
        QVERIFY(upperEdit->hasFocus());
        QTest::keyClick(upperEdit, Qt::Key_Escape);
        QTRY_VERIFY(lowerEdit->hasFocus());
        QVERIFY(lower->isVisible());
    }

    void noticeIsAsHighAsItsSentence()
    {
        auto *notice = add(new InlineNotice(Tone::Warning));
        m_layout->addStretch();
        notice->setText(QStringLiteral("Next step: “Send the proposal” of Ada was kept, “Call the manager” was not, and the "
                                       "record went on from there."),
                        QStringLiteral("Restore"));
        notice->setDismissable(true);
        const auto *text = notice->findChild<QLabel *>();
        const auto isWhole = [&] {
            return text->height() >= text->heightForWidth(text->width())
                && notice->height() == notice->heightForWidth(notice->width());
        };
        QTRY_VERIFY(notice->width() > 800 && isWhole());
        const int wide = notice->height();
        m_window->resize(300, 600);
        QTRY_VERIFY(notice->height() > wide + 2 * text->fontMetrics().height());
        QTRY_VERIFY(isWhole());
        m_window->resize(900, 600);
        QTRY_COMPARE(notice->height(), wide); // and no higher
    }

    void noticeHasTwoLinksUnderItsSentence()
    {
        auto *notice = add(new InlineNotice(Tone::Warning));
        m_layout->addStretch();
        notice->setText(QStringLiteral("Budget: 2,000 was kept, 1,500 was not."), QStringLiteral("Restore"));
        notice->setSecondLink(QStringLiteral("Keep"));
        QSignalSpy first(notice, &InlineNotice::linkActivated), second(notice, &InlineNotice::secondLinkActivated);
        const auto *text = notice->findChild<QLabel *>();
        const QList<Button *> links = notice->findChildren<Button *>();
        QCOMPARE(links.size(), 2);
        m_window->resize(260, 600);
        for (Button *link : links) {
            QTRY_VERIFY(link->isVisible() && link->y() >= text->geometry().bottom());
            QTRY_VERIFY(notice->rect().contains(link->geometry()));
            QTest::mouseClick(link, Qt::LeftButton);
        }
        QCOMPARE(first.size(), 1);
        QCOMPARE(second.size(), 1);
    }

    void valueWrapsWhereItHasNoSpace()
    {
        const QString address = QStringLiteral("bartholomew.featherstonehaugh@averylongdomainname.test");
        auto *value = add(new ValueText(address, TextStyle::Base, nullptr));
        m_layout->addStretch();
        QTRY_VERIFY(value->width() > 600);
        QTRY_COMPARE(value->height(), value->heightForWidth(value->width()));
        const int oneLine = value->height();
        m_window->setMinimumWidth(0);
        m_window->resize(200, 600);
        QTRY_COMPARE(m_window->width(), 200);
        QTRY_VERIFY(value->height() >= 2 * oneLine);
        QCOMPARE(value->document()->size().height() <= value->height(), true);
        QVERIFY(value->document()->idealWidth() <= value->width());
        value->selectAll();
        QCOMPARE(value->textCursor().selectedText(), address);
    }

    void chipsAreTypedTakenAndRemoved()
    {
        auto *editor = add(new ChipEditor);
        editor->setOptions({{QStringLiteral("tt"), QStringLiteral("TikTok"), Hue::Pink},
                            {QStringLiteral("yt"), QStringLiteral("YouTube"), Hue::Red}});
        QSignalSpy changed(editor, &ChipEditor::valuesChanged);
        editor->setFocus();
        QTest::keyClicks(editor->lineEdit(), QStringLiteral("tik"));
        QTest::keyClick(editor->lineEdit(), Qt::Key_Return); // the completion
        QCOMPARE(editor->values(), QStringList{QStringLiteral("tt")});
        QTest::keyClicks(editor->lineEdit(), QStringLiteral("youtube"));
        QTest::keyClick(editor->lineEdit(), Qt::Key_Comma);
        QCOMPARE(editor->values().size(), 2);
        QTest::keyClicks(editor->lineEdit(), QStringLiteral("nothing"));
        QTest::keyClick(editor->lineEdit(), Qt::Key_Return);
        QCOMPARE(editor->values().size(), 2); // only what is offered
        editor->lineEdit()->clear();
        QTest::keyClick(editor->lineEdit(), Qt::Key_Backspace);
        QCOMPARE(editor->values(), QStringList{QStringLiteral("tt")});
        QTest::keyClick(editor->findChild<Chip *>(), Qt::Key_Delete);
        QVERIFY(editor->values().isEmpty());
        QCOMPARE(changed.size(), 4);
        editor->setFreeText(true);
        QTest::keyClicks(editor->lineEdit(), QStringLiteral("techno"));
        QTest::keyClick(editor->lineEdit(), Qt::Key_Return);
        QCOMPARE(editor->values(), QStringList{QStringLiteral("techno")});
    }

    void filtersAskAndNeverDecide()
    {
        auto *bar = add(new FilterBar);
        bar->setFilters({{QStringLiteral("a"), QStringLiteral("Stage"), QStringLiteral("is"), QStringLiteral("Won")}});
        QSignalSpy removed(bar, &FilterBar::removeRequested), edited(bar, &FilterBar::editRequested);
        auto *chip = bar->findChild<Chip *>();
        QCOMPARE(chip->accessibleName(), QStringLiteral("Stage is Won"));
        QTest::keyClick(chip, Qt::Key_Return);
        QTest::keyClick(chip, Qt::Key_Delete);
        QCOMPARE(edited.size(), 1);
        QCOMPARE(removed.value(0).value(0).toString(), QStringLiteral("a"));
        QVERIFY(chip->isVisible()); // until the page takes the filter away
    }

    void segmentsChangeByKeyboardOnce()
    {
        auto *control = add(new SegmentedControl(
            {{QStringLiteral("t"), QStringLiteral("Table")}, {QStringLiteral("b"), QStringLiteral("Board")}}));
        QSignalSpy changed(control, &SegmentedControl::changed);
        QTest::keyClick(control, Qt::Key_Right);
        QTest::keyClick(control, Qt::Key_Right);
        control->setCurrent(QStringLiteral("b"));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(control->current(), QStringLiteral("b"));
    }

    void fieldTellsItsErrorInWordsAndToReaders()
    {
        auto *edit = new QLineEdit;
        auto *field = add(new FormField(QStringLiteral("E-mail"), edit));
        field->setRequired(true);
        field->setError(QStringLiteral("This address has no @."));
        QVERIFY(field->hasError());
        QCOMPARE(edit->accessibleDescription(), QStringLiteral("This address has no @."));
        QVERIFY(edit->accessibleName().contains(u"required"));
        field->setError({});
        QVERIFY(!edit->property("invalid").toBool());
    }

    void formHasOneColumnWhereTwoDoNotFit()
    {
        auto *form = add(new FormLayout);
        auto *a = form->add(new FormField(QStringLiteral("A"), new QLineEdit));
        auto *b = form->add(new FormField(QStringLiteral("B"), new QLineEdit));
        form->resize(800, 300);
        QTRY_COMPARE(a->y(), b->y());
        m_window->resize(320, 600);
        QTRY_VERIFY(b->y() > a->y());
    }

    void whatTheFormDoesNotShowLeavesNoHole()
    {
        auto *form = add(new FormLayout);
        QList<FormField *> fields;
        for (const char *name : {"Stage", "Priority", "Reason", "Value", "Budget"})
            fields << form->add(new FormField(QString::fromLatin1(name), new QLineEdit));
        QTRY_VERIFY(fields[1]->x() > fields[0]->x() && fields[4]->y() > fields[2]->y()); // In two columns.
        form->setShown(fields[2], false);
        QTRY_COMPARE(fields[3]->x(), fields[0]->x());
        QTRY_COMPARE(fields[3]->y(), fields[4]->y());
        form->setShown(fields[2], true);
        QTRY_VERIFY(fields[2]->isVisible() && fields[2]->y() == fields[3]->y());
        QTRY_COMPARE(fields[4]->x(), fields[0]->x());
    }

    void toastKeepsClearOfTheDetailAndHasRoomAround()
    {
        m_window->resize(1280, 800);
        UndoBar bar(m_window.get());
        const auto *text = bar.findChild<QLabel *>();
        const auto roomAtTheRight = [&] { return bar.width() - text->geometry().right() - 1; };
        bar.offer(QStringLiteral("Conflict settled"));
        QCoreApplication::processEvents();
        QCOMPARE(roomAtTheRight(), text->x());
        bar.offer(
            QStringLiteral("A won lead needs a contract value above zero. Enter what was agreed. What you entered "
                           "is kept under Sync."),
            [] {});
        QCoreApplication::processEvents();
        QVERIFY(bar.geometry().right() <= m_window->width() - size::DetailMin);
        QVERIFY(bar.width() <= m_window->width() - size::DetailMin - size::Sidebar); // A long sentence takes lines.
        QVERIFY(text->height() >= text->heightForWidth(text->width()));
    }

    void undoEndsByItselfButNotUnderThePointer()
    {
        UndoBar bar(m_window.get());
        bar.setDuration(20);
        QSignalSpy gone(&bar, &UndoBar::dismissed);
        bar.offer(QStringLiteral("Deleted"), [] {});
        QVERIFY(gone.wait(2000));
        QVERIFY(!bar.isOffering());
        int first = 0, second = 0;
        bar.setDuration(60'000);
        bar.offer(QStringLiteral("One"), [&first] { ++first; });
        bar.offer(QStringLiteral("Two"), [&second] { ++second; });
        QTest::mouseClick(bar.findChild<QPushButton *>(), Qt::LeftButton);
        QCOMPARE(first, 0);
        QCOMPARE(second, 1);
    }

    void sheetKeepsFocusAndGivesItBack()
    {
        auto *behind = add(new QLineEdit);
        behind->setFocus();
        auto *sheet = new Sheet(m_window.get(), QStringLiteral("Rename"));
        auto *name = new QLineEdit;
        sheet->setBody(name);
        QSignalSpy confirmed(sheet, &Sheet::confirmed);
        sheet->open();
        QVERIFY(name->hasFocus());
        for (int i = 0; i < 5; ++i) {
            QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
            QVERIFY(sheet->isAncestorOf(QApplication::focusWidget()));
        }
        behind->setFocus(); // something behind grabs it
        QVERIFY(sheet->isAncestorOf(QApplication::focusWidget()));
        name->setFocus();
        QTest::keyClick(name, Qt::Key_Return);
        QCOMPARE(confirmed.size(), 1);
        QVERIFY(behind->hasFocus());
    }

    void sheetCancelsWithEscapeAndLeavesEnterToLongTexts()
    {
        auto *sheet = new Sheet(m_window.get(), QStringLiteral("Note"));
        auto *text = new QPlainTextEdit;
        sheet->setBody(text);
        QSignalSpy confirmed(sheet, &Sheet::confirmed), cancelled(sheet, &Sheet::cancelled);
        sheet->setReusable(true);
        sheet->open();
        QTest::keyClick(text, Qt::Key_Return);
        QCOMPARE(confirmed.size(), 0);
        QTest::keyClick(text, Qt::Key_Escape);
        QCOMPARE(cancelled.size(), 1);
        QVERIFY(!sheet->isVisible());
        delete sheet;
    }

    void progressIsCancelledOnce()
    {
        auto *strip = add(new ProgressStrip);
        QSignalSpy cancelled(strip, &ProgressStrip::cancelRequested);
        strip->start(QStringLiteral("Import"));
        auto *button = strip->findChild<QPushButton *>();
        QTest::mouseClick(button, Qt::LeftButton);
        QTest::mouseClick(button, Qt::LeftButton);
        QCOMPARE(cancelled.size(), 1);
        strip->finish(QStringLiteral("Cancelled; 120 leads were imported."));
        QVERIFY(!button->isVisible());
    }

    void timelineKeepsItsPlace()
    {
        auto *timeline = add(new Timeline);
        QList<TimelineEntry> entries;
        for (int i = 0; i < 200; ++i)
            entries.append({QString::number(i), Symbol::Telephone, Hue::Blue, QStringLiteral("Call"),
                            QStringLiteral("Me"), QStringLiteral("today"), QStringLiteral("Line one\nline two"),
                            false});
        timeline->setEntries(entries);
        timeline->setCurrentIndex(timeline->model()->index(50, 0));
        entries.prepend(
            {QStringLiteral("new"), Symbol::Envelope, Hue::Slate, QStringLiteral("<b>x</b>"), {}, {}, {}, true});
        timeline->setEntries(entries);
        QCOMPARE(timeline->currentIndex().row(), 51);
    }

    void timelineActionsAreReachedByTab()
    {
        auto *timeline = add(new Timeline);
        auto *after = add(new QLineEdit);
        TimelineEntry open{
            QStringLiteral("a"), Symbol::ArrowLeftRight, Hue::Amber, QStringLiteral("Two values"), {}, {}, {}, false};
        open.actions = {{QStringLiteral("restore"), QStringLiteral("Restore"), {}},
                        {QStringLiteral("keep"), QStringLiteral("Keep"), {}}};
        TimelineEntry second = open;
        second.id = QStringLiteral("b");
        timeline->setEntries({open, second});
        const auto expectTabsTo = [](const QStringList &names) {
            for (const QString &name : names) {
                QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
                QCOMPARE(QApplication::focusWidget()->objectName(), name);
            }
        };
        timeline->setFocus(Qt::TabFocusReason);
        QCOMPARE(timeline->currentId(), QStringLiteral("a"));
        expectTabsTo({QStringLiteral("timeline_restore_a"), QStringLiteral("timeline_keep_a")});
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
        QVERIFY(after->hasFocus()); // Not through all entries.
        timeline->setFocus();
        QTest::keyClick(timeline, Qt::Key_Down);
        QCOMPARE(timeline->currentId(), QStringLiteral("b"));
        expectTabsTo({QStringLiteral("timeline_restore_b"), QStringLiteral("timeline_keep_b")});
        QSignalSpy triggered(timeline, &Timeline::actionTriggered);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
        QCOMPARE(triggered.size(), 1);
        QCOMPARE(triggered.at(0), (QVariantList{QStringLiteral("b"), QStringLiteral("keep")}));
        // Something else has come: the keyboard stays where it was.
        TimelineEntry call{
            QStringLiteral("c"), Symbol::Telephone, Hue::Blue, QStringLiteral("Call"), {}, {}, {}, false};
        timeline->setEntries({call, open, second});
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("timeline_keep_b"));
        QVERIFY(QApplication::focusWidget()->isVisible());
    }

    void timelineOffersActions()
    {
        auto *timeline = add(new Timeline);
        timeline->setWhole(true);
        TimelineEntry plain{QStringLiteral("a"), Symbol::Telephone, Hue::Blue, QStringLiteral("Call"), {}, {}, {}, false};
        TimelineEntry open = plain;
        open.id = QStringLiteral("b");
        open.title = QStringLiteral("Two values");
        open.actions = {{QStringLiteral("restore"), QStringLiteral("Restore"), {}},
                        {QStringLiteral("keep"), QStringLiteral("Keep"), {}}};
        timeline->setEntries({open, plain});
        QVERIFY(timeline->sizeHintForRow(0) > timeline->sizeHintForRow(1));
        QVERIFY(timeline->height() >= timeline->sizeHintForRow(0) + timeline->sizeHintForRow(1));
        auto *restore = timeline->findChild<QPushButton *>(QStringLiteral("timeline_restore_b"));
        QVERIFY(restore && restore->isVisible());
        QCOMPARE(restore->accessibleName(), QStringLiteral("Restore: Two values"));
        QSignalSpy triggered(timeline, &Timeline::actionTriggered);
        restore->setFocus();
        QTest::keyClick(restore, Qt::Key_Tab);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(triggered.size(), 1);
        QCOMPARE(triggered.at(0), (QVariantList{QStringLiteral("b"), QStringLiteral("keep")}));
        timeline->setEntries({open, plain}); // The same: the focused button stays.
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("timeline_keep_b"));
        open.actions.clear();
        timeline->setEntries({open, plain});
        QTRY_VERIFY(!timeline->findChild<QPushButton *>(QStringLiteral("timeline_restore_b")));
    }

private:
    template<typename W>
    W *add(W *widget)
    {
        m_layout->addWidget(widget);
        widget->show();
        m_layout->activate();
        return widget;
    }
    void turnWheel(QWidget *under)
    {
        const QPointF at = under->rect().center();
        QWheelEvent down(at, under->mapToGlobal(at), {}, {0, -120}, Qt::NoButton, Qt::NoModifier, Qt::NoScrollPhase,
                         false);
        QSpontaneKeyEvent::setSpontaneous(&down); // As from a hand: only then may the wheel give the focus.
        QCoreApplication::instance()->notify(under, &down);
    }
    std::unique_ptr<QWidget> m_window;
    QVBoxLayout *m_layout = nullptr;
};

QTEST_MAIN(TestControls)
#include "test_controls.moc"
