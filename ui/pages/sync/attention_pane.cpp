// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/sync/attention_pane.h"

#include "ui/models/error_text.h"
#include "ui/pages/sync/detail_parts.h"
#include "ui/pages/sync/value_editor.h"
#include "ui/widgets/focus.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/sheet.h"
#include "ui/widgets/value_text.h"

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
    m_bar = buttonBar({m_retry, m_edit, m_cancel, m_copy, m_discard}, this);
    outer->addWidget(m_bar);

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
    m_title->setText(SyncWords::titleOf(item));
    QStringList facts{SyncWords::whatHappened(item.kind, type), SyncWords::aboutText(item),
                      tr("edited %1").arg(format.dateTime(item.editedAt)),
                      tr("refused %1").arg(format.dateTime(item.refusedAt))};
    facts.removeAll(QString());
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    m_reason->setText(refusalText(item.reason, item.field, type));
    const auto *cause = known->cause ? m_presenter.attentionItem(known->cause) : nullptr;
    m_cause->setVisible(cause != nullptr);
    m_advice->setVisible(cause == nullptr);
    m_advice->setText(SyncWords::advice(item).text);
    if (cause)
        m_cause->setText(tr("This failed because of another edit, of “%1”. Retrying that one takes this along.")
                             .arg(SyncWords::titleOf(cause->item)),
                         tr("Show it"));
    m_dependants->setVisible(!item.dependants.empty());
    m_dependants->setText(tr("%n edit(s) failed because of this one. They go along with Retry and with Discard.",
                             nullptr, int(item.dependants.size())));
    if (m_isEditing)
        buildForm(item);
    else if (tableTexts(item) != m_shown)
        buildTable(item);
    m_shown = m_isEditing ? QStringList() : tableTexts(item);
    setTabParts({m_open, m_cause, m_table, m_bar});
    m_retry->setText(m_isEditing ? tr("Retry with these values") : tr("Retry"));
    const bool hasEditors = std::ranges::any_of(item.fields, [&](const auto &view) {
        return SyncWords::isShown(entityInfo(type).field(view.field));
    });
    m_edit->setVisible(!m_isEditing && hasEditors);
    m_cancel->setVisible(m_isEditing);
    m_copy->setVisible(!m_isEditing);
    m_open->setVisible(!m_isEditing && item.kind != sync::RecordEdit::Kind::Create);
    m_discard->setVisible(!m_isEditing);
    showAdvised(item, cause != nullptr, hasEditors);
}

void AttentionPane::showAdvised(const sync::AttentionItem &item, bool hasCause, bool hasEditors)
{
    using Step = SyncWords::Step;
    const Step advised = SyncWords::advice(item).step;
    const bool isEdit = advised == Step::Edit && hasEditors;
    const bool isRetry = advised == Step::Retry && !hasCause; // Else the cause has its own link.
    const bool isCopy = !isEdit && advised != Step::Retry;
    m_retry->setKind(m_isEditing || isRetry ? ButtonKind::Primary : ButtonKind::Normal);
    m_edit->setKind(isEdit ? ButtonKind::Primary : ButtonKind::Normal);
    m_copy->setKind(isCopy ? ButtonKind::Primary : ButtonKind::Quiet);
}

QStringList AttentionPane::tableTexts(const sync::AttentionItem &item) const
{
    const SyncWords words = m_presenter.words();
    QStringList texts{QString::number(item.id), item.field};
    for (const sync::AttentionItem::FieldView &view : item.fields)
        texts << words.known(item, view.field, view.before)
              << words.value(item.record.type, view.field, view.isMine ? view.mine : Value())
              << words.known(item, view.field, view.current);
    return texts;
}

void AttentionPane::buildTable(const sync::AttentionItem &item)
{
    clearLayout(m_grid);
    m_cells.clear();
    // A new record has nothing to compare with.
    const bool isCompared = item.kind != sync::RecordEdit::Kind::Create;
    for (int column = LabelColumn; column <= CurrentColumn; ++column)
        m_grid->setColumnStretch(column, column == LabelColumn ? 2 : column == MineColumn || isCompared ? 3 : 0);
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
    m_grid->addWidget(view.isMine ? new ValueText(words.value(type, view.field, view.mine), TextStyle::Strong, m_table)
                                  : new ValueText(tr("not changed"), TextStyle::Base, m_table, Tone::Secondary),
                      row, MineColumn, Qt::AlignTop);
    if (!isCompared)
        return;
    m_grid->addWidget(
        new ValueText(words.known(item, view.field, view.before), TextStyle::Base, m_table, Tone::Secondary), row,
        BeforeColumn, Qt::AlignTop);
    m_grid->addWidget(new ValueText(words.known(item, view.field, view.current), TextStyle::Base, m_table), row,
                      CurrentColumn, Qt::AlignTop);
}

/// One under the other: beside the other values the editors would be too narrow to work in.
void AttentionPane::buildForm(const sync::AttentionItem &item)
{
    clearLayout(m_grid);
    m_cells.clear();
    int row = 0;
    for (const sync::AttentionItem::FieldView &view : item.fields) {
        if (SyncWords::isShown(entityInfo(item.record.type).field(view.field)))
            m_grid->addWidget(makeField(item, view), row++, LabelColumn, 1, CurrentColumn + 1);
    }
    m_table->setVisible(row > 0);
}

FormField *AttentionPane::makeField(const sync::AttentionItem &item, const sync::AttentionItem::FieldView &view)
{
    const EntityType type = item.record.type;
    const SyncWords words = m_presenter.words();
    const FieldInfo &info = entityInfo(type).field(view.field);
    QWidget *editor = makeValueEditor(words.fields(), type, view.field, view.mine, m_table);
    QWidget *shown = editor;
    if (!editor)
        shown = new ValueText(words.value(type, view.field, view.mine), TextStyle::Strong, m_table);
    auto *field = new FormField(FieldText::label(info), shown, m_table);
    if (item.kind != sync::RecordEdit::Kind::Create)
        field->setHint(
            tr("Before: %1 · Now: %2")
                .arg(words.known(item, view.field, view.before), words.known(item, view.field, view.current)));
    if (!editor)
        return field;
    editor->setObjectName(QStringLiteral("syncEdit_") + QString(info.name));
    editor->setSizePolicy(QSizePolicy::Ignored, editor->sizePolicy().verticalPolicy()); // The pane gives the width.
    if (auto *line = qobject_cast<QLineEdit *>(editor))
        connect(line, &QLineEdit::returnPressed, this, &AttentionPane::retry);
    m_cells.push_back({view, editor, field});
    return field;
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
    const SyncWords words = m_presenter.words();
    std::vector<FieldChange> changes;
    QWidget *wrong = nullptr;
    for (Cell &cell : m_cells) {
        const std::optional<Value> value =
            editedValueOf(cell.editor, words.fields(), type, cell.view.field, cell.view.mine);
        if (value) {
            cell.field->setError({});
            changes.push_back({cell.view.field, *value});
            continue;
        }
        const QString name = QString(entityInfo(type).field(cell.view.field).name);
        cell.field->setError(violationText({name, ViolationKind::Malformed, {}}, type));
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
    cell->field->setError(sentence);
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
    auto *sheet = new Sheet(this, tr("Discard your edit of “%1”?").arg(SyncWords::titleOf(known->item)));
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
