// SPDX-License-Identifier: GPL-3.0-or-later
// Rows between their columns and the wire, cell by cell. What is out of the ordinary goes by way of a Record.
#include "core/storage/record_store.h"

#include "core/model/cbor_append.h"
#include "core/model/cbor_pull.h"
#include "core/model/value_codec.h"

#include <algorithm>
#include <cstring>
#include <memory>

namespace mdmc::storage {

namespace {

constexpr int kStateFields = 5; ///< Type, id, rev, deleted, versions: before the values.
constexpr qsizetype kMaxStringBytes = 1 << 20;

bool isNullId(QByteArrayView id)
{
    return std::all_of(id.begin(), id.end(), [](char byte) { return byte == 0; });
}

/// As `packVersions` writes them, so that they need not be unpacked: one for all fields, or one for each.
bool areVersions(QByteArrayView packed, int fields)
{
    constexpr qsizetype kLongestNumber = 9; // Of ten bytes, some have more than 64 bits.
    if (packed.size() < 2 || (packed[0] != 0 && packed[0] != 1))
        return false;
    int count = 0;
    qsizetype start = 1;
    for (qsizetype i = 1; i < packed.size(); ++i) {
        if (packed[i] & 0x80)
            continue;
        const bool isShortest = i == start || packed[i] != 0;
        if (!isShortest || i - start >= kLongestNumber)
            return false;
        start = i + 1;
        ++count;
    }
    return start == packed.size() && count == (packed[0] == 0 ? 1 : fields);
}

/// `["a","b"]` as the elements of a CBOR array. False, with nothing said of `out`: there are escapes in it.
bool appendSet(CborAppend &out, QByteArrayView json)
{
    if (json.size() < 4 || json.front() != '[' || json.back() != ']' || json.contains('\\'))
        return false;
    std::array<QByteArrayView, 32> texts;
    size_t count = 0;
    qsizetype at = 1;
    while (json[at] == '"' && count < texts.size()) {
        const qsizetype end = json.indexOf('"', at + 1);
        if (end < 0)
            return false;
        texts[count++] = json.sliced(at + 1, end - at - 1);
        if (end + 2 == json.size()) {
            out.array(count);
            for (size_t i = 0; i < count; ++i)
                out.text(texts[i]);
            return true;
        }
        if (json[end + 1] != ',')
            return false;
        at = end + 2;
    }
    return false;
}

std::optional<int> digits(QByteArrayView text)
{
    int number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

QDate dateOf(QByteArrayView iso)
{
    if (iso.size() == 10 && iso[4] == '-' && iso[7] == '-') {
        const auto year = digits(iso.first(4));
        const auto month = digits(iso.sliced(5, 2));
        const auto day = digits(iso.last(2));
        if (year && month && day)
            return QDate(*year, *month, *day);
    }
    return QDate::fromString(QString::fromUtf8(iso), Qt::ISODate);
}

/// False: only by way of a value.
bool appendColumn(CborAppend &out, FieldType type, Statement &row, int &at)
{
    const int column = at++;
    const int currency = type == FieldType::Money ? at++ : -1;
    if (row.isNull(column)) {
        out.null();
        return true;
    }
    switch (type) {
    case FieldType::Bool: out.boolean(row.columnBool(column)); return true;
    case FieldType::Integer:
    case FieldType::Timestamp: out.integer(row.columnInt64(column)); return true;
    case FieldType::Text: {
        const QByteArrayView text = row.columnUtf8View(column);
        text.isEmpty() ? out.null() : out.text(text);
        return true;
    }
    case FieldType::Id: {
        const QByteArrayView id = row.columnBlobView(column);
        id.size() != 16 || isNullId(id) ? out.null() : out.bytes(id);
        return true;
    }
    case FieldType::Date: {
        const QDate date = dateOf(row.columnUtf8View(column));
        date.isValid() ? out.integer(date.toJulianDay()) : out.null();
        return true;
    }
    case FieldType::Money:
        out.array(2);
        out.integer(row.columnInt64(column));
        out.text(row.columnUtf8View(currency));
        return true;
    case FieldType::Bytes: {
        const QByteArrayView bytes = row.columnBlobView(column);
        bytes.isEmpty() ? out.null() : out.bytes(bytes);
        return true;
    }
    case FieldType::TextSet: return appendSet(out, row.columnUtf8View(column));
    }
    return false;
}

} // namespace

Result<> RecordStore::appendPacked(QByteArray &out, EntityType type, Statement &row)
{
    const EntityInfo &info = entityInfo(type);
    const qsizetype start = out.size();
    const QByteArrayView versions = row.columnBlobView(3);
    bool isPlain = row.columnBlobView(4).isEmpty() && areVersions(versions, info.fieldCount());
    if (isPlain) {
        CborAppend cbor(out);
        const QByteArrayView id = row.columnBlobView(0);
        cbor.array(quint64(kStateFields + info.fieldCount()));
        cbor.number(quint64(type));
        cbor.bytes(id);
        cbor.integer(row.columnInt64(1));
        cbor.integer(row.columnInt64(2));
        cbor.bytes(versions);
        int at = 5;
        const RecordId recordId = row.columnRecordId(0);
        for (int i = 0; isPlain && i < info.fieldCount(); ++i) {
            const FieldInfo &field = info.field(i);
            if (!m_codec || !field.has(FieldFlag::Sensitive)) {
                isPlain = appendColumn(cbor, field.type, row, at);
                continue;
            }
            const QByteArray sealed = row.columnBlob(at++);
            if (sealed.isEmpty()) {
                cbor.null();
                continue;
            }
            // What was sealed is the value's CBOR.
            MDMC_ASSIGN(const QByteArray plain, m_codec->open(type, recordId, i, sealed));
            cbor.items(plain);
        }
    }
    if (isPlain)
        return {};
    out.truncate(start);
    MDMC_ASSIGN(const Record record, read(type, row));
    out.append(encodeRecord(record));
    return {};
}

/// Binds packed rows to the columns of `replaceSql`.
class PackedRowBinder {
public:
    explicit PackedRowBinder(EntityType type) : m_info(entityInfo(type)), m_title(m_info.titleField()) { }

    /// Passes over the row. False: it is out of the ordinary (or broken), and anything may be bound.
    bool bind(Statement &statement, CborPull &cbor)
    {
        m_madeSize = 0;
        m_titleText = {};
        if (cbor.array() != quint64(kStateFields + m_info.fieldCount()) || cbor.number() != quint64(m_info.type))
            return false;
        const QByteArrayView id = cbor.bytes();
        if (id.size() != 16 || isNullId(id))
            return false;
        statement.bindBlobView(1, id);
        statement.bind(2, cbor.integer());
        statement.bind(3, cbor.integer());
        const QByteArrayView versions = cbor.bytes();
        if (!areVersions(versions, m_info.fieldCount()))
            return false;
        statement.bindBlobView(4, versions);
        statement.bind(5, nullptr);
        int at = kStateFields + 1;
        for (int i = 0; i < m_info.fieldCount(); ++i)
            if (!bindValue(statement, at, cbor, m_info.field(i).type, i == m_title) || cbor.failed())
                return false;
        bindSortKey(statement, at);
        return true;
    }

private:
    /// For what is not in the row as the column wants it. Stays where it is: what was bound points into it.
    static constexpr size_t kMadeBytes = 64 * 1024;

    bool bindValue(Statement &statement, int &at, CborPull &cbor, FieldType type, bool isTitle)
    {
        const int column = at++;
        const int currency = type == FieldType::Money ? at++ : -1;
        if (cbor.takeNull()) {
            statement.bind(column, nullptr);
            if (currency >= 0)
                statement.bind(currency, nullptr);
            return true;
        }
        switch (type) {
        case FieldType::Bool: statement.bind(column, cbor.boolean()); return true;
        case FieldType::Integer:
        case FieldType::Timestamp: statement.bind(column, cbor.integer()); return true;
        case FieldType::Text: {
            const QByteArrayView text = cbor.text();
            if (text.isEmpty() || text.size() > kMaxStringBytes)
                return false;
            if (isTitle)
                m_titleText = text;
            statement.bindUtf8View(column, text);
            return true;
        }
        case FieldType::Id: {
            const QByteArrayView id = cbor.bytes();
            if (id.size() != 16 || isNullId(id))
                return false;
            statement.bindBlobView(column, id);
            return true;
        }
        case FieldType::Date: return bindDate(statement, column, cbor.integer());
        case FieldType::Money: {
            if (cbor.array() != 2)
                return false;
            statement.bind(column, cbor.integer());
            statement.bindUtf8View(currency, cbor.text());
            return true;
        }
        case FieldType::TextSet: return bindSet(statement, column, cbor);
        case FieldType::Bytes: {
            const QByteArrayView bytes = cbor.bytes();
            if (bytes.isEmpty() || bytes.size() > kMaxStringBytes)
                return false;
            statement.bindBlobView(column, bytes);
            return true;
        }
        }
        return false;
    }

    bool bindDate(Statement &statement, int column, qint64 julianDay)
    {
        const QDate date = QDate::fromJulianDay(julianDay);
        int year = 0;
        int month = 0;
        int day = 0;
        if (!date.isValid())
            return false;
        date.getDate(&year, &month, &day);
        if (year < 1 || year > 9999)
            return false;
        const char text[10] = {char('0' + year / 1000), char('0' + year / 100 % 10), char('0' + year / 10 % 10),
                               char('0' + year % 10),   '-', char('0' + month / 10), char('0' + month % 10),
                               '-', char('0' + day / 10), char('0' + day % 10)};
        const size_t start = m_madeSize;
        if (!make({text, 10}))
            return false;
        statement.bindUtf8View(column, made(start));
        return true;
    }

    /// As the JSON text that the column holds.
    bool bindSet(Statement &statement, int column, CborPull &cbor)
    {
        const quint64 count = cbor.array();
        if (count == 0 || count > 1000)
            return false;
        const size_t start = m_madeSize;
        for (quint64 i = 0; i < count; ++i) {
            const QByteArrayView text = cbor.text();
            const bool isPlain = std::all_of(text.begin(), text.end(), [](char c) {
                return uchar(c) >= 0x20 && c != '"' && c != '\\' && uchar(c) < 0xf0; // As toJson in record_store.cpp
            });
            if (cbor.failed() || !isPlain || !make(i == 0 ? "[\"" : ",\"") || !make(text) || !make("\""))
                return false;
        }
        if (!make("]"))
            return false;
        statement.bindUtf8View(column, made(start));
        return true;
    }

    void bindSortKey(Statement &statement, int at)
    {
        if (m_titleText.isEmpty()) {
            statement.bind(at, nullptr);
            return;
        }
        const bool isAscii =
            std::all_of(m_titleText.begin(), m_titleText.end(), [](char c) { return uchar(c) < 0x80; });
        const size_t start = m_madeSize;
        if (!isAscii || !make(m_titleText)) {
            statement.bind(at, QStringView(foldText(QString::fromUtf8(m_titleText))));
            return;
        }
        for (char *c = m_made.get() + start; c < m_made.get() + m_madeSize; ++c)
            if (*c >= 'A' && *c <= 'Z')
                *c = char(*c - 'A' + 'a');
        statement.bindUtf8View(at, made(start));
    }

    bool make(QByteArrayView bytes)
    {
        if (size_t(bytes.size()) > kMadeBytes - m_madeSize)
            return false;
        std::memcpy(m_made.get() + m_madeSize, bytes.data(), size_t(bytes.size()));
        m_madeSize += size_t(bytes.size());
        return true;
    }
    QByteArrayView made(size_t start) const { return {m_made.get() + start, qsizetype(m_madeSize - start)}; }

    const EntityInfo &m_info;
    int m_title;
    std::unique_ptr<char[]> m_made = std::make_unique<char[]>(kMadeBytes);
    size_t m_madeSize = 0;
    QByteArrayView m_titleText;
};

Result<> RecordStore::savePacked(EntityType type, QByteArrayView rows)
{
    CborPull cbor(rows);
    PackedRowBinder binder(type);
    MDMC_ASSIGN(Statement insert, m_db.prepare(replaceSql(type)));
    while (!cbor.atEnd()) {
        const qsizetype start = cbor.position();
        CborPull row = cbor;
        if (binder.bind(insert, row)) {
            MDMC_TRY(insert.run());
            cbor = row;
            continue;
        }
        cbor.skip();
        if (cbor.failed())
            return failure(ErrorCode::InvalidInput, QStringLiteral("a row that cannot be read"));
        MDMC_ASSIGN(const Record record, decodeRecord(cbor.since(start).toByteArray()));
        if (record.type != type)
            return failure(ErrorCode::InvalidInput, QStringLiteral("a row of another type"));
        MDMC_TRY(bindRecord(insert, record));
        MDMC_TRY(insert.run());
    }
    return {};
}

} // namespace mdmc::storage
