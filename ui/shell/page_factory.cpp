// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/page_factory.h"

namespace mdmc::ui {

void PageFactory::add(const PageInfo &info, Build build)
{
    m_infos.append(info);
    m_builds.append(std::move(build));
}

bool PageFactory::has(const QString &id) const
{
    return std::any_of(m_infos.begin(), m_infos.end(), [&id](const PageInfo &info) { return info.id == id; });
}

Page *PageFactory::build(const QString &id, QWidget *parent) const
{
    for (qsizetype i = 0; i < m_infos.size(); ++i) {
        if (m_infos[i].id == id)
            return m_builds[i](parent);
    }
    return nullptr;
}

} // namespace mdmc::ui
