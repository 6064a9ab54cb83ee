from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from coop_tui.paths import shipped_record
from coop_tui.record.diagnostics.problem import Problem
from coop_tui.record.kinds import Kind
from coop_tui.record.schema import json_schema
from coop_tui.record.toml_writer import to_toml


def as_json(value: Any) -> Any:
    """A TOML value as an editor's JSON Schema support sees it: dates as text."""
    match value:
        case dict():
            return {key: as_json(entry) for key, entry in value.items()}
        case list():
            return [as_json(entry) for entry in value]
        case datetime.date():
            return value.isoformat()
        case _:
            return value


def errors(document: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(document)]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    value: dict[str, Any] = as_json(tomli.loads(shipped_record().read_text(encoding="utf-8")))
    return value


def test_the_schema_is_a_schema() -> None:
    schema = json_schema()
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def test_the_shipped_record_is_valid(document: dict[str, Any]) -> None:
    assert errors(document) == []


def test_the_small_record_is_valid(small: str) -> None:
    assert errors(as_json(tomli.loads(small))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("format", 2),
        ("title", ""),
        ("title", " T"),
        ("title", "two\nlines"),
        ("party", []),
        ("unknown", 1),
        ("meeting", [{}]),
        ("place", {"id": "x", "name": "X"}),
        ("place", [{"id": "X", "name": "X"}]),
        ("plan", [{"id": "1", "name": "N", "start": "2025-1", "end": 2030}]),
        ("plan", [{"id": "1", "name": "N", "start": 0, "end": 2030}]),
        ("source", [{"id": "s", "title": "T", "publisher": "P", "url": "ftp://x"}]),
    ],
)
def test_a_broken_record_is_invalid(document: dict[str, Any], key: str, value: Any) -> None:
    broken = deepcopy(document)
    broken[key] = value
    assert errors(broken)


@pytest.mark.parametrize("key", ["format", "title", "about", "party", "sector"])
def test_what_a_record_needs_is_required(document: dict[str, Any], key: str) -> None:
    assert errors({name: value for name, value in document.items() if name != key})


def properties(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, entry in node.get("properties", {}).items():
            yield f"{path}/{name}", entry
        for key, entry in node.items():
            yield from properties(entry, f"{path}/{key}")


SCHEMA = json_schema()
PROPERTIES = dict(properties(SCHEMA))


def test_there_are_properties() -> None:
    assert {"/title", "/$defs/Point/kind", "/$defs/Plan/start"} <= set(PROPERTIES)


@pytest.mark.parametrize("path", PROPERTIES)
def test_every_property_says_what_it_means(path: str) -> None:
    # What only the type says is lost where a property refers to it and says more.
    assert PROPERTIES[path]["description"].strip().endswith((".", Kind.DELIVERS.meaning))


def test_every_table_says_what_it_is_and_takes_no_other_key() -> None:
    for table in (SCHEMA, *SCHEMA["$defs"].values()):
        assert table["title"]
        assert table["description"].endswith(".")
        assert table["additionalProperties"] is False
        assert set(table["required"]) <= set(table["properties"])


@pytest.mark.parametrize("path", PROPERTIES)
def test_every_value_has_examples_that_are_valid(path: str) -> None:
    entry = PROPERTIES[path]
    shown = entry.get("items", entry) if "examples" not in entry else entry
    if "$ref" in shown or {"enum", "const"} & set(shown):
        return
    assert shown["examples"]
    validator = Draft202012Validator({**shown, "$defs": SCHEMA["$defs"]})
    assert [error for value in shown["examples"] for error in validator.iter_errors(value)] == []


def nodes(node: Any) -> Iterator[dict[str, Any]]:
    match node:
        case dict():
            yield node
            for entry in node.values():
                yield from nodes(entry)
        case list():
            for entry in node:
                yield from nodes(entry)


def test_nothing_is_offered_that_a_record_cannot_hold() -> None:
    for node in nodes(SCHEMA):
        assert "default" not in node, "an editor writes a default down, and '' is no line"
        assert node.get("type") != "null"
        assert set(node) <= {"$ref", "description"} or "$ref" not in node


def test_patterns_say_no_more_than_their_dialect_needs() -> None:
    patterns = [node["pattern"] for node in nodes(SCHEMA) if isinstance(node.get("pattern"), str)]
    assert r"^\S[^\n\t]*$" in patterns
    assert [pattern for pattern in patterns if r"(?!\n)" in pattern] == []


def test_the_kinds_stand_in_order_of_strength_with_their_meanings() -> None:
    kind = PROPERTIES["/$defs/Point/kind"]
    assert kind["enum"] == [one.value for one in sorted(Kind, key=lambda one: one.strength)]
    assert kind["x-taplo"]["docs"]["enumValues"] == [Kind(one).meaning for one in kind["enum"]]
    for value in kind["enum"]:
        assert f"`{value}`: {Kind(value).meaning}" in kind["description"]


@pytest.mark.parametrize(
    "written_date", ['"2025"', '"2025-11"', '"2025-11-12"', "2025-11-12", "2025"]
)
def test_a_date_of_every_form_is_valid(small: str, written_date: str) -> None:
    document = small.replace("date = 2025-11-12", f"date = {written_date}")
    assert errors(as_json(tomli.loads(document))) == []


def test_a_toml_date_is_a_date_for_tools_that_tell_it_from_text() -> None:
    ways = PROPERTIES["/$defs/Meeting/date"]["anyOf"]
    assert {"date"} <= {way.get("format") for way in ways if way["type"] == "string"}


@pytest.mark.parametrize(
    ("cite", "is_valid"),
    [
        ('"report"', True),
        ('"report ¶7"', True),
        ('"report ¶1, 3–4"', True),
        ('["report ¶7", "report", { source = "report", quote = "more trade" }]', True),
        ('""', False),
        ('"report "', False),
        ('"report  ¶7"', False),
        ('"Report ¶7"', False),
        ('"report ¶7\\n¶8"', False),
        ("[]", False),
        ("[[]]", False),
        ('{ source = "report" }', False),
    ],
)
def test_a_citation_may_be_a_text_wherever_one_stands(
    small: str, problems: Callable[[str | bytes], list[Problem]], cite: str, is_valid: bool
) -> None:
    given = 'cite = [{ source = "report", at = "¶2", quote = "more trade" }]'
    assert given in small
    noted = f'cite = {cite}\nremark = {{ text = "A note.", cite = {cite} }}'
    document = small.replace(given, noted).replace(
        'cite = [{ source = "report", at = "p. 1" }]', f"cite = {cite}"
    )
    is_empty_list = cite == "[]"  # which a remark may have
    assert bool(errors(as_json(tomli.loads(document)))) is not is_valid
    assert len(problems(document)) == (0 if is_valid else 2 if is_empty_list else 3)


def as_toml(value: Any) -> str:
    """Any value of TOML on one line."""
    match value:
        case bool():
            return str(value).lower()
        case dict():
            entries = [f"{to_toml(key)} = {as_toml(entry)}" for key, entry in value.items()]
            return f"{{ {', '.join(entries)} }}"
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return to_toml(value)


def places(node: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The path of every value below a document."""
    entries: Any = ()
    match node:
        case dict():
            entries = node.items()
        case list():
            entries = enumerate(node)
    for key, entry in entries:
        yield (*path, key)
        yield from places(entry, (*path, key))


TEXTS = [
    "",
    " ",
    " x",
    "x\ty",
    "x\ny",
    "x",
    "X Y",
    "hk",
    "notes",
    "plenary",
    "2025-1",
    "2025-02-30",
    "report",
    "report ",
    " report",
    "report ¶2",
    "report  ¶2",
    "report\t¶2",
]
VALUES: list[Any] = [
    *TEXTS,
    *(0, -1, 1, 2025, 10000, True, 1.5, [], {}, [""], ["hk"], [[]], {"text": "x"}),
    *(["trade", "trade"], ["report"], ["report ¶2", {"source": "report"}], {"source": "report"}),
    datetime.date(2025, 11, 12),
    datetime.datetime(2025, 11, 12, 9),
    "\x1b",
    "\u202e",
]
UNSEEN = [
    r"^there is no (party|person|place|plan|sector|initiative|source) ",
    r"^the id '.*' is already used$",
    r"^the text contains U\+",
    r"^the (plan ends before it starts|meeting ends before it begins)$",
    r"^'2025-02-30' is not a date$",
    r"^expected text( or a (list|table))?, found a (date|time)",  # text in JSON
]
"""What the loader finds and a schema cannot."""


@st.composite
def mutations(draw: st.DrawFn) -> Callable[[dict[str, Any]], None]:
    """Something done to one place of a document: a value changed, taken out, or put in."""
    number = draw(st.integers(0, 10**6))
    act = draw(st.sampled_from(["change", "take out", "put in"]))
    value = draw(st.sampled_from(VALUES))
    key = draw(
        st.sampled_from(["id", "cite", "remark", "date", "end", "nonsense", "ordinal", "aka"])
    )

    def mutate(document: dict[str, Any]) -> None:
        known = list(places(document))
        new = deepcopy(value)  # a table would else come to stand in itself
        *way, last = known[number % len(known)]
        node: Any = document
        for step in way:
            node = node[step]
        if act == "change":
            node[last] = new
        elif act == "take out":
            del node[last]
        elif isinstance(node, dict):
            node[key] = new
        else:
            node.append(new)

    return mutate


@given(changes=st.lists(mutations(), min_size=1, max_size=2))
def test_what_the_schema_refuses_the_loader_refuses_too(
    changes: list[Callable[[dict[str, Any]], None]],
    small: str,
    problems: Callable[[str | bytes], list[Problem]],
) -> None:
    document = tomli.loads(small)
    for change in changes:
        change(document)
    found = problems("".join(f"{key} = {as_toml(entry)}\n" for key, entry in document.items()))
    if errors(as_json(document)):
        assert found
    else:
        unseen = [one for one in found if not any(re.search(kind, one.message) for kind in UNSEEN)]
        assert unseen == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('sectors = ["trade"]', 'sectors = ["tarde"]'),
        ('id = "later"', 'id = "earlier"'),
        ('name = "Trade"', 'name = "T\\u001Brade"'),
        ("end = 2025", "end = 2020"),
        ('date = "2025-11"', 'date = "2025-13"'),
        ("date = 2025-11-12", "date = 2025-11-12\nend = 2025-11-11"),
        ('cite = [{ source = "report", at = "p. 1" }]', 'cite = "reprot p. 1"'),
    ],
)
def test_what_only_the_loader_sees(
    edited: Callable[..., str], problems: Callable[[str | bytes], list[Problem]], old: str, new: str
) -> None:
    document = edited(old, new)
    assert errors(as_json(tomli.loads(document))) == []
    assert len(problems(document)) == 1
