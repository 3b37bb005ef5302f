// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/inspector_pane.h"

#include "ui/pages/sync/detail_parts.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QClipboard>
#include <QFileDialog>
#include <QGridLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QScrollArea>
#include <QStandardPaths>

namespace mdmc::ui {

namespace {

constexpr int kLabelWidth = 124;

} // namespace

InspectorPane::InspectorPane(SyncPresenter &presenter, QWidget *parent) : Surface<>(parent), m_presenter(presenter)
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
    layout->addWidget(label(tr("Where things stand"), TextStyle::Section, body));
    m_table = new QWidget(body);
    m_table->setObjectName(QStringLiteral("syncInspector"));
    m_grid = new QGridLayout(m_table);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::L);
    m_grid->setVerticalSpacing(space::S);
    m_grid->setColumnMinimumWidth(0, kLabelWidth);
    m_grid->setColumnStretch(1, 1);
    layout->addWidget(m_table);
    QLabel *hint = label(tr("The log names what happened and when, in English, for whoever helps you. It holds nothing "
                            "you or others entered, no names, no addresses."),
                         TextStyle::Secondary, body, Tone::Secondary);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    layout->addStretch();
    scroll->setWidget(body);
    outer->addWidget(scroll, 1);
    outer->addWidget(separator(this));
    auto *save = new Button(tr("Export log…"), ButtonKind::Normal, this);
    save->setObjectName(QStringLiteral("syncExportLog"));
    auto *copy = new Button(tr("Copy log"), ButtonKind::Quiet, this);
    copy->setObjectName(QStringLiteral("syncCopyLog"));
    outer->addWidget(buttonBar({save, copy}, this));
    connect(save, &Button::clicked, this, &InspectorPane::exportLog);
    connect(copy, &Button::clicked, this, &InspectorPane::copyLog);
}

void InspectorPane::refresh()
{
    const sync::SyncStatus &status = m_presenter.status();
    const PageContext &context = m_presenter.context();
    const QList<InspectorFact> facts =
        InspectorWords(context).facts(status, m_presenter.inspection(), context.workspace.serverAddress());
    if (facts == m_facts)
        return;
    const bool isSameShape = std::ranges::equal(facts, m_facts, {}, &InspectorFact::label, &InspectorFact::label)
        && std::ranges::equal(facts, m_facts, {}, &InspectorFact::tone, &InspectorFact::tone);
    m_facts = facts;
    if (isSameShape) { // Only ages have grown: a selection in the texts stays.
        for (int row = 0; row < facts.size(); ++row)
            if (auto *value = qobject_cast<QLabel *>(m_grid->itemAtPosition(row, 1)->widget()))
                value->setText(facts[row].value);
        return;
    }
    clearLayout(m_grid);
    for (int row = 0; row < facts.size(); ++row) {
        QLabel *name = label(facts[row].label, TextStyle::Base, m_table, Tone::Secondary);
        name->setWordWrap(true);
        QLabel *value = label(facts[row].value, TextStyle::Base, m_table, facts[row].tone);
        value->setWordWrap(true);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        m_grid->addWidget(name, row, 0, Qt::AlignTop);
        m_grid->addWidget(value, row, 1, Qt::AlignTop);
    }
}

QString InspectorPane::fact(const QString &name) const
{
    const auto found = std::ranges::find(m_facts, name, &InspectorFact::label);
    return found == m_facts.end() ? QString() : found->value;
}

void InspectorPane::copyLog()
{
    QGuiApplication::clipboard()->setText(m_presenter.report());
    Q_EMIT copied(tr("The log is copied. It holds nothing you or others entered."));
}

void InspectorPane::exportLog()
{
    auto *dialog = new QFileDialog(this, tr("Save the log"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilter(tr("Text (*.txt)"));
    dialog->setDefaultSuffix(QStringLiteral("txt"));
    dialog->setDirectory(QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation));
    dialog->selectFile(QStringLiteral("mdmc-sync-log.txt"));
    connect(dialog, &QFileDialog::fileSelected, &m_presenter, &SyncPresenter::saveReport);
    dialog->open();
}

} // namespace mdmc::ui
