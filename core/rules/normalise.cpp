// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/rules/validation.h"

#include "core/rules/contact_text.h"

namespace mdmc {

namespace {

/// Which stored form a text has, by the name of its field.
enum class TextForm { Plain, Email, Phone, Spotify, Country };

TextForm formOf(const FieldInfo &field)
{
    if (field.name == QLatin1String("email") || field.name == QLatin1String("emails"))
        return TextForm::Email;
    if (field.name == QLatin1String("phones"))
        return TextForm::Phone;
    if (field.name == QLatin1String("spotifyId"))
        return TextForm::Spotify;
    return field.name == QLatin1String("country") ? TextForm::Country : TextForm::Plain;
}

/// Takes away what no one sees and no reader of addresses expects: direction marks and zero-width characters, which
/// come along when a number or address is copied from a contact list or a web page.
QString withoutInvisible(QString text)
{
    text.removeIf([](QChar c) { return c.category() == QChar::Other_Format; });
    return text.trimmed();
}

QString normalisedText(const FieldInfo &field, TextForm form, const QString &given, QStringView country)
{
    QString text = given;
    if (field.has(FieldFlag::LongText)) {
        text.replace(QLatin1String("\r\n"), QLatin1String("\n")).replace(QLatin1Char('\r'), QLatin1Char('\n'));
    } else {
        for (QChar &c : text)
            if (c == u'\n' || c == u'\r' || c == u'\t')
                c = u' ';
    }
    text = text.trimmed();
    // In names such marks have their use (joined letters, mixed directions), unless there is nothing else.
    if (const QString visible = withoutInvisible(text); form != TextForm::Plain || visible.isEmpty())
        text = visible;
    switch (form) {
    case TextForm::Plain: break;
    case TextForm::Email: text = text.toLower(); break;
    case TextForm::Phone: text = storedPhone(text, country).value_or(text); break;
    case TextForm::Spotify: text = spotifyArtistId(text).value_or(text); break;
    case TextForm::Country: text = text.toUpper(); break;
    }
    return text.normalized(QString::NormalizationForm_C);
}

} // namespace

Value normaliseValue(const FieldInfo &field, const Value &value, QStringView country)
{
    if (const auto *text = value.get<QString>())
        return normalisedText(field, formOf(field), *text, country);
    if (const auto *set = value.get<QStringList>()) {
        QStringList entries;
        for (const QString &given : *set)
            if (const QString entry = normalisedText(field, formOf(field), given, country);
                !entry.isEmpty() && !entries.contains(entry))
                entries += entry;
        return entries;
    }
    if (const auto *money = value.get<Money>())
        return Money{money->minor, money->currency.trimmed().toUpper()};
    return value;
}

void normalise(Record &record)
{
    const std::span<const FieldInfo> fields = record.info().fields;
    QString country;
    if (const int at = record.info().indexOf(QLatin1String("country")); at >= 0)
        country = normaliseValue(fields[size_t(at)], record.values[size_t(at)]).as<QString>();
    for (size_t i = 0; i < fields.size() && i < record.values.size(); ++i)
        if (fields[i].type != FieldType::Bytes)
            record.values[i] = normaliseValue(fields[i], record.values[i], country);
}

} // namespace mdmc
