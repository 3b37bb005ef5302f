// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/pending_pane.h"

#include "ui/pages/sync/detail_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/value_text.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>

namespace mdmc::ui {

namespace {

enum Column { NameColumn, BeforeColumn, MineColumn };

} // namespace

PendingPane::PendingPane(SyncPresenter &presenter, QWidget *parent) : Surface<>(parent), m_presenter(presenter)
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
    layout->setSpacing(space::M);
    m_title = label({}, TextStyle::Section, body);
    m_title->setWordWrap(true);
    m_facts = label({}, TextStyle::Secondary, body, Tone::Secondary);
    m_facts->setWordWrap(true);
    m_state = new InlineNotice(Tone::Accent, body);
    m_state->setObjectName(QStringLiteral("syncPendingState"));
    m_table = new QWidget(body);
    m_table->setAccessibleName(tr("Values"));
    m_grid = new QGridLayout(m_table);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::L);
    m_grid->setVerticalSpacing(space::S);
    for (QWidget *part : std::initializer_list<QWidget *>{m_title, m_facts, m_state, m_table})
        layout->addWidget(part);
    layout->addStretch();
    scroll->setWidget(body);
    outer->addWidget(scroll, 1);
    outer->addWidget(separator(this));
    auto *open = new Button(tr("Open record"), ButtonKind::Normal, this);
    open->setObjectName(QStringLiteral("syncOpenPending"));
    auto *copy = new Button(tr("Copy"), ButtonKind::Quiet, this);
    copy->setObjectName(QStringLiteral("syncCopyPending"));
    outer->addWidget(buttonBar({open, copy}, this));
    connect(open, &Button::clicked, this, [this] {
        if (const auto *operation = m_presenter.pendingItem(m_n))
            m_presenter.open(operation->record);
    });
    connect(copy, &Button::clicked, this, &PendingPane::copy);
}

void PendingPane::show(qint64 n)
{
    m_n = n;
    const sync::PendingOperation *operation = m_presenter.pendingItem(n);
    if (!operation)
        return;
    const EntityType type = operation->record.type;
    m_title->setText(SyncWords::titleOf(operation->title, type));
    m_facts->setText(tr("%1 · edited %2")
                         .arg(SyncWords::whatHappened(operation->kind, type),
                              m_presenter.context().format.dateTime(operation->editedAt)));
    m_state->setText(m_presenter.words().whatNext(*operation, m_presenter.status()));
    const bool isSame = m_shown && m_shown->n == operation->n && m_shown->changes == operation->changes
        && m_shown->before == operation->before;
    m_shown = *operation;
    if (!isSame)
        buildTable(*operation);
}

void PendingPane::buildTable(const sync::PendingOperation &operation)
{
    clearLayout(m_grid);
    const EntityType type = operation.record.type;
    const SyncWords words = m_presenter.words();
    const bool isCompared = operation.kind != sync::RecordEdit::Kind::Create;
    m_grid->setColumnStretch(NameColumn, 2);
    m_grid->setColumnStretch(BeforeColumn, isCompared ? 3 : 0);
    m_grid->setColumnStretch(MineColumn, isCompared ? 3 : 6);
    int row = 0;
    for (const FieldChange &change : operation.changes) {
        const FieldInfo &field = entityInfo(type).field(change.field);
        if (!SyncWords::isShown(field))
            continue;
        if (row == 0 && isCompared) {
            m_grid->addWidget(label(tr("Before"), TextStyle::Secondary, m_table, Tone::Secondary), row, BeforeColumn);
            m_grid->addWidget(label(tr("Yours"), TextStyle::Secondary, m_table, Tone::Secondary), row, MineColumn);
            m_grid->addWidget(separator(m_table), ++row, NameColumn, 1, MineColumn + 1);
        }
        ++row;
        QLabel *name = label(FieldText::label(field), TextStyle::Base, m_table, Tone::Secondary);
        name->setWordWrap(true);
        m_grid->addWidget(name, row, NameColumn, Qt::AlignTop);
        m_grid->addWidget(new ValueText(words.value(type, change.field, change.value), TextStyle::Strong, m_table), row,
                          MineColumn, Qt::AlignTop);
        if (!isCompared)
            continue;
        const auto old = std::ranges::find(operation.before, change.field, &FieldChange::field);
        const Value before = old == operation.before.end() ? Value() : old->value;
        m_grid->addWidget(
            new ValueText(words.value(type, change.field, before), TextStyle::Base, m_table, Tone::Secondary), row,
            BeforeColumn, Qt::AlignTop);
    }
    m_table->setVisible(row > 0);
}

void PendingPane::copy()
{
    const sync::PendingOperation *operation = m_presenter.pendingItem(m_n);
    if (!operation)
        return;
    QGuiApplication::clipboard()->setText(m_presenter.words().typedText(*operation));
    Q_EMIT copied(tr("Your values are copied"));
}

} // namespace mdmc::ui
