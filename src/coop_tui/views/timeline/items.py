"""The items of a timeline, lane by lane, and those that a selection highlights."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier
from coop_tui.views.timeline.scale import middle

PLANS_LINE, MEETINGS_LINE, FIRST_INITIATIVE_LINE = 1, 2, 3


class Item(Struct, frozen=True):
    """A plan by its start, a meeting, or a milestone by its number in its initiative, from 0."""

    kind: Literal["plan", "meeting", "initiative"]
    id: str
    number: int
    date: Date


def name_of(dossier: Dossier, item: Item) -> str:
    """The name of an item, after its date unless it is a plan."""
    if item.kind == "plan":
        return dossier.plan[item.id].name
    if item.kind == "meeting":
        return f"{item.date}  {dossier.meeting[item.id].title}"
    initiative = dossier.initiative[item.id]
    return f"{item.date}  {initiative.label}: {initiative.milestones[item.number].text}"


@cached_per_record
def lanes(dossier: Dossier) -> dict[int, tuple[Item, ...]]:
    """Every item of a record, in order of time, by the line of its lane, from the first line on."""
    plans = sorted(dossier.plans, key=lambda plan: plan.start)
    meetings = (Item("meeting", meeting.id, 0, meeting.date) for meeting in dossier.meetings)
    by_line = {
        PLANS_LINE: tuple(Item("plan", plan.id, 0, plan.start) for plan in plans),
        MEETINGS_LINE: _by_middle(meetings),
    }
    initiatives = (initiative for initiative in dossier.initiatives if initiative.milestones)
    for line, initiative in enumerate(initiatives, FIRST_INITIATIVE_LINE):
        items = (
            Item("initiative", initiative.id, number, milestone.date)
            for number, milestone in enumerate(initiative.milestones)
        )
        by_line[line] = _by_middle(items)
    return by_line


def _by_middle(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: middle(item.date)))


class MeetingPositions(Struct, frozen=True):
    """The middles of the dates of the meetings, in order, and the place of each meeting by id."""

    days: list[float]
    place: dict[str, int]


@cached_per_record
def meeting_positions(dossier: Dossier) -> MeetingPositions:
    """The places of the meetings in their lane."""
    items = lanes(dossier)[MEETINGS_LINE]
    return MeetingPositions(
        [middle(item.date) for item in items],
        {item.id: place for place, item in enumerate(items)},
    )


class Highlights(Struct, frozen=True):
    """The ids of the meetings that have selected points, and of the plans of these points."""

    meetings: frozenset[str]
    plans: frozenset[str]


@cached_per_record
def highlighted(dossier: Dossier, sector: str | None, filter: Filter) -> Highlights:
    """The highlights of a sector and a filter: without either, every meeting and no plan.

    The plans of a point are those that it names, and those of the day of its meeting.
    """
    if sector is None and not filter:
        return Highlights(frozenset(dossier.meeting), frozenset())
    meetings: set[str] = set()
    plans: set[str] = set()
    running = plans_of_meetings(dossier)
    for meeting, numbers in points_by_meeting(dossier, Selection(sector=sector, filter=filter)):
        meetings.add(meeting.id)
        plans.update(running[meeting.id])
        plans.update(*(meeting.points[number - 1].plans for number in numbers))
    return Highlights(frozenset(meetings), frozenset(plans))
