"""The pane of the timeline: a drawing that is zoomed, panned and stepped through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

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

_MIN_CELLS = 20


class TimelinePane(ViewPane):
    """The plan periods, the meetings in them, and the milestones of initiatives.

    Up and down lead to other lanes, left and right to other items in the same lane. In
    the lane of meetings each step selects a meeting; elsewhere Enter selects.
    """

    ID = PaneId.TIMELINE

    @dataclass
    class WindowChanged(Message):
        """The reader asked for another stretch of time; None is the whole range."""

        window: Window | None

    @dataclass
    class Picked(Message):
        """The reader opened something on the timeline: one item, or several in one place."""

        items: tuple[Item, ...]

    CURSOR = "edge"
    KEEPS_SCROLL = True
    STICKY = 1  # the axis stays while the lanes scroll

    def __init__(self) -> None:
        super().__init__()
        self._lane = MEETINGS_LINE
        """The number of the line under the cursor."""
        self._item: Item | None = None
        """The item under the cursor, except in the lane of meetings."""
        self._description: tuple[Dossier, int, LineBuffer] | None = None
        """Everything on the timeline in words, for a record and a width."""

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The range, and the sector whose meetings are filled."""
        sector = dossier.topic.get(selection.sector or "")
        legend = f"◆ {sector.name}  ◇ not discussed" if sector else ""
        span = window_name(window) if (window := selection.timeline.window) else ""
        return "Plan periods", "  ".join(filter(None, (legend, span)))

    def draw(self, shown: Reading, width: int) -> Sequence[Line] | Iterator[Line]:
        """The chart, a line for each lane, then everything on it in words."""
        chart = self._chart(width)
        if chart is None:
            return super().draw(shown, width)
        lines = [
            Line(runs, str(number) if number in self._lanes else None)
            for number, runs in enumerate(chart.lines)
        ]
        lines.append(Line(()))
        if self._description is None or self._description[:2] != (shown.dossier, width):
            page = Page(shown.record, ())
            add_descriptions(page)
            self._description = (shown.dossier, width, LineBuffer(layout.body(page, width)))
        description = self._description[2]
        if description.complete:
            return [*lines, *description.lines]
        return chain(lines, description)

    @property
    def _lanes(self) -> dict[int, tuple[Item, ...]]:
        return lanes(self.reading.dossier)

    @property
    def _items(self) -> tuple[Item, ...]:
        """The items in the lane under the cursor."""
        return self._lanes.get(self._lane, ())

    def watch_reading(self) -> None:
        """Keep the cursor where it is when another version of the record is shown."""
        if self._shown and self._shown.dossier is not self.reading.dossier:
            self._transfer_cursor(self._shown.dossier)
        super().watch_reading()

    def _transfer_cursor(self, old: Dossier) -> None:
        """Go to the lane and the item that were under the cursor in another version."""
        if self._lane > MEETINGS_LINE:
            name = next((item.id for item in lanes(old).get(self._lane, ())), None)
            found = (line for line, items in self._lanes.items() if items and items[0].id == name)
            self._lane = next((line for line in found if line > MEETINGS_LINE), MEETINGS_LINE)
        if old_item := self._item:
            # The date of an item may have been corrected.
            same = (item for item in self._items if item == replace(old_item, date=item.date))
            self._item = next(same, None)

    @property
    def preferred(self) -> str | None:
        """The lane under the cursor."""
        return str(self._lane)

    @property
    def chart_height(self) -> int:
        """The lines of the chart: the axis, the lanes, and one for the present day."""
        return len(self._lanes) + 2

    def _chart(self, width: int) -> Chart | None:
        if width < _MIN_CELLS or self._bounds is None:
            return None
        cursor = self.current if self.has_focus else None
        dossier, selection = self.reading.dossier, self.reading.selection
        return Chart(dossier, selection, self._window, width, cursor=cursor)

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
        """The item under the cursor; in the lane of meetings, the selected meeting."""
        if self._lane == MEETINGS_LINE:
            selected = self.reading.selection.meeting
            return next((item for item in self._items if item.id == selected), None)
        return self._item if self._item in self._items else None

    @property
    def subject(self) -> Subject | None:
        """The part of the record under the cursor, or else the selected meeting."""
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
            return [Subject("initiative", initiative.id) for initiative in dossier.initiatives]
        return [Subject("plan", plan.id) for plan in self._items]

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.call_later(self.redraw)

    def _choose(self, key: str) -> None:
        """Go to the nearest item in another lane."""
        old = self.current
        self._lane = int(key)
        self.move_to(key)
        if self._items and self._lane != MEETINGS_LINE:
            window = self._window
            day = middle(old.date) if old else (window.start + window.end) / 2
            self._item = min(self._items, key=lambda item: self._distance(item, day))
        self.redraw()

    def _distance(self, item: Item, day: float) -> float:
        """The days between an item and a day; 0 within a plan."""
        if item.kind != "plan":
            return abs(middle(item.date) - day)
        plan = self.reading.dossier.plan[item.id]
        window = Window.over(plan.start, plan.end)
        return max(0.0, window.start - day, day - window.end)

    def action_sideways(self, step: int) -> None:
        """Step to the item before (-1) or after (1) in the lane."""
        items, current = self._items, self.current
        if current is None:
            wanted = len(items) - 1 if step < 0 else 0
        else:
            wanted = items.index(current) + step
        if 0 <= wanted < len(items):
            self._go_to(items[wanted])

    def _go_to(self, item: Item) -> None:
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
        """Open the item under the cursor, with all others in the same place."""
        current, chart = self.current, self._chart(self.content_cells)
        if current and chart:
            marks = chart.marks[self._lane]
            mark = next((mark for mark in marks if current in mark.items), None)
            self.post_message(self.Picked(mark.items if mark else (current,)))

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Select the meeting that was clicked; open any other item."""
        chart = self._chart(self.content_cells)
        mark = chart.mark_at(line, cell) if chart else None
        if mark is None:
            return
        self._lane = line
        self.move_to(str(line))
        if len(mark.items) > 1 or mark.items[0].kind != "meeting":
            self.post_message(self.Picked(mark.items))
        else:
            self._go_to(mark.items[0])

    def zoom(self, factor: float) -> None:
        """Zoom around the item under the cursor."""
        if bounds := self._bounds:
            around = middle(self.current.date) if self.current else bounds.start - 1
            self._show_window(zoomed(self._window, factor, around, bounds))

    def pan(self, part: float) -> None:
        """Move the window by a part of its length, with the item under the cursor in view."""
        if bounds := self._bounds:
            days = part * (self._window.end - self._window.start)
            keep = middle(self.current.date) if self.current else None
            self._show_window(panned(self._window, days, keep, bounds))

    def fit(self) -> None:
        """Show the whole range."""
        self._show_window(self._bounds)

    def fit_plans(self) -> None:
        """Show the time of the selected plans; without any, of the plan of the meeting."""
        dossier, selection = self.reading.dossier, self.reading.selection
        plans = [dossier.plan[name] for name in selection.filter.plans]
        if not plans and selection.meeting:
            plans = plans_on(dossier, dossier.meeting[selection.meeting].date)
        if plans:
            first = min((plan.start for plan in plans), key=lambda date: date.first)
            last = max((plan.end for plan in plans), key=lambda date: date.last)
            self._show_window(Window.over(first, last))

    def show_now(self) -> None:
        """Show the present day in the middle; notify the reader if it is out of range."""
        now, bounds = self.reading.selection.timeline.now, self._bounds
        if now is None or bounds is None:
            return
        day = now.toordinal() + 0.5
        if bounds.start <= day < bounds.end:
            self._show_window(centred(self._window, day, bounds))
        else:
            self.notify("The present day is outside the range of the record.")

    def _show_window(self, window: Window | None) -> None:
        wanted = None if window == self._bounds else window
        if wanted != self.reading.selection.timeline.window:
            self.post_message(self.WindowChanged(wanted))
