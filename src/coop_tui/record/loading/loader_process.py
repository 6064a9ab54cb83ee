"""Reads a large record in a child process.

The compiled TOML parser blocks all threads of its process, for seconds if the record is
large, and the reader must respond to keys. The child reads the file from its standard
input, and pickles to its standard output

- the dossier without its meetings, then each meeting, then ``None``;
- or the list of problems of a file that is not a record, or the traceback of a crash.

Only the child writes to that pipe, so the pickles can be trusted. Between two meetings the
reader responds to keys. If the reader is killed, the child ends when it next writes, once
the file is parsed.
"""

from __future__ import annotations

import contextlib
import gc
import pickle
import signal
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from typing import IO

from msgspec.structs import replace

from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.files import LARGE, STDIN, folder_of, read_bytes, stdin_file
from coop_tui.record.loading.loader import beside_file, parse
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier

# The child imports modules from where this process does.
_PROGRAM = """
import sys
_, file, folder, *sys.path = sys.argv
from coop_tui.record.loading.loader_process import child_main
child_main(file, folder)
"""


class LoadCancelled(Exception):
    """The load was cancelled before it was done."""


class LoaderCrashed(Exception):
    """The program itself failed in the child process; a note holds the traceback."""


def start_loading(path: str | Path, large: int | None = None) -> Record | LoaderProcess:
    """Read a small record, or start to read a large one: of ``LARGE`` or so many bytes or more.

    Raises:
        RecordError: If the file cannot be read, if it is small and not a record, or if it
            is large and no child process starts.
    """
    data, file = read_bytes(path)
    if len(data) >= (LARGE if large is None else large):
        return LoaderProcess(data, file, path)
    return beside_file(parse(data, file, folder_of(path)), path)


class LoaderProcess:
    """A child process that reads a record.

    Attributes:
        file: The name of the file in problems.
        size: The size of the file in bytes.
    """

    def __init__(self, data: bytes, file: str, path: str | Path) -> None:
        self.file, self.size = file, len(data)
        self._path, self._cancelled = path, False
        # The reader puts the terminal in the place of standard input.
        self._stdin = stdin_file() if str(path) == STDIN else None
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, file, str(folder_of(path) or ""), *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,  # the terminal belongs to the reader
            )
        except OSError as error:
            raise self._error(error.strerror or str(error)) from None
        sent = (data, self._process.stdin)
        threading.Thread(target=_send, args=sent, name="coop-tui-send", daemon=True).start()

    def result(self) -> Record:
        """Wait for the record. Call this once.

        Raises:
            RecordError: If the file is not a record, or the child ended too early.
            LoadCancelled: If ``cancel`` was called.
            LoaderCrashed: If the program itself failed in the child.
        """
        assert self._process.stdout is not None
        try:
            with self._process.stdout as answers:
                return replace(beside_file(_received(answers), self._path), stdin=self._stdin)
        except (EOFError, pickle.UnpicklingError):  # the child ended too early
            if self._cancelled:
                raise LoadCancelled from None
            if (status := self._process.wait()) < 0:
                raise self._error(f"it was ended by {signal.Signals(-status).name}") from None
            raise self._error(f"it ended with status {status}") from None
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Kill the child: ``result`` raises ``LoadCancelled``. Any thread may call this."""
        self._cancelled = True
        self._process.kill()
        self._process.wait()

    def _error(self, reason: str) -> RecordError:
        message = f"cannot be read in a process of its own: {reason}"
        return RecordError([Problem(self.file, message)])


class CancellableLoader:
    """Loads records one after another, in one thread; another thread can put an end to it."""

    def __init__(self) -> None:
        self._process: LoaderProcess | None = None
        self._cancelled = False

    def load(self, path: str | Path, large: int | None = None) -> Record:
        """Read a record; one of ``large`` bytes or more, or of ``LARGE``, in a child process.

        Raises:
            RecordError: If the file cannot be read or is not a record.
            LoadCancelled: If the loader was cancelled.
        """
        started = start_loading(path, large)
        if isinstance(started, Record):
            return started
        self._process = started
        if self._cancelled:  # while the process started
            started.cancel()
        return started.result()

    def cancel(self) -> None:
        """Kill the process that reads, if there is one, and any that starts from now on."""
        self._cancelled = True
        if self._process:
            self._process.cancel()


def _send(data: bytes, pipe: IO[bytes]) -> None:
    with contextlib.suppress(OSError), pipe:  # the child may have ended
        pipe.write(data)


def _received(pipe: IO[bytes]) -> Dossier:
    answer = pickle.load(pipe)
    if isinstance(answer, Dossier):
        return replace(answer, meetings=tuple(iter(lambda: pickle.load(pipe), None)))
    if isinstance(answer, list):
        raise RecordError(answer)
    crash = LoaderCrashed(answer.rstrip().rpartition("\n")[2])
    crash.add_note(answer)
    raise crash


def child_main(file: str, folder: str) -> None:
    """Read a record from standard input.

    Args:
        file: Its name in problems.
        folder: The folder in which the files are that it includes; empty if it has none.
    """
    answers: list[object]
    gc.disable()  # collecting takes a seventh more time, and finds nothing
    try:  # no variable keeps the bytes, so they are freed once decoded
        dossier = parse(sys.stdin.buffer.read(), file, Path(folder) if folder else None)
        answers = [replace(dossier, meetings=()), *dossier.meetings, None]
    except RecordError as error:
        answers = [error.problems]
    except Exception:
        answers = [traceback.format_exc()]
    for answer in answers:
        pickle.dump(answer, sys.stdout.buffer)
    sys.stdout.buffer.flush()
