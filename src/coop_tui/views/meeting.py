"""The summary of a meeting."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from coop_tui.query.plans import plans_on
from coop_tui.query.points import meetings
from coop_tui.query.sectors import points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting, Statement
from coop_tui.views.document.blocks import Page, Run, Runs
from coop_tui.views.labels import (
    counted,
    day,
    meeting_name,
    party_run,
    period,
    place_in_plan,
    scope,
)
from coop_tui.views.view import View

NAME = "Meeting"
NONE = "The record holds no meeting."


def page(record: Record, selection: Selection) -> Page:
    """The selected meeting, or all of them, the latest first."""
    view = Page(record, scope(record.dossier, NAME, selection))
    view.goes_on(_meetings(view, selection))
    return view


def _meetings(view: Page, selection: Selection) -> Iterator[None]:
    for meeting in reversed(meetings(view.dossier, selection)):
        describe(view, meeting)
        yield
    if not view.dossier.meetings:
        view.text(Run(NONE, "muted"))
    elif not view.blocks:
        view.text(Run("Nothing was found.", "muted"))


def describe(view: Page, meeting: Meeting) -> None:
    """Add a meeting to a page."""
    dossier = view.dossier
    view.heading(meeting.title, level=1)
    view.text(Run(day(meeting.date), "date"), Run(f" · {meeting.description}", "muted"))
    view.text(Run(dossier.place[meeting.place].name, "muted"))
    view.gap()
    view.labelled(_people(dossier, meeting))
    view.gap()
    for plan in plans_on(dossier, meeting.date):
        view.text(
            Run(plan.name, "plan.name"),
            Run(f" {period(plan)}, {place_in_plan(plan, meeting.date)}", "muted"),
        )
    if meeting.mechanism:
        mechanism = dossier.initiative[meeting.mechanism].name
        view.text(Run("Under the ", "muted"), Run(mechanism, "initiative.name"))
    if meeting.remark:
        view.gap()
        view.remark(meeting.remark)
    _statements(view, "", meeting.summary)
    _statements(view, "Outlook", meeting.outlook)
    discussed = [t for t in points_by_sector(dossier, Selection(meeting.id)) if t.points]
    if discussed:
        view.heading("Sectors discussed")
        for touch in discussed:
            count = counted(len(touch.points), "point")
            view.text(Run(touch.sector.name), Run(f" · {count}", "muted"))
    tied = {name for point in meeting.points for name in point.plans}
    if tied:
        view.heading("Plans mentioned")
        for plan in dossier.plans:
            if plan.id in tied:
                view.text(Run(plan.name), Run(f" {period(plan)}", "muted"))


def _people(dossier: Dossier, meeting: Meeting) -> list[tuple[Run, Runs]]:
    rows: list[tuple[Run, Runs]] = []
    before = None
    for attendance in meeting.people:
        person = dossier.person[attendance.person]
        label = party_run(dossier, person.party) if person.party != before else Run("")
        before = person.party
        rows.append(
            (label, (Run(person.name, "person.name"), Run(f", {attendance.role}", "muted")))
        )
    return rows


def _statements(view: Page, heading: str, statements: tuple[Statement, ...]) -> None:
    view.gap()
    if heading and statements:
        view.heading(heading)
    for statement in statements:
        view.cited(statement)
        view.gap()


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected meetings, the latest first, with what is derived from the record."""
    dossier = record.dossier
    return [describe_data(dossier, one) for one in reversed(meetings(dossier, selection))]


def describe_data(dossier: Dossier, meeting: Meeting) -> dict[str, Any]:
    """A meeting with names in the place of ids, without its points."""
    mechanism = dossier.initiative[meeting.mechanism].name if meeting.mechanism else None
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
            {
                "name": dossier.person[one.person].name,
                "role": one.role,
                "party": dossier.party[dossier.person[one.person].party].name,
            }
            for one in meeting.people
        ],
        "summary": meeting.summary,
        "outlook": meeting.outlook,
        "remark": meeting.remark,
        "sectors": {
            touch.sector.name: len(touch.points)
            for touch in points_by_sector(dossier, Selection(meeting.id))
            if touch.points
        },
    }


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "filter"),
)
