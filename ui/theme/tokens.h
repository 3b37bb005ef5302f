// SPDX-License-Identifier: GPL-3.0-or-later
// The one table of sizes, type and colours. Nothing else in ui names a colour or a style in pixels.
#pragma once

#include <QColor>
#include <QFont>

class QPalette;
class QWidget;

namespace mdmc::ui {

namespace space {
inline constexpr int Xs = 4, S = 8, M = 12, L = 16, Xl = 24, Xxl = 32;
}
namespace radius {
inline constexpr int Small = 4, Control = 6, Card = 10;
}
namespace size {
inline constexpr int Control = 30, Row = 32, RowComfortable = 40, Icon = 16, Chip = 22, Hairline = 1;
inline constexpr int Sidebar = 216, SidebarCollapsed = 56, SidebarItem = 32, Header = 52, StatusLine = 28;
inline constexpr int BoardColumn = 272, BoardCard = 92, DetailMin = 420, DetailMax = 560, Palette = 600;
inline constexpr int SheetWidth = 480, SheetWide = 720, FormColumnMin = 240;
}
namespace motion {
inline constexpr int Fast = 120, Normal = 160;   ///< Milliseconds.
inline constexpr int UndoMs = 8000, NoticeMs = 6000;
}

/// What a colour is for. Each has a light and a dark value.
enum class Role {
    Window,        ///< Ground of the window, the sidebar, board columns.
    Surface,       ///< Ground of content: tables, cards, fields.
    Raised,        ///< Menus, sheets, the command palette, dragged cards.
    Line,          ///< Hairlines.
    LineStrong,    ///< Outlines of fields and check boxes.
    Text,
    TextSecondary, ///< Also placeholders.
    TextDisabled,  ///< Exempt from the contrast rule; never carries information alone.
    Accent,
    AccentHover,
    AccentText,    ///< The accent as text or icon on Window, Surface and Raised.
    OnAccent,
    Positive,
    Warning,
    Negative,
    NegativeSoft,  ///< Ground of an error strip.
    WarningSoft,
    PositiveSoft,
    AccentSoft,
    Hover,         ///< Ground under the pointer.
    Pressed,
    Selection,     ///< Ground of the selection, opaque; text on it stays Text.
    Shadow,        ///< Has alpha.
    Scrim,         ///< Lies over the window under a sheet; has alpha.
    Count_
};

/// Stage, platform, tag and avatar colours: eight hues of equal lightness, always with text or shape beside them.
enum class Hue { Slate, Blue, Violet, Pink, Red, Amber, Green, Teal, Count_ };

struct HueColours {
    QColor text;   ///< On `ground`, and on Surface.
    QColor ground; ///< Soft fill of a pill or avatar.
    QColor solid;  ///< Dots, bars, lines.
};

/// The colours of one theme. There are two, both constant.
class Colours {
public:
    static const Colours &light();
    static const Colours &dark();
    /// The table that fits a palette made from it: dark when its window is dark.
    static const Colours &of(const QPalette &palette);
    /// Those of the program the widget is in: the application's palette decides.
    static const Colours &of(const QWidget *widget);
    /// The same without a widget at hand.
    static const Colours &current();

    QColor operator[](Role role) const { return m_roles[int(role)]; }
    const HueColours &operator[](Hue hue) const { return m_hues[int(hue)]; }
    bool isDark() const { return m_dark; }
    QPalette palette() const;

private:
    explicit Colours(bool dark);
    bool m_dark;
    QColor m_roles[int(Role::Count_)];
    HueColours m_hues[int(Hue::Count_)];
};

/// A hue that stays the same for the same text, for avatars and tags without one of their own.
Hue hueFor(QStringView text);

/// WCAG 2 contrast ratio, 1 … 21. Alpha is ignored.
double contrastRatio(const QColor &a, const QColor &b);

enum class TextStyle {
    Base,      ///< 13 px
    Strong,    ///< 13 px semibold
    Secondary, ///< 12 px
    SecondaryStrong,
    Caption,   ///< 11 px, only for avatars and counts
    Section,   ///< 15 px semibold
    Page,      ///< 20 px semibold
    Figure,    ///< 28 px semibold, tabular
};

/// The system's UI font in a style of the scale, with tabular digits where Qt can ask for them.
QFont font(TextStyle style);

} // namespace mdmc::ui
