"""What a reader looks at: a focus, a filter, and a view of the timeline."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import Literal, NamedTuple

from msgspec import Struct

from coop_tui.record.dates import Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier


class Filter(Struct, frozen=True):
    """Which points count, whatever their meeting and sector; an empty one leaves all.

    Attributes:
        plans: Ids of plan periods: what was said while they ran, and what ties to them.
        initiative: The id of an initiative: what names it.
        where: A query: what it finds.
    """

    plans: tuple[str, ...] = ()
    initiative: str | None = None
    where: str = ""

    def __bool__(self) -> bool:
        """Whether it leaves anything out."""
        return bool(self.plans or self.initiative or self.where)


class TimelineView(Struct, frozen=True):
    """What the timeline shows.

    Attributes:
        window: The stretch of time; None for the whole range.
        now: The day that parts what is past from what is ahead. Only given where it is
            asked for, since a view that shows it changes from day to day.
    """

    window: Window | None = None
    now: datetime.date | None = None


Field = Literal["meeting", "sector", "filter", "against", "point", "window", "now"]
"""A part of a selection that a view can take."""


class Selection(Struct, frozen=True):
    """What is looked at, by id; None stands for all.

    Attributes:
        meeting: One meeting.
        sector: One sector.
        filter: Which points count.
        against: A second meeting, with which the first is compared.
        point: One point, by its number in its meeting from 1; only given with a meeting.
        timeline: What the timeline shows.
    """

    meeting: str | None = None
    sector: str | None = None
    filter: Filter = Filter()
    against: str | None = None
    point: int | None = None
    timeline: TimelineView = TimelineView()

    def only(self, *fields: Field) -> Selection:
        """The selection without its other fields."""
        timeline = self.timeline
        return Selection(
            meeting=self.meeting if "meeting" in fields else None,
            sector=self.sector if "sector" in fields else None,
            filter=self.filter if "filter" in fields else Filter(),
            against=self.against if "against" in fields else None,
            point=self.point if "point" in fields else None,
            timeline=TimelineView(
                timeline.window if "window" in fields else None,
                timeline.now if "now" in fields else None,
            ),
        )


class GroupBy(Enum):
    """What the columns of a matrix are."""

    MEETING = "meeting"
    PLAN = "plan"


class Reading(NamedTuple):
    """A record and what of it is looked at: all that the panes of a reader show."""

    record: Record
    selection: Selection

    @property
    def dossier(self) -> Dossier:
        """The tables of the record."""
        return self.record.dossier


NOTHING = Reading(
    Record(Dossier(format=1, title="", about="", parties=(), sectors=())), Selection()
)
"""What is read before there is anything to read."""
