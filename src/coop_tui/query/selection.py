"""The selection of a reader: a focus, a filter, a span of time, and the day that is now."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Literal, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.search.language import statuses_asked_for
from coop_tui.record.dates import Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier


class Filter(Struct, frozen=True):
    """The points that count, whatever their meeting and sector; an empty filter keeps all.

    Attributes:
        plans: Ids of plan periods: the points of meetings while they ran, and those tied to them.
        initiative: The id of an initiative: the points that name it.
        where: A query: the points that match it.
        now: The day that counts as now, if the query asks for a status; otherwise None.
    """

    plans: tuple[str, ...] = ()
    initiative: str | None = None
    where: str = ""
    now: datetime.date | None = None

    def with_query(self, where: str, now: datetime.date | None) -> Filter:
        """The filter with another query, and the day that counts as now."""
        return replace(self, where=where, now=now if statuses_asked_for(where) else None)

    def __bool__(self) -> bool:
        """Whether the filter excludes anything."""
        return bool(self.plans or self.initiative or self.where)


Field = Literal[
    "meeting",
    "sector",
    "filter",
    "against",
    "point",
    "milestone",
    "window",
    "now",
    "thread",
    "open",
]
"""A part of a selection that a view can use."""


class Selection(Struct, frozen=True):
    """A focus, by ids, with a filter; None stands for all.

    Attributes:
        meeting: One meeting.
        sector: One sector.
        filter: The points that count.
        against: A second meeting, to compare with the first.
        point: One point, by its number in its meeting from 1; only given with a meeting.
        milestone: One milestone, by its number from 1 in the only plan or the initiative of
            the filter; it selects no point.
        window: The span of time that the timeline shows; None for the whole range.
        now: The day that counts as now; None for no such day, since what depends on it
            changes from day to day.
        thread: The point whose thread the timeline shows, by the id of its meeting and its
            number there from 1.
        open: Whether coverage counts open commitments, in the place of points.
    """

    meeting: str | None = None
    sector: str | None = None
    filter: Filter = Filter()
    against: str | None = None
    point: int | None = None
    milestone: int | None = None
    window: Window | None = None
    now: datetime.date | None = None
    thread: tuple[str, int] | None = None
    open: bool = False

    @property
    def as_of(self) -> datetime.date | None:
        """The day that counts as now, for the view or for the query of its filter."""
        return self.now or self.filter.now

    def only(self, *fields: Field) -> Selection:
        """The selection without its other fields."""
        return Selection(**{name: getattr(self, name) for name in fields})


class GroupBy(Enum):
    """By what a view is grouped: the columns of a matrix, or the headings over threads."""

    MEETING = "meeting"
    PLAN = "plan"
    RECORD = "record"
    STATUS = "status"
    SECTOR = "sector"
    PARTY = "party"
    DUE = "due"


class Reading(NamedTuple):
    """A record and a selection of it: all that the panes of a reader show."""

    record: Record
    selection: Selection

    @property
    def dossier(self) -> Dossier:
        """The tables of the record."""
        return self.record.dossier


NOTHING = Reading(
    Record(Dossier(format=1, title="", about="", parties=(), sectors=())), Selection()
)
"""The reading before a record is loaded."""
