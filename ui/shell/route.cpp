// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/route.h"

#include <QRegularExpression>

namespace mdmc::ui {
namespace {

constexpr QStringView Scheme = u"mdmc://";

} // namespace

QString Route::toString() const
{
    QString link = Scheme.toString() + page;
    if (!record.isEmpty())
        link += u'/' + record;
    return link;
}

std::optional<Route> Route::parse(const QString &link)
{
    // Links come from outside (the command line, other programs): nothing but plain words gets in.
    static const QRegularExpression shape(
        QStringLiteral("^mdmc://([a-z][a-z0-9-]{0,31})(?:/([A-Za-z0-9_-]{0,64}))?$"));
    const auto match = shape.match(link);
    if (!match.hasMatch() || link.endsWith(u'\n'))
        return std::nullopt;
    return Route{match.captured(1), match.captured(2)};
}

} // namespace mdmc::ui
