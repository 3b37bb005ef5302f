// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/settings/settings_section.h"

#include "ui/widgets/panels.h"

#include <QLabel>
#include <QVBoxLayout>

namespace mdmc::ui {

SettingsSection::SettingsSection(const QString &title, const QString &text, QWidget *parent)
    : QWidget(parent), m_body(new QVBoxLayout(this))
{
    m_body->setContentsMargins(space::Xxl, space::Xl, space::Xxl, space::Xl);
    m_body->setSpacing(space::M);
    m_body->addWidget(label(title, TextStyle::Page, this));
    if (!text.isEmpty())
        addText(text);
    m_body->addSpacing(space::S);
}

QLabel *SettingsSection::addFact(const QString &name, const QString &value)
{
    auto *pair = new QVBoxLayout;
    pair->setSpacing(2);
    pair->addWidget(label(name, TextStyle::Secondary, this, Tone::Secondary));
    auto *text = label(value, TextStyle::Base, this);
    text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    text->setWordWrap(true);
    text->setAccessibleName(tr("%1: %2").arg(name, value));
    pair->addWidget(text);
    m_body->addLayout(pair);
    return text;
}

void SettingsSection::addHeading(const QString &text)
{
    m_body->addSpacing(space::S);
    m_body->addWidget(label(text, TextStyle::Section, this));
}

QLabel *SettingsSection::addText(const QString &text)
{
    auto *paragraph = label(text, TextStyle::Base, this, Tone::Secondary);
    paragraph->setWordWrap(true);
    m_body->addWidget(paragraph);
    return paragraph;
}

} // namespace mdmc::ui
