"""Finds every problem of a parsed document, by walking it along the fields of the format.

This is slow, and only runs for a document in which msgspec or the loader found a mistake.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.characters import MAX_MARKS, describe, excess_marks, first_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.date_hints import loose_date
from coop_tui.record.diagnostics.follow_up import out_of_time, point_names
from coop_tui.record.diagnostics.hints import (
    TableIds,
    entries_of,
    example,
    id_of,
    missing_key_hint,
    suggest_key,
    wrong_type_hint,
)
from coop_tui.record.diagnostics.patterns import (
    first_beyond_ascii,
    mismatch,
    unexpected_letter,
)
from coop_tui.record.diagnostics.problem import Problem, in_words, quoted
from coop_tui.record.entries import Citation, Plan
from coop_tui.record.fields import ID_PATTERN, LINE_LENGTH, POINT_PATTERN
from coop_tui.record.introspect import Field, KeyPath, fields_of, table_fields
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import FORMAT, Dossier, Meeting
from coop_tui.record.toml_writer import to_toml

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

_ENDS_EARLY = {
    Plan: ("start", "the plan ends before it starts", "correct its start or its end"),
    Meeting: (
        "date",
        "the meeting ends before it begins",
        "'end' is the last day of a meeting that lasted more than one",
    ),
}
"""The key with the first day of a table that has an ``end``, and what to say if that is earlier."""

Origin = Callable[[KeyPath], tuple[str, KeyPath]]
"""Gives the file that holds what is at a path of the document, and its path in that file."""


def validate(
    document: dict[str, Any],
    file: str,
    origin: Origin | None = None,
    *,
    is_complete: bool = True,
) -> list[Problem]:
    """List every problem of a document, in its order.

    Args:
        document: What the TOML parser returned; with tables from other files, if there are any.
        file: The file as the user named it.
        origin: Where each part of the document comes from; if left out, all from the file.
        is_complete: Whether no table is lacking that is known to be in another file. If one
            is, a reference may lead to it.

    Returns:
        The problems, without line and column; empty if the document is a record.
    """
    version = document.get("format")
    if type(version) is int and version != FORMAT:
        message = f"expected format {FORMAT}, found {_kind_of(version)}"
        return [Problem(file, message, "format", ("format",), f"write {FORMAT}")]
    origin = origin or (lambda path: (file, path))
    validator = _Validator(document, origin, is_complete)
    found = [*validator.table(document, Dossier, ()), *validator.out_of_time()]
    problems = sorted(found, key=lambda problem: validator.order(problem.path))
    return [replace(problem, path=origin(problem.path)[1]) for problem in problems]


class _Validator:
    """Walks a document.

    Attributes:
        document, origin, is_complete: As for ``validate``.
        unknown_table_ids: The ids in tables of the file whose key is unknown.
        referred_tables: The tables that were probably meant by such a key, since
            references to them lead to one of these ids.
        ids: The ids of each table that has ids.
        suggested: The table and name of each key that was probably meant by an unknown
            one: it is not missing as well. The table is None for a part of any entry.
    """

    def __init__(self, document: dict[str, Any], origin: Origin, is_complete: bool) -> None:
        self.document, self.origin, self.is_complete = document, origin, is_complete
        known = fields_of(Dossier)
        unknown = [value for key, value in document.items() if key not in known]
        ids = [id_of(entry) for value in unknown for entry in entries_of(value)]
        self.unknown_table_ids = {name for name in ids if name is not None}
        self.referred_tables: set[str] = set()
        self.ids = {
            key: TableIds(key, entries_of(document.get(key, [])), self.unknown_table_ids)
            for key in (field.key for field in table_fields(Dossier))
        }
        names = [{"id": name} for name in point_names(document)]
        self.ids["point"] = TableIds("meeting.point", names, pattern=POINT_PATTERN)
        self.suggested: set[tuple[KeyPath | None, str]] = set()

    def out_of_time(self) -> Iterator[Problem]:
        """What comes, or follows, earlier than it can."""
        for path, message, hint in out_of_time(self.document):
            yield self.problem(path, message, hint)

    def order(self, path: KeyPath) -> list[int]:
        """Where a path is in the document: the position of each step among its siblings."""
        positions: list[int] = []
        node: Any = self.document
        for step in path:
            positions.append(list(node).index(step) if isinstance(node, dict) else int(step))
            node = node[step]
        return positions

    def problem(self, path: KeyPath, message: str, hint: str = "", character: str = "") -> Problem:
        """A problem at a path; its file and its words are those of where that comes from.

        The words have the id of the entry if that is valid and not what the problem is about.
        """
        entry: Any = self.document
        for step in path[:2]:
            entry = entry[step]
        name = id_of(entry)
        is_valid = name and len(name) <= LINE_LENGTH and re.fullmatch(ID_PATTERN, name)
        file, own = self.origin(path)
        where = in_words(own, name if is_valid and path[2:] != ("id",) else None)
        return Problem(file, message, where, path, hint, character=character)

    def table(self, value: dict[str, Any], table: type[Struct], path: KeyPath) -> Iterator[Problem]:
        fields = fields_of(table)
        suggestions = {
            key: suggest_key(table, path, key, value, self.unknown_reference)
            for key in value
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
        if table in _ENDS_EARLY:
            start, message, hint = _ENDS_EARLY[table]
            if _is_before(value.get("end"), value.get(start)):
                yield self.problem((*path, "end"), message, hint)
        for key, field in fields.items():
            if field.required and key not in value and not self.is_elsewhere(key, path):
                yield self.problem(path, f"'{key}' is missing", missing_key_hint(field, path))

    def is_elsewhere(self, key: str, path: KeyPath) -> bool:
        """Whether a key that a table lacks is probably there under another name or path."""
        if path:
            return not {(path, key), (None, key)}.isdisjoint(self.suggested)
        is_table = fields_of(Dossier)[key].is_table
        return (
            (path, key) in self.suggested
            or key in self.referred_tables
            or (is_table and not self.is_complete)
        )

    def field(self, value: Any, field: Field, path: KeyPath) -> Iterator[Problem]:
        if not field.is_list:
            yield from self.item(value, field, path)
        elif not isinstance(value, list):
            expected = "a list" if field.type is not Citation else "text or a list"
            yield self.wrong_type(value, expected, path, wrong_type_hint(value, field, path))
        else:
            if len(value) < field.min_items:
                yield self.problem(path, "the list is empty", "at least one is needed")
            for index, entry in enumerate(value):
                yield from self.item(entry, field, (*path, index))
            if field.is_table and "id" in fields_of(field.type):
                yield from self.duplicate_ids(value, path)
            elif field.is_set:
                yield from self.duplicates(value, field, path)

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
            expected = "a table" if field.type is not Citation else "text or a table"
            yield self.wrong_type(value, expected, path, wrong_type_hint(value, field, path))

    def duplicate_ids(self, entries: list[Any], path: KeyPath) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for index, entry in enumerate(entries):
            name = id_of(entry)
            if name is None or first.setdefault(name, index) == index:
                continue
            table = path[-1]
            file, other = self.origin((*path, first[name]))
            elsewhere = f" of {file}" if file != self.origin((*path, index))[0] else ""
            owner = f"{in_words(other[-2:], None)}{elsewhere}"
            hint = f"{owner} has it; each {table} needs an id of its own"
            message = f"the id {quoted(name)} is already used"
            yield self.problem((*path, index, "id"), message, hint)

    def duplicates(self, values: list[Any], field: Field, path: KeyPath) -> Iterator[Problem]:
        first: dict[str, int] = {}
        for index, value in enumerate(values):
            if isinstance(value, str) and first.setdefault(value, index) != index:
                hint = f"{field.key} {first[value] + 1} is the same"
                yield self.problem((*path, index), f"{quoted(value)} is listed twice", hint)

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
            message, hint, character = mismatch(value, pattern)
            hint = f"{unexpected_letter(character)}{hint}"
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
        if value in self.unknown_table_ids and value not in self.ids[table]:
            self.referred_tables.add(table)
        elif hint := self.unknown_reference(value, table):
            character = first_beyond_ascii(value)
            hint = f"{unexpected_letter(character)}{hint}"
            yield self.problem(path, f"there is no {table} {quoted(value)}", hint, character)

    def unknown_reference(self, value: str, table: str) -> str:
        """What to do about a reference that leads to nothing; empty if it may lead somewhere."""
        known = value in self.ids[table] or value in self.unknown_table_ids
        return "" if known or not self.is_complete else self.ids[table].hint(value)

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
            character = first_beyond_ascii(value)
            if question := did_you_mean(closest(value, known)):
                hint = f"{unexpected_letter(character)}{question} {hint}"
            yield self.problem(path, f"{quoted(value)} is not allowed here", hint, character)

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


def _is_before(end: Any, start: Any) -> bool:
    """Whether two values are valid dates, and all of the first is before the second."""
    try:
        return Date.parse(end).last < Date.parse(start).first
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


def _kind_of(value: Any) -> str:
    """What a TOML value is, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return f"the number {value}" if abs(value) < _LONG_NUMBER else "a whole number"
    return _KINDS[type(value)]
