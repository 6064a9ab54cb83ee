"""The whole record."""

from __future__ import annotations

from typing import Any

from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.views import meeting, points, sectors
from coop_tui.views.document.blocks import Page, Run, Table, TableRow, reflowed
from coop_tui.views.labels import counted, meeting_name, party_role
from coop_tui.views.timeline import page as timeline
from coop_tui.views.view import View

NAME = "Dossier"


def page(record: Record, selection: Selection) -> Page:
    """Everything that the record holds, the latest meeting first."""
    dossier = record.dossier
    view = Page(record, (NAME, counted(len(dossier.meetings), "meeting")))
    view.text(Run(reflowed(dossier.about)))
    view.gap()
    timeline.figure(view, selection.only("now"))
    for one in reversed(dossier.meetings):
        view.part(meeting_name(one))
        meeting.describe(view, one)
        points.describe(view, Selection(one.id))
    timeline.describe_programmes(view, view.part)
    _names(view)
    _uncited(view)
    return view


def _names(view: Page) -> None:
    dossier = view.dossier
    view.part("Names")
    view.heading("Sectors, and how many points there are on each")
    all_time = Selection()
    counts = {entry["id"]: entry["points"] for entry in sectors.data(view.record, all_time)}
    view.blocks.append(
        Table(
            tuple(
                TableRow(
                    (Run(sector.name), *_also(sector.aka)),
                    ((Run(str(counts[sector.id]), "count"),),),
                )
                for sector in dossier.sectors
            )
        )
    )
    view.heading("Parties")
    for party in dossier.parties:
        view.text(Run(party.name, party_role(dossier, party.id)), *_also(party.aka))
    if dossier.persons:
        view.heading("People")
    for person in dossier.persons:
        view.text(Run(person.name, "person.name"), *_also(person.aka))
    if dossier.places:
        view.heading("Places")
    for place in dossier.places:
        view.text(Run(place.name), *_also(place.aka))
    if any(one.aka for one in dossier.programmes):
        view.heading("Other names")
    for one in dossier.programmes:
        if one.aka:
            view.text(Run(one.name), *_also(one.aka))


def _also(names: tuple[str, ...]) -> tuple[Run, ...]:
    return (Run(f" · {' · '.join(names)}", "muted"),) if names else ()


def _uncited(view: Page) -> None:
    cited = {source.id for source in view.sources}
    rest = [source for source in view.dossier.sources if source.id not in cited]
    if rest:
        view.heading("Sources that nothing cites")
    for source in rest:
        view.text(Run(f"{source.title}. {source.publisher}."))


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """Everything: about, meetings with their points, sectors, timeline, names."""
    dossier = record.dossier
    return {
        "about": dossier.about,
        "meetings": [
            {
                **meeting.describe_data(dossier, one),
                "points": points.data(record, Selection(one.id)),
            }
            for one in reversed(dossier.meetings)
        ],
        "sectors": sectors.data(record, Selection()),
        "timeline": timeline.data(record, Selection()),
        "parties": dossier.parties,
        "people": dossier.persons,
        "places": dossier.places,
    }


VIEW = View(
    title=NAME,
    page=page,
    data=data,
    filter_fields=("now",),
)
