"""What points rest on: how many sources, of which sides, and how closely they are cited."""

from __future__ import annotations

import contextlib
from collections import Counter
from collections.abc import Collection, Mapping

from msgspec import Struct

from coop_tui.query.citations.citation import Verdict, paragraphs_named, verify
from coop_tui.query.points import points_by_meeting
from coop_tui.query.selection import Selection
from coop_tui.record.entries import Source
from coop_tui.record.record import Record, TextError
from coop_tui.record.tables import Dossier, Meeting, Point


class PointEvidence(Struct, frozen=True):
    """What one point rests on; the citations of a remark on it do not count.

    Attributes:
        by: The ids of the parties whose point it is.
        sources: The ids of its sources.
        sides: The ids of the parties whose sources they are; None stands for a source whose
            side the record does not state, which may be of neither side.
        names_paragraph: Whether a citation names a paragraph.
        verdicts: The results for its quotations.
        not_kept: The ids of those of its sources for which the record names no text.
        unreadable: The ids of those of which the text is named and cannot be read.
    """

    by: tuple[str, ...]
    sources: tuple[str, ...]
    sides: frozenset[str | None]
    names_paragraph: bool
    verdicts: frozenset[Verdict | None]
    not_kept: frozenset[str]
    unreadable: frozenset[str]

    @property
    def misquotes(self) -> bool:
        """Whether a quotation does not stand where it is cited."""
        return not self.verdicts.isdisjoint((Verdict.OTHER_PARAGRAPH, Verdict.NOT_FOUND))


class Tally(Struct, frozen=True):
    """How many points rest on what; a point counts wherever it fits.

    Attributes:
        points: All of them.
        one_source: Those that rest on one source.
        more_sources: Those that rest on two sources or more.
        sides: Those that cite a source of a party, by its id, or one of no stated side, by None.
        paragraph_named: Those of which a citation names a paragraph.
        quoted: Those that have a quotation.
        quotation_found: Those with a quotation that stands where it is cited.
        quotation_not_found: Those with one that does not stand there, though there is a text.
        quotation_not_checked: Those with one for which there is no text.
        text_not_kept: Those that cite a source of which no text is kept.
        text_unreadable: Those that cite a source of which the text cannot be read.
    """

    points: int
    one_source: int
    more_sources: int
    sides: Mapping[str | None, int]
    paragraph_named: int
    quoted: int
    quotation_found: int
    quotation_not_found: int
    quotation_not_checked: int
    text_not_kept: int
    text_unreadable: int

    @classmethod
    def of(cls, points: Collection[PointEvidence]) -> Tally:
        """Count points."""
        one = sum(len(point.sources) == 1 for point in points)
        return cls(
            points=len(points),
            one_source=one,
            more_sources=len(points) - one,
            sides=Counter(side for point in points for side in point.sides),
            paragraph_named=sum(point.names_paragraph for point in points),
            quoted=sum(bool(point.verdicts) for point in points),
            quotation_found=sum(Verdict.FOUND in point.verdicts for point in points),
            quotation_not_found=sum(point.misquotes for point in points),
            quotation_not_checked=sum(Verdict.MISSING in point.verdicts for point in points),
            text_not_kept=sum(bool(point.not_kept) for point in points),
            text_unreadable=sum(bool(point.unreadable) for point in points),
        )


class MeetingEvidence(Struct, frozen=True):
    """A meeting and what its selected points rest on."""

    meeting: Meeting
    points: tuple[PointEvidence, ...]
    tally: Tally

    @property
    def on_one_source(self) -> bool:
        """Whether every point rests on one and the same source."""
        return len({source for point in self.points for source in point.sources}) == 1


def evidence_by_meeting(record: Record, selection: Selection) -> list[MeetingEvidence]:
    """The meetings in order of date, each with what its selected points rest on.

    Without a filter these are all meetings, otherwise those with points that match. The
    texts are read as they are now.

    Raises:
        QueryError: If the query of the selection is wrong.
    """
    texts = _Texts(record)
    filter = selection.filter
    found = {
        meeting.id: tuple(texts.evidence(meeting.points[number - 1]) for number in numbers)
        for meeting, numbers in points_by_meeting(record.dossier, Selection(filter=filter))
    }
    return [
        MeetingEvidence(meeting, points, Tally.of(points))
        for meeting in record.dossier.meetings
        if (points := found.get(meeting.id, ())) or not filter
    ]


def parties_concerned(dossier: Dossier, points: Collection[PointEvidence]) -> list[str]:
    """The ids of the parties that have points, or whose sources points cite, in their order."""
    concerned = {party for point in points for party in (*point.by, *point.sides)}
    return [party for party in dossier.party if party in concerned]


class _Texts:
    """The texts of a record's sources, each read once."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._read: dict[str, tuple[str, ...] | None] = {}

    def _text(self, source: Source) -> tuple[str, ...] | None:
        """The paragraphs of a source; None if there is no text or it cannot be read."""
        if source.id not in self._read:
            self._read[source.id] = None
            with contextlib.suppress(TextError):
                self._read[source.id] = self._record.texts.paragraphs(source)
        return self._read[source.id]

    def evidence(self, point: Point) -> PointEvidence:
        """What a point rests on."""
        sources = [self._record.dossier.source[name] for name in point.sources]
        texts = {source.id: self._text(source) for source in sources}
        verdicts = {
            verify(citation, texts[citation.source]).verdict
            for citation in point.cite
            if citation.quote
        }
        return PointEvidence(
            by=point.by,
            sources=point.sources,
            sides=frozenset(source.side for source in sources),
            names_paragraph=any(paragraphs_named(citation.at) for citation in point.cite),
            verdicts=frozenset(verdicts),
            not_kept=frozenset(one.id for one in sources if one.text is None),
            unreadable=frozenset(
                one.id for one in sources if one.text is not None and texts[one.id] is None
            ),
        )
