// SPDX-License-Identifier: GPL-3.0-or-later
// The only source that sees libphonenumber: its headers pull in protobuf and are slow to compile.
#include "core/rules/contact_text.h"

#include <QRegularExpression>

#include <phonenumbers/logger.h>
#include <phonenumbers/phonenumberutil.h>

#include <set>
#include <string>

namespace mdmc {

namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

const PhoneNumberUtil &phoneUtil()
{
    static const PhoneNumberUtil &util = [] () -> const PhoneNumberUtil & {
        PhoneNumberUtil &instance = *PhoneNumberUtil::GetInstance();
        // The default one writes to standard output, where the command line's reports go. Ownership passes.
        instance.SetLogger(new i18n::phonenumbers::NullLogger);
        return instance;
    }();
    return util;
}

std::string regionFor(QStringView country)
{
    static const std::set<std::string> regions = [] {
        std::set<std::string> supported;
        phoneUtil().GetSupportedRegions(&supported);
        return supported;
    }();
    std::string region = country.trimmed().toString().toUpper().toStdString();
    return regions.contains(region) ? region : "FR";
}

std::optional<PhoneNumber> parse(QStringView text, QStringView country)
{
    // The library skips what stands before the digits, so it would dig a number out of a whole sentence.
    if (text.size() > 64)
        return std::nullopt;
    static const QRegularExpression frenchExtension(QStringLiteral("\\s*\\bposte\\s*(\\d{1,6})\\s*$"),
                                                    QRegularExpression::CaseInsensitiveOption);
    const QString plain = text.toString().replace(frenchExtension, QStringLiteral(" ext. \\1"));
    PhoneNumber number;
    if (phoneUtil().ParseAndKeepRawInput(plain.toStdString(), regionFor(country), &number)
        != PhoneNumberUtil::NO_PARSING_ERROR)
        return std::nullopt;
    // "Possible" rather than "valid": numbering plans open ranges faster than the library's data is replaced.
    if (phoneUtil().IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE)
        return std::nullopt;
    return number;
}

QString format(const PhoneNumber &number, PhoneNumberUtil::PhoneNumberFormat form)
{
    std::string formatted;
    phoneUtil().Format(number, form, &formatted);
    return QString::fromStdString(formatted);
}

} // namespace

std::optional<QString> toE164(QStringView text, QStringView country)
{
    const auto number = parse(text, country);
    return number ? std::optional(format(*number, PhoneNumberUtil::E164)) : std::nullopt;
}

std::optional<QString> storedPhone(QStringView text, QStringView country)
{
    const auto number = parse(text, country);
    if (!number)
        return std::nullopt;
    const bool hasExtension = number->has_extension() && !number->extension().empty();
    return format(*number, hasExtension ? PhoneNumberUtil::INTERNATIONAL : PhoneNumberUtil::E164);
}

QString formatPhone(const QString &e164)
{
    const auto number = parse(e164, u"FR");
    return number ? format(*number, PhoneNumberUtil::INTERNATIONAL) : e164;
}

} // namespace mdmc
