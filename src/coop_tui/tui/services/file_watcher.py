"""Watches the file of a record, and reports when it has changed.

Editors save in three ways: they put another file in its place, they empty it and write
it again, or they move it away first. At the wrong moment the second looks broken, and
the third looks gone. So a good record is reported at once, and anything else only if
the file is in the same state at the next poll.
"""

from __future__ import annotations

import contextlib
import errno
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

from msgspec import Struct

from coop_tui.query.search.index import build_index
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.loader_process import LoadCancelled, LoaderProcess, start_loading
from coop_tui.record.record import Record

SECONDS = 1.0
"""From one poll to the next."""

FileIdentity = tuple[int, ...]
"""Tells two states of a file apart: its device, inode, size and time of change in
nanoseconds; the number of the error alone, if the file cannot be examined."""

_GONE: tuple[FileIdentity, ...] = ((errno.ENOENT,), (errno.ENOTDIR,))


class FileError(Struct, frozen=True):
    """Why a file has no valid record now: its problems, or none if the file is gone."""

    problems: tuple[Problem, ...] = ()


FileEvent = Record | FileError


def identity(path: Path) -> FileIdentity:
    """The state of a file, or of the target of a link; anything but a file counts as gone."""
    try:
        status = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    if not stat.S_ISREG(status.st_mode):
        return (errno.ENOENT,)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def identity_to_watch(path: Path) -> FileIdentity | None:
    """The state from which a file can be watched; None if it cannot be.

    Call it before the file is read, so that no later change is missed.
    """
    found = identity(path)
    return found if len(found) > 1 else None


class ChangeDetector:
    """Decides at each poll whether a file has changed.

    It begins with the state in which the record was read.
    """

    def __init__(self, read: FileIdentity) -> None:
        self._reported = read
        self._suspected: FileIdentity | None = None
        """A state with an error, which is reported if the file stays so."""

    def poll(
        self, identity: Callable[[], FileIdentity], load: Callable[[], Record]
    ) -> FileEvent | None:
        """Examine the file once; ``load`` raises ``RecordError`` if it has no valid record.

        Returns:
            The new record, or why there is none; None if there is nothing to report.
        """
        found = identity()
        if found == self._reported:
            self._suspected = None
            return None
        event: FileEvent
        if found in _GONE:
            event = FileError()
        else:
            try:
                event = load()
            except RecordError as error:
                event = FileError(tuple(error.problems))
            if identity() != found:  # another program wrote the file meanwhile
                return None
        if isinstance(event, FileError) and found != self._suspected:
            self._suspected = found
            return None
        self._reported, self._suspected = found, None
        return event


class FileWatcher(threading.Thread):
    """Polls a file once a second, and reports what has changed.

    It is a daemon, so that the reader closes even while a network folder does not answer;
    asyncio would wait for the threads of its executor.
    """

    def __init__(
        self,
        path: Path,
        read: FileIdentity,
        notify: Callable[[FileEvent], None],
        search_in_force: Callable[[], bool],
    ) -> None:
        """Watch a file from the state in which the record was read.

        ``notify`` is called in the thread with each event. If ``search_in_force``, a new
        record has its index by then.
        """
        super().__init__(name="coop-tui-watch", daemon=True)
        # Absolute, since "-" alone would be standard input.
        self._path = path.absolute()
        self._detector = ChangeDetector(read)
        self._notify, self._search_in_force = notify, search_in_force
        self._wake = threading.Event()
        self._paused = self._stopped = False
        self._loader: LoaderProcess | None = None

    def run(self) -> None:
        """Poll until ``stop`` is called."""
        while True:
            self._wake.wait(SECONDS)
            self._wake.clear()
            if self._stopped:
                return
            if self._paused:
                continue
            try:
                event = self._detector.poll(lambda: identity(self._path), self._load)
            except LoadCancelled:
                return
            if isinstance(event, Record) and self._search_in_force():
                build_index(event.dossier)
            if event is not None and not self._stopped:
                self._notify(event)

    def _load(self) -> Record:
        record = start_loading(self._path)
        if isinstance(record, Record):
            return record
        self._loader = record
        if self._stopped:  # while the loader started
            record.cancel()
        return record.result()

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Poll not at all meanwhile, and at once afterwards."""
        self._paused = True
        try:
            yield
        finally:
            self._paused = False
            self._wake.set()

    def stop(self) -> None:
        """Stop polling, without waiting for a poll that is under way."""
        self._stopped = True
        self._wake.set()
        if self._loader:
            self._loader.cancel()
