// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaType>
#include <QString>

#include <optional>

namespace mdmc::ui {

/// A place in the program: a page, and the record open on it. Printed as `mdmc://leads/<id>`.
struct Route {
    QString page;   ///< Id of the page: `leads`. Lower-case letters, digits and dashes.
    QString record; ///< Empty: the page itself.

    bool operator==(const Route &) const = default;
    QString toString() const;
    /// Nothing when it is no such link. Accepts `mdmc://leads`, `mdmc://leads/`, `mdmc://leads/<id>`.
    static std::optional<Route> parse(const QString &link);
};

} // namespace mdmc::ui

Q_DECLARE_METATYPE(mdmc::ui::Route)
