"""The points of meetings, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from msgspec.structs import replace

from coop_tui.query.points import MeetingPoint, meetings, points
from coop_tui.query.sectors import adjacent_meetings, points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Sector
from coop_tui.views.document.blocks import Page, Run
from coop_tui.views.labels import counted, meeting_name, scope, who_says
from coop_tui.views.view import View

NAME = "Points"
_INDENT = 2


def make_page(record: Record, selection: Selection) -> Page:
    """The selected points: by meeting, the latest first, and by sector."""
    page = Page(record, scope(record.dossier, NAME, selection))
    page.rest = _add_meetings(page, selection)
    return page


def _add_meetings(page: Page, selection: Selection) -> Iterator[None]:
    dossier = page.dossier
    for meeting in reversed(meetings(dossier, selection)):
        of_meeting = replace(selection, meeting=meeting.id)
        if selection.meeting is None and any(points(dossier, of_meeting)):
            page.add_heading(meeting_name(meeting), level=1)
        add_points(page, of_meeting)
        yield
    if not page.blocks:
        add_absence(page, selection)


def add_points(page: Page, selection: Selection) -> None:
    """Add the selected points of one meeting to a page, by sector."""
    for sector, found in _by_sector(page.dossier, selection):
        count = counted(len(found), "point")
        if selection.sector is None:
            page.add_heading(sector.name, after=Run(f" · {count}", "muted"))
        else:
            page.add_text(Run(count, "muted"))
        for _, group in groupby(found, lambda entry: (entry.point.by, entry.point.kind)):
            page.add_gap()
            _add_group(page, list(group))


def _by_sector(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Sector, list[MeetingPoint]]]:
    """The points of one meeting, by sector; the sector with the most points comes first."""
    found = list(points(dossier, selection))
    for sector in (entry.sector for entry in points_by_sector(dossier, selection)):
        if of_sector := [entry for entry in found if entry.point.sector == sector.id]:
            yield sector, of_sector


def display_order(dossier: Dossier, selection: Selection) -> Iterator[MeetingPoint]:
    """The selected points in the order of the page."""
    for meeting in reversed(meetings(dossier, selection)):
        for _, found in _by_sector(dossier, replace(selection, meeting=meeting.id)):
            yield from found


def _add_group(page: Page, group: list[MeetingPoint]) -> None:
    """Add points of the same parties and kind, which follow each other, under one heading."""
    dossier = page.dossier
    page.add_text(*who_says(dossier, group[0].point), key=group[0].key)
    for entry in group:
        page.add_statement(entry.point, _INDENT, entry.key)
        ties = [dossier.initiative[name].label for name in entry.point.initiatives]
        ties += [dossier.plan[name].label for name in entry.point.plans]
        if ties:
            page.add_text(Run("→ " + " · ".join(ties), "tie"), indent=_INDENT, key=entry.key)


def add_absence(page: Page, selection: Selection) -> None:
    """Say on a page that there is no point, and where the sector was discussed instead."""
    dossier = page.dossier
    if not dossier.meetings:
        page.add_text(Run("The record holds no meeting.", "muted"))
        return
    page.add_text(Run("Nothing was said on this, as far as the record knows.", "muted"))
    if selection.sector and selection.meeting:
        adjacent = adjacent_meetings(dossier, selection.sector, selection.meeting)
        page.add_gap()
        for label, meeting in (
            ("Last discussed before: ", adjacent.before),
            ("Next discussed: ", adjacent.after),
        ):
            name = meeting_name(meeting) if meeting else "not in this record"
            page.add_text(Run(label, "muted"), Run(name))


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected points in order of date, with names in the place of ids."""
    dossier = record.dossier
    return [
        {
            "meeting": entry.meeting.id,
            "number": entry.number,
            "date": entry.meeting.date.edtf,
            "sector": dossier.sector[entry.point.sector].name,
            "by": [dossier.party[party].name for party in entry.point.by],
            "kind": entry.point.kind,
            "text": entry.point.text,
            "plans": [dossier.plan[name].name for name in entry.point.plans],
            "initiatives": [dossier.initiative[name].name for name in entry.point.initiatives],
            "cite": entry.point.cite,
            "remark": entry.point.remark,
        }
        for entry in points(dossier, selection)
    ]


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "sector", "filter"))
