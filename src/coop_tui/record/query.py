"""What a reader asks of a record: values in, values out."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.dates import Date
from coop_tui.record.model import Dossier, Meeting, Plan, Point, Sector


class Selection(Struct, frozen=True):
    """What is looked at, by id; None stands for all.

    Attributes:
        meeting: One meeting.
        sector: One sector.
        plan: One plan period: what was said while it ran, and what ties to it.
        now: The day that parts what is past from what is ahead. Only given where it is
            asked for, since a view that shows it changes from day to day.
    """

    meeting: str | None = None
    sector: str | None = None
    plan: str | None = None
    now: datetime.date | None = None


class Reading(NamedTuple):
    """A record and what of it is looked at: all that the panes of a reader show."""

    dossier: Dossier
    selection: Selection


NOTHING = Reading(Dossier(format=1, title="", about="", parties=(), sectors=()), Selection())
"""What is read before there is anything to read."""


class Said(NamedTuple):
    """A point, its number in the meeting from 1, and the meeting at which it was said."""

    meeting: Meeting
    number: int
    point: Point

    @property
    def key(self) -> str:
        """Names the point within the record."""
        return f"{self.meeting.id}/{self.number}"


class Touch(NamedTuple):
    """A sector and how a selection touches it.

    Attributes:
        sector: The sector.
        points: The points on it; empty if it is not touched.
    """

    sector: Sector
    points: tuple[Point, ...]

    @property
    def firmest(self) -> Point | None:
        """The firmest point, the first of them if there are several."""
        return max(self.points, key=lambda point: point.kind.firmness, default=None)


def opening(dossier: Dossier) -> Selection:
    """What a reader looks at first: the latest meeting and its foremost sector."""
    if not dossier.meetings:
        return Selection()
    return with_sector(dossier, Selection(meeting=dossier.meetings[-1].id))


def with_sector(dossier: Dossier, selection: Selection) -> Selection:
    """The selection with its sector, or else with the foremost sector that it touches."""
    sector = selection.sector or next(iter(touches(dossier, selection))).sector.id
    return replace(selection, sector=sector)


def meetings(dossier: Dossier, selection: Selection) -> tuple[Meeting, ...]:
    """The selected meetings, in order of date."""
    if selection.meeting is None:
        return dossier.meetings
    return (dossier.meeting[selection.meeting],)


def plans_on(dossier: Dossier, date: Date) -> list[Plan]:
    """The plans that run on a date; more than one if a vague date spans a turn."""
    return [
        plan
        for plan in dossier.plans
        if plan.start.first <= date.last and date.first <= plan.end.last
    ]


def points(dossier: Dossier, selection: Selection) -> Iterator[Said]:
    """The selected points, in order of meeting and then as the record gives them."""
    for meeting in meetings(dossier, selection):
        under = selection.plan is None or any(
            plan.id == selection.plan for plan in plans_on(dossier, meeting.date)
        )
        for number, point in enumerate(meeting.points, 1):
            if selection.sector in (None, point.sector) and (
                under or selection.plan in point.plans
            ):
                yield Said(meeting, number, point)


def touches(dossier: Dossier, selection: Selection) -> list[Touch]:
    """Every sector with the points that the selection has on it.

    The sector of the selection itself does not count. The most said comes first;
    where as much is said, the order of the record holds.
    """
    found: dict[str, list[Point]] = {sector.id: [] for sector in dossier.sectors}
    for said in points(dossier, Selection(selection.meeting, None, selection.plan)):
        found[said.point.sector].append(said.point)
    touched = [Touch(sector, tuple(found[sector.id])) for sector in dossier.sectors]
    return sorted(touched, key=lambda touch: -len(touch.points))


class Neighbours(NamedTuple):
    """The meetings nearest to a given one at which a sector was touched."""

    before: Meeting | None
    after: Meeting | None


def nearest_touches(dossier: Dossier, sector: str, meeting: str | None) -> Neighbours:
    """Where a sector was last touched before a meeting, and where next after it."""
    before = after = None
    seen = False
    for other in dossier.meetings:
        if other.id == meeting:
            seen = True
        elif any(point.sector == sector for point in other.points):
            if not seen:
                before = other
            else:
                after = other
                break
    return Neighbours(before, after)


def span(dossier: Dossier) -> tuple[Date, Date] | None:
    """The first and the last date in the record; None if it holds no date."""
    dates = [date for plan in dossier.plans for date in (plan.start, plan.end)]
    dates += [meeting.date for meeting in dossier.meetings]
    dates += [
        milestone.date for programme in dossier.programmes for milestone in programme.milestones
    ]
    if not dates:
        return None
    return min(dates, key=lambda date: date.first), max(dates, key=lambda date: date.last)
