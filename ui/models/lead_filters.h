// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/page_context.h"
#include "ui/widgets/filter_bar.h"

namespace mdmc::ui {

/// A view in the head of a list: a filter with a name.
struct ListView {
    QString id;
    QString title;
    storage::Filter filter;
};

/// All leads · My pipeline · Stale · Unassigned. Depends on the stages (what counts as stale) and on the day.
QList<ListView> leadViews(const PageContext &context);

/// Both filters at once.
storage::Filter combine(const storage::Filter &a, const storage::Filter &b);

/// The comparisons that make sense for a field, most useful first.
QList<storage::Comparison> comparisonsFor(const FieldInfo &field);
QString comparisonText(storage::Comparison comparison, const FieldInfo &field);
/// How many values a comparison takes: 0, 1, 2, or -1 for any number.
int valueCount(storage::Comparison comparison);
/// Fields that a filter can be built on, in the order of the field table.
QList<int> filterFields(EntityType type);

/// What the filter bar shows of a filter: a chip per condition (id `c0`, `c1` …) and per group (`g0` …).
QList<FilterText> filterTexts(const FieldText &fields, EntityType type, const storage::Filter &filter);
QString conditionText(const FieldText &fields, EntityType type, const storage::Condition &condition);

} // namespace mdmc::ui
