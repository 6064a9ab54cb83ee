"""The items of a timeline, lane by lane, and those that a selection highlights."""

from __future__ import annotations

import datetime
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from coop_tui.query.plans import plans_of_meetings, span
from coop_tui.query.points import areas, points_by_meeting, selected_as_a_whole
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date, Window
from coop_tui.record.entries import Programme
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.document.blocks import reflowed
from coop_tui.views.labels import between, shortened
from coop_tui.views.timeline.scale import middle

MEETINGS = "meetings"
"""The key of the lane of meetings."""
_NEAR = 184
"""Days from the middle of a year to its ends: most items reach no further than that."""

_ROOM_AT_END = 0.08
_NAME_CELLS = 56
"""The most cells of the text of a point in a list."""
_OF_POINT = {"point": "", "outcome": "Reported later of: ", "due": "Due: "}


class Item(Struct, frozen=True):
    """A plan, a meeting, a milestone, or what a thread holds.

    The number, from 1, is that of a milestone in its plan or its initiative, or that of a point
    in its meeting; an outcome and a due date have the number of their point.

    Attributes:
        date: When it is, or begins.
        end: When a plan or a meeting of several days ends; otherwise None.
    """

    kind: Literal["plan", "plan.milestone", "meeting", "milestone", "point", "outcome", "due"]
    id: str
    number: int
    date: Date
    end: Date | None = None

    @property
    def last(self) -> Date:
        """The date on which it ends."""
        return self.end or self.date

    @property
    def middle(self) -> float:
        """The middle of its time, in days."""
        return middle(self.date, self.end)

    @property
    def is_vague(self) -> bool:
        """Whether it begins or ends on a day that is not known."""
        return not (self.date.day and self.last.day)


def name_of(dossier: Dossier, item: Item) -> str:
    """The name of an item, after its date unless it is a plan."""
    if item.kind == "plan":
        return dossier.plan[item.id].name
    if item.kind in ("point", "outcome", "due"):
        text = reflowed(dossier.meeting[item.id].points[item.number - 1].text)
        return (
            f"{between(item.date, item.last)}  {_OF_POINT[item.kind]}{shortened(text, _NAME_CELLS)}"
        )
    if item.kind == "meeting":
        return f"{between(item.date, item.last)}  {dossier.meeting[item.id].title}"
    programme = (dossier.plan if item.kind == "plan.milestone" else dossier.initiative)[item.id]
    return f"{item.date}  {programme.label}: {programme.milestones[item.number - 1].text}"


LaneKind = Literal["plans", "plan.milestones", "meetings", "thread", "initiative"]


class LaneItems(Struct, frozen=True):
    """The items of one lane, so that those in a window are found without a look at the others.

    Attributes:
        kind: What they are; ``plans`` of which none overlap, the milestones of all plans, or
            the points of a thread with what is known of them.
        id: The number of a row of plans from 0, the id of an initiative, or nothing.
        name: The name of the lane.
        items: Plans by their start; all others by their middle.
        days: The days of that order.
        places: The place of each meeting, by its id.
        long: The places of marks that reach more than half a year to either side.
    """

    kind: LaneKind
    id: str
    name: str
    items: tuple[Item, ...]
    days: list[float]
    places: Mapping[str, int] = {}
    long: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        """Names the lane within the record."""
        return f"{self.kind}/{self.id}" if self.id else self.kind

    def bars(self, window: Window) -> tuple[Item, ...]:
        """The plans of a row in a window; the first may end before it."""
        first, stop = bisect_right(self.days, window.start), bisect_left(self.days, window.end)
        return self.items[max(0, first - 1) : stop]

    def inside(self, window: Window) -> tuple[int, int]:
        """The first place of a mark whose middle is in a window, and the place after the last."""
        return bisect_left(self.days, window.start), bisect_left(self.days, window.end)

    def near(self, window: Window) -> list[int]:
        """The places of marks outside a window that may reach into it, in order."""
        first, stop = self.inside(window)
        places = {*range(bisect_left(self.days, window.start - _NEAR), first)}
        places.update(range(stop, bisect_right(self.days, window.end + _NEAR)))
        return sorted(places.union(place for place in self.long if not first <= place < stop))


@cached_per_record
def lanes(dossier: Dossier) -> tuple[LaneItems, ...]:
    """The lanes of a record; on a chart they stand on the lines from 1 on.

    Rows of plans, as many as overlaps need; the meetings, which come next since a low pane
    shows no more; the milestones of plans, if there are any; and every initiative with any.
    """
    found = [
        *rows_of_plans(dossier),
        lane_of_meetings("", "Meetings", dossier.meetings),
        *milestones_of_plans(dossier),
    ]
    for initiative in dossier.initiatives:
        if initiative.milestones:
            items = _milestones("milestone", initiative)
            found.append(lane_of_marks("initiative", initiative.id, initiative.label, items))
    return tuple(found)


def rows_of_plans(dossier: Dossier) -> list[LaneItems]:
    """The rows of the plans, of which the first has a name."""
    return [
        LaneItems(
            "plans",
            str(number),
            "" if number else "Plans",
            tuple(row),
            [item.date.first.toordinal() for item in row],
        )
        for number, row in enumerate(_rows_of_plans(dossier))
    ]


def lane_of_meetings(id: str, name: str, meetings: Iterable[Meeting]) -> LaneItems:
    """The lane of some meetings."""
    items = (
        Item("meeting", one.id, 0, one.date, one.end if one.end != one.date else None)
        for one in meetings
    )
    return lane_of_marks("meetings", id, name, items)


def milestones_of_plans(dossier: Dossier) -> list[LaneItems]:
    """The lane of the milestones of all plans, if there are any."""
    items = _milestones("plan.milestone", *dossier.plans)
    return [lane_of_marks("plan.milestones", "", "Plan milestones", items)] if items else []


def _rows_of_plans(dossier: Dossier) -> list[list[Item]]:
    """The plans in rows in which none overlap, each in the first row that has room for it."""
    items = [Item("plan", plan.id, 0, plan.start, plan.end) for plan in dossier.plans]
    rows: list[list[Item]] = []
    for item in sorted(items, key=lambda item: (item.date.first, -item.last.last.toordinal())):
        free = (row for row in rows if row[-1].last.last < item.date.first)
        row = next(free, None)
        if row is None:
            rows.append(row := [])
        row.append(item)
    return rows


def _milestones(kind: Literal["plan.milestone", "milestone"], *programmes: Programme) -> list[Item]:
    return [
        Item(kind, programme.id, number, milestone.date)
        for programme in programmes
        for number, milestone in enumerate(programme.milestones, 1)
    ]


def lane_of_marks(kind: LaneKind, id: str, name: str, items: Iterable[Item]) -> LaneItems:
    """The lane of some items that are drawn as marks."""
    by_day = sorted(((item.middle, item) for item in items), key=lambda entry: entry[0])
    long = (
        place
        for place, (day, item) in enumerate(by_day)
        if day - item.date.first.toordinal() > _NEAR
    )
    meetings = enumerate(item for _, item in by_day) if kind == MEETINGS else ()
    return LaneItems(
        kind,
        id,
        name,
        tuple(item for _, item in by_day),
        [day for day, _ in by_day],
        {item.id: place for place, item in meetings},
        tuple(long),
    )


@cached_per_record
def whole_range(dossier: Dossier) -> Window | None:
    """The window of every date of the record, with room for a label; None if there is no date."""
    dates = span(dossier)
    if dates is None:
        return None
    window = Window.over(*dates)
    return Window(window.start, window.end + (window.end - window.start) * _ROOM_AT_END)


def is_past(dossier: Dossier, date: Date, now: datetime.date | None) -> bool:
    """Whether a milestone is over: now, or at the latest meeting if no now is given."""
    if now is not None:
        return date.last <= now
    return not dossier.meetings or date.last <= dossier.meetings[-1].last.last


def current_plans(dossier: Dossier, selection: Selection) -> set[str]:
    """The ids of the selected plans; without any, of those in which the selected meeting falls."""
    running = plans_of_meetings(dossier)[selection.meeting] if selection.meeting else ()
    return dossier.plan.keys() & set(selection.filter.plans or running)


class Highlights(Struct, frozen=True):
    """What a selection marks.

    Attributes:
        meetings: The ids of meetings that have selected points, or are selected themselves.
        named: The ids of other meetings at which it is only named as an area.
        without: The ids of all other meetings.
        plans: The ids of the plans of selected points.
        in_full: Whether the record has all that its sources report of the meetings without.
    """

    meetings: frozenset[str]
    named: frozenset[str]
    without: frozenset[str]
    plans: frozenset[str]
    in_full: bool


@cached_per_record
def highlighted(dossier: Dossier, sector: str | None, filter: Filter) -> Highlights:
    """The highlights of a sector and a filter: without either, every meeting and no plan.

    The plans of a point are those that it names, and those of the days of its meeting.
    """
    if sector is None and not filter:
        every, nothing = frozenset(dossier.meeting), frozenset[str]()
        return Highlights(every, nothing, nothing, nothing, in_full=True)
    meetings = selected_as_a_whole(dossier, filter) if sector is None else set()
    plans: set[str] = set()
    running = plans_of_meetings(dossier)
    selection = Selection(sector=sector, filter=filter)
    for meeting, numbers in points_by_meeting(dossier, selection):
        meetings.add(meeting.id)
        plans.update(running[meeting.id])
        plans.update(*(meeting.points[number - 1].plans for number in numbers))
    named = {meeting.id for meeting, _ in areas(dossier, selection)} - meetings
    without = dossier.meeting.keys() - meetings - named
    return Highlights(
        frozenset(meetings),
        frozenset(named),
        frozenset(without),
        frozenset(plans),
        in_full=all(dossier.meeting[name].in_full for name in without),
    )
