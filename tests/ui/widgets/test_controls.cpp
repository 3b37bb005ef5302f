// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/chip_editor.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/progress_strip.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/timeline.h"
#include "ui/widgets/undo_bar.h"

#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSignalSpy>
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
    std::unique_ptr<QWidget> m_window;
    QVBoxLayout *m_layout = nullptr;
};

QTEST_MAIN(TestControls)
#include "test_controls.moc"
