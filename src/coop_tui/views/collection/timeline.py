"""The plans that several records share, over a lane of meetings for each record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from coop_tui.query.collection.shared import Shared, shared_plans, shared_sectors
from coop_tui.query.collection.titles import short_titles
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.dates import Window
from coop_tui.record.entries import WHOLE
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.views.collection.joint import joint_dossier, joint_id, record_and_id
from coop_tui.views.collection.words import (
    add_records,
    completeness_of,
    conflict_words,
    conflicts_data,
    different_things,
    dossiers_of,
    record_data,
    scope_of_several,
    title_of,
)
from coop_tui.views.document.blocks import Figure, Page, Run
from coop_tui.views.document.charset import Charset
from coop_tui.views.labels import between, joined
from coop_tui.views.timeline.chart import Chart
from coop_tui.views.timeline.items import (
    Highlights,
    Item,
    LaneItems,
    highlighted,
    lane_of_meetings,
    milestones_of_plans,
    rows_of_plans,
    whole_range,
)
from coop_tui.views.timeline.legend import legend_of, signs_of
from coop_tui.views.timeline.page import data as data_of_record
from coop_tui.views.timeline.page import title_runs
from coop_tui.views.timeline.programmes import add_programmes
from coop_tui.views.view import Together

NAME = "Timeline by record"


class JointTimeline:
    """What is drawn of several records; made once, since it does not depend on a selection.

    Attributes:
        records: The records.
        titles: Their short titles, which are the names of their lanes.
        dossier: The meetings of all records and the plans that they share. A meeting has an id
            of its own in it, which ``meeting_of`` takes apart.
        lanes: The rows of plans, a lane of meetings for each record, and the milestones.
        range: The window of all dates on it; None if there are none.
    """

    def __init__(self, records: Sequence[Record]) -> None:
        self.records = tuple(records)
        self._dossiers = dossiers_of(records)
        self.titles = short_titles(self._dossiers)
        self.dossier = joint_dossier(self._dossiers, title_of(records))
        self.plans: Shared = shared_plans(self._dossiers)
        self.sectors: Shared = shared_sectors(self._dossiers)
        meetings: list[list[Meeting]] = [[] for _ in records]
        for meeting in self.dossier.meetings:
            meetings[record_and_id(meeting.id)[0]].append(meeting)
        self.lanes: tuple[LaneItems, ...] = (
            *rows_of_plans(self.dossier),
            *(
                lane_of_meetings(str(number), title, of_record)
                for number, (title, of_record) in enumerate(zip(self.titles, meetings, strict=True))
            ),
            *milestones_of_plans(self.dossier),
        )
        self.range = whole_range(self.dossier)
        self._signs = signs_of(self.lanes)
        self._highlights: tuple[tuple[str | None, Filter], Highlights] | None = None

    def meeting_of(self, item: Item) -> tuple[int, str] | None:
        """The place of the record of a meeting, from 0, and its id there; None of other items."""
        return record_and_id(item.id) if item.kind == "meeting" else None

    def item_of(self, record: int, meeting: str) -> str:
        """The id under which a meeting of a record is selected on the timeline."""
        return joint_id(record, meeting)

    def chart(
        self,
        selection: Selection,
        window: Window,
        width: int,
        charset: Charset = Charset.UNICODE,
        cursor: Item | None = None,
    ) -> Chart:
        """The drawing of a window; the meeting of the selection has an id of the joint dossier.

        Raises:
            QueryError: If the query of the selection is wrong.
        """
        return Chart(
            self.dossier,
            self._known(selection),
            window,
            width,
            charset,
            cursor,
            lanes=self.lanes,
            highlights=self.highlights(selection),
        )

    def legend(self, selection: Selection) -> str:
        """The signs with which a selection can be drawn, and their meaning."""
        selection = self._known(selection)
        return legend_of(self.dossier, selection, self._signs, self.highlights(selection))

    def highlights(self, selection: Selection) -> Highlights:
        """What a selection marks: in each record what it marks there.

        A record without the sector in its list says nothing about it.
        """
        key = (selection.sector, selection.filter)
        if self._highlights is None or self._highlights[0] != key:
            found = self._together([highlights_of(one, *key) for one in self._dossiers])
            if selection.sector in self.sectors.conflicts:  # a plan is drawn once for all records
                found = replace(found, plans=frozenset())
            self._highlights = (key, found)
        return self._highlights[1]

    def _together(self, found: Sequence[Highlights]) -> Highlights:
        numbered = list(enumerate(found))
        return Highlights(
            frozenset(joint_id(n, name) for n, one in numbered for name in one.meetings),
            frozenset(joint_id(n, name) for n, one in numbered for name in one.named),
            frozenset(joint_id(n, name) for n, one in numbered for name in one.without),
            frozenset[str]().union(*(one.plans for one in found)) & self.dossier.plan.keys(),
            in_full=all(one.in_full for one in found),
        )

    def _known(self, selection: Selection) -> Selection:
        """The parts of a selection that the drawing can show."""
        meeting = selection.meeting if selection.meeting in self.dossier.meeting else None
        return replace(selection.only("sector", "filter", "window", "now"), meeting=meeting)

    def notes(self, selection: Selection) -> Iterator[str]:
        """What to know of the ids in a selection: what a record has not got, or has another of."""
        sector, shared = selection.sector, self.sectors
        if sector in shared.conflicts:
            words = conflict_words("sectors", sector, shared.conflicts[sector], self.titles)
            yield f"{words} The meetings of each record are marked by its own."
        if sector not in (None, WHOLE.id) and (without := self._without(shared, sector)):
            yield (
                f"No such sector in the list of {joined(without)}: "
                "what was said of it there is not known."
            )
        initiative = Filter(initiative=selection.filter.initiative)
        yield from different_things(self.records, Selection(filter=initiative))
        for name in selection.filter.plans:
            if without := self._without(self.plans, name):
                yield f"No plan has the id “{name}” in {joined(without)}."

    def _without(self, shared: Shared, name: str | None) -> list[str]:
        """The short titles of the records that have no entry of an id."""
        known = shared.records.get(name or "", ())
        return [title for number, title in enumerate(self.titles) if number not in known]


def highlights_of(dossier: Dossier, sector: str | None, filter: Filter) -> Highlights:
    """What a sector and a filter mark in a record, which may not have the sector in its list."""
    if sector is None or sector in dossier.topic:
        return highlighted(dossier, sector, filter)
    nothing = frozenset[str]()
    every = frozenset(dossier.meeting)
    return Highlights(nothing, nothing, every, nothing, in_full=not every)


def page_of_several(records: Sequence[Record], selection: Selection) -> Page:
    """The drawing, then the meetings in words, record by record, and the shared plans."""
    selection = selection.only("meeting", "sector", "filter", "window", "now")
    timeline = JointTimeline(records)
    page = Page(Record(timeline.dossier), scope_of_several(records, NAME, selection))
    add_records(
        page,
        records,
        (
            completeness_of(record.dossier.meetings, len(record.dossier.meetings))
            for record in records
        ),
    )
    page.add_gap()
    window = selection.window or timeline.range
    if window is None:
        page.add_text(Run("The records hold no date that can be drawn.", "muted"))
    else:
        page.blocks.append(
            Figure(lambda width, charset: timeline.chart(selection, window, width, charset).lines)
        )
        page.add_gap()
        page.add_text(Run(timeline.legend(selection), "muted"))
    add_notes(page, timeline, selection)
    add_descriptions(page, timeline)
    return page


def add_notes(page: Page, timeline: JointTimeline, selection: Selection) -> None:
    """Say what is not drawn, and what the selection means in each record."""
    page.add_gap()
    for words in timeline.notes(selection):
        page.add_text(Run(words, "muted"))
    plans = timeline.plans
    for name, uses in plans.conflicts.items():
        page.add_text(Run(conflict_words("plans", name, uses, timeline.titles), "muted"))
    if plans.conflicts:
        page.add_text(Run("They are not drawn.", "muted"))
    alone: dict[int, list[str]] = {}
    for name, plan in plans.entries.items():
        if len(plans.records[name]) == 1:
            alone.setdefault(plans.records[name][0], []).append(plan.name)
    if alone:
        words = "; ".join(
            f"{joined(names)} in {timeline.titles[number]}"
            for number, names in sorted(alone.items())
        )
        page.add_text(Run(f"Plans of one record only, which are not drawn: {words}.", "muted"))


def add_descriptions(page: Page, timeline: JointTimeline) -> None:
    """Add the meetings in words, record by record, and then the plans that are drawn."""
    for record in timeline.records:
        dossier = record.dossier
        page.add_heading(f"Meetings: {dossier.title}")
        if not dossier.meetings:
            page.add_text(Run("The record holds no meeting.", "muted"))
        dates = (Run(between(one.date, one.last), "date") for one in dossier.meetings)
        page.add_labelled(zip(dates, map(title_runs, dossier.meetings), strict=True))
    add_programmes(page, page.add_heading)


def data_of_several(records: Sequence[Record], selection: Selection) -> dict[str, Any]:
    """The plans that the records share, and the meetings of each record, with dates as EDTF."""
    dossiers = dossiers_of(records)
    plans = shared_plans(dossiers)
    return {
        "plans": [
            {"id": name, "name": plan.name, "start": plan.start, "end": plan.end}
            for name in plans.in_several
            for plan in [dossiers[plans.records[name][0]].plan[name]]
        ],
        "plans_in_conflict": conflicts_data(plans.conflicts, records),
        "records": [
            {**named, "meetings": _meetings_data(record, selection)}
            for named, record in zip(record_data(records), records, strict=True)
        ],
    }


def _meetings_data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The meetings as in the data of one record; null if it has not got the selected sector."""
    known = selection.sector is None or selection.sector in record.dossier.topic
    selected = selection.only(*(("sector", "filter") if known else ("filter",)))
    meetings: list[dict[str, Any]] = data_of_record(record, selected)["meetings"]
    if known:
        return meetings
    return [{**meeting, "discussed": None, "named": None} for meeting in meetings]


TOGETHER = Together(page_of_several, data_of_several, ("sector", "filter", "window", "now"))
