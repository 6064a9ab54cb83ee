"""Two meetings compared, sector by sector."""

from __future__ import annotations

from typing import Any

from coop_tui.query.comparison import Change, Comparison, Trend, compare
from coop_tui.query.coverage import Cell
from coop_tui.query.presence import Presence
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views import points
from coop_tui.views.completeness import ABSENCE, add_completeness
from coop_tui.views.document.blocks import Numbering, Page, Run, Table, TableRow
from coop_tui.views.labels import NAMED_SIGN, meeting_name, scope
from coop_tui.views.view import View

NAME = "Comparison"
SECTIONS = {
    Trend.NOT_RAISED_AT_EARLIER: "Not raised at the earlier meeting",
    Trend.STRONGER: "Stronger",
    Trend.AS_STRONG: "As strong",
    Trend.WEAKER: "Weaker",
    Trend.WITHOUT_COMMITMENT: "Discussed at both, no commitment on record",
    Trend.NAMED_ONLY: "Only named at one meeting or both",
    Trend.NOT_RAISED_AT_LATER: "Not raised at the later meeting",
    Trend.UNKNOWN: "Cannot be compared",
    Trend.UNORDERED: "On record at one meeting or both",
}
"""The sections of the view, in their order."""

LISTED = (
    Trend.NOT_RAISED_AT_EARLIER,
    Trend.STRONGER,
    Trend.WEAKER,
    Trend.NOT_RAISED_AT_LATER,
)
"""The trends whose points are listed."""

_OF_COMMITMENTS = (Trend.STRONGER, Trend.AS_STRONG, Trend.WEAKER)


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The sectors by their trend, then the points of those that changed."""
    dossier = record.dossier
    found = compare(dossier, selection)
    name, *rest = scope(dossier, NAME, Selection(filter=selection.filter))
    if found is None:
        page = Page(record, (name, *rest), numbering)
        page.add_text(Run("The record holds no two meetings to compare.", "muted"))
        return page
    earlier, later = found.earlier, found.later
    both = f"{meeting_name(dossier, earlier)} → {meeting_name(dossier, later)}"
    page = Page(record, (name, both, *rest), numbering)
    add_completeness(page, (earlier, later), by_name=True)
    _add_caveats(page, found)
    dates = f"{earlier.date} → {later.date}"
    page.add_text(Run(f"The strongest commitment and the number of points, {dates}.", "muted"))
    _add_sections(page, found, filtered=bool(selection.filter))
    for trend in LISTED:
        for change in found.of(trend):
            page.add_part(change.sector.name)
            for meeting, cell in _sides(found, change):
                page.add_heading(meeting_name(dossier, meeting))
                points.add_points(page, _points_of(selection, meeting, change))
                if not cell.points:
                    points.add_areas(page, _points_of(selection, meeting, change))
                if cell.presence is Presence.NOT_RAISED:
                    words = f"{ABSENCE[cell.presence]}, as far as its sources report."
                    page.add_text(Run(words, "absent"))
                elif cell.presence in ABSENCE:
                    page.add_text(Run(f"{ABSENCE[cell.presence]}.", "absent"))
    return page


def _add_caveats(page: Page, found: Comparison) -> None:
    """Say what the comparison cannot show."""
    if not found.alike:
        kinds = " and ".join(f"a {meeting.kind.replace('-', ' ')}" for meeting in _meetings(found))
        what = kinds if found.earlier.kind != found.later.kind else "under different mechanisms"
        page.add_text(Run(f"These meetings are not alike: {what}.", "muted"))
    if not found.ordered:
        words = "Their dates do not tell which meeting came first, so no change is shown."
        page.add_text(Run(words, "muted"))
    if not all(meeting.in_full for meeting in _meetings(found)):
        page.add_text(
            Run(
                "Of a meeting recorded in part, more may have been discussed, and agreed more "
                "firmly, than is on record.",
                "muted",
            )
        )
    page.add_gap()


def _add_sections(page: Page, found: Comparison, *, filtered: bool) -> None:
    """Add the sectors of each trend, with what is known of them at both meetings."""
    earlier_width = max(len(_summary(change.earlier)) for change in found.changes)
    later_width = max(len(_summary(change.later)) for change in found.changes)
    in_part = not all(meeting.in_full for meeting in _meetings(found))
    for trend, title in SECTIONS.items():
        if not (changes := found.of(trend)):
            continue
        if trend in _OF_COMMITMENTS and in_part:
            title = f"{title} on record"
        if trend is Trend.UNKNOWN:
            title += ": no match at one meeting" if filtered else ": recorded in part"
        page.add_gap()
        head = TableRow((Run(title, "heading"),), ((),))
        rows = (_row(change, earlier_width, later_width) for change in changes)
        page.blocks.append(Table((head, *rows)))
    if neither := found.of(Trend.NEITHER):
        page.add_gap()
        names = ", ".join(change.sector.name for change in neither)
        page.add_text(Run(f"{_neither(found, filtered=filtered)}: {names}.", "muted"))


def _neither(found: Comparison, *, filtered: bool) -> str:
    """The words for sectors with nothing on record at both meetings."""
    if filtered:
        return f"{ABSENCE[Presence.NO_MATCH]} at either"
    in_full = {meeting.in_full for meeting in _meetings(found)}
    if len(in_full) == 2:
        return "On record at neither"
    return f"{ABSENCE[Presence.NOT_RAISED if True in in_full else Presence.NOT_RECORDED]} at either"


def _summary(cell: Cell) -> str:
    if cell.points:
        return f"{cell.strongest.value} {cell.points}" if cell.strongest else str(cell.points)
    return NAMED_SIGN if cell.presence is Presence.NAMED else ABSENCE[cell.presence].lower()


def _row(change: Change, earlier_width: int, later_width: int) -> TableRow:
    earlier, later = _run(change.earlier, earlier_width), _run(change.later, later_width)
    cell = (earlier, Run(" → ", "muted"), later)
    return TableRow((Run(change.sector.name, "sector.name"),), (cell,), change.sector.id)


def _run(cell: Cell, width: int) -> Run:
    return Run(_summary(cell).ljust(width), "point.kind" if cell.points else "absent")


def _meetings(found: Comparison) -> tuple[Meeting, Meeting]:
    return found.earlier, found.later


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
                "presence": cell.presence,
                "strongest": cell.strongest,
                "points": points.data(record, _points_of(selection, meeting, change)),
            }
            for meeting, cell in _sides(found, change)
        )
        return {
            "id": change.sector.id,
            "name": change.sector.name,
            "earlier": earlier,
            "later": later,
        }

    return {
        "earlier": _meeting_data(record.dossier, found.earlier),
        "later": _meeting_data(record.dossier, found.later),
        "alike": found.alike,
        **{trend.value: list(map(sector_data, found.of(trend))) for trend in Trend},
    }


def _meeting_data(dossier: Dossier, meeting: Meeting) -> dict[str, Any]:
    return {
        "id": meeting.id,
        "date": meeting.date,
        "name": meeting_name(dossier, meeting),
        "recorded": meeting.recorded,
        "remark": meeting.remark,
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "against", "filter"))
