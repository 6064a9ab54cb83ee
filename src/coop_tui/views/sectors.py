"""The list of sectors: discussed, only named, or with nothing on record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from coop_tui.query.points import meetings
from coop_tui.query.presence import Presence, areas_by_sector, presence_without_points
from coop_tui.query.sectors import SectorPoints, adjacent_meetings, points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.entries import WHOLE, Sector
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.completeness import ABSENCE, add_preface
from coop_tui.views.document.blocks import Numbering, Page, Run, Table, TableRow
from coop_tui.views.labels import NAMED_SIGN, scope, strength_bar
from coop_tui.views.view import View

NAME = "Sectors"


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """Every sector: those discussed, then those named, then those with nothing on record."""
    dossier = record.dossier
    page = Page(record, scope(dossier, NAME, selection), numbering)
    if selection.meeting:
        add_preface(page, dossier.meeting[selection.meeting])
    rows = [_discussed(entry) for entry in points_by_sector(dossier, selection) if entry.points]
    if rows:
        head = ((), (Run("strongest commitment", "muted"),), (Run("points", "muted"),))
        page.blocks.append(
            Table((TableRow((Run("Discussed", "heading"),), head, head=True), *rows))
        )
    gaps = _gaps(dossier, selection)
    named = [gap for gap in gaps if gap.presence is Presence.NAMED]
    _add_group(page, "Named as areas", "last on record", named, NAMED_SIGN)
    without = [gap for gap in gaps if gap.presence is not Presence.NAMED]
    if without:
        absent = ABSENCE[without[0].presence]
        earlier = [gap for gap in without if gap.before]
        _add_group(page, absent, "last on record", earlier)
        if selection.meeting:
            later = [gap for gap in without if gap.after and not gap.before]
            _add_group(page, f"{absent}, nor on record before", "next on record", later)
        never = [gap for gap in without if not (gap.before or gap.after)]
        _add_group(page, f"{absent} at any meeting", "", never)
    return page


def _discussed(entry: SectorPoints) -> TableRow:
    kind = entry.strongest
    cells = (
        (Run(kind.value, "point.kind"),) if kind else (),
        strength_bar(kind.strength) if kind else (),
        (Run(str(len(entry.points)), "count"),),
    )
    return TableRow((Run(entry.sector.name, "sector.name"),), cells, entry.sector.id)


class _Gap(Struct, frozen=True):
    """A sector without points, what that means, and the nearest meetings with it on record."""

    sector: Sector
    presence: Presence
    before: Meeting | None
    after: Meeting | None


def _add_group(page: Page, title: str, head: str, gaps: Iterable[_Gap], sign: str = "") -> None:
    """Add some sectors below a heading; nothing if there are none."""
    rows = [_without_points(gap, sign) for gap in gaps]
    if rows:
        first = TableRow((Run(title, "heading"),), ((), (Run(head, "muted"),)), head=True)
        page.blocks.append(Table((first, *rows)))


def _without_points(gap: _Gap, sign: str) -> TableRow:
    nearest = gap.before or (None if gap.presence is Presence.NAMED else gap.after)
    year = Run(f"{nearest.date.year:04d}" if nearest else "–", "absent")
    mark = (Run(sign),) if sign else ()
    return TableRow((Run(gap.sector.name, "absent"),), (mark, (year,)), gap.sector.id)


def _gaps(dossier: Dossier, selection: Selection) -> list[_Gap]:
    """The sectors without points; those on record at the latest meeting before come first."""
    named = areas_by_sector(dossier, selection)
    judged = presence_without_points(meetings(dossier, selection), selection.filter)
    gaps = []
    for entry in points_by_sector(dossier, selection):
        if not entry.points and entry.sector is not WHOLE:
            adjacent = adjacent_meetings(dossier, entry.sector.id, selection.meeting)
            presence = Presence.NAMED if entry.sector.id in named else judged
            gaps.append(_Gap(entry.sector, presence, adjacent.before, adjacent.after))

    def recency(gap: _Gap) -> tuple[int, int]:
        if gap.before:
            return 0, -gap.before.date.first.toordinal()
        return (1, gap.after.date.first.toordinal()) if gap.after else (2, 0)

    return sorted(gaps, key=recency)


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """Every sector in the order of the view, and what the record knows of it."""
    discussed: list[dict[str, Any]] = [
        {
            "id": entry.sector.id,
            "name": entry.sector.name,
            "presence": Presence.DISCUSSED,
            "points": len(entry.points),
            "strongest": entry.strongest,
        }
        for entry in points_by_sector(record.dossier, selection)
        if entry.points
    ]
    gaps = sorted(
        _gaps(record.dossier, selection), key=lambda gap: gap.presence is not Presence.NAMED
    )
    return discussed + [
        {
            "id": gap.sector.id,
            "name": gap.sector.name,
            "presence": gap.presence,
            "points": 0,
            "last_on_record": gap.before.id if gap.before else None,
            "next_on_record": gap.after.id if gap.after else None,
        }
        for gap in gaps
    ]


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "filter"))
