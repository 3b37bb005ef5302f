// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/cells.h"

#include <QTextEdit>

namespace mdmc::ui {

/// A value that can be selected and copied, plain text, as high as it needs. Wraps anywhere: an address without a space
/// would make a label, and with it the whole pane, wider than the window leaves room for.
class ValueText : public QTextEdit {
    Q_OBJECT
public:
    ValueText(const QString &text, TextStyle style, QWidget *parent, Tone tone = Tone::Normal);
    void setText(const QString &text); ///< The same text leaves a selection in it alone.

    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void wheelEvent(QWheelEvent *event) override;

private:
    QSize laidOut(qreal width) const;
};

} // namespace mdmc::ui
