"""The files of shared tables that a record includes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError, in_words, quoted
from coop_tui.record.introspect import KeyPath, fields_of
from coop_tui.record.loading.files import TomlFile, decode_utf8, parse_toml, unreadable
from coop_tui.record.record import TextError, inside
from coop_tui.record.suggestions import closest, did_you_mean
from coop_tui.record.tables import FORMAT, Dossier

SHARED = ("party", "person", "place", "plan", "sector", "initiative", "source")
"""The arrays of tables that an included file may hold."""


class IncludedFile(NamedTuple):
    """The bytes of a file that a record includes.

    Attributes:
        path: Its path, without links: a file has one path, however often it is included.
        name: The file in problems.
    """

    path: str
    name: str
    data: bytes


class Folder(Protocol):
    """Where the files of a record are: its folder, and nothing outside of it."""

    @property
    def own(self) -> str:
        """The path of the record itself."""

    def read(self, name: str) -> IncludedFile:
        """Read the file to which a record gives a name.

        Raises:
            TextError: If there is no such file, or it may not be read.
        """


def is_shared(file: TomlFile) -> bool:
    """Whether a file holds only what a file that is included may hold."""
    keys = file.tables.keys()
    return "format" in keys and len(keys) > 1 and keys <= {"format", *SHARED}


def is_titled(file: TomlFile) -> bool:
    """Whether a file would hold what a file that is included may hold, but for its title.

    With both parties and sectors it is a record in which something is missing.
    """
    tables = {key: value for key, value in file.tables.items() if key != "title"}
    is_record = {"party", "sector"} <= tables.keys()
    return "title" in file.tables and not is_record and is_shared(replace(file, tables=tables))


def read_included(
    record: TomlFile, folder: Path | Folder | None
) -> tuple[list[TomlFile], list[Problem]]:
    """Read the files that a record includes.

    Args:
        record: The file of the record itself.
        folder: Its folder, on disk or elsewhere; None if it has none.

    Returns:
        The files that could be parsed, in their order; and why the others are not included,
        and what those hold that they may not. What is no path is left to the validator.
    """
    names = record.tables.get("include")
    if not (names and isinstance(names, list)):
        return [], []
    file = record.name
    if folder is None:
        message = "the record is not in a folder, and so nothing can be included"
        hint = "give the record as a file, and not on standard input"
        return [], [_at(file, ("include",), message, hint)]
    files = _FolderOnDisk(folder, file) if isinstance(folder, Path) else folder
    included: list[TomlFile] = []
    problems: list[Problem] = []
    taken = {files.own: ("is the record itself", "name a file of shared tables")}
    for index, name in enumerate(names):
        if not isinstance(name, str):
            continue
        place = ("include", index)
        try:
            found = files.read(name)
            if found.path in taken:
                words, hint = taken[found.path]
                raise TextError(f"{quoted(name)} {words}", hint)
            taken[found.path] = ("is included already", f"include {index + 1} is the same file")
            text = decode_utf8(found.data, found.name)
            shared = TomlFile(found.name, text, parse_toml(text, found.name), found.path)
        except TextError as error:
            problems.append(_at(file, place, str(error), error.hint))
        except RecordError as error:
            problems += error.problems
        else:
            problems += _misplaced(shared)
            # Of a whole record only its head is wrong: its tables would bring more problems.
            included.append(replace(shared, tables={}) if "title" in shared.tables else shared)
    return included, problems


class _FolderOnDisk:
    """The folder in which the file of a record is.

    Args:
        folder: Its path, links followed.
        record: The name of the record in problems.
    """

    def __init__(self, folder: Path, record: str) -> None:
        self._folder, self._record = folder, record

    @property
    def own(self) -> str:
        return os.path.realpath(self._folder / Path(self._record).name)

    def read(self, name: str) -> IncludedFile:
        path = _file_inside(self._folder, name)
        shown = os.path.join(os.path.split(self._record)[0], os.path.normpath(name))
        if os.path.realpath(shown) != path:  # the record is a link to a file in another folder
            shown = path
        try:
            return IncludedFile(path, escape_controls(shown), Path(path).read_bytes())
        except OSError as error:
            raise TextError(f"{quoted(name)} {unreadable(error)}") from None


def _file_inside(folder: Path, name: str) -> str:
    """The path of a file inside a record's folder, without links.

    Raises:
        TextError: If there is no such file, or it may not be read.
    """
    try:
        path = str(inside(folder, name))
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


def _misplaced(file: TomlFile) -> Iterator[Problem]:
    """What an included file lacks, and what it holds that belongs in the record itself."""
    version = file.tables.get("format")
    if version is None:
        hint = f"begin the file with: format = {FORMAT}"
        yield Problem(file.name, "'format' is missing", hint=hint)
    elif type(version) is not int or version != FORMAT:
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
