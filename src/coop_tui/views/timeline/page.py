"""Plan periods, meetings and the milestones of initiatives, in time."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from coop_tui.query.commitments.links import PointKey
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.points import areas, points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.entries import Programme, Statement
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.document.blocks import Figure, Numbering, Page, Run, Runs
from coop_tui.views.labels import (
    between,
    meeting_name,
    mentioned,
    scope,
    who_says,
)
from coop_tui.views.points import outcome_runs
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import Item, whole_range
from coop_tui.views.timeline.legend import legend
from coop_tui.views.timeline.programmes import add_programmes
from coop_tui.views.timeline.thread import NAME as NAME_OF_THREAD
from coop_tui.views.timeline.thread import points_of_thread, thread_lane
from coop_tui.views.view import View

NAME = "Timeline"
_INDENT = 2


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The drawing of the whole range, then everything on it in words."""
    page = Page(record, scope(record.dossier, NAME, selection), numbering)
    add_chart(page, selection)
    add_legend(page, selection)
    add_thread(page, selection)
    add_descriptions(page)
    return page


def add_chart(page: Page, selection: Selection) -> None:
    """Add the drawing to a page."""
    dossier = page.dossier
    window = selection.window or whole_range(dossier)
    if window is None:
        page.add_text(Run("The record holds no date.", "muted"))
        return
    page.blocks.append(
        Figure(lambda width, charset: Chart(dossier, selection, window, width, charset).lines)
    )


def add_legend(page: Page, selection: Selection) -> None:
    """Add the meaning of the signs in the drawing to a page."""
    page.add_gap()
    page.add_text(Run(legend(page.dossier, selection), "muted"))


def add_thread(page: Page, selection: Selection) -> None:
    """Add the thread of the selected point, in words, to a page."""
    if selection.thread is None:
        return
    page.add_heading(NAME_OF_THREAD)
    if lane := thread_lane(page.dossier, selection.thread):
        page.add_labelled(row for item in lane.items for row in _in_thread(page, item))
    else:
        page.add_text(Run("Nothing else is on record of this thread than the point.", "muted"))


def _in_thread(page: Page, item: Item) -> Iterator[tuple[Run, Runs]]:
    """The date and the words of a point of a thread, of its outcomes on a day, or of its end."""
    dossier, date = page.dossier, Run(between(item.date, item.last), "date")
    point = dossier.meeting[item.id].points[item.number - 1]
    told: list[tuple[Runs, Statement]] = []
    if item.kind == "point":
        said = (*who_says(dossier, point), Run(": ", "muted"), *page.statement_runs(point))
        told = [(said, point)]
    elif item.kind == "outcome":
        of_day = [one for one in point.outcomes if one.date == item.date]
        told = [(outcome_runs(page, one), one) for one in of_day]
    else:
        yield date, (Run("due: ", "muted"), Run(mentioned(point)))
    for words, statement in told:
        yield date, words
        if statement.remark:
            yield Run(""), page.remark_runs(statement.remark)


def add_descriptions(page: Page) -> None:
    """Add everything on the timeline, in words, to a page."""
    if meetings := page.dossier.meetings:
        page.add_heading("Meetings")
    dates = (Run(between(meeting.date, meeting.last), "date") for meeting in meetings)
    page.add_labelled(zip(dates, map(title_runs, meetings), strict=True))
    add_programmes(page, page.add_heading)


def title_runs(meeting: Meeting) -> Runs:
    """The title of a meeting, and its ordinal and its kind unless it is none in particular."""
    words = meeting.description
    if meeting.kind == "meeting" and (not meeting.ordinal or "meeting" in meeting.title.lower()):
        words = words.removesuffix("meeting").rstrip()
    return (Run(meeting.title), Run(f", {words}", "muted")) if words else (Run(meeting.title),)


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """Plans, meetings and initiatives with dates as EDTF, and whether what is selected came up."""
    dossier = record.dossier
    selected = selection.only("sector", "filter")
    discussed = {meeting.id for meeting, _ in points_by_meeting(dossier, selected)}
    named = {meeting.id for meeting, _ in areas(dossier, selected)}
    running = plans_of_meetings(dossier)
    return {
        "plans": [
            _programme_data(plan, start=plan.start.edtf, end=plan.end.edtf)
            for plan in dossier.plans
        ],
        "meetings": [
            {
                "id": meeting.id,
                "date": meeting.date.edtf,
                "end": meeting.end.edtf if meeting.end else None,
                "name": meeting_name(dossier, meeting),
                "discussed": meeting.id in discussed,
                "named": meeting.id in named,
                "plans": [dossier.plan[name].name for name in running[meeting.id]],
            }
            for meeting in dossier.meetings
        ],
        "initiatives": list(map(_programme_data, dossier.initiatives)),
        "thread": [_point_data(dossier, *key) for key in _thread(dossier, selection)],
    }


def _thread(dossier: Dossier, selection: Selection) -> list[PointKey]:
    return points_of_thread(dossier, selection.thread) if selection.thread else []


def _point_data(dossier: Dossier, meeting: str, number: int) -> dict[str, Any]:
    point = dossier.meeting[meeting].points[number - 1]
    return {
        "meeting": meeting,
        "number": number,
        "date": dossier.meeting[meeting].date,
        "text": point.text,
        "follows": point.follows,
        "due": point.due,
        "outcomes": point.outcomes,
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
    filter_fields=("meeting", "sector", "filter", "window", "now", "thread"),
)
