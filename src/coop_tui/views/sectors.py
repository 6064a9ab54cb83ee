"""The list of sectors: what was touched, how much and how firmly, and what was not."""

from __future__ import annotations

from typing import Any

from coop_tui.query.sectors import Neighbours, Touch, nearest_touches, touches
from coop_tui.query.selection import Selection
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import Page, Row, Run, Table
from coop_tui.views.labels import firmness_bar, scope

NAME = "Sectors"


def page(dossier: Dossier, selection: Selection) -> Page:
    """Every sector: those that the selection touches first, the gaps under them."""
    view = Page(dossier, scope(dossier, NAME, selection))
    rows = [_touched(touch) for touch in touches(dossier, selection) if touch.points]
    if rows:
        head = ((Run("firmest", "muted"),), (), (Run("said", "muted"),))
        rows.insert(0, Row((Run("Touched", "heading"),), head))
    gaps = _gaps(dossier, selection)
    before = [gap for gap in gaps if gap[1].before]
    later = [gap for gap in gaps if not gap[1].before]
    if selection.meeting:
        groups = (("Not at this meeting", "last", before), ("Not before it", "next", later))
    else:  # where it was touched last is known, if it ever was
        groups = (("Not touched here", "last", before), ("Never touched", "", later))
    for heading, when, group in groups:
        if group:
            rows.append(Row((Run(heading, "heading"),), ((), (), (Run(when, "muted"),))))
            rows += [_untouched(touch, nearest) for touch, nearest in group]
    view.blocks.append(Table(tuple(rows)))
    return view


def _touched(touch: Touch) -> Row:
    firmest = touch.firmest
    assert firmest is not None
    return Row(
        (Run(touch.sector.name, "sector.name"),),
        (
            (Run(firmest.kind.value, "point.kind"),),
            firmness_bar(firmest.kind.firmness),
            (Run(str(len(touch.points)), "count"),),
        ),
        touch.sector.id,
    )


def _untouched(touch: Touch, nearest: Neighbours) -> Row:
    meeting = nearest.before or nearest.after
    when = f"{meeting.date.year:04d}" if meeting else "–"
    return Row(
        (Run(touch.sector.name, "absent"),), ((), (), (Run(when, "absent"),)), touch.sector.id
    )


def _gaps(dossier: Dossier, selection: Selection) -> list[tuple[Touch, Neighbours]]:
    """The sectors that are not touched, the latest touched before this meeting first."""
    gaps = [
        (touch, nearest_touches(dossier, touch.sector.id, selection.meeting))
        for touch in touches(dossier, selection)
        if not touch.points
    ]

    def recency(gap: tuple[Touch, Neighbours]) -> tuple[int, int]:
        _, near = gap
        if near.before:
            return 0, -near.before.date.first.toordinal()
        return (1, near.after.date.first.toordinal()) if near.after else (2, 0)

    return sorted(gaps, key=recency)


def data(dossier: Dossier, selection: Selection) -> list[dict[str, Any]]:
    """Every sector in the order of the view."""
    touched: list[dict[str, Any]] = [
        {
            "id": touch.sector.id,
            "name": touch.sector.name,
            "points": len(touch.points),
            "firmest": touch.firmest.kind,
        }
        for touch in touches(dossier, selection)
        if touch.firmest
    ]
    gaps: list[dict[str, Any]] = [
        {
            "id": touch.sector.id,
            "name": touch.sector.name,
            "points": 0,
            "last_touched": nearest.before.id if nearest.before else None,
            "next_touched": nearest.after.id if nearest.after else None,
        }
        for touch, nearest in _gaps(dossier, selection)
    ]
    return touched + gaps
