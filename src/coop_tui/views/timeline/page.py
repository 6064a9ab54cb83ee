"""Plan periods, meetings and the milestones of initiatives, in time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from coop_tui.query.plans import plans_on, span
from coop_tui.query.points import points
from coop_tui.query.selection import Selection
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Window
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Milestone, Programme
from coop_tui.views.document.blocks import Figure, Page, Run, Runs
from coop_tui.views.document.charset import Charset
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


def page(record: Record, selection: Selection) -> Page:
    """The drawing of the whole range, then everything on it in words."""
    view = Page(record, scope(record.dossier, NAME, selection))
    figure(view, selection)
    describe(view)
    return view


@cached_per_record
def whole_range(dossier: Dossier) -> Window | None:
    """The window that holds every date of the record; None if there is no date.

    It has some room at its end for the label of the last mark.
    """
    dates = span(dossier)
    if dates is None:
        return None
    window = Window.over(*dates)
    return Window(window.start, window.end + (window.end - window.start) * _ROOM_AT_END)


def figure(view: Page, selection: Selection) -> None:
    """Add the drawing to a page."""
    dossier = view.dossier
    window = selection.timeline.window or whole_range(dossier)
    if window is None:
        view.text(Run("The record holds no date.", "muted"))
        return

    def draw(width: int, charset: Charset) -> list[Runs]:
        return Chart(dossier, selection, window, width, charset).lines

    view.blocks.append(Figure(draw))


def describe(view: Page) -> None:
    """Add all that can stand on the timeline, in words, to a page."""
    view.gap()
    view.text(Run(LEGEND, "muted"))
    if view.dossier.meetings:
        view.heading("Meetings")
    view.labelled(
        (Run(str(one.date), "date"), (Run(one.title), Run(f", {one.description}", "muted")))
        for one in view.dossier.meetings
    )
    describe_programmes(view, view.heading)


def describe_programmes(view: Page, begin: Callable[[str], None]) -> None:
    """Add the plans and the initiatives of the record, in words, to a page.

    Args:
        view: The page.
        begin: Begins a section of it.
    """
    dossier = view.dossier
    if dossier.plans:
        begin("Plan periods")
    for plan in dossier.plans:
        view.gap()
        view.text(Run(plan.name, "plan.name"), Run(f" {period(plan)}", "muted"))
        _describe(view, plan)
    if dossier.initiatives:
        begin("Initiatives")
    for initiative in dossier.initiatives:
        view.gap()
        view.text(Run(initiative.name, "initiative.name"))
        _describe(view, initiative)


def _describe(view: Page, programme: Programme) -> None:
    for statement in programme.about:
        view.cited(statement, indent=2)
    view.labelled(
        (
            (Run(str(one.date), "date"), view.claim(one))
            for one in sorted(programme.milestones, key=lambda one: one.date)
        ),
        indent=2,
    )
    for one in programme.milestones:
        if one.remark:
            view.remark(one.remark, indent=2)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """Plans, meetings and initiatives with their dates as EDTF.

    A meeting is discussed if it has a point on what is selected.
    """
    dossier = record.dossier
    counted = Selection(sector=selection.sector, filter=selection.filter)
    held = {said.meeting.id for said in points(dossier, counted)}

    def milestones(entries: tuple[Milestone, ...]) -> list[dict[str, Any]]:
        return [
            {"date": one.date.edtf, "text": one.text, "cite": one.cite}
            for one in sorted(entries, key=lambda one: one.date)
        ]

    return {
        "plans": [
            {
                "id": plan.id,
                "name": plan.name,
                "start": plan.start.edtf,
                "end": plan.end.edtf,
                "about": plan.about,
                "milestones": milestones(plan.milestones),
            }
            for plan in dossier.plans
        ],
        "meetings": [
            {
                "id": meeting.id,
                "date": meeting.date.edtf,
                "name": meeting_name(meeting),
                "discussed": meeting.id in held,
                "plans": [plan.name for plan in plans_on(dossier, meeting.date)],
            }
            for meeting in dossier.meetings
        ],
        "initiatives": [
            {
                "id": initiative.id,
                "name": initiative.name,
                "about": initiative.about,
                "milestones": milestones(initiative.milestones),
            }
            for initiative in dossier.initiatives
        ],
    }


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("meeting", "sector", "filter", "window", "now"),
)
