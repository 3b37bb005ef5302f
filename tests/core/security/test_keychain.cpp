// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/key_store.h"
#include "tests/support/results.h"

#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace mdmc;
using namespace mdmc::security;

namespace {

const QString keyName = QStringLiteral("profile-1");
constexpr int shortTimeoutMs = 5000;
// The key that one session stores and the next one looks for.
const SecretKey storedKey = *SecretKey::fromBytes(QByteArray(32, 'K'));

/// Runs one of the `inside…` functions of this very program in a session bus of its own, with a keyring whose home
/// is `home`: unlocked by its password, or left locked. The daemon is ended by its process id.
const char *const sessionScript = R"(
if [ "$MDMC_KEYRING" = unlocked ]; then
    printf 'keyring password' | gnome-keyring-daemon --foreground --unlock --components=secrets >/dev/null 2>&1 &
else
    gnome-keyring-daemon --foreground --components=secrets </dev/null >/dev/null 2>&1 &
fi
daemon=$!
n=0
until dbus-send --session --dest=org.freedesktop.DBus --print-reply /org/freedesktop/DBus \
    org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets 2>/dev/null | grep -q true; do
    n=$((n + 1)); [ $n -lt 100 ] || break
    sleep 0.1
done
"$1" "$2"
code=$?
kill $daemon
exit $code
)";

} // namespace

class TestKeychain : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryStore();
    void withoutABusItIsUnavailable();
    void keepsKeysAndNoticesALockedKeyring();
    // Run only by the functions above, in a session made for them.
    void insideWithoutBus();
    void insideStore();
    void insideFind();
    void insideLocked();

private:
    static bool isInside() { return qEnvironmentVariableIsSet("MDMC_KEYRING"); }
    void runInside(const char *function, const QString &keyring, const QTemporaryDir &home);
};

#define ONLY_INSIDE()                                                                                             \
    if (!isInside())                                                                                              \
    QSKIP("Runs inside of a session that another test function makes")
#define ONLY_OUTSIDE()                                                                                            \
    if (isInside())                                                                                               \
    QSKIP("Makes the sessions")

void TestKeychain::runInside(const char *function, const QString &keyring, const QTemporaryDir &home)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "GNOME_KEYRING_CONTROL"})
        environment.remove(QString::fromLatin1(name));
    for (const char *name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"})
        environment.insert(QString::fromLatin1(name), home.path());
    environment.insert(QStringLiteral("MDMC_KEYRING"), keyring);
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::MergedChannels);
    const QString self = QCoreApplication::applicationFilePath();
    if (keyring == QLatin1String("none"))
        process.start(self, {QString::fromLatin1(function)});
    else
        process.start(QStringLiteral("dbus-run-session"),
                      {QStringLiteral("--"), QStringLiteral("sh"), QStringLiteral("-c"),
                       QString::fromLatin1(sessionScript), QStringLiteral("sh"), self, QString::fromLatin1(function)});
    QVERIFY2(process.waitForFinished(60'000), function);
    QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, process.readAll().constData());
}

void TestKeychain::memoryStore()
{
    ONLY_OUTSIDE();
    MemoryKeyStore store;
    QVERIFY(store.available());
    QVERIFY(!store.load(keyName).value().has_value());
    VERIFY_OK(store.store(keyName, storedKey));
    QVERIFY(store.load(keyName).value() == storedKey);
    QVERIFY(!store.load(QStringLiteral("other")).value().has_value());
    store.setAvailable(false);
    VERIFY_ERROR(store.load(keyName), ErrorCode::KeyMissing);
    VERIFY_ERROR(store.store(keyName, storedKey), ErrorCode::KeyMissing);
    VERIFY_ERROR(store.remove(keyName), ErrorCode::KeyMissing);
    store.setAvailable(true);
    VERIFY_OK(store.remove(keyName));
    VERIFY_OK(store.remove(keyName));
    QVERIFY(!store.load(keyName).value().has_value());
}

void TestKeychain::withoutABusItIsUnavailable()
{
    ONLY_OUTSIDE();
#ifndef Q_OS_LINUX
    QSKIP("Only on systems with the Secret Service");
#endif
    QTemporaryDir home;
    runInside("insideWithoutBus", QStringLiteral("none"), home);
}

void TestKeychain::keepsKeysAndNoticesALockedKeyring()
{
    ONLY_OUTSIDE();
    for (const char *program : {"dbus-run-session", "dbus-send", "gnome-keyring-daemon"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP(qPrintable(QStringLiteral("%1 is not installed").arg(QLatin1String(program))));
    }
    QTemporaryDir home;
    QVERIFY(home.isValid());
    runInside("insideStore", QStringLiteral("unlocked"), home);
    runInside("insideFind", QStringLiteral("unlocked"), home);
    runInside("insideLocked", QStringLiteral("locked"), home);
    runInside("insideFind", QStringLiteral("unlocked"), home); // Locked, and untouched.
}

void TestKeychain::insideWithoutBus()
{
    ONLY_INSIDE();
    KeychainKeyStore store(QStringLiteral("fr.mdmc.Crm.Test"), shortTimeoutMs);
    QVERIFY(!store.available());
    VERIFY_ERROR(store.load(keyName), ErrorCode::KeyMissing);
    VERIFY_ERROR(store.store(keyName, storedKey), ErrorCode::KeyMissing);
}

void TestKeychain::insideStore()
{
    ONLY_INSIDE();
    KeychainKeyStore store(QStringLiteral("fr.mdmc.Crm.Test"), shortTimeoutMs);
    QVERIFY(store.available());
    const auto none = store.load(keyName);
    VERIFY_OK(none);
    QVERIFY(!none->has_value());
    VERIFY_OK(store.store(keyName, SecretKey::generate()));
    VERIFY_OK(store.store(keyName, storedKey)); // Replaces.
    QVERIFY(store.load(keyName).value() == storedKey);
    VERIFY_OK(store.store(QStringLiteral("gone"), storedKey));
    VERIFY_OK(store.remove(QStringLiteral("gone")));
    VERIFY_OK(store.remove(QStringLiteral("gone")));
    QVERIFY(!store.load(QStringLiteral("gone")).value().has_value());
}

void TestKeychain::insideFind()
{
    ONLY_INSIDE();
    KeychainKeyStore store(QStringLiteral("fr.mdmc.Crm.Test"), shortTimeoutMs);
    const auto found = store.load(keyName);
    VERIFY_OK(found);
    QVERIFY(*found == storedKey);
}

void TestKeychain::insideLocked()
{
    ONLY_INSIDE();
    KeychainKeyStore store(QStringLiteral("fr.mdmc.Crm.Test"), shortTimeoutMs);
    // The backend itself says "not found" here; taken at its word, a new key would be made over a live database.
    VERIFY_ERROR(store.load(keyName), ErrorCode::KeyMissing);
    QVERIFY(!store.available());
    // Storing waits for a person to unlock the keyring: as long as it takes, unless the question is taken back.
    constexpr int neverMs = 10 * 60'000;
    KeychainKeyStore patient(QStringLiteral("fr.mdmc.Crm.Test"), neverMs);
    QTimer::singleShot(0, [&patient] { patient.cancel(); });
    VERIFY_ERROR(patient.load(keyName), ErrorCode::Cancelled);
    patient.close();
    VERIFY_ERROR(patient.load(keyName), ErrorCode::Cancelled);
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "test_keychain.moc"
