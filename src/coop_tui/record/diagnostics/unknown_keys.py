"""Suggestions for keys that the format does not have."""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from coop_tui.record.characters import first_forbidden
from coop_tui.record.diagnostics.examples import header
from coop_tui.record.diagnostics.reference_hints import entries_of, id_of
from coop_tui.record.introspect import Field, KeyPath, fields_of, table_fields
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import Dossier
from coop_tui.record.toml_writer import to_toml

_MAX_LENGTH = 60
"""The most characters of a text that a hint repeats."""


class Suggestion(Struct, frozen=True):
    """What an unknown key is likely to be.

    Attributes:
        path: The table to which the key belongs; None for any table with such a key.
        key: The name of the key there; empty if it is like no known key.
        hint: What to do.
    """

    path: KeyPath | None
    key: str
    hint: str


def suggest_key(table: type[Struct], path: KeyPath, key: str, value: Any) -> Suggestion:
    """Find what an unknown key of the table at a path is likely to be."""
    known = list(fields_of(table))
    otherwise = f"known: {', '.join(known)}"
    if path:
        head = fields_of(Dossier).get(key)
        if head is not None and not head.is_table:
            hint = f"'{key}' belongs at the top of the file, before the first [[table]]"
            return Suggestion((), key, hint)
    elif tables := [entry for entry in entries_of(value) if isinstance(entry, dict)]:
        known = [field.key for field in table_fields(Dossier)]
        # An entry with an id is not a part of another entry.
        if not any(map(id_of, tables)):
            part = closest(key, [*known, *_part_headers()])
            if part not in known:
                hint = f"did you mean {' or '.join(_part_headers()[part])}?" if part else otherwise
                return Suggestion(None, part, hint)
    name = closest(key, known)
    in_a_list = _in_a_list(fields_of(table)[name], value) if name else ""
    return Suggestion(path, name, in_a_list or did_you_mean(name) or otherwise)


def _in_a_list(field: Field, value: Any) -> str:
    """What to write if a text stands under the singular of a list: ``sectors = ["trade"]``."""
    if not (field.is_list and field.type is str and isinstance(value, str)):
        return ""
    is_drawable = len(value) <= _MAX_LENGTH and first_forbidden(value) is None
    return f"write {field.key} = {to_toml([value])}" if is_drawable else ""


@cache
def _part_headers() -> dict[str, list[str]]:
    """The headers of the tables in entries, by key: ``[[meeting.point]]`` for ``point``."""
    headers: dict[str, list[str]] = {}
    for entry in table_fields(Dossier):
        for part in table_fields(entry.type):
            headers.setdefault(part.key, []).append(header(part, (entry.key, part.key)))
    return headers
