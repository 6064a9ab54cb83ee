"""The drawing of a timeline: an axis, rows of plans, then lanes of meetings and all else.

Only the items in the window are drawn, so that the cost of a drawing depends on its width
and not on the length of the record.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.tables import Dossier
from coop_tui.views.document.charset import Charset
from coop_tui.views.labels import NAMED_SIGN, between
from coop_tui.views.timeline.items import (
    Highlights,
    Item,
    LaneItems,
    current_plans,
    highlighted,
    is_past,
)
from coop_tui.views.timeline.lane import ChartMark, Lane, drawn_cells
from coop_tui.views.timeline.scale import Scale
from coop_tui.views.timeline.thread import lanes_with_thread

_EIGHTHS = " ▏▎▍▌▋▊▉"
_COUNTS = "②③④⑤⑥⑦⑧⑨"
_WIDEST_NAME = 18
_MOST_ITEMS = 200
_LONG_YEARS = 3 * 366  # a window in which the year alone tells too little
_GAP_CELLS = 0.5  # before a bar that follows at once


class Chart:
    """A timeline laid out for a window and a width, which the names of the lanes are part of.

    The selection decides on the line for now, and on the lanes and the highlights unless they
    are given, as for several records. The item under the cursor, if there is one, has a role
    of its own.

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
        lanes: Sequence[LaneItems] | None = None,
        highlights: Highlights | None = None,
    ) -> None:
        found = lanes_with_thread(dossier, selection) if lanes is None else lanes
        widest = max(cell_len(charset.fold(lane.name)) for lane in found)
        self.names_cells = min(widest, _WIDEST_NAME, width // 4) + 1
        scale = Scale(window, max(1, width - self.names_cells))
        if highlights is None:
            highlights = highlighted(dossier, selection.sector, selection.filter)
        context = _Context(dossier, selection, scale, charset, cursor, highlights)
        drawn = [_axis(context), *(_DRAW[lane.kind](context, lane) for lane in found)]
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
        """Whether a milestone is over."""
        return is_past(self.dossier, date, self.selection.now)


def _axis(context: _Context) -> Lane:
    lane = context.lane("")
    anchor = min((plan.start.year for plan in context.dossier.plans), default=2000)
    for tick in context.scale.ticks(anchor):
        cell = round(context.scale.at(tick.day))
        if lane.is_free(cell, len(tick.label)):
            lane.put(cell, tick.label, "axis")
    return lane


def _plans(context: _Context, row: LaneItems) -> Lane:
    """A row of plans."""
    lane = context.lane(row.name)
    current = current_plans(context.dossier, context.selection)
    marked = context.highlights.plans
    items = row.bars(context.scale.window)
    bars = []
    for item, following in zip_longest(items, items[1:]):
        role = "plan.bar.current" if item.id in current else "plan.bar"
        if bar := _add_bar(context, lane, item, following, role):
            bars.append(bar)
    for mark, room in bars:
        (item,) = mark.items
        sign = "◈ " if item.id in current else "◆ " if item.id in marked else ""
        _label_bar(context, lane, mark, room, sign)
    return lane


def _label_bar(context: _Context, lane: Lane, mark: ChartMark, room: int, sign: str) -> None:
    """Write the name of a plan in its bar, or beside it, or as short as need be in its bar."""
    plan = context.dossier.plan[mark.items[0].id]
    fold, first_word = context.charset.fold, plan.label.split()[0]
    for text, inside in (
        (f" {sign}{plan.label} ", True),
        (f" {sign}{first_word} ", True),
        (f"{sign}{plan.label}", False),
        (f" {sign}{plan.id} ", True),
        (plan.id, True),
    ):
        if not inside:
            if lane.label(mark.begin, mark.end, fold(text), "plan.label"):
                return
        elif drawn_cells(fold(text)) <= room:
            lane.put(mark.begin + 1, text, f"{mark.role}.label")
            return


def _add_bar(
    context: _Context, lane: Lane, item: Item, following: Item | None, role: str
) -> tuple[ChartMark, int] | None:
    """Add the part of a bar that is in the window, and give the cells in it that a label may take.

    With ends finer than a cell it is as long as its plan, but at least half a cell, and
    leaves half a cell free before a bar that follows at once in the same row.
    """
    scale = context.scale
    begin, end = scale.extent(item.date, item.end)
    begin, end = max(0.0, begin), min(float(scale.cells), end)
    if end <= begin:
        return None
    if following is not None:
        end = min(end, scale.extent(following.date)[0] - _GAP_CELLS)
    if item == context.cursor:
        role = "timeline.cursor.bar"
    halves = min(round(begin * 2), scale.cells * 2 - 1)
    first, starts_late = divmod(halves, 2)
    whole, eighths = divmod(round(max((halves + 1) / 2, end) * 8), 8)
    lane.put(first, "█" * (whole - first), role)
    if starts_late:
        lane.put(first, "▐", f"{role}.end")
    if eighths:
        lane.put(whole, _EIGHTHS[eighths], f"{role}.end")
    mark = ChartMark(first, first, whole + bool(eighths), (item,), role)
    lane.marks.append(mark)
    return mark, whole - first - 1


_Sign = tuple[int, Sequence[Item], str, str]
"""A cell, its items, the sign of one such item, and the role of the sign."""


def _add_marks(context: _Context, lane: Lane, signs: Sequence[_Sign]) -> None:
    """Add a mark to each cell, and behind all marks the time of the longest items.

    In each cell, the first item of several days or on a day that is not known is drawn over
    its time, if a cell is small enough to show it.
    """
    long = []
    for cell, items, _, _ in signs:
        item = next((item for item in items if item.end or not item.date.day), None)
        if item is not None:
            begin, end = _extent(context.scale, item, cell)
            if end - begin > 1:
                long.append((not item.is_vague, begin, end))
    for exact, begin, end in sorted(long):
        sign, role = ("═", "meeting.days") if exact else ("░", "span")
        lane.put(begin, sign * (end - begin), role)
    for cell, items, sign, role in signs:
        if len(items) > 1:
            sign = _COUNTS[len(items) - 2] if len(items) < 10 else "⊕"
        under_cursor = context.cursor is not None and context.cursor in items
        lane.put(cell, sign, "timeline.cursor" if under_cursor else role)
        extent = _extent(context.scale, items[0], cell)
        lane.marks.append(ChartMark(cell, *extent, tuple(items), role))


def _extent(scale: Scale, item: Item, cell: int) -> tuple[int, int]:
    """The cells of an item, its mark in ``cell`` included: the first, and that after the last."""
    if item.date.day and not item.end:
        return cell, cell + 1
    begin, end = scale.extent(item.date, item.end)
    return max(0, min(cell, round(begin))), min(scale.cells, max(cell + 1, round(end)))


def _add_label(
    context: _Context, lane: Lane, mark: ChartMark, role: str, sides: str = "right left"
) -> None:
    """Label a mark with its years; a single item with its date, if selected or years are long."""
    window, item = context.scale.window, mark.items[0]
    first = min(item.date.year for item in mark.items)
    last = max((item.end or item.date).year for item in mark.items)
    texts = [f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"]
    exact = mark.role == "meeting.selected" or window.end - window.start < _LONG_YEARS
    if exact and len(mark.items) == 1:
        texts.insert(0, context.charset.fold(between(item.date, item.last)))
    for text in texts:
        if lane.label(mark.begin, mark.end, text, role, sides):
            return


def _meetings(context: _Context, meetings: LaneItems) -> Lane:
    lane = context.lane(meetings.name)
    items, highlights = meetings.items, context.highlights
    selected = meetings.places.get(context.selection.meeting or "")
    signs: list[_Sign] = []
    for cell, places in _places_by_cell(context.scale, meetings):
        if selected in places:
            sign, role = "◈", "meeting.selected"
        elif any(items[place].id in highlights.meetings for place in places):
            sign, role = "◆", "meeting.mark"
        elif any(items[place].id in highlights.named for place in places):
            sign, role = NAMED_SIGN, "meeting.named"
        else:
            sign, role = "◇", "meeting.without"
        signs.append((cell, [items[place] for place in places[:_MOST_ITEMS]], sign, role))
    _add_marks(context, lane, signs)
    for mark in sorted(lane.marks, key=lambda mark: mark.role != "meeting.selected"):
        if lane.is_free(mark.end + 1, 1) or lane.is_free(mark.begin - 2, 1):
            role = mark.role if mark.role == "meeting.selected" else "meeting.label"
            _add_label(context, lane, mark, role)
    return lane


def _places_by_cell(scale: Scale, lane: LaneItems) -> list[tuple[int, Sequence[int]]]:
    """Each cell that has marks, from left to right, with their places in the lane, in order."""
    window, cells, days = scale.window, scale.cells, lane.days
    per_cell = (window.end - window.start) / cells
    first, stop = lane.inside(window)
    found: dict[int, Sequence[int]] = {}
    begin = first
    while begin < stop:
        cell = min(cells - 1, int((days[begin] - window.start) / per_cell))
        end = bisect_left(days, window.start + (cell + 1) * per_cell)
        end = min(stop, max(end, begin + 1))
        found[cell] = range(begin, end)
        begin = end
    # What lasts long may reach into the window though its middle does not.
    for place in lane.near(window):
        item = lane.items[place]
        if scale.contains(item.date, item.end):
            cell = 0 if place < first else cells - 1
            found[cell] = sorted([*found.get(cell, ()), place])
    return sorted(found.items())


def _milestones(context: _Context, milestones: LaneItems) -> Lane:
    """The milestones of all plans."""
    lane = context.lane(milestones.name)
    _add_milestones(context, lane, milestones)
    for mark in lane.marks:
        _add_label(context, lane, mark, "milestone.label")
    return lane


def _add_milestones(context: _Context, lane: Lane, milestones: LaneItems) -> None:
    signs: list[_Sign] = []
    for cell, places in _places_by_cell(context.scale, milestones):
        found = [milestones.items[place] for place in places[:_MOST_ITEMS]]
        past = context.is_past(milestones.items[places[-1]].date)
        sign, role = ("●", "milestone") if past else ("▷", "milestone.ahead")
        signs.append((cell, found, sign, role))
    _add_marks(context, lane, signs)


def _initiative(context: _Context, milestones: LaneItems) -> Lane:
    """The milestones of an initiative, with a line from each to the next."""
    lane = context.lane(milestones.name)
    _add_milestones(context, lane, milestones)
    _connect(context, lane, milestones)
    return lane


def _thread(context: _Context, thread: LaneItems) -> Lane:
    """The points of a thread with their outcomes and due dates, and a line along them."""
    lane = context.lane(thread.name)
    signs: list[_Sign] = []
    for cell, places in _places_by_cell(context.scale, thread):
        items = [thread.items[place] for place in places[:_MOST_ITEMS]]
        signs.append((cell, items, *_sign_in_thread(context, items)))
    _add_marks(context, lane, signs)
    _connect(context, lane, thread)
    return lane


def _sign_in_thread(context: _Context, items: Sequence[Item]) -> tuple[str, str]:
    """The sign of an item of a thread, and its role; of several, the role of the first kind."""
    kinds = {item.kind for item in items}
    selected = context.selection.thread
    if any(item.kind == "point" and (item.id, item.number) == selected for item in items):
        return "▣", "thread.selected"
    if "point" in kinds:
        return "■", "thread.point"
    if "outcome" in kinds:
        return "◉", "thread.outcome"
    return ("▼" if context.is_past(items[-1].date) else "▽"), "thread.due"


def _connect(context: _Context, lane: Lane, items: LaneItems) -> None:
    """Label the marks of a lane, and draw a line from each of its items to the next."""
    scale = context.scale
    for mark in reversed(lane.marks):
        sides = "left" if mark is lane.marks[0] else "right"
        sides = sides if len(lane.marks) > 1 else "right left"
        _add_label(context, lane, mark, "milestone.label", sides)
    first, stop = items.inside(scale.window)
    near = items.items[max(0, first - 1) : stop + 1]
    for earlier, later in pairwise(near):  # also where one of them is outside the window
        if scale.extent(later.date)[1] <= 0 or scale.extent(earlier.date)[0] >= scale.cells:
            continue
        past = context.is_past(later.date)
        sign, role = ("━", "lane.past") if past else ("─", "lane.ahead")
        for cell in range(scale.cell(earlier.date), scale.cell(later.date) + 1):
            lane.put_behind(cell, sign, role)


_DRAW = {
    "plans": _plans,
    "plan.milestones": _milestones,
    "meetings": _meetings,
    "thread": _thread,
    "initiative": _initiative,
}


def _now(context: _Context, lanes: Sequence[Lane]) -> list[Lane]:
    """Draw a line through lanes at the present day; give its label, if the day is in the window."""
    now = context.selection.now
    if now is None or not context.scale.contains(today := Date.parse(now)):
        return []
    cell = context.scale.cell(today)
    for lane in lanes:
        lane.put_behind(cell, "┊", "now")
    label = context.lane("")
    label.put(cell, "▲", "now")
    label.label(cell, cell + 1, "now", "now")
    return [label]
