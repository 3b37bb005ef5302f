// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/common/activity_composer.h"

#include "ui/models/field_text.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/segmented_control.h"

#include <QKeyEvent>
#include <QPlainTextEdit>

namespace mdmc::ui {

namespace {

constexpr int kClosedHeight = size::Control, kOpenHeight = 96;

} // namespace

ActivityComposer::ActivityComposer(QWidget *parent) : QWidget(parent)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(space::S);
    m_edit = new QPlainTextEdit(this);
    m_edit->setPlaceholderText(tr("Write a note, or what was said…"));
    m_edit->setAccessibleName(tr("New note"));
    m_edit->setTabChangesFocus(true);
    m_edit->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_edit->document()->setDocumentMargin(2); // Closed, it stands as high as a field of one line.
    m_edit->installEventFilter(this);
    m_bar = new QWidget(this);
    auto *bar = new QHBoxLayout(m_bar);
    bar->setContentsMargins(0, 0, 0, 0);
    QList<Segment> segments;
    for (const FieldOption &option : fixedOptions(EntityType::Activity, QLatin1String("kind")))
        segments << Segment{option.id, option.label, Symbol::None};
    m_kind = new SegmentedControl(segments, m_bar);
    m_kind->setAccessibleName(tr("Kind"));
    m_save = new Button(tr("Save"), ButtonKind::Primary, m_bar);
    m_save->setToolTip(QKeySequence(Qt::CTRL | Qt::Key_Return).toString(QKeySequence::NativeText));
    bar->addWidget(m_kind);
    bar->addStretch();
    bar->addWidget(m_save);
    layout->addWidget(m_edit);
    layout->addWidget(m_bar);
    connect(m_save, &Button::clicked, this, &ActivityComposer::save);
    connect(m_edit, &QPlainTextEdit::textChanged, this, [this] { m_save->setEnabled(!text().isEmpty()); });
    m_save->setEnabled(false);
    setOpen(false);
}

QString ActivityComposer::text() const
{
    return m_edit->toPlainText().trimmed();
}

QString ActivityComposer::kind() const
{
    return m_kind->current();
}

void ActivityComposer::start(const QString &kind)
{
    m_kind->setCurrent(kind);
    setOpen(true);
    m_edit->setFocus(Qt::ShortcutFocusReason);
}

void ActivityComposer::clear()
{
    m_edit->clear();
    setSaving(false);
    setOpen(false);
}

void ActivityComposer::setSaving(bool isSaving)
{
    m_save->setBusy(isSaving, tr("Saving…"));
    if (!isSaving)
        m_save->setEnabled(!text().isEmpty());
}

void ActivityComposer::setOpen(bool isOpen)
{
    m_edit->setFixedHeight(isOpen ? kOpenHeight : kClosedHeight);
    m_edit->setVerticalScrollBarPolicy(isOpen ? Qt::ScrollBarAsNeeded : Qt::ScrollBarAlwaysOff);
    m_bar->setVisible(isOpen);
}

void ActivityComposer::save()
{
    if (text().isEmpty() || m_save->isBusy())
        return;
    setSaving(true);
    Q_EMIT saveRequested(kind(), text());
}

bool ActivityComposer::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn) {
        setOpen(true);
    } else if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool isEnter = key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter;
        if (isEnter && (key->modifiers() & Qt::ControlModifier)) {
            save();
            return true;
        }
        if (key->key() == Qt::Key_Escape) {
            if (text().isEmpty())
                setOpen(false);
            m_edit->clearFocus();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace mdmc::ui
