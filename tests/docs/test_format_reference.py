from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator
from msgspec import Struct

from coop_tui.record.dates import Date
from coop_tui.record.entries import Citation
from coop_tui.record.fields import ID_PATTERN, PROSE_PATTERN, TEXT_PATTERN, URL_PATTERN
from coop_tui.record.introspect import Field, fields_of, table_fields
from coop_tui.record.kinds import COMMITMENTS, Kind
from coop_tui.record.loading.loader import parse
from coop_tui.record.schema import json_schema
from coop_tui.record.tables import Dossier

from .pages import fenced, page, rows, section

TABLES, KINDS = "docs/format/tables.md", "docs/format/kinds.md"


def tables(table: type[Struct]) -> Iterator[type[Struct]]:
    """A table class, and those of the tables in it."""
    yield table
    for field in table_fields(table):
        yield from tables(field.type)


TABLE_CLASSES = {table.__name__: table for table in tables(Dossier)}
SCHEMA = json_schema()
KEYS = [(name, key) for name, table in TABLE_CLASSES.items() for key in fields_of(table)]


def described(struct: str, key: str) -> dict[str, Any]:
    """What the JSON Schema says of a key, with what it refers to at hand."""
    table = SCHEMA if struct == "Dossier" else SCHEMA["$defs"][struct]
    return {**table["properties"][key], "$defs": SCHEMA["$defs"]}


def words(text: str) -> set[str]:
    """The words of a text, without marks and links."""
    return set(re.findall(r"[\w']+", re.sub(r"\]\(.*?\)", "]", text).casefold()))


def type_in_words(field: Field) -> str:
    """How the reference names the type of a field, without the length of a list."""
    if field.is_list and field.refers_to:
        return f"list of ids of {field.refers_to}s".replace("partys", "parties")
    if field.type is Citation:
        return "citations"  # one in short, or a list
    one = item_in_words(field)
    return f"list of {one}s" if field.is_list else one


def item_in_words(field: Field) -> str:
    """How the reference names the type of a value, or of an item of a list."""
    if field.is_table:
        return str(field.type.__name__.lower())
    if field.refers_to:
        return f"id of a{'n' * (field.refers_to[0] == 'i')} {field.refers_to}"
    if field.type is Kind:
        return "one of the kinds"
    if field.choices:
        *others, last = (f'"{value}"' for value in field.choices)
        return f"{', '.join(others)} or {last}" if others else "number"
    if field.type is int:
        return f"number, {field.meta.get('ge')} to {field.meta.get('le')}"
    if field.type is str:
        names = {ID_PATTERN: "id", PROSE_PATTERN: "prose", URL_PATTERN: "address"}
        return {**names, TEXT_PATTERN: "path"}.get(field.meta.get("pattern", ""), "line")
    assert field.type is Date, f"a type that is not documented: {field}"
    return "date"


def test_the_example_is_a_record() -> None:
    (example,) = fenced("toml", page("docs/format/index.md"))
    dossier = parse(example.encode(), "example.toml")
    assert [meeting.id for meeting in dossier.meetings] == ["2018-10-24", "2025-11-12"]


def test_the_example_shows_what_the_format_can_say() -> None:
    (example,) = fenced("toml", page("docs/format/index.md"))
    dossier = parse(example.encode(), "example.toml")
    points = [point for meeting in dossier.meetings for point in meeting.points]
    assert {len(point.sectors) for point in points} == {0, 1, 2}
    assert any(meeting.areas for meeting in dossier.meetings)
    assert any(dossier.body_of(one) for meeting in dossier.meetings for one in meeting.people)
    assert "\nrecorded = " in example


def test_the_walk_finds_the_tables() -> None:
    assert {"Dossier", "Meeting", "Point", "Citation", "Remark", "Attendance"} <= set(TABLE_CLASSES)


@pytest.mark.parametrize("name", TABLE_CLASSES)
def test_the_format_documents_every_key_and_no_other(name: str) -> None:
    documented = {key: cells[1] for key, cells in rows(section(TABLES, f"## {name}")).items()}
    assert documented == {
        key: "yes" if field.required else "no"
        for key, field in fields_of(TABLE_CLASSES[name]).items()
    }


@pytest.mark.parametrize("name", TABLE_CLASSES)
def test_every_row_of_the_format_shows_its_key(name: str) -> None:
    for key, cells in rows(section(TABLES, f"## {name}")).items():
        assert len(cells) == 4
        assert re.search(rf"\b{key}\b", cells[3]), f"the example of {key} shows something else"


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_format_and_the_schema_say_the_same_of_a_key(struct: str, key: str) -> None:
    meaning = words(rows(section(TABLES, f"## {struct}"))[key][2])
    description = words(described(struct, key)["description"].partition("\n")[0])
    assert meaning <= description or description <= meaning


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_format_gives_the_type_of_a_key(struct: str, key: str) -> None:
    cell = re.sub(r"\[(.*?)\]\(.*?\)|`", r"\1", rows(section(TABLES, f"## {struct}"))[key][0])
    shown, _, length = cell.partition(", ")
    expected = type_in_words(fields_of(TABLE_CLASSES[struct])[key])
    if struct == "Dossier" and shown == "list of tables":
        shown = f"list of {key}s"
    if not expected.startswith(("list", "citations")):
        shown, length = cell, ""
    assert shown == expected
    field = fields_of(TABLE_CLASSES[struct])[key]
    may_be_empty = field.required and field.is_list and not field.min_items
    assert length == ("at least one" if field.min_items else "may be empty" if may_be_empty else "")


@pytest.mark.parametrize(("struct", "key"), KEYS)
def test_the_example_of_a_key_is_valid(struct: str, key: str) -> None:
    example = rows(section(TABLES, f"## {struct}"))[key][3].strip("`")
    if example.startswith("["):
        assert example.strip("[]").split(".")[-1] == key
        return
    value = tomli.loads(example)[key]
    shown = value.isoformat() if isinstance(value, datetime.date) else value
    assert list(Draft202012Validator(described(struct, key)).iter_errors(shown)) == []


def test_the_page_has_the_tables_of_the_format_and_no_other() -> None:
    headings = re.findall(r"^## (.*)$", page(TABLES), flags=re.MULTILINE)
    assert sorted(headings) == sorted(TABLE_CLASSES)


def test_the_format_documents_every_kind_with_its_strength_and_meaning() -> None:
    statements = rows(section(KINDS, "## Statements"))
    commitments = rows(section(KINDS, "## Commitments"))
    assert statements == {kind.value: [kind.meaning] for kind in Kind if not kind.strength}
    assert list(commitments.items()) == [
        (kind.value, [str(kind.strength), kind.meaning]) for kind in COMMITMENTS
    ]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_a_rule_with_an_example_and_a_near_miss(kind: Kind) -> None:
    rule = section(KINDS, f"### `{kind.value}`")
    assert rule.count("\n- Example: “") == 1
    near_misses = re.findall(r"^- Near miss: “.*$", rule, flags=re.MULTILINE)
    assert near_misses
    other_kinds = {one.value for one in Kind} - {kind.value}
    for near_miss in near_misses:
        assert other_kinds & set(re.findall("`([^`]+)`", near_miss)) or "an area" in near_miss
