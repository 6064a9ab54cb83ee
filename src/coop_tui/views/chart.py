"""The drawing of a timeline: an axis, a lane of plans, one of meetings, initiatives."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby, pairwise
from typing import TypeVar

from rich.cells import cell_len, get_character_cell_size

from coop_tui.record.dates import Date
from coop_tui.record.model import Dossier, Initiative, Meeting, Plan
from coop_tui.record.query import Selection, plans_on
from coop_tui.views.charset import Charset
from coop_tui.views.layout import truncate
from coop_tui.views.page import Run, Runs
from coop_tui.views.scale import Scale, Window

Marked = TypeVar("Marked")
Mark = tuple[int, list[Marked]]

_EIGHTHS = " ▏▎▍▌▋▊▉"
_WIDEST_NAME = 18


class Lane:
    """One line of cells, each with a character and a role."""

    def __init__(self, name: str, cells: int, name_role: str = "lane") -> None:
        self.name = name
        self.name_role = name_role
        self._characters = [" "] * cells
        self._roles = [""] * cells
        self._kept_clear: set[int] = set()

    def put(self, cell: int, text: str, role: str) -> None:
        """Write text from a cell on; what does not fit whole on the lane is left out."""
        for character in text:
            size = get_character_cell_size(character)
            if size and cell >= 0 and cell + size <= len(self._characters):
                self._characters[cell : cell + size] = [character] + [""] * (size - 1)
                self._roles[cell : cell + size] = [role] * size
            cell += size

    def is_free(self, cell: int, cells: int) -> bool:
        """Whether the cells are on the lane and blank, and a cell at both sides is too."""
        if cell < 0 or cell + cells > len(self._characters):
            return False
        around = range(max(0, cell - 1), min(len(self._characters), cell + cells + 1))
        return all(self._characters[one] == " " and not self._roles[one] for one in around)

    def label(self, begin: int, end: int, text: str, role: str, sides: str = "right left") -> bool:
        """Write a label beside a mark, on the first side that has room for it.

        Args:
            begin: The first cell of the mark.
            end: The cell after its last.
            text: The label.
            role: Its role.
            sides: The sides to try, in order.

        Returns:
            Whether the label found room.
        """
        size = cell_len(text)
        for side in sides.split():
            start = end + 1 if side == "right" else begin - 1 - size
            if self.is_free(start, size):
                self.put(start, text, role)
                self._kept_clear |= {start - 1, start + size}
                return True
        return False

    def behind(self, cell: int, character: str, role: str) -> None:
        """Write a character only if its cell is blank and no label's margin."""
        blank = self._characters[cell] == " " and not self._roles[cell]
        if blank and cell not in self._kept_clear:
            self.put(cell, character, role)

    def line(self, names: int, charset: Charset) -> Runs:
        """The lane with its name in a column of ``names`` cells before it."""
        name = truncate(self.name, names - 1, charset)
        runs = [Run(name, self.name_role), Run(" " * (names - cell_len(name)))]
        cells = zip(self._characters, self._roles, strict=True)
        for role, run in groupby(cells, key=lambda cell: cell[1]):
            runs.append(Run("".join(character for character, _ in run), role or "text"))
        return tuple(runs)


class Chart:
    """A timeline laid out for a window and a width.

    Attributes:
        lines: The lines, none wider than the width.
        meetings: The ids of the meetings whose mark stands at ``(line, cell)``.
    """

    def __init__(
        self,
        dossier: Dossier,
        selection: Selection,
        window: Window,
        width: int,
        charset: Charset = Charset.UNICODE,
    ) -> None:
        self._dossier, self._selection, self._charset = dossier, selection, charset
        drawn = [one for one in dossier.initiatives if one.milestones]
        names = ["Meetings", *(charset.fold(one.label) for one in drawn)]
        self._names = min(max(map(cell_len, names)), _WIDEST_NAME, width // 4) + 1
        self._scale = Scale(window, width - self._names)
        self.meetings: dict[tuple[int, int], tuple[str, ...]] = {}
        lanes = [self._axis(), self._plans(), self._meetings(line=2)]
        lanes += [self._initiative(one) for one in drawn]
        self._now(lanes)
        self.lines = [lane.line(self._names, charset) for lane in lanes]

    def _lane(self, name: str) -> Lane:
        return Lane(self._charset.fold(name), self._scale.cells)

    def _glyph(self, unicode: str) -> str:
        return self._charset.fold(unicode)

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
        current = {plan.id for plan in plans_on(self._dossier, meeting.date)} if meeting else set()
        for plan in self._dossier.plans:
            self._bar(lane, plan, plan.id in current)
        return lane

    def _bar(self, lane: Lane, plan: Plan, current: bool) -> None:
        """A bar with an edge finer than a cell at its end, and its label in it."""
        begin = max(0.0, self._scale.extent(plan.start)[0])
        end = min(float(lane_cells := self._scale.cells), self._scale.extent(plan.end)[1])
        if end <= 0 or begin >= lane_cells or end <= begin:
            return
        role = "plan.bar.current" if current else "plan.bar"
        first = round(begin)
        whole, eighths = divmod(round(max(first + 0.5, end - 0.5) * 8), 8)
        lane.put(first, self._glyph("█") * (whole - first), role)
        if eighths:
            lane.put(whole, self._glyph(_EIGHTHS[eighths]), f"{role}.end")
        marked = self._glyph("◈ ") if current else ""
        names = [self._charset.fold(name) for name in (plan.label, plan.label.split()[0], plan.id)]
        for text in (*(f" {marked}{name} " for name in names), names[-1]):
            if cell_len(text) <= whole - first - 1:
                lane.put(first + 1, text, f"{role}.label")
                return

    def _meetings(self, line: int) -> Lane:
        lane = self._lane("Meetings")
        shown = [one for one in self._dossier.meetings if self._scale.holds(one.date)]
        for meeting in shown:
            self._span(lane, meeting.date)
        marks = _by_cell(shown, lambda meeting: self._scale.cell(meeting.date))
        for cell, group in marks:
            lane.put(cell, self._mark(group), self._role(group))
            self.meetings[line, cell + self._names] = tuple(one.id for one in group)
        for _, group in sorted(marks, key=lambda mark: not self._is_selected(mark[1])):
            selected = self._is_selected(group)
            role = "meeting.selected" if selected else "meeting.label"
            labels = [_years([one.date for one in group])]
            if selected and len(group) == 1:
                labels.insert(0, str(group[0].date))
            extent = self._extent(group[0].date)
            any(lane.label(*extent, text, role) for text in labels)
        return lane

    def _is_selected(self, group: Iterable[Meeting]) -> bool:
        return any(meeting.id == self._selection.meeting for meeting in group)

    def _mark(self, group: list[Meeting]) -> str:
        """The selected meeting, or one that touches the selected sector, or one that does not.

        Several in one cell are counted.
        """
        if len(group) == 1 and self._is_selected(group):
            return self._glyph("◈")
        return _count(group) or self._glyph("◆" if self._touches(group) else "◇")

    def _touches(self, group: list[Meeting]) -> bool:
        sector = self._selection.sector
        return sector is None or any(
            point.sector == sector for meeting in group for point in meeting.points
        )

    def _role(self, group: list[Meeting]) -> str:
        if self._is_selected(group):
            return "meeting.selected"
        return "meeting.mark" if self._touches(group) else "meeting.untouched"

    def _extent(self, date: Date) -> tuple[int, int]:
        """The cells that a date is drawn over: the first, and the one after the last."""
        cell = self._scale.cell(date)
        if date.day:
            return cell, cell + 1
        begin, end = self._scale.extent(date)
        return min(cell, round(begin)), max(cell + 1, round(end))

    def _span(self, lane: Lane, date: Date) -> None:
        """Shade what a vague date covers, if that is more than the cell of its mark."""
        begin, end = self._extent(date)
        if end - begin > 1:
            lane.put(begin, self._glyph("░") * (end - begin), "span")

    def _initiative(self, initiative: Initiative) -> Lane:
        lane = self._lane(initiative.label)
        dates = sorted(one.date for one in initiative.milestones if self._scale.holds(one.date))
        for date in dates:
            self._span(lane, date)
        marks = _by_cell(dates, self._scale.cell)
        for cell, group in marks:
            past = self._is_past(group[-1])
            glyph, role = ("●", "milestone") if past else ("○", "milestone.ahead")
            lane.put(cell, _count(group) or self._glyph(glyph), role)
        for cell, group in reversed(marks):
            sides = "right" if cell != marks[0][0] else "left"
            begin, _ = self._extent(group[0])
            _, end = self._extent(group[-1])
            lane.label(
                begin, end, _years(group), "milestone.label",
                sides if len(marks) > 1 else "right left",
            )  # fmt: skip
        for (cell, _), (later_cell, group) in pairwise(marks):
            line, role = ("━", "lane.past") if self._is_past(group[0]) else ("─", "lane.ahead")
            for between in range(cell, later_cell):
                lane.behind(between, self._glyph(line), role)
        return lane

    def _is_past(self, date: Date) -> bool:
        """Whether a milestone is over; all are drawn alike if no day is given as now."""
        return self._selection.now is None or date.last <= self._selection.now

    def _now(self, lanes: list[Lane]) -> None:
        """A line through the lanes at the present day, if asked for and in the window."""
        now = self._selection.now
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


def _by_cell(things: Iterable[Marked], cell: Callable[[Marked], int]) -> list[Mark[Marked]]:
    """What shares a mark, by its cell; a vague date may lie after a later one."""
    in_order = sorted(things, key=cell)
    return [(at, list(group)) for at, group in groupby(in_order, cell)]


def _count(group: Sequence[object]) -> str:
    """The mark of several things in one cell: how many; empty for one thing alone."""
    return "" if len(group) == 1 else str(len(group)) if len(group) < 10 else "+"


def _years(dates: Sequence[Date]) -> str:
    first, last = min(dates).year, max(dates).year
    return f"{first:04d}" if first == last else f"{first:04d}-{last:04d}"
