// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/sync/sync_words.h"
#include "ui/shell/route.h"

#include <QTimer>

namespace mdmc::ui {

/// The sync page without widgets: what waits, what was refused, what met another's edit. Reads only while it is active;
/// many changes in a row are one reading.
class SyncPresenter : public QObject {
    Q_OBJECT
public:
    static constexpr int kMaxPending = 500;

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

    SyncHead head() const;
    SyncWords words() const { return SyncWords(m_context); }
    const sync::SyncStatus &status() const { return m_status; }
    const std::vector<sync::PendingOperation> &pending() const { return m_pending; }
    const std::vector<Attention> &attention() const { return m_attention; }
    const std::vector<sync::ConflictView> &conflicts() const { return m_conflicts; }
    const sync::PendingOperation *pendingItem(qint64 n) const;
    const Attention *attentionItem(qint64 id) const;
    const sync::ConflictView *conflict(const RecordId &id) const;
    QString log() const;

    void retry(qint64 id, std::optional<std::vector<FieldChange>> changes = {});
    void discard(qint64 id);
    void restore(const RecordId &conflict);
    void dismiss(const RecordId &conflict);
    void goOffline() { m_context.workspace.goOffline(); }
    void connectNow() { m_context.workspace.goOnline(); }
    /// The page that shows the record, or the record it belongs to.
    void open(const RecordRef &record);

    PageContext &context() const { return m_context; }

Q_SIGNALS:
    void refreshed(); ///< The three lists.
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
    static std::vector<Attention> nested(const std::vector<sync::AttentionItem> &items);

    PageContext &m_context;
    sync::SyncStatus m_status;
    std::vector<sync::PendingOperation> m_pending;
    std::vector<Attention> m_attention;
    std::vector<sync::ConflictView> m_conflicts;
    QTimer m_refreshTimer;
    int m_readsLeft = 0;
    bool m_isActive = false;
    bool m_isStale = true;
    bool m_isReady = false;
};

} // namespace mdmc::ui
