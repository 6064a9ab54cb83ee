"""Watches the file of a record and those that it includes, and reports when one has changed.

Editors save in three ways: they put another file in its place, they empty it and write
it again, or they move it away first. At the wrong moment the second looks broken, and
the third looks gone. So a good record is reported at once, and anything else only if
the file is in the same state at the next poll.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import tomli
from msgspec import Struct

from coop_tui.query.search.index import build_index
from coop_tui.record.diagnostics.problem import Problem, RecordError
from coop_tui.record.loading.files import folder_of
from coop_tui.record.loading.loader_process import CancellableLoader, LoadCancelled
from coop_tui.record.record import Record

SECONDS = 1.0
"""From one poll to the next."""

FileIdentity = tuple[int, ...]
"""Tells two states of a file apart: its device, inode, size and time of change in
nanoseconds; the number of the error alone, if the file cannot be examined."""

_GONE: tuple[FileIdentity, ...] = ((errno.ENOENT,), (errno.ENOTDIR,))


class FileError(Struct, frozen=True):
    """Why there is no valid record now: the problems of its files, or the file that is gone."""

    problems: tuple[Problem, ...] = ()
    gone: Path | None = None


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
    """Decides at each poll whether the file of a record, or one that it includes, has changed.

    Attributes:
        files: The file of the record, then those that it includes.
    """

    def __init__(self, path: Path, read: FileIdentity, includes: Iterable[Path] = ()) -> None:
        """Begin with the state in which the record was read."""
        self.files = (path, *includes)
        self._reported = (read, *map(identity, self.files[1:]))
        self._suspected: tuple[FileIdentity, ...] | None = None
        """A state with an error, which is reported if the files stay so."""

    @property
    def state(self) -> FileIdentity:
        """The state of the record's own file that was reported last."""
        return self._reported[0]

    def poll(
        self, identity: Callable[[Path], FileIdentity], load: Callable[[], Record]
    ) -> FileEvent | None:
        """Examine the files once; ``load`` raises ``RecordError`` if there is no valid record.

        Returns:
            The new record, or why there is none; None if there is nothing to report.
        """
        found = tuple(map(identity, self.files))
        if found == self._reported:
            self._suspected = None
            return None
        event: FileEvent
        if gone := self._gone(found):
            event = FileError(gone=gone)
        else:
            try:
                event = load()
            except RecordError as error:
                event = FileError(tuple(error.problems))
            if tuple(map(identity, self.files)) != found:  # a file was written meanwhile
                return None
        if isinstance(event, FileError) and found != self._suspected:
            self._suspected = found
            return None
        self._suspected, states = None, dict(zip(self.files, found, strict=True))
        if isinstance(event, Record):
            includes: Iterable[Path] | None = event.includes
        else:
            includes = None if event.gone else included_by(self.files[0])
        if includes is not None:
            self.files = (self.files[0], *includes)
        self._reported = tuple(states.get(file) or identity(file) for file in self.files)
        return event

    def _gone(self, found: tuple[FileIdentity, ...]) -> Path | None:
        """The first file that has gone; a record that was saved may include it no longer."""
        if found[0] not in (*_GONE, self._reported[0]):
            return None
        states = zip(self.files, found, self._reported, strict=True)
        return next((file for file, now, then in states if now in _GONE and then != now), None)


def included_by(path: Path) -> list[Path] | None:
    """The files that a record names, which may be invalid; None if it cannot be read so far.

    They are named before the first table, so that the rest need not be parsed.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe may never answer
            return None
        with path.open(encoding="utf-8-sig") as file:
            head = "".join(itertools.takewhile(lambda line: not line.startswith("["), file))
        names = map(Path, tomli.loads(head).get("include", []))
        own = [name for name in names if not (name.is_absolute() or ".." in name.parts)]
        return [folder / name for name in own] if (folder := folder_of(path)) else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None


class FileWatcher(threading.Thread):
    """Polls the files of a record once a second, and reports what has changed.

    It is a daemon, so that the reader closes even while a network folder does not answer;
    asyncio would wait for the threads of its executor.
    """

    def __init__(
        self,
        path: Path,
        read: FileIdentity,
        notify: Callable[[FileEvent], None],
        search_in_force: Callable[[], bool],
        includes: Iterable[Path] = (),
    ) -> None:
        """Watch a file from the state in which the record was read.

        ``notify`` is called in the thread with each event. If ``search_in_force``, a new
        record has its index by then.
        """
        super().__init__(name="coop-tui-watch", daemon=True)
        # Absolute, since "-" alone would be standard input.
        self._path = path.absolute()
        self._detector = ChangeDetector(self._path, read, includes)
        self._notify, self._search_in_force = notify, search_in_force
        self._wake = threading.Event()
        self._paused = self._stopped = False
        self._loader = CancellableLoader()

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
                event = self._detector.poll(identity, partial(self._loader.load, self._path))
            except LoadCancelled:
                return
            if isinstance(event, Record) and self._search_in_force():
                build_index(event.dossier)
            if event is not None and not self._stopped:
                self._notify(event)

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
        self._loader.cancel()
