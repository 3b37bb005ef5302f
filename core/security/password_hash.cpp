// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/password_hash.h"

#include "core/security/argon2.h"
#include "core/security/secret.h"

#include <QHash>

#include <sodium.h>

#include <array>

namespace mdmc::security {

namespace {

constexpr qsizetype minLength = 10;
constexpr qsizetype maxLength = 256; // Characters; bounds what a stranger can make us hash.

Error refused(const QString &why)
{
    return Error{ErrorCode::InvalidInput, why, QStringLiteral("password")};
}

/// Lower case, no accents, only letters and digits, the usual digits for letters undone: `P@sswörd` → `password`.
QString skeleton(const QString &text)
{
    static const QHash<QChar, QChar> plain{{u'@', u'a'}, {u'4', u'a'}, {u'0', u'o'}, {u'1', u'i'}, {u'!', u'i'},
                                           {u'3', u'e'}, {u'5', u's'}, {u'$', u's'}, {u'7', u't'}};
    QString result;
    for (const QChar c : text.normalized(QString::NormalizationForm_KD).toLower()) {
        const QChar mapped = plain.value(c, c);
        if (mapped.isLetterOrNumber())
            result += mapped;
    }
    return result;
}

/// What people type when asked for ten characters, without the digits and signs they put at the ends.
bool isObvious(const QString &password)
{
    static const QStringList words{
        QStringLiteral("password"), QStringLiteral("passwort"), QStringLiteral("motdepasse"), QStringLiteral("azerty"),
        QStringLiteral("azertyuiop"), QStringLiteral("qwerty"), QStringLiteral("qwertyuiop"),
        QStringLiteral("qwertz"), QStringLiteral("letmein"), QStringLiteral("welcome"), QStringLiteral("bienvenue"),
        QStringLiteral("iloveyou"), QStringLiteral("jetaime"), QStringLiteral("admin"),
        QStringLiteral("administrator"), QStringLiteral("administrateur"), QStringLiteral("changeme"),
        QStringLiteral("soleil"), QStringLiteral("doudou"), QStringLiteral("marseille"), QStringLiteral("mdmc"),
        QStringLiteral("mdmccrm"), QStringLiteral("football"), QStringLiteral("dragon"), QStringLiteral("monkey"),
        QStringLiteral("sunshine"), QStringLiteral("princess"), QStringLiteral("secret"), QStringLiteral("test"),
    };
    QString letters = password;
    while (!letters.isEmpty() && !letters.back().isLetter() && letters.back() != u'@' && letters.back() != u'$')
        letters.chop(1);
    while (!letters.isEmpty() && letters.front().isDigit())
        letters.remove(0, 1);
    const QString bare = skeleton(letters);
    const QString whole = skeleton(password);
    return words.contains(bare) || words.contains(whole);
}

/// `aaaaaaaaaa`, `abababababab`, `1234567890`, `9876543210`, `abcdefghij`.
bool isSimpleRun(const QString &password)
{
    for (const qsizetype period : {1, 2, 3}) {
        bool repeats = true;
        for (qsizetype i = period; i < password.size() && repeats; ++i)
            repeats = password[i] == password[i - period];
        if (repeats)
            return true;
    }
    for (const int step : {1, -1}) {
        qsizetype breaks = 0;
        for (qsizetype i = 1; i < password.size(); ++i)
            breaks += password[i].unicode() != char16_t(password[i - 1].unicode() + step) ? 1 : 0;
        if (breaks <= 1) // One break lets 1234567890 (9 → 0) be seen as the run it is.
            return true;
    }
    return false;
}

} // namespace

Result<> checkPassword(const QString &password, const QStringList &personal)
{
    if (password.size() < minLength)
        return tl::unexpected(refused(QStringLiteral("A password has at least %1 characters").arg(minLength)));
    if (password.size() > maxLength)
        return tl::unexpected(refused(QStringLiteral("A password has at most %1 characters").arg(maxLength)));
    if (isSimpleRun(password) || isObvious(password))
        return tl::unexpected(refused(QStringLiteral("This password is one of the first that anybody would try")));
    const QString bare = skeleton(password);
    for (const QString &text : personal) {
        for (const QString &part : text.split(u'@', Qt::SkipEmptyParts)) {
            const QString own = skeleton(part);
            // What is left beside the name must not be just a year or a sign.
            if (own.size() >= 4 && bare.contains(own) && bare.size() - own.size() < 5)
                return tl::unexpected(refused(QStringLiteral("This password repeats the name or the e-mail address")));
        }
    }
    return {};
}

Result<QString> PasswordHasher::hash(const QString &password) const
{
    if (password.size() > maxLength)
        return failure(ErrorCode::TooLarge, QStringLiteral("A password has at most %1 characters").arg(maxLength),
                       QStringLiteral("password"));
    QByteArray secret = detail::passphraseBytes(password);
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int rc = crypto_pwhash_argon2id_str(text.data(), secret.constData(), quint64(secret.size()), m_cost.passes,
                                              m_cost.memoryBytes);
    wipe(secret);
    if (rc != 0)
        return failure(ErrorCode::Internal, QStringLiteral("Not enough memory to hash a password"));
    return QString::fromLatin1(text.data());
}

bool PasswordHasher::verify(const QString &password, const QString &hash) const
{
    const QByteArray text = hash.toLatin1();
    if (password.size() > maxLength || text.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return false;
    QByteArray secret = detail::passphraseBytes(password);
    const int rc = crypto_pwhash_argon2id_str_verify(text.constData(), secret.constData(), quint64(secret.size()));
    wipe(secret);
    return rc == 0;
}

bool PasswordHasher::verifyNobody(const QString &password) const
{
    const QByteArray salt(detail::argon2SaltSize, '\0');
    (void)detail::deriveKey(password.left(maxLength), salt, m_cost);
    return false;
}

bool PasswordHasher::needsRehash(const QString &hash) const
{
    const QByteArray text = hash.toLatin1();
    if (text.size() >= qsizetype(crypto_pwhash_STRBYTES))
        return true;
    return crypto_pwhash_argon2id_str_needs_rehash(text.constData(), m_cost.passes, m_cost.memoryBytes) != 0;
}

} // namespace mdmc::security
