// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/route.h"

#include <QList>
#include <QObject>

namespace mdmc::ui {

/// Where the person is and was: a history as a browser has it, of the last 100 places.
class Navigation : public QObject {
    Q_OBJECT
public:
    using QObject::QObject;
    Route current() const { return m_history.value(m_index); }
    bool canGoBack() const { return m_index > 0; }
    bool canGoForward() const { return m_index + 1 < m_history.size(); }

    void go(const Route &route);      ///< Forgets what was forward; nothing when already there.
    /// Another record on the same page follows the selection without a step in the history.
    void replace(const Route &route);
    void back();
    void forward();

Q_SIGNALS:
    void changed(const mdmc::ui::Route &route);

private:
    QList<Route> m_history;
    int m_index = -1;
};

} // namespace mdmc::ui
