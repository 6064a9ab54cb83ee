"""The summary of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coop_tui.query.plans import plans_on
from coop_tui.query.points import meetings
from coop_tui.query.sectors import SectorPoints, points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.document.blocks import Page, Run, Runs
from coop_tui.views.labels import counted, day, meeting_name, party_run, period, scope, year_of_plan
from coop_tui.views.view import View

NAME = "Meeting"


def make_page(record: Record, selection: Selection) -> Page:
    """The selected meeting, or all of them, the latest first."""
    page = Page(record, scope(record.dossier, NAME, selection))
    page.rest = _add_meetings(page, selection)
    return page


def _add_meetings(page: Page, selection: Selection) -> Iterator[None]:
    for meeting in reversed(meetings(page.dossier, selection)):
        add_meeting(page, meeting)
        yield
    if not page.dossier.meetings:
        page.add_text(Run("The record holds no meeting.", "muted"))
    elif not page.blocks:
        page.add_text(Run("Nothing was found.", "muted"))


def add_meeting(page: Page, meeting: Meeting) -> None:
    """Add a meeting to a page, without its points."""
    dossier = page.dossier
    page.add_heading(meeting.title, level=1)
    page.add_text(Run(day(meeting.date), "date"), Run(f" · {meeting.description}", "muted"))
    page.add_text(Run(dossier.place[meeting.place].name, "muted"))
    page.add_gap()
    page.add_labelled(_people(dossier, meeting))
    page.add_gap()
    for plan in plans_on(dossier, meeting.date):
        years = Run(f" {period(plan)}, {year_of_plan(plan, meeting.date)}", "muted")
        page.add_text(Run(plan.name, "plan.name"), years)
    if meeting.mechanism:
        mechanism = dossier.initiative[meeting.mechanism].name
        page.add_text(Run("Under the ", "muted"), Run(mechanism, "initiative.name"))
    if meeting.remark:
        page.add_gap()
        page.add_text(*page.remark_runs(meeting.remark))
    for heading, statements in (("", meeting.summary), ("Outlook", meeting.outlook)):
        page.add_gap()
        if heading and statements:
            page.add_heading(heading)
        for statement in statements:
            page.add_statement(statement)
            page.add_gap()
    if discussed := _discussed(dossier, meeting):
        page.add_heading("Sectors discussed")
    for entry in discussed:
        count = counted(len(entry.points), "point")
        page.add_text(Run(entry.sector.name), Run(f" · {count}", "muted"))
    if mentioned := {name for point in meeting.points for name in point.plans}:
        page.add_heading("Plans mentioned")
    for plan in dossier.plans:
        if plan.id in mentioned:
            page.add_text(Run(plan.name), Run(f" {period(plan)}", "muted"))


def _discussed(dossier: Dossier, meeting: Meeting) -> list[SectorPoints]:
    """The sectors that a meeting discussed, with their points."""
    return [entry for entry in points_by_sector(dossier, Selection(meeting.id)) if entry.points]


def _people(dossier: Dossier, meeting: Meeting) -> Iterator[tuple[Run, Runs]]:
    """The people with their roles, and the name of a party before the first of its people."""
    party = None
    for attendance in meeting.people:
        person = dossier.person[attendance.person]
        label = party_run(dossier, person.party) if person.party != party else Run("")
        party = person.party
        yield label, (Run(person.name, "person.name"), Run(f", {attendance.role}", "muted"))


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected meetings, the latest first, with what is derived from the record."""
    dossier = record.dossier
    return [meeting_data(dossier, meeting) for meeting in reversed(meetings(dossier, selection))]


def meeting_data(dossier: Dossier, meeting: Meeting) -> dict[str, Any]:
    """A meeting with names in the place of ids, without its points."""
    mechanism = dossier.initiative[meeting.mechanism].name if meeting.mechanism else None
    attendances = [(dossier.person[who.person], who.role) for who in meeting.people]
    return {
        "id": meeting.id,
        "name": meeting_name(meeting),
        "date": meeting.date.edtf,
        "title": meeting.title,
        "place": dossier.place[meeting.place].name,
        "kind": meeting.kind,
        "ordinal": meeting.ordinal,
        "mechanism": mechanism,
        "plans": [plan.name for plan in plans_on(dossier, meeting.date)],
        "people": [
            {"name": person.name, "role": role, "party": dossier.party[person.party].name}
            for person, role in attendances
        ],
        "summary": meeting.summary,
        "outlook": meeting.outlook,
        "remark": meeting.remark,
        "sectors": {entry.sector.name: len(entry.points) for entry in _discussed(dossier, meeting)},
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "filter"))
