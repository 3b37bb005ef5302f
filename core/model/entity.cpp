// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/entity.h"

namespace mdmc {

int EntityInfo::indexOf(QLatin1String fieldName) const
{
    for (size_t i = 0; i < fields.size(); ++i)
        if (fields[i].name == fieldName)
            return int(i);
    return -1;
}

int EntityInfo::indexOf(QStringView fieldName) const
{
    for (size_t i = 0; i < fields.size(); ++i)
        if (fieldName == fields[i].name)
            return int(i);
    return -1;
}

int EntityInfo::titleField() const
{
    for (size_t i = 0; i < fields.size(); ++i)
        if (fields[i].has(FieldFlag::Title))
            return int(i);
    return -1;
}

bool EntityInfo::isSearchable() const
{
    return std::any_of(fields.begin(), fields.end(), [](const FieldInfo &f) { return f.has(FieldFlag::Searchable); });
}

QString toColumnName(QLatin1String fieldName)
{
    QString column;
    column.reserve(fieldName.size() + 4);
    for (const char c : fieldName) {
        if (c >= 'A' && c <= 'Z') {
            column += QLatin1Char('_');
            column += QLatin1Char(char(c - 'A' + 'a'));
        } else {
            column += QLatin1Char(c);
        }
    }
    return column;
}

QString foldText(QStringView text)
{
    // Pure ASCII is the common case by far; it needs no decomposition.
    const bool isAscii = std::all_of(text.begin(), text.end(), [](QChar c) { return c.unicode() < 0x80; });
    if (isAscii)
        return text.toString().toLower();
    const QString decomposed = text.toString().toCaseFolded().normalized(QString::NormalizationForm_KD);
    QString folded;
    folded.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c.category() == QChar::Mark_NonSpacing)
            continue;
        switch (c.unicode()) { // Letters that decompose to nothing
        case 0x00df: folded += QLatin1String("ss"); break;    // ß
        case 0x0131: folded += QLatin1Char('i'); break;       // ı
        case 0x00f8: folded += QLatin1Char('o'); break;       // ø
        case 0x0153: folded += QLatin1String("oe"); break;    // œ
        case 0x00e6: folded += QLatin1String("ae"); break;    // æ
        case 0x0142: folded += QLatin1Char('l'); break;       // ł
        case 0x0111: folded += QLatin1Char('d'); break;       // đ
        case 0x2019: folded += QLatin1Char('\''); break;      // ’ as French is typeset, ' as it is typed
        default: folded += c;
        }
    }
    return folded;
}

} // namespace mdmc
