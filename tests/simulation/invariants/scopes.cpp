// SPDX-License-Identifier: GPL-3.0-or-later
// No byte outside of the scope (9). What sessions were handed is checked on the way, by the ledger.
#include "tests/simulation/invariants/checks.h"

#include "tests/simulation/product_tables.h"

#include <unordered_map>

namespace mdmc::simulation {

using namespace sync;

namespace {

/// Words by where they were written.
class Canaries {
public:
    explicit Canaries(const Ledger &ledger)
    {
        for (const auto &[ref, row] : ledger.server().baseRows())
            add(row);
        for (const ServerHistory::Branch &branch : ledger.server().branches())
            for (size_t i = branch.inherited; i < branch.commits.size(); ++i)
                for (const ServerRow &row : branch.commits[i]->rows)
                    add(row);
    }
    const std::map<QString, std::set<RecordRef>> &places() const { return m_places; }

    static QStringList of(const Value &value)
    {
        if (const QByteArray *bytes = value.get<QByteArray>())
            return canariesIn(QString::fromLatin1(*bytes)); // Encoded values hold their text as it is.
        return canariesIn(toPlainText(value));
    }

private:
    void add(const ServerRow &row)
    {
        const RecordRef ref{row.record.type, row.record.id};
        for (size_t i = 0; i < row.record.values.size(); ++i)
            for (const QString &word : of(row.record.values[i]))
                m_places[word].insert(ref);
    }
    std::map<QString, std::set<RecordRef>> m_places;
};

quint64 tailOf(const QString &word)
{
    quint64 tail = 0;
    for (const QChar c : word.right(8))
        tail = tail << 8 | quint64(c.unicode() & 0xff);
    return tail;
}

/// The first of the words (by their last eight characters: an index leaves out the beginning that a word shares with
/// the one before) that occurs in the bytes.
const QString *firstIn(const QByteArray &bytes, const std::unordered_map<quint64, QString> &words)
{
    quint64 tail = 0;
    int run = 0;
    for (const char byte : bytes) {
        const bool isOfWord = byte >= 'a' && byte <= 'z';
        run = isOfWord ? run + 1 : 0;
        tail = tail << 8 | quint64(quint8(byte));
        if (run < 8)
            continue;
        if (const auto found = words.find(tail); found != words.end())
            return &found->second;
    }
    return nullptr;
}

/// Tables in which what a person typed may stay after the record left their sight.
bool keepsWhatWasTyped(const QByteArray &table)
{
    return table == "outbox" || table == "attention" || table == "acked_ops";
}

/// Where in the tables the word stands; for a message, and for words that some tables may hold.
QByteArray tableWith(storage::Database &db, const std::unordered_map<quint64, QString> &words, const QString *&word)
{
    QByteArrayList tables;
    {
        auto names = db.prepare("SELECT name FROM sqlite_schema WHERE type='table' AND sql NOT LIKE 'CREATE VIRTUAL%'");
        while (names && names->step().value_or(false))
            tables.append(names->columnText(0).toUtf8());
    }
    for (const QByteArray &table : tables) {
        if (keepsWhatWasTyped(table))
            continue;
        auto rows = db.prepare(QByteArray("SELECT * FROM \"" + table + '"'));
        while (rows && rows->step().value_or(false))
            for (int column = 0; column < rows->columnCount(); ++column)
                if ((word = firstIn(rows->columnBlob(column), words)))
                    return table;
    }
    return {};
}

} // namespace

void checkScopes(World &world, Examination &examination)
{
    if (!world.isSettled())
        return;
    const Ledger &ledger = world.ledger();
    const Canaries canaries(ledger);
    for (ClientNode *client : participants(world)) {
        const Actor actor = ledger.server().actor(client->user().id);
        std::set<QString> typed;
        if (const auto facts = ledger.clients().find(client->index()); facts != ledger.clients().end())
            for (const Copy &copy : facts->second.copies)
                for (const FieldEdit &edit : ledger.intention(copy.intention).operation.edits)
                    for (const QString &word : Canaries::of(edit.value))
                        typed.insert(word);
        std::unordered_map<quint64, QString> foreign, own;
        for (const auto &[word, places] : canaries.places()) {
            const bool isSeen = std::any_of(places.begin(), places.end(), [&](const RecordRef &ref) {
                const ServerRow *row = ledger.server().row(ref);
                return !row || isVisible(actor, row->scope.key);
            });
            if (!isSeen)
                (typed.contains(word) ? own : foreign).emplace(tailOf(word), word);
        }
        examination.examined(qint64(foreign.size() + own.size()));
        if (foreign.empty() && own.empty())
            continue;
        const auto report = [&](const QString &word, const QByteArray &table) {
            const RecordRef ref = *canaries.places().at(word).begin();
            examination.violated(QStringLiteral("%1 still holds \"%2\" of %3, which its user does not see%4")
                                     .arg(nameOf(*client), word, nameOf(ref),
                                          table.isEmpty() ? QStringLiteral(", in bytes that no table owns")
                                                          : QStringLiteral(", in table ") + QString::fromUtf8(table)));
        };
        const QString *word = nullptr;
        const QByteArray table = tableWith(client->replica().database(), own, word);
        if (word)
            return report(*word, table);
        if (const QString *found = firstIn(pagesOf(client->replica().database()), foreign)) {
            const QByteArray where = tableWith(client->replica().database(), {{tailOf(*found), *found}}, word);
            return report(*found, where);
        }
    }
}

} // namespace mdmc::simulation
