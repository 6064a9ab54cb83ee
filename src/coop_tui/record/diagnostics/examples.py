"""Example TOML for the hints of problems, made from the examples of the format."""

from __future__ import annotations

from typing import Any

from coop_tui.record.introspect import Field, KeyPath, fields_of
from coop_tui.record.toml_writer import to_toml

_MAX_LENGTH = 140
"""The most characters of an example."""


def example(field: Field) -> str:
    """``such as`` and the key with a value; empty if that is long."""
    line = f"such as {field.key} = {to_toml(_sample(field))}"
    return line if len(line) <= _MAX_LENGTH else ""


def _sample(field: Field) -> Any:
    """A value of a field: its first example, or the required fields of its table."""
    if field.examples:
        return field.examples[0]
    value: Any = field.choices[0] if field.choices else "text"
    if field.is_table:
        value = {one.key: _sample(one) for one in fields_of(field.type).values() if one.required}
    return [value] if field.is_list else value


def header(field: Field, path: KeyPath) -> str:
    """The header of a table, or of an entry of a list of tables: ``[[meeting.point]]``."""
    dotted = ".".join(step for step in path if isinstance(step, str))
    return f"[[{dotted}]]" if field.is_list else f"[{dotted}]"


def missing_key_hint(field: Field, path: KeyPath) -> str:
    """What to write for a key that the table at a path lacks."""
    if not path and field.is_table:
        return f"at least one {header(field, (field.key,))} is needed"
    return example(field)


def wrong_type_hint(value: Any, field: Field, path: KeyPath) -> str:
    """What to write for a value, if a list, a table or text is expected at its path."""
    wants_list = field.is_list and isinstance(path[-1], str)
    if field.is_table:
        if wants_list and isinstance(value, dict):
            return f"put it in [ ], or write {header(field, path)}"
        return example(field) or f"write {header(field, path)}"
    match value:
        case [str()]:
            return "take the [ ] away"
        case list() | dict():
            return example(field)
    return "put it in [ ]" if wants_list else "put it in quotation marks"
