"""Hints: examples of what to write, and the keys and ids that were probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from coop_tui.record.characters import first_forbidden
from coop_tui.record.fields import ID_PATTERN
from coop_tui.record.introspect import Field, KeyPath, fields_of, table_fields
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import Dossier, Meeting
from coop_tui.record.toml_writer import to_toml

_EXAMPLE_LENGTH, _LIST_LENGTH, _MAX_REPEATED = 140, 100, 60
"""The most characters of an example, of the ids that a hint lists, and of a text repeated."""

_IN_OTHER_WORDS: dict[tuple[type[Struct], str], str] = {
    (Meeting, "completeness"): '\'recorded\' says that: it is "in-full" or "in-part"',
    (Meeting, "guests"): "guests stand in 'people', each with a 'body' and without a party",
    (Meeting, "video"): '\'held\' says that: it is "in-person", "by-video" or "both"',
}
"""Where that stands which has another key in the format, by table and by the key tried."""


def example(field: Field) -> str:
    """``such as`` and the key with a value; empty if that is long."""
    line = f"such as {field.key} = {to_toml(_sample(field))}"
    return line if len(line) <= _EXAMPLE_LENGTH else ""


def _sample(field: Field) -> Any:
    """A value of a field: its first example, or the required fields of its table."""
    if field.examples:
        return field.examples[0]
    value: Any = field.choices[0] if field.choices else "text"
    if field.is_table:
        value = {one.key: _sample(one) for one in fields_of(field.type).values() if one.required}
    return [value] if field.is_list else value


def _header(field: Field, path: KeyPath) -> str:
    """The header of a table, or of an entry of a list of tables: ``[[meeting.point]]``."""
    dotted = ".".join(step for step in path if isinstance(step, str))
    return f"[[{dotted}]]" if field.is_list else f"[{dotted}]"


def missing_key_hint(field: Field, path: KeyPath) -> str:
    """What to write for a key that the table at a path lacks."""
    if not path and field.is_table:
        return f"at least one {_header(field, (field.key,))} is needed"
    return example(field)


def wrong_type_hint(value: Any, field: Field, path: KeyPath) -> str:
    """What to write for a value, if a list, a table or text is expected at its path."""
    wants_list = field.is_list and isinstance(path[-1], str)
    if field.is_table:
        if wants_list and isinstance(value, dict):
            return f"put it in [ ], or write {_header(field, path)}"
        return example(field) or f"write {_header(field, path)}"
    match value:
        case [str()]:
            return "take the [ ] away"
        case list() | dict():
            return example(field)
    return "put it in [ ]" if wants_list else "put it in quotation marks"


def entries_of(value: Any) -> list[Any]:
    """The entries of an array; a value that is not an array counts as its only entry."""
    return value if isinstance(value, list) else [value]


def id_of(entry: Any) -> str | None:
    """The id of an entry; None if it has none that is text."""
    name = entry.get("id") if isinstance(entry, dict) else None
    return name if isinstance(name, str) else None


class TableIds:
    """The ids in an array of tables.

    Args:
        table: The key of the array.
        entries: Its entries, valid or not.
        others: Ids in tables whose key is unknown: this table may be meant.
        pattern: What an id matches.
    """

    def __init__(
        self,
        table: str,
        entries: list[Any],
        others: Iterable[str] = (),
        pattern: str = ID_PATTERN,
    ) -> None:
        self._table, self._pattern = table, pattern
        ids = [id_of(entry) for entry in entries]
        self._given = dict.fromkeys(name for name in ids if name is not None)
        self._all_known = len(self._given) == len(ids)
        self._others = set(others)
        # The same mistake is often made many times, and to search for similar ids is slow.
        self.hint = cache(self._hint)

    def __contains__(self, reference: str) -> bool:
        """Whether an entry has this id, valid or not."""
        return reference in self._given

    def _hint(self, reference: str) -> str:
        """What to do about a reference to an id that is not there.

        Returns:
            The hint; empty if the reference probably leads to an entry once its id is
            corrected, which is a problem of its own.
        """
        if name := closest(reference, [*self._others, *self._given]):
            is_valid = re.fullmatch(self._pattern, name)
            return did_you_mean(name) if is_valid or name in self._others else ""
        if not self._all_known:
            return ""
        valid = [name for name in self._given if re.fullmatch(self._pattern, name)]
        return f"known: {_listed(valid)}" if valid else f"add a [[{self._table}]] with this id"


def _listed(names: list[str]) -> str:
    """The names, separated by commas; of many the first, and the number of the rest."""
    shown, room = 0, _LIST_LENGTH
    while shown < len(names) and (room := room - len(names[shown]) - 2) >= 0:
        shown += 1
    more = f" and {len(names) - shown:,} more" if shown < len(names) else ""
    return f"{', '.join(names[:shown])}{more}".strip()


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


def suggest_key(
    table: type[Struct],
    path: KeyPath,
    key: str,
    values: Mapping[str, Any],
    unknown_reference: Callable[[str, str], str],
) -> Suggestion:
    """Find what an unknown key of the table at a path is likely to be.

    Args:
        table: The class of the table.
        path: Where it is.
        key: The key.
        values: All keys of the table, with their values.
        unknown_reference: Gives what to do about an id and the array of tables to which it
            refers; empty if it may lead to an entry.
    """
    value, known = values[key], list(fields_of(table))
    otherwise = f"known: {', '.join(known)}"
    if path:
        if pointer := _IN_OTHER_WORDS.get((table, key)):
            return Suggestion(path, "", pointer)
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
    if not name:
        return Suggestion(path, "", otherwise)
    field = fields_of(table)[name]
    if name in values and not field.is_table:
        # TOML has no key twice, so the value can only go where the other is.
        hint = f"add it to '{name}'" if field.is_list else f"there is a '{name}' already"
        return Suggestion(path, name, hint)
    return Suggestion(path, name, _in_a_list(field, value, unknown_reference) or did_you_mean(name))


def _in_a_list(field: Field, value: Any, unknown_reference: Callable[[str, str], str]) -> str:
    """What to write if a text stands under the singular of a list: ``sectors = ["trade"]``."""
    if not (field.is_list and field.type is str and isinstance(value, str)):
        return ""
    if len(value) > _MAX_REPEATED or first_forbidden(value) is not None:
        return ""
    if field.refers_to and (hint := unknown_reference(value, field.refers_to)):
        return f"write '{field.key}', a list; there is no {field.refers_to} '{value}': {hint}"
    return f"write {field.key} = {to_toml([value])}"


@cache
def _part_headers() -> dict[str, list[str]]:
    """The headers of the tables in entries, by key: ``[[meeting.point]]`` for ``point``."""
    headers: dict[str, list[str]] = {}
    for entry in table_fields(Dossier):
        for part in table_fields(entry.type):
            headers.setdefault(part.key, []).append(_header(part, (entry.key, part.key)))
    return headers
