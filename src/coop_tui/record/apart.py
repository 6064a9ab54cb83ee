"""Reads a large record in a process of its own.

The parser of TOML is compiled: while it runs, for seconds if the record is large, no other
thread runs and no signal is heeded. Whoever has keys to hear must not be the one that
parses. The process is given the bytes of a record, and answers in lines of JSON:

- the list of problems; if it is empty, there follow
- the dossier without its meetings,
- each meeting, so that keys are heard between one and the next, and
- ``null``.

A line that is a string is the trace of a fault, and the last.
"""

from __future__ import annotations

import contextlib
import fcntl
import gc
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from operator import attrgetter
from pathlib import Path
from typing import IO, NoReturn

import msgspec

from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader import (
    LARGE,
    beside_file,
    decode_hook,
    decode_utf8,
    parse,
    parse_unsorted,
    read_bytes,
    sort_meetings,
)
from coop_tui.record.record import Record
from coop_tui.record.tables import Dossier, Meeting

# Modules are looked for where they are looked for here.
_PROGRAM = """
import sys
_, size, file, *sys.path = sys.argv
from coop_tui.record.apart import serve
serve(int(size), file)
"""
_END = b"null\n"


class StoppedError(Exception):
    """The reading was stopped before it was done."""


class FaultError(Exception):
    """Something went wrong in the program itself, in the other process."""


def begin(path: str | Path) -> Record | Apart:
    """Read a record; if it is large, only begin to.

    Args:
        path: The file, or ``-`` for standard input.

    Returns:
        The dossier, or what it is to be had from.

    Raises:
        RecordError: If the file cannot be read, or is small and no record.
    """
    data, file = read_bytes(path)
    return beside_file(parse(data, file), path) if len(data) < LARGE else Apart(data, file, path)


class Apart:
    """A record that is being read in a process of its own.

    The process does not outlive the one that began it, however that ends: the end of its
    standard input is the end of it. Where the platform does not signal that (macOS), it
    comes when the parser is done.

    Attributes:
        file: What the file is called in problems.
        size: How many bytes it has.
    """

    def __init__(self, data: bytes, file: str, path: str | Path) -> None:
        """Start.

        Args:
            data: The whole file.
            file: What to call it in problems.
            path: The file, or ``-`` for standard input.

        Raises:
            RecordError: If no process can be started.
        """
        self.file, self.size = file, len(data)
        self._path = path
        self._stopped = False
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM, str(len(data)), file, *sys.path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise RecordError([self._problem(error.strerror or str(error))]) from None
        threading.Thread(target=self._send, args=(data,), name="coop-tui-send", daemon=True).start()

    def _send(self, data: bytes) -> None:
        """Send the file, and leave the pipe open."""
        assert self._process.stdin is not None
        with contextlib.suppress(OSError, ValueError):  # stopped, or gone by itself
            self._process.stdin.write(data)
            self._process.stdin.flush()

    def dossier(self) -> Record:
        """Wait for the record; to be called once.

        Raises:
            RecordError: If it is no record, or cannot be read to its end.
            StoppedError: If ``stop`` was called.
            FaultError: If the other process is at fault.
        """
        answer = self._process.stdout
        assert answer is not None
        with answer:
            try:
                return beside_file(self._received(answer), self._path)
            finally:
                self.stop()

    def _received(self, answer: IO[bytes]) -> Dossier:
        if problems := msgspec.json.decode(self._line(answer), type=list[Problem]):
            raise RecordError(problems)
        dossier = msgspec.json.decode(self._line(answer), type=Dossier, dec_hook=decode_hook)
        meeting = msgspec.json.Decoder(Meeting, dec_hook=decode_hook)
        lines = iter(lambda: self._line(answer), _END)
        return msgspec.structs.replace(dossier, meetings=tuple(map(meeting.decode, lines)))

    def _line(self, answer: IO[bytes]) -> bytes:
        line = answer.readline()
        if not line.endswith(b"\n"):
            self._broken_off()
        if line.startswith(b'"'):
            trace = msgspec.json.decode(line, type=str)
            error = FaultError(trace.rstrip().rpartition("\n")[2])
            error.add_note(trace)
            raise error
        return line

    def _broken_off(self) -> NoReturn:
        if self._stopped:
            raise StoppedError
        status = self._process.wait()
        if status < 0:
            raise RecordError([self._problem(f"it was ended by {signal.Signals(-status).name}")])
        raise RecordError([self._problem(f"it ended with status {status}")])

    def _problem(self, reason: str) -> Problem:
        return Problem(self.file, f"cannot be read in a process of its own: {reason}")

    def stop(self) -> None:
        """Stop reading; whoever waits for the record is told. May be called in any thread."""
        self._stopped = True
        self._process.kill()
        self._process.wait()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # what was not sent is not missed
            self._process.stdin.close()


def serve(size: int, file: str) -> NoReturn:
    """Read a record from standard input, and answer on standard output.

    Args:
        size: How many bytes it has.
        file: What to call it in problems.
    """
    gc.disable()
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    encoder = msgspec.json.Encoder(enc_hook=attrgetter("edtf"))
    try:
        for answer in _answers(size, file):
            sys.stdout.buffer.write(encoder.encode(answer) + b"\n")
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os._exit(1)
    except Exception:
        import traceback

        sys.stdout.buffer.write(encoder.encode(traceback.format_exc()) + b"\n")
        sys.stdout.buffer.flush()
    os._exit(0)  # what takes long to take down goes with the process


def _answers(size: int, file: str) -> Iterator[object]:
    try:
        # Nothing here holds on to the bytes.
        dossier = sort_meetings(parse_unsorted(decode_utf8(_given(size), file), file))
    except RecordError as error:
        yield error.problems
        return
    yield ()
    yield msgspec.structs.replace(dossier, meetings=())
    yield from dossier.meetings
    yield None


def _given(size: int) -> bytes:
    """What came through standard input; from now on its end ends the process."""
    given = sys.stdin.buffer.read(size)
    number = sys.stdin.fileno()
    fcntl.fcntl(number, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(number, fcntl.F_SETFL, fcntl.fcntl(number, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([number], [], [], 0)[0]:
        os._exit(1)  # it ended before
    return given
