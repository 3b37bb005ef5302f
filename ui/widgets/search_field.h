// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace mdmc::ui {

/// A line with a magnifier. `textEdited` comes with each keystroke; Esc clears, then gives focus back; ↓ leaves to
/// results.
class SearchField : public QLineEdit {
    Q_OBJECT
public:
    explicit SearchField(const QString &placeholder, QWidget *parent = nullptr);

Q_SIGNALS:
    void escaped();
    void downPressed();

protected:
    void keyPressEvent(QKeyEvent *event) override;
};

} // namespace mdmc::ui
