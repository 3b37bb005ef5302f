// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

#include <QFrame>

class QLineEdit;
class QListWidget;

namespace mdmc::ui {

/// Finds one record by typing: a line and the first hits below it. ↑↓ choose, Enter takes, Esc closes. Deletes itself.
class RecordPicker : public QFrame {
    Q_OBJECT
public:
    static constexpr int kHits = 8;
    RecordPicker(PageContext &context, EntityType type, const QString &placeholder, QWidget *anchor);
    void openAt(QWidget *anchor);

Q_SIGNALS:
    void picked(const mdmc::RecordId &id);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void search();
    void take();

    PageContext &m_context;
    EntityType m_type;
    QLineEdit *m_line;
    QListWidget *m_hits;
    quint64 m_query = 0;
};

} // namespace mdmc::ui
