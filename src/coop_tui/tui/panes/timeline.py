"""The pane of the timeline: a drawing that is zoomed, panned and stepped through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from operator import attrgetter

from msgspec.structs import replace
from textual.geometry import Region
from textual.message import Message

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
from coop_tui.views.timeline.items import (
    MEETINGS,
    Item,
    LaneItems,
    current_plans,
    lanes,
    whole_range,
)
from coop_tui.views.timeline.legend import sector_legend
from coop_tui.views.timeline.page import add_descriptions, add_legend, add_thread
from coop_tui.views.timeline.scale import centred, middle, panned, scrolled_to, zoomed
from coop_tui.views.timeline.thread import lanes_with_thread

_MIN_CELLS = 20


class TimelinePane(ViewPane):
    """The plan periods and their milestones, the meetings, and the milestones of initiatives.

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
        self._lane = MEETINGS
        """The key of the lane under the cursor."""
        self._item: Item | None = None
        """The item under the cursor, except in the lane of meetings."""
        self._description: tuple[Dossier, int, LineBuffer] | None = None
        """Everything on the timeline in words, for a record and a width."""

    def titles(self, dossier: Dossier, selection: Selection) -> tuple[str, str]:
        """The range, and the sector whose meetings are filled."""
        signs = sector_legend(dossier, selection) if selection.sector else ""
        span = window_name(window) if (window := selection.window) else ""
        title = "Plan periods" if dossier.plans else "Timeline"
        return title, "  ".join(filter(None, (signs, span)))

    def draw(self, shown: Reading, width: int) -> Sequence[Line] | Iterator[Line]:
        """The chart, a line for each lane, then its signs and everything on it in words."""
        chart = self._chart(width)
        if chart is None:
            return super().draw(shown, width)
        keys = (None, *(lane.key for lane in self._lanes))
        lines = [Line(runs, key) for runs, key in zip_longest(chart.lines, keys)]
        legend = Page(shown.record, ())
        add_legend(legend, shown.selection)
        add_thread(legend, shown.selection)
        lines += [Line(()), *layout.body(legend, width), Line(())]
        if self._description is None or self._description[:2] != (shown.dossier, width):
            page = Page(shown.record, ())
            add_descriptions(page)
            self._description = (shown.dossier, width, LineBuffer(layout.body(page, width)))
        description = self._description[2]
        if description.complete:
            return [*lines, *description.lines]
        return chain(lines, description)

    @property
    def _lanes(self) -> tuple[LaneItems, ...]:
        return lanes_with_thread(self.reading.dossier, self.reading.selection)

    @property
    def _items(self) -> tuple[Item, ...]:
        """The items in the lane under the cursor."""
        return next((lane.items for lane in self._lanes if lane.key == self._lane), ())

    def watch_reading(self) -> None:
        """Keep the cursor where it is, as far as its lane and its item are still there."""
        if self._shown and self._shown.dossier is not self.reading.dossier:
            self._transfer_cursor()
        if all(lane.key != self._lane for lane in self._lanes):
            self._lane = MEETINGS
        if self._shown and self._shown.selection.thread and not self.reading.selection.thread:
            self.scroll_to(y=0, animate=False, immediate=True)
        super().watch_reading()

    def _show_cursor(self) -> None:
        """Bring the lane under the cursor into view; with that of the meetings, a thread too."""
        super()._show_cursor()
        if self._lane == MEETINGS and (line := self._buffer.first.get("thread")):
            region = Region(0, line, 1, 1)
            self.scroll_to_region(region, animate=False, immediate=True, force=True)

    def _transfer_cursor(self) -> None:
        """Go to the item that was under the cursor in another version, wherever it is by now."""
        if self._lane == MEETINGS:
            return
        if old := self._item:
            for lane in self._lanes:
                for item in lane.items:
                    # The dates of an item may have been corrected.
                    if item == replace(old, date=item.date, end=item.end):
                        self._lane, self._item = lane.key, item
                        return

    @property
    def preferred(self) -> str | None:
        """The lane under the cursor."""
        return self._lane

    @property
    def chart_height(self) -> int:
        """The lines of the chart: the axis, the lanes, and one for the present day.

        A thread does not count: the pane would grow and shrink from one point to the next.
        """
        return len(lanes(self.reading.dossier)) + 2

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
        window = self.reading.selection.window or self._bounds
        assert window is not None, "asked only where there is a date"
        return window

    @property
    def current(self) -> Item | None:
        """The item under the cursor; in the lane of meetings, the selected meeting."""
        if self._lane == MEETINGS:
            selected = self.reading.selection.meeting
            return next((item for item in self._items if item.id == selected), None)
        return self._item if self._item in self._items else None

    @property
    def subject(self) -> Subject | None:
        """The part of the record under the cursor, or else the selected meeting."""
        item = self.current
        return super().subject if item is None else Subject.of_item(item)

    @property
    def subjects(self) -> list[Subject]:
        """The plans, the meetings, or else what is in the lane, in order of time."""
        item, items = self.current, self._items
        if item is None or item.kind == "meeting":
            return super().subjects
        if item.kind == "plan":
            rows = (lane.items for lane in self._lanes if lane.kind == "plans")
            items = tuple(sorted(chain.from_iterable(rows), key=attrgetter("date")))
        return list(dict.fromkeys(map(Subject.of_item, items)))

    def on_focus(self) -> None:
        """Show the cursor."""
        self.redraw()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.call_later(self.redraw)

    def _choose(self, key: str) -> None:
        """Go to the nearest item in another lane."""
        old = self.current
        self._lane = key
        self.move_to(key)
        if self._items and self._lane != MEETINGS:
            window = self._window
            day = _day(old) if old else (window.start + window.end) / 2
            self._item = min(self._items, key=lambda item: self._distance(item, day))
        self.redraw()

    def _distance(self, item: Item, day: float) -> float:
        """The days between an item and a day; 0 within a plan."""
        if item.kind != "plan":
            return abs(item.middle - day)
        window = Window.over(item.date, item.last)
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

    def put_cursor_on(self, subject: Subject) -> None:
        """Put the cursor on what is in a lane, unless a reload has removed it."""
        for lane in self._lanes:
            for item in lane.items:
                if Subject.of_item(item) == subject:
                    self._lane = lane.key
                    self.move_to(lane.key)
                    self._go_to(item)
                    return

    def _go_to(self, item: Item) -> None:
        """Put the cursor on an item, and bring it into the window."""
        self._item = item
        bounds = self._bounds
        if bounds and self.reading.selection.window:
            self._show_window(scrolled_to(self._window, _day(item), bounds))
        if item.kind == "meeting":
            self.post_message(self.Moved(self, item.id))
        else:
            self.redraw()

    def action_open(self) -> None:
        """Open the item under the cursor, with all others in the same place."""
        current, chart = self.current, self._chart(self.content_cells)
        if current and chart:
            marks = chain.from_iterable(chart.marks.values())
            mark = next((mark for mark in marks if current in mark.items), None)
            self.post_message(self.Picked(mark.items if mark else (current,)))

    def clicked(self, cell: int, line: int, *, twice: bool) -> None:
        """Select the meeting that was clicked; open any other item."""
        chart = self._chart(self.content_cells)
        mark = chart.mark_at(line, cell) if chart else None
        if mark is None:
            return
        self._lane = self._lanes[line - 1].key
        self.move_to(self._lane)
        if len(mark.items) > 1 or mark.items[0].kind != "meeting":
            self.post_message(self.Picked(mark.items))
        else:
            self._go_to(mark.items[0])

    def zoom(self, factor: float) -> None:
        """Zoom around the item under the cursor."""
        if bounds := self._bounds:
            around = _day(self.current) if self.current else bounds.start - 1
            self._show_window(zoomed(self._window, factor, around, bounds))

    def pan(self, part: float) -> None:
        """Move the window by a part of its length, with the item under the cursor in view."""
        if bounds := self._bounds:
            days = part * (self._window.end - self._window.start)
            keep = _day(self.current) if self.current else None
            self._show_window(panned(self._window, days, keep, bounds))

    def fit(self) -> None:
        """Show the whole range."""
        self._show_window(self._bounds)

    def fit_plans(self) -> None:
        """Show the time of the selected plans; without any, of the plan of the meeting."""
        dossier, selection = self.reading.dossier, self.reading.selection
        plans = [dossier.plan[name] for name in current_plans(dossier, selection)]
        if plans:
            first = min((plan.start for plan in plans), key=lambda date: date.first)
            last = max((plan.end for plan in plans), key=lambda date: date.last)
            self._show_window(Window.over(first, last))

    def show_now(self) -> None:
        """Show the present day in the middle; notify the reader if it is out of range."""
        now, bounds = self.reading.selection.now, self._bounds
        if now is None or bounds is None:
            return
        day = now.toordinal() + 0.5
        if bounds.start <= day < bounds.end:
            self._show_window(centred(self._window, day, bounds))
        else:
            self.notify("The present day is outside the range of the record.")

    def _show_window(self, window: Window | None) -> None:
        wanted = None if window == self._bounds else window
        if wanted != self.reading.selection.window:
            self.post_message(self.WindowChanged(wanted))


def _day(item: Item) -> float:
    """The day round which an item is shown: the middle of it, or the start of a plan."""
    return middle(item.date) if item.kind == "plan" else item.middle
