// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/folded_text.h"

namespace mdmc::exchange {

QString foldAccents(QStringView text)
{
    const QString decomposed = text.toString().toLower().normalized(QString::NormalizationForm_KD);
    QString folded;
    folded.reserve(decomposed.size());
    for (const QChar c : decomposed) {
        if (c.category() == QChar::Mark_NonSpacing)
            continue;
        if (c == u'œ')
            folded += QStringLiteral("oe");
        else if (c == u'æ')
            folded += QStringLiteral("ae");
        else if (c == u'ß')
            folded += QStringLiteral("ss");
        else
            folded += c;
    }
    return folded;
}

QString foldToWords(QStringView text)
{
    QString words = foldAccents(text);
    for (QChar &c : words) {
        if (!c.isLetterOrNumber())
            c = u' ';
    }
    return words.simplified();
}

} // namespace mdmc::exchange
