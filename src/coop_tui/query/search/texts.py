"""The normalized texts of a record that are searched for words."""

from __future__ import annotations

from collections.abc import Iterable

from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.record.entries import (
    WHOLE,
    Citation,
    Party,
    Person,
    Place,
    Programme,
    Remark,
    Sector,
    Source,
    Statement,
)
from coop_tui.record.tables import Area, Dossier, Meeting, Point

Named = Party | Person | Place | Programme | Sector | Source
SEPARATOR = "\n"
"""Between two texts: normalized text has none, so no phrase matches across them."""


def named_entries(dossier: Dossier) -> dict[str, tuple[Named, ...]]:
    """The entries whose ids and names are values of a field of queries, by field; and places."""
    return {
        "by": dossier.parties,
        "to": dossier.parties,
        "speaker": dossier.persons,
        "sector": (*dossier.sectors, WHOLE),
        "plan": dossier.plans,
        "initiative": dossier.initiatives,
        "person": dossier.persons,
        "place": dossier.places,
        "source": dossier.sources,
    }


def names_of(entry: Named) -> tuple[str, ...]:
    """All names of an entry, in every script."""
    if isinstance(entry, Source):
        return entry.title, entry.publisher
    if isinstance(entry, Person):
        return entry.name, *entry.aka
    return (entry.name, entry.short, *entry.aka) if entry.short else (entry.name, *entry.aka)


def meeting_text(meeting: Meeting) -> str:
    """The text of a meeting, in which a word matches it but not its points."""
    texts = [normalize_for_search(attendance.role) for attendance in meeting.people]
    texts += map(_statement_text, meeting.summary + meeting.outlook)
    texts += [normalize_for_search(meeting.remark.text)] if meeting.remark else []
    return SEPARATOR.join(texts)


def _statement_text(statement: Statement) -> str:
    """All that a reader sees of a statement: its text, quotations and remark."""
    text = _text_and_quotes(statement)
    return SEPARATOR.join((text, _text_and_quotes(statement.remark))) if statement.remark else text


def point_text(point: Point) -> str:
    """All that a reader sees of a point: statement, document that was signed, and outcomes."""
    text = _statement_text(point)
    if point.outcomes:
        text = SEPARATOR.join((text, *map(_statement_text, point.outcomes)))
    return SEPARATOR.join((text, normalize_for_search(point.document))) if point.document else text


def area_text(area: Area) -> str:
    """All that a reader sees of an area besides the names of its sectors."""
    texts = [normalize_for_search(area.title), _quotes(area.cite)]
    return SEPARATOR.join([*texts, _text_and_quotes(area.remark)] if area.remark else texts)


def _text_and_quotes(claim: Statement | Remark) -> str:
    return normalize_for_search(claim.text) + _quotes(claim.cite)


def _quotes(citations: Iterable[Citation]) -> str:
    """The quotations, each after a separator."""
    quotes = [normalize_for_search(citation.quote) for citation in citations if citation.quote]
    return "".join(f"{SEPARATOR}{quote}" for quote in quotes)
