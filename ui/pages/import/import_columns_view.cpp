// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/import/import_columns_view.h"

#include "ui/pages/import/import_preview_table.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/panels.h"
#include "ui/widgets/segmented_control.h"

#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QVBoxLayout>

namespace mdmc::ui {

using namespace exchange;

namespace {

constexpr TextEncoding kEncodings[] = {TextEncoding::Utf8, TextEncoding::Cp1252, TextEncoding::Utf16Le,
                                       TextEncoding::Utf16Be};
constexpr char16_t kDelimiters[] = {u',', u';', u'\t', u'|'};
constexpr MatchBy kMatchKinds[] = {MatchBy::Email, MatchBy::Phone, MatchBy::Spotify};

QString delimiterName(QChar delimiter)
{
    switch (delimiter.unicode()) {
    case u',': return ImportColumnsView::tr("Comma");
    case u';': return ImportColumnsView::tr("Semicolon");
    case u'\t': return ImportColumnsView::tr("Tab");
    case u'|': return ImportColumnsView::tr("Vertical bar");
    default: return QString(delimiter);
    }
}

QString modeId(ImportMode mode)
{
    return mode == ImportMode::Create ? QStringLiteral("create")
        : mode == ImportMode::Update  ? QStringLiteral("update")
                                      : QStringLiteral("both");
}

ImportMode modeOf(const QString &id)
{
    return id == QLatin1String("create") ? ImportMode::Create
        : id == QLatin1String("update")  ? ImportMode::Update
                                         : ImportMode::CreateAndUpdate;
}

/// The first entry stands for "found out", and names what was found.
void showFound(QComboBox *combo, const QString &found, int chosen)
{
    combo->setItemText(0, ImportColumnsView::tr("%1 (recognised)").arg(found));
    combo->setCurrentIndex(chosen);
}

} // namespace

ImportColumnsView::ImportColumnsView(ImportPresenter &presenter, QWidget *parent)
    : QWidget(parent), m_presenter(presenter)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(formatBar());
    auto *notices = new QVBoxLayout;
    notices->setContentsMargins(space::L, 0, space::L, 0);
    notices->setSpacing(space::S);
    m_problem = new InlineNotice(Tone::Negative, this);
    m_problem->setObjectName(QStringLiteral("importColumnsProblem"));
    m_hint = new InlineNotice(Tone::Accent, this);
    m_hint->setObjectName(QStringLiteral("importColumnsHint"));
    notices->addWidget(m_problem);
    notices->addWidget(m_hint);
    notices->addSpacing(space::S);
    layout->addLayout(notices);
    layout->addWidget(separator(this));
    m_table = new ImportPreviewTable(presenter, this);
    layout->addWidget(m_table, 1);
    layout->addWidget(separator(this));
    layout->addWidget(optionsBar());
    layout->addWidget(separator(this));
    layout->addWidget(buttonBar());
    connect(m_hint, &InlineNotice::linkActivated, &presenter, &ImportPresenter::useGuesses);
}

QWidget *ImportColumnsView::formatBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(space::L, space::M, space::L, space::M);
    row->setSpacing(space::S);
    m_file = label({}, TextStyle::Section, bar);
    m_file->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_encoding = new QComboBox(bar);
    m_encoding->setObjectName(QStringLiteral("importEncoding"));
    m_encoding->setAccessibleName(tr("Encoding"));
    m_encoding->addItem({});
    for (const TextEncoding encoding : kEncodings)
        m_encoding->addItem(encodingName(encoding));
    m_delimiter = new QComboBox(bar);
    m_delimiter->setObjectName(QStringLiteral("importDelimiter"));
    m_delimiter->setAccessibleName(tr("Separator"));
    m_delimiter->addItem({});
    for (const char16_t delimiter : kDelimiters)
        m_delimiter->addItem(delimiterName(delimiter));
    for (QComboBox *combo : {m_encoding, m_delimiter})
        combo->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_hasHeader = new QCheckBox(tr("First row holds the titles"), bar);
    m_hasHeader->setObjectName(QStringLiteral("importHasHeader"));
    row->addWidget(m_file, 1);
    row->addSpacing(space::L);
    for (const auto &[text, combo] : {std::pair{tr("Encoding"), m_encoding}, std::pair{tr("Separator"), m_delimiter}}) {
        auto *name = label(text, TextStyle::Secondary, bar, Tone::Secondary);
        name->setBuddy(combo);
        row->addWidget(name);
        row->addWidget(combo);
        row->addSpacing(space::S);
    }
    row->addWidget(m_hasHeader);
    connect(m_encoding, &QComboBox::activated, this, [this](int index) {
        m_presenter.setEncoding(index > 0 ? std::optional(kEncodings[index - 1]) : std::nullopt);
    });
    connect(m_delimiter, &QComboBox::activated, this, [this](int index) {
        m_presenter.setDelimiter(index > 0 ? std::optional(QChar(kDelimiters[index - 1])) : std::nullopt);
    });
    connect(m_hasHeader, &QCheckBox::clicked, this, [this](bool checked) { m_presenter.setHasHeader(checked); });
    return bar;
}

QWidget *ImportColumnsView::optionsBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(space::L, space::M, space::L, space::M);
    row->setSpacing(space::S);
    m_mode = new SegmentedControl({{QStringLiteral("create"), tr("New leads only")},
                                   {QStringLiteral("update"), tr("Update only")},
                                   {QStringLiteral("both"), tr("Both")}}, bar);
    m_mode->setObjectName(QStringLiteral("importMode"));
    m_mode->setAccessibleName(tr("What is imported"));
    m_modeText = label({}, TextStyle::Secondary, bar, Tone::Secondary);
    m_modeText->setWordWrap(true);
    row->addWidget(m_mode);
    row->addSpacing(space::S);
    row->addWidget(m_modeText, 1);
    row->addSpacing(space::L);
    row->addWidget(label(tr("The same lead has the same"), TextStyle::Secondary, bar, Tone::Secondary));
    const QStringList names{tr("e-mail"), tr("phone"), tr("Spotify link")};
    const QStringList ids{QStringLiteral("importMatchEmail"), QStringLiteral("importMatchPhone"),
                          QStringLiteral("importMatchSpotify")};
    for (int i = 0; i < names.size(); ++i) {
        auto *box = new QCheckBox(names.at(i), bar);
        box->setObjectName(ids.at(i));
        box->setAccessibleName(tr("Recognise the same lead by %1").arg(names.at(i)));
        row->addWidget(box);
        m_matchBy << box;
        connect(box, &QCheckBox::clicked, this, [this, i](bool checked) {
            MatchKinds kinds = m_presenter.options().matchBy;
            m_presenter.setMatchBy(kinds.setFlag(kMatchKinds[i], checked));
        });
    }
    connect(m_mode, &SegmentedControl::changed, this, [this](const QString &id) { m_presenter.setMode(modeOf(id)); });
    return bar;
}

QWidget *ImportColumnsView::buttonBar()
{
    auto *bar = new QWidget(this);
    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(space::L, space::M, space::L, space::M);
    row->setSpacing(space::S);
    m_close = new Button(tr("Another file"), ButtonKind::Quiet, bar);
    m_check = new Button(tr("Check first"), ButtonKind::Normal, bar);
    m_check->setToolTip(tr("Goes through the whole file and tells what would happen, without changing anything."));
    m_import = new Button(tr("Import"), ButtonKind::Primary, bar);
    m_close->setObjectName(QStringLiteral("importClose"));
    m_check->setObjectName(QStringLiteral("importCheck"));
    m_import->setObjectName(QStringLiteral("importRun"));
    row->addWidget(m_close);
    row->addStretch();
    row->addWidget(m_check);
    row->addWidget(m_import);
    connect(m_close, &Button::clicked, &m_presenter, &ImportPresenter::close);
    connect(m_check, &Button::clicked, &m_presenter, &ImportPresenter::check);
    connect(m_import, &Button::clicked, &m_presenter, &ImportPresenter::run);
    return bar;
}

void ImportColumnsView::refresh()
{
    const FilePreview &preview = m_presenter.preview();
    const bool isReading = m_presenter.step() == ImportPresenter::Step::Reading;
    m_file->setText(m_presenter.fileName());
    m_file->setToolTip(m_presenter.path());
    const auto encoding = std::find(std::begin(kEncodings), std::end(kEncodings), m_presenter.csv().encoding);
    const auto delimiter = std::find(std::begin(kDelimiters), std::end(kDelimiters),
                                     m_presenter.csv().delimiter.value_or(QChar()).unicode());
    showFound(m_encoding, encodingName(preview.format.encoding.encoding),
              encoding == std::end(kEncodings) ? 0 : 1 + int(encoding - std::begin(kEncodings)));
    showFound(m_delimiter, delimiterName(preview.format.delimiter),
              delimiter == std::end(kDelimiters) ? 0 : 1 + int(delimiter - std::begin(kDelimiters)));
    m_hasHeader->setChecked(m_presenter.csv().hasHeader);
    const ImportOptions &options = m_presenter.options();
    m_mode->setCurrent(modeId(options.mode));
    m_modeText->setText(options.mode == ImportMode::Create   ? tr("Rows whose lead is here already are left out.")
                        : options.mode == ImportMode::Update ? tr("Rows without a lead here are left out.")
                                                             : tr("Known leads are updated, the others added."));
    for (int i = 0; i < m_matchBy.size(); ++i)
        m_matchBy[i]->setChecked(options.matchBy.testFlag(kMatchKinds[i]));
    m_table->refresh();
    refreshNotices();
    const bool isReady = !isReading && m_presenter.mappingProblem().isEmpty() && m_presenter.mayImport();
    m_check->setEnabled(isReady);
    m_import->setEnabled(isReady);
}

void ImportColumnsView::refreshNotices()
{
    const QString problem = m_presenter.problem().isEmpty() ? m_presenter.mappingProblem() : m_presenter.problem();
    m_problem->setText(problem);
    m_problem->setToolTip(m_presenter.problemDetails());
    m_problem->setVisible(!problem.isEmpty());
    const DetectedEncoding &encoding = m_presenter.preview().format.encoding;
    if (encoding.damagedBytes > 0)
        m_hint->setText(tr("Some characters do not fit %1 and show as �. Another encoding may read them.")
                            .arg(encodingName(encoding.encoding)));
    else if (!encoding.isCertain)
        m_hint->setText(
            tr("The encoding is a good guess. Look at the accents below; if they are wrong, choose another."));
    else if (m_presenter.hasSavedMapping())
        m_hint->setText(tr("The columns go where they went last time for a file like this."), tr("Use the guesses"));
    else
        m_hint->setText({});
    m_hint->setTone(encoding.damagedBytes > 0 ? Tone::Warning : Tone::Accent);
    m_hint->setVisible(!m_hint->text().isEmpty());
}

QWidget *ImportColumnsView::firstControl() const
{
    return m_table->combo(0);
}

} // namespace mdmc::ui
