"""Every problem of a parsed document, found by walking the types of the model.

Only called for a document that is known or suspected to be wrong: msgspec says fast
that something is wrong, this says slowly what.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import inspect

from coop_tui.record.characters import MARKS, describe, excess_marks, first_forbidden
from coop_tui.record.dates import Date
from coop_tui.record.diagnostics.date_hints import loose_date
from coop_tui.record.diagnostics.examples import (
    as_list,
    as_missing,
    as_table,
    as_text,
    example,
    fields_of,
    is_list,
)
from coop_tui.record.diagnostics.problem import KeyPath, Problem, in_words, quoted
from coop_tui.record.diagnostics.references import Ids
from coop_tui.record.diagnostics.unknown_keys import UnknownTables, hint_in, meant_in
from coop_tui.record.fields import (
    ID_PATTERN,
    LINE_LENGTH,
    LINE_PATTERN,
    TEXT_PATTERN,
    URL_PATTERN,
)
from coop_tui.record.source_texts import PATH_HINT
from coop_tui.record.tables import FORMAT, Dossier, Plan
from coop_tui.record.toml_writer import to_toml

_PATTERNS = {
    LINE_PATTERN: (
        "is not one line of text",
        "take out the tab, the newline or the blank at its start",
    ),
    ID_PATTERN: (
        "is no id",
        "an id is lower-case letters a to z, digits, '-', '_' and '.', and begins with a "
        "letter or digit",
    ),
    URL_PATTERN: ("is no address", "an address begins with http:// or https://"),
    TEXT_PATTERN: (
        "is no path inside the record's folder",
        PATH_HINT,
    ),
}
_LONG_NUMBER = 10**12
"""From where on a number is not shown."""
_DATE_HINT = 'write 2025, "2025-11" or 2025-11-12'


def explain(document: dict[str, Any], file: str) -> list[Problem]:
    """List every problem of a document, in file order.

    Args:
        document: What the TOML parser gave.
        file: The file as the user named it.

    Returns:
        The problems; empty if the document is a record.
    """
    version = document.get("format")
    if isinstance(version, int) and not isinstance(version, bool) and version != FORMAT:
        message = f"expected format {FORMAT}, found {_kind_of(version)}"
        return [Problem(file, message, "format", ("format",), f"write {FORMAT}")]
    walk = _Walk(document, file)
    return sorted(walk.table(document, Dossier, ()), key=lambda problem: walk.order(problem.path))


class _Walk:
    def __init__(self, document: dict[str, Any], file: str) -> None:
        self.root = document
        self.file = file
        self.meant: set[tuple[KeyPath, str]] = set()
        self.adrift = UnknownTables(document)
        self.ids = self.given_ids()

    def given_ids(self) -> dict[str, Ids]:
        """The ids by kind, also those in an array whose name is misspelt."""
        types = {field.encode_name: field.type for field in fields_of(Dossier)}
        given: dict[str, list[Any]] = {name: [] for name, kind in types.items() if is_list(kind)}
        for key, value in self.root.items():
            if (table := key if key in types else self.adrift.meant(key)) in given:
                given[table].append(value)
        return {table: Ids(table, values) for table, values in given.items()}

    def order(self, path: KeyPath) -> list[int]:
        """Where the path stands in the document: the number of each step among its peers."""
        numbers: list[int] = []
        node: Any = self.root
        for step in path:
            if isinstance(node, dict):
                numbers.append(list(node).index(step))
            else:
                assert isinstance(step, int)
                numbers.append(step)
            node = node[step]
        return numbers

    def problem(self, path: KeyPath, message: str, hint: str = "", character: str = "") -> Problem:
        where = self.where(path)
        return Problem(self.file, message, where, path, hint, character=character)

    def where(self, path: KeyPath) -> str:
        entry: Any = self.root
        for step in path[:2]:
            entry = entry[step]
        name = entry.get("id") if isinstance(entry, dict) else None
        if not (isinstance(name, str) and len(name) <= LINE_LENGTH):
            return in_words(path, None)
        return in_words(path, name if re.fullmatch(ID_PATTERN, name) else None)

    def table(self, value: dict[str, Any], cls: type, path: KeyPath) -> Iterator[Problem]:
        fields = {field.encode_name: field for field in fields_of(cls)}
        self.meant.update(self.meant_by(key, fields, path) for key in value if key not in fields)
        unknown: list[str] = []
        for key, entry in value.items():
            if (refused := first_forbidden(key)) is not None:
                yield Problem(
                    self.file,
                    f"a key holds {describe(refused)}",
                    self.where(path),
                    (*path, key),
                    "take it out",
                    character=refused,
                )
            elif (mark := excess_marks(key)) is not None:
                yield self.problem(path, f"a key holds {_flood(mark)}", "take them out")
            elif key not in fields:
                unknown.append(key)
            elif not self.is_lost(entry, fields[key].type, (path, key)):
                yield from self.value(entry, fields[key].type, (*path, key))
        # At last, as references tell what an unknown table of the file is to be.
        for key in unknown:
            self.meant.add(self.meant_by(key, fields, path))
            hint = hint_in(path, key, fields) if path else self.adrift.hint(key)
            yield self.problem((*path, key), "there is no such key", hint)
        if cls is Plan and _ends_early(value):
            yield self.problem((*path, "end"), "the plan ends before it starts")
        for key, field in fields.items():
            if field.required and key not in value and not self.is_elsewhere(key, path):
                yield self.problem(path, f"'{key}' is missing", as_missing(field, path))

    def meant_by(self, key: str, fields: Iterable[str], path: KeyPath) -> tuple[KeyPath, str]:
        """The table in which a key that is not known is likely to belong, and its name there."""
        return meant_in(path, key, fields) if path else ((), self.adrift.meant(key))

    def is_elsewhere(self, key: str, path: KeyPath) -> bool:
        """Whether a key that a table lacks is likely to be one that is not known."""
        return (path, key) in self.meant or (path != () and key in self.adrift.parts)

    def is_lost(self, value: Any, kind: inspect.Type, key: tuple[KeyPath, str]) -> bool:
        """Whether something is a part of entries whose own header is misspelt."""
        return isinstance(value, dict) and is_list(kind) and key in self.meant

    def value(
        self, value: Any, kind: inspect.Type, path: KeyPath, meta: inspect.Metadata | None = None
    ) -> Iterator[Problem]:
        match kind:
            case inspect.Metadata():
                yield from self.value(value, kind.type, path, kind)
            case inspect.UnionType():
                (given,) = (t for t in kind.types if not isinstance(t, inspect.NoneType))
                yield from self.value(value, given, path, meta)
            case inspect.StructType():
                if isinstance(value, dict):
                    yield from self.table(value, kind.cls, path)
                else:
                    yield self.wrong_type(value, "a table", path, as_table(meta or kind, path))
            case inspect.VarTupleType():
                yield from self.array(value, kind, path, meta)
            case inspect.StrType():
                yield from self.text(value, kind, path, meta)
            case inspect.IntType():
                yield from self.number(value, kind, path, meta)
            case inspect.EnumType():
                yield from self.choice(value, [member.value for member in kind.cls], path)
            case inspect.LiteralType():
                yield from self.choice(value, list(kind.values), path)
            case inspect.CustomType():
                yield from self.date(value, path)
            case _:
                raise TypeError(f"the model has a type that explain does not know: {kind}")

    def array(
        self, value: Any, kind: inspect.VarTupleType, path: KeyPath, meta: inspect.Metadata | None
    ) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield self.wrong_type(value, "a list", path, as_list(value, meta or kind, path))
            return
        if not value and kind.min_length:
            yield self.problem(path, "the list is empty", "at least one is needed")
        for index, entry in enumerate(value):
            yield from self.value(entry, kind.item_type, (*path, index), meta)
        if len(path) == 1:
            yield from self.duplicates(value, path)

    def duplicates(self, entries: list[Any], path: KeyPath) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for index, entry in enumerate(entries):
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str) and seen.setdefault(name, index) != index:
                yield Problem(
                    self.file,
                    f"the id {quoted(name)} is taken",
                    f"{path[0]} {index + 1}, id",
                    (*path, index, "id"),
                    f"{path[0]} {seen[name] + 1} has it already; an id is unique in its kind",
                )

    def text(
        self, value: Any, kind: inspect.StrType, path: KeyPath, meta: inspect.Metadata | None
    ) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield self.wrong_type(value, "text", path, as_text(value, meta or kind, path))
        elif (refused := first_forbidden(value)) is not None:
            yield self.problem(
                path,
                f"the text holds {describe(refused)}",
                "it cannot be shown safely: take it out",
                refused,
            )
        elif (mark := excess_marks(value)) is not None:
            yield self.problem(path, f"the text holds {_flood(mark)}", "take out all but a few")
        elif kind.max_length is not None and len(value) > kind.max_length:
            yield self.problem(
                path, f"the text has {len(value):,} characters", f"at most {kind.max_length:,}"
            )
        elif not value.strip() and kind.pattern:
            yield self.problem(path, "the text is empty")
        elif kind.pattern and not re.search(kind.pattern, value):
            if kind.pattern == URL_PATTERN and (fault := _in_address(value)) is not None:
                what, hint, character = fault
            else:
                what, hint = _PATTERNS[kind.pattern]
                character = _foreign(value) if kind.pattern == ID_PATTERN else ""
            yield self.problem(
                path, f"{quoted(value)} {what}", f"{_named(character)}{hint}", character
            )
        elif meta is not None and meta.extra and "refers_to" in meta.extra:
            yield from self.reference(value, meta.extra["refers_to"], path)

    def number(
        self, value: Any, kind: inspect.IntType, path: KeyPath, meta: inspect.Metadata | None
    ) -> Iterator[Problem]:
        if not isinstance(value, int) or isinstance(value, bool):
            hint = example(meta or kind, path[-1])
            if isinstance(value, str) and re.fullmatch("[0-9]{1,9}", value):
                hint = f"write {int(value)}, without quotation marks"
            yield self.wrong_type(value, "a whole number", path, hint)
            return
        shown = _shown(value)
        if kind.ge is not None and value < kind.ge:
            yield self.problem(path, f"{shown} is too small", f"{kind.ge} or more")
        elif kind.le is not None and value > kind.le:
            yield self.problem(path, f"{shown} is too large", f"{kind.le} at most")

    def reference(self, value: str, table: str, path: KeyPath) -> Iterator[Problem]:
        ids = self.ids[table]
        if value in ids or self.adrift.holds(value, table):
            return
        if hint := ids.hint(value):
            foreign = _foreign(value)
            yield self.problem(
                path, f"there is no {table} {quoted(value)}", f"{_named(foreign)}{hint}", foreign
            )

    def choice(self, value: Any, known: list[Any], path: KeyPath) -> Iterator[Problem]:
        if any(value == choice and type(value) is type(choice) for choice in known):
            return
        hint = f"one of: {', '.join(map(str, known))}"
        if len(known) == 1:
            bare = ", without quotation marks" if isinstance(value, str) else ""
            yield self.wrong_type(value, f"the number {known[0]}", path, f"write {known[0]}{bare}")
        elif not isinstance(value, str):
            yield self.wrong_type(value, "text", path, hint)
        else:
            foreign = _foreign(value)
            close = difflib.get_close_matches(value, known, n=1)
            hint = f"{_named(foreign)}did you mean '{close[0]}'? {hint}" if close else hint
            yield self.problem(path, f"{quoted(value)} is not known here", hint, foreign)

    def date(self, value: Any, path: KeyPath) -> Iterator[Problem]:
        number = isinstance(value, int) and not isinstance(value, bool)
        if not (number or isinstance(value, str) or type(value) is datetime.date):
            yield self.wrong_type(value, "a date", path, _DATE_HINT)
            return
        try:
            Date.parse(value)
        except ValueError:
            what = f"{_shown(value)} is no year" if number else f"{quoted(value)} is no date"
            hint = _as_date(_shown(value) if number else value)
            yield self.problem(
                path, what, hint or ("a year is 1 to 9999" if number else _DATE_HINT)
            )

    def wrong_type(self, value: Any, wanted: str, path: KeyPath, hint: str = "") -> Problem:
        return self.problem(path, f"expected {wanted}, found {_kind_of(value)}", hint)


def _ends_early(plan: dict[str, Any]) -> bool:
    """Whether a plan, as far as its dates can be read, ends before it starts."""
    try:
        return Date.parse(plan.get("end")).last < Date.parse(plan.get("start")).first
    except ValueError:
        return False


def _as_date(text: str) -> str:
    """What to write for what is no date; empty if that is not known."""
    if (date := loose_date(text)) is not None:
        return f"write {to_toml(date)}"
    if re.fullmatch("[0-9]{4}-[0-9]{2}(-[0-9]{2})?", text):
        return "it is in no calendar: correct the month or the day"
    return ""


def _shown(number: int) -> str:
    return str(number) if abs(number) < _LONG_NUMBER else "the number"


def _in_address(value: str) -> tuple[str, str, str] | None:
    """What is wrong in an address, what to do, and the character that it is about."""
    scheme = re.match("https?://", value)
    if scheme is None:
        return None
    if wrong := re.search(r'[\s<>"]', value):
        what = {'"': "a quotation mark", "<": "a <", ">": "a >"}.get(wrong[0], "a blank")
        escaped = "".join(f"%{byte:02X}" for byte in wrong[0].encode())
        return f"has {what} in it", f"write {escaped} for it", wrong[0]
    return "names no host", "such as https://example.org/", ""


def _foreign(name: str) -> str:
    """The first character of an id that is no character of ASCII; empty if there is none."""
    found = re.search(r"[^\x00-\x7f]", name)
    return found[0] if found else ""


def _named(character: str) -> str:
    """Which character it is, before a hint: its looks may be those of another."""
    return "" if character.isascii() else f"{describe(character)} is in it; "


def _flood(mark: str) -> str:
    return f"more than {MARKS} marks or invisible characters in a row, such as {describe(mark)}"


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case int():
            return f"the number {value}" if abs(value) < _LONG_NUMBER else "a whole number"
        case float():
            return "a decimal number"
        case list():
            return "a list"
        case dict():
            return "a table"
        case datetime.datetime():
            return "a date with a time of day"
        case datetime.date():
            return "a date"
        case _:
            return "a time of day"
