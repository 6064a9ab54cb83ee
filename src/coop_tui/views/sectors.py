"""The list of sectors: what was discussed, how much and how strongly, and what was not."""

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
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Page, Run, Table, TableRow
from coop_tui.views.labels import scope, strength_bar
from coop_tui.views.view import View

NAME = "Sectors"


def page(record: Record, selection: Selection) -> Page:
    """Every sector: those that the selection touches first, the gaps under them."""
    dossier = record.dossier
    view = Page(record, scope(dossier, NAME, selection))
    rows = [_discussed(touch) for touch in points_by_sector(dossier, selection) if touch.points]
    if rows:
        head = ((Run("strongest", "muted"),), (), (Run("points", "muted"),))
        rows.insert(0, TableRow((Run("Discussed", "heading"),), head))
    gaps = _gaps(dossier, selection)
    before = [gap for gap in gaps if gap[1].before]
    later = [gap for gap in gaps if not gap[1].before]
    if selection.meeting:
        groups = (
            ("Not discussed at this meeting", "last", before),
            ("Not discussed before it", "next", later),
        )
    else:  # where it was discussed last is known, if it ever was
        groups = (("Not discussed here", "last", before), ("Never discussed", "", later))
    for heading, when, group in groups:
        if group:
            rows.append(TableRow((Run(heading, "heading"),), ((), (), (Run(when, "muted"),))))
            rows += [_not_discussed(touch, nearest) for touch, nearest in group]
    view.blocks.append(Table(tuple(rows)))
    return view


def _discussed(touch: SectorPoints) -> TableRow:
    strongest = touch.strongest
    assert strongest is not None
    return TableRow(
        (Run(touch.sector.name, "sector.name"),),
        (
            (Run(strongest.kind.value, "point.kind"),),
            strength_bar(strongest.kind.strength),
            (Run(str(len(touch.points)), "count"),),
        ),
        touch.sector.id,
    )


def _not_discussed(touch: SectorPoints, nearest: AdjacentMeetings) -> TableRow:
    meeting = nearest.before or nearest.after
    when = f"{meeting.date.year:04d}" if meeting else "–"
    return TableRow(
        (Run(touch.sector.name, "absent"),), ((), (), (Run(when, "absent"),)), touch.sector.id
    )


def _gaps(dossier: Dossier, selection: Selection) -> list[tuple[SectorPoints, AdjacentMeetings]]:
    """The sectors that are not discussed, the latest discussed before this meeting first."""
    gaps = [
        (touch, adjacent_meetings(dossier, touch.sector.id, selection.meeting))
        for touch in points_by_sector(dossier, selection)
        if not touch.points
    ]

    def recency(gap: tuple[SectorPoints, AdjacentMeetings]) -> tuple[int, int]:
        _, near = gap
        if near.before:
            return 0, -near.before.date.first.toordinal()
        return (1, near.after.date.first.toordinal()) if near.after else (2, 0)

    return sorted(gaps, key=recency)


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """Every sector in the order of the view."""
    dossier = record.dossier
    discussed: list[dict[str, Any]] = [
        {
            "id": touch.sector.id,
            "name": touch.sector.name,
            "points": len(touch.points),
            "strongest": touch.strongest.kind,
        }
        for touch in points_by_sector(dossier, selection)
        if touch.strongest
    ]
    gaps: list[dict[str, Any]] = [
        {
            "id": touch.sector.id,
            "name": touch.sector.name,
            "points": 0,
            "last_discussed": nearest.before.id if nearest.before else None,
            "next_discussed": nearest.after.id if nearest.after else None,
        }
        for touch, nearest in _gaps(dossier, selection)
    ]
    return discussed + gaps


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "filter"),
)
