"""A program in a pseudo-terminal, as a person would have it before them."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pyte
from tests.conftest import FROZEN

READER = (sys.executable, "-m", "coop_tui")
ON_FROZEN = (*READER, str(FROZEN))
"""The reader on the record that tests may know in detail."""


class Session:
    """A running program and the screen that it draws.

    Attributes:
        raw: Every byte that it wrote.
    """

    def __init__(self, process: int, terminal: int, columns: int, rows: int) -> None:
        self.process, self.terminal = process, terminal
        self.raw = b""
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)

    def text(self) -> str:
        """The screen as text."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def take(self, seconds: float) -> bytes | None:
        """What is written within so many seconds; None once the program is gone."""
        if not select.select([self.terminal], [], [], seconds)[0]:
            return b""
        try:
            data = os.read(self.terminal, 65536)
        except OSError:
            return None
        self.raw += data
        return data or None

    def read(self, seconds: float) -> bool:
        """Draw what is written within so many seconds; False once the program is gone."""
        data = self.take(seconds)
        # What pyte does not know of the private sequences does not matter here.
        with contextlib.suppress(Exception):
            self._stream.feed(data or b"")
        return data is not None

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Read until the words stand on the screen."""
        end = time.monotonic() + seconds
        while words not in self.text():
            if time.monotonic() > end or not self.read(0.2):
                raise AssertionError(f"{words!r} never came:\n{self.text()}")

    def press(self, keys: str) -> None:
        """Type."""
        os.write(self.terminal, keys.encode())

    def resize(self, columns: int, rows: int) -> None:
        """Give the terminal another size; the kernel tells the program."""
        set_size(self.terminal, columns, rows)
        self._screen.resize(rows, columns)

    def settings(self) -> list[object]:
        """The settings of the terminal: modes, speeds and control characters."""
        return list(termios.tcgetattr(self.terminal))

    def end(self, seconds: float = 30) -> int:
        """Wait for the program to leave, and return its exit status."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            alive = self.read(0.1)
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                while alive and select.select([self.terminal], [], [], 0.1)[0]:
                    alive = self.read(0.1)
                self.process = 0
                return os.waitstatus_to_exitcode(status)
        raise AssertionError(f"the program did not end:\n{self.text()}")


def set_size(terminal: int, columns: int, rows: int) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


@contextlib.contextmanager
def session(
    command: Sequence[str],
    *,
    size: tuple[int, int] = (120, 40),
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    stdin: Path | None = None,
) -> Iterator[Session]:
    """Start a program in a pseudo-terminal of its own, and end it if it is left running."""
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover  # the child becomes the program
        if folder:
            os.chdir(folder)
        if stdin:
            os.dup2(os.open(stdin, os.O_RDONLY), 0)
        # Not all of the environment: readline, which pytest loads, adds LINES and COLUMNS.
        shown = {"TERM": "xterm-256color", "COLORTERM": "truecolor", **(environment or {})}
        kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "LINES", "COLUMNS")}
        os.execvpe(command[0], list(command), kept | shown)
    set_size(terminal, *size)
    running = Session(process, terminal, *size)
    try:
        yield running
    finally:
        if running.process:
            os.kill(running.process, signal.SIGKILL)
            os.waitpid(running.process, 0)
        os.close(terminal)
