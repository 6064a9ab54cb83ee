"""People: who met whom, how often, when last and in which office."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from coop_tui.query.collection.people import (
    Attendee,
    Meetings,
    PersonKey,
    RecordMeeting,
    Side,
    people,
)
from coop_tui.query.collection.shared import shared_persons
from coop_tui.query.selection import Field, Selection
from coop_tui.record.record import Record, file_names
from coop_tui.views.collection.words import different_things, full_names, scope_of_several, title_of
from coop_tui.views.completeness import add_completeness
from coop_tui.views.document.blocks import Numbering, Page, Run, Runs
from coop_tui.views.labels import joined, party_run, scope
from coop_tui.views.people.words import Words, by_side, offices, short_names
from coop_tui.views.view import Together, View

NAME = "People"
_FIELDS: tuple[Field, ...] = ("sector", "filter")
_INDENT = 2
_MET = (
    "Two people have met if both took part in the same meeting, for different sides or one of them "
    "as a guest. {}: others may have taken part, and there may have been other "
    "meetings. Remarks on the meetings stand at the end."
)


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """The people by party, each with meetings, offices, and whom of another side they met."""
    page = Page(record, scope(record.dossier, NAME, selection.only(*_FIELDS)), numbering)
    return _filled(page, [record], selection)


def page_of_several(records: Sequence[Record], selection: Selection) -> Page:
    """The people of several records; those are the same who have the same id and name."""
    page = Page(records[0], scope_of_several(records, NAME, selection.only(*_FIELDS)))
    page.title = title_of(records)
    return _filled(page, records, selection)


def _lacks(record: Record, selection: Selection) -> str:
    """What a record has not of the ids of a selection, in a word; empty if it has all."""
    dossier, filter = record.dossier, selection.filter
    if selection.sector not in (None, *dossier.topic):
        return "sector"
    if filter.initiative not in (None, *dossier.initiative):
        return "initiative"
    return "" if dossier.plan.keys() >= set(filter.plans) else "plan"


def _filled(page: Page, records: Sequence[Record], selection: Selection) -> Page:
    found = people([record.dossier for record in records], selection)
    if len(records) > 1:
        _add_records(page, records, selection)
    narrowed = selection.only(*_FIELDS) != Selection()
    if found:
        counts = "Only matching meetings count" if narrowed else "Only what is on record counts"
        page.add_text(Run(_MET.format(counts), "muted"))
        page.rest = _add_people(page, records, found, narrowed=narrowed)
    else:
        words = "No attendance on record matches." if narrowed else "No attendance is on record."
        page.add_text(Run(words, "muted"))
    return page


def _add_records(page: Page, records: Sequence[Record], selection: Selection) -> None:
    """Name the records, and the ids that do not stand for the same person in all of them."""
    for name, record in zip(full_names(records), records, strict=True):
        lacks = _lacks(record, selection)
        after = (Run(f" · no such {lacks} in this record", "muted"),) if lacks else ()
        page.add_text(Run(name), *after)
    words = "A meeting that stands in two of these records counts in each of them."
    page.add_text(Run(words, "muted"))
    for words in different_things(records, selection):
        page.add_text(Run(words, "muted"))
    page.add_gap()
    names = short_names(records)
    conflicts = shared_persons([record.dossier for record in records]).conflicts
    if conflicts:
        page.add_heading("One id, different names")
    for id, uses in conflicts.items():
        said = joined([f"{use.name} in {names[use.record]}" for use in uses])
        page.add_text(Run(f"“{id}” is {said}; each name counts as a person of its own."))
    page.add_gap()


def _add_people(
    page: Page, records: Sequence[Record], found: Sequence[Attendee], *, narrowed: bool
) -> Iterator[None]:
    names = short_names(records) if len(records) > 1 else ()
    words = Words(names, narrowed=narrowed)
    for side, of_side in groupby(found, lambda one: one.side if one.side.party else None):
        those = list(of_side)
        count = "1 person" if len(those) == 1 else f"{len(those)} people"
        page.add_heading(side.name if side else "Guests", after=Run(f" · {count}", "muted"))
        for one in those:
            page.add_gap()
            aka = (Run(f" · {', '.join(one.aka)}", "muted"),) if one.aka else ()
            page.add_text(Run(one.person.name, "person.name"), *aka, key=one.key)
            page.add_text(Run(words.on_record(one.meetings)), indent=_INDENT, key=one.key)
            for part in words.by_record(one.meetings):
                page.add_text(Run(part), indent=2 * _INDENT, key=one.key)
            for office in offices(one):
                page.add_text(Run(office, "muted"), indent=_INDENT, key=one.key)
            for other, met in by_side(one.met):
                whom = _met_label(records, other)
                page.add_text(*whom, Run(words.met(met)), indent=_INDENT, key=one.key)
            yield
    _add_remarks(page, records, found)


def _add_remarks(page: Page, records: Sequence[Record], found: Sequence[Attendee]) -> None:
    """Say what is known of the meetings that have a remark: it may be on who took part."""
    counted = {(one.record, one.meeting.id) for each in found for one in each.meetings.all}
    for number, (record, name) in enumerate(zip(records, full_names(records), strict=True)):
        remarked = [
            meeting
            for meeting in record.dossier.meetings
            if meeting.remark and (number, meeting.id) in counted
        ]
        if remarked:
            of_record = f": {name}" if len(records) > 1 else ""
            page.add_heading(f"What is known of the meetings{of_record}")
            own = Page(record, (), page.numbering)
            add_completeness(own, remarked, by_name=True)
            page.blocks += own.blocks


def _met_label(records: Sequence[Record], side: Side | None) -> Runs:
    """``Met from Beijing: ``, ``Met guests: ``."""
    if side is None:
        return (Run("Met guests: ", "muted"),)
    dossier = next(
        record.dossier
        for record in records
        if any((party.id, party.name) == side for party in record.dossier.parties)
    )
    assert side.party is not None
    return Run("Met from ", "muted"), party_run(dossier, side.party), Run(": ", "muted")


def data(record: Record, selection: Selection) -> list[dict[str, Any]]:
    """The people with their meetings, offices, and whom of another side they met."""
    return [_attendee_data(one, ()) for one in people([record.dossier], selection)]


def data_of_several(records: Sequence[Record], selection: Selection) -> dict[str, Any]:
    """The people of several records, and the ids that have several names in them."""
    files = file_names(records)
    dossiers = [record.dossier for record in records]
    return {
        "records": [
            {"title": dossier.title, "file": file}
            for dossier, file in zip(dossiers, files, strict=True)
        ],
        "conflicts": [
            {"id": id, "uses": [{"file": files[use.record], "name": use.name} for use in uses]}
            for id, uses in shared_persons(dossiers).conflicts.items()
        ],
        "people": [_attendee_data(one, files) for one in people(dossiers, selection)],
    }


def _attendee_data(one: Attendee, files: Sequence[str]) -> dict[str, Any]:
    return {
        **_person_data(one.person, one.side),
        "aka": one.aka,
        "meetings": _meetings_data(one.meetings, files),
        "offices": [
            {
                "role": office.role,
                **_side_data(office.side),
                "meetings": _meetings_data(office.meetings, files),
            }
            for office in one.offices
        ],
        "met": [
            {**_person_data(met.person, met.side), "meetings": _meetings_data(met.meetings, files)}
            for met in one.met
        ],
    }


def _person_data(person: PersonKey, side: Side) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, **_side_data(side)}


def _side_data(side: Side) -> dict[str, Any]:
    is_guest = side.party is None
    return {
        "party": None if is_guest else {"id": side.party, "name": side.name},
        "body": side.name if is_guest else None,
    }


def _meetings_data(meetings: Meetings, files: Sequence[str]) -> dict[str, Any]:
    """How many meetings there are, the first and the latest; of several records, in which."""

    def meeting_data(one: RecordMeeting) -> dict[str, Any]:
        file = {"file": files[one.record]} if files else {}
        return {"id": one.meeting.id, "date": one.meeting.date, "end": one.meeting.end, **file}

    by_record = [
        {"file": files[record], "count": len(part)}
        for record, part in meetings.by_record.items()
        if files
    ]
    return {
        "count": len(meetings),
        **({"by_record": by_record} if files else {}),
        "first": meeting_data(meetings.first),
        "latest": meeting_data(meetings.latest),
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=_FIELDS)


TOGETHER = Together(page_of_several, data_of_several, _FIELDS)
