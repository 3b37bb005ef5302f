// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QApplication;

namespace mdmc::ui {

/// Dresses the application: style, palette, style sheet, font. One per program, made by the composition root after
/// QApplication; widgets never need it, they ask `Colours::of(this)`. A switch repaints everything at once.
class Theme : public QObject {
    Q_OBJECT
public:
    enum class Mode { System, Light, Dark };
    Q_ENUM(Mode)

    /// Remembers the system's palette, so construct before anything else changes it.
    explicit Theme(QApplication &application, Mode mode = Mode::System);

    Mode mode() const { return m_mode; }
    void setMode(Mode mode);
    bool isDark() const { return m_dark; }

    static QString modeName(Mode mode);               ///< `system`, `light`, `dark`, for settings.
    static Mode modeFromName(const QString &name);    ///< System when unknown.

Q_SIGNALS:
    void changed(bool dark);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool systemIsDark() const;
    void apply();

    QApplication &m_application;
    Mode m_mode;
    bool m_dark = false;
    bool m_systemDark = false;
    bool m_applying = false;
    bool m_applied = false;
};

/// False when the system asks for no motion; then things are simply in their new place.
bool motionAllowed();

} // namespace mdmc::ui
