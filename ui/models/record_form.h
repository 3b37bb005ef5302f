// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"

#include <QTimer>

namespace mdmc::ui {

/// The form of one record without widgets: what is typed, what is wrong with it, the draft that survives a crash, and
/// the records that may be the same. Values stay as they were typed until their field is left.
class RecordForm : public QObject {
    Q_OBJECT
public:
    /// `id` null: a new record, starting from `start`.
    RecordForm(PageContext &context, EntityType type, const RecordId &id, QObject *parent = nullptr);

    /// Reads the record (or starts a new one); then `loaded`, or `missing`.
    void load();
    bool isNew() const { return m_isNew; }
    bool isLoaded() const { return m_isLoaded; }
    bool isChanged() const;
    const Record &record() const { return m_record; }
    EntityType type() const { return m_type; }
    PageContext &context() { return m_context; }

    const Value &value(int field) const { return m_record.values[size_t(field)]; }
    void setValue(int field, const Value &value);
    /// Text as typed into a field that is not chosen from options; kept as it is when it cannot be read.
    void setText(int field, const QString &text);
    QString text(int field) const; ///< What the editor shows.
    /// The field was left: its value takes its stored form and is checked.
    void leave(int field);
    bool mayEdit(int field) const;
    bool isRequired(int field) const;

    QString error(int field) const { return m_errors.value(field); } ///< A sentence, or empty.
    int firstError() const; ///< -1: none.

    /// Checks everything and commits; then `saved`, or `failed` with what was typed untouched.
    void save();
    bool isSaving() const { return m_isSaving; }
    /// Commands that belong to the same step, such as a campaign's lines; asked for when saving.
    std::function<std::vector<sync::RecordEdit>(const RecordId &id)> moreEdits;
    /// Checks beside the record's own; false stops saving.
    std::function<bool()> moreChecks;

    struct Duplicate {
        RecordId id;
        QString title;
        QString why; ///< `same e-mail address`
        bool operator==(const Duplicate &) const = default;
    };
    const QList<Duplicate> &duplicates() const { return m_duplicates; }

    bool hasDraft() const { return m_hasDraft; } ///< Of an earlier, unfinished edit; not shown until taken.
    void takeDraft();
    void dropDraft();

Q_SIGNALS:
    void loaded(); ///< Also after a draft was taken: fill every editor.
    void missing();
    void valueChanged(int field); ///< The form changed it itself (stored form, a taken draft).
    void errorsChanged();
    void duplicatesChanged();
    void draftFound();
    void saved(const mdmc::RecordId &id, const QString &text);
    void failed(const QString &sentence, const mdmc::Error &error);

private:
    void startNew();
    void checkField(int field);
    void setError(int field, const QString &sentence);
    bool checkAll();
    void saveDraft();
    QString draftKey() const;
    void findDuplicates();
    QString country() const;

    PageContext &m_context;
    FieldText m_fields;
    EntityType m_type;
    bool m_isNew;
    bool m_isLoaded = false;
    bool m_isSaving = false;
    bool m_hasDraft = false;
    Record m_base;
    Record m_record;
    QHash<int, QString> m_unread; ///< Texts that could not be read as their field's type.
    QMap<int, QString> m_errors;
    QList<Duplicate> m_duplicates;
    quint64 m_duplicateQuery = 0;
    QTimer m_draftTimer;
    QTimer m_duplicateTimer;
};

} // namespace mdmc::ui
