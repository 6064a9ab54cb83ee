"""The list of sectors: those discussed, how much and how strongly, and the gaps."""

from __future__ import annotations

from typing import Any

from coop_tui.query.sectors import (
    AdjacentMeetings,
    SectorPoints,
    adjacent_meetings,
    points_by_sector,
)
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting, Sector
from coop_tui.views.document.blocks import Page, Run, Table, TableRow
from coop_tui.views.labels import scope, strength_bar
from coop_tui.views.view import View

NAME = "Sectors"


def make_page(record: Record, selection: Selection) -> Page:
    """Every sector: the discussed ones first, the gaps under them."""
    dossier = record.dossier
    page = Page(record, scope(dossier, NAME, selection))
    sectors = points_by_sector(dossier, selection)
    rows = [_discussed(entry) for entry in sectors if entry.points]
    if rows:
        head = ((Run("strongest", "muted"),), (), (Run("points", "muted"),))
        rows.insert(0, TableRow((Run("Discussed", "heading"),), head))
    gaps = _gaps(dossier, selection)
    before = [(sector, near.before) for sector, near in gaps if near.before]
    later = [(sector, near.after) for sector, near in gaps if not near.before]
    if selection.meeting:
        groups = (
            ("Not discussed at this meeting", "last", before),
            ("Not discussed before it", "next", later),
        )
    else:  # the last meeting that discussed it is known, if there was one
        groups = (("Not discussed here", "last", before), ("Never discussed", "", later))
    for heading, when, group in groups:
        if group:
            rows.append(TableRow((Run(heading, "heading"),), ((), (), (Run(when, "muted"),))))
            rows += [_not_discussed(sector, meeting) for sector, meeting in group]
    page.blocks.append(Table(tuple(rows)))
    return page


def _discussed(entry: SectorPoints) -> TableRow:
    assert entry.strongest is not None
    kind, sector = entry.strongest.kind, entry.sector
    cells = (
        (Run(kind.value, "point.kind"),),
        strength_bar(kind.strength),
        (Run(str(len(entry.points)), "count"),),
    )
    return TableRow((Run(sector.name, "sector.name"),), cells, sector.id)


def _not_discussed(sector: Sector, meeting: Meeting | None) -> TableRow:
    year = Run(f"{meeting.date.year:04d}" if meeting else "–", "absent")
    return TableRow((Run(sector.name, "absent"),), ((), (), (year,)), sector.id)


def _gaps(dossier: Dossier, selection: Selection) -> list[tuple[Sector, AdjacentMeetings]]:
    """The sectors without points, the latest discussed before the meeting first."""
    gaps = [
        (entry.sector, adjacent_meetings(dossier, entry.sector.id, selection.meeting))
        for entry in points_by_sector(dossier, selection)
        if not entry.points
    ]

    def recency(gap: tuple[Sector, AdjacentMeetings]) -> tuple[int, int]:
        _, near = gap
        if near.before:
            return 0, -near.before.date.first.toordinal()
        return (1, near.after.date.first.toordinal()) if near.after else (2, 0)

    return sorted(gaps, key=recency)


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """Every sector in the order of the view."""
    discussed: list[dict[str, Any]] = [
        {
            "id": entry.sector.id,
            "name": entry.sector.name,
            "points": len(entry.points),
            "strongest": entry.strongest.kind,
        }
        for entry in points_by_sector(record.dossier, selection)
        if entry.strongest
    ]
    gaps: list[dict[str, Any]] = [
        {
            "id": sector.id,
            "name": sector.name,
            "points": 0,
            "last_discussed": near.before.id if near.before else None,
            "next_discussed": near.after.id if near.after else None,
        }
        for sector, near in _gaps(record.dossier, selection)
    ]
    return discussed + gaps


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "filter"))
