// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/conflict_pane.h"

#include "ui/pages/sync/detail_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/value_text.h"

#include <QLabel>
#include <QScrollArea>
#include <QVBoxLayout>

namespace mdmc::ui {

ConflictPane::ConflictPane(SyncPresenter &presenter, QWidget *parent) : Surface<>(parent), m_presenter(presenter)
{
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    auto *scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto *body = new Surface<>(scroll);
    auto *layout = new QVBoxLayout(body);
    layout->setContentsMargins(space::Xl, space::L, space::Xl, space::L);
    layout->setSpacing(space::Xs);
    m_title = label({}, TextStyle::Section, body);
    m_title->setWordWrap(true);
    m_field = label({}, TextStyle::Secondary, body, Tone::Secondary);
    layout->addWidget(m_title);
    layout->addWidget(m_field);
    m_kept = addBlock(tr("Kept"), layout, body);
    m_lost = addBlock(tr("Not kept"), layout, body);
    m_now = addBlock(tr("Now"), layout, body);
    layout->addStretch();
    scroll->setWidget(body);
    outer->addWidget(scroll, 1);
    outer->addWidget(separator(this));
    m_restore = new Button(tr("Restore"), ButtonKind::Primary, this);
    m_restore->setObjectName(QStringLiteral("syncRestore"));
    m_dismiss = new Button(tr("Keep"), ButtonKind::Normal, this);
    m_dismiss->setObjectName(QStringLiteral("syncDismiss"));
    m_dismiss->setToolTip(tr("Leaves the record as it is now"));
    m_open = new Button(tr("Open record"), ButtonKind::Quiet, this);
    m_open->setObjectName(QStringLiteral("syncOpenConflict"));
    outer->addWidget(buttonBar({m_restore, m_dismiss, m_open}, this));
    connect(m_restore, &Button::clicked, this, &ConflictPane::restore);
    connect(m_dismiss, &Button::clicked, this, &ConflictPane::dismiss);
    connect(m_open, &Button::clicked, this, [this] {
        if (const sync::ConflictView *conflict = m_presenter.conflict(m_id))
            m_presenter.open(conflict->record);
    });
    connect(&presenter, &SyncPresenter::done, this, [this] { setBusy(false); });
    connect(&presenter, &SyncPresenter::failed, this, [this] { setBusy(false); });
}

ConflictPane::Block ConflictPane::addBlock(const QString &heading, QVBoxLayout *layout, QWidget *parent)
{
    Block block{label(heading, TextStyle::Secondary, parent, Tone::Secondary),
                new ValueText({}, TextStyle::Strong, parent), label({}, TextStyle::Secondary, parent, Tone::Secondary)};
    block.value->setAccessibleName(heading);
    block.who->setWordWrap(true);
    layout->addSpacing(space::M);
    layout->addWidget(block.heading);
    layout->addWidget(block.value);
    layout->addWidget(block.who);
    return block;
}

void ConflictPane::setBusy(bool isBusy)
{
    m_restore->setBusy(isBusy);
    m_dismiss->setBusy(isBusy);
}

void ConflictPane::show(const RecordId &id)
{
    if (id != m_id)
        setBusy(false);
    m_id = id;
    const sync::ConflictView *conflict = m_presenter.conflict(id);
    if (!conflict)
        return;
    const SyncWords words = m_presenter.words();
    const Formatter &format = m_presenter.context().format;
    const EntityType type = conflict->record.type;
    const bool isDeletion = conflict->field < 0;
    m_title->setText(SyncWords::titleOf(*conflict));
    m_field->setText(isDeletion ? FieldText::entityLabel(type)
                                : tr("%1 · %2").arg(FieldText::entityLabel(type),
                                                    FieldText::label(entityInfo(type).field(conflict->field))));
    const auto by = [&](const RecordId &author, UtcMs at) {
        return at > 0 ? tr("by %1, %2").arg(words.personName(author), format.dateTime(at))
                      : tr("by %1").arg(words.personName(author));
    };
    m_kept.value->setText(isDeletion || conflict->isDeleted ? tr("The deletion")
                                                            : words.value(type, conflict->field, conflict->winning));
    m_kept.who->setText(by(conflict->winningAuthor, 0)); // When they did it is not told.
    m_lost.value->setText(isDeletion ? tr("An edit made at the same time")
                                     : words.value(type, conflict->field, conflict->losing));
    m_lost.who->setText(by(conflict->losingAuthor, conflict->losingAt));
    // Somebody may have moved on since.
    const bool hasMovedOn = !isDeletion && !conflict->isDeleted && conflict->current != conflict->winning;
    m_now.heading->setVisible(hasMovedOn);
    m_now.value->setVisible(hasMovedOn);
    m_now.who->hide();
    m_now.value->setText(hasMovedOn ? words.value(type, conflict->field, conflict->current) : QString());
    m_restore->setText(isDeletion || conflict->isDeleted ? tr("Bring it back with the edit") : tr("Restore"));
    m_restore->setToolTip(isDeletion
                              ? QString()
                              : tr("Sets the field to “%1”").arg(words.value(type, conflict->field, conflict->losing)));
}

void ConflictPane::restore()
{
    if (!m_presenter.conflict(m_id) || m_restore->isBusy())
        return;
    setBusy(true);
    m_presenter.restore(m_id);
}

void ConflictPane::dismiss()
{
    if (!m_presenter.conflict(m_id) || m_dismiss->isBusy())
        return;
    setBusy(true);
    m_presenter.dismiss(m_id);
}

} // namespace mdmc::ui
