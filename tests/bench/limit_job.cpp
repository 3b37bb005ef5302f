// SPDX-License-Identifier: GPL-3.0-or-later
// J7: the same rows through the C interface, with the settings that the product's databases have. No conversion is
// measured: cells are in memory as SQLite takes them.
#include "tests/bench/jobs.h"

#include "app/desktop/await.h"
#include "core/security/secret.h"
#include "core/storage/database.h"
#include "core/storage/record_schema.h"
#include "core/storage/record_store.h"
#include "tests/bench/epoll.h"
#include "tests/bench/figures.h"

#include <QFile>
#include <QRegularExpression>

#include <netinet/in.h>
#include <sqlcipher/sqlite3.h>
#include <sys/socket.h>
#include <thread>

namespace mdmc::bench {

namespace {

using storage::Database;

constexpr int kCommits = 200;
constexpr int kUpdates = 10'000;
constexpr int kUpdatesPerCommit = 500; ///< As a push holds.

/// One cell as SQLite takes it; texts and blobs point into `Table::bytes`.
struct Cell {
    int type = SQLITE_NULL;
    qint64 number = 0; ///< Or offset.
    int size = 0;
};

struct Table {
    QByteArray name;
    QByteArray columns;
    int width = 0;
    std::vector<Cell> cells;
    QByteArray bytes;
    std::vector<QByteArray> texts; ///< For the full-text index; empty where the type has none.
    size_t rows() const { return width == 0 ? 0 : cells.size() / size_t(width); }
};

void append(Table &table, sqlite3_stmt *row, int column)
{
    Cell cell;
    cell.type = sqlite3_column_type(row, column);
    if (cell.type == SQLITE_INTEGER) {
        cell.number = sqlite3_column_int64(row, column);
    } else if (cell.type != SQLITE_NULL) {
        const auto *bytes = static_cast<const char *>(sqlite3_column_blob(row, column));
        cell.number = table.bytes.size();
        cell.size = sqlite3_column_bytes(row, column);
        table.bytes.append(bytes, cell.size);
    }
    table.cells.push_back(cell);
}

Result<Table> readTable(sync::ReplicaReader &reader, const EntityInfo &info)
{
    Table table;
    table.name = QByteArray(info.table.data(), info.table.size());
    table.columns = storage::RecordStore::selectList(info.type) + ",sort_key";
    table.width = int(table.columns.count(',')) + 1;
    sqlite3_stmt *rows = nullptr;
    const QByteArray sql = "SELECT " + table.columns + " FROM " + table.name + " ORDER BY rowid";
    if (sqlite3_prepare_v2(reader.db.handle(), sql.constData(), -1, &rows, nullptr) != SQLITE_OK)
        return failure(ErrorCode::Internal, QString::fromUtf8(sqlite3_errmsg(reader.db.handle())));
    while (sqlite3_step(rows) == SQLITE_ROW)
        for (int i = 0; i < table.width; ++i)
            append(table, rows, i);
    sqlite3_finalize(rows);
    if (!info.isSearchable())
        return table;
    RecordId after;
    while (table.texts.size() < table.rows()) {
        MDMC_ASSIGN(const std::vector<Record> page, reader.store.page(info.type, after, 5000, true));
        if (page.empty())
            break;
        for (const Record &record : page)
            table.texts.push_back(storage::searchText(record).toUtf8());
        after = page.back().id;
    }
    return table;
}

/// An encrypted database as the product opens one, in a file that goes with the object.
class Scratch {
public:
    static Result<Scratch> make(const Place &place, const QByteArray &schema)
    {
        const QString path = place.dir + QStringLiteral("/limit.db");
        QFile::remove(path);
        const auto key = security::SecretKey::generate();
        storage::OpenOptions options{.path = path, .key = key};
        options.create = true;
        MDMC_ASSIGN(Database database, Database::open(options));
        MDMC_TRY(database.exec(schema));
        return Scratch(std::move(database), key);
    }
    Scratch(Scratch &&) = default;
    ~Scratch()
    {
        if (!m_db)
            return;
        const QString path = m_db->path();
        m_db.reset();
        QFile::remove(path);
    }
    Database &database() { return *m_db; }
    sqlite3 *handle() { return m_db->handle(); }
    const security::SecretKey &key() const { return m_key; }

private:
    Scratch(Database database, const security::SecretKey &key)
        : m_db(std::make_unique<Database>(std::move(database))), m_key(key)
    {
    }
    std::unique_ptr<Database> m_db;
    security::SecretKey m_key;
};

Result<> insertRows(Scratch &scratch, const Table &table)
{
    sqlite3_stmt *insert = nullptr;
    const QByteArray sql = "INSERT INTO " + table.name + '(' + table.columns + ") VALUES(?"
        + QByteArray(",?").repeated(table.width - 1) + ')';
    if (sqlite3_prepare_v2(scratch.handle(), sql.constData(), -1, &insert, nullptr) != SQLITE_OK)
        return failure(ErrorCode::Internal, QString::fromUtf8(sqlite3_errmsg(scratch.handle())));
    const char *bytes = table.bytes.constData();
    bool isDone = true;
    for (size_t at = 0; at < table.cells.size() && isDone;) {
        for (int i = 1; i <= table.width; ++i, ++at) {
            const Cell &cell = table.cells[at];
            switch (cell.type) {
            case SQLITE_INTEGER: sqlite3_bind_int64(insert, i, cell.number); break;
            case SQLITE_TEXT: sqlite3_bind_text(insert, i, bytes + cell.number, cell.size, SQLITE_STATIC); break;
            case SQLITE_BLOB: sqlite3_bind_blob(insert, i, bytes + cell.number, cell.size, SQLITE_STATIC); break;
            default: sqlite3_bind_null(insert, i);
            }
        }
        isDone = sqlite3_step(insert) == SQLITE_DONE;
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return isDone ? Result<>()
                  : failure(ErrorCode::StorageFailure, QString::fromUtf8(sqlite3_errmsg(scratch.handle())));
}

Result<> insertTexts(Scratch &scratch, const Table &table)
{
    if (table.texts.empty())
        return {};
    MDMC_TRY(scratch.database().exec(
        QByteArray("INSERT INTO " + table.name + "_fts(" + table.name + "_fts, rank) VALUES('hashsize', 16777216)")));
    sqlite3_stmt *insert = nullptr;
    const QByteArray sql = "INSERT INTO " + table.name + "_fts(rowid, text) VALUES(?,?)";
    if (sqlite3_prepare_v2(scratch.handle(), sql.constData(), -1, &insert, nullptr) != SQLITE_OK)
        return failure(ErrorCode::Internal, QString::fromUtf8(sqlite3_errmsg(scratch.handle())));
    for (size_t i = 0; i < table.texts.size(); ++i) {
        sqlite3_bind_int64(insert, 1, qint64(i + 1));
        sqlite3_bind_text(insert, 2, table.texts[i].constData(), int(table.texts[i].size()), SQLITE_STATIC);
        sqlite3_step(insert);
        sqlite3_reset(insert);
    }
    sqlite3_finalize(insert);
    return {};
}

/// The first page in the order in which the list opens, over a connection of its own with nothing in memory.
Result<> firstPage(const Place &place, Scratch &scratch)
{
    QElapsedTimer timer;
    timer.start();
    storage::OpenOptions options{.path = scratch.database().path(), .key = scratch.key()};
    options.readOnly = true;
    MDMC_ASSIGN(Database database, Database::open(options));
    MDMC_ASSIGN(storage::Statement page,
                database.prepare(QByteArray("SELECT " + storage::RecordStore::selectList(EntityType::Lead)
                                            + " FROM lead WHERE deleted=0 ORDER BY last_activity_at DESC LIMIT 50")));
    MDMC_TRY(page.run());
    print("J7", place.n, QStringLiteral("first page from a closed file"), elapsedMs(timer), "ms");
    return {};
}

/// Seconds from nothing to committed: rows alone, or with every index and the full-text index made at the end.
Result<double> load(const Place &place, const std::vector<Table> &tables, bool isComplete)
{
    QByteArray schema = storage::recordTablesV1();
    schema.replace("id BLOB NOT NULL UNIQUE", "id BLOB NOT NULL");
    MDMC_ASSIGN(Scratch scratch,
                Scratch::make(place, schema + (isComplete ? storage::fullTextTablesV4() : QByteArray())));
    QElapsedTimer timer;
    timer.start();
    MDMC_TRY(scratch.database().exec(QByteArrayView("BEGIN IMMEDIATE")));
    for (const Table &table : tables)
        MDMC_TRY(insertRows(scratch, table));
    if (isComplete) {
        for (const Table &table : tables) {
            MDMC_TRY(scratch.database().exec(
                QByteArray("CREATE UNIQUE INDEX " + table.name + "_by_id ON " + table.name + "(id)")));
            MDMC_TRY(insertTexts(scratch, table));
        }
        MDMC_TRY(scratch.database().exec(storage::recordIndexesV1() + storage::recordIndexesV2()));
    }
    MDMC_TRY(scratch.database().exec(QByteArrayView("COMMIT")));
    const double seconds = elapsedMs(timer) / 1000;
    if (isComplete)
        MDMC_TRY(firstPage(place, scratch));
    return seconds;
}

/// One row changed, durably, again and again; and many rows changed, as many a commit as a push holds.
Result<> measureCommits(const Place &place)
{
    MDMC_ASSIGN(Scratch scratch,
                Scratch::make(place,
                              "CREATE TABLE t(id INTEGER PRIMARY KEY, v INTEGER, text TEXT);"
                              "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<10000)"
                              " INSERT INTO t SELECT i, i, hex(zeroblob(300)) FROM n"));
    Samples commits;
    for (int i = 0; i < kCommits; ++i) {
        QElapsedTimer timer;
        timer.start();
        MDMC_TRY(scratch.database().run("UPDATE t SET v=v+1 WHERE id=?1", i * 37 % 10'000 + 1));
        commits.add(elapsedMs(timer));
    }
    commits.print("J7", place.n, QStringLiteral("durable commit"));
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < kUpdates; ++i) {
        if (i % kUpdatesPerCommit == 0)
            MDMC_TRY(scratch.database().exec(QByteArrayView("BEGIN IMMEDIATE")));
        MDMC_TRY(scratch.database().run("UPDATE t SET v=v+1 WHERE id=?1", i * 7919 % 10'000 + 1));
        if (i % kUpdatesPerCommit == kUpdatesPerCommit - 1)
            MDMC_TRY(scratch.database().exec(QByteArrayView("COMMIT")));
    }
    print("J7", place.n, QStringLiteral("updates/s, 500 a commit"), kUpdates / elapsedMs(timer) * 1000, "1/s");
    return {};
}

/// As many bytes through a loopback socket, from one thread to another.
Result<double> throughSocket(qint64 bytes)
{
    const Descriptor listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener.get(), reinterpret_cast<sockaddr *>(&address), size) != 0 || ::listen(listener.get(), 1) != 0
        || ::getsockname(listener.get(), reinterpret_cast<sockaddr *>(&address), &size) != 0)
        return failure(ErrorCode::Unreachable, QStringLiteral("no loopback socket"));
    const Descriptor sender = connectLoopback(ntohs(address.sin_port), 0);
    const Descriptor receiver(::accept4(listener.get(), nullptr, nullptr, SOCK_CLOEXEC));
    QElapsedTimer timer;
    timer.start();
    std::thread sending([&] {
        const QByteArray piece(256 * 1024, 'x');
        for (qint64 left = bytes; left > 0; left -= piece.size())
            sendAll(sender.get(), left < piece.size() ? piece.left(left) : piece);
    });
    std::vector<char> buffer(256 * 1024);
    qint64 received = 0;
    while (received < bytes) {
        const ssize_t part = ::recv(receiver.get(), buffer.data(), buffer.size(), 0);
        if (part <= 0)
            break;
        received += part;
    }
    const double seconds = elapsedMs(timer) / 1000;
    sending.join();
    return seconds;
}

} // namespace

Result<> runLimit(const Place &place)
{
    std::vector<Table> tables;
    {
        MDMC_ASSIGN(const auto server, startServer(place));
        MDMC_ASSIGN(const auto workspace, openClient(place, *server, 0));
        MDMC_ASSIGN(tables, app::await(workspace->read([](sync::ReplicaReader &reader) -> Result<std::vector<Table>> {
                        std::vector<Table> all;
                        for (const EntityInfo *info : allEntities()) {
                            MDMC_ASSIGN(Table table, readTable(reader, *info));
                            all.push_back(std::move(table));
                        }
                        return all;
                    })));
    }
    qint64 bytes = 0;
    for (const Table &table : tables)
        bytes += table.bytes.size() + qint64(table.cells.size());
    MDMC_ASSIGN(const double rows, load(place, tables, false));
    print("J7", place.n, QStringLiteral("rows into an encrypted file"), rows, "s");
    MDMC_ASSIGN(const double complete, load(place, tables, true));
    print("J7", place.n, QStringLiteral("rows, indexes and full text into an encrypted file"), complete, "s");
    MDMC_ASSIGN(const double sent, throughSocket(bytes));
    print("J7", place.n, QStringLiteral("the rows' bytes through a loopback socket"), sent, "s");
    print("J7", place.n, QStringLiteral("the rows' bytes"), double(bytes), "B");
    return measureCommits(place);
}

} // namespace mdmc::bench
