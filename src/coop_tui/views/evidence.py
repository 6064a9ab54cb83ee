"""What the points of each meeting rest on: how many sources, whose, and how they are cited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from coop_tui.query.evidence import (
    MeetingEvidence,
    PointEvidence,
    Tally,
    evidence_by_meeting,
    parties_concerned,
)
from coop_tui.query.selection import Selection
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.document.blocks import DASH, Numbering, Page, Paragraph, Run, Table, TableRow
from coop_tui.views.labels import meeting_name, scope
from coop_tui.views.source import DISCLAIMER
from coop_tui.views.view import View

NAME = "Evidence"


class _Columns(Struct, frozen=True):
    """The columns of a table, and which points count in them.

    Attributes:
        counts: The numbers of a row.
    """

    title: str
    heads: Sequence[str]
    counts: Callable[[Tally], Sequence[int]]
    legend: str


def make_page(record: Record, selection: Selection, numbering: Numbering | None = None) -> Page:
    """For each meeting how many points rest on what, then the totals and what stands out."""
    dossier = record.dossier
    page = Page(record, scope(dossier, NAME, selection.only("filter")), numbering)
    found = evidence_by_meeting(record, selection)
    points = [point for entry in found for point in entry.points]
    if not points:
        words = "No point matches." if selection.filter else "The record holds no point."
        page.add_text(Run(words, "muted"))
        return page
    total = Tally.of(points)
    for columns in _tables(dossier, points):
        page.blocks.append(_table(dossier, columns, found, total))
        page.add_text(Run(columns.legend, "muted"))
        page.add_gap()
    page.add_heading("What stands out")
    for sentence in _findings(dossier, found, points, total):
        page.blocks.append(Paragraph((Run(sentence),), 0, (DASH,), 2))
    page.add_gap()
    if not all(entry.meeting.in_full for entry in found):
        words = "Only points on record count; of a meeting recorded in part there may be more."
        page.add_text(Run(words, "muted"))
    if total.quotation_found:
        page.add_text(Run(DISCLAIMER, "muted"))
    return page


def _tables(dossier: Dossier, points: Sequence[PointEvidence]) -> Iterator[_Columns]:
    yield _Columns(
        "Number of sources",
        ("points", "one", "two or more"),
        lambda tally: (tally.points, tally.one_source, tally.more_sources),
        "A point counts under “one” if all of its citations are of the same source.",
    )
    parties = parties_concerned(dossier, points)
    names = [dossier.party[party].label for party in parties]
    yield _Columns(
        "Side of the sources",
        (*names, "not stated"),
        lambda tally: [tally.sides.get(side, 0) for side in (*parties, None)],
        "A point counts under every side of which it cites a source, and under “not stated” if "
        "the record names no side for one of them; that one may be of neither side.",
    )
    yield _Columns(
        "Citations",
        ("paragraph", "quotation", "no text kept"),
        lambda tally: (tally.paragraph_named, tally.quotation_found, tally.text_not_kept),
        "A point counts if it names a paragraph; if a quotation of it stands in the kept text "
        "where it is cited; and if no text is kept of a source that it cites.",
    )


def _table(
    dossier: Dossier, columns: _Columns, found: Sequence[MeetingEvidence], total: Tally
) -> Table:
    heads = tuple((Run(head, "muted"),) for head in columns.heads)
    rows = [TableRow((Run(columns.title, "heading"),), heads)]
    tallies = [(Run(meeting_name(dossier, entry.meeting)), entry.tally) for entry in found]
    if len(found) > 1:
        tallies.append((Run("All meetings", "muted"), total))
    for name, tally in tallies:
        cells = tuple((Run(str(count), "count"),) for count in columns.counts(tally))
        rows.append(TableRow((name,), cells))
    return Table(tuple(rows), keep_columns=True)


def _findings(
    dossier: Dossier,
    found: Sequence[MeetingEvidence],
    points: Sequence[PointEvidence],
    total: Tally,
) -> list[str]:
    """What stands out, in sentences that say no more than the record does."""
    return [
        *_on_number(found, total),
        *_on_sides(dossier, points, total),
        *_on_citations(total),
        *_on_texts(points, total),
    ]


def _on_number(found: Sequence[MeetingEvidence], total: Tally) -> Iterator[str]:
    sources = {source for entry in found for point in entry.points for source in point.sources}
    if total.points > 1 and len(sources) == 1:
        yield "All points rest on one and the same source."
        return
    if total.more_sources:
        yield _share(total.more_sources, total.points, "rests", "rest", "on two sources or more")
    else:
        yield "Every point rests on one source alone."
    # A single point says nothing of whether the points of its meeting share a source.
    several = [entry for entry in found if len(entry.points) > 1]
    on_one_source = sum(entry.on_one_source for entry in several)
    if not on_one_source:
        return
    if len(several) == 1:
        at = "At the one meeting with more than one point"
    elif on_one_source == len(several):
        at = f"At each of the {len(several)} meetings with more than one point"
    else:
        at = f"At {on_one_source} of the {len(several)} meetings with more than one point"
    yield f"{at}, the points of that meeting all rest on a single source."


def _on_sides(dossier: Dossier, points: Sequence[PointEvidence], total: Tally) -> Iterator[str]:
    if set(total.sides) == {None}:
        yield "The record does not state of which side any of the sources is."
        return
    alone = Counter(next(iter(point.sides)) for point in points if len(point.sides) == 1)
    for party in (*parties_concerned(dossier, points), None):
        on = "only on sources whose side is not stated"
        if party:
            on = f"on sources of {dossier.party[party].name} alone"
        if count := alone[party]:
            yield _share(count, total.points, "rests", "rest", on)
    if len(set(total.sides) - {None}) > 1:
        several = sum(len(point.sides - {None}) > 1 for point in points)
        on = "on sources of more than one side"
        if several:
            yield _share(several, total.points, "rests", "rest", on)
        else:
            yield f"No point is known to rest {on}."
    for party in parties_concerned(dossier, points):
        own = [point for point in points if party in point.by]
        if own and not any(party in point.sides for point in own):
            name = dossier.party[party].name
            of = f"the {len(own)} points" if len(own) > 1 else "the one point"
            yield (
                f"Of {of} by {name}, alone or with others, none is known to rest on a source "
                f"of {name}."
            )


def _on_citations(total: Tally) -> Iterator[str]:
    named = total.paragraph_named
    if 0 < named < total.points:
        unnamed = total.points - named
        yield _share(unnamed, total.points, "names", "name", "no paragraph of a source")
    else:
        yield _share(named, total.points, "names", "name", "a paragraph of a source")
    if not total.quoted:
        yield "No point has a quotation."
    for count, words in (
        (total.quotation_found, "that stands where it is cited"),
        (total.quotation_not_found, "that does not stand where it is cited"),
        (total.quotation_not_checked, "that cannot be checked, for want of the text"),
    ):
        if count:
            yield _share(count, total.points, "has", "have", f"a quotation {words}")


def _on_texts(points: Sequence[PointEvidence], total: Tally) -> Iterator[str]:
    cited = {source for point in points for source in point.sources}
    unread = frozenset[str]().union(*(point.not_kept | point.unreadable for point in points))
    read = len(cited) - len(unread)
    kept = "can be read" if total.text_unreadable else "is kept beside the record"
    if not read:
        yield f"No text of the cited sources {kept}."
    elif unread:
        yield f"The text of {read} of {len(cited)} cited sources {kept}."
    else:
        yield f"The text of every cited source {kept}."
    if count := total.text_unreadable:
        rest = "a source whose text cannot be read, though the record names one"
        yield _share(count, total.points, "cites", "cite", rest)


def _share(count: int, total: int, singular: str, plural: str, rest: str) -> str:
    """A sentence on how many points do something: ``3 of 80 points rest on two sources.``."""
    if count in (0, total):
        return f"{'Every' if count else 'No'} point {singular} {rest}."
    return f"{count} of {total} points {singular if count == 1 else plural} {rest}."


def data(record: Record, selection: Selection) -> dict[str, Any]:
    """The counts of each meeting and of all, and what stands out in sentences."""
    dossier = record.dossier
    found = evidence_by_meeting(record, selection)
    points = [point for entry in found for point in entry.points]
    total = Tally.of(points)
    parties = parties_concerned(dossier, points)
    return {
        "parties": [{"id": party, "name": dossier.party[party].name} for party in parties],
        "meetings": [
            {
                "id": entry.meeting.id,
                "name": meeting_name(dossier, entry.meeting),
                "recorded": entry.meeting.recorded,
                **_tally_data(entry.tally, parties),
            }
            for entry in found
        ],
        "total": _tally_data(total, parties),
        "findings": _findings(dossier, found, points, total) if points else [],
    }


def _tally_data(tally: Tally, parties: Sequence[str]) -> dict[str, Any]:
    return {
        **asdict(tally),
        "sides": {party: tally.sides.get(party, 0) for party in parties},
        "side_not_stated": tally.sides.get(None, 0),
    }


VIEW = View(title=NAME, page=make_page, data=data, filter_fields=("filter",))
