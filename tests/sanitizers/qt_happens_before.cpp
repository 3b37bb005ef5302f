// SPDX-License-Identifier: GPL-3.0-or-later
// Shows the thread sanitizer how Qt hands work from one thread to another. Qt's own libraries are not instrumented and
// lock by system calls that the sanitizer does not know, so what one of our threads wrote before it posted an event and
// another read when it came looks like a race. Suppressing those reports would hide real ones, as the event loop is in
// every stack. So the calls by which our code enters Qt go through here, with what they promise told to the sanitizer.
// Linked into every program of the preset `tsan`, whose symbols come before those of the libraries.
#include <QFutureInterface>
#include <QObject>
#include <QSemaphore>
#include <QThreadPool>

#include <dlfcn.h>
#include <sanitizer/tsan_interface.h>
#include <sched.h>

#include <cstdarg>

namespace {

/// The GLib context whose loop this thread runs.
thread_local void *loopOfThisThread = nullptr;

template<typename Function>
Function next(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// A slot, with what was written before it was posted.
class Delivered final : public QtPrivate::QSlotObjectBase {
public:
    explicit Delivered(QSlotObjectBase *slot) : QSlotObjectBase(&Delivered::impl), m_slot(slot) { __tsan_release(this); }

private:
    static void impl(int which, QSlotObjectBase *base, QObject *receiver, void **arguments, bool *result)
    {
        auto *self = static_cast<Delivered *>(base);
        switch (which) {
        case Destroy:
            __tsan_acquire(self);
            self->m_slot->destroyIfLastRef();
            delete self;
            break;
        case Call:
            __tsan_acquire(self);
            if (loopOfThisThread)
                __tsan_acquire(loopOfThisThread);
            self->m_slot->call(receiver, arguments);
            __tsan_release(self);
            break;
        case Compare: *result = self->m_slot->compare(arguments); break;
        }
    }

    QSlotObjectBase *m_slot;
};

} // namespace

// Posting and delivering -----------------------------------------------------------------------------------------------

bool QMetaObject::invokeMethodImpl(QObject *object, QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, void *result)
{
    using Function = bool (*)(QObject *, QtPrivate::QSlotObjectBase *, Qt::ConnectionType, void *);
    static const auto real = next<Function>(
        "_ZN11QMetaObject16invokeMethodImplEP7QObjectPN9QtPrivate15QSlotObjectBaseEN2Qt14ConnectionTypeEPv");
    return real(object, new Delivered(slot), type, result);
}

QMetaObject::Connection QObject::connectImpl(const QObject *sender, void **signal, const QObject *receiver, void **slotPtr,
                                             QtPrivate::QSlotObjectBase *slot, Qt::ConnectionType type, const int *types,
                                             const QMetaObject *senderMetaObject)
{
    using Function = QMetaObject::Connection (*)(const QObject *, void **, const QObject *, void **,
                                                 QtPrivate::QSlotObjectBase *, Qt::ConnectionType, const int *,
                                                 const QMetaObject *);
    static const auto real = next<Function>("_ZN7QObject11connectImplEPKS_PPvS1_S3_PN9QtPrivate15QSlotObjectBaseEN2Qt14"
                                            "ConnectionTypeEPKiPK11QMetaObject");
    return real(sender, signal, receiver, slotPtr, new Delivered(slot), type, types, senderMetaObject);
}

// Qt wakes a thread after it has put an event into its queue, the arguments of a queued signal among others.
extern "C" void g_main_context_wakeup(struct _GMainContext *context)
{
    static const auto real = next<void (*)(void *)>("g_main_context_wakeup");
    __tsan_release(context);
    real(context);
}

extern "C" int g_main_context_iteration(struct _GMainContext *context, int mayBlock)
{
    static const auto real = next<int (*)(void *, int)>("g_main_context_iteration");
    loopOfThisThread = context;
    return real(context, mayBlock);
}

// Thread pools ---------------------------------------------------------------------------------------------------------

void QThreadPool::start(std::function<void()> work, int priority)
{
    using Function = void (*)(QThreadPool *, std::function<void()>, int);
    static const auto real = next<Function>("_ZN11QThreadPool5startESt8functionIFvvEEi");
    auto *posted = new std::function<void()>(std::move(work));
    __tsan_release(posted);
    real(
        this,
        [this, posted] {
            __tsan_acquire(posted);
            (*posted)();
            delete posted;
            __tsan_release(this);
        },
        priority);
}

bool QThreadPool::waitForDone(int msecs)
{
    static const auto real = next<bool (*)(QThreadPool *, int)>("_ZN11QThreadPool11waitForDoneEi");
    const bool isDone = real(this, msecs);
    __tsan_acquire(this);
    return isDone;
}

// Futures --------------------------------------------------------------------------------------------------------------

// The last of those who share a future frees its results, after all that the others did with them.
bool QFutureInterfaceBase::derefT() const noexcept
{
    static const auto real =
        next<bool (*)(const QFutureInterfaceBase *)>("_ZNK20QFutureInterfaceBase6derefTEv");
    void *const shared = d;
    __tsan_release(shared);
    const bool isShared = real(this);
    if (!isShared)
        __tsan_acquire(shared);
    return isShared;
}

// Waiting --------------------------------------------------------------------------------------------------------------

void QSemaphore::release(int n)
{
    static const auto real = next<void (*)(QSemaphore *, int)>("_ZN10QSemaphore7releaseEi");
    __tsan_release(this);
    real(this, n);
}

void QSemaphore::acquire(int n)
{
    static const auto real = next<void (*)(QSemaphore *, int)>("_ZN10QSemaphore7acquireEi");
    real(this, n);
    __tsan_acquire(this);
}

bool QSemaphore::tryAcquire(int n)
{
    static const auto real = next<bool (*)(QSemaphore *, int)>("_ZN10QSemaphore10tryAcquireEi");
    const bool isAcquired = real(this, n);
    __tsan_acquire(this);
    return isAcquired;
}

bool QSemaphore::tryAcquire(int n, int timeout)
{
    static const auto real = next<bool (*)(QSemaphore *, int, int)>("_ZN10QSemaphore10tryAcquireEii");
    const bool isAcquired = real(this, n, timeout);
    __tsan_acquire(this);
    return isAcquired;
}

// Processes ------------------------------------------------------------------------------------------------------------

extern "C" int __interceptor_clone(int (*child)(void *), void *stack, int flags, void *argument, ...);

// QProcess starts its child in the memory of the parent, which waits until the child has become another program. The
// sanitizer of Clang 14 takes that for a fork and then finds its own state changed under it (a failed CHECK of
// thr->slot): it need not know of such a child at all.
extern "C" __attribute__((no_sanitize("thread"))) int clone(int (*child)(void *), void *stack, int flags, void *argument,
                                                            ...) noexcept
{
    va_list more;
    va_start(more, argument);
    auto *parentId = va_arg(more, pid_t *);
    void *threadLocal = va_arg(more, void *);
    auto *childId = va_arg(more, pid_t *);
    va_end(more);
    if ((flags & CLONE_VM) == 0 || (flags & CLONE_VFORK) == 0)
        return __interceptor_clone(child, stack, flags, argument, parentId, threadLocal, childId);
    using Function = int (*)(int (*)(void *), void *, int, void *, pid_t *, void *, pid_t *);
    static const auto real = next<Function>("clone");
    return real(child, stack, flags, argument, parentId, threadLocal, childId);
}
