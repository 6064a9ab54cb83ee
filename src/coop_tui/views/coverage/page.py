"""Sectors against meetings, or against plan periods: how many points, and how strong."""

from __future__ import annotations

from functools import partial
from typing import Any

from coop_tui.query.coverage import Cell, Column, Matrix, matrix
from coop_tui.query.selection import GroupBy, Selection
from coop_tui.record.record import Record
from coop_tui.views.completeness import add_completeness
from coop_tui.views.coverage.chart import CoverageChart, legend
from coop_tui.views.document.blocks import Figure, Numbering, Page, Run
from coop_tui.views.labels import meeting_name, scope
from coop_tui.views.view import View, grouped_view

NAME = "Coverage"
_COLUMN_NAMES = {GroupBy.MEETING: "meeting", GroupBy.PLAN: "plan period"}


def make_page(
    record: Record, selection: Selection, numbering: Numbering | None = None, *, by: GroupBy
) -> Page:
    """The matrix of the points or open commitments of a filter, with its legend under it."""
    title = f"{NAME} by {_COLUMN_NAMES[by]}"
    page = Page(record, scope(record.dossier, title, selection.only("filter", "open")), numbering)
    counted = matrix(record.dossier, selection, by)
    if not counted.columns:
        page.add_text(Run(f"The record holds no {_COLUMN_NAMES[by]}.", "muted"))
        return page
    add_above_matrix(page)
    page.add_gap()
    page.blocks.append(Figure(lambda width, charset: CoverageChart(counted, width, charset).lines))
    add_below_matrix(page, counted)
    return page


def add_below_matrix(page: Page, counted: Matrix) -> None:
    """Add the legend of a matrix, and what is known of the meetings with a remark."""
    page.add_gap()
    page.blocks.append(Figure(partial(legend, counted)))
    remarked = [meeting for meeting in page.dossier.meetings if meeting.remark]
    if remarked:
        page.add_heading("What is known of the meetings")
        add_completeness(page, remarked, by_name=True)


def add_above_matrix(page: Page) -> None:
    """Say which meetings can show that a sector was not raised."""
    meetings = page.dossier.meetings
    if not meetings:
        return
    in_full = [meeting_name(page.dossier, meeting) for meeting in meetings if meeting.in_full]
    if len(in_full) == len(meetings):
        words = "Every meeting is recorded in full."
    elif in_full:
        words = f"Recorded in full: {'; '.join(in_full)}. Every other meeting is recorded in part."
    else:
        words = "Every meeting is recorded in part: what is not on record may have been discussed."
    page.add_text(Run(words, "muted"))


def data(record: Record, selection: Selection, by: GroupBy) -> dict[str, Any]:
    """The matrix: columns, and sectors with one cell for each column."""
    counted = matrix(record.dossier, selection, by)
    columns = range(len(counted.columns))
    what = "open" if counted.open else "points"
    return {
        "by": by,
        what: counted.total,
        "columns": [{**_column_data(column, by), what: column.total} for column in counted.columns],
        "sectors": [
            {
                "id": row.sector.id,
                "name": row.sector.name,
                what: row.total,
                "first": row.first.id if row.first else None,
                "last": row.last.id if row.last else None,
                "cells": [_cell_data(counted.at(number, column), what) for column in columns],
            }
            for number, row in enumerate(counted.rows)
        ],
    }


def _cell_data(cell: Cell, what: str) -> dict[str, Any]:
    return {"presence": cell.presence, what: cell.points, "strongest": cell.strongest}


def _column_data(column: Column, by: GroupBy) -> dict[str, Any]:
    if by is GroupBy.MEETING:
        return {"id": column.id, "date": column.start}
    named = {"id": column.id, "name": column.name or None}
    return {**named, "start": column.start, "end": column.end}


def _view(by: GroupBy) -> View:
    return View(
        title=NAME,
        page=partial(make_page, by=by),
        data=partial(data, by=by),
        filter_fields=("filter", "open"),
        highlight_fields=("meeting", "sector"),
    )


VIEW = grouped_view(_view, _COLUMN_NAMES)
