"""What was said, point by point."""

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


def page(record: Record, selection: Selection) -> Page:
    """The selected points: by meeting, the latest first, and by sector."""
    view = Page(record, scope(record.dossier, NAME, selection))
    view.goes_on(_meetings(view, selection))
    return view


def _meetings(view: Page, selection: Selection) -> Iterator[None]:
    dossier = view.dossier
    for meeting in reversed(meetings(dossier, selection)):
        one = replace(selection, meeting=meeting.id)
        if selection.meeting is None and any(points(dossier, one)):
            view.heading(meeting_name(meeting), level=1)
        describe(view, one)
        yield
    if not view.blocks:
        nothing(view, selection)


def describe(view: Page, selection: Selection) -> None:
    """Add the points of one meeting to a page, by sector, the most said first."""
    for sector, said in _by_sector(view.dossier, selection):
        count = Run(counted(len(said), "point"), "muted")
        if selection.sector is None:
            view.heading(sector.name, after=Run(f" · {count.text}", "muted"))
        else:
            view.text(count)
        for (_, _), group in groupby(said, lambda one: (one.point.by, one.point.kind)):
            view.gap()
            _group(view, list(group))


def _by_sector(
    dossier: Dossier, selection: Selection
) -> Iterator[tuple[Sector, list[MeetingPoint]]]:
    """The points of one meeting, by sector, the most said first."""
    found = list(points(dossier, selection))
    for touch in points_by_sector(dossier, selection):
        if said := [one for one in found if one.point.sector == touch.sector.id]:
            yield touch.sector, said


def display_order(dossier: Dossier, selection: Selection) -> Iterator[MeetingPoint]:
    """The selected points in the order in which they stand on the page."""
    for meeting in reversed(meetings(dossier, selection)):
        for _, said in _by_sector(dossier, replace(selection, meeting=meeting.id)):
            yield from said


def _group(view: Page, group: list[MeetingPoint]) -> None:
    """Points in a row of the same parties and kind, under one heading."""
    view.text(*who_says(view.dossier, group[0].point), key=group[0].key)
    for one in group:
        point = one.point
        view.cited(point, indent=_INDENT, key=one.key)
        ties = [view.dossier.initiative[name].label for name in point.initiatives]
        ties += [view.dossier.plan[name].label for name in point.plans]
        if ties:
            view.text(Run("→ " + " · ".join(ties), "tie"), indent=_INDENT, key=one.key)


def nothing(view: Page, selection: Selection) -> None:
    """Say on a page that there is no point, and where the sector was discussed instead."""
    dossier = view.dossier
    if not dossier.meetings:
        view.text(Run("The record holds no meeting.", "muted"))
        return
    view.text(Run("Nothing was said on this, as far as the record knows.", "muted"))
    if selection.sector and selection.meeting:
        near = adjacent_meetings(dossier, selection.sector, selection.meeting)
        view.gap()
        for label, meeting in (
            ("Last discussed before: ", near.before),
            ("Next discussed: ", near.after),
        ):
            name = meeting_name(meeting) if meeting else "not in this record"
            view.text(Run(label, "muted"), Run(name))


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected points in order of date, with names in the place of ids."""
    dossier = record.dossier
    return [
        {
            "meeting": said.meeting.id,
            "number": said.number,
            "date": said.meeting.date.edtf,
            "sector": dossier.sector[said.point.sector].name,
            "by": [dossier.party[party].name for party in said.point.by],
            "kind": said.point.kind,
            "text": said.point.text,
            "plans": [dossier.plan[name].name for name in said.point.plans],
            "initiatives": [dossier.initiative[name].name for name in said.point.initiatives],
            "cite": said.point.cite,
            "remark": said.point.remark,
        }
        for said in points(dossier, selection)
    ]


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "sector", "filter"),
)
