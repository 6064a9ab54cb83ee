"""Every problem of a parsed document, found by walking the types of the model.

Only called for a document that is known or suspected to be wrong: msgspec says fast
that something is wrong, this says slowly what.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from msgspec import inspect

from coop_tui.record.characters import MARKS, describe, first_forbidden, in_flood, visible
from coop_tui.record.dates import Date
from coop_tui.record.model import FORMAT, Dossier, Plan
from coop_tui.record.problems import KeyPath, Problem, in_words
from coop_tui.record.texts import PATH_HINT
from coop_tui.record.toml import written
from coop_tui.record.values import ID_PATTERN, LINE_PATTERN, TEXT_PATTERN, URL_PATTERN

_PATTERNS = {
    LINE_PATTERN: (
        "is not one line of text",
        "take out the tab, the newline or the blank at its start",
    ),
    ID_PATTERN: (
        "is no id",
        "an id is lower-case letters, digits, '-', '_' and '.', and begins with a letter or digit",
    ),
    URL_PATTERN: ("is no address", "an address begins with http:// or https://"),
    TEXT_PATTERN: (
        "is no path inside the record's folder",
        PATH_HINT,
    ),
}
_DATE_HINT = "write 2025, 2025-11 or 2025-11-12"


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
        self.ids = {
            field.encode_name: dict.fromkeys(_ids(document.get(field.encode_name)))
            for field in _fields(Dossier)
            if isinstance(field.type, inspect.Metadata)
        }
        self.hints: dict[tuple[str, str], str] = {}

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

    def problem(self, path: KeyPath, message: str, hint: str = "") -> Problem:
        return Problem(self.file, message, self.where(path), path, hint)

    def where(self, path: KeyPath) -> str:
        entry: Any = self.root
        for step in path[:2]:
            entry = entry[step]
        name = entry.get("id") if isinstance(entry, dict) else None
        named = isinstance(name, str) and re.fullmatch(ID_PATTERN, name)
        return in_words(path, name if named else None)

    def table(self, value: dict[str, Any], cls: type, path: KeyPath) -> Iterator[Problem]:
        fields = {field.encode_name: field for field in _fields(cls)}
        for key, entry in value.items():
            if (refused := first_forbidden(key)) is not None:
                yield self.problem(
                    path, f"a key holds {describe(refused)}", "take it out"
                )._replace(path=(*path, key), character=refused)
            elif (mark := in_flood(key)) is not None:
                yield self.problem(path, f"a key holds {_flood(mark)}", "take them out")
            elif key not in fields:
                yield self.problem((*path, key), "there is no such key", _near(key, fields, path))
            else:
                yield from self.value(entry, fields[key].type, (*path, key))
        if cls is Plan and _ends_early(value):
            yield self.problem((*path, "end"), "the plan ends before it starts")
        for key, field in fields.items():
            if field.required and key not in value:
                yield self.problem(path, f"{key!r} is missing", _example(field.type, key))

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
                    yield self.wrong_type(value, "a table", path)
            case inspect.VarTupleType():
                yield from self.array(value, kind, path)
            case inspect.StrType():
                yield from self.text(value, kind, path, meta)
            case inspect.IntType():
                if not isinstance(value, int) or isinstance(value, bool):
                    yield self.wrong_type(value, "a whole number", path)
                elif kind.ge is not None and value < kind.ge:
                    yield self.problem(path, f"{value} is too small", f"{kind.ge} or more")
            case inspect.EnumType():
                yield from self.choice(value, [member.value for member in kind.cls], path)
            case inspect.LiteralType():
                yield from self.choice(value, list(kind.values), path)
            case inspect.CustomType():
                yield from self.date(value, path)
            case _:
                raise TypeError(f"the model has a type that explain does not know: {kind}")

    def array(self, value: Any, kind: inspect.VarTupleType, path: KeyPath) -> Iterator[Problem]:
        if not isinstance(value, list):
            table = f", or write [[{_dotted(path)}]]" if isinstance(value, dict) else ""
            hint = f"put it in [ ]{table}"
            yield self.wrong_type(value, "a list", path, hint)
            return
        if not value and kind.min_length:
            yield self.problem(path, "the list is empty", "at least one is needed")
        for index, entry in enumerate(value):
            yield from self.value(entry, kind.item_type, (*path, index))
        if len(path) == 1:
            yield from self.duplicates(value, path)

    def duplicates(self, entries: list[Any], path: KeyPath) -> Iterator[Problem]:
        seen: dict[str, int] = {}
        for index, entry in enumerate(entries):
            name = entry.get("id") if isinstance(entry, dict) else None
            if isinstance(name, str) and seen.setdefault(name, index) != index:
                yield Problem(
                    self.file,
                    f"the id {visible(name)!r} is taken",
                    f"{path[0]} {index + 1}, id",
                    (*path, index, "id"),
                    f"{path[0]} {seen[name] + 1} has it already; an id is unique in its kind",
                )

    def text(
        self, value: Any, kind: inspect.StrType, path: KeyPath, meta: inspect.Metadata | None
    ) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield self.wrong_type(value, "text", path, "put it in quotation marks")
        elif (refused := first_forbidden(value)) is not None:
            yield self.problem(
                path,
                f"the text holds {describe(refused)}",
                "it cannot be shown safely: take it out",
            )._replace(character=refused)
        elif (mark := in_flood(value)) is not None:
            yield self.problem(path, f"the text holds {_flood(mark)}", "take out all but a few")
        elif not value.strip() and kind.pattern:
            yield self.problem(path, "the text is empty")
        elif kind.pattern and not re.search(kind.pattern, value):
            what, hint = _PATTERNS[kind.pattern]
            yield self.problem(path, f"{_shown(value)} {what}", hint)
        elif meta is not None and meta.extra and "refers_to" in meta.extra:
            yield from self.reference(value, meta.extra["refers_to"], path)

    def reference(self, value: str, table: str, path: KeyPath) -> Iterator[Problem]:
        known = self.ids[table]
        if value not in known:
            # One mistake is mostly made many times, and to look for what is near takes long.
            hint = self.hints.get((table, value))
            if hint is None:
                close = difflib.get_close_matches(value, known, n=1)
                hint = f"did you mean {close[0]!r}?" if close else f"no [[{table}]] has this id"
                self.hints[table, value] = hint
            yield self.problem(path, f"there is no {table} {visible(value)!r}", hint)

    def choice(self, value: Any, known: list[Any], path: KeyPath) -> Iterator[Problem]:
        if any(value == choice and type(value) is type(choice) for choice in known):
            return
        hint = f"one of: {', '.join(map(str, known))}" if len(known) > 1 else f"write {known[0]}"
        if isinstance(value, str) and len(known) > 1:
            close = difflib.get_close_matches(value, map(str, known), n=1)
            hint = f"did you mean {close[0]!r}? {hint}" if close else hint
        yield self.problem(path, f"{_shown(value)} is not known here", hint)

    def date(self, value: Any, path: KeyPath) -> Iterator[Problem]:
        if isinstance(value, bool) or (isinstance(value, int) and not 0 < value <= 9999):
            yield self.wrong_type(value, "a date", path, _DATE_HINT)
            return
        try:
            Date.parse(value)
        except ValueError:
            yield self.problem(path, f"{_shown(value)} is no date", _DATE_HINT)

    def wrong_type(self, value: Any, wanted: str, path: KeyPath, hint: str = "") -> Problem:
        return self.problem(path, f"expected {wanted}, found {_kind_of(value)}", hint)


@cache
def _fields(cls: type) -> tuple[inspect.Field, ...]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return info.fields


def _ends_early(plan: dict[str, Any]) -> bool:
    """Whether a plan, as far as its dates can be read, ends before it starts."""
    try:
        return Date.parse(plan.get("end")).last < Date.parse(plan.get("start")).first
    except ValueError:
        return False


def _near(key: str, fields: Iterable[str], path: KeyPath) -> str:
    """A hint for a key that is not known where it stands."""
    if path and key in {field.encode_name for field in _fields(Dossier)}:
        return f"{key!r} belongs at the head of the file, before the first [[table]]"
    close = difflib.get_close_matches(key, fields, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known: {', '.join(fields)}"


def _ids(entries: Any) -> Iterable[str]:
    for entry in entries if isinstance(entries, list) else ():
        name = entry.get("id") if isinstance(entry, dict) else None
        if isinstance(name, str):
            yield name


def _example(kind: inspect.Type, key: str) -> str:
    examples = (
        kind.extra_json_schema.get("examples")
        if (isinstance(kind, inspect.Metadata) and kind.extra_json_schema)
        else None
    )
    return f"such as {key} = {written(examples[0])}" if examples else ""


def _dotted(path: KeyPath) -> str:
    return ".".join(step for step in path if isinstance(step, str))


def _flood(mark: str) -> str:
    return f"more than {MARKS} marks or invisible characters in a row, such as {describe(mark)}"


def _shown(value: Any) -> str:
    text = repr(visible(value)) if isinstance(value, str) else _kind_of(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _kind_of(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case int():
            return f"the number {value}" if abs(value) < 10**12 else "a whole number"
        case float():
            return "a decimal number"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date with a time of day, or a time"
