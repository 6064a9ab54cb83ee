"""The agenda: what the next meeting could take up, and why."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from enum import Enum

from msgspec import Struct

from coop_tui.query.commitments.status import Status, statuses
from coop_tui.query.follow_up.entries import key_of, time_order
from coop_tui.query.follow_up.threads import Thread, thread
from coop_tui.query.points import points
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date, Window
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier

_UNSETTLED = frozenset((Status.OVERDUE, Status.OPEN, Status.IN_PART))
_YEAR = 365
"""The days from now in which a commitment is due soon."""


class Reason(Enum):
    """Why a commitment could be taken up; of several reasons, the first counts."""

    OVERDUE = "overdue"
    DUE = "due"
    """It is due in the window that is selected, or else within a year of now."""
    REQUEST = "request-without-an-answer"
    """A side asked for it, and nothing later is on record."""
    NOT_HEARD_OF = "not-heard-of-lately"
    """It was last heard of before the last two meetings."""
    OTHER = "other"


class AgendaItem(Struct, frozen=True):
    """A commitment that the next meeting could take up.

    Attributes:
        thread: The commitment, with its status and what follows it.
        reason: Why it could be taken up.
        meetings_since: How many meetings there were after it was last heard of.
    """

    thread: Thread
    reason: Reason
    meetings_since: int


def agenda(dossier: Dossier, selection: Selection) -> list[AgendaItem]:
    """The selected commitments that are not settled, by reason and then in order of time.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    now = selection.now
    found = statuses(dossier, now)
    soon = selection.window or _year_from(now)
    first_days = sorted(meeting.date.first for meeting in dossier.meetings)
    items = []
    for entry in points(dossier, selection):
        if found[entry.meeting.id][entry.number - 1] in _UNSETTLED:
            one = thread(dossier, key_of(entry), now)
            since = len(first_days) - bisect_right(first_days, one.last_heard_of.last)
            items.append(AgendaItem(one, _reason(one, soon, since), since))
    order = list(Reason)
    return sorted(items, key=lambda item: (order.index(item.reason), time_order(item.thread.first)))


def _year_from(now: datetime.date | None) -> Window | None:
    return Window(now.toordinal(), now.toordinal() + _YEAR + 1) if now else None


def _reason(one: Thread, soon: Window | None, meetings_since: int) -> Reason:
    if one.status is Status.OVERDUE:
        return Reason.OVERDUE
    if soon and one.due and _is_in(one.due, soon):
        return Reason.DUE
    if one.first.point.kind is Kind.URGES and one.status is Status.OPEN:
        return Reason.REQUEST
    return Reason.NOT_HEARD_OF if meetings_since >= 2 else Reason.OTHER


def _is_in(date: Date, window: Window) -> bool:
    """Whether the last day that a date may mean, on which it is due, is in a window."""
    return window.start <= date.last.toordinal() < window.end
