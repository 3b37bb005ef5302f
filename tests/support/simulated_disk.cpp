// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/simulated_disk.h"

#include "tests/support/simulated_disk_state.h"

#include <algorithm>
#include <atomic>
#include <bit>
#include <set>

namespace mdmc::test {

namespace disk {

quint64 mixed(quint64 a, quint64 b)
{
    quint64 z = a + 0x9e3779b97f4a7c15ULL * (b + 1);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

namespace {

using Page = std::shared_ptr<const QByteArray>;

/// A page that nobody else shares.
QByteArray &ownPage(Page &page)
{
    if (!page)
        page = std::make_shared<QByteArray>(int(kPageSize), '\0');
    else if (page.use_count() > 1)
        page = std::make_shared<QByteArray>(page->constData(), int(kPageSize));
    return const_cast<QByteArray &>(*page); // Made as a mutable one above or by an earlier call.
}

} // namespace

void resizePages(SimulatedDisk::Image::File &file, qint64 size)
{
    if (size < file.size && size % kPageSize != 0) {
        Page &last = file.pages[size_t(size / kPageSize)];
        if (last)
            std::fill(ownPage(last).begin() + size % kPageSize, ownPage(last).end(), '\0');
    }
    file.size = size;
    file.pages.resize(size_t((size + kPageSize - 1) / kPageSize));
}

void writePages(SimulatedDisk::Image::File &file, const char *from, qint64 size, qint64 offset)
{
    if (offset + size > file.size)
        resizePages(file, offset + size);
    while (size > 0) {
        const qint64 within = offset % kPageSize;
        const qint64 part = std::min(size, kPageSize - within);
        Page &page = file.pages[size_t(offset / kPageSize)];
        if (part == kPageSize)
            page = std::make_shared<QByteArray>(from, int(part));
        else
            std::copy_n(from, part, ownPage(page).data() + within);
        from += part;
        offset += part;
        size -= part;
    }
}

int File::read(char *to, qint64 size, qint64 offset) const
{
    const qint64 there = std::clamp<qint64>(now.size - offset, 0, size);
    for (qint64 done = 0; done < there;) {
        const qint64 at = offset + done;
        const qint64 part = std::min(there - done, kPageSize - at % kPageSize);
        if (const Page &page = now.pages[size_t(at / kPageSize)])
            std::copy_n(page->constData() + at % kPageSize, part, to + done);
        else
            std::fill_n(to + done, part, '\0');
        done += part;
    }
    std::fill_n(to + there, size - there, '\0');
    return int(there);
}

void File::write(const char *from, qint64 size, qint64 offset, qint64 number)
{
    if (std::exchange(isClean, false))
        durable = now;
    unsynced.push_back({offset, QByteArray(from, int(size)), false, number});
    writePages(now, from, size, offset);
}

void File::truncate(qint64 size, qint64 number)
{
    if (std::exchange(isClean, false))
        durable = now;
    unsynced.push_back({size, {}, true, number});
    resizePages(now, size);
}

void File::sync()
{
    isClean = true;
    durable = {};
    unsynced.clear();
}

QByteArray File::content() const
{
    QByteArray all(int(now.size), '\0');
    read(all.data(), now.size, 0);
    return all;
}

} // namespace disk

using disk::File;
using disk::kPageSize;
using disk::mixed;

namespace {

std::shared_ptr<File> fileOf(const SimulatedDisk::Image::File &content)
{
    auto file = std::make_shared<File>();
    file->now = content;
    return file;
}

/// How a power cut treats what was not synced. Not every run is a mix: each simple case must occur often as well.
enum class Loss : quint8 { All, Nothing, AfterAPoint, Sectors, TornSectors };

constexpr qint64 kSector = 512;

/// Writes those sectors of a write that reached the platters, one of them perhaps in part.
void writeSurvivors(SimulatedDisk::Image::File &file, const disk::Unsynced &change, Loss loss, quint64 dice)
{
    for (qint64 at = 0; at < change.data.size(); at += kSector) {
        const quint64 sectorDice = mixed(dice, quint64(at));
        qint64 from = at;
        qint64 to = std::min<qint64>(at + kSector, change.data.size());
        if (loss == Loss::TornSectors && sectorDice % 8 == 0) {
            const qint64 middle = from + qint64((sectorDice >> 8) % quint64(to - from));
            ((sectorDice >> 4) % 2 ? from : to) = middle;
        } else if (sectorDice % 2) {
            continue;
        }
        if (from < to)
            disk::writePages(file, change.data.constData() + from, to - from, change.offset + from);
    }
}

/// What is found of a file after a power cut.
SimulatedDisk::Image::File survivorOf(const File &file, Loss loss, qint64 lastKept, quint64 seed)
{
    if (file.isClean || loss == Loss::Nothing)
        return file.now;
    SimulatedDisk::Image::File found = file.durable;
    if (loss == Loss::All)
        return found;
    for (const disk::Unsynced &change : file.unsynced) {
        const quint64 dice = mixed(seed, quint64(change.number));
        if (loss == Loss::AfterAPoint && change.number > lastKept)
            break;
        if (change.isTruncation) {
            if (loss == Loss::AfterAPoint || dice % 2)
                disk::resizePages(found, change.offset);
        } else if (loss == Loss::AfterAPoint || dice % 3 == 0) {
            disk::writePages(found, change.data.constData(), change.data.size(), change.offset);
        } else {
            writeSurvivors(found, change, loss, dice);
        }
    }
    return found;
}

} // namespace

SimulatedDisk::State::Verdict SimulatedDisk::State::admit(disk::Process &process, Call call, int ioError, int &code)
{
    code = ioError;
    if (process.isDead || process.isStopped)
        return Verdict::Dead;
    if (watchers > 0)
        return Verdict::Done;
    ++counts[size_t(std::countr_zero(quint32(call)))];
    if ((call == Lock || call == ShmLock) && busy > 0) {
        --busy;
        code = SQLITE_BUSY;
        return Verdict::Fails;
    }
    if (!rule || !rule->calls.testFlag(call))
        return Verdict::Done;
    const qint64 left = --rule->from;
    if (left > 0 || (left < 0 && !rule->isLasting))
        return Verdict::Done;
    if (rule->stops) {
        process.isStopped = true;
        return Verdict::Done; // The last one.
    }
    hasFailed = true;
    if (rule->fault == Fault::Full && call == Write)
        code = SQLITE_FULL;
    else if (rule->fault == Fault::Busy && (call == Lock || call == ShmLock))
        code = SQLITE_BUSY;
    return Verdict::Fails;
}

qint64 SimulatedDisk::State::usedBytes() const
{
    qint64 used = 0;
    for (const auto &[path, file] : folder)
        used += file->now.size;
    return used;
}

void SimulatedDisk::State::end()
{
    disk::Process &process = *processes.back();
    process.isDead = true;
    sqlite3_vfs_unregister(&process.vfs);
    for (const Folder &files : {folder, durableFolder}) {
        for (const auto &[path, file] : files) {
            file->readers = 0;
            file->reserved = file->pending = file->exclusive = nullptr;
            file->memory.reset();
        }
    }
    if (rule && rule->stops)
        rule.reset();
    busy = 0;
}

SimulatedDisk::SimulatedDisk() : m_state(std::make_unique<State>())
{
    startProcess();
}

SimulatedDisk::SimulatedDisk(const Image &image) : SimulatedDisk()
{
    for (const auto &[path, content] : image.files)
        m_state->durableFolder[path] = m_state->folder[path] = fileOf(content);
}

SimulatedDisk::~SimulatedDisk()
{
    m_state->end();
}

void SimulatedDisk::startProcess()
{
    static std::atomic<quint64> number{0}; // SQLite knows VFSs by name, whatever disk they belong to.
    auto process = std::make_unique<disk::Process>();
    process->name = "mdmc-disk-" + QByteArray::number(++number);
    process->disk = m_state.get();
    process->vfs = disk::makeVfs(*process);
    sqlite3_vfs_register(&process->vfs, 0);
    m_state->processes.push_back(std::move(process));
}

QString SimulatedDisk::name() const
{
    const std::lock_guard guard(m_state->mutex);
    return QString::fromLatin1(m_state->processes.back()->name);
}

void SimulatedDisk::setClock(std::function<qint64()> nowMs)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->nowMs = std::move(nowMs);
}

QStringList SimulatedDisk::files() const
{
    const std::lock_guard guard(m_state->mutex);
    QStringList paths;
    for (const auto &[path, file] : m_state->folder)
        paths << path;
    return paths;
}

bool SimulatedDisk::exists(const QString &path) const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->folder.contains(path);
}

QByteArray SimulatedDisk::content(const QString &path) const
{
    const std::lock_guard guard(m_state->mutex);
    const auto found = m_state->folder.find(path);
    return found == m_state->folder.end() ? QByteArray() : found->second->content();
}

void SimulatedDisk::put(const QString &path, const QByteArray &content)
{
    const std::lock_guard guard(m_state->mutex);
    auto file = std::make_shared<File>();
    disk::writePages(file->now, content.constData(), content.size(), 0);
    m_state->durableFolder[path] = m_state->folder[path] = std::move(file);
}

void SimulatedDisk::overwrite(const QString &path, qint64 offset, const QByteArray &bytes)
{
    const std::lock_guard guard(m_state->mutex);
    if (const auto found = m_state->folder.find(path); found != m_state->folder.end()) {
        disk::writePages(found->second->now, bytes.constData(), bytes.size(), offset);
        found->second->sync();
    }
}

void SimulatedDisk::resize(const QString &path, qint64 size)
{
    const std::lock_guard guard(m_state->mutex);
    if (const auto found = m_state->folder.find(path); found != m_state->folder.end()) {
        disk::resizePages(found->second->now, size);
        found->second->sync();
    }
}

void SimulatedDisk::remove(const QString &path)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->folder.erase(path);
    m_state->durableFolder.erase(path);
}

void SimulatedDisk::copyDatabase(const SimulatedDisk &source, const QString &from, const QString &to)
{
    const Image all = source.image();
    const std::lock_guard guard(m_state->mutex);
    for (const char *suffix : {"", "-wal", "-journal"}) {
        const QString target = to + QLatin1String(suffix);
        const auto found = all.files.find(from + QLatin1String(suffix));
        m_state->folder.erase(target);
        m_state->durableFolder.erase(target);
        if (found != all.files.end())
            m_state->durableFolder[target] = m_state->folder[target] = fileOf(found->second);
    }
}

SimulatedDisk::Image SimulatedDisk::image() const
{
    const std::lock_guard guard(m_state->mutex);
    Image all;
    for (const auto &[path, file] : m_state->folder)
        all.files.emplace(path, file->now);
    return all;
}

void SimulatedDisk::load(const Image &image)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->end();
    m_state->folder.clear();
    m_state->durableFolder.clear();
    for (const auto &[path, content] : image.files)
        m_state->durableFolder[path] = m_state->folder[path] = fileOf(content);
    startProcess();
}

void SimulatedDisk::kill()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->end();
    startProcess();
}

void SimulatedDisk::powerCut(quint64 seed)
{
    const std::lock_guard guard(m_state->mutex);
    State &state = *m_state;
    state.end();
    const Loss loss = Loss(mixed(seed, 1) % 5);
    qint64 oldest = state.number;
    std::set<QString> paths;
    for (const State::Folder &files : {state.folder, state.durableFolder}) {
        for (const auto &[path, file] : files) {
            paths.insert(path);
            if (!file->unsynced.empty())
                oldest = std::min(oldest, file->unsynced.front().number);
        }
    }
    const qint64 lastKept = oldest - 1 + qint64(mixed(seed, 2) % quint64(state.number - oldest + 2));
    State::Folder found;
    quint64 nth = 0;
    for (const QString &path : paths) {
        const auto now = state.folder.find(path);
        const auto durable = state.durableFolder.find(path);
        const bool isChanged = now == state.folder.end() || durable == state.durableFolder.end()
            || now->second != durable->second;
        const bool isOld = isChanged && (loss == Loss::All || (loss != Loss::Nothing && mixed(seed, 100 + ++nth) % 2));
        const auto &entry = isOld ? durable : now;
        if (entry != (isOld ? state.durableFolder.end() : state.folder.end()))
            found[path] = fileOf(survivorOf(*entry->second, loss, lastKept, seed));
    }
    state.durableFolder = state.folder = std::move(found);
    startProcess();
}

void SimulatedDisk::stopAt(Calls calls, qint64 k)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->rule = disk::Rule{.calls = calls, .from = k, .stops = true};
}

SimulatedDisk::Watching::Watching(SimulatedDisk &disk) : m_disk(disk)
{
    const std::lock_guard guard(m_disk.m_state->mutex);
    ++m_disk.m_state->watchers;
}

SimulatedDisk::Watching::~Watching()
{
    const std::lock_guard guard(m_disk.m_state->mutex);
    --m_disk.m_state->watchers;
}

bool SimulatedDisk::isStopped() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->processes.back()->isStopped;
}

void SimulatedDisk::failFrom(Calls calls, qint64 k, Fault fault)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->rule = disk::Rule{.calls = calls, .from = k, .isLasting = true, .fault = fault};
    m_state->hasFailed = false;
}

void SimulatedDisk::failOnce(Calls calls, qint64 k, Fault fault)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->rule = disk::Rule{.calls = calls, .from = k, .fault = fault};
    m_state->hasFailed = false;
}

bool SimulatedDisk::hasFailed() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->hasFailed;
}

void SimulatedDisk::setCapacity(qint64 bytes)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->capacity = bytes;
    m_state->hasFailed = false;
}

qint64 SimulatedDisk::usedBytes() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->usedBytes();
}

void SimulatedDisk::busyFor(qint64 n)
{
    const std::lock_guard guard(m_state->mutex);
    m_state->busy = n;
}

qint64 SimulatedDisk::busyLeft() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->busy;
}

void SimulatedDisk::heal()
{
    const std::lock_guard guard(m_state->mutex);
    m_state->rule.reset();
    m_state->capacity = -1;
    m_state->busy = 0;
}

qint64 SimulatedDisk::count(Calls calls) const
{
    const std::lock_guard guard(m_state->mutex);
    qint64 sum = 0;
    for (size_t i = 0; i < m_state->counts.size(); ++i) {
        if (calls.testFlag(Call(1u << i)))
            sum += m_state->counts[i];
    }
    return sum;
}

qint64 SimulatedDisk::bytesWritten() const
{
    const std::lock_guard guard(m_state->mutex);
    return m_state->written;
}

qint64 SimulatedDisk::unsyncedWrites() const
{
    const std::lock_guard guard(m_state->mutex);
    qint64 sum = 0;
    for (const auto &[path, file] : m_state->folder)
        sum += qint64(file->unsynced.size());
    return sum;
}

} // namespace mdmc::test
