// SPDX-License-Identifier: GPL-3.0-or-later
// File names in the order of enum class Symbol.
#pragma once

namespace mdmc::ui {

inline constexpr const char *SymbolFiles[] = {
    "",
    "archive", "arrow-clockwise", "arrow-counterclockwise", "arrow-left-right", "arrow-repeat", "bar-chart",
    "bell", "box-arrow-up-right", "broadcast", "building", "bullseye", "calendar3", "chat-left-text",
    "check-circle", "check2", "check2-square", "chevron-down", "chevron-left", "chevron-right", "chevron-up",
    "circle-half", "clock", "cloud-arrow-up", "cloud-check", "cloud-slash", "columns-gap", "command",
    "currency-euro", "database", "download", "envelope", "exclamation-circle", "exclamation-triangle", "eye",
    "eye-slash", "facebook", "file-earmark-text", "files", "flag", "flag-fill", "funnel", "gear", "globe",
    "graph-up", "grip-vertical", "hdd-network", "hourglass-split", "house", "inbox", "info-circle", "instagram",
    "kanban", "key", "keyboard", "laptop", "layout-sidebar", "lightning-charge", "link-45deg", "list-ul",
    "lock", "megaphone", "moon", "music-note-beamed", "paperclip", "pencil", "people", "person",
    "person-lines-fill", "person-plus", "pin-angle", "play-circle", "plus", "question-circle", "receipt",
    "search", "shield-check", "sliders", "sort-down", "sort-up", "spotify", "star", "star-fill", "sun", "table",
    "tag", "telephone", "three-dots", "tiktok", "trash", "upload", "x", "youtube",
};

} // namespace mdmc::ui
