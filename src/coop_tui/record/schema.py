"""The JSON Schema of the format, made from its types.

It is written for editors. Two of their ways shape it: what stands beside a ``$ref`` may
be passed over, and a ``default`` is offered as a value to write down.
"""

from __future__ import annotations

from typing import Any

from msgspec.json import schema

from coop_tui.record.tables import Dossier, Kind

TITLE = "A record of co-operation meetings"


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format.

    Where TOML has a date, it takes text with the format ``date``, as tools for TOML and
    JSON Schema have it.
    """
    made = _for_toml(schema(Dossier, schema_hook=lambda _: {}))
    parts = made["$defs"]
    point = parts["Point"]["properties"]
    point["kind"] = {**parts.pop(Kind.__name__), **_kinds(point["kind"]["description"])}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **parts.pop(Dossier.__name__),
        "title": TITLE,
        "$defs": parts,
    }


def _kinds(description: str) -> dict[str, Any]:
    """The kinds in order of strength, each with its meaning."""
    meanings = [f"- `{kind.value}`: {kind.meaning}" for kind in Kind]
    return {
        "description": "\n".join([description, "", *meanings]),
        "enum": [kind.value for kind in Kind],
        # Taplo shows these beside the values that it offers.
        "x-taplo": {"docs": {"enumValues": [kind.meaning for kind in Kind]}},
    }


def _for_toml(made: Any) -> Any:
    """What msgspec made, said for TOML.

    An optional key is left out, so there is no null and no default. A pattern is in the
    dialect of ECMA-262, where ``$`` is the end of the text and nothing else. A list with
    one value in it is that value.
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
        kept["pattern"] = pattern.replace(r"(?!\n)$", "$")
    if isinstance(values := kept.get("enum"), list) and len(values) == 1:
        kept["const"] = kept.pop("enum")[0]
    return kept
