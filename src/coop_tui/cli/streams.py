"""Standard input, output and error, in whatever state the program finds them."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import BinaryIO

from coop_tui.cli.exit_status import ExitStatus, UsageError


def write_stdout(data: bytes) -> ExitStatus:
    """Write all bytes to standard output as they are, whatever the locale.

    Returns:
        OK, or UNWRITABLE if some bytes could not be written. A message on standard error
        says why, unless the reader of a pipe closed it.
    """
    if sys.stdout is None:
        print_stderr("coop-tui: there is no standard output to write to")
        return ExitStatus.UNWRITABLE
    try:
        _write_all(sys.stdout.buffer, data)
    except BrokenPipeError:
        return ExitStatus.UNWRITABLE
    except OSError as error:
        print_stderr(f"coop-tui: standard output was not written: {error.strerror}")
        return ExitStatus.UNWRITABLE
    return ExitStatus.OK


def _write_all(stream: BinaryIO, data: bytes) -> None:
    """Write all bytes, however few the stream takes at a time.

    Python's buffer is passed by: it raises an error where a pipe that does not block is
    full, and with ``PYTHONUNBUFFERED`` there is none. The raw stream returns how many
    bytes it took, or None if the pipe was full.
    """
    raw = getattr(stream, "raw", stream)
    rest = memoryview(data)
    while rest:
        taken = raw.write(rest)
        if taken is None:
            import select

            select.select([], [raw], [])
        else:
            rest = rest[taken:]


def write_output(
    data: bytes,
    output: str,
    *,
    exists_hint: str,
    overwrite: bool = False,
    protected: Iterable[os.stat_result] = (),
) -> ExitStatus:
    """Write data to a file or, for a dash, to standard output.

    Where a file exists and may not be overwritten, the message ends with ``exists_hint``.
    The protected files, those of the record from which the data was made, never are.

    Returns:
        OK, or UNWRITABLE after a message on standard error.
    """
    if output == "-":
        return write_stdout(data)
    from pathlib import Path

    from coop_tui.formats.atomic_write import ExistsError, WriteError, write
    from coop_tui.record.characters import escape_controls

    try:
        if output.endswith(os.sep):
            raise WriteError(f"{escape_controls(output)} is the name of a folder; name a file")
        path = write(Path(output), data, overwrite=overwrite, protected=protected)
    except WriteError as error:
        hint = f" ({exists_hint})" if isinstance(error, ExistsError) else ""
        print_stderr(f"coop-tui: {error}{hint}")
        return ExitStatus.UNWRITABLE
    print_stderr(f"wrote {escape_controls(str(path))}")
    return ExitStatus.OK


def print_stderr(message: str) -> None:
    """Print a line on standard error; where that fails, the exit status alone must tell."""
    try:
        print(message, file=sys.stderr)
    except OSError:
        # Python would try to write the line again when it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())


def replace_closed_stderr() -> None:
    """Drop what is for standard error if that is closed: argparse would use standard output."""
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def read_keys_from_terminal() -> None:
    """Make the terminal standard input where that is something else.

    Raises:
        UsageError: If there is no terminal.
    """
    if sys.stdin is not None and sys.stdin.isatty():
        return
    try:
        terminal = os.open("/dev/tty", os.O_RDONLY)
    except OSError:
        raise UsageError("there is no keyboard: standard input is no terminal") from None
    if terminal != 0:
        os.dup2(terminal, 0)
        os.close(terminal)
    os.set_inheritable(0, True)  # the editor that the reader starts needs it too
    if sys.stdin is None:  # it was closed, and the terminal took its number
        sys.stdin = sys.__stdin__ = open(0, closefd=False)  # type: ignore[misc]  # noqa: SIM115
