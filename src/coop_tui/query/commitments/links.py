"""Which points take up which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from coop_tui.record.cache import cached_per_record
from coop_tui.record.tables import Dossier, Point


class PointKey(NamedTuple):
    """A point by the id of its meeting and its number there, from 1."""

    meeting: str
    number: int


class Links(NamedTuple):
    """Which points take up which: both ways, and in order of time."""

    followed: Mapping[PointKey, tuple[PointKey, ...]]
    followers: Mapping[PointKey, tuple[PointKey, ...]]


@cached_per_record
def links(dossier: Dossier) -> Links:
    """The links among the points of a record."""
    followed: dict[PointKey, tuple[PointKey, ...]] = {}
    followers: dict[PointKey, list[PointKey]] = {}
    for meeting in dossier.meetings:
        for number, point in enumerate(meeting.points, 1):
            if not point.follows:
                continue
            key = PointKey(meeting.id, number)
            earlier = [dossier.point[name] for name in point.follows]
            followed[key] = tuple(PointKey(one.id, at) for one, at in earlier)
            for target in followed[key]:
                followers.setdefault(target, []).append(key)
    return Links(followed, {key: tuple(keys) for key, keys in followers.items()})


def reached(
    starts: Iterable[PointKey], links: Mapping[PointKey, tuple[PointKey, ...]]
) -> set[PointKey]:
    """All that can be reached from points along one link or more."""
    found: set[PointKey] = set()
    ahead = [key for start in starts for key in links.get(start, ())]
    while ahead:
        key = ahead.pop()
        if key not in found:
            found.add(key)
            ahead += links.get(key, ())
    return found


def point_of(dossier: Dossier, key: PointKey) -> Point:
    """The point that has a key."""
    return dossier.meeting[key.meeting].points[key.number - 1]


def has_point(dossier: Dossier, key: PointKey) -> bool:
    """Whether a record holds a point, which may have been offered in another version of it."""
    meeting = dossier.meeting.get(key.meeting)
    return meeting is not None and key.number <= len(meeting.points)
