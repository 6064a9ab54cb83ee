"""Reads records for a command: says that one is large, and lets Ctrl-C end it meanwhile."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from coop_tui.cli.streams import print_stderr
from coop_tui.record.characters import escape_controls
from coop_tui.record.diagnostics.problem import RecordError
from coop_tui.record.loading.files import LARGE, STDIN, mebibytes
from coop_tui.record.loading.loader import load

if TYPE_CHECKING:
    from coop_tui.record.record import Record

_MIN_COLUMNS = 40
"""A narrower terminal has no room for the line."""


def load_with_progress(path: str | None) -> Record:
    """Read a record that may be large; the path is None for the shipped record.

    Raises:
        RecordError: If the file cannot be read or is not a record.
    """
    if path is None:
        from coop_tui.paths import shipped_record

        return load(shipped_record())
    with reading_progress(path):
        return load(path)


def load_all(paths: Sequence[str]) -> tuple[list[Record], list[str]]:
    """Read the records at paths, of which there may be folders; without any, the shipped one.

    Of several files, each that is no record is told in a line on standard error.

    Returns:
        The records, at least one; and the paths at which there is none.

    Raises:
        RecordError: If there is no record; without problems, if they are told already.
    """
    if not paths:
        return [load_with_progress(None)], []
    from coop_tui.record.loading.record_files import read_record_files

    files = list(read_record_files(paths, load_with_progress))
    broken = [file for file in files if file.problems]
    records = [file.record for file in files if file.record is not None]
    if len(files) == len(broken) == 1:
        raise RecordError(list(broken[0].problems))
    for file in broken:
        print_stderr(str(file.problems[0]))
    if not records:
        raise RecordError([])
    return records, [file.path for file in broken]


@contextlib.contextmanager
def reading_progress(path: str) -> Iterator[None]:
    """Read a record that may be large, or standard input (``-``), inside of this context.

    If the record is large, or comes through a pipe, Ctrl-C ends the program at once, and
    a line on standard error names the file and its size, if that is a terminal.

    tomli is compiled and holds the GIL: Python would see Ctrl-C only after it returns.
    SIGINT is therefore reset to its default, which kills the process at once; nothing has
    been written yet.
    """
    size = _file_size(path)
    if size is not None and size < LARGE:
        yield
        return
    import signal

    handler = signal.getsignal(signal.SIGINT)
    raises_interrupt = handler is signal.default_int_handler
    if raises_interrupt:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    shown = size is not None and _show_line(f"reading {mebibytes(size)} of {escape_controls(path)}")
    try:
        yield
    finally:
        if shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        if raises_interrupt:
            signal.signal(signal.SIGINT, handler)


def _file_size(path: str) -> int | None:
    """The bytes of a file; None if its size is not known before it is read, as of a pipe."""
    try:
        found = os.fstat(0) if path == STDIN else Path(path).stat()
    except (OSError, ValueError):  # the loader will report it
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _show_line(line: str) -> bool:
    """Write a line that can be erased; return False if the terminal cannot show one."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return False
    columns = os.get_terminal_size(sys.stderr.fileno()).columns
    if columns < _MIN_COLUMNS:
        return False
    # A character takes two cells at most.
    sys.stderr.write(line if 2 * len(line) < columns else f"{line[: columns // 2 - 1]}…")
    sys.stderr.flush()
    return True
