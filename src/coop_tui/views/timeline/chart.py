"""The drawing of a timeline: an axis, a lane of plans, one of meetings, initiatives.

Only what is in the window is looked at, so that a drawing costs by its width and not
by what the record holds.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct
from rich.cells import cell_len

from coop_tui.query.plans import plans_on
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.tables import Dossier, Initiative, Plan
from coop_tui.views.document.blocks import Runs
from coop_tui.views.document.charset import Charset
from coop_tui.views.timeline.items import (
    FIRST_INITIATIVE_LINE,
    MEETINGS_LINE,
    PLANS_LINE,
    Item,
    MeetingPositions,
    highlighted,
    lanes,
    meeting_positions,
)
from coop_tui.views.timeline.lane import Lane
from coop_tui.views.timeline.scale import Scale

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDEST_NAME = 18


class ChartMark(Struct, frozen=True):
    """What stands for one or more items.

    Attributes:
        line: Its line in the drawing.
        begin: Its first cell, the column of names counted.
        end: The cell after its last.
        items: What it stands for, in order of time; several are drawn as a count.
    """

    line: int
    begin: int
    end: int
    items: tuple[Item, ...]


class Chart:
    """A timeline laid out for a window and a width.

    Attributes:
        lines: The lines, none wider than the width.
        marks: Every mark and every bar that is in the window, line by line.
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
        """Lay the timeline out.

        Args:
            dossier: The record.
            selection: What is looked at: decides what is lit, and where now is.
            window: The stretch of time to show.
            width: Cells that a line may take, the names of the lanes counted.
            charset: The characters to draw with.
            cursor: The item to draw as the one under the cursor.
        """
        self._dossier, self._selection, self._charset = dossier, selection, charset
        self._cursor = cursor
        self._highlights = highlighted(dossier, selection.sector, selection.filter)
        drawn = [one for one in dossier.initiatives if one.milestones]
        names = ["Meetings", *(charset.fold(one.label) for one in drawn)]
        self._names = min(max(map(cell_len, names)), _WIDEST_NAME, width // 4) + 1
        self._scale = Scale(window, max(1, width - self._names))
        self.marks: list[ChartMark] = []
        drawn_lanes = [self._axis(), self._plans(), self._meetings()]
        drawn_lanes += [
            self._initiative(one, line) for line, one in enumerate(drawn, FIRST_INITIATIVE_LINE)
        ]
        self._now(drawn_lanes)
        self.lines: list[Runs] = [lane.line(self._names, charset) for lane in drawn_lanes]

    @property
    def meetings(self) -> dict[tuple[int, int], tuple[str, ...]]:
        """The ids of the meetings whose mark stands at ``(line, cell)``."""
        return {
            (mark.line, self._names + self._scale.cell(mark.items[0].date)): tuple(
                item.id for item in mark.items
            )
            for mark in self.marks
            if mark.line == MEETINGS_LINE
        }

    def mark_at(self, line: int, cell: int) -> ChartMark | None:
        """The mark that stands at a place, if one does."""
        return next(
            (mark for mark in self.marks if mark.line == line and mark.begin <= cell < mark.end),
            None,
        )

    def _lane(self, name: str) -> Lane:
        return Lane(self._charset.fold(name), self._scale.cells)

    def _glyph(self, unicode: str) -> str:
        return self._charset.fold(unicode)

    def _add(self, line: int, begin: int, end: int, items: Sequence[Item]) -> None:
        self.marks.append(ChartMark(line, begin + self._names, end + self._names, tuple(items)))

    def _role(self, role: str, items: Sequence[Item]) -> str:
        return "timeline.cursor" if self._cursor is not None and self._cursor in items else role

    def _axis(self) -> Lane:
        lane = self._lane("")
        plans = self._dossier.plans
        anchor = min((plan.start.year for plan in plans), default=2000)
        for tick in self._scale.ticks(anchor):
            cell = round(self._scale.at(tick.day))
            if lane.is_free(cell, len(tick.label)):
                lane.put(cell, tick.label, "axis")
        return lane

    def _plans(self) -> Lane:
        lane = self._lane("Plans")
        meeting = self._dossier.meeting.get(self._selection.meeting or "")
        current = set(self._selection.filter.plans)
        if meeting and not current:
            current = {plan.id for plan in plans_on(self._dossier, meeting.date)}
        for plan in sorted(self._dossier.plans, key=lambda plan: plan.start):
            mark = "◈ " if plan.id in current else "◆ " if plan.id in self._highlights.plans else ""
            self._bar(lane, plan, plan.id in current, self._glyph(mark))
        return lane

    def _bar(self, lane: Lane, plan: Plan, current: bool, mark: str) -> None:
        """A bar with edges finer than a cell, and its label in what is seen of it."""
        begin = max(0.0, self._scale.extent(plan.start)[0])
        end = min(float(cells := self._scale.cells), self._scale.extent(plan.end)[1])
        if end <= 0 or begin >= cells or end <= begin:
            return
        item = Item("plan", plan.id, 0, plan.start)
        role = "plan.bar.current" if current else "plan.bar"
        if item == self._cursor:
            role = "timeline.cursor.bar"
        # Bars that follow each other are parted by half a cell.
        first, halves = divmod(round(begin * 2), 2)
        whole, eighths = divmod(round(max(first + halves + 0.5, end - 0.5) * 8), 8)
        lane.put(first, self._glyph("█") * (whole - first), role)
        if halves:
            lane.put(first, self._glyph("▐"), f"{role}.end")
        if eighths:
            lane.put(whole, self._glyph(_EIGHTHS[eighths]), f"{role}.end")
        self._add(PLANS_LINE, first, max(whole, first + 1), [item])
        names = [self._charset.fold(name) for name in (plan.label, plan.label.split()[0], plan.id)]
        for text in (*(f" {mark}{name} " for name in names), names[-1]):
            if cell_len(text) <= whole - first - 1:
                lane.put(first + 1, text, f"{role}.label")
                return

    def _meetings(self) -> Lane:
        lane = self._lane("Meetings")
        selected = self._dossier.meeting.get(self._selection.meeting or "")
        positions = meeting_positions(self._dossier)
        groups = self._by_cell(positions)
        everything = lanes(self._dossier)[MEETINGS_LINE]
        for cell, places in groups.items():
            self._span(lane, [positions.dates[one] for one in places[:_MOST_ITEMS]], cell)
        marks: list[tuple[ChartMark, str]] = []
        for cell, places in groups.items():
            items = [everything[one] for one in places[:_MOST_ITEMS]]
            here = selected is not None and positions.place[selected.id] in places
            discussed = any(positions.ids[one] in self._highlights.meetings for one in places)
            glyph = "◈" if here else "◆" if discussed else "◇"
            role = (
                "meeting.selected"
                if here
                else "meeting.mark"
                if discussed
                else "meeting.not_discussed"
            )
            glyph = _count(len(places)) or glyph
            lane.put(cell, self._glyph(glyph), self._role(role, items))
            first, last = self._extent(items[0].date, cell)
            self._add(MEETINGS_LINE, first, last, items)
            marks.append((self.marks[-1], role))
        for mark, role in sorted(marks, key=lambda entry: entry[1] != "meeting.selected"):
            self._label_meeting(lane, mark, role)
        return lane

    def _by_cell(self, positions: MeetingPositions) -> dict[int, Sequence[int]]:
        """The cells that hold meetings, each with the places of its meetings in ``middles``."""
        window, cells = self._scale.window, self._scale.cells
        per_cell = (window.end - window.start) / cells
        begin, stop = (bisect_left(positions.days, day) for day in (window.start, window.end))
        found: dict[int, Sequence[int]] = {}
        while begin < stop:
            cell = min(cells - 1, int((positions.days[begin] - window.start) / per_cell))
            end = bisect_left(positions.days, window.start + (cell + 1) * per_cell)
            end = min(stop, max(end, begin + 1))
            found[cell] = range(begin, end)
            begin = end
        # A vague date may reach into the window though its middle does not.
        first, last = (bisect_left(positions.days, window.start), stop)
        for cell, edge in (
            (0, range(first - 1, -1, -1)),
            (cells - 1, range(last, len(positions.days))),
        ):
            for place in edge:
                if abs(positions.days[place] - (window.start if not cell else window.end)) > _VAGUE:
                    break
                if self._scale.holds(positions.dates[place]):
                    found[cell] = [*found.get(cell, ()), place]
        return found

    def _label_meeting(self, lane: Lane, mark: ChartMark, role: str) -> None:
        begin, end = mark.begin - self._names, mark.end - self._names
        if not (lane.is_free(end + 1, 1) or lane.is_free(begin - 2, 1)):
            return  # no room for any label
        dates = [item.date for item in mark.items]
        selected = role == "meeting.selected"
        labels = self._labels(dates, exact=selected)
        label_role = role if selected else "meeting.label"
        any(lane.label(begin, end, text, label_role) for text in labels)

    def _labels(self, dates: Sequence[Date], *, exact: bool = False) -> list[str]:
        """What may stand beside a mark, the best first: a date only where years are long."""
        window = self._scale.window
        exact = exact or window.end - window.start < _LONG_YEARS
        return [*([str(dates[0])] if exact and len(dates) == 1 else []), _years(dates)]

    def _extent(self, date: Date, cell: int | None = None) -> tuple[int, int]:
        """The cells that a date is drawn over: the first, and the one after the last."""
        cell = self._scale.cell(date) if cell is None else cell
        if date.day:
            return cell, cell + 1
        begin, end = self._scale.extent(date)
        return max(0, min(cell, round(begin))), min(self._scale.cells, max(cell + 1, round(end)))

    def _span(self, lane: Lane, dates: Sequence[Date], cell: int) -> None:
        """Shade what the first vague date of a mark covers, if that is more than the mark."""
        vague = next((date for date in dates[:_MOST_ITEMS] if not date.day), None)
        if vague is not None:
            begin, end = self._extent(vague, cell)
            if end - begin > 1:
                lane.put(begin, self._glyph("░") * (end - begin), "span")

    def _initiative(self, initiative: Initiative, line: int) -> Lane:
        lane = self._lane(initiative.label)
        items = sorted(
            (
                Item("initiative", initiative.id, number, one.date)
                for number, one in enumerate(initiative.milestones)
                if self._scale.holds(one.date)
            ),
            key=lambda item: self._scale.cell(item.date),
        )
        groups = [
            (cell, list(group))
            for cell, group in groupby(items, lambda i: self._scale.cell(i.date))
        ]
        for cell, group in groups:
            self._span(lane, [item.date for item in group], cell)
        for cell, group in groups:
            past = self._is_past(group[-1].date)
            glyph, role = ("●", "milestone") if past else ("○", "milestone.ahead")
            lane.put(cell, self._glyph(_count(len(group)) or glyph), self._role(role, group))
            begin, end = self._extent(group[0].date, cell)
            self._add(line, begin, max(end, cell + 1), group)
        marks = [mark for mark in self.marks if mark.line == line]
        for mark in reversed(marks):
            sides = "right" if mark is not marks[0] else "left"
            begin, end = mark.begin - self._names, mark.end - self._names
            sides = sides if len(marks) > 1 else "right left"
            labels = self._labels([item.date for item in mark.items])
            any(lane.label(begin, end, text, "milestone.label", sides) for text in labels)
        self._connect(lane, sorted(one.date for one in initiative.milestones))
        return lane

    def _connect(self, lane: Lane, dates: list[Date]) -> None:
        """Draw lines from each milestone to the next, also where one is out of sight."""
        cells = self._scale.cells
        for earlier, later in pairwise(dates):
            if self._scale.extent(later)[1] <= 0 or self._scale.extent(earlier)[0] >= cells:
                continue
            past = self._is_past(later)
            glyph, role = ("━", "lane.past") if past else ("─", "lane.ahead")
            for between in range(self._scale.cell(earlier), self._scale.cell(later) + 1):
                lane.behind(between, self._glyph(glyph), role)

    def _is_past(self, date: Date) -> bool:
        """Whether a milestone is over: now, or at the latest meeting if no now is given."""
        if self._selection.timeline.now is not None:
            return date.last <= self._selection.timeline.now
        return not self._dossier.meetings or date.last <= self._dossier.meetings[-1].date.last

    def _now(self, lanes: list[Lane]) -> None:
        """A line through the lanes at the present day, if asked for and in the window."""
        now = self._selection.timeline.now
        if now is None:
            return
        today = Date(now.year, now.month, now.day)
        if not self._scale.holds(today):
            return
        cell = self._scale.cell(today)
        for lane in lanes[1:]:
            lane.behind(cell, self._glyph("┊"), "now")
        last = self._lane("")
        last.put(cell, self._glyph("▲"), "now")
        last.label(cell, cell + 1, "now", "now")
        lanes.append(last)


_MOST_ITEMS = 200
_LONG_YEARS = 3 * 366  # a window in which the year alone tells too little
_VAGUE = 184  # days from the middle of a year to its ends
_COUNTS = "②③④⑤⑥⑦⑧⑨"


def _count(number: int) -> str:
    """The mark of several things in one cell: how many; empty for one thing alone."""
    if number < 2:
        return ""
    return _COUNTS[number - 2] if number < 10 else "⊕"


def _years(dates: Sequence[Date]) -> str:
    years = [date.year for date in dates]
    first, last = min(years), max(years)
    return f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"
