"""Points by their keys, in order of time."""

from __future__ import annotations

from collections.abc import Iterable

from coop_tui.query.commitments.links import PointKey
from coop_tui.query.points import MeetingPoint
from coop_tui.record.dates import Date
from coop_tui.record.tables import Dossier


def key_of(entry: MeetingPoint) -> PointKey:
    """The key of a point."""
    return PointKey(entry.meeting.id, entry.number)


def entries_of(dossier: Dossier, keys: Iterable[PointKey]) -> tuple[MeetingPoint, ...]:
    """The points of some keys, in order of time."""
    meetings = ((dossier.meeting[key.meeting], key.number) for key in keys)
    entries = (MeetingPoint(one, number, one.points[number - 1]) for one, number in meetings)
    return tuple(sorted(entries, key=time_order))


def time_order(entry: MeetingPoint) -> tuple[Date, str, int]:
    """A key that sorts points by the date of their meeting."""
    return entry.meeting.date, entry.meeting.id, entry.number
