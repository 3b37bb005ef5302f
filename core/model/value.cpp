// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/value.h"

namespace mdmc {

bool Value::fits(FieldType type) const
{
    if (isEmpty())
        return true;
    switch (type) {
    case FieldType::Bool: return std::holds_alternative<bool>(m_v);
    case FieldType::Integer:
    case FieldType::Timestamp: return std::holds_alternative<qint64>(m_v);
    case FieldType::Date: return std::holds_alternative<QDate>(m_v);
    case FieldType::Text: return std::holds_alternative<QString>(m_v);
    case FieldType::Id: return std::holds_alternative<RecordId>(m_v);
    case FieldType::Money: return std::holds_alternative<Money>(m_v);
    case FieldType::TextSet: return std::holds_alternative<QStringList>(m_v);
    case FieldType::Bytes: return std::holds_alternative<QByteArray>(m_v);
    }
    return false;
}

QString toPlainText(const Value &value)
{
    struct Visitor {
        QString operator()(std::monostate) const { return {}; }
        QString operator()(bool v) const { return v ? QStringLiteral("true") : QStringLiteral("false"); }
        QString operator()(qint64 v) const { return QString::number(v); }
        QString operator()(const QString &v) const { return v; }
        QString operator()(const RecordId &v) const { return v.toString(); }
        QString operator()(const Money &v) const { return toDecimal(v) + QLatin1Char(' ') + v.currency; }
        QString operator()(const QDate &v) const { return v.toString(Qt::ISODate); }
        QString operator()(const QStringList &v) const { return v.join(QStringLiteral(", ")); }
        QString operator()(const QByteArray &v) const { return QString::fromLatin1(v.toHex()); }
    };
    return std::visit(Visitor{}, value.variant());
}

} // namespace mdmc
