// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace mdmc::ui {

class Button;
class InlineNotice;

/// Where a file is dropped or chosen.
class ImportStartView : public QWidget {
    Q_OBJECT
public:
    explicit ImportStartView(QWidget *parent);
    void setProblem(const QString &sentence);
    void setDropping(bool dropping); ///< A file hangs over the page.
    void setAllowed(bool allowed);   ///< False: the person's role does not import.
    Button *chooseButton() const { return m_choose; }

Q_SIGNALS:
    void chooseRequested();

private:
    class DropZone;
    DropZone *m_zone;
    QLabel *m_title;
    QLabel *m_text;
    Button *m_choose;
    InlineNotice *m_notice;
};

} // namespace mdmc::ui
