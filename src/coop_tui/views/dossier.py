"""The whole record."""

from __future__ import annotations

from typing import Any

from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.views import meeting as meeting_view
from coop_tui.views import points, sectors
from coop_tui.views.document.blocks import Numbering, Page, Run, Table, TableRow, reflowed
from coop_tui.views.labels import counted, meeting_name, party_run
from coop_tui.views.timeline import page as timeline
from coop_tui.views.timeline.programmes import add_programmes
from coop_tui.views.view import View

NAME = "Dossier"


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """Everything in the record, the latest meeting first."""
    dossier = record.dossier
    page = Page(record, (NAME, counted(len(dossier.meetings), "meeting")), numbering)
    page.add_text(Run(reflowed(dossier.about)))
    page.add_gap()
    timeline.add_chart(page, selection.only("now"))
    timeline.add_legend(page, selection.only("now"))
    for meeting in reversed(dossier.meetings):
        page.add_part(meeting_name(dossier, meeting))
        meeting_view.add_meeting(page, meeting, selection.now)
        points.add_points(page, Selection(meeting.id, now=selection.now))
    add_programmes(page, page.add_part)
    _add_names(page)
    cited = {source.id for source in page.sources}
    if uncited := [source for source in dossier.sources if source.id not in cited]:
        page.add_heading("Sources that nothing cites")
    for source in uncited:
        page.add_text(*page.source_runs(source))
    return page


def _add_names(page: Page) -> None:
    dossier = page.dossier
    page.add_part("Names")
    page.add_heading("Sectors, and how many points there are on each")
    counts = {entry["id"]: entry["points"] for entry in sectors.data(page.record, Selection())}
    rows = (
        TableRow(
            (Run(sector.name), *_other_names(sector.aka)),
            ((Run(str(counts[sector.id]), "count"),),),
        )
        for sector in dossier.sectors
    )
    page.blocks.append(Table(tuple(rows)))
    programmes = (programme for programme in dossier.programmes if programme.aka)
    sections = {
        "Parties": [(party_run(dossier, party.id), party.aka) for party in dossier.parties],
        "People": [(Run(person.name, "person.name"), person.aka) for person in dossier.persons],
        "Places": [(Run(place.name), place.aka) for place in dossier.places],
        "Other names": [(Run(programme.name), programme.aka) for programme in programmes],
    }
    for title, entries in sections.items():
        if entries:
            page.add_heading(title)
        for name, aka in entries:
            page.add_text(name, *_other_names(aka))


def _other_names(names: tuple[str, ...]) -> tuple[Run, ...]:
    return (Run(f" · {' · '.join(names)}", "muted"),) if names else ()


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """Everything: about, meetings with their points, sectors, timeline, names."""
    dossier = record.dossier
    return {
        "about": dossier.about,
        "meetings": [
            {
                **meeting_view.meeting_data(dossier, meeting, selection.now),
                "points": points.data(record, Selection(meeting.id, now=selection.now)),
            }
            for meeting in reversed(dossier.meetings)
        ],
        "sectors": sectors.data(record, Selection()),
        "timeline": timeline.data(record, Selection()),
        "parties": dossier.parties,
        "people": dossier.persons,
        "places": dossier.places,
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("now",))
