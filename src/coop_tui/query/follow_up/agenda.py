"""The agenda: what the next meeting could take up, and why."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from enum import Enum
from itertools import chain
from typing import NamedTuple

from coop_tui.query.commitments.links import PointKey, links, point_of, reached
from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.follow_up.threads import thread
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date, Window
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier

_UNSETTLED = (Status.OVERDUE, Status.OPEN, Status.IN_PART)
_YEAR = 365
"""The days from now in which a commitment is due soon."""


class Reason(Enum):
    """Why a commitment could be taken up; of several reasons, the first counts."""

    OVERDUE = "overdue"
    DUE = "due"
    """It is due in the window that is selected, or else within a year of now."""
    REQUEST = "request-without-an-answer"
    """A side asked for it, and no later point is linked to it."""
    NOT_HEARD_OF = "not-heard-of-lately"
    """It was last heard of before the last two meetings."""
    OTHER = "other"


class AgendaItem(NamedTuple):
    """A commitment that the next meeting could take up.

    Attributes:
        key: The commitment.
        reason: Why it could be taken up.
        meetings_since: How many meetings there were after it was last heard of.
    """

    key: PointKey
    reason: Reason
    meetings_since: int


@cached_per_record
def agenda(dossier: Dossier, selection: Selection) -> tuple[AgendaItem, ...]:
    """The selected commitments that are not settled, by reason and then the latest first.

    Of a commitment and a later one that takes it up, only the later one is among them, if it
    is selected too. What was delivered in part, and was due before now, is overdue here.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    now = selection.now
    found = statuses(dossier, now)
    known = links(dossier)
    soon = selection.window or _year_from(now)
    first_days = sorted(meeting.date.first for meeting in dossier.meetings)
    by_reason: dict[Reason, list[AgendaItem]] = {reason: [] for reason in Reason}
    unsettled = [
        PointKey(meeting.id, number)
        for meeting, numbers in reversed(list(points_by_meeting(dossier, selection)))
        for number in numbers
        if found[meeting.id][number - 1] in _UNSETTLED
    ]
    taken_up = reached(unsettled, known.followed)
    for key in unsettled:
        if key in taken_up:
            continue
        point = point_of(dossier, key)
        heard_of, due = dossier.meeting[key.meeting].last.last, point.due
        if point.outcomes or key in known.followers:
            one = thread(dossier, key, now)
            heard_of, due = one.last_heard_of.last, one.due
        is_open = found[key.meeting][key.number - 1] is Status.OPEN
        since = len(first_days) - bisect_right(first_days, heard_of)
        if due and now and due.last < now:
            reason = Reason.OVERDUE
        elif soon and due and _is_in(due, soon):
            reason = Reason.DUE
        elif is_open and point.kind is Kind.URGES:
            reason = Reason.REQUEST
        else:
            reason = Reason.NOT_HEARD_OF if since >= 2 else Reason.OTHER
        by_reason[reason].append(AgendaItem(key, reason, since))
    return tuple(chain.from_iterable(by_reason.values()))


def _year_from(now: datetime.date | None) -> Window | None:
    return Window(now.toordinal(), now.toordinal() + _YEAR + 1) if now else None


def _is_in(date: Date, window: Window) -> bool:
    """Whether the last day that a date may mean, on which it is due, is in a window."""
    return window.start <= date.last.toordinal() < window.end
