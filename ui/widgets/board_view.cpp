// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/board_view.h"

#include "ui/widgets/board_column.h"
#include "ui/widgets/board_drag.h"
#include "ui/widgets/panels.h"

#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>

namespace mdmc::ui {

BoardView::BoardView(QWidget *parent) : QWidget(parent), m_scroll(new QScrollArea(this)), m_strip(new QWidget)
{
    setAccessibleName(tr("Board"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_scroll);
    m_strip->setObjectName(QStringLiteral("scrollBody"));
    auto *strip = new QHBoxLayout(m_strip);
    strip->setContentsMargins(space::M, space::M, space::M, space::S);
    strip->setSpacing(space::S);
    m_scroll->setWidget(m_strip);
    m_scroll->setWidgetResizable(true);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_drag = std::make_unique<BoardDrag>(*this);
}

BoardView::~BoardView()
{
    // A model that is our child dies after our members: it must not find us half gone.
    if (m_model)
        m_model->disconnect(this);
    if (m_prompt)
        m_prompt->disconnect(this);
}

void BoardView::setModel(BoardModel *model)
{
    if (m_model)
        m_model->disconnect(this);
    m_model = model;
    if (m_model)
        connectModel();
    rebuild();
}

void BoardView::connectModel()
{
    connect(m_model, &QObject::destroyed, this, [this] {
        m_model = nullptr;
        rebuild();
    });
    connect(m_model, &BoardModel::boardReset, this, &BoardView::rebuild);
    connect(m_model, &BoardModel::columnChanged, this, [this](int column) {
        if (auto *view = columnAt(column))
            view->refreshHead();
    });
    connect(m_model, &BoardModel::cardsChanged, this, [this](int column, int first, int last) {
        auto *view = columnAt(column);
        if (!view)
            return;
        view->cards()->changed(first, last);
        // The current card may be among those that have just been loaded.
        const int row = m_current.isEmpty() ? -1 : m_model->rowOf(column, m_current);
        if (row >= first && row <= last && view->list()->currentIndex().row() != row)
            view->list()->setCurrentIndex(view->cards()->index(row, 0));
    });
    connect(m_model, &BoardModel::cardsReset, this, [this](int column) {
        auto *view = columnAt(column);
        if (!view)
            return;
        const int scroll = view->list()->verticalScrollBar()->value();
        const bool hadFocus = isAncestorOf(QApplication::focusWidget()) && !m_prompt;
        view->cards()->reset();
        view->refreshHead();
        view->list()->doItemsLayout();
        view->list()->verticalScrollBar()->setValue(scroll);
        const int row = m_current.isEmpty() ? -1 : m_model->rowOf(column, m_current);
        if (row >= 0) {
            view->list()->setCurrentIndex(view->cards()->index(row, 0));
            if (hadFocus)
                view->list()->setFocus();
        }
    });
}

void BoardView::rebuild()
{
    if (m_prompt)
        Q_EMIT m_prompt->cancelled();
    m_drag->cancel();
    auto *strip = static_cast<QHBoxLayout *>(m_strip->layout());
    while (QLayoutItem *item = strip->takeAt(0))
        delete item;
    // Columns that go still send events through our filter, which must not meet them any more.
    qDeleteAll(std::exchange(m_columns, {}));
    if (!m_model)
        return;
    for (int i = 0; i < m_model->columnCount(); ++i) {
        auto *column = new BoardColumnView(m_model, i, m_strip);
        strip->addWidget(column);
        m_columns.append(column);
        column->list()->installEventFilter(this);
        column->list()->viewport()->installEventFilter(this);
        connect(column->list(), &QListView::doubleClicked, this, [this, i](const QModelIndex &index) {
            Q_EMIT cardActivated(m_model->card(i, index.row()).id);
        });
        connect(column->list()->selectionModel(), &QItemSelectionModel::currentChanged, this,
                [this, i](const QModelIndex &index) {
                    const QString id = index.isValid() ? m_model->card(i, index.row()).id : QString();
                    if (id.isEmpty() || id == m_current)
                        return;
                    m_current = id;
                    for (int other = 0; other < m_columns.size(); ++other) {
                        if (other != i)
                            m_columns[other]->list()->setCurrentIndex({});
                    }
                    Q_EMIT currentCardChanged(id);
                });
        column->show();
    }
    strip->addStretch();
    setCurrentCard(m_current);
}

BoardColumnView *BoardView::columnAt(int column) const
{
    return column >= 0 && column < m_columns.size() ? m_columns[column] : nullptr;
}

QWidget *BoardView::columnWidget(int column) const
{
    auto *view = columnAt(column);
    return view ? view->list() : nullptr;
}

QRect BoardView::cardRect(int column, int row) const
{
    auto *view = columnAt(column);
    if (!view)
        return {};
    const QRect rect = view->list()->visualRect(view->cards()->index(row, 0));
    if (!rect.intersects(view->list()->viewport()->rect()))
        return {};
    return {view->list()->viewport()->mapTo(const_cast<BoardView *>(this), rect.topLeft()), rect.size()};
}

bool BoardView::isDragging() const
{
    return m_drag->isActive();
}

QString BoardView::currentCard() const
{
    return m_current;
}

int BoardView::columnOfCard(const QString &cardId) const
{
    for (int i = 0; m_model && !cardId.isEmpty() && i < m_columns.size(); ++i) {
        if (m_model->rowOf(i, cardId) >= 0)
            return i;
    }
    return -1;
}

QString BoardView::currentColumn() const
{
    auto *view = columnAt(columnOfCard(m_current));
    return view ? view->id() : QString();
}

void BoardView::setCurrentCard(const QString &cardId)
{
    const int column = columnOfCard(cardId);
    if (column < 0) {
        m_current = cardId;
        for (BoardColumnView *other : m_columns)
            other->list()->setCurrentIndex({});
        return;
    }
    auto *view = m_columns[column];
    view->list()->setCurrentIndex(view->cards()->index(m_model->rowOf(column, cardId), 0));
}

void BoardView::focusInEvent(QFocusEvent *)
{
    const int column = columnOfCard(m_current);
    focusCard(std::max(column, 0), column >= 0 ? m_model->rowOf(column, m_current) : 0);
}

void BoardView::keyPressEvent(QKeyEvent *event)
{
    // Focus can be here itself while the cards are still on their way.
    if (!handleKey(std::max(columnOfCard(m_current), 0), event))
        QWidget::keyPressEvent(event);
}

void BoardView::focusCard(int column, int row)
{
    auto *view = columnAt(column);
    if (!view || view->cards()->rowCount() == 0)
        return;
    view->list()->setCurrentIndex(view->cards()->index(std::clamp(row, 0, view->cards()->rowCount() - 1), 0));
    view->list()->setFocus();
    m_scroll->ensureWidgetVisible(view, space::M, 0);
}

void BoardView::moveCurrent(int columnStep, int rowStep)
{
    const int column = columnOfCard(m_current);
    if (column < 0 || !m_model->movable() || m_prompt)
        return;
    const int row = m_model->rowOf(column, m_current);
    const int target = column + columnStep;
    if (target < 0 || target >= m_columns.size())
        return;
    const int last = m_model->cardCount(target) - (columnStep == 0 ? 1 : 0);
    const int position = std::clamp(row + rowStep, 0, std::max(0, last));
    if (columnStep == 0 && position == row)
        return;
    // Where a refused card comes back from.
    const QRect place = cardRect(target, std::min(position, std::max(0, m_model->cardCount(target) - 1)));
    auto *view = m_columns[column];
    const QRect now = view->list()->visualRect(view->cards()->index(row, 0));
    m_lastCard = now.isEmpty() ? QPixmap() : view->list()->viewport()->grab(now);
    m_lastDrop = place.isEmpty() ? m_columns[target]->mapTo(this, QPoint(space::S, 64)) : place.topLeft();
    m_scroll->ensureWidgetVisible(m_columns[target], space::M, 0);
    Q_EMIT moveRequested(m_current, m_columns[target]->id(), position);
}

bool BoardView::handleKey(int column, QKeyEvent *event)
{
    if (m_drag->isActive()) {
        if (event->key() == Qt::Key_Escape)
            m_drag->cancel();
        return true;
    }
    const auto modifiers = event->modifiers() & ~Qt::KeypadModifier;
    if (modifiers == (Qt::ControlModifier | Qt::ShiftModifier)) {
        switch (event->key()) {
        case Qt::Key_Left: moveCurrent(-1, 0); return true;
        case Qt::Key_Right: moveCurrent(1, 0); return true;
        case Qt::Key_Up: moveCurrent(0, -1); return true;
        case Qt::Key_Down: moveCurrent(0, 1); return true;
        default: return false;
        }
    }
    if (modifiers != Qt::NoModifier)
        return false;
    const int row = m_columns[column]->list()->currentIndex().row();
    if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right) {
        const int step = event->key() == Qt::Key_Left ? -1 : 1;
        int next = column + step;
        while (columnAt(next) && m_model->cardCount(next) == 0)
            next += step;
        focusCard(next, std::max(0, row));
        return true;
    }
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (row >= 0)
            Q_EMIT cardActivated(m_model->card(column, row).id);
        return true;
    }
    if (row < 0 && (event->key() == Qt::Key_Up || event->key() == Qt::Key_Down)) {
        focusCard(column, 0);
        return true;
    }
    const bool isLetter = !event->text().isEmpty() && event->text().at(0).isPrint();
    if (isLetter)
        event->ignore();
    return false;
}

bool BoardView::eventFilter(QObject *watched, QEvent *event)
{
    for (int i = 0; i < m_columns.size(); ++i) {
        auto *list = m_columns[i]->list();
        if (watched == list && event->type() == QEvent::KeyPress)
            return handleKey(i, static_cast<QKeyEvent *>(event));
        if (watched == list && event->type() == QEvent::FocusIn && !list->currentIndex().isValid()
            && static_cast<QFocusEvent *>(event)->reason() == Qt::TabFocusReason) {
            // Tab lands on the card that is current, or on the first one.
            const int current = columnOfCard(m_current);
            current >= 0 && current != i ? focusCard(current, m_model->rowOf(current, m_current)) : focusCard(i, 0);
        }
        if (watched != list->viewport())
            continue;
        switch (event->type()) {
        case QEvent::MouseButtonPress:
            return m_drag->press(i, list->viewport(), static_cast<QMouseEvent *>(event));
        case QEvent::MouseMove:
            return m_drag->move(list->viewport(), static_cast<QMouseEvent *>(event));
        case QEvent::MouseButtonRelease:
            return m_drag->release(list->viewport(), static_cast<QMouseEvent *>(event));
        case QEvent::ContextMenu: {
            auto *context = static_cast<QContextMenuEvent *>(event);
            const bool byKey = context->reason() == QContextMenuEvent::Keyboard;
            const QModelIndex index = byKey ? list->currentIndex() : list->indexAt(context->pos());
            if (index.isValid()) {
                list->setCurrentIndex(index);
                const QPoint at = byKey ? list->viewport()->mapToGlobal(list->visualRect(index).center())
                                        : context->globalPos();
                Q_EMIT contextMenuAt(m_model->card(i, index.row()).id, at);
            }
            return true;
        }
        default:
            return false;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void BoardView::slideBack(const QString &cardId)
{
    const int column = columnOfCard(cardId);
    const QRect home = column < 0 ? QRect() : cardRect(column, m_model->rowOf(column, cardId));
    if (!home.isEmpty())
        m_drag->fly(m_lastCard, m_lastDrop, home.topLeft());
    else
        m_drag->fly({}, {}, {});
}

void BoardView::refuseMove(const QString &cardId, const QString &reason)
{
    slideBack(cardId);
    if (!reason.isEmpty())
        showReason(reason);
}

void BoardView::showReason(const QString &reason)
{
    delete m_reason;
    auto *notice = new InlineNotice(Tone::Negative, this);
    notice->setObjectName(QStringLiteral("boardReason"));
    notice->setText(reason);
    notice->setDismissable(true);
    m_reason = notice;
    const int width = std::min(2 * size::BoardColumn, this->width() - 2 * space::Xl);
    notice->setFixedWidth(width);
    notice->adjustSize();
    notice->move((this->width() - width) / 2, height() - notice->height() - space::Xl);
    notice->show();
    notice->raise();
    QTimer::singleShot(motion::NoticeMs, notice, &QObject::deleteLater);
}

void BoardView::ask(const QString &cardId, const QString &columnId, const BoardQuestion &question,
                    std::function<void(std::optional<BoardAnswer>)> done)
{
    if (m_prompt)
        Q_EMIT m_prompt->cancelled();
    auto *prompt = new BoardPrompt(question, this);
    m_prompt = prompt;
    m_promptCard = cardId;
    m_promptColumn = columnId;
    const auto finish = [this, prompt, cardId, done](std::optional<BoardAnswer> answer) {
        if (m_prompt != prompt)
            return;
        m_prompt = nullptr;
        prompt->hide();
        prompt->deleteLater();
        setCurrentCard(cardId);
        if (auto *view = columnAt(columnOfCard(cardId)))
            view->list()->setFocus();
        if (!answer)
            slideBack(cardId);
        done(std::move(answer));
    };
    connect(prompt, &BoardPrompt::answered, this, [finish](const BoardAnswer &answer) { finish(answer); });
    connect(prompt, &BoardPrompt::cancelled, this, [finish] { finish(std::nullopt); });
    placePrompt();
    prompt->start();
}

void BoardView::placePrompt()
{
    if (!m_prompt)
        return;
    m_prompt->adjustSize();
    QPoint at = m_lastDrop;
    for (auto *column : std::as_const(m_columns)) {
        if (column->id() == m_promptColumn) {
            m_scroll->ensureWidgetVisible(column, space::M, 0);
            at.setX(column->mapTo(this, QPoint()).x() - (m_prompt->width() - column->width()) / 2);
            at.setY(std::max(at.y(), column->list()->mapTo(this, QPoint()).y() - space::M));
        }
    }
    at.setX(std::clamp(at.x(), 0, std::max(0, width() - m_prompt->width())));
    at.setY(std::clamp(at.y(), 0, std::max(0, height() - m_prompt->height())));
    m_prompt->move(at);
}

void BoardView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    placePrompt();
}

QByteArray BoardView::saveState() const
{
    QJsonObject scrolls;
    for (auto *column : m_columns)
        scrolls.insert(column->id(), column->list()->verticalScrollBar()->value());
    const QJsonObject state{{QStringLiteral("version"), 1},
                            {QStringLiteral("card"), m_current},
                            {QStringLiteral("x"), m_scroll->horizontalScrollBar()->value()},
                            {QStringLiteral("columns"), scrolls}};
    return QJsonDocument(state).toJson(QJsonDocument::Compact);
}

void BoardView::restoreState(const QByteArray &bytes)
{
    const QJsonObject state = QJsonDocument::fromJson(bytes).object();
    if (state.value(QStringLiteral("version")).toInt() != 1)
        return;
    setCurrentCard(state.value(QStringLiteral("card")).toString());
    m_scroll->horizontalScrollBar()->setValue(state.value(QStringLiteral("x")).toInt());
    const QJsonObject scrolls = state.value(QStringLiteral("columns")).toObject();
    for (auto *column : std::as_const(m_columns)) {
        column->list()->doItemsLayout();
        column->list()->verticalScrollBar()->setValue(scrolls.value(column->id()).toInt());
    }
}

} // namespace mdmc::ui
