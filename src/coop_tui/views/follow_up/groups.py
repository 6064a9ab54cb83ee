"""The groups of threads: by status, sector, party or due date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from coop_tui.query.commitments.links import PointKey, links
from coop_tui.query.commitments.status import statuses
from coop_tui.query.follow_up.threads import selected_commitments, thread
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.tables import Dossier, Point
from coop_tui.views.follow_up.words import STATUS


class Group(NamedTuple):
    """Threads under one heading, by their first commitments, in order of time."""

    name: str
    keys: Sequence[PointKey]


@cached_per_record
def groups(dossier: Dossier, selection: Selection, by: GroupBy) -> tuple[Group, ...]:
    """The selected threads in groups; a thread of several sectors or parties is in each.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    keys = selected_commitments(dossier, selection)
    if by is GroupBy.DUE:
        return _by_due(dossier, selection, keys)
    names, of_key = _NAMES[by](dossier, selection)
    found: dict[Any, list[PointKey]] = {name: [] for name in names}
    for key in keys:
        for name in of_key(key):
            found[name].append(key)
    return tuple(Group(names[name], of_name) for name, of_name in found.items() if of_name)


_Names = tuple[dict[Any, str], Callable[[PointKey], Iterable[Any]]]


def _point(dossier: Dossier, key: PointKey) -> Point:
    return dossier.meeting[key.meeting].points[key.number - 1]


def _statuses(dossier: Dossier, selection: Selection) -> _Names:
    found = statuses(dossier, selection.now)
    return dict(STATUS), lambda key: (found[key.meeting][key.number - 1],)


def _sectors(dossier: Dossier, selection: Selection) -> _Names:
    names = {sector.id: sector.name for sector in (*dossier.sectors, WHOLE)}
    return names, lambda key: _point(dossier, key).topics


def _parties(dossier: Dossier, selection: Selection) -> _Names:
    names = {party.id: f"Addressed to {party.name}" for party in dossier.parties}
    names[""] = "Addressed to none"
    return names, lambda key: _point(dossier, key).to or ("",)


_NAMES = {GroupBy.STATUS: _statuses, GroupBy.SECTOR: _sectors, GroupBy.PARTY: _parties}


def _by_due(dossier: Dossier, selection: Selection, keys: Iterable[PointKey]) -> tuple[Group, ...]:
    """The threads by the year in which they are due; those without a due date last."""
    followers = links(dossier).followers
    dues: dict[PointKey, Date] = {}
    without: list[PointKey] = []
    for key in keys:
        is_followed = key in followers
        due = thread(dossier, key, selection.now).due if is_followed else _point(dossier, key).due
        if due:
            dues[key] = due
        else:
            without.append(key)
    found: dict[int, list[PointKey]] = {}
    for key in sorted(dues, key=lambda key: dues[key].last):
        found.setdefault(dues[key].year, []).append(key)
    years = (Group(f"Due in {year:04d}", of_year) for year, of_year in found.items())
    return (*years, *([Group("Without a due date", without)] if without else []))
