"""Two meetings compared, sector by sector."""

from __future__ import annotations

from typing import Any

from coop_tui.query.comparison import Change, Comparison, Trend, compare
from coop_tui.query.coverage import Cell
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Meeting
from coop_tui.views import points
from coop_tui.views.document.blocks import Page, Run, Table, TableRow
from coop_tui.views.labels import meeting_name, scope
from coop_tui.views.view import View

NAME = "Comparison"
SECTIONS = {
    Trend.NEW: "New",
    Trend.STRONGER: "Stronger",
    Trend.AS_STRONG: "As strong",
    Trend.WEAKER: "Weaker",
    Trend.NO_LONGER_RAISED: "No longer raised",
}
"""The sections of the view, in their order."""

CHANGED = (Trend.NEW, Trend.STRONGER, Trend.WEAKER, Trend.NO_LONGER_RAISED)
"""The trends whose points are listed."""


def make_page(record: Record, selection: Selection) -> Page:
    """The sectors by their trend, then the points of those that changed."""
    dossier = record.dossier
    found = compare(dossier, selection)
    name, *rest = scope(dossier, NAME, Selection(filter=selection.filter))
    if found is None:
        page = Page(record, (name, *rest))
        page.add_text(Run("The record holds no two meetings to compare.", "muted"))
        return page
    earlier, later = found.earlier, found.later
    page = Page(record, (name, f"{meeting_name(earlier)} → {meeting_name(later)}", *rest))
    dates = f"{earlier.date} → {later.date}"
    page.add_text(Run(f"The strongest kind and the number of points, {dates}.", "muted"))
    earlier_width = max(len(_summary(change.earlier)) for change in found.changes)
    later_width = max(len(_summary(change.later)) for change in found.changes)
    for trend, title in SECTIONS.items():
        if changes := found.of(trend):
            page.add_gap()
            head = TableRow((Run(title, "heading"),), ((),))
            rows = (_row(change, earlier_width, later_width) for change in changes)
            page.blocks.append(Table((head, *rows)))
    if neither := found.of(Trend.NEITHER):
        page.add_gap()
        names = ", ".join(change.sector.name for change in neither)
        page.add_text(Run(f"At neither: {names}.", "muted"))
    for trend in CHANGED:
        for change in found.of(trend):
            page.add_part(change.sector.name)
            for meeting, cell in _sides(found, change):
                page.add_heading(meeting_name(meeting))
                if cell.points:
                    points.add_points(page, _points_of(selection, meeting, change))
                else:
                    page.add_text(Run("Nothing was said on it.", "absent"))
    return page


def _summary(cell: Cell) -> str:
    return f"{cell.strongest.value} {cell.points}" if cell.strongest else "–"


def _row(change: Change, earlier_width: int, later_width: int) -> TableRow:
    earlier, later = _run(change.earlier, earlier_width), _run(change.later, later_width)
    cell = (earlier, Run(" → ", "muted"), later)
    return TableRow((Run(change.sector.name, "sector.name"),), (cell,), change.sector.id)


def _run(cell: Cell, width: int) -> Run:
    return Run(_summary(cell).ljust(width), "point.kind" if cell.points else "absent")


def _sides(found: Comparison, change: Change) -> tuple[tuple[Meeting, Cell], tuple[Meeting, Cell]]:
    return (found.earlier, change.earlier), (found.later, change.later)


def _points_of(selection: Selection, meeting: Meeting, change: Change) -> Selection:
    return Selection(meeting.id, change.sector.id, selection.filter)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """The two meetings, and the sectors of each section with the points of both."""
    found = compare(record.dossier, selection)
    if found is None:
        return {"earlier": None, "later": None}

    def sector_data(change: Change) -> dict[str, Any]:
        earlier, later = (
            {
                "strongest": cell.strongest,
                "points": points.data(record, _points_of(selection, meeting, change)),
            }
            for meeting, cell in _sides(found, change)
        )
        return {**_named(change), "earlier": earlier, "later": later}

    return {
        "earlier": _meeting_data(found.earlier),
        "later": _meeting_data(found.later),
        **{trend.value: list(map(sector_data, found.of(trend))) for trend in SECTIONS},
        "neither": list(map(_named, found.of(Trend.NEITHER))),
    }


def _named(change: Change) -> dict[str, Any]:
    return {"id": change.sector.id, "name": change.sector.name}


def _meeting_data(meeting: Meeting) -> dict[str, Any]:
    return {"id": meeting.id, "date": meeting.date, "name": meeting_name(meeting)}


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "against", "filter"))
