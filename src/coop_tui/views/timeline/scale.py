"""Days to cells: the window of a timeline, its scale, and the ticks of its axis."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from msgspec import Struct

from coop_tui.record.dates import Date, Window

_YEARS = (1, 5, 10, 20, 50, 100, 500, 1000)
_MONTHS = (1, 3, 6)
_DAYS = (1, 7)
_MONTH_CELLS, _YEAR_CELLS, _DAY_CELLS = 8, 4, 6
_LABEL_GAP = 2


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

    def extent(self, date: Date) -> tuple[float, float]:
        """Where a date begins and ends: the whole span that it stands for."""
        return self.at(date.first.toordinal()), self.at(date.last.toordinal() + 1)

    def cell(self, date: Date) -> int:
        """The cell in which the middle of a date lies, or the nearest in the window."""
        begin, end = self.extent(date)
        return max(0, min(int((begin + end) / 2), self.cells - 1))

    def holds(self, date: Date) -> bool:
        """Whether any of a date is in the window."""
        begin, end = self.extent(date)
        return begin < self.cells and end > 0

    def ticks(self, anchor: int) -> list[Tick]:
        """The finest round ticks whose labels stand clear of each other.

        Args:
            anchor: A year on which ticks of several years fall, such as the start of
                a plan.
        """
        per_day = self.cells / (self.window.end - self.window.start)
        for days in _DAYS:
            if days * per_day >= _DAY_CELLS + _LABEL_GAP:
                return list(self._day_ticks(days))
        for months in _MONTHS:
            if months * 28 * per_day >= _MONTH_CELLS + _LABEL_GAP:
                return list(self._month_ticks(months))
        years = next(
            (n for n in _YEARS if n * 365 * per_day >= _YEAR_CELLS + _LABEL_GAP), _YEARS[-1]
        )
        return list(self._year_ticks(years, anchor))

    def _first_day(self) -> datetime.date:
        return datetime.date.fromordinal(max(1, int(self.window.start)))

    def _inside(self, day: int) -> bool:
        return self.window.start <= day < self.window.end

    def _day_ticks(self, step: int) -> Iterator[Tick]:
        day = self._first_day().toordinal()
        day += -(day - 1) % step
        last = datetime.date.max.toordinal()
        while day < self.window.end and day <= last:
            date = datetime.date.fromordinal(day)
            if self._inside(day):
                yield Tick(day, str(Date(date.year, date.month, date.day)).rpartition(" ")[0])
            day += step

    def _month_ticks(self, step: int) -> Iterator[Tick]:
        first = self._first_day()
        month = first.year * 12 + (first.month - 1) // step * step
        while month // 12 <= datetime.MAXYEAR:
            date = Date(month // 12, month % 12 + 1)
            day = date.first.toordinal()
            if day >= self.window.end:
                return
            if self._inside(day):
                yield Tick(day, str(date))
            month += step

    def _year_ticks(self, step: int, anchor: int) -> Iterator[Tick]:
        first = self._first_day().year
        year = first + (anchor - first) % step
        while year <= datetime.MAXYEAR:
            day = datetime.date(year, 1, 1).toordinal()
            if day >= self.window.end:
                return
            if self._inside(day):
                yield Tick(day, f"{year:04d}")
            year += step


LEAST_DAYS = 14.0
"""The shortest stretch that is shown, in days."""


def middle(date: Date) -> float:
    """The middle of a date, in days."""
    return (date.first.toordinal() + date.last.toordinal() + 1) / 2


def zoomed(window: Window, factor: float, around: float, bounds: Window) -> Window:
    """The window with everything ``factor`` times as wide, and one day where it was.

    Args:
        window: What is shown.
        factor: More than 1 to zoom in, less to zoom out.
        around: The day that stays in its place; the middle of the window if it is not
            in it. It moves only where the window would else leave its bounds.
        bounds: What may be shown at most.
    """
    if not window.start <= around < window.end:
        around = (window.start + window.end) / 2
    length = (window.end - window.start) / factor
    if factor > 1 and length < LEAST_DAYS:
        return window
    return _within(around - (around - window.start) / factor, length, bounds)


def panned(window: Window, days: float, keep: float | None, bounds: Window) -> Window:
    """The window moved by so many days, though not past its bounds.

    Args:
        window: What is shown.
        days: How far; less than 0 for back in time.
        keep: A day that shall not leave the window, if it is in it.
        bounds: What may be shown at most.
    """
    start, length = window.start + days, window.end - window.start
    if keep is not None and window.start <= keep < window.end:
        start = min(max(start, keep + 1 - length), keep)
    return _within(start, length, bounds)


def centred(window: Window, day: float, bounds: Window) -> Window:
    """The window moved so that a day is in its middle, as far as its bounds let it."""
    length = window.end - window.start
    return _within(day - length / 2, length, bounds)


def keeping(window: Window, day: float, bounds: Window) -> Window:
    """The window, moved as little as brings a day into it."""
    length = window.end - window.start
    margin = length / 10
    if window.start <= day < window.end:
        return window
    start = day - margin if day < window.start else day + margin - length
    return _within(start, length, bounds)


def _within(start: float, length: float, bounds: Window) -> Window:
    if length >= bounds.end - bounds.start:
        return bounds
    start = min(max(start, bounds.start), bounds.end - length)
    return Window(start, start + length)
