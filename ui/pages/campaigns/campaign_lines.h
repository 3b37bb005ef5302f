// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

namespace mdmc::ui {

/// The lines of the campaign in a form, without widgets: what is on each platform, added and removed together with the
/// campaign in one step.
class CampaignLines : public QObject {
    Q_OBJECT
public:
    struct Line {
        Record record{EntityType::CampaignLine, RecordId()};
        std::optional<Record> base; ///< As stored; none for a new line.
        QHash<int, QString> unread; ///< Texts that are no amount or date.
        QHash<int, QString> errors; ///< Sentences.
    };

    explicit CampaignLines(PageContext &context, QObject *parent = nullptr);
    void load(const RecordId &campaign); ///< Null: none yet. Then `reset`.

    int count() const { return int(m_lines.size()); }
    const Line &line(int index) const { return m_lines[size_t(index)]; }
    /// A new line that begins with the campaign's dates and status.
    void add(const Record &campaign);
    void remove(int index);
    void setText(int index, int field, const QString &text);
    void setValue(int index, int field, const Value &value);

    /// Marks what is wrong; true when nothing is.
    bool check();
    /// What saving does to the lines: creates, patches and deletes.
    std::vector<sync::RecordEdit> edits(const RecordId &campaign) const;
    bool isChanged() const;
    /// Sum of the lines' budgets in the campaign's currency, and advice when it exceeds the campaign's; empty when not.
    QString sumText(const Record &campaign) const;
    QString warning(const Record &campaign) const;
    PageContext &context() { return m_context; }

Q_SIGNALS:
    void reset(); ///< Lines were read, added or removed.
    void changed(); ///< A value or an error.
    void failed(const QString &sentence);

private:
    std::vector<CampaignLine> entities() const;

    PageContext &m_context;
    std::vector<Line> m_lines;
    std::vector<RecordId> m_removed;
};

/// How far the time between two days has gone: 0 before, 1 after. Nothing without both days.
std::optional<double> elapsed(const QDate &start, const QDate &end, const QDate &today);

} // namespace mdmc::ui
