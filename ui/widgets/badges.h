// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QWidget>

namespace mdmc::ui {

/// A count or a word on a soft pill.
class Badge : public QWidget {
    Q_OBJECT
public:
    explicit Badge(const QString &text = {}, Hue hue = Hue::Slate, QWidget *parent = nullptr);
    void setText(const QString &text);
    QString text() const { return m_text; }
    void setHue(Hue hue);
    void setDot(bool dot); ///< A dot before the text, as stages have.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_text;
    Hue m_hue;
    bool m_dot = false;
};

/// Initials on the person's hue.
class Avatar : public QWidget {
    Q_OBJECT
public:
    explicit Avatar(const QString &name, int diameter = 24, QWidget *parent = nullptr);
    void setName(const QString &name);
    QSize sizeHint() const override { return {m_diameter, m_diameter}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_name;
    int m_diameter;
};

/// A dot that says a state beside a sentence; hollow when `setHollow`, so that colour is not alone.
class StatusDot : public QWidget {
    Q_OBJECT
public:
    explicit StatusDot(Tone tone = Tone::Secondary, QWidget *parent = nullptr);
    void setTone(Tone tone);
    void setHollow(bool hollow);
    QSize sizeHint() const override { return {10, 10}; }

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    Tone m_tone;
    bool m_hollow = false;
};

QColor toneColour(Tone tone, const Colours &colours);

} // namespace mdmc::ui
