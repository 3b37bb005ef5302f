// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/aes_gcm.h"
#include "core/security/field_cipher.h"
#include "core/security/secret.h"
#include "tests/support/results.h"

#include <QSet>
#include <QTest>

#include <type_traits>

using namespace mdmc;
using namespace mdmc::security;

namespace {

SecretKey keyOf(char c)
{
    return *SecretKey::fromBytes(QByteArray(32, c));
}

template<typename T>
concept Printable = requires(QDebug debug, T value) { debug << value; };

static_assert(!Printable<SecretKey>);
static_assert(!std::is_default_constructible_v<SecretKey>);

} // namespace

class TestCiphers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void secretKeys();
    void subkeysDiffer();
    void wipeClears();
    void tokens();
    void knownVectors_data();
    void knownVectors();
    void everyFlippedBitIsNoticed();
    void contextIsReusable();
    void fieldRoundTrip_data();
    void fieldRoundTrip();
    void fieldIsBoundToItsPlace();
    void fieldNoncesDiffer();
    void keyRotation();
    void unusableFields_data();
    void unusableFields();
    void ringNeedsItsCurrentKey();
    void blindIndex();
};

void TestCiphers::secretKeys()
{
    QVERIFY(!SecretKey::fromBytes(QByteArray(31, 'x')));
    QVERIFY(!SecretKey::fromBytes(QByteArray(33, 'x')));
    QVERIFY(!SecretKey::fromBytes({}));
    const SecretKey a = SecretKey::generate();
    const SecretKey b = SecretKey::generate();
    QVERIFY(a == a);
    QVERIFY(!(a == b));
    SecretKey copy = a;
    QVERIFY(copy == a);
    copy = b;
    QVERIFY(copy == b);
    alignas(SecretKey) unsigned char memory[sizeof(SecretKey)];
    auto *key = new (memory) SecretKey(keyOf('q'));
    QCOMPARE(memory[5], 'q');
    key->~SecretKey();
    QVERIFY(std::all_of(std::begin(memory), std::end(memory), [](unsigned char byte) { return byte == 0; }));
}

void TestCiphers::subkeysDiffer()
{
    const SecretKey master = keyOf('m');
    QVERIFY(master.subkey(1, "purpose1") == master.subkey(1, "purpose1"));
    QVERIFY(!(master.subkey(1, "purpose1") == master.subkey(2, "purpose1")));
    QVERIFY(!(master.subkey(1, "purpose1") == master.subkey(1, "purpose2")));
    QVERIFY(!(master.subkey(1, "purpose1") == keyOf('n').subkey(1, "purpose1")));
}

void TestCiphers::wipeClears()
{
    QByteArray bytes = QByteArray(100, 'x');
    wipe(bytes);
    QVERIFY(bytes.isEmpty());
    QString text(100, u'x');
    wipe(text);
    QVERIFY(text.isEmpty());
    QVERIFY(constantTimeEquals("abc", "abc"));
    QVERIFY(!constantTimeEquals("abc", "abd"));
    QVERIFY(!constantTimeEquals("abc", "ab"));
    QVERIFY(constantTimeEquals({}, {}));
}

void TestCiphers::tokens()
{
    QSet<QString> seen;
    for (int i = 0; i < 1000; ++i) {
        const QString token = randomToken();
        QCOMPARE(token.size(), 43);
        QVERIFY(!token.contains(u'+') && !token.contains(u'/') && !token.contains(u'='));
        seen.insert(token);
    }
    QCOMPARE(seen.size(), 1000);
    QCOMPARE(randomBytes(17).size(), 17);
}

void TestCiphers::knownVectors_data()
{
    QTest::addColumn<QByteArray>("key");
    QTest::addColumn<QByteArray>("nonce");
    QTest::addColumn<QByteArray>("plain");
    QTest::addColumn<QByteArray>("associated");
    QTest::addColumn<QByteArray>("sealed");
    // Test cases 13 to 16 of "The Galois/Counter Mode of Operation" (McGrew, Viega), AES-256.
    QTest::newRow("13: empty") << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray() << QByteArray()
                               << QByteArray("530f8afbc74536b9a963b4f1c4cb738b");
    QTest::newRow("14: one block") << QByteArray(64, '0') << QByteArray(24, '0') << QByteArray(32, '0') << QByteArray()
                                   << QByteArray("cea7403d4d606b6e074ec5d3baf39d18"
                                                 "d0d1c8a799996bf0265b98b5d48ab919");
    const QByteArray key = "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308";
    const QByteArray nonce = "cafebabefacedbaddecaf888";
    const QByteArray plain = "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
                             "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255";
    const QByteArray text = "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
                            "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad";
    QTest::newRow("15: four blocks") << key << nonce << plain << QByteArray()
                                     << text + "b094dac5d93471bdec1a502270e3cc6c";
    QTest::newRow("16: associated data") << key << nonce << plain.first(120)
                                         << QByteArray("feedfacedeadbeeffeedfacedeadbeefabaddad2")
                                         << text.first(120) + "76fc6ece0f4e1768cddf8853bb2d551b";
}

void TestCiphers::knownVectors()
{
    QFETCH(QByteArray, key);
    QFETCH(QByteArray, nonce);
    QFETCH(QByteArray, plain);
    QFETCH(QByteArray, associated);
    QFETCH(QByteArray, sealed);
    const auto bytes = [](const QByteArray &hex) { return QByteArray::fromHex(hex); };
    AesGcm cipher(*SecretKey::fromBytes(bytes(key)));
    const auto out = cipher.seal(bytes(nonce), bytes(plain), bytes(associated));
    VERIFY_OK(out);
    QCOMPARE(out->toHex(), sealed);
    const auto back = cipher.open(bytes(nonce), bytes(sealed), bytes(associated));
    VERIFY_OK(back);
    QCOMPARE(back->toHex(), plain);
}

void TestCiphers::everyFlippedBitIsNoticed()
{
    KeyRing ring{{{3, keyOf('k')}}, 3};
    auto cipher = FieldCipher::create(ring);
    VERIFY_OK(cipher);
    const auto sealed = cipher->seal("FR76 3000 6000 0112 3456 7890 189", "company/iban/1");
    VERIFY_OK(sealed);
    for (qsizetype bit = 0; bit < sealed->size() * 8; ++bit) {
        QByteArray altered = *sealed;
        altered[bit / 8] = char(altered[bit / 8] ^ (1 << (bit % 8)));
        QVERIFY2(!cipher->open(altered, "company/iban/1"), qPrintable(QString::number(bit)));
    }
    for (qsizetype length = 0; length < sealed->size(); ++length)
        QVERIFY(!cipher->open(sealed->first(length), "company/iban/1"));
    QVERIFY(!cipher->open(*sealed + 'x', "company/iban/1"));
}

void TestCiphers::contextIsReusable()
{
    AesGcm cipher(keyOf('k'));
    const QByteArray nonce(12, 'n');
    const auto first = cipher.seal(nonce, "text", "with");
    VERIFY_ERROR(cipher.seal("short", "text", {}), ErrorCode::InvalidInput);
    VERIFY_ERROR(cipher.open(nonce, "short", {}), ErrorCode::InvalidInput);
    VERIFY_ERROR(cipher.open(nonce, *first, "other"), ErrorCode::WrongKey);
    // Neither the failures nor the other direction leave anything behind.
    QCOMPARE(cipher.seal(nonce, "text", "with"), first);
    QCOMPARE(cipher.open(nonce, *first, "with").value(), QByteArray("text"));
}

void TestCiphers::fieldRoundTrip_data()
{
    QTest::addColumn<QByteArray>("plain");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("text") << QByteArray("Zoë");
    QTest::newRow("zeros") << QByteArray(16, '\0');
    QTest::newRow("a megabyte") << QByteArray(1 << 20, 'm');
}

void TestCiphers::fieldRoundTrip()
{
    QFETCH(QByteArray, plain);
    auto cipher = FieldCipher::create({{{1, keyOf('k')}}, 1});
    const auto sealed = cipher->seal(plain, "place");
    VERIFY_OK(sealed);
    QCOMPARE(sealed->size(), plain.size() + 33);
    QCOMPARE(cipher->open(*sealed, "place").value(), plain);
}

void TestCiphers::fieldIsBoundToItsPlace()
{
    auto cipher = FieldCipher::create({{{1, keyOf('k')}}, 1});
    const auto sealed = cipher->seal("text", "lead/notes/1");
    VERIFY_ERROR(cipher->open(*sealed, "lead/notes/2"), ErrorCode::WrongKey);
    VERIFY_ERROR(cipher->open(*sealed, ""), ErrorCode::WrongKey);
}

void TestCiphers::fieldNoncesDiffer()
{
    auto cipher = FieldCipher::create({{{1, keyOf('k')}}, 1});
    QSet<QByteArray> seen;
    for (int i = 0; i < 1000; ++i)
        seen.insert(cipher->seal("same", "place").value());
    QCOMPARE(seen.size(), 1000);
}

void TestCiphers::keyRotation()
{
    auto old = FieldCipher::create({{{1, keyOf('a')}}, 1});
    const auto sealed = old->seal("text", "place");
    auto rotated = FieldCipher::create({{{1, keyOf('a')}, {2, keyOf('b')}}, 2});
    QCOMPARE(rotated->open(*sealed, "place").value(), QByteArray("text"));
    QVERIFY(rotated->needsReseal(*sealed));
    const auto again = rotated->seal("text", "place");
    QVERIFY(!rotated->needsReseal(*again));
    VERIFY_ERROR(old->open(*again, "place"), ErrorCode::KeyMissing);
    auto confused = FieldCipher::create({{{1, keyOf('z')}}, 1});
    VERIFY_ERROR(confused->open(*sealed, "place"), ErrorCode::WrongKey);
}

void TestCiphers::unusableFields_data()
{
    QTest::addColumn<QByteArray>("sealed");
    QTest::addColumn<QString>("code");
    QTest::newRow("empty") << QByteArray() << errorCodeName(ErrorCode::StorageCorrupt);
    QTest::newRow("short") << QByteArray(10, '\1') << errorCodeName(ErrorCode::StorageCorrupt);
    QTest::newRow("later layout") << QByteArray(80, '\2') << errorCodeName(ErrorCode::Unsupported);
    QTest::newRow("plain text") << QByteArray("Once stored in the clear, long enough to look real")
                                << errorCodeName(ErrorCode::Unsupported);
}

void TestCiphers::unusableFields()
{
    QFETCH(QByteArray, sealed);
    QFETCH(QString, code);
    auto cipher = FieldCipher::create({{{1, keyOf('k')}}, 1});
    QCOMPARE(test::codeOf(cipher->open(sealed, "place")), code);
}

void TestCiphers::ringNeedsItsCurrentKey()
{
    VERIFY_ERROR(FieldCipher::create({{}, 0}), ErrorCode::InvalidInput);
    VERIFY_ERROR(FieldCipher::create({{{1, keyOf('k')}}, 2}), ErrorCode::InvalidInput);
}

void TestCiphers::blindIndex()
{
    const BlindIndex index(keyOf('k'));
    const QByteArray print = index.fingerprint("email", "zoe@example.test");
    QCOMPARE(print.size(), 16);
    QCOMPARE(index.fingerprint("email", "zoe@example.test"), print);
    QVERIFY(index.fingerprint("email", "zoe@example.tesu") != print);
    QVERIFY(index.fingerprint("phone", "zoe@example.test") != print);
    QVERIFY(index.fingerprint("emailz", "oe@example.test") != print); // Field and value do not run together.
    QVERIFY(BlindIndex(keyOf('l')).fingerprint("email", "zoe@example.test") != print);
    QVERIFY(!print.contains("zoe"));
    // Stored fingerprints must stay findable: this value is part of the format.
    QCOMPARE(print.toHex(), QByteArray("16750998e01b6b2e6ee6042151ae8f77"));
}

QTEST_GUILESS_MAIN(TestCiphers)
#include "test_ciphers.moc"
