"""The query language, and errors in queries.

A query is words, all of which must occur: ``hetao park``. ``-word`` excludes a word,
``"a phrase"`` matches it as it stands, ``field:value`` and ``field:"a value"`` narrow.
Case, accents and runs of white space do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import NamedTuple

from msgspec import Struct

from coop_tui.query.commitments.status import Status
from coop_tui.query.search.normalize import normalize_for_search
from coop_tui.record.characters import escape_controls
from coop_tui.record.dates import Date
from coop_tui.record.kinds import Kind
from coop_tui.record.suggestions import closest, did_you_mean

FIELDS: dict[str, str] = {
    "by": "a party whose point it is",
    "to": "a party to which it is addressed",
    "speaker": "the person who said it",
    "kind": "its kind: agrees, or the first letters of a kind",
    "plan": "a plan that it ties to or that its meeting falls in",
    "sector": "its sector",
    "meeting": "its meeting: how its id or date begins, or words of its title, place and kind",
    "initiative": "an initiative that it names",
    "person": "somebody who took part in its meeting",
    "source": "a source that it cites",
    "before": "a date that all of its meeting is before: 2026, 2026-06 or 2026-06-30",
    "after": "a date that all of its meeting is after: 2026, 2026-06 or 2026-06-30",
    "due": "a date that it is due within, a span such as 2026/2027-06, or any",
    "result": "a result reported of it: done, in-part or dropped, or the first letters",
    "status": "what became of a commitment: open, overdue or another, or the first letters",
}
"""The fields of queries, with their meaning."""

CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(kind.value for kind in Kind),
    "result": ("done", "in-part", "dropped"),
    "status": tuple(status.value for status in Status),
}
"""The fields whose values are in a closed list, with these values."""

_DATES = ("before", "after", "due")
_TERM = re.compile(
    r"""\s*(?P<minus>-?)(?:(?P<field>[A-Za-z]+):)?"""
    r"""(?:(?P<open>")(?P<phrase>[^"]*)(?P<close>"?)|(?P<bare>\S*))"""
)


class QueryError(ValueError):
    """A query that cannot be understood.

    Attributes:
        message: What is wrong.
        position: The offset in the query, in characters from 0.
        hint: A suggestion, or empty.
    """

    def __init__(self, message: str, position: int, hint: str = "") -> None:
        super().__init__(message, position, hint)
        self.message, self.position, self.hint = message, position, hint

    def __str__(self) -> str:
        """``message, column 5 (hint)``; columns are counted from 1."""
        return f"{self.message}, column {self.position + 1}" + (self.hint and f" ({self.hint})")


class Term(Struct, frozen=True):
    """A part of a query: a word or phrase if it has no field."""

    excluded: bool
    field: str
    value: str


def terms(query: str) -> Iterator[Term]:
    """The terms of a query, in order.

    Raises:
        QueryError: If the query cannot be understood.
    """
    for match in _TERM.finditer(query):
        if not match[0].strip():
            continue
        field, value = (match["field"] or "").lower(), match["phrase"] or match["bare"] or ""
        if field and field not in FIELDS:
            raise QueryError(
                f"there is no field {field!r}",
                match.start("field"),
                f"{_suggestion(field, FIELDS)}fields: {', '.join(FIELDS)}; "
                "to look for a colon, put the words in quotation marks",
            )
        if match["open"] and not match["close"]:
            raise QueryError("the quotation mark is not closed", match.start("open"))
        normalized = normalize_for_search(value).strip()
        at_value = match.start("phrase" if match["open"] else "bare")
        if field in CHOICES and normalized and not chosen(field, normalized):
            known = CHOICES[field]
            raise QueryError(
                f"there is no {field} '{escape_controls(value)}'",
                at_value,
                f"{_suggestion(normalized, known)}known: {', '.join(known)}",
            )
        if field in _DATES and normalized and not _is_when(field, normalized):
            raise QueryError(
                f"'{escape_controls(value)}' is no date", at_value, f"write {FIELDS[field]}"
            )
        if not normalized and field:
            hint = f"write right after the colon: {FIELDS[field]}"
            raise QueryError(f"{field}: stands alone", match.start("field"), hint)
        if not normalized and match["minus"] and not match["open"]:
            hint = "write right after it what to leave out, or put it in quotation marks"
            raise QueryError("- stands alone", match.start("minus"), hint)
        if not normalized:
            start = match.start("open" if match["open"] else "bare")
            raise QueryError("there is nothing to look for", start)
        yield Term(bool(match["minus"]), field, normalized)


class LastValue(NamedTuple):
    """The value of a field, not complete yet, in which a query ends."""

    field: str
    value: str
    in_quotes: bool


def last_value(query: str) -> LastValue | None:
    """The value in which a query ends; None if it ends in something else."""
    last = next((match for match in _TERM.finditer(query) if match.end() == len(query)), None)
    field = (last["field"] or "").lower() if last else ""
    if last is None or field not in FIELDS or last["close"]:
        return None
    return LastValue(field, last["phrase"] or last["bare"] or "", last["open"] is not None)


def chosen(field: str, value: str) -> AbstractSet[str]:
    """The value itself if the closed list of a field has it; else all that begin with it."""
    value = value.replace(" ", "-")
    known = CHOICES[field]
    return {value} if value in known else {one for one in known if one.startswith(value)}


def statuses_asked_for(query: str) -> AbstractSet[str]:
    """The statuses that a query asks for; none if it cannot be understood."""
    found: set[str] = set()
    with suppress(QueryError):
        for term in terms(query):
            found |= chosen(term.field, term.value) if term.field == "status" else set()
    return found


def span(value: str) -> tuple[Date, Date]:
    """The first and the last date of a span, which may be one date.

    Raises:
        ValueError: If it is no date and no span, or ends before it begins.
    """
    first, slash, last = value.partition("/")
    dates = Date.parse(first), Date.parse(last if slash else first)
    if dates[1].last < dates[0].first:
        raise ValueError("a span ends before it begins")
    return dates


def _is_when(field: str, value: str) -> bool:
    """Whether a value is one that a field of dates can have."""
    try:
        if field == "due":
            return value == "any" or bool(span(value))
        return bool(Date.parse(value))
    except ValueError:
        return False


def _suggestion(word: str, known: Iterable[str]) -> str:
    question = did_you_mean(closest(word, known))
    return question and f"{question} "
