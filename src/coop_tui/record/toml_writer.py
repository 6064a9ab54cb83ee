"""Writes values in TOML 1.0."""

from __future__ import annotations

from typing import Any

from coop_tui.record.dates import Date

WIDTH = 98
"""The characters in a line, if possible."""


def to_toml(value: Any) -> str:
    """A value on one line, which a parser reads back as the same value.

    A month becomes text, since TOML has no such date, and a year a number.

    Args:
        value: A ``str`` without surrogates, an ``int``, a ``Date``, or a ``list`` or a
            ``dict`` of these with bare keys.
    """
    match value:
        case str():
            return _basic_string(value)
        case Date(month=0):
            return str(value.year)
        case Date(day=0):
            return _basic_string(value.edtf)
        case Date():
            return value.edtf
        case dict():
            entries = ", ".join(f"{key} = {to_toml(key_value)}" for key, key_value in value.items())
            return f"{{ {entries} }}"
        case list():
            return f"[{', '.join(map(to_toml, value))}]"
        case _:
            return str(value)


def key_value(key: str, value: Any) -> str:
    """``key = value``; if the line is too long, a list of tables gets a line for each."""
    line = f"{key} = {to_toml(value)}"
    if len(line) <= WIDTH or not (value and isinstance(value, list) and isinstance(value[0], dict)):
        return line
    return "\n".join([f"{key} = [", *(f"  {to_toml(entry)}," for entry in value), "]"])


def _basic_string(text: str) -> str:
    import json

    # TOML has all escapes of JSON; DELETE alone needs another.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
