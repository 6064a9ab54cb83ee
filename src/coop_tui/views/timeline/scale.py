"""Days to cells: the window of a timeline, its scale, and the ticks of its axis."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from msgspec import Struct

from coop_tui.record.dates import Date, Window

_DAYS, _MONTHS, _YEARS = (1, 7), (1, 3, 6), (1, 5, 10, 20, 50, 100, 500, 1000)
_DAY_CELLS, _MONTH_CELLS, _YEAR_CELLS = 6, 8, 4
_LABEL_GAP = 2

LEAST_DAYS = 14.0
"""The shortest window, in days."""


class Tick(Struct, frozen=True):
    """A place on the axis: its day and its label."""

    day: int
    label: str


class Scale(Struct, frozen=True):
    """A window spread over ``cells`` cells."""

    window: Window
    cells: int

    def at(self, day: float) -> float:
        """Where a day begins, in cells from the left edge; may lie outside."""
        return (day - self.window.start) * self.cells / (self.window.end - self.window.start)

    def extent(self, date: Date, last: Date | None = None) -> tuple[float, float]:
        """Where a date begins, and where it or a last date ends, in cells."""
        return self.at(date.first.toordinal()), self.at((last or date).last.toordinal() + 1)

    def cell(self, date: Date, last: Date | None = None) -> int:
        """The cell in which the middle of a date lies, or the nearest in the window."""
        begin, end = self.extent(date, last)
        return max(0, min(int((begin + end) / 2), self.cells - 1))

    def contains(self, date: Date, last: Date | None = None) -> bool:
        """Whether any of a date is in the window."""
        begin, end = self.extent(date, last)
        return begin < self.cells and end > 0

    def ticks(self, anchor: int) -> list[Tick]:
        """The finest round ticks with gaps between labels; steps of years count from ``anchor``."""
        per_day = self.cells / (self.window.end - self.window.start)
        first = datetime.date.fromordinal(max(1, int(self.window.start)))
        for step in _DAYS:
            if step * per_day >= _DAY_CELLS + _LABEL_GAP:
                day = first.toordinal()
                days = range(day - (day - 1) % step, datetime.date.max.toordinal() + 1, step)
                return self._ticks(map(Date.parse, map(datetime.date.fromordinal, days)))
        for step in _MONTHS:
            if step * 28 * per_day >= _MONTH_CELLS + _LABEL_GAP:
                month = first.year * 12 + (first.month - 1) // step * step
                months = range(month, (datetime.MAXYEAR + 1) * 12, step)
                return self._ticks(Date(month // 12, month % 12 + 1) for month in months)
        wide = (step for step in _YEARS if step * 365 * per_day >= _YEAR_CELLS + _LABEL_GAP)
        step = next(wide, _YEARS[-1])
        year = first.year + (anchor - first.year) % step
        return self._ticks(Date(year) for year in range(year, datetime.MAXYEAR + 1, step))

    def _ticks(self, dates: Iterable[Date]) -> list[Tick]:
        """The ticks of those dates, given in order, that begin in the window."""
        ticks = []
        for date in dates:
            day = date.first.toordinal()
            if day >= self.window.end:
                break
            if day >= self.window.start:
                ticks.append(Tick(day, str(date).rpartition(" ")[0] if date.day else str(date)))
        return ticks


def middle(date: Date, last: Date | None = None) -> float:
    """The middle of a date, or of the days up to a last date, in days."""
    return (date.first.toordinal() + (last or date).last.toordinal() + 1) / 2


def zoomed(window: Window, factor: float, around: float, bounds: Window) -> Window:
    """The window zoomed in by a factor of more than 1, or out by one of less.

    The day ``around``, or the middle of the window if that day is not in it, keeps its
    place as far as the bounds let it.
    """
    if not window.start <= around < window.end:
        around = (window.start + window.end) / 2
    length = (window.end - window.start) / factor
    if factor > 1 and length < LEAST_DAYS:
        return window
    return _within(around - (around - window.start) / factor, length, bounds)


def panned(window: Window, days: float, keep: float | None, bounds: Window) -> Window:
    """The window moved within its bounds by some days; back in time, if less than 0.

    The day ``keep`` does not leave the window, if it is in it.
    """
    start, length = window.start + days, window.end - window.start
    if keep is not None and window.start <= keep < window.end:
        start = min(max(start, keep + 1 - length), keep)
    return _within(start, length, bounds)


def centred(window: Window, day: float, bounds: Window) -> Window:
    """The window moved so that a day is in its middle, as far as its bounds let it."""
    length = window.end - window.start
    return _within(day - length / 2, length, bounds)


def scrolled_to(window: Window, day: float, bounds: Window) -> Window:
    """The window moved only as far as a day needs to be in it, with a margin."""
    if window.start <= day < window.end:
        return window
    length = window.end - window.start
    margin = length / 10
    return _within(day - margin if day < window.start else day + margin - length, length, bounds)


def _within(start: float, length: float, bounds: Window) -> Window:
    if length >= bounds.end - bounds.start:
        return bounds
    start = min(max(start, bounds.start), bounds.end - length)
    return Window(start, start + length)
