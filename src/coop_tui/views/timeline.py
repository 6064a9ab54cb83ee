"""Plan periods, meetings and the milestones of initiatives, in time."""

from __future__ import annotations

from typing import Any

from coop_tui.record.model import Dossier, Milestone, Programme
from coop_tui.record.query import Selection, meetings, plans_on, span
from coop_tui.views.charset import Charset
from coop_tui.views.chart import Chart
from coop_tui.views.page import Figure, Page, Run, Runs
from coop_tui.views.scale import Window
from coop_tui.views.wording import meeting_name, period, scope

NAME = "Timeline"


def page(dossier: Dossier, selection: Selection) -> Page:
    """The drawing of the whole range, then everything on it in words."""
    words = list(scope(dossier, NAME, selection))
    if selection.now:
        words.append(f"now {selection.now.isoformat()}")
    view = Page(dossier, tuple(words))
    figure(view, selection)
    describe(view)
    return view


def whole_range(dossier: Dossier) -> Window | None:
    """The window that holds every date of the record; None if there is no date."""
    dates = span(dossier)
    return Window.over(*dates) if dates else None


def figure(view: Page, selection: Selection) -> None:
    """Add the drawing to a page."""
    dossier = view.dossier
    window = whole_range(dossier)
    if window is None:
        view.text(Run("The record holds no date.", "muted"))
        return

    def draw(width: int, charset: Charset) -> list[Runs]:
        return Chart(dossier, selection, window, width, charset).lines

    view.blocks.append(Figure(draw))


def describe(view: Page) -> None:
    """Add the plans and the initiatives of the record, in words, to a page."""
    dossier = view.dossier
    if dossier.plans:
        view.heading("Plan periods")
    for plan in dossier.plans:
        view.gap()
        view.text(Run(plan.name, "plan.name"), Run(f" {period(plan)}", "muted"))
        _describe(view, plan)
    if dossier.initiatives:
        view.heading("Initiatives")
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


def data(dossier: Dossier, selection: Selection) -> dict[str, Any]:
    """Plans, meetings and initiatives with their dates as EDTF."""

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
                "plans": [plan.name for plan in plans_on(dossier, meeting.date)],
            }
            for meeting in meetings(dossier, Selection())
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
