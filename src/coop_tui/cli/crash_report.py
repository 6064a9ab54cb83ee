"""Saves a report of a crash for the maintainers."""

from __future__ import annotations

import contextlib
import os
import platform
import shlex
import sys
import tempfile
import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from coop_tui import __version__
from coop_tui.record.characters import escape_controls

_VARIABLES = ("TERM", "COLORTERM", "NO_COLOR", "LANG", "LC_ALL", "LC_CTYPE", "TMUX", "SSH_TTY")
_MAX_LINE, _MAX_MESSAGE = 1000, 200
"""In characters: the message of an exception may quote a whole record."""


def report(error: BaseException, arguments: Sequence[str]) -> str:
    """Save a report of a crash, and return one line that says what happened and where it is."""
    what = f"coop-tui: something went wrong in the program itself ({_message(error)})"
    try:
        lines = (f"{escape_controls(line)}\n" for line in _lines(error, arguments))
        path = _save("".join(lines).encode())
    except Exception as failure:  # the crash itself must be told in any case
        reason = failure.strerror if isinstance(failure, OSError) else type(failure).__name__
        return f"{what}; a report of it could not be saved: {reason}"
    return f"{what}. Pass on to whoever maintains it the report in {escape_controls(str(path))}"


def _message(error: BaseException) -> str:
    name = type(error).__name__
    try:
        words = escape_controls(_shorten(str(error), _MAX_MESSAGE))
    except Exception:  # str() of the exception may fail too
        words = ""
    return f"{name}: {words}" if words else name


def _shorten(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


def _lines(error: BaseException, arguments: Sequence[str]) -> Iterator[str]:
    yield f"coop-tui {__version__}, Python {platform.python_version()}, {platform.platform()}"
    for library in ("textual", "rich"):
        if library in sys.modules:
            from importlib.metadata import version

            yield f"{library} {version(library)}"
    yield f"at {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    yield f"command line: {shlex.join(('coop-tui', *arguments))}"
    yield f"terminal: {_terminal_size()}, encoding {getattr(sys.stdout, 'encoding', None)}"
    yield from (f"{name}={os.environ[name]}" for name in _VARIABLES if name in os.environ)
    yield ""
    for passage in traceback.format_exception(error):
        for line in passage.removesuffix("\n").split("\n"):
            yield _shorten(line, _MAX_LINE)


def _terminal_size() -> str:
    for number in (1, 2, 0):
        with contextlib.suppress(OSError):
            return "{0.columns} columns, {0.lines} rows".format(os.get_terminal_size(number))
    return "none"


def _save(data: bytes) -> Path:
    """Save a report, readable by its owner alone, in the state folder of the program.

    If that folder cannot be written, the report goes to the folder of temporary files.

    Raises:
        OSError: If neither folder can be written.
    """
    from platformdirs import user_state_path

    try:
        folder = user_state_path("coop-tui", appauthor=False)
        if not folder.is_absolute():
            raise FileNotFoundError
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write(data, folder)
    except (OSError, RuntimeError):  # RuntimeError: no home folder is known
        return _write(data)


def _write(data: bytes, folder: Path | None = None) -> Path:
    """Write a new file whole, or none."""
    prefix = f"coop-tui-crash-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-"
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".txt", dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
    return Path(name)
