// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/icons.h"

#include <QWidget>

namespace mdmc::ui {

struct Segment {
    QString id;
    QString text;
    Symbol symbol = Symbol::None;
};

/// One of a few, all in sight: Table | Board. ←/→ change it.
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(const QList<Segment> &segments, QWidget *parent = nullptr);
    QString current() const;
    void setCurrent(const QString &id); ///< Emits only when it changes.
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void changed(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QRect segmentRect(int index) const;
    int segmentWidth(int index) const;
    void select(int index);
    void describe();

    QList<Segment> m_segments;
    int m_current = 0;
    int m_hover = -1;
};

} // namespace mdmc::ui
