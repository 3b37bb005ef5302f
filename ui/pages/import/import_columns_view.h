// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/import/import_presenter.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;

namespace mdmc::ui {

class Button;
class ImportPreviewTable;
class InlineNotice;
class SegmentedControl;

/// How the file is read, where its columns go, what is done with rows that are known already.
class ImportColumnsView : public QWidget {
    Q_OBJECT
public:
    ImportColumnsView(ImportPresenter &presenter, QWidget *parent);
    void refresh();
    QWidget *firstControl() const;

private:
    QWidget *formatBar();
    QWidget *optionsBar();
    QWidget *buttonBar();
    void refreshNotices();

    ImportPresenter &m_presenter;
    QLabel *m_file;
    QComboBox *m_encoding;
    QComboBox *m_delimiter;
    QCheckBox *m_hasHeader;
    InlineNotice *m_problem;
    InlineNotice *m_hint;
    ImportPreviewTable *m_table;
    SegmentedControl *m_mode;
    QList<QCheckBox *> m_matchBy;
    QLabel *m_modeText;
    Button *m_close;
    Button *m_check;
    Button *m_import;
};

} // namespace mdmc::ui
