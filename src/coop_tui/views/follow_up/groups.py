"""The groups of threads: by status, sector, party or due date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from coop_tui.query.commitments.links import PointKey, links, point_of
from coop_tui.query.commitments.status import Status, possibly_overdue, status_of, statuses_at
from coop_tui.query.follow_up.threads import (
    begins_thread,
    first_commitments,
    selected_commitments,
    thread,
)
from coop_tui.query.points import point_numbers_by_sector
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.follow_up.words import MEANINGS, STATUS


class Group(NamedTuple):
    """Threads under one heading, by their first commitments; each is found when it is needed."""

    name: str
    keys: Iterable[PointKey]
    meaning: str = ""


_Numbers = Callable[[Meeting], Iterable[int]]
"""The numbers of the points of a meeting that belong to a group."""


class _Heading(NamedTuple):
    name: str
    numbers: _Numbers
    meaning: str = ""


def groups(dossier: Dossier, selection: Selection, by: GroupBy) -> Iterator[Group]:
    """The groups of the selected threads, each in order of time; some may be empty.

    A thread of several sectors, or addressed to several parties, is in the group of each.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    selected = selected_commitments(dossier, selection)
    if by is GroupBy.DUE:
        keys = first_commitments(dossier)
        yield from _by_due(dossier, (key for key in keys if selected is None or key in selected))
        return
    for heading in _HEADINGS[by](dossier, selection):
        yield Group(heading.name, _keys(dossier, heading.numbers, selected), heading.meaning)


def _keys(
    dossier: Dossier, numbers: _Numbers, selected: set[PointKey] | None
) -> Iterator[PointKey]:
    for meeting in dossier.meetings:
        for number in numbers(meeting):
            key = PointKey(meeting.id, number)
            if begins_thread(dossier, key) if selected is None else key in selected:
                yield key


def _by_status(dossier: Dossier, selection: Selection) -> Iterator[_Heading]:
    now = selection.now
    candidates = possibly_overdue(dossier)

    def numbers(meeting: Meeting, status: Status) -> Iterable[int]:
        if status is Status.OVERDUE:  # nearly none of many, which need not all be looked at
            return (
                number
                for number in candidates.get(meeting.id, ())
                if status_of(dossier, PointKey(meeting.id, number), now) is status
            )
        found = statuses_at(dossier, meeting, now)
        return (number for number, one in enumerate(found, 1) if one is status)

    for status, name in STATUS.items():
        yield _Heading(name, partial(numbers, status=status), MEANINGS[status])


def _by_sector(dossier: Dossier, selection: Selection) -> Iterator[_Heading]:
    found = point_numbers_by_sector(dossier)

    def numbers(meeting: Meeting, sector: str) -> Iterable[int]:
        return found[sector].get(meeting.id, ())

    for sector in (*dossier.sectors, WHOLE):
        yield _Heading(sector.name, partial(numbers, sector=sector.id))


def _by_party(dossier: Dossier, selection: Selection) -> Iterator[_Heading]:
    def numbers(meeting: Meeting, party: str | None) -> Iterable[int]:
        for number, point in enumerate(meeting.points, 1):
            if party in point.to or (party is None and not point.to):
                yield number

    for party in dossier.parties:
        yield _Heading(f"Addressed to {party.name}", partial(numbers, party=party.id))
    yield _Heading("Addressed to nobody in particular", partial(numbers, party=None))


_HEADINGS = {GroupBy.STATUS: _by_status, GroupBy.SECTOR: _by_sector, GroupBy.PARTY: _by_party}


def _by_due(dossier: Dossier, keys: Iterable[PointKey]) -> Iterator[Group]:
    """The threads by the year in which they are due; those without a due date last."""
    followers = links(dossier).followers
    dues: dict[PointKey, Date] = {}
    without: list[PointKey] = []
    for key in keys:
        is_followed = key in followers
        point = point_of(dossier, key)
        if due := thread(dossier, key, None).due if is_followed else point.due:
            dues[key] = due
        else:
            without.append(key)
    found: dict[int, list[PointKey]] = {}
    for key in sorted(dues, key=lambda key: dues[key].last):
        found.setdefault(dues[key].year, []).append(key)
    for year, of_year in found.items():
        yield Group(f"Due in {year:04d}", of_year)
    yield Group("Without a due date", without)
