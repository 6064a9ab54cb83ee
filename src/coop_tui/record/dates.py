"""Dates in three precisions: a year, a month or a day.

The written form is level 0 of the Extended Date/Time Format (EDTF, ISO 8601-2):
``2025``, ``2025-11``, ``2025-11-12``. A date of lower precision is not an unknown
day made up; it stands for the whole span that it names.
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
    """A date as precise as its source gives it; immutable.

    Dates sort by time, and the wider span comes before what it contains.

    Attributes:
        year: 1 to 9999.
        month: 1 to 12, or 0 where the source gives none.
        day: 1 to 31, or 0 where the source gives none.
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
        date = cls(*(int(part or 0) for part in match.groups()))
        written_month, written_day = match[2], match[3]
        datetime.date(
            date.year,
            date.month if written_month else 1,
            date.day if written_day else 1,
        )
        return date

    @property
    def first(self) -> datetime.date:
        """The first day that the date covers."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def last(self) -> datetime.date:
        """The last day that the date covers."""
        if self.day:
            return datetime.date(self.year, self.month, self.day)
        if self.year == datetime.MAXYEAR and self.month in (0, 12):
            return datetime.date.max
        year, month = (self.year, self.month + 1) if self.month % 12 else (self.year + 1, 1)
        return datetime.date(year, month, 1) - datetime.timedelta(days=1)

    @property
    def edtf(self) -> str:
        """The written form: ``2025``, ``2025-11`` or ``2025-11-12``."""
        return "-".join(
            [f"{self.year:04d}"] + [f"{part:02d}" for part in (self.month, self.day) if part]
        )

    @property
    def weekday(self) -> str:
        """The short name of the day of the week; empty if the day is not known."""
        return _WEEKDAYS[self.first.weekday()] if self.day else ""

    def __str__(self) -> str:
        """The date for people: ``2025``, ``Nov 2025`` or ``12 Nov 2025``."""
        parts = [str(self.day)] if self.day else []
        if self.month:
            parts.append(_MONTHS[self.month - 1])
        return " ".join([*parts, f"{self.year:04d}"])


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

    @property
    def days(self) -> tuple[Date, Date]:
        """The first and the last day that it shows any of, within the calendar."""
        last = datetime.date.max.toordinal()
        ends = (
            datetime.date.fromordinal(min(max(1, int(day)), last))
            for day in (self.start, -(-self.end // 1) - 1)
        )
        first, final = (Date(day.year, day.month, day.day) for day in ends)
        return first, final
