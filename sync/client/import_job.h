// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/import_report.h"
#include "sync/client/workspace.h"

#include <QFile>

namespace mdmc::sync {

/// Imports a CSV file of leads into a workspace, piece by piece: plans a chunk on the reader's thread, commits it, goes
/// on. Everything else stays usable meanwhile. All pieces are one step of undo. What is committed when the person
/// cancels (or the program dies) stays; importing the same file again goes on where it stopped.
/// Lives on the workspace's thread; ends before the workspace.
class ImportJob : public QObject {
    Q_OBJECT
public:
    struct Request {
        QString path;
        exchange::CsvOptions csv;
        exchange::ImportOptions options;
        QString undoLabel;      ///< Translated: "Import of contacts.csv".
        QString failedRowsPath; ///< Where the rows that did not go in are written; empty: nowhere.
    };

    ImportJob(Workspace &workspace, Request request, QObject *parent = nullptr);

    void start();
    /// Stops after the piece under way; `finished` then tells what went in.
    void cancel() { m_isCancelled = true; }
    bool isRunning() const { return m_isRunning; }
    const exchange::ImportReport &report() const { return m_report; }

Q_SIGNALS:
    void progressed(qint64 bytesRead, qint64 bytesTotal, qint64 rows);
    /// Report complete; `report().error` is set when it stopped because of a failure.
    void finished(const mdmc::exchange::ImportReport &report);

private:
    struct State;
    void planWhenIndexed();
    void planNext();
    void commitChunk();
    void end(std::optional<Error> error = {});

    Workspace &m_workspace;
    Request m_request;
    std::shared_ptr<State> m_state;
    exchange::ImportReport m_report;
    bool m_isRunning = false;
    bool m_isCancelled = false;
    QMetaObject::Connection m_waiting;
};

} // namespace mdmc::sync
