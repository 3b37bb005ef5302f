// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settings_page.h"

#include "ui/pages/settings/lists_section.h"
#include "ui/pages/settings/look_sections.h"
#include "ui/pages/settings/profile_section.h"
#include "ui/pages/settings/users_section.h"
#include "ui/widgets/panels.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPointer>
#include <QScrollArea>
#include <QStackedWidget>

namespace mdmc::ui {

namespace {

constexpr int NavigationWidth = 200, TextWidth = 620, TableWidth = 920;

} // namespace

SettingsPage::SettingsPage(const PageContext &context, Theme &theme, SettingsStore &store, SettingsCallbacks callbacks,
                           SettingsFacts facts, QWidget *parent)
    : Page(parent), m_callbacks(std::move(callbacks)), m_workspace(context.workspace)
{
    setObjectName(QStringLiteral("surface"));
    setAttribute(Qt::WA_StyledBackground);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_sections = new QListWidget(this);
    m_sections->setObjectName(QStringLiteral("settingsSections"));
    m_sections->setAccessibleName(tr("Sections of the settings"));
    m_sections->setFrameShape(QFrame::NoFrame);
    m_sections->setIconSize({size::Icon, size::Icon});
    auto *navigation = new QWidget(this);
    navigation->setFixedWidth(NavigationWidth);
    auto *column = new QVBoxLayout(navigation);
    column->setContentsMargins(space::S, space::L, space::S, space::S);
    column->addWidget(m_sections);
    m_stack = new QStackedWidget(this);
    layout->addWidget(navigation);
    layout->addWidget(separator(this, Qt::Vertical));
    layout->addWidget(m_stack, 1);

    auto *profile = new ProfileSection(context, m_callbacks, this);
    m_profile = profile;
    addSection(QStringLiteral("profile"), tr("Profile"), Symbol::Person, profile, TextWidth);
    addSection(QStringLiteral("appearance"), tr("Appearance"), Symbol::CircleHalf,
               new AppearanceSection(theme, store, m_callbacks, this), TextWidth);
    addSection(QStringLiteral("language"), tr("Language"), Symbol::Globe, new LanguageSection(store, m_callbacks, this),
               TextWidth);
    addSection(QStringLiteral("security"), tr("Security"), Symbol::ShieldCheck, new SecuritySection(facts, this),
               TextWidth);
    addSection(QStringLiteral("pipeline"), tr("Pipeline and lists"), Symbol::Sliders, new ListsSection(context, this),
               TableWidth);
    addSection(QStringLiteral("users"), tr("People"), Symbol::People, new UsersSection(context, facts, this),
               TableWidth);
    addSection(QStringLiteral("about"), tr("About"), Symbol::InfoCircle, new AboutSection(this), TextWidth);
    connect(m_sections, &QListWidget::currentRowChanged, this, [this](int row) {
        m_stack->setCurrentIndex(row);
        Q_EMIT titleChanged();
    });
    m_sections->setCurrentRow(0);
}

void SettingsPage::addSection(const QString &id, const QString &name, Symbol symbol, SettingsSection *section,
                              int width)
{
    auto *scroll = new QScrollArea(m_stack);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto *ground = new QWidget;
    ground->setObjectName(QStringLiteral("scrollBody"));
    auto *row = new QHBoxLayout(ground);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(section, width);
    row->addStretch(1);
    section->setMaximumWidth(width);
    scroll->setWidget(ground);
    m_stack->addWidget(scroll);
    m_ids << id;
    auto *item = new QListWidgetItem(icon(symbol), name, m_sections);
    item->setData(Qt::UserRole, id);
    connect(section, &SettingsSection::said, this, [this](const QString &sentence, bool canUndo) {
        Q_EMIT undoOffered(sentence, canUndo ? std::function<void()>([workspace = QPointer(&m_workspace)] {
            if (workspace)
                workspace->undo();
        }) : std::function<void()>());
    });
}

QString SettingsPage::title() const
{
    return tr("Settings");
}

QString SettingsPage::recordTitle() const
{
    const QListWidgetItem *item = m_sections->currentItem();
    return item ? item->text() : QString();
}

QList<ActionSpec> SettingsPage::actions()
{
    QList<ActionSpec> specs;
    for (int i = 0; i < m_ids.size(); ++i) {
        ActionSpec spec;
        spec.id = QStringLiteral("settings.") + m_ids.at(i);
        spec.text = tr("Settings: %1").arg(m_sections->item(i)->text());
        spec.group = tr("Settings");
        spec.symbol = Symbol::Gear;
        spec.run = [this, id = m_ids.at(i)] { openSection(id); };
        specs << spec;
    }
    return specs;
}

void SettingsPage::openRecord(const QString &id)
{
    if (!id.isEmpty())
        openSection(id);
}

void SettingsPage::openSection(const QString &id)
{
    if (const qsizetype at = m_ids.indexOf(id); at >= 0)
        m_sections->setCurrentRow(int(at));
}

QString SettingsPage::currentSection() const
{
    return m_ids.value(m_sections->currentRow());
}

void SettingsPage::askPassword()
{
    openSection(QStringLiteral("profile"));
    m_profile->askPassword();
}

QByteArray SettingsPage::saveState() const
{
    return currentSection().toUtf8();
}

void SettingsPage::restoreState(const QByteArray &state)
{
    openSection(QString::fromUtf8(state));
}

QWidget *SettingsPage::focusTarget()
{
    return m_sections;
}

} // namespace mdmc::ui
