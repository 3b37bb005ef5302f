// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/icons.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/theme.h"
#include "ui/theme/tokens.h"

#include <QDirIterator>
#include <QFile>
#include <QPalette>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace mdmc::ui;

class TestTokens : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastIsWhatWcagSays()
    {
        QCOMPARE(qRound(contrastRatio(Qt::black, Qt::white) * 10), 210);
        QCOMPARE(qRound(contrastRatio(QColor(0x77, 0x77, 0x77), Qt::white) * 100), 448);
    }

    void everyTextIsReadable_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("ground");
        for (const Colours *c : {&Colours::light(), &Colours::dark()}) {
            const QByteArray theme = c->isDark() ? "dark" : "light";
            const auto add = [&](const QByteArray &what, QColor text, QColor ground) {
                QTest::newRow((theme + ' ' + what).constData()) << text << ground;
            };
            for (auto [name, text] : {std::pair{"text", Role::Text}, {"secondary", Role::TextSecondary},
                                      {"accent", Role::AccentText}, {"positive", Role::Positive},
                                      {"warning", Role::Warning}, {"negative", Role::Negative}}) {
                for (auto [where, ground] : {std::pair{"window", Role::Window}, {"surface", Role::Surface},
                                             {"raised", Role::Raised}, {"hover", Role::Hover},
                                             {"selection", Role::Selection}})
                    add(QByteArray(name) + " on " + where, (*c)[text], (*c)[ground]);
            }
            for (auto ground : {Role::AccentSoft, Role::NegativeSoft, Role::WarningSoft, Role::PositiveSoft}) {
                add("text on soft " + QByteArray::number(int(ground)), (*c)[Role::Text], (*c)[ground]);
                add("link on soft " + QByteArray::number(int(ground)), (*c)[Role::AccentText], (*c)[ground]);
            }
            add("text on pressed", (*c)[Role::Text], (*c)[Role::Pressed]);
            add("secondary on pressed", (*c)[Role::TextSecondary], (*c)[Role::Pressed]);
            add("on accent", (*c)[Role::OnAccent], (*c)[Role::Accent]);
            add("on accent hover", (*c)[Role::OnAccent], (*c)[Role::AccentHover]);
            for (int hue = 0; hue < int(Hue::Count_); ++hue) {
                const auto &colours = (*c)[Hue(hue)];
                add("hue " + QByteArray::number(hue) + " on its ground", colours.text, colours.ground);
                add("hue " + QByteArray::number(hue) + " on surface", colours.text, (*c)[Role::Surface]);
            }
        }
    }
    void everyTextIsReadable()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, ground);
        const double ratio = contrastRatio(text, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1 on %2: %3").arg(text.name(), ground.name()).arg(ratio)));
    }

    void marksAndDotsAreVisible()
    {
        for (const Colours *c : {&Colours::light(), &Colours::dark()}) {
            for (int hue = 0; hue < int(Hue::Count_); ++hue)
                QVERIFY(contrastRatio((*c)[Hue(hue)].solid, (*c)[Role::Surface]) >= 3.0);
        }
    }

    void paletteLeadsBackToItsTable()
    {
        QVERIFY(Colours::of(Colours::dark().palette()).isDark());
        QVERIFY(!Colours::of(Colours::light().palette()).isDark());
    }

    void sheetNamesOnlyKnownColours()
    {
        for (const Colours *c : {&Colours::light(), &Colours::dark()}) {
            const QString sheet = styleSheet(*c);
            QVERIFY(!sheet.contains(u'@'));
            QCOMPARE(sheet.count(u'{'), sheet.count(u'}'));
        }
    }

    void everyIconIsThereAndPaints()
    {
        for (int i = 1; i < int(Symbol::Count_); ++i) {
            const auto symbol = Symbol(i);
            const QImage image = icon(symbol, Role::Text).pixmap(QSize(16, 16), 2.0).toImage();
            QCOMPARE(image.size(), QSize(32, 32));
            bool painted = false;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x)
                    painted |= qAlpha(image.pixel(x, y)) > 128;
            }
            QVERIFY2(painted, qPrintable(symbolName(symbol)));
        }
        QVERIFY(icon(Symbol::None).isNull());
    }

    void aLiveSwitchRecoloursIcons()
    {
        Theme theme(*qApp, Theme::Mode::Light);
        QSignalSpy changed(&theme, &Theme::changed);
        const QIcon house = icon(Symbol::House, Role::Text);
        const auto colourOf = [&house] {
            const QImage image = house.pixmap(32, 32).toImage();
            for (int y = 0; y < 32; ++y) {
                for (int x = 0; x < 32; ++x) {
                    if (qAlpha(image.pixel(x, y)) == 255)
                        return QColor(image.pixel(x, y));
                }
            }
            return QColor();
        };
        QCOMPARE(colourOf(), Colours::light()[Role::Text]);
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.size(), 1);
        QCOMPARE(QGuiApplication::palette().color(QPalette::Window), Colours::dark()[Role::Window]);
        QCOMPARE(colourOf(), Colours::dark()[Role::Text]);
        theme.setMode(Theme::Mode::Dark);
        QCOMPARE(changed.size(), 1);
        theme.setMode(Theme::Mode::System); // offscreen is light
        QVERIFY(!theme.isDark());
    }

    void hueOfANameStays()
    {
        QCOMPARE(hueFor(u"Claire Dubois"), hueFor(u"claire dubois"));
        QVERIFY(hueFor(u"Claire Dubois") != Hue::Slate);
    }

    /// Colours and styles in pixels live in ui/theme and nowhere else in ui.
    void noLiteralsOutsideTheTheme()
    {
        static const QRegularExpression colour(QStringLiteral(
            "\"#[0-9A-Fa-f]{3,8}\"|Qt::(white|black|red|green|blue|gray|darkGray|lightGray|yellow|cyan|magenta)\\b|"
            "\\bqRgba?\\(|QColor\\(\\s*(0x|[0-9])|setStyleSheet\\(|[0-9]px\\b"));
        int scanned = 0;
        QDirIterator files(QStringLiteral(MDMC_SOURCE_DIR "/ui"), {QStringLiteral("*.cpp"), QStringLiteral("*.h")},
                           QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            if (path.contains(u"/ui/theme/"))
                continue;
            QFile file(path);
            QVERIFY(file.open(QIODevice::ReadOnly));
            ++scanned;
            const auto match = colour.match(QString::fromUtf8(file.readAll()));
            QVERIFY2(!match.hasMatch(), qPrintable(path + QStringLiteral(": ") + match.captured()));
        }
        QVERIFY(scanned > 30);
    }
};

QTEST_MAIN(TestTokens)
#include "test_tokens.moc"
