"""Dates in three precisions: a year, a month or a day.

The written form is level 0 of the Extended Date/Time Format (EDTF, ISO 8601-2):
``2025``, ``2025-11``, ``2025-11-12``. A date without a day stands for the whole month or
year; no day is made up.
"""

from __future__ import annotations

import datetime
import re
from functools import total_ordering

from msgspec import Struct

_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

EDTF_PATTERN = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"


@total_ordering
class Date:
    """A date as precise as its source gives it.

    Dates sort by time; a year or month comes before the dates in it.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or 0 if the source gives none.
        day: 1 to 31, or 0 if the source gives none.
    """

    __slots__ = ("day", "month", "year")

    def __init__(self, year: int, month: int = 0, day: int = 0) -> None:
        self.year, self.month, self.day = year, month, day

    @property
    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month, self.day

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Date) and self._key == other._key

    def __lt__(self, other: Date) -> bool:
        return self._key < other._key

    def __hash__(self) -> int:
        return hash(self._key)

    def __repr__(self) -> str:
        return f"Date({self.edtf!r})"

    @classmethod
    def parse(cls, value: object) -> Date:
        """Read a date from a TOML value.

        Args:
            value: An EDTF string, a TOML local date, or an integer for a year.

        Raises:
            ValueError: If the value is none of these, or names no date of the calendar.
        """
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return cls(value.year, value.month, value.day)
        if isinstance(value, int) and not isinstance(value, bool):
            value = f"{value:04d}"
        match = _EDTF.fullmatch(value) if isinstance(value, str) else None
        if match is None:
            raise ValueError("a date is a year, a month or a day")
        datetime.date(*(int(part or 1) for part in match.groups()))  # raises if no such day exists
        return cls(*(int(part or 0) for part in match.groups()))

    @property
    def first(self) -> datetime.date:
        """The first day that the date covers."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that the date covers."""
        if self.day:
            return self.first
        if self.month in (0, 12):
            return datetime.date(self.year, 12, 31)
        return datetime.date(self.year, self.month + 1, 1) - datetime.timedelta(days=1)

    def ends_before(self, other: Date) -> bool:
        """Whether its last day is before the first of another: it is earlier for certain."""
        return self.last < other.first

    @property
    def edtf(self) -> str:
        """The written form: ``2025``, ``2025-11`` or ``2025-11-12``."""
        parts = (f"{part:02d}" for part in (self.month, self.day) if part)
        return "-".join([f"{self.year:04d}", *parts])

    @property
    def weekday(self) -> str:
        """The short name of the day of the week; empty if the date has no day."""
        return _WEEKDAYS[self.first.weekday()] if self.day else ""

    def __str__(self) -> str:
        """The date in words: ``2025``, ``Nov 2025`` or ``12 Nov 2025``."""
        month = _MONTHS[self.month - 1] if self.month else ""
        return f"{self.day or ''} {month} {self.year:04d}".lstrip()


class Window(Struct, frozen=True):
    """A span of time, in days; 1 January of year 1 is day 1.

    Attributes:
        start: The first day.
        end: The day after the last; more than ``start``.
    """

    start: float
    end: float

    @classmethod
    def over(cls, first: Date, last: Date) -> Window:
        """The window from the first day of one date to the last day of another."""
        return cls(first.first.toordinal(), last.last.toordinal() + 1)

    @property
    def days(self) -> tuple[Date, Date]:
        """The first and the last day in the window, wholly or in part, within the calendar."""
        return _date(self.start), _date(-(-self.end // 1) - 1)


def _date(ordinal: float) -> Date:
    """The date of a day, or the nearest in the calendar."""
    last = datetime.date.max.toordinal()
    return Date.parse(datetime.date.fromordinal(min(max(1, int(ordinal)), last)))
