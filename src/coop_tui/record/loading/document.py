"""A record as it is written: the tables of its file and of the files that it includes.

The included tables stand before those of the record itself.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import tomli
from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError, in_words, quoted
from coop_tui.record.introspect import KeyPath, fields_of
from coop_tui.record.loading.files import decode_utf8, unreadable
from coop_tui.record.loading.short_citations import expand_citations
from coop_tui.record.source_texts import TextError, inside
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import FORMAT, Dossier

SHARED = ("party", "person", "place", "plan", "sector", "initiative", "source")
"""The arrays of tables that an included file may hold."""


class TomlFile(Struct, frozen=True):
    """A file, parsed.

    Attributes:
        name: The file in problems.
        text: Its text.
        tables: What the TOML parser returned.
        path: Its path, without links, if a record includes it.
    """

    name: str
    text: str
    tables: dict[str, Any]
    path: str = ""

    def entries(self, key: str) -> list[Any]:
        """The entries of an array of tables; none if something else is in its place."""
        value = self.tables.get(key)
        return value if isinstance(value, list) else []

    @property
    def is_shared(self) -> bool:
        """Whether it holds only what an included file may hold."""
        keys = self.tables.keys()
        return "format" in keys and len(keys) > 1 and keys <= {"format", *SHARED}


class Document(Struct, frozen=True):
    """The tables of a record, with those of the files that it includes.

    Attributes:
        file: The file of the record itself.
        included: The files that it includes and that could be parsed, in their order.
        tables: All tables together; those of the file, if it includes nothing.
        problems: Why files are not included, and what they hold that they may not.
    """

    file: TomlFile
    included: tuple[TomlFile, ...]
    tables: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(
        cls, file: TomlFile, included: Iterable[TomlFile] = (), problems: Iterable[Problem] = ()
    ) -> Document:
        """Put the tables of a file after those that it includes."""
        included = tuple(included)
        tables = dict(file.tables)
        for key in SHARED:
            shared = [entry for one in included for entry in one.entries(key)]
            if shared and isinstance(tables.setdefault(key, []), list):
                tables[key] = [*shared, *tables[key]]
        expand_citations(tables)
        return cls(file, included, tables, tuple(problems))

    @property
    def files(self) -> tuple[TomlFile, ...]:
        """The file of the record, then those that it includes."""
        return self.file, *self.included

    @property
    def included_entries(self) -> dict[str, int]:
        """How many entries of each array of tables come from the files that it includes."""
        return {key: sum(len(one.entries(key)) for one in self.included) for key in SHARED}

    @property
    def is_complete(self) -> bool:
        """Whether all that it includes is among its tables."""
        names = self.file.tables.get("include", [])
        is_list = isinstance(names, list) and all(isinstance(name, str) for name in names)
        are_merged = all(
            isinstance(self.tables[key], list) for key, n in self.included_entries.items() if n
        )
        return is_list and are_merged and not self.problems

    def origin(self, path: KeyPath) -> tuple[str, KeyPath]:
        """The name of the file that holds what is at a path of the tables, and its path there."""
        match path:
            case (str(key), int(index), *rest) if isinstance(self.tables[key], list):
                for file in self.included:
                    count = len(file.entries(key))
                    if index < count:
                        return file.name, (key, index, *rest)
                    index -= count
                return self.file.name, (key, index, *rest)
        return self.file.name, path

    def from_files(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """Give problems at paths of the tables the file and the path that these come from."""
        for problem in problems:
            file, path = self.origin(problem.path)
            yield replace(problem, file=file, path=path)

    def located(self, problems: Iterable[Problem]) -> list[Problem]:
        """Add line and column to problems, and those of the document itself to them.

        Returns:
            The problems file by file; those of the record's own file come first.
        """
        problems = list(problems)
        told = {(one.file, one.path) for one in problems}
        problems += [one for one in self.problems if (one.file, one.path) not in told]
        if not problems:
            return []
        from coop_tui.record.diagnostics.positions import located

        texts = {one.name: one.text for one in self.files}
        by_file: dict[str, list[Problem]] = {name: [] for name in texts}
        for problem in problems:
            by_file.setdefault(problem.file, []).append(problem)
        return [
            problem
            for name, found in by_file.items()
            if found  # to parse a file for its positions takes long
            for problem in (located(found, texts[name]) if name in texts else found)
        ]


def read_document(text: str, file: str, folder: Path | None = None) -> Document:
    """Parse a record, and the files that it includes.

    Args:
        text: The text of the record.
        file: Its name in problems.
        folder: Its folder, in which the files are that it includes; None if it has none.

    Returns:
        The document; its problems are those of the files that it includes.

    Raises:
        RecordError: If the record itself cannot be parsed.
    """
    own = TomlFile(file, text, _parse_toml(text, file))
    names = own.tables.get("include")
    if not (names and isinstance(names, list)):
        return Document.of(own)
    if folder is None:
        message = "the record is not in a folder, and so nothing can be included"
        hint = "give the record as a file, and not on standard input"
        return Document.of(own, (), [_at(file, ("include",), message, hint)])
    included: list[TomlFile] = []
    problems: list[Problem] = []
    places = {os.path.realpath(folder / Path(file).name): "it is the record itself"}
    for index, name in enumerate(names):
        if not isinstance(name, str):  # the validator says so
            continue
        place = ("include", index)
        try:
            path = _file_inside(folder, name)
            if path in places:
                raise TextError(f"{quoted(name)} is already there", places[path])
            places[path] = f"include {index + 1} is the same file"
            shared = _read_shared(path, file, name)
        except TextError as error:
            problems.append(_at(file, place, str(error), error.hint))
        except RecordError as error:
            problems += error.problems
        else:
            problems += _misplaced(shared)
            # Of a whole record only its head is wrong: its tables would bring more problems.
            included.append(replace(shared, tables={}) if "title" in shared.tables else shared)
    return Document.of(own, included, problems)


def _file_inside(folder: Path, name: str) -> str:
    """The path of a file inside a record's folder, without links.

    Raises:
        TextError: If there is no such file, or it may not be read.
    """
    try:
        path = inside(folder, name)
    except FileNotFoundError:
        message = f"there is no file {quoted(name)} in the record's folder"
        raise TextError(message, "the path is relative to the record") from None
    except OSError as error:
        raise TextError(f"{quoted(name)} {unreadable(error)}") from None
    if os.path.isdir(path):
        raise TextError(f"{quoted(name)} is a folder", "name a file in it")
    if not Path(path).is_file():  # it may have no end
        raise TextError(f"{quoted(name)} is a device or a pipe", "name a file")
    return path


def _read_shared(path: str, record: str, name: str) -> TomlFile:
    """Read a file that a record includes.

    Raises:
        TextError: If it cannot be read.
        RecordError: If it is not TOML.
    """
    shown = os.path.join(os.path.split(record)[0], os.path.normpath(name))
    if os.path.realpath(shown) != path:  # the record is a link to a file in another folder
        shown = path
    shown = escape_controls(shown)
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise TextError(f"{quoted(name)} {unreadable(error)}") from None
    text = decode_utf8(data, shown)
    return TomlFile(shown, text, _parse_toml(text, shown), path)


def _misplaced(file: TomlFile) -> Iterator[Problem]:
    """What an included file lacks, and what it holds that belongs in the record itself."""
    version = file.tables.get("format")
    if version is None:
        hint = f"begin the file with: format = {FORMAT}"
        yield Problem(file.name, "'format' is missing", hint=hint)
    elif version is True or version != FORMAT:
        yield _at(file.name, ("format",), f"expected format {FORMAT}", f"write {FORMAT}")
    for key, value in file.tables.items():
        if key in SHARED:
            if not isinstance(value, list):
                yield _at(file.name, (key,), "expected a list of tables", f"write [[{key}]]")
        elif key in fields_of(Dossier):
            if key != "format":
                hint = f"an included file holds format = {FORMAT} and tables: {', '.join(SHARED)}"
                yield _at(file.name, (key,), "this belongs in the record itself", hint)
        else:
            hint = did_you_mean(closest(key, SHARED)) or f"known: format, {', '.join(SHARED)}"
            yield _at(file.name, (key,), "there is no such key", hint)


def _at(file: str, path: KeyPath, message: str, hint: str) -> Problem:
    return Problem(file, message, in_words(path, None), path, hint)


def _parse_toml(text: str, file: str) -> dict[str, Any]:
    try:
        return tomli.loads(text)
    except tomli.TOMLDecodeError as error:
        from coop_tui.record.diagnostics.toml_errors import toml_problem

        raise RecordError([toml_problem(error, file)]) from None
    except RecursionError:
        message = "not a record: nested too deeply"
    except ValueError:
        message = "not a record: a number is too long to read"
    raise RecordError([Problem(file, message)])
