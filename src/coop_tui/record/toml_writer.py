"""Values as they are written in TOML 1.0."""

from __future__ import annotations

from typing import Any

from coop_tui.record.dates import Date

WIDTH = 98
"""Characters in a line, where it can be helped."""


def to_toml(value: Any) -> str:
    """A value on one line: text, a number, a date, a list or a table of these.

    Read back, it is the same value. A month is text, since TOML has no such date; a year
    is a number.

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
    """``key = value``; a list of tables that makes a long line has one on each."""
    line = f"{key} = {to_toml(value)}"
    if len(line) <= WIDTH or not (value and isinstance(value, list) and isinstance(value[0], dict)):
        return line
    return "\n".join([f"{key} = [", *(f"  {to_toml(one)}," for one in value), "]"])


def _basic_string(text: str) -> str:
    import json

    # Every escape that JSON has is one of TOML; only DELETE needs another.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
