"""Days to cells: the window of a timeline, its scale, and the ticks of its axis."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct

from coop_tui.record.dates import Date

_YEARS = (1, 5, 10, 20, 50, 100, 500, 1000)
_MONTHS = (1, 3, 6)
_DAYS = (1, 7)
_MONTH_CELLS, _YEAR_CELLS, _DAY_CELLS = 8, 4, 6
_LABEL_GAP = 2


class Window(Struct, frozen=True):
    """A span of time, in days since 1 January of year 1.

    Attributes:
        start: The first day.
        end: The day after the last; more than ``start``.
    """

    start: float
    end: float

    @classmethod
    def over(cls, first: Date, last: Date) -> Window:
        """The window that holds two dates whole."""
        return cls(first.first.toordinal(), last.last.toordinal() + 1)


class Tick(NamedTuple):
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
