// SPDX-License-Identifier: GPL-3.0-or-later
// The link line proves most of the layering; what a distribution's include paths let through is caught here.
#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QTest>

namespace {

struct Rule {
    const char *folder;      ///< Sources below it …
    const char *mayInclude;  ///< … include only project headers that match this,
    const char *never;       ///< … and never any header that matches this.
};

constexpr char kGui[] = "^(QtWidgets|QtGui|QtCharts|QWidget|QLabel|QApplication|QGuiApplication|QPainter|QPixmap|QImage|QIcon|"
                        "QColor|QFont|QPushButton|QMainWindow)";

const Rule kRules[] = {
    {"core/base", "^core/base/", kGui},
    {"core/model", "^core/(base|model)/", kGui},
    {"core/rules", "^core/(base|model|rules)/", kGui},
    {"core/security", "^core/(base|security)/", kGui},
    {"core/storage", "^core/(base|model|rules|security|storage)/", kGui},
    {"core/exchange", "^core/(base|model|rules|exchange)/", kGui},
    {"sync/protocol", "^(core/(base|model|rules)|sync/protocol)/", kGui},
    {"sync/client", "^(core/|sync/(protocol|client)/)", kGui},
    {"sync/server/http", "^(core/base|sync/server/http)/", kGui},
    {"sync/server", "^(core/|sync/(protocol|server)/)", kGui},
    {"ui/theme", "^(core/base|ui/theme)/", "^sqlcipher"},
    {"ui/widgets", "^(core/base|ui/theme|ui/widgets)/", "^sqlcipher"},
    {"ui/shell", "^(core/base|ui/theme|ui/widgets|ui/shell)/", "^sqlcipher"},
    {"ui/models", "^(core/|ui/(theme|widgets|models)/|sync/client/(workspace|session|import_job)\\.h)", "^sqlcipher"},
    {"ui/pages", "^(core/|ui/|sync/client/(workspace|session|import_job)\\.h)", "^sqlcipher"},
    {"app/server", "^(core/|sync/(protocol|server)/|app/server/)", kGui},
};

} // namespace

class TestLayers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void includesStayInTheirRooms_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("mayInclude");
        QTest::addColumn<QString>("never");
        for (const Rule &rule : kRules)
            QTest::newRow(rule.folder) << QString::fromLatin1(rule.folder) << QString::fromLatin1(rule.mayInclude)
                                       << QString::fromLatin1(rule.never);
    }

    void includesStayInTheirRooms()
    {
        QFETCH(QString, folder);
        QFETCH(QString, mayInclude);
        QFETCH(QString, never);
        static const QRegularExpression include(QStringLiteral("^\\s*#\\s*include\\s+([<\"])([^>\"]+)[>\"]"), QRegularExpression::MultilineOption);
        const QRegularExpression allowed(mayInclude), banned(never);
        const QString root = QStringLiteral(MDMC_SOURCE_DIR "/");
        int files = 0;
        QDirIterator it(root + folder, {QStringLiteral("*.h"), QStringLiteral("*.cpp")}, QDir::Files, QDirIterator::Subdirectories);
        while (it.hasNext()) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString text = QString::fromUtf8(file.readAll());
            ++files;
            for (auto match = include.globalMatch(text); match.hasNext();) {
                const QRegularExpressionMatch m = match.next();
                const QString header = m.captured(2);
                const QString place = QDir(root).relativeFilePath(file.fileName()) + QStringLiteral(" includes ") + header;
                QVERIFY2(!banned.match(header).hasMatch(), qPrintable(place));
                if (m.captured(1) == QLatin1String("\""))
                    QVERIFY2(allowed.match(header).hasMatch(), qPrintable(place));
            }
        }
        QVERIFY2(files > 0, qPrintable(folder));
    }

    /// The desktop client holds both sides of sync when it hosts a workspace: two types of one name would be one to the
    /// linker, and crash.
    void clientAndServerShareNoTypeName()
    {
        static const QRegularExpression type(QStringLiteral("^(?:class|struct|enum class) ([A-Z][A-Za-z0-9]+)[^;]*$"),
                                             QRegularExpression::MultilineOption);
        const auto typesOf = [](const char *folder) {
            QSet<QString> names;
            QDirIterator it(QStringLiteral(MDMC_SOURCE_DIR "/") + QLatin1String(folder), {QStringLiteral("*.h")}, QDir::Files);
            while (it.hasNext()) {
                QFile file(it.next());
                if (!file.open(QIODevice::ReadOnly))
                    continue;
                const QString text = QString::fromUtf8(file.readAll());
                for (auto match = type.globalMatch(text); match.hasNext();)
                    names.insert(match.next().captured(1));
            }
            return names;
        };
        const QSet<QString> client = typesOf("sync/client");
        const QSet<QString> server = typesOf("sync/server");
        QVERIFY(client.contains(QStringLiteral("Replica")) && server.contains(QStringLiteral("EmbeddedStore")));
        QCOMPARE((client & server).values(), QStringList());
    }
};

QTEST_GUILESS_MAIN(TestLayers)
#include "test_layers.moc"
