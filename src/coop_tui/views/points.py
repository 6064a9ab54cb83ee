"""The points of meetings, one by one."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.query.commitments.links import PointKey, links, point_of, reached
from coop_tui.query.commitments.status import Status, status_of, statuses
from coop_tui.query.points import MeetingPoint, areas, meetings, points
from coop_tui.query.presence import Presence, presence_without_points
from coop_tui.query.sectors import adjacent_meetings, points_by_sector
from coop_tui.query.selection import Selection
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation, Outcome, Sector
from coop_tui.record.kinds import Kind
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Point
from coop_tui.views.completeness import add_completeness, add_preface
from coop_tui.views.document.blocks import Numbering, Page, Run, Runs
from coop_tui.views.labels import (
    NAMED_SIGN,
    counted,
    joined,
    meeting_name,
    mentioned,
    reporters,
    scope,
    who_says,
)
from coop_tui.views.view import View

NAME = "Points"
_INDENT = 2
_ABSENCE = {
    Presence.NOT_RAISED: "Not raised, as far as its sources report; all of that is in the record.",
    Presence.NOT_RECORDED: "Not recorded. It may have been discussed all the same.",
    Presence.NO_MATCH: "No point matches.",
}
_SETTLED = {
    Status.DELIVERED: ("Delivered", ("done",)),
    Status.IN_PART: ("Delivered in part", ("done", "in-part")),
    Status.DROPPED: ("Dropped", ("dropped",)),
}
"""The statuses that are reported: in words, and the results of outcomes that bear them out."""
_RESULTS = {"done": "Done", "in-part": "Done in part", "dropped": "Dropped"}

_NOTHING = "The record has no point here."


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The selected points: by meeting, the latest first, and by sector."""
    # The day that counts as now is named where something is overdue.
    page = Page(record, scope(record.dossier, NAME, replace(selection, now=None)), numbering)
    if selection.meeting and any(points(record.dossier, selection)):
        add_preface(page, record.dossier.meeting[selection.meeting])
    page.rest = _add_meetings(page, selection)
    return page


def _add_meetings(page: Page, selection: Selection) -> Iterator[None]:
    dossier = page.dossier
    for meeting in reversed(meetings(dossier, selection)):
        of_meeting = replace(selection, meeting=meeting.id)
        named = any(areas(dossier, of_meeting))
        discussed = any(points(dossier, of_meeting))
        if selection.meeting is None and (named or discussed):
            page.add_heading(meeting_name(dossier, meeting), level=1)
            add_completeness(page, [meeting])
        add_points(page, of_meeting)
        if named and (page.blocks or selection.meeting is None):
            page.add_gap()
            add_areas(page, of_meeting)
        yield
    if not page.blocks:
        add_absence(page, selection)


def add_points(page: Page, selection: Selection) -> None:
    """Add the selected points of one meeting to a page, by sector."""
    for part in _by_sector(page.dossier, selection):
        count = counted(len(part.points) + len(part.listed_before), "point")
        if selection.sector is None:
            page.add_heading(part.sector.name, after=Run(f" · {count}", "muted"))
        else:
            page.add_text(Run(count, "muted"))
        for _, group in groupby(part.points, _heading):
            page.add_gap()
            _add_group(page, list(group), selection.as_of)
        for entry, above in part.listed_before:
            page.add_gap()
            words = mentioned(entry.point)
            page.add_text(Run("Also: ", "muted"), Run(words), Run(f" (see {above.name})", "muted"))


class _Part(Struct, frozen=True):
    """The points of one meeting on one sector.

    Attributes:
        points: Those that are listed here.
        listed_before: Those on several sectors that are listed under one before, with it.
    """

    sector: Sector
    points: list[MeetingPoint]
    listed_before: list[tuple[MeetingPoint, Sector]]


def _by_sector(dossier: Dossier, selection: Selection) -> Iterator[_Part]:
    """The points of one meeting, by sector; the sector with the most points comes first."""
    found = list(points(dossier, selection))
    listed: dict[int, Sector] = {}
    for sector in (entry.sector for entry in points_by_sector(dossier, selection)):
        if selection.sector not in (None, sector.id):
            continue
        if of_sector := [entry for entry in found if sector.id in entry.point.topics]:
            new = [entry for entry in of_sector if entry.number not in listed]
            before = [
                (entry, listed[entry.number]) for entry in of_sector if entry.number in listed
            ]
            yield _Part(sector, new, before)
            listed.update(dict.fromkeys((entry.number for entry in new), sector))


def display_order(dossier: Dossier, selection: Selection) -> Iterator[MeetingPoint]:
    """The selected points in the order of the page."""
    for meeting in reversed(meetings(dossier, selection)):
        for part in _by_sector(dossier, replace(selection, meeting=meeting.id)):
            yield from part.points


def _heading(entry: MeetingPoint) -> tuple[object, ...]:
    """What points that follow each other have in common, if they stand under one heading."""
    point = entry.point
    return point.by, point.kind, point.speaker, point.to


def _add_group(page: Page, group: list[MeetingPoint], now: datetime.date | None) -> None:
    """Add points that have a heading in common."""
    dossier = page.dossier
    page.add_text(*who_says(dossier, group[0].point), key=group[0].key)
    for entry in group:
        page.add_statement(entry.point, _INDENT, entry.key)
        add_details(page, entry)
        _add_later(page, entry, now)


def add_details(page: Page, entry: MeetingPoint) -> None:
    """Add the document that was signed, what a point ties to, and what became of it."""
    dossier, point = page.dossier, entry.point
    if point.document:
        label = Run("Signed: ", "muted")
        page.add_text(label, Run(point.document), indent=_INDENT, key=entry.key)
    ties = [dossier.initiative[name].label for name in point.initiatives]
    ties += [dossier.plan[name].label for name in point.plans]
    if ties:
        page.add_text(Run("→ " + " · ".join(ties), "tie"), indent=_INDENT, key=entry.key)
    for name in point.follows:
        meeting, number = dossier.point[name]
        words = mentioned(meeting.points[number - 1])
        label = Run(f"Takes up, from {meeting_name(dossier, meeting)}: ", "muted")
        page.add_text(label, Run(words), indent=_INDENT, key=entry.key)
    if point.due:
        page.add_text(Run("Due: ", "muted"), Run(str(point.due)), indent=_INDENT, key=entry.key)
    add_outcomes(page, point, _INDENT, entry.key)


def add_outcomes(page: Page, point: Point, indent: int, key: str) -> None:
    """Add the outcomes of a point, in order of time."""
    for outcome in sorted(point.outcomes, key=attrgetter("date")):
        page.add_text(*outcome_runs(page, outcome, f", {outcome.date}"), indent=indent, key=key)
        if outcome.remark:
            page.add_text(*page.remark_runs(outcome.remark), indent=indent, key=key)


def outcome_runs(page: Page, outcome: Outcome, when: str = "") -> Runs:
    """The result of an outcome, what is reported, and by whom.

    That it counts as done, or done in part, is the record's own word: the report is the text.
    """
    by = joined(reporters(page.dossier, outcome))
    result = Run(f"{_RESULTS[outcome.result]}{when}: ", "muted")
    return (result, *page.statement_runs(outcome), Run(f" Reported by {by}.", "muted"))


def _add_later(page: Page, entry: MeetingPoint, now: datetime.date | None) -> None:
    """Add where a point is taken up again, and its status if the lines above do not tell it."""
    dossier, point = page.dossier, entry.point
    key = PointKey(entry.meeting.id, entry.number)
    followers = links(dossier).followers.get(key, ())
    if not (followers or point.due):
        return
    later = [dossier.meeting[name] for name in dict.fromkeys(one.meeting for one in followers)]
    names = " · ".join(meeting_name(dossier, meeting) for meeting in later)
    words = [f"Taken up again: {names}"] if names else []
    cited: list[Citation] = []
    status = status_of(dossier, key, now)
    if status is Status.OVERDUE and now:
        words.append(f"Overdue on {Date.parse(now)}, as far as the record knows")
    elif status in _SETTLED and point.kind is not Kind.DELIVERS:
        called, results = _SETTLED[status]
        if results[-1] not in {outcome.result for outcome in point.outcomes}:
            by, cited = _reports(dossier, key, results)
            words += [called, f"Reported by {joined(by)}"] if by else []
    if words:
        runs = Run(". ".join(words), "muted"), *page.citation_runs(cited)
        page.add_text(*runs, indent=_INDENT, key=entry.key)


def _reports(
    dossier: Dossier, key: PointKey, results: Container[str]
) -> tuple[list[str], list[Citation]]:
    """Who reports, in what takes up a point, that it was delivered or dropped, and the sources."""
    names: list[str] = []
    cited: list[Citation] = []
    for later in sorted(reached([key], links(dossier).followers)):
        point = point_of(dossier, later)
        if point.kind is Kind.DELIVERS and "done" in results:
            names += [dossier.party[party].name for party in point.by]
            cited += point.cite
        for outcome in point.outcomes:
            if outcome.result in results:
                names += reporters(dossier, outcome)
                cited += outcome.cite
    return list(dict.fromkeys(names)), list(dict.fromkeys(cited))


def add_areas(page: Page, selection: Selection) -> None:
    """Add the selected areas of one meeting: the sectors that a source only names."""
    dossier = page.dossier
    for _, found in areas(dossier, selection):
        for area in found:
            names = [dossier.sector[name].name for name in area.sectors]
            title = f"{area.title}: " if area.title else "Named as areas of co-operation: "
            mark = (Run(" †", "remark.mark"),) if area.remark else ()
            page.add_text(
                Run(f"{NAMED_SIGN} {title}", "muted"),
                Run(" · ".join(names)),
                *mark,
                *page.citation_runs(area.cite),
            )
            if area.remark:
                page.add_text(*page.remark_runs(area.remark), indent=_INDENT)


def add_absence(page: Page, selection: Selection) -> None:
    """Say on a page that there is no point, what that means, and where the sector is on record."""
    dossier = page.dossier
    selected = meetings(dossier, selection)
    if not dossier.meetings:
        page.add_text(Run("The record holds no meeting.", "muted"))
        return
    if selection.meeting:
        add_completeness(page, selected)
    if any(areas(dossier, selection)):
        add_areas(page, selection)
        page.add_text(Run("The record has no more on this.", "muted"))
    else:
        judged = presence_without_points(selected, selection.filter)
        of_all = not (selection.sector or selection.filter)
        page.add_text(Run(_NOTHING if of_all else _ABSENCE[judged], "muted"))
    if selection.sector and selection.meeting:
        adjacent = adjacent_meetings(dossier, selection.sector, selection.meeting)
        page.add_gap()
        for label, meeting in (
            ("Last on record before: ", adjacent.before),
            ("Next on record: ", adjacent.after),
        ):
            name = meeting_name(dossier, meeting) if meeting else "none"
            page.add_text(Run(label, "muted"), Run(name))


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The selected points in order of date, with names in the place of ids."""
    dossier = record.dossier
    found = statuses(dossier, selection.as_of)
    return [
        {
            "meeting": entry.meeting.id,
            "number": entry.number,
            "id": entry.point.id,
            "date": entry.meeting.date.edtf,
            "sectors": [dossier.sector[sector].name for sector in entry.point.sectors],
            "by": [dossier.party[party].name for party in entry.point.by],
            "speaker": dossier.person[entry.point.speaker].name if entry.point.speaker else None,
            "to": [dossier.party[party].name for party in entry.point.to],
            "kind": entry.point.kind,
            "strength": entry.point.kind.strength or None,
            "text": entry.point.text,
            "document": entry.point.document or None,
            "plans": [dossier.plan[name].name for name in entry.point.plans],
            "initiatives": [dossier.initiative[name].name for name in entry.point.initiatives],
            "follows": entry.point.follows,
            "due": entry.point.due,
            "outcomes": entry.point.outcomes,
            "followed_by": _followers(dossier, entry),
            "status": found[entry.meeting.id][entry.number - 1],
            "cite": entry.point.cite,
            "sources": len(entry.point.sources),
            "remark": entry.point.remark,
        }
        for entry in points(dossier, selection)
    ]


def _followers(dossier: Dossier, entry: MeetingPoint) -> list[dict[str, Any]]:
    """The points that take up a point; not each of them has an id."""
    followers = links(dossier).followers.get(PointKey(entry.meeting.id, entry.number), ())
    return [
        {"meeting": key.meeting, "number": key.number, "id": point_of(dossier, key).id}
        for key in followers
    ]


VIEW = View(
    title=NAME, page=make_page, data=data, filter_fields=("meeting", "sector", "filter", "now")
)
