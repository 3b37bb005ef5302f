// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/shell/page.h"

namespace mdmc::ui {

struct PageInfo {
    QString id;    ///< As in `Route::page`.
    QString title; ///< In the sidebar.
    Symbol symbol = Symbol::None;
    QKeySequence shortcut;
    /// Main: in the list; Bottom: under the line (Settings); Hidden: reached by links only (Sync).
    enum class Place { Main, Bottom, Hidden } place = Place::Main;
};

/// The pages there are, in the order of the sidebar. Building is left to the functions the composition root gives.
class PageFactory {
public:
    using Build = std::function<Page *(QWidget *parent)>;
    void add(const PageInfo &info, Build build);
    const QList<PageInfo> &pages() const { return m_infos; }
    bool has(const QString &id) const;
    Page *build(const QString &id, QWidget *parent) const; ///< Null when unknown.

private:
    QList<PageInfo> m_infos;
    QList<Build> m_builds;
};

} // namespace mdmc::ui
