"""The order in time of points, of the points that follow them, and of what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier, Meeting, Point


def is_in_time(dossier: Dossier) -> bool:
    """Whether every point follows only points of earlier meetings, and nothing comes too early.

    Every reference must have a target. This answers fast, and ``validate`` says what is wrong.
    """
    linked = [
        (meeting, point)
        for meeting in dossier.meetings
        for point in meeting.points
        if point.follows or point.due or point.outcomes
    ]
    if any(is_before(date, meeting.date) for meeting, point in linked for date in _to_come(point)):
        return False
    pairs = [
        (dossier.point[name][0], meeting) for meeting, point in linked for name in point.follows
    ]
    if any(one is other or is_before(other.last, one.date) for one, other in pairs):
        return False
    if all(is_before(one.last, other.date) for one, other in pairs):
        return True
    return not circle({_name(meeting, point): point.follows for meeting, point in linked})


def _to_come(point: Point) -> list[Date]:
    """The dates of a point that are not before its meeting."""
    dates = [outcome.date for outcome in point.outcomes]
    return [*dates, point.due] if point.due else dates


def _name(meeting: Meeting, point: Point) -> str:
    return f"{meeting.id}/{point.id or ''}"  # a point without an id is followed by none


def is_before(one: Date, other: Date) -> bool:
    """Whether all of a date is before another."""
    return one.last < other.first


def circle(links: Mapping[str, Iterable[str]]) -> list[str]:
    """Points that follow each other in a circle; empty if there are none.

    Args:
        links: The points that each point follows.

    Returns:
        The points, each of which follows the one before it, and the first the last. The first
        is that which comes first in the alphabet.
    """
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][:-1]
        start = found.index(min(found))
        return found[start:] + found[:start]
    return []
