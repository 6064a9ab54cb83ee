"""The words for several records, their plans and sectors, and what is selected of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from coop_tui.query.collection.shared import (
    Shared,
    Use,
    shared_initiatives,
    shared_plans,
    shared_sectors,
)
from coop_tui.query.collection.titles import short_titles
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.characters import escape_controls
from coop_tui.record.dates import Date
from coop_tui.record.entries import WHOLE
from coop_tui.record.record import Record, file_names
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.document.blocks import Page, Run, Runs
from coop_tui.views.labels import counted, joined, window_name


def dossiers_of(records: Sequence[Record]) -> list[Dossier]:
    """The tables of records."""
    return [record.dossier for record in records]


def title_of(records: Sequence[Record]) -> str:
    """The title of a page over several records."""
    return counted(len(records), "record")


def full_names(records: Sequence[Record]) -> list[str]:
    """The title and the file of each record."""
    names = zip(records, file_names(records), strict=True)
    return [f"{record.dossier.title} ({file})" for record, file in names]


def record_data(records: Sequence[Record]) -> list[dict[str, Any]]:
    """The title and the file of each record, as plain data."""
    names = zip(records, file_names(records), strict=True)
    return [{"title": record.dossier.title, "file": file} for record, file in names]


def scope_of_several(records: Sequence[Record], view: str, selection: Selection) -> tuple[str, ...]:
    """The name of a view, and every part of the selection in words."""
    dossiers = dossiers_of(records)
    words = [view]
    if selection.sector:
        words.append(_name(selection.sector, shared_sectors(dossiers), "sector"))
    words += _narrowing(dossiers, selection.filter)
    if selection.open:
        words.append("open commitments")
    if window := selection.window:
        words.append(window_name(window))
    if now := selection.as_of:
        words.append(f"now {Date.parse(now)}")
    return tuple(words)


def _narrowing(dossiers: Sequence[Dossier], filter: Filter) -> Iterator[str]:
    """A filter in words: one phrase for each of its parts."""
    if filter.plans:
        shared = shared_plans(dossiers)
        names = [_name(name, shared, "plan") for name in filter.plans]
        yield f"under or tied to {joined([f'the {name}' for name in names])}"
    if filter.initiative:
        label = _name(filter.initiative, shared_initiatives(dossiers), "with the id")
        yield f"tied to the initiative {label}"
    if filter.where:
        yield f"where {escape_controls(filter.where)}"


def _name(name: str, shared: Shared, kind: str) -> str:
    """The name of an entry, or its id if that stands for several things or for nothing."""
    if name == WHOLE.id:
        return WHOLE.name
    return shared.entries[name].name if name in shared.entries else f"{kind} “{name}”"


def add_records(page: Page, records: Sequence[Record], words: Iterable[str]) -> None:
    """Add each record by its short title, with its title, its file and some words on it."""
    labels = (Run(name, "lane") for name in short_titles(dossiers_of(records)))
    told = zip(full_names(records), words, strict=True)
    page.add_labelled(
        zip(labels, ((Run(name), Run(f": {more}", "muted")) for name, more in told), strict=True)
    )


def completeness_of(meetings: Sequence[Meeting], all_meetings: int) -> str:
    """How many meetings of a record count, and how many of them are recorded in full."""
    count = len(meetings)
    in_full = sum(meeting.in_full for meeting in meetings)
    of_all = "" if count == all_meetings else f" of {all_meetings}"
    words = f"{count}{of_all} meeting{'' if (all_meetings if of_all else count) == 1 else 's'}"
    if not count:
        return words
    if in_full in (0, count):
        every = "" if count == 1 else "all "
        return f"{words}, {every}recorded in {'full' if in_full else 'part'}"
    return f"{words}, {in_full} recorded in full and {count - in_full} in part"


def conflict_runs(uses: Iterable[Use], titles: Sequence[str]) -> Runs:
    """The names for which one id stands, each with its records."""
    by_name: dict[str, list[str]] = {}
    for use in uses:
        by_name.setdefault(use.name, []).append(titles[use.record])
    return (Run("; ".join(f"“{name}” in {joined(found)}" for name, found in by_name.items())),)


def conflict_words(kind: str, name: str, uses: Iterable[Use], titles: Sequence[str]) -> str:
    """That an id stands for different things, in a sentence; the kind is in the plural."""
    (names,) = conflict_runs(uses, titles)
    return f"The id “{name}” stands for different {kind}: {names.text}."


def different_things(records: Sequence[Record], selection: Selection) -> Iterator[str]:
    """A sentence for each selected id that stands for different things in the records."""
    filter = selection.filter
    selected = (
        ("sectors", (selection.sector,), shared_sectors),
        ("plans", filter.plans, shared_plans),
        ("initiatives", (filter.initiative,), shared_initiatives),
    )
    for kind, ids, shared in selected:
        wanted = [name for name in ids if name is not None]
        conflicts = shared(dossiers_of(records)).conflicts if wanted else {}
        for name in wanted:
            if name in conflicts:
                yield conflict_words(kind, name, conflicts[name], full_names(records))


def conflicts_data(
    conflicts: Mapping[str, Sequence[Use]], records: Sequence[Record]
) -> list[dict[str, Any]]:
    """The ids that stand for different things, with every use, as plain data."""
    named = record_data(records)
    return [
        {"id": name, "uses": [{**named[use.record], "name": use.name} for use in uses]}
        for name, uses in conflicts.items()
    ]
