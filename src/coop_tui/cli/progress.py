"""What a command says, and how it can be interrupted, while it reads a large record."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from coop_tui.record.characters import escape_controls
from coop_tui.record.loading.loader import LARGE, STDIN, mebibytes

_FEWEST_COLUMNS = 40
"""Fewer have no room for what there is to say."""


@contextlib.contextmanager
def reading_progress(path: str) -> Iterator[None]:
    """Read a record that may be large.

    The parser is compiled, and an interrupt would only be heeded when it is done. So it
    ends the program at once meanwhile, as a signal; nothing is written yet that could be
    left half done. If standard error is a terminal, a line there says what is read.

    Args:
        path: The file, or ``-`` for standard input.
    """
    size = _size(path)
    if size is not None and size < LARGE:
        yield
        return
    import signal

    before = signal.getsignal(signal.SIGINT)
    at_once = before is signal.default_int_handler
    if at_once:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    said = size is not None and _say(f"reading {mebibytes(size)} of {escape_controls(path)}")
    try:
        yield
    finally:
        if said:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
        if at_once:
            signal.signal(signal.SIGINT, before)


def _size(path: str) -> int | None:
    """The bytes of a file; None for what has no size before it is read, as a pipe."""
    try:
        found = os.fstat(0) if path == STDIN else Path(path).stat()
    except (OSError, ValueError):  # reading it will say why
        return 0
    return found.st_size if stat.S_ISREG(found.st_mode) else None


def _say(words: str) -> bool:
    """Write a line that can be erased; False if nobody is there to read it."""
    if not sys.stderr.isatty() or os.environ.get("TERM", "dumb") == "dumb":
        return False
    columns = os.get_terminal_size(sys.stderr.fileno()).columns
    if columns < _FEWEST_COLUMNS:
        return False
    # A character takes two cells at most.
    sys.stderr.write(words if 2 * len(words) < columns else f"{words[: columns // 2 - 1]}…")
    sys.stderr.flush()
    return True
