// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme/tokens.h"

#include <QIcon>

class QPainter;

namespace mdmc::ui {

/// Every icon there is, named after its file in resources/icons.
enum class Symbol {
    None,
    Archive, ArrowClockwise, ArrowCounterclockwise, ArrowLeftRight, ArrowRepeat, BarChart, Bell,
    BoxArrowUpRight, Broadcast, Building, Bullseye, Calendar3, ChatLeftText, CheckCircle, Check2, Check2Square,
    ChevronDown, ChevronLeft, ChevronRight, ChevronUp, CircleHalf, Clock, CloudArrowUp, CloudCheck, CloudSlash,
    ColumnsGap, Command, CurrencyEuro, Database, Download, Envelope, ExclamationCircle, ExclamationTriangle,
    Eye, EyeSlash, Facebook, FileEarmarkText, Files, Flag, FlagFill, Funnel, Gear, Globe, GraphUp, GripVertical,
    HddNetwork, HourglassSplit, House, Inbox, InfoCircle, Instagram, Kanban, Key, Keyboard, Laptop,
    LayoutSidebar, LightningCharge, Link45deg, ListUl, Lock, Megaphone, Moon, MusicNoteBeamed, Paperclip,
    Pencil, People, Person, PersonLinesFill, PersonPlus, PinAngle, PlayCircle, Plus, QuestionCircle, Receipt,
    Search, ShieldCheck, Sliders, SortDown, SortUp, Spotify, Star, StarFill, Sun, Table, Tag, Telephone,
    ThreeDots, Tiktok, Trash, Upload, X, Youtube,
    Count_
};

/// An icon in the colour of a role. It asks for the theme each time it is painted, so a live switch needs nothing,
/// and renders from SVG at the device's pixel ratio. Disabled is TextDisabled.
QIcon icon(Symbol symbol, Role role = Role::TextSecondary);

/// The same, for painting in delegates: fills `rect` (logical pixels) of the painter's device.
void paintSymbol(QPainter &painter, const QRectF &rect, Symbol symbol, const QColor &colour);

/// File name without folder and extension; for tests.
QString symbolName(Symbol symbol);

} // namespace mdmc::ui
