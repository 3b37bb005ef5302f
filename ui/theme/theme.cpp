// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include "ui/theme/style.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QEvent>
#include <QStyle>
#include <QStyleHints>
#include <QToolTip>

namespace mdmc::ui {

Theme::Theme(QApplication &application, Mode mode) : QObject(&application), m_application(application), m_mode(mode)
{
    m_systemDark = Colours::of(QGuiApplication::palette()).isDark();
    m_application.setStyle(new Style);
    m_application.installEventFilter(this);
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    connect(m_application.styleHints(), &QStyleHints::colorSchemeChanged, this, [this] { apply(); });
#endif
    apply();
}

void Theme::setMode(Mode mode)
{
    m_mode = mode;
    apply();
}

bool Theme::systemIsDark() const
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto scheme = m_application.styleHints()->colorScheme();
    if (scheme != Qt::ColorScheme::Unknown)
        return scheme == Qt::ColorScheme::Dark;
#endif
    return m_systemDark;
}

void Theme::apply()
{
    const bool dark = m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark());
    if (m_applied && dark == m_dark)
        return;
    m_applying = true;
    m_dark = dark;
    const Colours &colours = dark ? Colours::dark() : Colours::light();
    m_application.setPalette(colours.palette());
    QToolTip::setPalette(colours.palette());
    m_application.setFont(font(TextStyle::Base));
    m_application.setStyleSheet(styleSheet(colours));
    m_applying = false;
    m_applied = true;
    Q_EMIT changed(dark);
}

bool Theme::eventFilter(QObject *watched, QEvent *event)
{
    // Before 6.5 a change of the system's theme arrives as a new application palette that is not ours.
    if (watched == &m_application && event->type() == QEvent::ApplicationPaletteChange && !m_applying) {
        const QPalette palette = QGuiApplication::palette();
        const auto &ours = m_dark ? Colours::dark() : Colours::light();
        if (palette.color(QPalette::Window) != ours[Role::Window]) {
            m_systemDark = Colours::of(palette).isDark();
            m_applied = false; // our palette was replaced: put it back even where darkness stays
            QMetaObject::invokeMethod(this, &Theme::apply, Qt::QueuedConnection);
        }
    }
    return QObject::eventFilter(watched, event);
}

QString Theme::modeName(Mode mode)
{
    switch (mode) {
    case Mode::Light: return QStringLiteral("light");
    case Mode::Dark: return QStringLiteral("dark");
    case Mode::System: break;
    }
    return QStringLiteral("system");
}

Theme::Mode Theme::modeFromName(const QString &name)
{
    for (auto mode : {Mode::Light, Mode::Dark}) {
        if (modeName(mode) == name)
            return mode;
    }
    return Mode::System;
}

bool motionAllowed()
{
    return QApplication::isEffectEnabled(Qt::UI_General)
        && QApplication::style()->styleHint(QStyle::SH_Widget_Animation_Duration) > 0;
}

} // namespace mdmc::ui
