// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QFontDatabase>
#include <QPalette>
#include <QWidget>

#include <cmath>

namespace mdmc::ui {
namespace {

struct RoleValue {
    Role role;
    QRgb light;
    QRgb dark;
};

// Alpha only where the role's comment says so.
constexpr RoleValue Roles[] = {
    {Role::Window, 0xFFF7F7F8, 0xFF161719},
    {Role::Surface, 0xFFFFFFFF, 0xFF1E2023},
    {Role::Raised, 0xFFFFFFFF, 0xFF26282C},
    {Role::Line, 0xFFE4E5E9, 0xFF34373C},
    {Role::LineStrong, 0xFFCDD0D7, 0xFF4A4E55},
    {Role::Text, 0xFF1B1D21, 0xFFECEDEF},
    {Role::TextSecondary, 0xFF5F6570, 0xFFA3A8B1},
    {Role::TextDisabled, 0xFFA2A7B0, 0xFF666B74},
    {Role::Accent, 0xFF4B57E3, 0xFF8A93FF},
    {Role::AccentHover, 0xFF3F4AD0, 0xFF9BA3FF},
    {Role::AccentText, 0xFF434FD8, 0xFF9CA4FF},
    {Role::OnAccent, 0xFFFFFFFF, 0xFF12131A},
    {Role::Positive, 0xFF14794E, 0xFF4CC38A},
    {Role::Warning, 0xFF8E5B06, 0xFFE2A336},
    {Role::Negative, 0xFFBC2E2B, 0xFFFF8279},
    {Role::NegativeSoft, 0xFFFDEDEC, 0xFF3A2323},
    {Role::WarningSoft, 0xFFFBF1DF, 0xFF352B1A},
    {Role::PositiveSoft, 0xFFE5F4EC, 0xFF1B3127},
    {Role::AccentSoft, 0xFFEEEFFD, 0xFF282B45},
    {Role::Hover, 0xFFF0F1F4, 0xFF2A2D31},
    {Role::Pressed, 0xFFE5E7EB, 0xFF34383D},
    {Role::Selection, 0xFFE9EBFC, 0xFF363953}, // accent at 12 % and 22 % over Surface
    {Role::Shadow, 0x1F12131A, 0x73000000},
    {Role::Scrim, 0x52161719, 0x99060708},
};
static_assert(std::size(Roles) == std::size_t(Role::Count_));

struct HueValue {
    Hue hue;
    QRgb light[3]; // text, ground, solid
    QRgb dark[3];
};

// OKLCH: text L .47 / .82, ground L .955 / .315, solid L .62 / .70; only the hue angle differs.
constexpr HueValue Hues[] = {
    {Hue::Slate, {0xFF565B65, 0xFFEFF0F3, 0xFF808694}, {0xFFC0C4CE, 0xFF303235, 0xFF989FAB}},
    {Hue::Blue, {0xFF1C5D98, 0xFFE4F2FF, 0xFF348AD9}, {0xFF95C9FF, 0xFF1F3348, 0xFF5AA3EC}},
    {Hue::Violet, {0xFF604B94, 0xFFF1EDFF, 0xFF8D72D3}, {0xFFC8B8FC, 0xFF332D46, 0xFFA58DE6}},
    {Hue::Pink, {0xFF893C64, 0xFFFFE9F3, 0xFFC45D92}, {0xFFF4ABCD, 0xFF432835, 0xFFDA7BAA}},
    {Hue::Red, {0xFF903C39, 0xFFFFEAE7, 0xFFCF5E58}, {0xFFFCACA5, 0xFF462826, 0xFFE47C75}},
    {Hue::Amber, {0xFF834C00, 0xFFFCEEDE, 0xFFBC7300}, {0xFFECBA7F, 0xFF402D17, 0xFFD18E35}},
    {Hue::Green, {0xFF1B6C36, 0xFFE5F5E7, 0xFF349E54}, {0xFF97D6A4, 0xFF203825, 0xFF5CB572}},
    {Hue::Teal, {0xFF006D74, 0xFFDDF6F7, 0xFF009EA8}, {0xFF72D7DC, 0xFF0F383B, 0xFF00B6BE}},
};
static_assert(std::size(Hues) == std::size_t(Hue::Count_));

constexpr int DarkBelow = 128;

double luminance(const QColor &colour)
{
    const auto linear = [](double v) { return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4); };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}

} // namespace

Colours::Colours(bool dark) : m_dark(dark)
{
    for (const auto &value : Roles)
        m_roles[int(value.role)] = QColor::fromRgba(dark ? value.dark : value.light);
    for (const auto &value : Hues) {
        const auto &c = dark ? value.dark : value.light;
        m_hues[int(value.hue)] = {QColor::fromRgba(c[0]), QColor::fromRgba(c[1]), QColor::fromRgba(c[2])};
    }
}

const Colours &Colours::light()
{
    static const Colours colours(false);
    return colours;
}

const Colours &Colours::dark()
{
    static const Colours colours(true);
    return colours;
}

const Colours &Colours::of(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < DarkBelow ? dark() : light();
}

const Colours &Colours::of(const QWidget *)
{
    // Not the widget's own palette: a style sheet that makes its ground transparent makes that look dark.
    return current();
}

const Colours &Colours::current()
{
    return of(QGuiApplication::palette());
}

QPalette Colours::palette() const
{
    const auto &c = *this;
    QPalette p;
    p.setColor(QPalette::Window, c[Role::Window]);
    p.setColor(QPalette::WindowText, c[Role::Text]);
    p.setColor(QPalette::Base, c[Role::Surface]);
    p.setColor(QPalette::AlternateBase, c[Role::Window]);
    p.setColor(QPalette::Text, c[Role::Text]);
    p.setColor(QPalette::PlaceholderText, c[Role::TextSecondary]);
    p.setColor(QPalette::Button, c[Role::Surface]);
    p.setColor(QPalette::ButtonText, c[Role::Text]);
    p.setColor(QPalette::BrightText, c[Role::OnAccent]);
    p.setColor(QPalette::Light, c[Role::Surface]);
    p.setColor(QPalette::Midlight, c[Role::Hover]);
    p.setColor(QPalette::Mid, c[Role::Line]);
    p.setColor(QPalette::Dark, c[Role::LineStrong]);
    p.setColor(QPalette::Shadow, c[Role::LineStrong]);
    p.setColor(QPalette::Highlight, c[Role::Selection]);
    p.setColor(QPalette::HighlightedText, c[Role::Text]);
    p.setColor(QPalette::Link, c[Role::AccentText]);
    p.setColor(QPalette::LinkVisited, c[Role::AccentText]);
    p.setColor(QPalette::ToolTipBase, c[Role::Raised]);
    p.setColor(QPalette::ToolTipText, c[Role::Text]);
    for (auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        p.setColor(QPalette::Disabled, role, c[Role::TextDisabled]);
    return p;
}

Hue hueFor(QStringView text)
{
    // FNV-1a: qHash is seeded differently in each process, and a person should keep their colour.
    quint32 hash = 2166136261u;
    for (const QChar c : text)
        hash = (hash ^ c.toCaseFolded().unicode()) * 16777619u;
    return Hue(1 + hash % (quint32(Hue::Count_) - 1)); // never Slate
}

double contrastRatio(const QColor &a, const QColor &b)
{
    const double la = luminance(a), lb = luminance(b);
    return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

QFont font(TextStyle style)
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::GeneralFont);
    if (font.family().isEmpty())
        font.setFamily(QStringLiteral("sans-serif"));
    const auto set = [&font](int px, bool semibold) {
        font.setPixelSize(px);
        font.setWeight(semibold ? QFont::DemiBold : QFont::Normal);
    };
    switch (style) {
    case TextStyle::Base: set(13, false); break;
    case TextStyle::Strong: set(13, true); break;
    case TextStyle::Secondary: set(12, false); break;
    case TextStyle::SecondaryStrong: set(12, true); break;
    case TextStyle::Caption: set(11, true); break;
    case TextStyle::Section: set(15, true); break;
    case TextStyle::Page: set(20, true); break;
    case TextStyle::Figure: set(28, true); break;
    }
#if QT_VERSION >= QT_VERSION_CHECK(6, 7, 0)
    font.setFeature(QFont::Tag("tnum"), 1);
#endif
    return font;
}

} // namespace mdmc::ui
