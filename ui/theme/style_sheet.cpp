// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/tokens.h"

#include <QRegularExpression>

namespace mdmc::ui {
namespace {

// @name is replaced from the tokens. Fields name no text colour: with one, Qt 6.4 halves their placeholder's alpha.
constexpr auto Sheet = R"(
QAbstractScrollArea { background: @surface; border: none; }
QToolTip { background: @raised; color: @text; border: 1px solid @line; padding: 5px 8px; }

QPushButton { background: @surface; color: @text; border: 1px solid @lineStrong; border-radius: 6px;
    padding: 0 12px; min-height: 28px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @pressed; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @textDisabled; border-color: @line; }
QPushButton[kind="primary"] { background: @accent; color: @onAccent; border-color: @accent; font-weight: 600; }
QPushButton[kind="primary"]:hover, QPushButton[kind="primary"]:pressed { background: @accentHover; }
QPushButton[kind="primary"]:focus { border: 2px solid @text; padding: 0 11px; min-height: 26px; }
QPushButton[kind="primary"]:disabled { background: @pressed; border-color: @pressed; color: @textDisabled; }
QPushButton[kind="danger"] { color: @negative; }
QPushButton[kind="danger"]:hover { background: @negativeSoft; border-color: @negative; }
QPushButton[kind="quiet"] { background: transparent; border-color: transparent; color: @textSecondary;
    padding: 0 8px; }
QPushButton[kind="quiet"]:hover { background: @hover; color: @text; }
QPushButton[kind="quiet"]:focus { border-color: @accent; }
QPushButton[place="true"] { color: @text; font-size: 15px; font-weight: 600; padding: 0 6px; }
QPushButton[status="true"] { font-size: 12px; min-height: 20px; padding: 0 6px; }
QPushButton[kind="link"] { background: transparent; border: 1px solid transparent; color: @accentText; padding: 0 4px;
    min-height: 20px; border-radius: 4px; }
QPushButton[kind="link"]:hover { text-decoration: underline; }
QPushButton[kind="link"]:focus { border-color: @accent; }

QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 5px;
    color: @textSecondary; }
QToolButton:hover { background: @hover; }
QToolButton:pressed, QToolButton:checked { background: @pressed; }
QToolButton:focus { border-color: @accent; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QComboBox, QAbstractSpinBox, QDateEdit { background: @surface; border: 1px solid @lineStrong;
    border-radius: 6px; padding: 0 8px; min-height: 28px; selection-background-color: @accent;
    selection-color: @onAccent; }
QPlainTextEdit, QTextEdit { background: @surface; border: 1px solid @lineStrong; border-radius: 6px;
    padding: 4px; selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit:hover, QComboBox:hover, QAbstractSpinBox:hover, QPlainTextEdit:hover, QTextEdit:hover {
    border-color: @textDisabled; }
QLineEdit:focus, QComboBox:focus, QAbstractSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus {
    border-color: @accent; }
QLineEdit:disabled, QComboBox:disabled, QAbstractSpinBox:disabled, QPlainTextEdit:disabled, QTextEdit:disabled {
    background: @window; color: @textDisabled; border-color: @line; }
QLineEdit:read-only { background: @window; }
QLineEdit[invalid="true"], QComboBox[invalid="true"], QAbstractSpinBox[invalid="true"],
    QPlainTextEdit[invalid="true"], QTextEdit[invalid="true"], QFrame#chipEditor[invalid="true"] {
    border-color: @negative; }
QLineEdit[plain="true"] { border: none; background: transparent; padding: 0; min-height: 0; }
QTextEdit[plain="true"], QTextEdit[plain="true"] > QWidget { border: none; border-radius: 0; background: transparent;
    padding: 0; }
QLineEdit[plain="true"][large="true"] { min-height: 48px; font-size: 15px; }
QLineEdit[cell="true"], QComboBox[cell="true"] { border-radius: 0; border-color: @accent; min-height: 0;
    padding: 0 6px; }
QLineEdit[search="true"] { background: @field; border-color: @field; padding-left: 4px; }
QLineEdit[search="true"]:hover { border-color: @line; }
QLineEdit[search="true"]:focus { background: @surface; border-color: @accent; }
QFrame#chipEditor { background: @surface; border: 1px solid @lineStrong; border-radius: 6px; }
QFrame#chipEditor[focused="true"] { border-color: @accent; }

QComboBox { padding-left: 10px; padding-right: 4px; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url(:/mdmc/icons/control-down.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @line; border-radius: 6px; padding: 4px;
    outline: none; }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; background: transparent; }
QAbstractSpinBox::up-button { subcontrol-position: top right; }
QAbstractSpinBox::down-button { subcontrol-position: bottom right; }
QAbstractSpinBox::up-arrow { image: url(:/mdmc/icons/control-up.svg); width: 10px; height: 10px; }
QAbstractSpinBox::down-arrow { image: url(:/mdmc/icons/control-down.svg); width: 10px; height: 10px; }
QDateEdit::drop-down { border: none; width: 22px; }
QDateEdit::down-arrow { image: url(:/mdmc/icons/control-down.svg); width: 12px; height: 12px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: @raised; }
QCalendarWidget QAbstractItemView { background: @raised; selection-background-color: @accent;
    selection-color: @onAccent; outline: none; }

QMenu { background: @raised; color: @text; border: 1px solid @line; border-radius: 8px; padding: 5px; }
QMenu::item { padding: 5px 24px 5px 10px; border-radius: 5px; min-height: 18px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @selection; }
QMenu::item:disabled { color: @textDisabled; }
QMenu::separator { height: 1px; background: @line; margin: 5px 6px; }

QScrollArea, QScrollArea > QWidget > QWidget#scrollBody { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; border: none; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; border: none; }
QScrollBar::handle { background: @lineStrong; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: @textDisabled; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: none; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QTableView, QListView, QTreeView { background: @surface; border: none; outline: none; gridline-color: @line;
    selection-background-color: @selection; selection-color: @text; }
QListView[bare="true"], QListView[bare="true"] > QWidget { background: transparent; }
QListView::item { border-radius: 5px; padding: 4px 8px; min-height: 20px; }
QListView::item:hover { background: @hover; }
QListView::item:selected { background: @selection; color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @textSecondary; border: none; border-bottom: 1px solid @line;
    padding: 0 8px; min-height: 31px; font-size: 12px; font-weight: 400; }
QHeaderView::section:hover { color: @text; background: @hover; }
QHeaderView::down-arrow { image: url(:/mdmc/icons/control-down.svg); width: 12px; height: 12px;
    subcontrol-position: center right; right: 4px; }
QHeaderView::up-arrow { image: url(:/mdmc/icons/control-up.svg); width: 12px; height: 12px;
    subcontrol-position: center right; right: 4px; }
QTableCornerButton::section { background: @surface; border: none; }

QTabWidget::pane { border: none; border-top: 1px solid @line; }
QTabBar { qproperty-drawBase: 0; background: transparent; outline: none; }
QTabBar::tab { background: transparent; color: @textSecondary; padding: 4px 8px; border: 2px solid transparent; }
QTabBar::tab:hover { color: @text; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { border-color: @accent; border-radius: 6px; }

QProgressBar { background: @pressed; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
QSplitter::handle { background: @line; }
QSplitter::handle:hover { background: @accent; }
QGroupBox { border: none; margin-top: 24px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; padding: 0; }
QSlider::groove:horizontal { background: @pressed; height: 4px; border-radius: 2px; }
QSlider::handle:horizontal { background: @accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px; }

QLabel { background: transparent; }
QLabel[type="strong"], QTextEdit[type="strong"] { font-weight: 600; }
QLabel[type="secondary"], QTextEdit[type="secondary"] { font-size: 12px; }
QLabel[type="section"] { font-size: 15px; font-weight: 600; }
QLabel[type="page"] { font-size: 20px; font-weight: 600; }
QLabel[type="figure"] { font-size: 28px; font-weight: 600; }
QLabel[tone="secondary"], QTextEdit[tone="secondary"] { color: @textSecondary; }
QLabel[tone="positive"] { color: @positive; }
QLabel[tone="warning"] { color: @warning; }
QLabel[tone="negative"] { color: @negative; }
QLabel[tone="accent"] { color: @accentText; }

QDialog, QMainWindow { background: @window; }
QWidget#surface { background: @surface; }
)";

} // namespace

QString styleSheet(const Colours &c)
{
    const QHash<QString, QColor> values{
        {QStringLiteral("window"), c[Role::Window]},
        {QStringLiteral("surface"), c[Role::Surface]},
        {QStringLiteral("raised"), c[Role::Raised]},
        {QStringLiteral("line"), c[Role::Line]},
        {QStringLiteral("lineStrong"), c[Role::LineStrong]},
        {QStringLiteral("text"), c[Role::Text]},
        {QStringLiteral("textSecondary"), c[Role::TextSecondary]},
        {QStringLiteral("textDisabled"), c[Role::TextDisabled]},
        {QStringLiteral("accent"), c[Role::Accent]},
        {QStringLiteral("accentHover"), c[Role::AccentHover]},
        {QStringLiteral("accentText"), c[Role::AccentText]},
        {QStringLiteral("onAccent"), c[Role::OnAccent]},
        {QStringLiteral("positive"), c[Role::Positive]},
        {QStringLiteral("warning"), c[Role::Warning]},
        {QStringLiteral("negative"), c[Role::Negative]},
        {QStringLiteral("negativeSoft"), c[Role::NegativeSoft]},
        {QStringLiteral("hover"), c[Role::Hover]},
        {QStringLiteral("pressed"), c[Role::Pressed]},
        {QStringLiteral("selection"), c[Role::Selection]},
        {QStringLiteral("field"), c[Role::Hover]},
    };
    static const QRegularExpression name(QStringLiteral("@([A-Za-z]+)"));
    const QString sheet = QString::fromLatin1(Sheet);
    QString out;
    out.reserve(sheet.size() * 5 / 4);
    qsizetype from = 0;
    for (auto it = name.globalMatch(sheet); it.hasNext();) {
        const auto match = it.next();
        Q_ASSERT(values.contains(match.captured(1)));
        out += QStringView(sheet).mid(from, match.capturedStart() - from);
        out += values.value(match.captured(1)).name();
        from = match.capturedEnd();
    }
    out += QStringView(sheet).mid(from);
    return out;
}

} // namespace mdmc::ui
