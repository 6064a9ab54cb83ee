"""The JSON Schema of the format, made from its types."""

from __future__ import annotations

from typing import Any

from msgspec.json import schema

from coop_tui.record.model import Dossier


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format."""
    described = _without_null(schema(Dossier, schema_hook=lambda _: {}))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **described,
        "title": "A record of co-operation meetings",
    }


def _without_null(schema: Any) -> Any:
    """The schema without null, which TOML does not have: an optional key is left out."""
    if isinstance(schema, list):
        return [_without_null(entry) for entry in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {
        key: _without_null(entry)
        for key, entry in schema.items()
        if (key, entry) != ("default", None)
    }
    choices = kept.get("anyOf", [])
    if {"type": "null"} in choices:
        del kept["anyOf"]
        (given,) = (choice for choice in choices if choice != {"type": "null"})
        kept = {**given, **kept}
    return kept
