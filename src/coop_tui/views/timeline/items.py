"""What stands in time in a record, lane by lane, and what of it a selection lights up."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier
from coop_tui.views.timeline.scale import middle

FIRST_INITIATIVE_LINE = 3
PLANS_LINE, MEETINGS_LINE = 1, 2


class Item(Struct, frozen=True):
    """Something on the timeline.

    Attributes:
        kind: What it is.
        id: Of the plan, the meeting or the initiative.
        number: Of the milestone in its initiative, from 0; 0 for a plan or a meeting.
        date: When it is; of a plan, when it begins.
    """

    kind: Literal["plan", "meeting", "initiative"]
    id: str
    number: int
    date: Date


def name_of(dossier: Dossier, item: Item) -> str:
    """What an item is, in words."""
    if item.kind == "plan":
        return dossier.plan[item.id].name
    if item.kind == "meeting":
        return f"{item.date}  {dossier.meeting[item.id].title}"
    initiative = dossier.initiative[item.id]
    return f"{item.date}  {initiative.label}: {initiative.milestones[item.number].text}"


@cached_per_record
def lanes(dossier: Dossier) -> dict[int, tuple[Item, ...]]:
    """Every item that can stand on a timeline, in order of time, by the line of its lane."""
    plans = sorted(dossier.plans, key=lambda plan: plan.start)
    order = meeting_positions(dossier)
    found = {
        PLANS_LINE: tuple(Item("plan", plan.id, 0, plan.start) for plan in plans),
        MEETINGS_LINE: tuple(
            Item("meeting", name, 0, date)
            for name, date in zip(order.ids, order.dates, strict=True)
        ),
    }
    drawn = (one for one in dossier.initiatives if one.milestones)
    for line, initiative in enumerate(drawn, FIRST_INITIATIVE_LINE):
        items = (
            Item("initiative", initiative.id, number, one.date)
            for number, one in enumerate(initiative.milestones)
        )
        found[line] = tuple(sorted(items, key=lambda item: middle(item.date)))
    return found


class MeetingPositions(Struct, frozen=True):
    """The meetings in order of the middles of their dates."""

    days: list[float]
    ids: list[str]
    dates: list[Date]
    place: dict[str, int]


@cached_per_record
def meeting_positions(dossier: Dossier) -> MeetingPositions:
    """The meetings in the order in which their marks stand."""
    entries = sorted((middle(one.date), number) for number, one in enumerate(dossier.meetings))
    meetings = [dossier.meetings[number] for _, number in entries]
    return MeetingPositions(
        [day for day, _ in entries],
        [meeting.id for meeting in meetings],
        [meeting.date for meeting in meetings],
        {meeting.id: place for place, meeting in enumerate(meetings)},
    )


class Highlights(Struct, frozen=True):
    """What a selection lights up.

    Attributes:
        meetings: The ids of those with selected points.
        plans: The ids of those under which something selected was said, or to which it ties.
    """

    meetings: frozenset[str]
    plans: frozenset[str]


@cached_per_record
def highlighted(dossier: Dossier, sector: str | None, filter: Filter) -> Highlights:
    """What a sector and a filter highlight: without either, every meeting and no plan."""
    if sector is None and not filter:
        return Highlights(frozenset(dossier.meeting), frozenset())
    held: set[str] = set()
    plans: set[str] = set()
    for meeting, numbers in points_by_meeting(dossier, Selection(sector=sector, filter=filter)):
        held.add(meeting.id)
        plans.update(*(meeting.points[number - 1].plans for number in numbers))
    running = plans_of_meetings(dossier)
    for name in held:
        plans.update(running[name])
    return Highlights(frozenset(held), frozenset(plans))
