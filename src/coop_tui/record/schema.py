"""The JSON Schema of the format, generated from its types.

It is meant for editors. Some of them ignore what stands beside a ``$ref``, and offer a
``default`` as a value to write.
"""

from __future__ import annotations

from typing import Any

from msgspec.json import schema

from coop_tui.record.fields import ID_PATTERN, LINE_LENGTH, LINE_PATTERN
from coop_tui.record.kinds import Kind
from coop_tui.record.tables import Dossier

_END = r"(?!\n)$"
"""The end of a pattern; ``$`` alone would match before a newline in Python."""


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format.

    A TOML date is text of the format ``date`` in it, as tools for TOML and JSON Schema
    expect.
    """
    made = _for_toml(schema(Dossier, schema_hook=lambda _: {}))
    parts = made["$defs"]
    point = parts["Point"]["properties"]
    point["kind"] = {**parts.pop(Kind.__name__), **_kinds(point["kind"]["description"])}
    for part in parts.values():
        if "cite" in part["properties"]:
            part["properties"]["cite"] = _cite(part["properties"]["cite"])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **parts.pop(Dossier.__name__),
        "title": "A record of co-operation meetings",
        "$defs": parts,
    }


def _cite(made: dict[str, Any]) -> dict[str, Any]:
    """The schema of citations: a text in short, or a list of such texts and of tables."""
    in_short = {
        "description": "The id of a source and, after a blank, the place in it.",
        "type": "string",
        "pattern": f"^{_inner(ID_PATTERN)}( {_inner(LINE_PATTERN)})?$",
        "maxLength": 2 * LINE_LENGTH + 1,
    }
    about = {key: made.pop(key) for key in ("description", "examples")}
    return {**about, "anyOf": [in_short, {**made, "items": {"anyOf": [in_short, made["items"]]}}]}


def _inner(pattern: str) -> str:
    """A pattern for a part of a text."""
    return pattern.removeprefix("^").removesuffix(_END)


def _kinds(description: str) -> dict[str, Any]:
    """The schema of the kinds, in order of strength, each with its meaning."""
    meanings = [f"- `{kind.value}`: {kind.meaning}" for kind in Kind]
    return {
        "description": "\n".join([description, "", *meanings]),
        "enum": [kind.value for kind in Kind],
        # Taplo shows these beside the values that it suggests.
        "x-taplo": {"docs": {"enumValues": [kind.meaning for kind in Kind]}},
    }


def _for_toml(made: Any) -> Any:
    """Adapt a schema from msgspec to TOML.

    An optional key is left out in TOML, so this removes null and defaults. In the patterns
    of ECMA-262 ``$`` only matches at the end of the text. An ``enum`` of one value becomes
    a ``const``.
    """
    if isinstance(made, list):
        return [_for_toml(entry) for entry in made]
    if not isinstance(made, dict):
        return made
    kept = {key: _for_toml(entry) for key, entry in made.items() if key != "default"}
    choices = kept.get("anyOf", [])
    if {"type": "null"} in choices:
        del kept["anyOf"]
        (given,) = (choice for choice in choices if choice != {"type": "null"})
        kept = {**given, **kept}
    if isinstance(pattern := kept.get("pattern"), str):
        kept["pattern"] = pattern.replace(_END, "$")
    if isinstance(values := kept.get("enum"), list) and len(values) == 1:
        kept["const"] = kept.pop("enum")[0]
    return kept
