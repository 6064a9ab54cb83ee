"""The entries that several records share: the same id for the same thing."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeVar

from msgspec import Struct

from coop_tui.record.entries import Initiative, Party, Person, Plan, Sector
from coop_tui.record.tables import Dossier

Entry = TypeVar("Entry", Initiative, Party, Person, Plan, Sector)


class Use(NamedTuple):
    """An id as one record uses it: the place of the record, from 0, and its name there.

    The name of a plan has its start and its end after it.
    """

    record: int
    name: str


class Shared(Struct, frozen=True):
    """The entries of a table in several records.

    Attributes:
        entries: The entries by id, in the order in which they first stand in a record, that
            are the same thing in every record that has them. An id of one record alone is
            among them.
        conflicts: The ids that stand for different things, with every use of each.
        records: The places of the records, from 0, that have each entry.
    """

    entries: dict[str, Initiative | Party | Person | Plan | Sector]
    conflicts: dict[str, tuple[Use, ...]]
    records: dict[str, tuple[int, ...]]

    @property
    def in_several(self) -> list[str]:
        """The ids of the entries that more than one record has."""
        return [name for name in self.entries if len(self.records[name]) > 1]


def shared_sectors(dossiers: Sequence[Dossier]) -> Shared:
    """The sectors; of one id those are the same that have the same name."""
    return _shared(dossiers, attrgetter("sectors"), attrgetter("name"))


def shared_plans(dossiers: Sequence[Dossier]) -> Shared:
    """The plans; of one id those are the same that have the same name, start and end."""
    return _shared(dossiers, attrgetter("plans"), attrgetter("name", "start", "end"), _with_dates)


def shared_initiatives(dossiers: Sequence[Dossier]) -> Shared:
    """The initiatives; of one id those are the same that have the same name."""
    return _shared(dossiers, attrgetter("initiatives"), attrgetter("name"))


def shared_persons(dossiers: Sequence[Dossier]) -> Shared:
    """The people; of one id those are the same that have the same name."""
    return _shared(dossiers, attrgetter("persons"), attrgetter("name"))


def shared_parties(dossiers: Sequence[Dossier]) -> Shared:
    """The parties; of one id those are the same that have the same name."""
    return _shared(dossiers, attrgetter("parties"), attrgetter("name"))


def _with_dates(plan: Plan) -> str:
    return f"{plan.name}, {plan.start}–{plan.end}"


def _shared(
    dossiers: Sequence[Dossier],
    table: Callable[[Dossier], tuple[Entry, ...]],
    identity: Callable[[Entry], Hashable],
    name_of: Callable[[Entry], str] = attrgetter("name"),
) -> Shared:
    found: dict[str, list[tuple[int, Entry]]] = {}
    for number, dossier in enumerate(dossiers):
        for entry in table(dossier):
            found.setdefault(entry.id, []).append((number, entry))
    differ = {
        name: tuple(Use(number, name_of(entry)) for number, entry in uses)
        for name, uses in found.items()
        if len({identity(entry) for _, entry in uses}) > 1
    }
    alike = {name: uses for name, uses in found.items() if name not in differ}
    return Shared(
        {name: uses[0][1] for name, uses in alike.items()},
        differ,
        {name: tuple(number for number, _ in uses) for name, uses in found.items()},
    )
