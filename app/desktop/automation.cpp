// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/automation.h"

#ifdef MDMC_AUTOMATION

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QDragEnterEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QLocalServer>
#include <QLocalSocket>
#include <QMimeData>
#include <QTest>
#include <QUrl>
#include <QWidget>

namespace mdmc::app {

namespace {

QJsonObject refusal(const QString &why)
{
    return {{QStringLiteral("ok"), false}, {QStringLiteral("why"), why}};
}

QJsonObject done(const QJsonValue &value = {})
{
    QJsonObject answer{{QStringLiteral("ok"), true}};
    if (!value.isNull() && !value.isUndefined())
        answer.insert(QStringLiteral("value"), value);
    return answer;
}

QString labelOf(const QWidget *widget)
{
    const QVariant text = widget->property("text");
    return text.toString().remove(QLatin1Char('&'));
}

/// How well a widget answers to a name: by object name, class, accessible name or the text on it; 0 not at all.
int fit(const QWidget *widget, const QString &name)
{
    if (widget->objectName() == name)
        return 4;
    const QString type = QString::fromLatin1(widget->metaObject()->className());
    if (type == name || type.endsWith(QStringLiteral("::") + name))
        return 3;
    if (widget->accessibleName() == name)
        return 2;
    return labelOf(widget) == name ? 1 : 0;
}

QWidget *findWidget(const QString &name)
{
    QWidget *best = nullptr;
    int bestFit = 0;
    for (QWidget *top : QApplication::topLevelWidgets()) {
        QList<QWidget *> all = top->findChildren<QWidget *>();
        all.prepend(top);
        for (QWidget *widget : all) {
            const int found = fit(widget, name) * (widget->isVisible() ? 10 : 1);
            if (found > bestFit) {
                best = widget;
                bestFit = found;
            }
        }
    }
    return best;
}

QWidget *window()
{
    if (QWidget *active = QApplication::activeWindow())
        return active;
    for (QWidget *top : QApplication::topLevelWidgets())
        if (top->isVisible() && top->isWindow())
            return top;
    return nullptr;
}

void describe(const QWidget *widget, int depth, QJsonArray &lines)
{
    if (!widget->isVisible())
        return;
    lines.append(QString(depth, QLatin1Char(' ')) + widget->objectName() + QLatin1Char(' ')
                 + QString::fromLatin1(widget->metaObject()->className()) + QLatin1Char(' ') + widget->accessibleName()
                 + QStringLiteral(" “%1”").arg(labelOf(widget).left(60)));
    for (const QObject *child : widget->children())
        if (const auto *childWidget = qobject_cast<const QWidget *>(child))
            describe(childWidget, depth + 1, lines);
}

QAbstractItemView *viewOf(QWidget *widget)
{
    if (auto *view = qobject_cast<QAbstractItemView *>(widget))
        return view;
    return widget ? widget->findChild<QAbstractItemView *>() : nullptr;
}

QJsonObject rowsOf(QAbstractItemView *view)
{
    return done(view->model() ? view->model()->rowCount(view->rootIndex()) : 0);
}

QJsonObject selectRow(QAbstractItemView *view, const QJsonObject &request)
{
    const QModelIndex index = view->model()->index(request.value(QLatin1String("row")).toInt(),
                                                   request.value(QLatin1String("column")).toInt(), view->rootIndex());
    if (!index.isValid())
        return refusal(QStringLiteral("no such row"));
    view->scrollTo(index);
    const QRect rect = view->visualRect(index);
    const QPoint at = QPoint(rect.left() + qMin(rect.width() / 2, 40), rect.center().y());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, at);
    return done();
}

QJsonObject press(QWidget *widget, const QString &keys)
{
    const QKeySequence sequence = QKeySequence::fromString(keys, QKeySequence::PortableText);
    if (sequence.isEmpty())
        return refusal(QStringLiteral("no such key"));
    QTest::keySequence(widget, sequence);
    return done();
}

/// A file let go over the widget, as from the system's file manager.
QJsonObject drop(QWidget *widget, const QString &file)
{
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(file)});
    const QPoint at = widget->rect().center();
    QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &enter);
    if (!enter.isAccepted())
        return refusal(QStringLiteral("the file is not wanted there"));
    QDropEvent event(at, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
    return event.isAccepted() ? done() : refusal(QStringLiteral("the file was not taken"));
}

QJsonObject onWidget(const QString &verb, QWidget *widget, const QJsonObject &request)
{
    // Shortcuts and focus belong to the active window; with two programs on one display that may be the other's.
    static const QStringList handsOn{QStringLiteral("click"), QStringLiteral("key"), QStringLiteral("type"), QStringLiteral("focus")};
    if (handsOn.contains(verb) && !widget->window()->isActiveWindow()) {
        widget->window()->raise();
        widget->window()->activateWindow();
        if (!QTest::qWaitForWindowActive(widget->window(), 2000))
            return refusal(QStringLiteral("the window does not become active"));
    }
    if (verb == QLatin1String("click") || verb == QLatin1String("doubleClick")) {
        if (!widget->isEnabled())
            return refusal(QStringLiteral("disabled"));
        if (verb == QLatin1String("click"))
            QTest::mouseClick(widget, Qt::LeftButton);
        else
            QTest::mouseDClick(widget, Qt::LeftButton);
        return done();
    }
    if (verb == QLatin1String("close")) {
        // After the answer has gone out.
        QMetaObject::invokeMethod(widget->window(), &QWidget::close, Qt::QueuedConnection);
        return done();
    }
    if (verb == QLatin1String("focus")) {
        widget->setFocus(Qt::ShortcutFocusReason);
        return done();
    }
    if (verb == QLatin1String("key"))
        return press(widget, request.value(QLatin1String("keys")).toString());
    if (verb == QLatin1String("type")) {
        for (const QChar c : request.value(QLatin1String("text")).toString())
            QTest::sendKeyEvent(QTest::Click, widget, Qt::Key_unknown, QString(c), Qt::NoModifier);
        return done();
    }
    if (verb == QLatin1String("get"))
        return done(QJsonValue::fromVariant(widget->property(request.value(QLatin1String("property")).toString().toLatin1().constData())));
    if (verb == QLatin1String("set")) {
        widget->setProperty(request.value(QLatin1String("property")).toString().toLatin1().constData(),
                            request.value(QLatin1String("value")).toVariant());
        return done();
    }
    if (verb == QLatin1String("resize")) {
        widget->window()->resize(request.value(QLatin1String("width")).toInt(), request.value(QLatin1String("height")).toInt());
        return done();
    }
    if (verb == QLatin1String("grab"))
        return widget->grab().save(request.value(QLatin1String("file")).toString()) ? done() : refusal(QStringLiteral("not saved"));
    if (verb == QLatin1String("picture")) {
        const QImage image = widget->window()->grab().toImage();
        return done(QString::number(qHashBits(image.constBits(), size_t(image.sizeInBytes())), 16));
    }
    if (verb == QLatin1String("drop"))
        return drop(widget, request.value(QLatin1String("file")).toString());
    QAbstractItemView *view = viewOf(widget);
    if (!view || !view->model())
        return refusal(QStringLiteral("no list there"));
    if (verb == QLatin1String("rows"))
        return rowsOf(view);
    if (verb == QLatin1String("selectRow"))
        return selectRow(view, request);
    if (verb == QLatin1String("cell")) {
        const QModelIndex index = view->model()->index(request.value(QLatin1String("row")).toInt(),
                                                       request.value(QLatin1String("column")).toInt(), view->rootIndex());
        return done(index.data().toString());
    }
    return refusal(QStringLiteral("unknown verb"));
}

QJsonObject trigger(const QString &name)
{
    for (QWidget *top : QApplication::topLevelWidgets()) {
        for (QAction *action : top->findChildren<QAction *>(name)) {
            if (!action->isEnabled())
                return refusal(QStringLiteral("disabled"));
            action->trigger();
            return done();
        }
    }
    return refusal(QStringLiteral("no such action"));
}

} // namespace

Automation::Automation(const QString &socketName, QObject *parent) : QObject(parent), m_server(new QLocalServer(this))
{
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server, &QLocalServer::newConnection, this, &Automation::serve);
    m_server->listen(socketName);
}

bool Automation::isListening() const
{
    return m_server->isListening();
}

void Automation::serve()
{
    QLocalSocket *socket = m_server->nextPendingConnection();
    connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
    connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
        while (socket->canReadLine()) {
            const QJsonObject request = QJsonDocument::fromJson(socket->readLine()).object();
            socket->write(QJsonDocument(perform(request)).toJson(QJsonDocument::Compact) + '\n');
        }
    });
}

QJsonObject Automation::perform(const QJsonObject &request)
{
    const QString verb = request.value(QLatin1String("do")).toString();
    if (verb == QLatin1String("trigger"))
        return trigger(request.value(QLatin1String("action")).toString());
    if (verb == QLatin1String("ask"))
        return m_answer ? m_answer(request) : refusal(QStringLiteral("no workspace is open"));
    const QString target = request.value(QLatin1String("target")).toString();
    QWidget *widget = nullptr;
    if (!target.isEmpty())
        widget = findWidget(target);
    else if (verb == QLatin1String("key") || verb == QLatin1String("type"))
        widget = QApplication::focusWidget() ? QApplication::focusWidget() : window();
    else
        widget = window();
    if (!widget)
        return refusal(QStringLiteral("nothing of this name: ") + target);
    if (verb == QLatin1String("tree")) {
        QJsonArray lines;
        describe(widget, 0, lines);
        return done(lines);
    }
    return onWidget(verb, widget, request);
}

} // namespace mdmc::app

#endif
