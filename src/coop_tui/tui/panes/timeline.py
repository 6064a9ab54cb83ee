"""The pane of the timeline: a drawing that is zoomed, panned and stepped through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import ClassVar, Literal

from msgspec.structs import replace
from textual.message import Message

from coop_tui.query.plans import plans_on
from coop_tui.query.selection import Reading, Selection
from coop_tui.record.dates import Window
from coop_tui.record.tables import Dossier
from coop_tui.tui.pane_ids import PaneId
from coop_tui.tui.panes.line_buffer import LineBuffer
from coop_tui.tui.panes.view_pane import ViewPane
from coop_tui.tui.subject import Subject
from coop_tui.views.document import layout
from coop_tui.views.document.blocks import Page
from coop_tui.views.document.layout import Line
from coop_tui.views.labels import window_name
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import MEETINGS_LINE, Item, lanes
from coop_tui.views.timeline.page import add_descriptions, whole_range
from coop_tui.views.timeline.scale import centred, middle, panned, scrolled_to, zoomed

_FEWEST_CELLS = 20


class TimelinePane(ViewPane):
    """The plan periods, the meetings in them, and the milestones of initiatives.

    Lines up and down are lanes; left and right step from mark to mark in one. In the
    lane of meetings a step selects; elsewhere Enter does.
    """

    ID = PaneId.TIMELINE

    @dataclass
    class WindowChanged(Message):
        """Another stretch of time is to be shown; None for the whole range."""

        window: Window | None

    @dataclass
    class Picked(Message):
        """Something on the timeline was opened: one item, or several in one place."""

        items: tuple[Item, ...]

    CURSOR: ClassVar[Literal["row", "edge"]] = "edge"
    KEEPS_SCROLL = True
    STICKY = 1  # the axis stays while the lanes scroll

    def __init__(self) -> None:
        super().__init__()
        self._line = MEETINGS_LINE
        self._item: Item | None = None
        self._words: tuple[Dossier, int, LineBuffer] | None = None

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The range, and the sector whose meetings are filled."""
        sector = dossier.sector.get(selection.sector or "")
        lit = f"◆ {sector.name}  ◇ not discussed" if sector else ""
        span = window_name(window) if (window := selection.timeline.window) else ""
        return "Plan periods", "  ".join(filter(None, (lit, span)))

    def draw(self, seen: Reading, width: int) -> Sequence[Line] | Iterator[Line]:
        """The drawing, a line to a lane, then all that is on it in words."""
        chart = self._chart(width)
        if chart is None:
            return super().draw(seen, width)
        drawing = [
            Line(runs, str(number) if number in self._lanes else None)
            for number, runs in enumerate(chart.lines)
        ]
        drawing.append(Line(()))
        if self._words is None or self._words[:2] != (seen.dossier, width):
            page = Page(seen.record, ())
            add_descriptions(page)
            self._words = (seen.dossier, width, LineBuffer(layout.body(page, width), keyed=False))
        words = self._words[2]
        return [*drawing, *words.lines] if words.complete else chain(drawing, words)

    @property
    def _lanes(self) -> dict[int, tuple[Item, ...]]:
        return lanes(self.reading.dossier)

    def watch_reading(self) -> None:
        """Stay with what is under the cursor, should the record be another."""
        if self._seen and self._seen.dossier is not self.reading.dossier:
            self._find_again(self._seen.dossier)
        super().watch_reading()

    def _find_again(self, old: Dossier) -> None:
        """Go to the lane and the item that were under the cursor in another record."""
        if self._line > MEETINGS_LINE:
            name = next((item.id for item in lanes(old).get(self._line, ())), None)
            alike = (line for line, items in self._lanes.items() if items and items[0].id == name)
            self._line = next((line for line in alike if line > MEETINGS_LINE), MEETINGS_LINE)
        if was := self._item:
            items = self._lanes.get(self._line, ())
            same = (item for item in items if item == replace(was, date=item.date))
            self._item = next(same, None)

    @property
    def preferred(self) -> str | None:
        """The lane under the cursor."""
        return str(self._line)

    @property
    def chart_height(self) -> int:
        """The lines that the drawing takes: an axis, the lanes, and one for now."""
        return len(self._lanes) + 2

    def _chart(self, width: int) -> Chart | None:
        if width < _FEWEST_CELLS or self._bounds is None:
            return None
        cursor = self.current if self.has_focus else None
        return Chart(
            self.reading.dossier, self.reading.selection, self._window, width, cursor=cursor
        )

    @property
    def _bounds(self) -> Window | None:
        return whole_range(self.reading.dossier)

    @property
    def _window(self) -> Window:
        window = self.reading.selection.timeline.window or self._bounds
        assert window is not None, "asked only where there is a date"
        return window

    @property
    def current(self) -> Item | None:
        """The item under the cursor; in the lane of meetings, the meeting that is selected."""
        items = self._lanes.get(self._line, ())
        if self._line == MEETINGS_LINE:
            chosen = self.reading.selection.meeting
            return next((item for item in items if item.id == chosen), None)
        return self._item if self._item in items else None

    @property
    def subject(self) -> Subject | None:
        """What is under the cursor; the selected meeting, where nothing is."""
        item = self.current
        if item is None:
            return super().subject
        if item.kind == "initiative":
            return Subject("milestone", item.id, item.number + 1)
        return Subject(item.kind, item.id)

    @property
    def subjects(self) -> list[Subject]:
        """The plans in order of time, the initiatives, or the meetings."""
        dossier, item = self.reading.dossier, self.current
        if item is None or item.kind == "meeting":
            return super().subjects
        if item.kind == "initiative":
            return [Subject("initiative", one.id) for one in dossier.initiatives]
        plans = sorted(dossier.plans, key=lambda plan: plan.start)
        return [Subject("plan", plan.id) for plan in plans]

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.call_later(self.redraw)

    def _choose(self, key: str) -> None:
        """Go to another lane, to what stands nearest in it."""
        day = middle(self.current.date) if self.current else None
        self._line = int(key)
        self.move_to(key)
        items = self._lanes.get(self._line, ())
        if items and self._line != MEETINGS_LINE:
            here = (self._window.start + self._window.end) / 2 if day is None else day
            self._item = min(items, key=lambda item: self._distance(item, here))
        self.redraw()

    def _distance(self, item: Item, day: float) -> float:
        """How far a day is from an item, in days; 0 within a plan."""
        if item.kind != "plan":
            return abs(middle(item.date) - day)
        plan = self.reading.dossier.plan[item.id]
        window = Window.over(plan.start, plan.end)
        return max(0.0, window.start - day, day - window.end)

    def action_sideways(self, step: int) -> None:
        """Step to the mark before (-1) or after (1) in the lane."""
        items = self._lanes.get(self._line, ())
        if not items:
            return
        current = self.current
        if current is None:
            wanted = len(items) - 1 if step < 0 else 0
        else:
            wanted = items.index(current) + step
        if 0 <= wanted < len(items):
            self._go(items[wanted])

    def _go(self, item: Item) -> None:
        """Put the cursor on an item, and bring it into the window."""
        self._item = item
        bounds = self._bounds
        if bounds and self.reading.selection.timeline.window:
            self._show_window(scrolled_to(self._window, middle(item.date), bounds))
        if item.kind == "meeting":
            self.post_message(self.Moved(self, item.id))
        else:
            self.redraw()

    def action_open(self) -> None:
        """Select what is under the cursor; several in one place are offered as a list."""
        current = self.current
        chart = self._chart(self.content_cells)
        if current is None or chart is None:
            return
        marks = chart.marks[self._line]
        mark = next((mark for mark in marks if current in mark.items), None)
        self.post_message(self.Picked(mark.items if mark else (current,)))

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Select what was clicked."""
        chart = self._chart(self.content_cells)
        mark = chart.mark_at(line, cell) if chart else None
        if mark is None:
            return
        self._line = line
        self.move_to(str(line))
        if len(mark.items) > 1 or mark.items[0].kind != "meeting":
            self.post_message(self.Picked(mark.items))
        else:
            self._go(mark.items[0])

    def scale(self, factor: float) -> None:
        """Zoom round what is under the cursor."""
        if bounds := self._bounds:
            around = middle(self.current.date) if self.current else bounds.start - 1
            self._show_window(zoomed(self._window, factor, around, bounds))

    def pan(self, part: float) -> None:
        """Move the window by a part of its length, what is under the cursor in view."""
        if bounds := self._bounds:
            days = part * (self._window.end - self._window.start)
            keep = middle(self.current.date) if self.current else None
            self._show_window(panned(self._window, days, keep, bounds))

    def fit(self) -> None:
        """Show the whole range."""
        self._show_window(self._bounds)

    def fit_plans(self) -> None:
        """Show the selected plans alone; without any, the plan of the meeting."""
        dossier, selection = self.reading.dossier, self.reading.selection
        plans = [dossier.plan[name] for name in selection.filter.plans]
        if not plans and selection.meeting:
            plans = plans_on(dossier, dossier.meeting[selection.meeting].date)
        if plans:
            first = min((plan.start for plan in plans), key=lambda date: date.first)
            last = max((plan.end for plan in plans), key=lambda date: date.last)
            self._show_window(Window.over(first, last))

    def show_now(self) -> None:
        """Show the present day in the middle; say so if it is not in the range."""
        now, bounds = self.reading.selection.timeline.now, self._bounds
        if now is None or bounds is None:
            return
        day = now.toordinal() + 0.5
        if bounds.start <= day < bounds.end:
            self._show_window(centred(self._window, day, bounds))
        else:
            self.notify("The present day is outside the range of the record.")

    def _show_window(self, window: Window | None) -> None:
        shown = None if window == self._bounds else window
        if shown != self.reading.selection.timeline.window:
            self.post_message(self.WindowChanged(shown))
