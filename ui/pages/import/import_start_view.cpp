// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_start_view.h"

#include "ui/theme/painting.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"

#include <QLabel>
#include <QPainter>
#include <QVBoxLayout>

namespace mdmc::ui {

namespace {

constexpr int ZoneWidth = 560, ZoneHeight = 276, SymbolSide = 32, SymbolTop = 44, TextWidth = 400;

} // namespace

/// A dashed frame, so that one sees where to drop.
class ImportStartView::DropZone : public QWidget {
public:
    using QWidget::QWidget;
    void setHot(bool isHot)
    {
        m_isHot = isHot;
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Colours &c = Colours::of(this);
        painter.setPen(QPen(c[m_isHot ? Role::Accent : Role::LineStrong], 1, Qt::CustomDashLine));
        QPen pen = painter.pen();
        pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.setBrush(m_isHot ? QBrush(c[Role::AccentSoft]) : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(QRectF(rect()).adjusted(.5, .5, -.5, -.5), radius::Card, radius::Card);
        paintSymbol(painter, QRectF((width() - SymbolSide) / 2.0, SymbolTop, SymbolSide, SymbolSide), Symbol::Upload,
                    c[m_isHot ? Role::AccentText : Role::TextSecondary]);
    }

private:
    bool m_isHot = false;
};

ImportStartView::ImportStartView(QWidget *parent) : QWidget(parent)
{
    m_zone = new DropZone(this);
    m_zone->setFixedSize(ZoneWidth, ZoneHeight);
    m_zone->setObjectName(QStringLiteral("importDropZone"));
    auto *inside = new QVBoxLayout(m_zone);
    const int side = (ZoneWidth - TextWidth) / 2;
    inside->setContentsMargins(side, SymbolTop + SymbolSide + space::L, side, space::Xxl);
    inside->setSpacing(space::S);
    m_title = label(tr("Drop a CSV file here"), TextStyle::Section, m_zone);
    m_title->setAlignment(Qt::AlignCenter);
    m_text = label(tr("From HubSpot, Pipedrive, Excel or a list of your own. Encoding and columns are recognised, and "
                      "nothing changes "
                      "before you have seen what would happen."),
                   TextStyle::Base, m_zone, Tone::Secondary);
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignCenter);
    m_choose = new Button(tr("Choose a file…"), ButtonKind::Primary, m_zone);
    m_choose->setObjectName(QStringLiteral("importChoose"));
    inside->addWidget(m_title);
    inside->addWidget(m_text);
    inside->addStretch();
    inside->addWidget(m_choose, 0, Qt::AlignHCenter);
    m_notice = new InlineNotice(Tone::Negative, this);
    m_notice->setObjectName(QStringLiteral("importProblem"));
    m_notice->setFixedWidth(ZoneWidth);
    m_notice->hide();

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(space::M);
    layout->addStretch(2);
    layout->addWidget(m_notice, 0, Qt::AlignHCenter);
    layout->addWidget(m_zone, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_choose, &Button::clicked, this, &ImportStartView::chooseRequested);
    setFocusProxy(m_choose);
}

void ImportStartView::setProblem(const QString &sentence)
{
    m_notice->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty());
}

void ImportStartView::setDropping(bool dropping)
{
    m_zone->setHot(dropping);
}

void ImportStartView::setAllowed(bool allowed)
{
    m_choose->setVisible(allowed);
    m_title->setText(allowed ? tr("Drop a CSV file here") : tr("Your role does not import"));
    if (!allowed)
        m_text->setText(tr("Ask an administrator of the workspace, or somebody who manages leads."));
}

} // namespace mdmc::ui
