// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/passphrase.h"
#include "core/security/replica_key.h"
#include "tests/support/results.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace mdmc;
using namespace mdmc::security;

namespace {

const QString passphrase = QStringLiteral("trois chats gris & un œuf");
const QString keyName = QStringLiteral("profile-1");

void writeFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("The test cannot write its file");
}

QByteArray readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

class TestReplicaKey : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void newReplicaUsesTheKeychain();
    void newReplicaWithoutKeychainAsksForAPassphrase_data();
    void newReplicaWithoutKeychainAsksForAPassphrase();
    void passphraseCanBeChosen();
    void weakPassphraseIsAskedAgain();
    void existingDatabaseWithoutKeyIsNeverGivenOne_data();
    void existingDatabaseWithoutKeyIsNeverGivenOne();
    void existingKeyFileIsUnlocked_data();
    void existingKeyFileIsUnlocked();
    void wrongPassphraseIsAskedAgainUntilCancelled();
    void damagedKeyFileIsNotAskedFor();
    void keyInStoreIsNeverReplaced();
    void storeThatForgetsIsNoticed();
    void chosenKeychainMustExist();
    void nobodyToAsk();
    void nothingSecretIsOnDisk();

private:
    ReplicaKeyRequest request()
    {
        return {.databasePath = m_dir->filePath(QStringLiteral("replica.db")),
                .keyFilePath = m_dir->filePath(QStringLiteral("replica.key")),
                .keyName = keyName,
                .keyStore = m_store.get(),
                .askPassphrase =
                    [this](PassphrasePurpose purpose, int attempt, const Error &lastError) -> Result<QString> {
                    m_asked.append({purpose, attempt, lastError.code});
                    if (m_answers.isEmpty())
                        return failure(ErrorCode::Cancelled);
                    return m_answers.takeFirst();
                },
                .newProtection = std::nullopt,
                .cost = Argon2Cost::forTests()};
    }
    void makeDatabase() { writeFile(request().databasePath, "encrypted bytes"); }
    QStringList files() const { return QDir(m_dir->path()).entryList(QDir::Files | QDir::Hidden); }

    struct Asked {
        PassphrasePurpose purpose;
        int attempt;
        ErrorCode lastError;
    };
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<MemoryKeyStore> m_store;
    QStringList m_answers;
    QList<Asked> m_asked;
};

void TestReplicaKey::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_store = std::make_unique<MemoryKeyStore>();
    m_answers.clear();
    m_asked.clear();
}

void TestReplicaKey::newReplicaUsesTheKeychain()
{
    const auto first = resolveReplicaKey(request());
    VERIFY_OK(first);
    QVERIFY(first->isNew);
    QCOMPARE(first->protection, KeyProtection::Keychain);
    QVERIFY(m_store->load(keyName).value() == first->key);
    QVERIFY(m_asked.isEmpty());
    makeDatabase();
    const auto second = resolveReplicaKey(request());
    VERIFY_OK(second);
    QVERIFY(!second->isNew);
    QVERIFY(second->key == first->key);
}

void TestReplicaKey::newReplicaWithoutKeychainAsksForAPassphrase_data()
{
    QTest::addColumn<bool>("hasStore");
    QTest::newRow("no key store") << false;
    QTest::newRow("a locked one") << true;
}

void TestReplicaKey::newReplicaWithoutKeychainAsksForAPassphrase()
{
    QFETCH(bool, hasStore);
    m_store->setAvailable(false);
    auto wanted = request();
    if (!hasStore)
        wanted.keyStore = nullptr;
    m_answers << passphrase;
    const auto first = resolveReplicaKey(wanted);
    VERIFY_OK(first);
    QVERIFY(first->isNew);
    QCOMPARE(first->protection, KeyProtection::Passphrase);
    QCOMPARE(m_asked.size(), 1);
    QCOMPARE(m_asked[0].purpose, PassphrasePurpose::Choose);
    const auto mode = QFile::permissions(wanted.keyFilePath);
    QVERIFY(!(mode & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));

    makeDatabase();
    m_answers << passphrase;
    const auto second = resolveReplicaKey(wanted);
    VERIFY_OK(second);
    QVERIFY(second->key == first->key);
    QVERIFY(!second->isNew);
    QCOMPARE(m_asked[1].purpose, PassphrasePurpose::Open);
}

void TestReplicaKey::passphraseCanBeChosen()
{
    auto wanted = request();
    wanted.newProtection = KeyProtection::Passphrase;
    m_answers << passphrase;
    const auto grant = resolveReplicaKey(wanted);
    VERIFY_OK(grant);
    QCOMPARE(grant->protection, KeyProtection::Passphrase);
    QVERIFY(!m_store->load(keyName).value().has_value());
}

void TestReplicaKey::weakPassphraseIsAskedAgain()
{
    auto wanted = request();
    wanted.newProtection = KeyProtection::Passphrase;
    m_answers << QStringLiteral("court") << passphrase;
    VERIFY_OK(resolveReplicaKey(wanted));
    QCOMPARE(m_asked.size(), 2);
    QCOMPARE(m_asked[1].attempt, 2);
    QCOMPARE(m_asked[1].lastError, ErrorCode::InvalidInput);
}

void TestReplicaKey::existingDatabaseWithoutKeyIsNeverGivenOne_data()
{
    QTest::addColumn<bool>("isAvailable");
    QTest::newRow("the keychain has none") << true;
    QTest::newRow("the keychain is locked") << false;
}

void TestReplicaKey::existingDatabaseWithoutKeyIsNeverGivenOne()
{
    QFETCH(bool, isAvailable);
    makeDatabase();
    m_store->setAvailable(isAvailable);
    for (const auto protection : {std::optional<KeyProtection>(), std::optional(KeyProtection::Keychain),
                                  std::optional(KeyProtection::Passphrase)}) {
        m_answers = {passphrase};
        auto wanted = request();
        wanted.newProtection = protection;
        VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::KeyMissing);
    }
    QVERIFY(m_asked.isEmpty());
    QCOMPARE(files(), QStringList{QStringLiteral("replica.db")});
    m_store->setAvailable(true);
    QVERIFY(!m_store->load(keyName).value().has_value());
}

void TestReplicaKey::existingKeyFileIsUnlocked_data()
{
    QTest::addColumn<bool>("hasDatabase");
    QTest::newRow("with its database") << true;
    QTest::newRow("before its database") << false;
}

void TestReplicaKey::existingKeyFileIsUnlocked()
{
    QFETCH(bool, hasDatabase);
    if (hasDatabase)
        makeDatabase();
    const SecretKey key = SecretKey::generate();
    auto wanted = request();
    VERIFY_OK(writeKeyFile(wanted.keyFilePath, passphrase, key, wanted.cost));
    const QByteArray before = readFile(wanted.keyFilePath);
    m_answers << passphrase;
    const auto grant = resolveReplicaKey(wanted);
    VERIFY_OK(grant);
    QVERIFY(grant->key == key);
    QVERIFY(!grant->isNew);
    QCOMPARE(readFile(wanted.keyFilePath), before);
}

void TestReplicaKey::wrongPassphraseIsAskedAgainUntilCancelled()
{
    makeDatabase();
    auto wanted = request();
    VERIFY_OK(writeKeyFile(wanted.keyFilePath, passphrase, SecretKey::generate(), wanted.cost));
    m_answers << QStringLiteral("wrong one") << QString();
    VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::Cancelled);
    QCOMPARE(m_asked.size(), 3);
    QCOMPARE(m_asked[2].attempt, 3);
    QCOMPARE(m_asked[2].lastError, ErrorCode::WrongKey);
    m_answers << QStringLiteral("wrong one") << passphrase;
    VERIFY_OK(resolveReplicaKey(wanted));
}

void TestReplicaKey::damagedKeyFileIsNotAskedFor()
{
    makeDatabase();
    writeFile(request().keyFilePath, "garbage");
    m_answers << passphrase << passphrase;
    VERIFY_ERROR(resolveReplicaKey(request()), ErrorCode::StorageCorrupt);
    QCOMPARE(m_asked.size(), 1);
    QCOMPARE(readFile(request().keyFilePath), QByteArray("garbage"));
}

void TestReplicaKey::keyInStoreIsNeverReplaced()
{
    const SecretKey key = SecretKey::generate();
    VERIFY_OK(m_store->store(keyName, key));
    auto wanted = request(); // No database: perhaps it is only away for a moment.
    wanted.newProtection = KeyProtection::Passphrase;
    const auto grant = resolveReplicaKey(wanted);
    VERIFY_OK(grant);
    QVERIFY(grant->key == key);
    QVERIFY(!grant->isNew);
}

void TestReplicaKey::storeThatForgetsIsNoticed()
{
    class Forgetful final : public KeyStore {
        Result<std::optional<SecretKey>> load(const QString &) override { return std::nullopt; }
        Result<> store(const QString &, const SecretKey &) override { return {}; }
        Result<> remove(const QString &) override { return {}; }
        bool available() override { return true; }
    } forgetful;
    auto wanted = request();
    wanted.keyStore = &forgetful;
    VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::KeyMissing);
}

void TestReplicaKey::chosenKeychainMustExist()
{
    m_store->setAvailable(false);
    auto wanted = request();
    wanted.newProtection = KeyProtection::Keychain;
    m_answers << passphrase;
    VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::KeyMissing);
    QVERIFY(m_asked.isEmpty());
}

void TestReplicaKey::nobodyToAsk()
{
    auto wanted = request();
    wanted.askPassphrase = nullptr;
    wanted.keyStore = nullptr;
    VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::KeyMissing);
    VERIFY_OK(writeKeyFile(wanted.keyFilePath, passphrase, SecretKey::generate(), wanted.cost));
    VERIFY_ERROR(resolveReplicaKey(wanted), ErrorCode::KeyMissing);
    wanted.keyFilePath = m_dir->filePath(QStringLiteral("nowhere/replica.key"));
    VERIFY_ERROR(writeKeyFile(wanted.keyFilePath, passphrase, SecretKey::generate(), wanted.cost),
                 ErrorCode::StorageFailure);
}

void TestReplicaKey::nothingSecretIsOnDisk()
{
    auto wanted = request();
    wanted.newProtection = KeyProtection::Passphrase;
    m_answers << passphrase;
    const auto grant = resolveReplicaKey(wanted);
    VERIFY_OK(grant);
    const QByteArray raw(reinterpret_cast<const char *>(grant->key.data()), SecretKey::Size);
    for (const QString &name : files()) {
        const QByteArray content = readFile(m_dir->filePath(name));
        QVERIFY(!content.contains(raw) && !content.contains(raw.toHex()) && !content.contains(raw.toBase64()));
        QVERIFY(!content.contains(passphrase.toUtf8()));
    }
    QCOMPARE(files(), QStringList{QStringLiteral("replica.key")});
}

QTEST_GUILESS_MAIN(TestReplicaKey)
#include "test_replica_key.moc"
