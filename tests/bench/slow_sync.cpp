// SPDX-License-Identifier: GPL-3.0-or-later
// Loaded before the C library (LD_PRELOAD) by `mdmc-bench --sync-us`: each wait for the disk takes as long as the variable
// MDMC_BENCH_SYNC_US says, so that figures which count durable commits can be had for a slower disk than the machine's.
#include <cerrno>
#include <cstdlib>
#include <ctime>
#include <dlfcn.h>

namespace {

long wantedMicroseconds()
{
    const char *text = std::getenv("MDMC_BENCH_SYNC_US");
    return text ? std::atol(text) : 0;
}

/// Does what the C library does, and returns no sooner than it should.
int slowly(const char *name, int file)
{
    constexpr long kSecond = 1'000'000'000;
    static const long microseconds = wantedMicroseconds();
    timespec end{};
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_nsec += microseconds * 1000;
    end.tv_sec += end.tv_nsec / kSecond;
    end.tv_nsec %= kSecond;
    const auto sync = reinterpret_cast<int (*)(int)>(dlsym(RTLD_NEXT, name));
    const int result = sync ? sync(file) : -1;
    const int error = errno;
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &end, nullptr) == EINTR) { }
    errno = error;
    return result;
}

} // namespace

extern "C" int fsync(int file)
{
    return slowly("fsync", file);
}

extern "C" int fdatasync(int file)
{
    return slowly("fdatasync", file);
}
