from __future__ import annotations

import datetime
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
import tomli
from jsonschema import Draft202012Validator

from coop_tui.record.schema import json_schema
from coop_tui.shipped import shipped_record


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


def test_every_property_says_what_it_means() -> None:
    schema = json_schema()
    silent = []
    for path, entry in properties(schema):
        parts = [entry, *entry.get("anyOf", ())]
        parts += [
            schema["$defs"][part["$ref"].rpartition("/")[2]] for part in parts if "$ref" in part
        ]
        if not any(part.get("description", "").strip() for part in parts):
            silent.append(path)
    assert len(list(properties(schema))) > 50
    assert silent == []
