// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace mdmc::ui {

/// What holds for every control of its kind, whoever made it. The wheel changes a drop-down, a number or a slider only
/// while it has the focus, and scrolls what is around it otherwise. Enter presses a focused button, as Space does.
class InputRules final : public QObject {
    Q_OBJECT
public:
    void apply(QWidget *widget);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
};

} // namespace mdmc::ui
