"""Finds every problem of a parsed document, by walking it along the fields of the format.

This is slow, and only runs for a document in which msgspec or the loader found a mistake.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.characters import MAX_MARKS, describe, excess_marks, first_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.date_hints import loose_date
from coop_tui.record.diagnostics.hints import (
    TableIds,
    entries_of,
    example,
    id_of,
    missing_key_hint,
    suggest_key,
    wrong_type_hint,
)
from coop_tui.record.diagnostics.problem import Problem, in_words, quoted
from coop_tui.record.fields import (
    ID_PATTERN,
    LINE_LENGTH,
    LINE_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)
from coop_tui.record.introspect import Field, KeyPath, fields_of, table_fields
from coop_tui.record.record import PATH_HINT
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import FORMAT, Dossier, Plan
from coop_tui.record.toml_writer import to_toml

_PATTERNS = {
    LINE_PATTERN: (
        "is not one line of text",
        "remove the tab, the newline or the space at its start",
    ),
    ID_PATTERN: (
        "is not a valid id",
        "an id is lower-case letters a to z, digits, '-', '_' and '.', and begins with a "
        "letter or digit",
    ),
    URL_PATTERN: ("is not a valid address", "an address begins with http:// or https://"),
    TEXT_PATTERN: ("is not a path inside the record's folder", PATH_HINT),
}
"""What is wrong with a text that does not match a pattern, and what to do."""
_LONG_NUMBER = 10**12
"""Numbers from this one on are not shown."""
_KINDS = {
    str: "text",
    float: "a decimal number",
    list: "a list",
    dict: "a table",
    datetime.datetime: "a date with a time of day",
    datetime.date: "a date",
    datetime.time: "a time of day",
}
"""The other types of TOML in words."""
_TOO_MANY = f"more than {MAX_MARKS} marks or invisible characters in a row, such as"
_DATE_HINT = 'write 2025, "2025-11" or 2025-11-12'


def validate(document: dict[str, Any], file: str) -> list[Problem]:
    """List every problem of a document, in the order of the file.

    Returns:
        The problems, without line and column; empty if the document is a record.
    """
    version = document.get("format")
    if type(version) is int and version != FORMAT:
        message = f"expected format {FORMAT}, found {_kind_of(version)}"
        return [Problem(file, message, "format", ("format",), f"write {FORMAT}")]
    validator = _Validator(document, file)
    problems = validator.table(document, Dossier, ())
    return sorted(problems, key=lambda problem: validator.order(problem.path))


class _Validator:
    """Walks a document.

    Attributes:
        document: What the TOML parser returned.
        file: The file as the user named it.
        unknown_table_ids: The ids in tables of the file whose key is unknown.
        referred_tables: The tables that were probably meant by such a key, since
            references to them lead to one of these ids.
        ids: The ids of each table that has ids.
        suggested: The table and name of each key that was probably meant by an unknown
            one: it is not missing as well. The table is None for a part of any entry.
    """

    def __init__(self, document: dict[str, Any], file: str) -> None:
        self.document = document
        self.file = file
        known = fields_of(Dossier)
        unknown = [value for key, value in document.items() if key not in known]
        ids = [id_of(entry) for value in unknown for entry in entries_of(value)]
        self.unknown_table_ids = {name for name in ids if name is not None}
        self.referred_tables: set[str] = set()
        self.ids = {
            key: TableIds(key, entries_of(document.get(key, [])), self.unknown_table_ids)
            for key in (field.key for field in table_fields(Dossier))
        }
        self.suggested: set[tuple[KeyPath | None, str]] = set()

    def order(self, path: KeyPath) -> list[int]:
        """Where a path is in the document: the position of each step among its siblings."""
        positions: list[int] = []
        node: Any = self.document
        for step in path:
            positions.append(list(node).index(step) if isinstance(node, dict) else int(step))
            node = node[step]
        return positions

    def problem(self, path: KeyPath, message: str, hint: str = "", character: str = "") -> Problem:
        """A problem at a path; the words for it have the id of its entry if that is valid."""
        entry: Any = self.document
        for step in path[:2]:
            entry = entry[step]
        name = id_of(entry)
        is_valid = name and len(name) <= LINE_LENGTH and re.fullmatch(ID_PATTERN, name)
        where = in_words(path, name if is_valid else None)
        return Problem(self.file, message, where, path, hint, character=character)

    def table(self, value: dict[str, Any], table: type[Struct], path: KeyPath) -> Iterator[Problem]:
        fields = fields_of(table)
        suggestions = {
            key: suggest_key(table, path, key, entry)
            for key, entry in value.items()
            if key not in fields
        }
        self.suggested |= {(one.path, one.key) for one in suggestions.values()}
        for key, entry in value.items():
            if (character := first_forbidden(key)) is not None:
                # The key cannot be shown, so the message names only its table.
                message = f"a key contains {describe(character)}"
                problem = self.problem(path, message, "remove it", character)
                yield replace(problem, path=(*path, key))
            elif (mark := excess_marks(key)) is not None:
                message = f"a key contains {_TOO_MANY} {describe(mark)}"
                yield self.problem(path, message, "remove them")
            elif key in suggestions:
                yield self.problem((*path, key), "there is no such key", suggestions[key].hint)
            elif not (
                fields[key].is_list and isinstance(entry, dict) and (path, key) in self.suggested
            ):
                # TOML reads [[meeting.point]] below a misspelt [[meetings]] as a table.
                yield from self.field(entry, fields[key], (*path, key))
        if table is Plan and _ends_early(value):
            yield self.problem((*path, "end"), "the plan ends before it starts")
        for key, field in fields.items():
            if field.required and key not in value and not self.is_elsewhere(key, path):
                yield self.problem(path, f"'{key}' is missing", missing_key_hint(field, path))

    def is_elsewhere(self, key: str, path: KeyPath) -> bool:
        """Whether a key that a table lacks is probably there under another name or path."""
        if path:
            return not {(path, key), (None, key)}.isdisjoint(self.suggested)
        return (path, key) in self.suggested or key in self.referred_tables

    def field(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        if not field.is_list:
            yield from self.item(value, field, path)
        elif not isinstance(value, list):
            yield self.wrong_type(value, "a list", path, wrong_type_hint(value, field, path))
        else:
            if len(value) < field.min_items:
                yield self.problem(path, "the list is empty", "at least one is needed")
            for index, entry in enumerate(value):
                yield from self.item(entry, field, (*path, index))
            if len(path) == 1:
                yield from self.duplicates(value, path[0])

    def item(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        """The problems of a value that is not a list, or of an item of a list."""
        if field.choices:
            yield from self.choice(value, field, path)
        elif field.type is str:
            yield from self.text(value, field, path)
        elif field.type is int:
            yield from self.number(value, field, path)
        elif field.type is Date:
            yield from self.date(value, path)
        elif isinstance(value, dict):
            yield from self.table(value, field.type, path)
        else:
            yield self.wrong_type(value, "a table", path, wrong_type_hint(value, field, path))

    def duplicates(self, entries: list[Any], table: int | str) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for index, entry in enumerate(entries):
            name = id_of(entry)
            if name is not None and first.setdefault(name, index) != index:
                path = (table, index, "id")
                message = f"the id {quoted(name)} is already used"
                hint = f"{table} {first[name] + 1} has it; each {table} needs an id of its own"
                yield Problem(self.file, message, in_words(path, None), path, hint)

    def text(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield self.wrong_type(value, "text", path, wrong_type_hint(value, field, path))
            return
        pattern, max_length = field.meta.get("pattern"), field.meta.get("max_length")
        if (character := first_forbidden(value)) is not None:
            message = f"the text contains {describe(character)}"
            yield self.problem(path, message, "it cannot be shown safely: remove it", character)
        elif (mark := excess_marks(value)) is not None:
            message = f"the text contains {_TOO_MANY} {describe(mark)}"
            yield self.problem(path, message, "remove all but a few")
        elif max_length is not None and len(value) > max_length:
            message = f"the text has {len(value):,} characters"
            yield self.problem(path, message, f"at most {max_length:,}")
        elif pattern and not value.strip():
            yield self.problem(path, "the text is empty")
        elif pattern and not re.search(pattern, value):
            message, hint, character = _mismatch(value, pattern)
            hint = f"{_unexpected_letter(character)}{hint}"
            yield self.problem(path, f"{quoted(value)} {message}", hint, character)
        elif field.refers_to:
            yield from self.reference(value, field.refers_to, path)

    def number(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        least, most = field.meta.get("ge"), field.meta.get("le")
        if type(value) is not int:
            hint = example(field)
            if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value):
                hint = f"write {int(value)}, without quotation marks"
            yield self.wrong_type(value, "a whole number", path, hint)
        elif least is not None and value < least:
            yield self.problem(path, f"{_shown(value)} is too small", f"{least} or more")
        elif most is not None and value > most:
            yield self.problem(path, f"{_shown(value)} is too large", f"{most} at most")

    def reference(self, value: str, table: str, path: KeyPath) -> Iterator[Problem]:
        ids = self.ids[table]
        if value in ids:
            return
        if value in self.unknown_table_ids:
            self.referred_tables.add(table)
        elif hint := ids.hint(value):
            character = _first_beyond_ascii(value)
            hint = f"{_unexpected_letter(character)}{hint}"
            yield self.problem(path, f"there is no {table} {quoted(value)}", hint, character)

    def choice(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        known = field.choices
        if any(value == choice and type(value) is type(choice) for choice in known):
            return
        hint = f"one of: {', '.join(map(str, known))}"
        if len(known) == 1:
            unquoted = ", without quotation marks" if isinstance(value, str) else ""
            hint = f"write {known[0]}{unquoted}"
            yield self.wrong_type(value, f"the number {known[0]}", path, hint)
        elif not isinstance(value, str):
            yield self.wrong_type(value, "text", path, hint)
        else:
            character = _first_beyond_ascii(value)
            if question := did_you_mean(closest(value, known)):
                hint = f"{_unexpected_letter(character)}{question} {hint}"
            yield self.problem(path, f"{quoted(value)} is not a valid {field.key}", hint, character)

    def date(self, value: Any, path: KeyPath) -> Iterator[Problem]:
        is_number = type(value) is int
        if not (is_number or isinstance(value, str) or type(value) is datetime.date):
            yield self.wrong_type(value, "a date", path, _DATE_HINT)
            return
        try:
            Date.parse(value)
        except ValueError:
            hint = _date_hint(_shown(value) if is_number else value)
            if is_number:
                message, otherwise = f"{_shown(value)} is not a year", "a year is 1 to 9999"
            else:
                message, otherwise = f"{quoted(value)} is not a date", _DATE_HINT
            yield self.problem(path, message, hint or otherwise)

    def wrong_type(self, value: Any, expected: str, path: KeyPath, hint: str) -> Problem:
        return self.problem(path, f"expected {expected}, found {_kind_of(value)}", hint)


def _ends_early(plan: dict[str, Any]) -> bool:
    """Whether a plan has two valid dates and ends before it starts."""
    try:
        return Date.parse(plan.get("end")).last < Date.parse(plan.get("start")).first
    except ValueError:
        return False


def _date_hint(text: str) -> str:
    """What to write for a text that is not a date; empty if that is not known."""
    if (date := loose_date(text)) is not None:
        return f"write {to_toml(date)}"
    if re.fullmatch("[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        return "the calendar has no such date: correct the month or the day"
    return ""


def _shown(number: int) -> str:
    return str(number) if abs(number) < _LONG_NUMBER else "the number"


def _mismatch(value: str, pattern: str) -> tuple[str, str, str]:
    """What is wrong with a text, what to do, and the character that is the cause, if any."""
    if pattern == URL_PATTERN and re.match("https?://", value):
        if (wrong := re.search(r'[\s<>"]', value)) is None:
            return "has no host", "such as https://example.org/", ""
        what = {'"': "a quotation mark", "<": "a <", ">": "a >"}.get(wrong[0], "a space")
        escaped = "".join(f"%{byte:02X}" for byte in wrong[0].encode())
        return f"contains {what}", f"write {escaped} for it", wrong[0]
    return *_PATTERNS[pattern], _first_beyond_ascii(value) if pattern == ID_PATTERN else ""


def _first_beyond_ascii(name: str) -> str:
    """The first character of an id that is not ASCII; empty if there is none."""
    return next((character for character in name if not character.isascii()), "")


def _unexpected_letter(character: str) -> str:
    """The name of a character, to begin a hint: it may look like one of ASCII."""
    return "" if character.isascii() else f"it contains {describe(character)}; "


def _kind_of(value: Any) -> str:
    """What a TOML value is, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < _LONG_NUMBER else "a whole number"
    return _KINDS[type(value)]
