// SPDX-License-Identifier: GPL-3.0-or-later
// People at their own computers, as tests see them: real replicas over a real network, through Workspace as the window
// uses it.
#pragma once

#include "sync/client/session.h"
#include "tests/support/processes.h"
#include "tests/support/results.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

namespace mdmc::sync::test {

inline constexpr int kPatience = 30'000;
inline const QString kPassword = QStringLiteral("correct horse battery staple 7");
inline const QString kAda = QStringLiteral("ada@example.org");
inline const QString kBen = QStringLiteral("ben@example.org");

inline int fieldOf(const char *name)
{
    return entityInfo(EntityType::Lead).indexOf(QLatin1String(name));
}

inline FieldChange text(const char *field, const QString &value)
{
    return {fieldOf(field), Value(value)};
}

/// Waits for a future on this thread's event loop.
template<typename T>
T wait(QFuture<T> future)
{
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, kPatience))
        qFatal("a future did not finish");
    return future.takeResult();
}

/// One person at their own computer.
struct Person {
    QTemporaryDir dir;
    security::MemoryKeyStore keys;
    std::unique_ptr<Workspace> workspace;

    QString profile() const { return dir.filePath(QStringLiteral("profile")); }

    Result<> signInAs(const QString &email, const QString &server)
    {
        auto result = wait(signIn(profile(),
                                  {QUrl(server), email, kPassword, QStringLiteral("test"), {}},
                                  KeyAccess{&keys, {}}));
        if (!result)
            return tl::unexpected(result.error());
        workspace = std::move(*result);
        return {};
    }

    Result<> reopen()
    {
        workspace.reset();
        auto known = Profile::load(profile());
        if (!known)
            return tl::unexpected(known.error());
        auto result = wait(openWorkspace(*known, KeyAccess{&keys, {}}));
        if (!result)
            return tl::unexpected(result.error());
        workspace = std::move(*result);
        return {};
    }

    bool isSynced() const { return workspace->status().state == SyncState::Synced && workspace->status().pending == 0; }
    bool isOffline() const { return workspace->status().state == SyncState::Offline; }

    Result<> edit(RecordEdit::Kind kind, const RecordId &id, std::vector<FieldChange> changes = {})
    {
        return wait(workspace->commit({QStringLiteral("Edit"), {{kind, EntityType::Lead, id, std::move(changes)}}}));
    }

    /// Every live row of every type.
    std::map<RecordRef, Record> rows()
    {
        auto result = wait(workspace->read([](ReplicaReader &reader) -> Result<std::map<RecordRef, Record>> {
            std::map<RecordRef, Record> all;
            for (const EntityInfo *info : allEntities()) {
                RecordId after;
                while (true) {
                    MDMC_ASSIGN(const auto page, reader.store.page(info->type, after, 1000, false));
                    for (const Record &record : page)
                        all.emplace(RecordRef{info->type, record.id}, record);
                    if (page.size() < 1000)
                        break;
                    after = page.back().id;
                }
            }
            return all;
        }));
        return result.value_or(std::map<RecordRef, Record>());
    }

    std::optional<Lead> lead(const RecordId &id)
    {
        const auto all = rows();
        const auto found = all.find({EntityType::Lead, id});
        return found == all.end() ? std::nullopt : std::optional(fromRecord<Lead>(found->second));
    }
};

/// What differs between two replicas; empty when nothing does.
inline QString differenceOf(const std::map<RecordRef, Record> &a, const std::map<RecordRef, Record> &b)
{
    for (const auto &[ref, record] : a) {
        const auto other = b.find(ref);
        if (other == b.end())
            return QStringLiteral("only one has %1 %2").arg(record.info().name, ref.id.toString());
        if (!(other->second == record)) {
            const auto changes = difference(record, other->second);
            return QStringLiteral("%1 differs in %2 (rev %3, %4)").arg(record.info().name)
                .arg(changes.empty() ? QStringLiteral("versions") : QString(record.info().field(changes.front().field).name))
                .arg(record.rev).arg(other->second.rev);
        }
    }
    return a.size() == b.size() ? QString() : QStringLiteral("one has more rows");
}

} // namespace mdmc::sync::test
