"""The loader, given anything."""

from __future__ import annotations

import datetime
import json
from collections import Counter
from copy import deepcopy
from typing import Any

import pytest
import tomli
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import astuple, replace

from coop_tui.paths import shipped_record
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.diagnostics.validator import validate
from coop_tui.record.loading.loader import parse
from coop_tui.record.loading.short_citations import expand_citations
from coop_tui.record.tables import Dossier

SHIPPED = shipped_record().read_bytes()


def outcome(data: bytes) -> Dossier | list[Problem]:
    """What the loader makes of bytes: a dossier or problems fit to be shown; nothing else."""
    try:
        return parse(data, "record.toml")
    except RecordError as error:
        assert error.problems
        for problem in error.problems:
            line = str(problem)
            assert line.isprintable() or not any(one in line for one in "\x1b\n\r\u202e\x9b")
            assert problem.line is None or 1 <= problem.line <= data.count(b"\n") + 1
            assert problem.column is None or problem.column >= 1
            line.encode()
            if problem.path and problem.line and problem.column:
                lines = data.decode("utf-8-sig").split("\n")
                assert stands_at(problem, lines[problem.line - 1][problem.column - 1 :])
        return error.problems


def stands_at(problem: Problem, rest: str) -> bool:
    """Whether what a problem is about may begin a line that is cut off before its column."""
    if problem.character:
        return rest.startswith((problem.character, "\\"))
    name = problem.path[-1]
    if isinstance(name, int):
        return rest[:1] not in ("", " ", ",", "]", "}", "\r")
    return rest.startswith((name, "'", '"'))


def toml(value: Any) -> str:
    """A value as TOML writes it inline."""
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return (
                f"{{{', '.join(f'{toml(key)} = {toml(entry)}' for key, entry in value.items())}}}"
            )
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def written(document: dict[str, Any]) -> bytes:
    return "\n".join(f"{toml(key)} = {toml(value)}" for key, value in document.items()).encode()


def places(node: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    entries = node.items() if isinstance(node, dict) else enumerate(node)
    found = [path] if path else []
    if isinstance(node, dict | list):
        for key, entry in entries:
            found += (
                places(entry, (*path, key)) if isinstance(entry, dict | list) else [(*path, key)]
            )
    return found


PASSAGES = [
    *(
        b'"',
        b"'",
        b'"' * 3,
        b"'" * 3,
        b"]",
        b"[[",
        b"\n",
        b"\r",
        b"=",
        b".",
        b"{",
        b"}",
        b",",
        b"#",
    ),
    *(
        b"\\u001b",
        b"\\",
        b"\xff",
        b"\xf0\x90\x8d\x88",
        b"\xe2\x80\xae",
        b"\0",
        b"\xef\xbb\xbf",
        b"",
    ),
    *(b"[[meeting]]\n", b"[meeting]\n", b"x = 1\n", b"id.x = 1\n", b"[a.b]\n", b"'x' = [{}]\n"),
]
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
NEAR = st.sampled_from(
    [
        *(
            "",
            " ",
            "hk",
            "trade",
            "trad",
            "later",
            "report",
            "notes",
            "2025",
            "2025-13",
            "HK",
            "a b",
        ),
        *("http://x", "\t", "a\n", "\u200b", "\x1b", "\u202e", "\x85", "1", "plenary", "\u3000x"),
    ]
)
SCALARS = st.one_of(
    NEAR,
    PLAIN,
    st.booleans(),
    st.integers(-1, 10_001),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "text", "cite", "source"]) | PLAIN, inner)
    ),
    max_leaves=6,
)


@st.composite
def mutated(draw: st.DrawFn, document: dict[str, Any]) -> dict[str, Any]:
    """The document with some of its values changed, dropped, doubled or renamed."""
    document = deepcopy(document)
    for _ in range(draw(st.integers(1, 3))):
        paths = places(document)
        if not paths:
            break
        path: Any = draw(st.sampled_from(paths))
        *above, last = path
        node: Any = document
        for step in above:
            node = node[step]
        match draw(st.sampled_from(["change", "change", "drop", "double", "rename"])):
            case "drop":
                del node[last]
            case "double" if isinstance(node, list):
                node.insert(0, deepcopy(node[last]))
            case "rename" if isinstance(node, dict):
                node[draw(NEAR | PLAIN)] = node.pop(last)
            case _:
                node[last] = draw(VALUES)
    return document


@given(st.binary(max_size=60))
@settings(max_examples=150)
def test_any_bytes_are_a_record_or_problems(data: bytes) -> None:
    outcome(data)


@given(st.text(max_size=60), st.sampled_from(['a = "{}"', "{} = 1", "[{}]", "# {}", "{}"]))
@settings(max_examples=150)
def test_any_text_is_a_record_or_problems(text: str, frame: str) -> None:
    outcome(frame.replace("{}", text).encode("utf-8", "surrogatepass"))


@given(
    st.integers(0, len(SHIPPED)),
    st.integers(0, 40),
    st.binary(max_size=6) | st.sampled_from([b'"', b"]", b"[[", b"\n", b"=", b"\\u001b", b"\xff"]),
)
@settings(max_examples=60)
def test_the_shipped_record_with_a_passage_damaged(start: int, length: int, new: bytes) -> None:
    outcome(SHIPPED[:start] + new + SHIPPED[start + length :])


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1700),
            st.integers(0, 12),
            st.sampled_from(PASSAGES) | st.binary(max_size=4),
        ),
        min_size=1,
        max_size=3,
    )
)
@settings(max_examples=200)
def test_the_small_record_with_passages_damaged(
    small: str, changes: list[tuple[int, int, bytes]]
) -> None:
    data = small.encode()
    for start, length, new in changes:
        data = data[:start] + new + data[start + length :]
    outcome(data)


LASTING = """
[[meeting]]
id = "long"
date = 2025-11-12
end = 2025-11-14
title = "Meeting of some days"
kind = "visit"
people = []
sources = ["report"]
area = [{ sectors = ["finance", "trade"], cite = "report ¶1" }]

[[meeting.point]]
id = "listed"
sectors = ["trade", "finance"]
by = ["hk"]
kind = "notes"
text = "It is noted."
cite = ["report ¶2", "report"]
"""


@given(data=st.data())
@settings(max_examples=120)
def test_the_fast_check_and_the_validator_agree(data: st.DataObject, small: str) -> None:
    document = data.draw(mutated(tomli.loads(f"{small}{LASTING}")))
    text = written(document)
    try:
        parsed = tomli.loads(text.decode())
    except ValueError:  # a raw control that TOML refuses, or a number too long
        assert isinstance(outcome(text), list)
        return
    found = outcome(text)
    expand_citations(parsed)
    validated = validate(parsed, "record.toml")
    if isinstance(found, Dossier):
        assert validated == []
        return
    unplaced = [replace(problem, line=None, column=None) for problem in found]
    assert Counter(unplaced) == Counter(validated)
    for problem in found:
        assert (problem.line is None) == (problem.path == ()), "only the whole file has no place"
    order = [(problem.line or 0, problem.column or 0) for problem in found]
    assert order == sorted(order)


def test_the_unchanged_record_survives_being_written_again(small: str) -> None:
    again = outcome(written(tomli.loads(small)))
    assert isinstance(again, Dossier)
    assert astuple(again) == astuple(parse(small.encode(), "r"))


@pytest.mark.parametrize("end", range(0, 1600, 23))
def test_a_record_cut_off_anywhere_is_a_record_or_problems(small: str, end: int) -> None:
    outcome(small.encode()[:end])
