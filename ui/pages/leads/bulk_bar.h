// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace mdmc::ui {

class Button;

/// What can be done with several selected leads at once.
class BulkBar : public QWidget {
    Q_OBJECT
public:
    explicit BulkBar(QWidget *parent = nullptr);
    void setCount(const QString &count);
    void setAllowed(bool mayEdit, bool mayDelete);

Q_SIGNALS:
    void fieldRequested(const char *field, QWidget *anchor);
    void deleteRequested();
    void clearRequested();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QLabel *m_count;
    Button *m_stage;
    Button *m_owner;
    Button *m_priority;
    Button *m_delete;
};

} // namespace mdmc::ui
