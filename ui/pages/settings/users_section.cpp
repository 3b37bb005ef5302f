// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/users_section.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

/// As the server's own help names its parts; never translated.
QString addCommand(const QString &dataFolder)
{
    const QString folder = dataFolder.isEmpty() ? QStringLiteral("DIR") : QStringLiteral("\"%1\"").arg(dataFolder);
    return QStringLiteral("mdmc-server user add EMAIL --name \"NAME\" --role account_manager --data %1").arg(folder);
}

} // namespace

UsersSection::UsersSection(const PageContext &context, const SettingsFacts &facts, QWidget *parent)
    : SettingsSection(tr("People"), {}, parent), m_context(context)
{
    using Column = SettingsTableModel::Column;
    m_model = new SettingsTableModel(
        context, EntityType::User,
        {Column{QLatin1String("name"), CellKind::Person, 170},
         Column{QLatin1String("email"), CellKind::Secondary, 200, false},
         Column{QLatin1String("role"), CellKind::Text, 135}, Column{QLatin1String("scope"), CellKind::Text, 135},
         Column{QLatin1String("teamId"), CellKind::Text, 80}, Column{QLatin1String("isActive"), CellKind::Text, 60}},
        this);
    m_table = new RecordTable(this);
    m_table->setObjectName(QStringLiteral("settingsUsers"));
    m_table->setAccessibleName(tr("People"));
    m_table->setModel(m_model);
    m_table->setEnterOpens(false);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setStretchLastSection(false);
    m_table->horizontalHeader()->setSectionResizeMode(1, QHeaderView::Stretch);
    body()->addWidget(m_table, 1);
    if (m_model->mayAdminister()) {
        addText(tr("F2 edits a cell. Who is no longer active cannot sign in; their records stay. You cannot take away "
                   "your own role."));
        addHeading(tr("Add an account"));
        addText(
            tr("Accounts are made on the server, so that no password passes through another computer. There, run:"));
        auto *row = new QHBoxLayout;
        auto *command = new QLineEdit(addCommand(facts.serverDataFolder), this);
        command->setObjectName(QStringLiteral("settingsUserCommand"));
        command->setAccessibleName(tr("Command that adds an account"));
        command->setReadOnly(true);
        command->setCursorPosition(0);
        auto *copy = new Button(tr("Copy"), ButtonKind::Normal, this);
        copy->setObjectName(QStringLiteral("settingsUserCommandCopy"));
        row->addWidget(command, 1);
        row->addWidget(copy);
        body()->addLayout(row);
        connect(copy, &Button::clicked, this, [this, command] {
            QGuiApplication::clipboard()->setText(command->text());
            Q_EMIT said(tr("Copied"), false);
        });
    } else {
        addText(tr("Administrators change roles and access."));
    }
    connect(m_model, &SettingsTableModel::done, this, [this](const QString &text) { Q_EMIT said(text, true); });
    connect(m_model, &SettingsTableModel::failed, this, [this](const QString &text) { Q_EMIT said(text, false); });
    connect(&m_context.lookups, &Lookups::changed, this, &UsersSection::refresh);
    refresh();
}

void UsersSection::refresh()
{
    std::vector<Record> records;
    for (const User &user : m_context.lookups.users())
        records.push_back(toRecord(user));
    m_model->setRecords(std::move(records));
}

} // namespace mdmc::ui
