// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/record_picker.h"

#include "core/base/when_done.h"
#include "ui/theme/painting.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
#include <QScreen>

namespace mdmc::ui {

namespace {

constexpr int kWidth = 300, kHitsHeight = 240;

} // namespace

RecordPicker::RecordPicker(PageContext &context, EntityType type, const QString &placeholder, QWidget *anchor)
    : QFrame(anchor, Qt::Popup | Qt::FramelessWindowHint), m_context(context), m_type(type)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_TranslucentBackground);
    setFixedWidth(kWidth);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(space::S, space::S, space::S, space::S);
    m_line = new QLineEdit(this);
    m_line->setPlaceholderText(placeholder);
    m_line->setAccessibleName(placeholder);
    m_line->installEventFilter(this);
    m_hits = new QListWidget(this);
    m_hits->setAccessibleName(tr("Found"));
    m_hits->setFixedHeight(kHitsHeight);
    m_hits->setFocusPolicy(Qt::NoFocus);
    layout->addWidget(m_line);
    layout->addWidget(m_hits);
    connect(m_line, &QLineEdit::textEdited, this, &RecordPicker::search);
    connect(m_hits, &QListWidget::itemClicked, this, &RecordPicker::take);
    search();
}

void RecordPicker::search()
{
    const quint64 query = ++m_query;
    const storage::RecordQuery wanted{m_type, {}, m_line->text(), {}};
    auto future = m_context.workspace.read([wanted](sync::ReplicaReader &reader) {
        return storage::queryRecords(reader.db, reader.store, wanted, kHits);
    });
    whenDone(future, this, [this, query](Result<std::vector<Record>> records) {
        if (query != m_query || !records)
            return;
        m_hits->clear();
        const int title = entityInfo(m_type).titleField();
        for (const Record &record : *records) {
            auto *item = new QListWidgetItem(toPlainText(record.values[size_t(title)]), m_hits);
            item->setData(Qt::UserRole, record.id.toString());
        }
        m_hits->setCurrentRow(0);
    });
}

void RecordPicker::take()
{
    const QListWidgetItem *item = m_hits->currentItem();
    const auto id = item ? RecordId::fromString(item->data(Qt::UserRole).toString()) : std::nullopt;
    if (!id)
        return;
    Q_EMIT picked(*id);
    close();
}

void RecordPicker::openAt(QWidget *anchor)
{
    adjustSize();
    QPoint position = anchor->mapToGlobal(QPoint(anchor->width() - width(), anchor->height() + 4));
    position.setX(std::max(position.x(), anchor->screen()->availableGeometry().left()));
    move(position);
    show();
    m_line->setFocus();
}

bool RecordPicker::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            const int row = m_hits->currentRow() + (key == Qt::Key_Down ? 1 : -1);
            m_hits->setCurrentRow(std::clamp(row, 0, std::max(0, m_hits->count() - 1)));
            return true;
        }
        if (key == Qt::Key_Return || key == Qt::Key_Enter) {
            take();
            return true;
        }
        if (key == Qt::Key_Escape) {
            close();
            return true;
        }
    }
    return QFrame::eventFilter(watched, event);
}

void RecordPicker::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Colours &colours = Colours::of(this);
    paintRounded(painter, QRectF(rect()).adjusted(.5, .5, -.5, -.5), radius::Card, colours[ui::Role::Raised],
                 colours[ui::Role::Line]);
}

} // namespace mdmc::ui
