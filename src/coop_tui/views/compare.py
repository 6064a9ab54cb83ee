"""Two meetings held against each other, sector by sector."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len

from coop_tui.query.comparison import Change, Comparison, Trend, compare
from coop_tui.query.coverage import Cell
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views import points
from coop_tui.views.document.blocks import Page, Run, Runs, Table, TableRow
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
"""The courses of which the points are given."""


def page(record: Record, selection: Selection) -> Page:
    """What came in, what dropped out and what grew stronger or weaker; then the points."""
    dossier = record.dossier
    found = compare(dossier, selection)
    view = Page(record, _scope(dossier, selection, found))
    if found is None:
        view.text(Run("The record holds no two meetings to compare.", "muted"))
        return view
    dates = f"{found.earlier.date} → {found.later.date}"
    view.text(Run(f"The strongest kind and the number of points, {dates}.", "muted"))
    earlier_cells = max(cell_len(_said(change.earlier)) for change in found.changes)
    later_cells = max(cell_len(_said(change.later)) for change in found.changes)
    for course, title in SECTIONS.items():
        if changes := found.of(course):
            view.gap()
            head = TableRow((Run(title, "heading"),), ((),))
            rows = (_row(change, earlier_cells, later_cells) for change in changes)
            view.blocks.append(Table((head, *rows)))
    if neither := found.of(Trend.NEITHER):
        view.gap()
        names = ", ".join(change.sector.name for change in neither)
        view.text(Run(f"At neither: {names}.", "muted"))
    for course in CHANGED:
        for change in found.of(course):
            _points(view, selection, found, change)
    return view


def _scope(dossier: Dossier, selection: Selection, found: Comparison | None) -> tuple[str, ...]:
    name, *rest = scope(dossier, NAME, Selection(filter=selection.filter))
    if found is None:
        return (name, *rest)
    return (name, f"{meeting_name(found.earlier)} → {meeting_name(found.later)}", *rest)


def _said(cell: Cell) -> str:
    return f"{cell.strongest.value} {cell.points}" if cell.strongest else "–"


def _row(change: Change, earlier_cells: int, later_cells: int) -> TableRow:
    earlier, later = _said(change.earlier), _said(change.later)
    cell: Runs = (
        Run(earlier, _role(change.earlier)),
        Run(" " * (earlier_cells - cell_len(earlier))),
        Run(" → ", "muted"),
        Run(later, _role(change.later)),
        Run(" " * (later_cells - cell_len(later))),
    )
    return TableRow((Run(change.sector.name, "sector.name"),), (cell,), change.sector.id)


def _role(cell: Cell) -> str:
    return "point.kind" if cell.points else "absent"


def _points(view: Page, selection: Selection, found: Comparison, change: Change) -> None:
    """Add what was said on a sector, first at the earlier meeting, then at the later."""
    view.part(change.sector.name)
    for meeting, cell in ((found.earlier, change.earlier), (found.later, change.later)):
        view.heading(meeting_name(meeting))
        if cell.points:
            points.describe(view, _one(selection, meeting, change))
        else:
            view.text(Run("Nothing was said on it.", "absent"))


def _one(selection: Selection, meeting: Meeting, change: Change) -> Selection:
    return Selection(meeting.id, change.sector.id, selection.filter)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """The two meetings, and the sectors of each section with the points of both."""
    found = compare(record.dossier, selection)
    if found is None:
        return {"earlier": None, "later": None}

    def side(meeting: Meeting, cell: Cell, change: Change) -> dict[str, Any]:
        said = points.data(record, _one(selection, meeting, change))
        return {"strongest": cell.strongest, "points": said}

    def entry(change: Change) -> dict[str, Any]:
        return {
            "id": change.sector.id,
            "name": change.sector.name,
            "earlier": side(found.earlier, change.earlier, change),
            "later": side(found.later, change.later, change),
        }

    return {
        "earlier": _meeting_data(found.earlier),
        "later": _meeting_data(found.later),
        **{course.value: [entry(change) for change in found.of(course)] for course in SECTIONS},
        "neither": [
            {"id": change.sector.id, "name": change.sector.name}
            for change in found.of(Trend.NEITHER)
        ],
    }


def _meeting_data(meeting: Meeting) -> dict[str, Any]:
    return {"id": meeting.id, "date": meeting.date, "name": meeting_name(meeting)}


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "against", "filter"),
)
