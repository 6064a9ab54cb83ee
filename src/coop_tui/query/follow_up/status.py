"""The status of commitments: what the record knows of what became of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from coop_tui.query.follow_up.links import PointKey, entries_of, links, time_order
from coop_tui.query.points import MeetingPoint
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.tables import Dossier, Point


class Status(Enum):
    """What the record knows of what became of a commitment."""

    OVERDUE = "overdue"
    """It was due before the day that counts as now, and nothing else below is known of it."""
    OPEN = "open"
    """Nothing later is on record."""
    TAKEN_UP = "taken-up-again"
    """A later point takes it up; that it was delivered is not on record."""
    IN_PART = "delivered-in-part"
    """A part of it is reported as done."""
    DELIVERED = "delivered"
    """It is reported as done."""
    DROPPED = "dropped"
    """It is reported as dropped."""


@cached_per_record
def statuses(
    dossier: Dossier, now: datetime.date | None
) -> Mapping[str, tuple[Status | None, ...]]:
    """The status of every point, by the id of its meeting; None for a statement.

    Args:
        dossier: The record.
        now: The day that counts as now; without it nothing is overdue.
    """
    found = _Statuses(dossier, now)
    # Nearly always, of a large record, a commitment is one of which nothing more is known.
    of_points = {
        meeting.id: [Status.OPEN if one.kind in COMMITMENTS else None for one in meeting.points]
        for meeting in dossier.meetings
    }
    followers = links(dossier).followers
    for meeting in dossier.meetings:
        of_meeting = of_points[meeting.id]
        for number, point in enumerate(meeting.points, 1):
            if of_meeting[number - 1] and (
                point.due
                or point.outcomes
                or point.kind is Kind.DELIVERS
                or (point.id is not None and (meeting.id, number) in followers)
            ):
                of_meeting[number - 1] = found.of(PointKey(meeting.id, number)).status
    return {meeting: tuple(of_meeting) for meeting, of_meeting in of_points.items()}


_AT_LEAST_IN_PART = (Status.IN_PART, Status.DELIVERED)


class _Found(NamedTuple):
    """What became of a point, and when it is due as the latest point says that says so.

    The status of a statement is None, unless points take it up.
    """

    status: Status | None
    due: tuple[tuple[Date, str, int], Date] | None


class _Statuses:
    """The statuses of points, each found when it is asked for."""

    def __init__(self, dossier: Dossier, now: datetime.date | None) -> None:
        self._dossier, self._now = dossier, now
        self._followers = links(dossier).followers
        self._found: dict[PointKey, _Found] = {}

    def of(self, key: PointKey) -> _Found:
        """What became of a point. A chain may be too long for recursion."""
        ahead = [] if key in self._found else [key]
        while ahead:
            last = ahead[-1]
            if waiting := [one for one in self._followers.get(last, ()) if one not in self._found]:
                ahead += waiting
            else:
                self._found[last] = self._find(last)
                ahead.pop()
        return self._found[key]

    def _find(self, key: PointKey) -> _Found:
        """What became of a point, if that is known of those that follow it."""
        meeting = self._dossier.meeting[key.meeting]
        point = meeting.points[key.number - 1]
        followers = [(one, self._found[one]) for one in self._followers.get(key, ())]
        dues = [one.due for _, one in followers if one.due]
        if point.due:
            dues.append((time_order(MeetingPoint(meeting, key.number, point)), point.due))
        due = max(dues, default=None)
        return _Found(self._status(point, followers, due[1] if due else None), due)

    def _status(
        self, point: Point, followers: Sequence[tuple[PointKey, _Found]], due: Date | None
    ) -> Status | None:
        outcome = latest_result(point) if point.outcomes else ""
        if point.kind is Kind.DELIVERS or outcome == "done":
            return Status.DELIVERED
        if outcome == "dropped" and not self._any_after_outcomes(point, followers):
            return Status.DROPPED
        of_followers = [one.status for _, one in followers if one.status]
        is_delivered = all(one is Status.DELIVERED for one in of_followers)
        if of_followers and is_delivered and self._is_covered(point, followers):
            return Status.DELIVERED
        if outcome == "in-part" or any(one in _AT_LEAST_IN_PART for one in of_followers):
            return Status.IN_PART
        if of_followers and all(one is Status.DROPPED for one in of_followers):
            return Status.DROPPED
        is_commitment = point.kind in COMMITMENTS
        if is_commitment and due and self._now and due.last < self._now:
            return Status.OVERDUE
        if followers:
            return Status.TAKEN_UP
        return Status.OPEN if is_commitment else None

    def _any_after_outcomes(
        self, point: Point, followers: Iterable[tuple[PointKey, _Found]]
    ) -> bool:
        """Whether any follower is of a meeting after all outcomes of a point."""
        meetings = [self._dossier.meeting[key.meeting] for key, _ in followers]
        return any(
            all(outcome.date.ends_before(meeting.date) for outcome in point.outcomes)
            for meeting in meetings
        )

    def _is_covered(self, point: Point, followers: Iterable[tuple[PointKey, _Found]]) -> bool:
        """Whether the followers that were delivered are on every sector that a point is on."""
        keys = [key for key, one in followers if one.status is Status.DELIVERED]
        entries = entries_of(self._dossier, keys)
        topics = {topic for entry in entries for topic in entry.point.topics}
        return WHOLE.id in topics or topics.issuperset(point.topics)


def latest_result(point: Point) -> str:
    """The result of the latest outcome: ``in-part`` if the latest disagree, empty without any."""
    latest = max((outcome.date for outcome in point.outcomes), default=None)
    results = {outcome.result for outcome in point.outcomes if outcome.date == latest}
    return results.pop() if len(results) == 1 else "in-part" if results else ""
