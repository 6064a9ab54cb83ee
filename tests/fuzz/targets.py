"""What is held against bytes that a fuzzer makes: a target fails if it finds a fault."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import tomli
from tests.conftest import SMALL

from coop_tui.formats.render import render
from coop_tui.query.citations.citation import Verdict, passage, verify
from coop_tui.query.lint import lint
from coop_tui.query.search.index import find_matches, highlights, unresolved_terms
from coop_tui.query.search.language import QueryError
from coop_tui.query.sectors import opening
from coop_tui.query.selection import Filter, Selection
from coop_tui.record.characters import first_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.positions import Locations
from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.entries import Citation
from coop_tui.record.introspect import KeyPath
from coop_tui.record.loading.loader import parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier
from coop_tui.views.registry import VIEWS

_DAY = datetime.date(2026, 4, 1)
_APART = "\x00"
"""Parts the texts that a target takes."""


def loader(data: bytes) -> None:
    """Bytes are a record, of which every view can be exported, or problems fit to be shown."""
    try:
        dossier = parse(data, "record.toml")
    except RecordError as error:
        problems = error.problems
        assert problems, "refused for no reason"
        lines = data.decode("utf-8-sig", "replace").split("\n")
        for problem in problems:
            if problem.line is not None:
                assert 1 <= problem.line <= len(lines), f"no such line: {problem}"
                most = len(lines[problem.line - 1]) + 1
                assert problem.column is None or 1 <= problem.column <= most, (
                    f"no such column: {problem}"
                )
    else:
        problems = lint(Record(dossier), "record.toml")
        for view in VIEWS:
            strip_controls(render(Record(dossier), opening(dossier), view).decode())
    for problem in problems:
        strip_controls(problem.in_full)
        assert "\n" not in str(problem), "a problem of more than one line"


def query(data: bytes) -> None:
    """A query finds what there is, or is refused in words fit to be shown."""
    text = data.decode("utf-8", "surrogateescape")  # as the command line has it
    try:
        matches = find_matches(small(), text, _DAY)
        wrong = list(unresolved_terms(small(), text).values())
    except QueryError as error:
        wrong = [error]
    else:
        for name, numbers in matches.by_meeting.items():
            assert all(small().meeting[name].points[number - 1] for number in numbers)
        for meeting in small().meetings:
            for point in meeting.points:
                for first, last in highlights(matches.words, point.text):
                    assert 0 <= first < last <= len(point.text)
        selected = Selection(filter=Filter().with_query(text, _DAY))
        render(Record(small()), selected, "points")
    for one in wrong:
        strip_controls(str(one))
        assert 0 <= one.position <= len(text), f"column {one.position} of {len(text)}"


def locate(data: bytes) -> None:
    """A place is in the text, and what TOML reads there is named there."""
    text = data.decode("utf-8", "replace").removeprefix("\ufeff")
    locations = Locations(text)
    try:
        document = tomli.loads(text)
    except (ValueError, RecursionError):
        document = {}
    lines = text.replace("\r\n", "\n").split("\n")
    for path in (*_paths(document), ("a",), ("a", 0), ("meeting", 0, "title")):
        place = locations.of(path)
        for character in "\x1b\u202e":
            locations.of_character(path, character)
        if place is not None:
            assert 1 <= place.line <= len(lines), (path, place)
            rest = lines[place.line - 1][place.column - 1 :]
            assert rest, (path, place)
            if isinstance(path[-1], str):
                assert rest.startswith((path[-1], "'", '"', "[")), (path, place)


def cite(data: bytes) -> None:
    """A quotation is held against paragraphs; what is marked stands in them."""
    parts = data.decode("utf-8", "replace").split(_APART)[:12]
    if len(parts) < 3:
        return
    at, quote, *text = parts
    found = verify(Citation("source", at, quote), text)
    for marks in (found.spans, found.nearest):
        for mark in marks:
            assert 1 <= mark.paragraph <= len(text), mark
            assert 0 <= mark.begin < mark.end <= len(text[mark.paragraph - 1]), mark
        passage(text, marks)
    assert bool(found.spans) == (found.verdict in (Verdict.FOUND, Verdict.OTHER_PARAGRAPH))


def dates(data: bytes) -> None:
    """A text is a date that is written as it was, or is refused."""
    text = data.decode("utf-8", "replace")
    with contextlib.suppress(ValueError):
        date = Date.parse(text)
        assert date.edtf == text
        assert date.first <= date.last
        assert Date.parse(date.edtf) == date


TARGETS: dict[str, Callable[[bytes], None]] = {
    "loader": loader,
    "query": query,
    "locate": locate,
    "cite": cite,
    "dates": dates,
}


def strip_controls(text: str) -> None:
    """Fail if a text holds what no text may."""
    found = first_forbidden(text)
    assert not found, f"U+{ord(found or ' '):04X} in {text!r}"
    text.encode()


@cache
def small() -> Dossier:
    """A record to search."""
    return parse(SMALL.encode(), "small.toml")


def _paths(node: Any, above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of a document, none longer than eight steps."""
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    for step, entry in entries:
        yield (*above, step)
        if isinstance(entry, dict | list) and len(above) < 8:
            yield from _paths(entry, (*above, step))
