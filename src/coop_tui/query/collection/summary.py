"""A record in a few figures."""

from __future__ import annotations

import datetime
from collections import Counter

from msgspec import Struct

from coop_tui.query.commitments.status import Status, statuses
from coop_tui.record.tables import Dossier, Meeting


class Summary(Struct, frozen=True):
    """A record in a few figures.

    Attributes:
        parties: The names of its parties.
        meetings: How many meetings it holds.
        first: The first meeting; None if there is none.
        latest: The latest meeting; None if there is none.
        open: How many of its commitments have no later point linked to them.
        overdue: How many were due before the day that counts as now.
    """

    title: str
    parties: tuple[str, ...]
    meetings: int
    first: Meeting | None
    latest: Meeting | None
    open: int
    overdue: int


def summary(dossier: Dossier, now: datetime.date | None) -> Summary:
    """A record in a few figures; without a day that counts as now nothing is overdue."""
    counts: Counter[Status | None] = Counter()
    for found in statuses(dossier, now).values():
        counts.update(found)
    return Summary(
        dossier.title,
        tuple(party.name for party in dossier.parties),
        len(dossier.meetings),
        min(dossier.meetings, key=lambda meeting: meeting.date, default=None),
        max(dossier.meetings, key=lambda meeting: meeting.last, default=None),
        counts[Status.OPEN],
        counts[Status.OVERDUE],
    )
