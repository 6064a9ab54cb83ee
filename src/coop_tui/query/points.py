"""The meetings and points of a selection."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.search.index import find_matches
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.entries import WHOLE
from coop_tui.record.tables import Area, Dossier, Meeting, Point


class MeetingPoint(Struct, frozen=True):
    """A point, its meeting, and its number there from 1."""

    meeting: Meeting
    number: int
    point: Point

    @property
    def key(self) -> str:
        """Names the point within the record."""
        return f"{self.meeting.id}/{self.number}"


def meetings(dossier: Dossier, selection: Selection) -> tuple[Meeting, ...]:
    """The selected meetings, in order of date."""
    if selection.meeting is not None:
        return (dossier.meeting[selection.meeting],)
    filter = selection.filter
    if not filter:
        return dossier.meetings
    found = {meeting.id for meeting, _ in points_by_meeting(dossier, Selection(filter=filter))}
    found.update(meeting.id for meeting, _ in areas(dossier, Selection(filter=filter)))
    found |= selected_as_a_whole(dossier, filter)
    return tuple(meeting for meeting in dossier.meetings if meeting.id in found)


def selected_as_a_whole(dossier: Dossier, filter: Filter) -> set[str]:
    """The ids of the meetings that a filter selects whatever points they have.

    These are the meetings that match a query themselves, those held under an initiative, and
    those on whose days a plan ran.

    Raises:
        QueryError: If the query of the filter is wrong.
    """
    if filter.where and filter == Filter(where=filter.where, now=filter.now):
        return set(find_matches(dossier, filter.where, filter.now).meetings)
    if filter.initiative and filter == Filter(initiative=filter.initiative):
        held = (one for one in dossier.meetings if one.mechanism == filter.initiative)
        return {meeting.id for meeting in held}
    if filter.plans and filter == Filter(plans=filter.plans):
        running = plans_of_meetings(dossier).items()
        return {meeting for meeting, plans in running if not set(filter.plans).isdisjoint(plans)}
    return set()


def points(dossier: Dossier, selection: Selection) -> Iterator[MeetingPoint]:
    """The selected points, by meeting and then in the order of the record.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    for meeting, numbers in points_by_meeting(dossier, selection):
        for number in numbers:
            yield MeetingPoint(meeting, number, meeting.points[number - 1])


def points_by_meeting(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Meeting, Sequence[int]]]:
    """The meetings that have selected points, each with the numbers of these points.

    A query can match every point and is answered at each letter typed, so nothing is
    tested for each point that can be tested once for a meeting.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    plans = set(selection.filter.plans)
    running = plans_of_meetings(dossier) if plans else {}
    sector, initiative = selection.sector, selection.filter.initiative
    for meeting, numbers in _candidates(dossier, selection):
        points = meeting.points
        if selection.point is not None:
            numbers = [selection.point] if selection.point in numbers else []
        if sector is not None:
            numbers = [n for n in numbers if sector in points[n - 1].topics]
        if initiative is not None:
            numbers = [n for n in numbers if initiative in points[n - 1].initiatives]
        if plans and plans.isdisjoint(running[meeting.id]):
            numbers = [n for n in numbers if not plans.isdisjoint(points[n - 1].plans)]
        if numbers:
            yield meeting, numbers


def _candidates(dossier: Dossier, selection: Selection) -> Iterator[tuple[Meeting, Sequence[int]]]:
    """The selected meetings, each with the numbers of points that may be selected."""
    found: Mapping[str, Sequence[int]] | None = None
    filter = selection.filter
    if filter.where:
        found = find_matches(dossier, filter.where, filter.now).by_meeting
    elif selection.sector is not None:
        found = point_numbers_by_sector(dossier)[selection.sector]
    ids: Iterable[str] = dossier.meeting if found is None else found
    for name in ids if selection.meeting is None else (selection.meeting,):
        meeting = dossier.meeting[name]
        every = range(1, len(meeting.points) + 1)
        yield meeting, every if found is None else found.get(name, ())


@cached_per_record
def point_numbers_by_sector(dossier: Dossier) -> dict[str, dict[str, list[int]]]:
    """The numbers of the points of every sector, and of the relationship as a whole, by meeting."""
    found: dict[str, dict[str, list[int]]] = {sector.id: {} for sector in (*dossier.sectors, WHOLE)}
    for meeting in dossier.meetings:
        for number, point in enumerate(meeting.points, 1):
            for sector in point.topics:
                found[sector].setdefault(meeting.id, []).append(number)
    return found


def areas(dossier: Dossier, selection: Selection) -> Iterator[tuple[Meeting, list[Area]]]:
    """The meetings that have selected areas, each with these areas.

    An initiative or a single point selects no area.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    filter = selection.filter
    if filter.initiative is not None or selection.point is not None:
        return
    where, now = filter.where, filter.now
    matches = find_matches(dossier, where, now).areas if where else None
    running = plans_of_meetings(dossier) if filter.plans else {}
    ids = dossier.meeting if selection.meeting is None else (selection.meeting,)
    for meeting in (dossier.meeting[name] for name in ids):
        if filter.plans and set(filter.plans).isdisjoint(running[meeting.id]):
            continue
        numbers = range(len(meeting.areas)) if matches is None else matches.get(meeting.id, ())
        found = [meeting.areas[number] for number in numbers]
        if selection.sector is not None:
            found = [area for area in found if selection.sector in area.sectors]
        if found:
            yield meeting, found
