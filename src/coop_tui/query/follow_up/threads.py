"""Threads: a commitment and all the points that take it up, at once or by way of others."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import NamedTuple

from msgspec import Struct

from coop_tui.query.commitments.links import PointKey, links, point_of, reached
from coop_tui.query.commitments.status import Status, status_of
from coop_tui.query.follow_up.entries import entries_of, key_of
from coop_tui.query.points import MeetingPoint, points_by_meeting
from coop_tui.query.presence import sectors_on_record
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE, Outcome
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.tables import Dossier, Meeting


class Silence(NamedTuple):
    """How many meetings there were since a commitment was last raised.

    Attributes:
        not_raised: Those recorded in full, at which none of its sectors was raised.
        not_known: The others: it may have been raised there.
    """

    not_raised: int
    not_known: int


class Thread(Struct, frozen=True):
    """A commitment and all the points that follow it.

    Attributes:
        before: The points that the commitment follows, in order of time.
        points: The commitment, then all that follow it, in order of time.
        status: What became of the commitment.
    """

    before: tuple[MeetingPoint, ...]
    points: tuple[MeetingPoint, ...]
    status: Status

    @property
    def first(self) -> MeetingPoint:
        """The commitment with which it begins."""
        return self.points[0]

    @property
    def last(self) -> MeetingPoint:
        """The point at the latest meeting."""
        return max(self.points, key=lambda entry: entry.meeting.last.last)

    @property
    def dues(self) -> list[Date]:
        """The due dates of its commitments, in order of time; those said again left out."""
        commitments = (one.point for one in self.points if one.point.kind in COMMITMENTS)
        dues = (point.due for point in commitments if point.due)
        return [due for due, _ in groupby(dues)]

    @property
    def due(self) -> Date | None:
        """The due date of the latest of its commitments that has one."""
        return next(reversed(self.dues), None)

    @property
    def outcomes(self) -> list[Outcome]:
        """The outcomes of its points, in order of time."""
        found = (outcome for entry in self.points for outcome in entry.point.outcomes)
        return sorted(found, key=attrgetter("date"))

    @property
    def last_heard_of(self) -> Date:
        """The date of its latest point or outcome."""
        dates = [outcome.date for outcome in self.outcomes]
        return max([*dates, self.last.meeting.last], key=attrgetter("last"))

    @property
    def agreed(self) -> Date | None:
        """When it was first agreed or signed."""
        firm = Kind.AGREES.strength
        dates = [one.meeting.date for one in self.points if one.point.kind.strength >= firm]
        return min(dates, default=None)

    @property
    def delivered(self) -> Date | None:
        """When it was reported as done, if it was; the latest report counts."""
        if self.status is not Status.DELIVERED:
            return None
        dates = [outcome.date for outcome in self.outcomes if outcome.result == "done"]
        dates += [one.meeting.last for one in self.points if one.point.kind is Kind.DELIVERS]
        return max(dates)


def thread(dossier: Dossier, key: PointKey, now: datetime.date | None) -> Thread:
    """The thread that begins with a commitment, whether or not that takes up another."""
    known = links(dossier)
    status = status_of(dossier, key, now)
    assert status is not None, "a thread begins with a commitment"
    (first,) = entries_of(dossier, [key])
    before = entries_of(dossier, reached([key], known.followed))
    after = entries_of(dossier, reached([key], known.followers))
    return Thread(before, (first, *after), status)


def silence(dossier: Dossier, thread: Thread) -> Silence:
    """How many meetings there were since a commitment was last raised.

    A meeting that is recorded in full and has one of its sectors on record counts among
    those of which it is not known: that nothing there takes it up may be for want of a link.
    """
    last = thread.last.meeting.last.last
    topics = {topic for entry in thread.points for topic in entry.point.topics}
    days, in_full = _meeting_days(dossier)
    later_in_full = in_full[bisect_right(in_full, last, key=itemgetter(0)) :]
    absent = sum(topics.isdisjoint(on_record) for _, on_record in later_in_full)
    return Silence(absent, len(days) - bisect_right(days, last) - absent)


def named_since(dossier: Dossier, thread: Thread) -> dict[str, Meeting]:
    """The sectors of a commitment that are on record after it was last raised.

    Returns:
        The ids of the sectors, each with the latest meeting at which it was named or discussed.
    """
    last = thread.last.meeting.last.last
    latest = _latest_meetings(dossier)
    sectors = thread.first.point.sectors
    return {name: latest[name] for name in sectors if latest[name].date.first > last}


@cached_per_record
def _latest_meetings(dossier: Dossier) -> dict[str, Meeting]:
    """The latest meeting at which each sector is on record."""
    meetings = sorted(dossier.meetings, key=lambda meeting: meeting.date.first)
    return {name: meeting for meeting in meetings for name in sectors_on_record(meeting)}


@cached_per_record
def _meeting_days(
    dossier: Dossier,
) -> tuple[list[datetime.date], list[tuple[datetime.date, set[str]]]]:
    """The first days of all meetings; and those recorded in full, with what is on record there.

    Both are in order of time.
    """
    meetings = sorted(dossier.meetings, key=lambda meeting: meeting.date.first)
    in_full = [
        (meeting.date.first, sectors_on_record(meeting) | {WHOLE.id})
        for meeting in meetings
        if meeting.in_full
    ]
    return [meeting.date.first for meeting in meetings], in_full


def begins_thread(dossier: Dossier, key: PointKey) -> bool:
    """Whether a point is a commitment that takes up no other, at once or by way of others."""
    point = point_of(dossier, key)
    if point.kind not in COMMITMENTS:
        return False
    if not point.follows:
        return True
    followed = links(dossier).followed
    return not any(
        point_of(dossier, one).kind in COMMITMENTS
        for one in chain(followed[key], reached([key], followed))
    )


@cached_per_record
def first_commitments(dossier: Dossier) -> tuple[PointKey, ...]:
    """The commitments that begin a thread, in order of time."""
    return tuple(
        key
        for meeting in dossier.meetings
        for number in range(1, len(meeting.points) + 1)
        if begins_thread(dossier, key := PointKey(meeting.id, number))
    )


def selected_commitments(dossier: Dossier, selection: Selection) -> set[PointKey] | None:
    """The commitments that begin a thread in which a point is selected.

    Returns:
        None if nothing is narrowed and all are selected, which need not be known at once.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    if selection.only("meeting", "sector", "filter", "point") == Selection():
        return None
    found = {
        PointKey(meeting.id, number)
        for meeting, numbers in points_by_meeting(dossier, selection)
        for number in numbers
    }
    found |= reached(found, links(dossier).followed)
    return {key for key in found if begins_thread(dossier, key)}


def threads_of(dossier: Dossier, key: PointKey, now: datetime.date | None) -> list[Thread]:
    """The threads that a point is in, in order of time; empty if it is in none.

    A statement that only commitments take up is in the threads that begin with these.
    """
    known = links(dossier)
    of_point = [
        one for one in {key} | reached([key], known.followed) if begins_thread(dossier, one)
    ] or [one for one in reached([key], known.followers) if begins_thread(dossier, one)]
    return [
        thread(dossier, entry_key, now) for entry_key in map(key_of, entries_of(dossier, of_point))
    ]
