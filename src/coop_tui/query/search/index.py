"""What of a record a query finds.

A query is words, all of which must occur: ``hetao park``. ``-word`` leaves out,
``"a phrase"`` is looked for as it stands, ``field:value`` and ``field:"a value"`` narrow.
Case, accents and runs of white space do not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from itertools import chain, compress
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct

from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.search.language import QueryError, Term, kinds, terms
from coop_tui.query.search.normalize import normalize_for_search, normalize_with_offsets
from coop_tui.record.cache import cached_per_record
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import (
    Dossier,
    Meeting,
    Party,
    Person,
    Place,
    Point,
    Programme,
    Sector,
    Source,
    Statement,
)

_BYTE = 256
_Named = Party | Person | Place | Programme | Sector | Source
_APART = "\n"  # A folded text holds none, so that no word reaches from one text to the next.


class Matches(Struct, frozen=True):
    """What a query finds.

    Attributes:
        by_meeting: The numbers of the points found, from 1 and ascending, by the id of
            their meeting. Meetings are in order of date; each has at least one match.
        meetings: The ids, in order of date, of the meetings that have a match or that
            answer to the query themselves, whatever their points say.
        words: The folded words and phrases that were looked for, to be highlighted.
        count: How many points were found.
    """

    by_meeting: Mapping[str, tuple[int, ...]]
    meetings: tuple[str, ...]
    words: tuple[str, ...]
    count: int


@cached_per_record
def find_matches(dossier: Dossier, query: str) -> Matches:
    """Find what matches a query.

    Args:
        dossier: The record; its index is built at the first query.
        query: Words, phrases and fields; an empty query matches everything.

    Raises:
        QueryError: If the query cannot be understood.
    """
    asked = list(terms(query))
    index = build_index(dossier)
    matching = index.all_mask
    for term in asked:
        mask = _match_mask(dossier, term.field, term.value, matching)
        matching &= ~mask if term.excluded else mask
    marks = matching.to_bytes(index.size, "little")
    by_meeting: dict[str, tuple[int, ...]] = {}
    meetings = []
    for meeting, start, end in index.meeting_ranges:
        numbers = tuple(compress(range(1, end - start), marks[start + 1 : end]))
        if numbers:
            by_meeting[meeting.id] = numbers
        if numbers or marks[start]:
            meetings.append(meeting.id)
    words = dict.fromkeys(t.value for t in asked if not (t.excluded or t.field))
    count = sum(map(len, by_meeting.values()))
    return Matches(MappingProxyType(by_meeting), tuple(meetings), tuple(words), count)


def unresolved_term(dossier: Dossier, query: str) -> QueryError | None:
    """The first field value of a query that names nothing in the record; None if all do.

    Args:
        dossier: The record.
        query: A query that can be understood.
    """
    index = build_index(dossier)
    for term in terms(query):
        if term.field in ("", "kind") or index.resolves(term):
            continue
        position = max(0, query.casefold().find(f"{term.field}:"))
        hint = did_you_mean(closest(term.value, index.known(term.field)))
        return QueryError(f"no {term.field} is called {term.value!r}", position, hint)
    return None


@cached_per_record
def build_index(dossier: Dossier) -> _Index:
    """The index of a record, built once."""
    return _Index(dossier)


@cached_per_record
def _match_mask(dossier: Dossier, field: str, value: str, among: int) -> int:
    return build_index(dossier).match_mask(field, value, among)


def highlights(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where words occur in a text.

    Args:
        words: Folded words and phrases, as ``Hits`` gives them.
        text: The text as the record has it.

    Returns:
        The stretches to highlight, as offsets in ``text`` of their first character and of
        the one after their last; in order, none overlapping another.
    """
    folded, offsets = normalize_with_offsets(text)
    offsets.append(len(text))
    found = []
    for word in filter(None, words):
        start = folded.find(word)
        while start >= 0:
            end = start + len(word)
            # With the marks that follow it, and whole if it is half of a ligature.
            found.append((offsets[start], max(offsets[end - 1] + 1, offsets[end])))
            start = folded.find(word, start + 1)
    spans: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if spans and first < spans[-1][1]:
            first, last = spans[-1][0], max(spans.pop()[1], last)
        spans.append((first, last))
    return spans


class _Column:
    """What every item has in one field: a few different values, many times over."""

    def __init__(self, values: Iterable[str | tuple[str, ...]]) -> None:
        numbers: dict[str | tuple[str, ...], int] = {}
        column = [numbers.setdefault(value, len(numbers)) for value in values]
        self._values = [(value,) if isinstance(value, str) else value for value in numbers]
        self._column = bytes(column) if len(numbers) <= _BYTE else column

    def having(self, ids: Set[str]) -> int:
        """The mask of the items whose value holds one of the ids."""
        held = bytes([not ids.isdisjoint(value) for value in self._values])
        if not any(held):
            return 0
        if isinstance(self._column, bytes):  # some forty times as fast
            return _mask(self._column.translate(held.ljust(_BYTE, b"\0")))
        return _mask(bytes(map(held.__getitem__, self._column)))


class _Index:
    """A record folded once, so that each term of a query is answered in one sweep.

    The record is a row of items: each meeting, followed by its points, so that a point
    stands as far behind its meeting as its number says. What answers to a term is a mask:
    an integer with one byte for each item, the first item lowest, which is 1 or 0.

    Attributes:
        size: How many items there are.
        all_mask: The mask of all items.
        meeting_ranges: Each meeting with the place of its first item and that after its last.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._meetings = dossier.meetings
        self._plans_of_meetings = plans_of_meetings(dossier)
        self._names = {
            field: {
                entry.id: _APART.join(map(normalize_for_search, _names(entry))) for entry in entries
            }
            for field, entries in _named(dossier).items()
        }
        self._texts: list[str] = []
        self._names_of: list[str] = []
        self.meeting_ranges: list[tuple[Meeting, int, int]] = []
        for meeting in dossier.meetings:
            start = len(self._texts)
            self._names_of.append(self._called(meeting))
            self._texts.append(self._words(meeting))
            self._texts += [_said(point) for point in meeting.points]
            self.meeting_ranges.append((meeting, start, len(self._texts)))
        self._columns = {
            "by": self._column(lambda _: (), attrgetter("by")),
            "kind": self._column(lambda _: (), attrgetter("kind.value")),
            "plan": self._column(lambda _: (), attrgetter("plans")),
            "sector": self._column(lambda _: (), attrgetter("sector")),
            "initiative": self._column(
                lambda meeting: (meeting.mechanism,) if meeting.mechanism else (),
                attrgetter("initiatives"),
            ),
            "source": self._column(attrgetter("sources"), _cited),
        }
        self.size = len(self._texts)
        self.all_mask = _mask(b"\1" * self.size)

    def _column(
        self,
        of_meeting: Callable[[Meeting], tuple[str, ...]],
        of_point: Callable[[Point], str | tuple[str, ...]],
    ) -> _Column:
        items: Iterable[Iterable[str | tuple[str, ...]]] = (
            chain((of_meeting(meeting),), map(of_point, meeting.points))
            for meeting in self._meetings
        )
        return _Column(chain.from_iterable(items))

    def _called(self, meeting: Meeting) -> str:
        """What answers to a word for a meeting and all its points: its names."""
        texts = [normalize_for_search(meeting.title), self._names["place"][meeting.place]]
        texts += [self._names["person"][attendance.person] for attendance in meeting.people]
        return _APART.join(texts)

    def _words(self, meeting: Meeting) -> str:
        """What answers to a word for a meeting alone: what is said of it as a whole."""
        texts = [normalize_for_search(attendance.role) for attendance in meeting.people]
        texts += [_said(statement) for statement in meeting.summary + meeting.outlook]
        texts += [normalize_for_search(meeting.remark.text)] if meeting.remark else []
        return _APART.join(texts)

    def match_mask(self, field: str, value: str, among: int) -> int:
        """The mask of what matches a normalized word or, if there is a field, its value.

        ``among`` is the mask of the items asked about; the marks of others mean nothing.
        """
        meetings = self._meetings
        if not field:
            return self._having_word(value, among)
        if field == "kind":
            return self._columns[field].having(kinds(value))
        if field == "meeting":
            return self._whole(self._is_called(meeting, value) for meeting in meetings)
        ids = self._ids(field, value)
        if field == "person":
            there = ([one.person for one in meeting.people] for meeting in meetings)
            return self._whole(not ids.isdisjoint(persons) for persons in there)
        mask = self._columns[field].having(ids)
        if field == "plan":
            running = (self._plans_of_meetings[meeting.id] for meeting in meetings)
            mask |= self._whole(not ids.isdisjoint(plans) for plans in running)
        return mask

    def _having_word(self, word: str, among: int) -> int:
        if among == self.all_mask:
            found = [word in text for text in self._texts]
        else:
            asked = among.to_bytes(self.size, "little")
            found = [one > 0 and word in text for one, text in zip(asked, self._texts, strict=True)]
        named = 0
        for field in ("by", "sector", "plan", "initiative"):
            if ids := {name for name, words in self._names[field].items() if word in words}:
                named |= self._columns[field].having(ids)
        marks = named.to_bytes(self.size, "little")
        # What a meeting is called, or held under, answers for its points as well.
        called = self._whole(
            word in self._names_of[place] or bool(marks[start])
            for place, (_, start, _) in enumerate(self.meeting_ranges)
        )
        return _mask(bytes(found)) | named | called

    def _whole(self, answers: Iterable[bool]) -> int:
        """The mask of the meetings that answer, each with all its points."""
        marks = (
            (b"\1" if answer else b"\0") * (end - start)
            for answer, (_, start, end) in zip(answers, self.meeting_ranges, strict=True)
        )
        return _mask(b"".join(marks))

    def resolves(self, term: Term) -> bool:
        """Whether the value of a field names anything in the record."""
        if term.field == "meeting":
            return any(self._is_called(one, term.value) for one in self._meetings)
        return bool(self._ids(term.field, term.value))

    def known(self, field: str) -> list[str]:
        """The ids, and the folded names, that a field can have."""
        if field == "meeting":
            return [meeting.id for meeting in self._meetings]
        names = self._names[field]
        return [*names, *chain.from_iterable(words.split(_APART) for words in names.values())]

    def _ids(self, field: str, value: str) -> Set[str]:
        """The ids that a value stands for: itself if it is one, else by id and names."""
        names = self._names[field]
        if value in names:
            return {value}
        return {name for name, words in names.items() if value in name or value in words}

    def _is_called(self, meeting: Meeting, value: str) -> bool:
        """Whether a value of ``meeting:`` stands for a meeting."""
        return (
            meeting.id.startswith(value)
            or meeting.date.edtf.startswith(value)
            or value in normalize_for_search(meeting.title)
            or value in self._names["place"][meeting.place]
            or value in meeting.description
        )


def _mask(marks: bytes) -> int:
    return int.from_bytes(marks, "little")


def _named(dossier: Dossier) -> dict[str, tuple[_Named, ...]]:
    """What has names, by the field that asks for it; none asks for a place."""
    return {
        "by": dossier.parties,
        "sector": dossier.sectors,
        "plan": dossier.plans,
        "initiative": dossier.initiatives,
        "person": dossier.persons,
        "place": dossier.places,
        "source": dossier.sources,
    }


def _names(entry: _Named) -> tuple[str, ...]:
    if isinstance(entry, Source):
        return entry.title, entry.publisher
    short = (entry.short,) if isinstance(entry, Programme) else ()
    return entry.name, *short, *entry.aka


def _said(statement: Statement) -> str:
    """All that a reader is shown of a statement, folded: text, quotations and remark."""
    folded = normalize_for_search(statement.text)
    for citation in statement.cite:
        if citation.quote:
            folded += _APART + normalize_for_search(citation.quote)
    if (remark := statement.remark) is not None:
        quotes = (citation.quote for citation in remark.cite)
        folded = _APART.join(
            [folded, normalize_for_search(remark.text), *map(normalize_for_search, quotes)]
        )
    return folded


def _cited(point: Point) -> str | tuple[str, ...]:
    """The ids of the sources of a point and of its remark."""
    if point.remark is None and len(point.cite) == 1:  # as nearly always: twice as fast
        return point.cite[0].source
    cited = point.cite + point.remark.cite if point.remark else point.cite
    return tuple(citation.source for citation in cited)
