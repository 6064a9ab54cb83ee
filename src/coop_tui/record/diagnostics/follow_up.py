"""What is wrong with the order in time of points that follow each other, and of outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from msgspec import Struct

from coop_tui.record.dates import Date
from coop_tui.record.introspect import KeyPath

_EARLIER = "a point follows points of earlier meetings"
Finding = tuple[KeyPath, str, str]
"""A key path, what is wrong there, and what to do."""


class _Point(Struct, frozen=True):
    """A point as it is written, valid or not, and the dates of its meeting.

    Attributes:
        name: Its name in references: the id of its meeting, a slash, and its own id.
    """

    meeting: Any
    name: str
    path: KeyPath
    table: dict[str, Any]
    first: Date | None
    last: Date | None


def out_of_time(document: dict[str, Any]) -> Iterator[Finding]:
    """What comes too early or follows too early, and the circles among points."""
    points = list(_points(document))
    by_name = {point.name: point for point in points}
    for point in points:
        yield from _too_early(point)
        for index, name in _numbered(point.table.get("follows")):
            if isinstance(name, str) and name in by_name:
                path = (*point.path, "follows", index)
                yield from _not_earlier(point, by_name[name], path)
    yield from _circles(points, by_name)


def point_names(document: dict[str, Any]) -> list[str]:
    """The names of all points that have an id."""
    return [point.name for point in _points(document) if isinstance(point.table.get("id"), str)]


def _points(document: dict[str, Any]) -> Iterator[_Point]:
    for number, meeting in _numbered(document.get("meeting")):
        if not isinstance(meeting, dict):
            continue
        first, end = _date(meeting.get("date")), _date(meeting.get("end"))
        for index, point in _numbered(meeting.get("point")):
            if isinstance(point, dict):
                name = f"{meeting.get('id')}/{point.get('id')}"
                path = ("meeting", number, "point", index)
                yield _Point(meeting.get("id"), name, path, point, first, end or first)


def _too_early(point: _Point) -> Iterator[Finding]:
    table, path = point.table, point.path
    if _is_before(_date(table.get("due")), point.first):
        yield (*path, "due"), "it is due before its meeting", "correct the date"
    for index, outcome in _numbered(table.get("outcome")):
        if isinstance(outcome, dict) and _is_before(_date(outcome.get("date")), point.first):
            where = (*path, "outcome", index, "date")
            yield where, "the outcome is earlier than the meeting of its point", "correct the date"


def _not_earlier(point: _Point, followed: _Point, path: KeyPath) -> Iterator[Finding]:
    if followed is point:
        yield path, "the point follows itself", _EARLIER
    elif followed.meeting == point.meeting:
        yield path, "it follows a point of its own meeting", _EARLIER
    elif _is_before(point.last, followed.first):
        message = f"it follows a point of a later meeting ({followed.first})"
        yield path, message, f"{_EARLIER}: put the link the other way round"


def _circles(points: list[_Point], by_name: dict[str, _Point]) -> Iterator[Finding]:
    """The circles among links that are in order one by one: of meetings with vague dates."""
    links = {
        point.name: [
            name
            for index, name in _numbered(point.table.get("follows"))
            if isinstance(name, str)
            and name in by_name
            and not any(_not_earlier(point, by_name[name], ()))
        ]
        for point in points
        if "follows" in point.table
    }
    while found := circle(links):
        first, last = by_name[found[0]], found[-1]
        index = first.table["follows"].index(last)
        shown = ", ".join(found)
        yield (
            (*first.path, "follows", index),
            f"points follow each other in a circle: {shown}",
            "take one of the links away",
        )
        links[first.name].remove(last)


def _numbered(value: Any) -> Iterator[tuple[int, Any]]:
    return enumerate(value) if isinstance(value, list) else iter(())


def _date(value: Any) -> Date | None:
    try:
        return Date.parse(value)
    except ValueError:
        return None


def _is_before(one: Date | None, other: Date | None) -> bool:
    return one is not None and other is not None and one.ends_before(other)


def circle(links: Mapping[str, Iterable[str]]) -> list[str]:
    """Points that follow each other in a circle; empty if there are none.

    Args:
        links: The points that each point follows.

    Returns:
        The points, each of which follows the one before it, and the first the last. The first
        is that which comes first in the alphabet.
    """
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        found: list[str] = error.args[1][:-1]
        start = found.index(min(found))
        return found[start:] + found[:start]
    return []
