"""What stands in time in a record, lane by lane, and what of it a selection lights up."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import Literal, NamedTuple

from coop_tui.record.dates import Date
from coop_tui.record.model import Dossier
from coop_tui.record.query import Selection, plans_on, points
from coop_tui.views.scale import middle

FIRST_INITIATIVE_LINE = 3
PLANS_LINE, MEETINGS_LINE = 1, 2


class Item(NamedTuple):
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


@lru_cache(maxsize=4)
def lanes(dossier: Dossier) -> dict[int, tuple[Item, ...]]:
    """Every item that can stand on a timeline, in order of time, by the line of its lane."""
    plans = sorted(dossier.plans, key=lambda plan: plan.start)
    order = in_order(dossier)
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


class Middles(NamedTuple):
    """The meetings in order of the middles of their dates."""

    days: list[float]
    ids: list[str]
    dates: list[Date]
    place: dict[str, int]


@lru_cache(maxsize=4)
def in_order(dossier: Dossier) -> Middles:
    """The meetings in the order in which their marks stand."""
    entries = sorted((middle(one.date), number) for number, one in enumerate(dossier.meetings))
    meetings = [dossier.meetings[number] for _, number in entries]
    return Middles(
        [day for day, _ in entries],
        [meeting.id for meeting in meetings],
        [meeting.date for meeting in meetings],
        {meeting.id: place for place, meeting in enumerate(meetings)},
    )


@lru_cache(maxsize=16)
def lit_meetings(dossier: Dossier, selection: Selection) -> list[bool]:
    """Which meetings, in the order of their middles, have selected points."""
    if selection == Selection():
        return [True] * len(dossier.meetings)
    held = {said.meeting.id for said in points(dossier, selection)}
    return [name in held for name in in_order(dossier).ids]


@lru_cache(maxsize=16)
def touched_plans(dossier: Dossier, selection: Selection) -> frozenset[str]:
    """The plans under which something selected was said, or to which it ties."""
    if selection == Selection():
        return frozenset()
    found: set[str] = set()
    for name, group in groupby(points(dossier, selection), lambda said: said.meeting.id):
        found.update(plan.id for plan in plans_on(dossier, dossier.meeting[name].date))
        found.update(plan for said in group for plan in said.point.plans)
    return frozenset(found)
