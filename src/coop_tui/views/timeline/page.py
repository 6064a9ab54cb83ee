"""Plan periods, meetings and the milestones of initiatives, in time."""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any

from coop_tui.query.plans import plans_on, span
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Programme
from coop_tui.views.document.blocks import Figure, Page, Run
from coop_tui.views.labels import meeting_name, period, scope
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.view import View

NAME = "Timeline"
LEGEND = (
    "◈ the meeting that is shown, and its plan · ◆ a meeting or a plan with points on what is "
    "selected · ◇ a meeting without any · ② several in one place · ● a milestone that is past "
    "· ○ one ahead (at the latest meeting, unless another day is given) · ░ a date known only to "
    "its month or year"
)
_ROOM_AT_END = 0.08
_INDENT = 2


def make_page(record: Record, selection: Selection) -> Page:
    """The drawing of the whole range, then everything on it in words."""
    page = Page(record, scope(record.dossier, NAME, selection))
    add_chart(page, selection)
    add_descriptions(page)
    return page


@cached_per_record
def whole_range(dossier: Dossier) -> Window | None:
    """The window of every date of the record, with room for a label; None if there is no date."""
    dates = span(dossier)
    if dates is None:
        return None
    window = Window.over(*dates)
    return Window(window.start, window.end + (window.end - window.start) * _ROOM_AT_END)


def add_chart(page: Page, selection: Selection) -> None:
    """Add the drawing to a page."""
    dossier = page.dossier
    window = selection.timeline.window or whole_range(dossier)
    if window is None:
        page.add_text(Run("The record holds no date.", "muted"))
        return
    page.blocks.append(
        Figure(lambda width, charset: Chart(dossier, selection, window, width, charset).lines)
    )


def add_descriptions(page: Page) -> None:
    """Add everything on the timeline, in words, to a page."""
    page.add_gap()
    page.add_text(Run(LEGEND, "muted"))
    if meetings := page.dossier.meetings:
        page.add_heading("Meetings")
    dates = (Run(str(meeting.date), "date") for meeting in meetings)
    titles = ((Run(entry.title), Run(f", {entry.description}", "muted")) for entry in meetings)
    page.add_labelled(zip(dates, titles, strict=True))
    add_programmes(page, page.add_heading)


def add_programmes(page: Page, begin_section: Callable[[str], None]) -> None:
    """Add the plans and the initiatives of the record, in words, to a page."""
    dossier = page.dossier
    if dossier.plans:
        begin_section("Plan periods")
    for plan in dossier.plans:
        years = Run(f" {period(plan)}", "muted")
        _add_programme(page, plan, Run(plan.name, "plan.name"), years)
    if dossier.initiatives:
        begin_section("Initiatives")
    for initiative in dossier.initiatives:
        _add_programme(page, initiative, Run(initiative.name, "initiative.name"))


def _add_programme(page: Page, programme: Programme, *title: Run) -> None:
    page.add_gap()
    page.add_text(*title)
    for statement in programme.about:
        page.add_statement(statement, _INDENT)
    milestones = sorted(programme.milestones, key=attrgetter("date"))
    dates = (Run(str(milestone.date), "date") for milestone in milestones)
    page.add_labelled(zip(dates, map(page.statement_runs, milestones), strict=True), _INDENT)
    for milestone in programme.milestones:
        if milestone.remark:
            page.add_text(*page.remark_runs(milestone.remark), indent=_INDENT)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """Plans, meetings and initiatives with dates as EDTF, and the meetings of selected points."""
    dossier = record.dossier
    selected = points_by_meeting(dossier, selection.only("sector", "filter"))
    discussed = {meeting.id for meeting, _ in selected}
    return {
        "plans": [
            _programme_data(plan, start=plan.start.edtf, end=plan.end.edtf)
            for plan in dossier.plans
        ],
        "meetings": [
            {
                "id": meeting.id,
                "date": meeting.date.edtf,
                "name": meeting_name(meeting),
                "discussed": meeting.id in discussed,
                "plans": [plan.name for plan in plans_on(dossier, meeting.date)],
            }
            for meeting in dossier.meetings
        ],
        "initiatives": list(map(_programme_data, dossier.initiatives)),
    }


def _programme_data(programme: Programme, **dates: str) -> dict[str, Any]:
    return {
        "id": programme.id,
        "name": programme.name,
        **dates,
        "about": programme.about,
        "milestones": [
            {"date": entry.date.edtf, "text": entry.text, "cite": entry.cite}
            for entry in sorted(programme.milestones, key=attrgetter("date"))
        ],
    }


VIEW = View(
    title=NAME,
    page=make_page,
    data=data,
    filter_fields=("meeting", "sector", "filter", "window", "now"),
)
