from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator
from msgspec import inspect

from coop_tui.record.fields import ID_PATTERN, PROSE_PATTERN, TEXT_PATTERN, URL_PATTERN
from coop_tui.record.loading.loader import parse
from coop_tui.record.schema import json_schema
from coop_tui.record.tables import Dossier, Kind

from .pages import fenced, page, rows, section

TABLES = "docs/format/tables.md"


def structs(kind: inspect.Type) -> Iterator[inspect.StructType]:
    """Every struct to which a type leads, itself included."""
    match kind:
        case inspect.StructType():
            yield kind
            for field in kind.fields:
                yield from structs(field.type)
        case inspect.Metadata():
            yield from structs(kind.type)
        case inspect.UnionType():
            for one in kind.types:
                yield from structs(one)
        case inspect.VarTupleType():
            yield from structs(kind.item_type)


STRUCTS = {struct.cls.__name__: struct for struct in structs(inspect.type_info(Dossier))}
SCHEMA = json_schema()
KEYS = [(name, field.encode_name) for name, struct in STRUCTS.items() for field in struct.fields]


def described(struct: str, key: str) -> dict[str, Any]:
    """What the JSON Schema says of a key, with what it refers to at hand."""
    table = SCHEMA if struct == "Dossier" else SCHEMA["$defs"][struct]
    return {**table["properties"][key], "$defs": SCHEMA["$defs"]}


def words(text: str) -> set[str]:
    """The words of a text, without marks and links."""
    return set(re.findall(r"[\w']+", re.sub(r"\]\(.*?\)", "]", text).casefold()))


def type_in_words(kind: inspect.Type) -> str:
    """How the format names a type, without what it says of the length of a list."""
    match kind:
        case inspect.Metadata(type=inspect.StrType(), extra={"refers_to": table}):
            return f"id of a{'n' * (table[0] == 'i')} {table}"
        case inspect.Metadata():
            return type_in_words(kind.type)
        case inspect.UnionType():
            (given,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
            return type_in_words(given)
        case inspect.VarTupleType():
            one = type_in_words(kind.item_type)
            if one.startswith("id of a"):
                return f"list of ids of {one.split()[-1]}s".replace("partys", "parties")
            return f"list of {one}s"
        case inspect.StrType():
            names = {ID_PATTERN: "id", PROSE_PATTERN: "prose", URL_PATTERN: "address"}
            return {**names, TEXT_PATTERN: "path"}.get(kind.pattern or "", "line")
        case inspect.IntType():
            return f"number, {kind.ge} to {kind.le}"
        case inspect.LiteralType(values=(int(),)):
            return "number"
        case inspect.LiteralType():
            return " or ".join(f'"{value}"' for value in reversed(kind.values))
        case inspect.EnumType():
            return "one of the kinds"
        case inspect.StructType():
            return kind.cls.__name__.lower()
        case inspect.CustomType():
            return "date"
    raise AssertionError(f"a type that is not documented: {kind}")


def test_the_example_is_a_record() -> None:
    (example,) = fenced("toml", page("docs/format/index.md"))
    dossier = parse(example.encode(), "example.toml")
    assert [meeting.id for meeting in dossier.meetings] == ["2025-11-12"]


def test_the_walk_finds_the_structs() -> None:
    assert {"Dossier", "Meeting", "Point", "Citation", "Remark", "Attendance"} <= set(STRUCTS)


@pytest.mark.parametrize("name", STRUCTS)
def test_the_format_documents_every_key_and_no_other(name: str) -> None:
    documented = {key: cells[1] for key, cells in rows(section(TABLES, f"## {name}")).items()}
    assert documented == {
        field.encode_name: "yes" if field.required else "no" for field in STRUCTS[name].fields
    }


@pytest.mark.parametrize("name", STRUCTS)
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
    (field,) = (one for one in STRUCTS[struct].fields if one.encode_name == key)
    cell = re.sub(r"\[(.*?)\]\(.*?\)|`", r"\1", rows(section(TABLES, f"## {struct}"))[key][0])
    shown, _, length = cell.partition(", ")
    expected = type_in_words(field.type)
    if struct == "Dossier" and shown == "list of tables":
        shown = f"list of {key}s"
    if not expected.startswith("list"):
        shown, length = cell, ""
    assert shown == expected
    least = described(struct, key).get("minItems")
    assert length == ("at least one" if least else "may be empty" if key == "people" else "")


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
    assert sorted(headings) == sorted(STRUCTS)


def test_the_format_documents_every_kind_with_its_step_and_meaning() -> None:
    documented = rows(page("docs/format/kinds.md"))
    steps = enumerate(Kind, start=1)
    assert documented == {kind.value: [str(step), kind.meaning] for step, kind in steps}
