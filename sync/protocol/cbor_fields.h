// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/value_codec.h"
#include "sync/protocol/messages.h"

#include <QCborStreamReader>
#include <QCborStreamWriter>
#include <QCborValue>

// How the parts of messages are written and read: positional arrays, in which a later version may append. Private to
// sync/protocol.
namespace mdmc::sync::cbor {

/// Writes the elements of one array.
class Out {
public:
    explicit Out(QCborStreamWriter &w) : writer(w) {}

    template<typename... Fields>
    void array(const Fields &...fields)
    {
        writer.startArray(quint64(sizeof...(fields)));
        (put(fields), ...);
        writer.endArray();
    }

    void put(bool v) { writer.append(v); }
    void put(int v) { writer.append(qint64(v)); }
    void put(qint64 v) { writer.append(v); }
    void put(quint64 v) { writer.append(v); }
    void put(const QString &v) { writer.append(QStringView(v)); }
    void put(const QByteArray &v) { writer.append(v); }
    void put(const RecordId &v) { writer.appendByteString(reinterpret_cast<const char *>(v.data()), 16); }
    void put(const Record &v) { writeRecord(writer, v); }
    void put(const Cursor &v) { array(v.epoch, v.seq, v.tag); }
    void put(const RecordRef &v) { array(v.type, v.id); }
    void put(const SyncLimits &v);
    void put(const Operation &v);
    void put(const Origin &v) { array(v.client, v.n); }
    void put(const SkippedOperation &v) { array(v.n, v.group, v.hash); }
    void put(const OperationResult &v);
    void put(const Checksum &v) { array(v.type, v.bucket, v.count, v.sum); }
    template<typename Enum>
        requires std::is_enum_v<Enum>
    void put(Enum v) { writer.append(quint64(v)); }
    template<typename T>
    void put(const std::vector<T> &v)
    {
        writer.startArray(quint64(v.size()));
        for (const T &item : v)
            put(item);
        writer.endArray();
    }
    template<typename T>
    void put(const std::optional<T> &v)
    {
        if (v)
            put(*v);
        else
            writer.append(nullptr);
    }

    QCborStreamWriter &writer;
};

/// Reads them back. The first failure sticks; after it everything reads as a default, and `error` says what it was.
class In {
public:
    explicit In(QCborStreamReader &r) : reader(r) {}

    /// Reads the fields of an array; missing ones keep their defaults, further ones are skipped.
    template<typename... Fields>
    void array(Fields &...fields)
    {
        if (!enter())
            return;
        (field(fields), ...);
        leave();
    }

    bool enter();
    void leave();
    template<typename T>
    void field(T &value)
    {
        if (!failed && reader.hasNext())
            get(value);
    }

    void get(bool &v);
    void get(int &v);
    void get(qint64 &v);
    void get(quint64 &v);
    void get(QString &v);
    void get(QByteArray &v);
    void get(RecordId &v);
    void get(Record &v);
    void get(Cursor &v) { array(v.epoch, v.seq, v.tag); }
    void get(RecordRef &v) { array(v.type, v.id); }
    void get(SyncLimits &v);
    void get(Operation &v);
    void get(Origin &v) { array(v.client, v.n); }
    void get(SkippedOperation &v) { array(v.n, v.group, v.hash); }
    void get(OperationResult &v);
    void get(Checksum &v) { array(v.type, v.bucket, v.count, v.sum); }
    void get(EntityType &v);
    void get(OperationKind &v) { getEnum(v, 1, 4); }
    void get(EditAction &v) { getEnum(v, 0, 2); }
    void get(Outcome &v) { getEnum(v, 1, 4); }
    void get(RejectReason &v) { getEnum(v, 0, 15); }
    void get(Welcome::Resume &v) { getEnum(v, 0, 3); }
    template<typename T>
    void get(std::vector<T> &v)
    {
        if (!enter())
            return;
        constexpr bool isOperations = std::is_same_v<T, Operation>;
        while (!failed && reader.hasNext()) {
            if (v.size() >= (isOperations ? kMaxOperations : kMaxItems))
                return fail(Error{ErrorCode::TooLarge, isOperations ? QStringLiteral("a push of over 1,000 operations")
                                                                    : QStringLiteral("an array of over 100,000 items"), {}});
            T item{};
            get(item);
            if (!failed)
                v.push_back(std::move(item));
        }
        leave();
    }
    template<typename T>
    void get(std::optional<T> &v)
    {
        if (reader.isNull()) {
            v.reset();
            next();
            return;
        }
        T value{};
        get(value);
        if (!failed)
            v = std::move(value);
    }
    void fail(const char *expected);
    void fail(Error e);

    QCborStreamReader &reader;
    bool failed = false;
    Error error;

private:
    static constexpr size_t kMaxItems = 100'000;
    static constexpr size_t kMaxOperations = 1000; ///< Of a push; the server's own limit is below it.
    /// Of everything that is read: the largest frames that are sent in earnest have some 700,000.
    static constexpr int kMaxParts = 1'000'000;
    static constexpr int kMaxDepth = 32;

    template<typename Enum>
    void getEnum(Enum &v, int lowest, int highest)
    {
        int number = lowest;
        get(number);
        if (!failed && (number < lowest || number > highest))
            return fail("a known number");
        v = Enum(number);
    }
    void getEdits(Operation &operation);
    void next();
    void skip();
    bool count(qsizetype parts = 1);
    template<typename T>
    void take(Result<T> result, T &into);

    int m_depth = 0;
    qsizetype m_parts = 0;
};

} // namespace mdmc::sync::cbor
