"""What a reader asks of a record: values in, values out."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.dates import Date, Window
from coop_tui.record.model import Dossier, Kind, Meeting, Plan, Point, Sector
from coop_tui.record.remember import remembered


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


class By(Enum):
    """What the columns of a matrix are."""

    MEETING = "meeting"
    PLAN = "plan"


class Reading(NamedTuple):
    """A record and what of it is looked at: all that the panes of a reader show."""

    dossier: Dossier
    selection: Selection


NOTHING = Reading(Dossier(format=1, title="", about="", parties=(), sectors=()), Selection())
"""What is read before there is anything to read."""


class Said(Struct, frozen=True):
    """A point, its number in the meeting from 1, and the meeting at which it was said."""

    meeting: Meeting
    number: int
    point: Point

    @property
    def key(self) -> str:
        """Names the point within the record."""
        return f"{self.meeting.id}/{self.number}"


class Touch(Struct, frozen=True):
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
        firmest_first = (one for kind in reversed(Kind) for one in self.points if one.kind is kind)
        return next(firmest_first, None)


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
    if selection.meeting is not None:
        return (dossier.meeting[selection.meeting],)
    if not selection.narrows:
        return dossier.meetings
    held = {
        meeting.id for meeting, _ in points_by_meeting(dossier, replace(selection, sector=None))
    }
    if selection.where and not (selection.plans or selection.initiative):
        held.update(dossier.search.find(selection.where).meetings)
    return tuple(meeting for meeting in dossier.meetings if meeting.id in held)


def plans_on(dossier: Dossier, date: Date) -> list[Plan]:
    """The plans that run on a date; more than one if a vague date spans a turn."""
    return [
        plan
        for plan in dossier.plans
        if plan.start.first <= date.last and date.first <= plan.end.last
    ]


@remembered
def plans_of_meetings(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The ids of the plans that run on the date of each meeting, by its id."""
    return {
        meeting.id: tuple(plan.id for plan in plans_on(dossier, meeting.date))
        for meeting in dossier.meetings
    }


def points(dossier: Dossier, selection: Selection) -> Iterator[Said]:
    """The selected points, in order of meeting and then as the record gives them.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            yield Said(meeting, number, meeting.points[number - 1])


def points_by_meeting(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Meeting, Sequence[int]]]:
    """The meetings that have selected points, each with the numbers of these.

    A query can find every point there is, and is answered at each letter that is typed:
    so what does not depend on the point is asked once for a meeting.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    plans = set(selection.plans)
    running = plans_of_meetings(dossier) if plans else {}
    sector, initiative = selection.sector, selection.initiative
    for meeting, numbers in _candidates(dossier, selection):
        said = meeting.points
        if selection.point is not None:
            numbers = [selection.point] if selection.point in numbers else []
        if sector is not None:
            numbers = [one for one in numbers if said[one - 1].sector == sector]
        if initiative is not None:
            numbers = [one for one in numbers if initiative in said[one - 1].initiatives]
        if plans and plans.isdisjoint(running[meeting.id]):
            numbers = [one for one in numbers if not plans.isdisjoint(said[one - 1].plans)]
        if numbers:
            yield meeting, numbers


def _candidates(dossier: Dossier, selection: Selection) -> Iterator[tuple[Meeting, Sequence[int]]]:
    """The meetings of a selection, with the numbers of points among which those selected are."""
    found: Mapping[str, Sequence[int]] | None = None
    if selection.where:
        found = dossier.search.find(selection.where).by_meeting
    elif selection.sector is not None:
        found = _by_sector(dossier)[selection.sector]
    if selection.meeting is not None:
        names: Iterable[str] = (selection.meeting,)
    else:
        names = dossier.meeting if found is None else found
    for name in names:
        meeting = dossier.meeting[name]
        whole = range(1, len(meeting.points) + 1)
        yield meeting, whole if found is None else found.get(name, ())


@remembered
def _by_sector(dossier: Dossier) -> dict[str, dict[str, list[int]]]:
    """For every sector the numbers of its points, meeting by meeting."""
    found: dict[str, dict[str, list[int]]] = {sector.id: {} for sector in dossier.sectors}
    for meeting in dossier.meetings:
        for number, point in enumerate(meeting.points, 1):
            found[point.sector].setdefault(meeting.id, []).append(number)
    return found


def touches(dossier: Dossier, selection: Selection) -> tuple[Touch, ...]:
    """Every sector with the points that the selection has on it.

    The sector of the selection itself does not count. The most said comes first;
    where as much is said, the order of the record holds.
    """
    heeded = replace(selection, sector=None, against=None, window=None, now=None)
    if heeded.meeting is None:
        return _touches_in_all(dossier, heeded)
    return _touches(dossier, heeded)


def _touches(dossier: Dossier, selection: Selection) -> tuple[Touch, ...]:
    found: dict[str, list[Point]] = {sector.id: [] for sector in dossier.sectors}
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            point = meeting.points[number - 1]
            found[point.sector].append(point)
    touched = [Touch(sector, tuple(found[sector.id])) for sector in dossier.sectors]
    return tuple(sorted(touched, key=lambda touch: -len(touch.points)))


# One meeting is soon counted; remembered too, many in a row would crowd out what is not.
_touches_in_all = remembered(_touches)


class Neighbours(Struct, frozen=True):
    """The meetings nearest to a given one at which a sector was touched."""

    before: Meeting | None
    after: Meeting | None


def nearest_touches(dossier: Dossier, sector: str, meeting: str | None) -> Neighbours:
    """Where a sector was last touched before a meeting, and where next after it.

    Without a meeting, where it was last touched at all.
    """
    order = _places(dossier)
    places = [order[name] for name in _by_sector(dossier)[sector]]
    here = order[meeting] if meeting is not None else len(dossier.meetings)
    before, after = bisect_left(places, here), bisect_right(places, here)
    return Neighbours(
        dossier.meetings[places[before - 1]] if before else None,
        dossier.meetings[places[after]] if after < len(places) else None,
    )


@remembered
def _places(dossier: Dossier) -> dict[str, int]:
    """The place of every meeting in the order of dates."""
    return {meeting.id: place for place, meeting in enumerate(dossier.meetings)}


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
