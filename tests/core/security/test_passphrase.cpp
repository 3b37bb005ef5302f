// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/passphrase.h"
#include "core/security/password_hash.h"
#include "tests/support/results.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace mdmc;
using namespace mdmc::security;

namespace {

const QString passphrase = QStringLiteral("trois chats gris & un œuf");
constexpr Argon2Cost cheap = Argon2Cost::forTests();

QByteArray edited(const QByteArray &file, const QString &name, const QJsonValue &value)
{
    QJsonObject json = QJsonDocument::fromJson(file).object();
    json[name] = value;
    return QJsonDocument(json).toJson();
}

} // namespace

class TestPassphrase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keyFileRoundTrip();
    void wrongPassphraseIsRefused();
    void composedAndDecomposedAreOne();
    void changeKeepsTheKey();
    void refusesWeakPassphrases();
    void garbageIsNoKeyFile_data();
    void garbageIsNoKeyFile();
    void alteredFilesDoNotOpen_data();
    void alteredFilesDoNotOpen();
    void standardCostIsWritten();
    void hashesVerify();
    void hashesDiffer();
    void garbageHashesVerifyNothing_data();
    void garbageHashesVerifyNothing();
    void rehashWhenTheCostRises();
    void longPasswordsAreRefused();
    void policy_data();
    void policy();
};

void TestPassphrase::keyFileRoundTrip()
{
    const SecretKey key = SecretKey::generate();
    const auto file = keyfile::create(passphrase, key, cheap);
    VERIFY_OK(file);
    const auto opened = keyfile::open(*file, passphrase);
    VERIFY_OK(opened);
    QVERIFY(*opened == key);
    const QByteArray raw(reinterpret_cast<const char *>(key.data()), 32);
    QVERIFY(!file->contains(raw.toBase64()) && !file->contains(raw.toHex()) && !file->contains(passphrase.toUtf8()));
    QVERIFY(*file != keyfile::create(passphrase, key, cheap).value()); // Salt and nonce are new each time.
}

void TestPassphrase::wrongPassphraseIsRefused()
{
    const auto file = keyfile::create(passphrase, SecretKey::generate(), cheap);
    for (const QString &wrong : {QString(), QStringLiteral(" "), QString(passphrase + u' '), passphrase.toUpper()})
        VERIFY_ERROR(keyfile::open(*file, wrong), ErrorCode::WrongKey);
}

void TestPassphrase::composedAndDecomposedAreOne()
{
    const QString text = QStringLiteral("le café est déjà là");
    const QString decomposed = text.normalized(QString::NormalizationForm_D);
    QVERIFY(decomposed != text);
    const auto file = keyfile::create(text, SecretKey::generate(), cheap);
    VERIFY_OK(keyfile::open(*file, decomposed));
    const PasswordHasher hasher(cheap);
    QVERIFY(hasher.verify(decomposed, hasher.hash(text).value()));
}

void TestPassphrase::changeKeepsTheKey()
{
    const SecretKey key = SecretKey::generate();
    const QString next = QStringLiteral("une autre phrase, plus longue");
    const auto file = keyfile::create(passphrase, key, cheap);
    VERIFY_ERROR(keyfile::change(*file, next, next, cheap), ErrorCode::WrongKey);
    const auto changed = keyfile::change(*file, passphrase, next, cheap);
    VERIFY_OK(changed);
    QVERIFY(keyfile::open(*changed, next).value() == key);
    VERIFY_ERROR(keyfile::open(*changed, passphrase), ErrorCode::WrongKey);
}

void TestPassphrase::refusesWeakPassphrases()
{
    for (const QString &weak : {QString(), QStringLiteral("court"), QStringLiteral("motdepasse123")}) {
        const auto file = keyfile::create(weak, SecretKey::generate(), cheap);
        VERIFY_ERROR(file, ErrorCode::InvalidInput);
        QCOMPARE(file.error().field, QStringLiteral("passphrase"));
    }
}

void TestPassphrase::garbageIsNoKeyFile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("binary") << QByteArray(500, '\xff');
    QTest::newRow("array") << QByteArray("[1,2]");
    QTest::newRow("other object") << QByteArray("{\"version\":1}");
    QTest::newRow("cut") << keyfile::create(passphrase, SecretKey::generate(), cheap)->first(120);
}

void TestPassphrase::garbageIsNoKeyFile()
{
    QFETCH(QByteArray, file);
    VERIFY_ERROR(keyfile::open(file, passphrase), ErrorCode::StorageCorrupt);
}

void TestPassphrase::alteredFilesDoNotOpen_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QString>("code");
    const QString corrupt = errorCodeName(ErrorCode::StorageCorrupt);
    const QString wrong = errorCodeName(ErrorCode::WrongKey);
    const QString later = errorCodeName(ErrorCode::Unsupported);
    const auto row = [](const char *tag, const char *name, const QJsonValue &value, const QString &code) {
        QTest::newRow(tag) << QString::fromLatin1(name) << value << code;
    };
    const auto base64 = [](int size) { return QString::fromLatin1(QByteArray(size, 'a').toBase64()); };
    row("later version", "version", 2, later);
    row("other derivation", "kdf", QStringLiteral("scrypt"), later);
    row("more passes", "passes", 2, wrong);
    row("more memory", "memory_bytes", 16384, wrong);
    row("all memory", "memory_bytes", 1e15, corrupt);
    row("no memory", "memory_bytes", 0, corrupt);
    row("negative passes", "passes", -3, corrupt);
    row("endless passes", "passes", 4e9, corrupt);
    row("other salt", "salt", base64(16), wrong);
    row("short salt", "salt", base64(8), corrupt);
    row("other nonce", "nonce", base64(24), wrong);
    row("short nonce", "nonce", base64(12), corrupt);
    row("other key", "wrapped_key", base64(48), wrong);
    row("short key", "wrapped_key", base64(32), corrupt);
    row("key is a number", "wrapped_key", 5, corrupt);
}

void TestPassphrase::alteredFilesDoNotOpen()
{
    QFETCH(QString, name);
    QFETCH(QJsonValue, value);
    QFETCH(QString, code);
    const auto file = keyfile::create(passphrase, SecretKey::generate(), cheap);
    QCOMPARE(test::codeOf(keyfile::open(edited(*file, name, value), passphrase)), code);
}

void TestPassphrase::standardCostIsWritten()
{
    const auto file = keyfile::create(passphrase, SecretKey::generate());
    VERIFY_OK(file);
    const QJsonObject json = QJsonDocument::fromJson(*file).object();
    QCOMPARE(json[u"memory_bytes"].toInteger(), 64 << 20);
    QCOMPARE(json[u"passes"].toInteger(), 3);
    VERIFY_OK(keyfile::open(*file, passphrase));
}

void TestPassphrase::hashesVerify()
{
    const PasswordHasher hasher(cheap);
    const auto hash = hasher.hash(passphrase);
    VERIFY_OK(hash);
    QVERIFY(hash->startsWith(QLatin1String("$argon2id$")));
    QVERIFY(hasher.verify(passphrase, *hash));
    QVERIFY(!hasher.verify(passphrase + u'x', *hash));
    QVERIFY(!hasher.verify(QString(), *hash));
    QVERIFY(!hasher.verifyNobody(passphrase));
    QVERIFY(PasswordHasher().verify(passphrase, *hash)); // Whatever its own cost.
}

void TestPassphrase::hashesDiffer()
{
    const PasswordHasher hasher(cheap);
    QVERIFY(hasher.hash(passphrase).value() != hasher.hash(passphrase).value());
}

void TestPassphrase::garbageHashesVerifyNothing_data()
{
    QTest::addColumn<QString>("hash");
    QTest::newRow("empty") << QString();
    QTest::newRow("the password") << passphrase;
    QTest::newRow("cut") << PasswordHasher(cheap).hash(passphrase)->left(60);
    QTest::newRow("long") << QString(5000, u'$');
    QTest::newRow("other algorithm") << QStringLiteral("$2b$12$abcdefghijklmnopqrstuv");
}

void TestPassphrase::garbageHashesVerifyNothing()
{
    QFETCH(QString, hash);
    const PasswordHasher hasher(cheap);
    QVERIFY(!hasher.verify(passphrase, hash));
    QVERIFY(!hasher.verify(hash, hash));
    QVERIFY(hasher.needsRehash(hash));
}

void TestPassphrase::rehashWhenTheCostRises()
{
    const PasswordHasher hasher(cheap);
    const auto hash = hasher.hash(passphrase);
    QVERIFY(!hasher.needsRehash(*hash));
    QVERIFY(PasswordHasher(Argon2Cost{16384, 1}).needsRehash(*hash));
    QVERIFY(PasswordHasher(Argon2Cost{8192, 2}).needsRehash(*hash));
    QVERIFY(PasswordHasher().needsRehash(*hash));
}

void TestPassphrase::longPasswordsAreRefused()
{
    const PasswordHasher hasher(cheap);
    VERIFY_OK(hasher.hash(QString(256, u'é')));
    VERIFY_ERROR(hasher.hash(QString(257, u'x')), ErrorCode::TooLarge);
    QVERIFY(!hasher.verify(QString(257, u'x'), hasher.hash(passphrase).value()));
}

void TestPassphrase::policy_data()
{
    QTest::addColumn<QString>("password");
    QTest::addColumn<bool>("isFine");
    const auto row = [](const char16_t *text, bool isFine) {
        const QString password = QString::fromUtf16(text);
        QTest::newRow(qPrintable(password)) << password << isFine;
    };
    row(u"", false);
    row(u"neuf caar", false);
    row(u"dix carac.", true);
    row(u"aaaaaaaaaaaa", false);
    row(u"abababababab", false);
    row(u"abcabcabcabc", false);
    row(u"1234567890", false);
    row(u"123456789012", false);
    row(u"0987654321", false);
    row(u"abcdefghijkl", false);
    row(u"password123", false);
    row(u"P@ssw0rd2024!", false);
    row(u"motdepasse1", false);
    row(u"azertyuiop", false);
    row(u"Azerty12345", false);
    row(u"qwertyuiop", false);
    row(u"administrateur", false);
    row(u"mdmc-crm-2026", false);
    row(u"zoe.martin1", false);
    row(u"Zoé.Martin!", false);
    row(u"zoe.martin aime le fromage", true);
    row(u"correct horse battery", true);
    row(u"Xk9$mQ2#vL", true);
}

void TestPassphrase::policy()
{
    QFETCH(QString, password);
    QFETCH(bool, isFine);
    const auto result = checkPassword(password, {QStringLiteral("zoe.martin@example.test"), QStringLiteral("Zoe")});
    QCOMPARE(result.has_value(), isFine);
    if (!isFine) {
        QCOMPARE(result.error().code, ErrorCode::InvalidInput);
        QCOMPARE(result.error().field, QStringLiteral("password"));
        QVERIFY(!result.error().detail.isEmpty());
    }
}

QTEST_GUILESS_MAIN(TestPassphrase)
#include "test_passphrase.moc"
