"""The status of commitments: what the record knows of what became of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from coop_tui.query.commitments.links import PointKey, links, point_of, reached
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.tables import Dossier, Meeting, Point


class Status(Enum):
    """What the record knows of what became of a commitment."""

    OVERDUE = "overdue"
    """It was due before the day that counts as now, and no delivery or dropping is on record."""
    OPEN = "open"
    """No later point is linked to it."""
    TAKEN_UP = "taken-up-again"
    """A later point takes it up; that it was delivered is not on record."""
    IN_PART = "delivered-in-part"
    """A part of it is reported as done."""
    DELIVERED = "delivered"
    """It is reported as done."""
    DROPPED = "dropped"
    """It is reported as dropped."""


_AT_LEAST_IN_PART = (Status.IN_PART, Status.DELIVERED)


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
    return {meeting.id: found.at(meeting) for meeting in dossier.meetings}


def statuses_at(
    dossier: Dossier, meeting: Meeting, now: datetime.date | None
) -> tuple[Status | None, ...]:
    """The status of every point of one meeting, faster than those of all."""
    return _Statuses(dossier, now).at(meeting)


def status_of(dossier: Dossier, key: PointKey, now: datetime.date | None) -> Status | None:
    """The status of one point, faster than those of all."""
    meeting = dossier.meeting[key.meeting]
    return _Statuses(dossier, now).status(meeting, key.number, meeting.points[key.number - 1])


@cached_per_record
def possibly_overdue(dossier: Dossier) -> Mapping[str, Sequence[int]]:
    """The numbers of the points with a due date and of all that these take up, by meeting.

    No other point can be overdue.
    """
    followed = links(dossier).followed
    keys: set[PointKey] = set()
    for meeting in dossier.meetings:
        for number, point in enumerate(meeting.points, 1):
            if point.due:
                key = PointKey(meeting.id, number)
                keys |= {key, *reached([key], followed)}
    found: dict[str, list[int]] = {}
    for name, number in sorted(keys):
        found.setdefault(name, []).append(number)
    return found


class _Found(NamedTuple):
    """What became of a point, and the due date of the latest commitment that has one.

    The status of a statement is None, unless points take it up.
    """

    status: Status | None
    due: tuple[tuple[Date, str, int], Date] | None


@cached_per_record
def _known(dossier: Dossier, now: datetime.date | None) -> dict[PointKey, _Found]:
    """What has been found of points so far, so that it need not be found again."""
    return {}


class _Statuses:
    """The statuses of points, each found when it is asked for."""

    def __init__(self, dossier: Dossier, now: datetime.date | None) -> None:
        self._dossier, self._now = dossier, now
        self._followers = links(dossier).followers
        self._found = _known(dossier, now)

    def at(self, meeting: Meeting) -> tuple[Status | None, ...]:
        """The status of every point of a meeting."""
        points = enumerate(meeting.points, 1)
        return tuple(self.status(meeting, number, point) for number, point in points)

    def status(self, meeting: Meeting, number: int, point: Point) -> Status | None:
        """The status of a point."""
        if point.kind not in COMMITMENTS:
            return None
        if point.kind is Kind.DELIVERS:
            return Status.DELIVERED
        is_followed = point.id is not None and (meeting.id, number) in self._followers
        if is_followed or point.due or point.outcomes:
            return self._of(PointKey(meeting.id, number)).status
        return Status.OPEN  # nearly always, of a large record

    def _of(self, key: PointKey) -> _Found:
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
        point = point_of(self._dossier, key)
        followers = [(one, self._found[one]) for one in self._followers.get(key, ())]
        dues = [one.due for _, one in followers if one.due]
        if point.due and point.kind in COMMITMENTS:
            date = self._dossier.meeting[key.meeting].date
            dues.append(((date, *key), point.due))
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
        topics = {topic for key in keys for topic in point_of(self._dossier, key).topics}
        return WHOLE.id in topics or topics.issuperset(point.topics)


def latest_result(point: Point) -> str:
    """The result of the latest outcome: ``in-part`` if the latest disagree, empty without any."""
    latest = max((outcome.date for outcome in point.outcomes), default=None)
    results = {outcome.result for outcome in point.outcomes if outcome.date == latest}
    return results.pop() if len(results) == 1 else "in-part" if results else ""
