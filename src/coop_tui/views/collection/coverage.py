"""The sectors that several records share against the records, and the plenaries of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from coop_tui.query.collection.coverage import Coverage, coverage
from coop_tui.query.collection.shared import shared_plans
from coop_tui.query.collection.titles import short_titles
from coop_tui.query.coverage import Cell
from coop_tui.query.selection import Filter, GroupBy, Selection
from coop_tui.record.dates import Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Meeting
from coop_tui.views.collection.joint import joint_dossier, joint_id
from coop_tui.views.collection.words import (
    add_records,
    completeness_of,
    conflict_runs,
    conflicts_data,
    different_things,
    dossiers_of,
    record_data,
    scope_of_several,
    title_of,
)
from coop_tui.views.completeness import completeness
from coop_tui.views.coverage.chart import CoverageChart, legend
from coop_tui.views.document.blocks import Figure, Page, Paragraph, Run, Runs, Table, TableRow
from coop_tui.views.labels import counted, joined, meeting_name
from coop_tui.views.view import Together

NAME = "Coverage by record"
NO_SECTOR = "The records share no sector."
_PLENARIES = (
    "Areas are as many as the sources speak of; points are those on record, and titles those of "
    "signed documents on record. At a meeting recorded in part there may have been more of all. "
    "? is not recorded."
)
_NOT_COMPARED = "Not compared: one id, but sectors of different names"
_ONLY_NAMES = (
    "Their points are not in the matrix unless they are on a sector in it, too. What the records "
    "mean by such sectors may be the same or not."
)


def page_of_several(records: Sequence[Record], selection: Selection) -> Page:
    """The matrix of shared sectors and records, what it leaves out, and the plenaries."""
    selection = selection.only("filter", "window", "open")
    dossiers = dossiers_of(records)
    found = coverage(dossiers, selection)
    joint = joint_dossier(dossiers, title_of(records))
    shown = selection.only("filter", "window", "open")
    page = Page(Record(joint), scope_of_several(records, NAME, shown))
    add_above_matrix(page, records, selection, found)
    page.add_gap()
    if found.sectors.in_several:
        page.blocks.append(
            Figure(lambda width, charset: CoverageChart(found.matrix, width, charset).lines)
        )
        page.add_gap()
        page.blocks.append(Figure(partial(legend, found.matrix)))
    else:
        page.add_text(Run(NO_SECTOR, "muted"))
    add_below_matrix(page, records, found)
    add_plenaries(page, records, selection, found)
    return page


def add_above_matrix(
    page: Page, records: Sequence[Record], selection: Selection, found: Coverage
) -> None:
    """Say which records stand side by side, and what counts in them."""
    dossiers = dossiers_of(records)
    add_records(
        page,
        records,
        (
            completeness_of(meetings, len(dossier.meetings))
            for meetings, dossier in zip(found.meetings, dossiers, strict=True)
        ),
    )
    for words in _doubts(records, selection, found):
        page.add_text(Run(words, "muted"))
    for words in different_things(records, selection.only("filter")):
        page.add_text(Run(words, "muted"))


def _doubts(records: Sequence[Record], selection: Selection, found: Coverage) -> Iterator[str]:
    """What to know of the records before the numbers are read."""
    dossiers = dossiers_of(records)
    titles = short_titles(dossiers)
    plans = shared_plans(dossiers)
    for name in selection.filter.plans:
        known = plans.records.get(name, ())
        if without := [title for number, title in enumerate(titles) if number not in known]:
            yield f"No plan has the id “{name}” in {joined(without)}."
    if window := selection.window:
        vague = sum(
            not _is_within(meeting, window) for meetings in found.meetings for meeting in meetings
        )
        if vague:
            count = "counts" if vague == 1 else "count"
            yield (
                f"{counted(vague, 'meeting')} that {count} here may lie outside the span, wholly "
                "or in part."
            )
    if any(not meeting.in_full for meetings in found.meetings for meeting in meetings):
        yield "What is not on record of a meeting recorded in part may have been discussed there."


def _is_within(meeting: Meeting, window: Window) -> bool:
    first, last = meeting.date.first.toordinal(), meeting.last.last.toordinal()
    return window.start <= first and last < window.end


def add_below_matrix(page: Page, records: Sequence[Record], found: Coverage) -> None:
    """Name the sectors that are not in the matrix: those of one record, and those in conflict."""
    titles = short_titles(dossiers_of(records))
    shared = found.sectors
    alone: dict[int, list[str]] = {}
    for name, entry in shared.entries.items():
        if len(shared.records[name]) == 1:
            alone.setdefault(shared.records[name][0], []).append(entry.name)
    if alone:
        page.add_gap()
        words = "; ".join(
            f"{len(names)} in {titles[number]} ({', '.join(names)})"
            for number, names in sorted(alone.items())
        )
        page.add_text(Run(f"In one record only: {words}."))
    if shared.conflicts:
        page.add_heading(_NOT_COMPARED)
        page.add_text(Run(_ONLY_NAMES, "muted"))
        page.add_labelled(
            (Run(name, "muted"), conflict_runs(uses, titles))
            for name, uses in shared.conflicts.items()
        )


def add_plenaries(
    page: Page, records: Sequence[Record], selection: Selection, found: Coverage
) -> None:
    """Add the plenaries of each record, with their areas, points and documents."""
    page.add_heading("Plenaries")
    page.add_text(Run(_PLENARIES, "muted"))
    if selection.filter != Filter(plans=selection.filter.plans) or selection.open:
        words = "All points of a plenary count here, whatever else narrows the matrix."
        page.add_text(Run(words, "muted"))
    there = " under what is selected" if selection.filter.plans or selection.window else ""
    for number, record in enumerate(records):
        dossier = record.dossier
        plenaries = [one for one in found.meetings[number] if one.kind == "plenary"]
        page.add_gap()
        title = Run(dossier.title, "heading")
        if not plenaries:
            page.add_text(title, Run(f": no plenary on record{there}.", "muted"))
            continue
        heads = tuple((Run(head, "muted"),) for head in ("areas", "points", "titles"))
        rows = [TableRow((title,), heads)]
        for meeting in plenaries:
            name = Run(f"{meeting_name(dossier, meeting)}: {meeting.title}")
            rows.append(TableRow((name,), tuple(map(_count, _numbers(meeting)))))
        page.blocks.append(Table(tuple(rows), keep_columns=True))
        page.add_gap()
        for meeting in plenaries:
            words = f"{meeting_name(dossier, meeting)}: "
            page.blocks.append(Paragraph((Run(words), Run(completeness(meeting), "muted"))))
            if remark := page.dossier.meeting[joint_id(number, meeting.id)].remark:
                page.blocks.append(Paragraph(page.remark_runs(remark)))


def _numbers(meeting: Meeting) -> tuple[int | None, int, int | None]:
    """The areas that the sources speak of, the points and the documents; None if not recorded."""
    documents = len(_documents(meeting))
    return meeting.areas_named, len(meeting.points), documents or (0 if meeting.in_full else None)


def _documents(meeting: Meeting) -> list[str]:
    """The titles of the documents signed at a meeting, each once."""
    return list(dict.fromkeys(point.document for point in meeting.points if point.document))


def _count(number: int | None) -> Runs:
    return (Run("?", "absent"),) if number is None else (Run(str(number), "count"),)


def data_of_several(records: Sequence[Record], selection: Selection) -> dict[str, Any]:
    """The matrix: the records with their plenaries, and sectors with a cell for each record."""
    found = coverage(dossiers_of(records), selection)
    matrix, shared = found.matrix, found.sectors
    named, what = record_data(records), "open" if found.matrix.open else "points"
    return {
        "by": GroupBy.RECORD,
        what: matrix.total,
        "records": [
            {
                **name,
                what: column.total,
                "meetings": len(meetings),
                "in_full": sum(meeting.in_full for meeting in meetings),
                "plenaries": [_plenary(one) for one in meetings if one.kind == "plenary"],
            }
            for name, column, meetings in zip(named, matrix.columns, found.meetings, strict=True)
        ],
        "sectors": [
            {
                "id": row.sector.id,
                "name": row.sector.name,
                what: row.total,
                "cells": [_cell(matrix.at(number, column), what) for column in range(len(named))],
            }
            for number, row in enumerate(matrix.rows)
        ],
        "in_one_record_only": [
            {"id": name, "name": entry.name, **named[shared.records[name][0]]}
            for name, entry in shared.entries.items()
            if len(shared.records[name]) == 1
        ],
        "not_compared": conflicts_data(shared.conflicts, records),
        "plans_in_conflict": conflicts_data(
            {
                name: uses
                for name, uses in shared_plans(dossiers_of(records)).conflicts.items()
                if name in selection.filter.plans
            },
            records,
        ),
    }


def _cell(cell: Cell, what: str) -> dict[str, Any]:
    return {"presence": cell.presence, what: cell.points, "strongest": cell.strongest}


def _plenary(meeting: Meeting) -> dict[str, Any]:
    areas, points, _ = _numbers(meeting)
    return {
        "id": meeting.id,
        "date": meeting.date,
        "title": meeting.title,
        "recorded": meeting.recorded,
        "areas_named": areas,
        "points": points,
        "documents": _documents(meeting),
    }


TOGETHER = Together(page_of_several, data_of_several, ("filter", "window", "open"))
