"""What is looked at: the meeting, the sector, and the filter."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import NamedTuple

from msgspec import Struct

from coop_tui.record.dates import Window
from coop_tui.record.tables import Dossier


class Selection(Struct, frozen=True):
    """What is looked at, by id; None, or nothing, stands for all.

    Attributes:
        meeting: One meeting.
        sector: One sector.
        plans: Plan periods: what was said while they ran, and what ties to them.
        initiative: One initiative: what names it.
        where: A query in the language of ``search``: what it finds.
        against: A second meeting, to compare the first with.
        window: The stretch of time that the timeline shows; None for the whole range.
        now: The day that parts what is past from what is ahead. Only given where it is
            asked for, since a view that shows it changes from day to day.
        point: One point, by its number in its meeting from 1; only given with a meeting.
    """

    meeting: str | None = None
    sector: str | None = None
    plans: tuple[str, ...] = ()
    initiative: str | None = None
    where: str = ""
    against: str | None = None
    window: Window | None = None
    now: datetime.date | None = None
    point: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether it leaves points out, whatever their meeting and sector."""
        return bool(self.plans or self.initiative or self.where)


class GroupBy(Enum):
    """What the columns of a matrix are."""

    MEETING = "meeting"
    PLAN = "plan"


class Reading(NamedTuple):
    """A record and what of it is looked at: all that the panes of a reader show."""

    dossier: Dossier
    selection: Selection


NOTHING = Reading(Dossier(format=1, title="", about="", parties=(), sectors=()), Selection())
"""What is read before there is anything to read."""
