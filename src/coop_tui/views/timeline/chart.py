"""The drawing of a timeline: an axis, a lane of plans, one of meetings, one per initiative.

Only the items in the window are drawn, so that the cost of a drawing depends on its width
and not on the length of the record.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.query.plans import plans_on
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.tables import Dossier
from coop_tui.views.document.charset import Charset
from coop_tui.views.timeline.items import (
    Highlights,
    Item,
    highlighted,
    lanes,
    meeting_positions,
)
from coop_tui.views.timeline.lane import ChartMark, Lane
from coop_tui.views.timeline.scale import Scale

_EIGHTHS = " ▏▎▍▌▋▊▉"
_COUNTS = "②③④⑤⑥⑦⑧⑨"
_WIDEST_NAME = 18
_MOST_ITEMS = 200
_LONG_YEARS = 3 * 366  # a window in which the year alone tells too little
_VAGUE = 184  # days from the middle of a year to its ends


class Chart:
    """A timeline laid out for a window and a width, which the names of the lanes are part of.

    The selection decides on the highlights and on the line for now. The item under the
    cursor, if there is one, has a role of its own.

    Attributes:
        lines: The lines, none wider than the width.
        marks: The marks and bars in the window, in cells after the names, by line.
        names_cells: The width of the column of names.
    """

    def __init__(
        self,
        dossier: Dossier,
        selection: Selection,
        window: Window,
        width: int,
        charset: Charset = Charset.UNICODE,
        cursor: Item | None = None,
    ) -> None:
        plans, meetings, *initiatives = lanes(dossier).values()
        names = ["Meetings", *(dossier.initiative[items[0].id].label for items in initiatives)]
        widest = max(cell_len(charset.fold(name)) for name in names)
        self.names_cells = min(widest, _WIDEST_NAME, width // 4) + 1
        scale = Scale(window, max(1, width - self.names_cells))
        highlights = highlighted(dossier, selection.sector, selection.filter)
        context = _Context(dossier, selection, scale, charset, cursor, highlights)
        drawn = [_axis(context), _plans(context, plans), _meetings(context, meetings)]
        drawn += [_initiative(context, items) for items in initiatives]
        drawn += _now(context, drawn[1:])
        self.lines = [lane.line(self.names_cells) for lane in drawn]
        self.marks = {line: lane.marks for line, lane in enumerate(drawn)}

    def mark_at(self, line: int, cell: int) -> ChartMark | None:
        """The mark at a cell of a line, the names counted; None if there is none."""
        cell -= self.names_cells
        marks = self.marks.get(line, ())
        return next((mark for mark in marks if mark.begin <= cell < mark.end), None)


class _Context(Struct, frozen=True):
    """All that a lane is drawn from."""

    dossier: Dossier
    selection: Selection
    scale: Scale
    charset: Charset
    cursor: Item | None
    highlights: Highlights

    def lane(self, name: str) -> Lane:
        """An empty lane."""
        return Lane(name, self.scale.cells, self.charset)

    def is_past(self, date: Date) -> bool:
        """Whether a milestone is over: now, or at the latest meeting if no now is given."""
        if self.selection.timeline.now is not None:
            return date.last <= self.selection.timeline.now
        return not self.dossier.meetings or date.last <= self.dossier.meetings[-1].date.last


def _axis(context: _Context) -> Lane:
    lane = context.lane("")
    anchor = min((plan.start.year for plan in context.dossier.plans), default=2000)
    for tick in context.scale.ticks(anchor):
        cell = round(context.scale.at(tick.day))
        if lane.is_free(cell, len(tick.label)):
            lane.put(cell, tick.label, "axis")
    return lane


def _plans(context: _Context, items: Sequence[Item]) -> Lane:
    lane = context.lane("Plans")
    dossier, selection = context.dossier, context.selection
    current = set(selection.filter.plans)
    meeting = dossier.meeting.get(selection.meeting or "")
    if meeting and not current:
        current = {plan.id for plan in plans_on(dossier, meeting.date)}
    for item in items:
        if item.id in current:
            _add_bar(context, lane, item, "plan.bar.current", "◈ ")
        else:
            sign = "◆ " if item.id in context.highlights.plans else ""
            _add_bar(context, lane, item, "plan.bar", sign)
    return lane


def _add_bar(context: _Context, lane: Lane, item: Item, role: str, sign: str) -> None:
    """Add a bar with ends finer than a cell, and its label in the part that is in the window."""
    scale, plan = context.scale, context.dossier.plan[item.id]
    begin = max(0.0, scale.extent(plan.start)[0])
    end = min(float(scale.cells), scale.extent(plan.end)[1])
    if end <= begin:
        return
    if item == context.cursor:
        role = "timeline.cursor.bar"
    # Half a cell stays blank between bars that follow each other.
    first, halves = divmod(round(begin * 2), 2)
    whole, eighths = divmod(round(max(first + halves + 0.5, end - 0.5) * 8), 8)
    lane.put(first, "█" * (whole - first), role)
    if halves:
        lane.put(first, "▐", f"{role}.end")
    if eighths:
        lane.put(whole, _EIGHTHS[eighths], f"{role}.end")
    lane.marks.append(ChartMark(first, first, max(whole, first + 1), (item,), role))
    names = (plan.label, plan.label.split()[0], plan.id)
    for text in map(context.charset.fold, (*(f" {sign}{name} " for name in names), plan.id)):
        if cell_len(text) <= whole - first - 1:
            lane.put(first + 1, text, f"{role}.label")
            return


_Sign = tuple[int, Sequence[Item], str, str]
"""A cell, its items, the sign of one such item, and the role of the sign."""


def _add_marks(context: _Context, lane: Lane, signs: Sequence[_Sign]) -> None:
    """Add a mark to each cell; behind all marks, shade the first vague date of each cell."""
    for cell, items, _, _ in signs:
        vague = next((item.date for item in items if not item.date.day), None)
        if vague is not None:
            begin, end = _extent(context.scale, vague, cell)
            if end - begin > 1:
                lane.put(begin, "░" * (end - begin), "span")
    for cell, items, sign, role in signs:
        if len(items) > 1:
            sign = _COUNTS[len(items) - 2] if len(items) < 10 else "⊕"
        under_cursor = context.cursor is not None and context.cursor in items
        lane.put(cell, sign, "timeline.cursor" if under_cursor else role)
        extent = _extent(context.scale, items[0].date, cell)
        lane.marks.append(ChartMark(cell, *extent, tuple(items), role))


def _extent(scale: Scale, date: Date, cell: int) -> tuple[int, int]:
    """The cells of a date, its mark in ``cell`` included: the first, and the one after the last."""
    if date.day:
        return cell, cell + 1
    begin, end = scale.extent(date)
    return max(0, min(cell, round(begin))), min(scale.cells, max(cell + 1, round(end)))


def _add_label(
    context: _Context, lane: Lane, mark: ChartMark, role: str, sides: str = "right left"
) -> None:
    """Label a mark with its years; a single item with its date, if selected or years are long."""
    window, years = context.scale.window, [item.date.year for item in mark.items]
    first, last = min(years), max(years)
    texts = [f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"]
    exact = mark.role == "meeting.selected" or window.end - window.start < _LONG_YEARS
    if exact and len(years) == 1:
        texts.insert(0, str(mark.items[0].date))
    for text in texts:
        if lane.label(mark.begin, mark.end, text, role, sides):
            return


def _meetings(context: _Context, items: Sequence[Item]) -> Lane:
    lane = context.lane("Meetings")
    positions = meeting_positions(context.dossier)
    selected = positions.place.get(context.selection.meeting or "")
    discussed = context.highlights.meetings
    signs: list[_Sign] = []
    for cell, places in _places_by_cell(context.scale, positions.days, items).items():
        if selected in places:
            sign, role = "◈", "meeting.selected"
        elif any(items[place].id in discussed for place in places):
            sign, role = "◆", "meeting.mark"
        else:
            sign, role = "◇", "meeting.not_discussed"
        signs.append((cell, [items[place] for place in places[:_MOST_ITEMS]], sign, role))
    _add_marks(context, lane, signs)
    for mark in sorted(lane.marks, key=lambda mark: mark.role != "meeting.selected"):
        if lane.is_free(mark.end + 1, 1) or lane.is_free(mark.begin - 2, 1):
            role = mark.role if mark.role == "meeting.selected" else "meeting.label"
            _add_label(context, lane, mark, role)
    return lane


def _places_by_cell(
    scale: Scale, days: Sequence[float], items: Sequence[Item]
) -> dict[int, Sequence[int]]:
    """The places of the meetings, of which the middles are given, in each cell that has any."""
    window, cells = scale.window, scale.cells
    per_cell = (window.end - window.start) / cells
    first, stop = (bisect_left(days, day) for day in (window.start, window.end))
    found: dict[int, Sequence[int]] = {}
    begin = first
    while begin < stop:
        cell = min(cells - 1, int((days[begin] - window.start) / per_cell))
        end = bisect_left(days, window.start + (cell + 1) * per_cell)
        end = min(stop, max(end, begin + 1))
        found[cell] = range(begin, end)
        begin = end
    # A vague date may reach into the window though its middle does not.
    before = range(bisect_left(days, window.start - _VAGUE), first)
    after = range(stop, bisect_right(days, window.end + _VAGUE))
    for place in (*reversed(before), *after):
        if scale.contains(items[place].date):
            cell = 0 if place < first else cells - 1
            found[cell] = [*found.get(cell, ()), place]
    return found


def _initiative(context: _Context, items: Sequence[Item]) -> Lane:
    scale = context.scale
    lane = context.lane(context.dossier.initiative[items[0].id].label)

    def cell_of(item: Item) -> int:
        return scale.cell(item.date)

    signs: list[_Sign] = []
    visible = sorted((item for item in items if scale.contains(item.date)), key=cell_of)
    for cell, group in groupby(visible, cell_of):
        found = list(group)
        past = context.is_past(found[-1].date)
        sign, role = ("●", "milestone") if past else ("○", "milestone.ahead")
        signs.append((cell, found, sign, role))
    _add_marks(context, lane, signs)
    for mark in reversed(lane.marks):
        sides = "left" if mark is lane.marks[0] else "right"
        sides = sides if len(lane.marks) > 1 else "right left"
        _add_label(context, lane, mark, "milestone.label", sides)
    for earlier, later in pairwise(items):  # also where one of them is outside the window
        if scale.extent(later.date)[1] <= 0 or scale.extent(earlier.date)[0] >= scale.cells:
            continue
        past = context.is_past(later.date)
        sign, role = ("━", "lane.past") if past else ("─", "lane.ahead")
        for cell in range(cell_of(earlier), cell_of(later) + 1):
            lane.put_behind(cell, sign, role)
    return lane


def _now(context: _Context, lanes: Sequence[Lane]) -> list[Lane]:
    """Draw a line through lanes at the present day; give its label, if the day is in the window."""
    now = context.selection.timeline.now
    if now is None or not context.scale.contains(today := Date.parse(now)):
        return []
    cell = context.scale.cell(today)
    for lane in lanes:
        lane.put_behind(cell, "┊", "now")
    label = context.lane("")
    label.put(cell, "▲", "now")
    label.label(cell, cell + 1, "now", "now")
    return [label]
