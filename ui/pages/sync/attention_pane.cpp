// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/attention_pane.h"

#include "ui/models/error_text.h"
#include "ui/pages/sync/value_editor.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"

#include <QClipboard>
#include <QGridLayout>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollArea>

namespace mdmc::ui {

namespace {

enum Column { LabelColumn, BeforeColumn, MineColumn, CurrentColumn };

Button *paneButton(const QString &text, ButtonKind kind, const char *name, QWidget *parent)
{
    auto *button = new Button(text, kind, parent);
    button->setObjectName(QLatin1String(name));
    return button;
}

QLabel *valueLabel(const QString &text, TextStyle style, Tone tone, QWidget *parent)
{
    QLabel *shown = label(text, style, parent, tone);
    shown->setWordWrap(true);
    shown->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return shown;
}

} // namespace

AttentionPane::AttentionPane(SyncPresenter &presenter, QWidget *parent) : Surface<>(parent), m_presenter(presenter)
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
    m_open = iconButton(Symbol::BoxArrowUpRight, tr("Open record"), body);
    m_open->setObjectName(QStringLiteral("syncOpen"));
    auto *head = new QHBoxLayout;
    head->setSpacing(space::S);
    head->addWidget(m_title, 1);
    head->addWidget(m_open, 0, Qt::AlignTop);
    layout->addLayout(head);
    m_facts = label({}, TextStyle::Secondary, body, Tone::Secondary);
    m_facts->setWordWrap(true);
    m_reason = new InlineNotice(Tone::Negative, body);
    m_reason->setObjectName(QStringLiteral("syncReason"));
    m_advice = label({}, TextStyle::Base, body);
    m_advice->setObjectName(QStringLiteral("syncAdvice"));
    m_advice->setWordWrap(true);
    m_cause = new InlineNotice(Tone::Warning, body);
    m_table = new QWidget(body);
    m_table->setAccessibleName(tr("Values"));
    m_grid = new QGridLayout(m_table);
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(space::L);
    m_grid->setVerticalSpacing(space::S);
    m_dependants = label({}, TextStyle::Base, body, Tone::Secondary);
    m_dependants->setWordWrap(true);
    for (QWidget *part : std::initializer_list<QWidget *>{m_facts, m_reason, m_advice, m_cause, m_table,
                                                            m_dependants})
        layout->addWidget(part);
    layout->addStretch();
    scroll->setWidget(body);
    outer->addWidget(scroll, 1);
    outer->addWidget(separator(this));

    m_retry = paneButton(tr("Retry"), ButtonKind::Primary, "syncRetry", this);
    m_edit = paneButton(tr("Edit and retry"), ButtonKind::Normal, "syncEdit", this);
    m_cancel = paneButton(tr("Cancel"), ButtonKind::Normal, "syncEditCancel", this);
    m_copy = paneButton(tr("Copy"), ButtonKind::Quiet, "syncCopy", this);
    m_discard = paneButton(tr("Discard…"), ButtonKind::Danger, "syncDiscard", this);
    auto *bar = new QWidget(this);
    auto *buttons = new FlowLayout(bar, space::S); // In some languages they need two lines.
    buttons->setContentsMargins(space::Xl, space::M, space::Xl, space::M);
    for (Button *button : {m_retry, m_edit, m_cancel, m_copy, m_discard})
        buttons->addWidget(button);
    outer->addWidget(bar);

    connect(m_retry, &Button::clicked, this, &AttentionPane::retry);
    connect(m_edit, &Button::clicked, this, &AttentionPane::edit);
    connect(m_cancel, &Button::clicked, this, [this] { setEditing(false); });
    connect(m_copy, &Button::clicked, this, &AttentionPane::copy);
    connect(m_discard, &Button::clicked, this, &AttentionPane::discard);
    connect(m_open, &QToolButton::clicked, this, [this] {
        if (const auto *known = m_presenter.attentionItem(m_id))
            m_presenter.open(known->item.record);
    });
    connect(m_cause, &InlineNotice::linkActivated, this, [this] {
        if (const auto *known = m_presenter.attentionItem(m_id))
            Q_EMIT causeRequested(known->cause);
    });
    connect(&presenter, &SyncPresenter::retryFailed, this, &AttentionPane::showRetryFailed);
    connect(&presenter, &SyncPresenter::retried, this, [this](qint64 id) {
        m_retry->setBusy(false);
        if (id == m_id && m_isEditing)
            setEditing(false);
    });
}

void AttentionPane::show(qint64 id)
{
    if (id == m_id && m_isEditing && m_presenter.attentionItem(id))
        return;
    if (id != m_id) {
        m_isEditing = false;
        m_retry->setBusy(false);
    }
    m_id = id;
    fill();
}

void AttentionPane::fill()
{
    const SyncPresenter::Attention *known = m_presenter.attentionItem(m_id);
    if (!known)
        return;
    const sync::AttentionItem &item = known->item;
    const EntityType type = item.record.type;
    const Formatter &format = m_presenter.context().format;
    m_title->setText(SyncWords::titleOf(item.title, type));
    m_facts->setText(QStringList{SyncWords::whatHappened(item.kind, type),
                                 tr("edited %1").arg(format.dateTime(item.editedAt)),
                                 tr("refused %1").arg(format.dateTime(item.refusedAt))}
                         .join(QStringLiteral(" · ")));
    m_reason->setText(refusalText(item.reason, item.field, type));
    const auto *cause = known->cause ? m_presenter.attentionItem(known->cause) : nullptr;
    m_cause->setVisible(cause != nullptr);
    m_advice->setVisible(cause == nullptr);
    m_advice->setText(SyncWords::advice(item));
    if (cause)
        m_cause->setText(tr("This failed because of another edit, of “%1”. Retrying that one takes this along.")
                             .arg(SyncWords::titleOf(cause->item.title, cause->item.record.type)),
                         tr("Show it"));
    m_dependants->setVisible(!item.dependants.empty());
    m_dependants->setText(tr("%n edit(s) failed because of this one. They go along with Retry and with Discard.",
                             nullptr, int(item.dependants.size())));
    buildTable(item);
    m_retry->setText(m_isEditing ? tr("Retry with these values") : tr("Retry"));
    const bool hasEditors = std::ranges::any_of(item.fields, [&](const auto &view) {
        return SyncWords::isShown(entityInfo(type).field(view.field));
    });
    m_edit->setVisible(!m_isEditing && hasEditors);
    m_cancel->setVisible(m_isEditing);
    m_copy->setVisible(!m_isEditing);
    m_open->setVisible(!m_isEditing && item.kind != sync::RecordEdit::Kind::Create);
    m_discard->setVisible(!m_isEditing);
}

void AttentionPane::buildTable(const sync::AttentionItem &item)
{
    clearLayout(m_grid);
    m_cells.clear();
    // A new record has nothing to compare with.
    const bool isCompared = item.kind != sync::RecordEdit::Kind::Create;
    for (int column = LabelColumn; column <= CurrentColumn; ++column)
        m_grid->setColumnStretch(column,
                                 column == LabelColumn      ? 2
                                     : column == MineColumn ? (m_isEditing ? 5 : 3)
                                     : isCompared           ? 3
                                                            : 0);
    int row = 0;
    if (isCompared && !item.fields.empty()) {
        m_grid->addWidget(label(tr("Before"), TextStyle::Secondary, m_table, Tone::Secondary), row, BeforeColumn);
        m_grid->addWidget(label(tr("Yours"), TextStyle::Secondary, m_table, Tone::Secondary), row, MineColumn);
        m_grid->addWidget(label(tr("Now"), TextStyle::Secondary, m_table, Tone::Secondary), row, CurrentColumn);
        m_grid->addWidget(separator(m_table), ++row, LabelColumn, 1, CurrentColumn + 1);
    }
    for (const sync::AttentionItem::FieldView &view : item.fields) {
        if (SyncWords::isShown(entityInfo(item.record.type).field(view.field)))
            buildLine(item, view, ++row, isCompared);
    }
    m_table->setVisible(row > 0);
}

void AttentionPane::buildLine(const sync::AttentionItem &item, const sync::AttentionItem::FieldView &view, int row,
                              bool isCompared)
{
    const EntityType type = item.record.type;
    const SyncWords words = m_presenter.words();
    const FieldInfo &field = entityInfo(type).field(view.field);
    const bool isBlamed = fieldOfPath(type, item.field) == view.field;
    QLabel *name =
        label(FieldText::label(field), TextStyle::Base, m_table, isBlamed ? Tone::Negative : Tone::Secondary);
    name->setWordWrap(true);
    m_grid->addWidget(name, row, LabelColumn, Qt::AlignTop);
    QWidget *mine = m_isEditing ? addEditor(item, view) : nullptr;
    if (!mine)
        mine = view.isMine
            ? valueLabel(words.value(type, view.field, view.mine), TextStyle::Strong, Tone::Normal, m_table)
            : valueLabel(tr("not changed"), TextStyle::Base, Tone::Secondary, m_table);
    m_grid->addWidget(mine, row, MineColumn, Qt::AlignTop);
    if (!isCompared)
        return;
    m_grid->addWidget(valueLabel(words.value(type, view.field, view.before), TextStyle::Base, Tone::Secondary, m_table),
                      row, BeforeColumn, Qt::AlignTop);
    m_grid->addWidget(valueLabel(words.value(type, view.field, view.current), TextStyle::Base, Tone::Normal, m_table),
                      row, CurrentColumn, Qt::AlignTop);
}

QWidget *AttentionPane::addEditor(const sync::AttentionItem &item, const sync::AttentionItem::FieldView &view)
{
    const FieldText &fields = m_presenter.words().fields();
    const FieldInfo &field = entityInfo(item.record.type).field(view.field);
    auto *holder = new QWidget(m_table);
    QWidget *editor = makeValueEditor(fields, item.record.type, view.field, view.mine, holder);
    if (!editor) {
        delete holder;
        return nullptr;
    }
    editor->setObjectName(QStringLiteral("syncEdit_") + QString(field.name));
    editor->setAccessibleName(FieldText::label(field));
    editor->setSizePolicy(QSizePolicy::Ignored, editor->sizePolicy().verticalPolicy()); // The column gives the width.
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::Xs);
    layout->addWidget(editor);
    QLabel *error = label({}, TextStyle::Secondary, holder, Tone::Negative);
    error->setWordWrap(true);
    error->hide();
    layout->addWidget(error);
    if (auto *line = qobject_cast<QLineEdit *>(editor))
        connect(line, &QLineEdit::returnPressed, this, &AttentionPane::retry);
    m_cells.push_back({view, editor, error});
    return holder;
}

void AttentionPane::setEditing(bool isEditing)
{
    if (isEditing == m_isEditing)
        return;
    m_isEditing = isEditing;
    fill();
    if (!isEditing) {
        Q_EMIT editingEnded();
        return;
    }
    const SyncPresenter::Attention *known = m_presenter.attentionItem(m_id);
    const int blamed = known ? fieldOfPath(known->item.record.type, known->item.field) : -1;
    const auto first = std::ranges::find_if(m_cells, [blamed](const Cell &cell) { return cell.view.field == blamed; });
    if (first != m_cells.end())
        first->editor->setFocus();
    else if (!m_cells.empty())
        m_cells.front().editor->setFocus();
}

std::optional<std::vector<FieldChange>> AttentionPane::typedChanges()
{
    const SyncPresenter::Attention *known = m_presenter.attentionItem(m_id);
    if (!known)
        return std::nullopt;
    const EntityType type = known->item.record.type;
    const FieldText &fields = m_presenter.words().fields();
    std::vector<FieldChange> changes;
    QWidget *wrong = nullptr;
    for (Cell &cell : m_cells) {
        const std::optional<Value> value = editedValueOf(cell.editor, fields, type, cell.view.field, cell.view.mine);
        cell.error->setVisible(!value);
        if (value) {
            changes.push_back({cell.view.field, *value});
            continue;
        }
        const QString name = QString(entityInfo(type).field(cell.view.field).name);
        cell.error->setText(violationText({name, ViolationKind::Malformed, {}}, type));
        if (!wrong)
            wrong = cell.editor;
    }
    if (!wrong)
        return changes;
    wrong->setFocus();
    return std::nullopt;
}

void AttentionPane::retry()
{
    if (!m_presenter.attentionItem(m_id) || m_retry->isBusy())
        return;
    if (!m_isEditing) {
        m_retry->setBusy(true);
        m_presenter.retry(m_id);
        return;
    }
    if (auto changes = typedChanges()) {
        m_retry->setBusy(true);
        m_presenter.retry(m_id, std::move(changes));
    }
}

void AttentionPane::showRetryFailed(qint64 id, int field, const QString &sentence)
{
    if (id != m_id)
        return;
    m_retry->setBusy(false);
    const auto cell = std::ranges::find_if(m_cells, [field](const Cell &one) { return one.view.field == field; });
    if (cell == m_cells.end()) {
        m_reason->setText(sentence);
        return;
    }
    cell->error->setText(sentence);
    cell->error->show();
    cell->editor->setFocus();
}

void AttentionPane::edit()
{
    if (m_presenter.attentionItem(m_id))
        setEditing(true);
}

void AttentionPane::copy()
{
    const SyncPresenter::Attention *known = m_presenter.attentionItem(m_id);
    if (!known)
        return;
    QGuiApplication::clipboard()->setText(m_presenter.words().typedText(known->item));
    Q_EMIT copied(tr("Your values are copied"));
}

void AttentionPane::discard()
{
    const SyncPresenter::Attention *known = m_presenter.attentionItem(m_id);
    if (!known)
        return;
    auto *sheet = new Sheet(
        this, tr("Discard your edit of “%1”?").arg(SyncWords::titleOf(known->item.title, known->item.record.type)));
    sheet->setObjectName(QStringLiteral("syncDiscardSheet"));
    sheet->setMessage(SyncWords::discardText(known->item));
    sheet->setConfirm(tr("Discard"), ButtonKind::Danger);
    sheet->confirmButton()->setObjectName(QStringLiteral("syncDiscardConfirm"));
    connect(sheet, &Sheet::confirmed, this, [this, id = m_id] { m_presenter.discard(id); });
    sheet->open();
}

void AttentionPane::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape && m_isEditing)
        setEditing(false);
    else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_isEditing
             && event->modifiers() == Qt::ControlModifier)
        retry(); // From a text of several lines.
    else
        Surface<>::keyPressEvent(event);
}

} // namespace mdmc::ui
