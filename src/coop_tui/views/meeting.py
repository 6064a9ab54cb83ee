"""The summary of a meeting."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from coop_tui.query.commitments.status import Status, statuses_at
from coop_tui.query.plans import plans_on
from coop_tui.query.points import meetings
from coop_tui.query.sectors import SectorPoints, points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Attendance, Dossier, Meeting
from coop_tui.views.completeness import add_completeness
from coop_tui.views.document.blocks import Numbering, Page, Run, Runs
from coop_tui.views.labels import (
    HELD,
    counted,
    days,
    meeting_name,
    party_run,
    period,
    scope,
    year_of_plan,
)
from coop_tui.views.points import add_areas
from coop_tui.views.timeline.programmes import add_programme
from coop_tui.views.view import View

NAME = "Meeting"
_STATUSES = {
    Status.OVERDUE: "overdue on {now}",
    Status.OPEN: "without a later point",
    Status.TAKEN_UP: "taken up again",
    Status.IN_PART: "reported as delivered in part",
    Status.DELIVERED: "reported as delivered",
    Status.DROPPED: "reported as dropped",
}
"""What is said of commitments of each status, in the order of the sentence."""


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The selected meeting, or all of them, the latest first."""
    # The day that counts as now is named where something is overdue.
    page = Page(record, scope(record.dossier, NAME, replace(selection, now=None)), numbering)
    page.rest = _add_meetings(page, selection)
    return page


def _add_meetings(page: Page, selection: Selection) -> Iterator[None]:
    if selection.meeting is None and selection.filter.initiative:
        _add_initiative(page, selection)
    for meeting in reversed(meetings(page.dossier, selection)):
        add_meeting(page, meeting, selection.as_of)
        yield
    if selection.filter.initiative and not meetings(page.dossier, selection):
        page.add_gap()
        page.add_text(
            Run("No meeting is found that was held under it or has a point on it.", "muted")
        )
    elif not page.dossier.meetings:
        page.add_text(Run("The record holds no meeting.", "muted"))
    elif not page.blocks:
        page.add_text(Run("Nothing was found.", "muted"))


def _add_initiative(page: Page, selection: Selection) -> None:
    """Add what the initiative of a filter is, and its milestones."""
    initiative = page.dossier.initiative[selection.filter.initiative or ""]
    page.add_heading(initiative.name, level=1)
    add_programme(page, initiative)


def add_meeting(page: Page, meeting: Meeting, now: datetime.date | None) -> None:
    """Add a meeting to a page, without its points."""
    dossier = page.dossier
    page.add_heading(meeting.title, level=1)
    page.add_text(Run(days(meeting), "date"), Run(f" · {meeting.description}", "muted"))
    where = [dossier.place[place].name for place in meeting.places]
    where += [HELD[meeting.held]] if meeting.held else []
    if where:
        page.add_text(Run(" · ".join(where), "muted"))
    page.add_gap()
    page.add_labelled(_people(dossier, meeting))
    page.add_gap()
    for plan in plans_on(dossier, meeting.date, meeting.end):
        years = Run(f" {period(plan)}, {year_of_plan(plan, meeting.date)}", "muted")
        page.add_text(Run(plan.name, "plan.name"), years)
    if meeting.mechanism:
        mechanism = dossier.initiative[meeting.mechanism].name
        page.add_text(Run("Under the ", "muted"), Run(mechanism, "initiative.name"))
    page.add_gap()
    add_completeness(page, [meeting])
    for heading, statements in (("", meeting.summary), ("Outlook", meeting.outlook)):
        page.add_gap()
        if heading and statements:
            page.add_heading(heading)
        for statement in statements:
            page.add_statement(statement)
            page.add_gap()
    _add_documents(page, meeting)
    if discussed := _discussed(dossier, meeting):
        page.add_heading("Sectors discussed")
    for entry in discussed:
        count = counted(len(entry.points), "point")
        page.add_text(Run(entry.sector.name), Run(f" · {count}", "muted"))
    if words := _commitments(_by_status(dossier, meeting, now), now):
        page.add_gap()
        page.add_text(Run("Commitments on record: "), Run(words, "muted"))
    if meeting.areas:
        page.add_heading("Named as areas")
        add_areas(page, Selection(meeting.id))
    if mentioned := {name for point in meeting.points for name in point.plans}:
        page.add_heading("Plans mentioned")
    for plan in dossier.plans:
        if plan.id in mentioned:
            page.add_text(Run(plan.name), Run(f" {period(plan)}", "muted"))


def _add_documents(page: Page, meeting: Meeting) -> None:
    """Add the titles of the documents that were signed, and how many have none on record."""
    signed = [point for point in meeting.points if point.document or point.kind is Kind.SIGNS]
    if not signed:
        return
    page.add_heading("Signed", after=Run(f" · {counted(len(signed), 'point')}", "muted"))
    for point in signed:
        if point.document:
            page.add_text(Run(point.document))
    if untitled := sum(not point.document for point in signed):
        page.add_text(Run(f"{counted(untitled, 'point')} without a title on record", "muted"))


def _by_status(dossier: Dossier, meeting: Meeting, now: datetime.date | None) -> Counter[Status]:
    """How many commitments of a meeting have each status."""
    return Counter(filter(None, statuses_at(dossier, meeting, now)))


def _commitments(found: Counter[Status], now: datetime.date | None) -> str:
    """How many commitments there are, and what is known of them; empty if there are none.

    ``12, of which 9 without a later point, 2 taken up again and 1 reported as delivered``
    """
    day = Date.parse(now) if now else ""
    words = {status: _STATUSES[status].format(now=day) for status in _STATUSES if found[status]}
    if len(words) == 1:
        ((status, said),) = words.items()
        return f"{found[status]}, {said}"
    parts = [f"{found[status]} {said}" for status, said in words.items()]
    return f"{found.total()}, of which {', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def _discussed(dossier: Dossier, meeting: Meeting) -> list[SectorPoints]:
    """The sectors that a meeting discussed, with their points."""
    return [entry for entry in points_by_sector(dossier, Selection(meeting.id)) if entry.points]


def _people(dossier: Dossier, meeting: Meeting) -> Iterator[tuple[Run, Runs]]:
    """The people with their roles, and their side before the first of it; guests come last."""
    last: str | None = ""
    sides = [dossier.party_of(attendance) for attendance in meeting.people]
    order = [*filter(None, dict.fromkeys(sides)), None]
    for attendance in sorted(meeting.people, key=lambda one: order.index(dossier.party_of(one))):
        party = dossier.party_of(attendance)
        new = party_run(dossier, party) if party else Run("Guests", "muted")
        yield new if party != last else Run(""), _person(dossier, attendance)
        last = party


def _person(dossier: Dossier, attendance: Attendance) -> Runs:
    body = dossier.body_of(attendance)
    office = f", {attendance.role}" + (f", {body}" if body else "")
    person = dossier.person[attendance.person]
    return Run(person.name, "person.name"), Run(office, "muted")


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected meetings, the latest first, with what is derived from the record."""
    dossier = record.dossier
    return [
        meeting_data(dossier, meeting, selection.as_of)
        for meeting in reversed(meetings(dossier, selection))
    ]


def meeting_data(dossier: Dossier, meeting: Meeting, now: datetime.date | None) -> dict[str, Any]:
    """A meeting with names in the place of ids, without its points."""
    mechanism = dossier.initiative[meeting.mechanism].name if meeting.mechanism else None
    found = _by_status(dossier, meeting, now)
    return {
        "id": meeting.id,
        "name": meeting_name(dossier, meeting),
        "date": meeting.date.edtf,
        "end": meeting.end.edtf if meeting.end else None,
        "title": meeting.title,
        "places": [dossier.place[place].name for place in meeting.places],
        "held": meeting.held,
        "kind": meeting.kind,
        "ordinal": meeting.ordinal,
        "mechanism": mechanism,
        "plans": [plan.name for plan in plans_on(dossier, meeting.date, meeting.end)],
        "recorded": meeting.recorded,
        "areas_named": meeting.areas_named,
        "people": [_person_data(dossier, attendance) for attendance in meeting.people],
        "summary": meeting.summary,
        "outlook": meeting.outlook,
        "remark": meeting.remark,
        "sectors": {entry.sector.name: len(entry.points) for entry in _discussed(dossier, meeting)},
        "commitments": {status.value: found[status] for status in Status if found[status]},
        "areas": [
            {
                "sectors": [dossier.sector[name].name for name in area.sectors],
                "title": area.title or None,
                "cite": area.cite,
                "remark": area.remark,
            }
            for area in meeting.areas
        ],
        "documents": [point.document for point in meeting.points if point.document],
    }


def _person_data(dossier: Dossier, attendance: Attendance) -> dict[str, Any]:
    party = dossier.party_of(attendance)
    return {
        "name": dossier.person[attendance.person].name,
        "role": attendance.role,
        "party": dossier.party[party].name if party else None,
        "body": dossier.body_of(attendance) or None,
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("meeting", "filter", "now"))
