"""The points and meetings of a record that match a query."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from itertools import chain, compress
from operator import attrgetter
from types import MappingProxyType

from msgspec import Struct

from coop_tui.query.commitments.status import statuses
from coop_tui.query.plans import plans_of_meetings
from coop_tui.query.search.columns import Column, Value, mask_of_flags
from coop_tui.query.search.language import (
    CHOICES,
    QueryError,
    Term,
    chosen,
    span,
    statuses_asked_for,
    terms,
)
from coop_tui.query.search.normalize import normalize_for_search, normalize_with_offsets
from coop_tui.query.search.texts import (
    SEPARATOR,
    area_text,
    meeting_text,
    named_entries,
    names_of,
    point_text,
)
from coop_tui.record.cache import cached_per_record
from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import Area, Dossier, Meeting, Point

_NAMES_NOTHING = ("", "before", "after", "due", *CHOICES)


class Matches(Struct, frozen=True):
    """The points and meetings that match a query.

    Attributes:
        by_meeting: The numbers of the matching points, from 1 and ascending, by the id of
            their meeting. Meetings are in order of date; each has at least one match.
        areas: The numbers of the matching areas, from 0, by the id of their meeting.
        meetings: The ids, in order of date, of the meetings that have a matching point or
            area, or match the query themselves.
        words: The normalized words and phrases of the query, to highlight.
        count: The number of matching points.
    """

    by_meeting: Mapping[str, tuple[int, ...]]
    areas: Mapping[str, tuple[int, ...]]
    meetings: tuple[str, ...]
    words: tuple[str, ...]
    count: int


def find_matches(dossier: Dossier, query: str, now: datetime.date | None = None) -> Matches:
    """Find the points, areas and meetings that match a query; an empty query matches all.

    Args:
        dossier: The record.
        query: The query.
        now: The day that counts as now; without it no commitment is overdue.

    Raises:
        QueryError: If the query cannot be understood.
    """
    return _find_matches(dossier, query, now if statuses_asked_for(query) else None)


@cached_per_record
def _find_matches(dossier: Dossier, query: str, now: datetime.date | None) -> Matches:
    parsed = list(terms(query))
    index = build_index(dossier)
    matching = index.all_mask
    for term in parsed:
        if term.field == "status":
            mask = _status_column(dossier, now).mask_of(chosen("status", term.value))
        else:
            mask = _match_mask(dossier, term.field, term.value, matching)
        matching &= ~mask if term.excluded else mask
    flags = matching.to_bytes(index.size, "little")
    by_meeting: dict[str, tuple[int, ...]] = {}
    areas: dict[str, tuple[int, ...]] = {}
    meetings = []
    for meeting, start, end in index.meeting_ranges:
        first_area = start + 1 + len(meeting.points)
        numbers = tuple(compress(range(1, end - start), flags[start + 1 : first_area]))
        if numbers:
            by_meeting[meeting.id] = numbers
        if of_areas := tuple(compress(range(end - first_area), flags[first_area:end])):
            areas[meeting.id] = of_areas
        if numbers or of_areas or flags[start]:
            meetings.append(meeting.id)
    words = dict.fromkeys(t.value for t in parsed if not (t.excluded or t.field))
    count = sum(map(len, by_meeting.values()))
    return Matches(
        MappingProxyType(by_meeting),
        MappingProxyType(areas),
        tuple(meetings),
        tuple(words),
        count,
    )


def unresolved_terms(dossier: Dossier, query: str) -> dict[Term, QueryError]:
    """The terms whose field has a value that names nothing in the record, each with an error.

    Raises:
        QueryError: If the query cannot be understood.
    """
    index = build_index(dossier)
    errors: dict[Term, QueryError] = {}
    for term in terms(query):
        if term.field in _NAMES_NOTHING or index.ids(term.field, term.value):
            continue
        position = max(0, query.casefold().find(f"{term.field}:"))
        hint = did_you_mean(closest(term.value, index.known(term.field)))
        called = {"to": "party", "by": "party", "speaker": "person"}.get(term.field, term.field)
        errors[term] = QueryError(f"no {called} is called {term.value!r}", position, hint)
    return errors


@cached_per_record
def build_index(dossier: Dossier) -> _Index:
    """The index of a record, built once."""
    return _Index(dossier)


@cached_per_record
def _match_mask(dossier: Dossier, field: str, value: str, among: int) -> int:
    return build_index(dossier).match_mask(field, value, among)


@cached_per_record
def _status_column(dossier: Dossier, now: datetime.date | None) -> Column:
    """The status of every item of the index; a meeting and an area have none."""
    found = statuses(dossier, now)
    items: Iterable[Iterable[Value]] = (
        (
            (),
            *(status.value if status else () for status in found[meeting.id]),
            *((),) * len(meeting.areas),
        )
        for meeting in dossier.meetings
    )
    return Column(chain.from_iterable(items))


def highlights(words: Iterable[str], text: str) -> list[tuple[int, int]]:
    """Where normalized words and phrases occur in a text that is not normalized.

    Returns:
        The begin and end of each span, as offsets in ``text``; in order, without overlaps.
    """
    normalized, offsets = normalize_with_offsets(text)
    offsets.append(len(text))
    found = []
    for word in filter(None, words):
        start = normalized.find(word)
        while start >= 0:
            end = start + len(word)
            # Includes the marks that follow the word, and all of a ligature at its end.
            found.append((offsets[start], max(offsets[end - 1] + 1, offsets[end])))
            start = normalized.find(word, start + 1)
    spans: list[tuple[int, int]] = []
    for first, last in sorted(found):
        if spans and first < spans[-1][1]:
            first, last = spans[-1][0], max(spans.pop()[1], last)
        spans.append((first, last))
    return spans


class _Index:
    """The normalized texts of a record, so that one pass over them answers each term.

    Its items are each meeting, followed by its points, then its areas. A mask says which
    items match a term: an integer with one byte for each item, 1 or 0, and the first item
    lowest.

    Attributes:
        size: The number of items.
        all_mask: The mask of all items.
        meeting_ranges: Each meeting with the number of its own item and the number after
            that of its last area.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._meetings = dossier.meetings
        self._names = {
            field: {
                entry.id: SEPARATOR.join(map(normalize_for_search, names_of(entry)))
                for entry in entries
            }
            for field, entries in named_entries(dossier).items()
        }
        self._texts: list[str] = []
        self._names_of_meetings: list[str] = []
        self.meeting_ranges: list[tuple[Meeting, int, int]] = []
        for meeting in dossier.meetings:
            start = len(self._texts)
            names = [normalize_for_search(meeting.title)]
            names += [self._names["place"][place] for place in meeting.places]
            names += [self._names["person"][attendance.person] for attendance in meeting.people]
            self._names_of_meetings.append(SEPARATOR.join(names))
            self._texts.append(meeting_text(meeting))
            self._texts += map(point_text, meeting.points)
            self._texts += map(area_text, meeting.areas)
            self.meeting_ranges.append((meeting, start, len(self._texts)))
        self._columns = {
            "by": self._column(attrgetter("by")),
            "to": self._column(attrgetter("to")),
            "kind": self._column(attrgetter("kind.value")),
            "plan": self._column(attrgetter("plans")),
            "sector": self._column(attrgetter("topics"), of_area=attrgetter("sectors")),
            "speaker": self._column(lambda point: point.speaker or ()),
            "initiative": self._column(
                attrgetter("initiatives"),
                lambda meeting: (meeting.mechanism,) if meeting.mechanism else (),
            ),
            "source": self._column(_cited_sources, attrgetter("sources"), _cited_sources),
        }
        self._dues = {
            point.due.edtf: point.due
            for meeting in dossier.meetings
            for point in meeting.points
            if point.due
        }
        self._columns["due"] = self._column(lambda point: point.due.edtf if point.due else ())
        self._columns["result"] = self._column(
            lambda point: tuple(outcome.result for outcome in point.outcomes)
        )
        # A term in one of these fields matches a meeting with all its points.
        self._ids_of_meetings: dict[str, list[tuple[str, ...]]] = {
            "meeting": [(meeting.id,) for meeting in dossier.meetings],
            "person": [tuple(one.person for one in meeting.people) for meeting in dossier.meetings],
            "plan": list(plans_of_meetings(dossier).values()),
        }
        self.size = len(self._texts)
        self.all_mask = mask_of_flags(b"\1" * self.size)

    def _column(
        self,
        of_point: Callable[[Point], Value],
        of_meeting: Callable[[Meeting], Value] = lambda _: (),
        of_area: Callable[[Area], Value] = lambda _: (),
    ) -> Column:
        items: Iterable[Iterable[Value]] = (
            chain(
                (of_meeting(meeting),), map(of_point, meeting.points), map(of_area, meeting.areas)
            )
            for meeting in self._meetings
        )
        return Column(chain.from_iterable(items))

    def match_mask(self, field: str, value: str, among: int) -> int:
        """The mask of the items that match a term; only those in the mask ``among`` count.

        The value is normalized; it is a word or phrase if the field is empty.
        """
        if not field:
            return self._word_mask(value, among)
        if field in ("before", "after"):
            date = Date.parse(value)
            if field == "before":
                return self._meeting_mask(one.last.ends_before(date) for one in self._meetings)
            return self._meeting_mask(date.ends_before(one.date) for one in self._meetings)
        ids = self.ids(field, value)
        mask = self._columns[field].mask_of(ids) if field in self._columns else 0
        if field in self._ids_of_meetings:
            found = (not ids.isdisjoint(given) for given in self._ids_of_meetings[field])
            mask |= self._meeting_mask(found)
        return mask

    def _word_mask(self, word: str, among: int) -> int:
        tested = zip(among.to_bytes(self.size, "little"), self._texts, strict=True)
        found = [flag > 0 and word in text for flag, text in tested]
        named = 0
        for field in ("by", "sector", "plan", "initiative", "speaker"):
            if ids := {name for name, words in self._names[field].items() if word in words}:
                named |= self._columns[field].mask_of(ids)
        flags = named.to_bytes(self.size, "little")
        # A word in the names or the initiative of a meeting matches all its points.
        whole = self._meeting_mask(
            word in names or flags[start] > 0
            for names, (_, start, _) in zip(
                self._names_of_meetings, self.meeting_ranges, strict=True
            )
        )
        return mask_of_flags(bytes(found)) | named | whole

    def _meeting_mask(self, matches: Iterable[bool]) -> int:
        """The mask of the meetings that match, each with all its points."""
        flags = (
            (b"\1" if match else b"\0") * (end - start)
            for match, (_, start, end) in zip(matches, self.meeting_ranges, strict=True)
        )
        return mask_of_flags(b"".join(flags))

    def known(self, field: str) -> list[str]:
        """The ids and the normalized names that a field can have."""
        if field == "meeting":
            return [meeting.id for meeting in self._meetings]
        names = self._names[field]
        return [*names, *chain.from_iterable(words.split(SEPARATOR) for words in names.values())]

    def ids(self, field: str, value: str) -> AbstractSet[str]:
        """The value itself if it is an id; else the ids of which it is in the id or a name.

        Of a field without names, the values of the points that match.
        """
        if field in CHOICES:
            return chosen(field, value)
        if field == "due":
            return self._due_within(value)
        if field == "meeting":
            return {meeting.id for meeting in self._meetings if self._is_called(meeting, value)}
        names = self._names[field]
        if value in names:
            return {value}
        return {name for name, words in names.items() if value in name or value in words}

    def _due_within(self, value: str) -> AbstractSet[str]:
        """The due dates all of which lies in a span, as they are written."""
        if value == "any":
            return self._dues.keys()
        begin, end = span(value)
        return {
            written
            for written, due in self._dues.items()
            if begin.first <= due.first and due.last <= end.last
        }

    def _is_called(self, meeting: Meeting, value: str) -> bool:
        """Whether a value of ``meeting:`` matches a meeting."""
        return (
            meeting.id.startswith(value)
            or meeting.date.edtf.startswith(value)
            or value in normalize_for_search(meeting.title)
            or any(value in self._names["place"][place] for place in meeting.places)
            or value in meeting.description
        )


def _cited_sources(point: Point | Area) -> Value:
    """The ids of the sources of a point or an area, of the remark on it, and of outcomes."""
    outcomes = point.outcomes if isinstance(point, Point) else ()
    if not outcomes and point.remark is None and len(point.cite) == 1:  # nearly always; faster
        return point.cite[0].source
    cited: list[Citation] = []
    for claim in (point, *outcomes):
        cited += claim.cite
        cited += claim.remark.cite if claim.remark else ()
    return tuple(citation.source for citation in cited)
