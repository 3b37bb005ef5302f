// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/refresher.h"
#include "ui/pages/sync/sync_report.h"
#include "ui/pages/sync/sync_words.h"
#include "ui/shell/route.h"


namespace mdmc::ui {

/// The sync page without widgets: what waits, what was refused, what met another's edit. Reads only while it is active;
/// many changes in a row are one reading.
class SyncPresenter : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxPending = 500;
    static constexpr int kMaxAttention = 1000;

    /// A refused edit, after the one that it failed because of.
    struct Attention {
        sync::AttentionItem item;
        int depth = 0;
        qint64 cause = 0; ///< Id of the item it failed because of; 0 = none.
    };

    explicit SyncPresenter(PageContext &context, QObject *parent = nullptr);

    /// A page that nobody looks at reads nothing; it catches up when it is shown.
    void setActive(bool isActive);
    bool isReady() const { return m_isReady; }
    bool isStale() const { return m_isStale; } ///< Something has changed that was not read yet.

    SyncHead head() const;
    SyncWords words() const { return SyncWords(m_context); }
    const sync::SyncStatus &status() const { return m_status; }
    const std::vector<sync::PendingOperation> &pending() const { return m_pending; }
    const std::vector<Attention> &attention() const { return m_attention; }
    const std::vector<sync::ConflictView> &conflicts() const { return m_conflicts; }
    const sync::PendingOperation *pendingItem(qint64 n) const;
    const Attention *attentionItem(qint64 id) const;
    const sync::ConflictView *conflict(const RecordId &id) const;
    const sync::SyncInspection &inspection() const { return m_inspection; }
    QString report() const; ///< The log as it is exported.
    void saveReport(const QString &path);
    QString typedTexts() const; ///< What was typed in all refused edits, for the clipboard.

    void retry(qint64 id, std::optional<std::vector<FieldChange>> changes = {});
    void discard(qint64 id);
    /// Those that failed by themselves, one after the other; what failed because of them goes along.
    void retryAll() { settleAll(true); }
    void discardAll() { settleAll(false); }
    void restore(const RecordId &conflict);
    void dismiss(const RecordId &conflict);
    void goOffline() { m_context.workspace.goOffline(); }
    void connectNow() { m_context.workspace.goOnline(); }
    /// The page that shows the record, or the record it belongs to.
    void open(const RecordRef &record);

    PageContext &context() const { return m_context; }

Q_SIGNALS:
    void refreshed(); ///< The lists and the inspection.
    void headChanged();
    void done(const QString &text, bool isUndoable);
    void failed(const QString &sentence);
    void retried(qint64 id);
    /// The item stays; `field` is the one to blame, or -1.
    void retryFailed(qint64 id, int field, const QString &sentence);
    void routeFound(const mdmc::ui::Route &route);

private:
    void read();
    void take();
    template <typename T> void readInto(QFuture<Result<T>> future, std::function<void(T &&)> keep);
    void settleAll(bool isRetry);
    void settleNext(bool isRetry);
    static std::vector<Attention> nested(const std::vector<sync::AttentionItem> &items);

    PageContext &m_context;
    sync::SyncStatus m_status;
    std::vector<sync::PendingOperation> m_pending;
    std::vector<Attention> m_attention;
    std::vector<sync::ConflictView> m_conflicts;
    sync::SyncInspection m_inspection;
    std::vector<qint64> m_toSettle; ///< Of a retry or discarding of all that is under way, the next one last.
    int m_settled = 0;
    int m_unsettled = 0;
    Refresher m_refresher{[this] { read(); }, 100, this};
    int m_readsLeft = 0;
    bool m_isActive = false;
    bool m_isStale = true;
    bool m_isReady = false;
};

} // namespace mdmc::ui
