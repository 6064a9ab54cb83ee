"""From paths to the files that may be records, and to the records in them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.files import (
    LARGE,
    STDIN,
    TomlFile,
    decode_utf8,
    parse_toml,
    read_bytes,
)
from coop_tui.record.loading.files import unreadable as why_unreadable
from coop_tui.record.loading.includes import is_shared
from coop_tui.record.loading.loader import load as load_record
from coop_tui.record.record import Record

SUFFIX = ".toml"


class RecordFile(Struct, frozen=True):
    """A file that was read as a record, or a path at which there is nothing to read.

    Attributes:
        path: Its path, as it was given, or below the folder that was given.
        record: The record; None if there is none.
        problems: Why there is none.
    """

    path: str
    record: Record | None = None
    problems: tuple[Problem, ...] = ()


def record_files(paths: Iterable[str], *, below: bool = True) -> Iterator[str | Problem]:
    """The files that may be records, one after the other.

    In a folder these are the files called ``.toml`` and those in the folders in it, in order
    of name, without what is hidden. A link to another folder is not followed. What is given
    by name comes as it is, whatever it is.

    Args:
        paths: Files, folders, and ``-`` for standard input.
        below: Whether the folders in a folder count, too.

    Returns:
        The paths, each file once, however often and under whatever names it is given. A
        problem for each folder that cannot be listed or has no such file; for each link
        that leads out of the folder that was given; and for each pipe, socket or device.
    """
    for _, found in _by_path(paths, below=below):
        yield from found


def read_record_files(
    paths: Iterable[str], load: Callable[[str], Record] = load_record
) -> Iterator[RecordFile]:
    """Read records, each when it is asked for.

    A file in a folder that holds only tables for records to include is left out.

    Args:
        paths: Files, folders, and ``-`` for standard input.
        load: Reads one file; raises RecordError if it is no record.
    """
    for folder, found in _by_path(paths):
        has_shared = has_other = False
        for path in found:
            if isinstance(path, Problem):
                file = RecordFile(path.file, problems=(path,))
            else:
                file = read_record_file(path, load)
                if folder is not None and holds_shared_tables(path, file.problems):
                    has_shared = True
                    continue
            has_other = True
            yield file
        if folder is not None and has_shared and not has_other:
            yield RecordFile(folder, problems=(_without_record(folder),))


def read_record_file(path: str, load: Callable[[str], Record]) -> RecordFile:
    """Read one file; ``load`` raises RecordError if it is no record."""
    try:
        return RecordFile(path, load(path))
    except RecordError as error:
        return RecordFile(path, problems=tuple(error.problems))


def holds_shared_tables(path: str, problems: Iterable[Problem]) -> bool:
    """Whether a file that was read, with these problems, holds tables for records to include."""
    # Such a file lacks the head of a record. No other file is read twice: it may be large.
    if not any(one.line is None and not one.path for one in problems):
        return False
    try:
        if Path(path).stat().st_size >= LARGE:
            return False
        data, name = read_bytes(path)
        text = decode_utf8(data, name)
        return is_shared(TomlFile(name, text, parse_toml(text, name)))
    except (OSError, RecordError):
        return False


def _by_path(
    paths: Iterable[str], *, below: bool = True
) -> Iterator[tuple[str | None, Iterator[str | Problem]]]:
    """For each path the folder that it is, if it is one, and what is found there."""
    given: set[str] = set()
    found: set[str | Problem] = set()

    def new(names: Iterable[str | Problem]) -> Iterator[str | Problem]:
        for name in names:
            # A link that is refused must not keep the file from being read to which it leads.
            if isinstance(name, Problem):
                identity: str | Problem = replace(name, file=os.path.abspath(name.file))
            else:
                identity = _identity(name)
            if identity not in found:
                found.add(identity)
                yield name

    for path in paths:
        if (identity := _identity(path)) in given:
            continue
        given.add(identity)
        is_folder = path != STDIN and os.path.isdir(path)
        yield (path, new(_in_folder(path, below=below))) if is_folder else (None, new([path]))


def _identity(path: str) -> str:
    """The path without links, so that a file has one path; what is no file has its name."""
    try:
        return path if path == STDIN else os.path.realpath(path, strict=True)
    except (OSError, ValueError):
        return path


def _in_folder(folder: str, *, below: bool) -> Iterator[str | Problem]:
    """The files that may be records in a folder, then those in the folders in it."""
    problems: list[Problem] = []
    is_empty = True

    def add_problem(error: OSError) -> None:
        problems.append(Problem(escape_controls(str(error.filename)), why_unreadable(error)))

    root = os.path.realpath(folder)
    for place, folders, files in os.walk(folder, onerror=add_problem):
        is_empty = is_empty and not problems
        yield from problems
        problems.clear()
        folders[:] = sorted(name for name in folders if below and not name.startswith("."))
        for name in sorted(files):
            if name.endswith(SUFFIX) and not name.startswith("."):
                is_empty = False
                path = os.path.join(place, name)
                yield refused(path, root) or path
    yield from problems
    if is_empty and not problems:
        yield _without_record(folder)


def _without_record(folder: str) -> Problem:
    hint = f"a record in it would be called NAME{SUFFIX}"
    return Problem(escape_controls(folder), "there is no record in this folder", hint=hint)


def refused(path: str, folder: str | None) -> Problem | None:
    """Why a file may not be read; None if it may.

    Args:
        path: The file.
        folder: The folder in which it was found, and must be; None if it was given by name.
    """
    shown = escape_controls(path)
    root = os.path.realpath(folder) if folder is not None else None
    if root is not None and not Path(os.path.realpath(path)).is_relative_to(root):
        hint = "to read the file to which it leads, name that"
        return Problem(shown, "this link leads out of the folder", hint=hint)
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):  # the loader says why it cannot be read
        return None
    if stat.S_ISREG(mode) or stat.S_ISDIR(mode):
        return None
    kind = "pipe" if stat.S_ISFIFO(mode) else "socket" if stat.S_ISSOCK(mode) else "device"
    return Problem(shown, f"this is a {kind}, and no file")
