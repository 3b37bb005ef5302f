// SPDX-License-Identifier: GPL-3.0-or-later
// What a person does on the leads page: actions, questions in place, selection, and what is remembered.
#include "ui/models/conflict_entry.h"
#include "ui/models/error_text.h"
#include "ui/pages/common/choice_menu.h"
#include "ui/pages/common/page_action.h"
#include "ui/pages/leads/bulk_bar.h"
#include "ui/pages/leads/lead_detail_pane.h"
#include "ui/pages/leads/lead_form.h"
#include "ui/pages/leads/leads_page.h"
#include "ui/widgets/board_view.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/filter_bar.h"
#include "ui/widgets/form_field.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/record_table.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/sheet.h"

#include <QComboBox>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>

namespace mdmc::ui {

namespace {

enum Layer { TableLayer, BoardLayer, EmptyLayer };
const QString kLocalKey = QStringLiteral("leads.page");

QString base64(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

} // namespace

QString LeadsPage::title() const
{
    return tr("Leads");
}

QString LeadsPage::recordTitle() const
{
    const auto &detail = m_detail->presenter().detail();
    return detail && !m_current.isNull() ? detail->lead.artistName : QString();
}

QString LeadsPage::summary() const
{
    return m_presenter.summary(isBoard() ? 0 : m_selected);
}

QString LeadsPage::searchPlaceholder() const
{
    return tr("Search leads");
}

void LeadsPage::search(const QString &text)
{
    m_presenter.setSearch(text);
}

QWidget *LeadsPage::focusTarget()
{
    return isBoard() ? static_cast<QWidget *>(m_board) : m_table;
}

QWidget *LeadsPage::headerWidget()
{
    return m_new;
}

void LeadsPage::deactivated()
{
    saveLocal();
}

QList<ActionSpec> LeadsPage::actions()
{
    const QString group = tr("Leads");
    const auto hasLead = [this] { return !m_current.isNull(); };
    const auto mayEditLead = [this] { return !m_current.isNull() && m_presenter.mayEdit(); };
    const auto hasConflict = [this] { return m_detail->hasOpenConflict(); };
    const auto compose = [this](const QString &kind) {
        return [this, kind] {
            m_pane->setDetailShown(true);
            m_detail->compose(kind);
        };
    };
    const auto withHint = [](ActionSpec spec, const QString &hint) {
        spec.shortcutHint = hint;
        return spec;
    };
    return {
        pageAction(
            QStringLiteral("leads.new"), tr("New lead"), group, QKeyCombination(Qt::CTRL, Qt::Key_N), Symbol::Plus,
            [this] { editLead({}); }, [this] { return m_presenter.mayCreate(); }, tr("create add artist")),
        pageAction(QStringLiteral("leads.edit"), tr("Edit lead"), group, QKeyCombination(Qt::CTRL, Qt::Key_E),
                   Symbol::Pencil, [this] { editLead(m_current); }, mayEditLead, {}),
        pageAction(
            QStringLiteral("leads.next"), tr("Next lead"), group, QKeyCombination(Qt::CTRL, Qt::Key_Down),
            Symbol::ChevronDown, [this] { step(1); }, hasLead, {}, false),
        pageAction(
            QStringLiteral("leads.previous"), tr("Previous lead"), group, QKeyCombination(Qt::CTRL, Qt::Key_Up),
            Symbol::ChevronUp, [this] { step(-1); }, hasLead, {}, false),
        pageAction(
            QStringLiteral("leads.board"), tr("Switch between table and board"), group,
            {Qt::CTRL | Qt::SHIFT | Qt::Key_B}, Symbol::Kanban,
            [this] {
                setBoard(!isBoard());
                focusTarget()->setFocus();
            },
            {}, tr("kanban view list")),
        withHint(pageAction(
                     QStringLiteral("leads.moveCard"), tr("Move the card on the board"), group, {}, Symbol::Kanban,
                     [this] { chooseFor("stageId", m_views); }, mayEditLead, {}, false),
                 QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Right).toString(QKeySequence::NativeText)),
        withHint(pageAction(
                     QStringLiteral("leads.cell"), tr("Edit in the table"), group, {}, Symbol::Pencil,
                     [this] { m_table->setFocus(); }, mayEditLead, {}, false),
                 QKeySequence(Qt::Key_F2).toString(QKeySequence::NativeText)),
        pageAction(QStringLiteral("leads.filter"), tr("Filter leads"), group,
                   QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_F), Symbol::Funnel,
                   [this] { addConditionAt(m_filters, -1); }, {}, {}),
        pageAction(QStringLiteral("leads.detail"), tr("Show or hide the detail"), group, {Qt::CTRL | Qt::Key_I},
                   Symbol::LayoutSidebar,
                   [this] {
                       bool &isShown = isBoard() ? m_boardDetail : m_tableDetail;
                       isShown = !isShown;
                       m_pane->setDetailShown(isShown);
                       m_saveTimer.start();
                   },
                   {}, {}),
        pageAction(
            QStringLiteral("leads.stage"), tr("Change stage"), group, QKeyCombination(Qt::CTRL, Qt::Key_Period),
            Symbol::ColumnsGap, [this] { chooseFor("stageId", m_views); }, mayEditLead, tr("move pipeline")),
        pageAction(
            QStringLiteral("leads.owner"), tr("Change owner"), group, {}, Symbol::Person,
            [this] { chooseFor("ownerId", m_views); }, mayEditLead, tr("assign")),
        pageAction(QStringLiteral("leads.note"), tr("Add a note"), group,
                   QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_N), Symbol::ChatLeftText,
                   compose(QStringLiteral("note")), hasLead, {}),
        pageAction(QStringLiteral("leads.call"), tr("Log a call"), group, {}, Symbol::Telephone,
                   compose(QStringLiteral("call")), hasLead, {}),
        pageAction(QStringLiteral("leads.meeting"), tr("Log a meeting"), group, {}, Symbol::People,
                   compose(QStringLiteral("meeting")), hasLead, {}),
        pageAction(QStringLiteral("leads.task"), tr("Add a task"), group, QKeyCombination(Qt::CTRL, Qt::Key_T),
                   Symbol::Check2Square,
                   [this] {
                       m_pane->setDetailShown(true);
                       m_detail->startTask();
                   },
                   hasLead, {}),
        pageAction(
            QStringLiteral("leads.restore"), tr("Restore the value that was not kept"), group,
            QKeyCombination(Qt::CTRL | Qt::SHIFT, Qt::Key_R), Symbol::ArrowCounterclockwise,
            [this] { m_detail->settleConflict(kRestoreAction); }, hasConflict, tr("conflict")),
        pageAction(
            QStringLiteral("leads.keep"), tr("Keep the value there is"), group, QKeyCombination(Qt::CTRL, Qt::Key_D),
            Symbol::Check2, [this] { m_detail->settleConflict(kKeepAction); }, hasConflict, tr("conflict")),
        pageAction(
            QStringLiteral("leads.delete"), tr("Delete lead"), group, QKeySequence::Delete, Symbol::Trash,
            [this] { removeSelection(); }, [this] { return !m_current.isNull() && m_presenter.mayDelete(); }, {}),
        pageAction(
            QStringLiteral("leads.import"), tr("Import leads from a file"), group, {}, Symbol::Upload,
            [this] {
                Q_EMIT routeRequested({QStringLiteral("import"), {}});
            },
            [this] { return m_presenter.mayImport(); }, tr("csv excel")),
    };
}

void LeadsPage::updateEmptyState()
{
    const bool isEmpty = m_presenter.table().isReady() && m_presenter.table().rowCount() == 0;
    if (isEmpty) {
        const sync::SyncStatus status = m_context.workspace.status();
        if (m_presenter.isNarrowed() && status.indexed < 1)
            m_empty->setTexts(tr("No lead matches so far"),
                              tr("Your leads have just arrived, and the search does not know all of them yet. It goes on "
                                 "by itself."),
                              tr("Show all leads"));
        else if (m_presenter.isNarrowed())
            m_empty->setTexts(tr("No lead matches"), tr("Nothing in this view fits the filter and the search."),
                              tr("Show all leads"));
        else if (status.state == sync::SyncState::FirstSync)
            m_empty->setTexts(tr("Your leads are on their way"),
                              tr("They appear here as they arrive. You can already create new ones."), {});
        else if (m_context.workspace.actor().sight == Sight::All)
            m_empty->setTexts(
                tr("No leads yet"),
                tr("Create the first one, or import the list you have: CSV from HubSpot, Pipedrive or Excel."),
                m_presenter.mayCreate() ? tr("New lead") : QString());
        else // There may be many that this person does not see.
            m_empty->setTexts(tr("No leads of yours yet"),
                              tr("You see the leads that you own or that are handed to you or your team. Create one, "
                                 "import your list, or ask a manager to hand you some."),
                              m_presenter.mayCreate() ? tr("New lead") : QString());
        m_empty->setSecondAction(!m_presenter.isNarrowed() && m_presenter.mayImport() ? tr("Import a file")
                                                                                      : QString());
    }
    const bool isBoardEmpty = isBoard() && m_presenter.isNarrowed(); // A board stays: its columns say what is empty.
    m_stack->setCurrentIndex(isEmpty && !isBoardEmpty ? EmptyLayer : isBoard() ? BoardLayer : TableLayer);
}

void LeadsPage::updateBulkBar()
{
    const bool isShown = !isBoard() && m_selected > 1 && (m_presenter.mayEdit() || m_presenter.mayDelete());
    m_bulk->setCount(m_context.format.number(m_selected));
    m_bulk->setAllowed(m_presenter.mayEdit(), m_presenter.mayDelete());
    m_bulk->setVisible(isShown);
}

std::vector<int> LeadsPage::selectedRows() const
{
    std::vector<int> rows;
    for (const QItemSelectionRange &range : m_table->selectionModel()->selection())
        for (int row = range.top(); row <= range.bottom(); ++row)
            rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
    return rows;
}

void LeadsPage::withSelection(std::function<void(const std::vector<RecordId> &)> use)
{
    if (isBoard() || m_selected <= 1) {
        if (!m_current.isNull())
            use({m_current});
        return;
    }
    m_presenter.table().resolveIds(selectedRows(), [use = std::move(use)](std::vector<RecordId> ids) { use(ids); });
}

void LeadsPage::chooseFor(const char *name, QWidget *anchor)
{
    const int field = entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
    const bool isStage = QLatin1String(name) == QLatin1String("stageId");
    const QString empty = isStage                         ? QString()
        : QLatin1String(name) == QLatin1String("ownerId") ? tr("Nobody")
                                                          : tr("None");
    popupUnder(choiceMenu(m_context.fields().options(EntityType::Lead, field), {}, empty, this,
                          [this, field, isStage](const QString &option) {
                              const Value value =
                                  FieldText::valueOfOption(entityInfo(EntityType::Lead).field(field), option);
                              withSelection([this, field, isStage, value](const std::vector<RecordId> &leads) {
                                  if (isStage)
                                      moveSelection(leads, value.as<RecordId>());
                                  else
                                      m_presenter.setField(leads, field, value);
                              });
                          }),
               anchor);
}

void LeadsPage::moveSelection(const std::vector<RecordId> &leads, const RecordId &stage)
{
    m_presenter.askStage(leads, stage, [this, leads, stage](const StageQuestion &question) {
        if (question.kind == StageQuestion::Kind::None)
            m_presenter.moveToStage(leads, stage);
        else
            askInSheet(leads, stage, question);
    });
}

void LeadsPage::askInSheet(const std::vector<RecordId> &leads, const RecordId &stage, const StageQuestion &question)
{
    const bool isLost = question.kind == StageQuestion::Kind::LostReason;
    if (!isLost && leads.size() > 1) {
        showProblem(tr("%n of the selected leads have no contract value. Move them to “won” one by one to enter it.",
                       nullptr, question.missing));
        return;
    }
    auto *sheet = new Sheet(this, isLost ? tr("Why was it lost?") : tr("What is the contract worth?"));
    sheet->setClosesOnConfirm(false);
    sheet->setConfirm(tr("Move to %1").arg(m_context.lookups.stageName(stage)));
    if (isLost) {
        auto *reasons = new QComboBox;
        for (const FieldOption &option : m_presenter.lostReasons())
            reasons->addItem(option.label, option.id);
        sheet->setBody(new FormField(tr("Reason"), reasons));
        connect(sheet, &Sheet::confirmed, this, [this, sheet, reasons, leads, stage] {
            m_presenter.moveToStage(leads, stage, reasons->currentData().toString());
            sheet->close();
        });
    } else {
        auto *value = new QLineEdit;
        const FieldText fields = m_context.fields();
        const int field = entityInfo(EntityType::Lead).indexOf(QLatin1String("contractValue"));
        if (question.budget)
            value->setText(fields.editText(EntityType::Lead, field, Value(*question.budget)));
        auto *row = new FormField(tr("Contract value"), value);
        row->setRequired(true);
        sheet->setBody(row);
        connect(sheet, &Sheet::confirmed, this, [this, sheet, value, row, leads, stage] {
            const std::optional<Money> money = parseMoney(value->text());
            if (!money || money->minor <= 0) {
                row->setError(violationText({QStringLiteral("contractValue"), ViolationKind::WonNeedsContractValue, {}},
                                            EntityType::Lead));
                return;
            }
            m_presenter.moveToStage(leads, stage, {}, money);
            sheet->close();
        });
    }
    sheet->open();
}

void LeadsPage::askOnBoard(const RecordId &lead, const RecordId &stage, int position, const StageQuestion &question)
{
    const bool isLost = question.kind == StageQuestion::Kind::LostReason;
    const QString name = m_context.lookups.stageName(stage);
    BoardQuestion asked;
    asked.title = isLost ? tr("Why was it lost?") : tr("What is the contract worth?");
    asked.confirmText = tr("Move to %1").arg(name);
    if (isLost) {
        for (const FieldOption &option : m_presenter.lostReasons())
            asked.choices << BoardQuestion::Choice{option.id, option.label};
    } else {
        asked.asksValue = true;
        asked.valueRequired = true;
        asked.valueLabel = tr("Contract value");
        if (question.budget)
            asked.value = m_context.fields().editText(
                EntityType::Lead, entityInfo(EntityType::Lead).indexOf(QLatin1String("contractValue")),
                Value(*question.budget));
        asked.check = [](const QString &text) {
            const std::optional<Money> money = parseMoney(text);
            return money && money->minor > 0
                ? QString()
                : violationText({QStringLiteral("contractValue"), ViolationKind::WonNeedsContractValue, {}},
                                EntityType::Lead);
        };
    }
    m_board->ask(lead.toString(), stage.toString(), asked, [this, lead, stage, position, isLost](auto answer) {
        if (!answer)
            return;
        m_presenter.moveToStage({lead}, stage, isLost ? answer->choice : QString(),
                                isLost ? std::nullopt : parseMoney(answer->value), position);
    });
}

void LeadsPage::removeSelection()
{
    withSelection([this](const std::vector<RecordId> &leads) { m_presenter.remove(leads); });
}

void LeadsPage::editLead(const RecordId &id)
{
    auto *form = new LeadForm(m_context, id, this);
    connect(form, &LeadForm::saved, this, [this](const RecordId &lead, const QString &text) {
        offerUndo(text);
        m_current = {};
        openRecord(lead.toString());
        Q_EMIT recordOpened(lead.toString(), true);
    });
    connect(form, &LeadForm::openRequested, this, [this](const RecordId &lead) {
        openRecord(lead.toString());
        Q_EMIT recordOpened(lead.toString(), true);
    });
    form->open();
}

void LeadsPage::showProblem(const QString &sentence)
{
    m_problem->setProperty("cell", {});
    m_problem->setText(sentence);
    m_problem->show();
}

void LeadsPage::offerUndo(const QString &text)
{
    m_problem->hide();
    sync::Workspace *workspace = &m_context.workspace;
    Q_EMIT undoOffered(text, [workspace] { workspace->undo(); });
}

void LeadsPage::contextMenu(const QPoint &position)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const bool mayEditLeads = m_presenter.mayEdit() && !m_current.isNull();
    const auto add = [&](Symbol symbol, const QString &text, bool isEnabled, auto run) {
        QAction *action = menu->addAction(icon(symbol), text);
        action->setEnabled(isEnabled);
        connect(action, &QAction::triggered, this, run);
    };
    add(Symbol::Pencil, tr("Edit"), mayEditLeads, [this] { editLead(m_current); });
    add(Symbol::ColumnsGap, tr("Change stage…"), mayEditLeads, [this] { chooseFor("stageId", m_views); });
    add(Symbol::Person, tr("Change owner…"), mayEditLeads, [this] { chooseFor("ownerId", m_views); });
    add(Symbol::Flag, tr("Change priority…"), mayEditLeads, [this] { chooseFor("priority", m_views); });
    menu->addSeparator();
    add(Symbol::Trash, m_selected > 1 && !isBoard() ? tr("Delete %n lead(s)", nullptr, m_selected) : tr("Delete"),
        m_presenter.mayDelete() && !m_current.isNull(), [this] { removeSelection(); });
    menu->popup(position);
}

void LeadsPage::saveLocal()
{
    m_saveTimer.stop();
    const QJsonObject state{{QStringLiteral("presenter"), QString::fromUtf8(m_presenter.saveState())},
                            {QStringLiteral("board"), isBoard()},
                            {QStringLiteral("table"), base64(m_table->saveState())},
                            {QStringLiteral("pane"), base64(m_pane->saveState())},
                            {QStringLiteral("boardView"), base64(m_board->saveState())},
                            {QStringLiteral("tableDetail"), m_tableDetail},
                            {QStringLiteral("boardDetail"), m_boardDetail},
                            {QStringLiteral("current"), m_current.toString()}};
    m_context.workspace.setLocalValue(kLocalKey, QJsonDocument(state).toJson(QJsonDocument::Compact));
}

void LeadsPage::restoreLocal()
{
    const QJsonObject state = QJsonDocument::fromJson(m_context.workspace.localValue(kLocalKey)).object();
    const auto bytes = [&](const char *key) {
        return QByteArray::fromBase64(state.value(QLatin1String(key)).toString().toLatin1());
    };
    if (!state.isEmpty()) {
        m_presenter.restoreState(state.value(QStringLiteral("presenter")).toString().toUtf8());
        m_table->restoreState(bytes("table"));
        m_pane->restoreState(bytes("pane"));
        m_board->restoreState(bytes("boardView"));
        m_tableDetail = state.value(QStringLiteral("tableDetail")).toBool(true);
        m_boardDetail = state.value(QStringLiteral("boardDetail")).toBool(false);
        if (const auto current = RecordId::fromString(state.value(QStringLiteral("current")).toString())) {
            m_isPlacing = true;
            showLead(*current);
            m_isPlacing = false;
        }
    }
    setBoard(state.value(QStringLiteral("board")).toBool(false));
}

} // namespace mdmc::ui
